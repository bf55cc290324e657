//! The journal of a campaign: which rows were handed to the network, and their results.
//!
//! An SQLite file that anyone can read: see the view `report`. It has a rollback journal and never a write-ahead
//! log. With a log, a second copy of SQLite in the same process, such as Python's own, can delete it under the
//! writer, and rows that were committed are gone.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rusqlite::ffi::SQLITE_READONLY_DBMOVED;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior, params};

use super::journal_file::{JournalFile, MOVED, forgotten, lost};
use super::journal_rows::{Failure, JournalRow, WRITTEN, outcome_of, write_leaving, write_results};
use super::journal_schema::{MISSING, OpenedJournal, prepare, written_by_others};
use super::row_id;
use crate::bulk::chunk::{Chunk, ChunkResult};
use crate::clock::{self, Instant, SLICE};
use crate::descriptors;
use crate::error::{Error, Outcome};
use crate::sync::{Mutex, MutexGuard, PoisonError};

/// References are not looked up: all of them are to rows that this connection has just written, and the look-up
/// is a third of the work.
const PRAGMAS: &str =
    "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096; PRAGMA foreign_keys = OFF;";

/// Longest time to retry a read.
pub(crate) const READ: Duration = Duration::from_secs(30);
/// Longest time to retry an open that failed for no known reason.
const SCARCE: Duration = Duration::from_secs(2);

/// Decides, from the time waited so far, whether to wait longer for another program.
pub(crate) type Patience<'a> = &'a mut dyn FnMut(Duration) -> bool;

/// Waits of a run for another program that holds its journal.
pub(crate) struct Waits {
    /// Longest single wait of SQLite for a write. Meanwhile no new reader gets in before it, and no interrupt is polled.
    pub(crate) write: Duration,
    /// Patience of opening and reading, which happen on the caller's thread.
    pub(crate) patience: Arc<dyn Fn(Duration) -> bool + Send + Sync>,
}

/// Does a piece of work again as long as another program holds the file and the caller has patience.
pub(super) fn patiently<T>(waits: &Waits, mut work: impl FnMut() -> Result<T, Error>) -> Result<T, Error> {
    let begun = Instant::now();
    loop {
        match work() {
            Err(error) if error.is_in_use() && (waits.patience)(begun.elapsed()) => clock::sleep(SLICE),
            result => return result,
        }
    }
}

pub(crate) struct Journal {
    state: Mutex<State>,
    salt: String,
    token: String,
    process: u32,
    waits: Waits,
    /// True once rows can be found by their keys.
    has_index: AtomicBool,
    /// Reason why the journal is unusable.
    lost: OnceLock<String>,
}

struct State {
    /// `None` only at the end.
    connection: Option<Connection>,
    /// Closed after the connection.
    file: JournalFile,
    /// Transactions of the journal so far, this run's among them.
    writes: i64,
    /// SQLite's count of what others wrote.
    others: i64,
    /// Rows in it.
    messages: i64,
    /// True once this run has taken rows.
    took: bool,
}

const TAKEN: &str = "another run took the journal over";
const DAMAGED: &str = "the journal is damaged";
const OLDER: &str = "the journal was set back to an older copy";

impl Journal {
    /// Opens the journal of a campaign, or makes it.
    pub(crate) fn open(path: &Path, campaign: &[(&str, String)], waits: Waits) -> Result<Self, Error> {
        let mut file = JournalFile::open(path)?;
        let remembered = file.is_remembered();
        let failed = |e: rusqlite::Error| match e.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) if remembered => forgotten(DAMAGED),
            _ => failed(&e),
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(file.path(), flags).map_err(failed)?;
        connection.busy_timeout(SLICE).map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(20);
        let token = crate::random::id()?;
        let found = patiently(&waits, || {
            let mode: String =
                connection.query_row("PRAGMA journal_mode = TRUNCATE", [], |row| row.get(0)).map_err(failed)?;
            if !mode.eq_ignore_ascii_case("truncate") {
                return Err(Error::configuration(format!("the journal cannot be used: its mode is '{mode}'")));
            }
            connection.execute_batch(PRAGMAS).map_err(failed)?;
            prepare(&mut connection, campaign, &file, &token, &failed)
        })?;
        let OpenedJournal { salt, writes, others, messages } = found;
        // SQLite may have opened another file than the locked one.
        file.check()?;
        if messages > 0 && !remembered {
            // A copy, or one of a version before.
            file.remember(&row_id::fingerprint(&salt), writes)?;
        }
        let state = State { connection: Some(connection), file, writes, others, messages, took: false };
        let (process, has_index, lost) = (std::process::id(), AtomicBool::new(false), OnceLock::new());
        Ok(Self { state: Mutex::new(state), salt, token, process, waits, has_index, lost })
    }

    fn state(&self) -> Result<MutexGuard<'_, State>, Error> {
        if let Some(why) = self.lost.get() {
            return Err(Error::configuration(why));
        }
        // Neither the connection nor the lock is a child's, and a lock of ours may be closed for ever there.
        if self.process != std::process::id() {
            return Err(Error::configuration("the journal belongs to the process that began the run"));
        }
        // A transaction that a panic cut off was rolled back.
        Ok(self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs one transaction. A missing descriptor is waited for, like a reader: SQLite opens the rollback journal anew
    /// for each transaction, before it changes anything.
    fn run<T>(
        &self,
        single: Duration,
        patience: Patience<'_>,
        mut work: impl FnMut(&mut Connection, i64, i64) -> Result<T, Failure>,
    ) -> Result<T, Error> {
        let begun = Instant::now();
        let mut told = false;
        loop {
            let mut state = self.state()?;
            let State { connection, writes, others, .. } = &mut *state;
            let Some(connection) = connection else { return Err(Error::internal("the journal is closed")) };
            let done = match connection.busy_timeout(single) {
                Ok(()) => work(connection, *writes, *others),
                Err(error) => Err(Failure::Sqlite(error)),
            };
            let error = match done {
                Ok(value) => return Ok(value),
                Err(Failure::Lost(what)) => return Err(self.lose(lost(what))),
                Err(Failure::Sqlite(error)) => error,
            };
            let took = state.took;
            drop(state);
            // For a while in any case: a descriptor may come free before we look, and be taken again before SQLite asks.
            let again = match error.sqlite_error_code() {
                // SQLite looks as well, and may see it between our look and the write.
                _ if error.sqlite_error().is_some_and(|e| e.extended_code == SQLITE_READONLY_DBMOVED) => {
                    return Err(self.lose(lost(MOVED)));
                }
                Some(ErrorCode::DatabaseBusy) => {
                    if !std::mem::replace(&mut told, true) {
                        log::warn!(target: "smsbat", "another program holds the journal up; the run waits for it");
                    }
                    patience(begun.elapsed())
                }
                Some(ErrorCode::CannotOpen) => {
                    let most = if descriptors::exhausted() { READ } else { SCARCE };
                    begun.elapsed() < most && patience(begun.elapsed())
                }
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                    return Err(self.lose(if took { lost("the journal was damaged") } else { forgotten(DAMAGED) }));
                }
                _ => false,
            };
            if !again {
                return Err(failed(&error));
            }
            clock::sleep(SLICE);
        }
    }

    /// A read, which only a writer holds up.
    fn read<T>(&self, mut work: impl FnMut(&mut Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        self.run(SLICE, &mut |waited| (self.waits.patience)(waited), |connection, _, _| Ok(work(connection)?))
    }

    /// Marks the journal as unusable.
    fn lose(&self, error: Error) -> Error {
        let _ = self.lost.set(error.message().to_owned());
        error
    }

    /// True if the file is no longer the journal that the run began with.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost.get().is_some()
    }

    /// Random text of this journal: ids of rows depend on it.
    pub(crate) fn salt(&self) -> &str {
        &self.salt
    }

    /// Returns the number of rows in it.
    pub(crate) fn rows(&self) -> u64 {
        self.state().map_or(0, |state| state.messages.unsigned_abs())
    }

    /// Every key with its recipient, 0 if that is not known, and its outcome.
    pub(crate) fn each_key(&self, take: &mut dyn FnMut(&str, u64, Outcome)) -> Result<(), Error> {
        let all = self.read(|connection| {
            let mut all = 0_i64;
            let sql = "SELECT key, recipient, outcome FROM message LEFT JOIN result ON result.message = message.id";
            let mut statement = connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                all = all.saturating_add(1);
                let recipient = row.get_ref(1)?.as_i64_or_null()?.map_or(0, i64::unsigned_abs);
                take(row.get_ref(0)?.as_str()?, recipient, outcome_of(row.get_ref(2)?.as_str_or_null()?));
            }
            Ok(all)
        })?;
        if all < self.state()?.messages { Err(forgotten(MISSING)) } else { Ok(()) }
    }

    /// Rows in the order in which they were taken, after one of them.
    pub(crate) fn rows_after(&self, id: i64, most: usize) -> Result<Vec<JournalRow>, Error> {
        self.read(|connection| {
            let sql = format!("{} WHERE message.id > ?1 ORDER BY message.id LIMIT ?2", JournalRow::SELECT);
            let mut statement = connection.prepare_cached(&sql)?;
            statement.query_map(params![id, most as i64], JournalRow::read)?.collect::<rusqlite::Result<Vec<_>>>()
        })
    }

    /// The row of a key. The source has another order than it had before, so an index is worth its making.
    pub(crate) fn find(&self, key: &str) -> Result<Option<JournalRow>, Error> {
        if self.state()?.messages == 0 {
            return Ok(None);
        }
        self.read(|connection| {
            if !self.has_index.load(Ordering::Relaxed) {
                connection.execute_batch("CREATE INDEX IF NOT EXISTS message_key ON message (key)")?;
                self.has_index.store(true, Ordering::Relaxed);
            }
            let sql = format!("{} WHERE key = ?1", JournalRow::SELECT);
            connection.prepare_cached(&sql)?.query_row([key], JournalRow::read).optional()
        })
    }

    /// Writes, in one transaction, chunks that are about to leave and chunks that are settled. When it returns,
    /// they are on the disk.
    pub(crate) fn record(
        &self,
        leaving: &mut [Chunk],
        settled: &[ChunkResult],
        patience: Patience<'_>,
    ) -> Result<(), Error> {
        self.check()?;
        if !leaving.is_empty() {
            self.remember()?;
        }
        let (numbers, new, foreign) = self.run(self.waits.write, patience, |connection, writes, others| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let foreign = written_by_others(&transaction)? != others;
            if foreign && settled.is_empty() {
                return Err(Failure::Lost(WRITTEN));
            }
            let new = leaving.iter().flat_map(|chunk| &chunk.rows).filter(|row| row.journal == 0).count();
            let new = if foreign { 0 } else { new as i64 };
            let own = transaction
                .prepare_cached(
                    "UPDATE owner SET writes = writes + 1, messages = messages + ?3 WHERE token = ?1 AND writes = ?2",
                )?
                .execute(params![self.token, writes, new])?;
            if own != 1 {
                let sql = "SELECT count(*) FROM owner WHERE token = ?1";
                let same: i64 = transaction.query_row(sql, [&self.token], |row| row.get(0))?;
                return Err(Failure::Lost(if same == 0 { TAKEN } else { OLDER }));
            }
            for result in settled {
                write_results(&transaction, result)?;
            }
            let mut numbers = Vec::new();
            if !foreign {
                for chunk in leaving.iter() {
                    numbers.push(write_leaving(&transaction, chunk)?);
                }
            }
            transaction.commit()?;
            Ok((numbers, new, foreign))
        })?;
        let mut state = self.state()?;
        state.writes = state.writes.saturating_add(1);
        state.messages = state.messages.saturating_add(new);
        let (writes, messages) = (state.writes, state.messages);
        drop(state);
        if foreign {
            // The settled rows are committed all the same.
            return Err(self.lose(lost(WRITTEN)));
        }
        for (chunk, first) in leaving.iter_mut().zip(numbers) {
            let new = chunk.rows.iter_mut().filter(|row| row.journal == 0);
            new.zip(first..).for_each(|(row, number)| row.journal = number);
        }
        if leaving.is_empty() { Ok(()) } else { self.verify(writes, messages, patience) }
    }

    /// Compares the journal on disk with memory after a commit. If any part of this process closed the file, our locks are
    /// gone, and another SQLite may have rolled the transaction back as a leftover of a crash. And a commit into a file
    /// that was cut off or overwritten does not repair the rest of it.
    fn verify(&self, writes: i64, messages: i64, patience: Patience<'_>) -> Result<(), Error> {
        self.run(self.waits.write, patience, |connection, _, others| {
            // Read from the disk, not from the page cache.
            connection.prepare_cached("PRAGMA shrink_memory")?.query([])?.next()?;
            if written_by_others(connection)? != others {
                return Err(Failure::Lost(WRITTEN));
            }
            let sql = "SELECT (SELECT value FROM campaign WHERE name = 'salt') IS ?1 \
                       AND (SELECT writes FROM owner WHERE token = ?2) IS ?3 AND (SELECT max(id) FROM message) IS ?4";
            let whole = params![self.salt, self.token, writes, messages];
            match connection.prepare_cached(sql)?.query_row(whole, |row| row.get(0))? {
                true => Ok(()),
                false => Err(Failure::Lost(OLDER)),
            }
        })?;
        self.check()
    }

    fn check(&self) -> Result<(), Error> {
        let checked = self.state()?.file.check();
        checked.map_err(|error| self.lose(error))
    }

    /// Writes the note beside the journal before the first rows are taken.
    fn remember(&self) -> Result<(), Error> {
        let mut state = self.state()?;
        if !state.took {
            let writes = state.writes;
            state.file.remember(&row_id::fingerprint(&self.salt), writes)?;
            state.took = true;
        }
        Ok(())
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        let State { connection, file, writes, took, .. } = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        if self.process != std::process::id() {
            // Closing it would undo what the parent is about to commit.
            std::mem::forget(connection.take());
            return;
        }
        drop(connection.take());
        if *took && self.lost.get().is_none() {
            // If it fails, an older copy of the journal is less easily told.
            let _ = file.remember(&row_id::fingerprint(&self.salt), *writes);
        }
    }
}

pub(super) fn failed(error: &rusqlite::Error) -> Error {
    let busy = error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy);
    let what = match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => "the journal is a file of something else; name another".to_owned(),
        Some(ErrorCode::DatabaseBusy) => "the journal is held by another program, which has to let go of it".to_owned(),
        Some(ErrorCode::DiskFull) => "the journal cannot be written: the disk is full".to_owned(),
        Some(ErrorCode::CannotOpen) if descriptors::exhausted() => {
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
