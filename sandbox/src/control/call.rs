//! Shared by all control calls: body, query, the error `{"error": {"code", "message"}}` and `{"ok": true}`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path as RawPath, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::simulate::recipient::MAX_TEXT;

/// An error of the control API.
#[derive(Debug)]
pub(crate) struct ControlError {
    status: StatusCode,
    code: &'static str,
    pub(crate) message: String,
}

impl ControlError {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        #[derive(Serialize)]
        struct Body {
            error: Error,
        }
        #[derive(Serialize)]
        struct Error {
            code: &'static str,
            message: String,
        }
        let error = Error { code: self.code, message: self.message };
        (self.status, Json(Body { error })).into_response()
    }
}

/// Checks a text that somebody writes.
pub(super) fn check_text(name: &str, text: &str) -> Result<(), ControlError> {
    if text.is_empty() || text.len() > MAX_TEXT {
        return Err(ControlError::bad_request(format!("{name} must have 1 to {MAX_TEXT} bytes")));
    }
    Ok(())
}

/// A JSON body. Its media type does not matter: the guard has checked the origin.
pub(super) struct JsonBody<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = ControlError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ControlError> {
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|e| ControlError::new(e.status(), "BAD_BODY", e.body_text()))?;
        serde_json::from_slice(&body).map(Self).map_err(|e| ControlError::bad_request(e.to_string()))
    }
}

/// The parameters of a query.
pub(super) struct Params<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = ControlError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ControlError> {
        let query = Query::from_request_parts(parts, state).await;
        query.map(|Query(params)| Self(params)).map_err(|e| {
            let text = e.body_text();
            let problem = text.strip_prefix("Failed to deserialize query string: ").unwrap_or(&text);
            ControlError::bad_request(format!("the query is not valid: {problem}"))
        })
    }
}

/// The parameter of a path.
pub(super) struct Path(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Path {
    type Rejection = ControlError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ControlError> {
        let path = RawPath::from_request_parts(parts, state).await;
        // Nothing has an id that is no text.
        let absent = |_| ControlError::new(StatusCode::NOT_FOUND, "NOT_FOUND", "the path is not valid UTF-8");
        path.map(|RawPath(text)| Self(text)).map_err(absent)
    }
}

/// The response of a call that returns nothing else.
#[derive(Debug, Serialize)]
pub(super) struct Done {
    ok: bool,
}

pub(super) const DONE: Json<Done> = Json(Done { ok: true });

pub(super) async fn not_found() -> ControlError {
    ControlError::new(StatusCode::NOT_FOUND, "NOT_FOUND", "no such control call; see the README of the sandbox")
}

pub(super) async fn method_not_allowed() -> ControlError {
    ControlError::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "method not allowed for this call")
}
