//! Cancels calls from another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::boundary;
use crate::handle::{free, getters, give, handle};

/// Token that cancels calls from another thread.
///
/// Any number of calls may share a token, through their `smsbat_call_options`. Its functions may be called from any
/// thread at any time.
pub struct smsbat_cancel(Arc<AtomicBool>);

handle!(smsbat_cancel, "cancel", owned);

impl smsbat_cancel {
    pub(crate) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }
}

/// Creates a cancel token. Never `NULL`; free it with `smsbat_cancel_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_cancel_new() -> *mut smsbat_cancel {
    boundary::value(std::ptr::null_mut(), || give(smsbat_cancel(Arc::default())))
}

/// Cancels all running and later calls that use this token. They end within about 50 ms with `SMSBAT_ERROR_CANCELLED`.
///
/// A cancelled send has the outcome unknown if any of its bytes were already sent. `NULL` is ignored. Async-signal-safe:
/// a signal handler may call it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_cancel_request(cancel: *const smsbat_cancel) {
    // SAFETY: the caller passes NULL or a live token.
    if let Some(cancel) = unsafe { cancel.as_ref() } {
        cancel.0.store(true, Ordering::Release);
    }
}

getters! { cancel: smsbat_cancel;
    /// Returns true if `smsbat_cancel_request` was called. False for `NULL`.
    smsbat_cancel_is_requested -> bool = false, |cancel| cancel.0.load(Ordering::Acquire);
}

/// Frees a token. `NULL` is allowed. Calls and options that use it are not affected.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_cancel_free(cancel: *mut smsbat_cancel) {
    // SAFETY: the caller passes NULL or a token that is no longer used.
    unsafe { free(cancel) }
}
