//! The report of a campaign: its rows, and the files they are written to.

pub(crate) mod bulk_report;
pub(crate) mod file;
pub(crate) mod format;
pub(crate) mod row_store;
