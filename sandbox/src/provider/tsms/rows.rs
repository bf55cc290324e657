//! A response with a row for each id of a request.

use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value};

use super::answer::{answer, refused};
use super::codes::{self, Code};
use crate::app::state::State;
use crate::inbox::message::{Api, Message};
use crate::provider::common::check::values::is_uuid;
use crate::simulate::clock::Millis;

#[derive(Debug, Serialize)]
struct Row<T> {
    message_id: String,
    #[serde(flatten)]
    content: T,
    response_code: u16,
    response_status: &'static str,
}

/// Shows the message of each id. `show` gets none if the code of the row says why.
pub(super) fn rows<'s, T: Serialize>(
    state: &'s State,
    data: &Map<String, Value>,
    show: impl Fn(Option<&'s Message>, Millis) -> T,
) -> Response {
    let now = state.clock.now();
    let ids = match ids(data) {
        Ok(ids) => ids,
        Err(code) => return refused(code),
    };
    let rows = ids.iter().map(|id| {
        let found = find(state, id, now);
        let code = found.err().unwrap_or(codes::OK);
        Row {
            message_id: id.as_str().map_or_else(|| id.to_string(), str::to_owned),
            content: show(found.ok(), now),
            response_code: code.number,
            response_status: code.name,
        }
    });
    answer(codes::OK, rows.collect::<Vec<_>>())
}

/// The message of an id, or why it cannot be shown.
fn find<'s>(state: &'s State, id: &Value, now: Millis) -> Result<&'s Message, Code> {
    let id = id.as_str().filter(|id| is_uuid(id)).ok_or(codes::INVALID_MESSAGE_ID)?;
    let message = state.inbox.find(id).filter(|message| message.api == Api::TurboSms);
    message.filter(|message| !message.is_status_late(now)).ok_or(codes::NOT_ALLOWED_MESSAGE_ID)
}

/// The message ids of a request.
fn ids(data: &Map<String, Value>) -> Result<&[Value], Code> {
    match data.get("messages") {
        None => Err(codes::REQUIRED_CONTENT),
        Some(Value::Array(ids)) if ids.is_empty() => Err(codes::REQUIRED_CONTENT),
        Some(Value::Array(ids)) => Ok(ids),
        Some(_) => Err(codes::INVALID_REQUEST),
    }
}
