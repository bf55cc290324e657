//! Getters of replies and their rows.

use std::ffi::c_char;

use smsbat_core::{Outcome, ValueRef};

use crate::error::{outcome_number, smsbat_outcome};
use crate::handle::{self, Handle};
use crate::string::set_length;
use crate::table::{List, View};

/// A handle for a reply.
pub(crate) trait Reply: Handle {
    fn view(&self) -> &View;
}

/// A handle for a row of a reply, borrowed from it.
pub(crate) trait Row: Reply {
    fn of(view: &View) -> &Self;
}

/// Defines a row type.
macro_rules! row_type {
    ($name:ident, $parameter:literal) => {
        crate::handle::handle!($name, $parameter);

        impl crate::reply::Reply for $name {
            fn view(&self) -> &crate::table::View {
                &self.0
            }
        }

        impl crate::reply::Row for $name {
            fn of(view: &crate::table::View) -> &Self {
                let view: *const crate::table::View = view;
                // SAFETY: the type is a transparent wrapper of a view, and the reference keeps its lifetime.
                unsafe { &*view.cast::<Self>() }
            }
        }
    };
}

pub(crate) use row_type;

/// Reads from a reply that may be `NULL`.
///
/// # Safety
/// `reply` is `NULL` or live.
unsafe fn look<'a, R: Reply + 'a, T>(reply: *const R, absent: T, look: impl FnOnce(&'a View) -> T) -> T {
    // SAFETY: the caller's promise.
    unsafe { handle::look(reply, absent, |reply| look(reply.view())) }
}

/// Returns the content of an event that is of one kind and is borrowed from it; `NULL` for other kinds.
///
/// # Safety
/// `event` is `NULL` or live.
pub(crate) unsafe fn part<E: Handle, T: Row>(event: *const E, view: impl FnOnce(&E) -> Option<&View>) -> *const T {
    let read = |event: &E| view(event).map_or(std::ptr::null(), |view| std::ptr::from_ref(T::of(view)));
    // SAFETY: the caller's promise.
    unsafe { handle::look(event, std::ptr::null(), read) }
}

/// Returns a text, a decimal or JSON; `NULL` if absent.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn text<R: Reply>(reply: *const R, field: &str) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { look(reply, std::ptr::null(), |view| view.text(field)) }
}

/// Returns an integer; -1 if absent.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn number<R: Reply>(reply: *const R, field: &str) -> i64 {
    // SAFETY: the caller's promise.
    unsafe { look(reply, -1, |view| view.value(field).as_i64().unwrap_or(-1)) }
}

/// Returns a flag; false if absent.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn flag<R: Reply>(reply: *const R, field: &str) -> bool {
    // SAFETY: the caller's promise.
    unsafe { look(reply, false, |view| matches!(view.value(field), ValueRef::Bool(true))) }
}

/// Returns an outcome; unknown if absent.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn outcome<R: Reply>(reply: *const R, field: &str) -> smsbat_outcome {
    let read = |view: &View| match view.value(field) {
        ValueRef::Outcome(outcome) => outcome_number(outcome),
        _ => outcome_number(Outcome::Unknown),
    };
    // SAFETY: the caller's promise.
    unsafe { look(reply, outcome_number(Outcome::Unknown), read) }
}

/// Returns the number of entries of a list.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn count<R: Reply>(reply: *const R, field: &str) -> usize {
    // SAFETY: the caller's promise.
    unsafe { look(reply, 0, |view| view.list(field).len()) }
}

/// Returns an entry of a list of rows; `NULL` past the end.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn row<R: Reply, T: Row>(reply: *const R, field: &str, index: usize) -> *const T {
    let read = |view: &View| match view.list(field) {
        List::Rows(rows) => rows.get(index).map_or(std::ptr::null(), |row| T::of(row)),
        _ => std::ptr::null(),
    };
    // SAFETY: the caller's promise.
    unsafe { look(reply, std::ptr::null(), read) }
}

/// Returns an entry of a list of texts; `NULL` past the end.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn text_at<R: Reply>(reply: *const R, field: &str, index: usize) -> *const c_char {
    let read = |view: &View| match view.list(field) {
        List::Texts(list) => list.get(index),
        _ => std::ptr::null(),
    };
    // SAFETY: the caller's promise.
    unsafe { look(reply, std::ptr::null(), read) }
}

/// Returns the name of an entry of named values; `NULL` past the end.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn name_at<R: Reply>(reply: *const R, field: &str, index: usize) -> *const c_char {
    let read = |view: &View| match view.list(field) {
        List::Pairs(names, _) => names.get(index),
        _ => std::ptr::null(),
    };
    // SAFETY: the caller's promise.
    unsafe { look(reply, std::ptr::null(), read) }
}

/// Returns the value of an entry of named values; `NULL` past the end.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn value_at<R: Reply>(reply: *const R, field: &str, index: usize) -> *const c_char {
    let read = |view: &View| match view.list(field) {
        List::Pairs(_, values) => values.get(index),
        _ => std::ptr::null(),
    };
    // SAFETY: the caller's promise.
    unsafe { look(reply, std::ptr::null(), read) }
}

/// Returns the exact JSON that the provider sent; `NULL` if there is none.
///
/// # Safety
/// As [`look`]; `length` is `NULL` or may be written to.
pub(crate) unsafe fn raw<R: Reply>(reply: *const R, length: *mut usize) -> *const c_char {
    // SAFETY: the caller's promise.
    let read = |view: &View| view.raw().map_or(std::ptr::null(), |text| unsafe { text.hand_out(length) });
    // SAFETY: the caller's promise.
    unsafe {
        set_length(length, 0);
        look(reply, std::ptr::null(), read)
    }
}

/// Returns the reply as a JSON object by field name.
///
/// # Safety
/// As [`raw`].
pub(crate) unsafe fn json<R: Reply>(reply: *const R, length: *mut usize) -> *const c_char {
    // SAFETY: the caller's promise.
    let read = |view: &View| unsafe { view.json().hand_out(length) };
    // SAFETY: the caller's promise.
    unsafe {
        set_length(length, 0);
        look(reply, std::ptr::null(), read)
    }
}
