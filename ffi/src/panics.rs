//! Where panics end.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::fault::{Fault, SMSBAT_OK, smsbat_code};

/// Runs the body of a function that can fail; a panic in it is a fault.
pub(crate) fn caught(body: impl FnOnce() -> Result<(), Fault>) -> Result<(), Fault> {
    // What the panic says may hold what the caller gave, so it is not repeated.
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| Err(smsbat_core::binding::panicked().into()))
}

/// Runs the body of a function that can fail and hands no error out.
pub(crate) fn code(body: impl FnOnce() -> Result<(), Fault>) -> smsbat_code {
    caught(body).map_or_else(|fault| fault.code(), |()| SMSBAT_OK)
}

/// Runs the body of a function that cannot fail; a panic in it gives `default`.
pub(crate) fn value<T>(default: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(default)
}
