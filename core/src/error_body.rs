//! Reads error responses in every documented shape (`docs/provider/errors-and-limits.md` §2).

use crate::error::{Error, ErrorKind, Outcome, ProviderCode};
use crate::http::{Answer, kept};
use crate::model::{Raw, each_item, each_member, each_object, integer};
use crate::native_codes;
use crate::phone::masked;
use crate::problem::Problem;
use crate::shown::line;

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
    /// A text or a name as one line, without texts of the request: who checks a value may name it instead of its field.
    fn text(&self, text: &str) -> String {
        line(masked(&self.0.map_or_else(|| text.to_owned(), |answer| answer.without_texts(text))))
    }

    fn text_of(&self, value: Option<Raw<'_>>) -> Option<String> {
        value?.string().map(|text| self.text(&text))
    }

    /// A code; a number that may be a phone is masked.
    fn code(&self, value: Raw<'_>) -> Option<ProviderCode> {
        if let Some(text) = value.string() {
            return Some(ProviderCode::Text(self.text(&text)));
        }
        let number = integer(value.as_str())?;
        let text = number.to_string();
        let shown = masked(&self.0.map_or(text.as_str().into(), |answer| answer.without_secrets(&text)));
        let shown = Some(shown).filter(|shown| *shown != text);
        Some(shown.map_or(ProviderCode::Number(number), ProviderCode::Text))
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
            Value::String(text) => found.push(Problem::new(&hide.text(path), "provider", hide.text(text))),
            Value::Array(values) => values.iter().for_each(|value| of(path, value, found, hide)),
            Value::Object(members) => {
                let text = |name: &str| members.get(name).and_then(Value::as_str);
                match text("message").or_else(|| text("description")).or_else(|| text("error")) {
                    Some(message) => {
                        let field = text("field").or_else(|| text("path")).unwrap_or(path);
                        found.push(Problem::new(&hide.text(field), "provider", hide.text(message)));
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

/// Reads the body of a response that is an error by its HTTP status; `None` if it has none of the shapes E1 to E5 and E7.
fn read(body: &str, hide: &Hide<'_>) -> Option<Said> {
    let members = Members::of(body.trim())?;
    of_error(&members, hide).or_else(|| of_code(&members, hide)).or_else(|| of_text(&members, hide))
}

/// Reads the body of a response with status 200 that refuses the whole request, and what this says of the messages in it;
/// `None` if it is no refusal. An error that says nothing is none, and neither is one beside another value for the same
/// key.
pub(crate) fn refusal(answer: &Answer) -> Option<(Said, Outcome)> {
    refusal_in(answer.text(), &Hide(Some(answer)))
}

fn refusal_in(body: &str, hide: &Hide<'_>) -> Option<(Said, Outcome)> {
    let members = Members::of(body.trim()).filter(|members| !members.is_given_twice)?;
    if let Some(said) = of_error(&members, hide) {
        return Some((said, Outcome::Rejected));
    }
    let code = members.response_code.and_then(|code| integer(&code.scalar()?))?;
    let outcome = native_codes::outcome(code);
    if outcome == Outcome::Accepted { None } else { of_code(&members, hide).map(|said| (said, outcome)) }
}

/// Returns what a native code and its status say.
pub(crate) fn of_native_code(answer: &Answer) -> Said {
    Members::of(answer.text().trim()).and_then(|members| of_code(&members, &Hide(Some(answer)))).unwrap_or_default()
}

/// Reads the shapes E1 to E4 and E7.
fn of_error(members: &Members<'_>, hide: &Hide<'_>) -> Option<Said> {
    let error = members.error.filter(|error| says_something(*error))?;
    if error.as_str().starts_with('{') {
        let Members { code, message, field, errors, .. } = Members::of(error.as_str())?;
        let problems = problems(errors.or(members.errors), hide);
        return Some(Said {
            code: code.and_then(|code| hide.code(code)),
            message: hide.text_of(message),
            field: hide.text_of(field),
            problems,
        });
    }
    error.string().and_then(|_| of_text(members, hide))
}

/// Reads the shapes E3 and E4. E7 has `isValid` and no `message`.
fn of_text(members: &Members<'_>, hide: &Hide<'_>) -> Option<Said> {
    let error = members.error.filter(|error| error.string().is_some())?;
    Some(Said {
        code: members.code.and_then(|code| hide.code(code)),
        message: hide.text_of(members.message).or_else(|| hide.text_of(Some(error))),
        field: hide.text_of(members.field),
        problems: problems(members.errors, hide),
    })
}

/// Reads the shape E5.
fn of_code(members: &Members<'_>, hide: &Hide<'_>) -> Option<Said> {
    let code = members.response_code.and_then(|code| hide.code(code))?;
    let (message, problems) = (hide.text_of(members.response_status), problems(members.errors, hide));
    Some(Said { code: Some(code), message, field: None, problems })
}

/// Returns false for the many ways to say that there is no error.
pub(crate) fn says_something(value: Raw<'_>) -> bool {
    fn says(value: Raw<'_>, levels: usize) -> bool {
        let text = value.as_str();
        let is_nested = text.starts_with(['{', '[']);
        if !is_nested || levels == 0 {
            return value.scalar().map_or(is_nested, |text| !matches!(text.trim(), "" | "0" | "false"));
        }
        let mut found = false;
        let mut inside = |value| found |= says(value, levels.saturating_sub(1));
        let read = match text.starts_with('{') {
            true => each_member(text, |_, value| inside(value)),
            false => each_item(text, inside),
        };
        found || read.is_none()
    }
    says(value, DEEPEST)
}

/// Returns true if a body has a list under this key that is not empty, or an object where `or_object`. It may have several.
pub(crate) fn has_result(body: &str, key: &str, or_object: bool) -> bool {
    let mut found = false;
    let is_result = |value: Raw<'_>| {
        let text = value.as_str();
        (text.starts_with('[') || (or_object && text.starts_with('{'))) && says_something(value)
    };
    let whole = each_member(body.trim(), |name, value| found |= name == key && is_result(value));
    found && whole.is_some()
}

/// Deepest nesting that is searched for an error and its text.
pub(crate) const DEEPEST: usize = 4;

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
    /// True if the error or the native code is given twice, with two values.
    is_given_twice: bool,
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
            let differs = place.is_some_and(|before| before.as_str() != value.as_str());
            found.is_given_twice |= differs && matches!(key, "error" | "response_code");
            *place = Some(value);
        })?;
        Some(found)
    }
}

/// Statuses of a message that the provider has (D14, D29).
const TAKEN: [&str; 7] = ["accepted", "sent", "queued", "scheduled", "processing", "delivered", "read"];

/// Signs in a row of a response that the provider has its message.
#[derive(Default)]
struct RowSaid {
    taken: bool,
    has_id: bool,
    /// True if it says more than whose row it is.
    says_more: bool,
}

/// Returns true if a 4xx response to a send lists a message as taken (D75). The request was then not refused as a whole: its
/// rows are read like those of a 200, and it is neither retried nor split.
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
                said.taken |= integer(text).is_some_and(|code| native_codes::outcome(code) == Outcome::Accepted);
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
    let hide = Hide(Some(answer));
    let said = read(answer.text(), &hide).unwrap_or_else(|| undocumented(answer.text(), &hide));
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

/// Makes the error for a response with status 200 that refuses the whole request, or does not give its result.
pub(crate) fn from_refusal(answer: &Answer, said: Said, outcome: Outcome) -> Error {
    let text = said.message.as_deref().filter(|text| !text.trim().is_empty());
    let what = match outcome {
        Outcome::Rejected if answer.is_repeat() => {
            "the provider refused the request when it was repeated, and may have accepted it before"
        }
        Outcome::Rejected => "the provider refused",
        _ => "the provider answered without a result",
    };
    let message = match (text, &said.code) {
        (Some(text), Some(code)) => format!("{what}: {text} ({code})"),
        (Some(text), None) => format!("{what}: {text}"),
        (None, Some(code)) => format!("{what}: code {code}"),
        (None, None) => what.to_owned(),
    };
    fill(Error::new(ErrorKind::Provider, message), answer, said).with(|d| d.outcome = answer.at_most(outcome))
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
    match refusal(answer) {
        Some((said, outcome)) => from_refusal(answer, said, outcome),
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
        let read = |body: &str| read(body, &Hide(None));
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
        // An empty `error` hides neither message nor code.
        let said = read(r#"{"error":"","message":"field from is absent","code":1002.0}"#).unwrap();
        assert_eq!((said.message, said.code), (text("field from is absent"), Some(ProviderCode::Number(1002))));
    }

    #[test]
    fn a_refusal_says_something_once() {
        let outcome = |body: &str| refusal_in(body, &Hide(None)).map(|(_, outcome)| outcome);
        for body in [
            r#"{"error":{"code":"QUOTA"}}"#,
            r#"{"error":{"code":null,"message":"no"}}"#,
            r#"{"error":{"text":"no"}}"#,
            r#"{"error":"no"}"#,
            r#"{"error":"no","error":"no"}"#,
            r#"{"error":"","response_code":103}"#,
            r#"{"response_code":"103","response_status":"REQUIRED_TOKEN"}"#,
            r#"{"response_code":103.0}"#,
        ] {
            assert_eq!(outcome(body), Some(Outcome::Rejected), "{body}");
        }
        for body in [r#"{"response_code":999}"#, r#"{"response_code":4321}"#] {
            assert_eq!(outcome(body), Some(Outcome::Unknown), "{body}");
        }
        for body in [
            r#"{"error":""}"#,
            r#"{"error":" "}"#,
            r#"{"error":{}}"#,
            r#"{"error":{"code":null,"message":""}}"#,
            r#"{"error":{"code":0,"errors":[],"field":{"x":false}}}"#,
            r#"{"error":[{}]}"#,
            r#"{"error":["no"]}"#,
            r#"{"error":null}"#,
            r#"{"error":false}"#,
            r#"{"error":0}"#,
            r#"{"error":"no","error":null}"#,
            r#"{"error":null,"error":{"code":"QUOTA"}}"#,
            r#"{"response_code":103,"response_code":0}"#,
            r#"{"response_code":0}"#,
            r#"{"response_code":800}"#,
            r#"{"response_code":427}"#,
            r#"{"response_code":"SUCCESS","response_status":"OK"}"#,
            r#"{"response_code":1e30}"#,
            "{}",
            "[]",
            "<html>",
        ] {
            assert_eq!(outcome(body), None, "{body}");
        }
    }
}
