//! The panic boundary: no panic unwinds into C.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{Fault, SMSBAT_OK, smsbat_code, smsbat_codes, smsbat_error};
use crate::handle::give;

/// Runs the body of a function that can fail, and returns its error through `error`.
///
/// # Safety
/// `error` is `NULL` or may be written to.
pub(crate) unsafe fn call(error: *mut *mut smsbat_error, body: impl FnOnce() -> Result<(), Fault>) -> smsbat_code {
    if !error.is_null() {
        // SAFETY: not NULL, and the caller promised that it is writable.
        unsafe { error.write(std::ptr::null_mut()) };
    }
    let fault = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => return SMSBAT_OK,
        Ok(Err(fault)) => fault,
        // The panic message may contain the caller's data, so it is not repeated.
        Err(_) => Fault::from(smsbat_core::binding::panicked()),
    };
    let made = smsbat_error::new(fault);
    let code = made.code();
    if !error.is_null() {
        // SAFETY: as above.
        unsafe { error.write(give(made)) };
    }
    code
}

/// Runs the body of a function that returns only a code.
pub(crate) fn code(body: impl FnOnce() -> Result<(), Fault>) -> smsbat_code {
    let done = catch_unwind(AssertUnwindSafe(body));
    done.map_or(smsbat_codes::SMSBAT_ERROR_INTERNAL as smsbat_code, |result| {
        result.map_or_else(|fault| fault.code(), |()| SMSBAT_OK)
    })
}

/// Runs the body of a function that cannot fail. Returns `default` if it panics.
pub(crate) fn value<T>(default: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(default)
}

/// Panics inside the library, which must return `SMSBAT_ERROR_INTERNAL`. It is in no released library and in no header;
/// the library's own tests declare it.
#[cfg(any(debug_assertions, feature = "test-panic"))]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_test_panic(error: *mut *mut smsbat_error) -> smsbat_code {
    #[allow(clippy::panic)]
    let body = || -> Result<(), Fault> { panic!("asked for by smsbat_test_panic") };
    // SAFETY: the caller's promise.
    unsafe { call(error, body) }
}
