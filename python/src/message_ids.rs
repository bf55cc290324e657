//! Identification of a message in `status`, `wait` and `wait_all`.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use smsbat_core::{Error, Object, Problem, Record, ValueRef, binding};

use crate::error::{self, SURROGATE, type_name};
use crate::items::Items;
use crate::model::Reply;

/// Replies that name a message.
const CLASSES: [&str; 4] = ["SentMessage", "SendResult", "MessageStatus", "DeliveryReport"];

/// The id of one message.
pub(crate) fn one(given: &Bound<'_, PyAny>) -> PyResult<String> {
    read(given, "message_id")?.map_err(|problems| refuse(given.py(), problems))
}

/// The ids of many messages; an error names each that has none.
pub(crate) fn all(given: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    let (mut ids, mut problems) = (Vec::new(), Vec::new());
    let mut add = |id: Result<String, Vec<Problem>>| match id {
        Ok(id) => ids.push(id),
        Err(more) => problems.extend(more),
    };
    let path = |i: usize| format!("messages[{i}]");
    let alone = given.is_instance_of::<PyString>();
    let reply = given.cast::<Reply>().ok().map(|reply| &reply.get().record);
    if let Some(result) = reply.filter(|record| record.class().name == "SendResult") {
        if let ValueRef::Parts(rows) = result.get("messages") {
            for (i, row) in rows.iter().filter_map(Object::record).enumerate() {
                add(of_record(row, &path(i)));
            }
        }
    } else {
        match Items::bounded(given, "messages") {
            Ok(items) if !alone && reply.is_none() => {
                for (i, item) in items.enumerate() {
                    add(read(&item?, &path(i))?);
                }
            }
            _ => add(read(given, "messages")?),
        }
    }
    if problems.is_empty() { Ok(ids) } else { Err(refuse(given.py(), problems)) }
}

fn refuse(py: Python<'_>, problems: Vec<Problem>) -> PyErr {
    error::raise(py, &binding::validation(problems))
}

/// Reads the id from a text, a reply or a row of a report.
fn read(given: &Bound<'_, PyAny>, path: &str) -> PyResult<Result<String, Vec<Problem>>> {
    let inner = match given.cast::<PyDict>() {
        Ok(row) => row.get_item("message_id")?,
        Err(_) => Some(given.clone()),
    };
    let wrong = || {
        let kind = type_name(given);
        PyTypeError::new_err(format!("{path} must be an id, a row of a send or its result, not {kind}"))
    };
    let Some(given) = inner else { return Err(wrong()) };
    if given.is_none() {
        return Ok(problems(binding::no_message_id(), path));
    }
    if let Ok(text) = given.cast::<PyString>() {
        let id = text.to_str().map(str::to_owned);
        return Ok(id.map_err(|_| vec![binding::problem(path, "unicode", SURROGATE)]));
    }
    match given.cast::<Reply>() {
        Ok(reply) if CLASSES.contains(&reply.get().record.class().name) => Ok(of_record(&reply.get().record, path)),
        _ => Err(wrong()),
    }
}

fn of_record(record: &Record, path: &str) -> Result<String, Vec<Problem>> {
    binding::message_id(record).map(str::to_owned).or_else(|error| problems(error, path))
}

/// The same problems at the place of the argument.
fn problems(error: Error, path: &str) -> Result<String, Vec<Problem>> {
    Err(error.problems().iter().map(|p| binding::problem(path, p.rule(), p.message())).collect())
}
