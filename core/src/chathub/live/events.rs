//! Events of the chat hub (`docs/provider/chathub-hub.md` §1).

use super::super::replies::{Chat, ChatMessage};
use crate::model::{Extra, Flag, Number, PartOf, Reason, Record, Value, Word, Wrap, reply};

reply! {
    /// A text message of a chat.
    ChatMessageReceived {
        /// Chat.
        chat_id: Number = "",
        /// The message.
        message: PartOf<ChatMessage> = "",
        /// True if it was read from the history after an interruption.
        replayed: Flag = "",
    }
}

reply! {
    /// A message of a chat that brings a file.
    ChatMediaReceived {
        /// Chat.
        chat_id: Number = "",
        /// The message; its `media` has the file's name and address.
        media: PartOf<ChatMessage> = "",
        /// True if it was read from the history after an interruption.
        replayed: Flag = "",
    }
}

reply! {
    /// A chat has another status.
    ChatStatusChanged {
        /// Chat.
        chat_id: Number = "",
        /// Status as a number: 0 new, 1 processing, 2 ended. These are the hub's numbers, not those of `Chat`.
        status: Number = "",
        /// Status as a word; none for a number that is not known.
        status_name: Word = "",
    }
}

reply! {
    /// A message has another status.
    MessageStatusChanged {
        /// Id of the message.
        message_id: Word = "",
        /// Status as a number: 0 new, 1 success, 2 rejected, 3 read.
        status: Number = "",
        /// Status as a word; none for a number that is not known.
        status_name: Word = "",
    }
}

reply! {
    /// A chat was opened.
    ChatCreated {
        /// The chat.
        chat: PartOf<Chat> = "",
    }
}

reply! {
    /// The connection to the hub has another state.
    ConnectionChanged {
        /// `connecting`, `connected`, `reconnecting` or `closed`.
        state: Word = "",
        /// Number of the attempt since the connection was lost, from 1; 0 while there is one.
        attempt: Number = "",
        /// Why.
        reason: Reason = "",
    }
}

reply! {
    /// An event that this version does not know, or whose arguments it cannot read.
    UnknownEvent {
        /// Name of the event.
        name: Word = "",
        /// Arguments, as a JSON array.
        arguments: Extra = "",
    }
}

/// An event of the chat hub.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChatEvent {
    /// A text message arrived.
    MessageReceived(ChatMessageReceived),
    /// A message with a file arrived.
    MediaReceived(ChatMediaReceived),
    /// A chat has another status.
    ChatStatusChanged(ChatStatusChanged),
    /// A message has another status.
    MessageStatusChanged(MessageStatusChanged),
    /// A chat was opened.
    ChatCreated(ChatCreated),
    /// The connection has another state.
    ConnectionChanged(ConnectionChanged),
    /// Anything else.
    Unknown(UnknownEvent),
}

impl ChatEvent {
    /// The values, for code that works on any event.
    pub fn record(&self) -> &Record {
        match self {
            Self::MessageReceived(event) => event.record(),
            Self::MediaReceived(event) => event.record(),
            Self::ChatStatusChanged(event) => event.record(),
            Self::MessageStatusChanged(event) => event.record(),
            Self::ChatCreated(event) => event.record(),
            Self::ConnectionChanged(event) => event.record(),
            Self::Unknown(event) => event.record(),
        }
    }

    /// Chat that the event is about, if it is about one.
    pub fn chat_id(&self) -> Option<i64> {
        match self {
            Self::MessageReceived(event) => event.chat_id(),
            Self::MediaReceived(event) => event.chat_id(),
            Self::ChatStatusChanged(event) => event.chat_id(),
            Self::ChatCreated(event) => event.chat()?.record()?.get("id").as_i64(),
            Self::MessageStatusChanged(_) | Self::ConnectionChanged(_) | Self::Unknown(_) => None,
        }
    }
}

/// Names of a chat's statuses in the hub, by number.
pub const HUB_CHAT_STATUSES: &[&str] = &["new", "processing", "ended"];

/// Names of a message's statuses in the hub, by number.
pub const HUB_MESSAGE_STATUSES: &[&str] = &["new", "success", "rejected", "read"];

/// The hub's number for a status of `Chat`: both count from `new`, and what is neither new nor closed is under way.
pub(super) fn hub_status(chat_status: i64) -> i64 {
    match chat_status {
        0 => 0,
        4 => 2,
        _ => 1,
    }
}

fn name(names: &'static [&'static str], status: i64) -> Value {
    let name = usize::try_from(status).ok().and_then(|status| names.get(status));
    name.map_or(Value::Null, |name| Value::from(*name))
}

/// A message of a chat, by what it brings.
pub(super) fn message(chat_id: Option<i64>, message: ChatMessage, is_media: bool, replayed: bool) -> ChatEvent {
    let class = if is_media { ChatMediaReceived::class() } else { ChatMessageReceived::class() };
    let mut record = Record::new(class);
    record.put("chat_id", chat_id.map_or(Value::Null, Value::Int));
    record.put(if is_media { "media" } else { "message" }, Value::Part(Box::new(message.into())));
    record.put("replayed", Value::Bool(replayed));
    if is_media { ChatEvent::MediaReceived(Wrap::of(record)) } else { ChatEvent::MessageReceived(Wrap::of(record)) }
}

pub(super) fn chat_status(chat_id: i64, status: i64) -> ChatEvent {
    let mut record = Record::new(ChatStatusChanged::class());
    record.put("chat_id", Value::Int(chat_id));
    record.put("status", Value::Int(status));
    record.put("status_name", name(HUB_CHAT_STATUSES, status));
    ChatEvent::ChatStatusChanged(Wrap::of(record))
}

pub(super) fn message_status(message_id: &str, status: i64) -> ChatEvent {
    let mut record = Record::new(MessageStatusChanged::class());
    record.put("message_id", Value::from(message_id));
    record.put("status", Value::Int(status));
    record.put("status_name", name(HUB_MESSAGE_STATUSES, status));
    ChatEvent::MessageStatusChanged(Wrap::of(record))
}

pub(super) fn chat_created(chat: Chat) -> ChatEvent {
    let mut record = Record::new(ChatCreated::class());
    record.put("chat", Value::Part(Box::new(chat.into())));
    ChatEvent::ChatCreated(Wrap::of(record))
}

pub(super) fn connection(state: &str, attempt: u32, reason: Option<&str>) -> ChatEvent {
    let mut record = Record::new(ConnectionChanged::class());
    record.put("state", Value::from(state));
    record.put("attempt", Value::Int(attempt.into()));
    record.put("reason", reason.map_or(Value::Null, Value::from));
    ChatEvent::ConnectionChanged(Wrap::of(record))
}

pub(super) fn unknown(event: &str, arguments: &[Box<serde_json::value::RawValue>]) -> ChatEvent {
    let arguments: Vec<&str> = arguments.iter().map(|argument| argument.get()).collect();
    let arguments = crate::model::Json::trusted(format!("[{}]", arguments.join(",")));
    let mut record = Record::new(UnknownEvent::class());
    record.put("name", Value::from(event));
    record.put("arguments", Value::from(arguments));
    ChatEvent::Unknown(Wrap::of(record))
}
