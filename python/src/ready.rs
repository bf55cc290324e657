//! Python objects that results and errors are made of, loaded before the first call.
//!
//! If one were imported only when the answer arrives, a lack of descriptors or the interpreter's exit would lose the
//! answer.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use smsbat_core::Outcome;

/// Objects of the package.
pub(crate) struct Ready {
    /// `_errors._make`.
    pub(crate) make: Py<PyAny>,
    /// `SmsbatError` and `SmsbatWarning`.
    pub(crate) error: Py<PyAny>,
    pub(crate) warning: Py<PyAny>,
    /// The members of `Outcome`, in the core's order.
    pub(crate) outcomes: Vec<Py<PyAny>>,
    /// `_smsbat.late`.
    pub(crate) late: Py<PyAny>,
}

impl Ready {
    fn new(py: Python<'_>) -> PyResult<Self> {
        let errors = py.import("smsbat._errors")?;
        let class = py.import("smsbat._outcome")?.getattr("Outcome")?;
        let outcomes = Outcome::ALL.iter().map(|o| class.call1((o.as_str(),)).map(Bound::unbind));
        Ok(Self {
            make: errors.getattr("_make")?.unbind(),
            error: errors.getattr("SmsbatError")?.unbind(),
            warning: errors.getattr("SmsbatWarning")?.unbind(),
            outcomes: outcomes.collect::<PyResult<_>>()?,
            late: py.import("smsbat._smsbat")?.getattr("late")?.unbind(),
        })
    }
}

const UNLOADED: &str = "a module of smsbat cannot be loaded";

static READY: PyOnceLock<Ready> = PyOnceLock::new();

/// Returns the objects. If they cannot be loaded, nothing is sent.
pub(crate) fn get(py: Python<'_>) -> PyResult<&Ready> {
    READY.get_or_try_init(py, || Ready::new(py)).map_err(|cause| {
        let failed = || -> PyResult<PyErr> {
            let details = PyDict::new(py);
            details.set_item("message", UNLOADED)?;
            details.set_item("retryable", true)?;
            let errors = py.import("smsbat._errors")?;
            let made = errors.call_method1("_make", ("connection", format!("{UNLOADED}: {cause}"), details))?;
            Ok(PyErr::from_value(made))
        };
        let error = failed().unwrap_or_else(|e| e);
        error.set_cause(py, Some(cause));
        error
    })
}
