//! Untrusted text in a terminal.

/// Returns true for characters that a terminal interprets instead of showing them: control characters, and those that
/// change the direction of text or break a line.
pub fn is_order(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Writes a value as JSON that is safe in a terminal: characters that the terminal would interpret are escaped.
#[cfg(feature = "bulk")]
pub(crate) fn shown_json(value: &impl serde::Serialize) -> String {
    // Only a map with keys that are not texts cannot be written.
    let json = serde_json::to_string(value).unwrap_or_default();
    if json.chars().any(is_order) { escaped(&json, is_order) } else { json }
}

/// Escapes some characters as in JSON, such as `\u001b`.
pub fn escaped(text: &str, what: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if what(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Longest error text, in characters.
const LONGEST_LINE: usize = 2000;

/// Makes a text safe for one log line. A name from a caller or from the provider may contain anything.
pub(crate) fn line(text: String) -> String {
    if text.len() <= LONGEST_LINE && !text.chars().any(is_order) {
        return text;
    }
    text.chars().take(LONGEST_LINE).map(|c| if is_order(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_line_of_bounded_length() {
        assert_eq!(line("a\nb\u{9b}c\td".into()), "a b c d");
        assert_eq!(line("ї".repeat(1500)), "ї".repeat(1500));
        assert_eq!(line("a".repeat(LONGEST_LINE)), "a".repeat(LONGEST_LINE));
        assert_eq!(line("a".repeat(LONGEST_LINE + 1)), "a".repeat(LONGEST_LINE));
        let long = format!("{}\n", "ї".repeat(LONGEST_LINE));
        assert_eq!(line(long), "ї".repeat(LONGEST_LINE));
    }
}
