//! Words that the program knows, read from a file.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Makes a word static. The words are few; each is kept once.
pub(crate) fn intern(text: &str) -> &'static str {
    static WORDS: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    let mut words = WORDS.lock().unwrap_or_else(PoisonError::into_inner);
    let words = words.get_or_insert_default();
    match words.get(text) {
        Some(known) => known,
        None => {
            let word: &'static str = Box::leak(text.to_owned().into_boxed_str());
            words.insert(word);
            word
        }
    }
}
