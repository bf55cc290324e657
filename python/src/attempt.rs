//! `smsbat.Attempt`, and the function of a client that gets it.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::{PyException, PyTypeError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use smsbat_core::ClientBuilder;

use crate::error::type_name;
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
///
/// A client and everything that makes calls with its engine have a reference to the same observer. So the garbage
/// collector sees that the function is in use as long as any of them is, and frees a function that leads back to them
/// once none of them is.
pub(crate) struct OnAttempt(Option<Py<Observer>>);

/// The function, which the core's client calls without a reference that Python counts.
#[pyclass(frozen, module = "smsbat._smsbat")]
pub(crate) struct Observer(Arc<Mutex<Option<Py<PyAny>>>>);

#[pymethods]
impl Observer {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        match self.0.try_lock() {
            Ok(function) => visit.call(&*function),
            Err(_) => Ok(()),
        }
    }

    fn __clear__(&self) {
        // Without the lock, because it may run code of the program.
        let function = self.0.try_lock().ok().and_then(|mut function| function.take());
        drop(function);
    }
}

impl OnAttempt {
    pub(crate) const NONE: Self = Self(None);

    /// Returns another reference, for something that makes calls.
    pub(crate) fn share(&self, py: Python<'_>) -> Self {
        Self(self.0.as_ref().map(|observer| observer.clone_ref(py)))
    }

    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.0)
    }

    pub(crate) fn apply(&self, builder: ClientBuilder) -> ClientBuilder {
        let Some(observer) = &self.0 else { return builder };
        let function = Arc::clone(&observer.get().0);
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
            false if given.is_callable() => {
                let function = Arc::new(Mutex::new(Some(given.to_owned().unbind())));
                Ok(Self(Some(Py::new(given.py(), Observer(function))?)))
            }
            false => {
                let got = type_name(&given);
                Err(PyTypeError::new_err(format!("Client.on_attempt must be a function or None, not {got}")))
            }
        }
    }
}
