//! What the sandbox took: a bounded store of messages.

use std::collections::VecDeque;

use serde_json::value::RawValue;

use crate::bat::Kind;
use crate::clock::Millis;
use crate::lifecycle::{self, Standing, Step};
use crate::magic::{Course, Fate};
use crate::price;

/// The message to send when the first channel fails.
#[derive(Debug, Clone)]
pub(crate) struct Fallback {
    pub(crate) channel: Box<str>,
    pub(crate) text: Box<str>,
}

/// Which API a message came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Api {
    Messages,
}

impl Api {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Messages => "messages",
        }
    }
}

/// A message that the sandbox was given, also one that it refused in its row.
#[derive(Debug)]
pub(crate) struct Message {
    /// Number in order of arrival.
    pub(crate) seq: u64,
    pub(crate) list_id: u64,
    pub(crate) api: Api,
    pub(crate) kind: Kind,
    pub(crate) from: Box<str>,
    pub(crate) to: Box<str>,
    pub(crate) digits: Box<str>,
    pub(crate) text: Box<str>,
    pub(crate) customer_message_id: Option<Box<str>>,
    pub(crate) ttl: Option<u64>,
    pub(crate) caller_id: Option<Box<str>>,
    pub(crate) fallback: Option<Fallback>,
    pub(crate) fate: Fate,
    pub(crate) received_at: Millis,
    /// The message exactly as received.
    pub(crate) request: Box<RawValue>,
}

impl Message {
    /// How it goes on; `None` when its row was refused.
    pub(crate) fn course(&self) -> Option<Course> {
        match self.fate {
            // A message that may not wait for its delivery has failed on its channel.
            Fate::Taken { course: Course::Delivered | Course::Read, .. }
                if self.ttl.is_some_and(|ttl| ttl.saturating_mul(1000) < lifecycle::FINAL) =>
            {
                Some(Course::FirstFails)
            }
            Fate::Taken { course, .. } => Some(course),
            Fate::Refused { .. } | Fate::Http(_) => None,
        }
    }

    /// All steps it has gone or will go; none when its row was refused.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let usable = self.fallback.as_ref().is_some_and(|fallback| &*fallback.channel == "sms");
        self.course().map(|course| lifecycle::steps(course, usable)).unwrap_or_default()
    }

    pub(crate) fn age(&self, now: Millis) -> Millis {
        now.saturating_sub(self.received_at)
    }

    pub(crate) fn standing(&self, now: Millis) -> Option<Standing> {
        self.course()?;
        Some(lifecycle::standing(&self.steps(), self.age(now)))
    }

    /// Delivery status, or the row's word of a message that was not taken.
    pub(crate) fn status(&self, now: Millis) -> &'static str {
        match (self.fate, self.standing(now)) {
            (Fate::Refused { status, .. }, _) => status,
            (_, Some(standing)) => standing.overall,
            (_, None) => "rejected",
        }
    }

    /// Parts of the channel that carries the message: the fallback's once that runs.
    pub(crate) fn parts(&self, standing: Option<&Standing>) -> usize {
        match &self.fallback {
            Some(fallback) if standing.is_some_and(Standing::fallback_runs) => parts("sms", &fallback.text),
            _ => parts(self.kind.channel(), &self.text),
        }
    }

    /// Price of the channel that carries the message, once it has left the queue.
    pub(crate) fn price(&self, standing: &Standing) -> Option<price::Price> {
        let channel = if standing.fallback_runs() { "sms" } else { self.kind.channel() };
        (standing.overall != "scheduled").then(|| price::Price::of(channel, self.parts(Some(standing))))
    }
}

/// SMS parts of a text; every other channel has one.
fn parts(channel: &str, text: &str) -> usize {
    if channel == "sms" { smsbat_core::segments(text).parts } else { 1 }
}

/// Odd, so that multiplication by it loses nothing; `UNSPREAD` is its inverse.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
const UNSPREAD: u64 = 0xf1de_83e1_9937_733d;

/// The messages, oldest first.
#[derive(Debug)]
pub(crate) struct Inbox {
    messages: VecDeque<Message>,
    next: u64,
    next_list: u64,
    salt: u64,
    capacity: usize,
}

impl Inbox {
    pub(crate) fn new(capacity: usize, salt: u64) -> Self {
        Self { messages: VecDeque::new(), next: 1, next_list: 880_001, salt, capacity: capacity.max(1) }
    }

    pub(crate) fn new_list(&mut self) -> u64 {
        self.next_list += 1;
        self.next_list - 1
    }

    /// The number of the next message.
    pub(crate) fn next_seq(&self) -> u64 {
        self.next
    }

    /// Stores a message; it gets the next number.
    pub(crate) fn push(&mut self, mut message: Message) {
        while self.messages.len() >= self.capacity {
            self.messages.pop_front();
        }
        message.seq = self.next;
        self.next += 1;
        self.messages.push_back(message);
    }

    /// Numbers go on, so that an id from before is not found rather than another message.
    pub(crate) fn clear(&mut self) {
        self.messages = VecDeque::new();
    }

    /// The opaque id of a message on the wire.
    pub(crate) fn id(&self, seq: u64) -> String {
        format!("m-{:016x}", seq.wrapping_mul(SPREAD) ^ self.salt)
    }

    /// The message that was given this id.
    pub(crate) fn find(&self, id: &str) -> Option<&Message> {
        let hex = id.strip_prefix("m-").filter(|hex| hex.len() == 16)?;
        let seq = (u64::from_str_radix(hex, 16).ok()? ^ self.salt).wrapping_mul(UNSPREAD);
        let index = seq.checked_sub(self.messages.front()?.seq)?;
        let message = self.messages.get(usize::try_from(index).ok()?)?;
        (self.id(seq) == id && message.course().is_some()).then_some(message)
    }

    /// Oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreading_has_an_inverse() {
        assert_eq!(SPREAD.wrapping_mul(UNSPREAD), 1);
    }
}
