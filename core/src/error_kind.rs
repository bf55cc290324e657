//! The words of an error: its kind, the outcome, and the provider's code.

use std::fmt;
use std::str::FromStr;

/// What became of a message, or of a whole request.
///
/// Every row of a reply and every error carries one. There are these four and no more, so that a `match` on it can be
/// complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The provider took it.
    Accepted,
    /// The provider said no to this message.
    Rejected,
    /// No byte of the request reached a socket, or the whole request was refused (4xx): sending again
    /// cannot send twice. Errors of reads and of configuration are of this kind too.
    NotSent,
    /// Bytes may have left and no readable answer came: sending again may send twice.
    Unknown,
}

impl Outcome {
    /// All outcomes, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Accepted, Self::Rejected, Self::NotSent, Self::Unknown];

    /// `"accepted"`, `"rejected"`, `"not_sent"` or `"unknown"`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::NotSent => "not_sent",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a text is no [`Outcome`] or [`ErrorKind`].
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

/// What went wrong, by meaning. C codes and Python classes follow this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The settings contradict each other or lack something; correct them.
    Configuration,
    /// The input breaks a rule; [`Error::problems`] names each field. Nothing was sent.
    Validation,
    /// HTTP 401: bad or missing credentials.
    Authentication,
    /// HTTP 403: the credentials lack a right, or the account is suspended.
    PermissionDenied,
    /// HTTP 404: no such message, chat or path.
    NotFound,
    /// Any other HTTP 4xx: the provider refused the request as a whole.
    BadRequest,
    /// HTTP 429: too many requests; wait [`Error::retry_after`].
    RateLimit,
    /// HTTP 5xx.
    Server,
    /// The connection could not be made, or broke.
    Connection,
    /// The time allowed for the call ran out.
    Timeout,
    /// The answer could not be read: not HTTP, not JSON, too large, or a redirect.
    Response,
    /// HTTP 200, but the body says no to the whole request.
    Provider,
    /// The call was interrupted: a signal, a cancel from another thread, or the client was closed.
    Cancelled,
    /// A defect of this library; please report it.
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

    /// The kind in lower case with underscores, such as `"permission_denied"`.
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

/// The provider's own code for an error: some parts of it use text, some a number (D6).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ProviderCode {
    /// Such as `INVALID_RECIPIENT`.
    Text(String),
    /// Such as 1003.
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
            // `PermissionDenied` is `permission_denied`.
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
