//! Which space a control call is about, and `/_sandbox/spaces`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::call::{ControlError, DONE, Done};
use crate::app::App;
use crate::provider::common::credentials;
use crate::webhooks::delivery::deliver;

/// Header that names a space by its key. Not the header of a key itself: who reads the control API with the client
/// that is under test does not mean to part from what others sent.
const SPACE_HEADER: &str = "x-sandbox-space";

/// A key in the header `X-Sandbox-Space` names its space.
pub(super) async fn choose(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if let Some(key) = request.headers().get(SPACE_HEADER) {
        let key = key.to_str().unwrap_or_default();
        if credentials::key(key).is_err() || key.len() > 200 {
            let message = "a key that has a space starts with test-";
            return ControlError::new(StatusCode::UNAUTHORIZED, "UNKNOWN_KEY", message).into_response();
        }
        let Some((app, is_new)) = app.claim(key) else {
            let message = "there are too many spaces; DELETE /_sandbox/spaces with a key that is done";
            return ControlError::new(StatusCode::CONFLICT, "TOO_MANY_SPACES", message).into_response();
        };
        if is_new {
            tokio::spawn(deliver(Arc::clone(app.space())));
        }
        request.extensions_mut().insert(app);
    }
    next.run(request).await
}

pub(super) async fn list(app: App) -> Json<Value> {
    Json(json!({"spaces": app.keys()}))
}

pub(super) async fn release(app: App) -> Result<Json<Done>, ControlError> {
    match app.space().key.as_deref().map(|key| app.release(key)) {
        Some(_) => Ok(DONE),
        None => Err(ControlError::bad_request("name the space by its key in X-Sandbox-Space")),
    }
}
