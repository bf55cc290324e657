//! `client.messages.send_bulk` and its progress.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDict, PyList, PyString};
use smsbat_core::bulk::{self, BulkOptions, Source, StopList, Template};
use smsbat_core::{CallOptions, Client, Interrupt, Object, Problem, binding};

use crate::arrow::ArrowRows;
use crate::bulk_report::BulkReport;
use crate::bulk_source::{PyRows, Raised, Value};
use crate::call::{self, with};
use crate::error::type_name;
use crate::items::{Items, has_columns};
use crate::model::{Given, Model};
use crate::{arrow_stream, error, named, ready, values};

/// Options of a bulk send as Python gave them: names of the core's list with values.
pub(crate) struct Arguments<'a, 'py> {
    pub(crate) template: Given<'py>,
    pub(crate) columns: Given<'py>,
    pub(crate) allow_list: Given<'py>,
    pub(crate) stop_list: Given<'py>,
    pub(crate) journal: Option<PathBuf>,
    /// Arguments that the core reads from text.
    pub(crate) texts: &'a [(&'static str, Option<String>)],
    pub(crate) progress: Given<'py>,
}

impl Arguments<'_, '_> {
    fn options(&self, py: Python<'_>, client: &Client) -> PyResult<BulkOptions> {
        let mut options = BulkOptions::default();
        for (name, text) in self.texts {
            if let Some(text) = text {
                options.set(name, text).map_err(|e| error::raise(py, &e))?;
            }
        }
        options.journal.clone_from(&self.journal);
        if let Some(template) = &self.template {
            options.template = Some(match values::object(template, &|| "template".to_owned())? {
                Some(Object::Typed(record)) => Template::Message(record),
                _ => Template::Text(text(template, "template", "text or a message")?),
            });
        }
        if let Some(columns) = &self.columns {
            let columns = columns
                .cast::<PyDict>()
                .map_err(|_| PyTypeError::new_err(format!("columns must be a dict, not {}", type_name(columns))))?;
            for (argument, column) in columns.iter() {
                options.columns.push((text(&argument, "columns", "names")?, text(&column, "columns", "names")?));
            }
        }
        if let Some(list) = &self.allow_list {
            allow_list(list, &mut options)?;
        }
        if let Some(list) = &self.stop_list {
            options.stop_list = Some(stop_list(list, client, options.country.as_deref())?);
        }
        Ok(options)
    }
}

/// An option that is a text.
pub(crate) fn text_of(given: Given<'_>, name: &str) -> PyResult<Option<String>> {
    given.map(|given| text(&given, name, "text")).transpose()
}

/// The phones of an iterable, or those of a text with commas between them.
fn allow_list(given: &Bound<'_, PyAny>, options: &mut BulkOptions) -> PyResult<()> {
    if let Ok(list) = given.cast::<PyString>() {
        let list = error::unicode(given.py(), list, "allow_list")?;
        return options.set("allow_list", &list).map_err(|e| error::raise(given.py(), &e));
    }
    let mut phones = Vec::new();
    for phone in phones_of(given, Items::bounded(given, "allow_list"), "allow_list", PHONES)? {
        phones.push(phone_text(&phone?, &format!("allow_list[{}]", phones.len()))?);
    }
    options.allow(phones);
    Ok(())
}

/// Items that a list of phones takes.
const PHONES: &str = "phone numbers, as text, integers or smsbat.Phone";

fn phones_of<'py>(
    given: &Bound<'py, PyAny>,
    items: PyResult<Items<'py>>,
    name: &str,
    what: &str,
) -> PyResult<Items<'py>> {
    let advice = || if has_columns(given) { "; give its column with them" } else { "" };
    items.map_err(|_| PyTypeError::new_err(format!("{name} must be {what}, not {}{}", type_name(given), advice())))
}

/// A phone of a list as text, which is not checked.
fn phone_text(phone: &Bound<'_, PyAny>, name: &str) -> PyResult<String> {
    let py = phone.py();
    let wrong = |problem: Problem| error::raise(py, &binding::validation(vec![binding::below(&problem, name)]));
    let value = Value::of(py, phone).map_err(wrong)?;
    value.cell().map_err(wrong)?.phone_text(name).map_err(|e| error::raise(py, &e))
}

/// The phones of an iterable, read one by one, or the file of a path.
fn stop_list(given: &Bound<'_, PyAny>, client: &Client, country: Option<&str>) -> PyResult<StopList> {
    let py = given.py();
    if given.is_instance_of::<PyString>() || given.hasattr("__fspath__")? {
        return Ok(StopList::file(named::path_of(given, "stop_list")?));
    }
    let raise = |e: smsbat_core::Error| error::raise(py, &e);
    let phones = bulk::phone_rules(&client.messages(), country).map_err(raise)?;
    let mut list = StopList::default();
    // Any number, because each is kept in a few bits.
    for phone in phones_of(given, Items::of(given), "stop_list", &format!("a path or {PHONES}"))? {
        list.read(&phone_text(&phone?, &list.next_name())?, phones).map_err(raise)?;
    }
    Ok(list)
}

fn text(value: &Bound<'_, PyAny>, name: &str, what: &str) -> PyResult<String> {
    let text = value
        .cast::<PyString>()
        .map_err(|_| PyTypeError::new_err(format!("{name} must be {what}, not {}", type_name(value))))?;
    error::unicode(value.py(), text, name)
}

/// Runs a campaign; the exception of a run that ended early carries its report.
pub(crate) fn send<'py>(
    py: Python<'py>,
    client: &Client,
    source: &Bound<'py, PyAny>,
    arguments: &Arguments<'_, 'py>,
    call: CallOptions,
) -> PyResult<Bound<'py, BulkReport>> {
    let mut options = arguments.options(py, client)?;
    let raised = Raised::default();
    let source = open(source, &options, &raised)?;
    let failed = Arc::new(AtomicBool::new(false));
    let bar = bar(py, arguments.progress.as_ref(), "Bar")?;
    if let Some(tell) = &bar {
        options.progress = Some(progress(tell.clone().unbind(), &raised, &failed));
    }
    let report: Mutex<Option<bulk::BulkReport>> = Mutex::default();
    let (cancels, seen) = (call::cancels(), AtomicUsize::new(0));
    // A second cancel cuts off what is under way: the core takes a yes after a no for one.
    let again = move || {
        let now = cancels.as_ref().map_or(0, |cancels| cancels.load(Ordering::Acquire));
        let before = seen.swap(now, Ordering::AcqRel);
        before > 0 && now > before
    };
    let result = call::run(py, |interrupt| {
        let interrupt: Interrupt = Arc::new(move || !again() && (failed.swap(false, Ordering::AcqRel) || interrupt()));
        let mut done = client.messages().options(with(call, interrupt)).send_bulk(source, &options)?;
        let error = done.take_error();
        *report.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
        error.map_or(Ok(()), Err)
    });
    if let Some(bar) = bar.filter(|bar| bar.hasattr("close").unwrap_or(false)) {
        // The campaign is over: its report must not be lost with a bar.
        if let Err(e) = bar.call_method0("close") {
            e.write_unraisable(py, Some(&bar));
        }
    }
    let report = report.into_inner().unwrap_or_else(PoisonError::into_inner);
    let report = report.map(|report| Bound::new(py, BulkReport::from(report))).transpose()?;
    // What the source or the callback raised is the reason, ours says what became of the messages.
    let reason = raised.lock().unwrap_or_else(PoisonError::into_inner).take();
    let failure = match (result, report) {
        (Ok(()), None) => return Err(error::raise(py, &smsbat_core::Error::internal("a run without a report"))),
        (Ok(()), Some(report)) => match reason.or_else(|| call::signal(py)) {
            None => return Ok(report),
            Some(raised) => {
                error::set_cause(py, &raised, error::late_cause(report.as_any()));
                return Err(raised);
            }
        },
        (Err(failure), None) => failure,
        (Err(failure), Some(report)) => {
            let is_ours = failure.value(py).is_instance(ready::get(py)?.error.bind(py))?;
            match if is_ours { Some(failure.clone_ref(py)) } else { failure.cause(py) } {
                Some(cause) => cause.value(py).setattr("report", report)?,
                // A signal that came when the run was over.
                None => error::set_cause(py, &failure, error::late_cause(report.as_any())),
            }
            failure
        }
    };
    match reason {
        Some(reason) => {
            error::set_cause(py, &reason, failure);
            Err(reason)
        }
        None => Err(failure),
    }
}

/// A path, a data frame, or anything that can be iterated.
fn open(source: &Bound<'_, PyAny>, options: &BulkOptions, raised: &Raised) -> PyResult<Box<dyn Source + Send>> {
    let py = source.py();
    if source.is_instance_of::<PyString>() || source.hasattr("__fspath__")? {
        let path = named::path_of(source, "source")?;
        return bulk::open(path).map(|s| s as Box<dyn Source + Send>).map_err(|e| error::raise(py, &e));
    }
    if source.is_instance_of::<PyList>() {
        return Ok(Box::new(PyRows::new(source, Arc::clone(raised))?));
    }
    let refused = |advice: &str| {
        let what = "source must be a path, a data frame or an iterable of rows";
        PyTypeError::new_err(format!("{what}, not {}{advice}", type_name(source)))
    };
    let is_text = source.is_instance_of::<PyBytes>() || source.is_instance_of::<PyByteArray>();
    if is_text || source.is_instance_of::<PyDict>() || source.is_instance_of::<Model>() {
        return Err(refused(""));
    }
    let is_csv = source.get_type().module().is_ok_and(|module| module == "_csv");
    if is_csv || source.hasattr("readline")? {
        return Err(refused("; give the path of the file, or csv.DictReader(file)"));
    }
    if !source.hasattr("__arrow_c_stream__")? && !source.hasattr("iloc")? && !source.hasattr("collect_schema")? {
        if !source.hasattr("__iter__")? && !source.hasattr("__getitem__")? {
            return Err(refused(""));
        }
        return Ok(Box::new(PyRows::new(source, Arc::clone(raised))?));
    }
    let frame = py.import("smsbat._bulk")?.call_method1("frame", (source,))?;
    let taken = if !frame.is_none() {
        let names: Vec<String> = frame.getattr("names")?.extract()?;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let needed = options.needed_columns(&names).map_err(|e| error::raise(py, &e))?;
        let positions: Vec<usize> = (0..).zip(needed).filter_map(|(i, needed)| needed.then_some(i)).collect();
        frame.call_method1("take", (positions,))?
    } else if source.hasattr("iloc")? {
        return Err(refused("; give the whole frame"));
    } else if !source.hasattr("__arrow_c_stream__")? {
        return Err(refused(""));
    } else {
        source.clone()
    };
    if taken.hasattr("__arrow_c_stream__")? {
        let rows = taken.len().ok().map(|n| n as u64);
        let rows = ArrowRows::new(arrow_stream::of(&taken)?, rows).map_err(|e| error::raise(py, &e))?;
        return Ok(Box::new(rows));
    }
    Ok(Box::new(PyRows::new(&taken, Arc::clone(raised))?))
}

/// Receiver of the progress: the caller's function, or a bar.
pub(crate) fn bar<'py>(
    py: Python<'py>,
    progress: Option<&Bound<'py, PyAny>>,
    class: &str,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    match progress {
        None => Ok(None),
        Some(given) => match given.cast::<PyBool>() {
            Ok(flag) if flag.is_true() => py.import("smsbat._bulk")?.getattr(class)?.call0().map(Some),
            Ok(_) => Ok(None),
            Err(_) if given.is_callable() => Ok(Some(given.clone())),
            Err(_) => {
                let message = format!("progress must be a function or True, not {}", type_name(given));
                Err(PyTypeError::new_err(message))
            }
        },
    }
}

fn progress(tell: Py<PyAny>, raised: &Raised, failed: &Arc<AtomicBool>) -> bulk::ProgressFn {
    let (raised, failed) = (Arc::clone(raised), Arc::clone(failed));
    Arc::new(move |progress| {
        let told = Python::try_attach(|py| {
            let progress = Bound::new(py, BulkProgress::from(progress))?;
            tell.bind(py).call1((progress,)).map(drop)
        });
        if let Some(Err(e)) = told {
            raised.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(e);
            failed.store(true, Ordering::Release);
        }
    })
}

/// Counts of a run so far.
#[pyclass(frozen, get_all, module = "smsbat")]
pub(crate) struct BulkProgress {
    /// Rows read from the source.
    read: u64,
    /// Rows with an outcome: the four that follow.
    settled: u64,
    /// Rows that the provider accepted.
    accepted: u64,
    /// Rows that the provider refused.
    rejected: u64,
    /// Rows that were not sent: they broke a rule or a limit, or their request was refused as a whole.
    not_sent: u64,
    /// Rows that may or may not have been sent.
    unknown: u64,
    /// Of all these, rows whose outcome an earlier run wrote into the journal.
    resumed: u64,
    /// Blank rows of a file. They are skipped and are in no other count.
    skipped: u64,
    /// SMS parts of the rows accepted in this run.
    parts: u64,
    /// Seconds since the run began.
    elapsed: f64,
    /// Rows settled in this run for each second of it.
    rate: f64,
    /// How much of the source is read, from 0 to 1; `None` if it has no length.
    fraction: Option<f64>,
    /// End of the quiet hours that the run waits for; `None` while it does not wait.
    waiting_until: Option<SystemTime>,
    /// Seconds left at this pace; `None` if the source has no length.
    time_left: Option<f64>,
}

#[pymethods]
impl BulkProgress {
    fn __repr__(&self) -> String {
        format!(
            "BulkProgress(read={}, accepted={}, rejected={}, not_sent={}, unknown={})",
            self.read, self.accepted, self.rejected, self.not_sent, self.unknown
        )
    }
}

impl From<&bulk::BulkProgress> for BulkProgress {
    fn from(p: &bulk::BulkProgress) -> Self {
        Self {
            read: p.read,
            settled: p.settled(),
            accepted: p.accepted,
            rejected: p.rejected,
            not_sent: p.not_sent,
            unknown: p.unknown,
            resumed: p.resumed,
            skipped: p.skipped,
            parts: p.parts,
            elapsed: p.elapsed.as_secs_f64(),
            rate: p.rate,
            fraction: p.fraction,
            waiting_until: p.waiting_until,
            time_left: p.time_left.map(|t| t.as_secs_f64()),
        }
    }
}
