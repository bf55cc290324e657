//! The rule: the client's outcome and the messages that the server received must agree.

use std::time::Duration;

use smsbat_core::{Error, Outcome, SendResult};

/// Result of one send, as the client reports it.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) outcome: Outcome,
    /// Kind of the error, or `ok`.
    pub(crate) kind: &'static str,
    /// All that can be printed of it.
    pub(crate) text: String,
}

impl Word {
    /// The word for the only message of a call.
    pub(crate) fn of(result: &Result<SendResult, Error>) -> Self {
        match result {
            Ok(result) => {
                let outcome = result.messages().first().map_or(Outcome::Unknown, |m| m.outcome());
                Self { outcome, kind: "ok", text: format!("{result:?}") }
            }
            Err(error) => {
                let mut text = format!("{error} | {error:?}");
                let mut source = std::error::Error::source(error);
                while let Some(cause) = source {
                    text.push_str(&format!(" | {cause} | {cause:?}"));
                    source = cause.source();
                }
                Self { outcome: error.outcome(), kind: error.kind().as_str(), text }
            }
        }
    }
}

/// Expected result of a fault, where it is known more precisely than by the general rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    /// Whatever agrees.
    Agreement,
    Accepted,
    NotSent,
    Unknown,
    /// The bytes are a good answer that says something else: no client can tell. Only "never twice" holds.
    Undetectable,
}

/// One fault that was tried.
#[derive(Debug)]
pub(crate) struct Trial {
    /// Name that allows to repeat it.
    pub(crate) name: String,
    /// Row and group of the matrix.
    pub(crate) group: String,
    pub(crate) row: String,
    pub(crate) expect: Expect,
    /// How often the fault happened; 0 if the exchange was shorter than thought.
    pub(crate) fired: usize,
    /// `None` if the client panicked.
    pub(crate) word: Option<Word>,
    /// Messages that the server had.
    pub(crate) received: usize,
    /// How often the caller allowed it to be received: 1, or more with `resend_unknown`.
    pub(crate) allowed: usize,
    pub(crate) took: Duration,
    pub(crate) timeout: Duration,
    /// Anything else that was wrong.
    pub(crate) also: Option<String>,
}

/// Time that a call may take beyond its deadline: this finds calls that hang, it measures nothing.
const SLACK: Duration = Duration::from_secs(10);

impl Trial {
    /// Returns the disagreement, if there is one.
    pub(crate) fn disagreement(&self) -> Option<String> {
        let Some(word) = &self.word else { return Some("the client panicked".to_owned()) };
        if let Some(also) = &self.also {
            return Some(also.clone());
        }
        let received = self.received;
        if received > self.allowed {
            return Some(format!("received {received} times, allowed {}", self.allowed));
        }
        if self.took > self.timeout + SLACK {
            return Some(format!("took {:?} with a timeout of {:?}", self.took, self.timeout));
        }
        let agrees = match word.outcome {
            Outcome::Accepted => received >= 1,
            Outcome::NotSent | Outcome::Rejected => received == 0,
            _ => true,
        };
        let expected = match self.expect {
            Expect::Undetectable => return None,
            Expect::Agreement => true,
            Expect::Accepted => word.outcome == Outcome::Accepted,
            Expect::NotSent => word.outcome == Outcome::NotSent,
            Expect::Unknown => word.outcome == Outcome::Unknown,
        };
        if !agrees {
            return Some(format!("the client says {} ({}), received {received}", word.outcome, word.kind));
        }
        (!expected).then(|| format!("the client says {} ({}), expected {:?}", word.outcome, word.kind, self.expect))
    }
}
