//! Campaigns: any number of messages, from a file or from the program, with a journal and a report.

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
/// A CSV file has a header with `to`, `text` and any other argument of a message, by its setter's name; a column
/// `type` names another kind than sms. A line of JSON has the same names; one with `from` or `recipient` is a message
/// in the form of the API and goes out as given. The file is read as it is sent and never held as a whole. A row that
/// breaks a rule or a limit is reported as not sent and does not stop the rest.
///
/// With a journal, a run that ended before its time (an error, a crash, a power cut) goes on where it stopped when the
/// same call is made again: rows that were accepted are skipped, rows that may have been sent are reported as unknown
/// and not sent again unless `resend_unknown` is set. A journal belongs to one campaign: the same sender, template,
/// columns and address. It is an SQLite file; its view `report` has every row.
///
/// With `smsbat_bulk_options_set_dry_run` nothing is sent, and `smsbat_bulk_report_plan` says what would be.
///
/// `options` and `call` may be NULL; the time and repeats of `call` hold for each request. Its cancel token ends the
/// run in order, once the requests under way are answered; `smsbat_client_close` cuts them off.
///
/// On success, and also when the run ended early, `*report` is a report that the program ends with
/// `smsbat_bulk_report_free`; NULL if nothing began. It succeeds when every row has an outcome, even if some were not
/// sent. Returns `SMSBAT_ERROR_CONFIGURATION` if there are no credentials, or the journal is of another campaign or in
/// use, or is gone, empty, damaged or replaced (outcome unknown, because earlier runs have sent), or the library was built
/// without journals; `SMSBAT_ERROR_VALIDATION` if an option, the header or the file
/// cannot be used; `SMSBAT_ERROR_CANCELLED` if it was ended; else any code of a call. `smsbat_error_outcome` is unknown
/// once anything of this run was or may have been sent: the report has the outcome of each row. Then
/// `smsbat_error_retryable` is true only with a journal, where the same call goes on. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_send_bulk_file(
    client: *const smsbat_client,
    path: *const c_char,
    options: *const smsbat_bulk_options,
    call: *const smsbat_call_options,
    report: *mut *mut smsbat_bulk_report,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or live objects and texts, and NULL or places for the report and the error.
    unsafe {
        let out = Out::new(report);
        boundary::call(error, || {
            let client = shared(client)?;
            let path = read(path, "path")?;
            out.check()?;
            let source = bulk::open(path)?;
            send(client, source, options, call, out)
        })
    }
}

/// Gives the next message of a campaign, on the thread that called the send.
///
/// `*message` is NULL. True with a message in it is the next one, which is the library's from then on, also if it has
/// mistakes; true with NULL left there is the end. False says that there can be no more, such as when a database went
/// away: the run ends in order with `SMSBAT_ERROR_CANCELLED`. It must return - no exception, no `longjmp` - and must
/// not free the client.
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
                    Ok(object) => intake.message(object),
                    Err(mistake) => intake.broken(mistake),
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

/// Sends a campaign of messages that the program makes one by one.
///
/// `next` gives them, and is handed `userdata`. All else is as in `smsbat_client_send_bulk_file`.
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
    // SAFETY: the caller gives NULL or live objects, and NULL or places for the report and the error.
    unsafe {
        let out = Out::new(report);
        boundary::call(error, || {
            let client = shared(client)?;
            let next = next.ok_or(Fault::null("next"))?;
            out.check()?;
            send(client, Pull { next, userdata }, options, call, out)
        })
    }
}

/// # Safety
/// `options` and `call` are NULL or live.
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
