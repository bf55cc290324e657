//! Checks of JSON values that collect every problem with its path.

mod values;

use std::fmt;
use std::ops::RangeInclusive;

use axum::http::StatusCode;
use jiff::Timestamp;
use serde_json::{Map, Value};

pub(crate) use self::values::{is_url, kind, phone_digits, shown, zoned_time};
use crate::refusal::{ProblemLine, Refusal};

/// Problems listed in one answer; the rest is only counted.
const MAX_LISTED: usize = 100;

/// Place of a value in the body, written like `messages[3].to`. Built on the stack, so a good body costs nothing.
#[derive(Clone, Copy)]
pub(crate) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    pub(crate) fn key<'a>(&'a self, key: &'a str) -> Path<'a> {
        Path::Key(self, key)
    }

    pub(crate) fn index(&self, index: usize) -> Path<'_> {
        Path::Index(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Key(Path::Root, key) => f.write_str(key),
            Path::Key(parent, key) => write!(f, "{parent}.{key}"),
            Path::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// Which rule is broken; decides HTTP status, shape and code of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Wrong type, unknown field, too many items.
    Format,
    /// A required field is not there.
    Missing,
    /// A phone number other than the recipient's.
    Phone,
    /// The recipient.
    Recipient,
    /// The sender of an SMS.
    Sender,
    /// A text over its limit.
    TooLong,
    /// Well-formed, but the meaning is wrong.
    Meaning,
}

impl Rule {
    fn refusal(self, message: String) -> Refusal {
        let (bad, meaning) = (StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY);
        match self {
            Self::Format => Refusal::flat(bad, message, Some(1001)),
            Self::Missing => Refusal::flat(bad, message, Some(1002)),
            Self::Phone => Refusal::flat(meaning, message, Some(1003)),
            Self::Recipient => Refusal::nested(bad, "INVALID_RECIPIENT", message),
            Self::Sender => Refusal::nested(bad, "INVALID_SENDER", message),
            Self::TooLong => Refusal::nested(bad, "MESSAGE_TOO_LONG", message),
            Self::Meaning => Refusal::flat(meaning, message, None),
        }
    }

    /// As the Cascade API tells it. Only `INVALID_PHONE` is documented.
    fn nested(self, message: String) -> Refusal {
        let (bad, meaning) = (StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY);
        match self {
            Self::Format => Refusal::nested(bad, "INVALID_FORMAT", message),
            Self::Missing => Refusal::nested(bad, "MISSING_FIELD", message),
            Self::Phone | Self::Recipient => Refusal::nested(bad, "INVALID_PHONE", message),
            Self::Sender => Refusal::nested(bad, "INVALID_SENDER", message),
            Self::TooLong => Refusal::nested(bad, "MESSAGE_TOO_LONG", message),
            Self::Meaning => Refusal::nested(meaning, "INVALID_VALUE", message),
        }
    }
}

#[derive(Debug)]
struct Problem {
    path: String,
    rule: Rule,
    message: String,
}

/// The problems of one body.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    listed: Vec<Problem>,
    more: usize,
    nested: bool,
}

impl Problems {
    /// Problems that are told in the shape with a nested error, whatever rule is broken.
    pub(crate) fn nested() -> Self {
        Self { nested: true, ..Self::default() }
    }

    pub(crate) fn add(&mut self, at: &Path<'_>, rule: Rule, message: impl fmt::Display) {
        if self.listed.len() < MAX_LISTED {
            self.listed.push(Problem { path: at.to_string(), rule, message: message.to_string() });
        } else {
            self.more += 1;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// The answer: the first problem decides its kind, all are listed.
    pub(crate) fn into_refusal(self) -> Option<Refusal> {
        let first = self.listed.first()?;
        let message = match self.listed.len() - 1 + self.more {
            0 => first.to_string(),
            others => format!("{first} (and {others} more)"),
        };
        let refusal = if self.nested { first.rule.nested(message) } else { first.rule.refusal(message) };
        let lines = self.listed.into_iter().map(|p| ProblemLine { path: p.path, message: p.message });
        Some(refusal.with_problems(lines.collect()))
    }
}

impl Problems {
    /// The answer, for a caller that knows that there is a problem.
    pub(crate) fn refusal(self) -> Refusal {
        self.into_refusal().unwrap_or_else(|| Refusal::of_status(StatusCode::BAD_REQUEST))
    }

    /// Ends a check: the answer if there is a problem.
    pub(crate) fn done(self) -> Result<(), Refusal> {
        self.into_refusal().map_or(Ok(()), Err)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.path, self.message) }
    }
}

/// The value as an object that has no other fields than `allowed`.
pub(crate) fn object<'v>(
    value: &'v Value,
    at: &Path<'_>,
    allowed: &[&str],
    problems: &mut Problems,
) -> Option<&'v Map<String, Value>> {
    let map = open_object(value, at, allowed, problems)?;
    for key in map.keys().filter(|key| !allowed.contains(&key.as_str())) {
        problems.add(&at.key(key), Rule::Format, format_args!("unknown field; the fields are {}", allowed.join(", ")));
    }
    Some(map)
}

/// The value as an object that may have fields nobody documented.
pub(crate) fn open_object<'v>(
    value: &'v Value,
    at: &Path<'_>,
    fields: &[&str],
    problems: &mut Problems,
) -> Option<&'v Map<String, Value>> {
    let map = value.as_object();
    if map.is_none() {
        let shape = if fields.is_empty() { String::new() } else { format!(" with the fields {}", fields.join(", ")) };
        problems.add(at, Rule::Format, format_args!("must be an object{shape}, not {}", kind(value)));
    }
    map
}

/// A field that must be there.
pub(crate) fn required<'v>(
    map: &'v Map<String, Value>,
    at: &Path<'_>,
    key: &str,
    problems: &mut Problems,
) -> Option<&'v Value> {
    let value = map.get(key);
    if value.is_none() {
        problems.add(&at.key(key), Rule::Missing, format_args!("field {key} is required"));
    }
    value
}

/// Any text, also an empty one.
pub(crate) fn text<'v>(value: &'v Value, at: &Path<'_>, problems: &mut Problems) -> Option<&'v str> {
    let text = value.as_str();
    if text.is_none() {
        problems.add(at, Rule::Format, format_args!("must be a string, not {}", kind(value)));
    }
    text
}

/// A text that is not empty.
pub(crate) fn full_text<'v>(value: &'v Value, at: &Path<'_>, problems: &mut Problems) -> Option<&'v str> {
    let text = text(value, at, problems)?;
    if text.is_empty() {
        problems.add(at, Rule::Missing, "must not be empty");
        return None;
    }
    Some(text)
}

/// `full_text` of a field, if it is there; a missing one is a problem when `required`.
pub(crate) fn text_field<'v>(
    map: &'v Map<String, Value>,
    at: &Path<'_>,
    key: &str,
    is_required: bool,
    problems: &mut Problems,
) -> Option<&'v str> {
    let value = if is_required { required(map, at, key, problems)? } else { map.get(key)? };
    full_text(value, &at.key(key), problems)
}

/// An http or https URL in a field, if it is there.
pub(crate) fn url_field(
    map: &Map<String, Value>,
    at: &Path<'_>,
    key: &str,
    is_required: bool,
    problems: &mut Problems,
) {
    let Some(url) = text_field(map, at, key, is_required, problems) else { return };
    if !is_url(url) {
        problems.add(&at.key(key), Rule::Format, "must be a URL that starts with https:// or http://");
    }
}

/// A whole number from 1 in a field, if it is there.
pub(crate) fn count_field(map: &Map<String, Value>, at: &Path<'_>, key: &str, problems: &mut Problems) {
    if let Some(value) = map.get(key) {
        if value.as_u64().is_none_or(|n| n == 0) {
            problems.add(&at.key(key), Rule::Format, format_args!("must be an integer from 1, not {}", shown(value)));
        }
    }
}

/// The field `ttl`: an integer, or a numeric string (D26), from 1.
pub(crate) fn ttl_field(map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) -> Option<u64> {
    let value = map.get("ttl")?;
    let seconds = match value {
        Value::String(text) if !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok(),
        other => other.as_u64().filter(|n| *n > 0),
    };
    if seconds.is_none() {
        problems.add(
            &at.key("ttl"),
            Rule::Format,
            format_args!("must be whole seconds from 1 as an integer or a numeric string, not {}", shown(value)),
        );
    }
    seconds
}

/// The items of an array whose length is in `size`.
pub(crate) fn array<'v>(
    value: &'v Value,
    at: &Path<'_>,
    size: RangeInclusive<usize>,
    problems: &mut Problems,
) -> Option<&'v [Value]> {
    let Some(items) = value.as_array() else {
        problems.add(at, Rule::Format, format_args!("must be an array, not {}", kind(value)));
        return None;
    };
    if !size.contains(&items.len()) {
        let allowed = match *size.end() {
            usize::MAX => format!("at least {}", size.start()),
            end if *size.start() == 0 => format!("at most {end}"),
            end => format!("{} to {end}", size.start()),
        };
        problems.add(at, Rule::Meaning, format_args!("must have {allowed} items, not {}", items.len()));
    }
    Some(items)
}

/// A required phone number; gives its digits.
pub(crate) fn phone_field(
    map: &Map<String, Value>,
    at: &Path<'_>,
    key: &str,
    rule: Rule,
    problems: &mut Problems,
) -> Option<String> {
    let text = text(required(map, at, key, problems)?, &at.key(key), problems)?;
    let digits = phone_digits(text);
    if digits.is_none() {
        problems.add(
            &at.key(key),
            rule,
            format_args!("{text:?} is not a phone number in international form, such as +380670000101"),
        );
    }
    digits
}

/// An ISO 8601 time with a zone in a field, if it is there.
pub(crate) fn time_field(
    map: &Map<String, Value>,
    at: &Path<'_>,
    key: &str,
    is_required: bool,
    problems: &mut Problems,
) -> Option<Timestamp> {
    let time = zoned_time(text_field(map, at, key, is_required, problems)?);
    if time.is_none() {
        let message = "must be an ISO 8601 time with a zone, such as 2026-05-04T15:05:00Z";
        problems.add(&at.key(key), Rule::Format, message);
    }
    time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_like_code() {
        let root = Path::Root;
        let messages = root.key("messages");
        let third = messages.index(3);
        assert_eq!(third.key("to").to_string(), "messages[3].to");
        assert_eq!(root.index(0).key("to").to_string(), "[0].to");
    }
}
