//! `--store FILE`: an SQLite file beside the state in memory, so that messages outlive the process.
//!
//! A thread of its own writes; what was answered less than a moment before a crash may be missing, nothing else is.

mod kept;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

pub(crate) use self::kept::{KeptMessage, word};
use crate::error::Error;
use crate::inbox::{Inbound, Message};
use crate::state::State;

/// `SMSX`: marks the file as a sandbox's.
const APPLICATION: i64 = 0x534d_5358;
const VERSION: i64 = 1;
/// Writes of one transaction.
const BATCH: usize = 20_000;
/// Memory for pages of the file; negative is KiB.
const CACHE_KIB: i64 = -32_768;
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
        space: Arc<str>,
        message: Arc<Message>,
    },
    Inbound {
        seq: u64,
        space: Arc<str>,
        data: String,
    },
    Remove(u64),
    RemoveInbound(u64),
    Clear(Arc<str>),
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
    space: Arc<str>,
}

/// Makes a file that only its owner may read.
fn private_file(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// An open file that is not yet read.
#[derive(Debug)]
pub(crate) struct Stored {
    connection: Connection,
    path: PathBuf,
    pub(crate) salt: Option<u64>,
    /// The next number of a message.
    pub(crate) next: u64,
}

impl Stored {
    /// Opens or makes the file.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let failed = |reason: String| Error::Store { path: path.to_owned(), reason };
        let said = |e: rusqlite::Error| match e.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy) => failed("another program has it open".to_owned()),
            _ => failed(e.to_string()),
        };
        if !path.exists() {
            // For its owner alone before SQLite sees it: it tells who was written what.
            private_file(path).map_err(|e| failed(e.to_string()))?;
        }
        let connection = Connection::open(path).map_err(said)?;
        // A file in use is told at once.
        connection.busy_timeout(Duration::ZERO).map_err(said)?;
        // Never a write-ahead log: another copy of SQLite in the process could delete it under the writer.
        connection.pragma_update(None, "journal_mode", "TRUNCATE").map_err(said)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE").map_err(said)?;
        // A transaction fits in.
        connection.pragma_update(None, "cache_size", CACHE_KIB).map_err(said)?;
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
        let noted = |name: &str| {
            let query = connection.query_row("SELECT data FROM state WHERE name = ?1", [name], |row| row.get(0));
            query.optional().map(|data: Option<String>| data.and_then(|data| data.parse().ok())).map_err(said)
        };
        let (salt, mut next) = (noted("salt")?, noted("next")?.unwrap_or(1));
        for newest in ["SELECT max(seq) FROM message", "SELECT max(seq) FROM inbound"] {
            let newest: Option<i64> = connection.query_row(newest, [], |row| row.get(0)).map_err(said)?;
            next = next.max(newest.and_then(|seq| u64::try_from(seq).ok()).unwrap_or(0) + 1);
        }
        Ok(Self { connection, path: path.to_owned(), salt, next })
    }

    /// The states that the file holds, by their keys, each made by `new`; from now on a thread writes to the file.
    pub(crate) fn start(self, new: impl Fn() -> State) -> Result<(Journal, BTreeMap<String, State>), Error> {
        let Self { connection, path, .. } = self;
        let spaces = load(&connection, new).map_err(|reason| Error::Store { path, reason })?;
        let (writes, waiting) = mpsc::channel();
        thread::Builder::new().name("smsbat-sandbox-store".to_owned()).spawn(move || write(connection, &waiting))?;
        Ok((Journal { writes, space: "".into() }, spaces))
    }
}

impl Journal {
    /// The same file, for another space.
    pub(crate) fn for_space(&self, key: &str) -> Self {
        Self { writes: self.writes.clone(), space: key.into() }
    }

    fn put(&self, write: Write) {
        // The thread ends only when every sender is gone, or the disk refuses: the sandbox then goes on in memory.
        let _ = self.writes.send(write);
    }

    pub(crate) fn message(&self, message: Arc<Message>) {
        self.put(Write::Message { space: Arc::clone(&self.space), message });
    }

    pub(crate) fn inbound(&self, inbound: &Inbound) {
        let data = serde_json::to_string(inbound).unwrap_or_default();
        self.put(Write::Inbound { seq: inbound.seq, space: Arc::clone(&self.space), data });
    }

    pub(crate) fn remove(&self, seq: u64) {
        self.put(Write::Remove(seq));
    }

    pub(crate) fn remove_inbound(&self, seq: u64) {
        self.put(Write::RemoveInbound(seq));
    }

    /// Forgets the messages of this space.
    pub(crate) fn clear(&self) {
        self.put(Write::Clear(Arc::clone(&self.space)));
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

fn load(connection: &Connection, new: impl Fn() -> State) -> Result<BTreeMap<String, State>, String> {
    let mut spaces: BTreeMap<String, State> = BTreeMap::new();
    let mut each = |sql: &str, take: &dyn Fn(&mut State, &str) -> serde_json::Result<()>| -> Result<(), String> {
        let said = |e: rusqlite::Error| e.to_string();
        let mut statement = connection.prepare(sql).map_err(said)?;
        let mut rows = statement.query([]).map_err(said)?;
        while let Some(row) = rows.next().map_err(said)? {
            let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
            let (space, data) = (text(0).map_err(said)?, text(1).map_err(said)?);
            if !spaces.contains_key(space) {
                spaces.insert(space.to_owned(), new());
            }
            let Some(state) = spaces.get_mut(space) else { continue };
            take(state, data).map_err(|e| format!("a row cannot be read: {e}"))?;
        }
        Ok(())
    };
    each("SELECT space, data FROM message ORDER BY seq", &|state, data| {
        state.inbox.push(serde_json::from_str::<KeptMessage>(data)?.into_message());
        Ok(())
    })?;
    each("SELECT space, data FROM inbound ORDER BY seq", &|state, data| {
        state.inbox.receive(serde_json::from_str(data)?);
        Ok(())
    })?;
    each("SELECT substr(name, 7), data FROM state WHERE name LIKE 'space %'", &|state, data| {
        state.restore(data);
        Ok(())
    })?;
    Ok(spaces)
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
        let mut insert = transaction.prepare_cached("INSERT OR REPLACE INTO message VALUES (?1, ?2, ?3)")?;
        let mut inbound = transaction.prepare_cached("INSERT OR REPLACE INTO inbound VALUES (?1, ?2, ?3)")?;
        let mut remove = transaction.prepare_cached("DELETE FROM message WHERE seq = ?1")?;
        let mut remove_inbound = transaction.prepare_cached("DELETE FROM inbound WHERE seq = ?1")?;
        let number = |seq: u64| i64::try_from(seq).unwrap_or(i64::MAX);
        for write in batch {
            match write {
                Write::Message { space, message } => {
                    insert.execute(params![number(message.seq), space, KeptMessage::text(&message)])?;
                }
                Write::Inbound { seq, space, data } => {
                    inbound.execute(params![number(seq), space, data])?;
                }
                Write::Remove(seq) => {
                    remove.execute([number(seq)])?;
                }
                Write::RemoveInbound(seq) => {
                    remove_inbound.execute([number(seq)])?;
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
