//! JSON as text: a checked object that goes out as given, and the writing of strings.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::read::{Text, scalar};

/// A JSON value kept as its exact text. Copies share it, as do the values inside of a reply.
#[derive(Clone)]
pub struct Json {
    whole: Arc<String>,
    place: Range<usize>,
}

/// Why a text is not the JSON that is wanted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// Not JSON at all.
    #[error("is not JSON: {0}")]
    Syntax(String),
    /// JSON, but not an object.
    #[error("must be a JSON object")]
    NotAnObject,
}

impl Json {
    /// Takes a text that is one JSON object.
    ///
    /// # Errors
    /// [`JsonError`] if it is anything else.
    pub fn object(text: impl Into<String>) -> Result<Self, JsonError> {
        let text = text.into();
        serde_json::from_str::<IgnoredAny>(&text).map_err(|e| JsonError::Syntax(e.to_string()))?;
        if !text.trim_start().starts_with('{') {
            return Err(JsonError::NotAnObject);
        }
        Ok(Self::trusted(text))
    }

    /// Text that a parser or our own writer has already checked.
    pub(crate) fn trusted(text: impl Into<String>) -> Self {
        Self::shared(Arc::new(text.into()))
    }

    /// The same of text that somebody else has too.
    pub(crate) fn shared(whole: Arc<String>) -> Self {
        let place = 0..whole.len();
        Self { whole, place }
    }

    /// A value that was found in this one: `text` is a slice of it, without the space around it.
    pub(crate) fn part(&self, text: &str) -> Self {
        let text = text.trim();
        let start = (text.as_ptr() as usize).wrapping_sub(self.whole.as_ptr() as usize);
        let place = start..start.wrapping_add(text.len());
        if self.whole.get(place.clone()).is_some_and(|found| std::ptr::eq(found, text)) {
            return Self { whole: Arc::clone(&self.whole), place };
        }
        Self::trusted(text)
    }

    /// The exact text.
    pub fn as_str(&self) -> &str {
        &self.whole[self.place.clone()]
    }

    /// What stands between the braces, for merging into an open object.
    pub(crate) fn members(&self) -> &str {
        let text = self.as_str().trim();
        text.strip_prefix('{').and_then(|t| t.strip_suffix('}')).map_or("", str::trim)
    }

    /// The value of `key` at the top level if it is a string.
    pub(crate) fn text_member(&self, key: &str) -> Option<String> {
        let [found] = self.text_members([key]);
        found.map(Cow::into_owned)
    }

    /// Those of the values of `keys` at the top level that are strings.
    pub(crate) fn text_members<const N: usize>(&self, keys: [&str; N]) -> [Option<Cow<'_, str>>; N] {
        struct Find<'k, const N: usize>([&'k str; N]);
        impl<'de, const N: usize> serde::de::Visitor<'de> for Find<'_, N> {
            type Value = [Option<Cow<'de, str>>; N];
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut found = [const { None }; N];
                while let Some(Text(key)) = map.next_key()? {
                    match self.0.iter().position(|k| *k == key) {
                        Some(i) => {
                            let raw: &'de RawValue = map.next_value()?;
                            found[i] = Some(raw.get()).filter(|raw| raw.starts_with('"')).and_then(scalar);
                        }
                        None => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(found)
            }
        }
        use serde::Deserializer;
        serde_json::Deserializer::from_str(self.as_str()).deserialize_map(Find(keys)).unwrap_or([const { None }; N])
    }
}

/// The text may hold personal data, so only its size is shown.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.place.len())
    }
}

/// Any type that parses; the text is not kept as a tree.
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

/// Appends `text` as a JSON string, quotes included.
pub fn write_string(out: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    let bytes = text.as_bytes();
    let special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    // Looked at as a whole, which processors do sixteen bytes at a time: few texts have any.
    if !bytes.iter().fold(false, |any, byte| any | special(*byte)) {
        out.extend_from_slice(bytes);
        out.push(b'"');
        return;
    }
    let mut clean = 0;
    for (i, byte) in bytes.iter().enumerate() {
        if !special(*byte) {
            continue;
        }
        out.extend_from_slice(&bytes[clean..i]);
        clean = i + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                let escape = [b'\\', b'u', b'0', b'0', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
                out.extend_from_slice(&escape);
            }
        }
    }
    out.extend_from_slice(&bytes[clean..]);
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
