//! The journal of a campaign: which rows were handed to the network, and what became of them.
//!
//! An SQLite file that anyone can read: see the view `report`. It has a rollback journal and never a write-ahead
//! log. With a log, a second copy of SQLite in the same process, such as Python's own, can delete it under the
//! writer, and rows that were committed are gone.

use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use rusqlite::ffi::SQLITE_READONLY_DBMOVED;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Row, TransactionBehavior, params};

use super::chunk::{Chunk, Settled};
use super::ids;
use super::journal_file::{JournalFile, MOVED, forgotten, host_name, lost};
use super::report::ReportRow;
use crate::clock::{self, Instant, SLICE};
use crate::descriptors;
use crate::error::{Error, Outcome};
use crate::sync::{Mutex, MutexGuard, PoisonError};

/// `SMSB`: marks the file as ours.
const APPLICATION: i64 = 0x534d_5342;
/// 2: recipients, the provider's codes and the run that has it are in it.
const VERSION: i64 = 2;

const SCHEMA: &str = "
CREATE TABLE campaign (
  name TEXT PRIMARY KEY,        -- option of the campaign, or 'salt'
  value TEXT NOT NULL           -- hash of the option's value
) WITHOUT ROWID;
CREATE TABLE chunk (            -- one request
  id INTEGER PRIMARY KEY,
  taken_at TEXT NOT NULL,       -- UTC; written before its first byte leaves
  settled_at TEXT               -- UTC; null while it is under way, and for ever if the process was killed then
);
CREATE TABLE message (          -- a row of the source that was handed over for sending
  id INTEGER PRIMARY KEY,
  chunk INTEGER NOT NULL REFERENCES chunk (id),
  position INTEGER NOT NULL,    -- in the source, from 0
  key TEXT NOT NULL,            -- its customer message id
  recipient INTEGER             -- digits of the phone number, null if there are none, and in rows of version 1
);
CREATE TABLE result (           -- what became of it; no result yet means unknown
  message INTEGER PRIMARY KEY REFERENCES message (id),
  outcome TEXT NOT NULL,        -- accepted, rejected, not_sent, unknown
  message_id TEXT,              -- the provider's id
  status TEXT,                  -- the provider's word
  parts INTEGER,
  reason TEXT,
  code TEXT                     -- the provider's code for its refusal
);
";

const VIEW: &str = "
CREATE VIEW report AS
  SELECT position, key AS customer_message_id, '+' || recipient AS \"to\", coalesce(outcome, 'unknown') AS outcome,
         message_id, status, parts, code, reason, taken_at, settled_at
  FROM message JOIN chunk ON chunk.id = message.chunk LEFT JOIN result ON result.message = message.id
  ORDER BY message.id;
";

/// The run that has the journal, or that had it last. Every transaction of a run looks whether it is still that one, and
/// whether nothing was undone: another run may have got in by another name of the file.
const OWNER: &str = "
CREATE TABLE IF NOT EXISTS owner (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  token TEXT NOT NULL,          -- random
  process INTEGER NOT NULL,
  host TEXT NOT NULL,
  started_at TEXT NOT NULL,     -- UTC
  writes INTEGER NOT NULL,      -- transactions so far, of all runs
  messages INTEGER NOT NULL     -- rows of `message`
);
";

/// Brings a file of version 1 up.
const FROM_1: &str = "
ALTER TABLE message ADD COLUMN recipient INTEGER;
ALTER TABLE result ADD COLUMN code TEXT;
DROP VIEW report;
";

/// References are not looked up: all of them are to rows that this connection has just written, and the look-up
/// is a third of the work.
const PRAGMAS: &str =
    "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096; PRAGMA foreign_keys = OFF;";

/// How long SQLite waits for a reader that holds the file; then the interrupt is asked, and it is tried again.
const BUSY: Duration = Duration::from_secs(2);
/// How long a read of the journal is tried.
const READ: Duration = Duration::from_secs(30);
/// How long to try again to open a file whatever the reason seems to be.
const SCARCE: Duration = Duration::from_secs(2);

/// Asked with the time since the beginning whether to try once more what another program holds up.
pub(super) type Patience<'a> = &'a mut dyn FnMut(Duration) -> bool;

pub(super) struct Journal {
    state: Mutex<State>,
    salt: String,
    token: String,
    process: u32,
    /// Why it cannot be used any more.
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
    /// Whether this run took rows.
    took: bool,
}

/// Why a transaction was not made.
enum Failure {
    Sqlite(rusqlite::Error),
    /// The journal is not what this run left: no more transactions.
    Lost(&'static str),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

const WRITTEN: &str = "another program wrote into the journal";
const TAKEN: &str = "another run took the journal over";
const DAMAGED: &str = "the journal is damaged";
const MISSING: &str = "rows are missing from the journal";
const OLDER: &str = "the journal was set back to an older copy";

/// A row of an earlier run.
pub(super) struct KnownRow {
    pub(super) id: i64,
    pub(super) key: String,
    pub(super) outcome: Outcome,
    /// Digits of the recipient as a number; 0 if they are not known.
    pub(super) recipient: u64,
    message_id: String,
    status: String,
    parts: Option<u32>,
    reason: String,
    code: String,
}

impl KnownRow {
    const SELECT: &str = "SELECT message.id, key, outcome, message_id, status, parts, reason, code, recipient FROM message LEFT \
                          JOIN result ON result.message = message.id";

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let word: Option<String> = row.get(2)?;
        let text = |i| row.get::<_, Option<String>>(i).map(Option::unwrap_or_default);
        Ok(Self {
            id: row.get(0)?,
            key: row.get(1)?,
            outcome: outcome_of(word.as_deref()),
            recipient: row.get::<_, Option<i64>>(8)?.map_or(0, i64::unsigned_abs),
            message_id: text(3)?,
            status: text(4)?,
            parts: row.get(5)?,
            reason: match word {
                Some(_) => text(6)?,
                None => "the process ended while the request was under way".to_owned(),
            },
            code: text(7)?,
        })
    }

    pub(super) fn report(self) -> ReportRow {
        let Self { outcome, message_id, status, parts, reason, code, .. } = self;
        ReportRow { outcome, message_id, status, parts, reason, code, ..ReportRow::default() }
    }
}

impl Journal {
    /// Opens the journal of a campaign, or makes it.
    pub(super) fn open(path: &Path, campaign: &[(&str, String)]) -> Result<Self, Error> {
        let mut file = JournalFile::open(path)?;
        let remembered = file.is_remembered();
        let failed = |e: rusqlite::Error| match e.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) if remembered => forgotten(DAMAGED),
            _ => failed(&e),
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(file.path(), flags).map_err(failed)?;
        connection.busy_timeout(READ).map_err(failed)?;
        let mode: String =
            connection.query_row("PRAGMA journal_mode = TRUNCATE", [], |row| row.get(0)).map_err(failed)?;
        if !mode.eq_ignore_ascii_case("truncate") {
            return Err(Error::configuration(format!("the journal cannot be used: its mode is '{mode}'")));
        }
        connection.execute_batch(PRAGMAS).map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(20);
        let token = crate::random::id()?;
        let found = prepare(&mut connection, campaign, &file, &token, &failed)?;
        let Found { salt, writes, others, messages } = found;
        connection.busy_timeout(BUSY).map_err(failed)?;
        // What SQLite opened is what is locked.
        file.check()?;
        if messages > 0 && !remembered {
            // A copy, or one of a version before.
            file.remember(&ids::fingerprint(&salt), writes)?;
        }
        let state = State { connection: Some(connection), file, writes, others, messages, took: false };
        Ok(Self { state: Mutex::new(state), salt, token, process: std::process::id(), lost: OnceLock::new() })
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
        patience: Patience<'_>,
        mut work: impl FnMut(&mut Connection, i64, i64) -> Result<T, Failure>,
    ) -> Result<T, Error> {
        let begun = Instant::now();
        let mut told = false;
        loop {
            let mut state = self.state()?;
            let State { connection, writes, others, .. } = &mut *state;
            let Some(connection) = connection else { return Err(Error::internal("the journal is closed")) };
            let error = match work(connection, *writes, *others) {
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
                    begun.elapsed() < SCARCE || descriptors::exhausted() && begun.elapsed() < READ
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
        self.run(&mut |waited| waited < READ, |connection, _, _| Ok(work(connection)?))
    }

    /// Notes that the journal cannot be used any more.
    fn lose(&self, error: Error) -> Error {
        let _ = self.lost.set(error.message().to_owned());
        error
    }

    /// Whether it is not the journal any more that the run began with.
    pub(super) fn is_lost(&self) -> bool {
        self.lost.get().is_some()
    }

    /// Random text of this journal: ids of rows depend on it.
    pub(super) fn salt(&self) -> &str {
        &self.salt
    }

    /// Every key with its recipient, 0 if that is not known, and its outcome.
    pub(super) fn each_key(&self, take: &mut dyn FnMut(&str, u64, Outcome)) -> Result<(), Error> {
        let all = self.read(|connection| {
            let mut all = 0;
            let sql = "SELECT key, recipient, outcome FROM message LEFT JOIN result ON result.message = message.id";
            let mut statement = connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                all += 1;
                let recipient = row.get_ref(1)?.as_i64_or_null()?.map_or(0, i64::unsigned_abs);
                take(row.get_ref(0)?.as_str()?, recipient, outcome_of(row.get_ref(2)?.as_str_or_null()?));
            }
            Ok(all)
        })?;
        if all < self.state()?.messages { Err(forgotten(MISSING)) } else { Ok(()) }
    }

    /// Rows in the order in which they were taken, after one of them.
    pub(super) fn rows_after(&self, id: i64, most: usize) -> Result<Vec<KnownRow>, Error> {
        self.read(|connection| {
            let sql = format!("{} WHERE message.id > ?1 ORDER BY message.id LIMIT ?2", KnownRow::SELECT);
            let mut statement = connection.prepare_cached(&sql)?;
            statement.query_map(params![id, most as i64], KnownRow::read)?.collect::<rusqlite::Result<Vec<_>>>()
        })
    }

    /// The row of a key. The source has another order than it had before, so an index is worth its making.
    pub(super) fn find(&self, key: &str) -> Result<Option<KnownRow>, Error> {
        self.read(|connection| {
            connection.execute_batch("CREATE INDEX IF NOT EXISTS message_key ON message (key)")?;
            let sql = format!("{} WHERE key = ?1", KnownRow::SELECT);
            connection.prepare_cached(&sql)?.query_row([key], KnownRow::read).optional()
        })
    }

    /// Writes, in one transaction, chunks that are about to leave and chunks that are settled. When it returns,
    /// they are on the disk.
    pub(super) fn record(
        &self,
        leaving: &mut [Chunk],
        settled: &[Settled],
        patience: Patience<'_>,
    ) -> Result<(), Error> {
        self.check()?;
        if !leaving.is_empty() {
            self.remember()?;
        }
        let (numbers, new, foreign) = self.run(patience, |connection, writes, others| {
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
            for settled in settled {
                record_settled(&transaction, settled)?;
            }
            let mut numbers = Vec::new();
            if !foreign {
                for chunk in leaving.iter() {
                    numbers.push(record_leaving(&transaction, chunk)?);
                }
            }
            transaction.commit()?;
            Ok((numbers, new, foreign))
        })?;
        let mut state = self.state()?;
        state.writes += 1;
        state.messages += new;
        let (writes, messages) = (state.writes, state.messages);
        drop(state);
        if foreign {
            // What was settled is in it all the same.
            return Err(self.lose(lost(WRITTEN)));
        }
        for (chunk, first) in leaving.iter_mut().zip(numbers) {
            let new = chunk.rows.iter_mut().filter(|row| row.journal == 0);
            new.zip(first..).for_each(|(row, number)| row.journal = number);
        }
        if leaving.is_empty() { Ok(()) } else { self.verify(writes, messages, patience) }
    }

    /// Looks after a commit whether the journal is on the disk as it is in memory. Any part of the process that closed the
    /// file has ended our locks with it; then another SQLite may have taken the transaction for what a crash left behind,
    /// and undone it. And a file that was cut off or overwritten is patched by a commit, not mended.
    fn verify(&self, writes: i64, messages: i64, patience: Patience<'_>) -> Result<(), Error> {
        self.run(patience, |connection, _, others| {
            // Pages in memory say nothing.
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

    /// Before the first rows are taken, the file beside the journal learns that there is one.
    fn remember(&self) -> Result<(), Error> {
        let mut state = self.state()?;
        if !state.took {
            let writes = state.writes;
            state.file.remember(&ids::fingerprint(&self.salt), writes)?;
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
            let _ = file.remember(&ids::fingerprint(&self.salt), *writes);
        }
    }
}

/// Process and machine of the run that has a journal.
pub(super) fn holder(path: &Path) -> Option<(u32, String)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).ok()?;
    connection.busy_timeout(BUSY).ok()?;
    connection.query_row("SELECT process, host FROM owner", [], |row| Ok((row.get(0)?, row.get(1)?))).ok()
}

/// A number that changes when another connection writes.
fn written_by_others(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}

/// The outcome of a word. No word is a row that was under way when the process ended.
fn outcome_of(word: Option<&str>) -> Outcome {
    Outcome::ALL.into_iter().find(|o| Some(o.as_str()) == word).unwrap_or(Outcome::Unknown)
}

const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')";

/// Gives the number of the first row that is new; the others follow.
fn record_leaving(connection: &Connection, chunk: &Chunk) -> Result<i64, Failure> {
    connection.prepare_cached(&format!("INSERT INTO chunk (taken_at) VALUES ({NOW})"))?.execute([])?;
    let number = connection.last_insert_rowid();
    let last: Option<i64> =
        connection.prepare_cached("SELECT max(id) FROM message")?.query_row([], |row| row.get(0))?;
    let first = last.unwrap_or(0) + 1;
    let mut new: Vec<(i64, usize)> = Vec::with_capacity(chunk.rows.len());
    let mut take = connection.prepare_cached("UPDATE message SET chunk = ?1 WHERE id = ?2")?;
    let mut forget = connection.prepare_cached("DELETE FROM result WHERE message = ?1")?;
    for (i, row) in chunk.rows.iter().enumerate() {
        if row.journal == 0 {
            new.push((first + new.len() as i64, i));
            continue;
        }
        if take.execute(params![number, row.journal])? != 1 {
            return Err(Failure::Lost(WRITTEN));
        }
        forget.execute([row.journal])?;
    }
    insert(connection, "message (id, chunk, position, key, recipient)", &new, |(id, i)| {
        let row = &chunk.rows[*i];
        [
            ValueRef::Integer(*id),
            ValueRef::Integer(number),
            ValueRef::Integer(row.index as i64),
            chunk.id(*i).into(),
            if row.phone == 0 { ValueRef::Null } else { ValueRef::Integer(row.phone as i64) },
        ]
    })?;
    Ok(first)
}

/// Rows that one statement inserts: most of the work of a short statement is its beginning and its end.
const AT_ONCE: usize = 50;

/// Inserts rows. A failure ends the transaction, so that SQLite need not be able to undo a part of it.
fn insert<'r, R, const N: usize>(
    connection: &Connection,
    into: &str,
    rows: &'r [R],
    values: impl Fn(&'r R) -> [ValueRef<'r>; N],
) -> rusqlite::Result<()> {
    for rows in rows.chunks(AT_ONCE) {
        let row = format!("({})", ["?"; N].join(","));
        let sql = format!("INSERT OR ROLLBACK INTO {into} VALUES {}", vec![row; rows.len()].join(","));
        let mut statement = connection.prepare_cached(&sql)?;
        for (place, value) in rows.iter().flat_map(&values).enumerate() {
            statement.raw_bind_parameter(place + 1, ToSqlOutput::Borrowed(value))?;
        }
        statement.raw_execute()?;
    }
    Ok(())
}

fn record_settled(connection: &Connection, settled: &Settled) -> Result<(), Failure> {
    let Some(first) = settled.chunk.rows.first() else { return Ok(()) };
    let chunks = connection
        .prepare_cached(&format!(
            "UPDATE chunk SET settled_at = {NOW} WHERE id = (SELECT chunk FROM message WHERE id = ?1)"
        ))?
        .execute([first.journal])?;
    if chunks != 1 {
        return Err(Failure::Lost(WRITTEN));
    }
    let or_null = |span| match settled.text(span) {
        "" => ValueRef::Null,
        text => text.into(),
    };
    let rows: Vec<_> = settled.chunk.rows.iter().zip(&settled.said).collect();
    insert(connection, "result (message, outcome, message_id, status, parts, reason, code)", &rows, |(row, said)| {
        [
            ValueRef::Integer(row.journal),
            said.outcome.as_str().into(),
            or_null(said.message_id),
            or_null(said.status),
            said.parts.map_or(ValueRef::Null, |parts| ValueRef::Integer(parts.into())),
            or_null(said.reason),
            or_null(said.code),
        ]
    })?;
    Ok(())
}

/// What the journal is found to be when it is opened.
struct Found {
    salt: String,
    writes: i64,
    others: i64,
    messages: i64,
}

/// Makes the tables of a new file, or sees whether they are those of this campaign, and takes the journal over.
fn prepare(
    connection: &mut Connection,
    campaign: &[(&str, String)],
    file: &JournalFile,
    token: &str,
    failed: &dyn Fn(rusqlite::Error) -> Error,
) -> Result<Found, Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let number = |sql: &str| transaction.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(failed);
    let (application, version) = (number("PRAGMA application_id")?, number("PRAGMA user_version")?);
    let new = application == 0 && number("SELECT count(*) FROM sqlite_schema")? == 0;
    if new {
        if file.is_remembered() {
            return Err(forgotten("the journal is empty"));
        }
        let pragmas = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};");
        transaction.execute_batch(&[SCHEMA, VIEW, &pragmas].concat()).map_err(failed)?;
    } else if application != APPLICATION {
        return Err(Error::configuration("the journal is a file of something else; name another"));
    } else if !(1..=VERSION).contains(&version) {
        let message = "the journal was written by another version of this library, which has to go on with it";
        return Err(Error::configuration(message));
    } else if version == 1 {
        let bring_up = format!("{FROM_1}{VIEW}PRAGMA user_version = {VERSION};");
        transaction.execute_batch(&bring_up).map_err(failed)?;
    }
    transaction.execute_batch(OWNER).map_err(failed)?;
    let value = |name: &str| -> Result<Option<String>, Error> {
        let sql = "SELECT value FROM campaign WHERE name = ?1";
        transaction.query_row(sql, [name], |row| row.get(0)).optional().map_err(failed)
    };
    let salt = match value("salt")? {
        Some(salt) => salt,
        None if new => crate::random::id()?,
        None => return Err(Error::configuration("the journal has lost its salt")),
    };
    let before = "SELECT writes, messages FROM owner";
    let before = transaction.query_row(before, [], |row| Ok((row.get(0)?, row.get(1)?))).optional().map_err(failed)?;
    // Without an owner it is of a version before.
    let (writes, mut messages) = match before {
        Some(before) => before,
        None => (0, number("SELECT count(*) FROM message")?),
    };
    file.recognize(&ids::fingerprint(&salt), writes)?;
    let all_there = |sql: &str| match number(sql)? {
        rows if rows < messages => Err(forgotten(MISSING)),
        _ => Ok(()),
    };
    // Numbers of rows have no gaps; a look at all of them comes later.
    all_there("SELECT coalesce(max(id), 0) FROM message")?;
    if nothing_left(&transaction).map_err(failed)? {
        // Nothing of it was sent: it can be the journal of any campaign.
        all_there("SELECT count(*) FROM message")?;
        messages = 0;
        let start_anew = || {
            transaction.execute_batch("DELETE FROM result; DELETE FROM message; DELETE FROM chunk;")?;
            let mut put = transaction.prepare("INSERT OR REPLACE INTO campaign (name, value) VALUES (?1, ?2)")?;
            put.execute(["salt", &salt])?;
            campaign.iter().try_for_each(|(name, value)| put.execute([name, value.as_str()]).map(drop))
        };
        start_anew().map_err(failed)?;
    } else {
        for (name, expected) in campaign {
            if value(name)?.as_ref() != Some(expected) {
                let message = format!(
                    "the journal belongs to another campaign: its '{name}' differs. Take the same options, or a new \
                     journal for a new campaign"
                );
                return Err(Error::configuration(message));
            }
        }
    }
    let writes = writes + 1;
    let sql = format!("INSERT OR REPLACE INTO owner VALUES (1, ?1, ?2, ?3, {NOW}, ?4, ?5)");
    let owner = params![token, std::process::id(), host_name(), writes, messages];
    transaction.execute(&sql, owner).map_err(failed)?;
    let others = written_by_others(&transaction).map_err(failed)?;
    transaction.commit().map_err(failed)?;
    Ok(Found { salt, writes, others, messages })
}

/// Whether it is certain of every row that it was not sent.
fn nothing_left(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM message LEFT JOIN result ON result.message = message.id WHERE outcome \
               IS NOT 'not_sent')";
    connection.query_row(sql, [], |row| row.get(0))
}

fn failed(error: &rusqlite::Error) -> Error {
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
