//! Reading of error answers: every documented shape (`docs/provider/errors-and-limits.md` §2).

use serde_json::Value;

use crate::error::{Error, ErrorKind, Outcome, ProviderCode};
use crate::http::{Answer, kept};
use crate::phone::masked;

/// What an error body says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Said {
    pub(crate) code: Option<ProviderCode>,
    pub(crate) message: Option<String>,
    pub(crate) field: Option<String>,
}

/// Reads a body of shape E1 to E5 or E7; `None` if it is none of them.
pub(crate) fn read(body: &str) -> Option<Said> {
    let Ok(Value::Object(object)) = serde_json::from_str(body) else { return None };
    let text = |object: &serde_json::Map<String, Value>, key: &str| object.get(key)?.as_str().map(str::to_owned);
    match object.get("error") {
        // E1, E2
        Some(Value::Object(error)) => Some(Said {
            code: error.get("code").and_then(code),
            message: text(error, "message"),
            field: text(error, "field"),
        }),
        // E3, E4; E7 has `isValid` beside it, and no `message`
        Some(Value::String(error)) => Some(Said {
            code: object.get("code").and_then(code),
            message: Some(text(&object, "message").unwrap_or_else(|| error.clone())),
            field: text(&object, "field"),
        }),
        // E5
        _ => object.get("response_code").and_then(code).map(|code| Said {
            code: Some(code),
            message: text(&object, "response_status"),
            field: None,
        }),
    }
}

fn code(value: &Value) -> Option<ProviderCode> {
    match value {
        Value::String(text) => Some(ProviderCode::Text(text.clone())),
        Value::Number(number) => number.as_i64().map(ProviderCode::Number),
        _ => None,
    }
}

/// The error of an answer whose status is not 2xx.
pub(crate) fn from_status(answer: &Answer) -> Error {
    let said = read(answer.text()).unwrap_or_default();
    let status = answer.status;
    let (kind, outcome, what) = match status {
        300..=399 => (ErrorKind::Response, Outcome::Unknown, "the server redirects, which is not followed"),
        401 => (ErrorKind::Authentication, Outcome::NotSent, "the credentials were not accepted"),
        403 => (
            ErrorKind::PermissionDenied,
            Outcome::NotSent,
            "the credentials lack the right, or the account is suspended",
        ),
        404 => (ErrorKind::NotFound, Outcome::NotSent, "not found"),
        429 => (ErrorKind::RateLimit, Outcome::NotSent, "too many requests"),
        400..=499 => (ErrorKind::BadRequest, Outcome::NotSent, "the request was refused"),
        500..=599 => (ErrorKind::Server, Outcome::Unknown, "the server failed"),
        _ => (ErrorKind::Response, Outcome::Unknown, "the server gave an unusual answer"),
    };
    let mut message = format!("HTTP {status}: {what}");
    if let Some(location) = answer.location().filter(|_| (300..400).contains(&status)) {
        message.push_str(&format!(" (to {})", masked(&location)));
    }
    if let Some(text) = &said.message {
        message.push_str(&format!(": {}", masked(text)));
    }
    fill(Error::new(kind, message), answer, said).with(|d| d.outcome = outcome)
}

/// The error of an answer with status 200 that says no to the whole request.
pub(crate) fn from_refusal(answer: &Answer, said: Said) -> Error {
    let message = match (&said.message, &said.code) {
        (Some(text), Some(code)) => format!("the provider refused: {} ({code})", masked(text)),
        (Some(text), None) => format!("the provider refused: {}", masked(text)),
        (None, Some(code)) => format!("the provider refused with code {code}"),
        (None, None) => "the provider refused".to_owned(),
    };
    fill(Error::new(ErrorKind::Provider, message), answer, said).with(|d| d.outcome = Outcome::Rejected)
}

/// The error of an answer that cannot be understood.
pub(crate) fn unreadable(answer: &Answer, why: impl std::fmt::Display) -> Error {
    let message = format!("the answer could not be read: {why} ({})", answer.described());
    let error = Error::new(ErrorKind::Response, message);
    fill(error, answer, Said::default()).with(|d| d.outcome = Outcome::Unknown)
}

/// The error of an answer that is not what was expected: a refusal, if it says so.
pub(crate) fn refused_or_unreadable<W: std::fmt::Display>(answer: &Answer, why: impl FnOnce() -> W) -> Error {
    match read(answer.text()) {
        Some(said) => from_refusal(answer, said),
        None => unreadable(answer, why()),
    }
}

fn fill(error: Error, answer: &Answer, said: Said) -> Error {
    error.with(|d| {
        d.status_code = Some(answer.status);
        d.code = said.code;
        d.field = said.field;
        d.retry_after = answer.retry_after();
        d.request_id = answer.request_id().map(str::to_owned);
        d.body = (!answer.text().is_empty()).then(|| kept(answer.text()));
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_shape() {
        let e1 = read(r#"{"error":{"code":"INVALID_RECIPIENT","message":"no","field":"to"}}"#);
        let text = |s: &str| Some(s.to_owned());
        assert_eq!(
            e1,
            Some(Said {
                code: Some(ProviderCode::Text("INVALID_RECIPIENT".into())),
                message: text("no"),
                field: text("to")
            })
        );
        let e3 = read(r#"{"status":400,"error":"Bad Request","message":"field from is absent","code":1002}"#);
        assert_eq!(
            e3,
            Some(Said { code: Some(ProviderCode::Number(1002)), message: text("field from is absent"), field: None })
        );
        assert_eq!(
            read(r#"{"response_code":999,"response_status":"FATAL_ERROR","response_result":null}"#),
            Some(Said { code: Some(ProviderCode::Number(999)), message: text("FATAL_ERROR"), field: None })
        );
        assert_eq!(read(r#"{"isValid":false,"error":"Invalid token"}"#).and_then(|s| s.message), text("Invalid token"));
        assert_eq!(read("<html>"), None);
        assert_eq!(read("[]"), None);
        assert_eq!(read(r#"{"messages":[]}"#), None);
    }
}
