//! Parses numbers: removes formatting, then decides which number the digits are.

use std::borrow::Cow;

use super::characters::{is_hyphen, is_invisible, is_line_break};
use super::country::Country;
use super::{Phone, PhoneError};

/// Smallest number of digits of an international number without `+` or `00`. Shorter ones are national somewhere.
const UNSIGNED: usize = 10;

/// Largest number of digits of the national numbers that are most often mistaken for international ones: those of
/// Russia and North America, with their prefix.
const NATIONAL: usize = 11;

/// Rules for reading phone numbers. Opaque outside this crate.
#[derive(Debug, Clone, Copy)]
pub struct PhoneRules {
    /// Country of national numbers.
    country: Option<&'static Country>,
    /// True if the country code and the length are checked.
    check: bool,
}

impl Default for PhoneRules {
    fn default() -> Self {
        Self { country: None, check: true }
    }
}

impl PhoneRules {
    /// Checks only E.164's 7 to 15 digits, for numbers that are sent unchanged.
    pub(crate) const LOOSE: Self = Self { country: None, check: false };

    /// Makes rules. `country` is a country code, with or without `+`.
    pub(crate) fn new(country: Option<&str>, check: bool) -> Result<Self, PhoneError> {
        let find = |code: &str| {
            let code = code.trim();
            Country::by_code(code.strip_prefix('+').unwrap_or(code)).ok_or(PhoneError::Country)
        };
        Ok(Self { country: country.map(find).transpose()?, check })
    }

    /// Makes rules for national numbers of this country.
    pub(super) fn of_country(country: &'static Country) -> Self {
        Self { country: Some(country), check: true }
    }

    /// Returns the same rules with another country.
    #[cfg(feature = "bulk")]
    pub(crate) fn with_country(self, country: &str) -> Result<Self, PhoneError> {
        Self::new(Some(country), self.check)
    }

    /// Returns an error if a number cannot be read.
    pub(crate) fn check(self, text: &str) -> Result<(), PhoneError> {
        self.digits(text).map(|_| ())
    }

    /// Reads a number. Its country is known only if it was checked.
    pub(super) fn phone(self, text: &str) -> Result<Phone, PhoneError> {
        let digits = self.digits(text)?;
        let country = Country::of(digits.as_bytes()).ok_or(PhoneError::UnknownCountry { signed: true })?;
        Ok(Phone { e164: format!("+{digits}"), country: country.code() })
    }

    /// Returns the digits of a number, with the country code.
    #[inline]
    pub fn digits(self, text: &str) -> Result<Cow<'_, str>, PhoneError> {
        match written_whole(text) {
            Some(digits) => Ok(Cow::Borrowed(digits)),
            None => self.read(text),
        }
    }

    fn read(self, text: &str) -> Result<Cow<'_, str>, PhoneError> {
        let digits = text.strip_prefix('+').unwrap_or(text);
        if digits.bytes().all(|b| b.is_ascii_digit()) {
            return self.whole(digits.len() < text.len(), digits);
        }
        let (signed, digits) = clean(text)?;
        self.whole(signed, &digits).map(|whole| Cow::Owned(whole.into_owned()))
    }

    /// Adds the country code to digits if it is missing. `signed` is true if they follow a `+`, or are an international
    /// number for another reason.
    fn whole(self, signed: bool, digits: &str) -> Result<Cow<'_, str>, PhoneError> {
        let (signed, digits) = match digits.strip_prefix("00") {
            Some(rest) if !signed => (true, rest),
            _ => (signed, digits),
        };
        if digits.is_empty() {
            return Err(PhoneError::Empty);
        }
        if let (false, Some(country)) = (signed, self.country)
            && let Some(national) = national(country, digits)?
        {
            return Ok(Cow::Owned(format!("{}{national}", country.code())));
        }
        if self.check {
            self.check_international(signed, digits)?;
        } else if digits.starts_with('0') {
            return Err(if signed { PhoneError::UnknownCountry { signed } } else { PhoneError::National });
        } else if !(7..=15).contains(&digits.len()) {
            return Err(PhoneError::Length);
        }
        Ok(Cow::Borrowed(digits))
    }

    fn check_international(self, signed: bool, digits: &str) -> Result<(), PhoneError> {
        let national = match self.country {
            Some(country) => PhoneError::NotNational { country: country.code() },
            None if digits.starts_with('0') => PhoneError::National,
            None => PhoneError::MaybeNational,
        };
        if !signed && (digits.len() < UNSIGNED || digits.starts_with('0')) {
            return Err(national);
        }
        // If the country is set, the advice to set it does not help.
        let advised = signed || self.country.is_some();
        let country = Country::of(digits.as_bytes()).ok_or(PhoneError::UnknownCountry { signed: advised })?;
        let rest = digits.as_bytes().get(country.width()..).unwrap_or_default();
        if country.takes(rest) {
            let own = self.country.is_some_and(|own| own.code() == country.code());
            // 8671234567 is more likely a Ukrainian number without its zero than a short Chinese landline number.
            let sure = signed || own || digits.len() > NATIONAL || country.is_mobile_length(rest.len());
            return if sure { Ok(()) } else { Err(national) };
        }
        Err(match country.is_zero_too_many(rest) {
            true => PhoneError::Zero { country: country.code() },
            false => PhoneError::CountryLength { country: country.code(), signed: advised },
        })
    }
}

/// Fast path for a plus sign and digits, which all rules read in the same way and nearly all numbers are. Returns the
/// digits.
#[inline]
fn written_whole(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('+')?;
    let bytes = digits.as_bytes();
    let country = Country::of(bytes)?;
    let fits = country.takes(bytes.get(country.width()..)?) && bytes.iter().all(u8::is_ascii_digit);
    fits.then_some(digits)
}

/// Returns the digits after the country code, if `digits` can be a national number of the country.
fn national<'d>(country: &Country, digits: &'d str) -> Result<Option<&'d str>, PhoneError> {
    let mut after_prefix = country.prefixes().iter().filter_map(|prefix| digits.strip_prefix(prefix));
    if let Some(rest) = after_prefix.find(|rest| country.takes(rest.as_bytes())) {
        return Ok(Some(rest));
    }
    if !country.takes(digits.as_bytes()) {
        return Ok(None);
    }
    // In countries with many lengths, 491711234567 may be a long German number or a mobile number with its code.
    let other = Country::of(digits.as_bytes()).filter(|other| {
        digits.len() >= UNSIGNED && digits.as_bytes().get(other.width()..).is_some_and(|rest| other.takes(rest))
    });
    match other {
        Some(other) if other.code() == country.code() || !country.is_mobile_length(digits.len()) => {
            Err(PhoneError::Ambiguous { country: country.code() })
        }
        _ => Ok(Some(digits)),
    }
}

/// Returns the digits of a text, and true if they are an international number.
fn clean(text: &str) -> Result<(bool, String), PhoneError> {
    let seen: Vec<(usize, char)> = (1..).zip(text.chars()).filter(|(_, c)| !is_invisible(*c)).collect();
    let mut rest = without_spreadsheet(&seen)?;
    let mut digits = String::new();
    let (mut plus, mut signed) = (false, false);
    while let [(place, c), after @ ..] = rest {
        rest = after;
        match *c {
            c if c.is_ascii_digit() => digits.push(c),
            '+' if !plus && digits.is_empty() => plus = true,
            '(' => {
                let code = if plus { Some(digits.as_str()) } else { digits.strip_prefix("00").or(Some(&digits)) };
                if let Some(after) = code.and_then(|code| without_prefix(code, after)) {
                    (signed, rest) = (true, after);
                }
            }
            ')' => {}
            c if is_hyphen(c) => {}
            character => return Err(PhoneError::Character { character, place: *place }),
        }
    }
    let digits = match digits.strip_prefix("00") {
        Some(rest) if signed && !plus => rest.to_owned(),
        _ => digits,
    };
    Ok((plus || signed, digits))
}

/// Skips `(0` after a country code whose national prefix is 0, and returns the rest from the closing parenthesis on.
/// `rest` begins after the opening parenthesis.
fn without_prefix<'r>(code: &str, rest: &'r [(usize, char)]) -> Option<&'r [(usize, char)]> {
    let end = rest.iter().position(|(_, c)| *c == ')')?;
    let inside: String = rest.get(..end)?.iter().map(|(_, c)| *c).collect();
    let known = Country::by_code(code)?.prefixes().contains(&inside.as_str());
    rest.get(end..).filter(|_| known)
}

/// Removes what spreadsheets and data frames add to a number: a leading `'`, `="` and `"`, `.0`, and line breaks at the
/// ends.
fn without_spreadsheet(mut seen: &[(usize, char)]) -> Result<&[(usize, char)], PhoneError> {
    while let [(_, c), rest @ ..] = seen {
        if !is_line_break(*c) {
            break;
        }
        seen = rest;
    }
    while let [rest @ .., (_, c)] = seen {
        if !is_line_break(*c) {
            break;
        }
        seen = rest;
    }
    seen = match seen {
        [(_, '='), (_, '"'), inside @ .., (_, '"')] => inside,
        _ => seen,
    };
    seen = match seen {
        [(_, '\''), rest @ ..] => rest,
        _ => seen,
    };
    let text: String = seen.iter().map(|(_, c)| *c).collect();
    if is_shortened(&text) {
        return Err(PhoneError::Shortened);
    }
    if is_negative(&text) {
        return Err(PhoneError::Negative);
    }
    let whole = whole_part(&text);
    if whole.is_some_and(is_round) {
        return Err(PhoneError::RoundFloat);
    }
    let whole = whole.map_or(seen.len(), |whole| whole.chars().count());
    Ok(seen.get(..whole).unwrap_or(seen))
}

/// Returns true for scientific notation, such as `3.80671E+11`, which has lost the last digits.
fn is_shortened(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let Some((number, exponent)) = text.split_once(['e', 'E']) else { return false };
    let number = number.trim_start_matches(['+', '-']);
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    let exponent = exponent.trim_start_matches(['+', '-', '\u{2212}']);
    digits(whole) && (fraction.is_empty() || digits(fraction)) && digits(exponent)
}

/// Returns true for a minus sign and a number. Among other hyphens it is one of those that people put between digits.
fn is_negative(text: &str) -> bool {
    let Some(number) = text.strip_prefix(['-', '\u{2212}']) else { return false };
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// Returns true if these digits of a float may be those of a shortened number, of which programs show six or seven.
pub(crate) fn is_round(digits: &str) -> bool {
    digits.ends_with("00000")
}

/// Returns the digits before `.0`, which a number gets when it is read as a float. Several zeros are accepted only
/// after so many digits that the zeros cannot belong to the number.
fn whole_part(text: &str) -> Option<&str> {
    let (whole, zeros) = text.rsplit_once(['.', ','])?;
    let digits = whole.strip_prefix('+').unwrap_or(whole);
    let number = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty() && !digits.starts_with('0');
    let fraction = !zeros.is_empty() && zeros.bytes().all(|b| b == b'0');
    let told_apart = zeros.len() == 1 || digits.len() >= UNSIGNED;
    (number && fraction && told_apart).then_some(whole)
}
