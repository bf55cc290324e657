//! A run: the caller's thread reads and reports, others send.
//!
//! Without a journal a chunk goes from the reader to a worker and back. With one it goes through the journal's
//! thread on both ways, which writes all chunks that wait for it in one transaction. Where the system refuses threads
//! or descriptors, fewer workers send, and in the end the caller's thread does all of it.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use super::request;
use crate::bulk::chunk::{Chunk, ChunkRow, Settled};
use crate::bulk::options::{BulkOptions, PROGRESS_INTERVAL, Template};
use crate::bulk::paths::protected;
use crate::bulk::progress::BulkProgress;
use crate::bulk::report::bulk_report::{BulkReport, cannot_keep, no_room};
use crate::bulk::report::row_store::{Collector, RowView};
use crate::bulk::resume::history::Memory;
use crate::bulk::resume::journal::Journal;
use crate::bulk::resume::row_id;
use crate::bulk::row::intake::Intake;
use crate::bulk::source::Source;
use crate::clock::{Instant, SLICE};
use crate::engine::{Api, CallOptions, Engine};
use crate::error::{Error, ErrorKind, Outcome};
use crate::http::call::Interrupt;
use crate::http::lacks_descriptors;
use crate::rules::Rules;
use crate::sync::{
    Builder, Condvar, JoinHandle, Mutex, MutexGuard, PoisonError, Receiver, RecvTimeoutError, Sender, channel,
};

/// Rows read at once, between looks at what came back.
const READ_AT_ONCE: usize = 1000;
/// Longest wait for another program that holds the journal. Nothing new is sent meanwhile; answers wait in memory.
const HELD_UP: Duration = Duration::from_secs(600);
/// The same in a run that is stopped.
const HELD_UP_STOPPED: Duration = Duration::from_secs(30);

pub(crate) fn run(
    engine: &Engine,
    call: &CallOptions,
    source: &mut dyn Source,
    options: &BulkOptions,
) -> Result<BulkReport, Error> {
    options.check()?;
    let rules = options.rules(&engine.config().rules)?;
    if engine.is_closed() {
        return Err(Error::configuration("the client is closed; make a new one"));
    }
    engine.config().credentials(Api::Messages)?;
    source.start(options)?;
    // What can be refused for lack of room, rights or descriptors comes first: later it would cost an answer.
    let collector = Collector::new().map_err(|e| cannot_keep(&e))?;
    engine.prepare(Api::Messages)?;
    let journal = match &options.journal {
        Some(path) => Some(Arc::new(Journal::open(path, &campaign(engine, options))?)),
        None => None,
    };
    let memory = Memory::new(journal.as_deref(), options.allow_duplicates, options.resend_unknown)?;
    let intake = Intake::new(options, rules, memory)?;
    let flags = Arc::new(Flags { interrupt: call.interrupt.clone(), ..Flags::default() });
    let crew = Arc::new(Crew::new(engine, call, options, &flags));
    let (done, results) = channel();
    let (inlet, back, keeper) = match &journal {
        Some(journal) => {
            let (inlet, tasks) = channel();
            (Inlet::Journal(inlet.clone()), Back::Journal(inlet), Some(Keeper::new(journal, tasks, &crew, done)))
        }
        None => (Inlet::Workers(Arc::clone(&crew)), Back::Run(done), None),
    };
    let (threads, alone) = start(&crew, keeper, &inlet, back, options.connections);
    let end = End { inlet: &inlet, crew: &crew, threads, process: std::process::id() };
    let mut run = Run {
        engine,
        options,
        intake,
        collector,
        counts: BulkProgress::default(),
        started: Instant::now(),
        told: None,
        failures: 0,
        error: None,
        flags: &flags,
        connections: crew.workers.load(Ordering::Acquire).max(1),
        alone,
        under_way: 0,
        sent: false,
        unknown: false,
        process: end.process,
    };
    run.drive(source, &inlet, &results);
    if run.is_child() {
        // The threads, the journal and the file of the report are the parent's. They are left as they are.
        std::mem::forget((run, end, journal.clone()));
        let message = "the process was forked during the run, which goes on in the process that began it";
        return Err(Error::configuration(message).with(|d| (d.outcome, d.in_part) = (Outcome::Unknown, true)));
    }
    drop(end);
    run.tell(source, true);
    let mut counts = run.counts.at(run.started.elapsed(), source.fraction());
    (counts.read, counts.skipped) = (run.intake.index, run.intake.skipped);
    // What a thread that ended before its time had taken may have been sent as well.
    let (sent, unknown) = (run.sent || run.under_way > 0, run.unknown || run.under_way > 0);
    let usable = journal.as_ref().is_some_and(|journal| !journal.is_lost());
    let goes_on = usable && !(unknown && crew.options.resend_unknown);
    let ended = |error: Error| {
        error.with(|d| {
            d.operation = Some("messages.send_bulk");
            d.outcome = if sent { Outcome::Unknown } else { Outcome::NotSent };
            d.in_part = sent;
            d.goes_on = goes_on;
        })
    };
    let others = protected(source.path(), options.journal.as_deref());
    Ok(BulkReport::new(counts, run.error, run.collector, others, ended))
}

/// What makes a campaign this one and no other, by hashes.
fn campaign(engine: &Engine, options: &BulkOptions) -> Vec<(&'static str, String)> {
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
        ("id_form", row_id::ID_FORM.to_owned()),
        ("base_url", engine.base_url().to_owned()),
        ("sender", options.sender.clone().unwrap_or_default()),
        ("template", template),
        ("columns", format!("{columns:?}")),
    ]
    .map(|(name, value)| (name, row_id::fingerprint(&value)))
    .into()
}

#[derive(Default)]
struct Flags {
    interrupt: Option<Interrupt>,
    /// Whether the interrupt said yes when it was last asked.
    asked: AtomicBool,
    /// The interrupt ended the run.
    stopped: AtomicBool,
    /// Begin no more chunks.
    stop: AtomicBool,
    /// Cut off what is under way.
    abort: AtomicBool,
}

impl Flags {
    /// On the caller's thread: the first yes of the interrupt ends the run in order, a second one cuts off what is
    /// under way.
    fn ask(&self) {
        let now = self.interrupt.as_ref().is_some_and(|interrupt| interrupt());
        if now && !self.asked.load(Ordering::Acquire) {
            let second = self.stop.swap(true, Ordering::AcqRel);
            if second { &self.abort } else { &self.stopped }.store(true, Ordering::Release);
        }
        self.asked.store(now, Ordering::Release);
    }
}

/// Chunks that wait to be sent.
#[derive(Default)]
struct Queue {
    /// With whether there will be no more.
    chunks: Mutex<(VecDeque<Chunk>, bool)>,
    changed: Condvar,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, (VecDeque<Chunk>, bool)> {
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, chunk: Chunk) {
        self.lock().0.push_back(chunk);
        self.changed.notify_one();
    }

    fn close(&self) {
        self.lock().1 = true;
        self.changed.notify_all();
    }

    fn try_take(&self) -> Option<Chunk> {
        self.lock().0.pop_front()
    }

    /// The next chunk, waited for; `None` if there will be no more.
    fn take(&self) -> Option<Chunk> {
        let waits = |(chunks, closed): &mut (VecDeque<Chunk>, bool)| chunks.is_empty() && !*closed;
        self.changed.wait_while(self.lock(), waits).unwrap_or_else(PoisonError::into_inner).0.pop_front()
    }
}

/// What those who send share.
struct Crew {
    engine: Engine,
    options: CallOptions,
    flags: Arc<Flags>,
    queue: Queue,
    /// Threads that send.
    workers: AtomicUsize,
}

impl Crew {
    fn new(engine: &Engine, call: &CallOptions, options: &BulkOptions, flags: &Arc<Flags>) -> Self {
        let own = Arc::clone(flags);
        let options = CallOptions {
            interrupt: Some(Arc::new(move || own.abort.load(Ordering::Acquire))),
            resend_unknown: options.resend_unknown || call.resend_unknown,
            ..call.clone()
        };
        let (engine, flags) = (engine.clone(), Arc::clone(flags));
        Self { engine, options, flags, queue: Queue::default(), workers: AtomicUsize::new(0) }
    }

    /// Sends chunks until there are no more.
    fn work(&self, back: &Back) {
        while let Some(chunk) = self.queue.take() {
            let settled = self.send(chunk, &self.options);
            if settled.lacks_descriptors() && self.retire() {
                self.queue.put(settled.chunk);
                return;
            }
            if !back.put(settled) {
                return;
            }
        }
    }

    /// Takes a worker away who can have no connection, unless it is the last one.
    fn retire(&self) -> bool {
        let others = |workers: usize| (workers > 1).then(|| workers - 1);
        self.workers.fetch_update(Ordering::AcqRel, Ordering::Acquire, others).is_ok()
    }

    fn send(&self, chunk: Chunk, options: &CallOptions) -> Settled {
        if self.flags.stop.load(Ordering::Acquire) {
            return abandoned(chunk);
        }
        let mut settled = Settled::new(chunk);
        if catch_unwind(AssertUnwindSafe(|| request::send(&self.engine, &mut settled, options))).is_err() {
            // A defect of ours: whatever was said of the rows before, nothing is known of any of them.
            let all = settled.said.len();
            settled.fail(0..all, Error::panicked());
            settled.failed = true;
        }
        settled
    }

    /// Most chunks that are in the journal as taken and not as settled: some more than can be under way, so that no
    /// connection waits for the disk.
    fn most_taken(&self) -> usize {
        match self.workers.load(Ordering::Acquire) {
            0 => 1,
            workers => workers + workers.div_ceil(4),
        }
    }
}

/// A thread of a run. The journal's gives back what it had if it has to end at once.
type Thread = JoinHandle<Option<Keeper>>;

/// Starts the threads of a run, as many as the system gives; without any, what the caller's thread needs in their
/// place. They are not of a scope: a child of a fork, which has none of them, would wait for them for ever.
fn start(
    crew: &Arc<Crew>,
    keeper: Option<Keeper>,
    inlet: &Inlet,
    back: Back,
    connections: usize,
) -> (Vec<Thread>, Option<Alone>) {
    let (mut threads, mut refusal) = (Vec::new(), None);
    // A thread that is refused takes what it was given along.
    let slot = Arc::new(Mutex::new(keeper));
    let take = |slot: &Mutex<Option<Keeper>>| slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Inlet::Journal(_) = inlet {
        let slot = Arc::clone(&slot);
        let keep = move || {
            let mut keeper = take(&slot)?;
            keeper.run();
            Some(keeper)
        };
        match spawn("smsbat-journal", keep) {
            Ok(thread) => threads.push(thread),
            Err(e) => refusal = Some(e),
        }
    }
    while refusal.is_none() && crew.workers.load(Ordering::Acquire) < connections {
        // Counted before it begins, so that it can leave at once.
        crew.workers.fetch_add(1, Ordering::AcqRel);
        let (back, worker) = (back.clone(), Arc::clone(crew));
        let work = move || {
            worker.work(&back);
            None
        };
        match spawn("smsbat-bulk", work) {
            Ok(thread) => threads.push(thread),
            Err(e) => {
                crew.workers.fetch_sub(1, Ordering::AcqRel);
                refusal = Some(e);
            }
        }
    }
    let workers = crew.workers.load(Ordering::Acquire);
    if let Some(e) = refusal {
        log::warn!(target: "smsbat", "the system refuses a thread ({e}); {workers} of {connections} connections are used");
    }
    if workers > 0 {
        return (threads, None);
    }
    let mut keeper = match threads.pop() {
        Some(thread) => {
            inlet.close();
            thread.join().unwrap_or_default()
        }
        None => take(&slot),
    };
    if let Some(keeper) = &mut keeper {
        keeper.alone = true;
    }
    // While a request is under way nobody else asks the interrupt.
    let flags = Arc::clone(&crew.flags);
    let interrupt: Interrupt = Arc::new(move || {
        flags.ask();
        flags.abort.load(Ordering::Acquire)
    });
    let options = CallOptions { interrupt: Some(interrupt), ..crew.options.clone() };
    (threads, Some(Alone { crew: Arc::clone(crew), keeper, back, options }))
}

fn spawn(name: &str, work: impl FnOnce() -> Option<Keeper> + Send + 'static) -> io::Result<Thread> {
    Builder::new().name(name.to_owned()).spawn(work)
}

/// The caller's thread in the place of all others.
struct Alone {
    crew: Arc<Crew>,
    keeper: Option<Keeper>,
    back: Back,
    options: CallOptions,
}

impl Alone {
    /// Sends one chunk.
    fn step(&mut self) {
        self.keep();
        if let Some(chunk) = self.crew.queue.try_take() {
            self.back.put(self.crew.send(chunk, &self.options));
        }
        self.keep();
    }

    fn keep(&mut self) {
        if let Some(keeper) = &mut self.keeper {
            while let Ok(first) = keeper.tasks.try_recv() {
                keeper.step(first);
            }
        }
    }
}

/// Where the reader puts chunks.
enum Inlet {
    Workers(Arc<Crew>),
    Journal(Sender<Task>),
}

impl Inlet {
    /// False if nobody is there any more.
    fn put(&self, chunk: Chunk) -> bool {
        match self {
            Self::Workers(crew) => {
                crew.queue.put(chunk);
                true
            }
            Self::Journal(to) => to.send(Task::Leave(chunk)).is_ok(),
        }
    }

    /// Lets the journal's thread end.
    fn close(&self) {
        if let Self::Journal(to) = self {
            // If it has ended, it need not be told.
            let _ = to.send(Task::End);
        }
    }
}

/// Lets the threads end and waits for them, also when the caller's thread unwinds.
struct End<'r> {
    inlet: &'r Inlet,
    crew: &'r Crew,
    threads: Vec<Thread>,
    process: u32,
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.crew.flags.stop.store(true, Ordering::Release);
        self.inlet.close();
        self.crew.queue.close();
        if self.process == std::process::id() {
            for thread in self.threads.drain(..) {
                // What it had under way counts as unknown if it panicked.
                let _ = thread.join();
            }
        }
    }
}

/// Where a worker puts what it has settled.
#[derive(Clone)]
enum Back {
    Run(Sender<Settled>),
    Journal(Sender<Task>),
}

impl Back {
    /// False if nobody is there any more.
    fn put(&self, settled: Settled) -> bool {
        match self {
            Self::Run(to) => to.send(settled).is_ok(),
            Self::Journal(to) => to.send(Task::Settle(settled)).is_ok(),
        }
    }
}

enum Task {
    Leave(Chunk),
    Settle(Settled),
    End,
}

/// A chunk that is not sent, because the run ends.
fn abandoned(chunk: Chunk) -> Settled {
    let mut settled = Settled::new(chunk);
    let reason = settled.keep("the run was stopped before");
    for (said, row) in settled.said.iter_mut().zip(&settled.chunk.rows) {
        said.outcome = row.at_least(Outcome::NotSent);
        said.reason = reason;
    }
    settled.failed = false;
    settled
}

/// Writes what comes, as much at once as there is, and passes it on only then.
struct Keeper {
    journal: Arc<Journal>,
    tasks: Receiver<Task>,
    crew: Arc<Crew>,
    done: Sender<Settled>,
    /// Chunks that are not in the journal yet: what was never sent need not be unknown after a crash.
    waiting: VecDeque<Chunk>,
    /// Chunks that are in it as taken and not as settled.
    taken: usize,
    /// Whether it works on the caller's thread.
    alone: bool,
    /// Why the journal took nothing. Then the run ends, and what is settled is tried once more at its end.
    failure: Option<Error>,
    settled: Vec<Settled>,
}

impl Keeper {
    fn new(journal: &Arc<Journal>, tasks: Receiver<Task>, crew: &Arc<Crew>, done: Sender<Settled>) -> Self {
        let (journal, crew) = (Arc::clone(journal), Arc::clone(crew));
        let (waiting, settled) = (VecDeque::new(), Vec::new());
        Self { journal, tasks, crew, done, waiting, taken: 0, alone: false, failure: None, settled }
    }

    fn run(&mut self) {
        while let Ok(first) = self.tasks.recv() {
            if !self.step(first) {
                return;
            }
        }
    }

    /// Takes over all tasks that are there; false at the end.
    fn step(&mut self, first: Task) -> bool {
        for task in std::iter::once(first).chain(self.tasks.try_iter()) {
            match task {
                Task::Leave(chunk) => self.waiting.push_back(chunk),
                Task::Settle(chunk) => {
                    self.taken -= 1;
                    self.settled.push(chunk);
                }
                Task::End => return false,
            }
        }
        if self.failure.is_none() {
            let room = self.crew.most_taken().saturating_sub(self.taken);
            let mut leaving: Vec<Chunk> = self.waiting.drain(..self.waiting.len().min(room)).collect();
            match self.record(&mut leaving) {
                Ok(()) => {
                    self.taken += leaving.len();
                    leaving.into_iter().for_each(|chunk| self.crew.queue.put(chunk));
                    self.pass_on();
                    return true;
                }
                Err(error) => {
                    // Chunks that no worker has begun come back unsent.
                    self.crew.flags.stop.store(true, Ordering::Release);
                    self.failure = Some(error);
                    self.waiting.extend(leaving);
                }
            }
        }
        if self.taken == 0 {
            self.give_up();
        }
        true
    }

    /// Writes what is settled, and what leaves.
    fn record(&self, leaving: &mut [Chunk]) -> Result<(), Error> {
        let (flags, alone) = (&self.crew.flags, self.alone);
        let mut stopped = None;
        self.journal.record(leaving, &self.settled, &mut |waited| {
            if alone {
                flags.ask();
            }
            if flags.stop.load(Ordering::Acquire) {
                return !flags.abort.load(Ordering::Acquire)
                    && waited - *stopped.get_or_insert(waited) < HELD_UP_STOPPED;
            }
            waited < HELD_UP
        })
    }

    /// Tries once more to write what is settled, and passes on all that is there. What is known stays known in this
    /// run's report in any case.
    fn give_up(&mut self) {
        let Some(failure) = &self.failure else { return };
        let again = |message: &str| {
            let in_use = failure.retryable();
            Error::configuration(message).with(|d| d.in_use = in_use)
        };
        let mut message = failure.message().to_owned();
        if !self.settled.is_empty() && self.record(&mut []).is_err() {
            let known: usize = self.settled.iter().map(|settled| settled.said.len()).sum();
            message.push_str(&format!(
                ". The outcomes of {known} messages are in this report only: keep it, because the next run will call \
                 them unknown"
            ));
        }
        for settled in &mut self.settled {
            settled.error = Some(again(&message));
        }
        for chunk in self.waiting.drain(..) {
            let mut unsent = Settled::new(chunk);
            let all = unsent.said.len();
            unsent.fail(0..all, again(&message));
            self.settled.push(unsent);
        }
        self.pass_on();
    }

    fn pass_on(&mut self) {
        for settled in self.settled.drain(..) {
            // The run waits for all of them before it ends.
            let _ = self.done.send(settled);
        }
    }
}

struct Run<'r> {
    engine: &'r Engine,
    options: &'r BulkOptions,
    intake: Intake<'r>,
    collector: Collector,
    counts: BulkProgress,
    started: Instant,
    told: Option<Instant>,
    /// Requests that failed one after another.
    failures: u32,
    error: Option<Error>,
    flags: &'r Flags,
    /// Requests under way at once.
    connections: usize,
    /// What sends, if no thread does.
    alone: Option<Alone>,
    /// Chunks handed over and not settled yet.
    under_way: usize,
    /// Whether anything of this run was or may have been sent.
    sent: bool,
    /// Whether it is not known of a row of this run.
    unknown: bool,
    /// The process that began it.
    process: u32,
}

impl Run<'_> {
    fn drive(&mut self, source: &mut dyn Source, inlet: &Inlet, results: &Receiver<Settled>) {
        // Enough that no worker waits for the reader; few enough that memory is bounded.
        let most_under_way = self.connections * 2;
        let mut more = true;
        loop {
            self.ask();
            if self.is_child() {
                return;
            }
            if self.flags.stop.load(Ordering::Acquire) && more {
                more = false;
                self.abandon();
            }
            if more && self.under_way < most_under_way {
                match source.read(&mut self.intake, READ_AT_ONCE.min(self.options.chunk_size)) {
                    Ok(true) => {}
                    Ok(false) => {
                        more = false;
                        self.intake.flush();
                    }
                    Err(error) => self.stop(error),
                }
                if self.is_child() {
                    return;
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
                if let Some(alone) = &mut self.alone {
                    alone.step();
                    self.heed();
                }
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
                self.stop(no_room(&e));
            }
            self.tell(source, false);
        }
    }

    /// Whether a function of the caller's has forked, and this is the child.
    fn is_child(&self) -> bool {
        self.process != std::process::id()
    }

    fn ask(&mut self) {
        if self.engine.is_closed() {
            self.stop(Error::new(ErrorKind::Cancelled, "the client was closed during the run"));
        }
        self.flags.ask();
        self.heed();
    }

    /// Ends the run if the interrupt said so.
    fn heed(&mut self) {
        if self.flags.stopped.swap(false, Ordering::AcqRel) {
            self.stop(Error::new(ErrorKind::Cancelled, "the run was stopped"));
        }
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
            self.collector.add(&row.view());
        }
    }

    fn take(&mut self, mut settled: Settled) {
        self.under_way -= 1;
        self.failures = if settled.failed { self.failures + 1 } else { 0 };
        if let Some(error) = settled.error.take() {
            // No other worker had a connection either.
            let hopeless = settled.failed && lacks_descriptors(&error);
            if hopeless || request::is_final(&error) || self.failures >= self.options.max_failures {
                self.stop(error);
            }
        }
        self.report(settled);
    }

    fn report(&mut self, settled: Settled) {
        for (row, said) in settled.chunk.rows.iter().zip(&settled.said) {
            self.counts.count(said.outcome, 1);
            self.sent |= said.outcome != Outcome::NotSent;
            self.unknown |= said.outcome == Outcome::Unknown;
            if said.outcome == Outcome::Accepted {
                self.counts.parts += u64::from(said.parts.unwrap_or(0));
            }
            let [id, to] = [row.id, row.to].map(|span| settled.chunk.text(span));
            let [message_id, status, code, reason] =
                [said.message_id, said.status, said.code, said.reason].map(|span| settled.text(span));
            let texts = [id, to, message_id, status, "", code, reason];
            let ChunkRow { index, line, .. } = *row;
            self.collector.add(&RowView { index, line, outcome: said.outcome, parts: said.parts, texts });
        }
    }

    fn tell(&mut self, source: &dyn Source, at_the_end: bool) {
        let Some(progress) = &self.options.progress else { return };
        let due = self.told.is_none_or(|told| told.elapsed() >= PROGRESS_INTERVAL);
        if due || at_the_end {
            self.told = Some(Instant::now());
            (self.counts.read, self.counts.skipped) = (self.intake.index, self.intake.skipped);
            progress(&self.counts.at(self.started.elapsed(), source.fraction()));
        }
    }
}
