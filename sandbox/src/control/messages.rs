//! `/_sandbox/messages`: what arrived.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::error::ControlError;
use smsbat_core::preview::Preview;
use smsbat_core::{Record, Sms};

use crate::bat::{FallbackStatus, Row, fallback_statuses, pattern};
use crate::clock::{Millis, rfc3339};
use crate::inbox::{Api, Inbox, Letters, Look, Message};
use crate::magic::Fate;
use crate::server::{App, Extract};
use crate::state::State;

/// Items of one answer.
const DEFAULT_LIMIT: usize = 1_000;

/// Which messages are meant. Everything given must hold.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Filter {
    /// Phone, compared by digits.
    to: Option<String>,
    /// Part of the text.
    text: Option<String>,
    /// Current status, or `rejected`.
    pub(super) status: Option<String>,
    api: Option<String>,
    r#type: Option<String>,
    customer_message_id: Option<String>,
    /// Most items, the newest; default 1,000.
    limit: Option<usize>,
    /// Newest items left out.
    offset: usize,
    /// For `wait` only: seconds.
    pub(super) timeout: Option<f64>,
    /// For `wait` only: how many must match.
    pub(super) count: Option<usize>,
}

impl Filter {
    /// Everything there is.
    pub(crate) fn all() -> Self {
        Self { limit: Some(usize::MAX), ..Self::default() }
    }

    /// Whether all but the status holds.
    fn fits(&self, message: &Message) -> bool {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        self.to.as_ref().is_none_or(|to| *message.digits == *digits(to))
            && self.text.as_ref().is_none_or(|text| message.text.contains(text.as_str()))
            && self.api.as_ref().is_none_or(|word| word == message.api.name())
            && self.r#type.as_ref().is_none_or(|word| word == message.kind)
            && self
                .customer_message_id
                .as_ref()
                .is_none_or(|id| message.customer_message_id.as_deref() == Some(id.as_str()))
    }

    fn takes_all(&self) -> bool {
        let words = [&self.to, &self.text, &self.status, &self.api, &self.r#type, &self.customer_message_id];
        words.iter().all(|word| word.is_none())
    }

    fn look(&self) -> Look<'_> {
        Look {
            letters: self.text.iter().map(|text| Letters::of(text)).collect(),
            api: self.api.as_deref(),
            kind: self.r#type.as_deref(),
            status: self.status.as_deref(),
            ..Look::default()
        }
    }

    /// Gives those that match, newest first.
    fn each<'i>(&self, inbox: &'i Inbox, now: Millis, mut give: impl FnMut(&'i Message)) {
        let matches = |message: &Message| {
            self.fits(message) && self.status.as_ref().is_none_or(|status| status == message.status(now))
        };
        match self.indexed(inbox) {
            Some(messages) => messages.filter(|message| matches(message)).for_each(give),
            None => inbox
                .look(&self.look(), u64::MAX, usize::MAX, now)
                .filter(|(message, is_certain)| *is_certain || matches(message))
                .for_each(|(message, _)| give(message)),
        }
    }

    /// When the status of one that fits but for its status changes next by itself.
    pub(super) fn next_change(&self, inbox: &Inbox, now: Millis) -> Option<Millis> {
        let next = |m: &Message| {
            let next = || m.steps().iter().map(|step| m.time_of(step)).find(|at| *at > now);
            self.fits(m).then(next).flatten()
        };
        let look = Look { status: None, moving: true, ..self.look() };
        match self.indexed(inbox) {
            Some(messages) => messages.filter_map(next).min(),
            None => inbox.look(&look, u64::MAX, usize::MAX, now).filter_map(|(message, _)| next(message)).min(),
        }
    }

    /// The messages that may match, newest first, by an index if there is one.
    fn indexed<'i>(&self, inbox: &'i Inbox) -> Option<Box<dyn Iterator<Item = &'i Message> + 'i>> {
        match (&self.customer_message_id, &self.to) {
            (Some(id), _) => Some(Box::new(inbox.with_customer_id(id.clone()))),
            (None, Some(to)) => Some(Box::new(inbox.to(to.chars().filter(char::is_ascii_digit).collect()))),
            (None, None) => None,
        }
    }
}

/// A message as the control API shows it.
#[derive(Debug, Serialize)]
pub(crate) struct Item<'a> {
    id: u64,
    message_id: Option<String>,
    list_id: u64,
    api: &'static str,
    r#type: &'static str,
    /// The channel that carries the message, or carried it last.
    channel: &'a str,
    from: &'a str,
    to: &'a str,
    text: &'a str,
    /// Text of that channel with its variables filled in, for Cascade.
    rendered: Option<&'a str>,
    status: &'static str,
    reason: Option<&'static str>,
    parts: usize,
    /// Text, so that no reader rounds it.
    cost: Option<String>,
    customer_message_id: Option<&'a str>,
    /// Whether somebody looked at it on the page.
    seen: bool,
    /// The request that brought it, for `requests`.
    request_id: Option<&'a str>,
    received_at: String,
    /// When a scheduled message starts.
    scheduled_for: Option<String>,
    accepted_row: AcceptedRow<'a>,
    request: &'a RawValue,
    history: Vec<Event<'a>>,
    fallbacks: Vec<FallbackStatus>,
    extended_statuses: Option<BTreeMap<String, &'static str>>,
}

/// The row of the answer, as it was sent.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum AcceptedRow<'a> {
    Messages(Box<Row>),
    Other(Option<&'a RawValue>),
}

#[derive(Debug, Serialize)]
struct Event<'a> {
    at: String,
    status: &'static str,
    channel: &'a str,
}

impl<'a> Item<'a> {
    pub(super) fn new(message: &'a Message, inbox: &Inbox, now: Millis) -> Self {
        let id = inbox.id(message.api, message.seq);
        let standing = message.standing(now);
        let channel = standing.map_or(0, |standing| standing.channel);
        let steps = message.steps();
        let history = steps.iter().take_while(|step| step.after <= message.age(now)).map(|step| Event {
            at: rfc3339(message.time_of(step)),
            status: step.status,
            channel: message.channel_name(step.channel),
        });
        let (fallbacks, extended_statuses) = standing.and_then(|_| fallback_statuses(message, now)).unzip();
        Self {
            id: message.seq,
            message_id: standing.map(|_| id.clone()),
            list_id: message.list_id,
            api: message.api.name(),
            r#type: message.kind,
            channel: message.channel_name(channel),
            from: &message.from,
            to: &message.to,
            text: &message.text,
            rendered: message.rendered.as_ref().map(|_| message.channel_text(channel)),
            status: message.status(now),
            reason: match message.fate {
                Fate::Refused { reason, .. } => Some(reason),
                _ => None,
            },
            parts: message.parts(standing.as_ref()),
            cost: standing.and_then(|standing| message.price(&standing)).map(|price| price.amount()),
            customer_message_id: message.customer_message_id.as_deref(),
            seen: message.mark.seen,
            request_id: message.mark.origin.as_ref().map(|origin| origin.request_id.as_str()),
            received_at: rfc3339(message.received_at),
            scheduled_for: (message.starts_at > message.received_at).then(|| rfc3339(message.starts_at)),
            accepted_row: match message.api {
                Api::Messages => AcceptedRow::Messages(Box::new(Row::of(message, id))),
                _ => AcceptedRow::Other(message.row.as_deref()),
            },
            request: &message.request,
            history: history.collect(),
            fallbacks: fallbacks.unwrap_or_default(),
            extended_statuses,
        }
    }
}

/// The items that match, newest last, and how many match in all.
pub(crate) fn select<'a>(inbox: &'a Inbox, filter: &Filter, now: Millis) -> (Vec<Item<'a>>, usize) {
    let limit = filter.limit.unwrap_or(DEFAULT_LIMIT);
    if filter.takes_all() {
        let mut items: Vec<_> =
            inbox.newest().skip(filter.offset).take(limit).map(|m| Item::new(m, inbox, now)).collect();
        items.reverse();
        return (items, inbox.len());
    }
    let mut total = 0;
    let mut items = Vec::new();
    filter.each(inbox, now, |message| {
        if total >= filter.offset && items.len() < limit {
            items.push(Item::new(message, inbox, now));
        }
        total += 1;
    });
    items.reverse();
    (items, total)
}

/// One message as the control API shows it, or nothing.
pub(super) fn listed(state: &State, seq: u64) -> Json<Value> {
    let now = state.clock.now();
    Json(state.inbox.by_seq(seq).map_or(Value::Null, |message| json!(Item::new(message, &state.inbox, now))))
}

/// The message as its recipient sees it: the channels that it may take, with their texts.
pub(super) fn preview(message: &Message, now: Millis) -> Preview {
    let request = smsbat_core::Json::object(message.request.get());
    let preview =
        request.map_or_else(|_| Preview::of(&Record::new(Sms::class()).into()), |json| Preview::of(&json.into()));
    let preview = match &message.caller_id {
        Some(caller_id) => preview.with_pattern(&pattern(caller_id)),
        None => preview,
    };
    let from = message.standing(now).map_or(0, |standing| standing.channel);
    let channels = (from..=message.legs.len()).map(|i| (message.channel_name(i), message.channel_text(i)));
    preview.with_channels(channels)
}

/// Written in one pass, so that `request` stays as it came.
#[derive(Debug, Serialize)]
struct Listing<'a> {
    messages: &'a [Item<'a>],
    total: usize,
}

/// The answer that lists these items.
pub(super) fn listing(messages: &[Item<'_>], total: usize) -> Response {
    Json(Listing { messages, total }).into_response()
}

pub(super) async fn list(
    Extract(app): Extract<App>,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Result<Response, ControlError> {
    let Query(filter) = filter?;
    if filter.timeout.is_some() || filter.count.is_some() {
        return Err(ControlError::bad_request("timeout and count belong to /_sandbox/messages/wait"));
    }
    let state = app.state();
    let (items, total) = select(&state.inbox, &filter, state.clock.now());
    Ok(listing(&items, total))
}

pub(super) async fn clear(Extract(app): Extract<App>) -> Json<Value> {
    app.state().inbox.clear();
    app.changed();
    Json(json!({"ok": true}))
}
