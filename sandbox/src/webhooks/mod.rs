//! Callbacks to the webhook URLs: delivery reports and incoming messages (`docs/provider/webhooks.md`).

pub(crate) mod delivery;

use std::collections::{BTreeMap, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::http::Uri;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::inbox::Inbox;
use crate::inbox::message::{Api, Message};
use crate::options::Options;
use crate::provider::common::price;
use crate::simulate::clock::{Millis, rfc3339};
use crate::simulate::lifecycle;

/// Most callbacks that wait; further ones are dropped.
const MAX_WAITING: usize = 1_000_000;
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

/// A webhook URL and its addresses.
#[derive(Debug, Clone)]
struct WebhookUrl {
    url: Uri,
    /// Tried in turn. Empty for an allowed host, which is looked up for each attempt.
    addresses: Vec<SocketAddr>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Status,
    Incoming,
}

/// A callback that waits.
#[derive(Debug, Clone)]
struct Callback {
    kind: Kind,
    /// The webhook URL; none for all of them.
    url: Option<Uri>,
    content: CallbackBody,
    /// Attempts so far.
    attempts: u32,
}

#[derive(Debug, Clone)]
enum CallbackBody {
    /// A status change, reported when it is due.
    StatusChange {
        message: u64,
        after: Millis,
    },
    Body(Box<RawValue>),
}

/// One attempt, as the control API lists it.
#[derive(Debug, Clone, Serialize)]
struct Attempt {
    id: u64,
    at: String,
    url: String,
    kind: Kind,
    attempt: u32,
    body: Box<RawValue>,
    status: Option<u16>,
    /// The start of the response's body.
    answer: Option<String>,
    error: Option<String>,
    /// Real milliseconds until the response or the error.
    took_ms: u128,
    next_at: Option<String>,
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
    attempts: &'a VecDeque<Attempt>,
}

/// The webhook URLs, the callbacks that wait by due time, and the log.
#[derive(Debug, Clone, Default)]
pub(crate) struct Webhooks {
    /// Hosts beside loopback.
    allowed: Arc<[String]>,
    targets: Vec<WebhookUrl>,
    waiting: BTreeMap<(Millis, u64), Callback>,
    next: u64,
    log: VecDeque<Attempt>,
    /// Number of attempts so far.
    attempts: u64,
}

impl Webhooks {
    /// As after the start: with the webhook URL of the options, which must be valid.
    pub(crate) fn new(options: &Options) -> Result<Self, String> {
        let allowed: Arc<[String]> = options.allow_webhook_hosts.clone().into();
        let target = options.webhook_url.as_deref().map(|url| WebhookUrl::parse(url, &allowed)).transpose()?;
        Ok(Self { allowed, targets: target.into_iter().collect(), ..Self::default() })
    }

    /// Sets the webhook URLs, also for the coming status changes of earlier messages; none removes them, and the log stays.
    pub(crate) fn set<U: AsRef<str>>(&mut self, urls: &[U], inbox: &Inbox, now: Millis) -> Result<(), String> {
        if urls.len() > MAX_RECEIVERS {
            return Err(format!("at most {MAX_RECEIVERS} webhook URLs may be set"));
        }
        let mut targets: Vec<WebhookUrl> = Vec::new();
        for url in urls {
            let target = WebhookUrl::parse(url.as_ref(), &self.allowed)?;
            if targets.iter().all(|known| known.url != target.url) {
                targets.push(target);
            }
        }
        let was_set = self.is_set();
        self.targets = targets;
        if !self.is_set() {
            self.waiting.clear();
        } else if !was_set {
            for message in inbox.iter() {
                self.watch(message, now);
            }
        }
        Ok(())
    }

    pub(crate) fn is_set(&self) -> bool {
        !self.targets.is_empty()
    }

    pub(crate) fn urls(&self) -> Vec<String> {
        self.targets.iter().map(|target| target.url.to_string()).collect()
    }

    /// Number of attempts so far.
    pub(crate) fn attempts(&self) -> u64 {
        self.attempts
    }

    pub(crate) fn show(&self) -> WebhooksView<'_> {
        let urls = self.urls();
        WebhooksView { url: urls.first().cloned(), urls, waiting: self.waiting.len(), attempts: &self.log }
    }

    /// Sends the body of an attempt once more to its webhook URL; the error says why that is impossible.
    pub(crate) fn resend(&mut self, id: u64, now: Millis) -> Result<(), &'static str> {
        let attempt = self.log.iter().find(|attempt| attempt.id == id).ok_or("no attempt has this number")?;
        let url =
            self.targets.iter().find(|target| target.url.to_string() == attempt.url).map(|target| target.url.clone());
        let url = Some(url.ok_or("its webhook URL is no longer set")?);
        let content = CallbackBody::Body(attempt.body.clone());
        self.add(now, Callback { kind: attempt.kind, url, content, attempts: 0 });
        Ok(())
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
                let content = CallbackBody::StatusChange { message: message.seq, after: change.after };
                self.add(at, Callback { kind: Kind::Status, url: None, content, attempts: 0 });
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
            let content = CallbackBody::StatusChange { message: message.seq, after: change.after };
            self.add(message.time_of(change), Callback { kind: Kind::Status, url: None, content, attempts: 0 });
        }
    }

    /// Plans the callback of an incoming message.
    pub(crate) fn receive(&mut self, message: &IncomingMessage, now: Millis) {
        if let Ok(body) = to_raw_value(message) {
            self.add(now, Callback { kind: Kind::Incoming, url: None, content: CallbackBody::Body(body), attempts: 0 });
        }
    }

    fn add(&mut self, at: Millis, callback: Callback) {
        if self.waiting.len() < MAX_WAITING {
            self.waiting.insert((at, self.next), callback);
            self.next += 1;
        }
    }

    /// Due time of the next callback.
    fn next_due(&self) -> Option<Millis> {
        self.waiting.first_key_value().map(|((at, _), _)| *at)
    }

    /// Takes the first callback that is due.
    fn take(&mut self, inbox: &Inbox, now: Millis) -> Option<DueCallback> {
        while self.next_due().is_some_and(|at| at <= now) {
            let ((at, _), callback) = self.waiting.pop_first()?;
            let Callback { kind, url, content, attempts } = callback;
            let body = match content {
                CallbackBody::Body(body) => Some(body),
                CallbackBody::StatusChange { message, after } => report(inbox, message, after),
            };
            // A deleted message has no report.
            let Some(body) = body else { continue };
            let Some(url) = url else {
                for url in self.targets.iter().map(|target| target.url.clone()).collect::<Vec<_>>() {
                    let content = CallbackBody::Body(body.clone());
                    self.add(at, Callback { kind, url: Some(url), content, attempts });
                }
                continue;
            };
            // A removed webhook URL gets nothing.
            if let Some(target) = self.targets.iter().find(|target| target.url == url).cloned() {
                return Some(DueCallback { kind, body, attempts: attempts + 1, target });
            }
        }
        None
    }

    /// Logs an attempt, and plans the next one if it failed.
    fn done(&mut self, job: DueCallback, answer: Result<Answer, String>, took: Duration, now: Millis) {
        let taken = answer.as_ref().is_ok_and(|answer| answer.status == 200);
        let same_target = self.targets.iter().any(|target| target.url == job.target.url);
        let next = (!taken && same_target && job.attempts < MAX_ATTEMPTS)
            .then(|| now.saturating_add(BACK_OFF << (job.attempts - 1)));
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
            url: job.target.url.to_string(),
            kind: job.kind,
            attempt: job.attempts,
            body: job.body.clone(),
            status: answer.as_ref().map(|answer| answer.status),
            answer: answer.map(|answer| answer.text),
            error,
            took_ms: took.as_millis(),
            next_at: next.map(rfc3339),
        });
        if let Some(at) = next {
            let content = CallbackBody::Body(job.body);
            self.add(at, Callback { kind: job.kind, url: Some(job.target.url), content, attempts: job.attempts });
        }
    }
}

/// A callback that is due.
struct DueCallback {
    kind: Kind,
    body: Box<RawValue>,
    attempts: u32,
    target: WebhookUrl,
}

fn report(inbox: &Inbox, seq: u64, after: Millis) -> Option<Box<RawValue>> {
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
    to_raw_value(&report).ok()
}

impl WebhookUrl {
    /// Accepts plain HTTP only, on loopback and the allowed hosts.
    fn parse(url: &str, allowed: &[String]) -> Result<Self, String> {
        let refused = || {
            format!(
                "{url:?} is not a URL on loopback, such as http://127.0.0.1:8080/hook, or of a host that the option \
                 --allow-webhook-host allows"
            )
        };
        let url: Uri = url.parse().map_err(|_| refused())?;
        let authority = url.authority().filter(|authority| !authority.as_str().contains('@')).ok_or_else(refused)?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        let hosts = match host.parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) if host.eq_ignore_ascii_case("localhost") => {
                vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
            }
            Err(_) => Vec::new(),
        };
        let is_allowed = allowed.iter().any(|name| name.eq_ignore_ascii_case(host));
        let is_loopback = !hosts.is_empty() && hosts.iter().all(IpAddr::is_loopback);
        if url.scheme_str() != Some("http") || !(is_loopback || is_allowed) {
            return Err(refused());
        }
        let port = authority.port_u16().unwrap_or(80);
        let addresses = hosts.into_iter().map(|host| SocketAddr::new(host, port)).collect();
        Ok(Self { url, addresses })
    }
}

#[cfg(test)]
mod tests {
    use super::WebhookUrl;

    #[test]
    fn allowed_hosts_are_called() {
        let allowed = ["app".to_owned(), "10.0.0.1".to_owned()];
        for url in ["http://app:8080/hook", "http://APP/", "http://10.0.0.1/"] {
            assert!(WebhookUrl::parse(url, &allowed).is_ok(), "{url}");
        }
        for url in ["https://app/", "http://app.example.org/", "http://user@app/", "http://10.0.0.2/"] {
            assert!(WebhookUrl::parse(url, &allowed).is_err(), "{url}");
        }
    }

    #[test]
    fn only_loopback_is_called() {
        for url in ["http://127.0.0.1:8080/hook", "http://localhost/a?b=c", "http://[::1]:1/", "http://127.9.9.9"] {
            assert!(WebhookUrl::parse(url, &[]).is_ok(), "{url}");
        }
        for url in [
            "",
            "/hook",
            "127.0.0.1:80",
            "https://127.0.0.1/",
            "http://example.org/",
            "http://127.0.0.1.example.org/",
            "http://10.0.0.1/",
            "http://0.0.0.0:80/",
            "http://localhost@example.org/",
            "http://user@127.0.0.1/",
            "file:///etc/passwd",
        ] {
            assert!(WebhookUrl::parse(url, &[]).is_err(), "{url}");
        }
    }
}
