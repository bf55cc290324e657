//! A copy of a journal, for a run that must leave the journal as it is.

use std::fs;
use std::io;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use super::journal::Journal;
use super::journal_failure::failed;
use super::journal_file::{EMPTY, cannot};
use super::waits::{Waits, patiently};
use crate::bulk::paths::{check_journal, resolved, with_end};
use crate::clock::SLICE;
use crate::error::Error;

/// The copy, opened like the journal itself: what a run would say of the one, it says of the other.
pub(crate) struct JournalCopy {
    journal: Journal,
    /// Deleted after the journal is closed.
    _folder: TempDir,
}

impl JournalCopy {
    pub(crate) fn open(path: &Path, campaign: &[(&str, String)], waits: Waits) -> Result<Self, Error> {
        check_journal(path)?;
        let uncopied = |e: io::Error| cannot("read", &e);
        let folder = tempfile::tempdir().map_err(uncopied)?;
        let (from, to) = (resolved(path), folder.path().join("journal"));
        let side = |end: &str| match fs::read(with_end(&from, end)) {
            Ok(bytes) => fs::write(with_end(&to, end), bytes),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(e) => Err(e),
        };
        // The note of a journal that is gone.
        side(".lock").map_err(|e| cannot("locked", &e))?;
        match from.metadata() {
            Ok(there) if there.len() > EMPTY => patiently(&*waits.patience, || copy(&from, &to))?,
            there => {
                if let Ok(there) = there {
                    // Of so short a file only the length counts.
                    fs::File::create(&to).and_then(|file| file.set_len(there.len())).map_err(uncopied)?;
                }
                side("-journal").map_err(uncopied)?;
            }
        }
        Ok(Self { journal: Journal::open(&to, campaign, waits)?, _folder: folder })
    }

    pub(crate) fn journal(&self) -> &Journal {
        &self.journal
    }
}

/// Copies the rows through SQLite: to open and close the file by ourselves would end the locks that a run of this
/// process has on it.
fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let copied = Connection::open_with_flags(from, flags).and_then(|connection| {
        connection.busy_timeout(SLICE)?;
        connection.execute("VACUUM INTO ?1", [to.to_string_lossy()]).map(drop)
    });
    copied.map_err(|e| failed(&e))
}
