//! Errors of the control API: `{"error": {"code", "message"}}`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::json;

/// An error answer of the control API.
#[derive(Debug)]
pub(crate) struct ControlError {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl ControlError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }
}

impl From<QueryRejection> for ControlError {
    fn from(rejection: QueryRejection) -> Self {
        Self::bad_request(rejection.body_text())
    }
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        (self.status, Json(json!({"error": {"code": self.code, "message": self.message}}))).into_response()
    }
}

/// The body of a control call. The media type does not matter; the guard has seen the origin.
pub(super) fn from_body<T: DeserializeOwned>(body: Result<Bytes, BytesRejection>) -> Result<T, ControlError> {
    let body = body.map_err(|e| ControlError::new(e.status(), "BAD_BODY", e.body_text()))?;
    serde_json::from_slice(&body).map_err(|e| ControlError::bad_request(e.to_string()))
}

pub(super) async fn not_found() -> ControlError {
    ControlError::new(StatusCode::NOT_FOUND, "NOT_FOUND", "no such control call; see the README of the sandbox")
}

pub(super) async fn method_not_allowed() -> ControlError {
    ControlError::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "this call has another method")
}
