//! Catches panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::fault::{Fault, SMSBAT_OK, smsbat_code};

/// Runs the body of a function that can fail. A panic becomes a fault.
pub(crate) fn caught(body: impl FnOnce() -> Result<(), Fault>) -> Result<(), Fault> {
    // The panic message may contain the caller's data, so it is not repeated.
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| Err(smsbat_core::binding::panicked().into()))
}

/// Runs the body of a function that returns only a code.
pub(crate) fn code(body: impl FnOnce() -> Result<(), Fault>) -> smsbat_code {
    caught(body).map_or_else(|fault| fault.code(), |()| SMSBAT_OK)
}

/// Runs the body of a function that cannot fail. Returns `default` if it panics.
pub(crate) fn value<T>(default: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(default)
}
