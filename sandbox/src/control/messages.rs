//! `/_sandbox/messages`: the messages that were sent.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::call::{ControlError, DONE, Done, Params};
use super::view::MessageView;
use crate::app::App;
use crate::inbox::Inbox;
use crate::inbox::message::{Api, Message};
use crate::inbox::search::{BigramSet, SearchFilter};
use crate::provider::bat::kind::Kind;
use crate::provider::common::check::values::{only_digits, phone_digits};
use crate::simulate::clock::Millis;

/// Default number of items.
const DEFAULT_LIMIT: usize = 1_000;

/// Statuses of messages.
pub(super) const STATUSES: [&str; 9] = [
    "scheduled",
    "processing",
    "delivered",
    "read",
    "undeliverable",
    "permanenterror",
    "expired",
    "failed",
    "rejected",
];
/// Types of messages beside those of the SMSBAT API. `other` is one that only lenient settings admit.
const MORE_TYPES: [&str; 4] = ["transaction", "promo", "hybrid", "other"];

/// Filter of messages. Everything set must match.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct MessageFilter {
    /// Phone, compared by digits.
    pub(crate) to: Option<String>,
    /// Part of the text.
    pub(crate) text: Option<String>,
    /// Current status, or `rejected`.
    pub(crate) status: Option<String>,
    pub(crate) api: Option<String>,
    pub(crate) r#type: Option<String>,
    pub(crate) customer_message_id: Option<String>,
    /// Most items, counted from the newest. Default 1,000; for `assert`, all.
    pub(crate) limit: Option<usize>,
    /// Number of newest items to skip.
    pub(super) offset: usize,
    /// Timeout in seconds, for `wait` only.
    pub(super) timeout: Option<f64>,
    /// Number of messages, for `wait` and `assert` only.
    pub(super) count: Option<usize>,
}

impl MessageFilter {
    /// Matches everything.
    pub(crate) fn all() -> Self {
        Self { limit: Some(usize::MAX), ..Self::default() }
    }

    /// Refuses values that no message has: with a misspelled one, a check that nothing was sent would always pass.
    pub(crate) fn check(&self) -> Result<(), String> {
        let known = |name: &str, value: &Option<String>, words: &[&str]| match value.as_deref() {
            Some(word) if !words.contains(&word) => Err(format!("{name} must be one of {}", words.join(", "))),
            _ => Ok(()),
        };
        known("status", &self.status, &STATUSES)?;
        known("type", &self.r#type, &[&Kind::ALL.map(Kind::name)[..], &MORE_TYPES].concat())?;
        known("api", &self.api, &Api::ALL.map(Api::name))?;
        match self.to.as_deref() {
            Some(to) if to.contains('*') || phone_digits(&only_digits(to)).is_none() => {
                Err("to must be a phone number in international form, with its country code".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// The conditions that are set, by name.
    pub(super) fn conditions(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("to", &self.to),
            ("text", &self.text),
            ("status", &self.status),
            ("api", &self.api),
            ("type", &self.r#type),
            ("customer_message_id", &self.customer_message_id),
        ];
        all.into_iter().filter_map(|(name, wanted)| Some((name, wanted.as_deref()?)))
    }

    /// The conditions that a message does not meet, each with the value of the message. Without a time, the status is not
    /// compared.
    pub(super) fn unmet<'m>(
        &self,
        message: &'m Message,
        now: Option<Millis>,
    ) -> impl Iterator<Item = (&'static str, Option<&'m str>)> {
        self.conditions().filter_map(move |(name, wanted)| {
            let value = match name {
                "to" => Some(&*message.digits),
                "text" => Some(&*message.text),
                "status" => Some(message.status(now?)),
                "api" => Some(message.api.name()),
                "type" => Some(message.kind),
                _ => message.customer_message_id.as_deref(),
            };
            let is_met = match name {
                "to" => *message.digits == *only_digits(wanted),
                "text" => message.text.contains(wanted),
                _ => value == Some(wanted),
            };
            (!is_met).then_some((name, value))
        })
    }

    /// Returns true if everything but the status matches.
    fn fits(&self, message: &Message) -> bool {
        self.unmet(message, None).next().is_none()
    }

    fn search_filter(&self) -> SearchFilter<'_> {
        SearchFilter {
            letters: self.text.iter().map(|text| BigramSet::of(text)).collect(),
            api: self.api.as_deref(),
            kind: self.r#type.as_deref(),
            status: self.status.as_deref(),
            ..SearchFilter::default()
        }
    }

    /// Passes the matches to `give`, newest first.
    fn each<'i>(&self, inbox: &'i Inbox, now: Millis, mut give: impl FnMut(&'i Message)) {
        let matches = |message: &Message| self.unmet(message, Some(now)).next().is_none();
        match self.indexed(inbox) {
            Some(messages) => messages.filter(|message| matches(message)).for_each(give),
            None => inbox
                .search(&self.search_filter(), u64::MAX, usize::MAX, now)
                .filter(|(message, is_certain)| *is_certain || matches(message))
                .for_each(|(message, _)| give(message)),
        }
    }

    /// Time of the next status change of a message that matches but for its status.
    pub(super) fn next_change(&self, inbox: &Inbox, now: Millis) -> Option<Millis> {
        let next = |message: &Message| self.fits(message).then(|| message.next_change(now)).flatten();
        let filter = SearchFilter { status: None, moving: true, ..self.search_filter() };
        match self.indexed(inbox) {
            Some(messages) => messages.filter_map(next).min(),
            None => inbox.search(&filter, u64::MAX, usize::MAX, now).filter_map(|(message, _)| next(message)).min(),
        }
    }

    /// The messages that may match, newest first, if an index finds them.
    fn indexed<'i>(&self, inbox: &'i Inbox) -> Option<Box<dyn Iterator<Item = &'i Message> + 'i>> {
        match (&self.customer_message_id, &self.to) {
            (Some(id), _) => Some(Box::new(inbox.with_customer_id(id.clone()))),
            (None, Some(to)) => Some(Box::new(inbox.to(only_digits(to)))),
            (None, None) => None,
        }
    }
}

/// Returns the matches, newest last, and the total number of matches.
pub(crate) fn select<'a>(inbox: &'a Inbox, filter: &MessageFilter, now: Millis) -> (Vec<MessageView<'a>>, usize) {
    let limit = filter.limit.unwrap_or(DEFAULT_LIMIT);
    if filter.conditions().next().is_none() {
        let mut items: Vec<_> =
            inbox.newest().skip(filter.offset).take(limit).map(|m| MessageView::new(m, inbox, now)).collect();
        items.reverse();
        return (items, inbox.len());
    }
    let mut total = 0;
    let mut items = Vec::new();
    filter.each(inbox, now, |message| {
        if total >= filter.offset && items.len() < limit {
            items.push(MessageView::new(message, inbox, now));
        }
        total += 1;
    });
    items.reverse();
    (items, total)
}

/// Serialized in one pass, so that `request` stays as received.
#[derive(Debug, Serialize)]
struct Listing<'a> {
    messages: &'a [MessageView<'a>],
    total: usize,
}

/// The response that lists these messages.
pub(super) fn listing(messages: &[MessageView<'_>], total: usize) -> Response {
    Json(Listing { messages, total }).into_response()
}

pub(super) async fn list(app: App, Params(filter): Params<MessageFilter>) -> Result<Response, ControlError> {
    if filter.timeout.is_some() || filter.count.is_some() {
        return Err(ControlError::bad_request("timeout and count are only for /_sandbox/messages/wait and assert"));
    }
    filter.check().map_err(ControlError::bad_request)?;
    let state = app.state();
    let (items, total) = select(&state.inbox, &filter, state.clock.now());
    Ok(listing(&items, total))
}

pub(super) async fn clear(app: App) -> Json<Done> {
    {
        let mut state = app.state();
        state.queue_callbacks();
        state.inbox.clear();
    }
    app.changed();
    DONE
}
