//! The hub: pushes what happens in chats, in SignalR's JSON protocol (`docs/provider/chathub-hub.md`).

mod calls;
mod connection;
mod negotiate;
mod protocol;
pub(super) mod registry;
mod transports;

use axum::routing::{any, post};
use axum::{Router, middleware};

use crate::app::App;
use crate::guard;

/// The negotiation, which is a request like others.
pub(super) fn negotiation() -> Router<App> {
    Router::new().route("/chathub/negotiate", post(negotiate::negotiate))
}

/// The connections themselves, whose answers may take as long as they last.
pub(crate) fn routes() -> Router<App> {
    let router = Router::new().route("/chathub", any(transports::serve));
    #[cfg(feature = "test-echo")]
    let router = router.route("/chathub/echo", any(transports::echo));
    router.layer(middleware::from_fn(guard::no_page))
}
