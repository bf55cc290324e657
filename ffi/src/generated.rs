//! What `tools/gen` writes from the core's tables.

mod messages;
mod parts;
mod replies;
mod settings;

pub(crate) use messages::message_class;
pub use messages::*;
pub use parts::*;
pub use replies::*;
pub use settings::*;
