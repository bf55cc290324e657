//! Fuzz targets as functions of bytes. They panic if the library breaks a promise.
//!
//! cargo-fuzz calls them with inputs of its own (`make fuzz`), `tests/corpus.rs` with those that were kept.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod arrow;
mod arrow_memory;
pub mod c_entry;
pub mod control;
pub mod hub;
pub mod journal;
pub mod replies;
pub mod rust_api;
pub mod segments;
pub mod tables;
pub mod templates;
pub mod webhooks;

mod answerer;
mod request;

/// A target by the name of its corpus.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("replies", replies::run),
    ("webhooks", webhooks::run),
    ("segments", segments::run),
    ("templates", templates::run),
    ("c_entry", c_entry::run),
    ("tables", tables::run),
    ("arrow", arrow::run),
    ("journal", journal::run),
    ("control", control::run),
    ("hub", hub::run),
    ("rust_api", rust_api::run),
];

/// The bytes, and what is cut from their front.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    /// One byte; 0 when there is none.
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// One of these.
    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::from(self.byte()) % of.len()]
    }

    /// Bytes up to the next 0xFF, which is in no UTF-8 text, or to the end.
    fn part(&mut self) -> &'a [u8] {
        let end = self.0.iter().position(|b| *b == 0xFF).unwrap_or(self.0.len());
        let part = &self.0[..end];
        self.0 = self.0.get(end + 1..).unwrap_or_default();
        part
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
