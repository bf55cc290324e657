//! The argument `max_parts_per_message`.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt};

use crate::json::type_name;

/// Most parts of one SMS, of a client or a bulk send.
pub(crate) enum MaxParts {
    /// Not given.
    Unset,
    /// As the core reads it.
    Text(String),
}

impl MaxParts {
    pub(crate) const NAME: &'static str = "max_parts_per_message";

    /// Returns the argument as the core reads it.
    pub(crate) fn text(self) -> Option<String> {
        match self {
            Self::Unset => None,
            Self::Text(text) => Some(text),
        }
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for MaxParts {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if given.is_none() {
            return Ok(Self::Text("none".to_owned()));
        }
        if given.is_instance_of::<PyBool>() || !given.is_instance_of::<PyInt>() {
            let got = type_name(&given);
            return Err(PyTypeError::new_err(format!("{} must be an integer or None, not {got}", Self::NAME)));
        }
        Ok(Self::Text(given.str()?.extract()?))
    }
}
