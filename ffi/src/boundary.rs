//! The panic boundary: no panic unwinds into C.

use crate::error::smsbat_error;
use crate::fault::{Fault, SMSBAT_OK, smsbat_code};
use crate::handle::give;
use crate::panics::caught;
pub(crate) use crate::panics::{code, value};

/// Runs the body of a function that can fail, and returns its error through `error`.
///
/// # Safety
/// `error` is `NULL` or may be written to.
pub(crate) unsafe fn call(error: *mut *mut smsbat_error, body: impl FnOnce() -> Result<(), Fault>) -> smsbat_code {
    if !error.is_null() {
        // SAFETY: not NULL, and the caller promised that it is writable.
        unsafe { error.write(std::ptr::null_mut()) };
    }
    let Err(fault) = caught(body) else { return SMSBAT_OK };
    let made = smsbat_error::new(fault);
    let code = made.code();
    if !error.is_null() {
        // SAFETY: as above.
        unsafe { error.write(give(made)) };
    }
    code
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
