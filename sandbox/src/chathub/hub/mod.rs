//! The hub: pushes what happens in chats, in SignalR's JSON protocol (`docs/provider/chathub-hub.md`).

mod connection;
mod protocol;
mod transports;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::routing::{any, post};
use axum::{Json, Router, middleware};
use serde_json::{Value, json};

pub(super) use self::connection::Connection;
use crate::guard;
use crate::refusal::Refusal;
use crate::server::{App, Extract};

/// Connections of one space; more are refused.
const MOST: usize = 10_000;

/// The negotiation, which is a request like others.
pub(super) fn negotiation() -> Router<App> {
    Router::new().route("/chathub/negotiate", post(negotiate))
}

/// The connections themselves, whose answers may take as long as they last.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/chathub", any(transports::serve)).layer(middleware::from_fn(guard::no_page))
}

/// Everybody who is connected.
#[derive(Debug, Default)]
pub(crate) struct Hub {
    connections: BTreeMap<String, Arc<Connection>>,
}

impl Hub {
    fn add(&mut self, connection: Connection) -> Option<Arc<Connection>> {
        self.connections.retain(|_, connection| !connection.is_ended());
        if self.connections.len() >= MOST {
            return None;
        }
        let connection = Arc::new(connection);
        self.connections.insert(connection.token().to_owned(), Arc::clone(&connection));
        Some(connection)
    }

    fn find(&self, token: &str) -> Option<Arc<Connection>> {
        self.connections.get(token).filter(|connection| !connection.is_ended()).cloned()
    }

    fn remove(&mut self, token: &str) {
        if let Some(connection) = self.connections.remove(token) {
            connection.end();
        }
    }

    /// Calls a method of every client.
    pub(super) fn push(&self, target: &str, arguments: &Value) {
        if self.connections.is_empty() {
            return;
        }
        let message = protocol::message(&json!({"type": 1, "target": target, "arguments": arguments}));
        for connection in self.connections.values() {
            connection.push(&message);
        }
    }
}

/// Ends what clients wait for, with leave to come back.
impl Drop for Hub {
    fn drop(&mut self) {
        for connection in self.connections.values() {
            connection.push(&protocol::close(None, true));
            connection.end();
        }
    }
}

async fn negotiate(Extract(app): Extract<App>, uri: axum::http::Uri) -> Result<Json<Value>, Refusal> {
    let version = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .find(|(name, _)| name == "negotiateVersion")
        .map_or(Ok(0), |(_, value)| value.parse::<u32>())
        .map_err(|_| bad("negotiateVersion must be a number"))?;
    let connection = open(&app)?;
    let transports: Vec<Value> = ["WebSockets", "ServerSentEvents", "LongPolling"]
        .map(|name| json!({"transport": name, "transferFormats": ["Text"]}))
        .into();
    let mut answer = json!({"negotiateVersion": version.min(1), "availableTransports": transports});
    if version == 0 {
        answer["connectionId"] = json!(connection.token());
    } else {
        answer["connectionId"] = json!(connection.id());
        answer["connectionToken"] = json!(connection.token());
    }
    Ok(Json(answer))
}

/// A new connection, which a client has some seconds to use.
fn open(app: &App) -> Result<Arc<Connection>, Refusal> {
    let connection = Connection::new().map_err(|_| bad("the system has no random numbers"))?;
    let connection = app.state().company.hub.add(connection);
    let connection = connection.ok_or_else(|| bad("the sandbox has no room for more connections to the hub"))?;
    tokio::spawn(connection::watch(app.clone(), Arc::downgrade(&connection)));
    Ok(connection)
}

fn bad(message: &str) -> Refusal {
    Refusal::flat(axum::http::StatusCode::BAD_REQUEST, message, None)
}
