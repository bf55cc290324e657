//! Messages.

use std::ffi::c_char;

use crate::boundary;
use crate::draft::{Draft, Drafted};
use crate::generated::message_class;
use crate::handle::{free, give, handle, shared};
use crate::string::set_length;

/// A message. Fill it in with its setters, then send it as often as you like.
///
/// Setters copy their arguments. A setter returns its error (a field that this kind of message does not have, `NULL`, a
/// text that is not UTF-8) and also stores it, so that sending the message fails with `SMSBAT_ERROR_VALIDATION` and
/// names the field. The return values of setters may be ignored. The provider's rules for the content, such as lengths
/// and phone numbers, are checked when the message is sent, and all problems are reported at once.
///
/// Several threads may send the same message at the same time. While one thread changes it, no other may use it.
#[derive(Debug)]
pub struct smsbat_message(Draft);

handle!(smsbat_message, "message", owned);

impl Drafted for smsbat_message {
    fn draft(&self) -> &Draft {
        &self.0
    }

    fn draft_mut(&mut self) -> &mut Draft {
        &mut self.0
    }
}

impl From<smsbat_message> for Draft {
    fn from(message: smsbat_message) -> Self {
        message.0
    }
}

/// A kind of message: one of `smsbat_message_kinds`.
pub type smsbat_message_kind = i32;

/// Creates a message of one of `smsbat_message_kinds`, without any field set.
///
/// Never `NULL`; free it with `smsbat_message_free`. If `kind` is not a valid kind, the message is created, but sending
/// it fails with `SMSBAT_ERROR_VALIDATION`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_message_new(kind: smsbat_message_kind) -> *mut smsbat_message {
    boundary::value(std::ptr::null_mut(), || {
        let draft = match message_class(kind) {
            Some(class) => Draft::new(class),
            None => Draft::unusable("kind", "known", format!("is {kind}, which is not a kind of message")),
        };
        give(smsbat_message(draft))
    })
}

/// Creates a message from a JSON object, which is sent unchanged. Its content is not checked.
///
/// Never `NULL`; free it with `smsbat_message_free`. If `json` is `NULL` or not a JSON object, the message is created,
/// but sending it fails with `SMSBAT_ERROR_VALIDATION`. Setters do not work on such a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_from_json(json: *const c_char) -> *mut smsbat_message {
    // SAFETY: the caller passes NULL or a text that ends with a NUL.
    boundary::value(std::ptr::null_mut(), || give(smsbat_message(unsafe { Draft::plain(json) })))
}

/// Copies a message, including the errors that its setters stored.
///
/// `NULL` only for `NULL`; free the copy with `smsbat_message_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_copy(message: *const smsbat_message) -> *mut smsbat_message {
    // SAFETY: the caller passes NULL or a live message that does not change meanwhile.
    boundary::value(std::ptr::null_mut(), || unsafe {
        shared(message).map_or(std::ptr::null_mut(), |m| give(smsbat_message(m.0.clone())))
    })
}

/// Returns the message as the JSON that is sent, except for a customer message id that is made at send time.
///
/// Borrowed from the message until it is changed or freed. `length`, unless `NULL`, is set to its length in bytes.
/// `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_json(message: *const smsbat_message, length: *mut usize) -> *const c_char {
    // SAFETY: the caller passes NULL or a live message, and NULL or an output parameter for the length.
    boundary::value(std::ptr::null(), || unsafe {
        set_length(length, 0);
        shared(message).map_or(std::ptr::null(), |m| m.0.wire().hand_out(length))
    })
}

/// Frees a message. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_free(message: *mut smsbat_message) {
    // SAFETY: the caller passes NULL or a message that is no longer used.
    unsafe { free(message) }
}
