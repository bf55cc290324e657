//! From named values to a checked message.

pub(crate) mod cell;
pub(crate) mod columns;
pub(crate) mod intake;
mod json_object;
mod template;

pub use cell::Cell;
pub use intake::Intake;
