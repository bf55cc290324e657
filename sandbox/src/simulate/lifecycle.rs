//! The status history of an accepted message (`docs/provider/smsbat-api.md` §4), as a pure function of its age.

use serde::{Deserialize, Serialize};

use crate::simulate::clock::Millis;
use crate::simulate::magic::DeliveryPlan;
use crate::words::{self, Word};

/// Age at which a message leaves the queue.
const PROCESSING: Millis = 1_000;
/// Age at which a failing first channel fails, and the next one starts.
const FIRST_CHANNEL: Millis = 2_000;
/// Age at which the last status is reached.
pub(crate) const FINAL: Millis = 3_000;

/// Time that the next channel takes to deliver.
pub(crate) const HANDOVER: Millis = FINAL - FIRST_CHANNEL;

/// Status of a channel that has not been tried.
const NOT_USED: &str = "not_used";

/// One status change of one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StatusChange {
    /// Age of the message, counted from its scheduled start.
    pub(crate) after: Millis,
    /// Index of the channel; 0 is the first.
    pub(crate) channel: usize,
    /// New status of the channel.
    #[serde(deserialize_with = "words::read")]
    pub(crate) status: Word,
    /// Status of the message from then on.
    #[serde(deserialize_with = "words::read")]
    pub(crate) overall: Word,
}

/// Returns every status change of a message with this many channels, in order of time. `ttl` is in milliseconds.
pub(crate) fn changes(plan: DeliveryPlan, channels: usize, ttl: Option<Millis>) -> Vec<StatusChange> {
    let change = |after, channel, status, overall| StatusChange { after, channel, status, overall };
    let mut changes = vec![change(0, 0, "scheduled", "scheduled"), change(PROCESSING, 0, "processing", "processing")];
    let last = channels.saturating_sub(1);
    match plan {
        DeliveryPlan::Delivered | DeliveryPlan::LateStatus => changes.push(change(FINAL, 0, "delivered", "delivered")),
        DeliveryPlan::Timed { delivered, read } => {
            changes.retain(|change| change.after < delivered);
            changes.push(change(delivered, 0, "delivered", "delivered"));
            changes.extend(read.map(|read| change(delivered.saturating_add(read), 0, "read", "read")));
        }
        DeliveryPlan::Read => changes.push(change(FINAL, 0, "read", "read")),
        DeliveryPlan::Fails(word) if last == 0 => changes.push(change(FINAL, 0, word, word)),
        DeliveryPlan::Fails(word) => {
            for channel in 0..last {
                let after = FIRST_CHANNEL + (FINAL - FIRST_CHANNEL) * channel as Millis / last as Millis;
                let status = if channel == 0 { word } else { "undeliverable" };
                changes.push(change(after, channel, status, "processing"));
                changes.push(change(after, channel + 1, "processing", "processing"));
            }
            changes.push(change(FINAL, last, "undeliverable", word));
        }
        DeliveryPlan::FirstFails if last == 0 => changes.push(change(FINAL, 0, "undeliverable", "undeliverable")),
        DeliveryPlan::FirstFails => changes.extend([
            change(FIRST_CHANNEL, 0, "undeliverable", "processing"),
            change(FIRST_CHANNEL, 1, "processing", "processing"),
            change(FINAL, 1, "delivered", "delivered"),
        ]),
        DeliveryPlan::Stuck => match ttl.map(|ttl| ttl.max(FINAL)) {
            None => {}
            Some(ttl) if last == 0 => changes.push(change(ttl, 0, "expired", "expired")),
            Some(ttl) => changes.extend([
                change(ttl, 0, "expired", "processing"),
                change(ttl, 1, "processing", "processing"),
                change(ttl + FINAL - FIRST_CHANNEL, 1, "delivered", "delivered"),
            ]),
        },
    }
    changes
}

/// Status of a message at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DeliveryState {
    pub(crate) overall: &'static str,
    /// The channel that carries the message, or carried it last.
    pub(crate) channel: usize,
    /// Age at which the status was reached.
    pub(crate) since: Millis,
}

/// Returns the status of a message of this age.
pub(crate) fn delivery_state(changes: &[StatusChange], age: Millis) -> DeliveryState {
    let start = DeliveryState { overall: "scheduled", channel: 0, since: 0 };
    let gone = changes.iter().take_while(|change| change.after <= age);
    gone.fold(start, |delivery, change| DeliveryState {
        overall: change.overall,
        channel: change.channel.max(delivery.channel),
        since: change.after,
    })
}

/// Returns the status of one channel.
pub(crate) fn channel_status(changes: &[StatusChange], channel: usize, age: Millis) -> &'static str {
    let gone = changes.iter().take_while(|change| change.after <= age).filter(|change| change.channel == channel);
    gone.last().map_or(NOT_USED, |change| change.status)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(plan: DeliveryPlan, channels: usize, ttl: Option<Millis>) -> Vec<String> {
        let changes = changes(plan, channels, ttl);
        [0, 1_000, 2_000, 3_000, 1_000_000]
            .map(|age| {
                let each: Vec<_> = (0..channels).map(|channel| channel_status(&changes, channel, age)).collect();
                format!("{}: {}", delivery_state(&changes, age).overall, each.join(" "))
            })
            .to_vec()
    }

    #[test]
    fn delivered() {
        assert_eq!(
            words(DeliveryPlan::Delivered, 2, None),
            [
                "scheduled: scheduled not_used",
                "processing: processing not_used",
                "processing: processing not_used",
                "delivered: delivered not_used",
                "delivered: delivered not_used",
            ]
        );
    }

    #[test]
    fn the_next_channel_takes_over() {
        assert_eq!(
            words(DeliveryPlan::FirstFails, 2, None)[2..],
            [
                "processing: undeliverable processing",
                "delivered: undeliverable delivered",
                "delivered: undeliverable delivered",
            ]
        );
        assert_eq!(words(DeliveryPlan::FirstFails, 1, None)[3], "undeliverable: undeliverable");
        assert_eq!(words(DeliveryPlan::Fails("expired"), 2, None)[3], "expired: expired undeliverable");
        assert_eq!(words(DeliveryPlan::Fails("expired"), 3, None)[2], "processing: expired processing not_used");
        assert_eq!(words(DeliveryPlan::Fails("expired"), 3, None)[3], "expired: expired undeliverable undeliverable");
    }

    #[test]
    fn only_a_ttl_ends_the_wait() {
        assert_eq!(words(DeliveryPlan::Stuck, 2, None)[4], "processing: processing not_used");
        assert_eq!(words(DeliveryPlan::Stuck, 1, Some(90_000))[4], "expired: expired");
        assert_eq!(words(DeliveryPlan::Stuck, 2, Some(90_000))[4], "delivered: expired delivered");
    }
}
