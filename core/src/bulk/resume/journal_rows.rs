//! Rows of a journal: read, written before they leave, and written with their results.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, params};

use super::journal_failure::Failure;
use super::journal_schema::NOW;
use crate::bulk::chunk::{Chunk, ChunkResult, ChunkRow};
use crate::bulk::report::ReportRow;
use crate::error::Outcome;

/// Problem of a journal that another program wrote into.
pub(super) const WRITTEN: &str = "another program wrote into the journal";

/// A row of an earlier run.
pub(crate) struct JournalRow {
    pub(crate) id: i64,
    pub(crate) key: String,
    pub(crate) outcome: Outcome,
    /// Digits of the recipient as a number; 0 if they are not known.
    pub(crate) recipient: u64,
    message_id: String,
    status: String,
    parts: Option<u32>,
    reason: String,
    code: String,
}

impl JournalRow {
    pub(super) const SELECT: &str = "SELECT message.id, key, outcome, message_id, status, parts, reason, code, recipient FROM message LEFT \
                          JOIN result ON result.message = message.id";

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
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

    pub(crate) fn report(self) -> ReportRow {
        let Self { outcome, message_id, status, parts, reason, code, .. } = self;
        ReportRow { outcome, message_id, status, parts, reason, code, ..ReportRow::default() }
    }
}

/// Returns the outcome of a word. A row without a word was under way when the process ended.
pub(super) fn outcome_of(word: Option<&str>) -> Outcome {
    Outcome::ALL.into_iter().find(|o| Some(o.as_str()) == word).unwrap_or(Outcome::Unknown)
}

/// Writes a chunk that is about to leave. Returns the number of its first new row; the others follow.
pub(super) fn write_leaving(connection: &Connection, chunk: &Chunk) -> Result<i64, Failure> {
    connection.prepare_cached(&format!("INSERT INTO chunk (taken_at) VALUES ({NOW})"))?.execute([])?;
    let number = connection.last_insert_rowid();
    let last: Option<i64> =
        connection.prepare_cached("SELECT max(id) FROM message")?.query_row([], |row| row.get(0))?;
    let first = last.unwrap_or(0).saturating_add(1);
    let mut new: Vec<(i64, &ChunkRow)> = Vec::with_capacity(chunk.rows.len());
    let mut take = connection.prepare_cached("UPDATE message SET chunk = ?1 WHERE id = ?2")?;
    let mut forget = connection.prepare_cached("DELETE FROM result WHERE message = ?1")?;
    for row in &chunk.rows {
        if row.journal == 0 {
            new.push((first.saturating_add(new.len() as i64), row));
            continue;
        }
        if take.execute(params![number, row.journal])? != 1 {
            return Err(Failure::Lost(WRITTEN));
        }
        forget.execute([row.journal])?;
    }
    insert(connection, "message (id, chunk, position, key, recipient, channel)", &new, |(id, row)| {
        [
            ValueRef::Integer(*id),
            ValueRef::Integer(number),
            ValueRef::Integer(row.index as i64),
            chunk.texts.get(row.id).into(),
            if row.phone == 0 { ValueRef::Null } else { ValueRef::Integer(row.phone as i64) },
            row.channel.map_or(ValueRef::Null, ValueRef::from),
        ]
    })?;
    Ok(first)
}

/// Rows that one statement inserts: most of the work of a short statement is its start and its end.
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
            statement.raw_bind_parameter(place.saturating_add(1), ToSqlOutput::Borrowed(value))?;
        }
        statement.raw_execute()?;
    }
    Ok(())
}

/// Writes the results of a chunk.
pub(super) fn write_results(connection: &Connection, result: &ChunkResult) -> Result<(), Failure> {
    let Some(first) = result.chunk.rows.first() else { return Ok(()) };
    let chunks = connection
        .prepare_cached(&format!(
            "UPDATE chunk SET settled_at = {NOW} WHERE id = (SELECT chunk FROM message WHERE id = ?1)"
        ))?
        .execute([first.journal])?;
    if chunks != 1 {
        return Err(Failure::Lost(WRITTEN));
    }
    let or_null = |span| match result.texts.get(span) {
        "" => ValueRef::Null,
        text => text.into(),
    };
    let rows: Vec<_> = result.chunk.rows.iter().zip(&result.rows).collect();
    insert(
        connection,
        "result (message, outcome, message_id, status, parts, reason, code)",
        &rows,
        |(row, row_result)| {
            [
                ValueRef::Integer(row.journal),
                row_result.outcome.as_str().into(),
                or_null(row_result.message_id),
                or_null(row_result.status),
                row_result.parts.map_or(ValueRef::Null, |parts| ValueRef::Integer(parts.into())),
                or_null(row_result.reason),
                or_null(row_result.code),
            ]
        },
    )?;
    Ok(())
}
