//! Campaigns: sends of any number of messages from a file or from the program, with a journal and a report.

mod counts;
pub(crate) mod options;
mod plan;
mod report;
mod row;

use std::ffi::{c_char, c_void};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use smsbat_core::bulk::{self, Intake, Source};
use smsbat_core::{Error, binding};

use crate::boundary;
use crate::client::smsbat_client;
use crate::draft::Draft;
use crate::error::{Fault, smsbat_code, smsbat_error};
use crate::handle::{Out, shared};
use crate::message::smsbat_message;
use crate::options::smsbat_call_options;
use crate::string::read;

pub use counts::*;
pub use options::*;
pub use plan::*;
pub use report::*;
pub use row::*;

/// Sends a campaign from a file: JSON Lines if its name ends with `.jsonl`, `.ndjson` or `.json`, else CSV.
///
/// A CSV file has a header with `to`, `text` and any other fields of a message, named like their setters; a column
/// `type` selects a kind other than SMS. A line of JSON has the same names; a line with `from` or `recipient` is a
/// message in the form of the API and is sent unchanged. The file is streamed and never read as a whole. A row that
/// breaks a rule or a limit is reported as not sent and does not stop the others.
///
/// With a journal, a run that stopped early (an error, a crash, a power cut) continues where it stopped if the same
/// call is made again. Rows that were accepted are skipped. Rows that may have been sent are reported as unknown and
/// are not sent again unless `resend_unknown` is set. A journal belongs to one campaign: the same sender, template,
/// columns and URL. It is an SQLite file; its view `report` has every row.
///
/// With `smsbat_bulk_options_set_dry_run` nothing is sent, and `smsbat_bulk_report_plan` returns the plan.
///
/// `options` and `call` may be `NULL`. The timeout and the retries of `call` apply to each request. Its cancel token
/// ends the run in an orderly way, after the responses to running requests; `smsbat_client_close` aborts these.
///
/// On success, and also if the run stopped early, `*report` is a report that the program must free with
/// `smsbat_bulk_report_free`; it is `NULL` if nothing started. The call succeeds if every row has an outcome, even if
/// some were not sent. Returns `SMSBAT_ERROR_CONFIGURATION` if there are no credentials, if the journal belongs to
/// another campaign or is in use, if it is missing, empty, damaged or replaced (outcome unknown, because earlier runs
/// have sent), or if the library was built without journals; `SMSBAT_ERROR_VALIDATION` if an option, the header or the
/// file cannot be used; `SMSBAT_ERROR_CANCELLED` if it was cancelled; otherwise any code of a call.
/// `smsbat_error_outcome` is unknown once any row of this run was or may have been sent: see the report for the outcome
/// of each row. In this case `smsbat_error_retryable` is true only with a journal, with which the same call continues.
/// Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_send_bulk_file(
    client: *const smsbat_client,
    path: *const c_char,
    options: *const smsbat_bulk_options,
    call: *const smsbat_call_options,
    report: *mut *mut smsbat_bulk_report,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(report, "report");
        boundary::call(error, || {
            let client = shared(client)?;
            let path = read(path, "path")?;
            out.check()?;
            let source = bulk::open(path)?;
            send(client, source, options, call, out)
        })
    }
}

/// Callback that provides the next message of a campaign. Called on the thread that called the send.
///
/// `*message` is `NULL` at first. To continue, set it to the next message and return true; the library then owns the
/// message, even if it has mistakes. To end the campaign, leave it `NULL` and return true. Return false if no more
/// messages can be provided, for example because a database failed: the run ends in an orderly way with
/// `SMSBAT_ERROR_CANCELLED`. The callback must return, without an exception or `longjmp`, and must not free the client.
pub type smsbat_bulk_next =
    Option<unsafe extern "C" fn(message: *mut *mut smsbat_message, userdata: *mut c_void) -> bool>;

struct Pull {
    next: unsafe extern "C" fn(message: *mut *mut smsbat_message, userdata: *mut c_void) -> bool,
    userdata: *mut c_void,
}

impl Source for Pull {
    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        for _ in 0..most {
            let mut message = std::ptr::null_mut();
            // SAFETY: the program's own function with its own pointer.
            let goes_on = unsafe { (self.next)(&raw mut message, self.userdata) };
            if !message.is_null() {
                // SAFETY: the program gives messages that it made and does not use any more.
                let message: smsbat_message = *unsafe { Box::from_raw(message) };
                match Draft::from(message).into_object() {
                    (object, None) => intake.message(object),
                    (object, Some(mistake)) => intake.broken_message(&object, &mistake),
                }
            } else if goes_on {
                return Ok(false);
            }
            if !goes_on {
                return Err(binding::cancelled("the source of the messages failed"));
            }
        }
        Ok(true)
    }
}

/// Sends a campaign of messages that the program provides one by one.
///
/// `next` provides them and receives `userdata`. Everything else is the same as in `smsbat_client_send_bulk_file`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_send_bulk(
    client: *const smsbat_client,
    next: smsbat_bulk_next,
    userdata: *mut c_void,
    options: *const smsbat_bulk_options,
    call: *const smsbat_call_options,
    report: *mut *mut smsbat_bulk_report,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects, and NULL or output parameters.
    unsafe {
        let out = Out::new(report, "report");
        boundary::call(error, || {
            let client = shared(client)?;
            let next = next.ok_or(Fault::null("next"))?;
            out.check()?;
            send(client, Pull { next, userdata }, options, call, out)
        })
    }
}

/// # Safety
/// `options` and `call` are `NULL` or live.
unsafe fn send(
    client: &smsbat_client,
    source: impl Source,
    options: *const smsbat_bulk_options,
    call: *const smsbat_call_options,
    out: Out<smsbat_bulk_report>,
) -> Result<(), Fault> {
    let stop = Arc::new(AtomicBool::new(false));
    // SAFETY: the caller's promise.
    let (options, mut call) = unsafe { (smsbat_bulk_options::of(options, &stop)?, smsbat_call_options::of(call)?) };
    let cancel = call.interrupt.take();
    call.interrupt = Some(Arc::new(move || stop.load(Ordering::Acquire) || cancel.as_ref().is_some_and(|c| c())));
    let mut report = client.core().messages().options(call).send_bulk(source, &options)?;
    let error = report.take_error();
    out.set(report.into())?;
    error.map_or(Ok(()), |error| Err(error.into()))
}
