//! What came back, as C reads it: texts get their NUL when they are asked for.

use std::ffi::c_char;
use std::sync::OnceLock;

use smsbat_core::{Field, Outcome, Record, Value, ValueRef, binding};

use crate::boundary;
use crate::error::{outcome_number, smsbat_outcome};
use crate::handle::Handle;
use crate::string::{CText, pointer_of, set_length};

/// A reply, or a row of one.
#[derive(Debug)]
pub(crate) struct View {
    record: Record,
    /// One for each field, filled when it is first looked at.
    cells: Box<[OnceLock<Cell>]>,
    raw: OnceLock<Option<CText>>,
    json: OnceLock<CText>,
}

/// A field's value in the shape that C borrows.
#[derive(Debug)]
enum Cell {
    None,
    Text(CText),
    Texts(Vec<CText>),
    Pairs(Vec<(CText, CText)>),
    Rows(Box<[View]>),
}

/// A handle that shows a reply.
pub(crate) trait Reply: Handle {
    fn view(&self) -> &View;
}

/// A handle that is nothing but a row of a reply, borrowed from it.
pub(crate) trait Row: Reply {
    fn of(view: &View) -> &Self;
}

/// Makes a type of row.
macro_rules! row_type {
    ($name:ident, $parameter:literal) => {
        impl crate::handle::Handle for $name {
            const NAME: &'static str = $parameter;
        }

        impl crate::reply::Reply for $name {
            fn view(&self) -> &crate::reply::View {
                &self.0
            }
        }

        impl crate::reply::Row for $name {
            fn of(view: &crate::reply::View) -> &Self {
                let view: *const crate::reply::View = view;
                // SAFETY: the type is a transparent wrapper of a view, and the reference keeps its lifetime.
                unsafe { &*view.cast::<Self>() }
            }
        }
    };
}

pub(crate) use row_type;

impl View {
    pub(crate) fn new(record: Record) -> Self {
        let cells = record.class().fields.iter().map(|_: &Field| OnceLock::new()).collect();
        Self { record, cells, raw: OnceLock::new(), json: OnceLock::new() }
    }

    fn value(&self, field: &str) -> ValueRef<'_> {
        self.record.get(field)
    }

    fn cell(&self, field: &str) -> &Cell {
        let Some(position) = self.record.class().position(field) else { return &Cell::None };
        self.cells[position].get_or_init(|| Cell::of(self.record.at(position)))
    }

    fn rows(&self, field: &str) -> &[Self] {
        if let Cell::Rows(rows) = self.cell(field) { rows } else { &[] }
    }
}

impl Cell {
    fn of(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Text(text) | ValueRef::Decimal(text) => Self::Text(CText::copy(text)),
            ValueRef::Json(json) => Self::Text(CText::copy(json.as_str())),
            ValueRef::Texts(list) => Self::Texts(list.iter().map(|text| CText::copy(text)).collect()),
            ValueRef::Params(list) => {
                let shown = |value: &Value| match value.into() {
                    ValueRef::Int(number) => CText::new(number.to_string()),
                    other => CText::copy(other.as_str().unwrap_or_default()),
                };
                Self::Pairs(list.iter().map(|(name, value)| (CText::copy(name), shown(value))).collect())
            }
            ValueRef::Parts(list) => {
                Self::Rows(list.iter().filter_map(|row| row.record()).cloned().map(View::new).collect())
            }
            _ => Self::None,
        }
    }
}

/// Looks at a reply that may be NULL.
///
/// # Safety
/// `reply` is NULL or live.
unsafe fn look<'a, R: Reply + 'a, T>(reply: *const R, absent: T, look: impl FnOnce(&'a View) -> T) -> T {
    // SAFETY: the caller's promise.
    match unsafe { reply.as_ref() } {
        Some(reply) => boundary::value(absent, || look(reply.view())),
        None => absent,
    }
}

/// A text, a decimal or JSON; NULL if absent.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn text<R: Reply>(reply: *const R, field: &str) -> *const c_char {
    let read = |view: &View| if let Cell::Text(text) = view.cell(field) { text.as_ptr() } else { std::ptr::null() };
    // SAFETY: the caller's promise.
    unsafe { look(reply, std::ptr::null(), read) }
}

/// An integer; -1 if absent.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn number<R: Reply>(reply: *const R, field: &str) -> i64 {
    // SAFETY: the caller's promise.
    unsafe { look(reply, -1, |view| view.value(field).as_i64().unwrap_or(-1)) }
}

/// True or false; false if absent.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn flag<R: Reply>(reply: *const R, field: &str) -> bool {
    // SAFETY: the caller's promise.
    unsafe { look(reply, false, |view| matches!(view.value(field), ValueRef::Bool(true))) }
}

/// An outcome; unknown if absent.
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

/// How many entries a list has.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn count<R: Reply>(reply: *const R, field: &str) -> usize {
    let read = |view: &View| match view.value(field) {
        ValueRef::Texts(list) => list.len(),
        ValueRef::Params(list) => list.len(),
        ValueRef::Parts(list) => list.len(),
        _ => 0,
    };
    // SAFETY: the caller's promise.
    unsafe { look(reply, 0, read) }
}

/// An entry of a list of rows; NULL behind its end.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn row<R: Reply, T: Row>(reply: *const R, field: &str, index: usize) -> *const T {
    let read = |view: &View| view.rows(field).get(index).map_or(std::ptr::null(), |row| T::of(row));
    // SAFETY: the caller's promise.
    unsafe { look(reply, std::ptr::null(), read) }
}

/// An entry of a list of texts; NULL behind its end.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn text_at<R: Reply>(reply: *const R, field: &str, index: usize) -> *const c_char {
    let read = |view: &View| match view.cell(field) {
        Cell::Texts(list) => pointer_of(list.get(index)),
        _ => std::ptr::null(),
    };
    // SAFETY: the caller's promise.
    unsafe { look(reply, std::ptr::null(), read) }
}

/// The name of an entry of named values; NULL behind their end.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn name_at<R: Reply>(reply: *const R, field: &str, index: usize) -> *const c_char {
    let read = |view: &View| match view.cell(field) {
        Cell::Pairs(list) => pointer_of(list.get(index).map(|pair| &pair.0)),
        _ => std::ptr::null(),
    };
    // SAFETY: the caller's promise.
    unsafe { look(reply, std::ptr::null(), read) }
}

/// The value of an entry of named values; NULL behind their end.
///
/// # Safety
/// As [`look`].
pub(crate) unsafe fn value_at<R: Reply>(reply: *const R, field: &str, index: usize) -> *const c_char {
    let read = |view: &View| match view.cell(field) {
        Cell::Pairs(list) => pointer_of(list.get(index).map(|pair| &pair.1)),
        _ => std::ptr::null(),
    };
    // SAFETY: the caller's promise.
    unsafe { look(reply, std::ptr::null(), read) }
}

/// The exact JSON that the provider sent; NULL if there is none.
///
/// # Safety
/// As [`look`]; `length` is NULL or may be written to.
pub(crate) unsafe fn raw<R: Reply>(reply: *const R, length: *mut usize) -> *const c_char {
    let read = |view: &View| {
        let raw = view.raw.get_or_init(|| view.record.raw().map(CText::new));
        // SAFETY: the caller's promise.
        raw.as_ref().map_or(std::ptr::null(), |text| unsafe { text.hand_out(length) })
    };
    // SAFETY: the caller's promise.
    unsafe {
        set_length(length, 0);
        look(reply, std::ptr::null(), read)
    }
}

/// The reply as a JSON object of its field names.
///
/// # Safety
/// As [`raw`].
pub(crate) unsafe fn json<R: Reply>(reply: *const R, length: *mut usize) -> *const c_char {
    // SAFETY: the caller's promise.
    let read =
        |view: &View| unsafe { view.json.get_or_init(|| CText::new(binding::view(&view.record))).hand_out(length) };
    // SAFETY: the caller's promise.
    unsafe {
        set_length(length, 0);
        look(reply, std::ptr::null(), read)
    }
}
