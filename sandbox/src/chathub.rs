//! ChatHub stub.
use crate::refusal::Refusal;
use crate::server::App;
use crate::service::Caller;
use axum::Router;
use axum::http::request::Parts;
/// What ChatHub was shown.
#[derive(Debug, Clone)]
pub(crate) struct Token;
pub(crate) fn routes() -> Router<App> {
    Router::new()
}
pub(crate) fn identify(_: &App, _: &Parts) -> Result<Caller, Refusal> {
    Err(crate::credentials::refused("soon"))
}
