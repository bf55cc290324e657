//! Values of a model: one per field of its class.

use std::fmt;
use std::sync::Arc;

use compact_str::CompactString;

use super::json::Json;
use super::schema::{Class, Field, Kind};
use crate::error::Outcome;

/// What one field holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Value {
    /// Not given.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An exact decimal, as its text.
    Decimal(CompactString),
    /// Text, an address, a phone number or a time.
    Text(CompactString),
    /// A list of texts.
    Texts(Vec<String>),
    /// A part.
    Part(Box<Object>),
    /// A list of parts.
    Parts(Vec<Object>),
    /// Names with values.
    Params(Vec<(String, Value)>),
    /// An outcome.
    Outcome(Outcome),
    /// JSON as it came.
    Json(Box<Json>),
}

impl Value {
    /// The text it holds, if any.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Decimal(text) => Some(text),
            _ => None,
        }
    }

    /// The integer it holds, if any.
    pub fn as_i64(&self) -> Option<i64> {
        if let Self::Int(n) = self { Some(*n) } else { None }
    }

    /// Whether nothing was given.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

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
pub struct Record(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    class: &'static Class,
    values: Box<[Value]>,
    raw: Option<Json>,
}

impl Record {
    /// A model of `class` with nothing set.
    pub fn new(class: &'static Class) -> Self {
        Self::of(class, vec![Value::Null; class.fields.len()].into(), None)
    }

    pub(crate) fn of(class: &'static Class, values: Box<[Value]>, raw: Option<Json>) -> Self {
        Self(Arc::new(Inner { class, values, raw }))
    }

    /// Sets a field that the table is known to have; rules about it are checked when it is sent.
    pub(crate) fn put(&mut self, name: &str, value: Value) {
        if let Some(position) = self.class().position(name) {
            Arc::make_mut(&mut self.0).values[position] = value;
        }
    }

    /// The same by the field's position, for code that does it for many records.
    pub(crate) fn put_at(&mut self, position: usize, value: Value) {
        if let Some(place) = Arc::make_mut(&mut self.0).values.get_mut(position) {
            *place = value;
        }
    }

    /// All values, to be changed; those that others share are copied first.
    #[cfg(feature = "bulk")]
    pub(crate) fn values_mut(&mut self) -> &mut [Value] {
        &mut Arc::make_mut(&mut self.0).values
    }

    /// Takes the value of a field out, so that what is in it is nobody else's.
    pub(crate) fn take(&mut self, name: &str) -> Value {
        let Some(position) = self.class().position(name) else { return Value::Null };
        std::mem::take(&mut Arc::make_mut(&mut self.0).values[position])
    }

    /// The exact JSON text of a reply.
    pub(crate) fn with_raw(mut self, text: Json) -> Self {
        Arc::make_mut(&mut self.0).raw = Some(text);
        self
    }

    /// The caller's own id of a message, if the class has one and it is set.
    pub(crate) fn own_id(&self) -> Option<&str> {
        let position = self.class().fields.iter().position(|f| matches!(f.kind, Kind::OwnId))?;
        self.0.values[position].as_str()
    }

    /// Its class.
    pub fn class(&self) -> &'static Class {
        self.0.class
    }

    /// For a reply, the exact JSON text it was read from.
    pub fn raw(&self) -> Option<&Json> {
        self.0.raw.as_ref()
    }

    /// Values in the order of the class's fields.
    pub fn values(&self) -> &[Value] {
        &self.0.values
    }

    /// The value of the field called `name`; null if there is no such field.
    pub fn get(&self, name: &str) -> &Value {
        self.class().position(name).map_or(&Value::Null, |i| &self.0.values[i])
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
        if !value.is_null() && !fits(field.kind, &value) {
            let (class, field, expected) = (class.name, field.name, expected(field.kind));
            return Err(SetError::WrongType { class, field, expected });
        }
        Arc::make_mut(&mut self.0).values[position] = value;
        Ok(())
    }

    /// Adds to a list field.
    ///
    /// # Errors
    /// As [`Record::set`].
    pub fn push(&mut self, name: &str, part: Object) -> Result<(), SetError> {
        let mut list = match self.get(name) {
            Value::Parts(list) => list.clone(),
            _ => Vec::new(),
        };
        list.push(part);
        self.set(name, Value::Parts(list))
    }
}

pub(crate) fn fits(kind: Kind, value: &Value) -> bool {
    match (kind, value) {
        (
            Kind::Text
            | Kind::TextUpTo(_)
            | Kind::AnyText
            | Kind::Word
            | Kind::OwnId
            | Kind::Url
            | Kind::Phone
            | Kind::PhoneDigits
            | Kind::SmsSender
            | Kind::Time,
            Value::Text(_),
        )
        | (Kind::Count | Kind::Number, Value::Int(_))
        | (Kind::Flag, Value::Bool(_))
        | (Kind::Decimal, Value::Decimal(_))
        | (Kind::Texts(..) | Kind::PhoneList(_), Value::Texts(_))
        | (Kind::Outcome, Value::Outcome(_))
        | (Kind::Json, Value::Json(_)) => true,
        (Kind::Params, Value::Params(list)) => list.iter().all(|(_, v)| matches!(v, Value::Text(_) | Value::Int(_))),
        (Kind::Part(classes), Value::Part(part)) => allowed(classes, part),
        (Kind::Parts(classes, ..), Value::Parts(parts)) => parts.iter().all(|p| allowed(classes, p)),
        _ => false,
    }
}

fn allowed(classes: &[&'static Class], object: &Object) -> bool {
    object.record().is_none_or(|r| classes.iter().any(|c| std::ptr::eq(*c, r.class())))
}

/// What a field of this kind takes, for messages.
pub(crate) fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Text
        | Kind::TextUpTo(_)
        | Kind::AnyText
        | Kind::Word
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
        std::ptr::eq(self.class(), other.class()) && self.values() == other.values() && self.raw() == other.raw()
    }
}

impl Eq for Record {}

impl std::hash::Hash for Record {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.class().name.hash(state);
        self.values().hash(state);
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

fn show(f: &mut fmt::Formatter<'_>, field: &Field, value: &Value) -> fmt::Result {
    match value {
        Value::Null => f.write_str("None"),
        Value::Bool(true) => f.write_str("True"),
        Value::Bool(false) => f.write_str("False"),
        Value::Int(n) => write!(f, "{n}"),
        Value::Decimal(text) => write!(f, "{text}"),
        Value::Outcome(outcome) => write!(f, "'{outcome}'"),
        Value::Text(text) if matches!(field.kind, Kind::Phone | Kind::PhoneDigits) => {
            write!(f, "'{}'", crate::phone::mask(text))
        }
        Value::Text(text) if matches!(field.kind, Kind::Word | Kind::OwnId) => write!(f, "'{}'", text.escape_default()),
        Value::Text(text) => write!(f, "<{} characters>", text.chars().count()),
        Value::Texts(list) => write!(f, "<{} texts>", list.len()),
        Value::Part(part) => match &**part {
            Object::Typed(record) => write!(f, "{record:?}"),
            Object::Plain(json) => write!(f, "<object of {} bytes>", json.as_str().len()),
        },
        Value::Parts(list) => write!(f, "<{} items>", list.len()),
        Value::Params(list) => write!(f, "<{} values>", list.len()),
        Value::Json(json) => write!(f, "<{} bytes>", json.as_str().len()),
    }
}
