//! What `tools/gen` writes from the core's tables.

mod bulk;
mod messages;
mod parts;
mod replies;
mod settings;

pub use bulk::*;
pub(crate) use messages::message_class;
pub use messages::*;
pub use parts::*;
pub use replies::*;
pub use settings::*;
