//! The report of a campaign, and its rows.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::exceptions::{PyOSError, PyTypeError};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::{PyDict, PyList};
use smsbat_core::bulk::{self, REPORT_COLUMNS, RowBlock, RowView};

use crate::model::{Given, rows_not_picklable};
use crate::rows::{Dicts, chosen};
use crate::{named, values};

/// Report of a campaign: counts, and the outcome of each row.
///
/// `len()` is the number of rows. Iterating gives each row as a dict, in the order of the source: `index` (position in
/// the source, from 0), `line` (of a file, from 1), `to`, `outcome`, `code` (the provider's), `reason`, `rule` (that kept
/// it from being sent), `message_id`, `status`, `parts` and `customer_message_id`; `None` for what a row does not have.
/// Rows are kept in a temporary file until they are asked for.
#[pyclass(frozen, module = "smsbat")]
pub(crate) struct BulkReport(Mutex<bulk::BulkReport>);

impl From<bulk::BulkReport> for BulkReport {
    fn from(report: bulk::BulkReport) -> Self {
        Self(Mutex::new(report))
    }
}

impl BulkReport {
    /// The error of the campaign if its caller does not get the report.
    pub(crate) fn late(&self, py: Python<'_>) -> smsbat_core::Error {
        let report = self.locked(py);
        smsbat_core::binding::late_campaign(report.total(), report.not_sent(), report.unknown())
    }

    /// Returns the report, which another thread may read for seconds. Other threads run meanwhile.
    pub(crate) fn locked(&self, py: Python<'_>) -> MutexGuard<'_, bulk::BulkReport> {
        self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
    }

    /// As `locked`, for a thread that is detached from the interpreter.
    pub(crate) fn lock(&self) -> MutexGuard<'_, bulk::BulkReport> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Some rows from a place on, and the place of the next one.
    fn piece(&self, py: Python<'_>, place: u64) -> PyResult<(RowBlock, u64)> {
        py.detach(|| self.lock().rows_from(place, READ_AT_ONCE)).map_err(PyOSError::new_err)
    }

    pub(crate) fn each(&self, py: Python<'_>, take: &mut dyn FnMut(RowView<'_>) -> PyResult<()>) -> PyResult<()> {
        let mut place = 0;
        loop {
            let (rows, next) = self.piece(py, place)?;
            if rows.len() == 0 {
                return Ok(());
            }
            (0..rows.len()).filter_map(|i| rows.get(i)).try_for_each(&mut *take)?;
            place = next;
        }
    }

    /// The columns at these positions, by their names.
    pub(crate) fn columns<'py>(&self, py: Python<'py>, wanted: &[usize]) -> PyResult<Bound<'py, PyDict>> {
        let lists: Vec<_> = wanted.iter().map(|place| (*place, PyList::empty(py))).collect();
        self.each(py, &mut |row| {
            lists.iter().try_for_each(|(place, list)| list.append(values::to_python(py, row.at(*place))?))
        })?;
        let columns = PyDict::new(py);
        lists.iter().try_for_each(|(place, list)| columns.set_item(REPORT_COLUMNS[*place], list))?;
        Ok(columns)
    }
}

/// Rows of a report that are read at once.
const READ_AT_ONCE: usize = 1000;

#[pymethods]
impl BulkReport {
    /// Rows of the source that have an outcome.
    #[getter]
    fn total(&self, py: Python<'_>) -> u64 {
        self.locked(py).total()
    }

    /// Rows that the provider accepted, in this run or an earlier one (from the journal).
    #[getter]
    fn accepted(&self, py: Python<'_>) -> u64 {
        self.locked(py).accepted()
    }

    /// Rows that the provider refused.
    #[getter]
    fn rejected(&self, py: Python<'_>) -> u64 {
        self.locked(py).rejected()
    }

    /// Rows that were not sent: they broke a rule or a limit, or their request was refused as a whole.
    #[getter]
    fn not_sent(&self, py: Python<'_>) -> u64 {
        self.locked(py).not_sent()
    }

    /// Rows that may or may not have been sent. With a journal they are not sent again unless asked for.
    #[getter]
    fn unknown(&self, py: Python<'_>) -> u64 {
        self.locked(py).unknown()
    }

    /// Of all these, rows whose outcome an earlier run wrote into the journal.
    #[getter]
    fn resumed(&self, py: Python<'_>) -> u64 {
        self.locked(py).resumed()
    }

    /// Blank rows of a file. They are skipped and are in no other count.
    #[getter]
    fn skipped(&self, py: Python<'_>) -> u64 {
        self.locked(py).skipped()
    }

    /// SMS parts of the rows accepted in this run.
    #[getter]
    fn parts(&self, py: Python<'_>) -> u64 {
        self.locked(py).counts().parts
    }

    /// Seconds the run took.
    #[getter]
    fn elapsed(&self, py: Python<'_>) -> f64 {
        self.locked(py).counts().elapsed.as_secs_f64()
    }

    /// True if every row was accepted.
    #[getter]
    fn ok(&self, py: Python<'_>) -> bool {
        self.locked(py).ok()
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        usize::try_from(self.total(py)).map_err(PyTypeError::new_err)
    }

    fn __iter__(slf: Py<Self>, py: Python<'_>) -> PyResult<BulkRows> {
        Ok(BulkRows { report: slf, state: Mutex::default(), dicts: Dicts::new(py, REPORT_COLUMNS)? })
    }

    /// All rows as a list of dicts.
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let (list, dicts) = (PyList::empty(py), Dicts::new(py, REPORT_COLUMNS)?);
        self.each(py, &mut |row| list.append(dicts.dict(py, cells(py, &row))?))?;
        Ok(list)
    }

    /// All rows as a dict of columns, which every data frame takes: `pandas.DataFrame(report.to_columns())`.
    ///
    /// Args:
    ///     columns: Names of those that are wanted, such as `["outcome"]`, in any order. The fewer they are, the less
    ///         memory and time it takes. Default: all.
    ///
    /// Raises:
    ///     ValidationError: `columns` has a name that no column has.
    #[pyo3(signature = (columns = None))]
    fn to_columns<'py>(&self, py: Python<'py>, columns: Given<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.columns(py, &chosen(&REPORT_COLUMNS, columns)?)
    }

    /// Writes all rows into a CSV file that only its owner may read, and never over the campaign's source, stop list or
    /// journal. A file of that name is replaced by the whole report or, if that fails (`OSError`), left as it is. Rows
    /// that could be written are kept in a file beside it then, which the error names with their number; the report
    /// still has all rows and can be written elsewhere.
    fn to_csv(&self, py: Python<'_>, #[pyo3(from_py_with = named::path)] path: PathBuf) -> PyResult<()> {
        py.detach(|| self.lock().save_csv(path)).map_err(PyOSError::new_err)
    }

    /// Writes the sums and all rows into a JSON file, as `to_csv` does.
    fn to_json(&self, py: Python<'_>, #[pyo3(from_py_with = named::path)] path: PathBuf) -> PyResult<()> {
        py.detach(|| self.lock().save_json(path)).map_err(PyOSError::new_err)
    }

    /// The sums as a dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        crate::json::parse(py, &self.locked(py).to_json())
    }

    /// Draws the sums as bars, for notebooks; needs matplotlib. Returns its axes.
    #[pyo3(signature = (ax = None))]
    fn plot<'py>(slf: &Bound<'py, Self>, ax: Given<'py>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("smsbat._bulk")?.call_method1("plot", (slf, ax))
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let report = self.locked(py);
        format!(
            "BulkReport(total={}, accepted={}, rejected={}, not_sent={}, unknown={})",
            report.total(),
            report.accepted(),
            report.rejected(),
            report.not_sent(),
            report.unknown()
        )
    }

    fn __str__(&self, py: Python<'_>) -> String {
        let report = self.locked(py);
        let lines = [
            (report.accepted(), "accepted"),
            (report.rejected(), "rejected"),
            (report.not_sent(), "not sent"),
            (report.unknown(), "unknown"),
            (report.total(), "in all"),
        ];
        lines.map(|(count, word)| format!("{count:>12} {word}")).join("\n")
    }

    fn _repr_html_(&self, py: Python<'_>) -> String {
        py.detach(|| smsbat_core::preview::report(&mut self.lock()))
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<()> {
        Err(rows_not_picklable(&slf.get_type()))
    }
}

/// The rows of a report, read some at a time.
#[pyclass(frozen, module = "smsbat._smsbat")]
pub(crate) struct BulkRows {
    report: Py<BulkReport>,
    state: Mutex<RowsState>,
    dicts: Dicts,
}

/// Rows that were read, how many of them are taken, and the place of the next ones.
#[derive(Default)]
struct RowsState {
    rows: RowBlock,
    taken: usize,
    place: u64,
}

#[pymethods]
impl BulkRows {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        // Releases the interpreter while another thread reads, to avoid a deadlock.
        let mut state = self.state.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        if state.taken >= state.rows.len() {
            let (rows, place) = self.report.get().piece(py, state.place)?;
            *state = RowsState { rows, taken: 0, place };
        }
        let Some(row) = state.rows.get(state.taken) else { return Ok(None) };
        let dict = self.dicts.dict(py, cells(py, &row))?;
        state.taken += 1;
        Ok(Some(dict))
    }
}

/// The values of a row, in the order of the report's columns.
fn cells<'py>(py: Python<'py>, row: &RowView<'_>) -> impl Iterator<Item = PyResult<Bound<'py, PyAny>>> {
    (0..REPORT_COLUMNS.len()).map(move |column| values::to_python(py, row.at(column)))
}
