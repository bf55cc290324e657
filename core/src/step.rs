//! What is asked again and again, one question at a time.

use std::time::Duration;

/// What one question came to.
#[derive(Debug)]
pub enum Step<T> {
    /// What was waited for.
    Item(T),
    /// Nothing yet: ask again after this time.
    After(Duration),
}
