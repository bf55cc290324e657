//! What went to one number, and what came back from it.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::inbound::Inbound;

/// Messages from recipients kept of all numbers.
const MAX_INBOUND: usize = 100_000;

/// The messages of one number.
#[derive(Debug, Default)]
pub(crate) struct Conversation {
    /// Numbers of the messages to it, ascending.
    pub(crate) messages: VecDeque<u64>,
    pub(crate) unread: usize,
    /// Numbers of what came from it, ascending.
    inbound: Vec<u64>,
    /// Number of what happened last.
    last: u64,
}

/// All numbers, by what happened last, and what came from them.
#[derive(Debug, Default)]
pub(super) struct Conversations {
    of: HashMap<u64, Conversation>,
    order: BTreeMap<u64, u64>,
    inbound: BTreeMap<u64, Inbound>,
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

    /// Takes a message out; gives what came from the number and goes with its last message.
    pub(super) fn remove(&mut self, digits: &str, seq: u64, seen: bool) -> Vec<u64> {
        let key = key(digits);
        let Some(conversation) = self.of.get_mut(&key) else { return Vec::new() };
        if let Ok(place) = conversation.messages.binary_search(&seq) {
            conversation.messages.remove(place);
            conversation.unread -= usize::from(!seen);
        }
        let Some(newest) = conversation.messages.back().copied() else {
            self.order.remove(&conversation.last);
            let gone = self.of.remove(&key).unwrap_or_default().inbound;
            gone.iter().for_each(|seq| drop(self.inbound.remove(seq)));
            return gone;
        };
        // What happened last is gone: what came before it is the last now.
        if conversation.last == seq {
            self.order.remove(&seq);
            conversation.last = newest.max(conversation.inbound.last().copied().unwrap_or(0));
            self.order.insert(conversation.last, key);
        }
        Vec::new()
    }

    pub(super) fn mark_seen(&mut self, digits: &str) {
        if let Some(conversation) = self.of.get_mut(&key(digits)) {
            conversation.unread = 0;
        }
    }

    /// Notes what came from a number that something went to; gives what was dropped for it.
    pub(super) fn receive(&mut self, inbound: Inbound) -> Option<u64> {
        if !self.of.contains_key(&key(&inbound.digits)) {
            return Some(inbound.seq);
        }
        self.touch(&inbound.digits, inbound.seq).inbound.push(inbound.seq);
        self.inbound.insert(inbound.seq, inbound);
        if self.inbound.len() <= MAX_INBOUND {
            return None;
        }
        let (seq, oldest) = self.inbound.pop_first()?;
        if let Some(conversation) = self.of.get_mut(&key(&oldest.digits)) {
            conversation.inbound.retain(|other| *other != seq);
        }
        Some(seq)
    }

    /// What came from a number, newest first.
    pub(super) fn inbound(&self, digits: &str) -> impl Iterator<Item = &Inbound> {
        let seqs = self.get(digits).map(|conversation| &conversation.inbound);
        seqs.into_iter().flatten().rev().filter_map(|seq| self.inbound.get(seq))
    }

    pub(super) fn len(&self) -> usize {
        self.of.len()
    }
}
