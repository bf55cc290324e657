//! `/_sandbox/requests`: the last requests to the provider's APIs.

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{ControlError, DONE, Done, Params};
use crate::app::App;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RequestQuery {
    limit: Option<usize>,
    secrets: u8,
}

pub(super) async fn list(app: App, Params(wanted): Params<RequestQuery>) -> Result<Json<Value>, ControlError> {
    let state = app.state();
    let limit = wanted.limit.unwrap_or(usize::MAX);
    let requests: Vec<Value> =
        state.requests.newest(limit).map(|request| json!(request.view(wanted.secrets == 1))).collect();
    Ok(Json(json!({"requests": requests, "total": state.requests.len()})))
}

pub(super) async fn clear(app: App) -> Json<Done> {
    app.state().requests.clear();
    DONE
}
