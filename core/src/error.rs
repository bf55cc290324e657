//! The one error type.

use std::fmt;
use std::time::Duration;

pub use crate::error_kind::{ErrorKind, Outcome, ProviderCode, UnknownName};
use crate::phone::PhoneError;
use crate::problem::Problem;
use crate::shown::line;

/// Maximum size of the kept part of an error body, in bytes.
pub(crate) const BODY_KEPT: usize = 64 * 1024;

/// The error of a call, with the outcome of its messages.
///
/// `Display` writes one line without credentials and message texts.
pub struct Error(Box<Detail>);

pub(crate) struct Detail {
    pub(crate) kind: ErrorKind,
    pub(crate) outcome: Outcome,
    pub(crate) message: String,
    pub(crate) operation: Option<&'static str>,
    pub(crate) status_code: Option<u16>,
    pub(crate) code: Option<ProviderCode>,
    pub(crate) field: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) request_id: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) customer_message_ids: Vec<String>,
    /// True if another program holds a lock. The same call succeeds once that program has finished.
    pub(crate) in_use: bool,
    /// True if the outcome is that of a part only: others of its messages were or may have been sent.
    pub(crate) in_part: bool,
    /// True if the same call continues where this one stopped and sends nothing twice.
    pub(crate) goes_on: bool,
    pub(crate) source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

#[cfg(feature = "bulk")]
impl Detail {
    /// Adds to the text.
    pub(crate) fn add_text(&mut self, more: &str) {
        self.message.push_str(more);
    }
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Detail {
            kind,
            outcome: Outcome::NotSent,
            message: line(message.into()),
            operation: None,
            status_code: None,
            code: None,
            field: None,
            retry_after: None,
            request_id: None,
            body: None,
            problems: Vec::new(),
            customer_message_ids: Vec::new(),
            in_use: false,
            in_part: false,
            goes_on: false,
            source: None,
        }))
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    /// Makes the error for all problems of an input. The first one becomes the error's text and field.
    pub(crate) fn validation(problems: Vec<Problem>) -> Self {
        let message = match problems.as_slice() {
            [] => "the input is not valid".to_owned(),
            [only] => only.to_string(),
            [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
        };
        let mut error = Self::new(ErrorKind::Validation, message);
        error.0.field = problems.first().map(|p| p.path().to_owned());
        error.0.problems = problems;
        error
    }

    /// Makes the error for one broken rule, such as `invalid("rows", "count", "must not be empty")`.
    pub fn invalid(path: &str, rule: &str, message: impl Into<String>) -> Self {
        Self::validation(vec![Problem::new(path, rule, message)])
    }

    /// Makes the error of settings that an earlier call had, from its text.
    #[cfg(feature = "bulk")]
    pub(crate) fn repeated(message: &str) -> Self {
        Self::configuration(message)
    }

    /// Makes the error for a bug in this library or in a caller's function, caught at a language boundary.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Internal, message)
    }

    /// Makes the error for a caught panic. It is unknown how far the call got.
    pub(crate) fn panicked() -> Self {
        Self::internal("a bug in this library (a panic); please report it").with(|d| d.outcome = Outcome::Unknown)
    }

    pub(crate) fn detail(&mut self) -> &mut Detail {
        &mut self.0
    }

    /// Changes the kind and the text; everything else stays.
    pub(crate) fn turn_into(&mut self, kind: ErrorKind, message: String) {
        (self.0.kind, self.0.message) = (kind, line(message));
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Detail)) -> Self {
        change(&mut self.0);
        self
    }

    /// Sets the operation of a call that makes other calls.
    pub(crate) fn of(self, operation: &'static str) -> Self {
        self.with(|d| d.operation = Some(operation))
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the outcome of the request and of every message in it.
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Returns a description in one line, without the operation's name.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the operation that failed, such as `messages.send`; `None` if none had started.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// Returns the HTTP status of the response, if one arrived.
    pub fn status_code(&self) -> Option<u16> {
        self.0.status_code
    }

    /// Returns the provider's error code, unchanged.
    pub fn code(&self) -> Option<&ProviderCode> {
        self.0.code.as_ref()
    }

    /// Returns the path of the first invalid field, such as `messages[3].to`.
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// Returns the time that the provider asks to wait before the next request, at most a year.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the provider's id of this request, for support inquiries.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns the response body, up to 64 KiB. It is unchanged, but a credential of this client in it is `***`. It may
    /// contain personal data. It is never logged.
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// Returns every broken rule of the input, for [`ErrorKind::Validation`]; for other errors, the problems that the
    /// provider lists in its response.
    pub fn problems(&self) -> &[Problem] {
        &self.0.problems
    }

    /// Returns the customer message ids of the messages in the failed request, to look them up later.
    pub fn customer_message_ids(&self) -> &[String] {
        &self.0.customer_message_ids
    }

    /// Returns the page of the documentation about this kind of error.
    pub fn help_url(&self) -> String {
        format!("{}/blob/main/docs/reference/errors.md#{}", env!("CARGO_PKG_REPOSITORY"), self.kind().as_str())
    }

    /// Returns lines for a person below the error's own: each problem if there are several, what to do next, and the
    /// page of the documentation. Like the error's text, they contain no credentials, message texts and whole phone
    /// numbers.
    pub fn notes(&self) -> Vec<String> {
        let own = if self.kind() == ErrorKind::Validation { 1 } else { 0 };
        let problems = if self.problems().len() > own { self.problems() } else { &[] };
        let mut notes: Vec<_> = problems.iter().map(ToString::to_string).collect();
        // A webhook's body is no response; its text has the advice.
        let of_call = self.kind() != ErrorKind::Response || self.operation().is_some();
        let advice = [self.outcome().advice(), self.advice_of_kind().filter(|_| of_call)];
        notes.extend(advice.into_iter().flatten().map(|advice| format!("next: {advice}")));
        notes.push(format!("help: {}", self.help_url()));
        notes
    }

    /// Returns the advice of the kind, unless it would lead to a second send.
    fn advice_of_kind(&self) -> Option<&'static str> {
        match self.outcome() {
            // Of a journal that somebody has or that is not what it was; its text says what to do.
            _ if self.kind() == ErrorKind::Configuration && (self.0.in_use || self.0.in_part) => None,
            Outcome::Rejected if self.0.in_part => {
                Some("correct what the provider names, then send again only the messages that were not accepted")
            }
            Outcome::NotSent | Outcome::Rejected => Some(self.kind().advice()),
            Outcome::Accepted | Outcome::Unknown if self.0.goes_on => Some(self.kind().advice()),
            Outcome::Accepted | Outcome::Unknown => {
                Some(self.kind().advice()).filter(|advice| !advice.contains("again"))
            }
        }
    }

    /// Returns true if another program holds a lock.
    #[cfg(feature = "bulk")]
    pub(crate) fn is_in_use(&self) -> bool {
        self.0.in_use
    }

    /// Returns true if the call, or opening its connection, timed out.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Returns true if the connection could not be opened, or broke.
    pub fn is_connection(&self) -> bool {
        self.kind() == ErrorKind::Connection
    }

    /// Returns true if the input breaks a rule; [`Self::problems`] names each field.
    pub fn is_validation(&self) -> bool {
        self.kind() == ErrorKind::Validation
    }

    /// Returns true if the settings contradict each other or are incomplete.
    pub fn is_configuration(&self) -> bool {
        self.kind() == ErrorKind::Configuration
    }

    /// Returns true if the credentials were refused or lack a permission (HTTP 401 and 403).
    pub fn is_authentication(&self) -> bool {
        matches!(self.kind(), ErrorKind::Authentication | ErrorKind::PermissionDenied)
    }

    /// Returns true if the message, chat or path does not exist (HTTP 404).
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// Returns true if there were too many requests (HTTP 429, or the client's own limit).
    pub fn is_rate_limit(&self) -> bool {
        self.kind() == ErrorKind::RateLimit
    }

    /// Returns true if the call was canceled, or the client was closed during it.
    pub fn is_cancelled(&self) -> bool {
        self.kind() == ErrorKind::Cancelled
    }

    /// Returns true if the provider refused the messages: [`Self::outcome`] is [`Outcome::Rejected`].
    pub fn is_rejected(&self) -> bool {
        self.outcome() == Outcome::Rejected
    }

    /// Returns true if a message of the call was or may have been sent, so that the same call may send it twice.
    pub fn may_have_been_sent(&self) -> bool {
        matches!(self.outcome(), Outcome::Unknown | Outcome::Accepted)
    }

    /// Returns true if the same call may succeed later and cannot send anything twice. A campaign with a journal
    /// continues where it stopped.
    pub fn retryable(&self) -> bool {
        use ErrorKind::{Cancelled, Connection, RateLimit, Response, Server, Timeout};
        match self.kind() {
            _ if self.outcome() != Outcome::NotSent && !self.0.goes_on => false,
            RateLimit | Server | Connection | Timeout => true,
            Cancelled | Response => self.0.goes_on,
            _ => self.0.in_use,
        }
    }
}

impl From<PhoneError> for Error {
    fn from(why: PhoneError) -> Self {
        Self::validation(vec![why.problem("phone")])
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&self.0.message)?;
        match self.0.outcome {
            Outcome::Unknown if self.0.in_part => {
                f.write_str(" (outcome unknown: part of it was or may have been sent)")
            }
            Outcome::Unknown => f.write_str(" (outcome unknown: it may have been sent)"),
            _ => Ok(()),
        }
    }
}

/// Writes selected fields only, never the body.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("outcome", &self.0.outcome)
            .field("operation", &self.0.operation)
            .field("message", &self.0.message)
            .field("status_code", &self.0.status_code)
            .field("code", &self.0.code)
            .field("field", &self.0.field)
            .field("retry_after", &self.0.retry_after)
            .field("request_id", &self.0.request_id)
            .field("problems", &self.0.problems)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|e| e as &(dyn std::error::Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_say_what_is_wrong_and_what_to_do() {
        let problem = |path: &str| Problem::new(path, "rule", "is wrong");
        let notes = Error::validation(vec![problem("a"), problem("b")]).notes();
        assert_eq!(notes[..3], ["a is wrong", "b is wrong", "next: correct each argument that is named"]);
        assert!(notes[3].ends_with("/docs/reference/errors.md#validation"), "{notes:?}");
        assert_eq!(Error::validation(vec![problem("a")]).notes().len(), 2);
        let unknown = Error::new(ErrorKind::Timeout, "no").with(|d| d.outcome = Outcome::Unknown).notes();
        assert!(unknown[0].starts_with("next: it may have been sent") && unknown.len() == 3, "{unknown:?}");
    }

    #[test]
    fn no_note_leads_to_a_second_send() {
        for kind in ErrorKind::ALL {
            for outcome in Outcome::ALL {
                let error = Error::new(kind, "no").of("messages.send").with(|d| d.outcome = outcome);
                let next = |error: &Error| -> Vec<String> {
                    error.notes().into_iter().filter(|note| note.starts_with("next: ")).collect()
                };
                let first = next(&error);
                match outcome {
                    Outcome::NotSent | Outcome::Rejected => assert_eq!(first[0], format!("next: {}", kind.advice())),
                    Outcome::Accepted => assert_eq!(first[0], "next: the provider has it: do not send it again"),
                    Outcome::Unknown => assert!(first[0].starts_with("next: it may have been sent: find out")),
                }
                if matches!(outcome, Outcome::Accepted | Outcome::Unknown) {
                    assert!(first[1..].iter().all(|note| !note.contains("again")), "{first:?}");
                    // The same call sends nothing twice.
                    let goes_on = error.with(|d| d.goes_on = true);
                    assert_eq!(next(&goes_on)[1], format!("next: {}", kind.advice()));
                }
            }
        }
        let part = Error::new(ErrorKind::Provider, "no").with(|d| (d.outcome, d.in_part) = (Outcome::Rejected, true));
        assert!(part.notes()[0].ends_with("send again only the messages that were not accepted"), "{:?}", part.notes());
    }

    #[test]
    fn an_error_is_one_pointer() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }

    #[test]
    fn questions_of_an_error_follow_its_kind_and_outcome() {
        for kind in ErrorKind::ALL {
            for outcome in Outcome::ALL {
                let error = Error::new(kind, "no").with(|d| d.outcome = outcome);
                let denied = matches!(kind, ErrorKind::Authentication | ErrorKind::PermissionDenied);
                let said = [
                    (error.is_timeout(), kind == ErrorKind::Timeout),
                    (error.is_connection(), kind == ErrorKind::Connection),
                    (error.is_validation(), kind == ErrorKind::Validation),
                    (error.is_configuration(), kind == ErrorKind::Configuration),
                    (error.is_authentication(), denied),
                    (error.is_not_found(), kind == ErrorKind::NotFound),
                    (error.is_rate_limit(), kind == ErrorKind::RateLimit),
                    (error.is_cancelled(), kind == ErrorKind::Cancelled),
                ];
                assert!(said.iter().all(|(is, expected)| is == expected), "{kind:?}: {said:?}");
                assert_eq!(error.is_rejected(), outcome == Outcome::Rejected);
                let maybe = matches!(outcome, Outcome::Unknown | Outcome::Accepted);
                assert_eq!(error.may_have_been_sent(), maybe);
            }
        }
    }

    #[test]
    fn an_error_says_what_may_have_been_sent() {
        let said = |outcome, in_part, operation| {
            let error = Error::internal("no").with(|d| {
                (d.outcome, d.in_part, d.operation) = (outcome, in_part, operation);
            });
            error.to_string()
        };
        for outcome in [Outcome::Accepted, Outcome::Rejected, Outcome::NotSent] {
            assert_eq!(said(outcome, false, None), "no");
            assert_eq!(said(outcome, true, Some("messages.send")), "messages.send: no");
        }
        assert_eq!(said(Outcome::Unknown, false, None), "no (outcome unknown: it may have been sent)");
        let part = "no (outcome unknown: part of it was or may have been sent)";
        assert_eq!(said(Outcome::Unknown, true, None), part);
    }

    #[test]
    fn a_call_can_be_repeated_only_if_nothing_can_arrive_twice() {
        use ErrorKind::{Cancelled, Connection, RateLimit, Response, Server, Timeout};
        for kind in ErrorKind::ALL {
            for outcome in Outcome::ALL {
                for (goes_on, in_use) in [(false, false), (false, true), (true, false), (true, true)] {
                    let error = Error::new(kind, "no").with(|d| {
                        (d.outcome, d.goes_on, d.in_use) = (outcome, goes_on, in_use);
                    });
                    let safe = outcome == Outcome::NotSent || goes_on;
                    let helps = match kind {
                        RateLimit | Server | Connection | Timeout => true,
                        Cancelled | Response => goes_on,
                        _ => in_use,
                    };
                    assert_eq!(error.retryable(), safe && helps, "{kind:?}, {outcome:?}, {goes_on}, {in_use}");
                }
            }
        }
    }

    #[test]
    fn an_input_error_names_the_first_problem_and_counts_the_others() {
        let problem = |path: &str| Problem::new(path, "rule", "is wrong");
        let error = Error::validation(vec![problem("a"), problem("b"), problem("c")]);
        assert_eq!(
            (error.kind(), error.outcome(), error.field()),
            (ErrorKind::Validation, Outcome::NotSent, Some("a"))
        );
        assert_eq!((error.problems().len(), error.problems()[2].path()), (3, "c"));
        assert!(error.message().ends_with(" (and 2 more)"), "{error}");
        let one = Error::invalid("a", "rule", "is wrong");
        assert!(one.problems().len() == 1 && !one.message().contains("more"), "{one}");
        assert_eq!(Error::validation(Vec::new()).field(), None);
    }
}
