//! What an event of the chat hub holds. Written by `make gen` from the tables in core: do not edit.

use crate::chat_events::event::{self, smsbat_chat_event};
use crate::generated::reply_types::*;
use crate::generated::smsbat_chat_event_kinds;

/// An event that this version does not know, or whose arguments it cannot read. Borrowed from the event; NULL if it
/// is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_unknown(event: *const smsbat_chat_event) -> *const smsbat_unknown_event {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_UNKNOWN) }
}

/// A text message of a chat. Borrowed from the event; NULL if it is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_message_received(
    event: *const smsbat_chat_event,
) -> *const smsbat_chat_message_received {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_MESSAGE_RECEIVED) }
}

/// A message of a chat that brings a file. Borrowed from the event; NULL if it is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_media_received(
    event: *const smsbat_chat_event,
) -> *const smsbat_chat_media_received {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_MEDIA_RECEIVED) }
}

/// A chat has another status. Borrowed from the event; NULL if it is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_chat_status_changed(
    event: *const smsbat_chat_event,
) -> *const smsbat_chat_status_changed {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_CHAT_STATUS_CHANGED) }
}

/// A message has another status. Borrowed from the event; NULL if it is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_message_status_changed(
    event: *const smsbat_chat_event,
) -> *const smsbat_message_status_changed {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_MESSAGE_STATUS_CHANGED) }
}

/// A chat was opened. Borrowed from the event; NULL if it is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_chat_created(event: *const smsbat_chat_event) -> *const smsbat_chat_created {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_CHAT_CREATED) }
}

/// The connection to the hub has another state. Borrowed from the event; NULL if it is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_connection_changed(
    event: *const smsbat_chat_event,
) -> *const smsbat_connection_changed {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_CONNECTION_CHANGED) }
}
