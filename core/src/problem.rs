//! A broken rule.

use std::fmt;

/// A rule that an input breaks, or advice that it does not follow.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Problem {
    path: String,
    rule: String,
    message: String,
}

impl Problem {
    /// Makes one for a row that a source cannot turn into a message: where, the short name of the rule, and what is
    /// wrong in words, which complete a sentence about the path: `Problem::new("birthday", "range", "is in the future")`.
    pub fn new(path: &str, rule: &str, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), rule: rule.to_owned(), message: crate::shown::line(message.into()) }
    }

    /// Returns the same problem with its path below `parent`.
    pub(crate) fn below(&self, parent: &str) -> Self {
        let dot = if parent.is_empty() || self.path.is_empty() { "" } else { "." };
        let path = format!("{parent}{dot}{}", self.path);
        Self { path, ..self.clone() }
    }

    /// Returns the path of the value, in wire names: `messages[3].messageData.survey.options`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the name of the rule, such as `required`, `phone` or `count`.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// Returns a description of the problem. It does not repeat the value.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path, self.message)
    }
}
