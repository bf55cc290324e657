//! The control API under `/_sandbox/`, for tests and the page.

mod advice;
pub(crate) mod call;
mod chathub;
mod clock;
mod conversations;
mod events;
mod fidelity;
mod har;
mod message;
pub(crate) mod message_actions;
pub(crate) mod messages;
mod plans;
mod request_code;
mod requests;
mod routes;
mod rules;
pub(crate) mod sent;
mod settings;
mod similar;
pub(crate) mod snapshots;
mod snippet;
mod spaces;
mod variables;
pub(crate) mod view;
pub(crate) mod wait;
pub(crate) mod webhooks;

use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router, middleware};
use serde::Serialize;

use self::call::{ControlError, DONE, Done};
use crate::app::App;
use crate::guard;
use crate::page;
use crate::store::{Journal, StoreHealth};

/// Largest body of a call: a planned reply may be larger than what a client accepts.
const MAX_BODY: usize = 192 << 20;

/// The routes below `/_sandbox`.
pub(crate) fn routes(app: &App) -> Router<App> {
    Router::new()
        .route("/health", get(health))
        .route("/messages", get(messages::list).delete(messages::clear))
        .route("/messages/wait", get(wait::wait))
        .route("/messages/assert", get(sent::assert))
        .route("/messages/{id}", get(message::read).delete(message::remove))
        .route("/messages/{id}/code", get(message::code))
        .route("/messages/{id}/status", post(message_actions::status))
        .route("/messages/{id}/reply", post(message_actions::reply))
        .route("/messages/{id}/answer", post(message_actions::answer))
        .route("/messages/{id}/press", post(message_actions::press))
        .route("/conversations", get(conversations::list))
        .route("/conversations/{phone}", get(conversations::read).delete(conversations::clear))
        .route("/conversations/{phone}/seen", post(conversations::seen))
        .route("/events", get(events::events))
        .route("/openapi.yaml", get(description))
        .route("/rules", get(rules::list).post(rules::add).delete(rules::clear))
        .route("/rules/{id}", delete(rules::remove).post(rules::change))
        .route("/seed", post(rules::seed))
        .route("/spaces", get(spaces::list).delete(spaces::release))
        .route("/requests", get(requests::list).delete(requests::clear))
        .route("/requests/har", get(requests::archive))
        .route("/requests/{id}", get(requests::read))
        .route("/requests/{id}/code", get(requests::code))
        .route("/requests/{id}/replay", post(requests::replay))
        .route("/reply_next", post(plans::reply_next))
        .route("/fail_next", post(plans::fail_next))
        .route("/clock", get(clock::read).post(clock::change))
        .route("/compare", get(compare))
        .route("/reset", post(reset))
        .route("/snapshot", post(snapshots::take))
        .route("/restore", post(snapshots::restore))
        .route("/chathub", get(chathub::read))
        .route("/chathub/incoming", post(chathub::incoming))
        .route("/chathub/answer", post(chathub::answer))
        .route("/chathub/chats", post(chathub::open))
        .route("/chathub/status", post(chathub::status))
        .route("/chathub/assign", post(chathub::assign))
        .route("/chathub/message_status", post(chathub::message_status))
        .route("/chathub/push", post(chathub::push))
        .route("/chathub/disconnect", post(chathub::disconnect))
        .route("/webhooks", get(webhooks::read).post(webhooks::set))
        .route("/webhooks/{id}/resend", post(webhooks::resend))
        .route("/incoming", post(webhooks::incoming))
        .route("/settings", get(settings::read).post(settings::change))
        .route("/fidelity", get(fidelity::fidelity))
        .method_not_allowed_fallback(call::method_not_allowed)
        .fallback(call::not_found)
        // `whole_body` has its own limit.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(app.clone(), spaces::choose))
        .layer(middleware::from_fn(own_origin))
        // Before any refusal: a connection ends after a response to a body that was not read, and the client may have
        // sent its next request on it.
        .layer(middleware::from_fn_with_state(app.clone(), whole_body))
        .layer(middleware::map_response(not_for_other_pages))
}

/// Refuses calls from pages of another origin.
async fn own_origin(request: Request, next: Next) -> Response {
    if guard::is_foreign(request.headers()) {
        return ControlError::new(StatusCode::FORBIDDEN, "FOREIGN_ORIGIN", guard::FOREIGN).into_response();
    }
    next.run(request).await
}

/// Keeps pages of other origins from loading a response as a script or an image.
async fn not_for_other_pages(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(guard::RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    response
}

async fn description() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/yaml; charset=utf-8")], page::DESCRIPTION)
}

#[derive(Serialize)]
struct Health {
    ok: bool,
    version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<StoreHealth>,
}

/// `ok` is false while saving to the store file fails.
async fn health(app: App) -> Json<Health> {
    let store = app.journal().map(Journal::health);
    let ok = store.as_ref().is_none_or(|store| store.problem.is_none());
    Json(Health { ok, version: env!("CARGO_PKG_VERSION"), store })
}

/// Reads the body within the timeout.
async fn whole_body(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let refused = |status, message| ControlError::new(status, "BAD_BODY", message).into_response();
    match tokio::time::timeout(app.options().read_timeout, to_bytes(body, MAX_BODY)).await {
        Ok(Ok(body)) => next.run(Request::from_parts(parts, Body::from(body))).await,
        Ok(Err(_)) => refused(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large or incomplete"),
        Err(_) => refused(StatusCode::REQUEST_TIMEOUT, "the body took too long to arrive"),
    }
}

/// Returns the differences found so far.
async fn compare(app: App) -> Result<Json<serde_json::Value>, ControlError> {
    let report = app.report().map(|report| Json(report.show()));
    report.ok_or_else(|| {
        ControlError::new(
            StatusCode::NOT_FOUND,
            "NOT_COMPARING",
            "the sandbox compares nothing; start it with --compare URL",
        )
    })
}

async fn reset(app: App) -> Json<Done> {
    app.state().reset();
    app.changed();
    DONE
}
