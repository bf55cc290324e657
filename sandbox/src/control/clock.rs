//! `/_sandbox/clock`: the sandbox's clock.

use std::time::Duration;

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{ControlError, JsonBody};
use crate::app::App;
use crate::simulate::clock::rfc3339;

/// Longest advance of one call: a year.
const MAX_ADVANCE: f64 = 366.0 * 86_400.0;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    advance: Option<f64>,
    frozen: Option<bool>,
}

pub(super) async fn read(app: App) -> Json<Value> {
    Json(shown(&app))
}

pub(super) async fn change(app: App, JsonBody(change): JsonBody<Change>) -> Result<Json<Value>, ControlError> {
    let seconds = change.advance.unwrap_or(0.0);
    if !(0.0..=MAX_ADVANCE).contains(&seconds) {
        return Err(ControlError::bad_request("advance must be 0 seconds to a year"));
    }
    {
        let mut state = app.state();
        if let Some(frozen) = change.frozen {
            state.clock.set_frozen(frozen);
        }
        state.clock.advance(Duration::from_secs_f64(seconds));
    }
    app.changed();
    Ok(Json(shown(&app)))
}

fn shown(app: &App) -> Value {
    let state = app.state();
    json!({"now": rfc3339(state.clock.now()), "frozen": state.clock.is_frozen()})
}
