//! Threads of a run, and the caller's thread in their place where the system refuses them.

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::journal_writer::JournalWriter;
use super::workers::{JournalTask, ResultSender, Workers};
use crate::bulk::chunk::Chunk;
use crate::engine::CallOptions;
use crate::http::call::Interrupt;
use crate::os_text;
use crate::sync::{Builder, JoinHandle, Mutex, PoisonError, Sender};

/// A thread of a run. The journal's thread returns its writer if it has to end at once.
type Thread = JoinHandle<Option<JournalWriter>>;

/// Starts the threads of a run, as many as the system gives. Without any, returns what the caller's thread needs in
/// their place. They are not scoped: a child of a fork, which has none of them, would wait for them for ever.
pub(super) fn start(
    workers: &Arc<Workers>,
    writer: Option<JournalWriter>,
    chunks: &ChunkSender,
    results: ResultSender,
    connections: usize,
) -> (Vec<Thread>, Option<CallerThread>) {
    let (mut threads, mut refusal) = (Vec::new(), None);
    // A thread that is refused takes what it was given along.
    let slot = Arc::new(Mutex::new(writer));
    let take = |slot: &Mutex<Option<JournalWriter>>| slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let ChunkSender::Journal(_) = chunks {
        let slot = Arc::clone(&slot);
        let write = move || {
            let mut writer = take(&slot)?;
            writer.run();
            Some(writer)
        };
        match spawn("smsbat-journal", write) {
            Ok(thread) => threads.push(thread),
            Err(e) => refusal = Some(e),
        }
    }
    while refusal.is_none() && workers.count.load(Ordering::Acquire) < connections {
        // Counted before it begins, so that it can leave at once.
        workers.count.fetch_add(1, Ordering::AcqRel);
        let (results, worker) = (results.clone(), Arc::clone(workers));
        let work = move || {
            worker.work(&results);
            None
        };
        match spawn("smsbat-bulk", work) {
            Ok(thread) => threads.push(thread),
            Err(e) => {
                workers.count.fetch_sub(1, Ordering::AcqRel);
                refusal = Some(e);
            }
        }
    }
    let count = workers.count.load(Ordering::Acquire);
    if let Some(e) = refusal {
        log::warn!(target: "smsbat", "the system refuses a thread ({}); {count} of {connections} connections are used", os_text::why(&e));
    }
    if count > 0 {
        return (threads, None);
    }
    let mut writer = match threads.pop() {
        Some(thread) => {
            chunks.close();
            thread.join().unwrap_or_default()
        }
        None => take(&slot),
    };
    if let Some(writer) = &mut writer {
        writer.on_callers_thread = true;
    }
    // While a request is under way nothing else polls the interrupt.
    let flags = Arc::clone(&workers.flags);
    let interrupt: Interrupt = Arc::new(move || {
        flags.poll();
        flags.is_aborted()
    });
    let options = CallOptions { interrupt: Some(interrupt), ..workers.options.clone() };
    (threads, Some(CallerThread { workers: Arc::clone(workers), writer, results, options }))
}

fn spawn(name: &str, work: impl FnOnce() -> Option<JournalWriter> + Send + 'static) -> io::Result<Thread> {
    Builder::new().name(name.to_owned()).spawn(work)
}

/// The caller's thread in the place of all others.
pub(super) struct CallerThread {
    workers: Arc<Workers>,
    writer: Option<JournalWriter>,
    results: ResultSender,
    options: CallOptions,
}

impl CallerThread {
    /// Sends one chunk.
    pub(super) fn step(&mut self) {
        self.write();
        if let Some(chunk) = self.workers.queue.try_pop() {
            self.results.send(self.workers.send(chunk, &self.options));
        }
        self.write();
    }

    fn write(&mut self) {
        if let Some(writer) = &mut self.writer {
            while let Ok(first) = writer.tasks.try_recv() {
                writer.step(first);
            }
        }
    }
}

/// Receiver of the chunks of a run.
pub(super) enum ChunkSender {
    Workers(Arc<Workers>),
    Journal(Sender<JournalTask>),
}

impl ChunkSender {
    /// Returns false if the receiver is gone.
    pub(super) fn send(&self, chunk: Chunk) -> bool {
        match self {
            Self::Workers(workers) => {
                workers.queue.push(chunk);
                true
            }
            Self::Journal(to) => to.send(JournalTask::Take(chunk)).is_ok(),
        }
    }

    /// Ends the journal's thread.
    fn close(&self) {
        if let Self::Journal(to) = self {
            // If it has ended, it need not be told.
            let _ = to.send(JournalTask::End);
        }
    }
}

/// Ends the threads and joins them when it is dropped, also when the caller's thread unwinds.
pub(super) struct JoinOnDrop<'r> {
    pub(super) chunks: &'r ChunkSender,
    pub(super) workers: &'r Workers,
    pub(super) threads: Vec<Thread>,
    /// Process that started them.
    pub(super) process: u32,
}

impl Drop for JoinOnDrop<'_> {
    fn drop(&mut self) {
        self.workers.flags.stop.store(true, Ordering::Release);
        self.chunks.close();
        self.workers.queue.close();
        if self.process == std::process::id() {
            for thread in self.threads.drain(..) {
                // If it panicked, what it had under way counts as unknown.
                let _ = thread.join();
            }
        }
    }
}
