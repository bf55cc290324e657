//! Numbers as arguments. Their names are known only where they are read, so that is where they are refused.

use std::time::Duration;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt};
use smsbat_core::binding;

use crate::error;
use crate::json::type_name;

/// A number of seconds, or the type of something else.
pub(crate) struct Seconds(Result<f64, String>);

impl Seconds {
    pub(crate) const fn of(seconds: f64) -> Self {
        Self(Ok(seconds))
    }

    /// Returns the number.
    pub(crate) fn number(self, name: &str) -> PyResult<f64> {
        self.0.map_err(|got| PyTypeError::new_err(format!("{name} must be a number, not {got}")))
    }

    /// Returns a time above 0 and of at most a day.
    pub(crate) fn read(self, py: Python<'_>, name: &str) -> PyResult<Duration> {
        binding::seconds(name, self.number(name)?).map_err(|e| error::raise(py, &e))
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Seconds {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if given.is_instance_of::<PyBool>() {
            return Ok(Self(Err(type_name(&given))));
        }
        Ok(Self(match given.extract::<f64>() {
            Ok(seconds) => Ok(seconds),
            // An integer beyond the range of a float is out of any range.
            Err(_) if given.is_instance_of::<PyInt>() => Ok(f64::INFINITY),
            Err(_) => Err(type_name(&given)),
        }))
    }
}

/// Digits of a whole number of any size, or the type of something else.
pub(crate) struct Whole(Result<String, String>);

impl Whole {
    /// Returns the digits, which the core reads.
    pub(crate) fn text(self, name: &str) -> PyResult<String> {
        self.0.map_err(|got| PyTypeError::new_err(format!("{name} must be an integer, not {got}")))
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Whole {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if given.is_instance_of::<PyBool>() {
            return Ok(Self(Err(type_name(&given))));
        }
        Ok(Self(match given.extract::<i64>() {
            Ok(number) => Ok(number.to_string()),
            Err(_) if given.is_instance_of::<PyInt>() => Ok(i128::MAX.to_string()),
            Err(_) => Err(type_name(&given)),
        }))
    }
}
