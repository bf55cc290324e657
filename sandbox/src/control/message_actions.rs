//! `/_sandbox/messages/{id}/…`: what the provider and the recipient do with one message.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use smsbat_core::preview::{Choice, Preview};

use super::call::{ControlError, JsonBody, Path, check_text};
use super::messages::STATUSES;
use super::view::{listed, preview};
use crate::app::App;
use crate::app::act::opened;
use crate::app::state::State;
use crate::inbox::inbound::InboundKind;
use crate::inbox::message::{Message, StatusOrder};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Status {
    status: String,
}

/// The statuses that can be ordered, beside `fallback`.
fn orderable() -> impl Iterator<Item = &'static str> {
    STATUSES.into_iter().filter(|word| !["scheduled", "rejected"].contains(word))
}

/// Changes the status of a message at once, whatever was planned for it.
pub(super) async fn status(
    app: App,
    Path(id): Path,
    JsonBody(Status { status }): JsonBody<Status>,
) -> Result<Response, ControlError> {
    set_status(&app, &id, &status).map(IntoResponse::into_response)
}

/// Changes the status of a message and returns the message.
pub(crate) fn set_status(app: &App, id: &str, status: &str) -> Result<Json<Value>, ControlError> {
    let direction = match orderable().find(|word| *word == status) {
        Some(word) => StatusOrder::Status(word),
        None if status == "fallback" => StatusOrder::NextChannel,
        None => {
            return Err(ControlError::bad_request(format!(
                "status must be fallback or one of {}",
                orderable().collect::<Vec<_>>().join(", ")
            )));
        }
    };
    let shown = {
        let mut state = app.state();
        let state = &mut *state;
        let seq = find(state, id)?.seq;
        let now = state.clock.now();
        let message = state.inbox.by_seq_mut(seq).ok_or_else(no_such_message)?;
        let refused = |why| ControlError::new(StatusCode::CONFLICT, "CANNOT_BE", why);
        message.order_status(direction, now).map_err(refused)?;
        state.inbox.keep(seq);
        if let Some(message) = state.inbox.by_seq(seq) {
            state.webhooks.ordered(message, now);
        }
        listed(state, seq)
    };
    app.changed();
    Ok(shown)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reply {
    text: String,
}

/// The recipient writes back.
pub(super) async fn reply(
    app: App,
    Path(id): Path,
    JsonBody(Reply { text }): JsonBody<Reply>,
) -> Result<Json<Value>, ControlError> {
    write_back(&app, &id, text)
}

/// The recipient of a message writes back.
pub(crate) fn write_back(app: &App, id: &str, text: String) -> Result<Json<Value>, ControlError> {
    receive(app, id, |_| Ok((InboundKind::Reply, text)))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    option: String,
}

/// The recipient answers a survey.
pub(super) async fn answer(
    app: App,
    Path(id): Path,
    JsonBody(Answer { option }): JsonBody<Answer>,
) -> Result<Json<Value>, ControlError> {
    answer_survey(&app, &id, option)
}

/// The recipient of a survey chooses an option.
pub(crate) fn answer_survey(app: &App, id: &str, option: String) -> Result<Json<Value>, ControlError> {
    receive(app, id, |preview| {
        let answers = preview.choices().into_iter().filter_map(|choice| match choice {
            Choice::Answer(text) => Some(text),
            _ => None,
        });
        let answers: Vec<&str> = answers.collect();
        if answers.contains(&option.as_str()) {
            return Ok((InboundKind::Answer, option));
        }
        Err(unknown("option", &answers))
    })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Press {
    button: String,
}

/// The recipient presses a button, named by its label.
pub(super) async fn press(
    app: App,
    Path(id): Path,
    JsonBody(Press { button }): JsonBody<Press>,
) -> Result<Json<Value>, ControlError> {
    press_button(&app, &id, &button)
}

/// The recipient of a message presses the button with this label.
pub(crate) fn press_button(app: &App, id: &str, button: &str) -> Result<Json<Value>, ControlError> {
    receive(app, id, |preview| {
        let mut labels = Vec::new();
        for choice in preview.choices() {
            match choice {
                Choice::Opens { label, url } if label == button => {
                    return Ok((InboundKind::Open, opened(label, url)));
                }
                Choice::Tells { label, text } if label == button => return Ok((InboundKind::Press, text.to_owned())),
                Choice::Opens { label, .. } | Choice::Tells { label, .. } => labels.push(label),
                _ => {}
            }
        }
        Err(unknown("button", &labels))
    })
}

fn unknown(what: &str, known: &[&str]) -> ControlError {
    let known =
        if known.is_empty() { "the message has none".to_owned() } else { format!("it has {}", known.join(", ")) };
    ControlError::new(StatusCode::CONFLICT, "NO_SUCH_CHOICE", format!("the message has no such {what}; {known}"))
}

/// Stores what the recipient did, and tells the webhook URL unless a URL was opened.
fn receive(
    app: &App,
    id: &str,
    act: impl FnOnce(&Preview) -> Result<(InboundKind, String), ControlError>,
) -> Result<Json<Value>, ControlError> {
    let shown = {
        let mut state = app.state();
        let state = &mut *state;
        let message = find(state, id)?;
        let now = state.clock.now();
        let (kind, text) = act(&preview(message, now))?;
        check_text("text", &text)?;
        let (digits, sender, seq) = (message.digits.to_string(), message.from.to_string(), message.seq);
        let (event, is_told) = state.receive(&digits, &sender, text, kind, Some(seq), now);
        json!({"kind": kind, "text": event.text, "webhook": is_told, "idUuid": is_told.then_some(&event.id_uuid)})
    };
    app.changed();
    Ok(Json(shown))
}

/// Finds a message by its sequence number or its message id.
pub(super) fn find<'s>(state: &'s State, id: &str) -> Result<&'s Message, ControlError> {
    let message = match id.parse() {
        Ok(seq) => state.inbox.by_seq(seq),
        Err(_) => state.inbox.find(id),
    };
    message.ok_or_else(no_such_message)
}

fn no_such_message() -> ControlError {
    ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_MESSAGE", "no message has this id")
}
