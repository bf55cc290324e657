//! `/_sandbox/webhooks` and `/_sandbox/incoming`: callbacks to a receiver on loopback.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::error::{ControlError, from_body};
use crate::app::App;
use crate::provider::common::check::values::phone_digits;
use crate::simulate::clock::rfc3339;
use crate::webhooks::IncomingMessage;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Receiver {
    /// Null ends the callbacks.
    url: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Incoming {
    from: String,
    sender: String,
    text: String,
}

pub(super) async fn read(app: App) -> Response {
    Json(app.state().webhooks.show()).into_response()
}

pub(super) async fn set(app: App, body: Result<Bytes, BytesRejection>) -> Result<Response, ControlError> {
    let receiver: Receiver = from_body(body)?;
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

/// Somebody writes to a sender of the customer.
pub(super) async fn incoming(
    app: App,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<IncomingMessage>, ControlError> {
    let incoming: Incoming = from_body(body)?;
    let phone = phone_digits(&incoming.from).ok_or_else(|| ControlError::bad_request("from is no phone number"))?;
    let message = {
        let mut state = app.state();
        if !state.webhooks.is_set() {
            let message = "no receiver is set; POST /_sandbox/webhooks first";
            return Err(ControlError::new(StatusCode::CONFLICT, "NO_RECEIVER", message));
        }
        let now = state.clock.now();
        let message = IncomingMessage {
            id_uuid: state.inbox.new_event_id(),
            alpha_name: incoming.sender,
            phone_number: phone,
            text: incoming.text,
            dt: rfc3339(now),
        };
        state.webhooks.receive(&message, now);
        message
    };
    app.changed();
    Ok(Json(message))
}
