//! The provider's APIs.

pub(crate) mod bat;
pub(crate) mod cascade;
pub(crate) mod chathub;
pub(crate) mod common;
pub(crate) mod exchange;
mod gms;
mod messagio;
pub(crate) mod service;
pub(crate) mod tsms;

use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};

use crate::app::App;

/// Every operation, behind what all requests pass.
pub(crate) fn routes(app: &App) -> Router<App> {
    bat::routes()
        .merge(cascade::routes())
        .merge(chathub::routes())
        .merge(tsms::routes())
        .merge(messagio::routes())
        .merge(gms::routes())
        .method_not_allowed_fallback(exchange::method_not_allowed)
        .fallback(exchange::not_found)
        // The exchange has its own limit.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(app.clone(), exchange::exchange))
}
