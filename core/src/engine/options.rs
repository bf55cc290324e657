//! Options of one call.

use std::time::Duration;

use crate::error::Error;
use crate::http::call::Interrupt;

/// Options of one call.
#[derive(Clone, Default)]
pub struct CallOptions {
    /// Time limit of the whole call. Default: the client's.
    pub timeout: Option<Duration>,
    /// Maximum number of retries. Default: the client's.
    pub max_retries: Option<u32>,
    /// Retry a send whose outcome is unknown, at the risk of sending it twice. Default: false.
    pub resend_unknown: bool,
    /// Polled every 50 ms during a wait, on the calling thread. `true` ends the call with
    /// [`crate::ErrorKind::Cancelled`].
    pub interrupt: Option<Interrupt>,
}

impl CallOptions {
    /// Reads a time that is given as a number of seconds, with the rules of every time in this library.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] with `name` if it is not above 0 and at most a day.
    pub fn seconds(name: &str, value: f64) -> Result<Duration, Error> {
        super::argument::seconds(name, value)
    }
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

/// Builder methods for the options of a namespace's calls.
macro_rules! options {
    ($name:ident) => {
        impl $name<'_> {
            /// Takes all options of the calls at once.
            #[must_use]
            pub fn options(mut self, options: $crate::engine::CallOptions) -> Self {
                self.options = options;
                self
            }

            /// Time for a whole call.
            #[must_use]
            pub fn timeout(mut self, time: std::time::Duration) -> Self {
                self.options.timeout = Some(time);
                self
            }

            /// How often a call may be repeated.
            #[must_use]
            pub fn max_retries(mut self, times: u32) -> Self {
                self.options.max_retries = Some(times);
                self
            }

            /// Repeats a send whose outcome is unknown, at the risk of sending it twice.
            #[must_use]
            pub fn resend_unknown(mut self, on: bool) -> Self {
                self.options.resend_unknown = on;
                self
            }
        }
    };
}
pub(crate) use options;
