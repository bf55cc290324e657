//! The TurboSMS-compatible API.

use smsbat_core::{TurboSmsResult, binding};

use crate::boundary;
use crate::client::smsbat_client;
use crate::draft::Drafted;
use crate::error::{Fault, smsbat_code, smsbat_error};
use crate::handle::{Out, free, give, handle, shared};
use crate::message::smsbat_message;
use crate::options::smsbat_call_options;
use crate::reply::{Reply, row_type};
use crate::table::{View, Views};

/// Result of a send through the TurboSMS-compatible API, with a row for each recipient.
///
/// Owned by the program; free it with `smsbat_turbosms_result_free`. All texts and rows are borrowed from it and valid
/// until then. It never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_turbosms_result {
    result: TurboSmsResult,
    views: Views,
}

handle!(smsbat_turbosms_result, "result", owned);

impl Reply for smsbat_turbosms_result {
    fn view(&self) -> &View {
        self.views.first()
    }
}

impl From<TurboSmsResult> for smsbat_turbosms_result {
    fn from(result: TurboSmsResult) -> Self {
        let views = Views::one(result.record().clone());
        Self { result, views }
    }
}

/// Result for one recipient: a row of a `smsbat_turbosms_result`, borrowed from it.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_turbosms_recipient(View);

row_type!(smsbat_turbosms_recipient, "turbosms_recipient");

/// Sends one message through the TurboSMS-compatible API to its 1 to 5,000 recipients.
///
/// `message` is of kind `SMSBAT_MESSAGE_TURBOSMS`, or from JSON. `options` may be `NULL`. On success `*result` is a
/// result that the program must free with `smsbat_turbosms_result_free`; otherwise it is `NULL`.
///
/// The call succeeds if the provider answered for the recipients, even if it refused some: check each row's outcome, or
/// call `smsbat_turbosms_result_check`. Returns `SMSBAT_ERROR_PROVIDER` if the whole request was refused,
/// `SMSBAT_ERROR_VALIDATION` with all problems before anything is sent, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is
/// `NULL`, `SMSBAT_ERROR_CONFIGURATION` if there is no key or the client is closed; otherwise any code of a call. Free
/// the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_turbosms_send(
    client: *const smsbat_client,
    message: *const smsbat_message,
    options: *const smsbat_call_options,
    result: *mut *mut smsbat_turbosms_result,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects, and NULL or output parameters.
    unsafe {
        let out = Out::new(result, "result");
        boundary::call(error, || {
            let client = shared(client)?;
            let draft = shared(message)?.draft();
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let object = match draft.object(|| "message".to_owned()) {
                Ok(object) => object.clone(),
                Err(mistakes) => return Ok(binding::refuse_objects(1, mistakes)?),
            };
            out.set(client.core().turbosms().options(options).send(object)?.into())
        })
    }
}

/// Returns an error unless the message to every recipient was accepted.
///
/// Returns `SMSBAT_ERROR_PROVIDER` with the code of the first recipient whose message was not accepted, and the outcome
/// unknown if the outcome of any recipient is, else rejected; `SMSBAT_ERROR_INVALID_ARGUMENT` if `result` is `NULL`.
/// Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_check(
    result: *const smsbat_turbosms_result,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or a live result, and NULL or an output parameter for the error.
    unsafe { boundary::call(error, || shared(result)?.result.raise_for_outcome().map_err(Fault::from)) }
}

/// Frees a result with all its rows and texts. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_free(result: *mut smsbat_turbosms_result) {
    // SAFETY: the caller passes NULL or a result that is no longer used.
    unsafe { free(result) }
}

/// Copies a result. Returns `NULL` for `NULL`; else free the copy with `smsbat_turbosms_result_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_copy(
    result: *const smsbat_turbosms_result,
) -> *mut smsbat_turbosms_result {
    // SAFETY: the caller passes NULL or a live result.
    boundary::value(std::ptr::null_mut(), || match unsafe { result.as_ref() } {
        Some(result) => give(smsbat_turbosms_result::from(result.result.clone())),
        None => std::ptr::null_mut(),
    })
}
