//! JSON bodies: media type, and lists of messages that keep the JSON of each.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path as RawPath, Request};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::provider::common::check::problems::{Path, ProblemKind, Problems};
use crate::provider::common::refusal::Refusal;

/// Media type of a request, in lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns true if the content type is that of a form.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    media_type(headers) == "application/x-www-form-urlencoded"
}

/// Fails with 415 unless the media type is JSON, and plain.
pub(crate) fn is_json(headers: &HeaderMap) -> Result<(), Refusal> {
    if headers.get_all(CONTENT_ENCODING).iter().any(|encoding| encoding != "identity") {
        let message = "Content-Encoding is not supported; send the body uncompressed";
        return Err(Refusal::flat(StatusCode::UNSUPPORTED_MEDIA_TYPE, message, None));
    }
    if media_type(headers) == "application/json" {
        Ok(())
    } else {
        Err(Refusal::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE))
    }
}

/// A parsed JSON body.
pub(crate) struct JsonBody(pub(crate) Value);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        is_json(request.headers())?;
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|rejection| Refusal::of_status(rejection.status()))?;
        parse(&body).map(Self)
    }
}

/// The parameter of a path.
pub(crate) struct PathText(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for PathText {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let path = RawPath::from_request_parts(parts, state).await;
        // Nothing has an id that is no text.
        path.map(|RawPath(text)| Self(text)).map_err(|_| Refusal::of_status(StatusCode::NOT_FOUND))
    }
}

/// Parses JSON; the error is the response to invalid JSON.
pub(crate) fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|e| malformed(&e))
}

/// Parses a part of a body.
pub(crate) fn value(raw: &RawValue) -> Result<Value, Refusal> {
    parse(raw.get().as_bytes())
}

/// The items of a list, each as received.
pub(crate) struct List<'a> {
    pub(crate) items: Vec<&'a RawValue>,
    /// The field that holds the list; none if the body is a bare array.
    pub(crate) key: Option<&'a str>,
}

impl List<'_> {
    /// Place of the list in the body.
    pub(crate) fn place(&self) -> Path<'_> {
        self.key.map_or(Path::Root, |key| Path::Key(&Path::Root, key))
    }
}

/// Reads a bare array, or an object with the array in `key`. A `strict` object has no other field.
pub(crate) fn list<'a>(body: &'a [u8], key: &'a str, strict: bool, problems: &Problems) -> Result<List<'a>, Refusal> {
    let list = if body.trim_ascii_start().starts_with(b"[") {
        List { items: parse(body)?, key: None }
    } else {
        List { items: wrapped(body, key, strict, problems)?, key: Some(key) }
    };
    if problems.is_empty() && list.items.is_empty() {
        problems.add(&list.place(), ProblemKind::Missing, "at least one message is required");
    }
    Ok(list)
}

fn wrapped<'a>(body: &'a [u8], key: &str, strict: bool, problems: &Problems) -> Result<Vec<&'a RawValue>, Refusal> {
    let root = Path::Root;
    let shape = format!("the body must be an object with the field {key}");
    let map: BTreeMap<String, &RawValue> = match serde_json::from_slice(body) {
        Ok(map) => map,
        Err(e) if e.is_data() => {
            problems.add(&root, ProblemKind::Format, shape);
            return Ok(Vec::new());
        }
        Err(e) => return Err(malformed(&e)),
    };
    for other in map.keys().filter(|other| strict && *other != key) {
        problems.add(&root.key(other), ProblemKind::Format, format_args!("unknown field; {shape}"));
    }
    let Some(list) = map.get(key) else {
        problems.add(&root.key(key), ProblemKind::Missing, format_args!("field {key} is required"));
        return Ok(Vec::new());
    };
    match serde_json::from_str(list.get()) {
        Ok(list) => Ok(list),
        Err(_) => {
            problems.add(&root.key(key), ProblemKind::Format, "must be an array of messages");
            Ok(Vec::new())
        }
    }
}

fn malformed(error: &serde_json::Error) -> Refusal {
    Refusal::flat(StatusCode::BAD_REQUEST, format!("the body is not valid JSON: {error}"), Some(1001))
}
