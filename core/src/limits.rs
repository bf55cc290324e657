//! Limits of the provider that apply to more than one API.

/// Largest number of messages in one request (`docs/provider/errors-and-limits.md` §4).
pub const MAX_MESSAGES: usize = 5000;

/// Most retries of a call.
pub(crate) const MAX_RETRIES: u32 = 100;
