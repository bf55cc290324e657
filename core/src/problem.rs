//! A broken rule.

use std::fmt;

/// A rule that an input breaks, or advice that it does not follow.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Problem {
    path: String,
    /// Path in the names of arguments, if it differs.
    argument: Option<String>,
    rule: String,
    message: String,
}

impl Problem {
    /// Makes one for a row that a source cannot turn into a message: where, the short name of the rule, and what is
    /// wrong in words, which complete a sentence about the path: `Problem::new("birthday", "range", "is in the future")`.
    pub fn new(path: &str, rule: &str, message: impl Into<String>) -> Self {
        let message = crate::shown::line(message.into());
        Self { path: path.to_owned(), argument: None, rule: rule.to_owned(), message }
    }

    /// Names the argument: a path in the names that callers use, such as `sender` for `from`.
    pub(crate) fn called(self, argument: String) -> Self {
        Self { argument: (argument != self.path).then_some(argument), ..self }
    }

    /// Returns the same problem with its path below `parent`.
    pub(crate) fn below(&self, parent: &str) -> Self {
        self.at(|path| {
            let dot = if parent.is_empty() || path.is_empty() { "" } else { "." };
            format!("{parent}{dot}{path}")
        })
    }

    /// Returns the same problem with its paths changed.
    pub(crate) fn at(&self, change: impl Fn(&str) -> String) -> Self {
        let (path, argument) = (change(&self.path), self.argument.as_deref().map(&change));
        Self { path, argument, ..self.clone() }
    }

    /// Returns the path of the value, in wire names: `messages[3].messageData.survey.options`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the path of the value in the names of arguments: `messages[3].options`. For a call with one message,
    /// the path within that message.
    pub fn argument(&self) -> &str {
        self.argument.as_deref().unwrap_or(&self.path)
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

/// Writes the argument, if it is known, and what is wrong with it.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.argument() {
            "" => f.write_str(&self.message),
            argument => write!(f, "{argument} {}", self.message),
        }
    }
}
