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
    let (mut out, mut rest) = (String::new(), start_of(text, 300));
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, digits) = rest.split_at(start);
        out.push_str(before);
        let run = digits.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        let (groups, signed) = (in_groups(digits), before.ends_with('+'));
        let number = match (date_or_address(digits), count(groups)) {
            (Some(other), _) if !signed => {
                out.push_str(other);
                rest = digits.get(other.len()..).unwrap_or_default();
                continue;
            }
            // A long number at the start is one of several.
            (_, 16..) if run.len() >= 7 => run,
            (_, count) if count >= if signed { 7 } else { 9 } => groups,
            _ => run,
        };
        if count(number) >= 7 {
            out.push_str(&mask(number))
        } else {
            out.push_str(number)
        }
        rest = digits.get(number.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Returns the first so many characters.
fn start_of(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

fn count(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// Returns the digits at the start of a text, with what people write between groups of them.
fn in_groups(text: &str) -> &str {
    let separates =
        |c: char| matches!(c, ' ' | '-' | '(' | ')' | '.' | '\u{a0}' | '\u{2009}' | '\u{2011}' | '\u{202f}');
    let (mut end, mut between) = (0, 0_usize);
    for (place, c) in text.char_indices() {
        match c {
            '0'..='9' => (end, between) = (place.saturating_add(1), 0),
            c if separates(c) && between < 3 => between = between.saturating_add(1),
            _ => break,
        }
    }
    text.get(..end).unwrap_or_default()
}

/// Returns the date or the address at the start of a text, such as `2026-11-27`, `27.11.2026` or `192.168.100.200`.
fn date_or_address(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '.')).unwrap_or(text.len());
    let text = text.get(..end)?.trim_end_matches(['-', '.']);
    let form: String = text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    let year = |at: usize| matches!(text.get(at..at.saturating_add(2)), Some("19" | "20"));
    let is_date = match form.as_str() {
        "9999-99-99" | "9999.99.99" => year(0),
        "99-99-9999" | "99.99.9999" => year(6),
        _ => false,
    };
    Some(text).filter(|text| is_date || text.parse::<std::net::Ipv4Addr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_text_is_one_line_without_phone_numbers() {
        assert_eq!(crate::shown::line(masked("bad\r\nphone 380671234567!")), "bad  phone 380…67!");
        assert_eq!(masked("+38 (067) 123-45-67 is wrong"), "+380…67 is wrong");
        assert_eq!(masked(&format!("{} 380671234567", "ї".repeat(299))), format!("{} ", "ї".repeat(299)));
    }

    #[test]
    fn a_number_in_groups_is_one() {
        for number in [
            "380 67 123 45 60",
            "38(067)1234560",
            "38 (067) 123-45-60",
            "+380.67.123.45.60",
            "067-123-45-60",
            "067.123.45.60",
            "380\u{a0}67\u{202f}123\u{2011}45\u{2011}60",
            "+1 202 555",
        ] {
            let text = masked(&format!("no {number}, sorry"));
            assert!(text.starts_with("no ") && text.ends_with(", sorry"), "{text}");
            assert!(text.contains('…') && text.bytes().filter(u8::is_ascii_digit).count() <= 5, "{text}");
        }
        assert_eq!(masked("380671234567 380501234568"), "380…67 380…68");
        assert_eq!(masked("380671234567-1"), "380…71");
        assert_eq!(masked("380 67 123 45 60 380 67 123 45 61"), "380…61");
        assert_eq!(masked("+27.11.2026"), "+271…26");
        for text in [
            "on 2026-11-27 10:15, +5 - 3",
            "27.11.2026 10:15:00 and 2026-11-27T10:15:00Z",
            "192.168.100.200 is not allowed",
            "part 3 of 10, at most 1000 (1003)",
            "code 1003: 5 000 messages - 60 s",
            "5000    60000",
        ] {
            assert_eq!(masked(text), text);
        }
        assert_eq!(masked("2026-11-27 380671234567"), "2026-11-27 380…67");
    }
}
