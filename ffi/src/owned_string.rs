//! Texts that calls return.

use std::ffi::c_char;

use smsbat_core::{Secret, binding};

use crate::boundary;
use crate::handle::{free, handle};
use crate::string::set_length;

/// A text that a call returns: a token, or HTML. It is wiped when it is freed.
///
/// Owned by the program; free it with `smsbat_string_free`.
#[derive(Debug)]
pub struct smsbat_string(Secret);

handle!(smsbat_string, "string", owned);

impl From<String> for smsbat_string {
    fn from(text: String) -> Self {
        Self::from(Secret::new(text))
    }
}

impl From<Secret> for smsbat_string {
    fn from(text: Secret) -> Self {
        let text = binding::expose(&text);
        // Includes space for the NUL, because growing would leave a copy behind.
        let mut own = String::with_capacity(text.len() + 1);
        own.push_str(text);
        own.push('\0');
        Self(Secret::new(own))
    }
}

/// Returns the text, borrowed from the string. `length`, unless `NULL`, gets its length in bytes.
///
/// `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_string_text(string: *const smsbat_string, length: *mut usize) -> *const c_char {
    // SAFETY: the caller passes NULL or a live string, and NULL or an output parameter for the length.
    boundary::value(std::ptr::null(), || unsafe {
        let text = string.as_ref().map(|string| binding::expose(&string.0));
        set_length(length, text.map_or(0, |text| text.len() - 1));
        text.map_or(std::ptr::null(), |text| text.as_ptr().cast())
    })
}

/// Frees a string. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_string_free(string: *mut smsbat_string) {
    // SAFETY: the caller passes NULL or a string that is no longer used.
    unsafe { free(string) }
}
