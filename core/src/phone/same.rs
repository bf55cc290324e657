//! Compares a recipient in a reply with the recipient of a message.

use std::borrow::Cow;

use super::country::Country;
use super::read::PhoneRules;
use crate::limits::EXACT;

/// Characters that replace masked digits.
const MASKS: [char; 7] = ['*', '#', '•', '…', 'x', 'X', '?'];

/// Returns the digits of a number in a reply; `None` if the text names nobody because it has no digits or masks some.
pub(crate) fn named_digits(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    let plain = text.strip_prefix('+').unwrap_or(text);
    if plain.bytes().all(|b| b.is_ascii_digit()) {
        return (!plain.is_empty()).then_some(Cow::Borrowed(plain));
    }
    if text.contains(MASKS) {
        return None;
    }
    if text.contains(['.', 'e', 'E']) {
        // JSON may have the number as a float.
        let number = text.parse::<f64>().ok().filter(|n| n.fract() == 0.0 && n.abs() < EXACT);
        if let Some(number) = number {
            return Some(Cow::Owned(format!("{:.0}", number.abs())));
        }
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(Cow::Owned(digits))
}

/// Returns true if `text` names the recipient with these digits (with country code), or `None` if it names nobody.
pub(crate) fn names(text: &str, recipient: &str) -> Option<bool> {
    let digits = named_digits(text)?;
    if digits == recipient {
        return Some(true);
    }
    if text.contains(['e', 'E']) && recipient.starts_with(digits.trim_end_matches('0')) {
        // `3.80671E+11` has lost its last digits.
        return None;
    }
    // Forms of the number in the recipient's country, and with `00`.
    let country = Country::of(recipient.as_bytes());
    let read = country.and_then(|country| PhoneRules::of_country(country).digits(text).ok());
    Some(read.is_some_and(|read| read == recipient))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipient_is_known_in_every_form() {
        for text in [
            "+380671234567",
            "380671234567",
            " +380 (67) 123-45-67",
            "00380671234567",
            "0671234567",
            "671234567",
            "80671234567",
            "067 123 45 67",
            "380671234567.0",
            "3.80671234567e11",
            "3.80671234567E+11",
            "tel:+380671234567",
        ] {
            assert_eq!(names(text, "380671234567"), Some(true), "{text}");
        }
        for text in [
            "+380671234568",
            "0671234568",
            "+671234567",
            "671234568",
            "1234567",
            "3806712345670",
            "38067123456",
            "4.80671E+11",
            "+10671234567",
            // A phone number has no fraction.
            "380671234566.6",
            "0",
        ] {
            assert_eq!(names(text, "380671234567"), Some(false), "{text}");
        }
        for text in ["", " ", "+", "null", "38067*****67", "+38067XXXXX67", "3.80671E+11", "somebody"] {
            assert_eq!(names(text, "380671234567"), None, "{text}");
        }
        assert_eq!(names("+12025550123", "12025550123"), Some(true));
        assert_eq!(names("(202) 555-0123", "12025550123"), Some(true));
        // From 2^53 on, a float may stand for a neighboring integer.
        assert_eq!(names("9007199254740991.0", "9007199254740991"), Some(true));
        assert_eq!(names("9007199254740992.0", "9007199254740992"), Some(false));
        // A number that was sent unchanged may not belong to any country.
        assert_eq!((names("5", "5"), names("6", "5"), names("6", "")), (Some(true), Some(false), Some(false)));
    }
}
