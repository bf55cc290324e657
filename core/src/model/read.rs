//! Tolerant reading of replies: other spellings, ids as numbers or text, unknown keys kept in the raw text.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::json::Json;
use super::record::{Object, Record};
use super::rows::Rows;
use super::schema::{Class, Field, Kind};
use super::value::Value;

/// Reads one JSON object into a record of `class`, which shares the exact text.
pub(crate) fn read_record(class: &'static Class, whole: &Json) -> Result<Record, serde_json::Error> {
    read_part(class, whole, whole.as_str())
}

/// The same, with the rows of its list `field` as a table of their own; `None` if it has no such list.
pub(crate) fn read_with_rows(
    class: &'static Class,
    field: &str,
    whole: &Json,
) -> Result<(Record, Option<Rows>), serde_json::Error> {
    let mut rows = None;
    let apart = class.position(field).map(|position| (position, &mut rows));
    let record = read_members(Fields { class, whole, apart }, whole.as_str())?;
    Ok((record, rows))
}

/// Reads an array of objects.
pub(crate) fn read_rows(class: &'static Class, whole: &Json) -> Result<Vec<Record>, serde_json::Error> {
    if class.flat {
        return Ok(read_table(class, whole)?.records().collect());
    }
    let rows: Vec<&RawValue> = serde_json::from_str(whole.as_str())?;
    rows.into_iter().map(|row| read_part(class, whole, row.get())).collect()
}

/// Reads an array of objects of a flat class.
pub(crate) fn read_table(class: &'static Class, whole: &Json) -> Result<Rows, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(whole.as_str());
    let rows = deserializer.deserialize_any(Table { class, whole, before: 0 })?;
    deserializer.end()?;
    rows.ok_or_else(|| serde::de::Error::custom("it is not a list of objects"))
}

/// `text` is a slice of `whole`, which the record goes on to share.
fn read_part(class: &'static Class, whole: &Json, text: &str) -> Result<Record, serde_json::Error> {
    read_members(Fields { class, whole, apart: None }, text)
}

fn read_members(fields: Fields<'_>, text: &str) -> Result<Record, serde_json::Error> {
    let (class, whole) = (fields.class, fields.whole);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let values = deserializer.deserialize_map(fields)?;
    deserializer.end()?;
    Ok(Record::of(class, values, Some(whole.part(text))))
}

/// Reads the members of one object.
struct Fields<'r> {
    class: &'static Class,
    whole: &'r Json,
    /// The field whose rows go elsewhere.
    apart: Option<(usize, &'r mut Option<Rows>)>,
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = Vec<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a JSON object ({})", self.class.name)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        let fields = self.class.fields;
        let mut values: Vec<Value> = std::iter::repeat_with(Value::default).take(fields.len()).collect();
        let mut ranks = Ranks::default();
        while let Some(Text(key)) = map.next_key()? {
            let Some((i, rank)) = field_of(fields, &key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let apart = self.apart.as_mut().filter(|(apart, _)| *apart == i);
            let value = match (fields[i].kind, apart) {
                (Kind::Parts([class], ..), apart) if class.flat => {
                    let found = map.next_value_seed(TableOf { class, whole: self.whole, key: &key })?;
                    match (found, apart) {
                        (Some(rows), Some((_, place))) => {
                            place.get_or_insert(rows);
                            Value::Null
                        }
                        (rows, _) => rows.map_or(Value::Null, |rows| Value::Parts(rows.objects())),
                    }
                }
                (kind, _) => {
                    let raw: &'de RawValue = map.next_value()?;
                    read_value(kind, self.whole, raw.get())
                }
            };
            if !value.is_null() && (values[i].is_null() || rank < ranks.of(i)) {
                values[i] = value;
                ranks.set(i, rank);
            }
        }
        Ok(values)
    }
}

/// Which field a key is, and which of its spellings.
type Place = Option<(usize, usize)>;

fn field_of(fields: &[Field], key: &str) -> Place {
    let rank = |field: &Field| match field.one_key {
        true => (field.wire == key).then_some(0),
        false => field.wire.split('|').position(|wire| wire == key),
    };
    fields.iter().enumerate().find_map(|(i, field)| Some((i, rank(field)?)))
}

/// Which spelling filled a field, kept once one was not the first: the first one listed wins.
#[derive(Default)]
struct Ranks(Vec<usize>);

impl Ranks {
    fn of(&self, field: usize) -> usize {
        self.0.get(field).copied().unwrap_or(0)
    }

    fn set(&mut self, field: usize, rank: usize) {
        if rank > 0 && self.0.len() <= field {
            self.0.resize(field + 1, 0);
        }
        if let Some(place) = self.0.get_mut(field) {
            *place = rank;
        }
    }
}

/// What is neither a list nor an object is `None`.
macro_rules! nothing_else {
    ($value:ty) => {
        fn visit_bool<E>(self, _: bool) -> Result<$value, E> {
            Ok(None)
        }

        fn visit_i64<E>(self, _: i64) -> Result<$value, E> {
            Ok(None)
        }

        fn visit_u64<E>(self, _: u64) -> Result<$value, E> {
            Ok(None)
        }

        fn visit_f64<E>(self, _: f64) -> Result<$value, E> {
            Ok(None)
        }

        fn visit_str<E>(self, _: &str) -> Result<$value, E> {
            Ok(None)
        }

        fn visit_unit<E>(self) -> Result<$value, E> {
            Ok(None)
        }
    };
}

/// Reads the list behind `key`: it may be most of the answer, and is gone through once.
struct TableOf<'r> {
    class: &'static Class,
    whole: &'r Json,
    key: &'r Cow<'r, str>,
}

impl<'de> DeserializeSeed<'de> for TableOf<'_> {
    type Value = Option<Rows>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let (class, whole) = (self.class, self.whole);
        match self.key {
            Cow::Borrowed(key) => {
                deserializer.deserialize_any(Table { class, whole, before: place_in(whole.as_str(), key).end })
            }
            // Where a key with escapes stands is not known, so the list is found first.
            Cow::Owned(_) => {
                let raw: &'de RawValue = Deserialize::deserialize(deserializer)?;
                let table = Table { class, whole, before: place_in(whole.as_str(), raw.get()).start };
                let rows = serde_json::Deserializer::from_str(raw.get()).deserialize_any(table);
                rows.map_err(serde::de::Error::custom)
            }
        }
    }
}

/// Where a slice of `whole` stands in it.
fn place_in(whole: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    start..start.wrapping_add(part.len())
}

/// Reads a list of objects; `None` if it is anything else.
struct Table<'r> {
    class: &'static Class,
    whole: &'r Json,
    /// A place before the first object with no `{` between the two.
    before: usize,
}

impl<'de> Visitor<'de> for Table<'_> {
    type Value = Option<Rows>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut rows = Rows::new(self.class, self.whole);
        let mut keys = Vec::with_capacity(self.class.fields.len());
        let mut before = Some(self.before);
        while let Some(end) =
            list.next_element_seed(Row { rows: &mut rows, keys: &mut keys, whole: self.whole, before })?
        {
            before = before.and(end);
        }
        Ok(before.map(|_| rows))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    nothing_else!(Option<Rows>);
}

/// Reads an object into a table; gives where it ends, or `None` for anything else.
struct Row<'r, 'de> {
    rows: &'r mut Rows,
    /// The members of the row before and what they are: the next row has most likely the same.
    keys: &'r mut Vec<(Cow<'de, str>, Place)>,
    whole: &'r Json,
    before: Option<usize>,
}

impl<'de> DeserializeSeed<'de> for Row<'_, 'de> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Row<'_, 'de> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let text = self.whole.as_str();
        let find = |from: usize, byte: u8| Some(from + text.as_bytes().get(from..)?.iter().position(|b| *b == byte)?);
        let start = self.before.and_then(|before| find(before, b'{'));
        let mut last = start.map(|start| start + 1);
        let row = self.rows.add();
        let mut ranks = Ranks::default();
        let mut member = 0;
        while let Some(Text(key)) = map.next_key()? {
            let raw: &'de RawValue = map.next_value()?;
            last = last.map(|_| place_in(text, raw.get()).end);
            let found = match self.keys.get(member) {
                Some((known, found)) if *known == key => *found,
                _ => {
                    let found = field_of(self.rows.class().fields, &key);
                    self.keys.truncate(member);
                    self.keys.push((key, found));
                    found
                }
            };
            member += 1;
            let Some((field, rank)) = found else { continue };
            let free = self.rows.is_null(row, field) || rank < ranks.of(field);
            if free && self.rows.read(row, field, raw.get()) {
                ranks.set(field, rank);
            }
        }
        let end = last.and_then(|last| find(last, b'}')).map(|end| end + 1);
        if let (Some(start), Some(end)) = (start, end) {
            self.rows.stands(&(start..end));
        }
        Ok(end)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    nothing_else!(Option<usize>);
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
        Kind::Parts([class], ..) => match read_rows(class, &whole.part(text)) {
            Ok(rows) => Value::Parts(rows.into_iter().map(Object::Typed).collect()),
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

pub(super) fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.parse::<f64>().is_ok()
}
