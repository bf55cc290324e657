//! Reports each attempt of a call: to the log and to the program's own function.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::{Api, Endpoint};
use crate::error::{Error, ErrorKind, Outcome};
use crate::http::Answer;
use crate::http::retry::Effect;

/// One attempt of a call, for [`crate::ClientBuilder::on_attempt`]. Contains no key and no personal value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// Name of the operation, such as `messages.send`.
    pub operation: &'static str,
    /// Number of the attempt: 1, then 2 for the first retry. A renewed token of ChatHub starts again at 1.
    pub attempt: u32,
    /// Success, or the kind of the error.
    pub result: Result<(), ErrorKind>,
    /// HTTP status, if a response arrived.
    pub status_code: Option<u16>,
    /// Outcome of this attempt: `Accepted` if the provider answered the request. Each row of the reply has its own.
    pub outcome: Outcome,
    /// Time from the start of the attempt to the end of its response, including a wait for the client's rate limit.
    pub duration: Duration,
    /// The provider's id of the request.
    pub request_id: Option<String>,
    /// Wait before the next attempt; `None` if there is none.
    pub retry_in: Option<Duration>,
    /// The API that was called.
    pub api: Api,
}

impl Attempt {
    /// Returns `ok`, or the kind of the error, such as `timeout`.
    pub fn result_name(&self) -> &'static str {
        self.result.map_or_else(ErrorKind::as_str, |()| "ok")
    }

    /// Returns the number and the time of an attempt of this operation, without its result.
    pub(super) fn of(endpoint: &Endpoint, attempt: u32, duration: Duration) -> Self {
        Self {
            operation: endpoint.name,
            attempt,
            result: Ok(()),
            status_code: None,
            outcome: Outcome::Accepted,
            duration,
            request_id: None,
            retry_in: None,
            api: endpoint.api,
        }
    }

    pub(super) fn answered(self, answer: &Answer) -> Self {
        Self { status_code: Some(answer.status), request_id: answer.request_id(), ..self }
    }

    pub(super) fn failed(self, error: &Error, effect: Effect) -> Self {
        Self {
            result: Err(error.kind()),
            status_code: error.status_code().or(self.status_code),
            outcome: if effect == Effect::Read { Outcome::NotSent } else { error.outcome() },
            request_id: error.request_id().map(str::to_owned).or(self.request_id),
            ..self
        }
    }
}

type Function = dyn Fn(&Attempt) + Send + Sync;

/// The program's function for attempts.
#[derive(Clone, Default)]
pub(crate) struct Observer(Option<Arc<Function>>);

impl Observer {
    pub(crate) fn new(function: impl Fn(&Attempt) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(function)))
    }

    /// Returns true if an attempt is worth a look at the clock.
    pub(super) fn wants(&self) -> bool {
        self.0.is_some() || log::log_enabled!(target: "smsbat", log::Level::Debug)
    }

    /// Logs one line for an attempt and calls the function. If it panics, the call goes on.
    pub(super) fn tell(&self, attempt: &Attempt) {
        log::debug!(
            target: "smsbat",
            "{} attempt={} result={} status={} ms={} request_id={}",
            attempt.operation,
            attempt.attempt,
            attempt.result_name(),
            attempt.status_code.map_or_else(|| "-".to_owned(), |s| s.to_string()),
            attempt.duration.as_millis(),
            attempt.request_id.as_deref().unwrap_or("-"),
        );
        let Some(function) = &self.0 else { return };
        if catch_unwind(AssertUnwindSafe(|| function(attempt))).is_err() {
            log::warn!(target: "smsbat", "on_attempt panicked; the call goes on");
        }
    }
}
