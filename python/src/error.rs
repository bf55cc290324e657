//! The core's error as an exception of the package.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use smsbat_core::{Error, ProviderCode, binding};

use crate::problem::Problem;
use crate::ready;

/// The exception for an error; its class is chosen in `smsbat/_errors.py`.
pub(crate) fn raise(py: Python<'_>, error: &Error) -> PyErr {
    exception(py, error).map_or_else(|e| e, PyErr::from_value)
}

/// The exception for one broken rule that is found while Python's values are read.
pub(crate) fn invalid(py: Python<'_>, path: &str, rule: &str, message: &str) -> PyErr {
    raise(py, &binding::validation(vec![binding::problem(path, rule, message)]))
}

/// Makes an error of ours the cause of an exception of the caller. An earlier cause of the exception becomes the cause of
/// ours, so that a traceback shows both.
pub(crate) fn set_cause(py: Python<'_>, raised: &PyErr, ours: PyErr) {
    if let Some(before) = raised.cause(py) {
        ours.set_cause(py, Some(before));
    } else if let Ok(before) = raised.value(py).getattr("__context__")
        && !raised.value(py).getattr("__suppress_context__").is_ok_and(|flag| flag.is_truthy().unwrap_or(true))
    {
        // An exception that was raised while another one was handled.
        let _ = ours.value(py).setattr("__context__", before);
    }
    raised.set_cause(py, Some(ours));
}

/// The error of a call that sent and whose value its caller does not get, as the cause of an exception: see `late.rs`.
pub(crate) fn late_cause(value: &Bound<'_, PyAny>) -> PyErr {
    let late = ready::get(value.py()).and_then(|ready| ready.late.bind(value.py()).call1((value,)));
    late.map_or_else(|e| e, PyErr::from_value)
}

/// The same as an object.
pub(crate) fn exception<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    let details = PyDict::new(py);
    details.set_item("message", error.message())?;
    details.set_item("operation", error.operation())?;
    details.set_item("outcome", error.outcome().as_str())?;
    details.set_item("status_code", error.status_code())?;
    let code = match error.code() {
        None => None,
        Some(ProviderCode::Number(number)) => Some(number.into_pyobject(py)?.into_any()),
        Some(ProviderCode::Text(text)) => Some(PyString::new(py, text).into_any()),
    };
    details.set_item("code", code)?;
    details.set_item("field", error.field())?;
    details.set_item("retry_after", error.retry_after().map(|t| t.as_secs_f64()))?;
    details.set_item("request_id", error.request_id())?;
    details.set_item("body", error.body())?;
    details.set_item("retryable", error.retryable())?;
    details.set_item("customer_message_ids", PyList::new(py, error.customer_message_ids())?)?;
    let problems = PyList::empty(py);
    for problem in error.problems() {
        problems.append(Bound::new(py, Problem::from(problem))?)?;
    }
    details.set_item("problems", problems)?;
    details.set_item("__notes__", PyList::new(py, error.notes())?)?;
    ready::get(py)?.make.bind(py).call1((error.kind().as_str(), error.to_string(), details))
}

/// Said of text that UTF-8 cannot carry.
pub(crate) const SURROGATE: &str = "is not valid Unicode text: it holds half of a surrogate pair";

/// Text that UTF-8 can carry; `path` names it in errors.
#[inline(never)]
pub(crate) fn unicode(py: Python<'_>, given: &Bound<'_, PyAny>, path: &str) -> PyResult<String> {
    let text = given
        .cast::<PyString>()
        .map_err(|_| PyTypeError::new_err(format!("{path} must be text, not {}", type_name(given))))?;
    text.to_str().map(str::to_owned).map_err(|_| invalid(py, path, "unicode", SURROGATE))
}

/// Name of a value's type, for messages.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "object".to_owned(), |n| n.to_string())
}
