//! Conversations: the messages to a number and what came back from it.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::inbound::Inbound;
use super::message::Message;

/// Most messages from recipients, of all numbers.
const MAX_INBOUND: usize = 100_000;

/// The conversation with one number.
#[derive(Debug, Default)]
pub(crate) struct Conversation {
    /// Sequence numbers of the messages to it, ascending.
    pub(crate) messages: VecDeque<u64>,
    pub(crate) unread: usize,
    /// Sequence numbers of what came from it, ascending.
    inbound: Vec<u64>,
    /// Sequence number of the last event.
    last: u64,
}

/// All conversations, ordered by their last event.
#[derive(Debug, Default)]
pub(super) struct Conversations {
    of: HashMap<u64, Conversation>,
    order: BTreeMap<u64, u64>,
    inbound: BTreeMap<u64, Inbound>,
}

/// The digits as a number; there are at most 15.
fn key(digits: &str) -> u64 {
    digits.parse().unwrap_or(0)
}

impl Conversations {
    /// Conversations of these messages, in order, and of what came.
    pub(super) fn of<'m>(messages: impl Iterator<Item = &'m Message>, inbound: Vec<Inbound>) -> Self {
        let mut made = Self::default();
        let mut inbound = inbound.into_iter().peekable();
        for message in messages {
            while let Some(earlier) = inbound.next_if(|inbound| inbound.seq < message.seq) {
                made.receive(earlier);
            }
            made.add(&message.digits, message.seq, message.seen);
        }
        for rest in inbound {
            made.receive(rest);
        }
        made
    }

    pub(super) fn get(&self, digits: &str) -> Option<&Conversation> {
        self.of.get(&key(digits))
    }

    /// Conversations whose last event is before `before`, newest first, each with its last event.
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

    /// Removes a message. With the last message of a conversation, what came from the number is removed and returned.
    pub(super) fn remove(&mut self, digits: &str, seq: u64, seen: bool) -> Vec<u64> {
        let key = key(digits);
        let Some(conversation) = self.of.get_mut(&key) else { return Vec::new() };
        if let Ok(place) = conversation.messages.binary_search(&seq) {
            conversation.messages.remove(place);
            conversation.unread -= usize::from(!seen);
        }
        let Some(newest) = conversation.messages.back().copied() else { return self.remove_all(digits) };
        // The event before the removed one is now the last.
        if conversation.last == seq {
            self.order.remove(&seq);
            conversation.last = newest.max(conversation.inbound.last().copied().unwrap_or(0));
            self.order.insert(conversation.last, key);
        }
        Vec::new()
    }

    /// Removes a conversation without messages. What came from the number is removed and returned.
    pub(super) fn remove_all(&mut self, digits: &str) -> Vec<u64> {
        let Some(conversation) = self.of.remove(&key(digits)) else { return Vec::new() };
        self.order.remove(&conversation.last);
        conversation.inbound.iter().for_each(|seq| drop(self.inbound.remove(seq)));
        conversation.inbound
    }

    pub(super) fn mark_seen(&mut self, digits: &str) {
        if let Some(conversation) = self.of.get_mut(&key(digits)) {
            conversation.unread = 0;
        }
    }

    /// Adds what came from a number. Returns what was dropped to make room.
    pub(super) fn receive(&mut self, inbound: Inbound) -> Option<u64> {
        self.touch(&inbound.digits, inbound.seq).inbound.push(inbound.seq);
        self.inbound.insert(inbound.seq, inbound);
        if self.inbound.len() <= MAX_INBOUND {
            return None;
        }
        let (seq, oldest) = self.inbound.pop_first()?;
        if let Some(conversation) = self.of.get_mut(&key(&oldest.digits)) {
            conversation.inbound.retain(|other| *other != seq);
            if conversation.inbound.is_empty() && conversation.messages.is_empty() {
                self.remove_all(&oldest.digits);
            }
        }
        Some(seq)
    }

    /// The newest of what came in a conversation.
    pub(super) fn newest_inbound(&self, conversation: &Conversation) -> Option<&Inbound> {
        self.inbound.get(conversation.inbound.last()?)
    }

    /// Returns the replies from a number, newest first.
    pub(super) fn inbound(&self, digits: &str) -> impl Iterator<Item = &Inbound> {
        let seqs = self.get(digits).map(|conversation| &conversation.inbound);
        seqs.into_iter().flatten().rev().filter_map(|seq| self.inbound.get(seq))
    }

    /// All replies, oldest first.
    pub(super) fn all_inbound(&self) -> impl Iterator<Item = &Inbound> {
        self.inbound.values()
    }

    /// Everything that came, oldest first.
    pub(super) fn into_inbound(self) -> impl Iterator<Item = Inbound> {
        self.inbound.into_values()
    }

    pub(super) fn len(&self) -> usize {
        self.of.len()
    }
}
