//! `/_sandbox/chathub`: what ChatHub holds, and messages from its clients.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{ControlError, from_body};
use crate::check::phone_digits;
use crate::server::{App, Extract};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Incoming {
    chat_id: u64,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    chat_id: u64,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewChat {
    client: String,
    phone: String,
    #[serde(default)]
    theme: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Status {
    chat_id: u64,
    status: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Assigned {
    chat_id: u64,
    operator_id: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageStatus {
    message_id: u64,
    status: u8,
}

pub(super) async fn read(Extract(app): Extract<App>) -> Json<Value> {
    Json(app.state().company.to_json())
}

/// A client writes; the receiver of callbacks is told too.
pub(super) async fn incoming(
    Extract(app): Extract<App>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, ControlError> {
    let incoming: Incoming = from_body(body)?;
    let message = app.state().client_writes(incoming.chat_id, incoming.text);
    app.changed();
    message.map(Json).ok_or_else(no_such_chat)
}

fn no_such_chat() -> ControlError {
    ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_CHAT", "no such chat")
}

/// An operator answers.
pub(super) async fn answer(
    Extract(app): Extract<App>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, ControlError> {
    let answer: Answer = from_body(body)?;
    let message = app.state().operator_writes(answer.chat_id, answer.text);
    app.changed();
    message.map(Json).ok_or_else(no_such_chat)
}

/// A client opens a chat.
pub(super) async fn open(
    Extract(app): Extract<App>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, ControlError> {
    let chat: NewChat = from_body(body)?;
    let phone = phone_digits(&chat.phone).ok_or_else(|| ControlError::bad_request("phone is not a phone number"))?;
    let opened = app.state().client_opens(chat.client, phone, chat.theme);
    app.changed();
    opened.map(Json).ok_or_else(|| ControlError::bad_request("the company has no organization"))
}

/// Sets a chat's status.
pub(super) async fn status(
    Extract(app): Extract<App>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, ControlError> {
    let status: Status = from_body(body)?;
    if status.status > 4 {
        return Err(ControlError::bad_request("status must be 0 to 4"));
    }
    let found = app.state().company.set_chat_status(status.chat_id, status.status);
    app.changed();
    if found { Ok(Json(json!({"ok": true}))) } else { Err(no_such_chat()) }
}

/// Gives a chat to an operator, or takes it away.
pub(super) async fn assign(
    Extract(app): Extract<App>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, ControlError> {
    let assigned: Assigned = from_body(body)?;
    let found = app.state().company.assign(assigned.chat_id, assigned.operator_id);
    app.changed();
    let missing = || ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_CHAT", "no such chat or operator");
    if found { Ok(Json(json!({"ok": true}))) } else { Err(missing()) }
}

/// Tells clients of the hub that a message has another status.
pub(super) async fn message_status(
    Extract(app): Extract<App>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, ControlError> {
    let status: MessageStatus = from_body(body)?;
    app.state().company.message_status(status.message_id, status.status);
    Ok(Json(json!({"ok": true})))
}

/// Cuts every connection to the hub. Clients may come back at once.
pub(super) async fn disconnect(Extract(app): Extract<App>) -> Json<Value> {
    app.state().company.disconnect();
    Json(json!({"ok": true}))
}
