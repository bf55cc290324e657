//! Checks of JSON values that collect every problem with its path.

pub(crate) mod problems;
pub(crate) mod values;

use std::ops::RangeInclusive;

use jiff::Timestamp;
use serde_json::{Map, Value};

use self::problems::{Path, Problems, Rule};
use self::values::{is_url, kind, phone_digits, shown, zoned_time};

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

/// Any string in a field, if it is there.
pub(crate) fn string_field(
    map: &Map<String, Value>,
    at: &Path<'_>,
    key: &str,
    problems: &mut Problems,
) -> Option<String> {
    text(map.get(key)?, &at.key(key), problems).map(str::to_owned)
}

/// An integer.
pub(crate) fn integer(value: &Value, at: &Path<'_>, problems: &mut Problems) -> Option<i64> {
    let number = value.as_i64();
    if number.is_none() {
        problems.add(at, Rule::Format, format_args!("must be an integer, not {}", shown(value)));
    }
    number
}

/// An integer in a field, if it is there.
pub(crate) fn integer_field(
    map: &Map<String, Value>,
    at: &Path<'_>,
    key: &str,
    problems: &mut Problems,
) -> Option<i64> {
    integer(map.get(key)?, &at.key(key), problems)
}

/// An array of texts that are not empty.
pub(crate) fn texts(value: &Value, at: &Path<'_>, size: RangeInclusive<usize>, problems: &mut Problems) {
    for (i, text) in array(value, at, size, problems).unwrap_or_default().iter().enumerate() {
        full_text(text, &at.index(i), problems);
    }
}
