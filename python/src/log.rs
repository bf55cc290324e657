//! Log lines of the library, for Python's `logging`.
//!
//! The lines of a call are kept by its thread until it has the interpreter lock again. So no handler runs, and no
//! lock of a handler is waited for, while the core works: the order of locks in which others have hung cannot arise.

use std::cell::RefCell;

use log::{Level, LevelFilter, Log, Metadata, Record};
use pyo3::exceptions::PyException;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

use crate::loaded::loaded;

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

/// Gives `logging` the lines that this thread has kept. Returns an exception that is no error, such as the
/// `KeyboardInterrupt` of a signal during a handler.
pub(crate) fn hand_over(py: Python<'_>) -> Option<PyErr> {
    let kept = LINES.with_borrow_mut(|lines| lines.as_mut().map(std::mem::take).unwrap_or_default());
    let mut stop = None;
    for (level, line) in kept {
        if let Err(e) = logger(py).and_then(|to| to.call_method1(intern!(py, "log"), (number(level), line))) {
            match stop {
                None if !e.is_instance_of::<PyException>(py) => stop = Some(e),
                _ => e.write_unraisable(py, None),
            }
        }
    }
    stop
}

fn number(level: Level) -> u8 {
    match level {
        Level::Error => 40,
        Level::Warn => 30,
        Level::Info => 20,
        Level::Debug | Level::Trace => 10,
    }
}

/// Objects that are needed to query the logger's level. Kept, because every call queries it.
struct Ask {
    /// `isEnabledFor` and its argument.
    enabled: Py<PyAny>,
    debug: Py<PyTuple>,
    /// Dict in which a plain `logging.Logger` caches the results of `isEnabledFor` until a level changes. The logger
    /// reads it too, but as Python code that takes longer than the rest of this layer.
    kept: Option<Py<PyDict>>,
}

impl Ask {
    fn new(py: Python<'_>) -> PyResult<Self> {
        let logger = logger(py)?;
        let plain = logger.get_type().is(&py.import("logging")?.getattr("Logger")?);
        let kept = if plain { logger.getattr("_cache").ok() } else { None };
        Ok(Self {
            enabled: logger.getattr("isEnabledFor")?.unbind(),
            debug: PyTuple::new(py, [number(Level::Debug)])?.unbind(),
            kept: kept.and_then(|kept| kept.cast_into::<PyDict>().ok()).map(Bound::unbind),
        })
    }

    fn debug(&self, py: Python<'_>) -> PyResult<bool> {
        let debug = self.debug.bind(py);
        let kept = self.kept.as_ref().map(|kept| kept.bind(py).get_item(debug.get_item(0)?));
        match kept.transpose()?.flatten() {
            Some(said) if !logger(py)?.getattr(intern!(py, "disabled"))?.is_truthy()? => said.is_truthy(),
            _ => self.enabled.bind(py).call1(debug)?.is_truthy(),
        }
    }
}

/// Warnings are rare, and the logger itself drops what it does not want.
fn wanted(py: Python<'_>) -> PyResult<LevelFilter> {
    static ASK: PyOnceLock<Ask> = PyOnceLock::new();
    if ASK.get(py).is_none() && loaded(py, intern!(py, "logging"))?.is_none() {
        return Ok(LevelFilter::Off);
    }
    let debug = ASK.get_or_try_init(py, || Ask::new(py))?.debug(py)?;
    Ok(if debug { LevelFilter::Debug } else { LevelFilter::Warn })
}

fn logger(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let made =
        LOGGER.get_or_try_init(py, || py.import("logging")?.call_method1("getLogger", (NAME,)).map(Bound::unbind))?;
    Ok(made.bind(py))
}
