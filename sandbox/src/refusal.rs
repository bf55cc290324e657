//! The provider's error answers, in the documented shapes (reference `errors-and-limits.md` §2).

use axum::Json;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// An error answer of the provider.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    body: Value,
}

impl Refusal {
    /// E1: `{"error": {"code", "message"}}`.
    pub(crate) fn nested(status: StatusCode, code: &str, message: &str) -> Self {
        Self { status, body: json!({"error": {"code": code, "message": message}}) }
    }

    /// E3 with a code, E4 without: `{"status", "error", "message", "code"}`.
    pub(crate) fn flat(status: StatusCode, message: &str, code: Option<u16>) -> Self {
        let mut body = json!({
            "status": status.as_u16(),
            "error": status.canonical_reason().unwrap_or("Error"),
            "message": message,
        });
        if let (Some(code), Some(body)) = (code, body.as_object_mut()) {
            body.insert("code".to_owned(), code.into());
        }
        Self { status, body }
    }

    /// The documented answer for `status` when nothing more is known about the cause.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let message = match status.as_u16() {
            400 => return Self::flat(status, "the request format is invalid", Some(1001)),
            401 => "the key or the login is not known",
            403 => "the account is suspended or may not do this",
            404 => "no such resource",
            405 => "this method is not allowed here",
            413 => "the body is larger than 64 MiB",
            415 => "send Content-Type: application/json",
            422 => return Self::flat(status, "the phone number is invalid", Some(1003)),
            429 => "too many requests; slow down",
            500 => "internal error",
            502 => "bad gateway",
            503 => "the service is unavailable; try later",
            504 => "the gateway timed out",
            _ => "the request was refused",
        };
        Self::flat(status, message, None)
    }

    /// Undocumented extras that tell a developer more: the path of the first problem, and all problems.
    pub(crate) fn with(mut self, key: &str, value: Value) -> Self {
        let nested = self.body.get_mut("error").is_some_and(|e| e.is_object());
        let target: Option<&mut Map<String, Value>> = if nested && key == "field" {
            self.body.get_mut("error").and_then(Value::as_object_mut)
        } else {
            self.body.as_object_mut()
        };
        if let Some(target) = target {
            target.insert(key.to_owned(), value);
        }
        self
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        if self.status == StatusCode::TOO_MANY_REQUESTS {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
