//! Finds a secret in a text of a server, however it is written there: as it is, or with the escapes of JSON, of URLs and
//! forms, and of HTML and XML, also one in the other.

/// Longest text that is searched, in bytes. No error keeps as much.
const LONGEST: usize = 256 * 1024;
/// End of a text that was cut: it may have the beginning of a secret.
const MARGIN: usize = 128 * 1024;
/// Escapes within escapes that are undone.
const DEEPEST: usize = 4;

/// Returns the text with `***` in place of the secrets; `None` if it has no escapes, or no secret behind them. Leaves out
/// the end of a text that is longer than any error keeps.
pub(crate) fn without<'s>(text: &str, secrets: impl Iterator<Item = &'s str>, shortest: usize) -> Option<String> {
    if !text.contains(['\\', '%', '&', '+']) {
        return None;
    }
    let start = start_of(text, LONGEST);
    let kept = if start.len() < text.len() { start_of(text, LONGEST - MARGIN).len() } else { text.len() };
    let plain = Plain::of(start);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for secret in secrets {
        let secret: Vec<char> = Plain::of(secret).0.iter().map(|c| c.value).collect();
        if secret.len() >= shortest {
            plain.find(&secret, &mut found);
        }
    }
    if found.is_empty() && kept == text.len() {
        return None;
    }
    found.sort_unstable();
    let (mut out, mut end) = (String::with_capacity(kept), 0);
    for (from, to) in found {
        // One of two that overlap may leave a part of the other.
        if from >= end {
            out.push_str(text.get(end..from).unwrap_or_default());
            out.push_str("***");
        }
        end = end.max(to);
    }
    out.push_str(text.get(end..kept).unwrap_or_default());
    Some(out)
}

/// Returns the start of a text, at most so many bytes.
pub(crate) fn start_of(text: &str, most: usize) -> &str {
    (0..=text.len().min(most)).rev().find_map(|end| text.get(..end)).unwrap_or_default()
}

/// A character, and where its spelling begins and ends.
#[derive(Clone, Copy)]
struct Char {
    value: char,
    start: usize,
    end: usize,
}

/// A text without its escapes.
struct Plain(Vec<Char>);

impl Plain {
    fn of(text: &str) -> Self {
        let place = |(start, value): (usize, char)| Char { value, start, end: start.saturating_add(value.len_utf8()) };
        let mut chars: Vec<Char> = text.char_indices().map(place).collect();
        for _ in 0..DEEPEST {
            if !chars.iter().any(|c| matches!(c.value, '\\' | '%' | '&')) {
                break;
            }
            chars = undone(&chars);
        }
        // A form writes a space so. The text of a secret may have either.
        chars.iter_mut().filter(|c| c.value == '+').for_each(|c| c.value = ' ');
        Self(chars)
    }

    /// Adds the places of a secret.
    fn find(&self, secret: &[char], found: &mut Vec<(usize, usize)>) {
        let mut from = 0_usize;
        while let Some(window) = self.0.get(from..from.saturating_add(secret.len())) {
            let is_secret = window.iter().zip(secret).all(|(one, other)| one.value == *other);
            from = from.saturating_add(if is_secret { secret.len() } else { 1 });
            if let (true, Some(first), Some(last)) = (is_secret, window.first(), window.last()) {
                found.push((first.start, last.end));
            }
        }
    }
}

/// Undoes one layer of escapes. A backslash that begins none of them is left out, in texts and in secrets.
fn undone(chars: &[Char]) -> Vec<Char> {
    let mut out = Vec::with_capacity(chars.len());
    let (mut place, mut left_out) = (0_usize, None);
    while let Some(first) = chars.get(place) {
        let (value, length) = chars.get(place..).and_then(escaped).unwrap_or((Some(first.value), 1));
        place = place.saturating_add(length);
        let start = left_out.unwrap_or(first.start);
        let end = chars.get(place.saturating_sub(1)).map_or(first.end, |last| last.end);
        match value {
            Some(value) => {
                out.push(Char { value, start, end });
                left_out = None;
            }
            None => left_out = Some(start),
        }
    }
    out
}

/// Reads the escape at the start of a text: what it means, if anything, and how long it is.
fn escaped(text: &[Char]) -> Option<(Option<char>, usize)> {
    match text.first()?.value {
        '\\' => Some(match unit(text) {
            Some(high) if (0xd800..0xdc00).contains(&high) => {
                let low = text.get(6..).and_then(unit);
                let mut pair = char::decode_utf16([Some(high), low].into_iter().flatten());
                pair.next().and_then(Result::ok).map_or((None, 6), |c| (Some(c), 12))
            }
            Some(unit) => (char::from_u32(unit.into()), 6),
            None => (None, 1),
        }),
        '%' => {
            let mut bytes = Vec::with_capacity(4);
            for byte in text.chunks(3).take(4) {
                byte.first().filter(|c| c.value == '%')?;
                bytes.push(u8::try_from(hex(byte, 1, 2)?).ok()?);
                if let Some(c) = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
                    return Some((Some(c), bytes.len().saturating_mul(3)));
                }
            }
            None
        }
        '&' => {
            let end = text.iter().take(12).position(|c| c.value == ';')?;
            let name: String = text.get(1..end)?.iter().map(|c| c.value).collect();
            let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok(),
                None => number.parse().ok(),
            });
            let value = match name.as_str() {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => char::from_u32(number?)?,
            };
            Some((Some(value), end.saturating_add(1)))
        }
        _ => None,
    }
}

/// Reads `\u` and four digits.
fn unit(text: &[Char]) -> Option<u16> {
    text.first().filter(|c| c.value == '\\')?;
    text.get(1).filter(|c| c.value == 'u')?;
    hex(text, 2, 4).and_then(|unit| u16::try_from(unit).ok())
}

fn hex(text: &[Char], from: usize, digits: usize) -> Option<u32> {
    let digits = text.get(from..from.saturating_add(digits))?;
    digits.iter().try_fold(0_u32, |all, c| Some(all.wrapping_shl(4) | c.value.to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without_one(text: &str, secret: &str) -> Option<String> {
        without(text, std::iter::once(secret), 4)
    }

    #[test]
    fn a_secret_is_found_in_every_spelling() {
        const KEY: &str = "Zm9v/YmFy+cXV4==";
        assert_eq!(without_one(r#"{"\/ab\u002B":"\/ab+"}"#, "/ab+").as_deref(), Some(r#"{"***":"***"}"#));
        for spelled in [
            r"Zm9v\/YmFy+cXV4==",
            r"Zm9v/YmFy\u002BcXV4==",
            r"Zm9v\u002fYmFy\u002bcXV4\u003d\u003D",
            r"Zm9v\\\/YmFy\\u002BcXV4==",
            "Zm9v%2FYmFy%2bcXV4%3D%3D",
            "Zm9v%252FYmFy%252BcXV4%253D%253D",
            "Zm9v&#47;YmFy&#x2B;cXV4&#61;=",
            r"Zm9v/YmFy\u0026#43;cXV4==",
            r"\u005a\u006d9v/YmFy+cXV4==",
        ] {
            let text = format!("key \"{spelled}\" & more");
            assert_eq!(without_one(&text, KEY).as_deref(), Some("key \"***\" & more"), "{spelled}");
        }
        let password = "a\"b\\c d'é😀";
        for spelled in [
            r#"a\"b\\c d'é😀"#,
            r#"a\"b\\c d'\u00e9\ud83d\ude00"#,
            r#"a\u0022b\u005Cc d\u0027\u00E9\uD83D\uDE00"#,
            "a%22b%5Cc+d%27%C3%A9%F0%9F%98%80",
            "a%22b%5cc%20d%27%c3%a9%f0%9f%98%80",
            "a&quot;b\\c d&#39;&#233;&#128512;",
        ] {
            assert_eq!(without_one(&format!("<{spelled}>"), password).as_deref(), Some("<***>"), "{spelled}");
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        for text in ["plain", "100% of \\n & more", "%zz \\u12 &nothing; &#x110000; \\ud83d %ff", "se+cret", ""] {
            assert_eq!(without_one(text, "secret"), None, "{text}");
        }
        // Too little is left of it to be told from other texts.
        assert_eq!(without_one("%41%42 AB", "%41%42"), None);
    }

    #[test]
    fn several_secrets_are_masked_wherever_they_are() {
        let all = ["abcd", "cdef", "gh/ij"];
        let text = r"\u0061bcd, abcdef, gh\/ij, gh\/ij";
        assert_eq!(without(text, all.into_iter(), 4).as_deref(), Some("***, ***, ***, ***"));
        assert_eq!(without_one("%61aaaaaaa", "aaaa").as_deref(), Some("******"));
    }

    #[test]
    fn a_long_text_is_cut_and_ends_with_no_part_of_a_secret() {
        assert_eq!(without_one(&"x".repeat(LONGEST * 2), "secret"), None);
        let text = format!("{}\\u0073ecret{}", "ї".repeat(LONGEST / 2 - 2), "%".repeat(LONGEST));
        let cut = without_one(&text, "secret").unwrap_or_default();
        assert_eq!(cut, "ї".repeat((LONGEST - MARGIN) / 2));
    }
}
