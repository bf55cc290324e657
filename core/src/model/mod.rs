//! Models as tables: the fields of every message, part and reply are written down once, here as data.
//!
//! Rust methods, the Python classes, the C builders, validation, the JSON that is sent and the reading
//! of replies all come from these tables.

mod check;
mod json;
pub(crate) mod macros;
mod read;
mod record;
mod schema;
mod types;
mod write;

pub use check::Problems;
pub(crate) use check::check;
pub use json::{Json, JsonError, write_string};
pub(crate) use macros::{given, model, reply};
#[cfg(feature = "bulk")]
pub(crate) use read::{Text as BorrowedText, rank, scalar};
pub(crate) use read::{read_record, read_rows};
pub use record::{Object, Record, SetError, Value};
#[cfg(feature = "bulk")]
pub(crate) use record::{expected, fits};
pub use schema::{Class, Field, Kind};
pub(crate) use schema::{is_one_key, plain};
pub use types::{
    AnyText, Count, Decimal, Extra, FieldType, Flag, IntoField, ListOf, Model, Number, OwnId, Params, PartOf,
    PhoneDigits, PhoneList, PhoneNumber, RcsText, ResultWord, Sender, Text, Texts, Time, Url, Word,
};
pub(crate) use write::{write_view, write_wire};
