//! How far a campaign is.

use std::time::{SystemTime, UNIX_EPOCH};

use smsbat_core::bulk::BulkProgress;

use crate::handle::Handle;

/// Counts of a campaign, so far or at its end.
#[derive(Debug)]
pub struct smsbat_bulk_counts(pub(super) BulkProgress);

impl Handle for smsbat_bulk_counts {
    const NAME: &'static str = "counts";
}

/// # Safety
/// `counts` is NULL or live.
unsafe fn count<T>(counts: *const smsbat_bulk_counts, none: T, look: impl FnOnce(&BulkProgress) -> T) -> T {
    // SAFETY: the caller's promise.
    unsafe { counts.as_ref() }.map_or(none, |counts| look(&counts.0))
}

/// Rows read from the source. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_read(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.read) }
}

/// Rows with an outcome: those of the four that follow. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_settled(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.settled()) }
}

/// Rows the provider took. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_accepted(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.accepted) }
}

/// Rows the provider said no to. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_rejected(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.rejected) }
}

/// Rows that were not sent: they broke a rule or a limit, or their request was refused as a whole. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_not_sent(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.not_sent) }
}

/// Rows that may or may not have been sent. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_unknown(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.unknown) }
}

/// Of all these, rows whose outcome an earlier run wrote into the journal. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_resumed(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.resumed) }
}

/// Blank rows of a file, which were passed over and are in no other count. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_skipped(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.skipped) }
}

/// SMS parts of the rows accepted in this run, as the provider counts them. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_parts(counts: *const smsbat_bulk_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0, |p| p.parts) }
}

/// Seconds since the run began. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_elapsed(counts: *const smsbat_bulk_counts) -> f64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0.0, |p| p.elapsed.as_secs_f64()) }
}

/// Rows settled in this run for each second of it. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_rate(counts: *const smsbat_bulk_counts) -> f64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, 0.0, |p| p.rate) }
}

/// How much of the source is read, from 0 to 1; -1 if that is not known. -1 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_fraction(counts: *const smsbat_bulk_counts) -> f64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, -1.0, |p| p.fraction.unwrap_or(-1.0)) }
}

/// End of the quiet hours that the run waits for, in seconds since 1970 (UTC); -1 while it does not wait. -1 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_waiting_until(counts: *const smsbat_bulk_counts) -> i64 {
    let seconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).map_or(-1, |t| t.as_secs() as i64);
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, -1, |p| p.waiting_until.map_or(-1, seconds)) }
}

/// Seconds left at this pace; -1 if that is not known. -1 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_counts_time_left(counts: *const smsbat_bulk_counts) -> f64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, -1.0, |p| p.time_left.map_or(-1.0, |t| t.as_secs_f64())) }
}
