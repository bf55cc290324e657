//! Calls of operations by name.

use std::ffi::c_char;

use crate::boundary;
use crate::client::smsbat_client;
use crate::error::{smsbat_code, smsbat_error};
use crate::handle::{Out, free, handle, shared};
use crate::options::smsbat_call_options;
use crate::string::{CText, read, set_length};

/// Result of `smsbat_call`: a JSON text. Owned by the program; free it with `smsbat_reply_free`.
#[derive(Debug)]
pub struct smsbat_reply(CText);

handle!(smsbat_reply, "reply", owned);

/// Calls any operation by name.
///
/// `name` is an operation from the list at the end of the text at the top of this header, such as "messages.send".
/// `request` is a JSON object with its arguments, as the list describes them: a list is an array, a status is a name or
/// a number, and messages are in wire form. `null` means that an argument is not given. The object may also contain
/// "timeout", "max_retries" and "resend_unknown". On success `*reply` is the reply named in the list, with decimals as
/// text, which the program must free with `smsbat_reply_free`; otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` for an unknown operation or argument, for a request that is not a JSON object, and
/// for an argument that is missing, has the wrong type or occurs twice; `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is
/// `NULL` or a text is not UTF-8; otherwise any code of a call. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_call(
    client: *const smsbat_client,
    name: *const c_char,
    request: *const c_char,
    reply: *mut *mut smsbat_reply,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the same promises of the caller.
    unsafe { smsbat_call_with_options(client, name, request, std::ptr::null(), reply, error) }
}

/// Does the same as `smsbat_call`, with options, for example to cancel the call from another thread.
///
/// A journal in the options is for "messages.send", and in the place of the request's "journal": with both, and for any
/// other operation, the call returns `SMSBAT_ERROR_VALIDATION`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_call_with_options(
    client: *const smsbat_client,
    name: *const c_char,
    request: *const c_char,
    options: *const smsbat_call_options,
    reply: *mut *mut smsbat_reply,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(reply, "reply");
        boundary::call(error, || {
            let client = shared(client)?;
            let (name, request) = (read(name, "name")?, read(request, "request")?);
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            out.set(smsbat_reply(CText::new(client.core().call_json(name, request, options)?)))
        })
    }
}

/// Returns the JSON text of a reply. Borrowed from the reply. `length`, unless `NULL`, is set to its length in bytes.
///
/// `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_reply_json(reply: *const smsbat_reply, length: *mut usize) -> *const c_char {
    // SAFETY: the caller passes NULL or a live reply, and NULL or an output parameter for the length.
    boundary::value(std::ptr::null(), || unsafe {
        set_length(length, 0);
        shared(reply).map_or(std::ptr::null(), |reply| reply.0.hand_out(length))
    })
}

/// Frees a reply. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_reply_free(reply: *mut smsbat_reply) {
    // SAFETY: the caller passes NULL or a reply that is no longer used.
    unsafe { free(reply) }
}
