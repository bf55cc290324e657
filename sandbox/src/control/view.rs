//! Messages as the control API shows them.

use std::collections::BTreeMap;

use axum::Json;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use smsbat_core::preview::Preview;
use smsbat_core::{Record, Sms};

use crate::app::state::State;
use crate::inbox::Inbox;
use crate::inbox::message::{Api, Message};
use crate::provider::bat::row::{Row, pattern};
use crate::provider::bat::status::{FallbackStatus, fallback_statuses};
use crate::provider::common::price::RATE_CURRENCY;
use crate::simulate::clock::{Millis, rfc3339};
use crate::simulate::lifecycle;
use crate::simulate::magic::Fate;

/// A message as the control API shows it.
#[derive(Debug, Serialize)]
pub(crate) struct MessageView<'a> {
    id: u64,
    message_id: Option<String>,
    list_id: u64,
    api: &'static str,
    r#type: &'static str,
    /// The current channel, or the last one.
    channel: &'a str,
    from: &'a str,
    to: &'a str,
    text: &'a str,
    /// Text on that channel with its variables filled in, for Cascade.
    rendered: Option<&'a str>,
    status: &'static str,
    reason: Option<&'static str>,
    parts: usize,
    /// A string, so that no parser rounds it.
    cost: Option<String>,
    currency: Option<&'static str>,
    customer_message_id: Option<&'a str>,
    /// True if it was opened on the page.
    seen: bool,
    /// Id of the request that sent it.
    request_id: Option<&'a str>,
    received_at: String,
    /// Start of a scheduled message.
    scheduled_for: Option<String>,
    accepted_row: AcceptedRow<'a>,
    request: &'a RawValue,
    history: Vec<Event<'a>>,
    fallbacks: Vec<FallbackStatus>,
    extended_statuses: Option<BTreeMap<String, &'static str>>,
}

/// The row of the response, as it was sent.
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

impl<'a> MessageView<'a> {
    pub(super) fn new(message: &'a Message, inbox: &Inbox, now: Millis) -> Self {
        let id = inbox.id(message.api, message.seq);
        let delivery = message.delivery_state(now);
        let channel = delivery.map_or(0, |delivery| delivery.channel);
        let changes = message.status_changes();
        let history = changes.iter().take_while(|change| change.after <= message.age(now)).map(|change| Event {
            at: rfc3339(message.time_of(change)),
            status: change.status,
            channel: message.channel_name(change.channel),
        });
        let (fallbacks, extended_statuses) = delivery.and_then(|_| fallback_statuses(message, now)).unzip();
        Self {
            id: message.seq,
            message_id: delivery.map(|_| id.clone()),
            list_id: message.list_id,
            api: message.api.name(),
            r#type: message.kind,
            channel: message.channel_name(channel),
            from: &message.from,
            to: &message.to,
            text: &message.text,
            rendered: message.rendered.as_ref().map(|_| message.channel_text(channel)),
            status: message.status(now),
            currency: delivery.and_then(|delivery| message.price(&delivery)).map(|_| RATE_CURRENCY),
            reason: match message.fate {
                Fate::Refused { reason, .. } => Some(reason),
                _ => None,
            },
            parts: message.parts(delivery.as_ref()),
            cost: delivery.and_then(|delivery| message.price(&delivery)).map(|price| price.amount()),
            customer_message_id: message.customer_message_id.as_deref(),
            seen: message.seen,
            request_id: message.origin.as_ref().map(|origin| origin.request_id.as_str()),
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

/// One channel of a message: what was planned for it, and what happened.
#[derive(Debug, Serialize)]
pub(super) struct Step<'a> {
    channel: &'a str,
    text: &'a str,
    /// `not_used` before it is tried.
    status: &'static str,
    history: Vec<StepChange>,
}

#[derive(Debug, Serialize)]
struct StepChange {
    at: String,
    status: &'static str,
}

/// The channels of a message in the order in which they are tried; none if its row was refused.
pub(super) fn steps(message: &Message, now: Millis) -> Vec<Step<'_>> {
    if message.plan().is_none() {
        return Vec::new();
    }
    let (changes, age) = (message.status_changes(), message.age(now));
    let step = |channel| {
        let of_channel = changes.iter().filter(|change| change.channel == channel && change.after <= age);
        let history =
            of_channel.map(|change| StepChange { at: rfc3339(message.time_of(change)), status: change.status });
        Step {
            channel: message.channel_name(channel),
            text: message.channel_text(channel),
            status: lifecycle::channel_status(&changes, channel, age),
            history: history.collect(),
        }
    };
    (0..=message.fallbacks.len()).map(step).collect()
}

/// One message as the control API shows it, or null.
pub(super) fn listed(state: &State, seq: u64) -> Json<Value> {
    let now = state.clock.now();
    Json(state.inbox.by_seq(seq).map_or(Value::Null, |message| json!(MessageView::new(message, &state.inbox, now))))
}

/// The message as its recipient sees it: the remaining channels with their texts.
pub(super) fn preview(message: &Message, now: Millis) -> Preview {
    let request = smsbat_core::Json::object(message.request.get());
    let preview =
        request.map_or_else(|_| Preview::of(&Record::new(Sms::class()).into()), |json| Preview::of(&json.into()));
    let preview = match &message.caller_id {
        Some(caller_id) => preview.with_pattern(&pattern(caller_id)),
        None => preview,
    };
    let from = message.delivery_state(now).map_or(0, |delivery| delivery.channel);
    let channels = (from..=message.fallbacks.len()).map(|i| (message.channel_name(i), message.channel_text(i)));
    preview.with_channels(channels)
}
