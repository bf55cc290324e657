//! The journal of a campaign: which rows were handed to the network, and what became of them.
//!
//! An SQLite file that anyone can read: see the view `report`. It has a rollback journal and never a write-ahead
//! log. With a log, a second copy of SQLite in the same process, such as Python's own, can delete it under the
//! writer, and rows that were committed are gone.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, TransactionBehavior, params};

use super::chunk::{Chunk, Settled};
use super::report::ReportRow;
use crate::clock::{self, Instant};
use crate::descriptors;
use crate::error::{Error, Outcome};
use crate::http::call::SLICE;
use crate::sync::{Mutex, MutexGuard, PoisonError};

/// `SMSB`: marks the file as ours.
const APPLICATION: i64 = 0x534d_5342;
/// 2: recipients and the provider's codes are in it.
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

/// How long to wait for a reader that holds the file.
const BUSY: Duration = Duration::from_secs(30);
/// How long to try again to open a file whatever the reason seems to be.
const SCARCE: Duration = Duration::from_secs(2);

pub(super) struct Journal {
    connection: Mutex<Connection>,
    salt: String,
    /// Held as long as this lives: nobody else takes rows of the campaign meanwhile.
    _lock: File,
}

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
        let lock = lock(path)?;
        let failed = |e: rusqlite::Error| failed(&e);
        // The file is made for its owner alone before SQLite sees it: it tells who got what. One that is there is not
        // opened here: closing it would end the locks of every other SQLite in this process.
        if !path.exists() {
            private_file(path)
                .map(drop)
                .map_err(|e| Error::configuration(format!("the journal cannot be opened: {}", descriptors::why(&e))))?;
        }
        let mut connection = Connection::open(path).map_err(failed)?;
        connection.busy_timeout(BUSY).map_err(failed)?;
        let mode: String =
            connection.query_row("PRAGMA journal_mode = TRUNCATE", [], |row| row.get(0)).map_err(failed)?;
        if !mode.eq_ignore_ascii_case("truncate") {
            return Err(Error::configuration(format!("the journal cannot be used: its mode is '{mode}'")));
        }
        connection.execute_batch(PRAGMAS).map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(16);
        let salt = prepare(&mut connection, campaign)?;
        Ok(Self { connection: Mutex::new(connection), salt, _lock: lock })
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A transaction that a panic cut off was rolled back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs one transaction. A missing descriptor is waited for, like a reader: SQLite opens the rollback journal anew
    /// for each transaction, before it changes anything.
    fn run<T>(&self, mut work: impl FnMut(&mut Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        let mut connection = self.connection();
        let begun = Instant::now();
        loop {
            match work(&mut connection) {
                // For a while in any case: one may come free before we look, and be taken again before SQLite asks.
                Err(e)
                    if cannot_open(&e)
                        && (begun.elapsed() < SCARCE || descriptors::exhausted() && begun.elapsed() < BUSY) =>
                {
                    clock::sleep(SLICE);
                }
                result => return result.map_err(|e| failed(&e)),
            }
        }
    }

    /// Random text of this journal: ids of rows depend on it.
    pub(super) fn salt(&self) -> &str {
        &self.salt
    }

    /// Every key with its recipient, 0 if that is not known, and its outcome.
    pub(super) fn each_key(&self, take: &mut dyn FnMut(&str, u64, Outcome)) -> Result<(), Error> {
        self.run(|connection| {
            let sql = "SELECT key, recipient, outcome FROM message LEFT JOIN result ON result.message = message.id";
            let mut statement = connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let recipient = row.get_ref(1)?.as_i64_or_null()?.map_or(0, i64::unsigned_abs);
                take(row.get_ref(0)?.as_str()?, recipient, outcome_of(row.get_ref(2)?.as_str_or_null()?));
            }
            Ok(())
        })
    }

    /// Rows in the order in which they were taken, after one of them.
    pub(super) fn rows_after(&self, id: i64, most: usize) -> Result<Vec<KnownRow>, Error> {
        self.run(|connection| {
            let sql = format!("{} WHERE message.id > ?1 ORDER BY message.id LIMIT ?2", KnownRow::SELECT);
            let mut statement = connection.prepare_cached(&sql)?;
            statement.query_map(params![id, most as i64], KnownRow::read)?.collect::<rusqlite::Result<Vec<_>>>()
        })
    }

    /// The row of a key. The source has another order than it had before, so an index is worth its making.
    pub(super) fn find(&self, key: &str) -> Result<Option<KnownRow>, Error> {
        self.run(|connection| {
            connection.execute_batch("CREATE INDEX IF NOT EXISTS message_key ON message (key)")?;
            let sql = format!("{} WHERE key = ?1", KnownRow::SELECT);
            connection.prepare_cached(&sql)?.query_row([key], KnownRow::read).optional()
        })
    }

    /// Writes, in one transaction, chunks that are about to leave and chunks that are settled. When it returns,
    /// they are on the disk.
    pub(super) fn record(&self, leaving: &mut [Chunk], settled: &[Settled]) -> Result<(), Error> {
        self.run(|connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for settled in settled {
                record_settled(&transaction, settled)?;
            }
            for chunk in leaving.iter_mut() {
                record_leaving(&transaction, chunk)?;
            }
            transaction.commit()
        })
    }
}

/// The outcome of a word. No word is a row that was under way when the process ended.
fn outcome_of(word: Option<&str>) -> Outcome {
    Outcome::ALL.into_iter().find(|o| Some(o.as_str()) == word).unwrap_or(Outcome::Unknown)
}

const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')";

fn record_leaving(connection: &Connection, chunk: &mut Chunk) -> rusqlite::Result<()> {
    connection.prepare_cached(&format!("INSERT INTO chunk (taken_at) VALUES ({NOW})"))?.execute([])?;
    let number = connection.last_insert_rowid();
    let last: Option<i64> =
        connection.prepare_cached("SELECT max(id) FROM message")?.query_row([], |row| row.get(0))?;
    let first = last.unwrap_or(0) + 1;
    let mut new: Vec<usize> = Vec::with_capacity(chunk.rows.len());
    let mut take = connection.prepare_cached("UPDATE message SET chunk = ?1 WHERE id = ?2")?;
    let mut forget = connection.prepare_cached("DELETE FROM result WHERE message = ?1")?;
    for (i, row) in chunk.rows.iter_mut().enumerate() {
        if row.journal == 0 {
            row.journal = first + new.len() as i64;
            new.push(i);
        } else {
            take.execute(params![number, row.journal])?;
            forget.execute([row.journal])?;
        }
    }
    insert(connection, "message (id, chunk, position, key, recipient)", &new, |i| {
        let row = &chunk.rows[*i];
        [
            ValueRef::Integer(row.journal),
            ValueRef::Integer(number),
            ValueRef::Integer(row.index as i64),
            chunk.id(*i).into(),
            if row.phone == 0 { ValueRef::Null } else { ValueRef::Integer(row.phone as i64) },
        ]
    })
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

fn record_settled(connection: &Connection, settled: &Settled) -> rusqlite::Result<()> {
    let Some(first) = settled.chunk.rows.first() else { return Ok(()) };
    connection
        .prepare_cached(&format!(
            "UPDATE chunk SET settled_at = {NOW} WHERE id = (SELECT chunk FROM message WHERE id = ?1)"
        ))?
        .execute([first.journal])?;
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
    })
}

/// Makes the tables of a new file, or sees whether they are those of this campaign. Gives the salt.
fn prepare(connection: &mut Connection, campaign: &[(&str, String)]) -> Result<String, Error> {
    let failed = |e: rusqlite::Error| failed(&e);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    let pragma = |name: &str| transaction.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let (application, version) = (pragma("application_id").map_err(failed)?, pragma("user_version").map_err(failed)?);
    let tables: i64 =
        transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(failed)?;
    if application == APPLICATION && version == 1 {
        let bring_up = format!("{FROM_1}{VIEW}PRAGMA user_version = {VERSION};");
        transaction.execute_batch(&bring_up).map_err(failed)?;
    }
    let salt = if tables == 0 && application == 0 {
        let salt = crate::random::id()?;
        let make = || {
            transaction.execute_batch(SCHEMA)?;
            transaction.execute_batch(VIEW)?;
            transaction
                .execute_batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}"))?;
            let mut add = transaction.prepare("INSERT INTO campaign (name, value) VALUES (?1, ?2)")?;
            add.execute(["salt", &salt])?;
            campaign.iter().try_for_each(|(name, value)| add.execute([name, value.as_str()]).map(drop))
        };
        make().map_err(failed)?;
        salt
    } else if application != APPLICATION {
        return Err(Error::configuration("the journal is a file of something else; name another"));
    } else if !(1..=VERSION).contains(&version) {
        let message = "the journal was written by another version of this library, which has to go on with it";
        return Err(Error::configuration(message));
    } else if nothing_left(&transaction).map_err(failed)? {
        // Nothing of it was sent: it can be the journal of any campaign.
        let start_anew = || {
            transaction.execute_batch("DELETE FROM result; DELETE FROM message; DELETE FROM chunk;")?;
            let mut put = transaction.prepare("INSERT OR REPLACE INTO campaign (name, value) VALUES (?1, ?2)")?;
            campaign.iter().try_for_each(|(name, value)| put.execute([name, value.as_str()]).map(drop))?;
            transaction.query_row("SELECT value FROM campaign WHERE name = 'salt'", [], |row| row.get(0))
        };
        start_anew().map_err(failed)?
    } else {
        let value = |name: &str| -> rusqlite::Result<Option<String>> {
            let sql = "SELECT value FROM campaign WHERE name = ?1";
            transaction.query_row(sql, [name], |row| row.get(0)).optional()
        };
        for (name, expected) in campaign {
            if value(name).map_err(failed)?.as_ref() != Some(expected) {
                let message = format!(
                    "the journal belongs to another campaign: its '{name}' differs. Take the same options, or a new \
                     journal for a new campaign"
                );
                return Err(Error::configuration(message));
            }
        }
        value("salt").map_err(failed)?.ok_or_else(|| Error::configuration("the journal has lost its salt"))?
    };
    transaction.commit().map_err(failed)?;
    Ok(salt)
}

/// Whether it is certain of every row that it was not sent.
fn nothing_left(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM message LEFT JOIN result ON result.message = message.id WHERE outcome \
               IS NOT 'not_sent')";
    connection.query_row(sql, [], |row| row.get(0))
}

/// The lock beside the journal, for this process alone.
// The feature `journal` needs Rust 1.89, because rusqlite does.
#[allow(clippy::incompatible_msrv)]
fn lock(journal: &Path) -> Result<File, Error> {
    // Through a link the same journal has the same lock.
    let mut name = journal.canonicalize().unwrap_or_else(|_| journal.to_owned()).into_os_string();
    name.push(".lock");
    let path = PathBuf::from(name);
    let cannot =
        |e: std::io::Error| Error::configuration(format!("the journal cannot be locked: {}", descriptors::why(&e)));
    let mut file =
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // Who it is only helps.
            let _ = file.read_to_string(&mut holder);
            let holder: String = holder.chars().filter(char::is_ascii_digit).collect();
            let message = format!("another run has this journal (process {holder}); wait until it ends");
            return Err(Error::configuration(message).with(|d| d.in_use = true));
        }
        Err(TryLockError::Error(e)) => return Err(cannot(e)),
    }
    let note = |file: &mut File| {
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())
    };
    note(&mut file).map_err(cannot)?;
    Ok(file)
}

/// Makes a file that only its owner may read: it holds phone numbers.
fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn cannot_open(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::CannotOpen)
}

fn failed(error: &rusqlite::Error) -> Error {
    let what = match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => "the journal is a file of something else; name another".to_owned(),
        Some(ErrorCode::DatabaseBusy) => "the journal is held by another program".to_owned(),
        Some(ErrorCode::DiskFull) => "the journal cannot be written: the disk is full".to_owned(),
        Some(ErrorCode::CannotOpen) if descriptors::exhausted() => {
            format!("the journal cannot be used: {}", descriptors::TOO_MANY)
        }
        _ => format!("the journal cannot be used: {error}"),
    };
    Error::configuration(what)
}
