//! The Arrow C stream of a data frame.
#![allow(unsafe_code)]

use std::ptr;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// The stream that `frame.__arrow_c_stream__()` makes; a `TypeError` if it makes something else.
pub(crate) fn of(frame: &Bound<'_, PyAny>) -> PyResult<FFI_ArrowArrayStream> {
    let capsule = frame.call_method0("__arrow_c_stream__")?;
    let pointer = capsule.cast::<PyCapsule>().ok().and_then(|c| c.pointer_checked(Some(c"arrow_array_stream")).ok());
    let wrong = || PyTypeError::new_err("source has an __arrow_c_stream__ that gives no Arrow stream");
    let pointer = pointer.ok_or_else(wrong)?;
    let pointer = pointer.as_ptr().cast::<FFI_ArrowArrayStream>();
    // SAFETY: a capsule of this name holds an ArrowArrayStream, by the Arrow PyCapsule interface. Moving it out leaves
    // a released one behind, so that the capsule's destructor does not release it again.
    Ok(unsafe { ptr::replace(pointer, FFI_ArrowArrayStream::empty()) })
}
