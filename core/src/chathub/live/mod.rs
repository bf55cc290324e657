//! The chat hub: events as they happen (`docs/provider/chathub-hub.md`).
//!
//! Nothing runs in the background: [`ChatEvents::next_event`] reads, answers pings, and connects again.

mod behind;
mod catch_up;
mod connect;
#[cfg(feature = "test-echo")]
mod echo;
mod events;
mod history;
mod hook;
mod incoming;
mod link;
mod listener;
mod long_polling;
mod negotiate;
mod options;
mod protocol;
mod received;
mod session;
mod web_socket;

#[cfg(feature = "test-echo")]
pub(crate) use self::echo::echo;
pub use self::events::{
    ChatCreated, ChatEvent, ChatMediaReceived, ChatMessageReceived, ChatStatusChanged, ConnectionChanged,
    HUB_CHAT_STATUSES, HUB_MESSAGE_STATUSES, MessageStatusChanged, UnknownEvent,
};
pub use self::listener::ChatEvents;
pub use self::options::{HubTransport, Listen};
