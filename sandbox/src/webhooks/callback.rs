//! A callback: what is sent, where to, and what it is about.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::simulate::clock::Millis;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Status,
    Incoming,
}

/// A callback that is planned, for all webhook URLs.
#[derive(Debug, Clone)]
pub(super) struct Callback {
    pub(super) kind: Kind,
    pub(super) subjects: Subjects,
    pub(super) content: CallbackBody,
}

#[derive(Debug, Clone)]
pub(super) enum CallbackBody {
    /// A status change, which gets its body when it is due.
    StatusChange {
        message: u64,
        after: Millis,
    },
    Body(Arc<RawValue>),
}

impl Callback {
    pub(super) fn status(message: u64, after: Millis) -> Self {
        let subjects = Subjects { message: Some(message), phone: None };
        let content = CallbackBody::StatusChange { message, after };
        Self { kind: Kind::Status, subjects, content }
    }
}

/// The message and the phone of a callback, which keep their order.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Subjects {
    /// Sequence number of a message.
    pub(super) message: Option<u64>,
    /// Hash of the phone of someone who wrote.
    pub(super) phone: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    Message(u64),
    Phone(u64),
}

impl Subjects {
    pub(super) fn each(self) -> impl Iterator<Item = Subject> {
        self.message.map(Subject::Message).into_iter().chain(self.phone.map(Subject::Phone))
    }
}
