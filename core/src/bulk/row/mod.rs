//! From the values of a row to a checked message.

mod cell;
mod columns;
mod intake;
mod json_object;
mod look_alike;
mod message;
mod sms_text;
mod template;

pub use cell::Cell;
pub(super) use columns::is_value;
pub use intake::Intake;
pub(crate) use intake::{CheckedMessage, Position, Refusal, RowReader, RowSink};
pub(crate) use sms_text::sms_text;
