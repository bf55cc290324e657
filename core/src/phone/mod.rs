//! Phone numbers: one normal form from what people and spreadsheets write (D3).
//!
//! Country codes and the lengths of their numbers are a table of our own, 8 KB in the library, that `tools/phones.py`
//! writes from libphonenumber's metadata. The crates for it cost more: `phonenumber` 0.3.10 brings 40 crates, 3 MB and
//! 100 ms at the first number, `rlibphonenumber` 2.2.15 brings 90 crates, 2.9 MB and 18 ms, `phonelib` 2.1.0 has 350 KB
//! of source. What they call valid follows the ranges of operators, which change every month, so that an old release
//! refuses numbers that exist. Lengths change rarely, find nearly every number that lost a digit or its country code,
//! and are looked up in a few nanoseconds.

mod characters;
mod country;
mod mask;
mod read;
mod same;
mod table;

use std::fmt;
use std::str::FromStr;

use country::Country;
pub use mask::mask;
pub(crate) use mask::masked;
pub use read::PhoneRules;
pub(crate) use same::{named_digits, names};

/// Why a phone number was refused. `Display` never repeats the number.
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
        /// Its place in the text, from 1.
        place: usize,
    },
    /// A form such as `3.80671E+11`, which has only the first digits of the number.
    #[error(
        "has lost digits: Excel shortened it to the form 1.23E+11; format the column as text and enter the numbers again"
    )]
    Shortened,
    /// Starts with a single zero, so that its country is not known.
    #[error(
        "is a national number: write it with '+' and the country code, such as +380671234567, or set country, such as 380"
    )]
    National,
    /// Neither `+` nor `00`, and so short that it may be a national number.
    #[error(
        "has no '+' and may be a national number: write it with '+' and the country code, such as +380671234567, or set \
         country, such as 380"
    )]
    MaybeNational,
    /// Begins with no country code.
    #[error("has an unknown country code{}", advice(*signed))]
    #[non_exhaustive]
    UnknownCountry {
        /// Whether the number has `+` or `00`.
        signed: bool,
    },
    /// A length that no number of its country has.
    #[error("has the wrong length for +{country}: {} digits needed after the country code{}", lengths(*country), advice(*signed))]
    #[non_exhaustive]
    CountryLength {
        /// The country code.
        country: u16,
        /// Whether the number has `+` or `00`.
        signed: bool,
    },
    /// A zero after the country code, where the country's numbers have none.
    #[error("has a 0 after the country code +{country}, where numbers of this country have none: leave it out")]
    #[non_exhaustive]
    Zero {
        /// The country code.
        country: u16,
    },
    /// Neither a national number of the country that was given nor an international one.
    #[error(
        "is no national number of +{country} ({} digits needed); write a number of another country with '+'",
        lengths(*country)
    )]
    #[non_exhaustive]
    NotNational {
        /// The country code that was given.
        country: u16,
    },
    /// Both a national number of the country that was given and an international one.
    #[error("can be read as a national number of +{country} and as an international one: write it with '+'")]
    #[non_exhaustive]
    Ambiguous {
        /// The country code that was given.
        country: u16,
    },
    /// Shorter than 7 or longer than 15 digits.
    #[error("must have 7 to 15 digits with the country code (E.164)")]
    Length,
    /// The country that was given does not exist.
    #[error("must be the digits of a country code, such as 380")]
    Country,
}

impl PhoneError {
    /// The name of the argument that is wrong: the country, or the one that holds the number.
    #[doc(hidden)]
    pub fn argument(self, phone: &'static str) -> &'static str {
        if self == Self::Country { "country" } else { phone }
    }
}

/// Returns the name of the time zone that a number's country has; `None` if it has several.
#[cfg(feature = "bulk")]
pub(crate) fn zone_of(number: u64) -> Option<&'static str> {
    Country::of(number.to_string().as_bytes())?.zone()
}

/// What to do about a number without a sign.
fn advice(signed: bool) -> &'static str {
    if signed { "" } else { "; if it is a national number, set country, such as 380" }
}

fn lengths(country: u16) -> String {
    Country::by_code(&country.to_string()).map(Country::lengths).unwrap_or_default()
}

/// A phone number in international form, with a known country code and a length that its country has.
///
/// `Display` writes `+` and the digits. Two numbers are equal when their digits are.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone {
    e164: String,
    country: u16,
}

impl Phone {
    /// Masks the phone numbers in a text of the provider, such as the reason of a refusal.
    pub fn masked_in(text: &str) -> String {
        masked(text)
    }

    /// Reads a number in international form: `+` or `00`, the country code and the number. Without `+` and `00` it
    /// must have 10 digits or more, and up to 11 the length of a mobile number.
    ///
    /// Spaces, hyphens, parentheses and invisible characters are taken off, `(0)` after the country code too, and what
    /// spreadsheets put around a number: `'`, `="…"`, `.0`.
    ///
    /// # Errors
    /// [`PhoneError`] names what is wrong. A number that may be a national one is refused, because nothing tells its
    /// country: see [`Phone::parse_in`].
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

    /// Reads a number as [`Phone::parse`] does, and national numbers as people write them in the country with this
    /// code. Numbers of other countries need `+` or `00`, unless they are too long to be national ones.
    ///
    /// # Errors
    /// As [`Phone::parse`]; [`PhoneError::Country`] if there is no such country code.
    ///
    /// ```
    /// let phone = smsbat_core::Phone::parse_in("067 123-45-67", "380")?;
    /// assert_eq!(phone.e164(), "+380671234567");
    /// # Ok::<(), smsbat_core::PhoneError>(())
    /// ```
    pub fn parse_in(text: &str, country: &str) -> Result<Self, PhoneError> {
        PhoneRules::new(Some(country), true)?.phone(text)
    }

    /// The number with `+`.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// The digits alone, without `+`.
    pub fn digits(&self) -> &str {
        self.e164.trim_start_matches('+')
    }

    /// The digits of the country code.
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

/// The number with `+`, for arguments that take text.
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

/// Masked, so that a log line does not hold a person's number.
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
}
