//! The problems of a body, each with its path.

use std::fmt;

use axum::http::StatusCode;

use crate::provider::common::refusal::{ProblemLine, Refusal};

/// Problems listed in one answer; the rest is only counted.
const MAX_LISTED: usize = 100;

/// Place of a value in the body, written like `messages[3].to`. Built on the stack, so a good body costs nothing.
#[derive(Clone, Copy)]
pub(crate) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    pub(crate) fn key<'a>(&'a self, key: &'a str) -> Path<'a> {
        Path::Key(self, key)
    }

    pub(crate) fn index(&self, index: usize) -> Path<'_> {
        Path::Index(self, index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Key(Path::Root, key) => f.write_str(key),
            Path::Key(parent, key) => write!(f, "{parent}.{key}"),
            Path::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// Which rule is broken; decides HTTP status, shape and code of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Wrong type, unknown field, too many items.
    Format,
    /// A required field is not there.
    Missing,
    /// A phone number other than the recipient's.
    Phone,
    /// The recipient.
    Recipient,
    /// The sender of an SMS.
    Sender,
    /// A text over its limit.
    TooLong,
    /// Well-formed, but the meaning is wrong.
    Meaning,
}

impl Rule {
    fn refusal(self, message: String) -> Refusal {
        let (bad, meaning) = (StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY);
        match self {
            Self::Format => Refusal::flat(bad, message, Some(1001)),
            Self::Missing => Refusal::flat(bad, message, Some(1002)),
            Self::Phone => Refusal::flat(meaning, message, Some(1003)),
            Self::Recipient => Refusal::nested(bad, "INVALID_RECIPIENT", message),
            Self::Sender => Refusal::nested(bad, "INVALID_SENDER", message),
            Self::TooLong => Refusal::nested(bad, "MESSAGE_TOO_LONG", message),
            Self::Meaning => Refusal::flat(meaning, message, None),
        }
    }

    /// As the Cascade API tells it. Only `INVALID_PHONE` is documented.
    fn nested(self, message: String) -> Refusal {
        let (bad, meaning) = (StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY);
        match self {
            Self::Format => Refusal::nested(bad, "INVALID_FORMAT", message),
            Self::Missing => Refusal::nested(bad, "MISSING_FIELD", message),
            Self::Phone | Self::Recipient => Refusal::nested(bad, "INVALID_PHONE", message),
            Self::Sender => Refusal::nested(bad, "INVALID_SENDER", message),
            Self::TooLong => Refusal::nested(bad, "MESSAGE_TOO_LONG", message),
            Self::Meaning => Refusal::nested(meaning, "INVALID_VALUE", message),
        }
    }
}

#[derive(Debug)]
struct Problem {
    path: String,
    rule: Rule,
    message: String,
}

/// The problems of one body.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    listed: Vec<Problem>,
    more: usize,
    nested: bool,
}

impl Problems {
    /// Problems that are told in the shape with a nested error, whatever rule is broken.
    pub(crate) fn nested() -> Self {
        Self { nested: true, ..Self::default() }
    }

    pub(crate) fn add(&mut self, at: &Path<'_>, rule: Rule, message: impl fmt::Display) {
        if self.listed.len() < MAX_LISTED {
            self.listed.push(Problem { path: at.to_string(), rule, message: message.to_string() });
        } else {
            self.more += 1;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// The answer: the first problem decides its kind, all are listed.
    pub(crate) fn into_refusal(self) -> Option<Refusal> {
        let first = self.listed.first()?;
        let message = match self.listed.len() - 1 + self.more {
            0 => first.to_string(),
            others => format!("{first} (and {others} more)"),
        };
        let refusal = if self.nested { first.rule.nested(message) } else { first.rule.refusal(message) };
        let lines = self.listed.into_iter().map(|p| ProblemLine { path: p.path, message: p.message });
        Some(refusal.with_problems(lines.collect()))
    }

    /// The answer, for a caller that knows that there is a problem.
    pub(crate) fn refusal(self) -> Refusal {
        self.into_refusal().unwrap_or_else(|| Refusal::of_status(StatusCode::BAD_REQUEST))
    }

    /// Ends a check: the answer if there is a problem.
    pub(crate) fn done(self) -> Result<(), Refusal> {
        self.into_refusal().map_or(Ok(()), Err)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.path, self.message) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_like_code() {
        let root = Path::Root;
        let messages = root.key("messages");
        let third = messages.index(3);
        assert_eq!(third.key("to").to_string(), "messages[3].to");
        assert_eq!(root.index(0).key("to").to_string(), "[0].to");
    }
}
