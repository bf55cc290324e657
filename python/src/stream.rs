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

impl<I: Send> Stream<I> {
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
    pub(crate) fn next<T: Send>(&self, py: Python<'_>) -> PyResult<Option<T>>
    where
        I: Iterator<Item = Result<T, Error>>,
    {
        self.step(py, |steps| steps.next().transpose())
    }

    /// Takes a step of another kind.
    pub(crate) fn step<T: Send>(
        &self,
        py: Python<'_>,
        take: impl FnOnce(&mut I) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let taken = call::run(py, |interrupt| {
            let mut steps = match self.steps.try_lock() {
                Ok(steps) => steps,
                Err(TryLockError::Poisoned(steps)) => steps.into_inner(),
                Err(TryLockError::WouldBlock) => return Ok(None),
            };
            self.set(Some(interrupt));
            let taken = take(&mut steps);
            self.set(None);
            taken.map(Some)
        })?;
        taken.ok_or_else(|| PyValueError::new_err("another thread is waiting for the next item"))
    }

    fn set(&self, interrupt: Option<Interrupt>) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = interrupt;
    }
}
