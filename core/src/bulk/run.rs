//! A run: the caller's thread reads and reports, others send.
//!
//! Without a journal a chunk goes from the reader to a worker and back. With one it goes through the journal's
//! thread on both ways, which writes all chunks that wait for it in one transaction.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use super::chunk::{Chunk, Settled};
use super::ids;
use super::intake::Intake;
use super::journal::Journal;
use super::memory::Memory;
use super::options::{BulkOptions, PROGRESS_INTERVAL, Template};
use super::progress::BulkProgress;
use super::report::{BulkReport, Collector, Line, cannot_keep};
use super::source::Source;
use super::worker;
use crate::client::{CallOptions, Client};
use crate::endpoint::Api;
use crate::error::{Error, ErrorKind, Outcome};
use crate::http::call::SLICE;
use crate::rules::Rules;

/// Rows read at once, between looks at what came back.
const READ_AT_ONCE: usize = 1000;

pub(super) fn run(
    client: &Client,
    call: &CallOptions,
    source: &mut dyn Source,
    options: &BulkOptions,
) -> Result<BulkReport, Error> {
    options.check()?;
    let rules = options.rules(&client.config().rules)?;
    if client.is_closed() {
        return Err(Error::configuration("the client is closed; make a new one"));
    }
    client.config().credentials(Api::Messages)?;
    let journal = match &options.journal {
        Some(path) => Some(Journal::open(path, &campaign(client, options))?),
        None => None,
    };
    let memory = Memory::new(journal.as_ref(), options.allow_duplicates)?;
    let intake = Intake::new(options, rules, memory)?;
    let flags = Flags::default();
    let (to_send, chunks) = channel();
    let (done, results) = channel();
    let chunks = Mutex::new(chunks);
    let abort = Arc::clone(&flags.abort);
    let own = CallOptions {
        interrupt: Some(Arc::new(move || abort.load(Ordering::Acquire))),
        resend_unknown: options.resend_unknown || call.resend_unknown,
        ..call.clone()
    };
    thread::scope(|scope| {
        // What a worker gives back goes through the journal, if there is one.
        let (inlet, back) = match &journal {
            Some(journal) => {
                let (tasks_in, tasks) = channel();
                // Some more than can be under way, so that no connection waits for the disk.
                let most = options.connections + options.connections.div_ceil(4);
                scope.spawn(move || keep_journal(journal, &tasks, &to_send, &done, most));
                (Inlet::Journal(tasks_in.clone()), Back::Journal(tasks_in))
            }
            None => (Inlet::Workers(to_send), Back::Run(done)),
        };
        for _ in 0..options.connections {
            let (back, own, chunks, stop) = (back.clone(), &own, &chunks, &flags.stop);
            scope.spawn(move || work(client, own, chunks, stop, &back));
        }
        drop(back);
        let mut run = Run {
            client,
            options,
            interrupt: call.interrupt.clone(),
            asked: false,
            intake,
            collector: Collector::new(options.ordered),
            counts: BulkProgress::default(),
            started: Instant::now(),
            told: None,
            failures: 0,
            error: None,
            flags: &flags,
            under_way: 0,
        };
        run.drive(source, &inlet, &results);
        inlet.close();
        run.tell(source, true);
        let mut counts = run.counts.at(run.started.elapsed(), source.fraction());
        counts.read = run.intake.index;
        let unknown = counts.unknown - counts.resumed.min(counts.unknown) > 0;
        let error = run.error.map(|error| {
            error.with(|d| {
                d.operation = Some("messages.send_bulk");
                d.outcome = if unknown { Outcome::Unknown } else { Outcome::NotSent };
            })
        });
        Ok(BulkReport::new(counts, error, run.collector))
    })
}

/// What makes a campaign this one and no other, by hashes.
fn campaign(client: &Client, options: &BulkOptions) -> Vec<(&'static str, String)> {
    let template = match &options.template {
        None => String::new(),
        Some(Template::Text(text)) => format!("text {text}"),
        Some(Template::Message(record)) => {
            let mut wire = record.class().name.as_bytes().to_vec();
            crate::model::write_wire(&record.clone().into(), None, &Rules::default(), &mut wire);
            String::from_utf8_lossy(&wire).into_owned()
        }
    };
    let mut columns = options.columns.clone();
    columns.sort();
    [
        ("id_form", ids::ID_FORM.to_owned()),
        ("base_url", client.base_url().to_owned()),
        ("sender", options.sender.clone().unwrap_or_default()),
        ("template", template),
        ("columns", format!("{columns:?}")),
        ("allow_duplicates", options.allow_duplicates.to_string()),
    ]
    .map(|(name, value)| (name, ids::fingerprint(&value)))
    .into()
}

#[derive(Default)]
struct Flags {
    /// Begin no more chunks.
    stop: AtomicBool,
    /// Cut off what is under way.
    abort: Arc<AtomicBool>,
}

/// Where the reader puts chunks.
enum Inlet {
    Workers(Sender<Chunk>),
    Journal(Sender<Task>),
}

impl Inlet {
    /// False if nobody is there any more.
    fn put(&self, chunk: Chunk) -> bool {
        match self {
            Self::Workers(to) => to.send(chunk).is_ok(),
            Self::Journal(to) => to.send(Task::Leave(chunk)).is_ok(),
        }
    }

    /// Lets the threads end.
    fn close(self) {
        if let Self::Journal(to) = self {
            // If it has ended, it need not be told.
            let _ = to.send(Task::End);
        }
    }
}

/// Where a worker puts what it has settled.
#[derive(Clone)]
enum Back {
    Run(Sender<Settled>),
    Journal(Sender<Task>),
}

enum Task {
    Leave(Chunk),
    Settle(Settled),
    End,
}

/// Sends chunks until there are no more.
fn work(client: &Client, options: &CallOptions, chunks: &Mutex<Receiver<Chunk>>, stop: &AtomicBool, back: &Back) {
    loop {
        let chunk = chunks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(chunk) = chunk else { return };
        let settled = if stop.load(Ordering::Acquire) {
            abandoned(chunk)
        } else {
            let mut settled = Settled::new(chunk);
            if catch_unwind(AssertUnwindSafe(|| worker::send(client, &mut settled, options))).is_err() {
                // A defect of ours: whatever was said of the rows before, nothing is known of any of them.
                let all = settled.said.len();
                settled.fail(0..all, crate::binding::panicked());
                settled.failed = true;
            }
            settled
        };
        let sent = match back {
            Back::Run(to) => to.send(settled).is_ok(),
            Back::Journal(to) => to.send(Task::Settle(settled)).is_ok(),
        };
        if !sent {
            return;
        }
    }
}

/// A chunk that is not sent, because the run ends.
fn abandoned(chunk: Chunk) -> Settled {
    let mut settled = Settled::new(chunk);
    let reason = settled.keep("the run was stopped before");
    for said in &mut settled.said {
        said.outcome = Outcome::NotSent;
        said.reason = reason;
    }
    settled.failed = false;
    settled
}

/// Writes what comes, as much at once as there is, and passes it on only then.
///
/// At most `most` chunks are in the journal as taken and not as settled: what was never sent need not be unknown after
/// a crash.
fn keep_journal(
    journal: &Journal,
    tasks: &Receiver<Task>,
    to_send: &Sender<Chunk>,
    done: &Sender<Settled>,
    most: usize,
) {
    let mut waiting = VecDeque::new();
    let mut taken = 0;
    while let Ok(first) = tasks.recv() {
        let mut settled = Vec::new();
        for task in std::iter::once(first).chain(tasks.try_iter()) {
            match task {
                Task::Leave(chunk) => waiting.push_back(chunk),
                Task::Settle(chunk) => settled.push(chunk),
                Task::End => return,
            }
        }
        taken -= settled.len();
        let mut leaving: Vec<Chunk> = waiting.drain(..waiting.len().min(most - taken)).collect();
        if let Err(error) = journal.record(&mut leaving, &settled) {
            let again = || Error::configuration(error.message());
            for chunk in leaving.drain(..).chain(waiting.drain(..)) {
                let mut unsent = Settled::new(chunk);
                let all = unsent.said.len();
                unsent.fail(0..all, again());
                settled.push(unsent);
            }
            for settled in &mut settled {
                // What is known stays known here; the next run will find it unknown.
                settled.error = Some(again());
            }
        }
        taken += leaving.len();
        // The run waits for all of them before it ends.
        for chunk in leaving {
            let _ = to_send.send(chunk);
        }
        for chunk in settled {
            let _ = done.send(chunk);
        }
    }
}

struct Run<'r> {
    client: &'r Client,
    options: &'r BulkOptions,
    interrupt: Option<crate::http::call::Interrupt>,
    /// Whether the interrupt said yes when it was last asked.
    asked: bool,
    intake: Intake<'r>,
    collector: Collector,
    counts: BulkProgress,
    started: Instant,
    told: Option<Instant>,
    /// Requests that failed one after another.
    failures: u32,
    error: Option<Error>,
    flags: &'r Flags,
    /// Chunks handed over and not settled yet.
    under_way: usize,
}

impl Run<'_> {
    fn drive(&mut self, source: &mut dyn Source, inlet: &Inlet, results: &Receiver<Settled>) {
        // Enough that no worker waits for the reader; few enough that memory is bounded.
        let most_under_way = self.options.connections * 2;
        let most_waiting = (most_under_way + 2) * self.options.chunk_size;
        let mut more = true;
        loop {
            self.ask();
            if self.flags.stop.load(Ordering::Acquire) && more {
                more = false;
                self.abandon();
            }
            if more && self.under_way < most_under_way && self.collector.waiting() <= most_waiting {
                match source.read(&mut self.intake, READ_AT_ONCE.min(self.options.chunk_size)) {
                    Ok(true) => {}
                    Ok(false) => {
                        more = false;
                        self.intake.flush();
                    }
                    Err(error) => self.stop(error),
                }
                if let Some(error) = self.intake.failure.take() {
                    self.stop(error);
                }
                self.take_settled();
                if self.flags.stop.load(Ordering::Acquire) {
                    continue;
                }
                for chunk in std::mem::take(&mut self.intake.full) {
                    self.under_way += 1;
                    if !inlet.put(chunk) {
                        self.stop(Error::internal("a thread of the run has ended before its time"));
                        return;
                    }
                }
                while let Ok(settled) = results.try_recv() {
                    self.take(settled);
                }
            } else if self.under_way > 0 {
                match results.recv_timeout(SLICE) {
                    Ok(settled) => self.take(settled),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => {
                        self.stop(Error::internal("a thread of the run has ended before its time"));
                        return;
                    }
                }
            } else if !more {
                return;
            }
            if let Some(e) = self.collector.take_failure() {
                self.stop(cannot_keep(&e));
            }
            self.tell(source, false);
        }
    }

    /// The first yes of the interrupt ends the run in order, a second one cuts off what is under way.
    fn ask(&mut self) {
        if self.client.is_closed() {
            self.stop(Error::new(ErrorKind::Cancelled, "the client was closed during the run"));
        }
        let Some(interrupt) = &self.interrupt else { return };
        let now = interrupt();
        if now && !self.asked {
            if self.flags.stop.load(Ordering::Acquire) {
                self.flags.abort.store(true, Ordering::Release);
            } else {
                self.stop(Error::new(ErrorKind::Cancelled, "the run was stopped"));
            }
        }
        self.asked = now;
    }

    /// Ends the run once what is under way is settled. The first reason counts.
    fn stop(&mut self, error: Error) {
        self.error.get_or_insert(error);
        self.flags.stop.store(true, Ordering::Release);
    }

    /// Rows that were read and are not sent any more.
    fn abandon(&mut self) {
        self.intake.flush();
        self.take_settled();
        for chunk in std::mem::take(&mut self.intake.full) {
            self.report(abandoned(chunk));
        }
    }

    /// Rows that are settled without sending.
    fn take_settled(&mut self) {
        for (row, resumed) in self.intake.settled.drain(..) {
            self.counts.count(row.outcome, 1);
            self.counts.resumed += u64::from(resumed);
            self.collector.add(&row.line());
        }
    }

    fn take(&mut self, mut settled: Settled) {
        self.under_way -= 1;
        self.failures = if settled.failed { self.failures + 1 } else { 0 };
        if let Some(error) = settled.error.take() {
            if worker::is_final(&error) || self.failures >= self.options.max_failures {
                self.stop(error);
            }
        }
        self.report(settled);
    }

    fn report(&mut self, settled: Settled) {
        for (row, said) in settled.chunk.rows.iter().zip(&settled.said) {
            self.counts.count(said.outcome, 1);
            if said.outcome == Outcome::Accepted {
                self.counts.parts += u64::from(said.parts.unwrap_or(0));
            }
            let [id, to] = [row.id, row.to].map(|span| settled.chunk.text(span));
            let [message_id, status, reason] =
                [said.message_id, said.status, said.reason].map(|span| settled.text(span));
            let texts = [id, to, message_id, status, "", reason];
            self.collector.add(&Line { index: row.index, outcome: said.outcome, parts: said.parts, texts });
        }
    }

    fn tell(&mut self, source: &dyn Source, at_the_end: bool) {
        let Some(progress) = &self.options.progress else { return };
        let due = self.told.is_none_or(|told| told.elapsed() >= PROGRESS_INTERVAL);
        if due || at_the_end {
            self.told = Some(Instant::now());
            self.counts.read = self.intake.index;
            progress(&self.counts.at(self.started.elapsed(), source.fraction()));
        }
    }
}
