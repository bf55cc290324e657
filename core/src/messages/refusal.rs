//! Reads the reason why the provider did not accept a row.
//!
//! The provider documents no field for it, so a row is read like an error body (`errors-and-limits.md` §2), plus the
//! other spellings that such APIs use. Only rows that were not accepted are read.

use crate::error::{Outcome, ProviderCode};
use crate::error_body::says_something;
use crate::http::Answer;
use crate::model::{Raw, each_member, first_item};
use crate::phone::masked;

/// Keys of a code, in lower case without `_`; the first one listed wins.
const CODES: &[&str] = &["errorcode", "code", "reasoncode", "rejectcode", "responsecode"];

/// Keys of a reason, in the same form.
const REASONS: &[&str] = &[
    "errormessage",
    "errordescription",
    "errortext",
    "reason",
    "rejectreason",
    "rejectionreason",
    "rejectedreason",
    "failurereason",
    "message",
    "description",
    "details",
    "detail",
    "statusdescription",
    "responsestatus",
];

/// Keys whose value may be an object with a code and a reason, or a list of them.
const NESTED: &[&str] = &["error", "errors", "reason"];

/// Deepest nesting that is searched.
const DEEPEST: usize = 2;

/// Code and reason of a row that was not accepted.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) code: Option<String>,
    pub(crate) reason: Option<String>,
    /// True if the row has a member `error…` with a value that means an error.
    pub(crate) is_error: bool,
}

/// Reads a row of the answer. Credentials and texts of messages that it repeats are masked: a reason is shown, logged and
/// kept in files. So are phone numbers in a code, which is shown as it is.
pub(crate) fn read(row: &str, answer: &Answer) -> Refusal {
    let Refusal { code, reason, is_error } = read_object(row, 0);
    let reason = reason.map(|text| answer.without_texts(&text));
    Refusal { code: code.map(|text| masked(&answer.without_texts(&text))), reason, is_error }
}

fn read_object(text: &str, depth: usize) -> Refusal {
    let mut found = Refusal::default();
    let (mut code, mut reason) = (Best::default(), Best::default());
    let mut word = None;
    let whole = each_member(text, |key, value| {
        let key: String = key.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect();
        found.is_error |= key.starts_with("error") && says_something(value);
        if NESTED.contains(&key.as_str())
            && depth < DEEPEST
            && let Some(inner) = first_object(value)
        {
            let inner = read_object(inner, depth.saturating_add(1));
            code.offer(0, inner.code);
            reason.offer(0, inner.reason);
            return;
        }
        let value = first_text(value).filter(|text| !text.is_empty());
        if key == "error" || key == "errors" {
            word = value.or_else(|| word.take());
        } else if let Some(rank) = CODES.iter().position(|name| *name == key) {
            code.offer(rank.saturating_add(1), value);
        } else if let Some(rank) = REASONS.iter().position(|name| *name == key) {
            reason.offer(rank.saturating_add(1), value);
        }
    });
    if whole.is_none() {
        return Refusal::default();
    }
    // `"error": "INVALID_RECIPIENT"` is a code. `"error": "Bad Request"` is a title, and a message beside it says more.
    found.code = code.0.map(|(_, text)| text).or_else(|| word.clone().filter(|word| is_code(word)));
    found.reason = reason.0.map(|(_, text)| text).or(word);
    found
}

/// The text with the lowest rank so far.
#[derive(Default)]
struct Best(Option<(usize, String)>);

impl Best {
    fn offer(&mut self, rank: usize, text: Option<String>) {
        if let Some(text) = text.filter(|_| self.0.as_ref().is_none_or(|(best, _)| rank < *best)) {
            self.0 = Some((rank, text));
        }
    }
}

fn is_code(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
        || (word.contains('_') && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'))
}

fn first_object(value: Raw<'_>) -> Option<&str> {
    let text = value.as_str();
    if text.starts_with('{') {
        return Some(text);
    }
    first_item(text).map(Raw::as_str).filter(|first| first.starts_with('{'))
}

fn first_text(value: Raw<'_>) -> Option<String> {
    let text = value.scalar().or_else(|| first_item(value.as_str())?.string());
    text.map(|text| text.trim().to_owned())
}

/// Reason for a row for which the provider gives none; `None` if the row was accepted.
pub(crate) fn default_reason(outcome: Outcome, has_row: bool, has_status: bool) -> Option<&'static str> {
    match outcome {
        Outcome::Accepted => None,
        Outcome::Rejected => Some("the provider refused this message"),
        _ if !has_row => Some("the response has no row for this message"),
        _ if has_status => Some("the provider's status for this message is unknown to this library"),
        _ => Some("the response does not say whether this message was accepted"),
    }
}

/// Returns the reason for a message that the provider refused when it was repeated, and may have accepted before.
pub(crate) fn of_repeat(reason: Option<&str>) -> &str {
    let given = reason.filter(|reason| Some(*reason) != default_reason(Outcome::Rejected, true, true));
    given.unwrap_or("the provider refused this message when it was repeated, and may have accepted it before")
}

/// Converts a row's code into that of an error.
pub(crate) fn provider_code(code: &str) -> ProviderCode {
    code.parse().map_or_else(|_| ProviderCode::Text(code.to_owned()), ProviderCode::Number)
}

/// Formats status, code and reason of the first row that was not accepted for an error's text, with phone numbers masked.
pub(crate) fn in_words(status: Option<&str>, code: Option<&str>, reason: Option<&str>) -> String {
    let reason = reason.filter(|reason| Some(*reason) != code);
    let why = match (code.map(masked), reason.map(masked)) {
        (Some(code), Some(reason)) => format!(" ({code}: {reason})"),
        (Some(text), None) | (None, Some(text)) => format!(" ({text})"),
        (None, None) => String::new(),
    };
    format!("the first has status '{}'{why}", masked(status.unwrap_or("none")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_of_a_refusal() {
        let cases: &[(&str, Option<&str>, Option<&str>)] = &[
            // E1 and E2 of `docs/provider/errors-and-limits.md` §2.
            (r#"{"error":{"code":"INVALID_RECIPIENT","message":"no"}}"#, Some("INVALID_RECIPIENT"), Some("no")),
            (r#"{"error":{"message":"no","field":"to","code":1003}}"#, Some("1003"), Some("no")),
            (r#"{ "error" : { "code" : "A\u005fB" , "message" : "n\u043e" } }"#, Some("A_B"), Some("nо")),
            // E3 and E4.
            (r#"{"error":"Bad Request","message":"no","code":1003}"#, Some("1003"), Some("no")),
            (r#"{"message":"no","error":"Bad Request"}"#, None, Some("no")),
            (r#"{"error":"Bad Request"}"#, None, Some("Bad Request")),
            (r#"{"error":"INVALID_SENDER"}"#, Some("INVALID_SENDER"), Some("INVALID_SENDER")),
            (r#"{"error":"INVALID_SENDER","description":"no"}"#, Some("INVALID_SENDER"), Some("no")),
            // E5.
            (r#"{"response_code":404,"response_status":"NOT_ALLOWED"}"#, Some("404"), Some("NOT_ALLOWED")),
            // Other spellings.
            (r#"{"errorCode":"X","errorMessage":"no"}"#, Some("X"), Some("no")),
            (r#"{"error_code":7,"error_text":"no"}"#, Some("7"), Some("no")),
            (r#"{"ErrorCode":7,"Reason":"no","message":"other"}"#, Some("7"), Some("no")),
            (r#"{"reason":{"code":"X","description":"no"}}"#, Some("X"), Some("no")),
            (r#"{"reasonCode":"X","rejectReason":"no"}"#, Some("X"), Some("no")),
            (r#"{"errors":[{"code":"X","message":"no"},{"code":"Y"}]}"#, Some("X"), Some("no")),
            (r#"{"errors":["no","never"]}"#, None, Some("no")),
            (r#"{"error":{"error":{"code":"X","message":"no"}}}"#, Some("X"), Some("no")),
            (r#"{"error":{"code":"X"},"description":"no"}"#, Some("X"), Some("no")),
            // No error.
            (r#"{"error":null,"reason":"","code":" ","errors":[]}"#, None, None),
            (r#"{"error":{},"text":"their text","to":"380671234567"}"#, None, None),
            (r#"{"error":{"a":{"b":{"error":{"code":"X"}}}}}"#, None, None),
            ("{}", None, None),
            ("", None, None),
        ];
        for (row, code, reason) in cases {
            let found = read_object(row, 0);
            assert_eq!((found.code.as_deref(), found.reason.as_deref()), (*code, *reason), "{row}");
        }
    }

    #[test]
    fn an_error_is_one_by_name_and_content() {
        for row in [r#"{"error":"x"}"#, r#"{"errorCode":7}"#, r#"{"errors":["x"]}"#, r#"{"error":{"code":"X"}}"#] {
            assert!(read_object(row, 0).is_error, "{row}");
        }
        for row in [
            r#"{"error":null,"errorCode":0,"errors":[],"error_text":""}"#,
            r#"{"message":"x","code":1}"#,
            r#"{"error":{}}"#,
        ] {
            assert!(!read_object(row, 0).is_error, "{row}");
        }
    }
}
