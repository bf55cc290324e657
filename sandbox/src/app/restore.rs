//! Takes snapshots of a state, goes back to them, and hands messages over to another space.

use std::collections::HashSet;
use std::sync::Arc;

use super::snapshot::{MAX_SNAPSHOTS, Snapshot};
use super::state::State;
use crate::inbox::inbound::Inbound;
use crate::inbox::message::Message;
use crate::provider::common::credentials::Account;

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

    /// Moves the messages of an account to its space, with what their recipients did and will do.
    pub(super) fn hand_over(&mut self, account: &Account, space: &mut Self, is_new: bool) {
        let now = self.clock.now();
        // Callbacks that are due stay here; the space plans the later ones.
        self.webhooks.queue_all(&self.inbox, now);
        let (messages, inbound) = self.inbox.take_all(account);
        if messages.is_empty() {
            return;
        }
        // The copy keeps statuses from going back in time. With a scenario, the clock starts again.
        if is_new && self.scenario.is_none() {
            space.clock = self.clock.copy();
        }
        let now = now.max(space.clock.now());
        for message in &messages {
            if self.rules.is_stopped(&message.digits, &message.from) {
                space.rules.stop(&message.digits, &message.from);
            }
            space.webhooks.watch(message, now);
        }
        let seqs: HashSet<u64> = messages.iter().map(|message| message.seq).collect();
        space.script.take_in(self.script.take_of(&seqs));
        space.queue_callbacks();
        space.inbox.take_in(messages, inbound);
    }

    /// Goes back to a snapshot, by default the newest, and returns its number. None if there is no such snapshot. Messages of
    /// these keys are in spaces of their own since.
    pub(crate) fn restore_snapshot(&mut self, number: Option<u64>, moved: &[String]) -> Option<u64> {
        let mut newest_first = self.snapshots.list.iter().rev();
        let (number, snapshot) = newest_first.find(|(other, _)| number.is_none_or(|number| *other == number))?.clone();
        self.inbox.clear();
        let is_moved = |message: &Message| match message.origin.as_ref().map(|origin| &origin.account) {
            Some(Account::Key(key)) => moved.contains(key),
            _ => false,
        };
        let (theirs, own): (Vec<_>, Vec<_>) = snapshot.messages.iter().partition(|message| is_moved(message));
        let theirs: HashSet<u64> = theirs.into_iter().map(|message| message.seq).collect();
        let about_own = |inbound: &&Inbound| inbound.about.is_none_or(|seq| !theirs.contains(&seq));
        let inbound = snapshot.inbound.iter().filter(about_own).cloned().collect();
        self.inbox.take_in(own.into_iter().map(|message| Message::clone(message)), inbound);
        self.requests = snapshot.requests.clone();
        self.planned = snapshot.planned.clone();
        self.rules = snapshot.rules.clone();
        self.rates = snapshot.rates.clone();
        self.settings = snapshot.settings;
        self.variables = snapshot.variables.clone();
        self.company.restore(&snapshot.company);
        self.sequences = snapshot.sequences.clone();
        self.webhooks.replace(snapshot.webhooks.clone());
        self.script = snapshot.script.clone();
        self.clock = snapshot.clock.copy();
        Some(number)
    }
}
