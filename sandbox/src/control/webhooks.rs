//! `/_sandbox/webhooks` and `/_sandbox/incoming`: callbacks to webhook URLs.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Deserializer};

use super::call::{ControlError, DONE, Done, JsonBody, Path, check_text};
use crate::app::App;
use crate::inbox::inbound::InboundKind;
use crate::provider::common::check::values::phone_digits;
use crate::webhooks::IncomingMessage;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Receiver {
    /// Null for none.
    #[serde(default, deserialize_with = "given")]
    url: Option<Option<String>>,
    /// Several in place of one.
    #[serde(default, deserialize_with = "given")]
    urls: Option<Option<Vec<String>>>,
}

/// Tells null from nothing.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Incoming {
    pub(crate) from: String,
    pub(crate) sender: String,
    pub(crate) text: String,
}

pub(super) async fn read(app: App) -> Response {
    Json(app.state().webhooks.show()).into_response()
}

pub(super) async fn set(app: App, JsonBody(receiver): JsonBody<Receiver>) -> Result<Response, ControlError> {
    let urls = match (receiver.url, receiver.urls) {
        (Some(Some(_)), Some(Some(_))) => return Err(ControlError::bad_request("give url or urls, not both")),
        (None, None) => return Err(ControlError::bad_request("give url or urls; null removes the webhook URLs")),
        (_, Some(Some(urls))) => urls,
        (url, _) => url.flatten().into_iter().collect(),
    };
    set_urls(&app, &urls).map_err(ControlError::bad_request)?;
    Ok(read(app).await)
}

/// Sets the webhook URLs, or removes them; the error says why a URL is refused.
pub(crate) fn set_urls<U: AsRef<str>>(app: &App, urls: &[U]) -> Result<(), String> {
    {
        let mut state = app.state();
        let state = &mut *state;
        let now = state.clock.now();
        state.webhooks.set(urls, &state.inbox, now)?;
    }
    app.changed();
    Ok(())
}

/// Sends the body of an attempt once more.
pub(super) async fn resend(app: App, Path(id): Path) -> Result<Json<Done>, ControlError> {
    let sent = {
        let mut state = app.state();
        id.parse().map_err(|_| "no attempt has this number").and_then(|id| state.webhooks.resend(id))
    };
    sent.map_err(|message| ControlError::new(StatusCode::CONFLICT, "CANNOT_RESEND", message))?;
    app.changed();
    Ok(DONE)
}

/// Somebody writes to one of the customer's senders. The webhook URL is told if there is one.
pub(super) async fn incoming(
    app: App,
    JsonBody(incoming): JsonBody<Incoming>,
) -> Result<Json<IncomingMessage>, ControlError> {
    receive(&app, incoming).map(Json)
}

/// Stores a message from anyone to one of the customer's senders.
pub(crate) fn receive(app: &App, incoming: Incoming) -> Result<IncomingMessage, ControlError> {
    let phone = phone_digits(&incoming.from)
        .ok_or_else(|| ControlError::bad_request("from must be a phone number in international form"))?;
    for (name, value) in [("sender", &incoming.sender), ("text", &incoming.text)] {
        check_text(name, value)?;
    }
    let message = {
        let mut state = app.state();
        let now = state.clock.now();
        state.receive(&phone, &incoming.sender, incoming.text, InboundKind::Message, None, now).0
    };
    app.changed();
    Ok(message)
}
