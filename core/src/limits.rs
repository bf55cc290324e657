//! Limits of the provider that more than one API knows.

/// Messages that one request may carry (`docs/provider/errors-and-limits.md` §4).
pub const MAX_MESSAGES: usize = 5000;
