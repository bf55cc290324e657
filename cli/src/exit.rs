//! Exit codes.

/// Exit code if the provider accepted everything, or there was nothing to accept.
pub(crate) const DONE: u8 = 0;
/// Exit code if the provider refused, or a call failed and certainly nothing was sent. Of `status` and `wait`: if the message
/// will not be delivered.
pub(crate) const REFUSED: u8 = 1;
/// Exit code for wrong arguments or settings.
pub(crate) const USAGE: u8 = 2;
/// Exit code if the outcome is unknown: it may have been sent. Of `status` and `wait`: if the delivery status is not known.
pub(crate) const UNKNOWN: u8 = 3;
/// Exit code of `wait` and `track` if a status is not yet final.
pub(crate) const NOT_FINAL: u8 = 4;
/// Exit code if everything succeeded but standard output could not be written.
pub(crate) const UNWRITTEN: u8 = 5;
