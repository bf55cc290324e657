//! What the library does, line by line, for Python's `logging`.
//!
//! The lines of a call are kept by its thread until it has the interpreter lock again. So no handler runs, and no
//! lock of a handler is waited for, while the core works: the order of locks in which others have hung cannot arise.

use std::cell::RefCell;

use log::{Level, LevelFilter, Log, Metadata, Record};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;

use crate::call::loaded;

/// Name of the logger in Python and of the lines' target in the core.
const NAME: &str = "smsbat";

thread_local! {
    /// Lines of the call that this thread is in, if somebody wants them.
    static LINES: RefCell<Option<Vec<(Level, String)>>> = const { RefCell::new(None) };
}

struct Collector;

impl Log for Collector {
    /// Ours alone: the HTTP library's lines may hold addresses and whole requests.
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == NAME && LINES.with_borrow(Option::is_some)
    }

    fn log(&self, record: &Record<'_>) {
        if record.target() == NAME {
            LINES.with_borrow_mut(|lines| {
                if let Some(lines) = lines {
                    lines.push((record.level(), record.args().to_string()));
                }
            });
        }
    }

    fn flush(&self) {}
}

/// Takes the core's lines from now on.
pub(crate) fn install() {
    // It cannot fail: the module is loaded once and has the facade for itself.
    let _ = log::set_logger(&Collector);
}

/// The lines of one call.
pub(crate) struct Lines(Option<Vec<(Level, String)>>);

impl Lines {
    /// Keeps lines if there is a `logging` that may want them; nothing is imported for it.
    pub(crate) fn begin(py: Python<'_>) -> Option<Self> {
        let level = wanted(py).unwrap_or(LevelFilter::Off);
        if level == LevelFilter::Off {
            return None;
        }
        // Of the process: other threads keep no lines unless they have begun to.
        log::set_max_level(level.max(log::max_level()));
        // A handler may make a call of its own.
        Some(Self(LINES.replace(Some(Vec::new()))))
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        LINES.set(self.0.take());
    }
}

/// Gives `logging` the lines that this thread has kept.
pub(crate) fn hand_over(py: Python<'_>) {
    let kept = LINES.with_borrow_mut(|lines| lines.as_mut().map(std::mem::take).unwrap_or_default());
    for (level, line) in kept {
        if let Err(e) = logger(py).and_then(|to| to.call_method1(intern!(py, "log"), (number(level), line))) {
            e.write_unraisable(py, None);
        }
    }
}

fn number(level: Level) -> u8 {
    match level {
        Level::Error => 40,
        Level::Warn => 30,
        Level::Info => 20,
        Level::Debug | Level::Trace => 10,
    }
}

fn wanted(py: Python<'_>) -> PyResult<LevelFilter> {
    if loaded(py, intern!(py, "logging"))?.is_none() {
        return Ok(LevelFilter::Off);
    }
    // Kept ready: every call asks. Warnings are rare, and the logger itself drops what it does not want.
    static ASK: PyOnceLock<(Py<PyAny>, Py<PyTuple>)> = PyOnceLock::new();
    let (enabled, debug) = ASK.get_or_try_init(py, || {
        let enabled = logger(py)?.getattr(intern!(py, "isEnabledFor"))?;
        Ok::<_, PyErr>((enabled.unbind(), PyTuple::new(py, [number(Level::Debug)])?.unbind()))
    })?;
    let debug = enabled.bind(py).call1(debug.bind(py))?.is_truthy()?;
    Ok(if debug { LevelFilter::Debug } else { LevelFilter::Warn })
}

fn logger(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let made =
        LOGGER.get_or_try_init(py, || py.import("logging")?.call_method1("getLogger", (NAME,)).map(Bound::unbind))?;
    Ok(made.bind(py))
}
