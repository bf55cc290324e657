//! Options for tracking messages.

use std::ffi::{c_char, c_void};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use smsbat_core::delivery::{TrackOptions, TrackProgressFn};

use super::counts::smsbat_delivery_counts;
use crate::boundary;
use crate::error::smsbat_code;
use crate::fault::Fault;
use crate::handle::{free, give, handle};
use crate::setting::{Set, Settings, setters};
use crate::string::read;

/// Options for tracking messages.
///
/// A setter copies what it is given. Its mistake is returned and also kept, so that the call fails with
/// `SMSBAT_ERROR_VALIDATION`: the return value of a setter need not be looked at.
pub struct smsbat_track_options(Settings<Tracking>);

#[derive(Clone, Default)]
pub(crate) struct Tracking {
    options: TrackOptions,
    journal: Option<String>,
    progress: Option<Teller>,
}

handle!(smsbat_track_options, "options", owned);

impl Set for smsbat_track_options {
    type Value = Tracking;

    fn settings(&mut self) -> &mut Settings<Tracking> {
        &mut self.0
    }
}

impl smsbat_track_options {
    /// The options of a call and its journal, from a pointer that may be NULL. `stop` becomes true when the program wants it
    /// to end.
    ///
    /// # Safety
    /// `options` is NULL or live options that nobody changes meanwhile.
    pub(super) unsafe fn of(
        options: *const smsbat_track_options,
        stop: &Arc<AtomicBool>,
    ) -> Result<(TrackOptions, Option<String>), Fault> {
        // SAFETY: the caller's promise.
        let Some(own) = (unsafe { options.as_ref() }) else { return Ok((TrackOptions::default(), None)) };
        let Tracking { mut options, journal, progress } = own.0.get()?;
        options.progress = progress.map(|teller| teller.function(Arc::clone(stop)));
        Ok((options, journal))
    }
}

/// Makes options with their defaults. Never `NULL`; free them with `smsbat_track_options_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_track_options_new() -> *mut smsbat_track_options {
    boundary::value(std::ptr::null_mut(), || give(smsbat_track_options(Settings::default())))
}

/// Frees options. `NULL` is allowed. No call may be using them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_track_options_free(options: *mut smsbat_track_options) {
    // SAFETY: the caller gives NULL or options that nobody uses any more.
    unsafe { free(options) }
}

setters! { options: smsbat_track_options;
    /// Sets the journal, beside which statuses are kept. Without ids its messages are tracked.
    ///
    /// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a path that is not UTF-8.
    smsbat_track_options_set_journal(path: *const c_char) = "journal", |own| {
        // SAFETY: the caller passes NULL or a text that ends with a NUL.
        own.journal = Some(unsafe { read(path, "journal") }?.to_owned());
    };

    /// Sets the time limit in seconds, at most 86400. Default: 600. Statuses that are not final by then stay as they are. 0
    /// makes no request: the summary has what is known already.
    ///
    /// Returns `SMSBAT_ERROR_VALIDATION` for any other number, `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
    smsbat_track_options_set_timeout(seconds: f64) = "timeout", |own| {
        own.options.timeout = TrackOptions::seconds(seconds)?;
    };
}

/// Callback that reports the progress of tracking, about ten times a second and at its end. Called on the thread that
/// called the function.
///
/// `counts` is valid only during the call; `requests` is the number of requests so far. Return true to continue, false to
/// end it with `SMSBAT_ERROR_CANCELLED`. The callback must return, without an exception or `longjmp`, and must not free
/// the client.
pub type smsbat_track_progress =
    Option<unsafe extern "C" fn(counts: *const smsbat_delivery_counts, requests: u64, userdata: *mut c_void) -> bool>;

/// A program's function and what it is handed.
#[derive(Clone, Copy)]
struct Teller {
    tell: unsafe extern "C" fn(counts: *const smsbat_delivery_counts, requests: u64, userdata: *mut c_void) -> bool,
    userdata: *mut c_void,
}

// SAFETY: the pointer is handed back to the program, never looked at, and only on the thread that it called from.
unsafe impl Send for Teller {}
// SAFETY: as above.
unsafe impl Sync for Teller {}

impl Teller {
    fn function(self, stop: Arc<AtomicBool>) -> TrackProgressFn {
        Arc::new(move |progress| {
            // All of it, not a copy of its fields.
            let teller = self;
            let counts = smsbat_delivery_counts::from(progress.counts.clone());
            // SAFETY: the program's own function, as it promised to give.
            if !unsafe { (teller.tell)(&counts, progress.requests, teller.userdata) } {
                stop.store(true, Ordering::Release);
            }
        })
    }
}

setters! { options: smsbat_track_options;
    /// Sets the progress function; `NULL` removes it. `userdata` is passed to it and must live as long as a call with
    /// these options.
    ///
    /// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
    smsbat_track_options_set_progress(progress: smsbat_track_progress, userdata: *mut c_void) = "progress", |own| {
        own.progress = progress.map(|tell| Teller { tell, userdata });
    };
}
