//! Reads error responses in every documented shape (`docs/provider/errors-and-limits.md` §2).

use crate::error::{Error, ErrorKind, Outcome, ProviderCode};
use crate::http::{Answer, kept};
use crate::model::{Raw, each_member, each_object};
use crate::phone::masked;
use crate::problem::Problem;

/// Content of an error body, as an error shows it: without credentials and phone numbers.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Said {
    pub(crate) code: Option<ProviderCode>,
    pub(crate) message: Option<String>,
    pub(crate) field: Option<String>,
    /// Problems that the response lists under `errors`.
    pub(crate) problems: Vec<Problem>,
}

/// Largest number of problems that are read from a response.
const MOST_PROBLEMS: usize = 100;

/// Masks what the provider says, once its escapes are undone.
struct Hide<'a>(Option<&'a Answer>);

impl Hide<'_> {
    /// A text, without texts of the request.
    fn text(&self, text: &str) -> String {
        masked(&self.0.map_or_else(|| text.to_owned(), |answer| answer.without_texts(text)))
    }

    /// A name of a field.
    fn name(&self, text: &str) -> String {
        masked(&self.0.map_or(text.into(), |answer| answer.without_secrets(text)))
    }
}

/// Reads the list `errors` of a response: texts, objects with `field` and `message`, or lists of texts by field.
fn problems(list: Option<Raw<'_>>, hide: &Hide<'_>) -> Vec<Problem> {
    use serde_json::Value;
    fn of(path: &str, value: &Value, found: &mut Vec<Problem>, hide: &Hide<'_>) {
        if found.len() >= MOST_PROBLEMS {
            return;
        }
        match value {
            Value::String(text) => found.push(Problem::new(&hide.name(path), "provider", hide.text(text))),
            Value::Array(values) => values.iter().for_each(|value| of(path, value, found, hide)),
            Value::Object(members) => {
                let text = |name: &str| members.get(name).and_then(Value::as_str);
                match text("message").or_else(|| text("description")).or_else(|| text("error")) {
                    Some(message) => {
                        let field = text("field").or_else(|| text("path")).unwrap_or(path);
                        found.push(Problem::new(&hide.name(field), "provider", hide.text(message)));
                    }
                    None => members.iter().for_each(|(name, value)| of(name, value, found, hide)),
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    if let Some(value) = list.and_then(|list| serde_json::from_str(list.as_str()).ok()) {
        of("", &value, &mut found, hide);
    }
    found
}

/// Reads a body of shape E1 to E5 or E7; `None` if it is none of them.
pub(crate) fn read(answer: &Answer) -> Option<Said> {
    read_text(answer.text(), &Hide(Some(answer)))
}

fn read_text(body: &str, hide: &Hide<'_>) -> Option<Said> {
    let text_of = |value: Option<Raw<'_>>| value?.string().map(|text| hide.text(&text));
    let name_of = |value: Option<Raw<'_>>| value?.string().map(|text| hide.name(&text));
    let code_of = |value: Raw<'_>| match value.string() {
        Some(text) => Some(ProviderCode::Text(hide.text(&text))),
        None => value.as_str().parse().ok().map(|number| number_of(number, hide)),
    };
    let Members { error, code, message, field, errors, response_code, response_status } = Members::of(body.trim())?;
    let problems_here = problems(errors, hide);
    match error {
        // E1 and E2.
        Some(error) if error.as_str().starts_with('{') => {
            let Members { code, message, field, errors, .. } = Members::of(error.as_str())?;
            let problems = if errors.is_some() { problems(errors, hide) } else { problems_here };
            Some(Said { code: code.and_then(code_of), message: text_of(message), field: name_of(field), problems })
        }
        // E3 and E4. E7 has `isValid` and no `message`.
        Some(error) if error.string().is_some() => Some(Said {
            code: code.and_then(code_of),
            message: text_of(message).or_else(|| text_of(Some(error))),
            field: name_of(field),
            problems: problems_here,
        }),
        // E5.
        _ => response_code.and_then(code_of).map(|code| Said {
            code: Some(code),
            message: text_of(response_status),
            field: None,
            problems: problems_here,
        }),
    }
}

/// A code that is a number, or its masked text if that number may be a phone.
fn number_of(number: i64, hide: &Hide<'_>) -> ProviderCode {
    let text = number.to_string();
    Some(hide.name(&text)).filter(|shown| *shown != text).map_or(ProviderCode::Number(number), ProviderCode::Text)
}

/// Reads an undocumented body that many frameworks send: a list of problems and perhaps a message. Only an HTTP status
/// makes it an error: with status 200 the messages may have been accepted.
fn undocumented(body: &str, hide: &Hide<'_>) -> Said {
    let members = Members::of(body.trim()).unwrap_or_default();
    let problems = problems(members.errors, hide);
    if problems.is_empty() {
        Said::default()
    } else {
        let message = members.message.and_then(|message| message.string()).map(|message| hide.text(&message));
        Said { message, problems, ..Said::default() }
    }
}

/// Members of an error body that have a meaning. The rest can be of any size.
#[derive(Default)]
struct Members<'t> {
    error: Option<Raw<'t>>,
    code: Option<Raw<'t>>,
    message: Option<Raw<'t>>,
    field: Option<Raw<'t>>,
    errors: Option<Raw<'t>>,
    response_code: Option<Raw<'t>>,
    response_status: Option<Raw<'t>>,
}

impl<'t> Members<'t> {
    fn of(object: &'t str) -> Option<Self> {
        let mut found = Self::default();
        each_member(object, |key, value| {
            let place = match key {
                "error" => &mut found.error,
                "code" => &mut found.code,
                "message" => &mut found.message,
                "field" => &mut found.field,
                "errors" => &mut found.errors,
                "response_code" => &mut found.response_code,
                "response_status" => &mut found.response_status,
                _ => return,
            };
            *place = Some(value);
        })?;
        Some(found)
    }
}

/// Statuses of a message that the provider has (D14, D29).
const TAKEN: [&str; 7] = ["accepted", "sent", "queued", "scheduled", "processing", "delivered", "read"];

/// Codes of the TurboSMS-compatible API with which the provider has the message.
pub(crate) const TAKEN_CODES: [i64; 8] = [0, 800, 801, 802, 803, 407, 427, 507];

/// What a row of a response says, as far as it tells that the provider has a message.
#[derive(Default)]
struct RowSaid {
    taken: bool,
    has_id: bool,
    /// True if it says more than whose row it is.
    says_more: bool,
}

/// Returns true if a 4xx response to a send lists a message that the provider has (D75). Then the request was not refused
/// as a whole: its rows are read like those of a 200, and it is neither retried nor split.
pub(crate) fn lists_taken(answer: &Answer) -> bool {
    (400..500).contains(&answer.status) && names_taken(answer.text())
}

fn names_taken(body: &str) -> bool {
    let member = |said: &mut RowSaid, key: &str, value: Option<Raw<'_>>| {
        let key: String = key.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect();
        let value = value.and_then(Raw::scalar);
        let text = value.as_deref().map(str::trim).unwrap_or_default();
        match key.as_str() {
            "status" | "deliverystatus" | "messagestatus" => {
                said.taken |= TAKEN.iter().any(|word| text.eq_ignore_ascii_case(word));
                said.says_more = true;
            }
            "responsecode" => {
                said.taken |= text.parse().is_ok_and(|code| TAKEN_CODES.contains(&code));
                said.says_more = true;
            }
            "messageid" => said.has_id |= !text.is_empty(),
            "message" | "reason" | "code" | "description" | "detail" | "details" => said.says_more = true,
            key => said.says_more |= key.starts_with("error") || key.starts_with("reject"),
        }
    };
    let mut found = false;
    // Rows of Cascade have an id and no status.
    each_object(body, member, |said: RowSaid| found |= said.taken || (said.has_id && !said.says_more));
    found
}

/// Makes the error for a response that lists messages as taken and cannot be read.
pub(crate) fn in_doubt(answer: &Answer) -> Error {
    from_status(answer).with(|d| {
        d.outcome = Outcome::Unknown;
        d.message.push_str(", but the response lists messages that the provider has");
    })
}

/// Returns the response, or its error if its status is not 2xx.
pub(crate) fn checked(answer: Answer) -> Result<Answer, Error> {
    if answer.is_success() { Ok(answer) } else { Err(from_status(&answer)) }
}

/// Makes the error for a response whose status is not 2xx.
pub(crate) fn from_status(answer: &Answer) -> Error {
    let said = read(answer).unwrap_or_else(|| undocumented(answer.text(), &Hide(Some(answer))));
    let status = answer.status;
    let (kind, outcome, what) = match status {
        300..=399 => (ErrorKind::Response, Outcome::Unknown, "the server redirects, and redirects are not followed"),
        401 => (ErrorKind::Authentication, Outcome::NotSent, "the credentials were not accepted"),
        403 => (
            ErrorKind::PermissionDenied,
            Outcome::NotSent,
            "the credentials lack the permission, or the account is suspended",
        ),
        404 => (ErrorKind::NotFound, Outcome::NotSent, "not found"),
        429 => (ErrorKind::RateLimit, Outcome::NotSent, "too many requests"),
        400..=499 => (ErrorKind::BadRequest, Outcome::NotSent, "the request was refused"),
        500..=599 => (ErrorKind::Server, Outcome::Unknown, "the server failed"),
        _ => (ErrorKind::Response, Outcome::Unknown, "the server sent an unexpected HTTP status"),
    };
    let mut message = format!("HTTP {status}: {what}");
    if let Some(location) = answer.location().filter(|_| (300..400).contains(&status)) {
        message.push_str(&format!(" (to {})", masked(&location)));
    }
    if let Some(text) = &said.message {
        message.push_str(&format!(": {text}"));
    }
    fill(Error::new(kind, message), answer, said).with(|d| d.outcome = outcome)
}

/// Returns a text of the provider as an error shows it.
pub(crate) fn shown(answer: &Answer, text: &str) -> String {
    Hide(Some(answer)).text(text)
}

/// Makes the error for a response with status 200 that refuses the whole request.
pub(crate) fn from_refusal(answer: &Answer, said: Said) -> Error {
    let message = match (&said.message, &said.code) {
        (Some(text), Some(code)) => format!("the provider refused: {text} ({code})"),
        (Some(text), None) => format!("the provider refused: {text}"),
        (None, Some(code)) => format!("the provider refused with code {code}"),
        (None, None) => "the provider refused".to_owned(),
    };
    fill(Error::new(ErrorKind::Provider, message), answer, said).with(|d| d.outcome = Outcome::Rejected)
}

/// Makes the error for a response that cannot be read.
pub(crate) fn unreadable(answer: &Answer, why: impl std::fmt::Display) -> Error {
    let message = format!("the response could not be read: {why} ({})", answer.described());
    let error = Error::new(ErrorKind::Response, message);
    // The reason may repeat what cannot be read.
    let error = error.with(|d| d.message = answer.without_texts(&d.message));
    fill(error, answer, Said::default()).with(|d| d.outcome = Outcome::Unknown)
}

/// Makes the error for an unexpected response: a refusal if its body is one.
pub(crate) fn refused_or_unreadable<W: std::fmt::Display>(answer: &Answer, why: impl FnOnce() -> W) -> Error {
    match read(answer) {
        Some(said) => from_refusal(answer, said),
        None => unreadable(answer, why()),
    }
}

fn fill(error: Error, answer: &Answer, said: Said) -> Error {
    error.with(|d| {
        d.status_code = Some(answer.status);
        d.code = said.code;
        d.field = said.field.or_else(|| said.problems.first().map(|p| p.path().to_owned()).filter(|p| !p.is_empty()));
        d.problems = said.problems;
        d.retry_after = answer.retry_after();
        d.request_id = answer.request_id();
        d.body = (!answer.text().is_empty()).then(|| kept(&answer.shown()));
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_shape() {
        let read = |body: &str| read_text(body, &Hide(None));
        let e1 = read(r#"{"error":{"code":"INVALID_RECIPIENT","message":"no","field":"to"}}"#);
        let text = |s: &str| Some(s.to_owned());
        assert_eq!(
            e1,
            Some(Said {
                code: Some(ProviderCode::Text("INVALID_RECIPIENT".into())),
                message: text("no"),
                field: text("to"),
                problems: Vec::new()
            })
        );
        let e3 = read(r#"{"status":400,"error":"Bad Request","message":"field from is absent","code":1002}"#);
        assert_eq!(
            e3,
            Some(Said {
                code: Some(ProviderCode::Number(1002)),
                message: text("field from is absent"),
                ..Said::default()
            })
        );
        assert_eq!(
            read(r#"{"response_code":999,"response_status":"FATAL_ERROR","response_result":null}"#),
            Some(Said { code: Some(ProviderCode::Number(999)), message: text("FATAL_ERROR"), ..Said::default() })
        );
        assert_eq!(read(r#"{"isValid":false,"error":"Invalid token"}"#).and_then(|s| s.message), text("Invalid token"));
        for body in [
            r#"{"error":{"code":"X","message":"no","errors":[{"field":"to","message":"of +380671234567 is bad"},"worse"]}}"#,
            r#"{"title":"no","errors":{"to":["of +380671234567 is bad"],"":["worse"]}}"#,
        ] {
            let said = read(body).unwrap_or_else(|| undocumented(body, &Hide(None)));
            let mut found: Vec<_> = said.problems.iter().map(ToString::to_string).collect();
            found.sort();
            assert!(found.len() == 2 && found[0].starts_with("to of ") && found[1] == "worse", "{found:?}");
            assert!(!found[0].contains("1234567"), "{found:?}");
        }
        assert_eq!(read("<html>"), None);
        assert_eq!(read("[]"), None);
        assert_eq!(read(r#"{"messages":[]}"#), None);
        // With status 200 it is no refusal.
        assert_eq!(read(r#"{"errors":["one of them is bad"]}"#), None);
    }
}
