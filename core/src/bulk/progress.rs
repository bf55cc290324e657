//! Progress of a run.

use std::time::{Duration, SystemTime};

use crate::error::Outcome;

/// Counts of a run so far. `accepted`, `rejected`, `not_sent` and `unknown` add up to the rows that are settled.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct BulkProgress {
    /// Rows read from the source.
    pub read: u64,
    /// Rows the provider took.
    pub accepted: u64,
    /// Rows the provider said no to.
    pub rejected: u64,
    /// Rows that were not sent: they broke a rule or a limit, or their request was refused as a whole.
    pub not_sent: u64,
    /// Rows that may or may not have been sent.
    pub unknown: u64,
    /// Of all these, rows whose outcome an earlier run wrote into the journal.
    pub resumed: u64,
    /// Blank rows of a file, which were passed over and are in no other count.
    pub skipped: u64,
    /// SMS parts of the accepted rows, as the provider counts them; of this run only.
    pub parts: u64,
    /// Time since the run began.
    pub elapsed: Duration,
    /// Rows settled in this run for each second of it.
    pub rate: f64,
    /// Part of the source that is read, from 0 to 1, if the source knows.
    pub fraction: Option<f64>,
    /// End of the quiet hours that the run waits for; `None` while it does not wait.
    pub waiting_until: Option<SystemTime>,
    /// Time left at this pace, if the source knows how much of it is read.
    pub time_left: Option<Duration>,
}

impl BulkProgress {
    /// Rows with an outcome.
    pub fn settled(&self) -> u64 {
        [self.rejected, self.not_sent, self.unknown].into_iter().fold(self.accepted, u64::saturating_add)
    }

    pub(crate) fn count(&mut self, outcome: Outcome, rows: u64) {
        match outcome {
            Outcome::Accepted => self.accepted = self.accepted.saturating_add(rows),
            Outcome::Rejected => self.rejected = self.rejected.saturating_add(rows),
            Outcome::NotSent => self.not_sent = self.not_sent.saturating_add(rows),
            Outcome::Unknown => self.unknown = self.unknown.saturating_add(rows),
        }
    }

    /// Fills in what follows from the rest.
    pub(crate) fn at(mut self, elapsed: Duration, fraction: Option<f64>) -> Self {
        self.elapsed = elapsed;
        self.fraction = fraction.filter(|f| !f.is_nan()).map(|f| f.clamp(0.0, 1.0));
        let seconds = elapsed.as_secs_f64();
        self.rate = if seconds > 0.0 { self.settled().saturating_sub(self.resumed) as f64 / seconds } else { 0.0 };
        // What is read but not settled yet is a small part of a long run.
        self.time_left = self.fraction.and_then(|f| Duration::try_from_secs_f64(seconds * (1.0 - f) / f).ok());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_this_run() {
        let now = BulkProgress { accepted: 7, not_sent: 3, resumed: 4, ..BulkProgress::default() };
        let rate = |elapsed| now.at(elapsed, None).rate;
        assert_eq!([Duration::ZERO, Duration::from_secs(2)].map(rate), [0.0, 3.0]);
    }

    #[test]
    fn a_fraction_of_nearly_nothing_gives_no_time() {
        let at = |fraction| BulkProgress::default().at(Duration::from_secs(1), Some(fraction)).time_left;
        assert_eq!(at(0.5), Some(Duration::from_secs(1)));
        assert_eq!([at(f64::MIN_POSITIVE), at(f64::NAN), at(0.0), at(-1.0)], [None; 4]);
        assert_eq!(at(f64::INFINITY), Some(Duration::ZERO));
    }
}
