//! Options of one call.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::error::Error;
use crate::http::call::Interrupt;
use crate::limits::MAX_RETRIES;
use crate::time::{LONGEST_TIME, SECONDS};

/// Options of one call.
///
/// ```
/// use std::time::Duration;
///
/// let options = smsbat_core::CallOptions::new().timeout(Duration::from_secs(5)).max_retries(0);
/// # let _ = options;
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
#[must_use = "it has no effect until it is passed to a call"]
pub struct CallOptions {
    /// Time limit of the whole call. Default: the client's.
    pub timeout: Option<Duration>,
    /// Maximum number of retries. Default: the client's.
    pub max_retries: Option<u32>,
    /// Retry a send whose outcome is unknown, at the risk of sending it twice. Default: false.
    pub resend_unknown: bool,
    /// Called every 50 ms during a wait, on the calling thread. If it returns `true`, the call ends with
    /// [`crate::ErrorKind::Cancelled`].
    pub interrupt: Option<Interrupt>,
    /// File that makes [`crate::Messages::send`] safe to run again; see [`crate::Messages::journal`]. Every other call
    /// refuses it.
    pub journal: Option<PathBuf>,
}

/// Error text of a build without journals.
pub(crate) const NO_JOURNAL: &str = "this build has no journals: turn on the feature 'journal'";

impl CallOptions {
    /// Returns options that leave everything to the client's settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time limit of the whole call, above 0 and at most a day.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = Some(time);
        self
    }

    /// Sets the maximum number of retries.
    pub fn max_retries(mut self, times: u32) -> Self {
        self.max_retries = Some(times);
        self
    }

    /// Retries a send whose outcome is unknown, at the risk of sending it twice.
    pub fn resend_unknown(mut self, on: bool) -> Self {
        self.resend_unknown = on;
        self
    }

    /// Makes [`crate::Messages::send`] safe to run again; see [`crate::Messages::journal`].
    pub fn journal(mut self, path: impl Into<PathBuf>) -> Self {
        self.journal = Some(path.into());
        self
    }

    /// Calls a function every 50 ms during a wait, on the calling thread. If it returns `true`, the call ends with
    /// [`crate::ErrorKind::Cancelled`].
    pub fn interrupt(mut self, interrupt: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.interrupt = Some(Arc::new(interrupt));
        self
    }

    /// Reads a number of retries, with the limit of the setting.
    pub(crate) fn retries(digits: &str) -> Result<u32, Error> {
        // More than the type has are more than are allowed.
        let times = digits.parse().unwrap_or(u32::MAX);
        check_retries(times).map(|()| times)
    }

    /// Converts a number of seconds to a duration, with the limits that apply to every time in this library.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] with `name` if it is not above 0 and at most a day.
    pub fn seconds(name: &str, value: f64) -> Result<Duration, Error> {
        super::argument::seconds(name, value)
    }

    /// Checks time limit and retries, and that nothing is asked for that only another call can do.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.journal.is_some() {
            return Err(Error::invalid("journal", "unsupported", "is for messages.send only"));
        }
        self.max_retries.map_or(Ok(()), check_retries)?;
        match self.timeout {
            Some(Duration::ZERO) => Err(Error::invalid("timeout", "range", SECONDS)),
            Some(time) => check_time("timeout", time),
            None => Ok(()),
        }
    }
}

/// Refuses more retries than the setting allows.
fn check_retries(times: u32) -> Result<(), Error> {
    if times <= MAX_RETRIES { Ok(()) } else { Err(wrong_retries()) }
}

pub(crate) fn wrong_retries() -> Error {
    Error::invalid("max_retries", "range", format!("must be a whole number from 0 to {MAX_RETRIES}"))
}

/// Refuses a time of 0 or above the longest wait.
pub(crate) fn check_time(name: &str, time: Duration) -> Result<(), Error> {
    if time > LONGEST_TIME { Err(Error::invalid(name, "range", SECONDS)) } else { Ok(()) }
}

impl std::fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("max_retries", &self.max_retries)
            .field("resend_unknown", &self.resend_unknown)
            .finish_non_exhaustive()
    }
}

/// Defines builder methods for the options of a namespace's calls.
macro_rules! options {
    ($name:ident) => {
        impl $name<'_> {
            /// Sets all options of the calls at once.
            pub fn options(mut self, options: $crate::engine::CallOptions) -> Self {
                self.options = options;
                self
            }

            /// Sets the time limit of a whole call, above 0 and at most a day.
            pub fn timeout(mut self, time: std::time::Duration) -> Self {
                self.options = self.options.timeout(time);
                self
            }

            /// Sets the maximum number of retries.
            pub fn max_retries(mut self, times: u32) -> Self {
                self.options = self.options.max_retries(times);
                self
            }

            /// Calls a function every 50 ms during a wait, on the calling thread. If it returns `true`, the call ends
            /// with [`crate::ErrorKind::Cancelled`].
            pub fn interrupt(mut self, interrupt: impl Fn() -> bool + ::std::marker::Send + Sync + 'static) -> Self {
                self.options = self.options.interrupt(interrupt);
                self
            }

            /// Retries a send whose outcome is unknown, at the risk of sending it twice.
            pub fn resend_unknown(mut self, on: bool) -> Self {
                self.options = self.options.resend_unknown(on);
                self
            }
        }
    };
}
pub(crate) use options;
