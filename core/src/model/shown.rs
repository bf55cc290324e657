//! Records for people: in debugging output, on a line, in words.

use std::borrow::Cow;
use std::fmt;

use super::record::{Object, Record};
use super::schema::{Class, Field, Kind};
use super::value::ValueRef;

/// Returns the name of a record's type, such as `Action.dial`.
fn title(class: &Class) -> Cow<'static, str> {
    class.variant.map_or(Cow::Borrowed(class.name), |variant| format!("{}.{variant}", class.name).into())
}

/// Iterates over the fields that are set, with printable values.
fn shown(record: &Record) -> impl Iterator<Item = (&'static str, Shown<'_>)> {
    let set = record.class().fields.iter().zip(record.values()).filter(|(_, value)| !value.is_null());
    set.map(|(field, value)| (field.name, Shown(field, value)))
}

/// A printable value: phone numbers are masked, and texts appear as their length.
struct Shown<'a>(&'static Field, ValueRef<'a>);

impl Shown<'_> {
    /// Returns a text that may be printed in full or in part; `None` for other values and for personal texts.
    fn word(&self) -> Option<Cow<'_, str>> {
        let ValueRef::Text(text) = self.1 else { return None };
        match self.0.kind {
            Kind::Phone | Kind::PhoneDigits => Some(crate::phone::mask(text).into()),
            // No id has a space. A word of the provider may be a sentence, though, with a number in it.
            Kind::Word if text.contains(char::is_whitespace) => {
                Some(crate::shown::line(crate::phone::masked(text)).into())
            }
            Kind::Word | Kind::Id | Kind::OwnId => Some(text.escape_default().to_string().into()),
            Kind::Reason => Some(crate::shown::line(crate::phone::masked(text)).into()),
            _ => None,
        }
    }

    /// Returns the size of a value that is not printed.
    fn size(&self) -> String {
        match self.1 {
            ValueRef::Text(text) => format!("<{} characters>", text.chars().count()),
            ValueRef::Texts(list) => format!("<{} texts>", list.len()),
            ValueRef::Part(Object::Plain(json)) => format!("<object of {} bytes>", json.as_str().len()),
            ValueRef::Parts(list) => format!("<{} items>", list.len()),
            ValueRef::Params(list) => format!("<{} values>", list.len()),
            ValueRef::Json(json) => format!("<{} bytes>", json.as_str().len()),
            _ => String::new(),
        }
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            ValueRef::Bool(flag) => flag.fmt(f),
            ValueRef::Int(number) => number.fmt(f),
            ValueRef::Decimal(text) => f.write_str(text),
            ValueRef::Outcome(outcome) => outcome.fmt(f),
            ValueRef::Part(Object::Typed(record)) => record.fmt(f),
            ValueRef::Parts(list) => f.debug_list().entries(list).finish(),
            _ => match self.word() {
                Some(word) => write!(f, "\"{word}\""),
                None => f.write_str(&self.size()),
            },
        }
    }
}

/// Masks phone numbers, and shows texts as their length.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct(&title(self.class()));
        for (name, value) in shown(self) {
            out.field(name, &value);
        }
        out.finish()
    }
}

/// Writes one line with the fields that identify a model, in Python's syntax.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", title(self.class()))?;
        for (i, (name, value)) in shown(self).enumerate() {
            write!(f, "{}{name}=", if i > 0 { ", " } else { "" })?;
            match value.1 {
                ValueRef::Bool(flag) => f.write_str(if flag { "True" } else { "False" })?,
                ValueRef::Int(number) => write!(f, "{number}")?,
                ValueRef::Decimal(text) => f.write_str(text)?,
                ValueRef::Outcome(outcome) => write!(f, "'{outcome}'")?,
                ValueRef::Part(Object::Typed(record)) => write!(f, "{record}")?,
                _ => match value.word() {
                    Some(word) => write!(f, "'{word}'")?,
                    None => f.write_str(&value.size())?,
                },
            }
        }
        f.write_str(")")
    }
}

/// Writes the fields of a reply in words: `message id m-1, status accepted`.
pub(crate) fn in_words(record: &Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (i, (name, value)) in shown(record).enumerate() {
        f.write_str(if i > 0 { ", " } else { "" })?;
        f.write_str(&name.replace('_', " "))?;
        match value.1 {
            ValueRef::Bool(flag) => write!(f, " {}", if flag { "yes" } else { "no" })?,
            ValueRef::Int(number) => write!(f, " {number}")?,
            ValueRef::Decimal(text) => write!(f, " {text}")?,
            ValueRef::Outcome(outcome) => write!(f, " {outcome}")?,
            ValueRef::Part(Object::Typed(record)) => {
                f.write_str(" (")?;
                in_words(record, f)?;
                f.write_str(")")?;
            }
            _ => match value.word() {
                Some(word) => write!(f, " {word}")?,
                None => write!(f, " {}", value.size().trim_matches(['<', '>']))?,
            },
        }
    }
    Ok(())
}
