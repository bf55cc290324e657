//! The journal's thread: it writes all that waits for it in one transaction, and passes it on only then.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::workers::{JournalTask, Workers};
use crate::bulk::chunk::{Chunk, ChunkResult};
use crate::bulk::resume::{Journal, NotRecorded};
use crate::error::Error;
use crate::sync::{Receiver, Sender};

/// Longest wait for another program that holds the journal. Nothing new is sent meanwhile; results wait in memory.
const LONGEST_WAIT: Duration = Duration::from_secs(600);
/// Longest wait in a run that is stopped.
const LONGEST_WAIT_STOPPED: Duration = Duration::from_secs(30);

pub(super) struct JournalWriter {
    journal: Arc<Journal>,
    pub(super) tasks: Receiver<JournalTask>,
    workers: Arc<Workers>,
    results: Sender<ChunkResult>,
    /// Chunks that are not in the journal yet: what was never sent need not be unknown after a crash.
    waiting: VecDeque<Chunk>,
    /// Number of chunks that the journal has as taken and not as settled.
    taken: usize,
    /// True if it works on the caller's thread.
    pub(super) on_callers_thread: bool,
    /// Error of the journal. Then the run ends, and the results are tried once more at its end.
    failure: Option<Failure>,
    settled: Vec<ChunkResult>,
}

impl JournalWriter {
    pub(super) fn new(
        journal: &Arc<Journal>,
        tasks: Receiver<JournalTask>,
        workers: &Arc<Workers>,
        results: Sender<ChunkResult>,
    ) -> Self {
        Self {
            journal: Arc::clone(journal),
            tasks,
            workers: Arc::clone(workers),
            results,
            waiting: VecDeque::new(),
            taken: 0,
            on_callers_thread: false,
            failure: None,
            settled: Vec::new(),
        }
    }

    pub(super) fn run(&mut self) {
        while let Ok(first) = self.tasks.recv() {
            if !self.step(first) {
                return;
            }
        }
    }

    /// Does all tasks that are there. Returns false at the end.
    pub(super) fn step(&mut self, first: JournalTask) -> bool {
        for task in std::iter::once(first).chain(self.tasks.try_iter()) {
            match task {
                JournalTask::Take(chunk) => self.waiting.push_back(chunk),
                JournalTask::Settle(result) => {
                    self.taken = self.taken.saturating_sub(1);
                    self.settled.push(result);
                }
                JournalTask::End => return false,
            }
        }
        if self.failure.is_none() {
            let room = self.workers.most_taken().saturating_sub(self.taken);
            let mut leaving: Vec<Chunk> = self.waiting.drain(..self.waiting.len().min(room)).collect();
            match self.record(&mut leaving) {
                Ok(()) => {
                    self.taken = self.taken.saturating_add(leaving.len());
                    leaving.into_iter().for_each(|chunk| self.workers.queue.push(chunk));
                    self.pass_on();
                    return true;
                }
                Err(NotRecorded { error, has_settled, has_leaving }) => {
                    // Chunks that no worker has begun come back unsent.
                    self.workers.flags.stop.store(true, Ordering::Release);
                    let failure = Failure::of(&error);
                    if has_settled {
                        // Written once more, they would be in the way of the others.
                        self.settled.iter_mut().for_each(|result| result.error = Some(failure.error()));
                        self.pass_on();
                    }
                    if has_leaving {
                        // The journal has them as under way, so it must hear that they are not.
                        self.settled.extend(leaving.into_iter().map(|chunk| failure.unsent(chunk)));
                    } else {
                        self.waiting.extend(leaving);
                    }
                    self.failure = Some(failure);
                }
            }
        }
        if self.taken == 0 {
            self.give_up();
        }
        true
    }

    /// Writes the results, and the chunks that leave.
    fn record(&self, leaving: &mut [Chunk]) -> Result<(), NotRecorded> {
        let flags = &self.workers.flags;
        let mut stopped = None;
        self.journal.record(leaving, &self.settled, &mut |waited| {
            if self.on_callers_thread {
                flags.poll();
            }
            if flags.is_stopped() || self.workers.is_closed() {
                return !flags.is_aborted()
                    && waited.saturating_sub(*stopped.get_or_insert(waited)) < LONGEST_WAIT_STOPPED;
            }
            waited < LONGEST_WAIT
        })
    }

    /// Tries once more to write the results, and passes on all that is there. The report of this run has every result
    /// in any case.
    fn give_up(&mut self) {
        let Some(failure) = &self.failure else { return };
        let written = if self.settled.is_empty() { Ok(()) } else { self.record(&mut []) };
        let unkept = written.is_err_and(|error| !error.has_settled);
        for result in &mut self.settled {
            result.error = Some(failure.error());
            result.unkept = unkept;
        }
        self.settled.extend(self.waiting.drain(..).map(|chunk| failure.unsent(chunk)));
        self.pass_on();
    }

    fn pass_on(&mut self) {
        for result in self.settled.drain(..) {
            // The run waits for all of them before it ends.
            let _ = self.results.send(result);
        }
    }
}

/// Error of the journal, for each chunk that it ends.
struct Failure {
    message: String,
    in_use: bool,
}

impl Failure {
    fn of(error: &Error) -> Self {
        Self { message: error.message().to_owned(), in_use: error.retryable() }
    }

    fn error(&self) -> Error {
        Error::repeated(&self.message).with(|d| d.in_use = self.in_use)
    }

    /// The result of a chunk that is not sent.
    fn unsent(&self, chunk: Chunk) -> ChunkResult {
        let mut result = ChunkResult::new(chunk);
        let all = result.rows.len();
        result.fail(0..all, self.error());
        result
    }
}
