//! `/_sandbox/chathub`: the contents of ChatHub, and messages from its clients.

use axum::Json;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use super::call::{ControlError, JsonBody};
use crate::app::App;
use crate::provider::chathub::company::ChatMessage;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Incoming {
    chat_id: u64,
    text: String,
}

pub(super) async fn read(app: App) -> Json<Value> {
    Json(app.state().company.to_json())
}

/// A client writes. The webhook URL, if set, gets it as an incoming message.
pub(super) async fn incoming(
    app: App,
    JsonBody(incoming): JsonBody<Incoming>,
) -> Result<Json<ChatMessage>, ControlError> {
    let message = {
        let mut state = app.state();
        let state = &mut *state;
        let now = state.clock.now();
        let message = state.company.incoming(incoming.chat_id, incoming.text, now).cloned();
        if let Some(message) = message.as_ref().filter(|_| state.webhooks.is_set()) {
            let sender = state.company.organization_of(incoming.chat_id).unwrap_or_default().to_owned();
            let event = state.incoming_message(sender, message.phone().to_owned(), message.text().to_owned());
            state.webhooks.receive(&event, now);
        }
        message
    };
    app.changed();
    message.map(Json).ok_or_else(|| ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_CHAT", "no such chat"))
}
