//! Parts of messages.

use std::ffi::c_char;

use smsbat_core::Class;

use crate::boundary;
use crate::draft::{Draft, Drafted};
use crate::handle::{Handle, Owned, free, give};

/// A part of a message: a button, a video, a card, a fallback.
///
/// Each kind has a function that makes one, with what is required as parameters, and setters for the rest. A
/// message or another part *copies* it, so the program still has to free its own. Mistakes are kept as in a
/// message, and go over into the message with the part. Parts never come as NULL.
#[derive(Debug)]
pub struct smsbat_part(Draft);

impl Handle for smsbat_part {
    const NAME: &'static str = "part";
}

impl Owned for smsbat_part {}

impl Drafted for smsbat_part {
    fn draft(&self) -> &Draft {
        &self.0
    }

    fn draft_mut(&mut self) -> &mut Draft {
        &mut self.0
    }
}

/// Makes a part and lets `fill` set what is required.
pub(crate) fn new(class: &'static Class, fill: impl FnOnce(*mut smsbat_part)) -> *mut smsbat_part {
    boundary::value(std::ptr::null_mut(), || {
        let mut part = smsbat_part(Draft::new(class));
        fill(&raw mut part);
        give(part)
    })
}

/// Makes a part from a JSON object that goes out as it is, in place of any kind of part.
///
/// Never NULL; end it with `smsbat_part_free`. If `json` is NULL or not a JSON object the part is made all the
/// same, and sending a message with it fails with `SMSBAT_ERROR_VALIDATION`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_part_from_json(json: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller gives NULL or a text that ends with a NUL.
    boundary::value(std::ptr::null_mut(), || give(smsbat_part(unsafe { Draft::plain(json) })))
}

/// Ends a part. NULL is fine. Messages and parts that copied it are not touched.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_part_free(part: *mut smsbat_part) {
    // SAFETY: the caller gives NULL or a part that nobody uses any more.
    unsafe { free(part) }
}
