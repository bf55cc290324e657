//! The file beside a journal that has the statuses of its messages: `<journal>-delivery`.
//!
//! It is not the journal, because nothing but the run itself may write there: a run stops at the first write of another
//! program, which is how it knows that nobody else sends its messages. Receivers of webhooks write at any time, several at
//! once, also while no run has the journal. So they have a file of their own, where a mistake can cost a status, never a
//! second message.
//!
//! One line of JSON for each status, behind a first line with the version. Lines are only added, under a lock and on disk
//! before the call returns. What a killed writer left of a line was never answered for: readers pass over it. Readers hold a
//! shared lock, so that they see no part of a write that fails and is taken back.

use std::borrow::Cow;
use std::fs::{File, Metadata, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::status::{DeliverySource, StatusEvent};
use crate::bulk::{DELIVERY_END, check_journal, resolved, sync_folder, with_end};
use crate::clock::{self, Instant, SLICE};
use crate::error::{Error, ErrorKind};
use crate::http::call::Interrupt;
use crate::os_text;

/// First line of every file. A later version has another number and is refused.
const HEADER: &str = "{\"smsbat_delivery\":1}\n";
/// Start of the first line of any version.
const MARK: &str = "{\"smsbat_delivery\":";

/// Longest wait for other writers, each of which needs milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longest wait of a caller whose time is up.
const LEAST_PATIENCE: Duration = Duration::from_secs(5);
const SHORT_WAIT: Duration = Duration::from_millis(1);

/// Error text of a tracking that its interrupt ended.
pub(super) const STOPPED: &str = "the tracking was stopped";

#[derive(Serialize, Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    message_id: Cow<'a, str>,
    #[serde(borrow)]
    status: Cow<'a, str>,
    #[serde(borrow)]
    at: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    cost: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    channel: Option<Cow<'a, str>>,
    #[serde(borrow)]
    source: Cow<'a, str>,
}

/// The file, and the part of it that was read.
pub(crate) struct DeliveryLog {
    journal: PathBuf,
    path: PathBuf,
    /// Bytes that were read.
    read: u64,
    /// The file that had them: another one may have been put in its place.
    identity: Option<Identity>,
    /// Ends a wait for other programs.
    stop: Option<Interrupt>,
    /// End of the caller's time limit.
    deadline: Option<Instant>,
}

/// Identity of a file: device and number where the system has them, and its birth, because numbers are given again.
type Identity = (u64, u64, Option<SystemTime>);

impl DeliveryLog {
    /// The file beside a journal, which may not be there yet.
    pub(crate) fn beside(journal: &Path) -> Self {
        let journal = resolved(journal);
        let path = with_end(&journal, DELIVERY_END);
        Self { journal, path, read: 0, identity: None, stop: None, deadline: None }
    }

    /// Ends waits for other programs when the function returns true. It is called every 50 ms of a wait.
    pub(crate) fn stop_with(&mut self, stop: Option<Interrupt>) {
        self.stop = stop;
    }

    /// Ends waits for other programs at this time, but each not before [`LEAST_PATIENCE`].
    pub(super) fn end_at(&mut self, deadline: Instant) {
        self.deadline = Some(deadline);
    }

    /// Adds statuses, on disk when it returns: all of them, or an error and none that a reader would see.
    pub(crate) fn add(&self, events: &[StatusEvent]) -> Result<(), Error> {
        // Beside a folder or a device nobody looks for statuses.
        check_journal(&self.journal)?;
        if events.is_empty() {
            return Ok(());
        }
        let mut lines = Vec::with_capacity(events.len().saturating_mul(128));
        for event in events {
            let line = Line {
                message_id: event.message_id.as_str().into(),
                status: event.status.as_str().into(),
                at: event.at.to_string().into(),
                cost: event.cost.as_deref().map(Cow::from),
                channel: event.channel.as_deref().map(Cow::from),
                source: event.source.as_str().into(),
            };
            serde_json::to_writer(&mut lines, &line)
                .map_err(|e| Error::internal(format!("a status cannot be written: {e}")))?;
            lines.push(b'\n');
        }
        let mut locked = self.locked()?;
        let file = &mut locked.0;
        let end = prepare(file, &mut lines)?;
        let written = file.seek(SeekFrom::Start(end)).and_then(|_| file.write_all(&lines));
        let written = written.and_then(|()| file.sync_data());
        if let Err(error) = written {
            // A full disk took a part. If it stays, it is a line that nobody can read.
            let _ = file.set_len(end).and_then(|()| file.sync_data());
            return Err(cannot("written", &error));
        }
        if end == 0 {
            sync_folder(&self.path);
        }
        Ok(())
    }

    /// Opens and locks the file, made anew if it is not there.
    fn locked(&self) -> Result<Locked, Error> {
        let mut wait = self.wait();
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        loop {
            self.check_file()?;
            let file = options.open(&self.path).map_err(|e| cannot("opened", &e))?;
            match file.try_lock() {
                Ok(()) => {
                    let locked = Locked(file);
                    // It may have been deleted since: what is written into a file without a name is lost.
                    if self.is_there(&locked.0) {
                        return Ok(locked);
                    }
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(e)) => return Err(cannot("locked", &e)),
            }
            wait.go_on()?;
        }
    }

    /// To open a pipe would wait for its other end.
    fn check_file(&self) -> Result<(), Error> {
        if self.path.metadata().is_ok_and(|there| !there.is_file()) {
            return Err(Error::configuration("the delivery file beside the journal is a folder or a device"));
        }
        Ok(())
    }

    fn wait(&self) -> LockWait<'_> {
        let now = Instant::now();
        let left = self.deadline.map(|deadline| deadline.saturating_duration_since(now).max(LEAST_PATIENCE));
        let most = left.unwrap_or(PATIENCE).min(PATIENCE);
        LockWait { begun: now, asked: now, most, stop: self.stop.as_ref() }
    }

    fn is_there(&self, file: &File) -> bool {
        match (file.metadata(), self.path.metadata()) {
            (Ok(opened), Ok(named)) => identity(&opened) == identity(&named),
            _ => false,
        }
    }

    /// Gives each status that was added since the last call. A file that is not there has none. If the file was replaced or
    /// cut off, all of its statuses are given: the same one again does no harm.
    pub(crate) fn each_new(&mut self, take: &mut dyn FnMut(StatusEvent)) -> Result<(), Error> {
        check_journal(&self.journal)?;
        let failed = |e: io::Error| cannot("read", &e);
        self.check_file()?;
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(cannot("opened", &e)),
        };
        let locked = locked_shared(file, self.wait())?;
        let metadata = locked.0.metadata().map_err(failed)?;
        let identity = Some(identity(&metadata));
        if self.identity != identity || metadata.len() < self.read {
            (self.read, self.identity) = (0, identity);
        }
        if metadata.len() == self.read {
            return Ok(());
        }
        let mut reader = BufReader::with_capacity(1 << 16, &locked.0);
        reader.seek(SeekFrom::Start(self.read)).map_err(failed)?;
        let mut line = Vec::new();
        loop {
            line.clear();
            let count = reader.read_until(b'\n', &mut line).map_err(failed)?;
            // The rest of a line may still come.
            if line.last() != Some(&b'\n') {
                return Ok(());
            }
            if self.read == 0 {
                check_header(&line)?;
            } else if let Some(event) = read_line(&line) {
                take(event);
            }
            self.read = self.read.saturating_add(count as u64);
        }
    }
}

/// The file with its lock, which a child of a fork must not keep: it does not end with our descriptor alone.
struct Locked(File);

impl Drop for Locked {
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

/// Locks the file against writers.
fn locked_shared(file: File, mut wait: LockWait<'_>) -> Result<Locked, Error> {
    loop {
        match file.try_lock_shared() {
            // On a file system without locks, writers refuse to write.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(Locked(file)),
            Err(TryLockError::WouldBlock) => wait.go_on()?,
        }
    }
}

/// A wait for another program.
struct LockWait<'a> {
    begun: Instant,
    /// When the function was called last.
    asked: Instant,
    most: Duration,
    stop: Option<&'a Interrupt>,
}

impl LockWait<'_> {
    /// Waits a little, or gives up.
    fn go_on(&mut self) -> Result<(), Error> {
        if self.begun.elapsed() > self.most {
            let message = "another program holds the delivery file beside the journal, and has to let go of it";
            return Err(Error::configuration(message).with(|d| d.in_use = true));
        }
        if self.asked.elapsed() >= SLICE {
            self.asked = Instant::now();
            if self.stop.is_some_and(|stop| stop()) {
                return Err(Error::new(ErrorKind::Cancelled, STOPPED));
            }
        }
        clock::sleep(SHORT_WAIT);
        Ok(())
    }
}

/// Puts before the lines what the file needs there, and returns its length.
fn prepare(file: &mut File, lines: &mut Vec<u8>) -> Result<u64, Error> {
    let failed = |e: io::Error| cannot("read", &e);
    let length = file.metadata().map_err(failed)?.len();
    let mut head = [0; HEADER.len()];
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    let known = read_some(file, &mut head).map_err(failed)?;
    if known < HEADER.len() && HEADER.as_bytes().starts_with(head.get(..known).unwrap_or_default()) {
        // New, or cut off in its first line.
        if length > 0 {
            file.set_len(0).map_err(failed)?;
        }
        lines.splice(0..0, HEADER.bytes());
        return Ok(0);
    }
    check_header(head.get(..known).unwrap_or_default())?;
    let mut last = [0];
    file.seek(SeekFrom::Start(length.saturating_sub(1))).map_err(failed)?;
    if read_some(file, &mut last).map_err(failed)? == 1 && last != *b"\n" {
        lines.insert(0, b'\n');
    }
    Ok(length)
}

fn read_line(line: &[u8]) -> Option<StatusEvent> {
    let Line { message_id, status, at, cost, channel, source } = serde_json::from_slice(line).ok()?;
    let source = match &*source {
        "webhook" => DeliverySource::Webhook,
        _ => DeliverySource::Track,
    };
    let at = at.parse().ok()?;
    let [cost, channel] = [cost, channel].map(|text| text.map(Cow::into_owned));
    Some(StatusEvent { message_id: message_id.into_owned(), status: status.into_owned(), at, cost, channel, source })
}

fn check_header(head: &[u8]) -> Result<(), Error> {
    if head == HEADER.as_bytes() {
        return Ok(());
    }
    let message = match head.starts_with(MARK.as_bytes()) {
        true => "the delivery file beside the journal was written by another version of this library",
        false => "the delivery file beside the journal is a file of something else; move it away",
    };
    Err(Error::configuration(message))
}

/// Reads until the buffer is full or the file ends.
fn read_some(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut taken = Vec::with_capacity(buffer.len());
    file.take(buffer.len() as u64).read_to_end(&mut taken)?;
    taken.as_slice().read(buffer)
}

fn identity(file: &Metadata) -> Identity {
    #[cfg(unix)]
    let (device, number) = {
        use std::os::unix::fs::MetadataExt;
        (file.dev(), file.ino())
    };
    // Elsewhere an open file cannot be deleted.
    #[cfg(not(unix))]
    let (device, number) = (0, 0);
    (device, number, file.created().ok())
}

fn cannot(done: &str, error: &io::Error) -> Error {
    Error::configuration(format!("the delivery file beside the journal cannot be {done}: {}", os_text::why(error)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::*;
    use crate::error::ErrorKind;

    fn event(id: &str) -> StatusEvent {
        StatusEvent {
            message_id: id.to_owned(),
            status: "delivered".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            cost: Some("0.310".to_owned()),
            channel: None,
            source: DeliverySource::Webhook,
        }
    }

    fn ids(log: &mut DeliveryLog) -> Vec<String> {
        let mut ids = Vec::new();
        log.each_new(&mut |event| ids.push(event.message_id)).unwrap();
        ids
    }

    #[test]
    fn what_is_added_is_read_once_by_each_reader() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("campaign.db");
        let (writer, mut reader) = (DeliveryLog::beside(&journal), DeliveryLog::beside(&journal));
        assert_eq!(ids(&mut reader), [""; 0]);
        writer.add(&[event("a"), event("b")]).unwrap();
        assert_eq!(ids(&mut reader), ["a", "b"]);
        assert_eq!(ids(&mut reader), [""; 0]);
        writer.add(&[event("c\n")]).unwrap();
        assert_eq!(ids(&mut reader), ["c\n"]);
        let mut all = Vec::new();
        DeliveryLog::beside(&journal).each_new(&mut |event| all.push(event)).unwrap();
        assert_eq!(all, [event("a"), event("b"), event("c\n")]);
    }

    #[test]
    fn a_replaced_or_shorter_file_is_read_from_its_start() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("campaign.db");
        let mut log = DeliveryLog::beside(&journal);
        log.add(&[event("a"), event("b")]).unwrap();
        assert_eq!(ids(&mut log), ["a", "b"]);
        // As long as the other one, longer, shorter.
        for (i, new) in [vec!["c", "d"], vec!["e", "f", "g"], vec!["h"]].into_iter().enumerate() {
            std::fs::rename(&log.path, folder.path().join(i.to_string())).unwrap();
            assert_eq!(ids(&mut log), [""; 0]);
            DeliveryLog::beside(&journal).add(&new.iter().map(|id| event(id)).collect::<Vec<_>>()).unwrap();
            assert_eq!(ids(&mut log), new);
            assert_eq!(ids(&mut log), [""; 0]);
        }
        std::fs::write(&log.path, HEADER).unwrap();
        assert_eq!(ids(&mut log), [""; 0]);
        log.add(&[event("i"), event("j")]).unwrap();
        assert_eq!(ids(&mut log), ["i", "j"]);
    }

    /// Records of a writer are visible only after it has unlocked the file: until then it may take them back.
    #[test]
    fn a_reader_waits_for_a_writer() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("campaign.db");
        let mut log = DeliveryLog::beside(&journal);
        log.add(&[event("a")]).unwrap();
        let whole = std::fs::read(&log.path).unwrap();
        let mut writer = log.locked().unwrap();
        writer.0.seek(SeekFrom::End(0)).unwrap();
        // The end of a line that was cut off would be taken for a line of its own later.
        writer.0.write_all(b"{\"message_id\":\"lost\"}\n").unwrap();
        let (waits, waited) = std::sync::mpsc::channel();
        log.stop_with(Some(Arc::new(move || {
            let _ = waits.send(());
            false
        })));
        let reader = std::thread::spawn(move || (ids(&mut log), log));
        waited.recv().unwrap();
        writer.0.set_len(whole.len() as u64).unwrap();
        drop(writer);
        let (found, mut log) = reader.join().unwrap();
        assert_eq!(found, ["a"]);
        DeliveryLog::beside(&journal).add(&[event("b")]).unwrap();
        assert_eq!(ids(&mut log), ["b"]);
    }

    /// Wherever a writer is killed, the next one and every reader go on.
    #[test]
    fn a_file_that_was_cut_off_anywhere_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("campaign.db");
        let log = DeliveryLog::beside(&journal);
        log.add(&[event("a"), event("b")]).unwrap();
        let whole = std::fs::read(&log.path).unwrap();
        for length in 0..=whole.len() {
            std::fs::write(&log.path, &whole[..length]).unwrap();
            let lines = whole[..length].iter().filter(|b| **b == b'\n').count();
            let expected = ["a", "b"].into_iter().take(lines.saturating_sub(1));
            assert_eq!(ids(&mut DeliveryLog::beside(&journal)), expected.clone().collect::<Vec<_>>());
            DeliveryLog::beside(&journal).add(&[event("c")]).unwrap();
            let found = ids(&mut DeliveryLog::beside(&journal));
            // A line that lacks its end only is whole.
            let unended = whole.get(length) == Some(&b'\n') && lines > 0;
            let last = unended.then(|| ["a", "b"][lines - 1]);
            assert_eq!(found, expected.chain(last).chain(["c"]).collect::<Vec<_>>(), "{length}");
        }
    }

    #[test]
    fn other_files_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let log = || DeliveryLog::beside(&folder.path().join("campaign.db"));
        for (text, why) in [
            ("to,text\n+380671234567,Hello\n", "is a file of something else"),
            ("x", "is a file of something else"),
            ("{\"smsbat_delivery\":2}\n", "by another version of this library"),
        ] {
            std::fs::write(&log().path, text).unwrap();
            let error = log().add(&[event("a")]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.message().contains(why), "{error}");
            assert_eq!(std::fs::read_to_string(&log().path).unwrap(), text);
        }
        let error = log().each_new(&mut |_| {}).unwrap_err();
        assert!(error.message().contains("by another version"), "{error}");
    }

    #[test]
    fn many_writers_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("campaign.db");
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let journal = &journal;
                scope.spawn(move || {
                    for i in 0..25 {
                        DeliveryLog::beside(journal).add(&[event(&format!("{writer}-{i}"))]).unwrap();
                    }
                });
            }
        });
        let mut found = ids(&mut DeliveryLog::beside(&journal));
        found.sort();
        found.dedup();
        assert_eq!(found.len(), 100);
    }
}
