//! The report of a campaign: its rows, and the files they are written to.

pub(crate) mod bulk_report;
pub(crate) mod file;
pub(crate) mod format;
pub(crate) mod row_store;

pub use bulk_report::{BulkReport, REPORT_COLUMNS, ReportRow};
pub use file::ReportFile;
pub use row_store::ReportRows;
