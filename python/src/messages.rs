//! Helpers of the generated methods of messages and waits.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use smsbat_core::binding::Step;
use smsbat_core::{MessageStatus, Record, binding};

use crate::attempt::OnAttempt;
use crate::numbers::Seconds;
use crate::{call, generated, ready, values};

/// A wait whose pauses are the caller's.
#[pyclass(frozen, module = "smsbat._smsbat")]
pub(crate) struct Waiting(pub(crate) Mutex<binding::Waiting>, pub(crate) OnAttempt);

#[pymethods]
impl Waiting {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.1.traverse(&visit)
    }

    /// The status if the wait is over, else the seconds after which to ask again.
    fn _step<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let asked = call::run(py, |interrupt| {
            binding::ask(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), interrupt)
        })?;
        step(py, asked, |status| status.record().clone())
    }
}

/// A wait for many messages whose pauses are the caller's.
#[pyclass(frozen, module = "smsbat._smsbat")]
pub(crate) struct WaitingAll(pub(crate) Mutex<binding::WaitingAll>, pub(crate) OnAttempt);

#[pymethods]
impl WaitingAll {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.1.traverse(&visit)
    }

    /// The statuses if the wait is over, else the seconds after which to ask again.
    fn _step<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let asked = call::run(py, |interrupt| {
            binding::ask_all(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), interrupt)
        })?;
        match asked {
            Step::Item(found) => Ok(statuses(py, &found)?.into_any()),
            Step::After(pause) => Ok(pause.as_secs_f64().into_pyobject(py)?.into_any()),
        }
    }
}

fn statuses<'py>(py: Python<'py>, found: &[MessageStatus]) -> PyResult<Bound<'py, PyList>> {
    values::replies(py, found.iter().map(|status| status.record().clone()))
}

/// Timeout and interval of a wait.
pub(crate) fn times(py: Python<'_>, timeout: Seconds, interval: Seconds) -> PyResult<(Duration, Duration)> {
    Ok((timeout.read(py, "timeout")?, interval.read(py, "interval")?))
}

/// A step as Python takes it: the object, or a number of seconds.
pub(crate) fn step<'py, T>(
    py: Python<'py>,
    step: Step<T>,
    record: impl FnOnce(&T) -> Record,
) -> PyResult<Bound<'py, PyAny>> {
    match step {
        Step::Item(item) => generated::instance(py, record(&item)),
        Step::After(pause) => Ok(pause.as_secs_f64().into_pyobject(py)?.into_any()),
    }
}

/// Defaults as the signature shows them.
pub(crate) const WAIT_TIMEOUT: Seconds = Seconds::of(smsbat_core::WAIT_TIMEOUT);
pub(crate) const WAIT_INTERVAL: Seconds = Seconds::of(smsbat_core::WAIT_INTERVAL);

/// The result of a send as Python's, with its advice given to `warnings`.
pub(crate) fn warned<'py>(py: Python<'py>, warnings: &[String], result: &Record) -> PyResult<Bound<'py, PyAny>> {
    warn(py, warnings);
    generated::instance(py, result.clone())
}

/// The results of several sends by their names.
pub(crate) fn by_name<'py, 'r>(
    py: Python<'py>,
    results: impl Iterator<Item = (&'r String, &'r [String], &'r Record)>,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, warnings, result) in results {
        dict.set_item(name, warned(py, warnings, result)?)?;
    }
    Ok(dict)
}

/// Gives advice to Python's `warnings`. A filter that makes errors of them must not lose the result of a send
/// that has happened, so such an error goes to `sys.unraisablehook`, as does any other.
fn warn(py: Python<'_>, warnings: &[String]) {
    for text in warnings {
        let warned = ready::get(py)
            .and_then(|ready| py.import("warnings")?.call_method1("warn", (text, ready.warning.bind(py))).map(drop));
        if let Err(e) = warned {
            e.write_unraisable(py, None);
        }
    }
}
