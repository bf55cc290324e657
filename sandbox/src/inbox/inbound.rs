//! Actions of recipients: messages, replies, answers and pressed buttons.

use serde::{Deserialize, Serialize};

use crate::simulate::clock::Millis;

/// Action of a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InboundKind {
    /// Wrote to a sender, about no message.
    Message,
    /// Wrote a text.
    Reply,
    /// Answered a survey.
    Answer,
    /// Pressed a button that sends a text.
    Press,
    /// Pressed a button that opens a URL, of which the sender is not told.
    Open,
}

/// One reply or action of a recipient.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Inbound {
    pub(crate) seq: u64,
    pub(crate) digits: Box<str>,
    /// The customer's sender.
    pub(crate) sender: Box<str>,
    pub(crate) text: Box<str>,
    pub(crate) kind: InboundKind,
    /// The message that it answers.
    pub(crate) about: Option<u64>,
    pub(crate) at: Millis,
}
