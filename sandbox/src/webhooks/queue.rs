//! Callbacks that are due, in a queue for each webhook URL: several go out at once, but those about the same in order.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::Arc;

use axum::http::Uri;
use serde_json::value::RawValue;

use super::callback::{Kind, Subject, Subjects};
use super::url::WebhookUrl;
use crate::simulate::clock::Millis;

/// Most callbacks underway to one URL, so that a slow receiver does not hold the others back.
const MAX_UNDERWAY: usize = 8;
/// Callbacks of a queue among which one is searched that need not wait.
const SEARCHED: usize = 1_000;

/// Most callbacks that wait for one URL; further ones are dropped, so that a URL that is gone costs the others nothing.
const MAX_WAITING: usize = if cfg!(test) { 10 } else { 1_000_000 };

/// A callback with its body.
#[derive(Debug, Clone)]
pub(super) struct ReadyCallback {
    pub(super) kind: Kind,
    pub(super) subjects: Subjects,
    pub(super) body: Arc<RawValue>,
    /// Attempts so far.
    pub(super) attempts: u32,
}

/// A webhook URL and what it is to get.
#[derive(Debug, Clone)]
pub(super) struct Receiver {
    pub(super) url: WebhookUrl,
    due: VecDeque<ReadyCallback>,
    /// Retries by the time when they are due.
    retries: BTreeMap<(Millis, u64), ReadyCallback>,
    next: u64,
    /// Those that were sent and not answered.
    sent: Vec<ReadyCallback>,
    /// Number of callbacks for which there was no room.
    pub(super) dropped: u64,
}

/// The callbacks that wait for their response.
#[derive(Debug, Default)]
pub(super) struct Underway(Vec<(Uri, Subjects)>);

impl Underway {
    pub(super) fn add(&mut self, url: &Uri, subjects: Subjects) {
        self.0.push((url.clone(), subjects));
    }

    pub(super) fn remove(&mut self, url: &Uri, subjects: Subjects) {
        let is_it = |(other, about): &(Uri, Subjects)| other == url && about.each().eq(subjects.each());
        if let Some(place) = self.0.iter().position(is_it) {
            self.0.swap_remove(place);
        }
    }
}

impl Receiver {
    pub(super) fn new(url: WebhookUrl) -> Self {
        Self { url, due: VecDeque::new(), retries: BTreeMap::new(), next: 0, sent: Vec::new(), dropped: 0 }
    }

    /// Number of callbacks that wait.
    pub(super) fn count(&self) -> usize {
        self.due.len() + self.retries.len()
    }

    /// The callbacks that were not taken yet, with the due times of retries.
    pub(super) fn open(&self) -> impl Iterator<Item = (Option<Millis>, &ReadyCallback)> {
        let due = self.sent.iter().chain(&self.due).map(|callback| (None, callback));
        due.chain(self.retries.iter().map(|((at, _), callback)| (Some(*at), callback)))
    }

    pub(super) fn clear(&mut self) {
        self.due.clear();
        self.retries.clear();
        self.forget_sent();
    }

    /// After this, the responses to what was sent mean nothing.
    pub(super) fn forget_sent(&mut self) {
        self.sent.clear();
    }

    /// The response to an attempt, or an error, is there.
    pub(super) fn answered(&mut self, body: &Arc<RawValue>, attempt: u32) {
        let is_it = |sent: &ReadyCallback| Arc::ptr_eq(&sent.body, body) && sent.attempts + 1 == attempt;
        if let Some(place) = self.sent.iter().position(is_it) {
            self.sent.swap_remove(place);
        }
    }

    fn has_room(&mut self) -> bool {
        let has_room = self.count() < MAX_WAITING;
        self.dropped += u64::from(!has_room);
        has_room
    }

    /// Adds a callback that is due.
    pub(super) fn add(&mut self, callback: ReadyCallback) {
        if self.has_room() {
            self.due.push_back(callback);
        }
    }

    /// Adds a callback that is to be tried again at a time.
    pub(super) fn retry(&mut self, at: Millis, callback: ReadyCallback) {
        if self.has_room() {
            self.retries.insert((at, self.next), callback);
            self.next += 1;
        }
    }

    /// Due time of the next retry.
    pub(super) fn next_retry(&self) -> Option<Millis> {
        self.retries.first_key_value().map(|((at, _), _)| *at)
    }

    /// Moves retries that are due behind what waits already.
    pub(super) fn queue_retries(&mut self, now: Millis) {
        while let Some(first) = self.retries.first_entry().filter(|first| first.key().0 <= now) {
            self.due.push_back(first.remove());
        }
    }

    pub(super) fn is_at(&self, url: &Uri) -> bool {
        self.url.url == *url
    }

    /// Takes the first callback that need not wait for an earlier one about the same.
    pub(super) fn take(&mut self, underway: &Underway) -> Option<ReadyCallback> {
        let own: Vec<_> = underway.0.iter().filter(|(url, _)| self.is_at(url)).collect();
        if own.len() >= MAX_UNDERWAY {
            return None;
        }
        let mut earlier: HashSet<Subject> = own.iter().flat_map(|(_, subjects)| subjects.each()).collect();
        let place = self.due.iter().take(SEARCHED).position(|callback| {
            let waits = callback.subjects.each().any(|subject| earlier.contains(&subject));
            earlier.extend(callback.subjects.each().filter(|_| waits));
            !waits
        })?;
        let callback = self.due.remove(place)?;
        self.sent.push(callback.clone());
        Some(callback)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_url_that_is_gone_drops_its_own_callbacks_only() {
        let receiver = || Receiver::new(WebhookUrl::parse("http://127.0.0.1:9/", &[]).unwrap());
        let callback = || ReadyCallback {
            kind: Kind::Status,
            subjects: Subjects::default(),
            body: serde_json::value::to_raw_value("").unwrap().into(),
            attempts: 0,
        };
        let (mut gone, mut healthy) = (receiver(), receiver());
        for at in 0..25 {
            gone.retry(at, callback());
            healthy.add(callback());
            assert!(healthy.take(&Underway::default()).is_some());
        }
        assert_eq!((gone.count(), gone.dropped), (MAX_WAITING, 15));
        assert_eq!((healthy.count(), healthy.dropped), (0, 0));
        gone.queue_retries(4);
        assert_eq!((gone.due.len(), gone.next_retry()), (5, Some(5)));
    }
}
