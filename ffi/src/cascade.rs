//! The Cascade API.

use crate::boundary;
use crate::client::{objects, smsbat_client};
use crate::error::{smsbat_code, smsbat_error};
use crate::handle::{Out, shared};
use crate::message::smsbat_message;
use crate::options::smsbat_call_options;
use crate::result::smsbat_send_result;

/// Sends 1 to 5,000 messages of the Cascade API in one request; 100 to 1,000 are advised.
///
/// Each message tries channels in order until one works; with `telegram_viber_first`, Telegram and Viber come before
/// the others. `messages` points to `count` messages of kind `SMSBAT_MESSAGE_CASCADE`, or from JSON. The program keeps
/// ownership and must not change or free them until the call returns, not even in a callback. `options` may be `NULL`.
/// On success `*result` is a result that the program must free with `smsbat_send_result_free`; otherwise it is `NULL`.
///
/// The provider returns no status: a row with an id has the outcome accepted. Returns `SMSBAT_ERROR_VALIDATION` with
/// all problems of all messages before anything is sent; `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`;
/// `SMSBAT_ERROR_CONFIGURATION` if there are no credentials or the client is closed; otherwise any code of a call.
/// `smsbat_error_outcome` applies to all messages of the request. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_cascade_send(
    client: *const smsbat_client,
    messages: *const *mut smsbat_message,
    count: usize,
    telegram_viber_first: bool,
    options: *const smsbat_call_options,
    result: *mut *mut smsbat_send_result,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects, `count` of them in `messages`, and NULL or output
    // parameters.
    unsafe {
        let out = Out::new(result, "result");
        boundary::call(error, || {
            let client = shared(client)?;
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let messages = objects(messages, count, "messages")?;
            out.set(client.core().cascade().options(options).send(&messages[..], telegram_viber_first)?.into())
        })
    }
}
