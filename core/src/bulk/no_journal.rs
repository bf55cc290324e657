//! In place of the journal in a build without it: there can be none.

use std::time::Duration;

use super::chunk::{Chunk, Settled};
use crate::error::{Error, Outcome};

pub(super) type Patience<'a> = &'a mut dyn FnMut(Duration) -> bool;

/// Never made: `BulkOptions::check` refuses the option.
#[derive(Debug)]
pub(super) enum Journal {}

pub(super) struct KnownRow {
    pub(super) id: i64,
    pub(super) key: String,
    pub(super) outcome: Outcome,
    pub(super) recipient: u64,
}

impl KnownRow {
    pub(super) fn report(self) -> super::report::ReportRow {
        super::report::ReportRow::default()
    }
}

impl Journal {
    pub(super) fn open(_: &std::path::Path, _: &[(&str, String)]) -> Result<Self, Error> {
        Err(Error::configuration("this build has no journals: turn on the feature 'journal'"))
    }

    pub(super) fn salt(&self) -> &str {
        match *self {}
    }

    pub(super) fn each_key(&self, _: &mut dyn FnMut(&str, u64, Outcome)) -> Result<(), Error> {
        match *self {}
    }

    pub(super) fn rows_after(&self, _: i64, _: usize) -> Result<Vec<KnownRow>, Error> {
        match *self {}
    }

    pub(super) fn find(&self, _: &str) -> Result<Option<KnownRow>, Error> {
        match *self {}
    }

    pub(super) fn record(&self, _: &mut [Chunk], _: &[Settled], _: Patience<'_>) -> Result<(), Error> {
        match *self {}
    }

    pub(super) fn is_lost(&self) -> bool {
        match *self {}
    }
}
