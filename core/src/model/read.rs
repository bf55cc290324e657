//! Tolerant reading of replies: other spellings, ids as numbers or text, unknown keys kept in the raw text.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::json::Json;
use super::record::{Object, Record, Value};
use super::schema::{Class, Field, Kind};

/// Reads one JSON object into a record of `class`, which keeps the exact text.
pub(crate) fn read_record(class: &'static Class, text: &str) -> Result<Record, serde_json::Error> {
    let whole = Json::trusted(text);
    read_part(class, &whole, whole.as_str())
}

/// Reads an array of objects.
pub(crate) fn read_rows(class: &'static Class, text: &str) -> Result<Vec<Record>, serde_json::Error> {
    let whole = Json::trusted(text);
    let rows: Vec<&RawValue> = serde_json::from_str(whole.as_str())?;
    rows.into_iter().map(|row| read_part(class, &whole, row.get())).collect()
}

/// `text` is a slice of `whole`, which the record goes on to share.
fn read_part(class: &'static Class, whole: &Json, text: &str) -> Result<Record, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let values = deserializer.deserialize_map(Fields { class, whole })?;
    deserializer.end()?;
    Ok(Record::of(class, values, Some(whole.part(text))))
}

/// Reads the members of one object.
struct Fields<'r> {
    class: &'static Class,
    whole: &'r Json,
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = Box<[Value]>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a JSON object ({})", self.class.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let fields = self.class.fields;
        let mut values: Box<[Value]> = std::iter::repeat_with(Value::default).take(fields.len()).collect();
        // Rank of the spelling that filled a field, kept once one is not the first: the first one listed wins.
        let mut ranks: Vec<usize> = Vec::new();
        while let Some(Text(key)) = map.next_key()? {
            let Some((i, rank)) = fields.iter().enumerate().find_map(|(i, field)| Some((i, rank(field, &key)?))) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = map.next_value_seed(OfKind { kind: fields[i].kind, whole: self.whole })?;
            if value.is_null() || !(values[i].is_null() || rank < ranks.get(i).copied().unwrap_or(0)) {
                continue;
            }
            if rank > 0 {
                ranks.resize(fields.len(), 0);
            }
            if let Some(place) = ranks.get_mut(i) {
                *place = rank;
            }
            values[i] = value;
        }
        Ok(values)
    }
}

/// Which of a field's spellings a key is; the first one listed wins.
pub(crate) fn rank(field: &Field, key: &str) -> Option<usize> {
    if field.one_key { (field.wire == key).then_some(0) } else { field.wire.split('|').position(|wire| wire == key) }
}

/// Reads one value. One of another type than the documented one is read as absent: the raw text still has it.
struct OfKind<'r> {
    kind: Kind,
    whole: &'r Json,
}

impl<'de> DeserializeSeed<'de> for OfKind<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if let Kind::Parts([class], ..) = self.kind {
            return deserializer.deserialize_any(Rows { class, whole: self.whole });
        }
        let raw: &'de RawValue = Deserialize::deserialize(deserializer)?;
        Ok(read_value(self.kind, self.whole, raw.get()))
    }
}

/// Reads a list of objects in place: it may be most of the answer.
struct Rows<'r> {
    class: &'static Class,
    whole: &'r Json,
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut rows = Some(Vec::new());
        while let Some(raw) = list.next_element::<&'de RawValue>()? {
            match (&mut rows, read_part(self.class, self.whole, raw.get())) {
                (Some(rows), Ok(row)) => rows.push(Object::Typed(row)),
                (rows, _) => *rows = None,
            }
        }
        Ok(rows.map_or(Value::Null, Value::Parts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Null)
    }

    fn visit_str<E>(self, _: &str) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
}

fn read_value(kind: Kind, whole: &Json, text: &str) -> Value {
    match kind {
        Kind::Count | Kind::Number => scalar(text).and_then(|s| s.parse().ok()).map_or(Value::Null, Value::Int),
        Kind::Flag => serde_json::from_str(text).map_or(Value::Null, Value::Bool),
        Kind::Decimal => match scalar(text) {
            Some(digits) if is_decimal(&digits) => Value::Decimal(digits.into()),
            _ => Value::Null,
        },
        Kind::Texts(..) => serde_json::from_str(text).map_or(Value::Null, Value::Texts),
        Kind::Part([class]) if text.starts_with('{') => match read_part(class, whole, text) {
            Ok(part) => Value::Part(Box::new(Object::Typed(part))),
            Err(_) => Value::Null,
        },
        Kind::Params => read_pairs(text).map_or(Value::Null, Value::Params),
        Kind::Json if text != "null" => whole.part(text).into(),
        Kind::Part(_) | Kind::Parts(..) | Kind::Outcome | Kind::Json => Value::Null,
        _ => scalar(text).map_or(Value::Null, |text| Value::Text(text.into())),
    }
}

/// Names with texts, numbers or booleans.
fn read_pairs(text: &str) -> Option<Vec<(String, Value)>> {
    struct Pairs;
    impl<'de> Visitor<'de> for Pairs {
        type Value = Option<Vec<(String, Value)>>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Some(Vec::new());
            while let Some((name, raw)) = map.next_entry::<String, &'de RawValue>()? {
                match (&mut pairs, scalar(raw.get())) {
                    (Some(pairs), Some(value)) => pairs.push((name, Value::Text(value.into()))),
                    (pairs, _) => *pairs = None,
                }
            }
            Ok(pairs)
        }
    }
    serde_json::Deserializer::from_str(text).deserialize_map(Pairs).ok().flatten()
}

/// A JSON string, number or boolean as text; a number keeps its exact digits. Anything else is as good as absent.
///
/// `text` is one JSON value, as a [`RawValue`] holds it.
pub(crate) fn scalar(text: &str) -> Option<Cow<'_, str>> {
    match text.as_bytes().first()? {
        b'"' if text.as_bytes().contains(&b'\\') => serde_json::from_str::<String>(text).ok().map(Cow::Owned),
        // Nothing in it stands for something else.
        b'"' => text.get(1..text.len() - 1).map(Cow::Borrowed),
        b'{' | b'[' | b'n' => None,
        _ => Some(Cow::Borrowed(text)),
    }
}

/// Text that is borrowed where it has no escapes.
#[derive(Deserialize)]
pub(crate) struct Text<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.parse::<f64>().is_ok()
}
