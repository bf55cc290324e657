//! Callbacks that are due, in a queue for each webhook URL: several go out at once, but those about the same in order.

use std::collections::{HashSet, VecDeque};

use axum::http::Uri;

use super::callback::{Callback, Subject, Subjects};
use super::url::WebhookUrl;

/// Most callbacks underway to one URL, so that a slow receiver does not hold the others back.
const MAX_UNDERWAY: usize = 8;
/// Callbacks of a queue among which one is searched that need not wait.
const SEARCHED: usize = 1_000;

/// A webhook URL and what it is to get now.
#[derive(Debug, Clone)]
pub(super) struct Receiver {
    pub(super) url: WebhookUrl,
    pub(super) due: VecDeque<Callback>,
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
        Self { url, due: VecDeque::new() }
    }

    pub(super) fn is_at(&self, url: &Uri) -> bool {
        self.url.url == *url
    }

    /// Takes the first callback that need not wait for an earlier one about the same.
    pub(super) fn take(&mut self, underway: &Underway) -> Option<Callback> {
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
        self.due.remove(place)
    }
}
