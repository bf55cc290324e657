//! What a recipient did with a message.

use serde::{Deserialize, Serialize};

use crate::simulate::clock::Millis;

/// How a recipient answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InboundKind {
    /// A text.
    Reply,
    /// An answer of a survey.
    Answer,
    /// A button that tells the sender.
    Press,
    /// A button that opens an address, which the sender is not told of.
    Open,
}

/// Something that a recipient did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Inbound {
    pub(crate) seq: u64,
    pub(crate) digits: Box<str>,
    /// The customer's sender that it went to.
    pub(crate) sender: Box<str>,
    pub(crate) text: Box<str>,
    pub(crate) kind: InboundKind,
    /// The message that it answers.
    pub(crate) about: Option<u64>,
    pub(crate) at: Millis,
}
