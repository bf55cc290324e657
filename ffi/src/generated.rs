//! What `tools/gen` writes from the core's tables.

mod bulk;
mod events;
mod messages;
mod operations;
mod parts;
mod replies;
mod reply_types;
mod settings;

pub use bulk::*;
pub(crate) use events::chat_event_kind;
pub use events::*;
pub(crate) use messages::message_class;
pub use messages::*;
pub use operations::*;
pub use parts::*;
pub use replies::*;
pub use reply_types::*;
pub use settings::*;
