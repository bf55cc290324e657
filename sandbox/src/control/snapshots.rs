//! `/_sandbox/snapshot` and `/_sandbox/restore`.

use axum::Json;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{ControlError, JsonBody};
use crate::app::App;
use crate::app::snapshot::MAX_SNAPSHOTS;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Restore {
    /// The number of a snapshot; null for the newest.
    snapshot: Option<u64>,
}

pub(super) async fn take(app: App) -> Json<Value> {
    Json(json!({"snapshot": app.state().snapshot()}))
}

pub(super) async fn restore(
    app: App,
    JsonBody(Restore { snapshot }): JsonBody<Restore>,
) -> Result<Json<Value>, ControlError> {
    restore_snapshot(&app, snapshot).map(|number| Json(json!({"snapshot": number})))
}

/// Goes back to a snapshot, by default the newest, and returns its number.
pub(crate) fn restore_snapshot(app: &App, snapshot: Option<u64>) -> Result<u64, ControlError> {
    let moved = if app.space().key.is_none() { app.keys() } else { Vec::new() };
    let restored = app.state().restore_snapshot(snapshot, &moved);
    app.changed();
    restored.ok_or_else(|| {
        let message = format!("there is no such snapshot; the last {MAX_SNAPSHOTS} of a space are kept");
        ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_SNAPSHOT", message)
    })
}
