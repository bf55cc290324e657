//! A sandbox in another process, for the commands `smsbat trigger` and `smsbat listen`.

mod calls;
pub(crate) mod client;
mod listen;
mod trigger;

pub use calls::is_local;
pub use listen::{ListenOptions, listen};
pub use trigger::{EVENTS, Trigger, trigger};
