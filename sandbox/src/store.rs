//! `--store FILE`: an SQLite file beside the state in memory, so that messages outlive the process.
//!
//! A thread of its own writes; what was answered less than a moment before a crash may be missing, nothing else is.

mod kept;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, params};

pub(crate) use self::kept::{KeptMessage, word};
use crate::error::Error;
use crate::inbox::{Inbound, Message};
use crate::state::State;

/// `SMSX`: marks the file as a sandbox's.
const APPLICATION: i64 = 0x534d_5358;
const VERSION: i64 = 1;
/// Writes of one transaction.
const BATCH: usize = 20_000;
/// How long the file waits for more before it commits.
const PAUSE: Duration = Duration::from_millis(50);
/// Longest wait for the last commit.
const LAST: Duration = Duration::from_secs(30);

const SCHEMA: &str = "
CREATE TABLE message (          -- what was sent
  seq INTEGER PRIMARY KEY,
  space TEXT NOT NULL,          -- key whose space it is in; empty for the shared one
  data TEXT NOT NULL            -- JSON
);
CREATE TABLE inbound (          -- what recipients wrote back
  seq INTEGER PRIMARY KEY,
  space TEXT NOT NULL,
  data TEXT NOT NULL
);
CREATE TABLE state (            -- salt of ids; rules, settings, receiver and ChatHub of each space
  name TEXT PRIMARY KEY,
  data TEXT NOT NULL
) WITHOUT ROWID;
";

/// Something to be written.
#[derive(Debug)]
enum Write {
    Message {
        seq: u64,
        space: String,
        data: String,
    },
    Inbound {
        seq: u64,
        space: String,
        data: String,
    },
    Remove(u64),
    Clear(String),
    State {
        name: String,
        data: String,
    },
    /// The state of this name is gone.
    Forget(String),
    Close(Sender<()>),
}

/// Where a space writes to.
#[derive(Debug, Clone)]
pub(crate) struct Journal {
    writes: Sender<Write>,
    space: String,
}

/// What a file held.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) salt: Option<u64>,
    /// The next number of a message.
    pub(crate) next: u64,
    messages: Vec<(String, KeptMessage)>,
    inbound: Vec<(String, Inbound)>,
    /// By the name of the space.
    states: Vec<(String, String)>,
}

impl Loaded {
    /// The states that the file holds, by their keys.
    pub(crate) fn into_spaces(self, new: impl Fn() -> State) -> BTreeMap<String, State> {
        let mut spaces: BTreeMap<String, State> = BTreeMap::new();
        for (key, message) in self.messages {
            spaces.entry(key).or_insert_with(&new).inbox.push(message.into_message());
        }
        for (key, inbound) in self.inbound {
            spaces.entry(key).or_insert_with(&new).inbox.receive(inbound);
        }
        for (key, kept) in self.states {
            spaces.entry(key).or_insert_with(&new).restore(&kept);
        }
        spaces
    }
}

impl Default for Loaded {
    fn default() -> Self {
        Self { salt: None, next: 1, messages: Vec::new(), inbound: Vec::new(), states: Vec::new() }
    }
}

impl Journal {
    /// Opens or makes the file, reads it, and starts the thread that writes.
    pub(crate) fn open(path: &Path) -> Result<(Self, Loaded), Error> {
        let failed = |reason: String| Error::Store { path: path.to_owned(), reason };
        let said = |e: rusqlite::Error| failed(e.to_string());
        let connection = Connection::open(path).map_err(said)?;
        // A file in use is told at once.
        connection.busy_timeout(Duration::ZERO).map_err(said)?;
        // Never a write-ahead log: another copy of SQLite in the process could delete it under the writer.
        connection.pragma_update(None, "journal_mode", "TRUNCATE").map_err(said)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE").map_err(said)?;
        let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(said);
        match (number("application_id")?, number("user_version")?, number("schema_version")?) {
            (APPLICATION, VERSION, _) => {}
            (0, 0, 0) => {
                connection.execute_batch(SCHEMA).map_err(said)?;
                connection.pragma_update(None, "application_id", APPLICATION).map_err(said)?;
                connection.pragma_update(None, "user_version", VERSION).map_err(said)?;
            }
            (APPLICATION, version, _) => return Err(failed(format!("it is of version {version}; this is {VERSION}"))),
            _ => return Err(failed("it is a database of something else".to_owned())),
        }
        // Takes the lock of the file, so that two sandboxes do not share one.
        connection.execute_batch("BEGIN EXCLUSIVE; COMMIT").map_err(said)?;
        let loaded = load(&connection).map_err(failed)?;
        let (writes, waiting) = mpsc::channel();
        thread::Builder::new().name("smsbat-sandbox-store".to_owned()).spawn(move || write(connection, &waiting))?;
        Ok((Self { writes, space: String::new() }, loaded))
    }

    /// The same file, for another space.
    pub(crate) fn for_space(&self, key: &str) -> Self {
        Self { writes: self.writes.clone(), space: key.to_owned() }
    }

    fn put(&self, write: Write) {
        // The thread ends only when every sender is gone, or the disk refuses: the sandbox then goes on in memory.
        let _ = self.writes.send(write);
    }

    pub(crate) fn message(&self, message: &Message) {
        let data = KeptMessage::text(message);
        self.put(Write::Message { seq: message.seq, space: self.space.clone(), data });
    }

    pub(crate) fn inbound(&self, inbound: &Inbound) {
        let data = serde_json::to_string(inbound).unwrap_or_default();
        self.put(Write::Inbound { seq: inbound.seq, space: self.space.clone(), data });
    }

    pub(crate) fn remove(&self, seq: u64) {
        self.put(Write::Remove(seq));
    }

    /// Forgets the messages of this space.
    pub(crate) fn clear(&self) {
        self.put(Write::Clear(self.space.clone()));
    }

    /// Forgets this space altogether.
    pub(crate) fn forget(&self) {
        self.clear();
        self.put(Write::Forget(format!("space {}", self.space)));
    }

    pub(crate) fn state(&self, data: String) {
        self.put(Write::State { name: format!("space {}", self.space), data });
    }

    /// The next number of a message.
    pub(crate) fn next(&self, next: u64) {
        self.put(Write::State { name: "next".to_owned(), data: next.to_string() });
    }

    pub(crate) fn salt(&self, salt: u64) {
        self.put(Write::State { name: "salt".to_owned(), data: salt.to_string() });
    }

    /// Returns when everything so far is in the file, and the file is free for the next sandbox.
    pub(crate) fn close(&self) {
        let (done, wait) = mpsc::channel();
        self.put(Write::Close(done));
        let _ = wait.recv_timeout(LAST);
    }
}

fn load(connection: &Connection) -> Result<Loaded, String> {
    let rows = |sql: &str| -> Result<Vec<(String, String)>, rusqlite::Error> {
        let mut statement = connection.prepare(sql)?;
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    let said = |e: rusqlite::Error| e.to_string();
    let bad = |e: serde_json::Error| format!("a row cannot be read: {e}");
    let mut loaded = Loaded::default();
    for (space, data) in rows("SELECT space, data FROM message ORDER BY seq").map_err(said)? {
        loaded.messages.push((space, serde_json::from_str(&data).map_err(bad)?));
    }
    for (space, data) in rows("SELECT space, data FROM inbound ORDER BY seq").map_err(said)? {
        loaded.inbound.push((space, serde_json::from_str(&data).map_err(bad)?));
    }
    let newest = "SELECT coalesce(max(seq), 0) FROM (SELECT seq FROM message UNION ALL SELECT seq FROM inbound)";
    let newest: i64 = connection.query_row(newest, [], |row| row.get(0)).map_err(said)?;
    loaded.next = u64::try_from(newest).unwrap_or(0) + 1;
    for (name, data) in rows("SELECT name, data FROM state").map_err(said)? {
        match name.strip_prefix("space ") {
            Some(space) => loaded.states.push((space.to_owned(), data)),
            None if name == "salt" => loaded.salt = data.parse().ok(),
            None if name == "next" => loaded.next = loaded.next.max(data.parse().unwrap_or(1)),
            None => {}
        }
    }
    Ok(loaded)
}

/// Writes what comes, many writes in one transaction.
fn write(mut connection: Connection, waiting: &Receiver<Write>) {
    while let Ok(first) = waiting.recv() {
        let mut closing = Vec::new();
        let mut batch = vec![first];
        while batch.len() < BATCH && !matches!(batch.last(), Some(Write::Close(_))) {
            match waiting.recv_timeout(PAUSE) {
                Ok(next) => batch.push(next),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        // A disk that refuses ends the keeping, not the sandbox.
        if transact(&mut connection, batch, &mut closing).is_err() {
            return;
        }
        if !closing.is_empty() {
            drop(connection);
            for done in closing {
                let _ = done.send(());
            }
            return;
        }
    }
}

fn transact(connection: &mut Connection, batch: Vec<Write>, closing: &mut Vec<Sender<()>>) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    {
        let mut message = transaction.prepare_cached("INSERT OR REPLACE INTO message VALUES (?1, ?2, ?3)")?;
        let mut inbound = transaction.prepare_cached("INSERT OR REPLACE INTO inbound VALUES (?1, ?2, ?3)")?;
        let mut remove = transaction.prepare_cached("DELETE FROM message WHERE seq = ?1")?;
        let number = |seq: u64| i64::try_from(seq).unwrap_or(i64::MAX);
        for write in batch {
            match write {
                Write::Message { seq, space, data } => {
                    message.execute(params![number(seq), space, data])?;
                }
                Write::Inbound { seq, space, data } => {
                    inbound.execute(params![number(seq), space, data])?;
                }
                Write::Remove(seq) => {
                    remove.execute([number(seq)])?;
                }
                Write::Clear(space) => {
                    transaction.execute("DELETE FROM message WHERE space = ?1", [&space])?;
                    transaction.execute("DELETE FROM inbound WHERE space = ?1", [&space])?;
                }
                Write::State { name, data } => {
                    transaction.execute("INSERT OR REPLACE INTO state VALUES (?1, ?2)", params![name, data])?;
                }
                Write::Forget(name) => {
                    transaction.execute("DELETE FROM state WHERE name = ?1", [&name])?;
                }
                Write::Close(done) => closing.push(done),
            }
        }
    }
    transaction.commit()
}
