//! `/_sandbox/requests`: the last requests to the provider side.

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::ControlError;
use crate::app::App;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Wanted {
    limit: Option<usize>,
    secrets: u8,
}

pub(super) async fn list(app: App, wanted: Result<Query<Wanted>, QueryRejection>) -> Result<Json<Value>, ControlError> {
    let Query(wanted) = wanted?;
    let state = app.state();
    let limit = wanted.limit.unwrap_or(usize::MAX);
    let requests: Vec<Value> =
        state.requests.newest(limit).map(|request| request.to_json(wanted.secrets == 1)).collect();
    Ok(Json(json!({"requests": requests, "total": state.requests.len()})))
}

pub(super) async fn clear(app: App) -> Json<Value> {
    app.state().requests.clear();
    Json(json!({"ok": true}))
}
