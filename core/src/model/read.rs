//! Tolerant parsing of replies: alternative spellings, ids as numbers or text, unknown keys kept in the raw text.

use std::collections::HashMap;

use serde::de::IgnoredAny;

use super::json::{Json, MAX_VALUES};
use super::record::{Object, Record};
use super::rows::Rows;
use super::scan::{Broken, MAX_DEPTH, Raw, Scan, too_deep};
use super::schema::{Class, Field, Kind};
use super::shape::{Shape, bit, is_sure};
use super::value::Value;
use crate::limits::{EXACT, MAX_MESSAGES};

/// Reads one JSON object into a record of `class`, which shares the exact text.
pub(crate) fn read_record(class: &'static Class, whole: &Json) -> Result<Record, serde_json::Error> {
    complete(read_members(class, whole, &mut None), whole, "a JSON object")
}

/// Items of a list of rows that are no objects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Gaps {
    /// There must be none.
    Refused,
    /// Each is a row without a value, if another item is an object.
    Kept,
}

/// Reads one JSON object, with the rows of its list `field` as a separate table; `None` if it has no such list.
pub(crate) fn read_with_rows(
    class: &'static Class,
    field: &str,
    whole: &Json,
    gaps: Gaps,
) -> Result<(Record, Option<Rows>), serde_json::Error> {
    let mut apart = class.position(field).map(|position| Apart { position, gaps, rows: None });
    let record = complete(read_members(class, whole, &mut apart), whole, "a JSON object")?;
    Ok((record, apart.and_then(|apart| apart.rows)))
}

/// Rows that are read as a separate table.
struct Apart {
    /// Position of their field.
    position: usize,
    gaps: Gaps,
    rows: Option<Rows>,
}

/// Reads an array of objects.
pub(crate) fn read_rows(class: &'static Class, whole: &Json) -> Result<Vec<Record>, serde_json::Error> {
    if class.flat {
        return Ok(read_table(class, whole, Gaps::Refused)?.records().collect());
    }
    let mut rows = Vec::new();
    let mut scan = Scan::new(whole.as_str());
    let list = scan.items(|scan| {
        one_more(whole)?;
        rows.push(read_members(class, &whole.part(scan.value()?.as_str()), &mut None)?);
        Ok(())
    });
    complete(list.and_then(|_| scan.end()), whole, LIST)?;
    Ok(rows)
}

/// Reads an array of objects of a flat class.
pub(crate) fn read_table(class: &'static Class, whole: &Json, gaps: Gaps) -> Result<Rows, serde_json::Error> {
    let mut scan = Scan::new(whole.as_str());
    let rows = read_list(class, whole, &mut scan, gaps).and_then(|rows| scan.end().map(|()| rows));
    complete(rows.and_then(|rows| rows.ok_or(Broken)), whole, LIST)
}

/// Returns the result, unless the reply has too many values: values that were left out must not look absent.
fn complete<T>(read: Result<T, Broken>, whole: &Json, expected: &str) -> Result<T, serde_json::Error> {
    match read {
        Ok(read) if !whole.has_too_many() => Ok(read),
        _ => Err(why(whole, expected)),
    }
}

/// Counts a value read from a reply.
fn one_more(whole: &Json) -> Result<(), Broken> {
    if whole.make(1) { Ok(()) } else { Err(Broken) }
}

const LIST: &str = "a list of objects";

/// Returns the reason why a text is not what was expected. The parser's own error for invalid JSON is left out, because
/// it does not help.
fn why(whole: &Json, expected: &str) -> serde_json::Error {
    serde::de::Error::custom(match serde_json::from_str::<IgnoredAny>(whole.as_str()) {
        Err(_) => "it is not JSON".to_owned(),
        Ok(_) if too_deep(whole.as_str()) => format!("it is nested more than {MAX_DEPTH} levels deep"),
        Ok(_) if whole.has_too_many() => format!("it has more than {MAX_VALUES} rows or values"),
        Ok(_) => format!("it is not {expected}"),
    })
}

/// Reads the members of one object. The rows of the field in `apart` go there.
fn read_members(class: &'static Class, whole: &Json, apart: &mut Option<Apart>) -> Result<Record, Broken> {
    let fields = class.fields;
    // One more for the text, which `Record::of` appends.
    let mut values: Vec<Value> = Vec::with_capacity(fields.len().saturating_add(1));
    values.resize_with(fields.len(), Value::default);
    let mut ranks = Ranks::default();
    let mut scan = Scan::new(whole.as_str());
    let raw = scan.members(|scan, key| {
        let Some((i, rank)) = field_of(fields, &key) else { return scan.value().map(drop) };
        let (Some(field), Some(place)) = (fields.get(i), values.get_mut(i)) else { return scan.value().map(drop) };
        let value = match (field.kind, apart.as_mut().filter(|apart| apart.position == i)) {
            (Kind::Parts([class], ..), Some(apart)) if class.flat => {
                let rows = read_list(class, whole, scan, apart.gaps)?;
                // Of two lists, neither counts.
                if apart.rows.is_some() || ranks.is_refused(i) || ranks.had_unused(i, rank) {
                    apart.rows = None;
                    ranks.refuse(i);
                } else if rows.is_none() {
                    ranks.note_unused(i, rank);
                } else {
                    apart.rows = rows;
                }
                return Ok(());
            }
            (Kind::Parts([class], ..), None) if class.flat => {
                let rows = read_list(class, whole, scan, Gaps::Refused)?;
                rows.map_or(Value::Null, |rows| Value::Parts(rows.parts()))
            }
            (kind, _) => read_value(kind, whole, scan.value()?),
        };
        if ranks.is_refused(i) {
            return Ok(());
        }
        if place.is_null() || rank < ranks.of(i) {
            if value.is_null() {
                ranks.note_unused(i, rank);
            } else if ranks.had_unused(i, rank) {
                *place = Value::Null;
                ranks.refuse(i);
            } else {
                *place = value;
                ranks.set(i, rank);
            }
        } else if rank == ranks.of(i) && *place != value {
            *place = Value::Null;
            ranks.refuse(i);
        }
        Ok(())
    })?;
    scan.end()?;
    Ok(Record::of(class, values, Some(whole.part(raw))))
}

/// Reads the next value as a table; `None` if it is anything but a list of objects.
fn read_list(class: &'static Class, whole: &Json, scan: &mut Scan<'_>, gaps: Gaps) -> Result<Option<Rows>, Broken> {
    if scan.peek() != Some(b'[') {
        return scan.value().map(|_| None);
    }
    let mut rows = Rows::new(class, whole);
    let start = whole.as_str().as_ptr();
    let (mut all_objects, mut any_object) = (true, false);
    let mut ranks = Ranks::default();
    // The form of the last row that had one, and that of the row which is being read.
    let (mut shape, mut draft) = (Shape::default(), Shape::default());
    scan.items(|scan| {
        let is_object = scan.peek() == Some(b'{');
        all_objects &= is_object;
        any_object |= is_object;
        if !is_object && gaps == Gaps::Refused {
            return scan.value().map(drop);
        }
        if rows.len() == MAX_VALUES && !whole.make(MAX_VALUES + 1) {
            return Err(Broken);
        }
        let row = rows.add();
        if !is_object {
            return scan.value().map(drop);
        }
        let first = rows.place(row, 0);
        let fill = |field, value: &str| {
            rows.put_slice(first.saturating_add(field), value, start);
        };
        if let Some(raw) = shape.read(scan, fill) {
            rows.stands(row, raw);
            return Ok(());
        }
        rows.empty_from(first);
        if row > 0 {
            // A single row has none to come after it.
            draft.begin(scan);
        }
        ranks.clear();
        let raw = scan.members(|scan, key| {
            let found = field_of(class.fields, &key);
            let raw = scan.value()?;
            let (takes_text, takes_integer) = found.map_or((true, true), |(field, _)| takes(class, field));
            draft.note(scan, found.map(|(field, _)| field), (takes_text, takes_integer), raw);
            if let Some((field, rank)) = found.filter(|(field, _)| !ranks.is_refused(*field)) {
                let cell = first.saturating_add(field);
                let is_filled = !rows.is_empty(cell);
                if !is_filled || rank < ranks.of(field) {
                    if is_filled {
                        rows.keep_other(row, field);
                    }
                    let used = match raw.plain_string() {
                        Some(text) if takes_text && is_sure(text) => rows.put_slice(cell, text, start),
                        _ => rows.read(cell, field, raw, start),
                    };
                    if !used {
                        ranks.note_unused(field, rank);
                    } else if ranks.had_unused(field, rank) {
                        rows.refuse(row, field);
                        ranks.refuse(field);
                    } else {
                        ranks.set(field, rank);
                    }
                } else if rank != ranks.of(field) {
                    rows.read_other(row, field, raw, start);
                } else if !rows.says(row, field, raw) {
                    rows.refuse(row, field);
                    ranks.refuse(field);
                }
            }
            Ok(())
        })?;
        if draft.finish(scan) {
            std::mem::swap(&mut shape, &mut draft);
        }
        rows.stands(row, raw);
        if row == 0 {
            // Assumes that all rows are as long as the first.
            rows.reserve(scan.left().checked_div(raw.len()).unwrap_or(0).min(MAX_MESSAGES));
        }
        Ok(())
    })?;
    rows.shrink();
    if !whole.make(rows.len()) {
        return Err(Broken);
    }
    Ok((all_objects || (any_object && gaps == Gaps::Kept)).then_some(rows))
}

/// Returns two flags: the field takes a text unchanged, and it takes an integer unchanged.
fn takes(class: &Class, field: usize) -> (bool, bool) {
    let kind = class.fields.get(field).map(|field| field.kind);
    (kind.is_some_and(Kind::takes_text), matches!(kind, Some(Kind::Count | Kind::Number)))
}

/// Field and spelling that a key stands for.
type Place = Option<(usize, usize)>;

fn field_of(fields: &[Field], key: &str) -> Place {
    let rank = |field: &Field| match field.key {
        // A field without a wire name is not read.
        Some(_) => (field.wire == key && !key.is_empty()).then_some(0),
        None => field.wire.split('|').position(|wire| wire == key),
    };
    fields.iter().enumerate().find_map(|(i, field)| Some((i, rank(field)?)))
}

/// Spelling that filled each field, kept only if one was not the first. The spelling listed first wins. Of a spelling that
/// occurs twice with different values, none counts: parsers disagree on which one does.
#[derive(Default)]
struct Ranks {
    ranks: Vec<usize>,
    /// Fields and spellings with a value that is not used, such as null.
    unused: Vec<(usize, usize)>,
    /// A bit for each field that was given twice.
    refused: u64,
}

impl Ranks {
    /// Begins the next object and keeps the memory.
    #[inline]
    fn clear(&mut self) {
        self.ranks.clear();
        self.unused.clear();
        self.refused = 0;
    }

    fn note_unused(&mut self, field: usize, rank: usize) {
        if !self.had_unused(field, rank) {
            self.unused.push((field, rank));
        }
    }

    #[inline]
    fn had_unused(&self, field: usize, rank: usize) -> bool {
        self.unused.contains(&(field, rank))
    }

    fn of(&self, field: usize) -> usize {
        self.ranks.get(field).copied().unwrap_or(0)
    }

    fn set(&mut self, field: usize, rank: usize) {
        if rank > 0 && self.ranks.len() <= field {
            self.ranks.resize(field.saturating_add(1), 0);
        }
        if let Some(place) = self.ranks.get_mut(field) {
            *place = rank;
        }
    }

    #[inline]
    fn is_refused(&self, field: usize) -> bool {
        self.refused != 0 && self.refused & bit(field) != 0
    }

    fn refuse(&mut self, field: usize) {
        self.refused |= bit(field);
    }
}

fn read_value(kind: Kind, whole: &Json, raw: Raw<'_>) -> Value {
    let text = raw.as_str();
    match kind {
        Kind::Count | Kind::Number => raw.scalar().and_then(|s| integer(&s)).map_or(Value::Null, Value::Int),
        Kind::Flag => serde_json::from_str(text).map_or(Value::Null, Value::Bool),
        Kind::Decimal => match raw.scalar() {
            Some(digits) if is_decimal(&digits) => Value::Decimal(digits.into()),
            _ => Value::Null,
        },
        Kind::Texts(..) => read_texts(whole, text).map_or(Value::Null, Value::Texts),
        Kind::Part([class]) if text.starts_with('{') => match read_members(class, &whole.part(text), &mut None) {
            Ok(part) => Value::Part(Box::new(Object::Typed(part))),
            Err(_) => Value::Null,
        },
        Kind::Parts([class], ..) => match read_rows(class, &whole.part(text)) {
            Ok(rows) => Value::Parts(rows.into_iter().map(Object::Typed).collect()),
            Err(_) => Value::Null,
        },
        Kind::Params => read_pairs(whole, text).map_or(Value::Null, Value::Params),
        Kind::Json if text != "null" => whole.part(text).into(),
        Kind::Part(_) | Kind::Parts(..) | Kind::Outcome | Kind::Json => Value::Null,
        kind if is_name(kind) => {
            let name = raw.scalar().filter(|text| is_named(raw, text));
            name.map_or(Value::Null, |text| Value::Text(text.into()))
        }
        _ => raw.scalar().map_or(Value::Null, |text| Value::Text(text.into())),
    }
}

/// Reads a list of texts.
fn read_texts(whole: &Json, text: &str) -> Result<Vec<String>, Broken> {
    let mut texts = Vec::new();
    let mut scan = Scan::new(text);
    scan.items(|scan| {
        one_more(whole)?;
        texts.push(scan.value()?.string().ok_or(Broken)?.into_owned());
        Ok(())
    })?;
    Ok(texts)
}

/// Reads names with texts, numbers or booleans. A name that has two values counts as not given, as a field does.
fn read_pairs(whole: &Json, text: &str) -> Result<Vec<(String, Value)>, Broken> {
    let (mut pairs, mut places) = (Vec::<(String, Value)>::new(), HashMap::new());
    let mut scan = Scan::new(text);
    scan.members(|scan, name| {
        one_more(whole)?;
        let value = Value::Text(scan.value()?.scalar().ok_or(Broken)?.into());
        match places.get(&*name).and_then(|place: &usize| pairs.get_mut(*place)) {
            Some((_, earlier)) if *earlier == value => {}
            Some((_, earlier)) => *earlier = Value::Null,
            None => {
                places.insert(name.clone().into_owned(), pairs.len());
                pairs.push((name.into_owned(), value));
            }
        }
        Ok(())
    })?;
    pairs.retain(|(_, value)| !value.is_null());
    Ok(pairs)
}

/// Returns true for a field that tells one thing from others of its kind.
pub(super) fn is_name(kind: Kind) -> bool {
    matches!(kind, Kind::Id | Kind::Phone | Kind::PhoneDigits)
}

/// Returns true if a value names anything: neither a blank text nor a boolean does. `text` is the value as text.
pub(super) fn is_named(raw: Raw<'_>, text: &str) -> bool {
    !matches!(raw.as_str(), "true" | "false") && !text.trim().is_empty()
}

/// Reads an integer. Some JSON writers know only floats, so `406.0` is one, too.
pub(crate) fn integer(text: &str) -> Option<i64> {
    let of_float = || text.parse::<f64>().ok().filter(|n| n.fract() == 0.0 && n.abs() < EXACT).map(|n| n as i64);
    text.parse().ok().or_else(of_float)
}

pub(super) fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.parse::<f64>().is_ok()
}
