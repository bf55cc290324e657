//! An echo over the WebSocket that the hub uses, for Autobahn's cases (`tests/slow/hub.py`). In no product.

use std::time::Duration;

use tungstenite::Message;

use super::negotiate::Target;
use super::web_socket::WebSocketLink;
use crate::credentials::Secret;
use crate::engine::{Api, CallOptions, Engine};
use crate::error::Error;

/// Sends every message back until the server ends the connection, and returns the last text.
pub(crate) fn echo(engine: &Engine, path: &'static str, query: &str, time: Duration) -> Result<String, Error> {
    let target = Target::at(engine.config().base(Api::ChatHub).clone(), path);
    let options = CallOptions { timeout: Some(time), ..CallOptions::default() };
    let call = engine.call_to(&target.base, &options);
    let mut link = WebSocketLink::upgrade(engine, &target, &Secret::new(query), &call)?;
    let mut last = String::new();
    while let Ok(message) = link.read(&call) {
        if let Message::Text(text) = &message {
            last = text.to_string();
        }
        if matches!(message, Message::Text(_) | Message::Binary(_)) && link.write(message, &call).is_err() {
            break;
        }
    }
    Ok(last)
}
