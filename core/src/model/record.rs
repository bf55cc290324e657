//! The value of a model: a value for each field of its class.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::json::Json;
use super::rows::Rows;
use super::schema::{Class, Kind};
use super::value::{Value, ValueRef};
use crate::error::Error;

/// A model with typed fields, or a JSON object that is sent unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Object {
    /// Fields of a known class.
    Typed(Record),
    /// The caller's own object.
    Plain(Json),
}

impl Object {
    /// Returns the record, unless it is a plain object.
    pub fn record(&self) -> Option<&Record> {
        if let Self::Typed(record) = self { Some(record) } else { None }
    }
}

impl From<Record> for Object {
    fn from(record: Record) -> Self {
        Self::Typed(record)
    }
}

impl From<&Object> for Object {
    fn from(object: &Object) -> Self {
        object.clone()
    }
}

impl From<&Record> for Object {
    fn from(record: &Record) -> Self {
        Self::Typed(record.clone())
    }
}

impl From<Json> for Object {
    fn from(json: Json) -> Self {
        Self::Plain(json)
    }
}

/// Error of setting a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetError {
    /// The class has no such field.
    #[error("{class} has no field '{field}'")]
    NoSuchField {
        /// The class.
        class: &'static str,
        /// Name of the missing field.
        field: String,
    },
    /// The field holds something else.
    #[error("{class}.{field} must be {expected}")]
    WrongType {
        /// The class.
        class: &'static str,
        /// The field.
        field: &'static str,
        /// Description of the values that it takes.
        expected: &'static str,
    },
}

/// Error of converting a record to a type that stands for another class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is a {found}, not a {expected}")]
#[non_exhaustive]
pub struct WrongClass {
    /// Name of the class that the type stands for.
    pub expected: &'static str,
    /// Name of the record's class.
    pub found: &'static str,
}

impl From<SetError> for Error {
    fn from(why: SetError) -> Self {
        Self::invalid("record", "type", why.to_string())
    }
}

impl From<WrongClass> for Error {
    fn from(why: WrongClass) -> Self {
        Self::invalid("record", "type", why.to_string())
    }
}

/// The values of one model. Copies share them until one is modified.
#[derive(Clone)]
pub struct Record(Body);

#[derive(Clone)]
enum Body {
    /// A value for each field. For a reply, the JSON from which it was read follows.
    Own(&'static Class, Arc<[Value]>),
    /// A row of a shared table.
    Row(Arc<Rows>, u32),
}

impl Record {
    /// Creates a model of `class` without any field set.
    pub fn new(class: &'static Class) -> Self {
        Self(Body::Own(class, std::iter::repeat_with(Value::default).take(class.fields.len()).collect()))
    }

    /// Creates a model with a value for each field of the class.
    pub(crate) fn of(class: &'static Class, mut values: Vec<Value>, raw: Option<Json>) -> Self {
        values.extend(raw.map(Value::from));
        Self(Body::Own(class, values.into()))
    }

    /// Creates a model from a row of a table.
    pub(crate) fn row(rows: &Arc<Rows>, row: u32) -> Self {
        Self(Body::Row(Arc::clone(rows), row))
    }

    /// Turns a row of this table into another one. Returns false if that is not possible.
    pub(super) fn turn(&mut self, rows: &Arc<Rows>, row: u32) -> bool {
        match &mut self.0 {
            Body::Row(own, place) if Arc::ptr_eq(own, rows) => {
                *place = row;
                true
            }
            _ => false,
        }
    }

    /// Returns the values for modification, copied first if they are shared.
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

    /// Sets a field that is known to exist. Its rules are checked at send time.
    pub(crate) fn put(&mut self, name: &str, value: Value) {
        if let Some(position) = self.class().position(name) {
            self.put_at(position, value);
        }
    }

    /// Sets a field by its position.
    pub(crate) fn put_at(&mut self, position: usize, value: Value) {
        if let Some(place) = self.own().get_mut(position) {
            *place = value;
        }
    }

    /// Adds the exact JSON text of a reply.
    pub(crate) fn with_raw(self, text: Json) -> Self {
        Self::of(self.class(), self.to_values(), Some(text))
    }

    /// Returns the recipient, if the class has one and it is set.
    #[inline]
    pub(crate) fn recipient(&self) -> Option<&str> {
        self.at(self.class().recipient?).as_str()
    }

    /// Returns the caller's own message id, if the class has one and it is set.
    #[inline]
    pub(crate) fn own_id(&self) -> Option<&str> {
        self.at(self.class().own_id?).as_str()
    }

    /// Returns an error unless the class is one of these.
    pub(crate) fn belongs_to(&self, classes: &'static [&'static Class]) -> Result<(), WrongClass> {
        if classes.iter().any(|class| std::ptr::eq(*class, self.class())) {
            return Ok(());
        }
        let expected = classes.first().map_or("", |class| class.name);
        Err(WrongClass { expected, found: self.class().name })
    }

    /// Returns the class.
    pub fn class(&self) -> &'static Class {
        match &self.0 {
            Body::Own(class, _) => class,
            Body::Row(rows, _) => rows.class(),
        }
    }

    /// Returns the exact JSON text from which a reply was read.
    pub fn raw(&self) -> Option<&str> {
        match &self.0 {
            Body::Own(class, values) => match values.get(class.fields.len()) {
                Some(Value::Json(raw)) => Some(raw.as_str()),
                _ => None,
            },
            Body::Row(rows, row) => rows.raw(*row),
        }
    }

    /// Returns true if the response gives this row two values for the field `name`.
    pub(crate) fn is_refused(&self, name: &str) -> bool {
        let position = self.class().position(name);
        matches!((&self.0, position), (Body::Row(rows, row), Some(position)) if rows.is_refused(*row as usize, position))
    }

    /// Iterates over the values, in the order of the class's fields.
    pub fn values(&self) -> impl Iterator<Item = ValueRef<'_>> {
        let (own, row) = match &self.0 {
            Body::Own(class, values) => (values.get(..class.fields.len()).unwrap_or(values), None),
            Body::Row(rows, row) => (&[][..], Some((rows, *row as usize))),
        };
        let of_row = row.into_iter().flat_map(|(rows, row)| rows.values(row));
        own.iter().map(ValueRef::from).chain(of_row)
    }

    /// Returns the values as a slice. Iterating over it is faster than over [`Record::values`].
    #[inline]
    pub(crate) fn slots(&self) -> Cow<'_, [Value]> {
        match &self.0 {
            Body::Own(class, values) => Cow::Borrowed(values.get(..class.fields.len()).unwrap_or(values)),
            Body::Row(..) => Cow::Owned(self.to_values()),
        }
    }

    /// Copies the values.
    pub(crate) fn to_values(&self) -> Vec<Value> {
        self.values().map(ValueRef::to_value).collect()
    }

    /// Returns the value of the field at `position`; null if there is no such field.
    #[inline]
    pub fn at(&self, position: usize) -> ValueRef<'_> {
        match &self.0 {
            Body::Own(class, values) if position < class.fields.len() => {
                values.get(position).map_or(ValueRef::Null, ValueRef::from)
            }
            Body::Own(..) => ValueRef::Null,
            Body::Row(rows, row) => rows.at(*row as usize, position),
        }
    }

    /// Returns the value of the field `name`; null if there is no such field.
    pub fn get(&self, name: &str) -> ValueRef<'_> {
        self.class().position(name).map_or(ValueRef::Null, |position| self.at(position))
    }

    /// Sets a field by name.
    ///
    /// # Errors
    /// [`SetError`] if the class has no such field or the value has another type. Rules about the content are checked
    /// at send time.
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
    /// Same as [`Record::set`].
    pub fn set_at(&mut self, position: usize, value: Value) -> Result<(), SetError> {
        self.edit().set_at(position, value)
    }

    /// Begins to set several fields, which copies shared values once.
    #[doc(hidden)]
    #[inline]
    pub fn edit(&mut self) -> Edit<'_> {
        Edit { class: self.class(), values: self.own() }
    }

    /// Appends to a list field.
    ///
    /// # Errors
    /// Same as [`Record::set`].
    pub fn push(&mut self, name: &str, part: Object) -> Result<(), SetError> {
        let mut list = match self.get(name) {
            ValueRef::Parts(list) => list.to_vec(),
            _ => Vec::new(),
        };
        list.push(part);
        self.set(name, Value::Parts(list.into()))
    }
}

/// The fields of a record that is being set, for bindings.
pub struct Edit<'r> {
    class: &'static Class,
    values: &'r mut [Value],
}

/// Shows only the class, because the values may be personal.
impl fmt::Debug for Edit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(self.class.name).finish_non_exhaustive()
    }
}

impl Edit<'_> {
    /// Returns the class of the record.
    #[inline]
    pub fn class(&self) -> &'static Class {
        self.class
    }

    /// Sets a field by its position in the class.
    ///
    /// # Errors
    /// Same as [`Record::set`].
    #[inline]
    pub fn set_at(&mut self, position: usize, value: Value) -> Result<(), SetError> {
        let (Some(field), Some(place)) = (self.class.fields.get(position), self.values.get_mut(position)) else {
            return Err(SetError::NoSuchField { class: self.class.name, field: position.to_string() });
        };
        if !value.is_null() && !fits(field.kind, (&value).into()) {
            let (class, field, expected) = (self.class.name, field.name, expected(field.kind));
            return Err(SetError::WrongType { class, field, expected });
        }
        *place = value;
        Ok(())
    }

    /// Sets a field for texts by its position. Returns false if it is for something else, or is none.
    #[inline]
    pub fn set_text(&mut self, position: usize, text: &str) -> bool {
        let (Some(field), Some(place)) = (self.class.fields.get(position), self.values.get_mut(position)) else {
            return false;
        };
        let fits = field.kind.takes_text();
        if fits {
            *place = Value::from(text);
        }
        fits
    }

    /// Sets the fields without a value to the defaults of their table.
    pub fn fill(&mut self) {
        for (field, value) in self.class.fields.iter().zip(&mut *self.values) {
            if let (Some(default), true) = (field.default, value.is_null()) {
                *value = Value::from(default);
            }
        }
    }
}

#[inline]
pub(crate) fn fits(kind: Kind, value: ValueRef<'_>) -> bool {
    match (kind, value) {
        (kind, ValueRef::Text(_)) => kind.takes_text(),
        (Kind::Count | Kind::Number, ValueRef::Int(_))
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

/// Returns true if a field of these classes takes the object.
pub(crate) fn allowed(classes: &[&'static Class], object: &Object) -> bool {
    object.record().is_none_or(|record| record.class().is_in(&[classes]))
}

/// Describes the values that a field of this kind takes, for errors.
pub(crate) fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Text
        | Kind::TextUpTo(_)
        | Kind::AnyText
        | Kind::Word
        | Kind::Id
        | Kind::Reason
        | Kind::OwnId
        | Kind::Url
        | Kind::Phone
        | Kind::PhoneDigits
        | Kind::SmsSender => "text",
        Kind::Time => "a time with a time zone",
        Kind::Count | Kind::Number => "an integer",
        Kind::Flag => "true or false",
        Kind::Decimal => "a decimal",
        Kind::Texts(..) => "a list of texts",
        Kind::PhoneList(_) => "a list of phone numbers",
        Kind::Part(_) => "a part that this field takes, or a plain object",
        Kind::Parts(..) => "a list of parts that this field takes, or of plain objects",
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
