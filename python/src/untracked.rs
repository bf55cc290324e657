//! Objects that cannot be part of a cycle, taken off the garbage collector's lists: it would go through the thousands
//! of rows of a reply again and again.
#![allow(unsafe_code)]

use pyo3::ffi;
use pyo3::prelude::*;

/// Tells the collector not to look at `object`, which must not refer to any object that refers back to it.
pub(crate) fn untrack(object: &Bound<'_, PyAny>) {
    // SAFETY: the object is alive and of a type that the collector knows, as all of pyo3's are; one that is not
    // tracked may be untracked again, as its deallocation does.
    unsafe { ffi::PyObject_GC_UnTrack(object.as_ptr().cast()) }
}
