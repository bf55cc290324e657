//! The sandbox's clock: runs with real time, and can be frozen and advanced.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

/// A point in time: milliseconds since 1970.
pub(crate) type Millis = u64;

/// Wall time at the start, plus the time since then unless frozen, plus every advance.
#[derive(Debug)]
pub(crate) struct Clock {
    at: Millis,
    since: Instant,
    frozen: bool,
}

impl Clock {
    pub(crate) fn new(frozen: bool) -> Self {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { at: millis(wall), since: Instant::now(), frozen }
    }

    /// A clock that is at this time now.
    pub(crate) fn starting(at: Millis, frozen: bool) -> Self {
        Self { at, since: Instant::now(), frozen }
    }

    pub(crate) fn now(&self) -> Millis {
        if self.frozen { self.at } else { self.at.saturating_add(millis(self.since.elapsed())) }
    }

    /// Tenths of a second by which it is ahead of the wall clock.
    pub(crate) fn ahead(&self) -> u64 {
        self.now().saturating_sub(Self::new(false).at) / 100
    }

    /// A copy that continues from now, as late as this moment is.
    pub(crate) fn copy(&self) -> Self {
        Self { at: self.now(), since: Instant::now(), frozen: self.frozen }
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.at = self.at.saturating_add(millis(by));
    }

    /// Freezes it at this time.
    pub(crate) fn freeze_at(&mut self, at: Millis) {
        self.at = at;
        self.frozen = true;
    }

    pub(crate) fn set_frozen(&mut self, frozen: bool) {
        self.at = self.now();
        self.since = Instant::now();
        self.frozen = frozen;
    }
}

fn millis(duration: Duration) -> Millis {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The time as a timestamp; none if it is too late for one.
pub(crate) fn timestamp(at: Millis) -> Option<Timestamp> {
    Timestamp::from_millisecond(i64::try_from(at).ok()?).ok()
}

/// RFC 3339 in UTC, with milliseconds.
pub(crate) fn rfc3339(at: Millis) -> String {
    timestamp(at).map_or_else(|| "9999-12-31T23:59:59.999Z".to_owned(), |time| format!("{time:.3}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_told() {
        let mut clock = Clock::new(true);
        let start = clock.now();
        clock.advance(Duration::from_millis(1500));
        assert_eq!(clock.now(), start + 1500);
        clock.set_frozen(false);
        assert!(clock.now() >= start + 1500);
    }

    #[test]
    fn times_are_written_with_milliseconds() {
        assert_eq!(rfc3339(1_777_907_100_250), "2026-05-04T15:05:00.250Z");
        assert_eq!(rfc3339(u64::MAX), "9999-12-31T23:59:59.999Z");
    }
}
