//! Names of columns that look like another one: a letter of another alphabet in them, or a character that nobody sees.

use std::fmt;

use crate::phone::{is_invisible, name_of_character};

/// First difference between a name and one that looks like it.
pub(super) struct Difference {
    /// The name, escaped.
    name: String,
    /// Position of the first character that differs, from 1.
    place: usize,
    character: char,
    /// The character that should stand there, if any.
    expected: Option<char>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "character {} of '{}' is {}", self.place, self.name, name_of_character(self.character))?;
        self.expected.map_or(Ok(()), |expected| write!(f, ", not {}", name_of_character(expected)))
    }
}

/// Returns the first difference of `other`, if it looks like `name`.
pub(super) fn difference(name: &str, other: &str) -> Option<Difference> {
    let seen = |text: &str| -> Vec<(usize, char)> {
        (1..).zip(text.chars()).filter(|(_, c)| !is_invisible(*c) || c.is_whitespace()).collect()
    };
    let (own, others) = (seen(name), seen(other));
    let mut pairs = own.iter().map(|(_, c)| *c).zip(others.iter().copied());
    if name == other || own.len() != others.len() || !pairs.clone().all(|(a, (_, b))| latin(a) == latin(b)) {
        return None;
    }
    let (place, character, expected) = match pairs.find(|(a, (_, b))| a != b) {
        Some((expected, (place, character))) => (place, character, Some(expected)),
        None => {
            let invisible = |(_, c): &(usize, char)| is_invisible(*c) && !c.is_whitespace();
            let (place, character) = (1..).zip(other.chars()).find(invisible)?;
            (place, character, None)
        }
    };
    Some(Difference { name: other.escape_debug().to_string(), place, character, expected })
}

/// The Latin letter that a Cyrillic or Greek one looks like, and the usual space for any.
fn latin(c: char) -> char {
    match c {
        c if c.is_whitespace() => ' ',
        'а' => 'a',
        'е' => 'e',
        'і' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'с' => 'c',
        'ѕ' => 's',
        'у' => 'y',
        'х' => 'x',
        'ν' => 'v',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'С' => 'C',
        'Т' | 'Τ' => 'T',
        'У' | 'Υ' => 'Y',
        'Х' | 'Χ' => 'X',
        other => other,
    }
}
