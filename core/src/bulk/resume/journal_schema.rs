//! The tables of a journal: made, brought up from an older version, and compared with the campaign.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::journal_file::{JournalFile, OTHER_FILE, forgotten, host_name};
use super::row_id;
use crate::error::Error;

/// `SMSB`: marks the file as ours.
pub(super) const APPLICATION: i64 = 0x534d_5342;
/// 2: recipients, the provider's codes and the run that has it are in it. 3: channels.
pub(super) const VERSION: i64 = 3;

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
  recipient INTEGER,            -- digits of the phone number, null if there are none, and in rows of version 1
  channel TEXT                  -- null if a fallback may carry it instead, and in rows of versions before 3
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
         message_id, status, parts, code, reason, taken_at, settled_at, channel
  FROM message JOIN chunk ON chunk.id = message.chunk LEFT JOIN result ON result.message = message.id
  ORDER BY message.id;
";

/// The run that holds the journal, or held it last. Every transaction checks that its run still does and that no write
/// was undone: another run may have entered through another name of the file.
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
";

/// Brings a file of version 2 up.
const FROM_2: &str = "
ALTER TABLE message ADD COLUMN channel TEXT;
DROP VIEW report;
";

pub(super) const OTHER_VERSION: &str =
    "the journal was written by another version of this library, which has to go on with it";

const OF_SENDS: &str = "the journal is one of messages.send; a campaign needs a journal of its own";
const OF_CAMPAIGN: &str = "the journal is one of a campaign; messages.send needs a journal of its own";

pub(super) const MISSING: &str = "rows are missing from the journal";

pub(super) const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')";

/// State of a journal at its opening.
pub(super) struct OpenedJournal {
    pub(super) salt: String,
    pub(super) writes: i64,
    pub(super) others: i64,
    pub(super) messages: i64,
}

/// Creates the tables of a new file or checks that they belong to this campaign, then takes the journal over.
pub(super) fn prepare(
    connection: &mut Connection,
    campaign: &[(&str, String)],
    file: &JournalFile,
    token: &str,
    failed: &dyn Fn(rusqlite::Error) -> Error,
) -> Result<OpenedJournal, Error> {
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
        return Err(Error::configuration(OTHER_FILE));
    } else if !(1..=VERSION).contains(&version) {
        return Err(Error::configuration(OTHER_VERSION));
    } else if version < VERSION {
        let first = if version == 1 { FROM_1 } else { "" };
        let bring_up = format!("{first}{FROM_2}{VIEW}PRAGMA user_version = {VERSION};");
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
    file.recognize(&row_id::fingerprint(&salt), writes)?;
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
            transaction
                .execute_batch("DELETE FROM result; DELETE FROM message; DELETE FROM chunk; DELETE FROM campaign;")?;
            let mut put = transaction.prepare("INSERT OR REPLACE INTO campaign (name, value) VALUES (?1, ?2)")?;
            put.execute(["salt", &salt])?;
            campaign.iter().try_for_each(|(name, value)| put.execute([name, value.as_str()]).map(drop))
        };
        start_anew().map_err(failed)?;
    } else {
        match (value("kind")?.is_some(), campaign.iter().any(|(name, _)| *name == "kind")) {
            (true, false) => return Err(Error::configuration(OF_SENDS)),
            (false, true) => return Err(Error::configuration(OF_CAMPAIGN)),
            _ => {}
        }
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
    let writes = writes.saturating_add(1);
    let sql = format!("INSERT OR REPLACE INTO owner VALUES (1, ?1, ?2, ?3, {NOW}, ?4, ?5)");
    let owner = params![token, std::process::id(), host_name(), writes, messages];
    transaction.execute(&sql, owner).map_err(failed)?;
    let others = written_by_others(&transaction).map_err(failed)?;
    transaction.commit().map_err(failed)?;
    Ok(OpenedJournal { salt, writes, others, messages })
}

/// True if certainly no row was sent.
fn nothing_left(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM message LEFT JOIN result ON result.message = message.id WHERE outcome \
               IS NOT 'not_sent')";
    connection.query_row(sql, [], |row| row.get(0))
}

/// Returns a number that changes when another connection writes.
pub(super) fn written_by_others(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}
