//! What recipients will do as the clock runs: the actions of rules and the incoming messages of a scenario.

use std::collections::{BTreeMap, HashSet};

use crate::filled::filled;
use crate::simulate::clock::Millis;
use crate::simulate::recipient::RecipientAction;

/// Most actions that wait; further ones are dropped.
const MAX_WAITING: usize = 1_000_000;

/// One thing that is due at a time.
#[derive(Debug, Clone)]
pub(super) enum Scripted {
    /// The recipient of a message acts.
    Action { message: u64, action: RecipientAction },
    /// Somebody writes to a sender.
    Incoming { digits: String, sender: String, text: String },
}

/// What waits for its time, by due time and order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Script {
    waiting: BTreeMap<(Millis, u64), Scripted>,
    next: u64,
}

impl Script {
    pub(super) fn add(&mut self, at: Millis, scripted: Scripted) {
        if self.waiting.len() < MAX_WAITING {
            self.waiting.insert((at, self.next), scripted);
            self.next += 1;
        }
    }

    /// Takes what the recipients of these messages will do.
    pub(super) fn take_of(&mut self, messages: &HashSet<u64>) -> Vec<(Millis, Scripted)> {
        let (theirs, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.waiting).into_iter().partition(|(_, scripted)| match scripted {
                Scripted::Action { message, .. } => messages.contains(message),
                Scripted::Incoming { .. } => false,
            });
        self.waiting = filled(rest);
        theirs.into_iter().map(|((at, _), scripted)| (at, scripted)).collect()
    }

    pub(super) fn take_in(&mut self, scripted: Vec<(Millis, Scripted)>) {
        scripted.into_iter().for_each(|(at, scripted)| self.add(at, scripted));
    }

    pub(crate) fn next_due(&self) -> Option<Millis> {
        self.waiting.first_key_value().map(|((at, _), _)| *at)
    }

    pub(super) fn take(&mut self, now: Millis) -> Option<(Millis, Scripted)> {
        let first = self.waiting.first_entry().filter(|entry| entry.key().0 <= now)?;
        let (at, _) = *first.key();
        Some((at, first.remove()))
    }
}
