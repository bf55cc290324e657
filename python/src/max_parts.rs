//! The argument `max_parts_per_message`.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::error::type_name;
use crate::numbers::Int;

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
        let wrong = |_| {
            let got = type_name(&given);
            PyTypeError::new_err(format!("{} must be an integer or None, not {got}", Self::NAME))
        };
        given.extract::<Int>()?.text(Self::NAME).map(Self::Text).map_err(wrong)
    }
}
