//! Options of tracking, and its progress.

use std::sync::Arc;
use std::time::Duration;

use super::summary::DeliveryCounts;
use crate::engine::{CallOptions, check_time};
use crate::error::Error;

/// Called with the counts of a tracking, on the thread that called `track`.
pub type TrackProgressFn = Arc<dyn Fn(&TrackProgress) + Send + Sync>;

/// Progress of a tracking.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct TrackProgress {
    /// Counts of the messages so far; the cost is summed up at the end.
    pub counts: DeliveryCounts,
    /// Requests made for statuses.
    pub requests: u64,
    /// Time since it began.
    pub elapsed: Duration,
    /// Part of the messages whose status is final, from 0 to 1.
    pub fraction: f64,
}

/// Default of `timeout` in seconds.
pub const TRACK_TIMEOUT: f64 = 600.0;

/// Options of [`crate::Messages::track`].
#[derive(Clone)]
#[non_exhaustive]
#[must_use = "they have no effect until they are passed to a call"]
pub struct TrackOptions {
    /// Time until it gives up on statuses that are not final, at most a day; 600 seconds by default. 0 makes no request:
    /// the summary has what is known already.
    pub timeout: Duration,
    /// Called about ten times a second and at the end, on the calling thread.
    pub progress: Option<TrackProgressFn>,
}

impl Default for TrackOptions {
    fn default() -> Self {
        Self { timeout: Duration::from_secs_f64(TRACK_TIMEOUT), progress: None }
    }
}

impl TrackOptions {
    /// Time until it gives up on statuses that are not final.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// Called about ten times a second and at the end, on the calling thread.
    pub fn progress(mut self, tell: impl Fn(&TrackProgress) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(tell));
        self
    }

    /// Converts a number of seconds to a `timeout`.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if it is not between 0 and a day.
    pub fn seconds(seconds: f64) -> Result<Duration, Error> {
        // Every other time must be above 0.
        if seconds == 0.0 {
            return Ok(Duration::ZERO);
        }
        CallOptions::seconds("timeout", seconds).map_err(|_| Self::wrong())
    }

    fn wrong() -> Error {
        Error::invalid("timeout", "range", "must be a number of seconds from 0 to 86400")
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        check_time("timeout", self.timeout).map_err(|_| Self::wrong())
    }
}

impl std::fmt::Debug for TrackOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TrackOptions").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}
