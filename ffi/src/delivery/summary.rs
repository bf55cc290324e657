//! The summary of a campaign's delivery.

use std::ffi::{c_char, c_void};

use smsbat_core::binding;
use smsbat_core::delivery::DeliverySummary;

use super::counts::smsbat_delivery_counts;
use super::row::smsbat_delivery_row;
use crate::boundary;
use crate::error::{smsbat_code, smsbat_error};
use crate::fault::Fault;
use crate::handle::{Handle, Owned, free, shared};
use crate::string::{CText, read};

/// Delivery of the messages of a campaign: counts, cost, and the last status of each.
///
/// Owned by the program; free it with `smsbat_delivery_summary_free`. What is read from it is borrowed and good until then.
pub struct smsbat_delivery_summary {
    summary: DeliverySummary,
    counts: smsbat_delivery_counts,
    channels: Vec<(CText, smsbat_delivery_counts)>,
    json: CText,
}

impl Handle for smsbat_delivery_summary {
    const NAME: &'static str = "summary";
}

impl Owned for smsbat_delivery_summary {}

impl From<DeliverySummary> for smsbat_delivery_summary {
    fn from(summary: DeliverySummary) -> Self {
        let (counts, json) = (summary.counts().clone().into(), CText::new(summary.to_json()));
        let channels = summary.by_channel().iter().map(|one| (CText::copy(&one.channel), one.counts.clone().into()));
        let channels = channels.collect();
        Self { summary, counts, channels, json }
    }
}

/// Frees a summary. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_summary_free(summary: *mut smsbat_delivery_summary) {
    // SAFETY: the caller gives NULL or a summary that nobody uses any more.
    unsafe { free(summary) }
}

/// Counts of all messages, with their cost. Borrowed from the summary. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_summary_counts(
    summary: *const smsbat_delivery_summary,
) -> *const smsbat_delivery_counts {
    // SAFETY: the caller gives NULL or a live summary.
    unsafe { summary.as_ref() }.map_or(std::ptr::null(), |own| &raw const own.counts)
}

/// Number of channels, the one with the most messages first. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_summary_channels(summary: *const smsbat_delivery_summary) -> usize {
    // SAFETY: the caller gives NULL or a live summary.
    unsafe { summary.as_ref() }.map_or(0, |own| own.channels.len())
}

/// Name of a channel, such as `sms`; `unknown` if nothing says which one it was. Borrowed from the summary. `NULL` for
/// `NULL` and behind the last one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_summary_channel(
    summary: *const smsbat_delivery_summary,
    index: usize,
) -> *const c_char {
    // SAFETY: the caller gives NULL or a live summary.
    let channel = unsafe { summary.as_ref() }.and_then(|own| own.channels.get(index));
    channel.map_or(std::ptr::null(), |(name, _)| name.as_ptr())
}

/// Counts of a channel. Borrowed from the summary. `NULL` for `NULL` and behind the last one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_summary_channel_counts(
    summary: *const smsbat_delivery_summary,
    index: usize,
) -> *const smsbat_delivery_counts {
    // SAFETY: the caller gives NULL or a live summary.
    let channel = unsafe { summary.as_ref() }.and_then(|own| own.channels.get(index));
    channel.map_or(std::ptr::null(), |(_, counts)| counts)
}

/// Requests that were made for statuses. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_summary_requests(summary: *const smsbat_delivery_summary) -> u64 {
    // SAFETY: the caller gives NULL or a live summary.
    unsafe { summary.as_ref() }.map_or(0, |own| own.summary.requests())
}

/// The counts as a JSON object. Borrowed from the summary. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_summary_json(summary: *const smsbat_delivery_summary) -> *const c_char {
    // SAFETY: the caller gives NULL or a live summary.
    unsafe { summary.as_ref() }.map_or(std::ptr::null(), |own| own.json.as_ptr())
}

/// Writes all rows into a file that only its owner may read: JSON if its name ends with `.json`, else CSV. What stood in its
/// place is replaced by the whole file or not at all.
///
/// Returns `SMSBAT_ERROR_CONFIGURATION` if it cannot be written or is the journal, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// `NULL` or a path that is not UTF-8. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_summary_save(
    summary: *const smsbat_delivery_summary,
    path: *const c_char,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or a live summary and text, and NULL or a place for the error.
    unsafe {
        boundary::call(error, || {
            let own = shared(summary)?;
            Ok(own.summary.save(read(path, "path")?).map_err(|e| binding::unwritable(&e))?)
        })
    }
}

/// Told of the delivery of one message. `row` is good for the call only. False ends the reading.
pub type smsbat_delivery_take =
    Option<unsafe extern "C" fn(row: *const smsbat_delivery_row, userdata: *mut c_void) -> bool>;

/// Gives every row to a function, in the order of the campaign. `userdata` is handed to it.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL`. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_summary_rows(
    summary: *const smsbat_delivery_summary,
    take: smsbat_delivery_take,
    userdata: *mut c_void,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or a live summary, a function of its own, and NULL or a place for the error.
    unsafe {
        boundary::call(error, || {
            let own = shared(summary)?;
            let take = take.ok_or(Fault::null("take"))?;
            for row in own.summary.rows() {
                if !take(&smsbat_delivery_row::from(row), userdata) {
                    break;
                }
            }
            Ok(())
        })
    }
}
