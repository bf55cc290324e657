//! `raise_for_outcome` of results.

use pyo3::prelude::*;
use smsbat_core::{Error, Record, SendResult, TurboSmsResult};

use crate::error;

pub(crate) fn of_messages(py: Python<'_>, result: &Record) -> PyResult<()> {
    let result = SendResult::try_from(result.clone()).map_err(Error::from);
    result.and_then(|result| result.raise_for_outcome()).map_err(|e| error::raise(py, &e))
}

pub(crate) fn of_turbosms(py: Python<'_>, result: &Record) -> PyResult<()> {
    let result = TurboSmsResult::try_from(result.clone()).map_err(Error::from);
    result.and_then(|result| result.raise_for_outcome()).map_err(|e| error::raise(py, &e))
}
