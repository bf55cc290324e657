//! Values of fields, owned and borrowed.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use compact_str::CompactString;

use super::json::Json;
use super::parts::Parts;
use super::record::Object;
use crate::error::Outcome;

/// Text that is stored inline while it is short.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SmallStr(CompactString);

#[cfg(feature = "bulk")]
impl SmallStr {
    /// Clears the text and keeps its memory.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn push_str(&mut self, text: &str) {
        self.0.push_str(text);
    }
}

impl Deref for SmallStr {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for SmallStr {
    fn as_ref(&self) -> &str {
        self
    }
}

impl fmt::Display for SmallStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! from_text {
    ($($text:ty)*) => {$(
        impl From<$text> for SmallStr {
            fn from(text: $text) -> Self {
                Self(text.into())
            }
        }
    )*};
}

from_text! { &str String &String Cow<'_, str> }

/// Value of a field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Value {
    /// Not set.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An exact decimal, as text.
    Decimal(SmallStr),
    /// Text, a URL, a phone number or a time.
    Text(SmallStr),
    /// A list of texts.
    Texts(Vec<String>),
    /// A part.
    Part(Box<Object>),
    /// A list of parts.
    Parts(Parts),
    /// Names with values.
    Params(Vec<(String, Value)>),
    /// An outcome.
    Outcome(Outcome),
    /// JSON, unchanged.
    Json(Box<Json>),
}

impl Value {
    /// Returns the text, if the value is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Decimal(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the integer, if the value is one.
    pub fn as_i64(&self) -> Option<i64> {
        if let Self::Int(n) = self { Some(*n) } else { None }
    }

    /// Returns true if the field is not set.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

/// Borrowed value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueRef<'a> {
    /// Not set.
    Null,
    /// True or false.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An exact decimal, as text.
    Decimal(&'a str),
    /// Text, a URL, a phone number or a time.
    Text(&'a str),
    /// A list of texts.
    Texts(&'a [String]),
    /// A part.
    Part(&'a Object),
    /// A list of parts.
    Parts(&'a Parts),
    /// Names with values.
    Params(&'a [(String, Value)]),
    /// An outcome.
    Outcome(Outcome),
    /// JSON, unchanged.
    Json(&'a Json),
}

impl<'a> ValueRef<'a> {
    /// Returns the text, if the value is one.
    pub fn as_str(self) -> Option<&'a str> {
        match self {
            Self::Text(text) | Self::Decimal(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the integer, if the value is one.
    pub fn as_i64(self) -> Option<i64> {
        if let Self::Int(n) = self { Some(n) } else { None }
    }

    /// Returns true if the field is not set.
    pub fn is_null(self) -> bool {
        matches!(self, Self::Null)
    }

    /// Converts into an owned value.
    pub fn to_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(flag),
            Self::Int(number) => Value::Int(number),
            Self::Decimal(text) => Value::Decimal(text.into()),
            Self::Text(text) => Value::Text(text.into()),
            Self::Texts(list) => Value::Texts(list.to_vec()),
            Self::Part(part) => Value::Part(Box::new(part.clone())),
            Self::Parts(list) => Value::Parts(list.clone()),
            Self::Params(list) => Value::Params(list.to_vec()),
            Self::Outcome(outcome) => Value::Outcome(outcome),
            Self::Json(json) => Value::Json(Box::new(json.clone())),
        }
    }
}

impl<'a> From<&'a Value> for ValueRef<'a> {
    // Every pass over a message asks for every field, and nearly all are texts or not set.
    #[inline]
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::Null => Self::Null,
            other => Self::of_other(other),
        }
    }
}

impl<'a> ValueRef<'a> {
    fn of_other(value: &'a Value) -> Self {
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
