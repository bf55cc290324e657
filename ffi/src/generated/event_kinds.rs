//! Kinds of events of the chat hub. Written by `make gen` from the tables in core: do not edit.

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
