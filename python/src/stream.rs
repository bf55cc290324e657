//! An iterator of the core, each step of which is a call of its own.

use std::sync::{Arc, Mutex, PoisonError, TryLockError};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use smsbat_core::{Error, Interrupt};

use crate::call;

/// Steps through `I`, one thread at a time.
pub(crate) struct Stream<I> {
    steps: Mutex<I>,
    /// The interrupt of the step that is under way: the core's iterator was given one for its whole life.
    current: Arc<Mutex<Option<Interrupt>>>,
}

/// What a step came to.
enum Step<T> {
    Item(T),
    End,
    /// Another thread is at it.
    Busy,
}

impl<T: Send, I: Iterator<Item = Result<T, Error>> + Send> Stream<I> {
    /// The iterator that `make` gives for an interrupt.
    pub(crate) fn new(make: impl FnOnce(Interrupt) -> I) -> Self {
        let current: Arc<Mutex<Option<Interrupt>>> = Arc::default();
        let asked = Arc::clone(&current);
        let steps = make(Arc::new(move || {
            // Let go of the lock first: the answer may wait for the interpreter.
            let interrupt = asked.lock().unwrap_or_else(PoisonError::into_inner).clone();
            interrupt.is_some_and(|interrupt| interrupt())
        }));
        Self { steps: Mutex::new(steps), current }
    }

    /// The next item; `None` at the end.
    pub(crate) fn next(&self, py: Python<'_>) -> PyResult<Option<T>> {
        let step = call::run(py, |interrupt| {
            let mut steps = match self.steps.try_lock() {
                Ok(steps) => steps,
                Err(TryLockError::Poisoned(steps)) => steps.into_inner(),
                Err(TryLockError::WouldBlock) => return Ok(Step::Busy),
            };
            self.set(Some(interrupt));
            let item = steps.next().transpose();
            self.set(None);
            item.map(|item| item.map_or(Step::End, Step::Item))
        })?;
        match step {
            Step::Item(item) => Ok(Some(item)),
            Step::End => Ok(None),
            Step::Busy => Err(PyValueError::new_err("another thread is waiting for the next item")),
        }
    }

    fn set(&self, interrupt: Option<Interrupt>) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = interrupt;
    }
}
