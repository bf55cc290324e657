//! Counts of messages by their delivery.

use std::ffi::c_char;

use smsbat_core::delivery::DeliveryCounts;

use crate::handle::Handle;
use crate::string::CText;

/// Counts of messages by their delivery: of all, or of one channel.
#[derive(Debug)]
pub struct smsbat_delivery_counts {
    counts: DeliveryCounts,
    cost: CText,
}

impl Handle for smsbat_delivery_counts {
    const NAME: &'static str = "counts";
}

impl From<DeliveryCounts> for smsbat_delivery_counts {
    fn from(counts: DeliveryCounts) -> Self {
        let cost = CText::copy(&counts.cost);
        Self { counts, cost }
    }
}

/// # Safety
/// `counts` is NULL or live.
unsafe fn count(counts: *const smsbat_delivery_counts, look: impl FnOnce(&DeliveryCounts) -> u64) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { counts.as_ref() }.map_or(0, |own| look(&own.counts))
}

/// Messages that were or may have been sent: all that follow. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_counts_total(counts: *const smsbat_delivery_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, |c| c.total) }
}

/// Messages that reached the recipient and are not known to be read. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_counts_delivered(counts: *const smsbat_delivery_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, |c| c.delivered) }
}

/// Messages that were read. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_counts_read(counts: *const smsbat_delivery_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, |c| c.read) }
}

/// Messages that cannot be delivered. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_counts_undeliverable(counts: *const smsbat_delivery_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, |c| c.undeliverable) }
}

/// Messages whose time was up. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_counts_expired(counts: *const smsbat_delivery_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, |c| c.expired) }
}

/// Messages that are under way. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_counts_pending(counts: *const smsbat_delivery_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, |c| c.pending) }
}

/// Messages of which nothing is known: they may or may not have been sent, or no status was received. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_counts_unknown(counts: *const smsbat_delivery_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, |c| c.unknown) }
}

/// Messages whose status is final. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_counts_settled(counts: *const smsbat_delivery_counts) -> u64 {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { count(counts, |c| c.settled()) }
}

/// Price of all of them, as an exact decimal. Borrowed from the counts. Empty while it is not summed up, as in the progress.
/// `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_counts_cost(counts: *const smsbat_delivery_counts) -> *const c_char {
    // SAFETY: the caller gives NULL or live counts.
    unsafe { counts.as_ref() }.map_or(std::ptr::null(), |own| own.cost.as_ptr())
}
