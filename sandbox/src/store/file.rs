//! The file of `--store`: used by one sandbox at a time, and opened again after an error.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior};

/// `SMSX`: the application id of a sandbox's file.
const APPLICATION: i64 = 0x534d_5358;
const VERSION: i64 = 1;
/// Page cache; a negative number is in KiB.
const CACHE_KIB: i64 = -32_768;
const OTHER: &str = "the file is of another program";

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
CREATE TABLE state (            -- owner; salt of ids; rules, settings, receiver and ChatHub of each space
  name TEXT PRIMARY KEY,
  data TEXT NOT NULL
) WITHOUT ROWID;
";

#[derive(Debug)]
pub(super) struct File {
    path: PathBuf,
    /// None after an error, until the file is opened again.
    connection: Option<Connection>,
    /// Mark that this sandbox writes into the file.
    owner: String,
    /// Device and inode.
    place: (u64, u64),
}

impl File {
    /// Opens the file, or creates it.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        // Absolute, so that SQLite sees no special name, and a later change of directory does not matter.
        let path = std::path::absolute(path).map_err(|e| e.to_string())?;
        match path.metadata() {
            // SQLite takes a file of one byte for an empty one, and would write over it.
            Ok(there) if there.len() == 1 => return Err(OTHER.to_owned()),
            Ok(_) => {}
            Err(_) => create(&path).map_err(|e| e.to_string())?,
        }
        let owner = getrandom::u64().map_err(|e| e.to_string())?.to_string();
        let connection = connect(&path, Owner::New)?;
        let place = place(&path).map_err(|e| e.to_string())?;
        Ok(Self { path, connection: Some(connection), owner, place })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Marks the file as this sandbox's, once it could be read: a damaged one stays as it is.
    pub(super) fn claim(&self) -> Result<(), String> {
        let mark = "INSERT OR REPLACE INTO state VALUES ('owner', ?1)";
        self.connection()?.execute(mark, [&self.owner]).map(drop).map_err(|e| reason(&e))
    }

    pub(super) fn connection(&self) -> Result<&Connection, String> {
        self.connection.as_ref().ok_or_else(|| "the file is not open".to_owned())
    }

    /// Does `work` with the file, and opens it again first if an error closed it.
    pub(super) fn with(&mut self, work: impl FnOnce(&mut Connection) -> rusqlite::Result<()>) -> Result<(), String> {
        // SQLite would keep writing to a file that was moved or deleted.
        if place(&self.path).ok() != Some(self.place) {
            return Err("the file was moved, deleted or replaced".to_owned());
        }
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(&self.path, Owner::Known(&self.owner))?,
        };
        // After an error, SQLite's cache of the file cannot be trusted, so the connection is dropped.
        work(&mut connection).map_err(|e| reason(&e))?;
        self.connection = Some(connection);
        Ok(())
    }
}

enum Owner<'a> {
    New,
    Known(&'a str),
}

fn connect(path: &Path, owner: Owner<'_>) -> Result<Connection, String> {
    let said = |e: rusqlite::Error| reason(&e);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(said)?;
    // Fails at once if the file is in use.
    connection.busy_timeout(Duration::ZERO).map_err(said)?;
    // No write-ahead log: another copy of SQLite in the process could delete it during a write.
    connection.pragma_update(None, "journal_mode", "TRUNCATE").map_err(said)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE").map_err(said)?;
    // Large enough for one transaction.
    connection.pragma_update(None, "cache_size", CACHE_KIB).map_err(said)?;
    // Locks the file, so that two sandboxes do not share it.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive).map_err(said)?;
    let number = |name: &str| transaction.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(said);
    match (number("application_id")?, number("user_version")?, number("schema_version")?, &owner) {
        (APPLICATION, VERSION, ..) => {}
        (0, 0, 0, Owner::New) => {
            transaction.execute_batch(SCHEMA).map_err(said)?;
            transaction.pragma_update(None, "application_id", APPLICATION).map_err(said)?;
            transaction.pragma_update(None, "user_version", VERSION).map_err(said)?;
        }
        (APPLICATION, version, ..) => {
            return Err(format!("the file has version {version}; this sandbox reads version {VERSION}"));
        }
        _ => return Err(OTHER.to_owned()),
    }
    if let Owner::Known(owner) = owner {
        let query = transaction.query_row("SELECT data FROM state WHERE name = 'owner'", [], |row| row.get(0));
        if query.optional().map_err(said)?.is_none_or(|found: String| found != owner) {
            return Err("another sandbox has used the file since".to_owned());
        }
    }
    transaction.commit().map_err(said)?;
    Ok(connection)
}

/// SQLite's error, in plain words.
pub(super) fn reason(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy) => "another program has the file open".to_owned(),
        Some(ErrorCode::DiskFull) => "the disk is full".to_owned(),
        _ => error.to_string(),
    }
}

/// Creates an empty file that only its owner can read. SQLite gives its journal the same mode.
fn create(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map(drop)
}

#[cfg(unix)]
fn place(path: &Path) -> io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).map(|file| (file.dev(), file.ino()))
}

/// On other systems an open file can be neither moved nor deleted.
#[cfg(not(unix))]
fn place(path: &Path) -> io::Result<(u64, u64)> {
    fs::metadata(path).map(|_| (0, 0))
}
