//! Statuses of operators and chats: a number on the wire, a name for people.

use crate::engine::argument::status_number;
use crate::engine::{Endpoint, Request, check_id};
use crate::error::Error;
use crate::model::{Record, Value};

/// Writes the request that sets the status of an operator or a chat. `names` are in the order of their numbers.
pub(super) fn set_status(endpoint: &Endpoint, names: &[&str], id: i64, status: &str) -> Result<Request, Error> {
    check_id("id", id)?;
    let status = status_number(names, status)?;
    Ok(Request::to(endpoint.path).json(format!("{{\"id\":{id},\"status\":{status}}}").into_bytes()))
}

/// Fills in the name of a status.
pub(super) fn name_status(mut record: Record, names: &[&str]) -> Record {
    let name = record.get("status").as_i64().and_then(|n| names.get(usize::try_from(n).ok()?));
    record.put("status_name", name.map_or(Value::Null, |n| Value::from(*n)));
    record
}
