//! The summary of a campaign's delivery, and its rows.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;

use super::decimal::{DecimalSum, NO_SUM};
use super::status::{DeliveryOutcome, DeliverySource};
use super::table::{MessageTable, TrackedMessage};
use crate::bulk::{write_beside, write_cell};
use crate::shown::shown_json;

/// Counts of messages by their delivery. All but `total` add up to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DeliveryCounts {
    /// Messages that were or may have been sent.
    pub total: u64,
    /// Messages that reached the recipient and are not known to be read.
    pub delivered: u64,
    /// Messages that were read.
    pub read: u64,
    /// Messages that cannot be delivered.
    pub undeliverable: u64,
    /// Messages whose time was up.
    pub expired: u64,
    /// Messages that are under way.
    pub pending: u64,
    /// Messages of which nothing is known.
    pub unknown: u64,
    /// Price of all of them, as an exact decimal; `NaN` if a price has more than 1,000 digits.
    pub cost: String,
}

impl DeliveryCounts {
    /// Messages whose status is final.
    pub fn settled(&self) -> u64 {
        [self.read, self.undeliverable, self.expired].into_iter().fold(self.delivered, u64::saturating_add)
    }

    fn count(&mut self, outcome: DeliveryOutcome, messages: u64) {
        self.total = self.total.saturating_add(messages);
        let place = match outcome {
            DeliveryOutcome::Delivered => &mut self.delivered,
            DeliveryOutcome::Read => &mut self.read,
            DeliveryOutcome::Undeliverable => &mut self.undeliverable,
            DeliveryOutcome::Expired => &mut self.expired,
            DeliveryOutcome::Pending => &mut self.pending,
            DeliveryOutcome::Unknown => &mut self.unknown,
        };
        *place = (*place).saturating_add(messages);
    }
}

/// Counts of one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ChannelDelivery {
    /// Channel, such as `sms` or `viber`; `unknown` if nothing says which one it was.
    pub channel: String,
    /// Its messages.
    #[serde(flatten)]
    pub counts: DeliveryCounts,
}

/// Columns of a summary's rows, in this order in CSV.
pub const DELIVERY_COLUMNS: [&str; 11] = [
    "index",
    "to",
    "message_id",
    "customer_message_id",
    "delivery_status",
    "delivery",
    "is_final",
    "status_at",
    "cost",
    "channel",
    "source",
];

/// Columns that hold text of somebody else.
const FOREIGN: [&str; 5] = ["to", "message_id", "customer_message_id", "delivery_status", "channel"];

/// Delivery of one message. Its JSON has the fields in the order of [`DELIVERY_COLUMNS`].
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DeliveryRow {
    /// Position in the source of the campaign, or among the ids, from 0.
    pub index: u64,
    /// Recipient, if it is known.
    pub to: Option<String>,
    /// The provider's id; none for a message that may or may not have been sent.
    pub message_id: Option<String>,
    /// The id the message went out with, if it is known.
    pub customer_message_id: Option<String>,
    /// The provider's word in lower case, such as `delivered`; none if nothing is known.
    pub delivery_status: Option<String>,
    /// Meaning of the status.
    #[serde(rename = "delivery", serialize_with = "outcome_word")]
    pub outcome: DeliveryOutcome,
    /// True if the status no longer changes.
    pub is_final: bool,
    /// When the message had this status, in UTC: by the provider's clock in a report of a webhook, else when it was asked for.
    pub status_at: Option<String>,
    /// Price, as an exact decimal.
    pub cost: Option<String>,
    /// Channel, if it is known.
    pub channel: Option<String>,
    /// Source of the status.
    #[serde(serialize_with = "source_word")]
    pub source: Option<DeliverySource>,
}

fn outcome_word<S: serde::Serializer>(outcome: &DeliveryOutcome, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(outcome.as_str())
}

fn source_word<S: serde::Serializer>(source: &Option<DeliverySource>, to: S) -> Result<S::Ok, S::Error> {
    source.map(DeliverySource::as_str).serialize(to)
}

/// The recipient is masked.
impl std::fmt::Debug for DeliveryRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeliveryRow")
            .field("index", &self.index)
            .field("to", &self.to.as_deref().map(crate::phone::mask))
            .field("message_id", &self.message_id)
            .field("delivery_status", &self.delivery_status)
            .field("outcome", &self.outcome)
            .field("status_at", &self.status_at)
            .field("cost", &self.cost)
            .field("channel", &self.channel)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

impl DeliveryRow {
    /// Returns the values of [`DELIVERY_COLUMNS`] as text; empty for what the row does not have.
    pub fn values(&self) -> [String; 11] {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        [
            self.index.to_string(),
            text(&self.to),
            text(&self.message_id),
            text(&self.customer_message_id),
            text(&self.delivery_status),
            self.outcome.as_str().to_owned(),
            self.is_final.to_string(),
            text(&self.status_at),
            text(&self.cost),
            text(&self.channel),
            self.source.map_or("", DeliverySource::as_str).to_owned(),
        ]
    }
}

/// Delivery of the messages of a campaign: counts, cost, and the last status of each.
#[must_use = "it says who was reached"]
pub struct DeliverySummary {
    counts: DeliveryCounts,
    by_channel: Vec<ChannelDelivery>,
    table: MessageTable,
    requests: u64,
    elapsed: Duration,
    /// Files that it is not written over.
    others: Vec<PathBuf>,
}

impl std::fmt::Debug for DeliverySummary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeliverySummary").field("counts", &self.counts).finish_non_exhaustive()
    }
}

/// The counts, one on each line.
impl std::fmt::Display for DeliverySummary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let c = &self.counts;
        for (count, word) in [
            (c.delivered, "delivered"),
            (c.read, "read"),
            (c.undeliverable, "undeliverable"),
            (c.expired, "expired"),
            (c.pending, "pending"),
            (c.unknown, "unknown"),
            (c.total, "in all"),
        ] {
            writeln!(f, "{count:>12} {word}")?;
        }
        write!(f, "{:>12} cost", if c.cost == NO_SUM { "unknown" } else { &c.cost })
    }
}

#[derive(Serialize)]
struct Sums<'a> {
    #[serde(flatten)]
    counts: &'a DeliveryCounts,
    by_channel: &'a [ChannelDelivery],
    requests: u64,
    /// With three decimals.
    seconds: f64,
}

/// Counts the messages of a table.
pub(super) fn counts(table: &MessageTable) -> DeliveryCounts {
    let mut counts = DeliveryCounts::default();
    table.tally().for_each(|(outcome, messages)| counts.count(outcome, messages));
    counts
}

impl DeliverySummary {
    pub(super) fn new(table: MessageTable, requests: u64, elapsed: Duration, others: Vec<PathBuf>) -> Self {
        let (mut cost, mut unread) = (DecimalSum::default(), 0_u64);
        let mut channels: Vec<(String, DeliveryCounts, DecimalSum)> = Vec::new();
        for message in &table.messages {
            let name = match table.channel(message) {
                "" => UNKNOWN_CHANNEL,
                name => name,
            };
            let place = channels.iter().position(|(channel, ..)| channel == name).unwrap_or_else(|| {
                channels.push((name.to_owned(), DeliveryCounts::default(), DecimalSum::default()));
                channels.len().saturating_sub(1)
            });
            let Some((_, counts, sum)) = channels.get_mut(place) else { continue };
            counts.count(message.outcome, 1);
            let price = table.cost(message);
            if !price.is_empty() && [cost.add(price), sum.add(price)].contains(&false) {
                unread = unread.saturating_add(1);
            }
        }
        if unread > 0 {
            log::warn!(target: "smsbat", "the cost is not known: {unread} prices are no decimal number, or have more than 1,000 digits");
        }
        // The largest first, what is not known last.
        channels.sort_unstable_by_key(|(name, counts, _)| {
            (name == UNKNOWN_CHANNEL, std::cmp::Reverse(counts.total), name.clone())
        });
        let by_channel = channels.into_iter().map(|(channel, counts, sum)| ChannelDelivery {
            channel,
            counts: DeliveryCounts { cost: sum.to_string(), ..counts },
        });
        let counts = DeliveryCounts { cost: cost.to_string(), ..counts(&table) };
        Self { counts, by_channel: by_channel.collect(), table, requests, elapsed, others }
    }

    /// All counts and the cost.
    pub fn counts(&self) -> &DeliveryCounts {
        &self.counts
    }

    /// Messages that were or may have been sent.
    pub fn total(&self) -> u64 {
        self.counts.total
    }

    /// Messages that reached the recipient and are not known to be read.
    pub fn delivered(&self) -> u64 {
        self.counts.delivered
    }

    /// Messages that were read.
    pub fn read(&self) -> u64 {
        self.counts.read
    }

    /// Messages that cannot be delivered.
    pub fn undeliverable(&self) -> u64 {
        self.counts.undeliverable
    }

    /// Messages whose time was up.
    pub fn expired(&self) -> u64 {
        self.counts.expired
    }

    /// Messages that were still under way when the tracking ended.
    pub fn pending(&self) -> u64 {
        self.counts.pending
    }

    /// Messages of which nothing is known: they may or may not have been sent, or no status was received.
    pub fn unknown(&self) -> u64 {
        self.counts.unknown
    }

    /// Price of all messages whose price is known, as an exact decimal; the currency is that of the account. `NaN` if a
    /// price has more than 1,000 digits.
    pub fn cost(&self) -> &str {
        &self.counts.cost
    }

    /// Counts of each channel, the largest first.
    pub fn by_channel(&self) -> &[ChannelDelivery] {
        &self.by_channel
    }

    /// Requests that were made for statuses.
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// Time that the tracking took.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Returns true if every status is final.
    pub fn is_final(&self) -> bool {
        self.counts.settled() == self.counts.total
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.table.messages.len()
    }

    /// Returns true if there are no rows.
    pub fn is_empty(&self) -> bool {
        self.table.messages.is_empty()
    }

    /// Row at a position.
    pub fn row(&self, position: usize) -> Option<DeliveryRow> {
        self.table.messages.get(position).map(|message| self.row_of(message))
    }

    /// Row of the message with an id of the provider's.
    pub fn find(&self, message_id: &str) -> Option<DeliveryRow> {
        self.table.find(message_id.trim()).map(|message| self.row_of(message))
    }

    /// Every message, in the order of the campaign.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = DeliveryRow> {
        self.table.messages.iter().map(|message| self.row_of(message))
    }

    fn row_of(&self, message: &TrackedMessage) -> DeliveryRow {
        let table = &self.table;
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        DeliveryRow {
            index: message.index,
            to: text(table.to(message)),
            message_id: text(table.message_id(message)),
            customer_message_id: text(table.customer_message_id(message)),
            delivery_status: text(table.status(message)),
            outcome: message.outcome,
            is_final: message.outcome.is_final(),
            status_at: message.at.map(|at| at.to_string()),
            cost: text(table.cost(message)),
            channel: text(table.channel(message)),
            source: message.source,
        }
    }

    /// Returns the counts as a JSON object.
    pub fn to_json(&self) -> String {
        shown_json(&Sums {
            counts: &self.counts,
            by_channel: &self.by_channel,
            requests: self.requests,
            seconds: self.elapsed.as_millis() as f64 / 1e3,
        })
    }

    /// Writes all rows as CSV with a header. A cell that a spreadsheet would take for a formula gets a `'`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_csv(&self, mut out: impl Write) -> io::Result<()> {
        let mut lines = Vec::from(DELIVERY_COLUMNS.join(","));
        lines.push(b'\n');
        for row in self.rows() {
            for (i, (value, column)) in row.values().iter().zip(DELIVERY_COLUMNS).enumerate() {
                if i > 0 {
                    lines.push(b',');
                }
                write_cell(value, FOREIGN.contains(&column), &mut lines);
            }
            lines.push(b'\n');
            flush_if_many(&mut lines, &mut out)?;
        }
        out.write_all(&lines)?;
        out.flush()
    }

    /// Writes the counts and all rows as one JSON object. Characters that a terminal would obey are escaped.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_json(&self, mut out: impl Write) -> io::Result<()> {
        let mut lines = format!("{},\"rows\":[", self.to_json().strip_suffix('}').unwrap_or_default()).into_bytes();
        for (i, row) in self.rows().enumerate() {
            lines.extend_from_slice(if i > 0 { b",\n" } else { b"" });
            lines.extend_from_slice(shown_json(&row).as_bytes());
            flush_if_many(&mut lines, &mut out)?;
        }
        lines.extend_from_slice(b"]}\n");
        out.write_all(&lines)?;
        out.flush()
    }

    /// Writes the rows into a file: JSON if its name ends with `.json`, else CSV. Only the owner may read it. An earlier
    /// file of a summary is replaced by the whole file or not at all.
    ///
    /// # Errors
    /// If it cannot be written, or the place has a file that no summary was written to, such as the journal that was
    /// tracked, or the source or stop list of its campaign.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        match path.as_ref().extension().is_some_and(|end| end.eq_ignore_ascii_case("json")) {
            true => self.save_json(path),
            false => self.save_csv(path),
        }
    }

    /// Writes the rows into a file as CSV, whatever its name.
    ///
    /// # Errors
    /// As [`DeliverySummary::save`].
    pub fn save_csv(&self, path: impl AsRef<Path>) -> io::Result<()> {
        write_beside(path.as_ref(), &self.others, is_summary, |out| self.write_csv(out))
    }

    /// Writes the counts and the rows into a file as JSON, whatever its name.
    ///
    /// # Errors
    /// As [`DeliverySummary::save`].
    pub fn save_json(&self, path: impl AsRef<Path>) -> io::Result<()> {
        write_beside(path.as_ref(), &self.others, is_summary, |out| self.write_json(out))
    }
}

/// Returns true for the start of a file that [`DeliverySummary::save`] wrote.
pub(super) fn is_summary(start: &[u8]) -> bool {
    // The counts of a campaign's report begin with the total, too.
    let is_json = start
        .strip_prefix(b"{\"total\":")
        .is_some_and(|rest| rest.iter().skip_while(|byte| byte.is_ascii_digit()).take(DELIVERED.len()).eq(DELIVERED));
    is_json || start.starts_with(DELIVERY_COLUMNS.join(",").as_bytes())
}

/// Text after the total in the JSON of a summary.
const DELIVERED: &[u8] = b",\"delivered\":";

/// Name of the channel of messages whose channel nothing tells.
const UNKNOWN_CHANNEL: &str = "unknown";

fn flush_if_many(lines: &mut Vec<u8>, out: &mut impl Write) -> io::Result<()> {
    if lines.len() >= 1 << 16 {
        out.write_all(lines)?;
        lines.clear();
    }
    Ok(())
}
