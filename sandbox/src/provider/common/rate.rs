//! Token buckets per account (`docs/provider/errors-and-limits.md` §4), on the real clock.

use std::collections::HashMap;
use std::time::Instant;

use crate::provider::common::credentials::Account;

/// Rate limit that a request counts toward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum RateClass {
    /// Sending: 100 requests a second, burst 150.
    Messaging,
    /// Everything that reads: 50 requests a second, burst 75.
    Data,
}

impl RateClass {
    fn per_second(self) -> f64 {
        match self {
            Self::Messaging => 100.0,
            Self::Data => 50.0,
        }
    }

    fn burst(self) -> f64 {
        match self {
            Self::Messaging => 150.0,
            Self::Data => 75.0,
        }
    }
}

/// Most accounts; beyond that all limits start anew, so that made-up keys cannot fill the memory.
const MAX_ACCOUNTS: usize = 10_000;

#[derive(Debug, Clone)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Rates {
    buckets: HashMap<(Account, RateClass), Bucket>,
}

impl Rates {
    /// Takes one token; false if there is none.
    pub(crate) fn take(&mut self, account: &Account, class: RateClass, now: Instant) -> bool {
        if self.buckets.len() >= MAX_ACCOUNTS {
            self.buckets.clear();
        }
        let bucket =
            self.buckets.entry((account.clone(), class)).or_insert_with(|| Bucket { tokens: class.burst(), at: now });
        let passed = now.saturating_duration_since(bucket.at).as_secs_f64();
        bucket.tokens = (bucket.tokens + passed * class.per_second()).min(class.burst());
        bucket.at = now;
        let free = bucket.tokens >= 1.0;
        if free {
            bucket.tokens -= 1.0;
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn burst_then_rate() {
        let mut rates = Rates::default();
        let account = Account::Key("test-key".into());
        let start = Instant::now();
        let taken = (0..200).filter(|_| rates.take(&account, RateClass::Messaging, start)).count();
        assert_eq!(taken, 150);
        let later = start + Duration::from_millis(105);
        assert_eq!((0..200).filter(|_| rates.take(&account, RateClass::Messaging, later)).count(), 10);
        assert_eq!((0..200).filter(|_| rates.take(&account, RateClass::Data, later)).count(), 75);
        let other = Account::Login("tester".into());
        assert!(rates.take(&other, RateClass::Messaging, later));
    }
}
