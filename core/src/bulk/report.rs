//! What became of every row.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::SpooledTempFile;

use super::progress::BulkProgress;
use super::report_file::ReportFile;
use crate::descriptors;
use crate::error::{Error, Outcome};

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

/// Columns that hold no text of somebody else.
const PLAIN_COLUMNS: [&str; 4] = ["index", "line", "outcome", "parts"];

/// Texts of a row.
const TEXTS: usize = 7;

impl ReportRow {
    /// The row as it is kept.
    pub(super) fn view(&self) -> RowView<'_> {
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

    fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut number = || -> io::Result<u64> {
            let mut bytes = [0; 8];
            from.read_exact(&mut bytes)?;
            Ok(u64::from_le_bytes(bytes))
        };
        let (index, line) = (number()?, number()?);
        let (mut outcome, mut parts) = ([0; 1], [0; 4]);
        from.read_exact(&mut outcome)?;
        from.read_exact(&mut parts)?;
        let mut texts = [const { String::new() }; TEXTS];
        for text in &mut texts {
            let mut length = [0; 4];
            from.read_exact(&mut length)?;
            let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
            from.read_exact(&mut bytes)?;
            *text = String::from_utf8(bytes).map_err(io::Error::other)?;
        }
        let [customer_message_id, to, message_id, status, rule, code, reason] = texts;
        let outcome = Outcome::ALL.get(usize::from(outcome[0])).copied().unwrap_or(Outcome::Unknown);
        let parts = Some(u32::from_le_bytes(parts)).filter(|p| *p != u32::MAX);
        let line = (line > 0).then_some(line);
        Ok(Self { index, line, outcome, customer_message_id, to, message_id, status, parts, rule, code, reason })
    }
}

/// A row whose texts stand elsewhere.
pub(super) struct RowView<'a> {
    pub(super) index: u64,
    /// 0 for none.
    pub(super) line: u64,
    pub(super) outcome: Outcome,
    pub(super) parts: Option<u32>,
    /// `customer_message_id`, `to`, `message_id`, `status`, `rule`, `code`, `reason`.
    pub(super) texts: [&'a str; TEXTS],
}

impl RowView<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.index.to_le_bytes());
        out.extend_from_slice(&self.line.to_le_bytes());
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

/// Takes rows as they are settled, and keeps where each of them stands.
pub(super) struct Collector {
    rows: BufWriter<SpooledTempFile>,
    /// Bytes of the rows so far.
    length: u64,
    /// The row that is being written.
    row: Vec<u8>,
    places: Places,
    failure: Option<io::Error>,
}

/// Where the row of each position stands, for reading them in the order of the source. The places of a block of rows
/// stand among the rows, once they are complete.
#[derive(Debug, Default)]
struct Places {
    /// Blocks that lack some of their rows, and how many they have. Rows are settled nearly in their order, so there are
    /// few of them, however long a request takes.
    open: BTreeMap<u64, (usize, Box<[u64]>)>,
    /// Where those that are complete stand.
    blocks: BTreeMap<u64, u64>,
    /// Positions so far.
    count: u64,
}

/// Rows of one block of places.
const BLOCK: usize = 4096;

impl Places {
    /// Notes the place of a row; gives the number of its block if that is complete now.
    fn put(&mut self, index: u64, place: u64) -> Option<u64> {
        self.count = self.count.max(index + 1);
        let (block, position) = (index / BLOCK as u64, (index % BLOCK as u64) as usize);
        let (filled, places) = self.open.entry(block).or_insert_with(|| (0, vec![0; BLOCK].into()));
        // 0 stands for a row that has none.
        places[position] = place + 1;
        *filled += 1;
        (*filled == BLOCK).then_some(block)
    }
}

impl Collector {
    pub(super) fn new() -> io::Result<Self> {
        let rows = BufWriter::with_capacity(1 << 16, temporary()?);
        Ok(Self { rows, length: 0, row: Vec::new(), places: Places::default(), failure: None })
    }

    pub(super) fn add(&mut self, row: &RowView<'_>) {
        self.row.clear();
        row.write(&mut self.row);
        let complete = self.places.put(row.index, self.length);
        let mut result = self.append();
        if let Some(block) = complete {
            result = result.and_then(|()| self.close(block));
        }
        if let Err(e) = result {
            self.failure.get_or_insert(e);
        }
    }

    /// Writes what is in `row`.
    fn append(&mut self) -> io::Result<()> {
        self.length += self.row.len() as u64;
        self.rows.write_all(&self.row)
    }

    /// Writes the places of a block behind the rows.
    fn close(&mut self, block: u64) -> io::Result<()> {
        let Some((_, places)) = self.places.open.remove(&block) else { return Ok(()) };
        self.places.blocks.insert(block, self.length);
        self.row.clear();
        self.row.extend(places.iter().flat_map(|place| place.to_le_bytes()));
        self.append()
    }

    /// Why rows could not be kept.
    pub(super) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    fn finish(mut self) -> io::Result<Kept> {
        while let Some(block) = self.places.open.keys().next().copied() {
            self.close(block)?;
        }
        let Places { blocks, count, .. } = self.places;
        Ok(Kept { file: self.rows.into_inner().map_err(|e| e.into_error())?, blocks, count })
    }
}

/// All rows of a report, in a temporary file that no name leads to.
#[derive(Debug)]
struct Kept {
    file: SpooledTempFile,
    blocks: BTreeMap<u64, u64>,
    count: u64,
}

impl Kept {
    /// Up to `most` rows from a position on, and the position behind them. No rows are the end.
    fn some(&mut self, mut first: u64, most: usize) -> io::Result<(Vec<ReportRow>, u64)> {
        while first < self.count {
            let position = first % BLOCK as u64;
            let next = (first + most as u64).min(first - position + BLOCK as u64).min(self.count);
            let places = match self.blocks.get(&(first / BLOCK as u64)) {
                Some(block) => self.places(block + position * 8, (next - first) as usize)?,
                None => Vec::new(),
            };
            if !places.is_empty() {
                return Ok((self.rows(&places)?, next));
            }
            first = next;
        }
        Ok((Vec::new(), first))
    }

    /// Places of some rows, each with how far behind the first one it is, in the order of the places.
    fn places(&mut self, start: u64, count: usize) -> io::Result<Vec<(u64, usize)>> {
        let mut bytes = vec![0; count * 8];
        self.file.seek(SeekFrom::Start(start))?;
        self.file.read_exact(&mut bytes)?;
        let places = bytes.chunks_exact(8).map(|place| u64::from_le_bytes(place.try_into().unwrap_or_default()));
        let mut places: Vec<_> =
            places.enumerate().filter(|(_, place)| *place > 0).map(|(i, place)| (place - 1, i)).collect();
        places.sort_unstable();
        Ok(places)
    }

    /// The rows of these places, in the order of the source.
    fn rows(&mut self, places: &[(u64, usize)]) -> io::Result<Vec<ReportRow>> {
        let mut rows = vec![None; places.iter().map(|(_, i)| i + 1).max().unwrap_or(0)];
        let mut file = BufReader::with_capacity(1 << 16, &mut self.file);
        let mut at = None;
        for (place, i) in places {
            match at {
                // What is near is in memory already.
                Some(at) => file.seek_relative((place - at) as i64)?,
                None => drop(file.seek(SeekFrom::Start(*place))?),
            }
            rows[*i] = Some(ReportRow::read(&mut file)?);
            at = Some(file.stream_position()?);
        }
        Ok(rows.into_iter().flatten().collect())
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
    pub(super) fn new(
        counts: BulkProgress,
        error: Option<Error>,
        rows: Collector,
        others: Vec<PathBuf>,
        ended: impl FnOnce(Error) -> Error,
    ) -> Self {
        let (rows, error) = match rows.finish() {
            Ok(rows) => (rows, error),
            Err(e) => {
                let none = Kept { file: SpooledTempFile::new(0), blocks: BTreeMap::new(), count: 0 };
                (none, error.or_else(|| Some(cannot_keep(&e))))
            }
        };
        let error = error.map(ended);
        let why = error.as_ref().map(Error::to_string);
        Self { counts, error, why, rows, others }
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
    /// Each step may fail to read the temporary file.
    pub fn rows(&mut self) -> io::Result<ReportRows<'_>> {
        Ok(ReportRows { rows: &mut self.rows, next: 0, read: VecDeque::new() })
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
        let mut out = csv::Writer::from_writer(out);
        out.write_record(REPORT_COLUMNS)?;
        for row in self.rows()? {
            let mut values = row?.values();
            let texts = values.iter_mut().zip(REPORT_COLUMNS).filter(|(_, name)| !PLAIN_COLUMNS.contains(name));
            for (value, _) in texts {
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

    /// Writes the report into a file: JSON if its name ends with `.json`, else CSV. Only the owner may read it. It is
    /// written beside its place first, so that a file that stood there is replaced by the whole report or not at all.
    ///
    /// # Errors
    /// If the file cannot be written, or is the source of the campaign or its journal.
    pub fn save(&mut self, path: impl AsRef<Path>) -> io::Result<()> {
        ReportFile::create(path, &self.others)?.write(self)
    }

    /// The same as CSV, whatever its name.
    ///
    /// # Errors
    /// As [`BulkReport::save`].
    pub fn save_csv(&mut self, path: impl AsRef<Path>) -> io::Result<()> {
        ReportFile::of_form(path.as_ref(), false, &self.others)?.write(self)
    }

    /// The same as JSON, whatever its name.
    ///
    /// # Errors
    /// As [`BulkReport::save`].
    pub fn save_json(&mut self, path: impl AsRef<Path>) -> io::Result<()> {
        ReportFile::of_form(path.as_ref(), true, &self.others)?.write(self)
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
                _ => crate::model::write_string(out, &value),
            }
        }
        out.push(b'}');
    }
}

/// Rows of a report.
#[derive(Debug)]
pub struct ReportRows<'r> {
    rows: &'r mut Kept,
    /// Position of the row that is read next.
    next: u64,
    /// Rows that were read at once.
    read: VecDeque<ReportRow>,
}

impl Iterator for ReportRows<'_> {
    type Item = io::Result<ReportRow>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.read.is_empty() {
            match self.rows.some(self.next, BLOCK) {
                Ok((rows, next)) => (self.read, self.next) = (rows.into(), next),
                Err(e) => return Some(Err(e)),
            }
        }
        self.read.pop_front().map(Ok)
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

    fn report(order: impl IntoIterator<Item = u64>) -> BulkReport {
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
