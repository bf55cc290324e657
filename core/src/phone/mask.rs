//! Masking of phone numbers in texts that people or logs may see.

/// Returns the number with only its first three and last two digits: `380…67`.
pub fn mask(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    match digits.as_slice() {
        [a, b, c, _, _, .., y, z] => [a, b, c, &'…', y, z].into_iter().collect(),
        _ => "…".to_owned(),
    }
}

/// Shortens a text of the provider for an error and masks its phone numbers.
pub(crate) fn masked(text: &str) -> String {
    let mut line = String::new();
    let mut digits = String::new();
    let flush = |digits: &mut String, line: &mut String| {
        if digits.bytes().filter(u8::is_ascii_digit).count() >= 7 {
            let end = digits.trim_end_matches(|c: char| !c.is_ascii_digit()).len();
            line.push_str(&mask(digits));
            line.push_str(digits.get(end..).unwrap_or_default());
        } else {
            line.push_str(digits);
        }
        digits.clear();
    };
    for c in text.chars().take(300) {
        // After a plus sign, digits are often written in groups.
        let in_groups = !digits.is_empty() && line.ends_with('+') && matches!(c, ' ' | '-' | '(' | ')' | '\u{a0}');
        if c.is_ascii_digit() || in_groups {
            digits.push(c);
            continue;
        }
        flush(&mut digits, &mut line);
        line.push(c);
    }
    flush(&mut digits, &mut line);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_text_is_one_line_without_phone_numbers() {
        assert_eq!(crate::shown::line(masked("bad\r\nphone 380671234567!")), "bad  phone 380…67!");
        assert_eq!(masked("+38 (067) 123-45-67 is wrong"), "+380…67 is wrong");
        assert_eq!(masked("on 2026-11-27 10:15, +5 - 3"), "on 2026-11-27 10:15, +5 - 3");
    }
}
