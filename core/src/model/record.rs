//! A model: a value for each field of its class.

use std::fmt;
use std::sync::Arc;

use super::json::Json;
use super::rows::Rows;
use super::schema::{Class, Field, Kind};
use super::value::{Value, ValueRef};

/// A model with typed fields, or a JSON object that goes out as given.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Object {
    /// Fields of a known class.
    Typed(Record),
    /// The caller's own object.
    Plain(Json),
}

impl Object {
    /// The record, unless it is a plain object.
    pub fn record(&self) -> Option<&Record> {
        if let Self::Typed(record) = self { Some(record) } else { None }
    }
}

impl From<Record> for Object {
    fn from(record: Record) -> Self {
        Self::Typed(record)
    }
}

impl From<Json> for Object {
    fn from(json: Json) -> Self {
        Self::Plain(json)
    }
}

/// Why a field could not be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetError {
    /// The class has no such field.
    #[error("{class} has no field '{field}'")]
    NoSuchField {
        /// The class.
        class: &'static str,
        /// The name that was given.
        field: String,
    },
    /// The field holds something else.
    #[error("{class}.{field} must be {expected}")]
    WrongType {
        /// The class.
        class: &'static str,
        /// The field.
        field: &'static str,
        /// What it holds.
        expected: &'static str,
    },
}

/// The values of one model. Copies share them until one is changed.
#[derive(Clone)]
pub struct Record(Body);

#[derive(Clone)]
enum Body {
    /// A value for each field; behind them, for a reply, the JSON it was read from.
    Own(&'static Class, Arc<[Value]>),
    /// A row of a table that many share.
    Row(Arc<Rows>, u32),
}

impl Record {
    /// A model of `class` with nothing set.
    pub fn new(class: &'static Class) -> Self {
        Self(Body::Own(class, std::iter::repeat_with(Value::default).take(class.fields.len()).collect()))
    }

    /// One with a value for each field of the class.
    pub(crate) fn of(class: &'static Class, mut values: Vec<Value>, raw: Option<Json>) -> Self {
        values.extend(raw.map(Value::from));
        Self(Body::Own(class, values.into()))
    }

    /// A row of a table.
    pub(crate) fn row(rows: &Arc<Rows>, row: u32) -> Self {
        Self(Body::Row(Arc::clone(rows), row))
    }

    /// Values to be changed, which are nobody else's after this.
    pub(crate) fn own(&mut self) -> &mut [Value] {
        if matches!(self.0, Body::Row(..)) {
            let raw = self.raw().map(Json::trusted);
            *self = Self::of(self.class(), self.to_values(), raw);
        }
        match &mut self.0 {
            Body::Own(_, values) => Arc::make_mut(values),
            Body::Row(..) => &mut [],
        }
    }

    /// Sets a field that the table is known to have; rules about it are checked when it is sent.
    pub(crate) fn put(&mut self, name: &str, value: Value) {
        if let Some(position) = self.class().position(name) {
            self.put_at(position, value);
        }
    }

    /// The same by the field's position.
    pub(crate) fn put_at(&mut self, position: usize, value: Value) {
        if let Some(place) = self.own().get_mut(position) {
            *place = value;
        }
    }

    /// The exact JSON text of a reply.
    pub(crate) fn with_raw(self, text: Json) -> Self {
        Self::of(self.class(), self.to_values(), Some(text))
    }

    /// The caller's own id of a message, if the class has one and it is set.
    pub(crate) fn own_id(&self) -> Option<&str> {
        self.at(self.class().own_id?).as_str()
    }

    /// Its class.
    pub fn class(&self) -> &'static Class {
        match &self.0 {
            Body::Own(class, _) => class,
            Body::Row(rows, _) => rows.class(),
        }
    }

    /// For a reply, the exact JSON text it was read from.
    pub fn raw(&self) -> Option<&str> {
        match &self.0 {
            Body::Own(class, values) => match values.get(class.fields.len()) {
                Some(Value::Json(raw)) => Some(raw.as_str()),
                _ => None,
            },
            Body::Row(rows, row) => rows.raw(*row),
        }
    }

    /// Values in the order of the class's fields.
    pub fn values(&self) -> impl Iterator<Item = ValueRef<'_>> {
        let (own, row) = match &self.0 {
            Body::Own(class, values) => (&values[..class.fields.len()], None),
            Body::Row(rows, row) => (&[][..], Some((rows, *row as usize))),
        };
        let of_row = row.into_iter().flat_map(|(rows, row)| rows.values(row));
        own.iter().map(ValueRef::from).chain(of_row)
    }

    /// Copies of them.
    pub(crate) fn to_values(&self) -> Vec<Value> {
        self.values().map(ValueRef::to_value).collect()
    }

    /// The value of the field at `position`; null if there is no such field.
    pub fn at(&self, position: usize) -> ValueRef<'_> {
        match &self.0 {
            Body::Own(class, values) if position < class.fields.len() => {
                values.get(position).map_or(ValueRef::Null, ValueRef::from)
            }
            Body::Own(..) => ValueRef::Null,
            Body::Row(rows, row) => rows.at(*row as usize, position),
        }
    }

    /// The value of the field called `name`; null if there is no such field.
    pub fn get(&self, name: &str) -> ValueRef<'_> {
        self.class().position(name).map_or(ValueRef::Null, |position| self.at(position))
    }

    /// Sets a field by name.
    ///
    /// # Errors
    /// If the class has no such field or the value is of another kind. Rules about the content are
    /// checked when the model is sent.
    pub fn set(&mut self, name: &str, value: Value) -> Result<(), SetError> {
        let position = self
            .class()
            .position(name)
            .ok_or_else(|| SetError::NoSuchField { class: self.class().name, field: name.to_owned() })?;
        self.set_at(position, value)
    }

    /// Sets a field by its position in the class.
    ///
    /// # Errors
    /// As [`Record::set`].
    pub fn set_at(&mut self, position: usize, value: Value) -> Result<(), SetError> {
        let class = self.class();
        let field = class
            .fields
            .get(position)
            .ok_or_else(|| SetError::NoSuchField { class: class.name, field: position.to_string() })?;
        if !value.is_null() && !fits(field.kind, (&value).into()) {
            let (class, field, expected) = (class.name, field.name, expected(field.kind));
            return Err(SetError::WrongType { class, field, expected });
        }
        self.put_at(position, value);
        Ok(())
    }

    /// Adds to a list field.
    ///
    /// # Errors
    /// As [`Record::set`].
    pub fn push(&mut self, name: &str, part: Object) -> Result<(), SetError> {
        let mut list = match self.get(name) {
            ValueRef::Parts(list) => list.to_vec(),
            _ => Vec::new(),
        };
        list.push(part);
        self.set(name, Value::Parts(list))
    }
}

pub(crate) fn fits(kind: Kind, value: ValueRef<'_>) -> bool {
    match (kind, value) {
        (
            Kind::Text
            | Kind::TextUpTo(_)
            | Kind::AnyText
            | Kind::Word
            | Kind::Reason
            | Kind::OwnId
            | Kind::Url
            | Kind::Phone
            | Kind::PhoneDigits
            | Kind::SmsSender
            | Kind::Time,
            ValueRef::Text(_),
        )
        | (Kind::Count | Kind::Number, ValueRef::Int(_))
        | (Kind::Flag, ValueRef::Bool(_))
        | (Kind::Decimal, ValueRef::Decimal(_))
        | (Kind::Texts(..) | Kind::PhoneList(_), ValueRef::Texts(_))
        | (Kind::Outcome, ValueRef::Outcome(_))
        | (Kind::Json, ValueRef::Json(_)) => true,
        (Kind::Params, ValueRef::Params(list)) => list.iter().all(|(_, v)| matches!(v, Value::Text(_) | Value::Int(_))),
        (Kind::Part(classes), ValueRef::Part(part)) => allowed(classes, part),
        (Kind::Parts(classes, ..), ValueRef::Parts(parts)) => parts.iter().all(|p| allowed(classes, p)),
        _ => false,
    }
}

fn allowed(classes: &[&'static Class], object: &Object) -> bool {
    object.record().is_none_or(|record| record.class().is_in(&[classes]))
}

/// What a field of this kind takes, for messages.
pub(crate) fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Text
        | Kind::TextUpTo(_)
        | Kind::AnyText
        | Kind::Word
        | Kind::Reason
        | Kind::OwnId
        | Kind::Url
        | Kind::Phone
        | Kind::PhoneDigits
        | Kind::SmsSender => "text",
        Kind::Time => "a time with a zone",
        Kind::Count | Kind::Number => "an integer",
        Kind::Flag => "true or false",
        Kind::Decimal => "a decimal",
        Kind::Texts(..) => "a list of texts",
        Kind::PhoneList(_) => "a list of phone numbers",
        Kind::Part(_) => "a part of the kind that belongs here, or a plain object",
        Kind::Parts(..) => "a list of parts of the kind that belongs here, or of plain objects",
        Kind::Params => "names with text or integer values",
        Kind::Outcome => "an outcome",
        Kind::Json => "JSON",
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.class(), other.class()) && self.values().eq(other.values()) && self.raw() == other.raw()
    }
}

impl Eq for Record {}

impl std::hash::Hash for Record {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.class().name.hash(state);
        self.values().for_each(|value| value.hash(state));
    }
}

/// One line with what helps to tell models apart; phones are masked, texts are shown by their length.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.class().name)?;
        if let Some(variant) = self.class().variant {
            write!(f, ".{variant}")?;
        }
        f.write_str("(")?;
        let mut first = true;
        for (field, value) in self.class().fields.iter().zip(self.values()) {
            if value.is_null() {
                continue;
            }
            if !first {
                f.write_str(", ")?;
            }
            first = false;
            write!(f, "{}=", field.name)?;
            show(f, field, value)?;
        }
        f.write_str(")")
    }
}

fn show(f: &mut fmt::Formatter<'_>, field: &Field, value: ValueRef<'_>) -> fmt::Result {
    match value {
        ValueRef::Null => f.write_str("None"),
        ValueRef::Bool(true) => f.write_str("True"),
        ValueRef::Bool(false) => f.write_str("False"),
        ValueRef::Int(n) => write!(f, "{n}"),
        ValueRef::Decimal(text) => write!(f, "{text}"),
        ValueRef::Outcome(outcome) => write!(f, "'{outcome}'"),
        ValueRef::Text(text) if matches!(field.kind, Kind::Phone | Kind::PhoneDigits) => {
            write!(f, "'{}'", crate::phone::mask(text))
        }
        ValueRef::Text(text) if matches!(field.kind, Kind::Word | Kind::OwnId) => {
            write!(f, "'{}'", text.escape_default())
        }
        ValueRef::Text(text) if matches!(field.kind, Kind::Reason) => {
            write!(f, "'{}'", crate::shown::line(crate::phone::masked(text)))
        }
        ValueRef::Text(text) => write!(f, "<{} characters>", text.chars().count()),
        ValueRef::Texts(list) => write!(f, "<{} texts>", list.len()),
        ValueRef::Part(part) => match part {
            Object::Typed(record) => write!(f, "{record:?}"),
            Object::Plain(json) => write!(f, "<object of {} bytes>", json.as_str().len()),
        },
        ValueRef::Parts(list) => write!(f, "<{} items>", list.len()),
        ValueRef::Params(list) => write!(f, "<{} values>", list.len()),
        ValueRef::Json(json) => write!(f, "<{} bytes>", json.as_str().len()),
    }
}
