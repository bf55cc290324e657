//! Status of one message, and the precedence of two statuses.

use jiff::Timestamp;
use jiff::civil::DateTime;

/// Source of a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeliverySource {
    /// An answer to a request for the status.
    Track,
    /// A delivery report of a webhook.
    Webhook,
}

impl DeliverySource {
    /// The source as a word: `track` or `webhook`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Track => "track",
            Self::Webhook => "webhook",
        }
    }
}

/// Meaning of a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeliveryOutcome {
    /// It reached the recipient, who has not read it as far as is known.
    Delivered,
    /// The recipient has read it.
    Read,
    /// It cannot be delivered.
    Undeliverable,
    /// Its time was up.
    Expired,
    /// It is under way: its status may still change.
    Pending,
    /// Nothing is known of it.
    Unknown,
}

impl DeliveryOutcome {
    /// All outcomes, in the order of the summary.
    pub const ALL: [Self; 6] =
        [Self::Delivered, Self::Read, Self::Undeliverable, Self::Expired, Self::Pending, Self::Unknown];

    /// The outcome as a word, such as `delivered`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Undeliverable => "undeliverable",
            Self::Expired => "expired",
            Self::Pending => "pending",
            Self::Unknown => "unknown",
        }
    }

    /// The meaning of the provider's word.
    pub(super) fn of(word: &str) -> Self {
        match word {
            "delivered" => Self::Delivered,
            "read" => Self::Read,
            "expired" => Self::Expired,
            "" => Self::Unknown,
            word if crate::messages::is_lost(word) => Self::Undeliverable,
            _ => Self::Pending,
        }
    }

    /// True if the status changes no more, but that what was delivered may still be read.
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Pending | Self::Unknown)
    }

    /// True if it reached the recipient.
    pub fn is_delivered(self) -> bool {
        matches!(self, Self::Delivered | Self::Read)
    }
}

/// A status of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatusEvent {
    pub(crate) message_id: String,
    /// The provider's word in lower case.
    pub(crate) status: String,
    /// When the message had it.
    pub(crate) at: Timestamp,
    pub(crate) cost: Option<String>,
    pub(crate) channel: Option<String>,
    pub(crate) source: DeliverySource,
}

/// True if a status takes the place of an earlier record. The newest wins, but a final status never goes back to one
/// that is not, and what was read stays read, whatever else is reported before or after: two clocks are involved, and
/// reports come in any order.
pub(super) fn replaces(new: (DeliveryOutcome, Timestamp), old: (DeliveryOutcome, Timestamp)) -> bool {
    let rank = |outcome: DeliveryOutcome| match outcome {
        DeliveryOutcome::Unknown => 0,
        DeliveryOutcome::Pending => 1,
        DeliveryOutcome::Delivered | DeliveryOutcome::Undeliverable | DeliveryOutcome::Expired => 2,
        DeliveryOutcome::Read => 3,
    };
    (rank(new.0), new.1) >= (rank(old.0), old.1)
}

/// Reads the provider's time; one without a zone is UTC, as in its documentation.
pub(crate) fn read_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let utc = |time: DateTime| time.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    text.parse().ok().or_else(|| text.parse().ok().and_then(utc))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The word that holds after these, each with its second.
    fn holds(events: &[(&str, i64)]) -> &'static str {
        let mut held = (DeliveryOutcome::Unknown, Timestamp::MIN);
        for (word, second) in events {
            let new = (DeliveryOutcome::of(word), Timestamp::from_second(*second).unwrap());
            if replaces(new, held) {
                held = new;
            }
        }
        held.0.as_str()
    }

    #[test]
    fn the_newest_wins_and_a_final_status_stays() {
        assert_eq!(holds(&[]), "unknown");
        assert_eq!(holds(&[("processing", 5), ("scheduled", 3)]), "pending");
        for events in [[("processing", 9), ("delivered", 5)], [("delivered", 5), ("processing", 9)]] {
            assert_eq!(holds(&events), "delivered");
        }
        assert_eq!(holds(&[("undeliverable", 5), ("delivered", 7)]), "delivered");
        assert_eq!(holds(&[("delivered", 7), ("undeliverable", 5)]), "delivered");
        assert_eq!(holds(&[("expired", 7), ("permanenterror", 8)]), "undeliverable");
        for other in ["delivered", "undeliverable", "permanenterror", "failed", "expired", "processing"] {
            for events in [[("read", 5), (other, 9)], [(other, 9), ("read", 5)]] {
                assert_eq!(holds(&events), "read", "{other}");
            }
        }
        // Between the others, time decides.
        assert_eq!(holds(&[("delivered", 5), ("expired", 7)]), "expired");
        // A word that is not known yet is one of a message that is under way.
        assert_eq!(holds(&[("parked", 5)]), "pending");
    }

    #[test]
    fn times_without_a_zone_are_utc() {
        let time = |text| read_time(text).map(|time| time.to_string());
        assert_eq!(time("2026-05-04T09:31:07.25+03:00").as_deref(), Some("2026-05-04T06:31:07.25Z"));
        assert_eq!(time(" 2026-05-04T09:31:07 ").as_deref(), Some("2026-05-04T09:31:07Z"));
        assert_eq!(time("2026-05-04 09:31:07").as_deref(), Some("2026-05-04T09:31:07Z"));
        assert_eq!(time("yesterday"), None);
    }
}
