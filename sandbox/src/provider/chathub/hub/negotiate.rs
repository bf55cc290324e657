//! The first call of a client: it names the connection and the transports.

use std::sync::{Arc, Weak};
use std::time::Duration;

use axum::Json;
use axum::http::{StatusCode, Uri};
use serde_json::{Value, json};

use super::connection::Connection;
use super::protocol;
use crate::app::App;
use crate::provider::common::refusal::Refusal;

/// A ping goes out after this time, as from ASP.NET Core.
const PING_AFTER: Duration = Duration::from_secs(15);
/// A client that was silent for so long is gone.
const DEAD_AFTER: Duration = Duration::from_secs(30);

pub(super) async fn negotiate(app: App, uri: Uri) -> Result<Json<Value>, Refusal> {
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
pub(super) fn open(app: &App) -> Result<Arc<Connection>, Refusal> {
    let connection = Connection::new().map_err(|_| bad("the system has no random numbers"))?;
    let connection = app.state().company.hub.add(connection);
    let connection = connection.ok_or_else(|| bad("the sandbox has no room for more connections to the hub"))?;
    tokio::spawn(watch(app.clone(), Arc::downgrade(&connection)));
    Ok(connection)
}

/// Keeps a connection alive, and ends one whose client is gone.
async fn watch(app: App, connection: Weak<Connection>) {
    loop {
        tokio::time::sleep(PING_AFTER).await;
        let Some(connection) = connection.upgrade().filter(|connection| !connection.is_ended()) else { return };
        if connection.silence() > DEAD_AFTER {
            app.state().company.hub.remove(connection.token());
            return;
        }
        connection.push(&protocol::ping());
    }
}

pub(super) fn bad(message: &str) -> Refusal {
    Refusal::flat(StatusCode::BAD_REQUEST, message, None)
}
