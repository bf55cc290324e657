//! Static words, read back from a file.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Deserializer};

/// An alias of `&'static str`, because serde borrows a field of that type from its input.
pub(crate) type Word = &'static str;

/// Reads a word. Each distinct word is leaked once; there are only a few.
pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Word, D::Error> {
    String::deserialize(deserializer).map(intern)
}

/// Reads a word that may be missing.
pub(crate) fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Word>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(intern))
}

fn intern(text: String) -> Word {
    static WORDS: Mutex<Option<HashSet<Word>>> = Mutex::new(None);
    let mut words = WORDS.lock().unwrap_or_else(PoisonError::into_inner);
    let words = words.get_or_insert_default();
    match words.get(text.as_str()) {
        Some(known) => known,
        None => {
            let word: Word = Box::leak(text.into_boxed_str());
            words.insert(word);
            word
        }
    }
}
