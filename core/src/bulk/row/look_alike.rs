//! Names of columns that look like another one: a letter of another alphabet in them, or a character that nobody sees.

use super::columns::ColumnMap;
use crate::bulk::options::BulkOptions;
use crate::error::Error;
use crate::phone::{is_invisible, name_of_character};

impl BulkOptions {
    /// As [`BulkOptions::needed_columns`], with what differs in a name that looks like that of a column that is missing.
    #[doc(hidden)]
    pub fn columns_of_frame(&self, names: &[&str]) -> Result<Vec<bool>, Error> {
        self.needed_columns(names).map_err(|error| match ColumnMap::new(self) {
            Ok(columns) => explained(error, &columns, names),
            Err(_) => error,
        })
    }
}

/// Completes the error of a table that lacks a column, if one of its names only looks like that of the column.
pub(super) fn explained(error: Error, columns: &ColumnMap, names: &[&str]) -> Error {
    let Some(problem) = error.problems().first() else { return error };
    let known = (0..).map(|number| columns.name(number)).take_while(|name| !name.is_empty());
    let mut missing = known.filter(|name| problem.message().contains(&format!("no column '{}'", name.escape_debug())));
    let found = missing.find_map(|name| names.iter().find_map(|other| difference(name, other.trim())));
    let Some(Difference { name, place, character, expected }) = found else { return error };
    let (said, character) = (problem.message(), name_of_character(character));
    Error::invalid(
        "source",
        "columns",
        match expected.map(name_of_character) {
            Some(expected) => format!("{said}; character {place} of '{name}' is {character}, not {expected}"),
            None => format!("{said}; character {place} of '{name}' is {character}"),
        },
    )
}

/// What differs in a name that looks like another.
struct Difference {
    /// The name, escaped.
    name: String,
    /// Position of the first character that differs, from 1.
    place: usize,
    character: char,
    /// The character that should stand there, if any.
    expected: Option<char>,
}

/// Returns what differs in `other`, if it looks like `name`.
fn difference(name: &str, other: &str) -> Option<Difference> {
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
