//! A bound call.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// A function and its arguments, which nothing shows. Tools print the local variables of a traceback and what these
/// refer to, so no frame may hold a password while its call runs.
#[pyclass(frozen, module = "smsbat._smsbat")]
pub(crate) struct BoundCall {
    function: Py<PyAny>,
    args: Py<PyTuple>,
    kwargs: Py<PyDict>,
}

#[pymethods]
impl BoundCall {
    #[new]
    fn new(function: Py<PyAny>, args: Py<PyTuple>, kwargs: Py<PyDict>) -> Self {
        Self { function, args, kwargs }
    }

    fn __call__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.function.bind(py).call(self.args.bind(py), Some(self.kwargs.bind(py)))
    }
}
