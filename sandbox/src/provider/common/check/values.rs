//! Checks of single values.

use jiff::Timestamp;
use serde_json::Value;

/// Digits of a phone number in international form, without `+`, spaces, `-`, `(` and `)` (D3).
pub(crate) fn phone_digits(text: &str) -> Option<String> {
    let mut digits = String::with_capacity(15);
    for (i, c) in text.trim_start().chars().enumerate() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '(' | ')' => {}
            '+' if i == 0 => {}
            _ => return None,
        }
    }
    ((7..=15).contains(&digits.len()) && !digits.starts_with('0')).then_some(digits)
}

/// An ISO 8601 time with a zone.
pub(crate) fn zoned_time(text: &str) -> Option<Timestamp> {
    text.as_bytes().get(10).filter(|separator| matches!(separator, b'T' | b't'))?;
    text.parse().ok()
}

/// Returns true if a text is an http or https URL.
pub(crate) fn is_url(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    !host.is_empty() && !host.starts_with('/') && !url.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Returns true if a text is a UUID.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// The digits of a text.
pub(crate) fn only_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Type of a value, in words.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// A scalar as written, or the type of another value.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) | Value::Object(_) => kind(value).to_owned(),
        scalar => scalar.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones() {
        assert_eq!(phone_digits("+380 (67) 000-01-01").as_deref(), Some("380670000101"));
        assert_eq!(phone_digits("380670000101").as_deref(), Some("380670000101"));
        for bad in ["", "0670000101", "+38067a", "123456", "1234567890123456", "380+670000101"] {
            assert_eq!(phone_digits(bad), None, "{bad}");
        }
    }
}
