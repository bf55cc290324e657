//! Errors of answers that nobody gets.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use smsbat_core::binding;

use crate::bulk_plan::BulkPlan;
use crate::bulk_report::BulkReport;
use crate::error::exception;
use crate::model::Reply;

/// Makes the error of a call whose value its caller does not get: it was cancelled or interrupted when the answer had
/// come. A call that reads has lost nothing.
#[pyfunction]
#[pyo3(signature = (result, reads = false))]
pub(crate) fn late<'py>(result: &Bound<'py, PyAny>, reads: bool) -> PyResult<Bound<'py, PyAny>> {
    let py = result.py();
    if reads || result.is_instance_of::<BulkPlan>() {
        return exception(py, &binding::late_read());
    }
    if let Ok(report) = result.cast::<BulkReport>() {
        let error = exception(py, &report.get().late(py))?;
        error.setattr("report", report)?;
        return Ok(error);
    }
    let items = match result.cast::<PyDict>() {
        Ok(results) => results.values(),
        Err(_) => match result.cast::<PyList>() {
            Ok(list) => list.clone(),
            Err(_) => PyList::new(py, [result])?,
        },
    };
    let replies: Vec<Bound<'_, Reply>> = items.iter().filter_map(|item| item.cast_into::<Reply>().ok()).collect();
    exception(py, &binding::late(replies.iter().map(|reply| &reply.get().record)))
}
