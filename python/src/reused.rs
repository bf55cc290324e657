//! Reuses the objects of rows that a loop no longer holds, as `zip` does with its tuples. Making and freeing an object for
//! each row takes twice as long as reading it.
#![allow(unsafe_code)]

use std::cell::Cell;
use std::ptr;

use pyo3::PyClass;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::True;
use smsbat_core::Parts;

/// The base of the classes of rows, which has the record.
pub(crate) trait Base: PyClass<Frozen = True> + Sync {
    /// Turns this into another row of the table. Returns false if that is not possible.
    fn turn(&mut self, rows: &Parts, index: usize) -> bool;
}

/// A class whose objects hold some values of their row.
pub(crate) trait Held: PyClass<Frozen = True, BaseType: Base> + Sync {
    /// The values of this row.
    fn of(py: Python<'_>, row: &Self::BaseType) -> PyResult<Self>;
}

/// Turns an object that nobody else holds into the row at this index. Returns false if it cannot be reused.
pub(crate) type Turn = fn(&Bound<'_, PyAny>, &Parts, usize) -> PyResult<bool>;

/// See [`Turn`].
pub(crate) fn turn<T: Held>(object: &Bound<'_, PyAny>, rows: &Parts, index: usize) -> PyResult<bool> {
    let Ok(row) = object.cast_exact::<T>() else { return Ok(false) };
    // SAFETY: the object is alive.
    if unsafe { ffi::Py_REFCNT(object.as_ptr()) } != 1 {
        return Ok(false);
    }
    let base = place_in(object, row.as_super().get());
    // SAFETY: the only reference to the object is ours, so nobody reads it, and what follows runs no code of the program:
    // it makes texts, which the collector does not look at, and frees others.
    let base = unsafe { &mut *base };
    if !base.turn(rows, index) {
        return Ok(false);
    }
    let held = T::of(object.py(), base)?;
    // SAFETY: as above.
    unsafe { *place_in(object, row.get()) = held };
    Ok(true)
}

/// Returns a pointer to a part of an object, derived from the interpreter's pointer. One that is derived from a shared
/// reference must not be written through.
fn place_in<T>(object: &Bound<'_, PyAny>, part: &T) -> *mut T {
    let whole = object.as_ptr().cast::<u8>();
    let offset = ptr::from_ref(part).addr().wrapping_sub(whole.addr());
    whole.wrapping_add(offset).cast()
}

/// Rows that an iterator returned last. The loop still holds the last one while it asks for the next.
#[derive(Default)]
pub(crate) struct LastRows {
    last: Cell<Option<Py<PyAny>>>,
    before: Cell<Option<Py<PyAny>>>,
    next: Cell<usize>,
}

// SAFETY: methods of Python objects run with the interpreter's lock, which a free-threaded interpreter turns on for this
// module (`gil_used`). No borrow of a cell lives while code of the program may run.
unsafe impl Sync for LastRows {}

impl LastRows {
    /// Index of the next row.
    pub(crate) fn next(&self) -> usize {
        self.next.get()
    }

    /// Returns the next of these rows: a reused object, or one from `make`.
    pub(crate) fn row<'py>(
        &self,
        py: Python<'py>,
        rows: &Parts,
        turn: Option<Turn>,
        make: impl FnOnce(usize) -> PyResult<Option<Bound<'py, PyAny>>>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        // Moves on past the end, too. Wrapping around would take longer than any program runs.
        let index = self.next.replace(self.next.get().wrapping_add(1));
        let Some(turn) = turn else { return make(index) };
        let free = self.before.take().map(|row| row.into_bound(py));
        let row = match free {
            Some(row) if turn(&row, rows, index)? => row,
            _ => match make(index)? {
                Some(row) => row,
                None => return Ok(None),
            },
        };
        self.before.set(self.last.replace(Some(row.clone().unbind())));
        Ok(Some(row))
    }
}
