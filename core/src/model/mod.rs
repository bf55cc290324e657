//! Models as tables: the fields of every message, part and reply are defined once, as data.
//!
//! Rust methods, Python classes, C builders, validation, the JSON that is sent and the parsing of replies all come from
//! these tables.

mod argument;
mod check;
mod json;
pub(crate) mod macros;
mod parts;
mod read;
mod record;
mod rows;
mod scan;
mod schema;
#[cfg(feature = "serde")]
pub(crate) mod serial;
mod shape;
mod shown;
mod types;
mod value;
mod write;

pub(crate) use argument::in_arguments;
pub use check::Problems;
pub(crate) use check::check;
pub use json::{Json, JsonError, Member, Written, key_number, write_noted, write_string};
pub(crate) use json::{Key, MAX_VALUES};
pub(crate) use macros::{given, model, reply, rows, serial, wrapper};
pub use parts::Parts;
pub(crate) use read::{Gaps, integer, read_record, read_rows, read_table, read_with_rows};
pub(crate) use record::allowed;
pub use record::{Edit, Object, Record, SetError, WrongClass};
#[cfg(feature = "bulk")]
pub(crate) use record::{expected, fits};
pub(crate) use rows::Rows;
pub use scan::MAX_DEPTH;
#[cfg(feature = "bulk")]
pub(crate) use scan::members;
pub(crate) use scan::{Raw, each_item, each_member, each_object, first_item, only_value, too_deep};
pub use schema::{Class, Field, Kind};
pub(crate) use schema::{is_flat, one_key, own_id, place_of, plain, recipient};
pub(crate) use shown::in_words;
pub use types::{
    AnyText, Count, Decimal, Extra, FieldType, Flag, Id, IntoField, IntoMessages, ListOf, Model, Number, OneOf, OwnId,
    Params, PartOf, PhoneDigits, PhoneList, PhoneNumber, RcsText, Reason, ResultWord, RowsOf, Seconds, Sender, Text,
    Texts, Time, Url, Word, Wrap,
};
pub use value::{SmallStr, Value, ValueRef};
pub(crate) use write::{write_view, write_wire};
