//! Texts of a request, which its answer must not repeat.

use std::collections::HashMap;

/// Shortest text that is looked for in sentences.
const SHORTEST: usize = 3;

/// Texts and their masks. It never leaves this process.
#[derive(Default)]
pub(super) struct Said {
    masks: HashMap<String, String>,
    /// The texts by their first letters, the longest first: one text may begin with another.
    by_start: HashMap<[char; SHORTEST], Vec<String>>,
}

impl Said {
    pub(super) fn add(&mut self, text: &str, mask: &str) {
        let Some(start) = start_of(text).filter(|_| text != mask && !self.masks.contains_key(text)) else { return };
        self.masks.insert(text.to_owned(), mask.to_owned());
        let texts = self.by_start.entry(start).or_default();
        let place = texts.partition_point(|other| other.len() >= text.len());
        texts.insert(place, text.to_owned());
    }

    /// The mask of a whole text.
    pub(super) fn mask(&self, text: &str) -> Option<&str> {
        self.masks.get(text).map(String::as_str)
    }

    /// The longest text that this begins with, and its mask. A number is not the start of a longer one.
    pub(super) fn at_start(&self, rest: &str) -> Option<(&str, &str)> {
        let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let goes_on = |text: &str| rest[text.len()..].starts_with(|c: char| c.is_ascii_digit());
        let texts = self.by_start.get(&start_of(rest)?)?;
        let said = texts.iter().find(|text| rest.starts_with(*text) && !(is_number(text) && goes_on(text)))?;
        Some((said, self.mask(said)?))
    }
}

fn start_of(text: &str) -> Option<[char; SHORTEST]> {
    let mut letters = text.chars();
    Some([letters.next()?, letters.next()?, letters.next()?])
}
