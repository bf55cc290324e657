//! The tables: classes, their fields and what a field may hold.

use super::check::Problems;
use super::record::Record;

/// A message, part or reply type.
#[derive(Debug)]
#[non_exhaustive]
pub struct Class {
    /// Name in every language, such as `ViberPromo`.
    pub name: &'static str,
    /// For a class that is made through named constructors: which one, such as `open_url` of `Action`.
    pub variant: Option<&'static str>,
    /// Documentation.
    pub doc: &'static str,
    /// Key and value that mark this class on the wire, such as `("type", "viber_promo")`.
    pub tag: Option<(&'static str, &'static str)>,
    /// Fields in the order of the arguments.
    pub fields: &'static [Field],
    /// Position of the caller's own id, if messages of this class have one.
    pub own_id: Option<usize>,
    /// Whether every field holds one text, number, flag or outcome.
    pub flat: bool,
    /// Rules that concern more than one field.
    pub rules: fn(&Record, &mut Problems<'_>),
}

impl Class {
    /// Position of the field called `name`.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|f| f.name == name)
    }

    /// True if this class is in one of these lists.
    pub(crate) fn is_in(&self, lists: &[&[&'static Self]]) -> bool {
        lists.iter().flat_map(|list| list.iter()).any(|class| std::ptr::eq(*class, self))
    }
}

/// One field of a [`Class`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Field {
    /// Name in every language.
    pub name: &'static str,
    /// Where it stands on the wire: keys from the outside in, with dots between them. A part's path
    /// names the object its own fields are written into. Replies list other spellings after `|`; a last key
    /// with `+` in it is written once for each spelling.
    pub wire: &'static str,
    /// `wire` with quotes and colon if it is one key, so that there is nothing to take apart.
    pub key: Option<&'static str>,
    /// What it may hold.
    pub kind: Kind,
    /// Whether a message without it is refused.
    pub required: bool,
    /// What is sent when nothing was given.
    pub default: Option<&'static str>,
    /// Wire names of a part's fields at this place, where they differ from the part's own.
    pub names: &'static [&'static str],
    /// Documentation.
    pub doc: &'static str,
}

/// What a field may hold.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Kind {
    /// Text that is not empty.
    Text,
    /// Text of at most this many characters (code points).
    TextUpTo(usize),
    /// Text that may be empty.
    AnyText,
    /// An id or a word of the provider; not personal, so that it may be printed.
    Word,
    /// Words of the provider for people to read; they may name a phone number, which is masked where they are printed.
    Reason,
    /// An absolute `http://` or `https://` address.
    Url,
    /// A phone number; written as `+` and digits.
    Phone,
    /// A list of 1 to this many phone numbers; written as digits only.
    PhoneList(usize),
    /// A phone number; written as digits only.
    PhoneDigits,
    /// The caller's own id; made at send time if there is none.
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
    /// A point in time with a zone, in ISO 8601.
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
    /// JSON as it came.
    Json,
}

/// `written` if the path is a single key.
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

/// Position of the caller's own id.
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

/// Whether no field holds more than one value.
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

/// Position of the field called `name`, for code that looks at it in many records.
#[expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated at compile time")]
#[expect(clippy::panic, reason = "it is asked while building, and ends that")]
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

/// A field's name without the `r#` that Rust needs before some words.
pub(crate) const fn plain(name: &'static str) -> &'static str {
    if let [b'r', b'#', rest @ ..] = name.as_bytes()
        && let Ok(rest) = std::str::from_utf8(rest)
    {
        return rest;
    }
    name
}
