//! Exit codes.

/// Exit code when the provider took everything, or when there was nothing to take.
pub(crate) const DONE: u8 = 0;
/// Exit code when the provider refused, or a call failed and certainly nothing was sent.
pub(crate) const REFUSED: u8 = 1;
/// Exit code for wrong arguments or settings.
pub(crate) const USAGE: u8 = 2;
/// Exit code when the outcome is unknown: it may have been sent.
pub(crate) const UNKNOWN: u8 = 3;
/// Exit code of `wait` and `track` when a status is not final yet.
pub(crate) const NOT_FINAL: u8 = 4;
/// Exit code when all went well but standard output could not be written.
pub(crate) const UNWRITTEN: u8 = 5;
