//! Responses in TurboSMS's envelope.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;

use super::codes::{Code, Envelope};
use crate::provider::common::refusal::{Refused, RefusedRows};

/// A response with a result.
pub(super) fn answer(code: Code, result: impl Serialize) -> Response {
    let mut response = Json(Envelope::new(code, result)).into_response();
    if !code.is_success() {
        response.extensions_mut().insert(Refused);
    } else if code.is_partial() {
        response.extensions_mut().insert(RefusedRows);
    }
    response
}

/// The response that refuses a whole request.
pub(crate) fn refused(code: Code) -> Response {
    answer(code, Value::Null)
}
