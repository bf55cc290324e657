//! Counts of messages by their delivery.

use std::ffi::c_char;
use std::ptr::null;

use smsbat_core::delivery::DeliveryCounts;

use crate::handle::{getters, handle};
use crate::string::CText;

/// Counts of messages by their delivery: of all, or of one channel.
#[derive(Debug)]
pub struct smsbat_delivery_counts {
    counts: DeliveryCounts,
    cost: CText,
}

handle!(smsbat_delivery_counts, "counts");

impl From<DeliveryCounts> for smsbat_delivery_counts {
    fn from(counts: DeliveryCounts) -> Self {
        let cost = CText::copy(&counts.cost);
        Self { counts, cost }
    }
}

getters! { counts: smsbat_delivery_counts;
    /// Returns the number of messages that were or may have been sent: the sum of the next six counts. 0 for `NULL`.
    smsbat_delivery_counts_total -> u64 = 0, |c| c.counts.total;

    /// Returns the number of messages that reached the recipient and are not known to be read. 0 for `NULL`.
    smsbat_delivery_counts_delivered -> u64 = 0, |c| c.counts.delivered;

    /// Returns the number of messages that were read. 0 for `NULL`.
    smsbat_delivery_counts_read -> u64 = 0, |c| c.counts.read;

    /// Returns the number of messages that cannot be delivered. 0 for `NULL`.
    smsbat_delivery_counts_undeliverable -> u64 = 0, |c| c.counts.undeliverable;

    /// Returns the number of messages that expired before they were delivered. 0 for `NULL`.
    smsbat_delivery_counts_expired -> u64 = 0, |c| c.counts.expired;

    /// Returns the number of messages that are under way. 0 for `NULL`.
    smsbat_delivery_counts_pending -> u64 = 0, |c| c.counts.pending;

    /// Returns the number of messages of which nothing is known: they may or may not have been sent, or no status was
    /// received. 0 for `NULL`.
    smsbat_delivery_counts_unknown -> u64 = 0, |c| c.counts.unknown;

    /// Returns the number of messages whose status is final. 0 for `NULL`.
    smsbat_delivery_counts_settled -> u64 = 0, |c| c.counts.settled();

    /// Returns the price of all of them, as an exact decimal; `NaN` if a price has more than 1,000 digits. Empty in a
    /// progress callback. Borrowed from the counts. `NULL` for `NULL`.
    smsbat_delivery_counts_cost -> *const c_char = null(), |own| own.cost.as_ptr();
}
