//! Stands in for the journal in a build without it.

use super::waits::{Patience, Waits};
use crate::bulk::chunk::{Chunk, ChunkResult};
use crate::engine::NO_JOURNAL;
use crate::error::{Error, Outcome};
use crate::http::call::Interrupt;

/// Never made: `BulkOptions::check` refuses the option.
#[derive(Debug)]
pub(crate) enum Journal {}

/// Never made, either.
pub(crate) enum JournalCopy {}

impl JournalCopy {
    pub(crate) fn open(_: &std::path::Path, _: &[(&str, String)], _: Waits) -> Result<Self, Error> {
        Err(Error::configuration(NO_JOURNAL))
    }

    pub(crate) fn journal(&self) -> &Journal {
        match *self {}
    }
}

/// Never made, either.
pub(crate) struct NotRecorded {
    pub(crate) error: Error,
    pub(crate) has_settled: bool,
    pub(crate) has_leaving: bool,
}

pub(crate) struct JournalRow {
    pub(crate) id: i64,
    pub(crate) key: String,
    pub(crate) outcome: Outcome,
    pub(crate) recipient: u64,
}

/// Never made, as there is no journal to read.
pub(crate) struct SentRow {
    pub(crate) index: u64,
    pub(crate) customer_message_id: String,
    pub(crate) recipient: u64,
    pub(crate) message_id: String,
    pub(crate) channel: Option<String>,
    pub(crate) sent_at: Option<jiff::Timestamp>,
}

pub(crate) fn is_in_use_here(_: &std::path::Path) -> bool {
    false
}

pub(crate) fn each_sent(_: &std::path::Path, _: Option<&Interrupt>, _: &mut dyn FnMut(SentRow)) -> Result<(), Error> {
    Err(Error::configuration(NO_JOURNAL))
}

impl JournalRow {
    pub(crate) fn report(self) -> crate::bulk::report::ReportRow {
        crate::bulk::report::ReportRow::default()
    }
}

impl Journal {
    pub(crate) fn open(_: &std::path::Path, _: &[(&str, String)], _: Waits) -> Result<Self, Error> {
        Err(Error::configuration(NO_JOURNAL))
    }

    pub(crate) fn salt(&self) -> &str {
        match *self {}
    }

    pub(crate) fn each_key(&self, _: &mut dyn FnMut(&str, u64, Outcome)) -> Result<(), Error> {
        match *self {}
    }

    pub(crate) fn rows_after(&self, _: i64, _: usize) -> Result<Vec<JournalRow>, Error> {
        match *self {}
    }

    pub(crate) fn find(&self, _: &str) -> Result<Option<JournalRow>, Error> {
        match *self {}
    }

    pub(crate) fn record(&self, _: &mut [Chunk], _: &[ChunkResult], _: Patience<'_>) -> Result<(), NotRecorded> {
        match *self {}
    }

    pub(crate) fn is_lost(&self) -> bool {
        match *self {}
    }
}
