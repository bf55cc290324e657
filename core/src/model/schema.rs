//! Tables of models: classes, their fields and the types of fields.

use super::check::Problems;
use super::record::Record;

/// A message, part or reply type.
#[derive(Debug)]
#[non_exhaustive]
pub struct Class {
    /// Name, the same in every language, such as `ViberPromo`.
    pub name: &'static str,
    /// Name of the constructor, for a class that has several, such as `open_url` of `Action`.
    pub variant: Option<&'static str>,
    /// Documentation.
    pub doc: &'static str,
    /// Key and value that identify this class on the wire, such as `("type", "viber_promo")`.
    pub tag: Option<(&'static str, &'static str)>,
    /// The same as a JSON member, ready to be written; empty if there is none.
    pub tag_member: &'static str,
    /// Fields in the order of the arguments.
    pub fields: &'static [Field],
    /// Position of the field with the caller's own message id, if there is one.
    pub own_id: Option<usize>,
    /// Position of the field `to`, if there is one.
    pub recipient: Option<usize>,
    /// True if every field holds a single text, number, flag or outcome.
    pub flat: bool,
    /// Rules that concern more than one field.
    pub rules: fn(&Record, &mut Problems<'_>),
}

impl Class {
    /// Returns the position of the field `name`.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|f| f.name == name)
    }

    /// Returns true if this class is in one of these lists.
    pub(crate) fn is_in(&self, lists: &[&[&'static Self]]) -> bool {
        lists.iter().flat_map(|list| list.iter()).any(|class| std::ptr::eq(*class, self))
    }
}

/// One field of a [`Class`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Field {
    /// Name, the same in every language.
    pub name: &'static str,
    /// Path on the wire: keys from the outside in, separated by dots. For a part, the path of the object into which its
    /// fields are written. In replies, alternative spellings follow after `|`. A last key with `+` is written once for
    /// each spelling.
    pub wire: &'static str,
    /// `wire` with quotes and colon if it is a single key, ready to be written.
    pub key: Option<&'static str>,
    /// Type of the value.
    pub kind: Kind,
    /// True if a message without it is refused.
    pub required: bool,
    /// Value that is sent if the field is not set.
    pub default: Option<&'static str>,
    /// Wire names of a part's fields in this place, if they differ from the part's own.
    pub names: &'static [&'static str],
    /// Documentation.
    pub doc: &'static str,
}

/// Type of a field.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Kind {
    /// Text that is not empty.
    Text,
    /// Text of at most this many characters (code points).
    TextUpTo(usize),
    /// Text that may be empty.
    AnyText,
    /// An id or word of the provider. Not personal, so it may be printed.
    Word,
    /// The id of something in a reply. An empty text or a boolean is none. Not personal, so it may be printed.
    Id,
    /// A text of the provider for people. It may contain a phone number, which is masked when printed.
    Reason,
    /// An absolute `http://` or `https://` URL.
    Url,
    /// A phone number; written as `+` and digits.
    Phone,
    /// A list of 1 to this many phone numbers; written as digits only.
    PhoneList(usize),
    /// A phone number; written as digits only.
    PhoneDigits,
    /// The caller's own message id; made at send time if it is not set.
    OwnId,
    /// An SMS sender: at most 11 letters and digits, or a phone number.
    SmsSender,
    /// An integer of at least 1.
    Count,
    /// Any integer.
    Number,
    /// True or false.
    Flag,
    /// An exact decimal.
    Decimal,
    /// A point in time with a time zone, in ISO 8601.
    Time,
    /// A list of texts, with the smallest and the largest number of them.
    Texts(usize, usize),
    /// A part of one of these classes, or a plain object.
    Part(&'static [&'static Class]),
    /// A list of parts, with the smallest and the largest number of them.
    Parts(&'static [&'static Class], usize, usize),
    /// Names with text or integer values.
    Params,
    /// An [`crate::Outcome`].
    Outcome,
    /// JSON, unchanged.
    Json,
}

impl Kind {
    /// Returns true for a field that holds a single text.
    #[inline]
    pub(crate) fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::TextUpTo(_)
                | Self::AnyText
                | Self::Word
                | Self::Id
                | Self::Reason
                | Self::OwnId
                | Self::Url
                | Self::Phone
                | Self::PhoneDigits
                | Self::SmsSender
                | Self::Time
        )
    }
}

/// Returns `written` if the path is a single key.
#[expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated at compile time")]
pub(crate) const fn one_key(wire: &str, written: &'static str) -> Option<&'static str> {
    let bytes = wire.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if matches!(bytes[i], b'.' | b'+' | b'|') {
            return None;
        }
        i += 1;
    }
    Some(written)
}

/// Returns the position of the caller's own message id.
#[expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated at compile time")]
pub(crate) const fn own_id(fields: &[Field]) -> Option<usize> {
    let mut i = 0;
    while i < fields.len() {
        if matches!(fields[i].kind, Kind::OwnId) {
            return Some(i);
        }
        i += 1;
    }
    None
}

/// Returns the position of the field `to`.
#[expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated at compile time")]
pub(crate) const fn recipient(fields: &[Field]) -> Option<usize> {
    let mut i = 0;
    while i < fields.len() {
        if same(fields[i].name.as_bytes(), b"to") {
            return Some(i);
        }
        i += 1;
    }
    None
}

/// Returns true if no field holds more than one value.
#[expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated at compile time")]
pub(crate) const fn is_flat(fields: &[Field]) -> bool {
    let mut i = 0;
    while i < fields.len() {
        let kind = fields[i].kind;
        if matches!(
            kind,
            Kind::PhoneList(_) | Kind::Texts(..) | Kind::Part(_) | Kind::Parts(..) | Kind::Params | Kind::Json
        ) {
            return false;
        }
        i += 1;
    }
    true
}

/// Returns the position of the field `name`, for code that reads it in many records.
#[expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated at compile time")]
#[expect(clippy::panic, reason = "evaluated at compile time: a missing field is a build error")]
pub(crate) const fn place_of(fields: &[Field], name: &str) -> usize {
    let mut i = 0;
    while i < fields.len() {
        if same(fields[i].name.as_bytes(), name.as_bytes()) {
            return i;
        }
        i += 1;
    }
    panic!("no such field")
}

#[expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated at compile time")]
const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    a.len() == b.len() && i == a.len()
}

/// Returns a field's name without the `r#` of Rust keywords.
pub(crate) const fn plain(name: &'static str) -> &'static str {
    if let [b'r', b'#', rest @ ..] = name.as_bytes()
        && let Ok(rest) = std::str::from_utf8(rest)
    {
        return rest;
    }
    name
}
