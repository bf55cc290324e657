//! Flags and paths as arguments, by name, so that what is wrong with one says which it is.

use std::path::PathBuf;

use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError};
use pyo3::prelude::*;

use crate::error::{self, type_name};

macro_rules! arguments {
    ($($name:ident: $read:ident -> $kind:ty),* $(,)?) => {
        $(pub(crate) fn $name(given: &Bound<'_, PyAny>) -> PyResult<$kind> {
            $read(given, stringify!($name))
        })*
    };
}

arguments! {
    allow_duplicates: flag -> bool,
    dry_run: flag -> bool,
    journal: path_or_none -> Option<PathBuf>,
    ordered: flag -> bool,
    path: path_of -> PathBuf,
    resend_unknown: flag -> bool,
    telegram_viber_first: flag -> bool,
}

/// The argument `journal` of a function that needs one.
pub(crate) fn the_journal(given: &Bound<'_, PyAny>) -> PyResult<PathBuf> {
    path_of(given, "journal")
}

fn flag(given: &Bound<'_, PyAny>, name: &str) -> PyResult<bool> {
    given.extract().map_err(|_| PyTypeError::new_err(format!("{name} must be True or False, not {}", type_name(given))))
}

fn path_or_none(given: &Bound<'_, PyAny>, name: &str) -> PyResult<Option<PathBuf>> {
    if given.is_none() { Ok(None) } else { path_of(given, name).map(Some) }
}

/// A path, as text or an object that has one.
pub(crate) fn path_of(given: &Bound<'_, PyAny>, name: &str) -> PyResult<PathBuf> {
    let py = given.py();
    given.extract().map_err(|e: PyErr| {
        if e.is_instance_of::<PyUnicodeEncodeError>(py) {
            error::invalid(py, name, "unicode", error::SURROGATE)
        } else if e.is_instance_of::<PyTypeError>(py) {
            PyTypeError::new_err(format!("{name} must be a path, not {}", type_name(given)))
        } else {
            e
        }
    })
}
