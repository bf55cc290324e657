//! Native functions of `smsbat.webhooks`, where their docstrings are.

use std::path::PathBuf;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyList, PyMemoryView, PyString};
use smsbat_core::{Webhook, webhooks};

use crate::error::type_name;
use crate::json;
use crate::{call, error, generated, named};

#[pyfunction]
pub(crate) fn webhook_parse<'py>(py: Python<'py>, body: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let body = bytes(body)?;
    let webhook = call::run(py, |_| webhooks::parse(&body))?;
    event(py, &webhook)
}

/// Keeps the reports among some bodies beside a journal; one body is a list of one.
#[pyfunction]
pub(crate) fn webhook_record<'py>(
    py: Python<'py>,
    #[pyo3(from_py_with = named::the_journal)] journal: PathBuf,
    bodies: &Bound<'py, PyList>,
) -> PyResult<Bound<'py, PyList>> {
    let bodies = bodies.iter().map(|body| bytes(&body)).collect::<PyResult<Vec<_>>>()?;
    let events = call::run(py, |interrupt| webhooks::record_all_until(journal, &bodies, Some(interrupt)))?;
    let events = events.iter().map(|webhook| event(py, webhook)).collect::<PyResult<Vec<_>>>()?;
    PyList::new(py, events)
}

fn event<'py>(py: Python<'py>, webhook: &Webhook) -> PyResult<Bound<'py, PyAny>> {
    match webhook {
        Webhook::Incoming(message) => generated::instance(py, message.record().clone()),
        Webhook::Delivery(report) => generated::instance(py, report.record().clone()),
        Webhook::Other(object) => json::parse(py, object.as_str()),
        // A kind that a later core knows is a change of this function.
        _ => Err(PyTypeError::new_err("a webhook of a kind that this version does not know")),
    }
}

#[pyfunction]
pub(crate) fn webhook_parse_turbosms<'py>(py: Python<'py>, body: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let body = bytes(body)?;
    let event = call::run(py, |_| webhooks::parse_turbosms(&body))?;
    generated::instance(py, event.record().clone())
}

#[pyfunction]
pub(crate) fn webhook_verify_turbosms(
    py: Python<'_>,
    body: &Bound<'_, PyAny>,
    secret: &Bound<'_, PyAny>,
) -> PyResult<bool> {
    let (body, secret) = (bytes(body)?, error::unicode(py, secret, "secret")?);
    call::run(py, |_| webhooks::verify_turbosms(&body, &secret))
}

fn bytes(given: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    if let Ok(text) = given.cast::<PyString>() {
        return error::unicode(given.py(), text, "body").map(String::into_bytes);
    }
    if let Ok(bytes) = given.cast::<PyBytes>() {
        return Ok(bytes.as_bytes().to_vec());
    }
    if given.is_instance_of::<PyByteArray>() || given.is_instance_of::<PyMemoryView>() {
        return given.py().get_type::<PyBytes>().call1((given,))?.extract();
    }
    Err(PyTypeError::new_err(format!("body must be bytes or text, not {}", type_name(given))))
}
