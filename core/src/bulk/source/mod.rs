//! Sources of rows: iterators, CSV and JSON files.

mod csv;
mod csv_record;
mod encoding;
mod input;
mod json_lines;
#[cfg(feature = "serde")]
mod named;
mod open;
mod phone_lines;
mod rows;
mod text_reader;
mod unchanged;

pub use csv::CsvRows;
pub(crate) use csv::each_record;
pub use input::Input;
pub(crate) use input::stop_waits;
pub use json_lines::JsonRows;
#[cfg(feature = "serde")]
pub use named::NamedRows;
pub use open::{from_reader, open};
pub(crate) use phone_lines::phone_lines;
pub(crate) use rows::stopped;
pub use rows::{Row, Rows, Source};
