//! Text tools. These functions need no client.

use std::ffi::c_char;
use std::ptr::null;

use smsbat_core::Segments;

use crate::boundary;
use crate::error::{smsbat_code, smsbat_error};
use crate::handle::{Out, free, getters, handle};
use crate::string::{CText, read};

/// Number of SMS parts of a text, and its details. Owned by the program; free it with `smsbat_segments_free`.
#[derive(Debug)]
pub struct smsbat_segments {
    segments: Segments,
    encoding: CText,
    unicode_characters: CText,
}

handle!(smsbat_segments, "segments", owned);

/// Counts the SMS parts of a text.
///
/// On success `*segments` is the result, which the program must free with `smsbat_segments_free`; otherwise it is
/// `NULL`. Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_text_segments(
    text: *const c_char,
    segments: *mut *mut smsbat_segments,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or a text, and NULL or output parameters.
    unsafe {
        let out = Out::new(segments, "segments");
        boundary::call(error, || {
            let segments = smsbat_core::segments(read(text, "text")?);
            let encoding = CText::new(segments.encoding.as_str());
            let unicode_characters = CText::new(segments.unicode_characters.iter().collect::<String>());
            out.set(smsbat_segments { segments, encoding, unicode_characters })
        })
    }
}

getters! { segments: smsbat_segments;
    /// Returns the encoding of the whole text: "GSM-7" or "UCS-2". Borrowed; `NULL` for `NULL`.
    smsbat_segments_encoding -> *const c_char = null(), |s| s.encoding.as_ptr();

    /// Returns the length in units: septets, of which an extension character takes two, or UTF-16 code units. 0 for `NULL`.
    smsbat_segments_units -> usize = 0, |s| s.segments.units;

    /// Returns the number of SMS parts that are billed; 0 for an empty text. 0 for `NULL`.
    smsbat_segments_parts -> usize = 0, |s| s.segments.parts;

    /// Returns the units that fit one part of this text: 160 or 70 for a single part, 153 or 67 otherwise. 0 for `NULL`.
    smsbat_segments_per_part -> usize = 0, |s| s.segments.per_part;

    /// Returns the units still free in the last part. 0 for `NULL`.
    smsbat_segments_remaining -> usize = 0, |s| s.segments.remaining;

    /// Returns the distinct characters that force UCS-2, in order of appearance, as one text; "" for GSM-7. Borrowed;
    /// `NULL` for `NULL`.
    smsbat_segments_unicode_characters -> *const c_char = null(), |s| s.unicode_characters.as_ptr();
}

/// Frees segments. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_segments_free(segments: *mut smsbat_segments) {
    // SAFETY: the caller passes NULL or segments that are no longer used.
    unsafe { free(segments) }
}

/// Returns true if `caller_id`, the number that called, matches the pattern of a flash call.
///
/// Ignores everything but digits in the number, and everything but digits and `*` in the pattern. Each `*` stands for
/// exactly one digit. The pattern is compared with the end of the number; one without a digit matches none. False if a text
/// is `NULL` or not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_flash_call_matches(pattern: *const c_char, caller_id: *const c_char) -> bool {
    // SAFETY: the caller passes NULL or texts that end with a NUL.
    let texts = unsafe { (read(pattern, "pattern"), read(caller_id, "caller_id")) };
    let (Ok(pattern), Ok(caller_id)) = texts else { return false };
    boundary::value(false, || smsbat_core::flash_call_matches(pattern, caller_id))
}
