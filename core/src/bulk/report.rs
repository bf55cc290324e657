//! What became of every row.

use std::collections::BTreeMap;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use tempfile::SpooledTempFile;

use super::progress::BulkProgress;
use crate::descriptors;
use crate::error::{Error, Outcome};

/// What became of one row of the source.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportRow {
    /// Position in the source, from 0.
    pub index: u64,
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
    /// Why it was not accepted, in words; empty if it was.
    pub reason: String,
}

/// The recipient is masked.
impl std::fmt::Debug for ReportRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReportRow")
            .field("index", &self.index)
            .field("outcome", &self.outcome)
            .field("customer_message_id", &self.customer_message_id)
            .field("to", &crate::phone::mask(&self.to))
            .field("message_id", &self.message_id)
            .field("status", &self.status)
            .field("parts", &self.parts)
            .field("rule", &self.rule)
            .field("reason", &self.reason)
            .finish()
    }
}

impl Default for ReportRow {
    fn default() -> Self {
        let text = String::new;
        Self {
            index: 0,
            outcome: Outcome::NotSent,
            customer_message_id: text(),
            to: text(),
            message_id: text(),
            status: text(),
            parts: None,
            rule: text(),
            reason: text(),
        }
    }
}

/// Columns of a report, in this order in CSV.
pub const REPORT_COLUMNS: [&str; 9] =
    ["index", "outcome", "customer_message_id", "to", "message_id", "status", "parts", "rule", "reason"];

impl ReportRow {
    /// The row as it is kept.
    pub(super) fn line(&self) -> Line<'_> {
        let texts = [&self.customer_message_id, &self.to, &self.message_id, &self.status, &self.rule, &self.reason];
        let Self { index, outcome, parts, .. } = *self;
        Line { index, outcome, parts, texts: texts.map(String::as_str) }
    }

    /// The values of [`REPORT_COLUMNS`] as text.
    pub fn values(&self) -> [String; 9] {
        [
            self.index.to_string(),
            self.outcome.to_string(),
            self.customer_message_id.clone(),
            self.to.clone(),
            self.message_id.clone(),
            self.status.clone(),
            self.parts.map(|p| p.to_string()).unwrap_or_default(),
            self.rule.clone(),
            self.reason.clone(),
        ]
    }

    fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let mut index = [0; 8];
        match from.read_exact(&mut index) {
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            other => other?,
        }
        let (mut outcome, mut parts) = ([0; 1], [0; 4]);
        from.read_exact(&mut outcome)?;
        from.read_exact(&mut parts)?;
        let mut texts = [const { String::new() }; 6];
        for text in &mut texts {
            let mut length = [0; 4];
            from.read_exact(&mut length)?;
            let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
            from.read_exact(&mut bytes)?;
            *text = String::from_utf8(bytes).map_err(io::Error::other)?;
        }
        let [customer_message_id, to, message_id, status, rule, reason] = texts;
        let outcome = Outcome::ALL.get(usize::from(outcome[0])).copied().unwrap_or(Outcome::Unknown);
        let parts = Some(u32::from_le_bytes(parts)).filter(|p| *p != u32::MAX);
        let index = u64::from_le_bytes(index);
        Ok(Some(Self { index, outcome, customer_message_id, to, message_id, status, parts, rule, reason }))
    }
}

/// A row whose texts stand elsewhere.
pub(super) struct Line<'a> {
    pub(super) index: u64,
    pub(super) outcome: Outcome,
    pub(super) parts: Option<u32>,
    /// As in [`REPORT_COLUMNS`], without the others.
    pub(super) texts: [&'a str; 6],
}

impl Line<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.index.to_le_bytes());
        let outcome = Outcome::ALL.iter().position(|o| *o == self.outcome).unwrap_or(0);
        out.push(outcome as u8);
        out.extend_from_slice(&self.parts.unwrap_or(u32::MAX).to_le_bytes());
        for text in self.texts {
            out.extend_from_slice(&(text.len() as u32).to_le_bytes());
            out.extend_from_slice(text.as_bytes());
        }
    }
}

/// A temporary file that no name leads to. It is open from the start, so that a lack of room, rights or descriptors
/// shows before anything is sent.
fn temporary() -> io::Result<SpooledTempFile> {
    let mut file = SpooledTempFile::new(0);
    file.roll()?;
    Ok(file)
}

/// Takes rows as they are settled.
pub(super) struct Collector {
    rows: BufWriter<SpooledTempFile>,
    /// The row that is being written.
    line: Vec<u8>,
    /// Rows that wait for earlier ones, if the order is to be kept.
    waiting: Option<BTreeMap<u64, Box<[u8]>>>,
    next: u64,
    failure: Option<io::Error>,
}

impl Collector {
    pub(super) fn new(ordered: bool) -> io::Result<Self> {
        let rows = BufWriter::with_capacity(1 << 16, temporary()?);
        Ok(Self { rows, line: Vec::new(), waiting: ordered.then(BTreeMap::new), next: 0, failure: None })
    }

    pub(super) fn add(&mut self, row: &Line<'_>) {
        self.line.clear();
        row.write(&mut self.line);
        let result = match &mut self.waiting {
            None => self.rows.write_all(&self.line),
            Some(waiting) => {
                waiting.insert(row.index, self.line.as_slice().into());
                let mut result = Ok(());
                while let Some(line) = waiting.remove(&self.next) {
                    self.next += 1;
                    result = result.and(self.rows.write_all(&line));
                }
                result
            }
        };
        if let Err(e) = result {
            self.failure.get_or_insert(e);
        }
    }

    /// Rows that wait for earlier ones.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.as_ref().map_or(0, BTreeMap::len)
    }

    /// Why rows could not be kept.
    pub(super) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    fn finish(mut self) -> io::Result<SpooledTempFile> {
        // After an end before its time some rows have no earlier ones to wait for.
        for line in self.waiting.take().unwrap_or_default().into_values() {
            self.rows.write_all(&line)?;
        }
        self.rows.into_inner().map_err(|e| e.into_error())
    }
}

/// What became of a campaign, in sums and row by row.
#[derive(Debug)]
pub struct BulkReport {
    counts: BulkProgress,
    error: Option<Error>,
    /// The text of the error, which stays when a binding takes the error to raise it.
    why: Option<String>,
    rows: SpooledTempFile,
}

impl BulkReport {
    /// `ended` completes the error of a run that ended early.
    pub(super) fn new(
        counts: BulkProgress,
        error: Option<Error>,
        rows: Collector,
        ended: impl FnOnce(Error) -> Error,
    ) -> Self {
        let (rows, error) = match rows.finish() {
            Ok(rows) => (rows, error),
            Err(e) => (SpooledTempFile::new(0), error.or_else(|| Some(cannot_keep(&e)))),
        };
        let error = error.map(ended);
        let why = error.as_ref().map(Error::to_string);
        Self { counts, error, why, rows }
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

    /// Every row, in the order in which they were settled, or in that of the source if it was asked for.
    ///
    /// # Errors
    /// Each step may fail to read the temporary file.
    pub fn rows(&mut self) -> io::Result<ReportRows<'_>> {
        self.rows.seek(SeekFrom::Start(0))?;
        Ok(ReportRows(BufReader::with_capacity(1 << 16, &mut self.rows)))
    }

    /// Some rows of [`BulkReport::rows`] at a time, for languages whose iterators cannot borrow: up to `most` rows
    /// from a place in the file, at first 0, and the place of the next one. No rows are the end.
    #[doc(hidden)]
    pub fn rows_from(&mut self, place: u64, most: usize) -> io::Result<(Vec<ReportRow>, u64)> {
        self.rows.seek(SeekFrom::Start(place))?;
        let mut rows = ReportRows(BufReader::with_capacity(1 << 16, &mut self.rows));
        let some = rows.by_ref().take(most).collect::<io::Result<_>>()?;
        Ok((some, rows.0.stream_position()?))
    }

    /// Writes all rows as CSV with a header. A cell that a spreadsheet would take for a formula gets a `'`.
    ///
    /// # Errors
    /// If a row cannot be read or written.
    pub fn write_csv(&mut self, out: impl Write) -> io::Result<()> {
        let mut out = csv::Writer::from_writer(out);
        out.write_record(REPORT_COLUMNS)?;
        for row in self.rows()? {
            let mut values = row?.values();
            for value in &mut values[2..] {
                // A phone number with a plus sign is none: what follows are digits.
                let formula = value.starts_with(['=', '-', '@', '\t', '\r'])
                    || (value.starts_with('+') && value[1..].contains(|c: char| !c.is_ascii_digit()));
                if formula {
                    value.insert(0, '\'');
                }
            }
            out.write_record(&values)?;
        }
        out.flush()
    }

    /// Writes the sums and all rows as one JSON object.
    ///
    /// # Errors
    /// If a row cannot be read or written.
    pub fn write_json(&mut self, mut out: impl Write) -> io::Result<()> {
        let sums = self.to_json();
        // The object of the sums is left open for the rows.
        out.write_all(sums.trim_end_matches('}').as_bytes())?;
        out.write_all(b",\"rows\":[")?;
        let mut line = Vec::new();
        for (i, row) in self.rows()?.enumerate() {
            line.clear();
            if i > 0 {
                line.extend_from_slice(b",\n");
            }
            row?.write_json(&mut line);
            out.write_all(&line)?;
        }
        out.write_all(b"]}\n")?;
        out.flush()
    }

    /// Writes the report into a file: JSON if its name ends with `.json`, else CSV. Only the owner may read it.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save(&mut self, path: impl AsRef<Path>) -> io::Result<()> {
        let json = path.as_ref().extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
        if json { self.save_json(path) } else { self.save_csv(path) }
    }

    /// As [`BulkReport::write_csv`], into a file that only its owner may read.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save_csv(&mut self, path: impl AsRef<Path>) -> io::Result<()> {
        self.write_csv(BufWriter::new(super::private_file(path.as_ref())?))
    }

    /// As [`BulkReport::write_json`], into a file that only its owner may read.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save_json(&mut self, path: impl AsRef<Path>) -> io::Result<()> {
        self.write_json(BufWriter::new(super::private_file(path.as_ref())?))
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
                "index" | "parts" => out.extend_from_slice(value.as_bytes()),
                _ => crate::model::write_string(out, &value),
            }
        }
        out.push(b'}');
    }
}

/// Rows of a report.
#[derive(Debug)]
pub struct ReportRows<'r>(BufReader<&'r mut SpooledTempFile>);

impl Iterator for ReportRows<'_> {
    type Item = io::Result<ReportRow>;

    fn next(&mut self) -> Option<Self::Item> {
        ReportRow::read(&mut self.0).transpose()
    }
}

/// The error of rows that could not be kept.
pub(super) fn cannot_keep(why: &io::Error) -> Error {
    Error::configuration(format!("the outcomes cannot be kept in a temporary file (TMPDIR): {}", descriptors::why(why)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
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

    fn report(ordered: bool, order: &[u64]) -> BulkReport {
        let mut rows = Collector::new(ordered).unwrap();
        order.iter().for_each(|i| rows.add(&row(*i).line()));
        BulkReport::new(BulkProgress::default(), None, rows, |e| e)
    }

    fn order(mut report: BulkReport) -> Vec<u64> {
        report.rows().map(|rows| rows.filter_map(|r| r.ok()).map(|r| r.index).collect()).unwrap_or_default()
    }

    #[test]
    fn rows_come_as_they_were_settled_or_in_order() {
        assert_eq!(order(report(false, &[2, 0, 1])), [2, 0, 1]);
        assert_eq!(order(report(true, &[2, 0, 1, 4])), [0, 1, 2, 4]);
        let many: Vec<u64> = (0..100_000).rev().collect();
        assert_eq!(order(report(true, &many)).len(), 100_000);
    }

    #[test]
    fn pieces_are_the_rows() -> io::Result<()> {
        // Beyond what is kept in memory, and with another reader in between.
        let count = 100_000;
        let mut report = report(false, &(0..count).collect::<Vec<_>>());
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
        assert!(report(false, &[0]).write_csv(&mut csv).is_ok());
        let text = String::from_utf8(csv).unwrap_or_default();
        assert!(text.contains(",+380671234567,"), "{text}");
        assert!(text.contains("\"'=1+1, \"\"x\"\"\n\""), "{text}");
        let mut json = Vec::new();
        assert!(report(false, &[0, 1]).write_json(&mut json).is_ok());
        let value: serde_json::Value = serde_json::from_slice(&json).unwrap_or_default();
        assert_eq!(value["rows"][1]["index"], 1);
        assert_eq!(value["rows"][1]["parts"], 2);
        assert_eq!(value["rows"][1]["status"], serde_json::Value::Null);
        assert_eq!(value["accepted"], 0);
    }
}
