//! `/_sandbox/settings`: choices among documented forms.

use axum::Json;
use serde_json::{Map, Value, json};

use super::call::{ControlError, JsonBody};
use crate::app::App;
use crate::provider::common::settings::Settings;

pub(super) async fn read(app: App) -> Json<Settings> {
    Json(app.state().settings)
}

/// Changes what the body names and leaves the rest.
pub(super) async fn change(
    app: App,
    JsonBody(changes): JsonBody<Map<String, Value>>,
) -> Result<Json<Settings>, ControlError> {
    let mut state = app.state();
    let mut all = json!(state.settings);
    for (key, value) in changes {
        all[key] = value;
    }
    state.settings = serde_json::from_value(all).map_err(|e| ControlError::bad_request(e.to_string()))?;
    Ok(Json(state.settings))
}
