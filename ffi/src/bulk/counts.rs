//! Progress of a campaign.

use std::time::{SystemTime, UNIX_EPOCH};

use smsbat_core::bulk::BulkProgress;

use crate::handle::{getters, handle};

/// Progress of a campaign: counts of rows, during the run or at its end.
#[derive(Debug)]
pub struct smsbat_bulk_counts(pub(super) BulkProgress);

handle!(smsbat_bulk_counts, "counts");

fn seconds(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH).map_or(-1, |t| t.as_secs() as i64)
}

getters! { counts: smsbat_bulk_counts;
    /// Returns the number of rows read from the source. 0 for `NULL`.
    smsbat_bulk_counts_read -> u64 = 0, |p| p.0.read;

    /// Returns the number of rows with an outcome, which is the sum of the next four counts. 0 for `NULL`.
    smsbat_bulk_counts_settled -> u64 = 0, |p| p.0.settled();

    /// Returns the number of rows that the provider accepted. 0 for `NULL`.
    smsbat_bulk_counts_accepted -> u64 = 0, |p| p.0.accepted;

    /// Returns the number of rows that the provider refused. 0 for `NULL`.
    smsbat_bulk_counts_rejected -> u64 = 0, |p| p.0.rejected;

    /// Returns the number of rows that were not sent: they broke a rule or a limit, or their whole request was refused. 0
    /// for `NULL`.
    smsbat_bulk_counts_not_sent -> u64 = 0, |p| p.0.not_sent;

    /// Returns the number of rows that may or may not have been sent. 0 for `NULL`.
    smsbat_bulk_counts_unknown -> u64 = 0, |p| p.0.unknown;

    /// Returns how many of all these rows have an outcome that an earlier run wrote into the journal. 0 for `NULL`.
    smsbat_bulk_counts_resumed -> u64 = 0, |p| p.0.resumed;

    /// Returns the number of blank rows of a file. They are skipped and are in no other count. 0 for `NULL`.
    smsbat_bulk_counts_skipped -> u64 = 0, |p| p.0.skipped;

    /// Returns the number of SMS parts of the rows accepted in this run, as the provider counts them. 0 for `NULL`.
    smsbat_bulk_counts_parts -> u64 = 0, |p| p.0.parts;

    /// Returns the seconds since the run began. 0 for `NULL`.
    smsbat_bulk_counts_elapsed -> f64 = 0.0, |p| p.0.elapsed.as_secs_f64();

    /// Returns the number of rows per second that got an outcome in this run. 0 for `NULL`.
    smsbat_bulk_counts_rate -> f64 = 0.0, |p| p.0.rate;

    /// Returns the fraction of the source that was read, from 0 to 1; -1 if it is unknown. -1 for `NULL`.
    smsbat_bulk_counts_fraction -> f64 = -1.0, |p| p.0.fraction.unwrap_or(-1.0);

    /// Returns the end of the quiet hours that the run waits for, in seconds since 1970 (UTC); -1 while it does not wait. -1
    /// for `NULL`.
    smsbat_bulk_counts_waiting_until -> i64 = -1, |p| p.0.waiting_until.map_or(-1, seconds);

    /// Returns the estimated seconds left; -1 if they are unknown. -1 for `NULL`.
    smsbat_bulk_counts_time_left -> f64 = -1.0, |p| p.0.time_left.map_or(-1.0, |t| t.as_secs_f64());
}
