//! The one way from Python into the core: the interpreter lock is released here and nowhere else.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use smsbat_core::{CallOptions, Error, Interrupt, binding};

use crate::loaded::loaded;
use crate::numbers::{Int, Seconds};
use crate::{error, log, ready};

/// Runs `work` without the interpreter lock.
///
/// `work` gets the interrupt for its call, through which signals are seen every 50 ms. If a signal's handler
/// raises, the call is ended and that exception is raised, with ours (and so the outcome) as its cause. A
/// panic becomes our own error. Lines that the core logs are handed to `logging`.
pub(crate) fn run<T: Send>(py: Python<'_>, work: impl FnOnce(Interrupt) -> Result<T, Error> + Send) -> PyResult<T> {
    match both(py, work)? {
        (Ok(value), None) => Ok(value),
        (Err(failure), raised) => Err(failed(py, &failure, raised)),
        (Ok(_), Some(raised)) => Err(raised),
    }
}

/// The same for a call that sends; `made` makes the answer Python's. If a signal's handler raises when the answer has
/// come, the exception has a cause that says what became of the messages: the caller never gets the value.
pub(crate) fn send<'py, T: Send, V>(
    py: Python<'py>,
    work: impl FnOnce(Interrupt) -> Result<T, Error> + Send,
    made: impl FnOnce(T) -> PyResult<Bound<'py, V>>,
) -> PyResult<Bound<'py, V>> {
    let (result, raised) = both(py, work)?;
    let value = match result {
        Ok(answer) => made(answer)?,
        Err(failure) => return Err(failed(py, &failure, raised)),
    };
    match raised.or_else(|| signal(py)) {
        None => Ok(value),
        Some(raised) => {
            error::set_cause(py, &raised, error::late_cause(value.as_any()));
            Err(raised)
        }
    }
}

/// Returns the exception of a signal handler if a signal arrived with the answer. The interpreter would run the handler
/// before the caller has the value.
pub(crate) fn signal(py: Python<'_>) -> Option<PyErr> {
    if CANCELLED.with_borrow(Option::is_some) { None } else { py.check_signals().err() }
}

/// The error of a call, or what ended it with that as its cause.
pub(crate) fn failed(py: Python<'_>, failure: &Error, raised: Option<PyErr>) -> PyErr {
    let error = error::raise(py, failure);
    match raised {
        None => error,
        Some(raised) => {
            error::set_cause(py, &raised, error);
            raised
        }
    }
}

/// Returns the result of the work and the exception that a signal handler raised meanwhile.
pub(crate) fn both<T: Send>(
    py: Python<'_>,
    work: impl FnOnce(Interrupt) -> Result<T, Error> + Send,
) -> PyResult<(Result<T, Error>, Option<PyErr>)> {
    let (mut work, mut result) = (Some(work), None);
    let raised = detached(py, &mut |interrupt| result = work.take().map(|work| work(interrupt)))?;
    // The panic's text may repeat what it was working on, so it is not passed on.
    Ok((result.unwrap_or_else(|| Err(binding::panicked())), raised))
}

/// The same for work that keeps its result itself; it has kept none if it panicked. Not generic, so that it is compiled
/// once.
fn detached(py: Python<'_>, work: &mut (dyn FnMut(Interrupt) + Send)) -> PyResult<Option<PyErr>> {
    ready::get(py)?;
    let interrupt = interrupt();
    let lines = log::Lines::begin(py);
    // Nothing that `work` holds is used after a panic.
    let _ = py.detach(|| catch_unwind(AssertUnwindSafe(|| work(interrupt))));
    if lines.is_some() {
        hand_over(py);
    }
    drop(lines);
    Ok(RAISED.take())
}

/// Stops the call that this thread is in with an exception that is not an error, such as `KeyboardInterrupt`. Gives it
/// back on a thread where Python handles no signals.
pub(crate) fn stop_with(py: Python<'_>, raised: PyErr) -> Option<PyErr> {
    if CANCELLED.with_borrow(Option::is_some) || !on_main_thread(py).unwrap_or(false) {
        return Some(raised);
    }
    RAISED.set(Some(raised));
    None
}

/// Gives `logging` its lines. Ctrl-C during a handler stops the call, as it does at any other time.
fn hand_over(py: Python<'_>) {
    if let Some(raised) = log::hand_over(py).and_then(|raised| stop_with(py, raised)) {
        raised.write_unraisable(py, None);
    }
}

fn interrupt() -> Interrupt {
    if let Some(cancelled) = CANCELLED.with_borrow(Clone::clone) {
        return Arc::new(move || cancelled.load(Ordering::Acquire) > 0);
    }
    let begun = AtomicBool::new(false);
    Arc::new(move || {
        if RAISED.with_borrow(Option::is_some) {
            return true;
        }
        // The core asks before it begins, when the interpreter has just looked for signals itself. Python handles
        // them on the main thread only; the others need not ask for the lock.
        if !begun.swap(true, Ordering::Relaxed) || known_main_thread() == Some(false) {
            return false;
        }
        // No interpreter to ask means that it is ending.
        let seen = Python::try_attach(|py| {
            if !on_main_thread(py).unwrap_or(true) {
                return Ok(());
            }
            hand_over(py);
            py.check_signals()
        });
        match seen {
            None => false,
            // A handler of the log may have been interrupted.
            Some(Ok(())) => RAISED.with_borrow(Option::is_some),
            Some(Err(e)) => {
                RAISED.set(Some(e));
                true
            }
        }
    })
}

thread_local! {
    /// Exception that a signal handler has raised, maybe inside `on_attempt` or a handler of the log. Set on the main thread, which runs the handlers.
    static RAISED: RefCell<Option<PyErr>> = const { RefCell::new(None) };

    /// Flag that ends the calls of this thread, if it works for another thread.
    static CANCELLED: RefCell<Option<Arc<AtomicUsize>>> = const { RefCell::new(None) };
}

/// Calls a function, whose calls of the core another thread can end: what `smsbat.AsyncClient` hands to its workers.
#[pyclass(frozen, module = "smsbat._smsbat")]
pub(crate) struct Cancellable(Arc<AtomicUsize>);

#[pymethods]
impl Cancellable {
    #[new]
    fn new() -> Self {
        Self(Arc::default())
    }

    /// Ends the call of the core that is under way, within 50 ms, and every later one of the same function. A campaign
    /// ends in order; a second time cuts off what is under way.
    fn cancel(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }

    /// Calls the function on this thread.
    #[pyo3(signature = (function, /, *args, **kwargs))]
    fn __call__<'py>(
        &self,
        function: &Bound<'py, PyAny>,
        args: &Bound<'py, PyTuple>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let _before = Restore(CANCELLED.replace(Some(Arc::clone(&self.0))));
        function.call(args, kwargs)
    }
}

/// How often the function that this thread calls was cancelled; `None` on a thread that works for nobody else.
pub(crate) fn cancels() -> Option<Arc<AtomicUsize>> {
    CANCELLED.with_borrow(Clone::clone)
}

/// Puts back what the thread had.
struct Restore(Option<Arc<AtomicUsize>>);

impl Drop for Restore {
    fn drop(&mut self) {
        CANCELLED.set(self.0.take());
    }
}

thread_local! {
    /// Process id, and true if this thread is its main thread. Any thread can become the main thread of a forked child.
    static MAIN: Cell<Option<(u32, bool)>> = const { Cell::new(None) };
}

fn known_main_thread() -> Option<bool> {
    let process = std::process::id();
    MAIN.get().filter(|(known, _)| *known == process).map(|(_, main)| main)
}

fn on_main_thread(py: Python<'_>) -> PyResult<bool> {
    if let Some(main) = known_main_thread() {
        return Ok(main);
    }
    // Not imported here: it costs more than a call, and without it there is one thread.
    let Some(threading) = loaded(py, intern!(py, "threading"))? else { return Ok(true) };
    let main = threading.call_method0("main_thread")?.getattr("ident")?.eq(threading.call_method0("get_ident")?)?;
    MAIN.set(Some((std::process::id(), main)));
    Ok(main)
}

/// The options that every call takes. Every operation reads them, so they are not copied into each.
#[inline(never)]
pub(crate) fn options(py: Python<'_>, timeout: Option<Seconds>, max_retries: Option<Int>) -> PyResult<CallOptions> {
    let mut options = CallOptions::new();
    options.timeout = timeout.map(|time| time.read(py, "timeout")).transpose()?;
    if let Some(retries) = max_retries {
        let retries = binding::retries(&retries.text("max_retries")?).map_err(|e| error::raise(py, &e))?;
        options.max_retries = Some(retries);
    }
    Ok(options)
}

/// The same, with what ends the call.
pub(crate) fn with(mut options: CallOptions, interrupt: Interrupt) -> CallOptions {
    options.interrupt = Some(interrupt);
    options
}
