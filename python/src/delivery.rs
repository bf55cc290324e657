//! `client.messages.track`, its progress and its summary.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyIndexError, PyOSError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use smsbat_core::bulk::REPORT_COLUMNS;
use smsbat_core::delivery::{self, DELIVERY_COLUMNS, DeliverySource, TrackOptions, Tracked};
use smsbat_core::{CallOptions, Client, Error, Interrupt, ValueRef, binding};

use crate::bulk::bar;
use crate::bulk_report::BulkReport;
use crate::bulk_source::Raised;
use crate::call::{self, with};
use crate::model::{Given, rows_not_picklable};
use crate::numbers::Seconds;
use crate::rows::{Dicts, chosen};
use crate::{error, message_ids, named, values};

/// Default of `timeout` as the signature shows it.
pub(crate) const TRACK_TIMEOUT: Seconds = Seconds::of(binding::TRACK_TIMEOUT);

/// Tracks messages; an exception of the progress function ends it.
pub(crate) fn track<'py>(
    py: Python<'py>,
    client: &Client,
    messages: Given<'py>,
    journal: Option<PathBuf>,
    timeout: Seconds,
    progress: Given<'py>,
    call: CallOptions,
) -> PyResult<Bound<'py, DeliverySummary>> {
    let raise = |e: Error| error::raise(py, &e);
    let mut options = TrackOptions::default();
    options.timeout = TrackOptions::seconds(timeout.number("timeout")?).map_err(raise)?;
    let raised = Raised::default();
    let failed = Arc::new(AtomicBool::new(false));
    let bar = bar(py, progress.as_ref(), "TrackBar")?;
    if let Some(tell) = &bar {
        options.progress = Some(tell_progress(tell.clone().unbind(), &raised, &failed));
    }
    let report = messages.as_ref().and_then(|given| given.cast::<BulkReport>().ok()).map(|report| report.get());
    let ids = match (&messages, report) {
        (Some(given), None) => Some(message_ids::all(given)?),
        _ => None,
    };
    let result = call::run(py, |interrupt| {
        let interrupt: Interrupt = Arc::new(move || failed.swap(false, Ordering::AcqRel) || interrupt());
        let mut tracked = match (report, ids, &journal) {
            (Some(report), ..) => Tracked::report_until(&mut report.lock(), Some(&interrupt))?,
            (None, Some(ids), _) => Tracked::ids(ids)?,
            (None, None, Some(journal)) => Tracked::journal_until(journal, Some(&interrupt))?,
            (None, None, None) => {
                let message = "is required: a report, message ids, or a journal by journal=";
                return Err(binding::validation(vec![binding::problem("messages", "required", message)]));
            }
        };
        if let Some(journal) = &journal {
            tracked = tracked.kept_in(journal);
        }
        client.messages().options(with(call, interrupt)).track(tracked, &options)
    });
    if let Some(bar) = bar.filter(|bar| bar.hasattr("close").unwrap_or(false))
        && let Err(e) = bar.call_method0("close")
    {
        e.write_unraisable(py, Some(&bar));
    }
    match (result, raised.lock().unwrap_or_else(PoisonError::into_inner).take()) {
        (Ok(summary), None) => Bound::new(py, DeliverySummary(summary)),
        (Ok(_), Some(raised)) => Err(raised),
        (Err(failure), None) => Err(failure),
        (Err(failure), Some(raised)) => {
            error::set_cause(py, &raised, failure);
            Err(raised)
        }
    }
}

fn tell_progress(tell: Py<PyAny>, raised: &Raised, failed: &Arc<AtomicBool>) -> delivery::TrackProgressFn {
    let (raised, failed) = (Arc::clone(raised), Arc::clone(failed));
    Arc::new(move |progress| {
        let told = Python::try_attach(|py| {
            let progress = Bound::new(py, TrackProgress(progress.clone()))?;
            tell.bind(py).call1((progress,)).map(drop)
        });
        if let Some(Err(e)) = told {
            raised.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(e);
            failed.store(true, Ordering::Release);
        }
    })
}

fn decimal<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    values::to_python(py, ValueRef::Decimal(text))
}

/// Progress of a tracking.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct TrackProgress(delivery::TrackProgress);

/// Counts of messages by their delivery: `delivered`, `read`, `undeliverable`, `expired`, `pending` and `unknown` add up to
/// `total`.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct DeliveryCounts(delivery::DeliveryCounts);

/// Delivery of the messages of a campaign: counts, cost, and the last status of each.
///
/// `len()` is the number of messages. Iterating gives each as a dict, in the order of the campaign: `index`, `to`,
/// `message_id`, `customer_message_id`, `delivery_status` (the provider's word), `delivery` (what it means), `is_final`,
/// `status_at` (UTC), `cost`, `channel` and `source` (`track` or `webhook`); `None` for what is not known.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct DeliverySummary(delivery::DeliverySummary);

macro_rules! counts {
    ($name:ident, |$it:ident| $counts:expr, { $($more:tt)* }) => {
        #[pymethods]
        impl $name {
            /// Messages that were or may have been sent.
            #[getter]
            fn total(&self) -> u64 {
                let $it = self;
                $counts.total
            }

            /// Messages that reached the recipient and are not known to be read.
            #[getter]
            fn delivered(&self) -> u64 {
                let $it = self;
                $counts.delivered
            }

            /// Messages that were read.
            #[getter]
            fn read(&self) -> u64 {
                let $it = self;
                $counts.read
            }

            /// Messages that cannot be delivered.
            #[getter]
            fn undeliverable(&self) -> u64 {
                let $it = self;
                $counts.undeliverable
            }

            /// Messages whose time was up.
            #[getter]
            fn expired(&self) -> u64 {
                let $it = self;
                $counts.expired
            }

            /// Messages that are under way.
            #[getter]
            fn pending(&self) -> u64 {
                let $it = self;
                $counts.pending
            }

            /// Messages of which nothing is known: they may or may not have been sent, or no status was received.
            #[getter]
            fn unknown(&self) -> u64 {
                let $it = self;
                $counts.unknown
            }

            $($more)*
        }
    };
}

counts!(TrackProgress, |it| it.0.counts, {
    /// Messages whose status is final.
    #[getter]
    fn settled(&self) -> u64 {
        self.0.counts.settled()
    }

    /// Requests made for statuses.
    #[getter]
    fn requests(&self) -> u64 {
        self.0.requests
    }

    /// Seconds since it began.
    #[getter]
    fn elapsed(&self) -> f64 {
        self.0.elapsed.as_secs_f64()
    }

    /// Part of the messages whose status is final, from 0 to 1.
    #[getter]
    fn fraction(&self) -> f64 {
        self.0.fraction
    }

    fn __repr__(&self) -> String {
        format!("TrackProgress(settled={}, total={}, requests={})", self.settled(), self.total(), self.0.requests)
    }
});

counts!(DeliveryCounts, |it| it.0, {
    /// Price of all of them, exact; `NaN` if a price has more than 1,000 digits.
    #[getter]
    fn cost<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        decimal(py, &self.0.cost)
    }

    fn __repr__(&self) -> String {
        repr("DeliveryCounts", &self.0)
    }
});

fn repr(name: &str, c: &delivery::DeliveryCounts) -> String {
    let delivery::DeliveryCounts { total, delivered, read, undeliverable, expired, pending, unknown, cost, .. } = c;
    format!(
        "{name}(total={total}, delivered={delivered}, read={read}, undeliverable={undeliverable}, expired={expired}, \
         pending={pending}, unknown={unknown}, cost={cost})"
    )
}

counts!(DeliverySummary, |it| it.0.counts(), {
    /// Price of all messages whose price is known, exact; the currency is that of the account. `NaN` if a price has more
    /// than 1,000 digits.
    #[getter]
    fn cost<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        decimal(py, self.0.cost())
    }

    /// A `DeliveryCounts` for each channel by its name, the largest first; `unknown` if nothing says which one it was.
    #[getter]
    fn by_channel<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for channel in self.0.by_channel() {
            dict.set_item(&channel.channel, Bound::new(py, DeliveryCounts(channel.counts.clone()))?)?;
        }
        Ok(dict)
    }

    /// Requests that were made for statuses.
    #[getter]
    fn requests(&self) -> u64 {
        self.0.requests()
    }

    /// Seconds that the tracking took.
    #[getter]
    fn elapsed(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }

    /// True if every status is final.
    #[getter]
    fn is_final(&self) -> bool {
        self.0.is_final()
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// The row at a position.
    fn __getitem__<'py>(&self, py: Python<'py>, position: isize) -> PyResult<Bound<'py, PyDict>> {
        let position = if position < 0 { position + self.0.len() as isize } else { position };
        let row = usize::try_from(position).ok().and_then(|position| self.0.row(position));
        row.map_or_else(|| Err(PyIndexError::new_err("the summary has no such row")), |row| dict(py, &row))
    }

    fn __iter__(slf: Py<Self>, py: Python<'_>) -> PyResult<DeliveryRows> {
        Ok(DeliveryRows { summary: slf, next: 0.into(), dicts: Dicts::new(py, DELIVERY_COLUMNS)? })
    }

    /// The counts as a dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        crate::json::parse(py, &self.0.to_json())
    }

    /// All rows as a list of dicts.
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let (list, dicts) = (PyList::empty(py), Dicts::new(py, DELIVERY_COLUMNS)?);
        self.0.rows().try_for_each(|row| list.append(dicts.dict(py, cells(py, &row)?.map(Ok))?))?;
        Ok(list)
    }

    /// All rows as a dict of columns, which every data frame takes: `pandas.DataFrame(summary.to_columns())`.
    ///
    /// With the report of the campaign, all rows of the report with its columns and those of the delivery; `None` for
    /// messages that were not accepted.
    ///
    /// Args:
    ///     report: `BulkReport` of the campaign. Default: the tracked messages alone.
    ///     columns: Names of those that are wanted, such as `["to", "delivery"]`, in any order. Default: all.
    ///
    /// Raises:
    ///     ValidationError: `columns` has a name that no column has.
    #[pyo3(signature = (report = None, columns = None))]
    fn to_columns<'py>(
        &self,
        py: Python<'py>,
        report: Option<&Bound<'py, BulkReport>>,
        columns: Given<'py>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let of_report = report.map_or(&[][..], |_| &REPORT_COLUMNS);
        let added = DELIVERY_COLUMNS.iter().enumerate().filter(|(_, name)| !of_report.contains(name));
        let (places, names): (Vec<usize>, Vec<&str>) = added.unzip();
        let all: Vec<&str> = of_report.iter().chain(&names).copied().collect();
        let wanted = chosen(&all, columns)?;
        let own = wanted.iter().filter_map(|place| places.get(place.checked_sub(of_report.len())?));
        let lists: Vec<_> = own.map(|place| (*place, PyList::empty(py))).collect();
        let add = |row: Option<delivery::DeliveryRow>| {
            let cells = row.map(|row| cells(py, &row)).transpose()?;
            lists.iter().try_for_each(|(place, list)| list.append(cells.as_ref().map(|cells| &cells[*place])))
        };
        let found = match report {
            Some(report) => {
                if !lists.is_empty() {
                    let find = |id: &str| if id.is_empty() { None } else { self.0.find(id) };
                    report.get().each(py, &mut |row| add(find(row.message_id)))?;
                }
                let of_report: Vec<_> = wanted.iter().copied().filter(|place| *place < of_report.len()).collect();
                report.get().columns(py, &of_report)?
            }
            None => {
                self.0.rows().try_for_each(|row| add(Some(row)))?;
                PyDict::new(py)
            }
        };
        for (place, list) in lists {
            found.set_item(DELIVERY_COLUMNS[place], list)?;
        }
        // In the order of the caller.
        let ordered = PyDict::new(py);
        wanted.iter().try_for_each(|place| ordered.set_item(all[*place], found.get_item(all[*place])?))?;
        Ok(ordered)
    }

    /// Writes all rows into a CSV file that only its owner may read. An earlier file of a summary is replaced by
    /// the whole file or, if that fails (`OSError`), left as it is. Any other file stays as it is: the journal or
    /// report that was tracked, the source or stop list of its campaign, and whatever else is there.
    fn to_csv(&self, py: Python<'_>, #[pyo3(from_py_with = named::path)] path: PathBuf) -> PyResult<()> {
        py.detach(|| self.0.save_csv(path)).map_err(PyOSError::new_err)
    }

    /// Writes the counts and all rows into a JSON file, as `to_csv` does.
    fn to_json(&self, py: Python<'_>, #[pyo3(from_py_with = named::path)] path: PathBuf) -> PyResult<()> {
        py.detach(|| self.0.save_json(path)).map_err(PyOSError::new_err)
    }

    /// Draws the delivery as a funnel, for notebooks; needs matplotlib. Returns its axes.
    #[pyo3(signature = (ax = None))]
    fn plot<'py>(slf: &Bound<'py, Self>, ax: Given<'py>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("smsbat._delivery")?.call_method1("funnel", (slf, ax))
    }

    /// Draws how many messages had been delivered, read or had failed by when, for notebooks; needs matplotlib. Returns
    /// its axes.
    #[pyo3(signature = (ax = None))]
    fn plot_over_time<'py>(slf: &Bound<'py, Self>, ax: Given<'py>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("smsbat._delivery")?.call_method1("over_time", (slf, ax))
    }

    fn __repr__(&self) -> String {
        repr("DeliverySummary", self.0.counts())
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn _repr_html_(&self) -> String {
        smsbat_core::preview::delivery(&self.0)
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(rows_not_picklable(&slf.get_type()))
    }
});

/// The rows of a summary.
#[pyclass(frozen, module = "smsbat._smsbat")]
pub(crate) struct DeliveryRows {
    summary: Py<DeliverySummary>,
    next: std::sync::atomic::AtomicUsize,
    dicts: Dicts,
}

#[pymethods]
impl DeliveryRows {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let row = self.summary.get().0.row(self.next.fetch_add(1, Ordering::AcqRel));
        row.map(|row| self.dicts.dict(py, cells(py, &row)?.map(Ok))).transpose()
    }
}

fn dict<'py>(py: Python<'py>, row: &delivery::DeliveryRow) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    DELIVERY_COLUMNS.iter().zip(cells(py, row)?).try_for_each(|(name, value)| dict.set_item(name, value))?;
    Ok(dict)
}

/// The values of a row, in the order of the columns.
fn cells<'py>(py: Python<'py>, row: &delivery::DeliveryRow) -> PyResult<[Bound<'py, PyAny>; 11]> {
    let text = |text: &Option<String>| text.as_deref().into_bound_py_any(py);
    Ok([
        row.index.into_bound_py_any(py)?,
        text(&row.to)?,
        text(&row.message_id)?,
        text(&row.customer_message_id)?,
        text(&row.delivery_status)?,
        row.outcome.as_str().into_bound_py_any(py)?,
        row.is_final.into_bound_py_any(py)?,
        text(&row.status_at)?,
        row.cost.as_deref().map(|cost| decimal(py, cost)).transpose()?.into_bound_py_any(py)?,
        text(&row.channel)?,
        row.source.map(DeliverySource::as_str).into_bound_py_any(py)?,
    ])
}
