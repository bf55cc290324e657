//! The control API under `/_sandbox/`: what a test reads and orders.

mod chathub;
mod clock;
mod error;
mod fidelity;
mod messages;
mod plans;
mod requests;
mod settings;
mod wait;
mod webhooks;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde_json::{Value, json};

pub(crate) use self::error::ControlError;
pub(crate) use self::messages::{Filter, select};
use crate::guard;
use crate::server::App;

/// Largest body of a call: a planned reply may be larger than what a client is willing to read.
const MAX_BODY: usize = 192 << 20;

/// The routes below `/_sandbox`.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/health", get(health))
        .route("/messages", get(messages::list).delete(messages::clear))
        .route("/messages/wait", get(wait::wait))
        .route("/requests", get(requests::list).delete(requests::clear))
        .route("/reply_next", post(plans::reply_next))
        .route("/fail_next", post(plans::fail_next))
        .route("/clock", get(clock::read).post(clock::change))
        .route("/reset", post(reset))
        .route("/chathub", get(chathub::read))
        .route("/chathub/incoming", post(chathub::incoming))
        .route("/webhooks", get(webhooks::read).post(webhooks::set))
        .route("/incoming", post(webhooks::incoming))
        .route("/settings", get(settings::read).post(settings::change))
        .route("/fidelity", get(fidelity::fidelity))
        .method_not_allowed_fallback(error::method_not_allowed)
        .fallback(error::not_found)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn(guard::own_origin))
}

async fn health() -> Json<Value> {
    Json(json!({"ok": true, "version": env!("CARGO_PKG_VERSION")}))
}

async fn reset(app: axum::extract::State<App>) -> Json<Value> {
    app.state().reset();
    app.changed();
    Json(json!({"ok": true}))
}
