//! Limits that more than one module needs.

/// Largest number of messages in one request (`docs/provider/errors-and-limits.md` §4).
pub const MAX_MESSAGES: usize = 5000;

/// Most retries of a call.
pub(crate) const MAX_RETRIES: u32 = 100;

/// Smallest whole number from which on floats have gaps.
pub(crate) const EXACT: f64 = (1_u64 << 53) as f64;
