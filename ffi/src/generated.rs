//! What `tools/gen` writes from the core's tables.

mod bulk;
mod event_kinds;
mod events;
mod kinds;
mod messages;
mod operations;
mod parts;
mod replies;
mod reply_types;
mod settings;

pub use bulk::*;
pub(crate) use event_kinds::chat_event_kind;
pub use event_kinds::smsbat_chat_event_kinds;
pub use events::*;
pub(crate) use kinds::message_class;
pub use kinds::*;
pub use messages::*;
pub use operations::*;
pub use parts::*;
pub use replies::*;
pub use reply_types::*;
pub use settings::*;
