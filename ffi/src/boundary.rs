//! The one panic boundary: no panic passes from here into C.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{Fault, SMSBAT_OK, smsbat_code, smsbat_error};
use crate::handle::give;

/// Runs the body of a function that can fail and hands its error out.
///
/// # Safety
/// `error` is NULL or may be written to.
pub(crate) unsafe fn call(error: *mut *mut smsbat_error, body: impl FnOnce() -> Result<(), Fault>) -> smsbat_code {
    if !error.is_null() {
        // SAFETY: not NULL, and the caller lets us write to it.
        unsafe { error.write(std::ptr::null_mut()) };
    }
    let fault = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => return SMSBAT_OK,
        Ok(Err(fault)) => fault,
        Err(payload) => Fault::from(smsbat_core::Error::internal(said(&*payload))),
    };
    let made = smsbat_error::new(fault);
    let code = made.code();
    if !error.is_null() {
        // SAFETY: as above.
        unsafe { error.write(give(made)) };
    }
    code
}

/// Runs the body of a function that cannot fail; a panic in it gives `default`.
pub(crate) fn value<T>(default: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(default)
}

fn said(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("a defect of this library, please report it: {}", text.unwrap_or("panic"))
}
