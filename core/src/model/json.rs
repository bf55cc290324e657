//! JSON as text: a checked object that goes out as given, and the writing of strings.

use std::fmt;

use serde::Deserialize;
use serde::de::IgnoredAny;

/// A JSON value kept as its exact text.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Json(Box<str>);

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
    pub fn object(text: impl Into<Box<str>>) -> Result<Self, JsonError> {
        let text = text.into();
        serde_json::from_str::<IgnoredAny>(&text).map_err(|e| JsonError::Syntax(e.to_string()))?;
        if !text.trim_start().starts_with('{') {
            return Err(JsonError::NotAnObject);
        }
        Ok(Self(text))
    }

    /// Text that a parser or our own writer has already checked.
    pub(crate) fn trusted(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The exact text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands between the braces, for merging into an open object.
    pub(crate) fn members(&self) -> &str {
        let text = self.0.trim();
        text.strip_prefix('{').and_then(|t| t.strip_suffix('}')).map_or("", str::trim)
    }

    /// The value of `key` at the top level if it is a string.
    pub(crate) fn text_member(&self, key: &str) -> Option<String> {
        struct Find<'k>(&'k str);
        impl<'de> serde::de::Visitor<'de> for Find<'_> {
            type Value = Option<String>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut found = None;
                while let Some(key) = map.next_key::<std::borrow::Cow<'_, str>>()? {
                    if key == self.0 {
                        found = map.next_value::<serde_json::Value>()?.as_str().map(str::to_owned);
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(found)
            }
        }
        use serde::Deserializer;
        serde_json::Deserializer::from_str(&self.0).deserialize_map(Find(key)).ok().flatten()
    }
}

/// The text may hold personal data, so only its size is shown.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.0.len())
    }
}

/// Any type that parses; the text is not kept as a tree.
impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
        Ok(Self(raw.get().into()))
    }
}

/// Appends `text` as a JSON string, quotes included.
pub fn write_string(out: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut clean = 0;
    for (i, byte) in bytes.iter().enumerate() {
        if *byte >= 0x20 && *byte != b'"' && *byte != b'\\' {
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
