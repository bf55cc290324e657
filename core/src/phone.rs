//! Phone numbers: one normal form from what people type (reference D3).

use std::borrow::Cow;
use std::fmt;

/// Why a phone number was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PhoneError {
    /// Nothing but spaces and signs.
    #[error("is empty; give the number in international form, such as +380671234567")]
    Empty,
    /// A character that no phone number has.
    #[error("may hold digits, one leading '+', spaces, '-', '(' and ')' only")]
    Character,
    /// Starts with a single zero, so that the country is not known.
    #[error("is a national number; give it in international form, such as +380671234567")]
    National,
    /// Shorter than 7 or longer than 15 digits.
    #[error("must have 7 to 15 digits with the country code (E.164)")]
    Length,
}

/// A phone number in international form.
///
/// `Display` writes `+` and the digits. Two numbers are equal when their digits are.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone {
    digits: String,
}

impl Phone {
    /// Reads a number: a leading `+` or `00` and spaces, `-`, `(`, `)` anywhere are taken off.
    ///
    /// # Errors
    /// [`PhoneError`] says which rule of E.164 is broken. A number that starts with a single `0` is
    /// refused, because nothing tells its country.
    ///
    /// ```
    /// let phone = smsbat_core::Phone::parse("+380 (67) 123-45-67")?;
    /// assert_eq!(phone.to_string(), "+380671234567");
    /// assert_eq!(phone.digits(), "380671234567");
    /// # Ok::<(), smsbat_core::PhoneError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        Ok(Self { digits: digits(text)?.into_owned() })
    }

    /// The digits alone, without `+`.
    pub fn digits(&self) -> &str {
        &self.digits
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.digits)
    }
}

/// Masked, so that a log line does not hold a person's number.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", mask(&self.digits))
    }
}

/// Whether [`Phone::parse`] takes it.
pub(crate) fn check(text: &str) -> Result<(), PhoneError> {
    digits(text).map(|_| ())
}

/// The digits of a number.
pub(crate) fn digits(text: &str) -> Result<Cow<'_, str>, PhoneError> {
    match normal(text) {
        Some(digits) => Ok(Cow::Borrowed(digits)),
        None => strip(text).map(Cow::Owned),
    }
}

/// The digits of a number that has nothing to take off but a plus sign, as nearly all have.
fn normal(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let fits = (7..=15).contains(&digits.len()) && !digits.starts_with('0');
    (fits && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// The digits of a number in any form.
fn strip(text: &str) -> Result<String, PhoneError> {
    let mut digits = String::with_capacity(text.len());
    let mut plus = false;
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '(' | ')' => {}
            '+' if !plus && digits.is_empty() => plus = true,
            _ => return Err(PhoneError::Character),
        }
    }
    if !plus && digits.starts_with("00") {
        digits.drain(..2);
    }
    match digits.len() {
        0 => Err(PhoneError::Empty),
        _ if digits.starts_with('0') => Err(PhoneError::National),
        7..=15 => Ok(digits),
        _ => Err(PhoneError::Length),
    }
}

/// The number with only its first three and last two digits: `380…67`.
pub(crate) fn mask(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 7 {
        return "…".to_owned();
    }
    let (head, tail) = (&digits[..3], &digits[digits.len() - 2..]);
    head.iter().chain(['…'].iter()).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_people_type() {
        for text in ["+380671234567", "380671234567", "00380671234567", " +380 (67) 123-45-67 "] {
            assert_eq!(Phone::parse(text).map(|p| p.to_string()), Ok("+380671234567".to_owned()), "{text}");
        }
    }

    #[test]
    fn refusals_name_the_rule() {
        for (text, why) in [
            ("", PhoneError::Empty),
            (" - ", PhoneError::Empty),
            ("0671234567", PhoneError::National),
            ("+0671234567", PhoneError::National),
            ("123456", PhoneError::Length),
            ("1234567890123456", PhoneError::Length),
            ("38067123456a", PhoneError::Character),
            ("++380671234567", PhoneError::Character),
            ("380+671234567", PhoneError::Character),
            ("٣٨٠671234567", PhoneError::Character),
        ] {
            assert_eq!(Phone::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn debug_is_masked() {
        let phone = Phone::parse("+380671234567").map(|p| format!("{p:?}"));
        assert_eq!(phone, Ok("Phone(380…67)".to_owned()));
    }
}
