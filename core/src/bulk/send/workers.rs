//! Workers: threads that take chunks from one queue and send them.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::flags::StopFlags;
use super::request;
use crate::bulk::chunk::{Chunk, ChunkResult};
use crate::bulk::options::BulkOptions;
use crate::bulk::report::DRY_RUN;
use crate::engine::{CallOptions, Engine};
use crate::error::{Error, Outcome};
use crate::sync::{Condvar, Mutex, MutexGuard, PoisonError, Sender};

/// Chunks to send.
#[derive(Default)]
pub(super) struct ChunkQueue {
    state: Mutex<QueueState>,
    changed: Condvar,
}

#[derive(Default)]
struct QueueState {
    chunks: VecDeque<Chunk>,
    closed: bool,
}

impl ChunkQueue {
    fn lock(&self) -> MutexGuard<'_, QueueState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn push(&self, chunk: Chunk) {
        self.lock().chunks.push_back(chunk);
        self.changed.notify_one();
    }

    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    pub(super) fn try_pop(&self) -> Option<Chunk> {
        self.lock().chunks.pop_front()
    }

    /// Waits for the next chunk; `None` once the queue is closed and empty.
    fn pop(&self) -> Option<Chunk> {
        let waits = |state: &mut QueueState| state.chunks.is_empty() && !state.closed;
        let state = self.changed.wait_while(self.lock(), waits);
        state.unwrap_or_else(PoisonError::into_inner).chunks.pop_front()
    }
}

/// State that the workers share.
pub(super) struct Workers {
    engine: Engine,
    pub(super) options: CallOptions,
    pub(super) flags: Arc<StopFlags>,
    pub(super) queue: ChunkQueue,
    dry_run: bool,
    /// Number of threads that send.
    pub(super) count: AtomicUsize,
}

impl Workers {
    pub(super) fn new(engine: &Engine, call: &CallOptions, options: &BulkOptions, flags: &Arc<StopFlags>) -> Self {
        let own = Arc::clone(flags);
        let dry_run = options.dry_run;
        let options = CallOptions {
            interrupt: Some(Arc::new(move || own.is_aborted())),
            resend_unknown: options.resend_unknown || call.resend_unknown,
            ..call.clone()
        };
        let (engine, flags) = (engine.clone(), Arc::clone(flags));
        Self { engine, options, flags, queue: ChunkQueue::default(), dry_run, count: AtomicUsize::new(0) }
    }

    /// Returns true if the client is closed.
    pub(super) fn is_closed(&self) -> bool {
        self.engine.is_closed()
    }

    /// Sends chunks until there are no more.
    pub(super) fn work(&self, results: &ResultSender) {
        while let Some(chunk) = self.queue.pop() {
            let result = self.send(chunk, &self.options);
            if result.lacks_descriptors() && self.retire() {
                self.queue.push(result.chunk);
                return;
            }
            if !results.send(result) {
                return;
            }
        }
    }

    /// Retires a worker that cannot have a connection, unless it is the last one.
    fn retire(&self) -> bool {
        let others = |workers: usize| workers.checked_sub(1).filter(|others| *others > 0);
        self.count.fetch_update(Ordering::AcqRel, Ordering::Acquire, others).is_ok()
    }

    pub(super) fn send(&self, chunk: Chunk, options: &CallOptions) -> ChunkResult {
        if self.flags.is_stopped() {
            return unsent(chunk);
        }
        if self.dry_run {
            return rehearsed(chunk);
        }
        if chunk.is_quiet() {
            // They began while it waited for its turn.
            let mut result = unsent_because(chunk, "came up in the quiet hours");
            result.held = true;
            return result;
        }
        let mut result = ChunkResult::new(chunk);
        if catch_unwind(AssertUnwindSafe(|| request::send(&self.engine, &mut result, options))).is_err() {
            // A defect of ours: whatever the results were before, nothing is known of any row.
            let all = result.rows.len();
            result.fail(0..all, Error::panicked());
            result.failed = true;
        }
        result
    }

    /// Most chunks that the journal has as taken and not as settled: some more than can be under way, so that no
    /// connection waits for the disk.
    pub(super) fn most_taken(&self) -> usize {
        match self.count.load(Ordering::Acquire) {
            0 => 1,
            workers => workers.saturating_add(workers.div_ceil(4)),
        }
    }
}

/// Receiver of the results of a worker.
#[derive(Clone)]
pub(super) enum ResultSender {
    Run(Sender<ChunkResult>),
    Journal(Sender<JournalTask>),
}

impl ResultSender {
    /// Returns false if the receiver is gone.
    pub(super) fn send(&self, result: ChunkResult) -> bool {
        match self {
            Self::Run(to) => to.send(result).is_ok(),
            Self::Journal(to) => to.send(JournalTask::Settle(result)).is_ok(),
        }
    }
}

/// Work of the journal's thread.
pub(super) enum JournalTask {
    /// Write a chunk that is about to leave.
    Take(Chunk),
    /// Write the results of a chunk.
    Settle(ChunkResult),
    End,
}

/// The result of a chunk in a dry run, in which everything happens but the sending.
fn rehearsed(chunk: Chunk) -> ChunkResult {
    let mut result = ChunkResult::new(chunk);
    (result.rule, result.failed) = (DRY_RUN, false);
    let reason = result.texts.push("would be sent; this was a dry run");
    for row_result in &mut result.rows {
        (row_result.outcome, row_result.reason) = (Outcome::NotSent, reason);
    }
    result
}

/// The result of a chunk that is not sent, because the run ends.
pub(super) fn unsent(chunk: Chunk) -> ChunkResult {
    unsent_because(chunk, "the run was stopped before")
}

fn unsent_because(chunk: Chunk, reason: &str) -> ChunkResult {
    let mut result = ChunkResult::new(chunk);
    let reason = result.texts.push(reason);
    for (row_result, row) in result.rows.iter_mut().zip(&result.chunk.rows) {
        row_result.outcome = row.at_least(Outcome::NotSent);
        row_result.reason = reason;
    }
    result.failed = false;
    result
}
