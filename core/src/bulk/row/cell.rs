//! The value of a column in one row, as a phone number, in a text and as an integer.
//!
//! A number is an identifier: one that may have lost digits is refused, never rounded.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::limits::EXACT;
use crate::model::Object;
use crate::phone::{PhoneError, is_round};
use crate::problem::Problem;

/// The value of a column in one row.
///
/// White space around a text is taken off, and a blank text is nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// Text.
    Text(&'a str),
    /// An integer.
    Int(i64),
    /// A number as it is written, with all its digits: `12345678901234567890`, `12.50`, `1.5e3`.
    Number(&'a str),
    /// A number with a fraction, or one that a data frame holds so. Not a number is nothing.
    Float(f64),
    /// A float of 32 bits, which holds no phone number.
    Float32(f32),
    /// True or false; `true` or `false` in a text.
    Bool(bool),
    /// A day, as `2026-12-02`.
    Date(&'a str),
    /// An object or a list, as JSON.
    Json(&'a str),
    /// Parts of a message, such as a button or cards; one where the argument takes one.
    Parts(&'a [Object]),
    /// A value that no message can hold, such as `a time`. Its row is refused.
    Other(&'a str),
}

/// Smallest whole number from which on floats of 32 bits have gaps.
const EXACT_32: f32 = (1_u32 << 24) as f32;
/// Digits of the longest number with an exponent that is written out.
const LONGEST: usize = 40;
/// The least number that is written out within that length. As JSON, a smaller float is refused by its exponent.
const LEAST: f64 = 1e-41;

const BEYOND: &str = "is too large or too small a number to be written out";

impl Cell<'_> {
    /// Returns the value without white space around it.
    pub(crate) fn trimmed(self) -> Self {
        match self {
            Self::Text(text) => Self::Text(text.trim()),
            other => other,
        }
    }

    /// Returns true if it is nothing; the value must be trimmed.
    pub(crate) fn is_null(&self) -> bool {
        match self {
            Self::Null | Self::Text("") => true,
            Self::Float(number) => number.is_nan(),
            Self::Float32(number) => number.is_nan(),
            _ => false,
        }
    }

    /// Appends the value as it stands in a text; it must be trimmed.
    pub(crate) fn write(&self, out: &mut String) -> Result<(), CellError> {
        match *self {
            Self::Null => {}
            Self::Text(text) | Self::Date(text) => out.push_str(text),
            Self::Int(number) => out.push_str(itoa::Buffer::new().format(number)),
            Self::Number(text) => out.push_str(&written_out(text)?),
            Self::Float(number) => {
                let exact = number.fract() != 0.0 || number.abs() < EXACT;
                not_tiny(number)?;
                // Adding nothing makes `-0` a `0`.
                float(number + 0.0, number.is_infinite(), exact, out)?;
            }
            Self::Float32(number) => {
                let exact = number.fract() != 0.0 || number.abs() < EXACT_32;
                not_tiny(number.into())?;
                float(number + 0.0, number.is_infinite(), exact, out)?;
            }
            Self::Bool(flag) => out.push_str(if flag { "true" } else { "false" }),
            Self::Json(_) | Self::Parts(_) => {
                return Err(CellError::of_type("is a list or an object, which a text cannot hold"));
            }
            Self::Other(what) => {
                return Err(CellError::of_type(format!("is {what}, which a message cannot hold; make it text")));
            }
        }
        Ok(())
    }

    /// Appends the value as the text of a phone number; it must be trimmed. The text is not checked.
    pub(crate) fn write_phone(&self, out: &mut String) -> Result<(), CellError> {
        match *self {
            Self::Float32(_) => {
                let message = "is a float32, which cannot hold a phone number; make the column text or int64";
                return Err(CellError::of_type(message));
            }
            Self::Bool(_) | Self::Date(_) | Self::Json(_) | Self::Parts(_) => {
                return Err(CellError::of_type("must be a phone number, as text or an integer"));
            }
            Self::Number(text) if text.contains(['e', 'E']) => {
                return Err(CellError::lost("is a number with an exponent, which may have lost digits; make it text"));
            }
            Self::Number(text) => {
                let number = written_out(text)?;
                out.push_str(whole(&number).ok_or_else(|| CellError::of_type("has a fraction; make it text"))?);
            }
            Self::Float(number) if number.is_finite() && number.fract() != 0.0 => {
                return Err(CellError::of_type("has a fraction; make it text"));
            }
            _ => self.write(out)?,
        }
        // A minus sign would be taken for one of the hyphens that people put between digits.
        if out.starts_with('-') && !matches!(self, Self::Text(_)) {
            return Err(CellError::of_type("is negative"));
        }
        let is_float = match self {
            Self::Float(_) => true,
            Self::Number(text) => text.contains('.'),
            _ => false,
        };
        if is_float && is_round(out) {
            return Err(CellError(Problem::new("", "phone", PhoneError::RoundFloat.to_string())));
        }
        Ok(())
    }

    /// Returns the value as the text of a phone number, which is not checked. `name` is the argument that holds it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] for a value that cannot be one.
    #[doc(hidden)]
    pub fn phone_text(&self, name: &str) -> Result<String, Error> {
        let mut text = String::new();
        self.trimmed().write_phone(&mut text).map_err(|error| Error::validation(vec![error.problem(name)]))?;
        Ok(text)
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        match *self {
            Self::Int(number) => Some(number),
            Self::Float(number) if number.fract() == 0.0 && number.abs() < EXACT => Some(number as i64),
            Self::Float32(number) if number.fract() == 0.0 && number.abs() < EXACT_32 => Some(number as i64),
            // What shows a number with an exponent may have shortened it.
            Self::Text(text) if text.contains(['e', 'E']) => None,
            Self::Text(text) | Self::Number(text) => {
                text.parse().ok().or_else(|| whole(&written_out(text).ok()?)?.parse().ok())
            }
            _ => None,
        }
    }

    pub(crate) fn json(&self) -> Option<&str> {
        match self {
            Self::Json(text) | Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn parse<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(self.json()?).ok()
    }
}

/// Reason why a cell cannot be what it should be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CellError(Problem);

impl CellError {
    /// The value is of another type.
    pub(crate) fn of_type(message: impl Into<String>) -> Self {
        Self(Problem::new("", "type", message))
    }

    /// The value is a number whose digits are not known.
    fn lost(message: &'static str) -> Self {
        Self(Problem::new("", "range", message))
    }

    pub(crate) fn problem(self, path: &str) -> Problem {
        self.0.below(path)
    }
}

/// Appends a float in the shortest form that reads back the same. A column of integers with gaps comes as floats, so
/// that an integer has no `.0`.
fn float(number: impl std::fmt::Display, infinite: bool, exact: bool, out: &mut String) -> Result<(), CellError> {
    use std::fmt::Write;
    if infinite {
        return Err(CellError::lost("is infinite"));
    }
    if !exact {
        return Err(CellError::lost("is so large a float that it may have lost digits; make the column text or int64"));
    }
    // Writing to a string cannot fail.
    let _ = write!(out, "{number}");
    Ok(())
}

/// Refuses a float that would be a text of zeros.
fn not_tiny(number: f64) -> Result<(), CellError> {
    if number != 0.0 && number.abs() < LEAST { Err(CellError::lost(BEYOND)) } else { Ok(()) }
}

/// A number without an exponent; all digits that were written stay.
fn written_out(text: &str) -> Result<Cow<'_, str>, CellError> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if is_digits(text) {
        return Ok(Cow::Borrowed(text));
    }
    let (sign, number) = text.strip_prefix('-').map_or(("", text), |number| ("-", number));
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{integer}{fraction}");
    let bare = exponent.trim_start_matches(['+', '-']);
    if number.to_ascii_lowercase().starts_with("inf") {
        return Err(CellError::lost("is infinite"));
    }
    if !is_digits(&digits) || !is_digits(bare) || exponent.len().saturating_sub(bare.len()) > 1 {
        return Err(CellError::of_type("is not a number"));
    }
    if mantissa.len() == number.len() {
        return Ok(Cow::Borrowed(text));
    }
    let point = exponent.parse::<i64>().ok().and_then(|e| e.checked_add(integer.len() as i64));
    let fits = |point: &i64| point.unsigned_abs() <= LONGEST as u64 && digits.len() <= LONGEST;
    let Some(point) = point.filter(fits) else {
        return Err(CellError::lost(BEYOND));
    };
    let before = usize::try_from(point).unwrap_or(0);
    let zeros = "0".repeat(usize::try_from(point.saturating_neg()).unwrap_or(0));
    let all = format!("{zeros}{digits:0<before$}");
    let (integer, fraction) = all.split_at(before);
    let integer = integer.trim_start_matches('0');
    let integer = if integer.is_empty() { "0" } else { integer };
    let mark = if fraction.is_empty() { "" } else { "." };
    Ok(Cow::Owned(format!("{sign}{integer}{mark}{fraction}")))
}

/// The number without its fraction, if that is zero.
fn whole(number: &str) -> Option<&str> {
    match number.split_once('.') {
        None => Some(number),
        Some((integer, fraction)) => fraction.bytes().all(|b| b == b'0').then_some(integer),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn text(cell: Cell<'_>) -> Result<String, String> {
        let mut out = String::new();
        cell.trimmed().write(&mut out).map(|()| out).map_err(|error| error.0.rule().to_owned())
    }

    fn phone(cell: Cell<'_>) -> Result<String, String> {
        let mut out = String::new();
        cell.trimmed().write_phone(&mut out).map(|()| out).map_err(|error| error.0.rule().to_owned())
    }

    #[test]
    fn a_number_is_whole_only_if_it_is_known_to_be() {
        for (cell, whole) in [
            (Cell::Int(-7), Some(-7)),
            (Cell::Float(7.0), Some(7)),
            (Cell::Float(9_007_199_254_740_991.0), Some(9_007_199_254_740_991)),
            (Cell::Float(9_007_199_254_740_992.0), None),
            (Cell::Float(7.5), None),
            (Cell::Float32(7.0), Some(7)),
            (Cell::Float32(16_777_216.0), None),
            (Cell::Float32(7.5), None),
            (Cell::Text("7e1"), None),
            (Cell::Bool(true), None),
        ] {
            assert_eq!(cell.integer(), whole, "{cell:?}");
        }
        assert!(Cell::Float32(f32::NAN).is_null() && Cell::Float(f64::NAN).is_null() && !Cell::Float32(0.0).is_null());
    }

    #[test]
    fn numbers_in_a_text_have_the_digits_they_were_given_with() {
        for (cell, expected) in [
            (Cell::Number("12345678901234567890"), "12345678901234567890"),
            (Cell::Number("12.50"), "12.50"),
            (Cell::Number("-0.10"), "-0.10"),
            (Cell::Number("1e3"), "1000"),
            (Cell::Number("1.50E+1"), "15.0"),
            (Cell::Number("12.5e-3"), "0.0125"),
            (Cell::Number("-2E-7"), "-0.0000002"),
            (Cell::Number("0E-2"), "0.00"),
            (Cell::Float32(19.99), "19.99"),
            (Cell::Float32(16_777_215.0), "16777215"),
            (Cell::Float(19.99), "19.99"),
            (Cell::Float(0.1 + 0.2), "0.30000000000000004"),
            (Cell::Float(0.00001), "0.00001"),
            (Cell::Float(7.0), "7"),
            (Cell::Float(-0.0), "0"),
            (Cell::Float32(-0.0), "0"),
            (Cell::Float(9_007_199_254_740_991.0), "9007199254740991"),
            (Cell::Text("\u{a0} Ada \t"), "Ada"),
            (Cell::Bool(true), "true"),
            (Cell::Date("2026-12-02"), "2026-12-02"),
        ] {
            assert_eq!(text(cell).as_deref(), Ok(expected), "{cell:?}");
        }
        for cell in [
            Cell::Number("1e400"),
            Cell::Number("1e9223372036854775807"),
            Cell::Number("Infinity"),
            Cell::Float(f64::INFINITY),
            Cell::Float32(f32::NEG_INFINITY),
            Cell::Float(9_007_199_254_740_992.0),
            Cell::Float32(16_777_216.0),
            Cell::Float(-2e-250),
            Cell::Number("-2e-250"),
            Cell::Float32(1e-44),
        ] {
            assert_eq!(text(cell), Err("range".to_owned()), "{cell:?}");
        }
        for text in ["1e", "xe5", "", "-", "1e5x", "."] {
            assert_eq!(self::text(Cell::Number(text)), Err("type".to_owned()), "{text}");
        }
        for cell in [Cell::Number("ten"), Cell::Number("1e+-3"), Cell::Json("[]"), Cell::Other("a time")] {
            assert_eq!(text(cell), Err("type".to_owned()), "{cell:?}");
        }
    }

    #[test]
    fn an_argument_may_be_any_cell_that_is_a_phone_number() {
        assert_eq!(Cell::Int(380671234567).phone_text("to").unwrap(), "380671234567");
        assert_eq!(Cell::Text(" 067 123 ").phone_text("to").unwrap(), "067 123");
        let error = Cell::Float(380671000000.0).phone_text("phones[3]").unwrap_err();
        assert_eq!((error.problems()[0].argument(), error.problems()[0].rule()), ("phones[3]", "phone"));
    }

    #[test]
    fn a_phone_number_has_lost_no_digit() {
        for cell in [
            Cell::Int(380671234567),
            Cell::Float(380671234567.0),
            Cell::Number("380671234567"),
            Cell::Number("380671234567.00"),
            Cell::Text(" 380671234567 "),
        ] {
            assert_eq!(phone(cell).as_deref(), Ok("380671234567"), "{cell:?}");
        }
        assert_eq!(phone(Cell::Int(380671000000)).as_deref(), Ok("380671000000"));
        for (cell, rule) in [
            (Cell::Float(380671000000.0), "phone"),
            (Cell::Float(380671200000.0), "phone"),
            (Cell::Number("380671000000.0"), "phone"),
            (Cell::Float(-380671000000.0), "type"),
            (Cell::Float32(7_654_321.0), "type"),
            (Cell::Float(380671234567.5), "type"),
            (Cell::Float(9_007_199_254_740_992.0), "range"),
            (Cell::Float(f64::INFINITY), "range"),
            (Cell::Number("3.80671234567e11"), "range"),
            (Cell::Number("380671234567.5"), "type"),
            (Cell::Int(-380671234567), "type"),
            (Cell::Number("-380671234567"), "type"),
            (Cell::Float(-380671234567.0), "type"),
            (Cell::Bool(true), "type"),
            // Without its hyphens it would be a number in Egypt.
            (Cell::Date("2026-12-02"), "type"),
            (Cell::Json("[\"380671234567\"]"), "type"),
            (Cell::Other("a time"), "type"),
        ] {
            assert_eq!(phone(cell), Err(rule.to_owned()), "{cell:?}");
        }
    }

    #[test]
    fn integers_are_the_same_in_every_form() {
        for cell in [
            Cell::Int(60),
            Cell::Float(60.0),
            Cell::Float32(60.0),
            Cell::Text("60"),
            Cell::Text("60.0"),
            Cell::Number("6e1"),
        ] {
            assert_eq!(cell.integer(), Some(60), "{cell:?}");
        }
        for cell in [Cell::Float(60.5), Cell::Text("60.5"), Cell::Text("1.2E+3"), Cell::Bool(true), Cell::Null] {
            assert_eq!(cell.integer(), None, "{cell:?}");
        }
    }
}
