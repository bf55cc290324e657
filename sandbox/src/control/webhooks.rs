//! `/_sandbox/webhooks` and `/_sandbox/incoming`: callbacks to a webhook URL on loopback.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::call::{ControlError, JsonBody, check_text};
use crate::app::App;
use crate::inbox::inbound::{Inbound, InboundKind};
use crate::provider::common::check::values::phone_digits;
use crate::webhooks::IncomingMessage;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Receiver {
    /// Null for none.
    url: Option<String>,
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
    set_url(&app, receiver.url.as_deref()).map_err(ControlError::bad_request)?;
    Ok(read(app).await)
}

/// Sets or removes the webhook URL; the error says why the URL is refused.
pub(crate) fn set_url(app: &App, url: Option<&str>) -> Result<(), String> {
    {
        let mut state = app.state();
        let state = &mut *state;
        let now = state.clock.now();
        match url {
            Some(url) => state.webhooks.set(url, &state.inbox, now)?,
            None => state.webhooks.unset(),
        }
    }
    app.changed();
    Ok(())
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
        let message = state.incoming_message(incoming.sender, phone, incoming.text);
        if state.webhooks.is_set() {
            state.webhooks.receive(&message, now);
        }
        let inbound = Inbound {
            seq: state.inbox.next_seq(),
            digits: message.phone_number.as_str().into(),
            sender: message.alpha_name.as_str().into(),
            text: message.text.as_str().into(),
            kind: InboundKind::Message,
            about: None,
            at: now,
        };
        state.inbox.receive(inbound);
        message
    };
    app.changed();
    Ok(message)
}
