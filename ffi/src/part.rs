//! Parts of messages.

use std::ffi::c_char;

use smsbat_core::Class;

use crate::boundary;
use crate::draft::{Draft, Drafted};
use crate::handle::{free, give, handle};

/// A part of a message, such as a button, a video, a card or a fallback.
///
/// Each kind has a function that creates it, with the required fields as parameters, and setters for the others. A
/// message or another part *copies* a part, so the program must still free its own. Errors of setters are stored as in
/// a message, and are copied into the message together with the part. Functions that create parts never return `NULL`.
#[derive(Debug)]
pub struct smsbat_part(Draft);

handle!(smsbat_part, "part", owned);

impl Drafted for smsbat_part {
    fn draft(&self) -> &Draft {
        &self.0
    }

    fn draft_mut(&mut self) -> &mut Draft {
        &mut self.0
    }
}

/// Creates a part, with the required fields set by `fill`.
pub(crate) fn new(class: &'static Class, fill: impl FnOnce(*mut smsbat_part)) -> *mut smsbat_part {
    boundary::value(std::ptr::null_mut(), || {
        let mut part = smsbat_part(Draft::new(class));
        fill(&raw mut part);
        give(part)
    })
}

/// Creates a part from a JSON object, which is sent unchanged. It can be used in place of any kind of part.
///
/// Never `NULL`; free it with `smsbat_part_free`. If `json` is `NULL` or not a JSON object, the part is created, but
/// sending a message with it fails with `SMSBAT_ERROR_VALIDATION`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_part_from_json(json: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller passes NULL or a text that ends with a NUL.
    boundary::value(std::ptr::null_mut(), || give(smsbat_part(unsafe { Draft::plain(json) })))
}

/// Frees a part. `NULL` is allowed. Messages and parts that copied it are not affected.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_part_free(part: *mut smsbat_part) {
    // SAFETY: the caller passes NULL or a part that is no longer used.
    unsafe { free(part) }
}
