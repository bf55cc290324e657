//! A space: a separate state for one API key, so that parallel tests do not interfere.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::state::State;

/// Most spaces.
pub(crate) const MAX_SPACES: usize = 1_000;

/// A state, and a signal for its changes.
#[derive(Debug)]
pub(crate) struct Space {
    /// The API key that it belongs to; none for the shared space.
    pub(crate) key: Option<String>,
    state: Mutex<State>,
    changed: Notify,
    version: AtomicU64,
    logged: Notify,
    closed: AtomicBool,
    /// Hash of what was saved last.
    kept: AtomicU64,
    hasher: RandomState,
}

impl Space {
    pub(crate) fn new(key: Option<String>, state: State) -> Self {
        let (version, closed) = (AtomicU64::new(1), AtomicBool::new(false));
        let (kept, hasher) = (AtomicU64::new(0), RandomState::new());
        let (changed, logged) = (Notify::new(), Notify::new());
        Self { key, state: Mutex::new(state), changed, version, logged, closed, kept, hasher }
    }

    /// Locks the state. Never hold it across an `await`.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.act() {
            self.changed();
        }
        state
    }

    /// Wakes the tasks that wait for a change.
    pub(crate) fn changed(&self) {
        self.version.fetch_add(1, Ordering::AcqRel);
        self.changed.notify_waiters();
    }

    /// Wakes the pages that show requests. A request that only reads changes nothing else.
    pub(crate) fn logged(&self) {
        self.logged.notify_waiters();
    }

    /// Completes at the next [`Space::logged`].
    pub(crate) fn log(&self) -> impl Future<Output = ()> {
        self.logged.notified()
    }

    /// Completes at the next [`Space::changed`].
    pub(crate) fn change(&self) -> impl Future<Output = ()> {
        self.changed.notified()
    }

    /// Grows with each change.
    pub(crate) fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// Returns true if this differs from the last saved state.
    pub(crate) fn is_new(&self, kept: &str) -> bool {
        let hash = self.hasher.hash_one(kept);
        self.kept.swap(hash, Ordering::AcqRel) != hash
    }

    /// Ends the tasks of this space.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.changed();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}
