//! Items of what a caller passed as an iterable.

use std::iter::Take;
use std::sync::atomic::Ordering;

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyIterator, PyList, PyMapping, PyTuple};
use smsbat_core::binding;

use crate::error::type_name;
use crate::{call, error};

/// Items between two looks at whether the call was stopped: some milliseconds, after which Python's own code also lets
/// another thread run.
const STEP: usize = 4096;

/// Most items of an iterator that does not know how many it has: more than any call takes, and still little memory.
const MOST: usize = 1_000_000;

/// Iterates over what was given. An iterator of `itertools` may be endless and runs no Python code that a signal could
/// interrupt, so it is stopped here.
pub(crate) struct Items<'py> {
    items: Bound<'py, PyIterator>,
    read: usize,
    /// Name of the argument, if the iterator may be endless.
    endless: Option<String>,
}

impl<'py> Items<'py> {
    /// Refuses what gives no items of a list when it is iterated over: names of columns, keys, numbers of bytes.
    pub(crate) fn of(given: &Bound<'py, PyAny>) -> PyResult<Self> {
        let is_list = given.is_exact_instance_of::<PyList>() || given.is_exact_instance_of::<PyTuple>();
        let is_bytes = || given.is_instance_of::<PyBytes>() || given.is_instance_of::<PyByteArray>();
        if !is_list && (has_columns(given) || given.cast::<PyMapping>().is_ok() || is_bytes()) {
            return Err(PyTypeError::new_err(format!("{} is no list", type_name(given))));
        }
        Ok(Self { items: given.try_iter()?, read: 0, endless: None })
    }

    /// For items that are all kept. An iterator that gives too many is refused, for the argument `name`.
    pub(crate) fn bounded(given: &Bound<'py, PyAny>, name: &str) -> PyResult<Self> {
        let endless = given.len().is_err().then(|| name.to_owned());
        Ok(Self { endless, ..Self::of(given)? })
    }

    /// For a list of at most `most` items. A longer one is read by its length, so that the error says how many there are;
    /// of an iterator, one more than are allowed is enough to be refused.
    pub(crate) fn up_to(given: &Bound<'py, PyAny>, name: &str, most: usize) -> PyResult<Take<Self>> {
        Ok(Self::bounded(given, name)?.take(given.len().unwrap_or_default().max(most.saturating_add(1))))
    }
}

impl<'py> Iterator for Items<'py> {
    type Item = PyResult<Bound<'py, PyAny>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read = self.read.wrapping_add(1);
        if self.read.is_multiple_of(STEP)
            && let Err(stopped) = look(self.items.py())
        {
            return Some(Err(stopped));
        }
        if self.read > MOST
            && let Some(name) = &self.endless
        {
            let message = format!("gives more than {MOST} items; an endless iterator is no list");
            return Some(Err(error::invalid(self.items.py(), name, "count", &message)));
        }
        self.items.next()
    }
}

/// Returns true for a frame. Its class is asked: a lazy frame looks for its columns.
pub(crate) fn has_columns(given: &Bound<'_, PyAny>) -> bool {
    given.get_type().hasattr(intern!(given.py(), "columns")).unwrap_or(false)
}

/// Lets other threads run. Fails if a signal's handler raises, or if the task of this call was cancelled.
fn look(py: Python<'_>) -> PyResult<()> {
    py.detach(|| ());
    match call::cancels() {
        Some(cancels) if cancels.load(Ordering::Acquire) > 0 => {
            Err(error::raise(py, &binding::cancelled("the call was cancelled")))
        }
        Some(_) => Ok(()),
        None => py.check_signals(),
    }
}
