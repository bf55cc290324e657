//! One event of the chat hub.

use std::ffi::c_char;

use smsbat_core::ChatEvent;

use crate::boundary;
use crate::generated::{chat_event_kind, smsbat_chat_event_kinds};
use crate::handle::{free, getters, handle};
use crate::reply::{self, Reply, Row};
use crate::table::{View, Views};

/// One event of the chat hub.
///
/// Owned by the program; free it with `smsbat_chat_event_free`. All texts and rows are borrowed from it and valid until
/// then. It does not change, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_chat_event {
    kind: smsbat_chat_event_kinds,
    chat_id: Option<i64>,
    views: Views,
}

handle!(smsbat_chat_event, "event", owned);

impl Reply for smsbat_chat_event {
    fn view(&self) -> &View {
        self.views.first()
    }
}

impl From<ChatEvent> for smsbat_chat_event {
    fn from(event: ChatEvent) -> Self {
        let record = event.record();
        Self { kind: chat_event_kind(record.class().name), chat_id: event.chat_id(), views: Views::one(record.clone()) }
    }
}

getters! { event: smsbat_chat_event;
    /// Returns the kind of an event: one of `smsbat_chat_event_kinds`, or a value that a later version adds. 0 for `NULL`.
    smsbat_chat_event_kind -> i32 = 0, |event| event.kind as i32;

    /// Returns the id of the chat that an event is about; -1 if it is about none.
    smsbat_chat_event_chat_id -> i64 = -1, |event| event.chat_id.unwrap_or(-1);
}

/// Returns the content of an event of this kind; `NULL` for other kinds.
///
/// # Safety
/// `event` is NULL or live.
pub(crate) unsafe fn part<T: Row>(event: *const smsbat_chat_event, kind: smsbat_chat_event_kinds) -> *const T {
    // SAFETY: the caller's promise.
    unsafe { reply::part(event, |event| (event.kind == kind).then(|| event.view())) }
}

/// Returns the whole event as a JSON object of its fields' names.
///
/// Borrowed from the event. It holds what was written in the chat, so it belongs into no log. `length`, unless NULL, gets
/// its length in bytes. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_json(event: *const smsbat_chat_event, length: *mut usize) -> *const c_char {
    // SAFETY: the caller gives NULL or a live event, and NULL or a place for the length.
    boundary::value(std::ptr::null(), || unsafe { reply::json(event, length) })
}

/// Frees an event, with all that was borrowed from it. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_free(event: *mut smsbat_chat_event) {
    // SAFETY: the caller gives NULL or an event that nobody uses any more.
    unsafe { free(event) }
}
