//! Chats: list, status, delete (`docs/provider/chathub-api.md` §3).

use axum::Json;
use axum::http::{StatusCode, Uri};
use serde_json::{Value, json};

use super::company::LAST_CHAT_STATUS;
use super::filter::Filter;
use super::operators::id_and_status;
use crate::app::App;
use crate::provider::common::body::{JsonBody, PathText};
use crate::provider::common::refusal::Refusal;

pub(super) async fn list(app: App, uri: Uri) -> Result<Json<Value>, Refusal> {
    let filter = Filter::read(&uri)?;
    let state = app.state();
    let chats = filter.select(&state.company);
    let skipped = (filter.page - 1).saturating_mul(filter.per_page);
    let page = chats.iter().skip(skipped).take(filter.per_page);
    let items: Vec<Value> = page.map(|chat| state.company.listed(chat)).collect();
    Ok(Json(json!({"total": chats.len(), "items": items})))
}

pub(super) async fn set_status(app: App, JsonBody(body): JsonBody) -> Result<Json<Value>, Refusal> {
    let last = (!app.state().settings.is_lenient()).then_some(LAST_CHAT_STATUS);
    let (id, status) = id_and_status(&body, last)?;
    if !app.state().company.set_chat_status(id, status) {
        return Err(no_such_chat());
    }
    app.changed();
    // The fields of the response are not documented.
    Ok(Json(json!({})))
}

pub(super) async fn delete(app: App, PathText(id): PathText) -> Result<&'static str, Refusal> {
    let id = id.parse().map_err(|_| no_such_chat())?;
    app.state().company.chats.remove(&id).map(|_| "OK").ok_or_else(no_such_chat)
}

pub(super) fn no_such_chat() -> Refusal {
    Refusal::flat(StatusCode::NOT_FOUND, "no such chat", None)
}
