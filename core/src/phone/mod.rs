//! Phone numbers: converts the forms that people and spreadsheets write into one normal form (D3).
//!
//! Country codes and number lengths are our own table of 8 KB, which `tools/phones.py` generates from libphonenumber's
//! metadata. Existing crates cost more: `phonenumber` 0.3.10 adds 40 crates, 3 MB and 100 ms for the first number,
//! `rlibphonenumber` 2.2.15 adds 90 crates, 2.9 MB and 18 ms, and `phonelib` 2.1.0 has 350 KB of source. Their validity
//! rules follow operator ranges, which change every month, so that an old release refuses numbers that exist. Lengths
//! change rarely. Checking them takes a few nanoseconds and finds nearly every number that lost a digit or its country
//! code.

mod characters;
mod country;
mod mask;
mod read;
mod same;
mod table;

use std::fmt;
use std::str::FromStr;

pub(crate) use characters::{is_invisible, name as name_of_character};
use country::Country;
pub use mask::mask;
pub(crate) use mask::masked;
pub use read::PhoneRules;
#[cfg(feature = "bulk")]
pub(crate) use read::is_round;
pub(crate) use same::{named_digits, names};

use crate::problem::Problem;

/// Reason why a phone number was refused. `Display` never repeats the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PhoneError {
    /// No digit.
    #[error("is empty; write the number with '+' and the country code, such as +380671234567")]
    Empty,
    /// A character that no phone number has.
    #[error(
        "has {} at character {place}; digits, one leading '+', spaces, hyphens and parentheses are allowed",
        characters::name(*character)
    )]
    #[non_exhaustive]
    Character {
        /// The character.
        character: char,
        /// Its position in the text, from 1.
        place: usize,
    },
    /// A number in scientific notation, such as `3.80671E+11`, which has lost its last digits.
    #[error(
        "has lost digits: Excel shortened it to the form 1.23E+11; format the column as text and enter the numbers again"
    )]
    Shortened,
    /// A float with five or more zeros at its end, such as `380671000000.0`. It may be a number that was shortened.
    #[error(
        "is a float with five or more zeros at its end, as of a number that a table program shortened to the form 1.23E+11; \
         read the column as text"
    )]
    RoundFloat,
    /// A negative number, such as `-380671234567`: a calculation has changed it.
    #[error("is negative; write the number with '+' and the country code, such as +380671234567")]
    Negative,
    /// A number with a single leading zero, whose country is unknown.
    #[error(
        "is a national number: write it with '+' and the country code, such as +380671234567, or set country, such as 380"
    )]
    National,
    /// A number without `+` or `00`, short enough to be a national number.
    #[error(
        "has no '+' and may be a national number: write it with '+' and the country code, such as +380671234567, or set \
         country, such as 380"
    )]
    MaybeNational,
    /// An unknown country code.
    #[error("has an unknown country code{}", advice(*signed))]
    #[non_exhaustive]
    UnknownCountry {
        /// True if the number has `+` or `00`.
        signed: bool,
    },
    /// A wrong length for the country.
    #[error("has the wrong length for +{country}: {} digits needed after the country code{}", lengths(*country), advice(*signed))]
    #[non_exhaustive]
    CountryLength {
        /// The country code.
        country: u16,
        /// True if the number has `+` or `00`.
        signed: bool,
    },
    /// A zero after the country code, which the country's numbers do not have.
    #[error("has a 0 after the country code +{country}, which numbers of this country do not have: leave it out")]
    #[non_exhaustive]
    Zero {
        /// The country code.
        country: u16,
    },
    /// Neither a national number of the given country nor an international number.
    #[error(
        "is not a national number of +{country} ({} digits needed); write a number of another country with '+'",
        lengths(*country)
    )]
    #[non_exhaustive]
    NotNational {
        /// The given country code.
        country: u16,
    },
    /// Both a national number of the given country and an international number.
    #[error("can be read as a national number of +{country} and as an international one: write it with '+'")]
    #[non_exhaustive]
    Ambiguous {
        /// The given country code.
        country: u16,
    },
    /// Shorter than 7 or longer than 15 digits.
    #[error("must have 7 to 15 digits with the country code (E.164)")]
    Length,
    /// The given country code does not exist.
    #[error("must be the digits of a country code, such as 380")]
    Country,
}

impl PhoneError {
    /// Returns the problem of a call with a number, in the argument `phone`, and perhaps a country.
    #[doc(hidden)]
    pub fn problem(self, phone: &str) -> Problem {
        match self {
            Self::Country => Problem::new("country", "country", Self::Country.to_string()),
            _ => Problem::new(phone, "phone", self.to_string()),
        }
    }
}

/// Returns the name of the time zone that a number's country has; `None` if it has several.
#[cfg(feature = "bulk")]
pub(crate) fn zone_of(number: u64) -> Option<&'static str> {
    Country::of(number.to_string().as_bytes())?.zone()
}

/// Masks what is a phone number in an id, which may have long numbers of its own.
pub(crate) fn masked_id(id: &str) -> String {
    let (mut out, mut rest) = (String::new(), id);
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, digits) = rest.split_at(start);
        let run = digits.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        out.push_str(before);
        let signed = before.ends_with('+') && run.len() >= 7;
        if signed || Phone::parse(run).is_ok() {
            out.push_str(&mask(run))
        } else {
            out.push_str(run)
        }
        rest = digits.get(run.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Returns advice for a number without `+` or `00`.
fn advice(signed: bool) -> &'static str {
    if signed { "" } else { "; if it is a national number, set country, such as 380" }
}

fn lengths(country: u16) -> String {
    Country::by_code(&country.to_string()).map(Country::lengths).unwrap_or_default()
}

/// A phone number in international form, with a known country code and a valid length for its country.
///
/// `Display` writes `+` and the digits. Two numbers are equal if their digits are.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone {
    e164: String,
    country: u16,
}

impl Phone {
    /// Masks the phone numbers in a text of the provider, such as the reason for a refusal.
    pub fn masked_in(text: &str) -> String {
        masked(text)
    }

    /// Parses a number in international form: `+` or `00`, the country code and the number. Without `+` or `00`, it
    /// must have at least 10 digits, and with 10 or 11 digits the length of a mobile number.
    ///
    /// Removes spaces, hyphens, parentheses, invisible characters and a `(0)` after the country code, and also
    /// characters that spreadsheets add: `'`, `="…"` and `.0`.
    ///
    /// # Errors
    /// [`PhoneError`] with the reason. A number that may be a national one is refused, because its country is unknown:
    /// see [`Phone::parse_in`].
    ///
    /// ```
    /// let phone = smsbat_core::Phone::parse("+380 (67) 123-45-67")?;
    /// assert_eq!(phone.to_string(), "+380671234567");
    /// assert_eq!((phone.digits(), phone.country()), ("380671234567", "380"));
    /// # Ok::<(), smsbat_core::PhoneError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        PhoneRules::default().phone(text)
    }

    /// Parses a number like [`Phone::parse`], and also national numbers of the country with this code. Numbers of other
    /// countries need `+` or `00`, unless they are too long for a national number.
    ///
    /// # Errors
    /// Same as [`Phone::parse`], and [`PhoneError::Country`] if the country code does not exist.
    ///
    /// ```
    /// let phone = smsbat_core::Phone::parse_in("067 123-45-67", "380")?;
    /// assert_eq!(phone.e164(), "+380671234567");
    /// # Ok::<(), smsbat_core::PhoneError>(())
    /// ```
    pub fn parse_in(text: &str, country: &str) -> Result<Self, PhoneError> {
        PhoneRules::new(Some(country), true)?.phone(text)
    }

    /// Returns the number with `+`.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// Returns the digits, without `+`.
    pub fn digits(&self) -> &str {
        self.e164.trim_start_matches('+')
    }

    /// Returns the digits of the country code.
    pub fn country(&self) -> &str {
        let digits = self.digits();
        digits.get(..country::width(self.country)).unwrap_or(digits)
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, PhoneError> {
        Self::parse(text)
    }
}

/// Converts to the number with `+`, for arguments that take text.
impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.e164
    }
}

impl From<&Phone> for String {
    fn from(phone: &Phone) -> Self {
        phone.e164.clone()
    }
}

impl AsRef<str> for Phone {
    fn as_ref(&self) -> &str {
        &self.e164
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.e164)
    }
}

/// Masks the number, so that log lines do not contain a person's number.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", mask(&self.e164))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_is_masked() {
        let phone = Phone::parse("+380671234567").map(|p| format!("{p:?}"));
        assert_eq!(phone, Ok("Phone(380…67)".to_owned()));
    }

    #[test]
    fn a_mask_shows_no_more_than_five_digits() {
        for (text, shown) in [("+1234567", "123…67"), ("380671234567", "380…67"), ("123456", "…"), ("", "…")] {
            assert_eq!(mask(text), shown);
        }
    }

    #[test]
    fn what_a_spreadsheet_shortened_is_told_from_other_mistakes() {
        for text in ["3.80671E+11", "3,8e11", "3.E+11", "+3.8E+11", "38E10", "3.8E-11"] {
            assert_eq!(Phone::parse(text), Err(PhoneError::Shortened), "{text}");
        }
        for text in ["xE+11", "E+11", "3.xE+11", "3.8E+", "3.8E+x", "3.8Ex1", "38067e"] {
            assert!(
                matches!(Phone::parse(text), Err(PhoneError::Character { .. })),
                "{text}: {:?}",
                Phone::parse(text)
            );
        }
    }

    #[test]
    fn a_phone_is_written_as_it_is_dialed() {
        assert_eq!(Phone::parse("380 67 123-45-67").map(|phone| phone.to_string()), Ok("+380671234567".to_owned()));
    }

    #[test]
    #[cfg(feature = "bulk")]
    fn another_country_keeps_the_other_rules() {
        let rules = PhoneRules::new(Some("44"), true).and_then(|rules| rules.with_country("+380"));
        let read = rules.and_then(|rules| rules.phone("067 123 45 67"));
        assert_eq!(read.map(|phone| phone.to_string()), Ok("+380671234567".to_owned()));
        assert_eq!(PhoneRules::LOOSE.with_country("999").err(), Some(PhoneError::Country));
    }

    #[test]
    fn advice_to_name_the_country_is_for_those_who_named_none() {
        for (text, country, advised) in [
            ("+999123456789", None, false),
            ("00999123456789", None, false),
            ("999123456789", None, true),
            ("999123456789", Some("380"), false),
            ("+38067123456", None, false),
            ("38067123456", None, true),
            ("3806712345678", Some("380"), false),
        ] {
            let read = country.map_or_else(|| Phone::parse(text), |country| Phone::parse_in(text, country));
            let said = read.map_err(|e| e.to_string()).err().unwrap_or_default();
            assert!(said.contains("country code"), "{text}: {said}");
            assert_eq!(said.contains("set country"), advised, "{text}: {said}");
        }
    }

    #[test]
    fn a_reason_of_the_provider_shows_no_number() {
        assert_eq!(Phone::masked_in("no route to +380671234567"), "no route to +380…67");
    }

    #[test]
    fn a_phone_knows_its_parts() {
        for (text, country) in [("+12025550123", "1"), ("+447700900123", "44"), ("+380671234567", "380")] {
            let phone = text.parse::<Phone>();
            assert_eq!(phone.as_ref().map(Phone::e164), Ok(text));
            assert_eq!(phone.as_ref().map(Phone::country), Ok(country));
        }
    }

    #[test]
    fn no_text_repeats_the_number() {
        for text in ["0671234567", "671234567", "+38067123456", "+999123456789", "+4401234567890", "3.80671E+11"] {
            let said = Phone::parse(text).map_err(|e| e.to_string()).err().unwrap_or_default();
            assert!(!said.is_empty(), "{text}");
            assert!(!said.replace("+380671234567", "").contains(&text[2..]), "{said}");
        }
    }

    #[test]
    fn an_id_keeps_numbers_that_are_no_phones() {
        for id in ["0HMVD9K3:00000001", "1732878378123", "b7c1d2e3-1234-4567-8901-123456789012", "req-42", "", "+12"] {
            assert_eq!(masked_id(id), id);
        }
        assert_eq!(masked_id("+380671234560"), "+380…60");
        assert_eq!(masked_id("req-380671234560/2"), "req-380…60/2");
        assert_eq!(masked_id("a+1234567"), "a+123…67");
    }
}
