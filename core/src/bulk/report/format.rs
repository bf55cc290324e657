//! Formats of a report: CSV and JSON.

use super::bulk_report::BulkReport;
use super::row::{REPORT_COLUMNS, ReportRow};

/// Columns that hold no text of somebody else.
const PLAIN_COLUMNS: [&str; 4] = ["index", "line", "outcome", "parts"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReportFormat {
    Csv,
    Json,
}

impl ReportFormat {
    /// Start of every report. Written before anything is sent, so that a full disk shows in time.
    pub(super) fn start(self) -> Vec<u8> {
        match self {
            Self::Csv => format!("{}\n", REPORT_COLUMNS.join(",")).into_bytes(),
            Self::Json => b"{".to_vec(),
        }
    }

    /// Text between the start and the rows.
    pub(super) fn sums(self, report: &BulkReport) -> Vec<u8> {
        match self {
            Self::Csv => Vec::new(),
            Self::Json => format!("{},\"rows\":[", report.to_json().trim_matches(['{', '}'])).into_bytes(),
        }
    }

    pub(super) fn row(self, row: &ReportRow, is_first: bool, out: &mut Vec<u8>) {
        match self {
            Self::Csv => write_record(row, out),
            Self::Json => {
                if !is_first {
                    out.extend_from_slice(b",\n");
                }
                row.write_json(out);
            }
        }
    }

    /// Text after the rows.
    pub(super) fn end(self) -> &'static [u8] {
        match self {
            Self::Csv => b"",
            Self::Json => b"]}\n",
        }
    }
}

/// A row as CSV (RFC 4180). By hand, because a full disk must leave whole rows: a library buffers them and does not say
/// where each ends. A cell that a spreadsheet would take for a formula gets a `'`.
fn write_record(row: &ReportRow, out: &mut Vec<u8>) {
    for (i, (value, name)) in row.values().iter().zip(REPORT_COLUMNS).enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write_cell(value, !PLAIN_COLUMNS.contains(&name), out);
    }
    out.push(b'\n');
}

/// A cell of CSV. `foreign` text may come from anywhere: what a spreadsheet would take for a formula gets a `'`.
pub(crate) fn write_cell(value: &str, foreign: bool, out: &mut Vec<u8>) {
    // A phone number with a plus sign is no formula: what follows are digits.
    let formula = value.starts_with(['=', '-', '@', '\t', '\r'])
        || value.strip_prefix('+').is_some_and(|rest| rest.contains(|c: char| !c.is_ascii_digit()));
    let mark = if formula && foreign { "'" } else { "" };
    if value.contains([',', '"', '\n', '\r']) {
        out.extend_from_slice(format!("\"{mark}{}\"", value.replace('"', "\"\"")).as_bytes());
    } else {
        out.extend_from_slice(mark.as_bytes());
        out.extend_from_slice(value.as_bytes());
    }
}
