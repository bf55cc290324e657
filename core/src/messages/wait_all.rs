//! `messages.wait_all`.

use std::collections::HashMap;
use std::time::Duration;

use super::status::{Waiting, run};
use crate::clock::Instant;
use crate::engine::{CallOptions, Engine, check_time};
use crate::error::{Error, ErrorKind};
use crate::http::call::Interrupt;
use crate::messages::MessageStatus;
use crate::model::{Record, Value, Wrap};
use crate::step::Step;

pub(super) const WAIT_ALL: &str = "messages.wait_all";

/// A wait for many messages, one round of questions at a time.
pub struct WaitingAll {
    /// One for each id, however often it was given.
    polls: Vec<Poll>,
    /// For each message the place of its poll.
    places: Vec<usize>,
    deadline: Instant,
    /// Why some message has no status.
    failure: Option<Error>,
}

struct Poll {
    waiting: Waiting,
    /// When to ask next; `None` once there is nothing more to ask.
    due: Option<Instant>,
    status: Option<MessageStatus>,
}

impl std::fmt::Debug for WaitingAll {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WaitingAll").finish_non_exhaustive()
    }
}

impl WaitingAll {
    pub(crate) fn new(
        engine: &Engine,
        message_ids: &[&str],
        time: Duration,
        interval: Duration,
        options: &CallOptions,
    ) -> Result<Self, Error> {
        check_time("timeout", time).map_err(named)?;
        let now = Instant::now();
        let mut places = Vec::with_capacity(message_ids.len());
        let mut polls: Vec<Poll> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for id in message_ids {
            let place = *known.entry(*id).or_insert(polls.len());
            if place == polls.len() {
                let waiting = Waiting::new(engine, id, time, interval, options).map_err(named)?;
                polls.push(Poll { waiting, due: Some(now), status: None });
            }
            places.push(place);
        }
        Ok(Self { polls, places, deadline: now + time, failure: None })
    }

    /// Asks for every message that is due; the statuses if all are final or the time is up.
    pub(crate) fn ask(&mut self, interrupt: Option<Interrupt>) -> Result<Step<Vec<MessageStatus>>, Error> {
        let mut next: Option<Instant> = None;
        for poll in &mut self.polls {
            let Some(mut due) = poll.due else { continue };
            let now = Instant::now();
            if now >= self.deadline {
                next = None;
                break;
            }
            if due <= now {
                match poll.waiting.ask(interrupt.clone()) {
                    Ok(Step::Item(status)) => {
                        (poll.status, poll.due) = (Some(status), None);
                        continue;
                    }
                    Ok(Step::After(pause)) => due = Instant::now() + pause,
                    // One message must not cost the others their statuses.
                    Err(error) if error.kind() == ErrorKind::NotFound || error.retryable() => {
                        poll.due = None;
                        self.failure = Some(error);
                        continue;
                    }
                    Err(error) => return Err(named(error)),
                }
            }
            poll.due = Some(due);
            next = Some(next.map_or(due, |next| next.min(due)));
        }
        if let Some(next) = next {
            return Ok(Step::After(next.saturating_duration_since(Instant::now())));
        }
        let had: Vec<Option<MessageStatus>> =
            self.polls.iter_mut().map(|poll| poll.status.take().or_else(|| poll.waiting.take_last())).collect();
        if !had.is_empty() && had.iter().all(Option::is_none) {
            let failure = self.failure.take();
            return Err(named(failure.unwrap_or_else(|| Error::new(ErrorKind::Timeout, "no status was had in time"))));
        }
        let status = |place: &usize| had[*place].clone().unwrap_or_else(|| self.unknown(*place));
        Ok(Step::Item(self.places.iter().map(status).collect()))
    }

    /// The entry of a message of which no status was had.
    fn unknown(&self, place: usize) -> MessageStatus {
        let mut record = Record::new(MessageStatus::class());
        record.put("message_id", Value::from(self.polls[place].waiting.message_id()));
        record.put("delivery_status", Value::from("unknown"));
        record.put("is_final", Value::Bool(false));
        record.put("is_delivered", Value::Bool(false));
        MessageStatus::of(record)
    }
}

fn named(error: Error) -> Error {
    error.with(|d| d.operation = Some(WAIT_ALL))
}

pub(crate) fn wait_all(
    engine: &Engine,
    message_ids: &[&str],
    time: Duration,
    interval: Duration,
    options: &CallOptions,
) -> Result<Vec<MessageStatus>, Error> {
    let mut waiting = WaitingAll::new(engine, message_ids, time, interval, options)?;
    run(engine, WAIT_ALL, time, options, || waiting.ask(options.interrupt.clone()))
}
