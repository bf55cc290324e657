//! Result of one polling step.

use std::time::Duration;

/// Result of one polling step.
#[derive(Debug)]
pub enum Step<T> {
    /// The result.
    Item(T),
    /// No result yet. Poll again after this time.
    After(Duration),
}
