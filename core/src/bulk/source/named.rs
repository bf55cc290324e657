//! Rows of any type that `serde` can take apart: structs and maps with named values.

use std::fmt::Display;

use serde::ser::{self, Error as _, Impossible, Serialize, SerializeMap, SerializeStruct, Serializer};

use super::rows::{Rows, Source, fraction};
use crate::bulk::row::{Cell, Intake};
use crate::error::Error;
use crate::problem::Problem;

/// Rows of an iterator over structs or maps; see [`Rows::named`].
#[derive(Debug)]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub struct NamedRows<I> {
    rows: I,
    read: usize,
}

impl<I: Iterator> Rows<I> {
    /// Rows of named values, as those of a CSV file: anything with `#[derive(Serialize)]`, or a map.
    ///
    /// The names are columns: a template takes its values from them, and without one they are the fields of a message.
    /// Values that nothing needs are not looked at.
    ///
    /// ```
    /// use serde::Serialize;
    /// use smsbat_core::bulk::{BulkOptions, Rows};
    /// # use smsbat_core::{Client, testing::MockTransport};
    ///
    /// #[derive(Serialize)]
    /// struct Customer {
    ///     to: String,
    ///     name: &'static str,
    /// }
    ///
    /// # let mock = MockTransport::new();
    /// # mock.reply(200, r#"{"messages": [{"messageId": "m-1", "status": "accepted"}]}"#);
    /// # let client = Client::builder().api_key("test-key").transport(&mock).build()?;
    /// let mut options = BulkOptions::default();
    /// options.set("sender", "MyShop")?;
    /// options.set("template", "Hi {name}, your order is ready")?;
    /// let customers = [Customer { to: "+380671234567".to_owned(), name: "Ada" }];
    /// let report = client.messages().send_bulk(Rows::named(&customers), &options)?;
    /// assert_eq!(report.accepted(), 1);
    /// # Ok::<(), smsbat_core::Error>(())
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
    pub fn named(rows: impl IntoIterator<IntoIter = I>) -> NamedRows<I>
    where
        I::Item: Serialize,
    {
        NamedRows { rows: rows.into_iter(), read: 0 }
    }
}

impl<I: Iterator<Item: Serialize>> Source for NamedRows<I> {
    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        for _ in 0..most {
            let Some(row) = self.rows.next() else { return Ok(false) };
            self.read = self.read.saturating_add(1);
            let mut cells = Vec::new();
            let taken = row.serialize(Reader { row: Some(RowCells { intake, cells: &mut cells }), key: None });
            let cells: Vec<_> = cells.iter().map(|(column, value)| (*column, value.cell())).collect();
            match taken.and_then(|value| if value.is_none() { Ok(()) } else { Err(refused(NO_ROW)) }) {
                Ok(()) => intake.columns(&cells),
                Err(Refused(problem)) => intake.broken_row(intake.recipient(&cells), &problem),
            }
        }
        Ok(true)
    }

    fn fraction(&self) -> Option<f64> {
        fraction(&self.rows, self.read)
    }
}

/// Reason why a row cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.message())]
struct Refused(Problem);

fn refused(why: impl Into<String>) -> Refused {
    Refused(Problem::new("", "row", why))
}

impl ser::Error for Refused {
    fn custom<T: Display>(why: T) -> Self {
        refused(why.to_string())
    }
}

/// A value of a row, which [`Cell`] lends.
enum Owned {
    Null,
    Bool(bool),
    Int(i64),
    Number(String),
    Float(f64),
    Float32(f32),
    Text(String),
    Json(String),
}

impl Owned {
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Null => Cell::Null,
            Self::Bool(flag) => Cell::Bool(*flag),
            Self::Int(number) => Cell::Int(*number),
            Self::Number(text) => Cell::Number(text),
            Self::Float(number) => Cell::Float(*number),
            Self::Float32(number) => Cell::Float32(*number),
            Self::Text(text) => Cell::Text(text),
            Self::Json(text) => Cell::Json(text),
        }
    }
}

const NO_ROW: &str = "must be a struct or a map with the names of columns";

/// Destination of the values of a row.
struct RowCells<'r, 'a> {
    intake: &'r Intake<'a>,
    cells: &'r mut Vec<(usize, Owned)>,
}

/// Reads a row, or one value of it if there is no `row`. Gives the value; nothing of a row.
struct Reader<'r, 'a> {
    row: Option<RowCells<'r, 'a>>,
    /// Column of the next value of a map.
    key: Option<usize>,
}

const VALUE: Reader<'static, 'static> = Reader { row: None, key: None };

impl Reader<'_, '_> {
    fn column(&self, name: &str) -> Option<usize> {
        self.row.as_ref()?.intake.column(name.trim())
    }

    fn take<T: Serialize + ?Sized>(&mut self, column: Option<usize>, value: &T) -> Result<(), Refused> {
        let (Some(column), Some(row)) = (column, &mut self.row) else { return Ok(()) };
        let cell = match value.serialize(VALUE) {
            Ok(Some(cell)) => cell,
            // It has parts.
            _ => Owned::Json(serde_json::to_string(value).map_err(Refused::custom)?),
        };
        row.cells.push((column, cell));
        Ok(())
    }

    /// Returns itself for a row; a nested value with members is an error.
    fn members(self) -> Result<Self, Refused> {
        if self.row.is_some() { Ok(self) } else { Err(refused(NO_ROW)) }
    }
}

impl SerializeStruct for Reader<'_, '_> {
    type Ok = Option<Owned>;
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Refused> {
        self.take(self.column(name), value)
    }

    fn end(self) -> Result<Option<Owned>, Refused> {
        Ok(None)
    }
}

impl SerializeMap for Reader<'_, '_> {
    type Ok = Option<Owned>;
    type Error = Refused;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refused> {
        let Ok(Some(Owned::Text(name))) = key.serialize(VALUE) else {
            return Err(refused("has a name that is not a text"));
        };
        self.key = self.column(&name);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        let column = self.key.take();
        self.take(column, value)
    }

    fn end(self) -> Result<Option<Owned>, Refused> {
        Ok(None)
    }
}

macro_rules! values {
    ($($method:ident $ty:ty: $value:ident => $owned:expr;)*) => {$(
        fn $method(self, $value: $ty) -> Result<Option<Owned>, Refused> {
            Ok(Some($owned))
        }
    )*};
}

impl Serializer for Reader<'_, '_> {
    type Ok = Option<Owned>;
    type Error = Refused;
    type SerializeSeq = Impossible<Option<Owned>, Refused>;
    type SerializeTuple = Impossible<Option<Owned>, Refused>;
    type SerializeTupleStruct = Impossible<Option<Owned>, Refused>;
    type SerializeTupleVariant = Impossible<Option<Owned>, Refused>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<Option<Owned>, Refused>;

    values! {
        serialize_bool bool: flag => Owned::Bool(flag);
        serialize_i8 i8: number => Owned::Int(number.into());
        serialize_i16 i16: number => Owned::Int(number.into());
        serialize_i32 i32: number => Owned::Int(number.into());
        serialize_i64 i64: number => Owned::Int(number);
        serialize_i128 i128: number => Owned::Number(number.to_string());
        serialize_u8 u8: number => Owned::Int(number.into());
        serialize_u16 u16: number => Owned::Int(number.into());
        serialize_u32 u32: number => Owned::Int(number.into());
        serialize_u64 u64: number => i64::try_from(number).map_or_else(|_| Owned::Number(number.to_string()), Owned::Int);
        serialize_u128 u128: number => Owned::Number(number.to_string());
        serialize_f32 f32: number => Owned::Float32(number);
        serialize_f64 f64: number => Owned::Float(number);
        serialize_char char: letter => Owned::Text(letter.to_string());
        serialize_str &str: text => Owned::Text(text.to_owned());
        serialize_unit_struct &'static str: _name => Owned::Null;
    }

    fn serialize_none(self) -> Result<Option<Owned>, Refused> {
        Ok(Some(Owned::Null))
    }

    fn serialize_unit(self) -> Result<Option<Owned>, Refused> {
        Ok(Some(Owned::Null))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<Option<Owned>, Refused> {
        Ok(Some(Owned::Text(name.to_owned())))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Option<Owned>, Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Option<Owned>, Refused> {
        value.serialize(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Refused> {
        self.members()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Refused> {
        self.members()
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Option<Owned>, Refused> {
        Err(refused(NO_ROW))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Option<Owned>, Refused> {
        Err(refused(NO_ROW))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Refused> {
        Err(refused(NO_ROW))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Refused> {
        Err(refused(NO_ROW))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Refused> {
        Err(refused(NO_ROW))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Refused> {
        Err(refused(NO_ROW))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Refused> {
        Err(refused(NO_ROW))
    }
}
