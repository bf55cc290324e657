//! Progress of a campaign.

use std::time::{SystemTime, UNIX_EPOCH};

use smsbat_core::bulk::BulkProgress;

use crate::handle::Handle;

/// Progress of a campaign: counts of rows, during the run or at its end.
#[derive(Debug)]
pub struct smsbat_bulk_counts(pub(super) BulkProgress);

impl Handle for smsbat_bulk_counts {
    const NAME: &'static str = "counts";
}

/// # Safety
/// `counts` is `NULL` or live.
unsafe fn count<T>(counts: *const smsbat_bulk_counts, none: T, look: impl FnOnce(&BulkProgress) -> T) -> T {
    // SAFETY: the caller's promise.
    unsafe { counts.as_ref() }.map_or(none, |counts| look(&counts.0))
}

/// Returns the number of rows read from the source. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_read(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, 0, |p| p.read) }
}

/// Returns the number of rows with an outcome, which is the sum of the next four counts. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_settled(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, 0, |p| p.settled()) }
}

/// Returns the number of rows that the provider accepted. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_accepted(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, 0, |p| p.accepted) }
}

/// Returns the number of rows that the provider refused. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_rejected(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, 0, |p| p.rejected) }
}

/// Returns the number of rows that were not sent: they broke a rule or a limit, or their whole request was refused. 0
/// for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_not_sent(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, 0, |p| p.not_sent) }
}

/// Returns the number of rows that may or may not have been sent. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_unknown(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, 0, |p| p.unknown) }
}

/// Returns how many of all these rows have an outcome that an earlier run wrote into the journal. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_resumed(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, 0, |p| p.resumed) }
}

/// Returns the number of blank rows of a file. They are skipped and are in no other count. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_skipped(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, 0, |p| p.skipped) }
}

/// Returns the number of SMS parts of the rows accepted in this run, as the provider counts them. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_parts(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, 0, |p| p.parts) }
}

/// Returns the seconds since the run began. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_elapsed(counts: *const smsbat_bulk_counts) -> f64 {
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, 0.0, |p| p.elapsed.as_secs_f64()) }
}

/// Returns the number of rows per second that got an outcome in this run. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_rate(counts: *const smsbat_bulk_counts) -> f64 {
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, 0.0, |p| p.rate) }
}

/// Returns the fraction of the source that was read, from 0 to 1; -1 if it is unknown. -1 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_fraction(counts: *const smsbat_bulk_counts) -> f64 {
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, -1.0, |p| p.fraction.unwrap_or(-1.0)) }
}

/// Returns the end of the quiet hours that the run waits for, in seconds since 1970 (UTC); -1 while it does not wait. -1
/// for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_waiting_until(counts: *const smsbat_bulk_counts) -> i64 {
    let seconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).map_or(-1, |t| t.as_secs() as i64);
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, -1, |p| p.waiting_until.map_or(-1, seconds)) }
}

/// Returns the estimated seconds left; -1 if they are unknown. -1 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_time_left(counts: *const smsbat_bulk_counts) -> f64 {
    // SAFETY: the caller passes NULL or live counts.
    unsafe { count(counts, -1.0, |p| p.time_left.map_or(-1.0, |t| t.as_secs_f64())) }
}
