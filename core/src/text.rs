//! Number of SMS parts of a text (3GPP TS 23.038; `docs/provider/errors-and-limits.md` §5).

use std::collections::HashSet;

use crate::phone::{is_invisible, name_of_character};
use crate::shown::is_order;

/// Encoding of an SMS text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// GSM 7-bit default alphabet with its extension table: 160 units in one part, 153 in each of several.
    Gsm7,
    /// UTF-16 code units: 70 in one part, 67 in each of several.
    Ucs2,
}

impl Encoding {
    /// Returns `"GSM-7"` or `"UCS-2"`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gsm7 => "GSM-7",
            Self::Ucs2 => "UCS-2",
        }
    }

    /// Returns the units that fit a message of one part, and those that fit each part of a longer message.
    fn capacity(self) -> (usize, usize) {
        match self {
            Self::Gsm7 => (160, 153),
            Self::Ucs2 => (70, 67),
        }
    }
}

/// Result of [`segments`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Segments {
    /// Encoding of the whole text.
    pub encoding: Encoding,
    /// Length in units: septets (an extension character takes two) or UTF-16 code units.
    pub units: usize,
    /// Number of SMS parts that are billed; 0 for an empty text.
    pub parts: usize,
    /// Units that fit one part of this text: 160 or 70 for a single part, 153 or 67 otherwise.
    pub per_part: usize,
    /// Units still free in the last part.
    pub remaining: usize,
    /// The distinct characters that force UCS-2, in order of appearance; empty for GSM-7.
    pub unicode_characters: Vec<char>,
}

impl Segments {
    /// Returns the characters that force UCS-2, for people: the first eight, by name if a character is invisible or would
    /// reorder the list.
    ///
    /// ```
    /// assert_eq!(smsbat_core::segments("Hi\u{200b} ґ").unicode_names(), "U+200B ZERO WIDTH SPACE, ґ");
    /// ```
    pub fn unicode_names(&self) -> String {
        let mut names: Vec<String> = self.unicode_characters.iter().take(8).map(|c| listed(*c)).collect();
        if self.unicode_characters.len() > names.len() {
            names.push("…".to_owned());
        }
        names.join(", ")
    }
}

/// Returns a character for a list of characters: by its name if it cannot be seen or would reorder the list.
fn listed(c: char) -> String {
    let reorders = matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
        || matches!(c, '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    if is_invisible(c) || is_order(c) || reorders { name_of_character(c) } else { c.to_string() }
}

/// Number of different characters outside of GSM-7 from which on they are hashed.
const FEW: usize = 100;

/// Counts the SMS parts of `text`.
///
/// An extension character (`^ { } \ [ ] ~ | €`, form feed) takes two septets in GSM-7. A single character outside the
/// alphabet makes the whole text UCS-2, counted in UTF-16 code units. Escape pairs and surrogate pairs are never split
/// between parts, so a part may be one unit short.
///
/// ```
/// let s = smsbat_core::segments("Hello");
/// assert_eq!((s.encoding.as_str(), s.units, s.parts, s.remaining), ("GSM-7", 5, 1, 155));
/// ```
pub fn segments(text: &str) -> Segments {
    let mut culprits: Vec<char> = Vec::new();
    // Of the few that a message has, a search is faster.
    let mut many: HashSet<char> = HashSet::new();
    for c in text.chars().filter(|c| septets(*c).is_none()) {
        if culprits.len() == FEW && many.is_empty() {
            many.extend(&culprits);
        }
        if if many.is_empty() { !culprits.contains(&c) } else { many.insert(c) } {
            culprits.push(c);
        }
    }
    let encoding = if culprits.is_empty() { Encoding::Gsm7 } else { Encoding::Ucs2 };
    let (parts, units, used, per_part) = split(text, encoding);
    Segments {
        encoding,
        units,
        parts,
        per_part,
        remaining: per_part.saturating_sub(used),
        unicode_characters: culprits,
    }
}

/// Returns parts, units of the whole text, units of the last part, and units that fit one part.
fn split(text: &str, encoding: Encoding) -> (usize, usize, usize, usize) {
    let width = |c: char| match encoding {
        Encoding::Gsm7 => septets(c).unwrap_or(1),
        Encoding::Ucs2 => c.len_utf16(),
    };
    let (single, multi) = encoding.capacity();
    let units: usize = text.chars().map(width).sum();
    if units <= single {
        return (usize::from(units > 0), units, units, single);
    }
    let mut parts = 1_usize;
    let mut used = 0_usize;
    for c in text.chars() {
        let w = width(c);
        if used.saturating_add(w) > multi {
            parts = parts.saturating_add(1);
            used = 0;
        }
        used = used.saturating_add(w);
    }
    (parts, units, used, multi)
}

/// Returns only the number of parts, without a list of characters, for texts of any length.
pub(crate) fn parts(text: &str) -> usize {
    let encoding = if text.chars().all(|c| septets(c).is_some()) { Encoding::Gsm7 } else { Encoding::Ucs2 };
    split(text, encoding).0
}

/// Returns the septets of a character in GSM-7, or `None` if it is not in the alphabet.
fn septets(c: char) -> Option<usize> {
    match c {
        // Default alphabet: first the printable ASCII in it, then the rest of the table.
        'A'..='Z' | 'a'..='z' | '0'..='9' => Some(1),
        ' ' | '\n' | '\r' | '!' | '"' | '#' | '$' | '%' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | '-' | '.'
        | '/' | ':' | ';' | '<' | '=' | '>' | '?' | '@' | '_' => Some(1),
        '£' | '¥' | 'è' | 'é' | 'ù' | 'ì' | 'ò' | 'Ç' | 'Ø' | 'ø' | 'Å' | 'å' | 'Δ' | 'Φ' | 'Γ' | 'Λ' | 'Ω' | 'Π'
        | 'Ψ' | 'Σ' | 'Θ' | 'Ξ' | 'Æ' | 'æ' | 'ß' | 'É' | '¤' | '¡' | 'Ä' | 'Ö' | 'Ñ' | 'Ü' | '§' | '¿' | 'ä' | 'ö'
        | 'ñ' | 'ü' | 'à' => Some(1),
        // Extension table, which needs an escape.
        '\u{c}' | '^' | '{' | '}' | '\\' | '[' | ']' | '~' | '|' | '€' => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_characters_can_be_read() {
        let names = segments("ґ\u{a0}ש\u{2068}").unicode_names();
        assert_eq!(names, "ґ, U+00A0 NO-BREAK SPACE, U+05E9, U+2068 FIRST STRONG ISOLATE");
        assert_eq!(segments("абвгґдеєж").unicode_names(), "а, б, в, г, ґ, д, е, є, …");
        assert_eq!(segments("Hello").unicode_names(), "");
    }

    #[test]
    fn each_character_is_listed_once_however_many_there_are() {
        for count in [FEW as u32 - 1, FEW as u32, FEW as u32 + 1, 20_000] {
            let text: String = (0..count).filter_map(|n| char::from_u32(0x4e00 + n)).collect();
            let found = segments(&format!("{text}{text}x{text}")).unicode_characters;
            assert!(found.iter().copied().eq(text.chars()), "{count}");
        }
    }

    fn count(text: &str) -> (&'static str, usize, usize, usize) {
        let s = segments(text);
        (s.encoding.as_str(), s.units, s.parts, s.remaining)
    }

    #[test]
    fn the_default_table_has_127_characters_besides_escape() {
        let single = (0..=0xffff).filter_map(char::from_u32).filter(|c| septets(*c) == Some(1)).count();
        let double = (0..=0xffff).filter_map(char::from_u32).filter(|c| septets(*c) == Some(2)).count();
        assert_eq!((single, double), (127, 10));
    }

    #[test]
    fn boundaries_of_one_and_several_parts() {
        assert_eq!(count(""), ("GSM-7", 0, 0, 160));
        assert_eq!(count(&"a".repeat(160)), ("GSM-7", 160, 1, 0));
        assert_eq!(count(&"a".repeat(161)), ("GSM-7", 161, 2, 145));
        assert_eq!(count(&"a".repeat(306)), ("GSM-7", 306, 2, 0));
        assert_eq!(count(&"a".repeat(307)), ("GSM-7", 307, 3, 152));
        assert_eq!(count(&"я".repeat(70)), ("UCS-2", 70, 1, 0));
        assert_eq!(count(&"я".repeat(71)), ("UCS-2", 71, 2, 63));
    }

    #[test]
    fn pairs_are_not_split() {
        // 152 septets, then an escape pair across the end of the first part.
        assert_eq!(count(&format!("{}€{}", "a".repeat(152), "b".repeat(10))), ("GSM-7", 164, 2, 141));
        // 66 units, then a surrogate pair across the end of the first part.
        assert_eq!(count(&format!("{}😀{}", "я".repeat(66), "я".repeat(5))), ("UCS-2", 73, 2, 60));
    }

    #[test]
    fn what_forces_ucs2_is_named() {
        assert_eq!(segments("Cafe\u{301} ґ ґ").unicode_characters, ['\u{301}', 'ґ']);
        assert_eq!(count("a\r\nb"), ("GSM-7", 4, 1, 156));
        assert_eq!(count("`"), ("UCS-2", 1, 1, 69));
        assert_eq!(count("ç"), ("UCS-2", 1, 1, 69));
    }
}
