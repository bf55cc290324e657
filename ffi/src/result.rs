//! Result of a send.

use smsbat_core::SendResult;

use crate::boundary;
use crate::error::{Fault, smsbat_code, smsbat_error};
use crate::handle::{free, handle, shared};
use crate::reply::{Reply, row_type};
use crate::table::{View, Views};

/// Results for the messages of a send, in the same order.
///
/// Owned by the program; free it with `smsbat_send_result_free`. All texts and rows are borrowed from it and valid
/// until then. It never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_send_result {
    result: SendResult,
    views: Views,
}

handle!(smsbat_send_result, "result", owned);

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

/// Result for one message of a send: a row of a `smsbat_send_result`, borrowed from it.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_sent_message(View);

row_type!(smsbat_sent_message, "sent_message");

/// Returns an error unless every message was accepted.
///
/// `smsbat_client_send` and `smsbat_client_cascade_send` succeed even if some messages were refused. This function
/// turns refused messages into an error. Returns `SMSBAT_ERROR_PROVIDER` with the customer message ids of the messages
/// that were not accepted, and the outcome unknown if the outcome of any of them is, else rejected;
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if `result` is `NULL`. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_check(
    result: *const smsbat_send_result,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or a live result, and NULL or an output parameter for the error.
    unsafe { boundary::call(error, || shared(result)?.result.raise_for_outcome().map_err(Fault::from)) }
}

/// Frees a result with all its rows and texts. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_free(result: *mut smsbat_send_result) {
    // SAFETY: the caller passes NULL or a result that is no longer used.
    unsafe { free(result) }
}
