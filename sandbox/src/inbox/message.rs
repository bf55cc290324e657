//! One message: its fields and its status history.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::provider::common::credentials::Account;
use crate::provider::common::price;
use crate::provider::tsms::content::Content;
use crate::simulate::clock::Millis;
use crate::simulate::lifecycle::{self, DeliveryState, StatusChange};
use crate::simulate::magic::{DeliveryPlan, Fate};
use crate::words::{self, Word};

/// A channel that is tried when those before it fail.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "(Box<str>, Box<str>)")]
pub(crate) struct FallbackChannel {
    pub(crate) channel: Box<str>,
    pub(crate) text: Box<str>,
}

impl<C: Into<Box<str>>, T: Into<Box<str>>> From<(C, T)> for FallbackChannel {
    fn from((channel, text): (C, T)) -> Self {
        Self { channel: channel.into(), text: text.into() }
    }
}

impl Serialize for FallbackChannel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.channel, &self.text).serialize(serializer)
    }
}

/// API that a message came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Api {
    Messages,
    Cascade,
    TurboSms,
    Messagio,
    Gms,
}

impl Api {
    pub(crate) const ALL: [Self; 5] = [Self::Messages, Self::Cascade, Self::TurboSms, Self::Messagio, Self::Gms];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Cascade => "cascade",
            Self::TurboSms => "turbosms",
            Self::Messagio => "messagio",
            Self::Gms => "gms",
        }
    }
}

/// A message that was sent, including one refused in its row. The file of `--store` holds it as JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Message {
    /// Sequence number, in order of arrival.
    pub(crate) seq: u64,
    pub(crate) list_id: u64,
    pub(crate) api: Api,
    /// Message type, in the words of its API.
    #[serde(deserialize_with = "words::read")]
    pub(crate) kind: Word,
    /// The first channel, as `extendedStatuses` names it.
    #[serde(deserialize_with = "words::read")]
    pub(crate) channel: Word,
    pub(crate) from: Box<str>,
    pub(crate) to: Box<str>,
    pub(crate) digits: Box<str>,
    /// Text as received.
    pub(crate) text: Box<str>,
    /// Text of the first channel with its variables filled in, where the API has variables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rendered: Option<Box<str>>,
    #[serde(rename = "own_id", skip_serializing_if = "Option::is_none")]
    pub(crate) customer_message_id: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ttl: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) caller_id: Option<Box<str>>,
    /// The channels after the first, in order.
    #[serde(rename = "legs", default, skip_serializing_if = "<[FallbackChannel]>::is_empty")]
    pub(crate) fallbacks: Box<[FallbackChannel]>,
    pub(crate) fate: Fate,
    pub(crate) received_at: Millis,
    /// Later than `received_at` when the message is scheduled.
    pub(crate) starts_at: Millis,
    /// Contents of the channels, for the TurboSMS-compatible API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content: Option<Arc<Content>>,
    /// The message exactly as received.
    pub(crate) request: Arc<RawValue>,
    /// Its row of the response, where the other fields do not determine it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) row: Option<Box<RawValue>>,
    /// The request that sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) origin: Option<Arc<RequestOrigin>>,
    /// Status changes that were ordered; they replace those planned for later.
    #[serde(rename = "directed", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) ordered: Vec<StatusChange>,
    /// True if it was opened on the page.
    pub(crate) seen: bool,
    /// The previous message with the same customer message id.
    #[serde(skip)]
    pub(crate) same_id: Option<u64>,
}

/// A request to one of the provider's APIs.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RequestOrigin {
    pub(crate) account: Account,
    pub(crate) request_id: String,
}

/// Order to change the status of an accepted message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StatusOrder {
    /// This status, on the current channel.
    Status(&'static str),
    /// The current channel fails; the next one delivers a second later.
    NextChannel,
}

impl Message {
    /// Planned delivery; `None` if its row was refused.
    pub(crate) fn plan(&self) -> Option<DeliveryPlan> {
        match self.fate {
            // A `ttl` shorter than the delivery makes the first channel fail.
            Fate::Taken { plan: DeliveryPlan::Delivered | DeliveryPlan::Read, .. }
                if self.ttl.is_some_and(|ttl| ttl.saturating_mul(1000) < lifecycle::FINAL) =>
            {
                Some(DeliveryPlan::FirstFails)
            }
            // One that expires before the operator delivers.
            Fate::Taken { plan: DeliveryPlan::Timed { delivered, .. }, .. }
                if self.ttl.is_some_and(|ttl| ttl.saturating_mul(1000) < delivered) =>
            {
                Some(DeliveryPlan::Stuck)
            }
            Fate::Taken { plan, .. } => Some(plan),
            Fate::Refused { .. } | Fate::Http(_) => None,
        }
    }

    /// True if a magic number still hides its status.
    pub(crate) fn is_status_late(&self, now: Millis) -> bool {
        let is_late = self.plan() == Some(DeliveryPlan::LateStatus) && self.ordered.is_empty();
        is_late && self.age(now) < lifecycle::FINAL
    }

    /// All status changes, past and future; none if its row was refused.
    pub(crate) fn status_changes(&self) -> Vec<StatusChange> {
        // The SMSBAT API accepts a fallback of a type other than SMS but never uses it (D10).
        let usable = match self.api {
            Api::Messages => self.fallbacks.iter().filter(|leg| &*leg.channel == "sms").count(),
            _ => self.fallbacks.len(),
        };
        let ttl = self.ttl.map(|ttl| ttl.saturating_mul(1000));
        let mut changes = self.plan().map(|plan| lifecycle::changes(plan, usable + 1, ttl)).unwrap_or_default();
        if let Some(first) = self.ordered.first() {
            changes.retain(|change| change.after <= first.after);
            changes.extend(&self.ordered);
        }
        changes
    }

    /// Orders a status from now on; the error says why that is impossible.
    pub(crate) fn order_status(&mut self, direction: StatusOrder, now: Millis) -> Result<(), &'static str> {
        if self.plan().is_none() {
            return Err("the message was refused, so its status cannot change");
        }
        // An ordered status does not wait for the schedule.
        self.starts_at = self.starts_at.min(now.max(self.received_at));
        let age = self.age(now);
        let channel = lifecycle::delivery_state(&self.status_changes(), age).channel;
        let change = |after, channel, status, overall| StatusChange { after, channel, status, overall };
        let changes = match direction {
            StatusOrder::Status(word) => vec![change(age, channel, word, word)],
            StatusOrder::NextChannel if channel >= self.fallbacks.len() => {
                return Err("the message has no further channel");
            }
            StatusOrder::NextChannel => vec![
                change(age, channel, "undeliverable", "processing"),
                change(age, channel + 1, "processing", "processing"),
                change(age + lifecycle::HANDOVER, channel + 1, "delivered", "delivered"),
            ],
        };
        self.ordered.retain(|change| change.after <= age);
        self.ordered.extend(changes);
        Ok(())
    }

    /// Age since the scheduled start.
    pub(crate) fn age(&self, now: Millis) -> Millis {
        now.saturating_sub(self.starts_at)
    }

    /// Time of a status change.
    pub(crate) fn time_of(&self, change: &StatusChange) -> Millis {
        if change.after == 0 { self.received_at } else { self.starts_at.saturating_add(change.after) }
    }

    /// Time of the next status change.
    pub(crate) fn next_change(&self, now: Millis) -> Option<Millis> {
        self.status_changes().iter().map(|change| self.time_of(change)).find(|at| *at > now)
    }

    /// Index of the current channel, or of the last one.
    pub(crate) fn current_channel(&self, now: Millis) -> usize {
        self.delivery_state(now).map_or(0, |delivery| delivery.channel)
    }

    pub(crate) fn delivery_state(&self, now: Millis) -> Option<DeliveryState> {
        self.plan()?;
        Some(lifecycle::delivery_state(&self.status_changes(), self.age(now)))
    }

    /// Delivery status, or the status of its row if it was refused.
    pub(crate) fn status(&self, now: Millis) -> &'static str {
        self.word(self.delivery_state(now))
    }

    /// The status for this delivery state.
    pub(super) fn word(&self, delivery: Option<DeliveryState>) -> &'static str {
        match (self.fate, delivery) {
            (Fate::Refused { status, .. }, _) => status,
            (_, Some(delivery)) => delivery.overall,
            (_, None) => "rejected",
        }
    }

    /// Name of a channel; 0 is the first.
    pub(crate) fn channel_name(&self, channel: usize) -> &str {
        self.leg(channel).map_or(self.channel, |leg| &leg.channel)
    }

    /// Text on a channel, with variables filled in.
    pub(crate) fn channel_text(&self, channel: usize) -> &str {
        self.leg(channel).map_or_else(|| self.rendered.as_deref().unwrap_or(&self.text), |leg| &leg.text)
    }

    fn leg(&self, channel: usize) -> Option<&FallbackChannel> {
        self.fallbacks.get(channel.checked_sub(1)?)
    }

    /// Number of parts on the current channel.
    pub(crate) fn parts(&self, delivery: Option<&DeliveryState>) -> usize {
        let channel = delivery.map_or(0, |delivery| delivery.channel);
        // Only SMS has more than one part.
        if self.channel_name(channel) == "sms" { smsbat_core::segments(self.channel_text(channel)).parts } else { 1 }
    }

    /// Price on the current channel, once the message has left the queue.
    pub(crate) fn price(&self, delivery: &DeliveryState) -> Option<price::Price> {
        let channel = self.channel_name(delivery.channel);
        (delivery.overall != "scheduled").then(|| price::Price::of(channel, self.parts(Some(delivery))))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_the_file_is_read_and_written() {
        // As the first version of the file has it.
        let row = r#"{"seq":7,"list_id":880001,"api":"turbosms","kind":"hybrid","channel":"viber","from":"Nova",
            "to":"+1","digits":"1","text":"Hi","own_id":"a","ttl":60,"legs":[["sms","Hi there"]],
            "fate":{"taken":[null,{"fails":"expired"}]},"received_at":1,"starts_at":2,"request":{"text": "Hi"},
            "origin":[{"key":"test-key"},"req-1"],"directed":[[5,1,"read","read"]],"seen":true}"#;
        let message: Message = serde_json::from_str(row).unwrap();
        assert_eq!((message.seq, message.api, &*message.fallbacks[0].text), (7, Api::TurboSms, "Hi there"));
        assert_eq!(message.fate, Fate::taken(DeliveryPlan::Fails("expired")));
        assert_eq!(message.ordered, [StatusChange { after: 5, channel: 1, status: "read", overall: "read" }]);
        assert_eq!(message.origin.as_ref().unwrap().account, Account::Key("test-key".into()));
        let written = serde_json::to_string(&message).unwrap();
        assert_eq!(format!("{:?}", serde_json::from_str::<Message>(&written).unwrap()), format!("{message:?}"));
    }
}
