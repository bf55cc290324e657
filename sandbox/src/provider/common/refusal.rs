//! The provider's errors, in the documented shapes (`docs/provider/errors-and-limits.md` §2).

use axum::Json;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// An error response of the provider.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    body: Body,
}

#[derive(Debug, Serialize)]
struct Body {
    #[serde(flatten)]
    shape: Shape,
    /// Every problem of the request. Not documented.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<ProblemLine>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Shape {
    /// E1, with the `field` of E2.
    Nested { error: Nested },
    /// E3 with a code, E4 without. `field` is not documented in this shape.
    Flat {
        status: u16,
        error: &'static str,
        message: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<u16>,
        #[serde(skip_serializing_if = "Option::is_none")]
        field: Option<String>,
    },
}

#[derive(Debug, Serialize)]
struct Nested {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
}

/// One problem of a request, with its path in the body.
#[derive(Debug, Serialize)]
pub(crate) struct ProblemLine {
    pub(crate) path: String,
    pub(crate) message: String,
}

/// The errors that a client may get: HTTP status, message, code.
const ERRORS: &[(u16, &str, Option<u16>)] = &[
    (400, "the request format is invalid", Some(1001)),
    (401, "unknown key or login", None),
    (403, "the account is suspended or may not do this", None),
    (404, "no such resource", None),
    (405, "method not allowed", None),
    (408, "the body took too long to arrive", None),
    (413, "the body is larger than 64 MiB", None),
    (415, "send Content-Type: application/json", None),
    (422, "the phone number is invalid", Some(1003)),
    (429, "too many requests; slow down", None),
    (500, "internal error", None),
    (502, "bad gateway", None),
    (503, "the service is unavailable; try later", None),
    (504, "the gateway timed out", None),
];

impl Refusal {
    /// E1: `{"error": {"code", "message"}}`.
    pub(crate) fn nested(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let error = Nested { code, message: message.into(), field: None };
        Self { status, body: Body { shape: Shape::Nested { error }, problems: Vec::new() } }
    }

    /// E3 with a code, E4 without: `{"status", "error", "message", "code"}`.
    pub(crate) fn flat(status: StatusCode, message: impl Into<String>, code: Option<u16>) -> Self {
        let shape = Shape::Flat {
            status: status.as_u16(),
            error: status.canonical_reason().unwrap_or("Error"),
            message: message.into(),
            code,
            field: None,
        };
        Self { status, body: Body { shape, problems: Vec::new() } }
    }

    /// The documented error for `status`, without details.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let known = ERRORS.iter().find(|(number, ..)| *number == status.as_u16());
        let (message, code) = known.map_or(("the request was refused", None), |(_, message, code)| (*message, *code));
        Self::flat(status, message, code)
    }

    /// The status of a documented error.
    pub(crate) fn documented(code: u16) -> Option<StatusCode> {
        ERRORS.iter().any(|(number, ..)| *number == code).then(|| StatusCode::from_u16(code).ok())?
    }

    /// The statuses of all documented errors, in words.
    pub(crate) fn documented_list() -> String {
        ERRORS.iter().map(|(number, ..)| number.to_string()).collect::<Vec<_>>().join(", ")
    }

    /// Adds all problems, and the path of the first.
    pub(crate) fn with_problems(mut self, problems: Vec<ProblemLine>) -> Self {
        let first = problems.first().map(|problem| problem.path.clone()).filter(|path| !path.is_empty());
        match &mut self.body.shape {
            Shape::Nested { error } => error.field = first,
            Shape::Flat { field, .. } => *field = first,
        }
        self.body.problems = problems;
        self
    }
}

/// Marks a refusal that has HTTP 200.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refused;

/// Marks a response that refuses some of its rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RefusedRows;

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        if self.status == StatusCode::TOO_MANY_REQUESTS {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
