//! The Arrow C stream of a data frame.
#![allow(unsafe_code)]

use std::ptr;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// The stream that `frame.__arrow_c_stream__()` makes.
pub(crate) fn of(frame: &Bound<'_, PyAny>) -> PyResult<FFI_ArrowArrayStream> {
    let capsule = frame.call_method0("__arrow_c_stream__")?;
    let capsule = capsule.cast::<PyCapsule>()?;
    let pointer = capsule.pointer_checked(Some(c"arrow_array_stream"))?.as_ptr().cast::<FFI_ArrowArrayStream>();
    // SAFETY: a capsule of this name holds an ArrowArrayStream, by the Arrow PyCapsule interface. Moving it out leaves
    // a released one behind, so that the capsule's destructor does not release it again.
    Ok(unsafe { ptr::replace(pointer, FFI_ArrowArrayStream::empty()) })
}
