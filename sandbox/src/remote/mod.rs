//! A sandbox in another process, for the commands `smsbat trigger` and `smsbat listen`.

mod calls;
pub(crate) mod client;
mod listen;
mod trigger;

pub use listen::{ListenOptions, listen};
pub use trigger::{EVENTS, Trigger, trigger};
