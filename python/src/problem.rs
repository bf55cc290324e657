//! `smsbat.Problem`.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;

/// A broken rule of an input.
#[pyclass(frozen, eq, hash, get_all, module = "smsbat")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Problem {
    /// Path of the value, in wire names: `messages[3].messageData.survey.options`.
    path: String,
    /// Name of the rule, such as `required`, `phone` or `count`.
    rule: String,
    /// Description of the problem. It does not repeat the value.
    message: String,
}

#[pymethods]
impl Problem {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("path", "rule", "message")
    }

    #[new]
    fn new(path: String, rule: String, message: String) -> Self {
        Self { path, rule, message }
    }

    fn __repr__(&self) -> String {
        format!("Problem(path='{}', rule='{}', message='{}')", self.path, self.rule, self.message)
    }

    fn __str__(&self) -> String {
        format!("{} {}", self.path, self.message)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let this = slf.get();
        (slf.get_type(), (&this.path, &this.rule, &this.message)).into_bound_py_any(slf.py())
    }
}

impl From<&smsbat_core::Problem> for Problem {
    fn from(problem: &smsbat_core::Problem) -> Self {
        Self { path: problem.path().to_owned(), rule: problem.rule().to_owned(), message: problem.message().to_owned() }
    }
}
