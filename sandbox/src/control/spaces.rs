//! The space of a control call, and `/_sandbox/spaces`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::call::{ControlError, DONE, Done};
use crate::app::App;
use crate::provider::common::credentials;
use crate::webhooks::delivery::deliver;

/// Header that names a space by its key. Not the header of the key itself, because a test that calls the control API
/// with its client would claim a space by accident.
const SPACE_HEADER: &str = "x-sandbox-space";
/// With the value `never`, a space that does not exist is not made: who only looks must not bring a deleted one back.
const CREATE_HEADER: &str = "x-sandbox-space-create";

/// Chooses the space of the key in the header `X-Sandbox-Space` or the parameter `space`.
pub(super) async fn choose(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let named = take_parameter(request.uri_mut());
    let header = request.headers().get(SPACE_HEADER).map(|key| key.to_str().unwrap_or_default().to_owned());
    if let Some(key) = header.or(named) {
        let key = key.as_str();
        if credentials::key(key).is_err() || key.len() > 200 {
            let message = "X-Sandbox-Space must be a key that starts with test-";
            return ControlError::new(StatusCode::UNAUTHORIZED, "UNKNOWN_KEY", message).into_response();
        }
        if request.headers().get(CREATE_HEADER).is_some_and(|value| value == "never") && !app.has_space(key) {
            let message = "there is no space of this key; it may have been deleted";
            return ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_SPACE", message).into_response();
        }
        let Some((app, is_new)) = app.claim(key) else {
            let message = "too many spaces; delete one with DELETE /_sandbox/spaces";
            return ControlError::new(StatusCode::CONFLICT, "TOO_MANY_SPACES", message).into_response();
        };
        if is_new {
            tokio::spawn(deliver(Arc::clone(app.space()), app.delivery()));
        }
        request.extensions_mut().insert(app);
    }
    next.run(request).await
}

/// Takes the parameter `space`, for clients that set no header, out of the query: no call knows it.
fn take_parameter(uri: &mut Uri) -> Option<String> {
    let is_space = |part: &&str| part.split('=').next() == Some("space");
    let (spaces, others): (Vec<&str>, Vec<&str>) = uri.query()?.split('&').partition(is_space);
    let space = form_urlencoded::parse(spaces.last()?.as_bytes()).next()?.1.into_owned();
    let query = if others.is_empty() { String::new() } else { format!("?{}", others.join("&")) };
    *uri = format!("{}{query}", uri.path()).parse().ok()?;
    Some(space)
}

pub(super) async fn list(app: App) -> Json<Value> {
    Json(json!({"spaces": app.keys()}))
}

pub(super) async fn release(app: App) -> Result<Json<Done>, ControlError> {
    match app.space().key.as_deref().map(|key| app.release(key)) {
        Some(_) => Ok(DONE),
        None => Err(ControlError::bad_request("X-Sandbox-Space must name the space by its key")),
    }
}
