//! `--store FILE`: saves the state to an SQLite file, so that messages outlive the process.
//!
//! A thread commits changes [`PAUSE`](writer::PAUSE) after the first unsaved one, whatever
//! comes later. A commit is atomic, even with `kill -9` or a power loss. Only changes are written, so a full
//! file costs no more than an empty one.

mod changes;
mod file;
mod writer;

use std::path::Path;
use std::sync::Arc;

use rusqlite::OptionalExtension;
use serde::Serialize;
use tokio::sync::watch;

use self::changes::Changes;
use self::file::{File, reason};
use self::writer::Writer;
use crate::error::Error;
use crate::inbox::inbound::Inbound;
use crate::inbox::message::Message;

/// Saves the changes of one space.
#[derive(Debug, Clone)]
pub(crate) struct Journal {
    writer: Arc<Writer>,
    space: Arc<str>,
}

/// State of the file, as the control API shows it.
#[derive(Debug, Serialize)]
pub(crate) struct StoreHealth {
    /// Why saving fails at present.
    pub(crate) problem: Option<String>,
    /// Number of unsaved changes.
    unsaved: usize,
}

/// An open file.
#[derive(Debug)]
pub(crate) struct StoreFile {
    file: File,
    pub(crate) salt: Option<u64>,
    /// The next message number.
    pub(crate) next: u64,
}

/// Contents of one row of the file.
pub(crate) enum Row<'a> {
    Message(Box<Message>),
    Inbound(Inbound),
    /// Saved state of a space beside its messages.
    State(&'a str),
}

impl StoreFile {
    /// Opens the file, or creates one that only its owner can read.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let failed = |reason: String| Error::Store { path: path.to_owned(), reason };
        let file = File::open(path).map_err(failed)?;
        let connection = file.connection().map_err(failed)?;
        let said = |e: rusqlite::Error| failed(reason(&e));
        let noted = |name: &str| {
            let query = connection.query_row("SELECT data FROM state WHERE name = ?1", [name], |row| row.get(0));
            query.optional().map(|data: Option<String>| data.and_then(|data| data.parse().ok())).map_err(said)
        };
        let (salt, mut next) = (noted("salt")?, noted("next")?.unwrap_or(1));
        for newest in ["SELECT max(seq) FROM message", "SELECT max(seq) FROM inbound"] {
            let newest: Option<i64> = connection.query_row(newest, [], |row| row.get(0)).map_err(said)?;
            next = next.max(newest.and_then(|seq| u64::try_from(seq).ok()).unwrap_or(0) + 1);
        }
        Ok(Self { file, salt, next })
    }

    /// Passes each row and the key of its space to `give`: messages and what recipients did, oldest first, then states.
    pub(crate) fn read(&self, mut give: impl FnMut(&str, Row<'_>)) -> Result<(), Error> {
        let messages = "SELECT space, data FROM message ORDER BY seq";
        let inbound = "SELECT space, data FROM inbound ORDER BY seq";
        let states = "SELECT substr(name, 7), data FROM state WHERE name LIKE 'space %'";
        self.each(messages, &mut give, |data| serde_json::from_str(data).map(Row::Message))
            .and_then(|()| self.each(inbound, &mut give, |data| serde_json::from_str(data).map(Row::Inbound)))
            .and_then(|()| self.each(states, &mut give, |data| Ok(Row::State(data))))
            .map_err(|reason| Error::Store { path: self.file.path().to_owned(), reason })
    }

    fn each(
        &self,
        sql: &str,
        give: &mut impl FnMut(&str, Row<'_>),
        read: fn(&str) -> serde_json::Result<Row<'_>>,
    ) -> Result<(), String> {
        let said = |e: rusqlite::Error| reason(&e);
        let mut statement = self.file.connection()?.prepare(sql).map_err(said)?;
        let mut rows = statement.query([]).map_err(said)?;
        while let Some(row) = rows.next().map_err(said)? {
            let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
            let (space, data) = (text(0).map_err(said)?, text(1).map_err(said)?);
            give(space, read(data).map_err(|e| format!("a row cannot be read: {e}"))?);
        }
        Ok(())
    }

    /// Starts the thread that writes to the file.
    pub(crate) fn start(self) -> Result<Journal, Error> {
        let failed = |reason| Error::Store { path: self.file.path().to_owned(), reason };
        self.file.claim().map_err(failed)?;
        Ok(Journal { writer: Arc::new(Writer::start(self.file)?), space: "".into() })
    }
}

impl Journal {
    /// The journal of another space in the same file.
    pub(crate) fn for_space(&self, key: &str) -> Self {
        Self { writer: Arc::clone(&self.writer), space: key.into() }
    }

    fn put(&self, change: impl FnOnce(&mut Changes)) {
        self.writer.put(change);
    }

    pub(crate) fn message(&self, message: Arc<Message>) {
        self.put(|changes| changes.message(message.seq, Some((Arc::clone(&self.space), message))));
    }

    pub(crate) fn inbound(&self, inbound: &Inbound) {
        let data = serde_json::to_string(inbound).unwrap_or_default();
        self.put(|changes| changes.inbound(inbound.seq, Some((Arc::clone(&self.space), data))));
    }

    pub(crate) fn remove(&self, seq: u64) {
        self.put(|changes| changes.message(seq, None));
    }

    pub(crate) fn remove_inbound(&self, seq: u64) {
        self.put(|changes| changes.inbound(seq, None));
    }

    /// Deletes the messages of this space.
    pub(crate) fn clear(&self) {
        self.put(|changes| changes.clear(&self.space));
    }

    /// Deletes this space.
    pub(crate) fn forget(&self) {
        self.clear();
        self.put(|changes| changes.state(format!("space {}", self.space), None));
    }

    pub(crate) fn state(&self, data: String) {
        self.put(|changes| changes.state(format!("space {}", self.space), Some(data)));
    }

    /// The next message number.
    pub(crate) fn next(&self, next: u64) {
        self.put(|changes| changes.state("next".to_owned(), Some(next.to_string())));
    }

    pub(crate) fn salt(&self, salt: u64) {
        self.put(|changes| changes.state("salt".to_owned(), Some(salt.to_string())));
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        self.writer.path()
    }

    /// Why saving fails at present, with a signal for every change.
    pub(crate) fn problem(&self) -> watch::Receiver<Option<String>> {
        self.writer.problem()
    }

    pub(crate) fn health(&self) -> StoreHealth {
        StoreHealth { problem: self.problem().borrow().clone(), unsaved: self.writer.unsaved() }
    }

    /// Saves all changes and closes the file; the error says what is not saved.
    pub(crate) fn close(&self) -> Result<(), Error> {
        self.writer.close().map_err(|reason| Error::Store { path: self.path().to_owned(), reason })
    }
}
