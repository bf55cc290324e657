//! Numbers as arguments. Their names are known only where they are read, so that is where they are refused. Every
//! operation reads some, so none of this is copied into each of them.

use std::time::Duration;

use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt};
use smsbat_core::binding;

use crate::error::{self, type_name};

/// Message for an integer of more than 64 bits.
pub(crate) const TOO_LARGE: &str = "is too large a number";

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
    #[inline(never)]
    pub(crate) fn read(self, py: Python<'_>, name: &str) -> PyResult<Duration> {
        binding::seconds(name, self.number(name)?).map_err(|e| error::raise(py, &e))
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Seconds {
    type Error = PyErr;

    #[inline(never)]
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

/// A whole number, `None` for one that is too large, or the type of something else. Python's `bool` is an `int`, but
/// no id: `True` would be the chat 1.
pub(crate) struct Int(Result<Option<i64>, String>);

impl Int {
    pub(crate) const fn of(number: i64) -> Self {
        Self(Ok(Some(number)))
    }

    /// Returns the number.
    #[inline(never)]
    pub(crate) fn number(self, py: Python<'_>, name: &str) -> PyResult<i64> {
        self.known(name)?.ok_or_else(|| error::invalid(py, name, "range", TOO_LARGE))
    }

    /// Returns the digits, which the core reads; more than it allows for a number that is too large.
    #[inline(never)]
    pub(crate) fn text(self, name: &str) -> PyResult<String> {
        Ok(self.known(name)?.map_or_else(|| i128::MAX.to_string(), |number| number.to_string()))
    }

    fn known(self, name: &str) -> PyResult<Option<i64>> {
        self.0.map_err(|got| PyTypeError::new_err(format!("{name} must be an integer, not {got}")))
    }

    /// Returns a number that cannot be negative.
    #[inline(never)]
    pub(crate) fn count(self, py: Python<'_>, name: &str) -> PyResult<u32> {
        let wrong = || error::invalid(py, name, "range", "must be 0 or more, and below 4294967296");
        self.number(py, name)?.try_into().map_err(|_| wrong())
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Int {
    type Error = PyErr;

    #[inline(never)]
    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if given.is_instance_of::<PyBool>() {
            return Ok(Self(Err(type_name(&given))));
        }
        Ok(Self(match given.extract::<i64>() {
            Ok(number) => Ok(Some(number)),
            Err(e) if e.is_instance_of::<PyOverflowError>(given.py()) => Ok(None),
            Err(_) => Err(type_name(&given)),
        }))
    }
}
