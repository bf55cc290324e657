//! `smsbat.Attempt`, and the function of a client that gets it.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::{PyException, PyTypeError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use smsbat_core::ClientBuilder;

use crate::json::type_name;
use crate::{call, values};

/// One attempt of a call, for `Client(on_attempt=…)`. Contains no key and no personal value.
#[pyclass(frozen, get_all, module = "smsbat")]
pub(crate) struct Attempt {
    /// Name of the operation, such as `messages.send`.
    operation: &'static str,
    /// Number of the attempt: 1, then 2 for the first retry. A renewed token of ChatHub starts again at 1.
    attempt: u32,
    /// `ok`, or the kind of the error, such as `timeout`.
    result: &'static str,
    /// HTTP status; `None` if no response arrived.
    status_code: Option<u16>,
    /// Outcome of this attempt: `accepted` if the provider answered the request. Each row of the reply has its own.
    outcome: Py<PyAny>,
    /// Seconds from the start of the attempt to the end of its response, including a wait for the rate limit.
    duration: f64,
    /// The provider's id of the request.
    request_id: Option<String>,
    /// Seconds before the next attempt; `None` if there is none.
    retry_in: Option<f64>,
    /// The API that was called: `messages`, `cascade`, `chathub`, `turbosms` or `messagio`.
    api: &'static str,
}

#[pymethods]
impl Attempt {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let status = self.status_code.map_or_else(|| "None".to_owned(), |code| code.to_string());
        Ok(format!(
            "Attempt(operation='{}', attempt={}, result='{}', status_code={status}, outcome='{}', duration={:.3})",
            self.operation,
            self.attempt,
            self.result,
            self.outcome.bind(py).str()?,
            self.duration,
        ))
    }
}

impl Attempt {
    fn new(py: Python<'_>, attempt: &smsbat_core::Attempt) -> PyResult<Self> {
        Ok(Self {
            operation: attempt.operation,
            attempt: attempt.attempt,
            result: attempt.result_name(),
            status_code: attempt.status_code,
            outcome: values::outcome_word(py, attempt.outcome)?.unbind(),
            duration: attempt.duration.as_secs_f64(),
            request_id: attempt.request_id.clone(),
            retry_in: attempt.retry_in.map(|wait| wait.as_secs_f64()),
            api: attempt.api.as_str(),
        })
    }
}

/// The argument `on_attempt` of a client.
#[derive(Clone)]
pub(crate) struct OnAttempt(Option<Function>);

/// Shared by the core's client, which calls it, and the Python object, through which the garbage collector finds it.
type Function = Arc<Mutex<Option<Py<PyAny>>>>;

impl OnAttempt {
    pub(crate) const NONE: Self = Self(None);

    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        match self.0.as_ref().and_then(|function| function.try_lock().ok()) {
            Some(function) => visit.call(&*function),
            None => Ok(()),
        }
    }

    /// Removes the function.
    pub(crate) fn clear(&self) {
        let function = self.0.as_ref().and_then(|function| function.try_lock().ok()?.take());
        drop(function);
    }

    pub(crate) fn apply(&self, builder: ClientBuilder) -> ClientBuilder {
        let Some(function) = self.0.clone() else { return builder };
        builder.on_attempt(move |attempt| {
            // No interpreter means that it is ending.
            Python::try_attach(|py| {
                // It is called without the lock: it may use the client.
                let held = function.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|f| f.clone_ref(py));
                let Some(function) = held else { return };
                let told = Attempt::new(py, attempt).and_then(|attempt| function.bind(py).call1((attempt,)));
                let Err(raised) = told else { return };
                // Ctrl-C during the function stops the call, as it does at any other time.
                let stops = !raised.is_instance_of::<PyException>(py);
                if let Some(raised) = if stops { call::stop_with(py, raised) } else { Some(raised) } {
                    raised.write_unraisable(py, Some(function.bind(py)));
                }
            });
        })
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for OnAttempt {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        match given.is_none() {
            true => Ok(Self::NONE),
            false if given.is_callable() => Ok(Self(Some(Arc::new(Mutex::new(Some(given.to_owned().unbind())))))),
            false => {
                let got = type_name(&given);
                Err(PyTypeError::new_err(format!("Client.on_attempt must be a function or None, not {got}")))
            }
        }
    }
}
