//! Tolerant reading of replies: other spellings, ids as numbers or text, unknown keys kept in the raw text.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use super::json::Json;
use super::record::{Object, Record, Value};
use super::schema::{Class, Kind};

/// Reads one JSON object into a record of `class`, which keeps the exact text.
pub(crate) fn read_record(class: &'static Class, text: &str) -> Result<Record, serde_json::Error> {
    struct Fields(&'static Class);
    impl<'de> Visitor<'de> for Fields {
        type Value = Box<[Value]>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a JSON object ({})", self.0.name)
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut values: Box<[Value]> = vec![Value::Null; self.0.fields.len()].into();
            // Rank of the spelling that filled a field: the first one listed wins.
            let mut ranks = vec![usize::MAX; values.len()];
            while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                let raw: &'de RawValue = map.next_value()?;
                for (i, field) in self.0.fields.iter().enumerate() {
                    let Some(rank) = field.wire.split('|').position(|w| w == key) else { continue };
                    let value = read_value(field.kind, raw.get());
                    if rank < ranks[i] && !value.is_null() {
                        values[i] = value;
                        ranks[i] = rank;
                    }
                }
            }
            Ok(values)
        }
    }
    use serde::Deserializer;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let values = deserializer.deserialize_map(Fields(class))?;
    deserializer.end()?;
    Ok(Record::of(class, values, Some(Json::trusted(text.trim()))))
}

/// Reads an array of objects.
fn read_rows(class: &'static Class, text: &str) -> Result<Vec<Record>, serde_json::Error> {
    let rows: Vec<&RawValue> = serde_json::from_str(text)?;
    rows.into_iter().map(|row| read_record(class, row.get())).collect()
}

/// A value of another type than the documented one is read as absent: the raw text still has it.
fn read_value(kind: Kind, text: &str) -> Value {
    match kind {
        Kind::Count | Kind::Number => Scalar::parse(text).and_then(|s| s.integer()).map_or(Value::Null, Value::Int),
        Kind::Flag => serde_json::from_str(text).map_or(Value::Null, Value::Bool),
        Kind::Decimal => match Scalar::parse(text) {
            Some(scalar) if is_decimal(&scalar.0) => Value::Decimal(scalar.0.into()),
            _ => Value::Null,
        },
        Kind::Texts(..) => serde_json::from_str(text).map_or(Value::Null, Value::Texts),
        Kind::Parts([class], ..) => match read_rows(class, text) {
            Ok(rows) => Value::Parts(rows.into_iter().map(Object::Typed).collect()),
            Err(_) => Value::Null,
        },
        Kind::Part([class]) if text.starts_with('{') => match read_record(class, text) {
            Ok(part) => Value::Part(Box::new(Object::Typed(part))),
            Err(_) => Value::Null,
        },
        Kind::Params => match read_pairs(text) {
            Ok(pairs) => Value::Params(pairs.into_iter().map(|(k, v)| (k, Value::Text(v.0.into()))).collect()),
            Err(_) => Value::Null,
        },
        Kind::Json if text != "null" => Value::Json(Json::trusted(text)),
        Kind::Part(_) | Kind::Parts(..) | Kind::Outcome | Kind::Json => Value::Null,
        _ => Scalar::parse(text).map_or(Value::Null, |s| Value::Text(s.0.into())),
    }
}

fn read_pairs(text: &str) -> Result<Vec<(String, Scalar)>, serde_json::Error> {
    struct Pairs;
    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(String, Scalar)>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry()? {
                pairs.push(pair);
            }
            Ok(pairs)
        }
    }
    use serde::Deserializer;
    serde_json::Deserializer::from_str(text).deserialize_map(Pairs)
}

/// A JSON string, number or boolean as text; a number keeps its exact digits.
struct Scalar(String);

impl Scalar {
    /// `text` is one JSON value, as a `RawValue` holds it.
    fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
            // Nothing in it stands for something else.
            Some(plain) if !plain.contains('\\') => Some(Self(plain.to_owned())),
            _ => serde_json::from_str::<Self>(text).ok(),
        }
    }

    fn integer(&self) -> Option<i64> {
        self.0.parse().ok()
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        match raw.as_bytes().first() {
            Some(b'"') => serde_json::from_str(raw).map(Self).map_err(serde::de::Error::custom),
            Some(b'{' | b'[' | b'n') | None => Err(serde::de::Error::custom("not a string or number")),
            Some(_) => Ok(Self(raw.to_owned())),
        }
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.parse::<f64>().is_ok()
}
