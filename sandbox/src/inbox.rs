//! What the sandbox took: a bounded store of messages.

use std::collections::VecDeque;
use std::sync::Arc;

use serde_json::value::RawValue;

use crate::clock::Millis;
use crate::lifecycle::{self, Standing, Step};
use crate::magic::{Course, Fate};
use crate::price;
use crate::tsms::Content;

/// A channel that carries the message when those before it fail.
#[derive(Debug, Clone)]
pub(crate) struct Leg {
    pub(crate) channel: Box<str>,
    pub(crate) text: Box<str>,
}

/// Which API a message came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Api {
    Messages,
    Cascade,
    TurboSms,
    Messagio,
    Gms,
}

impl Api {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Cascade => "cascade",
            Self::TurboSms => "turbosms",
            Self::Messagio => "messagio",
            Self::Gms => "gms",
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
    /// The word for the type that its API has.
    pub(crate) kind: &'static str,
    /// The first channel, as `extendedStatuses` names it.
    pub(crate) channel: &'static str,
    pub(crate) from: Box<str>,
    pub(crate) to: Box<str>,
    pub(crate) digits: Box<str>,
    /// Text as it came.
    pub(crate) text: Box<str>,
    /// Text of the first channel with its variables filled in, where the API has variables.
    pub(crate) rendered: Option<Box<str>>,
    pub(crate) customer_message_id: Option<Box<str>>,
    pub(crate) ttl: Option<u64>,
    pub(crate) caller_id: Option<Box<str>>,
    /// The channels after the first, in their order.
    pub(crate) legs: Box<[Leg]>,
    pub(crate) fate: Fate,
    pub(crate) received_at: Millis,
    /// Later than `received_at` when the message is scheduled.
    pub(crate) starts_at: Millis,
    /// What the TurboSMS layer tells about its channels later.
    pub(crate) content: Option<Arc<Content>>,
    /// The message exactly as received.
    pub(crate) request: Arc<RawValue>,
    /// Its row of the answer, where that is not told by the other fields.
    pub(crate) row: Option<Box<RawValue>>,
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
        // A fallback of another type than SMS is taken by the SMSBAT API and never used (D10).
        let usable = match self.api {
            Api::Messages => self.legs.iter().filter(|leg| &*leg.channel == "sms").count(),
            _ => self.legs.len(),
        };
        let ttl = self.ttl.map(|ttl| ttl.saturating_mul(1000));
        self.course().map(|course| lifecycle::steps(course, usable + 1, ttl)).unwrap_or_default()
    }

    /// Age since the message might start.
    pub(crate) fn age(&self, now: Millis) -> Millis {
        now.saturating_sub(self.starts_at)
    }

    /// When a step is made.
    pub(crate) fn time_of(&self, step: &Step) -> Millis {
        if step.after == 0 { self.received_at } else { self.starts_at.saturating_add(step.after) }
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

    /// The name of a channel; 0 is the first.
    pub(crate) fn channel_name(&self, channel: usize) -> &str {
        self.leg(channel).map_or(self.channel, |leg| &leg.channel)
    }

    /// The text that a channel carries, with its variables filled in.
    pub(crate) fn channel_text(&self, channel: usize) -> &str {
        self.leg(channel).map_or_else(|| self.rendered.as_deref().unwrap_or(&self.text), |leg| &leg.text)
    }

    fn leg(&self, channel: usize) -> Option<&Leg> {
        self.legs.get(channel.checked_sub(1)?)
    }

    /// Parts on the channel that carries the message.
    pub(crate) fn parts(&self, standing: Option<&Standing>) -> usize {
        let channel = standing.map_or(0, |standing| standing.channel);
        // Every channel but SMS has one part.
        if self.channel_name(channel) == "sms" { smsbat_core::segments(self.channel_text(channel)).parts } else { 1 }
    }

    /// Price of the channel that carries the message, once it has left the queue.
    pub(crate) fn price(&self, standing: &Standing) -> Option<price::Price> {
        let channel = self.channel_name(standing.channel);
        (standing.overall != "scheduled").then(|| price::Price::of(channel, self.parts(Some(standing))))
    }
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
    /// Incoming messages so far.
    events: u64,
    salt: u64,
    capacity: usize,
}

impl Inbox {
    pub(crate) fn new(capacity: usize, salt: u64) -> Self {
        Self { messages: VecDeque::new(), next: 1, next_list: 880_001, events: 0, salt, capacity: capacity.max(1) }
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

    /// The opaque id of a message on the wire: a GUID for every API but the first.
    pub(crate) fn id(&self, api: Api, seq: u64) -> String {
        let mixed = seq.wrapping_mul(SPREAD) ^ self.salt;
        if api == Api::Messages { format!("m-{mixed:016x}") } else { guid(mixed) }
    }

    /// A GUID that is no message's.
    pub(crate) fn new_event_id(&mut self) -> String {
        self.events += 1;
        guid((u64::MAX - self.events).wrapping_mul(SPREAD) ^ self.salt)
    }

    /// The message that was given this id.
    pub(crate) fn find(&self, id: &str) -> Option<&Message> {
        let hex = match id.strip_prefix("m-") {
            Some(hex) => hex.to_owned(),
            None => mixed_hex(id)?,
        };
        let mixed = u64::from_str_radix(&hex, 16).ok().filter(|_| hex.len() == 16)?;
        let message = self.by_seq((mixed ^ self.salt).wrapping_mul(UNSPREAD))?;
        (self.id(message.api, message.seq).eq_ignore_ascii_case(id) && message.course().is_some()).then_some(message)
    }

    pub(crate) fn by_seq(&self, seq: u64) -> Option<&Message> {
        let index = seq.checked_sub(self.messages.front()?.seq)?;
        self.messages.get(usize::try_from(index).ok()?)
    }

    /// Oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.iter()
    }
}

/// A GUID of version 4 that holds a number: the version takes one digit, the rest is made from the number too.
fn guid(mixed: u64) -> String {
    let (hex, rest) = (format!("{mixed:016x}"), mixed.wrapping_mul(SPREAD) ^ SPREAD);
    format!(
        "{}-{}-4{}-8{}{:02x}-{:012x}",
        &hex[..8],
        &hex[8..12],
        &hex[12..15],
        &hex[15..],
        rest >> 56,
        rest << 8 >> 16
    )
}

/// The digits of the number in a GUID.
fn mixed_hex(guid: &str) -> Option<String> {
    let digits = |range| guid.get(range);
    Some([digits(0..8)?, digits(9..13)?, digits(15..18)?, digits(20..21)?].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_holds_its_number() {
        for number in [0, 1, 0x0123_4567_89ab_cdef, u64::MAX] {
            let guid = guid(number);
            assert_eq!(guid.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{guid}");
            assert_eq!(mixed_hex(&guid), Some(format!("{number:016x}")));
        }
        assert_eq!(mixed_hex("short"), None);
    }

    #[test]
    fn spreading_has_an_inverse() {
        assert_eq!(SPREAD.wrapping_mul(UNSPREAD), 1);
    }
}
