//! When each message is asked for: at intervals that grow with its age, so that a campaign needs few requests.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use super::table::Place;

/// Age at which a message is first asked for: hardly any is delivered sooner.
const FIRST: Duration = Duration::from_secs(5);
/// Shortest and longest interval. The provider advises 5 to 10 seconds with back-off, and never more than one request a
/// second for a message (`docs/provider/smsbat-api.md` §4).
const SHORTEST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(120);
/// Failures in a row after which no request is made for a while, and the longest such while.
const PATIENCE: u32 = 8;
const LONGEST_REST: Duration = Duration::from_secs(30);

/// Requests by the time at which they are due, counted from the start.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    due: BinaryHeap<Reverse<(Duration, Place)>>,
    /// Failures in a row.
    failures: u32,
    /// Before this time no request is made.
    rest: Duration,
}

impl Schedule {
    /// Plans the first request for a message of this age; for one of unknown age at once. `half` of the time that there is
    /// may pass until then.
    pub(super) fn first(&mut self, place: Place, age: Option<Duration>, half: Duration) {
        let due = age.map_or(Duration::ZERO, |age| FIRST.saturating_sub(age)).min(half);
        self.due.push(Reverse((due, place)));
    }

    /// Plans the next request for a message of this age. `jitter` is from 0 to 1.
    pub(super) fn again(&mut self, place: Place, now: Duration, age: Duration, jitter: f64) {
        let interval = age.checked_div(3).unwrap_or(age).clamp(SHORTEST, LONGEST);
        self.due.push(Reverse((now.saturating_add(interval.mul_f64(1.0 + jitter * 0.1)), place)));
    }

    /// Notes how a request ended. When the server fails, there is a rest between requests that grows.
    pub(super) fn ended(&mut self, well: bool, now: Duration) {
        self.failures = if well { 0 } else { self.failures.saturating_add(1) };
        if self.failures >= PATIENCE {
            let rest = Duration::from_secs(1 << self.failures.saturating_sub(PATIENCE).min(5)).min(LONGEST_REST);
            self.rest = self.rest.max(now.saturating_add(rest));
        }
    }

    /// Takes a message that is due.
    pub(super) fn take(&mut self, now: Duration) -> Option<Place> {
        if now < self.rest || self.next()? > now {
            return None;
        }
        self.due.pop().map(|Reverse((_, place))| place)
    }

    /// When the next request is due.
    pub(super) fn next(&self) -> Option<Duration> {
        self.due.peek().map(|Reverse((due, _))| (*due).max(self.rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn intervals_grow_with_the_age() {
        let mut schedule = Schedule::default();
        schedule.first(1, Some(seconds(2)), seconds(300));
        schedule.first(2, None, seconds(300));
        schedule.first(3, Some(seconds(3600)), seconds(300));
        assert_eq!((schedule.take(seconds(0)), schedule.take(seconds(0))), (Some(2), Some(3)));
        assert_eq!((schedule.take(seconds(2)), schedule.take(seconds(3))), (None, Some(1)));
        let (mut now, mut asked) = (seconds(0), 1);
        while now < seconds(600) {
            schedule.again(1, now, now, 0.5);
            now = schedule.next().unwrap_or_default();
            assert_eq!(schedule.take(now), Some(1));
            asked += 1;
        }
        assert!((15..20).contains(&asked), "{asked}");
    }

    #[test]
    fn a_server_that_fails_is_left_alone_for_a_while() {
        let mut schedule = Schedule::default();
        (0..20).for_each(|place| schedule.first(place, None, seconds(300)));
        for _ in 0..PATIENCE {
            assert!(schedule.take(seconds(0)).is_some());
            schedule.ended(false, seconds(0));
        }
        assert_eq!((schedule.take(seconds(0)), schedule.next()), (None, Some(seconds(1))));
        assert!(schedule.take(seconds(1)).is_some());
        (0..20).for_each(|_| schedule.ended(false, seconds(1)));
        assert_eq!(schedule.next(), Some(seconds(31)));
        schedule.ended(true, seconds(31));
        assert!(schedule.take(seconds(31)).is_some() && schedule.take(seconds(31)).is_some());
    }
}
