//! Failures of a journal.

use rusqlite::ErrorCode;

use super::journal_file::forgotten;
use crate::descriptors;
use crate::error::Error;

pub(super) const DAMAGED: &str = "the journal is damaged";

/// Reason for a failed transaction.
pub(super) enum Failure {
    Sqlite(rusqlite::Error),
    /// The journal is not what this run left: no more transactions.
    Lost(&'static str),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// Failure of [`super::Journal::record`].
pub(crate) struct NotRecorded {
    pub(crate) error: Error,
    /// True if the settled rows were stored in spite of the error.
    pub(crate) has_settled: bool,
    /// True if the leaving rows were stored as under way in spite of the error.
    pub(crate) has_leaving: bool,
}

impl From<Error> for NotRecorded {
    fn from(error: Error) -> Self {
        Self { error, has_settled: false, has_leaving: false }
    }
}

/// Returns true if what a journal holds cannot be read: SQLite finds its file malformed, or a value or table is not what we
/// wrote.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{
        FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, QueryReturnedNoRows, SqlInputError,
        Utf8Error,
    };
    matches!(
        error,
        FromSqlConversionFailure(..)
            | IntegralValueOutOfRange(..)
            | InvalidColumnType(..)
            | QueryReturnedNoRows
            | SqlInputError { .. }
            | Utf8Error(..)
    ) || matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::Unknown))
}

/// Makes the error of a failed statement.
pub(super) fn failed(error: &rusqlite::Error) -> Error {
    if is_damage(error) {
        return forgotten(DAMAGED);
    }
    let busy = error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy);
    let what = match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => "the journal is a file of something else; name another".to_owned(),
        Some(ErrorCode::DatabaseBusy) => "the journal is held by another program, which has to let go of it".to_owned(),
        Some(ErrorCode::DiskFull) => "the journal cannot be written: the disk is full".to_owned(),
        // SQLite calls a folder that it cannot open for want of a descriptor an I/O error.
        Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) if descriptors::exhausted() => {
            format!("the journal cannot be used: {}", descriptors::TOO_MANY)
        }
        _ => format!("the journal cannot be used: {error}"),
    };
    Error::configuration(what).with(|d| d.in_use = busy)
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    /// A full disk cannot be had in a test, and the others tell what to do.
    #[test]
    fn a_failure_of_sqlite_says_what_to_do() {
        for (code, text, again) in [
            (ffi::SQLITE_NOTADB, "is a file of something else; name another", false),
            (ffi::SQLITE_BUSY, "is held by another program, which has to let go of it", true),
            (ffi::SQLITE_FULL, "cannot be written: the disk is full", false),
            (ffi::SQLITE_IOERR, "cannot be used: ", false),
            (ffi::SQLITE_CANTOPEN, "cannot be used: ", false),
        ] {
            let error = failed(&rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
            assert!(error.message().starts_with(&format!("the journal {text}")), "{error}");
            assert!(!error.message().contains(crate::descriptors::TOO_MANY), "{error}");
            assert_eq!(error.retryable(), again, "{error}");
        }
    }
}
