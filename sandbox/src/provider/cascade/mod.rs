//! The Cascade API: one request, several channels (`docs/provider/cascade-api.md`).

mod blocks;
mod check;
mod check_variables;
mod items;
mod route;
mod send;
pub(crate) mod variables;

use axum::Router;
use axum::routing::post;

use crate::app::App;

/// The operations of this API. The documentation shows no difference between the three send paths.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/CascadeMessage/send_message/async", post(send::send))
        .route("/api/CascadeMessage/send_message/tg-viber/async", post(send::send))
        .route("/api/CascadeMessage/send_message/", post(send::send))
        .route("/api/items", post(items::upload))
}
