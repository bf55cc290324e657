//! `messages.status` and `messages.wait`.

use std::borrow::Cow;
use std::time::Duration;

use crate::clock::{self, Instant};
use crate::config::Config;
use crate::engine::argument::ArgumentKind;
use crate::engine::{CallOptions, Endpoint, Engine, Operation, Request, check_time, operation};
use crate::error::{Error, ErrorKind};
use crate::error_body;
use crate::http::Answer;
use crate::http::call::{Interrupt, Stop};
use crate::messages::{MessageStatus, same_id};
use crate::model::{Record, Value, Wrap, read_record};
use crate::step::Step;

/// Time after a send in which the provider may not know the id yet.
pub(crate) const UNKNOWN_ID: Duration = Duration::from_secs(30);
/// The provider allows at most one status request a second for a message (`docs/provider/smsbat-api.md` §4).
const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);
/// Time for the last request before the deadline of a wait.
const LAST_REQUEST: Duration = Duration::from_millis(500);

operation! {
    /// Returns the delivery status of a message.
    Status<'a> = "messages.status" {
        /// Message id from a send.
        message_id: Cow<'a, str> [ArgumentKind::MessageId],
    }
    -> MessageStatus;
    on Get "/bat/message/{}", Messages, Data, Read;
    errors {
        NotFound = "The provider does not know the id. A new id may take some seconds to appear.",
        Validation = "The message has no id because it was not accepted, or the result has several messages. \
                      No request was made.",
    }
}

operation! {
    /// Polls the status of a message until it is final or the time is up, and returns the last one.
    ///
    /// The first request is made at once. An unknown id is tolerated for 30 seconds.
    Wait<'a> = "messages.wait" {
        /// Message id from a send.
        message_id: Cow<'a, str> [ArgumentKind::MessageId],
    }
    named {
        /// Seconds after which the last status is returned even if it is not final; check `is_final`.
        timeout: Duration = "120.0",
        /// Seconds between the first two requests, at least 1. The interval grows to at most twice this value.
        interval: Duration = "5.0",
    }
    -> MessageStatus = "The last `MessageStatus`. Reaching the timeout is not an error.";
    on Get "/bat/message/{}", Messages, Data, Read;
    by by_name;
    errors {
        NotFound = "The provider still does not know the id after 30 seconds.",
        Validation = "The message has no id because it was not accepted, or the result has several messages. \
                      No request was made.",
    }
}

fn by_name(engine: &Engine, given: Wait<'_>, options: &CallOptions) -> Result<MessageStatus, Error> {
    wait(engine, &given.message_id, given.timeout, given.interval, options)
}

impl Operation for Status<'_> {
    type Reply = MessageStatus;

    fn endpoint(&self) -> &Endpoint {
        &Self::ENDPOINT
    }

    fn request(&mut self, _: &Config) -> Result<Request, Error> {
        Ok(Request::to(Self::ENDPOINT.path_with("message_id", &self.message_id)?))
    }

    fn read(&mut self, answer: &Answer, _: &Config) -> Result<MessageStatus, Error> {
        let read = read_record(MessageStatus::class(), &answer.json());
        let mut status = match read {
            Ok(status) if is_of_another(&status, &self.message_id) => {
                return Err(error_body::unreadable(answer, "it is about another message"));
            }
            Ok(status) if !status.get("delivery_status").is_null() => status,
            other => {
                let why = || other.err().map_or_else(|| "it has no 'deliverystatus'".to_owned(), |e| e.to_string());
                return Err(error_body::refused_or_unreadable(answer, why));
            }
        };
        judge(&mut status);
        Ok(MessageStatus::of(status))
    }
}

fn is_of_another(status: &Record, message_id: &str) -> bool {
    status.get("message_id").as_str().is_some_and(|id| !same_id(id.trim(), message_id.trim()))
}

/// True for an error that says nothing of the next response to the same request.
pub(crate) fn is_of_one_answer(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Provider | ErrorKind::Response)
}

/// Words of a message that is not delivered any more (D29).
const LOST: [&str; 4] = ["undeliverable", "permanenterror", "failed", "expired"];

/// True for the word of a message that is not delivered any more.
#[cfg(feature = "bulk")]
pub(crate) fn is_lost(word: &str) -> bool {
    LOST.contains(&word)
}

/// Converts the status to lower case and sets the fields that it implies (D29).
pub(crate) fn judge(record: &mut Record) {
    let word = set_delivery(record, "delivery_status", &LOST);
    record.put("delivery_status", Value::from(word));
}

/// Sets `is_delivered` and `is_final` from the status in a field, and returns the status in lower case. `lost` are the
/// statuses of a message that will never be delivered.
pub(crate) fn set_delivery(record: &mut Record, field: &str, lost: &[&str]) -> String {
    let word = record.get(field).as_str().unwrap_or_default().to_ascii_lowercase();
    let delivered = matches!(word.as_str(), "delivered" | "read");
    record.put("is_delivered", Value::Bool(delivered));
    record.put("is_final", Value::Bool(delivered || lost.contains(&word.as_str())));
    word
}

/// A wait for a final status, one request at a time. The caller decides how to wait between the requests.
pub struct Waiting {
    engine: Engine,
    message_id: String,
    options: CallOptions,
    started: Instant,
    deadline: Instant,
    interval: Duration,
    step: Duration,
    last: Option<MessageStatus>,
    /// Goes on after a response that cannot be read.
    is_patient: bool,
    /// True if the last request had no status.
    has_failed: bool,
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Waiting").finish_non_exhaustive()
    }
}

pub(super) const WAIT: &str = Wait::ENDPOINT.name;

impl Waiting {
    pub(crate) fn new(
        engine: &Engine,
        message_id: &str,
        time: Duration,
        interval: Duration,
        options: &CallOptions,
    ) -> Result<Self, Error> {
        let named = |e: Error| e.of(WAIT);
        if interval < SHORTEST_INTERVAL {
            return Err(named(Error::invalid("interval", "min", "must be at least 1 second (the provider's rule)")));
        }
        check_time("interval", interval).and_then(|()| check_time("timeout", time)).map_err(named)?;
        let started = Instant::now();
        Ok(Self {
            engine: engine.clone(),
            message_id: message_id.to_owned(),
            options: options.clone(),
            started,
            deadline: clock::after(started, time),
            interval,
            step: interval,
            last: None,
            is_patient: false,
            has_failed: false,
        })
    }

    /// Returns the id of the message.
    pub(super) fn message_id(&self) -> &str {
        &self.message_id
    }

    /// Goes on after a response that cannot be read: the next one may be.
    pub(super) fn patient(self) -> Self {
        Self { is_patient: true, ..self }
    }

    /// Returns true if the last request had no status.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// Takes the last status that was not final.
    pub(super) fn take_last(&mut self) -> Option<MessageStatus> {
        self.last.take()
    }

    /// Makes one request. Returns the last status if it is final or if no time is left for another request.
    pub(crate) fn ask(&mut self, interrupt: Option<Interrupt>) -> Result<Step<MessageStatus>, Error> {
        self.ask_within(Duration::MAX, interrupt)
    }

    /// Does the same, with at most this time for the request.
    pub(super) fn ask_within(
        &mut self,
        most: Duration,
        interrupt: Option<Interrupt>,
    ) -> Result<Step<MessageStatus>, Error> {
        let named = |e: Error| e.with(|d| d.operation = Some(WAIT));
        let left = || self.deadline.saturating_duration_since(Instant::now());
        let timeout = self.options.timeout.unwrap_or(most).min(most).min(left()).max(Duration::from_millis(1));
        let options = CallOptions { timeout: Some(timeout), interrupt, ..self.options.clone() };
        let failure = match self.engine.run(Status { message_id: self.message_id.as_str().into() }, &options) {
            Ok(status) if status.is_final() => return Ok(Step::Item(status)),
            Ok(status) => {
                self.last = Some(status);
                None
            }
            Err(e) if e.kind() == ErrorKind::NotFound && self.last.is_none() && self.started.elapsed() < UNKNOWN_ID => {
                Some(e)
            }
            Err(e) if e.retryable() || (self.is_patient && is_of_one_answer(&e)) => Some(e),
            Err(e) => return Err(named(e)),
        };
        self.has_failed = failure.is_some();
        let jitter = self.step.mul_f64(0.9 + crate::random::unit() * 0.2).max(SHORTEST_INTERVAL);
        self.step = self.step.mul_f64(1.25).min(self.interval.saturating_mul(2));
        // The last request comes shortly before the deadline. When there is no time for it, the rest is not slept away.
        let last = || left().checked_sub(LAST_REQUEST).filter(|pause| *pause >= SHORTEST_INTERVAL);
        if let Some(pause) = if left() > jitter { Some(jitter) } else { last() } {
            return Ok(Step::After(pause));
        }
        match (self.last.take(), failure) {
            (Some(status), _) => Ok(Step::Item(status)),
            (None, Some(error)) => Err(named(error)),
            (None, None) => Err(named(Error::new(ErrorKind::Timeout, "no status arrived in time"))),
        }
    }
}

pub(crate) fn wait(
    engine: &Engine,
    message_id: &str,
    time: Duration,
    interval: Duration,
    options: &CallOptions,
) -> Result<MessageStatus, Error> {
    let mut waiting = Waiting::new(engine, message_id, time, interval, options)?;
    run(engine, WAIT, time, options, || waiting.ask(options.interrupt.clone()))
}

/// Calls `ask`, sleeping between calls, until it returns an item or an error.
pub(super) fn run<T>(
    engine: &Engine,
    operation: &'static str,
    time: Duration,
    options: &CallOptions,
    mut ask: impl FnMut() -> Result<Step<T>, Error>,
) -> Result<T, Error> {
    let call = engine.call(Status::ENDPOINT.api, &CallOptions { timeout: Some(time), ..options.clone() });
    loop {
        match ask()? {
            Step::Item(item) => return Ok(item),
            Step::After(pause) => {
                if let Err(Stop::Cancelled) = call.sleep(pause) {
                    let error = Error::new(ErrorKind::Cancelled, "the wait was cancelled");
                    return Err(error.with(|d| d.operation = Some(operation)));
                }
            }
        }
    }
}
