//! What went to one number, and what came back from it.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

/// Messages from recipients kept of all numbers.
const MAX_INBOUND: usize = 100_000;

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

/// The messages of one number.
#[derive(Debug, Default)]
pub(crate) struct Conversation {
    /// Numbers of the messages to it, ascending.
    pub(crate) messages: VecDeque<u64>,
    pub(crate) unread: usize,
    /// Number of what happened last.
    last: u64,
    has_inbound: bool,
}

/// All numbers, by what happened last, and what came from them.
#[derive(Debug, Default)]
pub(super) struct Conversations {
    of: HashMap<u64, Conversation>,
    order: BTreeMap<u64, u64>,
    inbound: VecDeque<Inbound>,
}

/// The key of a number: digits have at most 15 places.
fn key(digits: &str) -> u64 {
    digits.parse().unwrap_or(0)
}

impl Conversations {
    pub(super) fn get(&self, digits: &str) -> Option<&Conversation> {
        self.of.get(&key(digits))
    }

    /// The newest first, from the one before `before` on; each with the number of what happened last.
    pub(super) fn newest(&self, before: u64) -> impl Iterator<Item = (u64, &Conversation)> {
        self.order.range(..before).rev().filter_map(|(last, key)| Some((*last, self.of.get(key)?)))
    }

    fn touch(&mut self, digits: &str, seq: u64) -> &mut Conversation {
        let key = key(digits);
        let conversation = self.of.entry(key).or_default();
        self.order.remove(&conversation.last);
        self.order.insert(seq, key);
        conversation.last = seq;
        conversation
    }

    pub(super) fn add(&mut self, digits: &str, seq: u64, seen: bool) {
        let conversation = self.touch(digits, seq);
        conversation.messages.push_back(seq);
        conversation.unread += usize::from(!seen);
    }

    pub(super) fn remove(&mut self, digits: &str, seq: u64, seen: bool) {
        let key = key(digits);
        let Some(conversation) = self.of.get_mut(&key) else { return };
        if let Ok(place) = conversation.messages.binary_search(&seq) {
            conversation.messages.remove(place);
            conversation.unread -= usize::from(!seen);
        }
        let Some(newest) = conversation.messages.back().copied() else {
            self.order.remove(&conversation.last);
            if conversation.has_inbound {
                self.inbound.retain(|inbound| *inbound.digits != *digits);
            }
            self.of.remove(&key);
            return;
        };
        // What happened last is gone: what came before it is the last now.
        if conversation.last == seq {
            let of_number = |inbound: &&Inbound| conversation.has_inbound && *inbound.digits == *digits;
            let inbound = self.inbound.iter().rev().find(of_number).map_or(0, |inbound| inbound.seq);
            self.order.remove(&seq);
            conversation.last = newest.max(inbound);
            self.order.insert(conversation.last, key);
        }
    }

    pub(super) fn mark_seen(&mut self, digits: &str) {
        if let Some(conversation) = self.of.get_mut(&key(digits)) {
            conversation.unread = 0;
        }
    }

    pub(super) fn receive(&mut self, inbound: Inbound) {
        if self.of.contains_key(&key(&inbound.digits)) {
            self.touch(&inbound.digits, inbound.seq).has_inbound = true;
        }
        if self.inbound.len() >= MAX_INBOUND {
            self.inbound.pop_front();
        }
        self.inbound.push_back(inbound);
    }

    /// What came from a number, oldest first.
    pub(super) fn inbound(&self, digits: &str) -> impl Iterator<Item = &Inbound> {
        self.inbound.iter().filter(move |inbound| *inbound.digits == *digits)
    }

    pub(super) fn len(&self) -> usize {
        self.of.len()
    }
}
