//! Callbacks to the webhook URLs: delivery reports and incoming messages (`docs/provider/webhooks.md`).

mod callback;
pub(crate) mod delivery;
mod queue;
mod saved;
mod url;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use axum::http::Uri;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use self::callback::{Callback, CallbackBody, Kind, Subjects};
use self::queue::{ReadyCallback, Receiver, Underway};
use self::url::WebhookUrl;
use crate::hash::fnv1a;
use crate::inbox::Inbox;
use crate::inbox::message::{Api, Message};
use crate::options::Options;
use crate::provider::common::price;
use crate::simulate::clock::{Millis, rfc3339};
use crate::simulate::lifecycle;

/// Most callbacks that are planned; further ones are dropped.
const MAX_PLANNED: usize = 1_000_000;
/// Most callbacks that are put into the queues of their URLs under one lock.
const BATCH: usize = 1_000;
/// Most webhook URLs.
const MAX_RECEIVERS: usize = 10;
/// Most bytes kept of a response.
const MAX_ANSWER: usize = 4 << 10;
/// Most attempts in the log.
const MAX_LOG: usize = 1_000;
/// Attempts of one callback. The provider's number is not published.
const MAX_ATTEMPTS: u32 = 5;
/// Time on the sandbox's clock before the first retry; doubled each time.
const BACK_OFF: Millis = 1_000;

/// One attempt, as the control API lists it.
#[derive(Debug, Clone, Serialize)]
struct Attempt {
    id: u64,
    at: String,
    url: String,
    kind: Kind,
    attempt: u32,
    body: Arc<RawValue>,
    status: Option<u16>,
    /// The start of the response's body.
    answer: Option<String>,
    error: Option<String>,
    /// Real milliseconds until the response or the error.
    took_ms: u128,
    next_at: Option<String>,
    #[serde(skip)]
    subjects: Subjects,
}

/// The response of a receiver.
struct Answer {
    status: u16,
    text: String,
}

/// A delivery report, with the documented fields.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct StatusReport {
    message_id: String,
    #[serde(rename = "deliverystatus")]
    delivery_status: &'static str,
    timestamp: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<Box<RawValue>>,
}

/// A message to one of the customer's senders.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IncomingMessage {
    pub(crate) id_uuid: String,
    pub(crate) alpha_name: String,
    pub(crate) phone_number: String,
    pub(crate) text: String,
    pub(crate) dt: String,
}

/// The webhooks as the control API shows them.
#[derive(Debug, Serialize)]
pub(crate) struct WebhooksView<'a> {
    /// The first of `urls`.
    url: Option<String>,
    urls: Vec<String>,
    waiting: usize,
    /// Number of callbacks for which there was no room, or whose URL was removed before it took them.
    dropped: u64,
    attempts: &'a VecDeque<Attempt>,
}

/// The webhook URLs, the callbacks that wait by due time, and the log.
#[derive(Debug, Clone, Default)]
pub(crate) struct Webhooks {
    /// Hosts beside loopback.
    allowed: Arc<[String]>,
    receivers: Vec<Receiver>,
    /// Not yet due.
    waiting: BTreeMap<(Millis, u64), Callback>,
    next: u64,
    /// Status changes up to this time were reported, or came before a URL was set.
    reported: Millis,
    /// Number of planned callbacks for which there was no room, and of those that removed URLs did not take.
    dropped: u64,
    /// Grows when all this is replaced: the response to an earlier attempt says nothing of it.
    era: u64,
    log: VecDeque<Attempt>,
    /// Number of attempts so far.
    attempts: u64,
}

impl Webhooks {
    /// As after the start: with the webhook URL of the options, which must be valid.
    pub(crate) fn new(options: &Options, now: Millis) -> Result<Self, String> {
        let allowed: Arc<[String]> = options.allow_webhook_hosts.clone().into();
        let url = options.webhook_url.as_deref().map(|url| WebhookUrl::parse(url, &allowed)).transpose()?;
        let receivers = url.into_iter().map(Receiver::new).collect();
        Ok(Self { allowed, receivers, reported: now, ..Self::default() })
    }

    /// Sets the webhook URLs, also for the coming status changes of earlier messages; none removes them, and the log stays.
    pub(crate) fn set<U: AsRef<str>>(&mut self, urls: &[U], inbox: &Inbox, now: Millis) -> Result<(), String> {
        if urls.len() > MAX_RECEIVERS {
            return Err(format!("at most {MAX_RECEIVERS} webhook URLs may be set"));
        }
        let mut receivers: Vec<Receiver> = Vec::new();
        for url in urls {
            let url = WebhookUrl::parse(url.as_ref(), &self.allowed)?;
            if !receivers.iter().any(|known| known.is_at(&url.url)) {
                receivers.push(Receiver::new(url));
            }
        }
        let was_set = self.is_set();
        self.queue_all(inbox, now);
        // A URL that stays keeps what is due; a removed one gets nothing.
        for receiver in &mut receivers {
            if let Some(place) = self.receivers.iter().position(|known| known.is_at(&receiver.url.url)) {
                *receiver = self.receivers.swap_remove(place);
            }
        }
        self.dropped += self.receivers.iter().map(|removed| removed.dropped + removed.count() as u64).sum::<u64>();
        self.receivers = receivers;
        if !self.is_set() {
            self.waiting.clear();
        } else if !was_set {
            self.reported = now;
            self.watch_all(inbox, now);
        }
        Ok(())
    }

    /// Takes the place of these, in a new era.
    pub(crate) fn replace(&mut self, mut with: Self) {
        let era = self.era + 1;
        with.receivers.iter_mut().for_each(Receiver::forget_sent);
        *self = Self { era, ..with };
    }

    pub(crate) fn is_set(&self) -> bool {
        !self.receivers.is_empty()
    }

    /// Drops all callbacks.
    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
        self.receivers.iter_mut().for_each(Receiver::clear);
    }

    /// Number of callbacks that were not sent yet.
    fn count(&self) -> usize {
        self.waiting.len() + self.receivers.iter().map(Receiver::count).sum::<usize>()
    }

    fn receiver(&mut self, url: &Uri) -> Option<&mut Receiver> {
        self.receivers.iter_mut().find(|receiver| receiver.is_at(url))
    }

    pub(crate) fn urls(&self) -> Vec<String> {
        self.receivers.iter().map(|receiver| receiver.url.url.to_string()).collect()
    }

    /// Number of attempts so far.
    pub(crate) fn attempts(&self) -> u64 {
        self.attempts
    }

    pub(crate) fn show(&self) -> WebhooksView<'_> {
        let urls = self.urls();
        let (waiting, dropped) = (self.count(), self.all_dropped());
        WebhooksView { url: urls.first().cloned(), urls, waiting, dropped, attempts: &self.log }
    }

    fn all_dropped(&self) -> u64 {
        self.dropped + self.receivers.iter().map(|receiver| receiver.dropped).sum::<u64>()
    }

    /// Sends the body of an attempt once more to its webhook URL; the error says why that is impossible.
    pub(crate) fn resend(&mut self, id: u64) -> Result<(), &'static str> {
        let attempt = self.log.iter().find(|attempt| attempt.id == id).ok_or("no attempt has this number")?;
        let (kind, subjects, body) = (attempt.kind, attempt.subjects, Arc::clone(&attempt.body));
        let receiver = self.receivers.iter_mut().find(|receiver| receiver.url.url.to_string() == attempt.url);
        let receiver = receiver.ok_or("its webhook URL is no longer set")?;
        receiver.add(ReadyCallback { kind, subjects, body, attempts: 0 });
        Ok(())
    }

    /// Plans the reports of all messages.
    fn watch_all(&mut self, inbox: &Inbox, now: Millis) {
        inbox.iter().for_each(|message| self.watch(message, now));
    }

    /// Plans a report for each future status change. Only the SMSBAT API is documented to report.
    pub(crate) fn watch(&mut self, message: &Message, now: Millis) {
        if !self.is_set() || message.api != Api::Messages {
            return;
        }
        let mut word = "scheduled";
        for change in message.status_changes() {
            let at = message.time_of(&change);
            if change.overall != word && at > now {
                self.add(at, Callback::status(message.seq, change.after));
            }
            word = change.overall;
        }
    }

    /// Plans the reports of ordered status changes. Changes that an order replaced are not reported.
    pub(crate) fn ordered(&mut self, message: &Message, now: Millis) {
        if !self.is_set() || message.api != Api::Messages {
            return;
        }
        for change in message.ordered.iter().filter(|change| message.time_of(change) >= now) {
            self.add(message.time_of(change), Callback::status(message.seq, change.after));
        }
    }

    /// Plans the callback of an incoming message, which may answer the message of this sequence number.
    pub(crate) fn receive(&mut self, message: &IncomingMessage, about: Option<u64>, now: Millis) {
        if let Ok(body) = to_raw_value(message) {
            let subjects = Subjects { message: about, phone: Some(fnv1a(&message.phone_number)) };
            let (kind, content) = (Kind::Incoming, CallbackBody::Body(body.into()));
            self.add(now, Callback { kind, subjects, content });
        }
    }

    fn add(&mut self, at: Millis, callback: Callback) {
        if self.waiting.len() < MAX_PLANNED {
            self.waiting.insert((at, self.next), callback);
            self.next += 1;
        } else {
            self.dropped += 1;
        }
    }

    /// Due time of the next callback that is in no queue yet.
    fn next_due(&self) -> Option<Millis> {
        let planned = self.waiting.first_key_value().map(|((at, _), _)| *at);
        planned.into_iter().chain(self.receivers.iter().filter_map(Receiver::next_retry)).min()
    }

    /// Puts callbacks that are due into the queues of their URLs, with their bodies.
    fn queue(&mut self, inbox: &Inbox, now: Millis) {
        self.receivers.iter_mut().for_each(|receiver| receiver.queue_retries(now));
        for _ in 0..BATCH {
            let Some(first) = self.waiting.first_entry().filter(|first| first.key().0 <= now) else { return };
            self.reported = self.reported.max(first.key().0);
            let Callback { kind, subjects, content } = first.remove();
            let body = match content {
                CallbackBody::Body(body) => Some(body),
                CallbackBody::StatusChange { message, after } => report(inbox, message, after),
            };
            // A deleted message has no report.
            let Some(body) = body else { continue };
            for receiver in &mut self.receivers {
                receiver.add(ReadyCallback { kind, subjects, body: Arc::clone(&body), attempts: 0 });
            }
        }
    }

    /// Puts everything that is due into the queues, before messages go.
    pub(crate) fn queue_all(&mut self, inbox: &Inbox, now: Millis) {
        while self.next_due().is_some_and(|due| due <= now) {
            self.queue(inbox, now);
        }
    }

    /// Takes a callback that is due and need not wait for one that is underway.
    fn take(&mut self, underway: &Underway) -> Option<DueCallback> {
        let era = self.era;
        self.receivers.iter_mut().find_map(|receiver| {
            let ReadyCallback { kind, subjects, body, attempts } = receiver.take(underway)?;
            Some(DueCallback { kind, subjects, body, attempts: attempts + 1, url: receiver.url.clone(), era })
        })
    }

    /// Logs an attempt, and plans the next one if it failed; not after a reset.
    fn done(&mut self, job: DueCallback, answer: Result<Answer, String>, took: Duration, now: Millis) {
        if job.era != self.era {
            return;
        }
        let taken = answer.as_ref().is_ok_and(|answer| answer.status == 200);
        let receiver = self.receiver(&job.url.url);
        let is_set = receiver.is_some();
        receiver.into_iter().for_each(|receiver| receiver.answered(&job.body, job.attempts));
        let is_left = !taken && job.attempts < MAX_ATTEMPTS;
        let next = (is_left && is_set).then(|| now.saturating_add(BACK_OFF << (job.attempts - 1)));
        self.dropped += u64::from(is_left && !is_set);
        if self.log.len() >= MAX_LOG {
            self.log.pop_front();
        }
        self.attempts += 1;
        let (answer, error) = match answer {
            Ok(answer) => (Some(answer), None),
            Err(error) => (None, Some(error)),
        };
        self.log.push_back(Attempt {
            id: self.attempts,
            at: rfc3339(now),
            url: job.url.url.to_string(),
            kind: job.kind,
            attempt: job.attempts,
            body: job.body.clone(),
            status: answer.as_ref().map(|answer| answer.status),
            answer: answer.map(|answer| answer.text),
            error,
            took_ms: took.as_millis(),
            next_at: next.map(rfc3339),
            subjects: job.subjects,
        });
        let DueCallback { kind, subjects, body, attempts, url, .. } = job;
        if let Some((at, receiver)) = next.zip(self.receiver(&url.url)) {
            receiver.retry(at, ReadyCallback { kind, subjects, body, attempts });
        }
    }
}

/// A callback that is due.
#[derive(Debug)]
struct DueCallback {
    kind: Kind,
    subjects: Subjects,
    body: Arc<RawValue>,
    attempts: u32,
    url: WebhookUrl,
    era: u64,
}

fn report(inbox: &Inbox, seq: u64, after: Millis) -> Option<Arc<RawValue>> {
    let message = inbox.by_seq(seq)?;
    let changes = message.status_changes();
    // None if an order replaced the change.
    changes.iter().find(|change| change.after == after)?;
    let delivery = lifecycle::delivery_state(&changes, after);
    let report = StatusReport {
        message_id: inbox.id(message.api, seq),
        delivery_status: delivery.overall,
        timestamp: rfc3339(message.starts_at.saturating_add(after)),
        cost: message.price(&delivery).and_then(|price| price::number(price.amount())),
    };
    to_raw_value(&report).ok().map(Arc::from)
}
