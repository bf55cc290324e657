//! Ending a call from another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::boundary;
use crate::handle::{Handle, Owned, free, give};

/// Ends calls from another thread.
///
/// Any number of calls may share one, through their `smsbat_call_options`. All functions on it may be called
/// from any thread at any time.
pub struct smsbat_cancel(Arc<AtomicBool>);

impl Handle for smsbat_cancel {
    const NAME: &'static str = "cancel";
}

impl Owned for smsbat_cancel {}

impl smsbat_cancel {
    pub(crate) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }
}

/// Makes a cancel token. Never NULL; end it with `smsbat_cancel_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_cancel_new() -> *mut smsbat_cancel {
    boundary::value(std::ptr::null_mut(), || give(smsbat_cancel(Arc::default())))
}

/// Ends the calls that use this token, within about 50 ms, with `SMSBAT_ERROR_CANCELLED`, and every later one.
///
/// A send that is cut off has outcome unknown if bytes of it had left. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_cancel_request(cancel: *const smsbat_cancel) {
    // SAFETY: the caller gives NULL or a live token.
    if let Some(cancel) = unsafe { cancel.as_ref() } {
        cancel.0.store(true, Ordering::Release);
    }
}

/// Whether `smsbat_cancel_request` was called. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_cancel_is_requested(cancel: *const smsbat_cancel) -> bool {
    // SAFETY: the caller gives NULL or a live token.
    unsafe { cancel.as_ref() }.is_some_and(|c| c.0.load(Ordering::Acquire))
}

/// Ends a token. NULL is fine. Calls and options that use it keep what they need of it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_cancel_free(cancel: *mut smsbat_cancel) {
    // SAFETY: the caller gives NULL or a token that nobody uses any more.
    unsafe { free(cancel) }
}
