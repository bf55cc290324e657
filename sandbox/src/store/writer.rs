//! The thread that saves changes, and retries while that fails.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{io, thread};

use tokio::sync::watch;

use super::changes::Changes;
use super::file::File;

/// Time from the first unsaved change to its commit.
pub(super) const PAUSE: Duration = Duration::from_millis(100);
/// Interval between retries.
const RETRY: Duration = Duration::from_secs(1);
/// Longest wait for the last commit.
const LAST: Duration = Duration::from_secs(30);

/// Handle of the thread, which ends when this is dropped.
#[derive(Debug)]
pub(super) struct Writer {
    path: PathBuf,
    desk: Arc<WriterQueue>,
    /// The result of the last commit.
    ended: Mutex<Receiver<Result<(), String>>>,
}

/// State that the thread and its handle share.
#[derive(Debug)]
struct WriterQueue {
    waiting: Mutex<PendingChanges>,
    changed: Condvar,
    /// Why saving fails at present.
    problem: watch::Sender<Option<String>>,
}

#[derive(Debug, Default)]
struct PendingChanges {
    changes: Changes,
    /// Number of changes that are being written.
    taken: usize,
    /// When the thread writes them.
    due: Option<Instant>,
    is_closing: bool,
}

impl Writer {
    pub(super) fn start(mut file: File) -> io::Result<Self> {
        let desk = Arc::new(WriterQueue {
            waiting: Mutex::default(),
            changed: Condvar::new(),
            problem: watch::Sender::new(None),
        });
        let path = file.path().to_owned();
        let (end, ended) = mpsc::channel();
        let own = Arc::clone(&desk);
        thread::Builder::new().name("smsbat-sandbox-store".to_owned()).spawn(move || {
            let result = own.run(&mut file);
            // Closes the file before the result is sent.
            drop(file);
            let _ = end.send(result);
        })?;
        Ok(Self { path, desk, ended: Mutex::new(ended) })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn put(&self, change: impl FnOnce(&mut Changes)) {
        let mut waiting = self.desk.waiting();
        change(&mut waiting.changes);
        if waiting.due.is_none() {
            waiting.due = Some(Instant::now() + PAUSE);
            self.desk.changed.notify_one();
        }
    }

    pub(super) fn problem(&self) -> watch::Receiver<Option<String>> {
        self.desk.problem.subscribe()
    }

    pub(super) fn unsaved(&self) -> usize {
        let waiting = self.desk.waiting();
        waiting.changes.len() + waiting.taken
    }

    /// Tries once more to save the rest, and ends the thread.
    pub(super) fn close(&self) -> Result<(), String> {
        self.desk.end();
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(LAST);
        ended.unwrap_or_else(|_| Err(format!("{} changes are not saved: the disk takes too long", self.unsaved())))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.desk.end();
    }
}

impl WriterQueue {
    fn waiting(&self) -> MutexGuard<'_, PendingChanges> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self) {
        self.waiting().is_closing = true;
        self.changed.notify_one();
    }

    fn run(&self, file: &mut File) -> Result<(), String> {
        loop {
            let (changes, is_closing) = self.take();
            let saved = self.save(file, changes);
            if is_closing {
                return saved
                    .map_err(|reason| format!("{} changes are not saved: {reason}", self.waiting().changes.len()));
            }
            self.problem.send_if_modified(|problem| {
                let now = saved.err();
                std::mem::replace(problem, now.clone()) != now
            });
        }
    }

    /// Waits until changes are due.
    fn take(&self) -> (Changes, bool) {
        let mut waiting = self.waiting();
        loop {
            let now = Instant::now();
            waiting = match waiting.due {
                _ if waiting.is_closing => break,
                Some(due) if due <= now => break,
                Some(due) => {
                    let woken = self.changed.wait_timeout(waiting, due - now);
                    woken.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner),
            };
        }
        waiting.due = None;
        let changes = std::mem::take(&mut waiting.changes);
        waiting.taken = changes.len();
        (changes, waiting.is_closing)
    }

    /// Writes the changes, and keeps those that cannot be written.
    fn save(&self, file: &mut File, mut changes: Changes) -> Result<(), String> {
        let mut saved = Ok(());
        while saved.is_ok() && changes.len() > 0 {
            let mut part = changes.split();
            saved = file.with(|connection| part.write(connection));
            let mut waiting = self.waiting();
            waiting.taken = changes.len();
            if saved.is_err() {
                part.extend(std::mem::take(&mut changes));
                part.extend(std::mem::take(&mut waiting.changes));
                waiting.changes = part;
                waiting.taken = 0;
                waiting.due = Some(Instant::now() + RETRY);
            }
        }
        saved
    }
}
