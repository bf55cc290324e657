//! Checks of JSON values that collect every problem with its path.

pub(crate) mod problems;
pub(crate) mod values;

use std::fmt::Display;
use std::ops::{Bound, RangeBounds};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use self::problems::{Path, ProblemKind, Problems};
use self::values::{is_url, kind, phone_digits, shown, zoned_time};

/// A value, its place in the body, and where its problems go.
#[derive(Clone, Copy)]
pub(crate) struct Node<'v, 'p> {
    pub(crate) value: &'v Value,
    at: Path<'p>,
    problems: &'p Problems,
}

/// The fields of an object. Each method that reads a field reports its problem and returns `None`. A missing field is
/// a problem only for the methods called `required_…`.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'v, 'p> {
    pub(crate) map: &'v Map<String, Value>,
    at: Path<'p>,
    problems: &'p Problems,
}

impl<'v, 'p> Node<'v, 'p> {
    pub(crate) fn new(value: &'v Value, at: Path<'p>, problems: &'p Problems) -> Self {
        Self { value, at, problems }
    }

    pub(crate) fn problem(&self, kind: ProblemKind, message: impl Display) {
        self.problems.add(&self.at, kind, message);
    }

    fn wrong_type(&self, expected: impl Display) {
        self.problem(ProblemKind::Format, format_args!("must be {expected}, not {}", kind(self.value)));
    }

    /// An object that has no other fields than `allowed`.
    pub(crate) fn object<'c>(&'c self, allowed: &[&str]) -> Option<Fields<'v, 'c>> {
        let fields = self.open_object(allowed)?;
        fields.only(allowed);
        Some(fields)
    }

    /// An object that may have undocumented fields. The problem of another type names the `known` fields.
    pub(crate) fn open_object<'c>(&'c self, known: &[&str]) -> Option<Fields<'v, 'c>> {
        match self.value.as_object() {
            Some(map) => return Some(Fields { map, at: self.at, problems: self.problems }),
            None if known.is_empty() => self.wrong_type("an object"),
            None => self.wrong_type(format_args!("an object with the fields {}", known.join(", "))),
        }
        None
    }

    /// The items of an array; a length outside `size` is a problem.
    pub(crate) fn array<'c>(&'c self, size: impl RangeBounds<usize>) -> impl Iterator<Item = Node<'v, 'c>> {
        let items = self.value.as_array();
        match items {
            None => self.wrong_type("an array"),
            Some(items) if !size.contains(&items.len()) => {
                let allowed = match (size.start_bound(), size.end_bound()) {
                    (Bound::Included(start), Bound::Included(end)) => format!("{start} to {end}"),
                    (_, Bound::Included(end)) => format!("at most {end}"),
                    (start, _) => format!("at least {}", if let Bound::Included(start) = start { *start } else { 0 }),
                };
                self.problem(ProblemKind::Meaning, format_args!("must have {allowed} items, not {}", items.len()));
            }
            Some(_) => {}
        }
        let items = items.into_iter().flatten().enumerate();
        items.map(|(i, value)| Node { value, at: self.at.index(i), problems: self.problems })
    }

    /// Any string, including an empty one.
    pub(crate) fn string(&self) -> Option<&'v str> {
        let text = self.value.as_str();
        if text.is_none() {
            self.wrong_type("a string");
        }
        text
    }

    /// A string that is not empty.
    pub(crate) fn text(&self) -> Option<&'v str> {
        let text = self.string()?;
        if text.is_empty() {
            self.problem(ProblemKind::Missing, "must not be empty");
        }
        Some(text).filter(|text| !text.is_empty())
    }

    /// An array of strings that are not empty.
    pub(crate) fn texts(&self, size: impl RangeBounds<usize>) {
        for text in self.array(size) {
            text.text();
        }
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        self.number(Value::as_i64, "must be an integer")
    }

    fn number<T>(&self, read: impl FnOnce(&Value) -> Option<T>, rule: &str) -> Option<T> {
        let number = read(self.value);
        if number.is_none() {
            self.problem(ProblemKind::Format, format_args!("{rule}, not {}", shown(self.value)));
        }
        number
    }
}

impl<'v> Fields<'v, '_> {
    /// Reports fields other than `allowed`.
    pub(crate) fn only(&self, allowed: &[&str]) {
        for key in self.map.keys().filter(|key| !allowed.contains(&key.as_str())) {
            let message = format!("unknown field; the fields are {}", allowed.join(", "));
            self.problem(key, ProblemKind::Format, message);
        }
    }

    pub(crate) fn problem(&self, key: &str, kind: ProblemKind, message: impl Display) {
        self.problems.add(&self.at.key(key), kind, message);
    }

    pub(crate) fn is_lenient(&self) -> bool {
        self.problems.is_lenient()
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    pub(crate) fn get<'c>(&'c self, key: &'c str) -> Option<Node<'v, 'c>> {
        let value = self.map.get(key)?;
        Some(Node { value, at: self.at.key(key), problems: self.problems })
    }

    pub(crate) fn required<'c>(&'c self, key: &'c str) -> Option<Node<'v, 'c>> {
        let field = self.get(key);
        if field.is_none() {
            self.problem(key, ProblemKind::Missing, format_args!("field {key} is required"));
        }
        field
    }

    /// A string that is not empty.
    pub(crate) fn text(&self, key: &str) -> Option<&'v str> {
        self.get(key)?.text()
    }

    pub(crate) fn required_text(&self, key: &str) -> Option<&'v str> {
        self.required(key)?.text()
    }

    /// Any string, including an empty one.
    pub(crate) fn string(&self, key: &str) -> Option<&'v str> {
        self.get(key)?.string()
    }

    pub(crate) fn integer(&self, key: &str) -> Option<i64> {
        self.get(key)?.integer()
    }

    /// An integer from 0.
    pub(crate) fn required_id(&self, key: &str) -> Option<u64> {
        self.required(key)?.number(Value::as_u64, "must be an integer")
    }

    /// An http or https URL.
    pub(crate) fn url(&self, key: &str) {
        if self.text(key).is_some_and(|url| !is_url(url)) {
            self.problem(key, ProblemKind::Format, "must be a URL that starts with https:// or http://");
        }
    }

    pub(crate) fn required_url(&self, key: &str) {
        if self.required(key).is_some() {
            self.url(key);
        }
    }

    /// A whole number from 1.
    pub(crate) fn count(&self, key: &str) {
        if let Some(field) = self.get(key) {
            field.number(|value| value.as_u64().filter(|number| *number > 0), "must be an integer from 1");
        }
    }

    /// The field `ttl`: an integer, or a numeric string (D26), from 1.
    pub(crate) fn ttl(&self) -> Option<u64> {
        let read = |value: &Value| match value {
            Value::String(text) if !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()) => {
                text.parse().ok()
            }
            other => other.as_u64().filter(|number| *number > 0),
        };
        self.get("ttl")?.number(read, "must be whole seconds from 1 as an integer or a numeric string")
    }

    /// A phone number; returns its digits.
    pub(crate) fn required_phone(&self, key: &str, kind: ProblemKind) -> Option<String> {
        let text = self.required(key)?.string()?;
        let digits = phone_digits(text);
        if digits.is_none() {
            let message = "is not a phone number in international form, such as +380670000101";
            self.problem(key, kind, message);
        }
        digits
    }

    /// An ISO 8601 time with a zone. Lenient: UTC without one.
    pub(crate) fn time(&self, key: &str) -> Option<Timestamp> {
        let text = self.text(key)?;
        let utc = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp());
        let time = zoned_time(text).or_else(|| self.is_lenient().then(utc).flatten());
        if time.is_none() {
            let message = "must be an ISO 8601 time with a zone, such as 2026-05-04T15:05:00Z";
            self.problem(key, ProblemKind::Format, message);
        }
        time
    }

    pub(crate) fn required_time(&self, key: &str) -> Option<Timestamp> {
        self.required(key)?;
        self.time(key)
    }
}
