//! The problems of a body, each with its path.

use std::cell::{Cell, RefCell};
use std::fmt;

use axum::http::StatusCode;

use crate::provider::common::refusal::{ProblemLine, Refusal};

/// Most problems listed in one response; the rest is only counted.
const MAX_LISTED: usize = 100;

/// Place of a value in the body, written like `messages[3].to`. Built on the stack, so a valid body costs nothing.
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

/// Kind of a problem, which decides HTTP status, shape and code of the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProblemKind {
    /// Wrong type, unknown field, too many items.
    Format,
    /// A required field is missing.
    Missing,
    /// A phone number other than the recipient's.
    Phone,
    /// The recipient.
    Recipient,
    /// The sender of an SMS.
    Sender,
    /// A text longer than its limit.
    TooLong,
    /// Well-formed, but not allowed.
    Meaning,
}

impl ProblemKind {
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

    /// The response of the Cascade API. Only `INVALID_PHONE` is documented.
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
    kind: ProblemKind,
    message: String,
}

/// The problems of one body.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    listed: RefCell<Vec<Problem>>,
    more: Cell<usize>,
    is_nested: bool,
    /// True to accept what at least one of the provider's pages allows.
    is_lenient: bool,
}

impl Problems {
    /// Problems of an API whose errors all have the nested shape.
    pub(crate) fn nested() -> Self {
        Self { is_nested: true, ..Self::default() }
    }

    pub(crate) fn lenient(self, is_lenient: bool) -> Self {
        Self { is_lenient, ..self }
    }

    pub(crate) fn is_lenient(&self) -> bool {
        self.is_lenient
    }

    pub(crate) fn add(&self, at: &Path<'_>, kind: ProblemKind, message: impl fmt::Display) {
        let mut listed = self.listed.borrow_mut();
        if listed.len() < MAX_LISTED {
            listed.push(Problem { path: at.to_string(), kind, message: message.to_string() });
        } else {
            self.more.set(self.more.get() + 1);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.listed.borrow().is_empty()
    }

    /// Ends a check: fails if there is a problem. The first one decides the response, which lists all.
    pub(crate) fn done(&self) -> Result<(), Refusal> {
        let listed = self.listed.take();
        let Some(first) = listed.first() else { return Ok(()) };
        let message = match listed.len() - 1 + self.more.get() {
            0 => first.to_string(),
            others => format!("{first} (and {others} more)"),
        };
        let refusal = if self.is_nested { first.kind.nested(message) } else { first.kind.refusal(message) };
        let lines = listed.into_iter().map(|problem| ProblemLine { path: problem.path, message: problem.message });
        Err(refusal.with_problems(lines.collect()))
    }

    /// Ends a check whose `value` is none if there is a problem.
    pub(crate) fn done_with<T>(&self, value: Option<T>) -> Result<T, Refusal> {
        self.done()?;
        value.ok_or_else(|| Refusal::of_status(StatusCode::BAD_REQUEST))
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
