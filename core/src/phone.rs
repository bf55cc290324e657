//! Phone numbers: one normal form from what people type (reference D3).

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
        let mut digits = String::with_capacity(15);
        write_digits(text, &mut digits)?;
        Ok(Self { digits })
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

/// Appends the digits of `text` to `out`, or leaves `out` as it was.
pub(crate) fn write_digits(text: &str, out: &mut String) -> Result<(), PhoneError> {
    let start = out.len();
    let mut plus = false;
    for c in text.chars() {
        match c {
            '0'..='9' => out.push(c),
            ' ' | '-' | '(' | ')' => {}
            '+' if !plus && out.len() == start => plus = true,
            _ => {
                out.truncate(start);
                return Err(PhoneError::Character);
            }
        }
    }
    if !plus && out[start..].starts_with("00") {
        out.drain(start..start + 2);
    }
    let digits = &out[start..];
    let problem = match digits.len() {
        0 => Some(PhoneError::Empty),
        _ if digits.starts_with('0') => Some(PhoneError::National),
        7..=15 => None,
        _ => Some(PhoneError::Length),
    };
    if let Some(problem) = problem {
        out.truncate(start);
        return Err(problem);
    }
    Ok(())
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
