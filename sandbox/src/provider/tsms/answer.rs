//! Answers in TurboSMS's envelope.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};

use super::codes::{self, Code, Envelope};
use crate::provider::common::refusal::Refused;

/// An answer that carries something.
pub(super) fn answer(code: Code, result: impl Serialize) -> Response {
    let mut response = Json(Envelope::new(code, result)).into_response();
    if !code.is_success() {
        response.extensions_mut().insert(Refused);
    }
    response
}

/// The answer that says no to a whole request.
pub(crate) fn refused(code: Code) -> Response {
    answer(code, Value::Null)
}

/// The ids of a request for statuses.
pub(super) fn ids(data: &Map<String, Value>) -> Result<&[Value], Code> {
    match data.get("messages") {
        None => Err(codes::REQUIRED_CONTENT),
        Some(Value::Array(ids)) if ids.is_empty() => Err(codes::REQUIRED_CONTENT),
        Some(Value::Array(ids)) => Ok(ids),
        Some(_) => Err(codes::INVALID_REQUEST),
    }
}
