//! Country codes, with the lengths and the national prefixes of their numbers.

use super::table::COUNTRIES;

/// A country code and its numbers.
#[derive(Debug)]
pub(crate) struct Country {
    code: u16,
    /// Bit N: a number can have N digits after the country code.
    lengths: u16,
    /// Bit N: a mobile number can have N digits after the country code.
    mobile: u16,
    /// True if a number can begin with 0.
    zero: bool,
    /// National prefixes, longest first.
    prefixes: &'static [&'static str],
    /// Name of its time zone; empty if it has several, or none.
    #[cfg_attr(not(feature = "bulk"), allow(dead_code))]
    zone: &'static str,
}

/// Makes a row of the table.
pub(super) const fn row(
    code: u16,
    lengths: u16,
    mobile: u16,
    zero: bool,
    prefixes: &'static [&'static str],
    zone: &'static str,
) -> Country {
    Country { code, lengths, mobile, zero, prefixes, zone }
}

/// Index of the country in the table for the first three digits of a number, or 255. No code is a prefix of another.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
static PLACES: [u8; 1000] = {
    let mut places = [u8::MAX; 1000];
    let mut place = 0;
    while place < COUNTRIES.len() {
        let code = COUNTRIES[place].code as usize;
        let width = match code {
            0..10 => 100,
            10..100 => 10,
            _ => 1,
        };
        let mut i = 0;
        while i < width {
            places[code * width + i] = place as u8;
            i += 1;
        }
        place += 1;
    }
    places
};

const _: () = assert!(COUNTRIES.len() < u8::MAX as usize);

/// Returns the number of digits of a country code.
pub(super) fn width(code: u16) -> usize {
    match code {
        0..10 => 1,
        10..100 => 2,
        _ => 3,
    }
}

impl Country {
    /// Returns the country of a number in international form. `digits` are ASCII digits.
    pub(super) fn of(digits: &[u8]) -> Option<&'static Self> {
        let [a, b, c, ..] = digits else { return None };
        let [a, b, c] = [a, b, c].map(|digit| usize::from(digit & 15));
        let first = a.saturating_mul(100).saturating_add(b.saturating_mul(10)).saturating_add(c);
        COUNTRIES.get(usize::from(*PLACES.get(first)?))
    }

    /// Returns the country with this code.
    pub(super) fn by_code(code: &str) -> Option<&'static Self> {
        let written =
            (1..=3).contains(&code.len()) && !code.starts_with('0') && code.bytes().all(|b| b.is_ascii_digit());
        let code = written.then(|| code.parse::<u16>().ok())??;
        COUNTRIES.iter().find(|c| c.code == code)
    }

    /// Returns its time zone; `None` if it has several.
    #[cfg(feature = "bulk")]
    pub(super) fn zone(&self) -> Option<&'static str> {
        Some(self.zone).filter(|zone| !zone.is_empty())
    }

    /// Returns the code as a number.
    pub(super) fn code(&self) -> u16 {
        self.code
    }

    /// Returns the number of digits of the code.
    pub(super) fn width(&self) -> usize {
        width(self.code)
    }

    /// Returns true if these can be the digits after the country code.
    pub(super) fn takes(&self, digits: &[u8]) -> bool {
        self.has_length(digits.len()) && !self.is_zero_too_many(digits)
    }

    pub(super) fn has_length(&self, length: usize) -> bool {
        length < 16 && self.lengths >> length & 1 == 1
    }

    pub(super) fn is_mobile_length(&self, length: usize) -> bool {
        length < 16 && self.mobile >> length & 1 == 1
    }

    /// Returns true if the digits after the country code begin with a 0 that no number of the country has.
    pub(super) fn is_zero_too_many(&self, digits: &[u8]) -> bool {
        !self.zero && digits.first() == Some(&b'0')
    }

    /// Returns the national prefixes, longest first.
    pub(super) fn prefixes(&self) -> &'static [&'static str] {
        self.prefixes
    }

    /// Returns the lengths in words: `9`, `8 or 9`, `5 to 13`.
    pub(super) fn lengths(&self) -> String {
        let all: Vec<usize> = (1..16).filter(|n| self.has_length(*n)).collect();
        let whole =
            |all: &[usize]| all.iter().zip(all.iter().skip(1)).all(|(one, next)| one.checked_add(1) == Some(*next));
        match all.as_slice() {
            [first, .., last] if all.len() > 2 && whole(&all) => format!("{first} to {last}"),
            [first @ .., last] if !first.is_empty() => {
                let first: Vec<String> = first.iter().map(usize::to_string).collect();
                format!("{} or {last}", first.join(", "))
            }
            _ => all.iter().map(usize::to_string).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_by_the_first_digits() {
        for (digits, code) in [("380671234567", Some(380)), ("12025550123", Some(1)), ("447700900123", Some(44))] {
            assert_eq!(Country::of(digits.as_bytes()).map(Country::code), code);
        }
        for none in ["671234567", "80671234567", "999123456789", "0671234567", "38", ""] {
            assert!(Country::of(none.as_bytes()).is_none(), "{none}");
        }
        for country in &COUNTRIES {
            let code = country.code.to_string();
            assert_eq!(Country::by_code(&code).map(Country::code), Some(country.code));
            assert_eq!(country.width(), code.len());
            assert_eq!(Country::of(format!("{code}0000").as_bytes()).map(Country::code), Some(country.code));
            assert!(country.lengths != 0 && country.mobile & !country.lengths == 0);
        }
        for country in &COUNTRIES {
            assert!(!country.has_length(0) && !country.has_length(16) && !country.is_mobile_length(16));
        }
        for none in ["", "0", "999", "38", "3800", "+380", "UA", "03", "07"] {
            assert!(Country::by_code(none).is_none(), "{none}");
        }
    }

    #[test]
    fn lengths_in_words() {
        let words = |code: &str| Country::by_code(code).map(Country::lengths).unwrap_or_default();
        assert_eq!(["380", "44", "54", "53"].map(words), ["9", "9 or 10", "10 or 11", "6, 7, 8 or 10"]);
        assert_eq!(words("20"), "8 to 10");
    }
}
