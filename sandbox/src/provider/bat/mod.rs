//! The SMSBAT API: `/bat/messagelist` and `/bat/message/{id}` (`docs/provider/smsbat-api.md`).

mod check;
pub(crate) mod kind;
mod otp;
mod rcs;
pub(crate) mod row;
mod send;
pub(crate) mod status;
pub(crate) mod viber;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

/// Path of the send operation, the only one that counts toward the messaging limit.
pub(crate) const SEND_PATH: &str = "/bat/messagelist";

/// The operations of this API.
pub(crate) fn routes() -> Router<App> {
    Router::new().route(SEND_PATH, post(send::send)).route("/bat/message/{messageId}", get(status::status))
}
