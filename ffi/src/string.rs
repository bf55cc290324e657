//! Text from C and text for C.

use std::ffi::{CStr, c_char};

use crate::fault::Fault;

/// Text that C can print: UTF-8 with a NUL behind it.
#[derive(Debug, Clone, Default)]
pub(crate) struct CText(Box<[u8]>);

impl CText {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let mut bytes = text.into().into_bytes();
        bytes.reserve_exact(1);
        bytes.push(0);
        Self(bytes.into())
    }

    /// A copy, made in one piece.
    pub(crate) fn copy(text: &str) -> Self {
        let mut bytes = Vec::with_capacity(text.len() + 1);
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0);
        Self(bytes.into())
    }

    /// Where it begins; good for as long as `self` lives.
    pub(crate) fn as_ptr(&self) -> *const c_char {
        // One NUL stands behind every text; the empty default has none, so it borrows one.
        if self.0.is_empty() { c"".as_ptr() } else { self.0.as_ptr().cast() }
    }

    /// Bytes before the NUL at its end. The text may hold NULs of its own.
    pub(crate) fn len(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    /// Hands out the pointer, and the length if it is wanted.
    ///
    /// # Safety
    /// `length` is NULL or may be written to.
    pub(crate) unsafe fn hand_out(&self, length: *mut usize) -> *const c_char {
        // SAFETY: the caller's promise.
        unsafe { set_length(length, self.len()) };
        self.as_ptr()
    }
}

/// # Safety
/// `length` is NULL or may be written to.
pub(crate) unsafe fn set_length(length: *mut usize, value: usize) {
    if !length.is_null() {
        // SAFETY: not NULL, and the caller lets us write to it.
        unsafe { length.write(value) };
    }
}

/// The pointer of a text that may be absent: then NULL.
pub(crate) fn pointer_of(text: Option<&CText>) -> *const c_char {
    text.map_or(std::ptr::null(), CText::as_ptr)
}

/// Reads a text that must be there.
///
/// # Safety
/// `text` is NULL or points to bytes that end with a NUL and do not change during `'a`.
#[inline]
pub(crate) unsafe fn read<'a>(text: *const c_char, name: &'static str) -> Result<&'a str, Fault> {
    if text.is_null() {
        return Err(Fault::null(name));
    }
    // SAFETY: not NULL; the rest is the caller's promise.
    let bytes = unsafe { CStr::from_ptr(text) }.to_bytes();
    if bytes.is_ascii() {
        // SAFETY: ASCII is UTF-8. Most texts are short, and the whole check takes several times as long for them.
        return Ok(unsafe { std::str::from_utf8_unchecked(bytes) });
    }
    std::str::from_utf8(bytes).map_err(|_| Fault::not_utf8(name))
}

/// Reads a list of texts.
///
/// # Safety
/// `texts` is NULL or points to `count` pointers, each as for [`read`].
pub(crate) unsafe fn read_all<'a>(
    texts: *const *const c_char,
    count: usize,
    name: &'static str,
) -> Result<Vec<&'a str>, Fault> {
    if texts.is_null() && count > 0 {
        return Err(Fault::null(name));
    }
    // SAFETY: the caller's promise. A slice must not begin at NULL, even if it is empty.
    let texts = if count == 0 { &[] } else { unsafe { std::slice::from_raw_parts(texts, count) } };
    texts
        .iter()
        .enumerate()
        .map(|(i, text)| {
            if text.is_null() {
                return Err(Fault::null(format!("{name}[{i}]")));
            }
            // SAFETY: the caller's promise.
            unsafe { read(*text, name) }
        })
        .collect()
}

/// Reads bytes, which may be none.
///
/// # Safety
/// `bytes` is NULL or points to `size` bytes that do not change during `'a`.
pub(crate) unsafe fn read_bytes<'a>(bytes: *const u8, size: usize, name: &'static str) -> Result<&'a [u8], Fault> {
    if bytes.is_null() && size > 0 {
        return Err(Fault::null(name));
    }
    // SAFETY: the caller's promise. A slice must not begin at NULL, even if it is empty.
    Ok(if size == 0 { &[] } else { unsafe { std::slice::from_raw_parts(bytes, size) } })
}
