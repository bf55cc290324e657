//! Messages.

use std::ffi::c_char;

use crate::boundary;
use crate::draft::{Draft, Drafted};
use crate::generated::message_class;
use crate::handle::{Handle, Owned, free, give, shared};
use crate::string::set_length;

/// A message that is filled in by its setters and then sent, as often as wanted.
///
/// A setter copies what it is given. Its mistake - a field that this kind of message does not have, NULL, text
/// that is not UTF-8 - is returned and also kept, so that sending the message fails with
/// `SMSBAT_ERROR_VALIDATION` and names the field: the return value of a setter need not be looked at. What the
/// provider wants of the content (a phone number, a length) is checked when the message is sent, all problems
/// at once.
///
/// Several threads may send one message at the same time; while one changes it no other may use it.
#[derive(Debug)]
pub struct smsbat_message(Draft);

impl Handle for smsbat_message {
    const NAME: &'static str = "message";
}

impl Owned for smsbat_message {}

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

/// Makes a message of one of `smsbat_message_kinds` with nothing set.
///
/// Never NULL; end it with `smsbat_message_free`. For a number that is not a kind the message is made all the
/// same, and sending it fails with `SMSBAT_ERROR_VALIDATION`.
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

/// Makes a message from a JSON object that goes out as it is, without any check of its content.
///
/// Never NULL; end it with `smsbat_message_free`. If `json` is NULL or not a JSON object the message is made all
/// the same, and sending it fails with `SMSBAT_ERROR_VALIDATION`. Such a message has no fields to set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_from_json(json: *const c_char) -> *mut smsbat_message {
    // SAFETY: the caller gives NULL or a text that ends with a NUL.
    boundary::value(std::ptr::null_mut(), || give(smsbat_message(unsafe { Draft::plain(json) })))
}

/// Makes another message like this one, with its mistakes.
///
/// NULL for NULL, else never; end it with `smsbat_message_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_copy(message: *const smsbat_message) -> *mut smsbat_message {
    // SAFETY: the caller gives NULL or a live message that nobody changes meanwhile.
    boundary::value(std::ptr::null_mut(), || unsafe {
        shared(message).map_or(std::ptr::null_mut(), |m| give(smsbat_message(m.0.clone())))
    })
}

/// The message as JSON, as it goes on the wire, except a customer message id that is made at send time.
///
/// Borrowed from the message, until it is changed or freed. `length`, unless NULL, gets its length in bytes.
/// NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_json(message: *const smsbat_message, length: *mut usize) -> *const c_char {
    // SAFETY: the caller gives NULL or a live message, and NULL or a place for the length.
    boundary::value(std::ptr::null(), || unsafe {
        set_length(length, 0);
        shared(message).map_or(std::ptr::null(), |m| m.0.wire().hand_out(length))
    })
}

/// Ends a message. NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_free(message: *mut smsbat_message) {
    // SAFETY: the caller gives NULL or a message that nobody uses any more.
    unsafe { free(message) }
}
