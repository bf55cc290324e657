//! Arguments of operations: their types, and how they are read from JSON.

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::credentials::Secret;
use crate::error::Error;
use crate::model::{Class, Field, Json, Object};

/// One argument of an [`Operation`](crate::Operation).
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Argument {
    /// Name, the same in every language.
    pub name: &'static str,
    /// Documentation.
    pub doc: &'static str,
    /// Type of the value.
    pub kind: ArgumentKind,
    /// True if the argument must be given.
    pub required: bool,
    /// Default value as JSON; empty if there is none.
    pub default: &'static str,
    /// True if it must be passed by name, in languages that have such arguments.
    pub named: bool,
}

/// Type of an argument's value.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum ArgumentKind {
    /// Text.
    Text,
    /// Text that is a secret.
    Secret,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Whole number.
    Integer,
    /// Whole number from 0 to 4,294,967,295.
    Count,
    /// True or false.
    Flag,
    /// Seconds, above 0 and at most a day.
    Seconds,
    /// Point in time with a time zone, in ISO 8601.
    Time,
    /// First and last day or time.
    Days,
    /// First and last number.
    Range,
    /// Name of a status, in the order of their numbers, or any number.
    Status(&'static [&'static str]),
    /// An object in wire form, or a model of these classes.
    Object(&'static [&'static [&'static Class]]),
    /// One or more such objects.
    Objects(&'static [&'static [&'static Class]]),
    /// Such objects by name.
    NamedObjects(&'static [&'static [&'static Class]]),
    /// Id of a message.
    MessageId,
    /// Ids of messages, or rows of a send.
    MessageIds,
    /// Ids, which are texts.
    Ids,
    /// Recipients with the values for a template.
    Rows,
    /// A file: `name`, `data_base64`, and optionally `format` and `kind`.
    File,
    /// Any JSON value.
    Json,
    /// Path of a file.
    Path,
}

impl ArgumentKind {
    /// Describes the JSON that this kind accepts, for an error.
    fn wanted(self) -> String {
        let text = match self {
            Self::Text | Self::Secret | Self::MessageId | Self::Path => "must be text",
            Self::Word(words) => return format!("must be one of: {}", words.join(", ")),
            Self::Integer => "must be a whole number",
            Self::Count => "must be a whole number from 0 to 4294967295",
            Self::Flag => "must be true or false",
            Self::Seconds => "must be a number of seconds",
            Self::Time => "must be a time with a time zone, in ISO 8601",
            Self::Days => "must be a list of two days or times, the first and the last",
            Self::Range => "must be a list of two numbers, the first and the last",
            Self::Status(_) => "must be a name or a number",
            Self::Object(_) => "must be an object",
            Self::Objects(_) => "must be an object or a list of objects",
            Self::NamedObjects(_) => "must be an object with an object for each name",
            Self::MessageIds => "must be a list of message ids, or of rows of a send",
            Self::Ids => "must be a list of texts",
            Self::Rows => "must be a list of objects whose values are texts or numbers",
            Self::File => "must be an object with the texts name and data_base64, and optionally format and kind",
            Self::Json => "must be JSON",
        };
        text.to_owned()
    }
}

impl Argument {
    /// Makes arguments of the fields of a message, all of which are text.
    #[expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "evaluated at compile time")]
    pub(crate) const fn of_fields<const N: usize>(fields: &'static [Field]) -> [Self; N] {
        const EMPTY: Argument =
            Argument { name: "", doc: "", kind: ArgumentKind::Text, required: false, default: "", named: true };
        let mut arguments = [EMPTY; N];
        let mut i = 0;
        while i < N {
            let field = &fields[i];
            arguments[i] = Self { name: field.name, doc: field.doc, required: field.required, ..EMPTY };
            i += 1;
        }
        arguments
    }

    /// Returns the error for a value of the wrong type. It does not repeat the value.
    pub(crate) fn wrong(&self) -> Error {
        Error::invalid(self.name, "type", self.kind.wanted())
    }

    /// Reads JSON with `serde`.
    pub(crate) fn parse<'a, T: serde::Deserialize<'a>>(&self, json: &'a RawValue) -> Result<T, Error> {
        serde_json::from_str(json.get()).map_err(|_| self.wrong())
    }
}

/// A type that an argument can have.
pub(crate) trait FromArgument<'a>: Sized {
    /// Kind of the value, unless the argument has a narrower one.
    const KIND: ArgumentKind;
    /// False if the type has a value for a missing argument.
    const REQUIRED: bool = true;

    /// Reads the value from JSON.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] with the argument's name.
    fn read(argument: &Argument, json: &'a RawValue) -> Result<Self, Error>;

    /// Returns the value for a missing argument.
    fn absent() -> Option<Self> {
        None
    }
}

impl<'a, T: FromArgument<'a>> FromArgument<'a> for Option<T> {
    const KIND: ArgumentKind = T::KIND;
    const REQUIRED: bool = false;

    fn read(argument: &Argument, json: &'a RawValue) -> Result<Self, Error> {
        T::read(argument, json).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<'a> FromArgument<'a> for Cow<'a, str> {
    const KIND: ArgumentKind = ArgumentKind::Text;

    fn read(argument: &Argument, json: &'a RawValue) -> Result<Self, Error> {
        let text = json.get();
        match argument.kind {
            ArgumentKind::Json => return Ok(Cow::Borrowed(text)),
            // A number is passed on as its digits.
            ArgumentKind::Status(_) if !text.starts_with('"') => {
                argument.parse::<i64>(json)?;
                return Ok(Cow::Borrowed(text));
            }
            _ => {}
        }
        let text = argument.parse::<String>(json)?;
        match argument.kind {
            ArgumentKind::Word(words) if !words.contains(&text.as_str()) => {
                Err(Error::invalid(argument.name, "known", argument.kind.wanted()))
            }
            _ => Ok(Cow::Owned(text)),
        }
    }
}

/// Implements the trait for types that `serde` reads.
macro_rules! from_json {
    ($($ty:ty = $kind:ident),*) => {$(
        impl FromArgument<'_> for $ty {
            const KIND: ArgumentKind = ArgumentKind::$kind;

            fn read(argument: &Argument, json: &RawValue) -> Result<Self, Error> {
                argument.parse(json)
            }
        }
    )*};
}

from_json!(String = Text, PathBuf = Path, u32 = Count, bool = Flag, (String, String) = Days, (u32, u32) = Range);

impl FromArgument<'_> for i64 {
    const KIND: ArgumentKind = ArgumentKind::Integer;

    fn read(argument: &Argument, json: &RawValue) -> Result<Self, Error> {
        match argument.kind {
            ArgumentKind::Status(names) if json.get().starts_with('"') => {
                status_number(names, &argument.parse::<String>(json)?)
            }
            _ => argument.parse(json),
        }
    }
}

impl FromArgument<'_> for Secret {
    const KIND: ArgumentKind = ArgumentKind::Secret;

    fn read(argument: &Argument, json: &RawValue) -> Result<Self, Error> {
        argument.parse::<String>(json).map(Self::new)
    }
}

impl FromArgument<'_> for Duration {
    const KIND: ArgumentKind = ArgumentKind::Seconds;

    fn read(argument: &Argument, json: &RawValue) -> Result<Self, Error> {
        seconds(argument.name, argument.parse(json)?)
    }
}

impl<'a> FromArgument<'a> for Cow<'a, Object> {
    const KIND: ArgumentKind = ArgumentKind::Object(&[]);

    fn read(argument: &Argument, json: &'a RawValue) -> Result<Self, Error> {
        object(argument.name, json).map(Cow::Owned)
    }
}

impl<'a> FromArgument<'a> for Cow<'a, [Object]> {
    const KIND: ArgumentKind = ArgumentKind::Objects(&[]);

    fn read(argument: &Argument, json: &'a RawValue) -> Result<Self, Error> {
        let rows: Vec<&RawValue> = match json.get().starts_with('[') {
            true => argument.parse(json)?,
            false => vec![json],
        };
        let rows = rows.into_iter().enumerate();
        rows.map(|(i, row)| object(&format!("{}[{i}]", argument.name), row)).collect::<Result<_, _>>().map(Cow::Owned)
    }
}

impl<'a> FromArgument<'a> for Cow<'a, [(String, Object)]> {
    const KIND: ArgumentKind = ArgumentKind::NamedObjects(&[]);

    fn read(argument: &Argument, json: &'a RawValue) -> Result<Self, Error> {
        let whole = Json::object(json.get()).map_err(|_| argument.wrong())?;
        if let Some(path) = whole.key_given_twice() {
            let path = format!("{}.{}", argument.name, crate::shown::line(path));
            return Err(Error::invalid(&path, "twice", "is given twice"));
        }
        let mut given = Given::read(json.get()).map_err(|_| argument.wrong())?.values;
        given.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        let named = given.into_iter().map(|(name, json)| {
            let object = object(&format!("{}.{name}", argument.name), json)?;
            Ok((name, object))
        });
        named.collect::<Result<_, _>>().map(Cow::Owned)
    }
}

impl<'a> FromArgument<'a> for Cow<'a, [String]> {
    const KIND: ArgumentKind = ArgumentKind::Ids;

    fn read(argument: &Argument, json: &'a RawValue) -> Result<Self, Error> {
        argument.parse::<Vec<String>>(json).map(Cow::Owned)
    }
}

fn object(path: &str, json: &RawValue) -> Result<Object, Error> {
    Json::object(json.get()).map(Object::Plain).map_err(|e| Error::invalid(path, "object", e.to_string()))
}

/// Converts a number of seconds to a duration.
pub(crate) fn seconds(name: &str, value: f64) -> Result<Duration, Error> {
    crate::config::parse_seconds(&value.to_string())
        .ok_or_else(|| Error::invalid(name, "range", "must be a number of seconds above 0 and at most 86400"))
}

/// Returns the number for a name. Any number is accepted, because the provider may have statuses that this library does
/// not know.
///
/// # Errors
/// [`crate::ErrorKind::Validation`] if it is neither.
pub fn status_number(names: &[&str], status: &str) -> Result<i64, Error> {
    let known = names.iter().position(|n| n.eq_ignore_ascii_case(status)).map(|n| n as i64);
    known
        .or_else(|| status.parse().ok())
        .ok_or_else(|| Error::invalid("status", "known", format!("must be a number or one of: {}", names.join(", "))))
}

/// Arguments of a call by name, as in the request.
pub(crate) struct Given<'a> {
    arguments: &'static [Argument],
    pub(crate) values: Vec<(String, &'a RawValue)>,
}

impl<'a> Given<'a> {
    /// Splits an object into its members. A name that occurs twice is an error.
    pub(crate) fn read(text: &'a str) -> Result<Self, serde_json::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut values: Self::Value = Vec::new();
                let mut names = std::collections::HashSet::new();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    if !names.insert(name.clone()) {
                        return Err(A::Error::custom("a name is given twice"));
                    }
                    values.push((name, value));
                }
                Ok(values)
            }
        }
        let mut json = serde_json::Deserializer::from_str(text);
        let values = json.deserialize_map(Members)?;
        json.end()?;
        Ok(Self { arguments: &[], values })
    }

    /// Assigns the values to the arguments of an operation.
    pub(crate) fn of(self, arguments: &'static [Argument]) -> Self {
        Self { arguments, ..self }
    }

    /// Returns the value for a name; `null` counts as missing.
    pub(crate) fn value(&self, name: &str) -> Option<&'a RawValue> {
        let found = self.values.iter().find(|(given, _)| given == name).map(|(_, value)| *value);
        found.filter(|value| value.get() != "null")
    }

    /// Reads an argument, or its default.
    pub(crate) fn take<T: FromArgument<'a>>(&self, name: &'static str) -> Result<T, Error> {
        let Some(argument) = self.arguments.iter().find(|argument| argument.name == name) else {
            return Err(Error::internal(format!("there is no argument {name}")));
        };
        if let Some(value) = self.value(name) {
            return T::read(argument, value);
        }
        if !argument.default.is_empty() {
            let default: &'static RawValue = serde_json::from_str(argument.default)
                .map_err(|e| Error::internal(format!("the default of {name} is not JSON: {e}")))?;
            return T::read(argument, default);
        }
        T::absent().ok_or_else(|| Error::invalid(name, "required", "is required"))
    }
}
