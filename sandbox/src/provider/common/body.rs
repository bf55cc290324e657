//! JSON bodies: media type, and a list of messages that keeps the text of each.

use std::collections::BTreeMap;

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::provider::common::check::problems::{Path, Problems, Rule};
use crate::provider::common::refusal::Refusal;

/// Media type of a request, in lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// 415 unless the body says that it is JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> Result<(), Refusal> {
    if media_type(headers) == "application/json" {
        Ok(())
    } else {
        Err(Refusal::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE))
    }
}

/// A JSON body as a tree.
pub(crate) fn json(headers: &HeaderMap, body: &[u8]) -> Result<Value, Refusal> {
    is_json(headers)?;
    serde_json::from_slice(body).map_err(|e| malformed(&e))
}

/// An item of a list as a tree.
pub(crate) fn value(raw: &RawValue) -> Result<Value, Refusal> {
    serde_json::from_str(raw.get()).map_err(|e| malformed(&e))
}

/// The items of a list, each with its own text.
pub(crate) struct List<'a> {
    pub(crate) items: Vec<&'a RawValue>,
    /// The field that the list stood in; none when the body was the bare array.
    pub(crate) key: Option<&'a str>,
}

impl List<'_> {
    /// Place of the list in the body.
    pub(crate) fn place(&self) -> Path<'_> {
        self.key.map_or(Path::Root, |key| Path::Key(&Path::Root, key))
    }
}

/// The bare array, or an object with the array in `key`; a `strict` object has no other field.
pub(crate) fn list<'a>(
    body: &'a [u8],
    key: &'a str,
    strict: bool,
    problems: &mut Problems,
) -> Result<List<'a>, Refusal> {
    let list = if body.trim_ascii_start().starts_with(b"[") {
        List { items: serde_json::from_slice(body).map_err(|e| malformed(&e))?, key: None }
    } else {
        List { items: wrapped(body, key, strict, problems)?, key: Some(key) }
    };
    if problems.is_empty() && list.items.is_empty() {
        problems.add(&list.place(), Rule::Missing, "at least one message is required");
    }
    Ok(list)
}

fn wrapped<'a>(body: &'a [u8], key: &str, strict: bool, problems: &mut Problems) -> Result<Vec<&'a RawValue>, Refusal> {
    let root = Path::Root;
    let shape = format!("the body must be an object with the field {key}");
    let map: BTreeMap<String, &RawValue> = match serde_json::from_slice(body) {
        Ok(map) => map,
        Err(e) if e.is_data() => {
            problems.add(&root, Rule::Format, shape);
            return Err(std::mem::take(problems).refusal());
        }
        Err(e) => return Err(malformed(&e)),
    };
    for other in map.keys().filter(|other| strict && *other != key) {
        problems.add(&root.key(other), Rule::Format, format_args!("unknown field; {shape}"));
    }
    let Some(list) = map.get(key) else {
        problems.add(&root.key(key), Rule::Missing, format_args!("field {key} is required"));
        return Ok(Vec::new());
    };
    match serde_json::from_str(list.get()) {
        Ok(list) => Ok(list),
        Err(_) => {
            problems.add(&root.key(key), Rule::Format, "must be an array of messages");
            Ok(Vec::new())
        }
    }
}

fn malformed(error: &serde_json::Error) -> Refusal {
    Refusal::flat(StatusCode::BAD_REQUEST, format!("the body is not valid JSON: {error}"), Some(1001))
}
