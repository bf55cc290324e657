//! Delivery: who was reached, over which channel, and what it cost.

mod counts;
mod options;
mod row;
mod summary;

use std::ffi::c_char;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use smsbat_core::delivery::Tracked;
use smsbat_core::{Interrupt, Problem, binding};

use crate::boundary;
use crate::bulk::smsbat_bulk_report;
use crate::client::smsbat_client;
use crate::error::{smsbat_code, smsbat_error};
use crate::fault::Fault;
use crate::handle::{Out, shared};
use crate::options::smsbat_call_options;
use crate::string::read_all;

pub use counts::*;
pub use options::*;
pub use row::*;
pub use summary::*;

/// Asks for the statuses of messages until all are final or the time is up, and says who was reached and at what cost.
///
/// `message_ids` are `count` ids from sends; NULL and 0 are the messages of the journal in `options`. What the journal has
/// of earlier calls and of `smsbat_webhook_record` is read first, and again while it asks; only the rest is asked for: each
/// message at growing intervals, under the client's rate limit of reads. Statuses are kept beside the journal, so a call
/// that ended early goes on where it stopped. A campaign that still runs is not disturbed. The newest status of a message
/// holds; a final one never goes back to one that is not.
///
/// `options` and `call` may be NULL; time and retries of `call` hold for each request. On success `*summary` is freed with
/// `smsbat_delivery_summary_free`. A time that is up is a success. Returns `SMSBAT_ERROR_VALIDATION` if there are neither
/// ids nor a journal or an id is empty; `SMSBAT_ERROR_CONFIGURATION` if there are no credentials, or the journal is not
/// there, cannot be read or is of a later version; `SMSBAT_ERROR_CANCELLED` if it was ended; else any code of a call, but
/// only if nothing is known of any message. What was found before is kept. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_track(
    client: *const smsbat_client,
    message_ids: *const *const c_char,
    count: usize,
    options: *const smsbat_track_options,
    call: *const smsbat_call_options,
    summary: *mut *mut smsbat_delivery_summary,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or live objects and texts, and NULL or places for the summary and the error.
    unsafe {
        let out = Out::new(summary, "summary");
        boundary::call(error, || {
            let client = shared(client)?;
            let ids = read_all(message_ids, count, "message_ids")?;
            track(client, options, call, out, |journal, stop| match journal {
                Some(journal) if message_ids.is_null() => Ok(Tracked::journal_until(journal, Some(stop))?),
                None if message_ids.is_null() => {
                    let text = "is required, or a journal in the options";
                    Err(binding::validation(vec![binding::problem("message_ids", "required", text)]).into())
                }
                _ => Ok(Tracked::ids(&ids).map_err(|error| {
                    let named = |p: &Problem| {
                        binding::problem(&p.path().replacen("messages", "message_ids", 1), p.rule(), p.message())
                    };
                    binding::validation(error.problems().iter().map(named).collect())
                })?),
            })
        })
    }
}

/// The same for the messages of a report; if its campaign has a journal, statuses are kept beside that.
///
/// Returns `SMSBAT_ERROR_CONFIGURATION` if the report cannot be read or another function reads its rows, else as
/// `smsbat_client_track`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_track_report(
    client: *const smsbat_client,
    report: *mut smsbat_bulk_report,
    options: *const smsbat_track_options,
    call: *const smsbat_call_options,
    summary: *mut *mut smsbat_delivery_summary,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or live objects, and NULL or places for the summary and the error.
    unsafe {
        let out = Out::new(summary, "summary");
        boundary::call(error, || {
            let (client, report) = (shared(client)?, shared(report)?);
            track(client, options, call, out, |_, stop| {
                let mut report = report.core()?;
                Ok(Tracked::report_until(&mut report, Some(stop))?)
            })
        })
    }
}

/// # Safety
/// `options` and `call` are NULL or live.
unsafe fn track(
    client: &smsbat_client,
    options: *const smsbat_track_options,
    call: *const smsbat_call_options,
    out: Out<smsbat_delivery_summary>,
    tracked: impl FnOnce(Option<&str>, &Interrupt) -> Result<Tracked, Fault>,
) -> Result<(), Fault> {
    out.check()?;
    let stop = Arc::new(AtomicBool::new(false));
    // SAFETY: the caller's promise.
    let ((options, journal), mut call) =
        unsafe { (smsbat_track_options::of(options, &stop)?, smsbat_call_options::of(call)?) };
    let cancel = call.interrupt.take();
    let interrupt: Interrupt = Arc::new(move || stop.load(Ordering::Acquire) || cancel.as_ref().is_some_and(|c| c()));
    let mut tracked = tracked(journal.as_deref(), &interrupt)?;
    call.interrupt = Some(interrupt);
    if let Some(journal) = journal {
        tracked = tracked.kept_in(journal);
    }
    out.set(client.core().messages().options(call).track(tracked, &options)?.into())
}
