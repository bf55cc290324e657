//! Reads a journal beside the run that may have it: who was sent what, for tracking the delivery.

use std::cell::Cell;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, Row, params};

use super::journal_failure::failed;
use super::journal_file::{Identity, OTHER_FILE, is_claimed};
use super::journal_rows::outcome_of;
use super::journal_schema::{APPLICATION, OTHER_VERSION, VERSION};
use super::waits::{LONGEST_HOLD_UP, patiently};
use crate::bulk::paths::{check_journal, resolved};
use crate::clock::SLICE;
use crate::error::{Error, ErrorKind, Outcome};
use crate::http::call::Interrupt;

/// A row of a journal that was or may have been sent.
pub(crate) struct SentRow {
    /// Position in the source.
    pub(crate) index: u64,
    pub(crate) customer_message_id: String,
    /// Digits of the recipient as a number; 0 if they are not known.
    pub(crate) recipient: u64,
    /// The provider's id; empty if it is not known that it took the message.
    pub(crate) message_id: String,
    pub(crate) channel: Option<String>,
    /// When its request left.
    pub(crate) sent_at: Option<Timestamp>,
}

/// Returns true if a run of this process has the journal. Its file must not be opened and closed then but by SQLite: that
/// would end the locks of the run.
pub(crate) fn is_in_use_here(path: &Path) -> bool {
    resolved(path).metadata().is_ok_and(|there| is_claimed(&Identity::of(&there)))
}

/// Rows read in one transaction, so that a run that writes waits for milliseconds only.
const AT_ONCE: i64 = 4096;

/// Gives each row of a journal of any version, in the order in which they were taken. `stop` ends a wait for another
/// program.
pub(crate) fn each_sent(path: &Path, stop: Option<&Interrupt>, take: &mut dyn FnMut(SentRow)) -> Result<(), Error> {
    let stopped = Cell::new(false);
    let patience = |waited| {
        stopped.set(stop.is_some_and(|stop| stop()));
        !stopped.get() && waited < LONGEST_HOLD_UP
    };
    let read = read(path, &patience, take);
    read.map_err(|error| match stopped.get() {
        true => Error::new(ErrorKind::Cancelled, "the call was cancelled while another program held the journal"),
        false => error,
    })
}

fn read(path: &Path, patience: &dyn Fn(Duration) -> bool, take: &mut dyn FnMut(SentRow)) -> Result<(), Error> {
    check_journal(path)?;
    let path = resolved(path);
    if !path.exists() {
        return Err(Error::configuration("the journal is not there; name the one that the campaign has"));
    }
    let failed = |e: rusqlite::Error| failed(&e);
    // Not for reading alone: what a killed run left half written is undone at the first look.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(SLICE).map_err(failed)?;
    let number =
        |sql: &str| patiently(patience, || connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(failed));
    let (application, version) = (number("PRAGMA application_id")?, number("PRAGMA user_version")?);
    if application != APPLICATION {
        return Err(Error::configuration(OTHER_FILE));
    }
    if !(1..=VERSION).contains(&version) {
        return Err(Error::configuration(OTHER_VERSION));
    }
    let column = |since: i64, name: &'static str| if version >= since { name } else { "NULL" };
    let sql = format!(
        "SELECT message.id, position, key, {}, outcome, message_id, {}, taken_at FROM message JOIN chunk ON chunk.id = \
         message.chunk LEFT JOIN result ON result.message = message.id WHERE message.id > ?1 ORDER BY message.id LIMIT \
         ?2",
        column(2, "recipient"),
        column(3, "channel"),
    );
    let mut last = 0;
    loop {
        let before = last;
        // Rows that were read count, even if the read is done again from there.
        let mut some = || -> rusqlite::Result<()> {
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params![last, AT_ONCE])?;
            while let Some(row) = rows.next()? {
                last = row.get(0)?;
                sent_row(row)?.into_iter().for_each(&mut *take);
            }
            Ok(())
        };
        patiently(patience, || some().map_err(failed))?;
        if last == before {
            return Ok(());
        }
    }
}

/// The row, if it was or may have been sent.
fn sent_row(row: &Row<'_>) -> rusqlite::Result<Option<SentRow>> {
    let outcome = outcome_of(row.get_ref(4)?.as_str_or_null()?);
    let message_id: String = row.get::<_, Option<String>>(5)?.unwrap_or_default();
    if !(outcome == Outcome::Unknown || outcome == Outcome::Accepted && !message_id.is_empty()) {
        return Ok(None);
    }
    Ok(Some(SentRow {
        index: row.get::<_, i64>(1)?.unsigned_abs(),
        customer_message_id: row.get(2)?,
        recipient: row.get::<_, Option<i64>>(3)?.map_or(0, i64::unsigned_abs),
        message_id,
        channel: row.get(6)?,
        sent_at: row.get_ref(7)?.as_str_or_null()?.and_then(|text| text.parse().ok()),
    }))
}
