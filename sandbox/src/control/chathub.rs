//! `/_sandbox/chathub`: what ChatHub holds, and messages from its clients.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{ControlError, from_body};
use crate::app::App;
use crate::provider::chathub::company::ChatMessage;
use crate::simulate::clock::rfc3339;
use crate::webhooks::IncomingMessage;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Incoming {
    chat_id: u64,
    text: String,
}

pub(super) async fn read(app: App) -> Json<Value> {
    Json(app.state().company.to_json())
}

/// A client writes; the receiver of callbacks is told too.
pub(super) async fn incoming(app: App, body: Result<Bytes, BytesRejection>) -> Result<Json<Value>, ControlError> {
    let incoming: Incoming = from_body(body)?;
    let message = {
        let mut state = app.state();
        let now = state.clock.now();
        let state = &mut *state;
        let alpha_name = state.company.organization_of(incoming.chat_id).unwrap_or_default().to_owned();
        let message: Option<&ChatMessage> = state.company.incoming(incoming.chat_id, incoming.text, now);
        message.map(|message| {
            if state.webhooks.is_set() {
                let event = IncomingMessage {
                    id_uuid: state.inbox.new_event_id(),
                    alpha_name,
                    phone_number: message.phone().to_owned(),
                    text: message.text().to_owned(),
                    dt: rfc3339(now),
                };
                state.webhooks.receive(&event, now);
            }
            json!(message)
        })
    };
    app.changed();
    message.map(Json).ok_or_else(|| ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_CHAT", "no such chat"))
}
