//! Kinds of events of the chat hub. Written by `make gen` from the tables in core: do not edit.

use crate::chat_events::event::{self, smsbat_chat_event};
use crate::generated::reply_types::*;

/// What `smsbat_chat_event_kind` may return. A value is never used for anything else later.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum smsbat_chat_event_kinds {
    /// An event that this version does not know, or whose arguments it cannot read. `smsbat_chat_event_unknown` returns
    /// it.
    SMSBAT_CHAT_EVENT_UNKNOWN = 1,
    /// A text message of a chat. `smsbat_chat_event_message_received` returns it.
    SMSBAT_CHAT_EVENT_MESSAGE_RECEIVED = 2,
    /// A message of a chat that brings a file. `smsbat_chat_event_media_received` returns it.
    SMSBAT_CHAT_EVENT_MEDIA_RECEIVED = 3,
    /// A chat has another status. `smsbat_chat_event_chat_status_changed` returns it.
    SMSBAT_CHAT_EVENT_CHAT_STATUS_CHANGED = 4,
    /// A message has another status. `smsbat_chat_event_message_status_changed` returns it.
    SMSBAT_CHAT_EVENT_MESSAGE_STATUS_CHANGED = 5,
    /// A chat was opened. `smsbat_chat_event_chat_created` returns it.
    SMSBAT_CHAT_EVENT_CHAT_CREATED = 6,
    /// The connection to the hub has another state. `smsbat_chat_event_connection_changed` returns it.
    SMSBAT_CHAT_EVENT_CONNECTION_CHANGED = 7,
}

/// The kind of a class of events, by its name.
pub(crate) fn chat_event_kind(class: &str) -> smsbat_chat_event_kinds {
    match class {
        "ChatMessageReceived" => smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_MESSAGE_RECEIVED,
        "ChatMediaReceived" => smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_MEDIA_RECEIVED,
        "ChatStatusChanged" => smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_CHAT_STATUS_CHANGED,
        "MessageStatusChanged" => smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_MESSAGE_STATUS_CHANGED,
        "ChatCreated" => smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_CHAT_CREATED,
        "ConnectionChanged" => smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_CONNECTION_CHANGED,
        _ => smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_UNKNOWN,
    }
}

/// An event that this version does not know, or whose arguments it cannot read. Borrowed from the event; NULL if it
/// is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_unknown(event: *const smsbat_chat_event) -> *const smsbat_unknown_event {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_UNKNOWN) }
}

/// A text message of a chat. Borrowed from the event; NULL if it is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_message_received(
    event: *const smsbat_chat_event,
) -> *const smsbat_chat_message_received {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_MESSAGE_RECEIVED) }
}

/// A message of a chat that brings a file. Borrowed from the event; NULL if it is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_media_received(
    event: *const smsbat_chat_event,
) -> *const smsbat_chat_media_received {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_MEDIA_RECEIVED) }
}

/// A chat has another status. Borrowed from the event; NULL if it is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_chat_status_changed(
    event: *const smsbat_chat_event,
) -> *const smsbat_chat_status_changed {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_CHAT_STATUS_CHANGED) }
}

/// A message has another status. Borrowed from the event; NULL if it is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_message_status_changed(
    event: *const smsbat_chat_event,
) -> *const smsbat_message_status_changed {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_MESSAGE_STATUS_CHANGED) }
}

/// A chat was opened. Borrowed from the event; NULL if it is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_chat_created(event: *const smsbat_chat_event) -> *const smsbat_chat_created {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_CHAT_CREATED) }
}

/// The connection to the hub has another state. Borrowed from the event; NULL if it is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_event_connection_changed(
    event: *const smsbat_chat_event,
) -> *const smsbat_connection_changed {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { event::part(event, smsbat_chat_event_kinds::SMSBAT_CHAT_EVENT_CONNECTION_CHANGED) }
}
