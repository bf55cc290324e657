//! Takes snapshots of a state, and goes back to them.

use std::sync::Arc;

use super::snapshot::{MAX_SNAPSHOTS, Snapshot};
use super::state::State;
use crate::inbox::message::Message;

impl State {
    /// Takes a snapshot and returns its number.
    pub(crate) fn snapshot(&mut self) -> u64 {
        let snapshot = Snapshot {
            messages: self.inbox.share(),
            inbound: self.inbox.all_inbound().cloned().collect(),
            requests: self.requests.clone(),
            planned: self.planned.clone(),
            rules: self.rules.clone(),
            rates: self.rates.clone(),
            settings: self.settings,
            variables: self.variables.clone(),
            company: self.company.copy(),
            sequences: self.sequences.clone(),
            webhooks: self.webhooks.clone(),
            script: self.script.clone(),
            clock: self.clock.copy(),
        };
        let snapshots = &mut self.snapshots;
        snapshots.taken += 1;
        snapshots.list.push_back((snapshots.taken, Arc::new(snapshot)));
        if snapshots.list.len() > MAX_SNAPSHOTS {
            snapshots.list.pop_front();
        }
        snapshots.taken
    }

    /// Goes back to a snapshot, by default the newest, and returns its number. None if there is no such snapshot.
    pub(crate) fn restore_snapshot(&mut self, number: Option<u64>) -> Option<u64> {
        let mut newest_first = self.snapshots.list.iter().rev();
        let (number, snapshot) = newest_first.find(|(other, _)| number.is_none_or(|number| *other == number))?.clone();
        self.inbox.clear();
        let mut inbound = snapshot.inbound.iter().peekable();
        for message in &snapshot.messages {
            // In the order of the events, which is that of the list of conversations.
            while let Some(earlier) = inbound.next_if(|inbound| inbound.seq < message.seq) {
                self.inbox.receive(earlier.clone());
            }
            self.inbox.push(Message::clone(message));
        }
        inbound.for_each(|inbound| self.inbox.receive(inbound.clone()));
        self.requests = snapshot.requests.clone();
        self.planned = snapshot.planned.clone();
        self.rules = snapshot.rules.clone();
        self.rates = snapshot.rates.clone();
        self.settings = snapshot.settings;
        self.variables = snapshot.variables.clone();
        self.company.restore(&snapshot.company);
        self.sequences = snapshot.sequences.clone();
        self.webhooks = snapshot.webhooks.clone();
        // Of the messages, too, which are not new.
        self.inbox.take_scripted();
        self.script = snapshot.script.clone();
        self.clock = snapshot.clock.copy();
        Some(number)
    }
}
