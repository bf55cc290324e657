//! Characters that nobody sees, which previews show by their names.

use crate::phone::{is_invisible, name_of_character};
use crate::shown::is_order;

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Characters that are shown as they are.
    Text(&'a str),
    /// The name of one that is not, such as `U+200B ZERO WIDTH SPACE`.
    Hidden(String),
}

/// Splits a text at the characters that cannot be seen, and at those that order the ones around them about. A
/// carriage return is left out.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let after = rest.peek().map(|(_, c)| *c);
        if is_hidden(before, c, after) {
            if let Some(shown) = text.get(start..at).filter(|shown| !shown.is_empty()) {
                pieces.push(Piece::Text(shown));
            }
            if c != '\r' {
                pieces.push(Piece::Hidden(name_of_character(c)));
            }
            start = rest.peek().map_or(text.len(), |(next, _)| *next);
        }
        before = Some(c);
    }
    if let Some(shown) = text.get(start..).filter(|shown| !shown.is_empty()) {
        pieces.push(Piece::Text(shown));
    }
    pieces
}

fn is_hidden(before: Option<char>, c: char, after: Option<char>) -> bool {
    if matches!(c, '\n' | '\t') {
        return false;
    }
    if is_order(c) {
        return true;
    }
    if !is_invisible(c) || c.is_whitespace() {
        return false;
    }
    // Emoji are made with some of them, and so are words of scripts whose letters are joined.
    let is_symbol = |c: Option<char>| c.is_some_and(|c| !c.is_alphabetic() && !c.is_whitespace());
    let is_joined = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && c >= '\u{590}');
    let joins_words = is_joined(before) && is_joined(after);
    let joins_symbols = is_symbol(before) && is_symbol(after.filter(|c| !c.is_ascii() && !is_invisible(*c)));
    let has_effect = match c {
        '\u{fe00}'..='\u{fe0f}' => is_symbol(before),
        '\u{e0020}'..='\u{e007f}' => is_symbol(before.filter(|c| !c.is_ascii())),
        '\u{200c}' => joins_words,
        '\u{200d}' => joins_words || joins_symbols,
        _ => false,
    };
    !has_effect
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let write = |piece: Piece<'_>| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Hidden(name) => format!("[{name}]"),
        };
        pieces(text).into_iter().map(write).collect()
    }

    #[test]
    fn what_nobody_sees_has_a_name() {
        for (text, wanted) in [
            ("", ""),
            ("Hello\r\n\tworld", "Hello\n\tworld"),
            ("a\u{200b}b", "a[U+200B ZERO WIDTH SPACE]b"),
            ("\u{feff}a\u{ad}", "[U+FEFF ZERO WIDTH NO-BREAK SPACE]a[U+00AD SOFT HYPHEN]"),
            ("1\u{202e}23", "1[U+202E RIGHT-TO-LEFT OVERRIDE]23"),
            ("\u{1b}[2J", "[U+001B ESCAPE][2J"),
            ("a\u{200d}b", "a[U+200D ZERO WIDTH JOINER]b"),
            ("a\u{fe0f}", "a[U+FE0F VARIATION SELECTOR-16]"),
            ("\u{e0041}", "[U+E0041]"),
            // A family, a heart, a flag, a digit in a box, Persian, Hindi: one sees what they do.
            ("👨\u{200d}👩\u{200d}👧", "👨\u{200d}👩\u{200d}👧"),
            ("❤\u{fe0f}\u{200d}🔥 1\u{fe0f}\u{20e3}", "❤\u{fe0f}\u{200d}🔥 1\u{fe0f}\u{20e3}"),
            ("🏴\u{e0067}\u{e0062}\u{e007f}", "🏴\u{e0067}\u{e0062}\u{e007f}"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("a\u{a0}b", "a\u{a0}b"),
        ] {
            assert_eq!(shown(text), wanted, "{text:?}");
        }
    }
}
