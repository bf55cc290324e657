//! `/_sandbox/webhooks` and `/_sandbox/incoming`: callbacks to a webhook URL on loopback.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::call::{ControlError, JsonBody};
use crate::app::App;
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
pub(super) struct Incoming {
    from: String,
    sender: String,
    text: String,
}

pub(super) async fn read(app: App) -> Response {
    Json(app.state().webhooks.show()).into_response()
}

pub(super) async fn set(app: App, JsonBody(receiver): JsonBody<Receiver>) -> Result<Response, ControlError> {
    {
        let mut state = app.state();
        let state = &mut *state;
        let now = state.clock.now();
        match receiver.url {
            Some(url) => state.webhooks.set(&url, &state.inbox, now).map_err(ControlError::bad_request)?,
            None => state.webhooks.unset(),
        }
    }
    app.changed();
    Ok(read(app).await)
}

/// Somebody writes to one of the customer's senders.
pub(super) async fn incoming(
    app: App,
    JsonBody(incoming): JsonBody<Incoming>,
) -> Result<Json<IncomingMessage>, ControlError> {
    let phone = phone_digits(&incoming.from)
        .ok_or_else(|| ControlError::bad_request("from must be a phone number in international form"))?;
    let message = {
        let mut state = app.state();
        if !state.webhooks.is_set() {
            let message = "no webhook URL is set; call POST /_sandbox/webhooks first";
            return Err(ControlError::new(StatusCode::CONFLICT, "NO_RECEIVER", message));
        }
        let now = state.clock.now();
        let message = state.incoming_message(incoming.sender, phone, incoming.text);
        state.webhooks.receive(&message, now);
        message
    };
    app.changed();
    Ok(Json(message))
}
