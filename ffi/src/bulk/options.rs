//! Options of a campaign.

use std::ffi::{c_char, c_void};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use smsbat_core::binding;
use smsbat_core::bulk::{BulkOptions, ProgressFn, Template};

use super::counts::smsbat_bulk_counts;
use crate::boundary;
use crate::draft::Drafted;
use crate::error::{Fault, smsbat_code};
use crate::handle::{free, give, handle, shared};
use crate::message::smsbat_message;
use crate::setting::{Keep, Set, Settings, change, setters};
use crate::string::read;

/// Options of a campaign.
///
/// Setters copy their arguments. A setter returns its error and also stores it, so that the send fails with
/// `SMSBAT_ERROR_VALIDATION`. The return values of setters may be ignored.
pub struct smsbat_bulk_options(Settings<Campaign>);

/// The progress callback is attached for each send, which it may stop.
#[derive(Clone, Default)]
pub(crate) struct Campaign {
    options: BulkOptions,
    progress: Option<Teller>,
}

handle!(smsbat_bulk_options, "options", owned);

impl Set for smsbat_bulk_options {
    type Value = Campaign;

    fn settings(&mut self) -> &mut Settings<Campaign> {
        &mut self.0
    }
}

impl smsbat_bulk_options {
    /// Returns the options of a send, from a pointer that may be `NULL`. `stop` becomes true if the callback stops the
    /// run.
    ///
    /// # Safety
    /// `options` is `NULL` or live options that do not change during the call.
    pub(super) unsafe fn of(options: *const smsbat_bulk_options, stop: &Arc<AtomicBool>) -> Result<BulkOptions, Fault> {
        // SAFETY: the caller's promise.
        let Some(own) = (unsafe { options.as_ref() }) else { return Ok(BulkOptions::default()) };
        let Campaign { mut options, progress } = own.0.get()?;
        options.progress = progress.map(|teller| teller.function(Arc::clone(stop)));
        Ok(options)
    }
}

/// Creates options with default values. Never `NULL`; free them with `smsbat_bulk_options_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_bulk_options_new() -> *mut smsbat_bulk_options {
    boundary::value(std::ptr::null_mut(), || give(smsbat_bulk_options(Settings::default())))
}

/// Frees options. `NULL` is allowed. No send may be using them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_options_free(options: *mut smsbat_bulk_options) {
    // SAFETY: the caller passes NULL or options that are no longer used.
    unsafe { free(options) }
}

/// Sets any option by name, as text.
///
/// # Safety
/// `options` as [`change`]; the others are `NULL` or texts that end with a NUL.
pub(crate) unsafe fn set(options: *mut smsbat_bulk_options, name: *const c_char, value: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promise.
    unsafe {
        let known = read(name, "name").unwrap_or("name");
        // A file of phones is added to the phones of `smsbat_bulk_options_add_stop`, a column to the others.
        let keep = if matches!(known, "stop_list" | "columns") { Keep::All } else { Keep::None };
        change(options, known, keep, |o| Ok(o.options.set(read(name, "name")?, read(value, "value")?)?))
    }
}

setters! { options: smsbat_bulk_options;
    /// Names the column of an argument of a message: `"to"` is in the column `"Phone, mobile"`. The name is taken as it is;
    /// only white space around it is ignored. Adds to earlier names.
    ///
    /// An argument that no message has, or that has two columns, is an error of the send, before anything is sent. Returns
    /// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
    smsbat_bulk_options_set_column(argument: *const c_char, name: *const c_char) += "columns", |o| {
        // SAFETY: the caller passes NULL or texts that end with a NUL.
        let (argument, name) = unsafe { (read(argument, "argument")?, read(name, "name")?) };
        o.options.columns.push((argument.to_owned(), name.to_owned()));
    };

    /// Sets a message as the template. Its texts may contain column names in braces. What it sets holds for every row; its
    /// recipient is empty or names a column, as `{phone}`. The message is copied.
    ///
    /// Returns `SMSBAT_ERROR_VALIDATION` for a message that was created from JSON or has mistakes,
    /// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL`.
    smsbat_bulk_options_set_template(message: *const smsbat_message) = "template", |o| {
        // SAFETY: the caller passes NULL or a live message.
        let object = unsafe { shared(message) }?.draft().object(|| "template".to_owned()).map_err(binding::validation)?.clone();
        o.options.template = Some(Template::message(object)?);
    };

    /// Sends nothing when set, and makes the plan of the campaign instead: see `smsbat_bulk_report_plan`. No credentials
    /// are needed; a journal is read and left as it is.
    ///
    /// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
    smsbat_bulk_options_set_dry_run(dry_run: bool) = "dry_run", |o| { o.options.dry_run = dry_run };

    /// Adds a phone that gets no messages, in any form allowed for a recipient. The option `stop_list` adds a file of phones.
    ///
    /// A text that is no phone number is an error of the send, before anything is sent. Returns
    /// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
    smsbat_bulk_options_add_stop(phone: *const c_char) += "stop_list", |o| {
        // SAFETY: the caller passes NULL or a text that ends with a NUL.
        o.options.stop_list.get_or_insert_default().add(unsafe { read(phone, "stop_list") }?);
    };
}

/// Callback that reports the progress of a campaign, about ten times a second and at its end. Called on the thread that
/// called the send.
///
/// `counts` is valid only during the call. Return true to continue. Return false to end the run in an orderly way, like
/// a cancel token, with `SMSBAT_ERROR_CANCELLED`. The callback must return, without an exception or `longjmp`, and must
/// not free the client.
pub type smsbat_bulk_progress =
    Option<unsafe extern "C" fn(counts: *const smsbat_bulk_counts, userdata: *mut c_void) -> bool>;

/// A program's callback and its userdata.
#[derive(Clone, Copy)]
struct Teller {
    tell: unsafe extern "C" fn(counts: *const smsbat_bulk_counts, userdata: *mut c_void) -> bool,
    userdata: *mut c_void,
}

// SAFETY: the pointer is never dereferenced, and is passed back to the program only on the thread that called.
unsafe impl Send for Teller {}
// SAFETY: as above.
unsafe impl Sync for Teller {}

impl Teller {
    fn function(self, stop: Arc<AtomicBool>) -> ProgressFn {
        Arc::new(move |counts| {
            // Captures the whole value instead of its fields.
            let teller = self;
            // SAFETY: the program's own function, as it promised to give.
            if !unsafe { (teller.tell)(&smsbat_bulk_counts(*counts), teller.userdata) } {
                stop.store(true, Ordering::Release);
            }
        })
    }
}

setters! { options: smsbat_bulk_options;
    /// Sets the progress callback; `NULL` removes it. `userdata` is passed to it and must stay valid during every send with
    /// these options.
    ///
    /// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
    smsbat_bulk_options_set_progress(progress: smsbat_bulk_progress, userdata: *mut c_void) = "progress", |o| {
        o.progress = progress.map(|tell| Teller { tell, userdata });
    };
}
