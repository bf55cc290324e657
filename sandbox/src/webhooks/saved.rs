//! Callbacks that no URL has taken yet, in the form that is saved for the next start.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Webhooks;
use super::callback::{Kind, Subjects};
use super::queue::{ReadyCallback, Receiver};
use crate::inbox::Inbox;
use crate::simulate::clock::Millis;

/// Most callbacks that are saved; further ones are dropped.
const MAX_SAVED: usize = 100_000;

/// State of the webhooks that a file keeps. Their URLs are kept apart.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct SavedWebhooks {
    /// None if no URL was set.
    reported: Option<Millis>,
    dropped: u64,
    callbacks: Vec<SavedCallback>,
}

#[derive(Debug, Serialize, Deserialize)]
struct SavedCallback {
    url: String,
    /// Due time of a retry; none if it was due or sent.
    at: Option<Millis>,
    kind: Kind,
    message: Option<u64>,
    phone: Option<u64>,
    body: String,
    attempts: u32,
}

impl Webhooks {
    /// Returns the state to save. Callbacks are saved only at the end, because they may be many.
    pub(crate) fn to_saved(&self, is_end: bool) -> SavedWebhooks {
        let receivers = if is_end { &*self.receivers } else { &[] };
        let callbacks: Vec<SavedCallback> = receivers.iter().flat_map(saved).take(MAX_SAVED).collect();
        let unsaved = receivers.iter().map(|receiver| receiver.open().count()).sum::<usize>() - callbacks.len();
        SavedWebhooks {
            reported: self.is_set().then_some(self.reported),
            dropped: self.all_dropped() + unsaved as u64,
            callbacks,
        }
    }

    /// Takes in what was saved, once the URLs are set: a URL of the options may have replaced the saved ones.
    pub(crate) fn restore(&mut self, saved: SavedWebhooks, now: Millis) {
        self.reported = saved.reported.unwrap_or(now);
        self.dropped = saved.dropped;
        for SavedCallback { url, at, kind, message, phone, body, attempts } in saved.callbacks {
            let receiver = self.receivers.iter_mut().find(|receiver| receiver.url.url.to_string() == url);
            let (Some(receiver), Ok(body)) = (receiver, RawValue::from_string(body)) else {
                self.dropped += 1;
                continue;
            };
            let callback =
                ReadyCallback { kind, subjects: Subjects { message, phone }, body: Arc::from(body), attempts };
            match at {
                Some(at) => receiver.retry(at, callback),
                None => receiver.add(callback),
            }
        }
    }

    /// Plans the reports of restored messages: also of changes that came while no sandbox ran.
    pub(crate) fn watch_restored(&mut self, inbox: &Inbox) {
        self.waiting.clear();
        self.watch_all(inbox, self.reported);
    }
}

fn saved(receiver: &Receiver) -> impl Iterator<Item = SavedCallback> {
    let url = receiver.url.url.to_string();
    receiver.open().map(move |(at, callback)| SavedCallback {
        url: url.clone(),
        at,
        kind: callback.kind,
        message: callback.subjects.message,
        phone: callback.subjects.phone,
        body: callback.body.get().to_owned(),
        attempts: callback.attempts,
    })
}
