//! Unsaved changes. Only the newest state of each row is kept, so that memory stays bounded while saving fails.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, params};

use crate::inbox::message::Message;

/// Most messages of one transaction, so that a nearly full disk still takes some.
const BATCH: u64 = 20_000;

/// A row with the key of its space; none once the row is deleted.
type Row<T> = Option<(Arc<str>, T)>;

#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Spaces whose earlier rows are deleted.
    cleared: Vec<Arc<str>>,
    messages: BTreeMap<u64, Row<Arc<Message>>>,
    inbound: BTreeMap<u64, Row<String>>,
    states: BTreeMap<String, Option<String>>,
}

impl Changes {
    pub(super) fn message(&mut self, seq: u64, row: Row<Arc<Message>>) {
        self.messages.insert(seq, row);
    }

    pub(super) fn inbound(&mut self, seq: u64, row: Row<String>) {
        self.inbound.insert(seq, row);
    }

    pub(super) fn state(&mut self, name: String, data: Option<String>) {
        self.states.insert(name, data);
    }

    /// Deletes all rows of a space.
    pub(super) fn clear(&mut self, space: &Arc<str>) {
        // The file may have a row under another space, because a message moves when its key gets a space of its own.
        empty(&mut self.messages, space);
        empty(&mut self.inbound, space);
        if !self.cleared.contains(space) {
            self.cleared.push(Arc::clone(space));
        }
    }

    pub(super) fn len(&self) -> usize {
        self.cleared.len() + self.messages.len() + self.inbound.len() + self.states.len()
    }

    /// Takes the changes of one transaction and leaves the rest.
    pub(super) fn split(&mut self) -> Self {
        let part = std::mem::take(self);
        if let Some(first) = part.messages.keys().next().map(|first| first.saturating_add(BATCH)) {
            let mut part = part;
            self.messages = part.messages.split_off(&first);
            return part;
        }
        part
    }

    /// Adds later changes.
    pub(super) fn extend(&mut self, later: Self) {
        for space in &later.cleared {
            self.clear(space);
        }
        self.messages.extend(later.messages);
        self.inbound.extend(later.inbound);
        self.states.extend(later.states);
    }

    /// Writes all changes in one transaction.
    pub(super) fn write(&self, connection: &mut Connection) -> rusqlite::Result<()> {
        let number = |seq: u64| i64::try_from(seq).unwrap_or(i64::MAX);
        let transaction = connection.transaction()?;
        for space in &self.cleared {
            transaction.execute("DELETE FROM message WHERE space = ?1", [space])?;
            transaction.execute("DELETE FROM inbound WHERE space = ?1", [space])?;
        }
        {
            let mut insert = transaction.prepare_cached("INSERT OR REPLACE INTO message VALUES (?1, ?2, ?3)")?;
            let mut remove = transaction.prepare_cached("DELETE FROM message WHERE seq = ?1")?;
            for (seq, row) in &self.messages {
                match row {
                    Some((space, message)) => {
                        let Ok(data) = serde_json::to_string(message) else { continue };
                        insert.execute(params![number(*seq), space, data])?
                    }
                    None => remove.execute([number(*seq)])?,
                };
            }
        }
        for (seq, row) in &self.inbound {
            match row {
                Some((space, data)) => {
                    let insert = "INSERT OR REPLACE INTO inbound VALUES (?1, ?2, ?3)";
                    transaction.execute(insert, params![number(*seq), space, data])?
                }
                None => transaction.execute("DELETE FROM inbound WHERE seq = ?1", [number(*seq)])?,
            };
        }
        for (name, data) in &self.states {
            match data {
                Some(data) => {
                    transaction.execute("INSERT OR REPLACE INTO state VALUES (?1, ?2)", params![name, data])?
                }
                None => transaction.execute("DELETE FROM state WHERE name = ?1", [name])?,
            };
        }
        transaction.commit()
    }
}

fn empty<T>(rows: &mut BTreeMap<u64, Row<T>>, of: &Arc<str>) {
    for row in rows.values_mut().filter(|row| row.as_ref().is_some_and(|(space, _)| space == of)) {
        *row = None;
    }
}
