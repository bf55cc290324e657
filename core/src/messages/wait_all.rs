//! `messages.wait_all`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::status::{Waiting, is_of_one_answer, run};
use super::{MessageId, all_ids};
use crate::clock::{self, Instant};
use crate::engine::argument::{Argument, ArgumentKind, FromArgument};
use crate::engine::{CallOptions, Engine, check_time, operation};
use crate::error::{Error, ErrorKind};
use crate::http::call::Interrupt;
use crate::messages::MessageStatus;
use crate::model::{Record, Value, Wrap};
use crate::step::Step;

operation! {
    /// Polls the statuses of many messages until all are final or the time is up, and returns the last of each.
    ///
    /// Polls in rounds, at most once a second for each message, within the client's rate limit for reads. An unknown id
    /// is tolerated for 30 seconds.
    WaitAll<'a> = "messages.wait_all" {
        /// Message ids from sends.
        messages: MessageIds<'a>,
    }
    named {
        /// Seconds after which the last statuses are returned even if they are not final; check `is_final`.
        timeout: Duration = "120.0",
        /// Seconds between the first two rounds, at least 1. The interval grows to at most twice this value.
        interval: Duration = "5.0",
    }
    -> Vec<MessageStatus> = "A `MessageStatus` for each message, in the same order. If no status arrived in time, or \
                             the provider does not know the id, its `delivery_status` is `'unknown'`, which is not \
                             final.";
    on Get "/bat/message/{}", Messages, Data, Read;
    by by_name;
    errors {
        Validation = "Some messages have no id because they were not accepted; `problems` names each. \
                      No request was made.",
        NotFound = "The provider knows none of the ids after 30 seconds.",
    }
}

fn by_name(engine: &Engine, given: WaitAll<'_>, options: &CallOptions) -> Result<Vec<MessageStatus>, Error> {
    let ids: Vec<&str> = given.messages.0.iter().map(AsRef::as_ref).collect();
    let ids = all_ids(&ids).map_err(named)?;
    wait_all(engine, &ids, given.timeout, given.interval, options)
}

/// Message ids.
pub struct MessageIds<'a>(pub Vec<Cow<'a, str>>);

impl<'a> FromArgument<'a> for MessageIds<'a> {
    const KIND: ArgumentKind = ArgumentKind::MessageIds;

    fn read(argument: &Argument, json: &'a RawValue) -> Result<Self, Error> {
        /// An id, or a row of a send.
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Named {
            Id(String),
            Row { message_id: Option<String> },
        }
        impl MessageId for Named {
            fn message_id(&self) -> Result<&str, Error> {
                match self {
                    Self::Id(id) => id.message_id(),
                    Self::Row { message_id } => message_id.message_id(),
                }
            }
        }
        let given: Vec<Named> = argument.parse(json)?;
        let ids = all_ids(&given).map_err(|e| e.of(WAIT_ALL))?;
        Ok(Self(ids.into_iter().map(|id| Cow::Owned(id.to_owned())).collect()))
    }
}

pub(super) const WAIT_ALL: &str = WaitAll::ENDPOINT.name;

/// A wait for the final statuses of many messages, one round of requests at a time.
pub struct WaitingAll {
    /// One poll for each distinct id.
    polls: Vec<Poll>,
    /// Index of the poll for each message.
    places: Vec<usize>,
    deadline: Instant,
    /// An error that left a message without a status.
    failure: Option<Error>,
}

struct Poll {
    waiting: Waiting,
    /// Time of the next request; `None` if the poll is finished.
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
                let waiting = Waiting::new(engine, id, time, interval, options).map_err(named)?.patient();
                polls.push(Poll { waiting, due: Some(now), status: None });
            }
            places.push(place);
        }
        Ok(Self { polls, places, deadline: clock::after(now, time), failure: None })
    }

    /// Polls every message that is due. Returns the statuses if all are final or the time is up.
    pub(crate) fn ask(&mut self, interrupt: Option<Interrupt>) -> Result<Step<Vec<MessageStatus>>, Error> {
        let mut next: Option<Instant> = None;
        let polls = self.polls.iter_mut().filter(|poll| poll.due.is_some());
        // A message without an answer comes after those that have one.
        let (last, first): (Vec<&mut Poll>, Vec<&mut Poll>) = polls.partition(|poll| poll.waiting.has_failed());
        let mut open = first.len().saturating_add(last.len());
        for poll in first.into_iter().chain(last) {
            let Some(mut due) = poll.due else { continue };
            let now = Instant::now();
            if now >= self.deadline {
                next = None;
                break;
            }
            if due <= now {
                let share = share(self.deadline.saturating_duration_since(now), open);
                match poll.waiting.ask_within(share, interrupt.clone()) {
                    Ok(Step::Item(status)) => {
                        (poll.status, poll.due) = (Some(status), None);
                        open = open.saturating_sub(1);
                        continue;
                    }
                    Ok(Step::After(pause)) => due = clock::after(Instant::now(), pause),
                    // A failure of one message must not lose the statuses of the others.
                    Err(error) if is_of_one_message(&error) => {
                        poll.due = None;
                        open = open.saturating_sub(1);
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
            return Err(named(failure.unwrap_or_else(|| Error::new(ErrorKind::Timeout, "no status arrived in time"))));
        }
        let status = |place: &usize| had.get(*place).cloned().flatten().unwrap_or_else(|| self.unknown(*place));
        Ok(Step::Item(self.places.iter().map(status).collect()))
    }

    /// Makes the entry for a message without a status.
    fn unknown(&self, place: usize) -> MessageStatus {
        let mut record = Record::new(MessageStatus::class());
        if let Some(poll) = self.polls.get(place) {
            record.put("message_id", Value::from(poll.waiting.message_id()));
        }
        record.put("delivery_status", Value::from("unknown"));
        record.put("is_final", Value::Bool(false));
        record.put("is_delivered", Value::Bool(false));
        MessageStatus::of(record)
    }
}

/// Longest time of a request while others wait for theirs: an equal share, or more if the server is only slow.
fn share(left: Duration, open: usize) -> Duration {
    if open <= 1 {
        return left;
    }
    let part = |count| left.checked_div(count).unwrap_or_default();
    part(u32::try_from(open).unwrap_or(u32::MAX)).max(SLOW.min(part(2)))
}

/// Time within which a slow server answers.
const SLOW: Duration = Duration::from_secs(5);

fn is_of_one_message(error: &Error) -> bool {
    error.retryable() || is_of_one_answer(error) || matches!(error.kind(), ErrorKind::NotFound | ErrorKind::BadRequest)
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
