//! Client-side rate limits, shared by the threads of a client.

use std::sync::Mutex;
use std::time::Duration;

use crate::clock::{self, Instant};

/// Rate limit that applies to a request (`docs/provider/errors-and-limits.md` §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum RateClass {
    /// Sends: 100 requests a second, bursts of 150.
    Messaging,
    /// Status and information: 50 requests a second, bursts of 75.
    Data,
}

/// Client-side rate limits: requests per second and the largest burst, for each class.
///
/// The defaults are the provider's limits: 100 per second with bursts of 150 for sends, and 50 per second with bursts
/// of 75 for status and information (`docs/provider/errors-and-limits.md` §4).
///
/// ```
/// let limit = smsbat_core::RateLimit::new((20, 30), (10, 15));
/// let client = smsbat_core::Client::builder().rate_limit(limit).build()?;
/// # let _ = client;
/// # Ok::<(), smsbat_core::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Sends: requests per second, and largest burst.
    pub messaging: (u32, u32),
    /// Status and information: requests per second, and largest burst.
    pub data: (u32, u32),
}

impl RateLimit {
    /// Creates limits from requests per second and the largest burst: for sends, and for status and information. 0
    /// counts as 1.
    pub fn new(messaging: (u32, u32), data: (u32, u32)) -> Self {
        Self { messaging, data }
    }
}

impl Default for RateLimit {
    fn default() -> Self {
        Self { messaging: (100, 150), data: (50, 75) }
    }
}

/// One bucket for each class.
#[derive(Debug)]
pub(crate) struct Buckets {
    messaging: Bucket,
    data: Bucket,
}

impl Buckets {
    pub(crate) fn new(limit: RateLimit) -> Self {
        Self { messaging: Bucket::new(limit.messaging), data: Bucket::new(limit.data) }
    }

    /// Takes a token and returns the wait before its use. If the wait would be longer than `most`, takes none and
    /// returns `None`.
    pub(crate) fn take(&self, class: RateClass, now: Instant, most: Duration) -> Option<Duration> {
        match class {
            RateClass::Messaging => self.messaging.take(now, most),
            RateClass::Data => self.data.take(now, most),
        }
    }
}

/// Generic cell rate algorithm. Its only state is the time at which the bucket will be full again.
#[derive(Debug)]
struct Bucket {
    interval: Duration,
    slack: Duration,
    full_at: Mutex<Option<Instant>>,
}

impl Bucket {
    fn new((rate, burst): (u32, u32)) -> Self {
        let interval = Duration::from_secs(1).checked_div(rate).unwrap_or(Duration::from_secs(1));
        Self { interval, slack: interval.saturating_mul(burst.max(1)), full_at: Mutex::new(None) }
    }

    fn take(&self, now: Instant, most: Duration) -> Option<Duration> {
        // The lock cannot be poisoned, because nothing in here panics.
        let mut full_at = self.full_at.lock().unwrap_or_else(|e| e.into_inner());
        let next = clock::after(full_at.map_or(now, |t| t.max(now)), self.interval);
        let wait = next.saturating_duration_since(now).saturating_sub(self.slack);
        if wait > most {
            return None;
        }
        *full_at = Some(next);
        Some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_the_rate() {
        let bucket = Bucket::new((100, 150));
        let now = Instant::now();
        for i in 0..150 {
            assert_eq!(bucket.take(now, Duration::MAX), Some(Duration::ZERO), "{i}");
        }
        assert_eq!(bucket.take(now, Duration::MAX), Some(Duration::from_millis(10)));
        assert_eq!(bucket.take(now, Duration::MAX), Some(Duration::from_millis(20)));
        assert_eq!(bucket.take(now, Duration::from_millis(5)), None);
        // A refusal takes no token.
        assert_eq!(bucket.take(clock::after(now, Duration::from_millis(20)), Duration::ZERO), None);
        assert_eq!(bucket.take(clock::after(now, Duration::from_millis(30)), Duration::ZERO), Some(Duration::ZERO));
        // A long pause fills it, and no more than that.
        let later = clock::after(now, Duration::from_secs(60));
        for i in 0..150 {
            assert_eq!(bucket.take(later, Duration::ZERO), Some(Duration::ZERO), "{i}");
        }
        assert_eq!(bucket.take(later, Duration::ZERO), None);
    }
}
