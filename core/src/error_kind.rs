//! Kind, outcome and provider's code of an error.

use std::fmt;
use std::str::FromStr;

/// The outcome of a message, or of a whole request.
///
/// Every row of a reply and every error has one. There will be no others, so a `match` on it can be exhaustive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The provider accepted the message.
    Accepted,
    /// The provider refused this message.
    Rejected,
    /// Nothing was sent: no byte of the request reached a socket, or the provider refused the whole request (4xx).
    /// Sending it again cannot cause a duplicate. Errors of reads and of configuration have this outcome, too.
    NotSent,
    /// Bytes may have been sent, but no readable response arrived. Sending it again may cause a duplicate.
    Unknown,
}

impl Outcome {
    /// All outcomes, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Accepted, Self::Rejected, Self::NotSent, Self::Unknown];

    /// Returns `"accepted"`, `"rejected"`, `"not_sent"` or `"unknown"`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::NotSent => "not_sent",
            Self::Unknown => "unknown",
        }
    }
}

/// Error for a text that is not the name of an [`Outcome`] or an [`ErrorKind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not the name of {what}; the names are {names}")]
pub struct UnknownName {
    what: &'static str,
    names: &'static str,
}

/// `Display` writes the name, `FromStr` reads it.
macro_rules! named {
    ($($name:ident $what:literal $names:literal)*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, UnknownName> {
                let found = Self::ALL.into_iter().find(|name| name.as_str() == text);
                found.ok_or(UnknownName { what: $what, names: $names })
            }
        }
    )*};
}

named! {
    Outcome "an outcome" "accepted, rejected, not_sent and unknown"
    ErrorKind "a kind of error" "those of ErrorKind::as_str, such as permission_denied"
}

/// The kind of an error. C error codes and Python exception classes follow this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The settings contradict each other or are incomplete.
    Configuration,
    /// The input breaks a rule; [`crate::Error::problems`] names each field. Nothing was sent, unless a
    /// campaign ended because of it: see the outcome.
    Validation,
    /// HTTP 401: wrong or missing credentials.
    Authentication,
    /// HTTP 403: the credentials lack a permission, or the account is suspended.
    PermissionDenied,
    /// HTTP 404: no such message, chat or path.
    NotFound,
    /// Any other HTTP 4xx: the provider refused the request as a whole.
    BadRequest,
    /// HTTP 429: too many requests. Wait for [`crate::Error::retry_after`].
    RateLimit,
    /// HTTP 5xx.
    Server,
    /// The connection could not be opened, or it broke.
    Connection,
    /// The call timed out.
    Timeout,
    /// The response could not be read: not HTTP, not JSON, too large, or a redirect.
    Response,
    /// HTTP 200, but the response body refuses the whole request.
    Provider,
    /// The call was interrupted by a signal, by another thread, or because the client was closed.
    Cancelled,
    /// A bug in this library; please report it.
    Internal,
}

impl ErrorKind {
    /// All kinds, in the order of the documentation.
    pub const ALL: [Self; 14] = [
        Self::Configuration,
        Self::Validation,
        Self::Authentication,
        Self::PermissionDenied,
        Self::NotFound,
        Self::BadRequest,
        Self::RateLimit,
        Self::Server,
        Self::Connection,
        Self::Timeout,
        Self::Response,
        Self::Provider,
        Self::Cancelled,
        Self::Internal,
    ];

    /// Returns the kind in lower case with underscores, such as `"permission_denied"`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Validation => "validation",
            Self::Authentication => "authentication",
            Self::PermissionDenied => "permission_denied",
            Self::NotFound => "not_found",
            Self::BadRequest => "bad_request",
            Self::RateLimit => "rate_limit",
            Self::Server => "server",
            Self::Connection => "connection",
            Self::Timeout => "timeout",
            Self::Response => "response",
            Self::Provider => "provider",
            Self::Cancelled => "cancelled",
            Self::Internal => "internal",
        }
    }
}

impl ErrorKind {
    /// Returns when this error occurs, in one sentence.
    pub fn cause(self) -> &'static str {
        match self {
            Self::Configuration => "Settings contradict each other, are incomplete or cannot be used.",
            Self::Validation => "An argument breaks a rule.",
            Self::Authentication => "The credentials were not accepted (HTTP 401).",
            Self::PermissionDenied => "The credentials lack a permission, or the account is suspended (HTTP 403).",
            Self::NotFound => "There is no such message, chat or path (HTTP 404).",
            Self::BadRequest => "The provider refused the whole request (any other HTTP 4xx).",
            Self::RateLimit => "There were too many requests (HTTP 429, or the client's own limit).",
            Self::Server => "The provider failed (HTTP 5xx).",
            Self::Connection => "The connection could not be opened, or it broke.",
            Self::Timeout => "The call, or opening its connection, took longer than allowed.",
            Self::Response => "The response could not be read: not HTTP, not JSON, too large, or a redirect.",
            Self::Provider => "The response has HTTP status 200 but refuses the whole request.",
            Self::Cancelled => "The call was interrupted, or the client was closed.",
            Self::Internal => "This library has a bug.",
        }
    }

    /// Returns what to do next. [`Outcome::advice`] covers messages that may have been sent.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Configuration => {
                "correct the setting; `smsbat doctor` shows which settings are used and where each comes from"
            }
            Self::Validation => "correct each argument that is named",
            Self::Authentication => "check the key and where it comes from: run `smsbat doctor`",
            Self::PermissionDenied => {
                "ask the provider to allow this for your account, and check its allowed IP addresses"
            }
            Self::NotFound => {
                "check the id, and that `base_url` names no path; a message that was just sent is known after some seconds"
            }
            Self::BadRequest | Self::Provider => "correct what the provider names, then send again",
            Self::RateLimit => {
                "wait for `retry_after` if it is set, else a minute, then call again; send many messages with `send_bulk`"
            }
            Self::Server => "try again in some minutes",
            Self::Connection => "run `smsbat doctor`, which shows the step that fails",
            Self::Timeout => "run `smsbat doctor`, which shows the step that is slow, or set a longer `timeout`",
            Self::Response => {
                "check `base_url`, and whether a proxy answers in place of the provider: run `smsbat doctor`"
            }
            Self::Cancelled => "call again when the program may go on",
            Self::Internal => "report it with this text",
        }
    }
}

impl Outcome {
    /// Returns what to do before the same messages are sent again; `None` if nothing needs to be done.
    pub fn advice(self) -> Option<&'static str> {
        match self {
            Self::Unknown => Some(
                "it may have been sent: find out whether it arrived before you send it again, because a second \
                 send may be a second message",
            ),
            Self::Accepted => Some("the provider has it: do not send it again"),
            Self::Rejected | Self::NotSent => None,
        }
    }
}

/// The provider's error code. Some of its APIs use text, others a number (D6).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ProviderCode {
    /// A text, such as `INVALID_RECIPIENT`.
    Text(String),
    /// A number, such as 1003.
    Number(i64),
}

impl fmt::Display for ProviderCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_documentation() {
        assert_eq!(Outcome::ALL.map(Outcome::as_str), ["accepted", "rejected", "not_sent", "unknown"]);
        for outcome in Outcome::ALL {
            assert_eq!(outcome.to_string(), outcome.as_str());
        }
        for kind in ErrorKind::ALL {
            // `PermissionDenied` becomes `permission_denied`.
            let mut word = String::new();
            for c in format!("{kind:?}").chars() {
                if c.is_uppercase() && !word.is_empty() {
                    word.push('_');
                }
                word.extend(c.to_lowercase());
            }
            assert_eq!(kind.as_str(), word);
        }
        assert_eq!(ProviderCode::Text("INVALID_RECIPIENT".into()).to_string(), "INVALID_RECIPIENT");
        assert_eq!(ProviderCode::Number(1003).to_string(), "1003");
    }

    #[test]
    fn names_read_back_as_they_are_written() {
        for outcome in Outcome::ALL {
            assert_eq!(outcome.to_string().parse(), Ok(outcome));
        }
        for kind in ErrorKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
        assert_eq!(format!("{:>9}|", Outcome::Unknown), "  unknown|");
        for text in ["", "Accepted", "lost", "accepted "] {
            let said = text.parse::<Outcome>().map_err(|e| e.to_string());
            assert_eq!(
                said,
                Err("is not the name of an outcome; the names are accepted, rejected, not_sent and unknown".into())
            );
            assert!(text.parse::<ErrorKind>().is_err());
        }
    }
}
