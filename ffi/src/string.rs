//! Texts from and for C.

use std::borrow::Cow;
use std::ffi::{CStr, c_char};

use smsbat_core::Error;

use crate::fault::Fault;

/// Returns a text with U+FFFD for each NUL, where C would see its end. An id that was cut there would be another's.
pub(crate) fn whole(text: &str) -> Cow<'_, str> {
    if text.as_bytes().contains(&0) { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}

/// Text for C: UTF-8 with a NUL at the end, and no other unless it is [`CText::exact`].
#[derive(Debug, Clone, Default)]
pub(crate) struct CText(Box<[u8]>);

impl CText {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        match whole(&text) {
            Cow::Owned(whole) => Self::exact(whole),
            Cow::Borrowed(_) => Self::exact(text),
        }
    }

    /// Keeps every NUL, for a text that C gets with its length.
    pub(crate) fn exact(text: impl Into<String>) -> Self {
        let mut bytes = text.into().into_bytes();
        bytes.reserve_exact(1);
        bytes.push(0);
        Self(bytes.into())
    }

    /// Copies a text, with a single allocation.
    pub(crate) fn copy(text: &str) -> Self {
        let text = whole(text);
        let mut bytes = Vec::with_capacity(text.len() + 1);
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0);
        Self(bytes.into())
    }

    /// Returns a pointer to the text, valid as long as `self`.
    pub(crate) fn as_ptr(&self) -> *const c_char {
        // Every text ends with a NUL; the empty default has none, so it borrows one.
        if self.0.is_empty() { c"".as_ptr() } else { self.0.as_ptr().cast() }
    }

    /// Returns the number of bytes before the final NUL.
    pub(crate) fn len(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    /// Returns the pointer, and sets `length` unless it is `NULL`.
    ///
    /// # Safety
    /// `length` is `NULL` or may be written to.
    pub(crate) unsafe fn hand_out(&self, length: *mut usize) -> *const c_char {
        // SAFETY: the caller's promise.
        unsafe { set_length(length, self.len()) };
        self.as_ptr()
    }
}

/// # Safety
/// `length` is `NULL` or may be written to.
pub(crate) unsafe fn set_length(length: *mut usize, value: usize) {
    if !length.is_null() {
        // SAFETY: not NULL, and the caller promised that it is writable.
        unsafe { length.write(value) };
    }
}

/// Returns the pointer of a text; `NULL` if it is absent.
pub(crate) fn pointer_of(text: Option<&CText>) -> *const c_char {
    text.map_or(std::ptr::null(), CText::as_ptr)
}

/// Reads a text that must not be `NULL`.
///
/// # Safety
/// `text` is `NULL` or points to bytes that end with a NUL and do not change during `'a`.
#[inline]
pub(crate) unsafe fn read<'a>(text: *const c_char, name: &str) -> Result<&'a str, Fault> {
    if text.is_null() {
        return Err(Fault::null(name));
    }
    // SAFETY: not NULL; the rest is the caller's promise.
    let bytes = unsafe { CStr::from_ptr(text) }.to_bytes();
    if bytes.is_ascii() {
        // SAFETY: ASCII is UTF-8. For short texts, as most are, the full check takes several times as long.
        return Ok(unsafe { std::str::from_utf8_unchecked(bytes) });
    }
    std::str::from_utf8(bytes).map_err(|_| Fault::not_utf8(name))
}

/// Returns the elements of an array of C.
///
/// # Safety
/// `first` is `NULL` or points to `count` elements that do not change during `'a`.
pub(crate) unsafe fn elements<'a, T>(first: *const T, count: usize, name: &str) -> Result<&'a [T], Fault> {
    // A slice must not begin at NULL, even if it is empty.
    if count == 0 {
        return Ok(&[]);
    }
    if first.is_null() {
        return Err(Fault::null(name));
    }
    // What no array can have, such as -1 from a function that failed, and what no slice may have.
    if count > isize::MAX as usize / size_of::<T>().max(1) {
        return Err(Error::invalid(name, "count", "is longer than memory: its count is wrong").into());
    }
    // SAFETY: not NULL and not too long; the rest is the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(first, count) })
}

/// Reads a list of texts.
///
/// # Safety
/// `texts` is `NULL` or points to `count` pointers, each as for [`read`].
pub(crate) unsafe fn read_all<'a>(
    texts: *const *const c_char,
    count: usize,
    name: &'static str,
) -> Result<Vec<&'a str>, Fault> {
    // SAFETY: the caller's promise.
    unsafe { elements(texts, count, name) }?
        .iter()
        .enumerate()
        .map(|(i, text)| {
            // SAFETY: the caller's promise.
            unsafe { read(*text, name).or_else(|_| read(*text, &format!("{name}[{i}]"))) }
        })
        .collect()
}
