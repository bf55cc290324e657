//! The summary of a campaign's delivery.

use std::ffi::{c_char, c_void};
use std::ptr::null;

use smsbat_core::binding;
use smsbat_core::delivery::DeliverySummary;

use super::counts::smsbat_delivery_counts;
use super::row::smsbat_delivery_row;
use crate::boundary;
use crate::broken_pipe::without_signal;
use crate::error::{smsbat_code, smsbat_error};
use crate::fault::Fault;
use crate::handle::{free, getters, handle, shared};
use crate::string::{CText, pointer_of, read};

/// Delivery of the messages of a campaign: counts, cost, and the last status of each.
///
/// Owned by the program; free it with `smsbat_delivery_summary_free`. All that is read from it is borrowed and valid until
/// then.
pub struct smsbat_delivery_summary {
    summary: DeliverySummary,
    counts: smsbat_delivery_counts,
    channels: Vec<(CText, smsbat_delivery_counts)>,
    json: CText,
}

handle!(smsbat_delivery_summary, "summary", owned);

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

getters! { summary: smsbat_delivery_summary;
    /// Returns the counts of all messages, with their cost. Borrowed from the summary. `NULL` for `NULL`.
    smsbat_delivery_summary_counts -> *const smsbat_delivery_counts = null(), |own| &raw const own.counts;

    /// Returns the number of channels. 0 for `NULL`.
    smsbat_delivery_summary_channels -> usize = 0, |own| own.channels.len();

    /// Returns the name of a channel, such as `sms`; `unknown` if the provider did not name it. The channel with the most
    /// messages comes first. Borrowed from the summary. `NULL` past the last one, and for `NULL`.
    smsbat_delivery_summary_channel(index: usize) -> *const c_char =
        null(), |own| pointer_of(own.channels.get(index).map(|(name, _)| name));

    /// Returns the counts of a channel. Borrowed from the summary. `NULL` past the last one, and for `NULL`.
    smsbat_delivery_summary_channel_counts(index: usize) -> *const smsbat_delivery_counts =
        null(), |own| own.channels.get(index).map_or(null(), |(_, counts)| counts);

    /// Returns the number of requests that were made for statuses. 0 for `NULL`.
    smsbat_delivery_summary_requests -> u64 = 0, |own| own.summary.requests();

    /// Returns the counts as a JSON object. Borrowed from the summary. `NULL` for `NULL`.
    smsbat_delivery_summary_json -> *const c_char = null(), |own| own.json.as_ptr();
}

/// Writes all rows to a file that only its owner may read: JSON if its name ends with `.json`, else CSV. An earlier file of a
/// summary is replaced by the whole file or left as it is. A pipe whose reader goes away is an error, without a `SIGPIPE`.
///
/// Returns `SMSBAT_ERROR_CONFIGURATION` if it cannot be written, or the place has any other file, such as the journal or the
/// report that was tracked or the source or stop list of its campaign; `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a
/// path that is not UTF-8. Free the error with `smsbat_error_free`.
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
            let path = read(path, "path")?;
            Ok(without_signal(|| own.summary.save(path)).map_err(|e| binding::unwritable(&e))?)
        })
    }
}

/// Callback that receives the delivery of one message. `row` is valid only during the call. Return false to stop.
/// The callback must return, without an exception or `longjmp`, and must not free the summary.
pub type smsbat_delivery_take =
    Option<unsafe extern "C" fn(row: *const smsbat_delivery_row, userdata: *mut c_void) -> bool>;

/// Calls a function for every row, in the order of the campaign. `userdata` is passed to it.
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
