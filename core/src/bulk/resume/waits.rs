//! Waits for another program that holds a journal.

use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "journal")]
use rusqlite::ErrorCode;

#[cfg(feature = "journal")]
use crate::clock::{self, Instant, SLICE};
#[cfg(feature = "journal")]
use crate::descriptors;
#[cfg(feature = "journal")]
use crate::error::Error;

/// Longest wait of an open or a read for another program.
pub(crate) const LONGEST_HOLD_UP: Duration = Duration::from_secs(30);
/// Longest time to retry an open that failed for no known reason.
#[cfg(feature = "journal")]
const SCARCE: Duration = Duration::from_secs(2);

/// Decides, from the time waited so far, whether to wait longer for another program.
pub(crate) type Patience<'a> = &'a mut dyn FnMut(Duration) -> bool;

/// Waits of a run for another program that holds its journal.
#[cfg_attr(not(feature = "journal"), expect(dead_code, reason = "there is no journal to wait for"))]
pub(crate) struct Waits {
    /// Longest single wait of SQLite for a write. Meanwhile no new reader gets in before it, and no interrupt is polled.
    pub(crate) write: Duration,
    /// Patience of opening and reading, which happen on the caller's thread.
    pub(crate) patience: Arc<dyn Fn(Duration) -> bool + Send + Sync>,
}

/// Repeats a piece of work while another program holds the file and the caller has patience.
#[cfg(feature = "journal")]
pub(super) fn patiently<T>(
    patience: &dyn Fn(Duration) -> bool,
    mut work: impl FnMut() -> Result<T, Error>,
) -> Result<T, Error> {
    let begun = Instant::now();
    loop {
        match work() {
            Err(error) if error.is_in_use() && patience(begun.elapsed()) => clock::sleep(SLICE),
            result => return result,
        }
    }
}

/// The wait of one transaction for another program or for a descriptor.
#[cfg(feature = "journal")]
pub(super) struct Wait {
    begun: Instant,
    told: bool,
}

#[cfg(feature = "journal")]
impl Wait {
    pub(super) fn new() -> Self {
        Self { begun: Instant::now(), told: false }
    }

    /// Waits a little and returns true if the transaction is worth another try.
    pub(super) fn go_on(&mut self, error: &rusqlite::Error, patience: Patience<'_>) -> bool {
        let waited = self.begun.elapsed();
        let again = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy) => {
                let again = patience(waited);
                if again && !std::mem::replace(&mut self.told, true) {
                    log::warn!(target: "smsbat", "another program holds the journal up; the run waits for it");
                }
                again
            }
            // For a while in any case: a descriptor may come free before we look, and be taken again before SQLite asks.
            Some(ErrorCode::CannotOpen) => {
                let most = if descriptors::exhausted() { LONGEST_HOLD_UP } else { SCARCE };
                waited < most && patience(waited)
            }
            _ => false,
        };
        if again {
            clock::sleep(SLICE);
        }
        again
    }
}
