//! The journal of a campaign: which rows were handed to the network, and their results.
//!
//! An SQLite file that anyone can read: see the view `report`. It has a rollback journal and never a write-ahead
//! log. With a log, a second copy of SQLite in the same process, such as Python's own, can delete it under the
//! writer, and rows that were committed are gone.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use rusqlite::ffi::SQLITE_READONLY_DBMOVED;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior, params};

use super::journal_failure::{DAMAGED, Failure, NotRecorded, failed, is_damage};
use super::journal_file::{JournalFile, MOVED, forgotten, lost};
use super::journal_rows::{JournalRow, WRITTEN, outcome_of, write_leaving, write_results};
use super::journal_schema::{MISSING, OpenedJournal, prepare, written_by_others};
use super::row_id;
use super::waits::{Patience, Wait, Waits, patiently};
use crate::bulk::chunk::{Chunk, ChunkResult};
use crate::clock::SLICE;
use crate::error::{Error, Outcome};
use crate::sync::{Mutex, MutexGuard, PoisonError};

/// References are not looked up: all of them are to rows that this connection has just written, and the look-up
/// is a third of the work.
const PRAGMAS: &str =
    "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096; PRAGMA foreign_keys = OFF;";

pub(crate) struct Journal {
    state: Mutex<State>,
    salt: String,
    token: String,
    process: u32,
    waits: Waits,
    /// True once rows can be found by their keys.
    has_index: AtomicBool,
    /// Times that a row was looked for without the index.
    searches: AtomicU32,
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
const OLDER: &str = "the journal was set back to an older copy";

impl Journal {
    /// Opens the journal of a campaign, or makes it.
    pub(crate) fn open(path: &Path, campaign: &[(&str, String)], waits: Waits) -> Result<Self, Error> {
        let mut file = JournalFile::open(path)?;
        let remembered = file.is_remembered();
        let failed = |e: rusqlite::Error| match e.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) if remembered => forgotten(DAMAGED),
            _ => failed(&e),
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(file.path(), flags).map_err(failed)?;
        connection.busy_timeout(SLICE).map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(20);
        let token = crate::random::id()?;
        let found = patiently(&*waits.patience, || {
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
        let (has_index, searches) = (AtomicBool::new(false), AtomicU32::new(0));
        let (process, lost) = (std::process::id(), OnceLock::new());
        Ok(Self { state: Mutex::new(state), salt, token, process, waits, has_index, searches, lost })
    }

    fn state(&self) -> Result<MutexGuard<'_, State>, Error> {
        if let Some(why) = self.lost.get() {
            return Err(Error::repeated(why));
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
        let mut wait = Wait::new();
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
            // SQLite looks as well, and may see it between our look and the write.
            if error.sqlite_error().is_some_and(|e| e.extended_code == SQLITE_READONLY_DBMOVED) {
                return Err(self.lose(lost(MOVED)));
            }
            if is_damage(&error) || error.sqlite_error_code() == Some(ErrorCode::NotADatabase) {
                return Err(self.lose(if took { lost("the journal was damaged") } else { forgotten(DAMAGED) }));
            }
            if !wait.go_on(&error, patience) {
                return Err(failed(&error));
            }
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
        if !self.has_index.load(Ordering::Relaxed) {
            self.make_index()?;
        }
        self.read(|connection| {
            let sql = format!("{} WHERE key = ?1", JournalRow::SELECT);
            connection.prepare_cached(&sql)?.query_row([key], JournalRow::read).optional()
        })
    }

    /// Makes the index of the keys. A program that reads the journal can hold this write up for any time: rows are found
    /// without the index until then, and it is tried again each time that twice as many were.
    fn make_index(&self) -> Result<(), Error> {
        if !self.searches.fetch_add(1, Ordering::Relaxed).saturating_add(1).is_power_of_two() {
            return Ok(());
        }
        let sql = "CREATE INDEX IF NOT EXISTS message_key ON message (key)";
        match self.run(SLICE, &mut |_| false, |connection, _, _| Ok(connection.execute_batch(sql)?)) {
            Ok(()) => self.has_index.store(true, Ordering::Relaxed),
            Err(error) if self.is_lost() => return Err(error),
            Err(_) => {}
        }
        Ok(())
    }

    /// Writes, in one transaction, chunks that are about to leave and chunks that are settled. When it returns,
    /// they are on the disk.
    pub(crate) fn record(
        &self,
        leaving: &mut [Chunk],
        settled: &[ChunkResult],
        patience: Patience<'_>,
    ) -> Result<(), NotRecorded> {
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
            return Err(NotRecorded { error: self.lose(lost(WRITTEN)), has_settled: true, has_leaving: false });
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
    fn verify(&self, writes: i64, messages: i64, patience: Patience<'_>) -> Result<(), NotRecorded> {
        let mut is_whole = None;
        let verified = self.run(self.waits.write, patience, |connection, _, others| {
            // Read from the disk, not from the page cache.
            connection.prepare_cached("PRAGMA shrink_memory")?.query([])?.next()?;
            let sql = "SELECT (SELECT value FROM campaign WHERE name = 'salt') IS ?1 \
                       AND (SELECT writes FROM owner WHERE token = ?2) IS ?3 AND (SELECT max(id) FROM message) IS ?4";
            let whole = params![self.salt, self.token, writes, messages];
            let whole = connection.prepare_cached(sql)?.query_row(whole, |row| row.get(0));
            is_whole = whole.as_ref().ok().copied();
            // Read last, so that no write of another program is seen by the query alone and called an older copy.
            match (whole, written_by_others(connection)) {
                (_, Ok(version)) if version != others => Err(Failure::Lost(WRITTEN)),
                (Ok(true), Ok(_)) => Ok(()),
                (Ok(false), Ok(_)) => Err(Failure::Lost(OLDER)),
                (Err(error), _) | (_, Err(error)) => Err(error.into()),
            }
        });
        verified.and_then(|()| self.check()).map_err(|error| {
            // It stays committed if nobody could look. A journal that was set back or damaged does not have it.
            let has_settled = is_whole.unwrap_or(!self.is_lost());
            NotRecorded { error, has_settled, has_leaving: true }
        })
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
