//! Flags that stop a run.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::http::call::Interrupt;

#[derive(Default)]
pub(super) struct StopFlags {
    interrupt: Option<Interrupt>,
    /// Result of the last poll.
    polled: AtomicBool,
    /// Set when the interrupt ends the run; the run takes it away.
    pub(super) interrupted: AtomicBool,
    /// Begin no more chunks.
    pub(super) stop: AtomicBool,
    /// Cut off what is under way.
    pub(super) abort: AtomicBool,
}

impl StopFlags {
    pub(super) fn new(interrupt: Option<Interrupt>) -> Self {
        Self { interrupt, ..Self::default() }
    }

    /// Polls the interrupt, on the caller's thread. Its first true ends the run in order, a second one cuts off what is
    /// under way.
    pub(super) fn poll(&self) {
        let now = self.interrupt.as_ref().is_some_and(|interrupt| interrupt());
        if now && !self.polled.load(Ordering::Acquire) {
            let second = self.stop.swap(true, Ordering::AcqRel);
            if second { &self.abort } else { &self.interrupted }.store(true, Ordering::Release);
        }
        self.polled.store(now, Ordering::Release);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }

    pub(super) fn is_aborted(&self) -> bool {
        self.abort.load(Ordering::Acquire)
    }
}
