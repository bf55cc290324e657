//! What a field holds, and a look at it.

use compact_str::CompactString;

use super::json::Json;
use super::record::Object;
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

/// A look at what one field holds, wherever it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueRef<'a> {
    /// Not given.
    Null,
    /// True or false.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An exact decimal, as its text.
    Decimal(&'a str),
    /// Text, an address, a phone number or a time.
    Text(&'a str),
    /// A list of texts.
    Texts(&'a [String]),
    /// A part.
    Part(&'a Object),
    /// A list of parts.
    Parts(&'a [Object]),
    /// Names with values.
    Params(&'a [(String, Value)]),
    /// An outcome.
    Outcome(Outcome),
    /// JSON as it came.
    Json(&'a Json),
}

impl<'a> ValueRef<'a> {
    /// The text it holds, if any.
    pub fn as_str(self) -> Option<&'a str> {
        match self {
            Self::Text(text) | Self::Decimal(text) => Some(text),
            _ => None,
        }
    }

    /// The integer it holds, if any.
    pub fn as_i64(self) -> Option<i64> {
        if let Self::Int(n) = self { Some(n) } else { None }
    }

    /// Whether nothing was given.
    pub fn is_null(self) -> bool {
        matches!(self, Self::Null)
    }

    /// A value of its own.
    pub fn to_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(flag),
            Self::Int(number) => Value::Int(number),
            Self::Decimal(text) => Value::Decimal(text.into()),
            Self::Text(text) => Value::Text(text.into()),
            Self::Texts(list) => Value::Texts(list.to_vec()),
            Self::Part(part) => Value::Part(Box::new(part.clone())),
            Self::Parts(list) => Value::Parts(list.to_vec()),
            Self::Params(list) => Value::Params(list.to_vec()),
            Self::Outcome(outcome) => Value::Outcome(outcome),
            Self::Json(json) => Value::Json(Box::new(json.clone())),
        }
    }
}

impl<'a> From<&'a Value> for ValueRef<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Bool(*flag),
            Value::Int(number) => Self::Int(*number),
            Value::Decimal(text) => Self::Decimal(text),
            Value::Text(text) => Self::Text(text),
            Value::Texts(list) => Self::Texts(list),
            Value::Part(part) => Self::Part(part),
            Value::Parts(list) => Self::Parts(list),
            Value::Params(list) => Self::Params(list),
            Value::Outcome(outcome) => Self::Outcome(*outcome),
            Value::Json(json) => Self::Json(json),
        }
    }
}
