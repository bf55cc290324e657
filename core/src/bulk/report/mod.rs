//! The report of a run: its rows, and the files they are written to.

mod bulk_report;
mod file;
mod format;
mod plan;
mod plan_html;
mod row;
mod row_block;
mod row_store;
mod spill;
mod writer;

pub use bulk_report::BulkReport;
pub use file::ReportFile;
pub(crate) use file::{check_beside, write_beside};
pub(crate) use format::write_cell;
pub use plan::BulkPlan;
pub(crate) use plan::DRY_RUN;
pub use row::{REPORT_COLUMNS, ReportRow, RowView};
pub use row_block::RowBlock;
pub use row_store::ReportRows;
pub(crate) use row_store::{RowWriter, cannot_keep, no_room};
