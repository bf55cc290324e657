//! The file of a journal: its identity, its lock, and the note beside it.
//!
//! A name says little about a file: links lead to it, it is moved, replaced, emptied. So the lock is on the file itself
//! where the system can do that (open file description locks of Linux). Elsewhere it is on the file beside it, and the
//! token in the journal stops a run whose journal another one has taken by another name.

use std::fs::{File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

#[cfg(unix)]
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};

use rusqlite::{Connection, OpenFlags};

use super::row_id;
use crate::bulk::paths::{check_journal, resolved, sync_folder, with_end};
use crate::error::{Error, Outcome};
use crate::os_text;

/// Problem of a journal whose path no longer leads to it.
pub(super) const MOVED: &str = "the journal was deleted or moved";
/// Problem of a file that is no journal.
pub(super) const OTHER_FILE: &str = "the journal is a file of something else; name another";
/// Advice for a journal that was changed. It must not invite the reader to start over.
const ADVICE: &str =
    "It knows who was sent the message of this campaign: put it back before you run the campaign again";
/// Advice if only the file beside the journal is left.
const REMEMBERED: &str = "Put it back: it knows who was sent the message of this campaign, and without it they are sent \
                          the message again. Only if you are certain that nobody was sent anything, delete the file \
                          beside it whose name ends with .lock as well";

/// Error at the opening of a journal that was changed or is gone: people may have the message already.
pub(super) fn forgotten(what: &str) -> Error {
    Error::configuration(format!("{what}. {REMEMBERED}")).with(|d| {
        d.outcome = Outcome::Unknown;
        d.in_part = true;
    })
}

/// Error of a journal that is changed or gone during a run.
pub(super) fn lost(what: &str) -> Error {
    Error::configuration(format!("{what} during the run, so nothing more is sent. {ADVICE}"))
}

/// Most bytes of a file that SQLite takes for an empty one.
pub(super) const EMPTY: u64 = 1;

/// The open file of a journal, locked for one run. It is closed after SQLite has closed its own descriptor: closing any
/// descriptor of a file ends all POSIX locks that the process has on it, SQLite's among them.
pub(super) struct JournalFile {
    path: PathBuf,
    identity: Identity,
    file: File,
    lock_file: LockFile,
}

impl JournalFile {
    /// Opens and locks the file, or makes it.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        check_journal(path)?;
        // A link whose target is not there yet leads to the same file as its target.
        let path = resolved(path);
        check_beside(&path)?;
        let lock_file = LockFile::open(&path)?;
        let there = match path.metadata() {
            Ok(there) => Some(there),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err(cannot("opened", &e)),
        };
        let length = there.as_ref().map_or(0, Metadata::len);
        if length <= EMPTY {
            let what = if there.is_some() { "the journal is empty" } else { "the journal is gone" };
            if lock_file.note.is_some() || had_pages(&path) {
                return Err(forgotten(what));
            }
            // Something is in it, and SQLite would make a new journal of it.
            if length > 0 {
                return Err(Error::configuration(OTHER_FILE));
            }
        }
        // Not even opened if this process has it: closing it again would end the locks of the run that has it.
        if there.is_some_and(|there| is_claimed(&Identity::of(&there))) {
            return Err(in_use(&path));
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        // It tells who got what.
        #[cfg(unix)]
        options.mode(0o600);
        let file = options.open(&path).map_err(|e| cannot("opened", &e))?;
        let identity = Identity::of(&file.metadata().map_err(|e| cannot("opened", &e))?);
        if !claim(&identity) {
            // It came here after the look above. An open descriptor is the lesser evil.
            std::mem::forget(file);
            return Err(in_use(&path));
        }
        let opened = Self { path, identity, file, lock_file };
        match lock::take(&opened.file) {
            Ok(true) => Ok(opened),
            Ok(false) => Err(in_use(&opened.path)),
            Err(e) => Err(cannot("locked", &e)),
        }
    }

    /// Path of the file, with links resolved.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Checks that the path still leads to this file and that the file is not empty.
    pub(super) fn check(&self) -> Result<(), Error> {
        let now = match self.path.metadata() {
            Ok(now) => now,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(lost(MOVED)),
            Err(e) => return Err(cannot("used", &e)),
        };
        match () {
            () if Identity::of(&now) != self.identity => Err(lost("the journal was replaced by another file")),
            () if now.len() <= EMPTY => Err(lost("the journal was emptied")),
            () => Ok(()),
        }
    }

    /// Compares the journal with the note beside it.
    pub(super) fn recognize(&self, id: &str, writes: i64) -> Result<(), Error> {
        match &self.lock_file.note {
            Some(known) if known.id != id => Err(forgotten("the journal is not the one that was here before")),
            Some(known) if known.writes > writes => Err(forgotten("the journal is an older copy of itself")),
            _ => Ok(()),
        }
    }

    /// Returns true if a journal with rows is remembered.
    pub(super) fn is_remembered(&self) -> bool {
        self.lock_file.note.is_some()
    }

    /// Notes on disk that this journal has rows, and its number of writes.
    pub(super) fn remember(&mut self, id: &str, writes: i64) -> Result<(), Error> {
        let new = self.lock_file.note.is_none();
        self.lock_file.write(id, writes).map_err(|e| cannot("locked", &e))?;
        if new {
            sync_folder(&self.path);
        }
        Ok(())
    }
}

impl Drop for JournalFile {
    /// Unlocks. A child of a fork would keep the locks if they only ended with the last descriptor.
    fn drop(&mut self) {
        if disown(&self.identity) {
            lock::free(&self.file);
            let _ = self.lock_file.file.unlock();
        }
    }
}

/// Identity of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    process: u32,
    /// Device and number. Windows lets nobody move or replace a file that SQLite has open.
    file: (u64, u64),
}

impl Identity {
    pub(super) fn of(file: &Metadata) -> Self {
        #[cfg(unix)]
        let file = (file.dev(), file.ino());
        #[cfg(not(unix))]
        let file = {
            let _ = file;
            (0, 0)
        };
        // What a parent has open is not open here.
        Self { process: std::process::id(), file }
    }
}

pub(super) use claims::is_claimed;
use claims::{claim, disown};

/// Journals that this process has open. They are kept without a lock, which a fork could leave locked.
mod claims {
    use std::sync::Arc;

    use arc_swap::ArcSwapOption;

    use super::Identity;

    static OPEN: ArcSwapOption<Vec<Identity>> = ArcSwapOption::const_empty();

    fn change(change: impl Fn(&mut Vec<Identity>)) -> Vec<Identity> {
        let before = OPEN.rcu(|open| {
            let mut open = open.as_deref().cloned().unwrap_or_default();
            change(&mut open);
            Some(Arc::new(open))
        });
        before.as_deref().cloned().unwrap_or_default()
    }

    pub(in super::super) fn is_claimed(identity: &Identity) -> bool {
        cfg!(unix) && OPEN.load().as_ref().is_some_and(|open| open.contains(identity))
    }

    /// False if it is open already.
    pub(super) fn claim(identity: &Identity) -> bool {
        let before = change(|open| {
            if !open.contains(identity) {
                open.push(identity.clone());
            }
        });
        !cfg!(unix) || !before.contains(identity)
    }

    /// False in a child of the process that has it open.
    pub(super) fn disown(identity: &Identity) -> bool {
        change(|open| open.retain(|other| other != identity));
        identity.process == std::process::id()
    }
}

/// The lock on the file itself.
#[cfg(all(any(target_os = "linux", target_os = "android"), target_pointer_width = "64"))]
mod lock {
    use std::fs::File;
    use std::io;

    use nix::errno::Errno;
    use nix::fcntl::{FcntlArg, fcntl};
    use nix::libc;

    /// A byte far behind those that SQLite locks at 1 GiB.
    const PLACE: i64 = 1 << 62;

    fn set(file: &File, kind: i32) -> nix::Result<i32> {
        let lock = libc::flock {
            l_type: kind as libc::c_short,
            l_whence: libc::SEEK_SET as libc::c_short,
            l_start: PLACE,
            l_len: 1,
            l_pid: 0,
        };
        fcntl(file, FcntlArg::F_OFD_SETLK(&lock))
    }

    /// False if another run has it.
    pub(super) fn take(file: &File) -> io::Result<bool> {
        match set(file, libc::F_WRLCK) {
            Ok(_) => Ok(true),
            Err(Errno::EAGAIN | Errno::EACCES) => Ok(false),
            // A system or a file system without such locks.
            Err(Errno::EINVAL | Errno::ENOSYS | Errno::EOPNOTSUPP | Errno::ENOLCK) => Ok(true),
            Err(e) => Err(e.into()),
        }
    }

    pub(super) fn free(file: &File) {
        let _ = set(file, libc::F_UNLCK);
    }
}

/// Elsewhere a lock of ours on the file would get in the way of SQLite's.
#[cfg(not(all(any(target_os = "linux", target_os = "android"), target_pointer_width = "64")))]
mod lock {
    use std::fs::File;
    use std::io;

    pub(super) fn take(_: &File) -> io::Result<bool> {
        Ok(true)
    }

    pub(super) fn free(_: &File) {}
}

/// The file beside the journal. It is locked for the run, and it remembers that there is a journal once rows were taken
/// from it.
struct LockFile {
    file: File,
    note: Option<LockNote>,
}

struct LockNote {
    /// Hash of the journal's salt.
    id: String,
    /// Transactions that the journal had at least.
    writes: i64,
    /// Place of the note in the file.
    place: u64,
}

/// Longest wait for reading who has the journal. No interrupt is polled meanwhile.
const HOLDER: Duration = Duration::from_millis(250);

/// The two notes stand in sectors of their own and are written in turn: a power cut spoils at most the newer one.
const NOTES: [u64; 2] = [0, 512];
const NOTE: &str = "smsbat-journal";

impl LockFile {
    fn open(journal: &Path) -> Result<Self, Error> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        options.mode(0o600);
        let mut file = options.open(with_end(journal, ".lock")).map_err(|e| cannot("locked", &e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(in_use(journal)),
            Err(TryLockError::Error(e)) => return Err(cannot("locked", &e)),
        }
        let mut text = Vec::new();
        (&mut file).take(1 << 10).read_to_end(&mut text).map_err(|e| cannot("locked", &e))?;
        let note = NOTES.iter().filter_map(|place| read_note(&text, *place)).max_by_key(|known| known.writes);
        if note.is_none() && is_foreign_note(&text) {
            return Err(foreign(".lock"));
        }
        Ok(Self { file, note })
    }

    fn write(&mut self, id: &str, writes: i64) -> io::Result<()> {
        let [first, second] = NOTES;
        let place = match &self.note {
            Some(known) if known.place == first => second,
            _ => first,
        };
        self.file.seek(SeekFrom::Start(place))?;
        self.file.write_all(note(id, writes).as_bytes())?;
        self.file.sync_all()?;
        self.note = Some(LockNote { id: id.to_owned(), writes, place });
        Ok(())
    }
}

/// Its length is always the same, so that a note covers the one before.
fn note(id: &str, writes: i64) -> String {
    let said = format!("{NOTE} {id} {writes:020}");
    format!("{said} {}\n", row_id::fingerprint(&said))
}

/// Anything else, such as the number of a process that version 0.1.0 wrote, is no note.
fn read_note(text: &[u8], place: u64) -> Option<LockNote> {
    let line = text.get(place as usize..)?.split(|b| *b == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split(' ').skip(1);
    let (id, writes) = (words.next()?, words.next()?.parse().ok()?);
    (note(id, writes).trim_end() == line).then(|| LockNote { id: id.to_owned(), writes, place })
}

/// Returns true for what is surely no note, nor what a version before or a power cut has left of one: a text that begins
/// otherwise, or a database.
fn is_foreign_note(text: &[u8]) -> bool {
    let begins = text.iter().zip(NOTE.as_bytes()).all(|(found, wanted)| found == wanted);
    let is_number = text.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_whitespace());
    !begins && !is_number && is_foreign(text)
}

/// Returns true for the beginning of a text or of a database. What a power cut leaves of SQLite's files is neither.
fn is_foreign(head: &[u8]) -> bool {
    let is_text = |text: &str| !text.is_empty() && !text.contains(|c: char| c.is_control() && !c.is_ascii_whitespace());
    let text = match std::str::from_utf8(head) {
        Ok(text) => Some(text),
        // The last character may be cut off.
        Err(e) if e.error_len().is_none() => {
            head.get(..e.valid_up_to()).and_then(|whole| std::str::from_utf8(whole).ok())
        }
        Err(_) => None,
    };
    head.starts_with(b"SQLite format 3\0") || text.is_some_and(is_text)
}

/// Refuses files with the names that SQLite gives to its own, if they are somebody else's: it would delete them.
fn check_beside(journal: &Path) -> Result<(), Error> {
    for end in ["-journal", "-wal"] {
        let mut head = Vec::new();
        let read = File::open(with_end(journal, end)).and_then(|file| file.take(512).read_to_end(&mut head));
        if read.is_ok() && is_foreign(&head) {
            return Err(foreign(end));
        }
    }
    Ok(())
}

fn foreign(end: &str) -> Error {
    Error::configuration(format!(
        "the file beside the journal whose name ends with {end} is a file of something else; name another journal"
    ))
}

/// True if SQLite's rollback journal belongs to a database that had pages. One beside a file that was cut off during its
/// creation had none. SQLite deletes either.
fn had_pages(journal: &Path) -> bool {
    let mut head = [0; 20];
    let read = File::open(with_end(journal, "-journal")).and_then(|mut file| file.read_exact(&mut head));
    // Its first eight bytes, then three numbers, of which the last is the pages of the database before.
    read.is_ok() && head[..4] == [0xd9, 0xd5, 0x05, 0xf9] && head[16..] != [0; 4]
}

pub(super) fn cannot(done: &str, error: &io::Error) -> Error {
    Error::configuration(format!("the journal cannot be {done}: {}", os_text::why(error)))
}

/// The error of a journal that another run has. Who that is only helps.
fn in_use(path: &Path) -> Error {
    let holder = match holder(path) {
        Some((process, host)) if host == host_name() => format!(" (process {process})"),
        Some((process, host)) => format!(" (process {process} on {host})"),
        None => String::new(),
    };
    let message = format!("another run has this journal{holder}; wait until it ends");
    Error::configuration(message).with(|d| d.in_use = true)
}

/// Process and machine of the run that has a journal.
fn holder(path: &Path) -> Option<(u32, String)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).ok()?;
    connection.busy_timeout(HOLDER).ok()?;
    connection.query_row("SELECT process, host FROM owner", [], |row| Ok((row.get(0)?, row.get(1)?))).ok()
}

/// Name of this machine; empty if it has none.
pub(super) fn host_name() -> String {
    #[cfg(unix)]
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").unwrap_or_default();
    name
}
