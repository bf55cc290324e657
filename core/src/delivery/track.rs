//! Tracking: reads what is known, asks for the rest, and keeps what it finds.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::log::{DeliveryLog, STOPPED};
use super::options::{TrackOptions, TrackProgress};
use super::schedule::Schedule;
use super::status::{DeliverySource, StatusEvent};
use super::summary::{DeliverySummary, counts};
use super::table::MessageTable;
use super::tracked::Tracked;
use super::workers::{Answer, Request, Workers};
use crate::clock::{self, Instant, SLICE};
use crate::engine::{CallOptions, Engine};
use crate::error::{Error, ErrorKind};
use crate::messages::{UNKNOWN_ID, channel_of, is_of_one_answer};

/// Time between two calls of the progress function.
const PROGRESS: Duration = Duration::from_millis(100);
/// Time between two looks at what webhooks brought.
const LOOK: Duration = Duration::from_secs(1);
/// Statuses that are written at once, and the longest time that fewer wait. A killed process asks for them again.
const AT_ONCE: usize = 256;
const KEEP: Duration = Duration::from_millis(500);

pub(super) fn track(
    engine: &Engine,
    tracked: Tracked,
    options: &TrackOptions,
    call: &CallOptions,
) -> Result<DeliverySummary, Error> {
    options.check()?;
    let Tracked { table, mut log, others } = tracked;
    let started = Instant::now();
    let deadline = clock::after(started, options.timeout);
    if let Some(log) = &mut log {
        let (engine, interrupt) = (engine.clone(), call.interrupt.clone());
        log.stop_with(Some(Arc::new(move || {
            engine.is_closed() || interrupt.as_ref().is_some_and(|interrupt| interrupt())
        })));
        log.end_at(deadline);
    }
    let mut tracking = Tracking {
        table,
        log,
        schedule: Schedule::default(),
        workers: Workers::new(engine, call, deadline),
        began_at: clock::timestamp(),
        started,
        open: 0,
        requests: 0,
        answers: 0,
        failure: None,
        found: Vec::new(),
        kept: Duration::ZERO,
        looked: Duration::ZERO,
        told: None,
    };
    tracking.begin(options.timeout.checked_div(2).unwrap_or_default())?;
    let process = std::process::id();
    let ended = tracking.run(engine, options, call);
    if process != std::process::id() {
        let message = "the process was forked during the tracking, which goes on in the process that began it";
        return Err(Error::configuration(message));
    }
    // Statuses are kept even if the tracking failed or was stopped.
    if let Some(log) = &mut tracking.log {
        log.stop_with(None);
        log.end_at(Instant::now());
    }
    let kept = tracking.keep(true);
    ended.and(kept)?;
    let nothing = tracking.answers == 0 && tracking.table.messages.iter().all(|message| message.at.is_none());
    if let Some(failure) = tracking.failure.take().filter(|_| nothing) {
        return Err(failure);
    }
    tracking.tell(options, true);
    let Tracking { table, requests, .. } = tracking;
    Ok(DeliverySummary::new(table, requests, started.elapsed(), others))
}

struct Tracking {
    table: MessageTable,
    log: Option<DeliveryLog>,
    schedule: Schedule,
    workers: Workers,
    began_at: Timestamp,
    started: Instant,
    /// Messages that may still change and are asked for.
    open: usize,
    requests: u64,
    /// Statuses that were had.
    answers: u64,
    /// Last request that failed.
    failure: Option<Error>,
    /// Statuses that are not kept yet.
    found: Vec<StatusEvent>,
    /// Times of the last write, the last look for reports, and the last call of the progress function.
    kept: Duration,
    looked: Duration,
    told: Option<Duration>,
}

impl Tracking {
    /// Reads what is known and plans the requests for the rest.
    fn begin(&mut self, half: Duration) -> Result<(), Error> {
        self.open = self.table.open();
        self.look()?;
        for place in 0..self.table.messages.len() {
            if self.table.is_open(place) {
                let sent_at = self.table.sent_at(place);
                let age = sent_at.map(|sent| age_of(self.began_at.duration_since(sent)));
                self.schedule.first(place, age, half);
            }
        }
        Ok(())
    }

    fn run(&mut self, engine: &Engine, options: &TrackOptions, call: &CallOptions) -> Result<(), Error> {
        let process = std::process::id();
        loop {
            let now = self.started.elapsed();
            if self.open == 0 || now >= options.timeout {
                return Ok(());
            }
            if engine.is_closed() {
                return Err(Error::new(ErrorKind::Cancelled, "the client was closed during the tracking"));
            }
            if call.interrupt.as_ref().is_some_and(|interrupt| interrupt()) {
                return Err(Error::new(ErrorKind::Cancelled, STOPPED));
            }
            self.tell(options, false);
            if process != std::process::id() {
                return Ok(());
            }
            if now.saturating_sub(self.looked) >= LOOK {
                self.look()?;
            }
            while self.workers.is_free() {
                let Some(place) = self.schedule.take(now) else { break };
                // A report may have come since it was planned.
                if self.table.is_open(place) {
                    self.requests = self.requests.saturating_add(1);
                    let message_id = self.table.id_at(place).to_owned();
                    self.workers.ask(Request { place, message_id });
                }
            }
            self.keep(false)?;
            let next = self.schedule.next().filter(|_| self.workers.is_free()).unwrap_or(Duration::MAX);
            let wait = next.min(options.timeout).saturating_sub(self.started.elapsed()).min(SLICE);
            let mut answer = self.workers.next(wait);
            while let Some(one) = answer {
                self.take(one)?;
                answer = self.workers.next(Duration::ZERO);
            }
        }
    }

    /// Reads what webhooks and other calls have brought.
    fn look(&mut self) -> Result<(), Error> {
        self.looked = self.started.elapsed();
        if let Some(log) = &mut self.log {
            let (table, open) = (&mut self.table, &mut self.open);
            log.each_new(&mut |event| *open = open.saturating_sub(table.take(&event).settled))?;
        }
        Ok(())
    }

    fn take(&mut self, answer: Answer) -> Result<(), Error> {
        let Answer { place, status, asked_at, .. } = answer;
        let now = self.started.elapsed();
        let sent_at = self.table.sent_at(place).unwrap_or(self.began_at);
        let age = age_of(self.began_at.duration_since(sent_at)).saturating_add(now);
        match status {
            Ok(status) => {
                self.answers = self.answers.saturating_add(1);
                self.schedule.ended(true, now);
                let event = StatusEvent {
                    message_id: self.table.id_at(place).to_owned(),
                    status: status.delivery_status().unwrap_or_default().to_owned(),
                    at: asked_at,
                    cost: status.cost().map(str::to_owned),
                    channel: channel_of(&status),
                    source: DeliverySource::Track,
                };
                let taken = self.table.take(&event);
                self.open = self.open.saturating_sub(taken.settled);
                if taken.news {
                    self.found.push(event);
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.schedule.ended(true, now);
                // An id is known some seconds after the send, or never.
                if age > UNKNOWN_ID {
                    self.open = self.open.saturating_sub(usize::from(self.table.close(place)));
                }
                self.failure = Some(error);
            }
            // One message must not cost the others their statuses.
            Err(error) if error.retryable() || is_of_one_answer(&error) => {
                self.schedule.ended(false, now);
                self.failure = Some(error);
            }
            Err(error) if is_of_one_message(&error) => {
                self.schedule.ended(false, now);
                self.open = self.open.saturating_sub(usize::from(self.table.close(place)));
                self.failure = Some(error);
            }
            Err(error) => return Err(error),
        }
        if self.table.is_open(place) {
            self.schedule.again(place, now, age, crate::random::unit());
        }
        Ok(())
    }

    /// Writes what was found, if there is much of it, it waits for long, or at the end.
    fn keep(&mut self, all: bool) -> Result<(), Error> {
        let now = self.started.elapsed();
        if self.found.is_empty() || !(all || self.found.len() >= AT_ONCE || now.saturating_sub(self.kept) >= KEEP) {
            return Ok(());
        }
        self.kept = now;
        if let Some(log) = &self.log {
            log.add(&self.found)?;
        }
        self.found.clear();
        Ok(())
    }

    fn tell(&mut self, options: &TrackOptions, at_the_end: bool) {
        let Some(progress) = &options.progress else { return };
        let elapsed = self.started.elapsed();
        if !at_the_end && self.told.is_some_and(|told| elapsed.saturating_sub(told) < PROGRESS) {
            return;
        }
        self.told = Some(elapsed);
        let counts = counts(&self.table);
        let fraction = if counts.total == 0 { 1.0 } else { counts.settled() as f64 / counts.total as f64 };
        progress(&TrackProgress { counts, requests: self.requests, elapsed, fraction });
    }
}

/// Clocks may disagree: nothing is younger than now.
fn age_of(age: jiff::SignedDuration) -> Duration {
    Duration::try_from(age).unwrap_or_default()
}

/// True for an error that cannot pass and says nothing of other messages. A report or a journal may have an id that no
/// request can name.
fn is_of_one_message(error: &Error) -> bool {
    error.kind() == ErrorKind::BadRequest || error.field() == Some("message_id")
}
