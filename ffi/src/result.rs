//! What became of a send.

use smsbat_core::SendResult;

use crate::boundary;
use crate::error::{Fault, smsbat_code, smsbat_error};
use crate::handle::{Handle, Owned, free, shared};
use crate::reply::{Reply, row_type};
use crate::table::{View, Views};

/// What became of the messages of a send, in their order.
///
/// Owned by the program; end it with `smsbat_send_result_free`. All texts and rows are borrowed from it and good
/// until then. It does not change, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_send_result {
    result: SendResult,
    views: Views,
}

impl Handle for smsbat_send_result {
    const NAME: &'static str = "result";
}

impl Owned for smsbat_send_result {}

impl Reply for smsbat_send_result {
    fn view(&self) -> &View {
        self.views.first()
    }
}

impl From<SendResult> for smsbat_send_result {
    fn from(result: SendResult) -> Self {
        let views = Views::one(result.record().clone());
        Self { result, views }
    }
}

/// What became of one message of a send: a row of a `smsbat_send_result`, borrowed from it.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_sent_message(View);

row_type!(smsbat_sent_message, "sent_message");

/// Succeeds if every message was accepted.
///
/// `smsbat_client_send` and `smsbat_client_cascade_send` do not fail because some messages were refused; this turns
/// that into an error, for programs that want all or nothing. Returns `SMSBAT_ERROR_PROVIDER` with the customer
/// message ids of those that were not accepted, and outcome unknown if that of any of them is, else rejected;
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if `result` is NULL. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_check(
    result: *const smsbat_send_result,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or a live result, and NULL or a place for the error.
    unsafe { boundary::call(error, || shared(result)?.result.raise_for_outcome().map_err(Fault::from)) }
}

/// Ends a result, with all its rows and texts. NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_free(result: *mut smsbat_send_result) {
    // SAFETY: the caller gives NULL or a result that nobody uses any more.
    unsafe { free(result) }
}
