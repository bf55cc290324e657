//! From the values of a row to a checked message.

mod cell;
mod columns;
mod intake;
mod json_object;
mod message;
mod template;

pub use cell::Cell;
pub use intake::Intake;
pub(crate) use intake::{CheckedMessage, Position, Refusal, RowReader, RowSink};
