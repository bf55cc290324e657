//! Report of a campaign.

use std::ffi::{c_char, c_void};
use std::ptr::null;
use std::sync::{Mutex, MutexGuard, TryLockError};

use smsbat_core::binding;
use smsbat_core::bulk::BulkReport;

use super::counts::smsbat_bulk_counts;
use super::plan::smsbat_bulk_plan;
use super::row::smsbat_bulk_row;
use crate::boundary;
use crate::broken_pipe::without_signal;
use crate::error::{Fault, smsbat_code, smsbat_error};
use crate::handle::{free, getters, handle, shared};
use crate::string::{CText, read};

/// Report of a campaign: counts, and the outcome of each row.
///
/// Owned by the program; free it with `smsbat_bulk_report_free`. Rows are kept in a temporary file instead of in
/// memory, so only one function at a time can read them; another one returns `SMSBAT_ERROR_CONFIGURATION` meanwhile.
/// Everything else may be read at any time, also by a callback that receives a row.
pub struct smsbat_bulk_report {
    /// A callback that receives rows may call functions of the report.
    report: Mutex<BulkReport>,
    ok: bool,
    counts: smsbat_bulk_counts,
    json: CText,
    pub(super) plan: Option<smsbat_bulk_plan>,
}

handle!(smsbat_bulk_report, "report", owned);

impl smsbat_bulk_report {
    /// Returns the report for reading its rows, unless they are being read.
    pub(crate) fn core(&self) -> Result<MutexGuard<'_, BulkReport>, Fault> {
        match self.report.try_lock() {
            Ok(report) => Ok(report),
            Err(TryLockError::Poisoned(report)) => Ok(report.into_inner()),
            Err(TryLockError::WouldBlock) => Err(binding::report_in_use().into()),
        }
    }
}

impl From<BulkReport> for smsbat_bulk_report {
    fn from(report: BulkReport) -> Self {
        let (counts, json) = (smsbat_bulk_counts(*report.counts()), CText::new(report.to_json()));
        let plan = smsbat_bulk_plan::of(&report);
        Self { ok: report.ok(), report: Mutex::new(report), counts, json, plan }
    }
}

/// Frees a report. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_report_free(report: *mut smsbat_bulk_report) {
    // SAFETY: the caller passes NULL or a report that is no longer used.
    unsafe { free(report) }
}

getters! { report: smsbat_bulk_report;
    /// Returns the counts. Borrowed from the report. `NULL` for `NULL`.
    smsbat_bulk_report_counts -> *const smsbat_bulk_counts = null(), |report| &raw const report.counts;

    /// Returns true if the source was read to its end and every row was accepted. False for `NULL`.
    smsbat_bulk_report_ok -> bool = false, |report| report.ok;

    /// Returns the counts as a JSON object. Borrowed from the report. `NULL` for `NULL`.
    smsbat_bulk_report_json -> *const c_char = null(), |report| report.json.as_ptr();

    /// Returns the plan of a dry run, borrowed from its report. `NULL` if the run was not a dry run, and for
    /// `NULL`.
    smsbat_bulk_report_plan -> *const smsbat_bulk_plan =
        null(), |report| report.plan.as_ref().map_or(null(), |plan| plan);
}

/// Writes the report to a file that only its owner may read: JSON if its name ends with `.json`, else CSV.
///
/// An existing file is replaced by the whole report or not at all, because the report is first written to a new file
/// next to it. If the disk is full, that file keeps the rows that could be written; the error's text has its name and
/// their number. The report still has all rows and can be saved elsewhere. If the system limits the size of files
/// (`RLIMIT_FSIZE`), the program must ignore `SIGXFSZ`; otherwise the signal terminates it. A pipe whose reader goes
/// away is an error, without a `SIGPIPE`.
///
/// Returns `SMSBAT_ERROR_CONFIGURATION` if the file cannot be written, or is the campaign's source, stop list or
/// journal, or if another function reads the rows; `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a path that is not
/// UTF-8. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_report_save(
    report: *mut smsbat_bulk_report,
    path: *const c_char,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or a live report and text, and NULL or an output parameter for the error.
    unsafe {
        boundary::call(error, || {
            let (report, path) = (shared(report)?, read(path, "path")?);
            let mut report = report.core()?;
            Ok(without_signal(|| report.save(path)).map_err(|e| binding::unwritable(&e))?)
        })
    }
}

/// Callback that receives one row of a report. `row` is valid only during the call. Return false to stop. The callback must
/// return, without an exception or `longjmp`, and must not free the report.
pub type smsbat_bulk_take = Option<unsafe extern "C" fn(row: *const smsbat_bulk_row, userdata: *mut c_void) -> bool>;

/// Calls a function for every row of a report, in the order of the source.
///
/// `userdata` is passed to it. Returns `SMSBAT_ERROR_CONFIGURATION` if a row cannot be read back from the temporary
/// file, or if another function reads the rows; `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL`. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_report_rows(
    report: *mut smsbat_bulk_report,
    take: smsbat_bulk_take,
    userdata: *mut c_void,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or a live report, its own function, and NULL or an output parameter for the error.
    unsafe {
        boundary::call(error, || {
            let report = shared(report)?;
            let take = take.ok_or(Fault::null("take"))?;
            for row in report.core()?.rows().map_err(|e| binding::unwritable(&e))? {
                let row = smsbat_bulk_row::from(row.map_err(|e| binding::unwritable(&e))?);
                if !take(&row, userdata) {
                    break;
                }
            }
            Ok(())
        })
    }
}
