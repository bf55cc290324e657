//! Places of values in a body: those of JSON, and what may be one in a body that cannot be parsed.

use std::fmt;
use std::ops::Range;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

/// Longest name of a field with escapes that is read in a body that cannot be parsed.
const LONGEST: usize = 120;

/// Names and places of the values of a JSON object, also of those whose name comes twice, but not of empty ones. None if
/// this is something else.
pub(super) fn top_level(text: &str) -> Option<Vec<(String, Range<usize>)>> {
    struct Pairs;
    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(String, &'de RawValue)>;

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
    let mut json = serde_json::Deserializer::from_str(text);
    let pairs = json.deserialize_map(Pairs).ok()?;
    json.end().ok()?;
    let is_empty = |raw: &RawValue| matches!(raw.get(), "null" | "true" | "false" | "\"\"");
    let filled = pairs.into_iter().filter(|(_, raw)| !is_empty(raw));
    let place = |raw: &RawValue| {
        // The values are parts of the text.
        let start = (raw.get().as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
        Some(start..start.checked_add(raw.get().len())?)
    };
    Some(filled.filter_map(|(name, raw)| Some((name, place(raw)?))).collect())
}

/// Places of what may be the value of such a field: after a colon, an equals sign, the name of a part or a tag.
pub(super) fn unparsed(text: &str, is_field: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut at, mut before) = (0, ' ');
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &text[at..];
        let word = if is_part(before) { 0 } else { rest.find(|c| !is_part(c)).unwrap_or(rest.len()) };
        let end = match c {
            '"' => escaped(rest).filter(|(name, _)| is_field(name)).map(|(_, length)| at + length),
            _ if word > 0 && is_field(&rest[..word]) => Some(at + word),
            _ => None,
        };
        match end.and_then(|end| value(text, at..end)) {
            Some(place) => {
                at = place.end;
                found.push(place);
                before = ' ';
            }
            None => {
                let length = word.max(c.len_utf8());
                before = rest[..length].chars().next_back().unwrap_or(c);
                at += length;
            }
        }
    }
    found
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

/// A name with escapes in quotes, and its length with them.
fn escaped(rest: &str) -> Option<(String, usize)> {
    let end = rest.char_indices().skip(1).take(LONGEST).find(|(_, c)| *c == '"')?.0 + 1;
    let name = rest.get(..end).filter(|name| name.contains('\\'))?;
    Some((serde_json::from_str(name).ok()?, end))
}

/// Place of the value of a name at `name`; none if there is no value.
fn value(text: &str, name: Range<usize>) -> Option<Range<usize>> {
    let after = &text[name.end..];
    if ["name=\"", "name=", "name='"].iter().any(|start| text[..name.start].ends_with(start)) {
        // A part of a multipart body: its value begins after an empty line.
        let lines = ["\r\n\r\n", "\n\n"].into_iter();
        if let Some((blank, line)) = lines.filter_map(|line| Some((after.find(line)?, line))).min() {
            let start = name.end + blank + line.len();
            let length = text[start..].find(&format!("{}--", &line[..line.len() / 2])).unwrap_or(text.len() - start);
            return Some(start..start + length).filter(|place| !place.is_empty());
        }
    }
    let sign = after.trim_start_matches(['"', '\'']).trim_start();
    let value = sign.strip_prefix([':', '=', '>'])?.trim_start_matches([' ', '\t', '\r', '\n', '>']);
    let start = text.len() - value.len();
    let place = match value.chars().next()? {
        quote @ ('"' | '\'') => start + 1..start + 1 + quoted(&value[1..], quote),
        _ => {
            let end = value.find(['&', ',', '}', ']', '<', '\r', '\n', ' ', '\t']);
            start..start + end.unwrap_or(value.len())
        }
    };
    (!place.is_empty()).then_some(place)
}

/// Length of a text up to its closing quote or the end.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        if !is_escaped && c == quote {
            return at;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    text.len()
}
