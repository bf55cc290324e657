//! JSON as text: objects that are sent unchanged, and writing of strings.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;
use serde::de::IgnoredAny;
use zeroize::Zeroize;

use super::scan::{Broken, MAX_DEPTH, Raw, Scan, is_plain, special, too_deep};
use crate::error::Error;

/// A JSON value, kept as its exact text. Copies, and the values inside a reply, share the text.
#[derive(Clone)]
pub struct Json {
    whole: Arc<Whole>,
    place: Range<usize>,
    /// Index of this value's first recorded member.
    first: usize,
}

/// A text, with the members of its objects as recorded by a writer, in order.
struct Whole {
    text: String,
    members: Vec<Member>,
    /// Number of values that were read from it as a reply.
    made: AtomicUsize,
}

/// Position of an object's member in a text.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// Position of the quote before the key.
    pub key: u32,
    /// Start of the value.
    pub value: u32,
    /// End of the value.
    pub end: u32,
    /// Number of the key, from [`key_number`].
    pub number: u8,
    /// True if the value is a string without escapes.
    pub plain: bool,
}

/// Number of a key that is looked up in messages as given, and 0 for any other. A writer of many messages with the same
/// keys finds it once, which is a tenth of what comparing the keys of each message takes.
pub const fn key_number(key: &str) -> u8 {
    match key.as_bytes() {
        b"to" => 1,
        b"recipient" => 2,
        b"customerMessageId" => 3,
        b"text" => 4,
        b"type" => 5,
        _ => 0,
    }
}

/// A key of messages as given, with its number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    name: &'static str,
    number: u8,
}

impl Key {
    pub(crate) const fn new(name: &'static str) -> Self {
        Self { name, number: key_number(name) }
    }

    pub(crate) fn name(self) -> &'static str {
        self.name
    }
}

/// Error for a text that is not a valid JSON object.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// Not JSON.
    #[error("is not JSON: {0}")]
    Syntax(String),
    /// JSON, but not an object.
    #[error("must be a JSON object")]
    NotAnObject,
    /// Nested more deeply than anything that the provider sends or accepts.
    #[error("is nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
}

impl From<JsonError> for Error {
    fn from(why: JsonError) -> Self {
        Self::invalid("json", "json", why.to_string())
    }
}

/// Largest number of rows and values that are read from one reply. A response full of `{}` could have many millions,
/// each of which takes far more memory than its text.
pub(crate) const MAX_VALUES: usize = 100_000;

impl Json {
    /// Takes the text of one JSON object.
    ///
    /// # Errors
    /// [`JsonError`] if it is anything else.
    pub fn object(text: impl Into<String>) -> Result<Self, JsonError> {
        let text = text.into();
        serde_json::from_str::<IgnoredAny>(&text).map_err(|e| JsonError::Syntax(e.to_string()))?;
        if !text.trim_start().starts_with('{') {
            return Err(JsonError::NotAnObject);
        }
        if too_deep(&text) {
            return Err(JsonError::TooDeep);
        }
        Ok(Self::trusted(text))
    }

    /// Takes a text that a parser or our own writer has already checked.
    pub(crate) fn trusted(text: impl Into<String>) -> Self {
        let text = text.into();
        let place = 0..text.len();
        Self { whole: Arc::new(Whole { text, members: Vec::new(), made: AtomicUsize::new(0) }), place, first: 0 }
    }

    /// Returns a value inside this one. `text` is a slice of it, without surrounding space.
    pub(crate) fn part(&self, text: &str) -> Self {
        let text = text.trim();
        let start = (text.as_ptr() as usize).wrapping_sub(self.whole.text.as_ptr() as usize);
        let place = start..start.wrapping_add(text.len());
        if self.whole.text.get(place.clone()).is_some_and(|found| std::ptr::eq(found, text)) {
            return Self { whole: Arc::clone(&self.whole), place, first: self.first };
        }
        Self::trusted(text)
    }

    /// Counts values read from the reply that contains this one. Returns false if there are too many.
    pub(super) fn make(&self, values: usize) -> bool {
        self.whole.made.fetch_add(values, Ordering::Relaxed).saturating_add(values) <= MAX_VALUES
    }

    /// Returns true if the reply has more values than are read.
    pub(super) fn has_too_many(&self) -> bool {
        self.whole.made.load(Ordering::Relaxed) > MAX_VALUES
    }

    /// Overwrites the text, unless it is shared.
    pub(crate) fn wipe(mut self) {
        if let Some(whole) = Arc::get_mut(&mut self.whole) {
            whole.text.zeroize();
        }
    }

    /// Returns the exact text.
    #[inline]
    pub fn as_str(&self) -> &str {
        self.whole.text.get(self.place.clone()).unwrap_or_default()
    }

    /// Returns the text between the braces, for merging into an open object.
    pub(crate) fn members(&self) -> &str {
        let text = self.as_str().trim();
        text.strip_prefix('{').and_then(|t| t.strip_suffix('}')).map_or("", str::trim)
    }

    /// Returns the members, if a writer recorded them.
    fn noted(&self) -> Option<impl Iterator<Item = &Member>> {
        let all = self.whole.members.get(self.first..)?;
        // Directly after the brace, so not those of another object.
        all.first().filter(|member| member.key as usize == self.place.start.saturating_add(1))?;
        Some(all.iter().take_while(|member| member.end as usize <= self.place.end))
    }

    /// Returns false if a writer noted the members and none of them is `key`.
    pub(crate) fn may_have(&self, key: &str) -> bool {
        let number = key_number(key);
        self.noted().is_none_or(|mut members| number == 0 || members.any(|member| member.number == number))
    }

    /// Returns the value of `key` at the top level if it is a string.
    #[cfg(any(feature = "bulk", test))]
    pub(crate) fn text_member(&self, key: &'static str) -> Option<String> {
        let [found] = self.text_members([key]);
        found.map(Cow::into_owned)
    }

    /// Returns the object that is the value of `key` at the top level.
    #[cfg(feature = "bulk")]
    pub(crate) fn object_member(&self, key: &'static str) -> Option<Self> {
        let [found] =
            self.find_members([Key::new(key)], |raw| raw.as_str().starts_with('{').then(|| raw.as_str().into()));
        found.map(|text| self.part(&text))
    }

    /// Returns the path of a key that occurs twice in its object. Parsers disagree on which one counts.
    pub(crate) fn key_given_twice(&self) -> Option<String> {
        if self.noted().is_some() {
            // Our own writer wrote it from a dict.
            return None;
        }
        // It was checked to be JSON when it was created.
        let path = given_twice(&mut Scan::new(self.as_str())).ok().flatten()?;
        Some(path.strip_prefix('.').unwrap_or(&path).to_owned())
    }

    /// Returns the values of `keys` at the top level that are strings.
    #[cfg(any(feature = "bulk", test))]
    pub(crate) fn text_members<const N: usize>(&self, keys: [&'static str; N]) -> [Option<Cow<'_, str>>; N] {
        self.find_members(keys.map(Key::new), Raw::string)
    }

    /// Returns the values of `keys` at the top level that are strings, numbers or booleans, as text.
    pub(crate) fn scalar_members<const N: usize>(&self, keys: [Key; N]) -> [Option<Cow<'_, str>>; N] {
        self.find_members(keys, Raw::scalar)
    }

    /// Returns the strings and numbers of the list `key` at the top level; `None` if there is no such list.
    pub(crate) fn scalar_items(&self, key: &str) -> Option<Vec<Cow<'_, str>>> {
        let mut list = None;
        // It was checked to be an object when it was created.
        let _ = Scan::new(self.as_str()).members(|scan, found| {
            let value = scan.value()?;
            if found == key {
                list = Some(value.as_str());
            }
            Ok(())
        });
        let mut items = Vec::new();
        let mut scan = Scan::new(list?);
        scan.items(|scan| {
            items.extend(scan.value()?.scalar());
            Ok(())
        })
        .ok()?;
        Some(items)
    }

    fn find_members<'j, const N: usize>(
        &'j self,
        keys: [Key; N],
        read: impl Fn(Raw<'j>) -> Option<Cow<'j, str>>,
    ) -> [Option<Cow<'j, str>>; N] {
        let mut found = [const { None }; N];
        let wanted = |key: &[u8]| keys.iter().position(|k| k.name.as_bytes() == key);
        if let Some(members) = self.noted() {
            let text = &self.whole.text;
            let have_numbers = keys.iter().all(|key| key.number > 0);
            for member in members {
                let (key, value, end) = (member.key as usize, member.value as usize, member.end as usize);
                let place = match member.number {
                    // The member is one of another key.
                    0 if have_numbers => None,
                    // Without the quotes and the colon.
                    0 => {
                        wanted(text.as_bytes().get(key.saturating_add(1)..value.saturating_sub(2)).unwrap_or_default())
                    }
                    number => keys.iter().position(|key| key.number == number),
                };
                if let Some(found) = place.and_then(|i| found.get_mut(i)) {
                    *found = text.get(value..end).and_then(|value| read(Raw::noted(value, member.plain)));
                }
            }
            return found;
        }
        // It was checked to be an object when it was created.
        let _ = Scan::new(self.as_str()).members(|scan, key| {
            let value = scan.value()?;
            if let Some(found) = wanted(key.as_bytes()).and_then(|i| found.get_mut(i)) {
                *found = read(value);
            }
            Ok(())
        });
        found
    }
}

/// Reads a value, and returns the path to a key that occurs twice in an object of it, such as `.fallback.text`.
fn given_twice(scan: &mut Scan<'_>) -> Result<Option<String>, Broken> {
    let mut found = None;
    match scan.peek() {
        Some(b'{') => {
            let mut keys = HashSet::new();
            scan.members(|scan, key| {
                let inside = given_twice(scan)?;
                let twice = keys.contains(&key).then(String::new);
                found = found.take().or_else(|| twice.or(inside).map(|path| format!(".{key}{path}")));
                keys.insert(key);
                Ok(())
            })?;
        }
        Some(b'[') => {
            let mut place = 0_usize;
            scan.items(|scan| {
                let inside = given_twice(scan)?;
                found = found.take().or_else(|| inside.map(|path| format!("[{place}]{path}")));
                place = place.saturating_add(1);
                Ok(())
            })?;
        }
        _ => drop(scan.value()?),
    }
    Ok(found)
}

/// Consecutive objects from our own writer, with all their members in order.
pub struct Written {
    whole: Arc<Whole>,
    /// Index of the first member that is not yet assigned to an object.
    first: usize,
}

impl Written {
    /// Takes the text and the positions of all members.
    pub fn new(text: String, members: Vec<Member>) -> Self {
        Self { whole: Arc::new(Whole { text, members, made: AtomicUsize::new(0) }), first: 0 }
    }

    /// Returns the object at this place, which must come after those returned before. It shares the text.
    pub fn object(&mut self, place: Range<usize>) -> Json {
        let before = |member: &Member| (member.key as usize) < place.start;
        while self.whole.members.get(self.first).is_some_and(before) {
            self.first = self.first.saturating_add(1);
        }
        Json { whole: Arc::clone(&self.whole), place, first: self.first }
    }
}

/// Shows only the size, because the text may contain personal data.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.place.len())
    }
}

/// Deserializes any JSON value, as text.
impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
        Ok(Self::trusted(raw.get()))
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Json {}

impl Hash for Json {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// Appends `text` as a JSON string with quotes.
#[inline]
pub fn write_string(out: &mut Vec<u8>, text: &str) {
    write_noted(out, text);
}

/// The same. Returns true if the string has no escapes.
#[inline]
pub fn write_noted(out: &mut Vec<u8>, text: &str) -> bool {
    let plain = is_plain(text.as_bytes());
    if plain {
        out.reserve(text.len().saturating_add(2));
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        write_escaped(out, text);
    }
    plain
}

/// The same for a text with a byte that needs an escape.
fn write_escaped(out: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let bytes = text.as_bytes();
    out.reserve(bytes.len().saturating_add(2));
    out.push(b'"');
    let mut clean = 0;
    loop {
        let place = special(bytes, clean);
        out.extend_from_slice(bytes.get(clean..place).unwrap_or_default());
        let Some(byte) = bytes.get(place) else { break };
        clean = place.saturating_add(1);
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                let digit = |four: u8| HEX.get(usize::from(four)).copied().unwrap_or(b'0');
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
    out.push(b'"');
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn strings_read_back_as_they_were() {
        for text in ["", "plain", "\"\\\n\r\t\u{0}\u{1f}", "Привіт 😀", "a\"b"] {
            let mut out = Vec::new();
            write_string(&mut out, text);
            assert_eq!(serde_json::from_slice::<String>(&out).ok().as_deref(), Some(text));
        }
    }

    #[test]
    fn members_are_found_as_a_parser_finds_them() {
        for text in [
            r#"{"a":"x","b":"y","c":"z"}"#,
            r#" { "c" : "\"a\":\"no\\" , "\u0061" : "x\ty" ,"b":1e5} "#,
            r#"{"n":{"a":"inner","b":["}",{"c":"]"}]},"b":"outer","c":null,"a":true}"#,
            r#"{"a":"first","a":"second","b":[],"c":{}}"#,
            r#"{"Привіт":"😀","b":-0.5,"c":"\ud83d\ude00"}"#,
            "{}",
            "{ }",
        ] {
            let json = Json::object(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            let parsed: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
            let found = json.text_members(["a", "b", "c"]);
            let expected = ["a", "b", "c"].map(|key| parsed.get(key).and_then(|v| v.as_str()));
            assert_eq!(found.each_ref().map(Option::as_deref), expected, "{text}");
        }
    }

    #[test]
    fn noted_members_are_those_of_the_object() {
        let objects = [
            r#"{"a":"one","n":{"a":"inner","b":"x"}}"#,
            "{}",
            r#"{"n":7,"b":"t\\wo","a":"three","text":"","to":"+1"}"#,
        ];
        let text = objects.concat();
        let note = |member: &str| {
            let (key, colon) = (text.find(member).unwrap_or_default(), member.find(':').unwrap_or_default());
            let place = |place: usize| u32::try_from(key + place).unwrap_or_default();
            let number = key_number(&member[1..colon - 1]);
            let plain = member[colon + 1..].starts_with('"') && !member.contains('\\');
            Member { key: place(0), value: place(colon + 1), end: place(member.len()), number, plain }
        };
        let members = [r#""a":"one""#, r#""n":{"a":"inner","b":"x"}"#, r#""n":7"#, r#""b":"t\\wo""#, r#""a":"three""#];
        let members = members.iter().chain(&[r#""text":"""#, r#""to":"+1""#]).map(|member| note(member)).collect();
        let mut written = Written::new(text.clone(), members);
        let place = |part: &&str| text.find(part).map(|start| start..start + part.len());
        let mut parts: Vec<Json> = objects.iter().filter_map(place).map(|place| written.object(place)).collect();
        assert_eq!(parts.iter().map(Json::as_str).collect::<Vec<_>>(), objects);
        parts.push(parts[0].part(&parts[0].as_str()[13..35]));
        for part in parts {
            for keys in [["a", "b", "n"], ["to", "a", "text"], ["recipient", "to", "text"]] {
                let read = Json::trusted(part.as_str());
                assert_eq!(part.text_members(keys), read.text_members(keys), "{}", part.as_str());
            }
        }
    }

    #[test]
    fn levels_are_counted_outside_of_strings() {
        let nested = |open: &str, close: &str, levels: usize| {
            format!("{{\"a\":{}{}}}", open.repeat(levels - 1), close.repeat(levels - 1))
        };
        for (open, close) in [("[", "]"), ("{\"k\":", "}")] {
            let inner = |levels| nested(open, close, levels).replace(":}", ":1}");
            assert!(Json::object(inner(MAX_DEPTH)).is_ok());
            for levels in [MAX_DEPTH + 1, 1_000, 100_000] {
                assert!(matches!(Json::object(inner(levels)), Err(JsonError::TooDeep)), "{levels}");
            }
        }
        let text = format!(r#"{{"a":"\"{}\\","b":[[{}]]}}"#, "[".repeat(200), "{},[],".repeat(200) + "0");
        assert!(Json::object(text).is_ok());
    }

    #[test]
    fn only_objects() {
        assert!(Json::object(r#" {"a": [1]} "#).is_ok());
        assert!(matches!(Json::object("[1]"), Err(JsonError::NotAnObject)));
        assert!(matches!(Json::object("{} {}"), Err(JsonError::Syntax(_))));
        assert_eq!(
            Json::object(r#"{"customerMessageId":"x"}"#).ok().and_then(|j| j.text_member("customerMessageId")),
            Some("x".into())
        );
    }
}
