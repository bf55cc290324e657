//! `/_sandbox/rules` and `/_sandbox/seed`.

use axum::Json;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{ControlError, DONE, Done, JsonBody, Path};
use crate::app::App;
use crate::simulate::rules::RuleSpec;

pub(super) async fn list(app: App) -> Json<Value> {
    Json(json!({"rules": app.state().rules.show()}))
}

pub(super) async fn add(app: App, JsonBody(rule): JsonBody<RuleSpec>) -> Result<Json<Value>, ControlError> {
    let id = app.state().rules.add(rule).map_err(ControlError::bad_request)?;
    app.changed();
    Ok(Json(json!({"id": id})))
}

pub(super) async fn remove(app: App, Path(id): Path) -> Result<Json<Done>, ControlError> {
    let removed = id.parse().is_ok_and(|id| app.state().rules.remove(id));
    app.changed();
    if removed {
        return Ok(DONE);
    }
    Err(no_such_rule())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    enabled: Option<bool>,
    /// Place in the order, from 0.
    place: Option<usize>,
}

/// Switches a rule on or off, or moves it.
pub(super) async fn change(
    app: App,
    Path(id): Path,
    JsonBody(Change { enabled, place }): JsonBody<Change>,
) -> Result<Json<Done>, ControlError> {
    if !id.parse().is_ok_and(|id| app.state().rules.change(id, enabled, place)) {
        return Err(no_such_rule());
    }
    app.changed();
    Ok(DONE)
}

fn no_such_rule() -> ControlError {
    ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_RULE", "no rule has this number")
}

pub(super) async fn clear(app: App) -> Json<Done> {
    app.state().rules.clear();
    app.changed();
    DONE
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seed {
    seed: u64,
}

/// Restarts the random numbers of rules from this seed.
pub(super) async fn seed(app: App, JsonBody(Seed { seed }): JsonBody<Seed>) -> Result<Json<Done>, ControlError> {
    app.state().rules.seed(seed);
    Ok(DONE)
}
