//! `/_sandbox/chathub`: the contents of ChatHub, and messages from its clients.

use axum::Json;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use super::call::{ControlError, DONE, Done, JsonBody, check_text};
use crate::app::App;
use crate::app::state::State;
use crate::provider::chathub::company::{Chat, ChatMessage, LAST_CHAT_STATUS};
use crate::provider::common::check::values::phone_digits;

/// A text of the client or of an operator.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    chat_id: u64,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewChat {
    client: String,
    phone: String,
    #[serde(default)]
    theme: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Status {
    chat_id: u64,
    status: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Assigned {
    chat_id: u64,
    operator_id: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MessageStatus {
    message_id: u64,
    status: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Push {
    target: String,
    arguments: Vec<Value>,
}

pub(super) async fn read(app: App) -> Json<Value> {
    Json(app.state().company.to_json())
}

/// A client writes. The webhook URL, if set, gets it as an incoming message.
pub(super) async fn incoming(app: App, line: JsonBody<Line>) -> Result<Json<ChatMessage>, ControlError> {
    write(&app, line, State::client_writes)
}

/// An operator answers.
pub(super) async fn answer(app: App, line: JsonBody<Line>) -> Result<Json<ChatMessage>, ControlError> {
    write(&app, line, State::operator_writes)
}

fn write(
    app: &App,
    JsonBody(line): JsonBody<Line>,
    write: fn(&mut State, u64, String) -> Option<ChatMessage>,
) -> Result<Json<ChatMessage>, ControlError> {
    check_text("text", &line.text)?;
    let message = write(&mut app.state(), line.chat_id, line.text);
    app.changed();
    message.map(Json).ok_or_else(no_such_chat)
}

fn no_such_chat() -> ControlError {
    ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_CHAT", "no such chat")
}

/// A client opens a chat.
pub(super) async fn open(app: App, JsonBody(chat): JsonBody<NewChat>) -> Result<Json<Chat>, ControlError> {
    let phone = phone_digits(&chat.phone).ok_or_else(|| ControlError::bad_request("phone is not a phone number"))?;
    check_text("client", &chat.client)?;
    let opened = app.state().client_opens(chat.client, phone, chat.theme);
    app.changed();
    opened.map(Json).ok_or_else(|| ControlError::bad_request("the company has no organization"))
}

/// Sets a chat's status.
pub(super) async fn status(app: App, JsonBody(status): JsonBody<Status>) -> Result<Json<Done>, ControlError> {
    if status.status > LAST_CHAT_STATUS {
        return Err(ControlError::bad_request("status must be 0 to 4"));
    }
    let found = app.state().company.set_chat_status(status.chat_id, status.status);
    app.changed();
    if found { Ok(DONE) } else { Err(no_such_chat()) }
}

/// Assigns a chat to an operator, or to nobody.
pub(super) async fn assign(app: App, JsonBody(assigned): JsonBody<Assigned>) -> Result<Json<Done>, ControlError> {
    let found = app.state().company.assign(assigned.chat_id, assigned.operator_id);
    app.changed();
    let missing = || ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_CHAT", "no such chat or operator");
    if found { Ok(DONE) } else { Err(missing()) }
}

/// Tells clients of the hub that a message has another status.
pub(super) async fn message_status(
    app: App,
    JsonBody(status): JsonBody<MessageStatus>,
) -> Result<Json<Done>, ControlError> {
    let found = app.state().company.message_status(status.message_id, status.status);
    let missing = || ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_MESSAGE", "no chat has such a message");
    if found { Ok(DONE) } else { Err(missing()) }
}

/// Calls a method of every client of the hub, with any arguments.
pub(super) async fn push(app: App, JsonBody(push): JsonBody<Push>) -> Json<Done> {
    app.state().company.push(&push.target, &push.arguments.into());
    DONE
}

/// Cuts every connection to the hub. Clients may come back at once.
pub(super) async fn disconnect(app: App) -> Json<Done> {
    app.state().company.disconnect();
    DONE
}
