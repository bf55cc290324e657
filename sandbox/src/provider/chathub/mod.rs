//! ChatHub: organizations, operators, tokens and chats (`docs/provider/chathub-api.md`).

pub(super) mod access;
mod chats;
pub(crate) mod company;
mod filter;
pub(crate) mod hub;
mod messages;
mod operators;
mod seed;
pub(crate) mod token;
mod token_calls;

use axum::Router;
use axum::routing::{delete, get, post, put};

use crate::app::App;

/// The operations of this API.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/company/get-token", post(token_calls::company))
        .route("/api/company/organization", get(operators::organizations))
        .route("/api/operator", get(operators::list))
        .route("/api/operator/synchronize", post(operators::synchronize))
        .route("/api/operator/status", post(operators::set_status))
        .route("/api/operator/get-token", post(token_calls::operator))
        .route("/api/operator/validate-token", post(token_calls::validate))
        .route("/api/chat/chats", get(chats::list))
        .route("/api/chat/status", put(chats::set_status))
        .route("/api/chat/chats/{id}", delete(chats::delete))
        .route("/api/chat/{chatId}/messages", get(messages::list))
        .route("/api/chat/chats/{id}/messages", get(messages::list_other))
        .route("/api/chat/{chatId}/message", post(messages::send))
        .merge(hub::negotiation())
}
