//! What became of every row.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::file::ReportFile;
use super::format::{Form, Writing};
use super::row_store::{Collector, Kept, ReportRows, RowView};
use crate::bulk::progress::BulkProgress;
use crate::descriptors;
use crate::error::{Error, Outcome};
use crate::shown::{escaped, is_order};

/// What became of one row of the source.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportRow {
    /// Position in the source, from 0. Blank rows of a file have none.
    pub index: u64,
    /// Line of the file in which the row begins, from 1; `None` if the source is no file.
    pub line: Option<u64>,
    /// What became of it.
    pub outcome: Outcome,
    /// The id it went out with; empty if it did not get that far.
    pub customer_message_id: String,
    /// Recipient, as the source had it; empty if it had none.
    pub to: String,
    /// The provider's id; empty for a row that it did not take.
    pub message_id: String,
    /// The provider's word; empty if it said none.
    pub status: String,
    /// SMS parts, as the provider counts them.
    pub parts: Option<u32>,
    /// The rule that kept it from being sent, such as `phone`, `duplicate` or `max_messages`; empty if none did.
    pub rule: String,
    /// The provider's own code for its refusal; empty if it gave none.
    pub code: String,
    /// Why it was not accepted, in words; empty if it was.
    pub reason: String,
}

/// The recipient is masked.
impl std::fmt::Debug for ReportRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReportRow")
            .field("index", &self.index)
            .field("line", &self.line)
            .field("outcome", &self.outcome)
            .field("customer_message_id", &self.customer_message_id)
            .field("to", &crate::phone::mask(&self.to))
            .field("message_id", &self.message_id)
            .field("status", &self.status)
            .field("parts", &self.parts)
            .field("rule", &self.rule)
            .field("code", &self.code)
            .field("reason", &self.reason)
            .finish()
    }
}

impl Default for ReportRow {
    fn default() -> Self {
        let text = String::new;
        Self {
            index: 0,
            line: None,
            outcome: Outcome::NotSent,
            customer_message_id: text(),
            to: text(),
            message_id: text(),
            status: text(),
            parts: None,
            rule: text(),
            code: text(),
            reason: text(),
        }
    }
}

/// Columns of a report, in this order in CSV.
pub const REPORT_COLUMNS: [&str; 11] = [
    "index",
    "line",
    "to",
    "outcome",
    "code",
    "reason",
    "rule",
    "message_id",
    "status",
    "parts",
    "customer_message_id",
];

impl ReportRow {
    /// The row as it is kept.
    pub(crate) fn view(&self) -> RowView<'_> {
        let texts =
            [&self.customer_message_id, &self.to, &self.message_id, &self.status, &self.rule, &self.code, &self.reason];
        let Self { index, outcome, parts, .. } = *self;
        RowView { index, line: self.line.unwrap_or(0), outcome, parts, texts: texts.map(String::as_str) }
    }

    /// The values of [`REPORT_COLUMNS`] as text.
    pub fn values(&self) -> [String; 11] {
        [
            self.index.to_string(),
            self.line.map(|line| line.to_string()).unwrap_or_default(),
            self.to.clone(),
            self.outcome.to_string(),
            self.code.clone(),
            self.reason.clone(),
            self.rule.clone(),
            self.message_id.clone(),
            self.status.clone(),
            self.parts.map(|p| p.to_string()).unwrap_or_default(),
            self.customer_message_id.clone(),
        ]
    }
}

/// What became of a campaign, in sums and row by row.
#[derive(Debug)]
pub struct BulkReport {
    counts: BulkProgress,
    error: Option<Error>,
    /// The text of the error, which stays when a binding takes the error to raise it.
    why: Option<String>,
    rows: Kept,
    /// Files that no report is written over.
    others: Vec<PathBuf>,
}

impl BulkReport {
    /// `ended` completes the error of a run that ended early.
    pub(crate) fn new(
        counts: BulkProgress,
        error: Option<Error>,
        rows: Collector,
        others: Vec<PathBuf>,
        ended: impl FnOnce(Error) -> Error,
    ) -> Self {
        let error = error.map(ended);
        let why = error.as_ref().map(Error::to_string);
        Self { counts, error, why, rows: rows.finish(), others }
    }

    /// Rows of the source that have an outcome.
    pub fn total(&self) -> u64 {
        self.counts.settled()
    }

    /// Rows the provider took, in this run or, by the journal, in an earlier one.
    pub fn accepted(&self) -> u64 {
        self.counts.accepted
    }

    /// Rows the provider said no to.
    pub fn rejected(&self) -> u64 {
        self.counts.rejected
    }

    /// Rows that were not sent: they broke a rule or a limit, or their request was refused as a whole.
    pub fn not_sent(&self) -> u64 {
        self.counts.not_sent
    }

    /// Rows that may or may not have been sent. With a journal they are not sent again unless asked for.
    pub fn unknown(&self) -> u64 {
        self.counts.unknown
    }

    /// Of all these, rows whose outcome an earlier run wrote into the journal.
    pub fn resumed(&self) -> u64 {
        self.counts.resumed
    }

    /// Blank rows of a file, which were passed over and are in no other count.
    pub fn skipped(&self) -> u64 {
        self.counts.skipped
    }

    /// All counts, with times.
    pub fn counts(&self) -> &BulkProgress {
        &self.counts
    }

    /// Why the run ended before the source did; `None` if every row has an outcome.
    ///
    /// Its outcome is unknown once anything of the run was or may have been sent. Then it is retryable only with a
    /// journal, where the same call goes on.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// The same, for languages that raise it; the rest of the report goes on to say that the run ended early.
    #[doc(hidden)]
    pub fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    /// Whether the source was read to its end and the provider took every row.
    pub fn ok(&self) -> bool {
        self.why.is_none() && self.accepted() == self.total()
    }

    /// Every row, in the order of the source.
    ///
    /// # Errors
    /// Each step may fail to read the temporary file; the next one goes on behind what cannot be read.
    pub fn rows(&mut self) -> io::Result<ReportRows<'_>> {
        Ok(ReportRows::new(&mut self.rows))
    }

    /// Some rows of [`BulkReport::rows`] at a time, for languages whose iterators cannot borrow: up to `most` rows
    /// from a position in the source, at first 0, and the position to go on from. No rows are the end.
    #[doc(hidden)]
    pub fn rows_from(&mut self, first: u64, most: usize) -> io::Result<(Vec<ReportRow>, u64)> {
        self.rows.some(first, most)
    }

    /// Writes all rows as CSV with a header. A cell that a spreadsheet would take for a formula gets a `'`.
    ///
    /// # Errors
    /// If a row cannot be read or written.
    pub fn write_csv(&mut self, out: impl Write) -> io::Result<()> {
        self.write(Form::Csv, out)
    }

    /// Writes the sums and all rows as one JSON object. Characters that a terminal would obey are escaped.
    ///
    /// # Errors
    /// If a row cannot be read or written.
    pub fn write_json(&mut self, out: impl Write) -> io::Result<()> {
        self.write(Form::Json, out)
    }

    fn write(&mut self, form: Form, mut out: impl Write) -> io::Result<()> {
        out.write_all(&form.start())?;
        Writing::new(&mut out, form, false).write(self)
    }

    /// Writes the report into a file: JSON if its name ends with `.json`, else CSV. Only the owner may read it. It is
    /// written beside its place first, so that a file that stood there is replaced by the whole report or not at all.
    ///
    /// # Errors
    /// If the file cannot be written, or is the source of the campaign or its journal. Rows that could be written are
    /// kept in a file beside it, which the error names with their number. The report still has all rows and can be
    /// saved elsewhere.
    pub fn save(&mut self, path: impl AsRef<Path>) -> io::Result<()> {
        ReportFile::create(path, &self.others)?.write(self)
    }

    /// The same as CSV, whatever its name.
    ///
    /// # Errors
    /// As [`BulkReport::save`].
    pub fn save_csv(&mut self, path: impl AsRef<Path>) -> io::Result<()> {
        ReportFile::of_form(path.as_ref(), Form::Csv, &self.others)?.write(self)
    }

    /// The same as JSON, whatever its name.
    ///
    /// # Errors
    /// As [`BulkReport::save`].
    pub fn save_json(&mut self, path: impl AsRef<Path>) -> io::Result<()> {
        ReportFile::of_form(path.as_ref(), Form::Json, &self.others)?.write(self)
    }

    /// Writes all rows into a new file for temporary ones that only the owner may read, for a program whose report
    /// cannot be written where it should.
    #[doc(hidden)]
    pub fn rescue(&mut self) -> io::Result<PathBuf> {
        ReportFile::rescue(self)
    }

    /// The sums as a JSON object.
    pub fn to_json(&self) -> String {
        let counts = &self.counts;
        let mut out = Vec::new();
        for (i, (name, value)) in [
            ("total", self.total()),
            ("accepted", counts.accepted),
            ("rejected", counts.rejected),
            ("not_sent", counts.not_sent),
            ("unknown", counts.unknown),
            ("resumed", counts.resumed),
            ("skipped", counts.skipped),
            ("parts", counts.parts),
        ]
        .into_iter()
        .enumerate()
        {
            out.extend_from_slice(if i == 0 { b"{\"" } else { b",\"" });
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b"\":");
            out.extend_from_slice(value.to_string().as_bytes());
        }
        out.extend_from_slice(format!(",\"seconds\":{:.3},\"error\":", counts.elapsed.as_secs_f64()).as_bytes());
        match &self.why {
            Some(why) => crate::model::write_string(&mut out, why),
            None => out.extend_from_slice(b"null"),
        }
        out.push(b'}');
        String::from_utf8(out).unwrap_or_default()
    }
}

impl ReportRow {
    /// Appends the row as a JSON object; what it does not have is null.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        for (i, (name, value)) in REPORT_COLUMNS.iter().zip(self.values()).enumerate() {
            out.extend_from_slice(if i == 0 { b"{\"" } else { b",\"" });
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b"\":");
            match *name {
                _ if value.is_empty() => out.extend_from_slice(b"null"),
                "index" | "line" | "parts" => out.extend_from_slice(value.as_bytes()),
                _ => write_text(out, &value),
            }
        }
        out.push(b'}');
    }
}

/// Writes a text of somebody else as a JSON string that a terminal can show.
fn write_text(out: &mut Vec<u8>, text: &str) {
    let start = out.len();
    crate::model::write_string(out, text);
    if text.chars().any(is_order) {
        let safe = escaped(&String::from_utf8_lossy(&out[start..]), is_order);
        out.truncate(start);
        out.extend_from_slice(safe.as_bytes());
    }
}

/// The error of a report that has no room for its rows, before anything is sent.
pub(crate) fn cannot_keep(why: &io::Error) -> Error {
    Error::configuration(format!("the outcomes cannot be kept in a temporary file (TMPDIR): {}", descriptors::why(why)))
}

/// The error of a run that ends because its report has no more room.
pub(crate) fn no_room(why: &io::Error) -> Error {
    Error::configuration(format!(
        "the run was stopped, because outcomes can no longer be kept in a temporary file (TMPDIR): {}; the report has \
         every row so far",
        descriptors::why(why)
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod tests {
    use super::*;

    fn row(index: u64) -> ReportRow {
        ReportRow {
            index,
            outcome: Outcome::Accepted,
            to: "+380671234567".into(),
            reason: "=1+1, \"x\"\n".into(),
            parts: Some(2),
            ..ReportRow::default()
        }
    }

    pub(crate) fn report(order: impl IntoIterator<Item = u64>) -> BulkReport {
        let mut rows = Collector::new().unwrap();
        order.into_iter().for_each(|i| rows.add(&row(i).view()));
        BulkReport::new(BulkProgress::default(), None, rows, Vec::new(), |e| e)
    }

    fn order(mut report: BulkReport) -> Vec<u64> {
        report.rows().map(|rows| rows.filter_map(|r| r.ok()).map(|r| r.index).collect()).unwrap_or_default()
    }

    #[test]
    fn rows_have_the_order_of_the_source_however_they_were_settled() {
        assert_eq!(order(report([2, 0, 1])), [0, 1, 2]);
        assert_eq!(order(report([])), [0; 0]);
        // After an end before its time some rows are missing, whole blocks of them too.
        assert_eq!(order(report([20_000, 2, 0, 1, 4])), [0, 1, 2, 4, 20_000]);
        let many = 96_000_u64;
        assert!(order(report((0..many).rev())).into_iter().eq(0..many));
        // As chunks of several connections come back.
        let mixed = (0..many).map(|i| (i / 8000 * 8000) + (i % 8) * 1000 + i % 8000 / 8);
        assert!(order(report(mixed.filter(|i| *i < many))).into_iter().eq(0..many));
    }

    #[test]
    fn pieces_are_the_rows() -> io::Result<()> {
        // Beyond what is kept in memory, and with another reader in between.
        let count = 100_000;
        let mut report = report(0..count);
        let (mut place, mut seen) = (0, 0);
        loop {
            let (rows, next) = report.rows_from(place, 999)?;
            if rows.is_empty() {
                break;
            }
            assert!(rows.iter().map(|r| r.index).eq(seen..seen + rows.len() as u64));
            seen += rows.len() as u64;
            place = next;
            assert_eq!(report.rows()?.next().transpose()?.map(|r| r.index), Some(0));
        }
        assert_eq!(seen, count);
        Ok(())
    }

    #[test]
    fn csv_and_json_have_every_row_and_no_formula() {
        let mut csv = Vec::new();
        assert!(report([0]).write_csv(&mut csv).is_ok());
        let text = String::from_utf8(csv).unwrap_or_default();
        assert!(text.contains(",+380671234567,"), "{text}");
        assert!(text.contains("\"'=1+1, \"\"x\"\"\n\""), "{text}");
        let mut json = Vec::new();
        assert!(report([0, 1]).write_json(&mut json).is_ok());
        let value: serde_json::Value = serde_json::from_slice(&json).unwrap_or_default();
        assert_eq!(value["rows"][1]["index"], 1);
        assert_eq!(value["rows"][1]["parts"], 2);
        assert_eq!(value["rows"][1]["status"], serde_json::Value::Null);
        assert_eq!(value["accepted"], 0);
    }
}
