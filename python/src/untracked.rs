//! Objects that cannot be part of a cycle, taken off the garbage collector's lists: it would go through the thousands
//! of rows of a reply again and again.
#![allow(unsafe_code)]

use std::ffi::c_int;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyType;

/// Tells the collector not to look at `object`, which must not refer to any object that refers back to it.
pub(crate) fn untrack(object: &Bound<'_, PyAny>) {
    // SAFETY: the object is alive and of a type that the collector knows, as all of pyo3's are; one that is not
    // tracked may be untracked again, as its deallocation does.
    unsafe { ffi::PyObject_GC_UnTrack(object.as_ptr().cast()) }
}

/// Makes a base for classes whose objects live as long as the program: those of `Outcome`. The collector keeps a tuple or
/// dict with such an object on its lists if it can be part of a cycle, and so a program's list of ids and outcomes would be
/// gone through again and again.
pub(crate) fn uncollected(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
    extern "C" fn is_collected(_: *mut ffi::PyObject) -> c_int {
        0
    }
    let doc = c"Base of a class of which no object is ever freed.";
    let mut slots = [
        ffi::PyType_Slot { slot: ffi::Py_tp_is_gc, pfunc: is_collected as *mut _ },
        ffi::PyType_Slot { slot: ffi::Py_tp_doc, pfunc: doc.as_ptr().cast_mut().cast() },
        ffi::PyType_Slot::default(),
    ];
    let mut spec = ffi::PyType_Spec {
        name: c"smsbat._smsbat._Uncollected".as_ptr(),
        basicsize: size_of::<ffi::PyObject>() as c_int,
        itemsize: 0,
        flags: (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_BASETYPE) as _,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: name and text are static, the slots end with an empty one, and the function is what that slot takes. The type
    // adds nothing to `object`. The collector takes its objects for those of a static type, as which they are never freed.
    unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyType_FromSpec(&raw mut spec)) }?.cast_into().map_err(Into::into)
}
