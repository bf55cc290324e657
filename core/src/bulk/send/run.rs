//! A run: the caller's thread reads and reports, others send.
//!
//! Without a journal a chunk goes from the reader to a worker and back. With one it goes through the journal's
//! thread on both ways, which writes all chunks that wait for it in one transaction. Where the system refuses threads
//! or descriptors, fewer workers send, and in the end the caller's thread does all of it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::chunk_builder::ChunkBuilder;
use super::flags::StopFlags;
use super::journal_writer::JournalWriter;
use super::request::is_final;
use super::threads::{CallerThread, ChunkSender, JoinOnDrop, start};
use super::workers::{ResultSender, Workers, unsent};
use crate::bulk::chunk::{Chunk, ChunkResult, RowResult};
use crate::bulk::options::{BulkOptions, PROGRESS_INTERVAL, Template};
use crate::bulk::paths::{absolute, protected};
use crate::bulk::progress::BulkProgress;
use crate::bulk::report::{BulkReport, RowView, RowWriter, cannot_keep, no_room};
use crate::bulk::resume::{History, ID_FORM, Journal, JournalCopy, LONGEST_HOLD_UP, Waits, fingerprint};
use crate::bulk::row::RowReader;
use crate::bulk::source::{Source, stop_waits, stopped};
use crate::bulk::stop_list::StopList;
use crate::clock::{self, Instant, SLICE};
use crate::engine::{Api, CallOptions, Engine};
use crate::error::{Error, ErrorKind, Outcome};
use crate::http::call::Interrupt;
use crate::http::lacks_descriptors;
use crate::messages::batch::{LARGE, keep_heap};
use crate::rules::Rules;
use crate::sync::{Receiver, RecvTimeoutError, channel};

/// Rows read at once, between looks at what came back.
const READ_AT_ONCE: usize = 1000;

/// See [`keep_heap`]: a campaign has several requests and replies in memory at once.
const KEPT_HEAP: usize = 4 << 20;

/// Longest single wait of SQLite for readers of a campaign's journal. During it no new reader gets in.
const WRITE: Duration = Duration::from_secs(2);

/// Sends every row of a source.
pub(crate) fn run(
    engine: &Engine,
    call: &CallOptions,
    source: &mut dyn Source,
    options: &BulkOptions,
) -> Result<BulkReport, Error> {
    options.check()?;
    let rules = options.rules(&engine.config().rules)?;
    engine.check_open()?;
    if !options.dry_run {
        engine.config().credentials(Api::Messages)?;
        // Files are opened before the first send: a failure after it would lose an answer.
        engine.prepare(Api::Messages)?;
    }
    let flags = Arc::new(StopFlags::new(call.interrupt.clone()));
    let _waits = stop_waits(stop(engine, &flags));
    source.start(options).map_err(|error| ended_by(engine, &flags).unwrap_or(error))?;
    // Now, because functions of the caller may change the folder of the process.
    let stop_lists = options.stop_list.as_ref().map_or(&[][..], StopList::paths);
    let others = protected(source.path(), stop_lists, options.journal.as_deref());
    let journal_path = options.journal.as_deref().map(absolute);
    if options.chunk_size >= LARGE {
        keep_heap(KEPT_HEAP);
    }
    let report = RowWriter::new().map_err(|e| cannot_keep(&e))?;
    let campaign = campaign(engine, options);
    let ended = |error: Error| {
        let ended = ended_by(engine, &flags).filter(|_| error.is_in_use());
        ended.map_or(error, |ended| ended.with(|d| d.goes_on = true))
    };
    // A plan sends nothing, whatever earlier runs may have sent.
    let unsent = |error: Error| error.with(|d| (d.outcome, d.in_part) = (Outcome::NotSent, false));
    let (journal, copy) = match &options.journal {
        Some(path) if options.dry_run => {
            let copy = JournalCopy::open(path, &campaign, waits(engine, &flags));
            (None, Some(copy.map_err(|error| unsent(ended(error)))?))
        }
        Some(path) => (Some(Arc::new(Journal::open(path, &campaign, waits(engine, &flags)).map_err(ended)?)), None),
        None => (None, None),
    };
    let known = journal.as_deref().or(copy.as_ref().map(JournalCopy::journal));
    let history = History::new(known, options.allow_duplicates, options.resend_unknown).map_err(ended)?;
    let rows = RowReader::new(options, rules)?;
    let builder = ChunkBuilder::new(options, rules, history)?;
    let workers = Arc::new(Workers::new(engine, call, options, &flags));
    let (to_run, results) = channel();
    let (chunks, to, writer) = match &journal {
        Some(journal) => {
            let (to, tasks) = channel();
            let writer = JournalWriter::new(journal, tasks, &workers, to_run);
            (ChunkSender::Journal(to.clone()), ResultSender::Journal(to), Some(writer))
        }
        None => (ChunkSender::Workers(Arc::clone(&workers)), ResultSender::Run(to_run), None),
    };
    // A dry run has nothing for threads to do.
    let connections = if options.dry_run { 0 } else { options.connections };
    let (threads, caller) = start(&workers, writer, &chunks, to, connections);
    let end = JoinOnDrop { chunks: &chunks, workers: &workers, threads, process: std::process::id() };
    let mut run = Run {
        engine,
        options,
        rows,
        builder,
        report,
        counts: BulkProgress::default(),
        started: Instant::now(),
        last_progress: None,
        failures: 0,
        error: None,
        flags: &flags,
        connections: workers.count.load(Ordering::Acquire).max(1),
        caller,
        held: VecDeque::new(),
        under_way: 0,
        sent: false,
        unknown: false,
        unkept: 0,
        process: end.process,
    };
    run.drive(source, &chunks, &results);
    if run.is_child() {
        // The threads, the journal and the file of the report are the parent's. They are left as they are.
        std::mem::forget((run, end, journal.clone()));
        let message = "the process was forked during the run, which goes on in the process that began it";
        return Err(Error::configuration(message).with(|d| (d.outcome, d.in_part) = (Outcome::Unknown, true)));
    }
    drop(end);
    if run.error.is_some() {
        // Rows that were read and not handed over, if a thread ended before its time.
        run.abandon();
    }
    run.progress(source, true);
    let mut counts = run.counts.at(run.started.elapsed(), source.fraction());
    (counts.read, counts.skipped) = (run.rows.count, run.rows.skipped);
    // A thread that ended early may have sent the chunk that it took.
    let (sent, unknown) = (run.sent || run.under_way > 0, run.unknown || run.under_way > 0);
    let usable = journal.as_ref().is_some_and(|journal| !journal.is_lost());
    let unkept = run.unkept;
    // The next run calls a row unknown if the journal does not have its outcome.
    let goes_on = usable && !((unknown || unkept > 0) && workers.options.resend_unknown);
    let ended = |error: Error| {
        error.with(|d| {
            // Whatever ended the run first.
            if unkept > 0 {
                d.add_text(&format!(
                    ". The outcomes of {unkept} messages are in this report only: keep it, because the next run will \
                     call them unknown"
                ));
            }
            d.operation = Some("messages.send_bulk");
            d.outcome = if sent { Outcome::Unknown } else { Outcome::NotSent };
            d.in_part = sent;
            d.goes_on = goes_on;
        })
    };
    let report = BulkReport::new(counts, run.error, run.report, run.builder.plan, others, ended);
    Ok(report.of_journal(journal_path))
}

/// Returns the interrupt of a campaign that has not begun, or that waits for its source.
fn stop(engine: &Engine, flags: &Arc<StopFlags>) -> Interrupt {
    let (engine, flags) = (engine.clone(), Arc::clone(flags));
    Arc::new(move || {
        flags.poll();
        flags.is_stopped() || engine.is_closed()
    })
}

/// Waits of a campaign for another program that holds its journal.
fn waits(engine: &Engine, flags: &Arc<StopFlags>) -> Waits {
    let stop = stop(engine, flags);
    Waits { write: WRITE, patience: Arc::new(move |waited| !stop() && waited < LONGEST_HOLD_UP) }
}

/// Returns the error of a run that the interrupt or the closing of the client ended, if one did.
fn ended_by(engine: &Engine, flags: &StopFlags) -> Option<Error> {
    if engine.is_closed() {
        return Some(Error::new(ErrorKind::Cancelled, "the client was closed during the run"));
    }
    flags.interrupted.swap(false, Ordering::AcqRel).then(stopped)
}

/// Hashes of the options that make a campaign this one and no other.
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
    columns.sort_unstable();
    [
        ("id_form", ID_FORM.to_owned()),
        ("base_url", engine.base_url().to_owned()),
        ("sender", options.sender.clone().unwrap_or_default()),
        ("template", template),
        ("columns", format!("{columns:?}")),
    ]
    .map(|(name, value)| (name, fingerprint(&value)))
    .into()
}

struct Run<'r> {
    engine: &'r Engine,
    options: &'r BulkOptions,
    rows: RowReader,
    builder: ChunkBuilder<'r>,
    report: RowWriter,
    counts: BulkProgress,
    started: Instant,
    last_progress: Option<Instant>,
    /// Requests that failed one after another.
    failures: u32,
    error: Option<Error>,
    flags: &'r StopFlags,
    /// Requests under way at once.
    connections: usize,
    /// Set if no thread sends.
    caller: Option<CallerThread>,
    /// Chunks that wait for the end of quiet hours.
    held: VecDeque<Chunk>,
    /// Chunks that were handed over and have no result yet.
    under_way: usize,
    /// True once anything of this run was or may have been sent.
    sent: bool,
    /// True once that is unknown of a row of this run.
    unknown: bool,
    /// Messages whose outcomes the journal does not have.
    unkept: usize,
    /// Process that began the run.
    process: u32,
}

impl Run<'_> {
    fn drive(&mut self, source: &mut dyn Source, chunks: &ChunkSender, results: &Receiver<ChunkResult>) {
        // Enough that no worker waits for the reader; few enough that memory is bounded.
        let most_under_way = self.connections.saturating_mul(2);
        let mut more = true;
        loop {
            self.poll();
            if self.is_child() {
                return;
            }
            if self.flags.is_stopped() && (more || !self.held.is_empty()) {
                more = false;
                self.abandon();
            }
            if !self.release(most_under_way, chunks) {
                return self.stop(thread_ended());
            }
            if more && self.under_way < most_under_way && self.held.len() < most_under_way {
                let mut intake = self.rows.intake(&mut self.builder);
                match source.read(&mut intake, READ_AT_ONCE.min(self.options.chunk_size)) {
                    Ok(true) => {}
                    Ok(false) => {
                        more = false;
                        self.builder.flush();
                    }
                    Err(error) => {
                        // It may have ended a wait for the source.
                        self.heed_end();
                        self.stop(error);
                    }
                }
                if self.is_child() {
                    return;
                }
                if let Some(error) = self.builder.failure.take() {
                    if error.is_in_use() {
                        // The interrupt may have ended a look into the journal.
                        self.heed_end();
                    }
                    self.stop(error);
                }
                self.report_settled();
                // Rows that were read while the run was stopped are not sent, even if they are the last.
                self.poll();
                if self.flags.is_stopped() {
                    more = false;
                    self.abandon();
                    continue;
                }
                if !self.hand_over_all(chunks) {
                    return self.stop(thread_ended());
                }
                while let Ok(result) = results.try_recv() {
                    self.take(result);
                }
            } else if more && self.held.len() >= most_under_way && self.builder.has_rows() {
                // No more rows are read for now, so those that may be sent do not wait for a full chunk.
                self.builder.flush();
                if !self.hand_over_all(chunks) {
                    return self.stop(thread_ended());
                }
            } else if self.under_way > 0 {
                if let Some(caller) = &mut self.caller {
                    caller.step();
                    self.heed_end();
                }
                match results.recv_timeout(SLICE) {
                    Ok(result) => self.take(result),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return self.stop(thread_ended()),
                }
            } else if !self.held.is_empty() {
                clock::sleep(SLICE);
            } else if !more {
                return;
            }
            if let Some(e) = self.report.take_failure() {
                self.stop(no_room(&e));
            }
            self.progress(source, false);
        }
    }

    /// Passes the full chunks to the workers. Chunks outside quiet hours are sent at once, even if others are held.
    fn hand_over_all(&mut self, chunks: &ChunkSender) -> bool {
        let mut full = std::mem::take(&mut self.builder.full).into_iter();
        let all = full.by_ref().all(|chunk| self.hand_over(chunk, chunks));
        self.builder.full.extend(full);
        all
    }

    /// Passes a chunk to the workers, or holds it until the quiet hours of its recipients end. Returns false if no worker
    /// is left.
    fn hand_over(&mut self, chunk: Chunk, chunks: &ChunkSender) -> bool {
        if !self.options.dry_run && chunk.is_quiet() {
            self.held.push_back(chunk);
            return true;
        }
        self.under_way = self.under_way.saturating_add(1);
        chunks.send(chunk)
    }

    /// Hands over the chunks whose quiet hours are over, as long as there is room.
    fn release(&mut self, most_under_way: usize, chunks: &ChunkSender) -> bool {
        while self.under_way < most_under_way {
            let first = self.held.iter().position(|chunk| !chunk.is_quiet());
            let Some(chunk) = first.and_then(|place| self.held.remove(place)) else { break };
            self.under_way = self.under_way.saturating_add(1);
            if !chunks.send(chunk) {
                return false;
            }
        }
        true
    }

    /// Returns true in the child, if a function of the caller's has forked.
    fn is_child(&self) -> bool {
        self.process != std::process::id()
    }

    fn poll(&mut self) {
        self.flags.poll();
        self.heed_end();
    }

    /// Ends the run if the interrupt was true or the client is closed.
    fn heed_end(&mut self) {
        if let Some(error) = ended_by(self.engine, self.flags) {
            self.stop(error);
        }
    }

    /// Ends the run once what is under way has its results. The first reason counts.
    fn stop(&mut self, error: Error) {
        self.error.get_or_insert(error);
        self.flags.stop.store(true, Ordering::Release);
    }

    /// Reports rows that were read and are not sent any more.
    fn abandon(&mut self) {
        self.builder.flush();
        self.report_settled();
        let full = std::mem::take(&mut self.builder.full);
        for chunk in std::mem::take(&mut self.held).into_iter().chain(full) {
            self.report(unsent(chunk));
        }
    }

    /// Reports rows that have an outcome without being sent.
    fn report_settled(&mut self) {
        for (row, resumed) in self.builder.settled.drain(..) {
            self.counts.count(row.outcome, 1);
            self.counts.resumed = self.counts.resumed.saturating_add(u64::from(resumed));
            self.report.add(&row.view());
        }
    }

    fn take(&mut self, mut result: ChunkResult) {
        self.under_way = self.under_way.saturating_sub(1);
        if result.held && result.error.is_none() {
            return self.held.push_front(result.chunk);
        }
        self.failures = if result.failed { self.failures.saturating_add(1) } else { 0 };
        if let Some(error) = result.error.take() {
            // No other worker had a connection either.
            let hopeless = result.failed && lacks_descriptors(&error);
            if hopeless || is_final(&error) || self.failures >= self.options.max_failures {
                self.stop(error);
            }
        }
        self.report(result);
    }

    fn report(&mut self, result: ChunkResult) {
        if result.unkept {
            self.unkept = self.unkept.saturating_add(result.rows.len());
        }
        for (row, row_result) in result.chunk.rows.iter().zip(&result.rows) {
            let RowResult { outcome, parts, .. } = *row_result;
            self.counts.count(outcome, 1);
            self.sent |= outcome != Outcome::NotSent;
            self.unknown |= outcome == Outcome::Unknown;
            if outcome == Outcome::Accepted {
                self.counts.parts = self.counts.parts.saturating_add(u64::from(parts.unwrap_or(0)));
            }
            let [id, to] = [row.id, row.to].map(|span| result.chunk.texts.get(span));
            let RowResult { message_id, status, code, reason, .. } = *row_result;
            let [message_id, status, code, reason] =
                [message_id, status, code, reason].map(|span| result.texts.get(span));
            let (index, line, rule) = (row.index, (row.line > 0).then_some(row.line), result.rule);
            let customer_message_id = id;
            self.report.add(&RowView {
                index,
                line,
                to,
                outcome,
                code,
                reason,
                rule,
                message_id,
                status,
                parts,
                customer_message_id,
            });
        }
    }

    fn progress(&mut self, source: &dyn Source, at_the_end: bool) {
        let Some(progress) = &self.options.progress else { return };
        let due = self.last_progress.is_none_or(|last| last.elapsed() >= PROGRESS_INTERVAL);
        if due || at_the_end {
            self.last_progress = Some(Instant::now());
            (self.counts.read, self.counts.skipped) = (self.rows.count, self.rows.skipped);
            // A run with requests under way is not waiting.
            let held = self.held.iter().filter(|_| self.under_way == 0);
            self.counts.waiting_until = held.filter_map(Chunk::quiet_until).min().map(Into::into);
            progress(&self.counts.at(self.started.elapsed(), source.fraction()));
        }
    }
}

fn thread_ended() -> Error {
    Error::internal("a thread of the run has ended before its time")
}
