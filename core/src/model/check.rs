//! Checks models against all rules, and reports every problem with its path.

use std::collections::HashMap;

use super::json::{Json, Key};
use super::record::{Object, Record, expected, fits};
use super::schema::{Field, Kind};
use super::value::{Value, ValueRef};
use crate::phone::PhoneRules;
use crate::problem::Problem;
use crate::rules::Rules;

/// Collects problems below a path.
#[derive(Debug)]
pub struct Problems<'a> {
    found: &'a mut Vec<Problem>,
    advice: &'a mut Vec<Problem>,
    path: String,
    rules: Rules,
}

impl<'a> Problems<'a> {
    /// Starts a collection at `path`, such as `messages[3]`.
    pub(crate) fn new(
        found: &'a mut Vec<Problem>,
        advice: &'a mut Vec<Problem>,
        path: impl Into<String>,
        rules: &Rules,
    ) -> Self {
        Self { found, advice, path: path.into(), rules: *rules }
    }

    /// Checks the length of a text that may be sent as an SMS.
    pub(crate) fn sms(&mut self, wire: &str, text: ValueRef<'_>) {
        if let Some(message) = text.as_str().and_then(|text| self.rules.too_long(text)) {
            self.refuse(wire, "max_parts_per_message", message);
        }
    }

    /// Adds a broken rule.
    pub fn refuse(&mut self, wire: &str, rule: &str, message: impl Into<String>) {
        let path = self.below(wire);
        self.found.push(Problem::new(&path, rule, message));
    }

    /// Adds advice of the provider that is not followed.
    pub fn advise(&mut self, wire: &str, rule: &str, message: impl Into<String>) {
        let path = self.below(wire);
        self.advice.push(Problem::new(&path, rule, message));
    }

    fn below(&self, wire: &str) -> String {
        match (self.path.as_str(), wire) {
            (path, "") => path.to_owned(),
            ("", wire) => wire.to_owned(),
            (path, wire) => format!("{path}.{wire}"),
        }
    }

    fn enter(&mut self, path: String) -> Problems<'_> {
        Problems { found: self.found, advice: self.advice, path, rules: self.rules }
    }
}

/// Checks every rule of the table and of the class. A plain object has none.
pub(crate) fn check(object: &Object, problems: &mut Problems<'_>) {
    match object {
        Object::Typed(record) => check_record(record, None, problems),
        Object::Plain(json) => check_recipient(json, problems),
    }
}

/// Checks that a plain object has only one recipient. It is sent unchanged.
fn check_recipient(json: &Json, problems: &mut Problems<'_>) {
    check_keys(json, problems);
    if json.may_have("recipient")
        && let [Some(to), Some(recipient)] = json.scalar_members(["to", "recipient"].map(Key::new))
        && to != recipient
    {
        problems.refuse("to", "twice", "and recipient name two people");
    }
}

fn check_keys(json: &Json, problems: &mut Problems<'_>) {
    if let Some(path) = json.key_given_twice() {
        problems.refuse(&crate::shown::line(path), "twice", "is given twice");
    }
}

fn check_record(record: &Record, names: Option<&[&str]>, problems: &mut Problems<'_>) {
    for (i, (field, value)) in record.class().fields.iter().zip(&*record.slots()).enumerate() {
        match value {
            Value::Null if !field.required => continue,
            // Nearly every value, so that it takes the short way.
            Value::Text(text) if is_good(field.kind, text, &problems.rules) => continue,
            _ => {}
        }
        let value = ValueRef::from(value);
        let wire = names.and_then(|n| n.get(i)).copied().unwrap_or(field.wire);
        let wire = if field.key.is_some() { wire } else { wire.split('+').next().unwrap_or(wire) };
        match value {
            ValueRef::Null => {
                let message = format!("is required for {}", record.class().name);
                problems.refuse(wire, "required", message);
            }
            // A number or time beyond the range of the field.
            ValueRef::Decimal(_) if matches!(field.kind, Kind::Count | Kind::Number) => {
                problems.refuse(wire, "range", format!("must be a whole number of at most {}", i64::MAX));
            }
            value if !fits(field.kind, value) => {
                problems.refuse(wire, "type", format!("must be {}", expected(field.kind)));
            }
            value => check_value(field, wire, value, problems),
        }
    }
    (record.class().rules)(record, problems);
}

/// Returns true if a text surely breaks no rule of its field and needs no advice.
#[inline]
fn is_good(kind: Kind, text: &str, rules: &Rules) -> bool {
    match kind {
        Kind::Text | Kind::Word | Kind::OwnId => !is_blank(text),
        Kind::Phone | Kind::PhoneDigits => rules.phones.check(text).is_ok(),
        Kind::SmsSender => is_sms_sender(text),
        _ => false,
    }
}

fn check_value(field: &Field, wire: &str, value: ValueRef<'_>, problems: &mut Problems<'_>) {
    match (field.kind, value) {
        (Kind::Text | Kind::Word | Kind::OwnId | Kind::TextUpTo(_), ValueRef::Text(text)) if is_blank(text) => {
            problems.refuse(wire, "not_empty", blank(text));
        }
        (Kind::TextUpTo(most), ValueRef::Text(text)) => {
            let length = text.chars().count();
            if length > most {
                problems.refuse(wire, "max_length", format!("has {length} characters; the maximum is {most}"));
            }
        }
        (Kind::Url, ValueRef::Text(text)) => {
            if !is_url(text) {
                problems.refuse(wire, "url", "must be an absolute http:// or https:// URL without spaces");
            } else if text.starts_with("http://") {
                problems.advise(wire, "https", "should be an https:// URL");
            }
        }
        (Kind::Phone | Kind::PhoneDigits, ValueRef::Text(text)) => {
            if let Err(error) = problems.rules.phones.check(text) {
                problems.refuse(wire, "phone", error.to_string());
            }
        }
        // One that is right was passed over before.
        (Kind::SmsSender, ValueRef::Text(_)) => {
            let message = "must be at most 11 letters and digits (A-Z, a-z, 0-9), or a phone number";
            problems.refuse(wire, "sender", message);
        }
        (Kind::Time, ValueRef::Text(text)) => {
            if let Err(message) = crate::time::to_utc(text) {
                problems.refuse(wire, "time", message);
            }
        }
        (Kind::Count, ValueRef::Int(number)) if number < 1 => {
            problems.refuse(wire, "min", format!("is {number}; must be at least 1"));
        }
        (Kind::PhoneList(max), ValueRef::Texts(list)) => {
            count(wire, list.len(), 1, max, problems);
            for (i, text) in list.iter().enumerate() {
                if let Err(error) = problems.rules.phones.check(text) {
                    problems.refuse(&format!("{wire}[{i}]"), "phone", error.to_string());
                }
            }
        }
        (Kind::Texts(min, max), ValueRef::Texts(list)) => {
            count(wire, list.len(), min, max, problems);
            for (i, text) in list.iter().enumerate() {
                if is_blank(text) {
                    problems.refuse(&format!("{wire}[{i}]"), "not_empty", blank(text));
                }
            }
        }
        (Kind::Params, ValueRef::Params(list)) => {
            // The provider would choose one of them, such as the older of two codes.
            let mut names = HashMap::new();
            for (i, (name, _)) in list.iter().enumerate() {
                if names.insert(name.clone(), i).is_some() {
                    problems.refuse(&format!("{wire}.{}", crate::shown::line(name.clone())), "twice", "is given twice");
                }
            }
        }
        (Kind::Part(_), ValueRef::Part(Object::Typed(record))) => {
            let mut inner = problems.enter(problems.below(wire));
            let names = (!field.names.is_empty()).then_some(field.names);
            check_record(record, names, &mut inner);
        }
        (Kind::Part(_), ValueRef::Part(Object::Plain(json))) => {
            check_keys(json, &mut problems.enter(problems.below(wire)));
        }
        (Kind::Parts(_, min, max), ValueRef::Parts(list)) => {
            count(wire, list.len(), min, max, problems);
            for (i, part) in list.iter().enumerate() {
                let mut inner = problems.enter(problems.below(&format!("{wire}[{i}]")));
                check(part, &mut inner);
            }
        }
        _ => {}
    }
}

fn count(wire: &str, length: usize, min: usize, max: usize, problems: &mut Problems<'_>) {
    if length < min || length > max {
        let allowed = match (min, max) {
            (min, usize::MAX) => format!("at least {min}"),
            (min, max) if min == max => format!("exactly {min}"),
            (min, max) => format!("{min} to {max}"),
        };
        problems.refuse(wire, "count", format!("has {length} entries; {allowed} are allowed"));
    }
}

/// Returns true for a text of nothing but spaces and line ends.
#[inline]
fn is_blank(text: &str) -> bool {
    // Most begin with a letter, and no space of Unicode begins with a byte of Cyrillic.
    let begins = text.as_bytes().first().is_some_and(|b| b.is_ascii_graphic() || matches!(b, 0xd0..=0xd3));
    !begins && text.trim().is_empty()
}

fn blank(text: &str) -> &'static str {
    if text.is_empty() { "must not be empty" } else { "must not be blank" }
}

/// Returns true for a scheme and a host, without spaces and control characters.
fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let clean = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    clean && rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':']))
}

fn is_sms_sender(text: &str) -> bool {
    let name = !text.is_empty() && text.len() <= 11 && text.bytes().all(|b| b.is_ascii_alphanumeric());
    name || PhoneRules::LOOSE.check(text).is_ok()
}
