//! The TurboSMS layer.

use smsbat_core::{TurboSmsResult, binding};

use crate::boundary;
use crate::client::smsbat_client;
use crate::draft::Drafted;
use crate::error::{Fault, smsbat_code, smsbat_error};
use crate::handle::{Handle, Out, Owned, free, give, shared};
use crate::message::smsbat_message;
use crate::options::smsbat_call_options;
use crate::reply::{Reply, row_type};
use crate::table::{View, Views};

/// What became of a message of the TurboSMS layer, recipient by recipient.
///
/// Owned by the program; end it with `smsbat_turbosms_result_free`. All texts and rows are borrowed from it and good
/// until then. It does not change, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_turbosms_result {
    result: TurboSmsResult,
    views: Views,
}

impl Handle for smsbat_turbosms_result {
    const NAME: &'static str = "result";
}

impl Owned for smsbat_turbosms_result {}

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

/// What became of the message to one recipient: a row of a `smsbat_turbosms_result`, borrowed from it.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_turbosms_recipient(View);

row_type!(smsbat_turbosms_recipient, "turbosms_recipient");

/// Sends one message of the TurboSMS layer to its 1 to 5,000 recipients.
///
/// `message` is of kind `SMSBAT_MESSAGE_TURBOSMS`, or from JSON. `options` may be NULL. On success `*result` is a
/// result that the program ends with `smsbat_turbosms_result_free`, otherwise NULL.
///
/// It succeeds when the provider answered for the recipients, even if it refused some: look at each row's outcome or
/// call `smsbat_turbosms_result_check`. Returns `SMSBAT_ERROR_PROVIDER` if the whole request was refused,
/// `SMSBAT_ERROR_VALIDATION` with all problems before anything is sent, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer
/// is NULL, `SMSBAT_ERROR_CONFIGURATION` if there is no key or the client is closed; else any code of a call. Free
/// the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_turbosms_send(
    client: *const smsbat_client,
    message: *const smsbat_message,
    options: *const smsbat_call_options,
    result: *mut *mut smsbat_turbosms_result,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or live objects, and NULL or places for the result and the error.
    unsafe {
        let out = Out::new(result);
        boundary::call(error, || {
            let client = shared(client)?;
            let draft = shared(message)?.draft();
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let object = draft.object("message").map_err(binding::validation)?.clone();
            out.set(client.core().turbosms().options(options).send(object)?.into())
        })
    }
}

/// Succeeds if the message to every recipient was accepted.
///
/// Returns `SMSBAT_ERROR_PROVIDER` with the first code that says no, and outcome unknown if that of any recipient
/// is, else rejected; `SMSBAT_ERROR_INVALID_ARGUMENT` if `result` is NULL. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_check(
    result: *const smsbat_turbosms_result,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or a live result, and NULL or a place for the error.
    unsafe { boundary::call(error, || shared(result)?.result.raise_for_outcome().map_err(Fault::from)) }
}

/// Ends a result, with all its rows and texts. NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_free(result: *mut smsbat_turbosms_result) {
    // SAFETY: the caller gives NULL or a result that nobody uses any more.
    unsafe { free(result) }
}

/// Copies a result. Returns NULL for NULL; else free the copy with `smsbat_turbosms_result_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_copy(
    result: *const smsbat_turbosms_result,
) -> *mut smsbat_turbosms_result {
    // SAFETY: the caller gives NULL or a live result.
    boundary::value(std::ptr::null_mut(), || match unsafe { result.as_ref() } {
        Some(result) => give(smsbat_turbosms_result::from(result.result.clone())),
        None => std::ptr::null_mut(),
    })
}
