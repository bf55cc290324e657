//! Delivery status of a message.

use smsbat_core::MessageStatus;

use crate::boundary;
use crate::handle::{free, give, handle};
use crate::reply::{Reply, row_type};
use crate::table::{View, Views};

/// Delivery status of one message.
///
/// Owned by the program; free it with `smsbat_status_free`. All texts and rows are borrowed from it and valid until
/// then. It never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_status {
    status: MessageStatus,
    views: Views,
}

handle!(smsbat_status, "status", owned);

impl Reply for smsbat_status {
    fn view(&self) -> &View {
        self.views.first()
    }
}

impl From<MessageStatus> for smsbat_status {
    fn from(status: MessageStatus) -> Self {
        let views = Views::one(status.record().clone());
        Self { status, views }
    }
}

/// Status of one channel of a fallback chain: a row of a `smsbat_status`, borrowed from it.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_fallback_status(View);

row_type!(smsbat_fallback_status, "fallback_status");

/// Frees a status with all its rows and texts. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_free(status: *mut smsbat_status) {
    // SAFETY: the caller passes NULL or a status that is no longer used.
    unsafe { free(status) }
}

/// Copies a status. Returns `NULL` for `NULL`; else free the copy with `smsbat_status_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_copy(status: *const smsbat_status) -> *mut smsbat_status {
    // SAFETY: the caller passes NULL or a live status.
    boundary::value(std::ptr::null_mut(), || match unsafe { status.as_ref() } {
        Some(status) => give(smsbat_status::from(status.status.clone())),
        None => std::ptr::null_mut(),
    })
}
