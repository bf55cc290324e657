//! A JSON scanner that finds values as positions in the text. It reads the rows of replies, because a large response
//! consists mostly of short texts that only have to be located. Rare forms (escapes, fractions, nested values) are left
//! to `serde_json`.
//!
//! Our own, because a row takes at most 1,700 instructions instead of 2,500 with serde's visitors.

use std::borrow::Cow;

use serde::de::IgnoredAny;

/// Largest depth of objects and lists in a JSON text. The provider's documented forms need five. A much deeper text
/// could make parsers fail, such as Python's, whose limit is 1,000.
pub const MAX_DEPTH: usize = 100;

/// Error: the text is not JSON, or not the expected type.
#[derive(Debug)]
pub(super) struct Broken;

/// A reading position in a text.
pub(super) struct Scan<'t> {
    text: &'t str,
    at: usize,
}

#[expect(clippy::arithmetic_side_effects, reason = "places in a text in memory, whose length is below `isize::MAX`")]
#[expect(clippy::string_slice, reason = "a value begins and ends with an ASCII character")]
impl<'t> Scan<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Returns the next byte that is not space.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    #[inline]
    fn take(&mut self, byte: u8) -> Result<(), Broken> {
        if self.peek() != Some(byte) {
            return Err(Broken);
        }
        self.at += 1;
        Ok(())
    }

    /// Returns an error unless only space is left.
    pub(super) fn end(&mut self) -> Result<(), Broken> {
        if self.peek().is_none() { Ok(()) } else { Err(Broken) }
    }

    /// Returns the number of bytes left.
    pub(super) fn left(&self) -> usize {
        self.text.len() - self.at
    }

    /// Returns the number of bytes before.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Returns to a position.
    pub(super) fn back_to(&mut self, position: usize) {
        self.at = position;
    }

    /// Returns the text between two positions, which must be character boundaries.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'t str {
        &self.text[from..to]
    }

    /// Reads exactly this text, if it comes next.
    #[inline]
    pub(super) fn follows(&mut self, text: &str) -> bool {
        let follows = self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(text.as_bytes()));
        if follows {
            self.at += text.len();
        }
        follows
    }

    /// Reads a string without escapes, up to the closing quote. The opening one was read before.
    #[inline]
    pub(super) fn plain_text(&mut self) -> Option<&'t str> {
        let (bytes, start) = (self.text.as_bytes(), self.at);
        self.at = special(bytes, start);
        (bytes.get(self.at) == Some(&b'"')).then(|| &self.text[start..self.at])
    }

    /// Reads the digits of a number that does not begin with zero. The caller checks what follows.
    #[inline]
    pub(super) fn natural(&mut self) -> Option<&'t str> {
        let (bytes, start) = (self.text.as_bytes(), self.at);
        while bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        bytes.get(start).is_some_and(|first| matches!(first, b'1'..=b'9')).then(|| &self.text[start..self.at])
    }

    /// Reads an object. `member` gets each key and reads its value.
    pub(super) fn members(
        &mut self,
        mut member: impl FnMut(&mut Self, Cow<'t, str>) -> Result<(), Broken>,
    ) -> Result<&'t str, Broken> {
        self.between(b'{', b'}', |scan| {
            let key = scan.key()?;
            member(scan, key)
        })
    }

    /// Reads a key and its colon.
    #[inline]
    fn key(&mut self) -> Result<Cow<'t, str>, Broken> {
        self.peek();
        let key = self.string()?.scalar().ok_or(Broken)?;
        self.take(b':')?;
        Ok(key)
    }

    /// Reads a list. `item` reads each value.
    pub(super) fn items(&mut self, item: impl FnMut(&mut Self) -> Result<(), Broken>) -> Result<&'t str, Broken> {
        self.between(b'[', b']', item)
    }

    /// Reads comma-separated items between two brackets and returns the whole text.
    fn between(
        &mut self,
        open: u8,
        close: u8,
        mut each: impl FnMut(&mut Self) -> Result<(), Broken>,
    ) -> Result<&'t str, Broken> {
        self.take(open)?;
        let start = self.at - 1;
        if self.peek() != Some(close) {
            loop {
                each(self)?;
                match self.peek() {
                    Some(b',') => self.at += 1,
                    _ => break,
                }
            }
        }
        self.take(close)?;
        Ok(&self.text[start..self.at])
    }

    /// Reads any value.
    #[inline]
    pub(super) fn value(&mut self) -> Result<Raw<'t>, Broken> {
        match self.peek().ok_or(Broken)? {
            b'"' => self.string(),
            b'{' | b'[' => self.nested(),
            _ => self.word(),
        }
    }

    #[inline]
    fn string(&mut self) -> Result<Raw<'t>, Broken> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        if bytes.get(start) != Some(&b'"') {
            return Err(Broken);
        }
        let (mut at, mut plain) = (start + 1, true);
        loop {
            at = special(bytes, at);
            match bytes.get(at) {
                Some(b'"') => break,
                // The escape is checked when the end of the string is known.
                Some(b'\\') => (at, plain) = (at + 2, false),
                _ => return Err(Broken),
            }
        }
        self.at = at + 1;
        let text = &self.text[start..self.at];
        if plain { Ok(Raw { text, plain }) } else { checked(text) }
    }

    fn nested(&mut self) -> Result<Raw<'t>, Broken> {
        let rest = &self.text[self.at..];
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
        let Some(Ok(_)) = values.next() else { return Err(Broken) };
        let length = values.byte_offset();
        if too_deep(&rest[..length]) {
            return Err(Broken);
        }
        self.at += length;
        Ok(Raw { text: &rest[..length], plain: false })
    }

    /// Reads a number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<Raw<'t>, Broken> {
        let rest = &self.text[self.at..];
        let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let length = rest.bytes().take_while(of_word).count();
        let text = &rest[..length];
        self.at += length;
        let natural = matches!(text.as_bytes(), [b'1'..=b'9', more @ ..] if more.iter().all(u8::is_ascii_digit));
        if natural { Ok(Raw { text, plain: true }) } else { checked(text) }
    }
}

/// The exact text of one value.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'t> {
    text: &'t str,
    /// True for a number or a string without escapes. An object or a list may be either.
    plain: bool,
}

impl<'t> Raw<'t> {
    /// Takes one value, without surrounding space.
    #[inline]
    pub(super) fn of(text: &'t str) -> Self {
        let inside = text.as_bytes().get(1..text.len().saturating_sub(1)).unwrap_or_default();
        Self { text, plain: is_plain(inside) }
    }

    /// Takes one value, of which the writer knows that it is a string without escapes.
    #[inline]
    pub(super) fn noted(text: &'t str, plain: bool) -> Self {
        if plain { Self { text, plain } } else { Self::of(text) }
    }

    pub(crate) fn as_str(self) -> &'t str {
        self.text
    }

    /// Returns the text of a string without escapes; `None` for any other value.
    #[inline]
    pub(super) fn plain_string(self) -> Option<&'t str> {
        if self.plain && self.text.starts_with('"') {
            self.text.get(1..self.text.len().saturating_sub(1))
        } else {
            None
        }
    }

    /// Returns the digits of a number that has nothing else and does not begin with zero; `None` for any other value.
    #[inline]
    pub(super) fn natural(self) -> Option<&'t str> {
        (self.plain && self.text.starts_with(|first: char| first.is_ascii_digit())).then_some(self.text)
    }

    /// Returns a JSON string, number or boolean as text; a number keeps its exact digits. `None` for any other value.
    #[inline]
    pub(crate) fn scalar(self) -> Option<Cow<'t, str>> {
        match self.text.as_bytes().first()? {
            b'"' if self.plain => self.text.get(1..self.text.len().saturating_sub(1)).map(Cow::Borrowed),
            b'"' => serde_json::from_str::<String>(self.text).ok().map(Cow::Owned),
            b'{' | b'[' | b'n' => None,
            _ => Some(Cow::Borrowed(self.text)),
        }
    }

    /// Returns a JSON string as text; `None` for any other value.
    #[inline]
    pub(crate) fn string(self) -> Option<Cow<'t, str>> {
        if self.text.starts_with('"') { self.scalar() } else { None }
    }
}

/// Reads a text that is exactly one value.
#[cold]
fn checked(text: &str) -> Result<Raw<'_>, Broken> {
    serde_json::from_str::<IgnoredAny>(text).map_or(Err(Broken), |_| Ok(Raw { text, plain: false }))
}

/// Calls `member` for each member of an object; `None` if the text is anything else.
pub(crate) fn each_member<'t>(text: &'t str, mut member: impl FnMut(&str, Raw<'t>)) -> Option<()> {
    let mut scan = Scan::new(text);
    let object = scan.members(|scan, key| {
        member(&key, scan.value()?);
        Ok(())
    });
    object.and_then(|_| scan.end()).ok()
}

/// Calls `item` for each value of a list; `None` if the text is anything else.
pub(crate) fn each_item<'t>(text: &'t str, mut item: impl FnMut(Raw<'t>)) -> Option<()> {
    let mut scan = Scan::new(text);
    let list = scan.items(|scan| {
        item(scan.value()?);
        Ok(())
    });
    list.and_then(|_| scan.end()).ok()
}

/// Returns the only value of a text; `None` if it is not JSON.
pub(crate) fn only_value(text: &str) -> Option<Raw<'_>> {
    let mut scan = Scan::new(text);
    let value = scan.value().ok()?;
    scan.end().ok().map(|()| value)
}

/// Reads each object of a text, at any depth, until the text is no JSON: `member` notes a key and its value, unless that is
/// an object or a list, and `object` gets the notes.
pub(crate) fn each_object<N: Default>(
    text: &str,
    member: impl Fn(&mut N, &str, Option<Raw<'_>>),
    mut object: impl FnMut(N),
) {
    fn walk<N: Default>(
        scan: &mut Scan<'_>,
        depth: usize,
        member: &impl Fn(&mut N, &str, Option<Raw<'_>>),
        object: &mut impl FnMut(N),
    ) -> Result<(), Broken> {
        let deeper = depth.checked_sub(1).ok_or(Broken)?;
        match scan.peek() {
            Some(b'{') => {
                let mut notes = N::default();
                let whole = scan.members(|scan, key| match scan.peek() {
                    Some(b'{' | b'[') => {
                        member(&mut notes, &key, None);
                        walk(scan, deeper, member, object)
                    }
                    _ => {
                        member(&mut notes, &key, Some(scan.value()?));
                        Ok(())
                    }
                });
                object(notes);
                whole.map(drop)
            }
            Some(b'[') => scan.items(|scan| walk(scan, deeper, member, object)).map(drop),
            _ => scan.value().map(drop),
        }
    }
    // Objects before a syntax error count.
    let _ = walk(&mut Scan::new(text), MAX_DEPTH, &member, &mut object);
}

/// Returns the first value of a list; `None` if there is none. The rest is not checked.
pub(crate) fn first_item(list: &str) -> Option<Raw<'_>> {
    let mut scan = Scan::new(list);
    scan.take(b'[').ok()?;
    scan.value().ok()
}

/// Returns the members of an object; `None` if the text is anything else.
#[cfg(any(test, feature = "bulk"))]
pub(crate) fn members(text: &str) -> Option<Vec<(Cow<'_, str>, Raw<'_>)>> {
    let mut found = Vec::with_capacity(8);
    let mut scan = Scan::new(text);
    let object = scan.members(|scan, key| {
        found.push((key, scan.value()?));
        Ok(())
    });
    object.and_then(|_| scan.end()).ok().map(|()| found)
}

/// Marks the bytes of a word that must be escaped in a JSON string or that end it. Only the lowest marked byte is exact,
/// because the borrow propagates upward.
#[expect(clippy::arithmetic_side_effects, reason = "the factors are below 256, so no byte overflows")]
#[inline]
fn marks(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGHS: u64 = ONES << 7;
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & HIGHS;
    let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    below(word, 0x20) | is(b'"') | is(b'\\')
}

/// Returns true if no byte must be escaped in a JSON string. Reads 16 bytes at a time, which the compiler compares at
/// once, or 8; the last ones may overlap those before.
#[inline]
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    let is_special = |byte: u8| (byte < 0x20) | (byte == b'"') | (byte == b'\\');
    let all_clean = |chunk: &[u8; 16]| !chunk.iter().fold(false, |found, byte| found | is_special(*byte));
    let clean = |eight: &[u8; 8]| marks(u64::from_le_bytes(*eight)) == 0;
    if let Some(last) = bytes.last_chunk::<16>() {
        return bytes.as_chunks::<16>().0.iter().all(all_clean) && all_clean(last);
    }
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>(), bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last), ..) => clean(first) && clean(last),
        (_, _, Some([a, b, c, d]), Some([e, f, g, h])) => clean(&[*a, *b, *c, *d, *e, *f, *g, *h]),
        _ => !bytes.iter().any(|byte| is_special(*byte)),
    }
}

/// Returns the position of the first byte from `at` on that must be escaped in a JSON string or that ends it, or the
/// length if there is none. Reads eight bytes at a time.
#[expect(clippy::arithmetic_side_effects, reason = "places in a text in memory, whose length is below `isize::MAX`")]
#[inline]
pub(super) fn special(bytes: &[u8], mut at: usize) -> usize {
    // Only the lowest marked byte is exact.
    let place = |marks: u64| marks.trailing_zeros() as usize / 8;
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let found = marks(u64::from_le_bytes(*eight));
        if found != 0 {
            return at + place(found);
        }
        at += 8;
    }
    // The rest, padded with plain bytes.
    let rest = bytes.get(at..).unwrap_or_default();
    let mut last = [b' '; 8];
    if let Some(start) = last.get_mut(..rest.len()) {
        start.copy_from_slice(rest);
    }
    match marks(u64::from_le_bytes(last)) {
        0 => bytes.len(),
        found => at + place(found),
    }
}

/// Returns true if a JSON text is nested deeper than [`MAX_DEPTH`].
#[expect(clippy::arithmetic_side_effects, reason = "places in a text in memory, whose length is below `isize::MAX`")]
pub(crate) fn too_deep(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                at = special(bytes, at + 1);
                while bytes.get(at).is_some_and(|byte| *byte != b'"') {
                    // Skip the escaped character after a backslash.
                    at = special(bytes, at + 2);
                }
            }
            _ => {}
        }
        if depth > MAX_DEPTH {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Reads a text in the same way as the readers, three levels deep.
    fn accepts(text: &str) -> bool {
        fn value(scan: &mut Scan<'_>, depth: usize) -> Result<(), Broken> {
            match scan.peek() {
                Some(b'{') if depth > 0 => scan.members(|scan, _| value(scan, depth - 1)).map(drop),
                Some(b'[') if depth > 0 => scan.items(|scan| value(scan, depth - 1)).map(drop),
                _ => scan.value().map(drop),
            }
        }
        let mut scan = Scan::new(text);
        value(&mut scan, 3).and_then(|()| scan.end()).is_ok()
    }

    #[test]
    fn what_is_json_is_decided_as_by_serde() {
        let whole = r#" {"messages": [{"id":"a","n":-0.5e+3} ,{"ok":true,"no":null}, [1, 20], "\u0041\"\\", {} ],
            "text":"Привіт 😀, a text of more than eight bytes","deep":{"a":[{"b":[[]]}]}} "#;
        assert!(accepts(whole));
        let pieces: Vec<&str> = whole.split_inclusive(|_| true).collect();
        let others =
            ["", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "1", "-", ".", "e", "x", " ", "\n", "\u{1}", "ї"];
        let mut seen = [0, 0];
        for (place, piece) in pieces.iter().enumerate() {
            let (before, after) = (pieces[..place].concat(), pieces[place + 1..].concat());
            for other in others {
                for text in [format!("{before}{other}{after}"), format!("{before}{other}{piece}{after}")] {
                    let expected = serde_json::from_str::<serde_json::Value>(&text).is_ok();
                    assert_eq!(accepts(&text), expected, "{text}");
                    seen[usize::from(expected)] += 1;
                }
            }
            assert_eq!(accepts(&before), serde_json::from_str::<serde_json::Value>(&before).is_ok(), "{before}");
        }
        assert!(seen.iter().all(|count| *count > 500), "{seen:?}");
    }

    #[test]
    fn special_bytes_are_found_wherever_they_stand() {
        for length in 0..40 {
            let plain: Vec<u8> = (0..length).map(|i| [b' ', b'!', b'#', b'[', 0x7f, 0x80, 0xff, b']'][i % 8]).collect();
            assert_eq!(special(&plain, 0), length);
            assert!(is_plain(&plain), "{length}");
            for place in 0..length {
                for byte in [b'"', b'\\', 0, 0x1f, b'\n'] {
                    let mut bytes = plain.clone();
                    bytes[place] = byte;
                    let found: Vec<usize> = (0..=place).map(|from| special(&bytes, from)).collect();
                    assert!(found.iter().all(|found| *found == place), "{length} {place} {byte} {found:?}");
                    assert!(!is_plain(&bytes), "{length} {place} {byte}");
                }
            }
        }
    }

    #[test]
    fn values_are_given_as_they_stand() {
        let text = r#" { "a" : "x\ty" , "\u0062":[ 1 ,2 ] ,"c":-1.50, "d":{"e":{}}} "#;
        let found = members(text).unwrap().into_iter().map(|(key, raw)| (key, raw.as_str()));
        let expected = [("a", r#""x\ty""#), ("b", "[ 1 ,2 ]"), ("c", "-1.50"), ("d", r#"{"e":{}}"#)];
        assert!(found.eq(expected.map(|(key, value)| (key.into(), value))));
    }
}
