//! Characters in and around phone numbers: those that are dropped, and names for the others.

/// Returns true for spaces and invisible characters (`Default_Ignorable_Code_Point`). Line breaks are not among them,
/// because two numbers on two lines are not one. Neither is U+202E, which shows the digits in another order.
pub(crate) fn is_invisible(c: char) -> bool {
    match c {
        '\u{202e}' => false,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' => true,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202d}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' => true,
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' => true,
        '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => true,
        c => c.is_whitespace() && !is_line_break(c),
    }
}

pub(super) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Returns true for hyphens, dashes and minus signs.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{2e3a}' | '\u{2e3b}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// Returns the name of a character for an error or a preview: the character itself if it is printable ASCII, else its code point
/// and, for likely characters, its Unicode name.
pub(crate) fn name(c: char) -> String {
    if c.is_ascii_graphic() {
        return format!("'{c}'");
    }
    let code = format!("U+{:04X}", u32::from(c));
    let known = NAMES.binary_search_by_key(&c, |(known, _)| *known);
    if let Some((_, name)) = known.ok().and_then(|i| NAMES.get(i)) {
        return format!("{code} {name}");
    }
    let digit = DIGITS.iter().find_map(|(zero, script)| {
        let value = u32::from(c).checked_sub(u32::from(*zero))? as usize;
        Some(format!("{code} {script} {}", NUMBERS.get(value)?))
    });
    digit.unwrap_or(code)
}

const NUMBERS: [&str; 10] = ["ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"];

/// Zeros of the digits of other scripts.
const DIGITS: [(char, &str); 7] = [
    ('\u{660}', "ARABIC-INDIC DIGIT"),
    ('\u{6f0}', "EXTENDED ARABIC-INDIC DIGIT"),
    ('\u{966}', "DEVANAGARI DIGIT"),
    ('\u{9e6}', "BENGALI DIGIT"),
    ('\u{e50}', "THAI DIGIT"),
    ('\u{2080}', "SUBSCRIPT"),
    ('\u{ff10}', "FULLWIDTH DIGIT"),
];

/// Likely characters: letters that look like digits or Latin letters, characters that programs substitute for ASCII,
/// those that nobody sees, and results of a wrong encoding. In ascending order.
const NAMES: &[(char, &str)] = &[
    ('\u{0}', "NULL"),
    ('\u{7}', "ALERT"),
    ('\u{8}', "BACKSPACE"),
    ('\u{9}', "CHARACTER TABULATION"),
    ('\u{a}', "LINE FEED"),
    ('\u{b}', "LINE TABULATION"),
    ('\u{c}', "FORM FEED"),
    ('\u{d}', "CARRIAGE RETURN"),
    ('\u{1b}', "ESCAPE"),
    ('\u{7f}', "DELETE"),
    ('\u{85}', "NEXT LINE"),
    ('\u{a0}', "NO-BREAK SPACE"),
    ('\u{a8}', "DIAERESIS"),
    ('\u{ab}', "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK"),
    ('\u{ad}', "SOFT HYPHEN"),
    ('\u{b0}', "DEGREE SIGN"),
    ('\u{b1}', "PLUS-MINUS SIGN"),
    ('\u{b2}', "SUPERSCRIPT TWO"),
    ('\u{b3}', "SUPERSCRIPT THREE"),
    ('\u{b7}', "MIDDLE DOT"),
    ('\u{b9}', "SUPERSCRIPT ONE"),
    ('\u{ba}', "MASCULINE ORDINAL INDICATOR"),
    ('\u{bb}', "RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK"),
    ('\u{d7}', "MULTIPLICATION SIGN"),
    ('\u{130}', "LATIN CAPITAL LETTER I WITH DOT ABOVE"),
    ('\u{131}', "LATIN SMALL LETTER DOTLESS I"),
    ('\u{34f}', "COMBINING GRAPHEME JOINER"),
    ('\u{391}', "GREEK CAPITAL LETTER ALPHA"),
    ('\u{392}', "GREEK CAPITAL LETTER BETA"),
    ('\u{395}', "GREEK CAPITAL LETTER EPSILON"),
    ('\u{397}', "GREEK CAPITAL LETTER ETA"),
    ('\u{399}', "GREEK CAPITAL LETTER IOTA"),
    ('\u{39a}', "GREEK CAPITAL LETTER KAPPA"),
    ('\u{39c}', "GREEK CAPITAL LETTER MU"),
    ('\u{39f}', "GREEK CAPITAL LETTER OMICRON"),
    ('\u{3a1}', "GREEK CAPITAL LETTER RHO"),
    ('\u{3a4}', "GREEK CAPITAL LETTER TAU"),
    ('\u{3a5}', "GREEK CAPITAL LETTER UPSILON"),
    ('\u{3a7}', "GREEK CAPITAL LETTER CHI"),
    ('\u{3ba}', "GREEK SMALL LETTER KAPPA"),
    ('\u{3bd}', "GREEK SMALL LETTER NU"),
    ('\u{3bf}', "GREEK SMALL LETTER OMICRON"),
    ('\u{3c1}', "GREEK SMALL LETTER RHO"),
    ('\u{406}', "CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I"),
    ('\u{410}', "CYRILLIC CAPITAL LETTER A"),
    ('\u{411}', "CYRILLIC CAPITAL LETTER BE"),
    ('\u{412}', "CYRILLIC CAPITAL LETTER VE"),
    ('\u{415}', "CYRILLIC CAPITAL LETTER IE"),
    ('\u{417}', "CYRILLIC CAPITAL LETTER ZE"),
    ('\u{41a}', "CYRILLIC CAPITAL LETTER KA"),
    ('\u{41c}', "CYRILLIC CAPITAL LETTER EM"),
    ('\u{41d}', "CYRILLIC CAPITAL LETTER EN"),
    ('\u{41e}', "CYRILLIC CAPITAL LETTER O"),
    ('\u{420}', "CYRILLIC CAPITAL LETTER ER"),
    ('\u{421}', "CYRILLIC CAPITAL LETTER ES"),
    ('\u{422}', "CYRILLIC CAPITAL LETTER TE"),
    ('\u{423}', "CYRILLIC CAPITAL LETTER U"),
    ('\u{425}', "CYRILLIC CAPITAL LETTER HA"),
    ('\u{430}', "CYRILLIC SMALL LETTER A"),
    ('\u{431}', "CYRILLIC SMALL LETTER BE"),
    ('\u{432}', "CYRILLIC SMALL LETTER VE"),
    ('\u{435}', "CYRILLIC SMALL LETTER IE"),
    ('\u{437}', "CYRILLIC SMALL LETTER ZE"),
    ('\u{43a}', "CYRILLIC SMALL LETTER KA"),
    ('\u{43e}', "CYRILLIC SMALL LETTER O"),
    ('\u{440}', "CYRILLIC SMALL LETTER ER"),
    ('\u{441}', "CYRILLIC SMALL LETTER ES"),
    ('\u{443}', "CYRILLIC SMALL LETTER U"),
    ('\u{445}', "CYRILLIC SMALL LETTER HA"),
    ('\u{454}', "CYRILLIC SMALL LETTER UKRAINIAN IE"),
    ('\u{455}', "CYRILLIC SMALL LETTER DZE"),
    ('\u{456}', "CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I"),
    ('\u{457}', "CYRILLIC SMALL LETTER YI"),
    ('\u{458}', "CYRILLIC SMALL LETTER JE"),
    ('\u{61c}', "ARABIC LETTER MARK"),
    ('\u{115f}', "HANGUL CHOSEONG FILLER"),
    ('\u{1160}', "HANGUL JUNGSEONG FILLER"),
    ('\u{1680}', "OGHAM SPACE MARK"),
    ('\u{17b4}', "KHMER VOWEL INHERENT AQ"),
    ('\u{17b5}', "KHMER VOWEL INHERENT AA"),
    ('\u{180b}', "MONGOLIAN FREE VARIATION SELECTOR ONE"),
    ('\u{180c}', "MONGOLIAN FREE VARIATION SELECTOR TWO"),
    ('\u{180d}', "MONGOLIAN FREE VARIATION SELECTOR THREE"),
    ('\u{180e}', "MONGOLIAN VOWEL SEPARATOR"),
    ('\u{180f}', "MONGOLIAN FREE VARIATION SELECTOR FOUR"),
    ('\u{2000}', "EN QUAD"),
    ('\u{2001}', "EM QUAD"),
    ('\u{2002}', "EN SPACE"),
    ('\u{2003}', "EM SPACE"),
    ('\u{2004}', "THREE-PER-EM SPACE"),
    ('\u{2005}', "FOUR-PER-EM SPACE"),
    ('\u{2006}', "SIX-PER-EM SPACE"),
    ('\u{2007}', "FIGURE SPACE"),
    ('\u{2008}', "PUNCTUATION SPACE"),
    ('\u{2009}', "THIN SPACE"),
    ('\u{200a}', "HAIR SPACE"),
    ('\u{200b}', "ZERO WIDTH SPACE"),
    ('\u{200c}', "ZERO WIDTH NON-JOINER"),
    ('\u{200d}', "ZERO WIDTH JOINER"),
    ('\u{200e}', "LEFT-TO-RIGHT MARK"),
    ('\u{200f}', "RIGHT-TO-LEFT MARK"),
    ('\u{2018}', "LEFT SINGLE QUOTATION MARK"),
    ('\u{2019}', "RIGHT SINGLE QUOTATION MARK"),
    ('\u{201c}', "LEFT DOUBLE QUOTATION MARK"),
    ('\u{201d}', "RIGHT DOUBLE QUOTATION MARK"),
    ('\u{201e}', "DOUBLE LOW-9 QUOTATION MARK"),
    ('\u{2022}', "BULLET"),
    ('\u{2026}', "HORIZONTAL ELLIPSIS"),
    ('\u{2028}', "LINE SEPARATOR"),
    ('\u{2029}', "PARAGRAPH SEPARATOR"),
    ('\u{202a}', "LEFT-TO-RIGHT EMBEDDING"),
    ('\u{202b}', "RIGHT-TO-LEFT EMBEDDING"),
    ('\u{202c}', "POP DIRECTIONAL FORMATTING"),
    ('\u{202d}', "LEFT-TO-RIGHT OVERRIDE"),
    ('\u{202e}', "RIGHT-TO-LEFT OVERRIDE"),
    ('\u{202f}', "NARROW NO-BREAK SPACE"),
    ('\u{2044}', "FRACTION SLASH"),
    ('\u{205f}', "MEDIUM MATHEMATICAL SPACE"),
    ('\u{2060}', "WORD JOINER"),
    ('\u{2061}', "FUNCTION APPLICATION"),
    ('\u{2062}', "INVISIBLE TIMES"),
    ('\u{2063}', "INVISIBLE SEPARATOR"),
    ('\u{2064}', "INVISIBLE PLUS"),
    ('\u{2066}', "LEFT-TO-RIGHT ISOLATE"),
    ('\u{2067}', "RIGHT-TO-LEFT ISOLATE"),
    ('\u{2068}', "FIRST STRONG ISOLATE"),
    ('\u{2069}', "POP DIRECTIONAL ISOLATE"),
    ('\u{206a}', "INHIBIT SYMMETRIC SWAPPING"),
    ('\u{206b}', "ACTIVATE SYMMETRIC SWAPPING"),
    ('\u{206c}', "INHIBIT ARABIC FORM SHAPING"),
    ('\u{206d}', "ACTIVATE ARABIC FORM SHAPING"),
    ('\u{206e}', "NATIONAL DIGIT SHAPES"),
    ('\u{206f}', "NOMINAL DIGIT SHAPES"),
    ('\u{2070}', "SUPERSCRIPT ZERO"),
    ('\u{2074}', "SUPERSCRIPT FOUR"),
    ('\u{2075}', "SUPERSCRIPT FIVE"),
    ('\u{2076}', "SUPERSCRIPT SIX"),
    ('\u{2077}', "SUPERSCRIPT SEVEN"),
    ('\u{2078}', "SUPERSCRIPT EIGHT"),
    ('\u{2079}', "SUPERSCRIPT NINE"),
    ('\u{20ac}', "EURO SIGN"),
    ('\u{20b4}', "HRYVNIA SIGN"),
    ('\u{2116}', "NUMERO SIGN"),
    ('\u{2215}', "DIVISION SLASH"),
    ('\u{2795}', "HEAVY PLUS SIGN"),
    ('\u{2800}', "BRAILLE PATTERN BLANK"),
    ('\u{2e31}', "WORD SEPARATOR MIDDLE DOT"),
    ('\u{3000}', "IDEOGRAPHIC SPACE"),
    ('\u{301c}', "WAVE DASH"),
    ('\u{30fc}', "KATAKANA-HIRAGANA PROLONGED SOUND MARK"),
    ('\u{3164}', "HANGUL FILLER"),
    ('\u{fe0e}', "VARIATION SELECTOR-15"),
    ('\u{fe0f}', "VARIATION SELECTOR-16"),
    ('\u{feff}', "ZERO WIDTH NO-BREAK SPACE"),
    ('\u{ff08}', "FULLWIDTH LEFT PARENTHESIS"),
    ('\u{ff09}', "FULLWIDTH RIGHT PARENTHESIS"),
    ('\u{ff0b}', "FULLWIDTH PLUS SIGN"),
    ('\u{ff0c}', "FULLWIDTH COMMA"),
    ('\u{ff0e}', "FULLWIDTH FULL STOP"),
    ('\u{ff0f}', "FULLWIDTH SOLIDUS"),
    ('\u{ffa0}', "HALFWIDTH HANGUL FILLER"),
    ('\u{fffd}', "REPLACEMENT CHARACTER"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order() {
        assert!(NAMES.windows(2).all(|two| two[0].0 < two[1].0));
    }

    #[test]
    fn a_character_has_one_name() {
        for (c, said) in [
            ('a', "'a'"),
            ('а', "U+0430 CYRILLIC SMALL LETTER A"),
            ('\u{663}', "U+0663 ARABIC-INDIC DIGIT THREE"),
            ('\u{ff0b}', "U+FF0B FULLWIDTH PLUS SIGN"),
            ('\u{ff19}', "U+FF19 FULLWIDTH DIGIT NINE"),
            ('\n', "U+000A LINE FEED"),
            ('\u{202e}', "U+202E RIGHT-TO-LEFT OVERRIDE"),
            ('\u{1f4de}', "U+1F4DE"),
        ] {
            assert_eq!(name(c), said);
        }
    }
}
