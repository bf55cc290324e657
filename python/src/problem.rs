//! `smsbat.Problem`.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;

/// A broken rule of an input, or a problem that the provider lists.
#[pyclass(frozen, eq, hash, get_all, module = "smsbat")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Problem {
    /// Path of the value, in wire names: `messages[3].messageData.survey.options`. It may be empty for a problem that the
    /// provider lists.
    path: String,
    /// Path of the value in the names of arguments: `messages[3].options`, or `options` for a call with one message.
    argument: String,
    /// Name of the rule, such as `required`, `phone` or `count`; `provider` for a problem that the provider lists.
    rule: String,
    /// Description of the problem. It does not repeat the value, except where the rule is `provider`: then it is the
    /// provider's own text.
    message: String,
}

#[pymethods]
impl Problem {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("path", "rule", "message")
    }

    #[new]
    #[pyo3(signature = (path, rule, message, argument = None))]
    fn new(path: String, rule: String, message: String, argument: Option<String>) -> Self {
        let argument = argument.unwrap_or_else(|| path.clone());
        Self { path, argument, rule, message }
    }

    fn __repr__(&self) -> String {
        format!("Problem(path='{}', rule='{}', message='{}')", self.path, self.rule, self.message)
    }

    fn __str__(&self) -> String {
        if self.argument.is_empty() { self.message.clone() } else { format!("{} {}", self.argument, self.message) }
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let this = slf.get();
        (slf.get_type(), (&this.path, &this.rule, &this.message, &this.argument)).into_bound_py_any(slf.py())
    }
}

impl From<&smsbat_core::Problem> for Problem {
    fn from(problem: &smsbat_core::Problem) -> Self {
        Self {
            path: problem.path().to_owned(),
            argument: problem.argument().to_owned(),
            rule: problem.rule().to_owned(),
            message: problem.message().to_owned(),
        }
    }
}
