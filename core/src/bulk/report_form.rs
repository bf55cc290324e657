//! Forms of a report: CSV and JSON.

use std::io::{self, Write};

use super::kept::{BUFFER, write_what_goes};
use super::report::{BulkReport, REPORT_COLUMNS, ReportRow};
use crate::shown::{escaped, is_order};

/// Columns that hold no text of somebody else.
const PLAIN_COLUMNS: [&str; 4] = ["index", "line", "outcome", "parts"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Csv,
    Json,
}

impl Form {
    /// Start of every report. Written before anything is sent, so that a full disk shows in time.
    pub(super) fn start(self) -> Vec<u8> {
        match self {
            Self::Csv => format!("{}\n", REPORT_COLUMNS.join(",")).into_bytes(),
            Self::Json => b"{".to_vec(),
        }
    }

    /// Text between the start and the rows.
    fn sums(self, report: &BulkReport) -> Vec<u8> {
        match self {
            Self::Csv => Vec::new(),
            Self::Json => format!("{},\"rows\":[", report.to_json().trim_matches(['{', '}'])).into_bytes(),
        }
    }

    fn row(self, row: &ReportRow, is_first: bool, out: &mut Vec<u8>) {
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
        // A phone number with a plus sign is no formula: what follows are digits.
        let formula = value.starts_with(['=', '-', '@', '\t', '\r'])
            || (value.starts_with('+') && value[1..].contains(|c: char| !c.is_ascii_digit()));
        let mark = if formula && !PLAIN_COLUMNS.contains(&name) { "'" } else { "" };
        if value.contains([',', '"', '\n', '\r']) {
            out.extend_from_slice(format!("\"{mark}{}\"", value.replace('"', "\"\"")).as_bytes());
        } else {
            out.extend_from_slice(mark.as_bytes());
            out.extend_from_slice(value.as_bytes());
        }
    }
    out.push(b'\n');
}

/// A report on its way into a file that may not take all of it.
pub(super) struct Writing<'f, W> {
    file: &'f mut W,
    form: Form,
    /// True for a terminal.
    shown: bool,
    /// Bytes that are not written yet.
    buffer: Vec<u8>,
    /// Bytes that are.
    length: u64,
    /// Rows before the first one of `ends`.
    rows: u64,
    /// Where the last rows end, from the file's beginning. The first entry is the end of what is there already.
    ends: Vec<u64>,
}

impl<'f, W: Write> Writing<'f, W> {
    /// The file has the form's start and nothing else.
    pub(super) fn new(file: &'f mut W, form: Form, shown: bool) -> Self {
        Self { file, form, shown, buffer: Vec::new(), length: form.start().len() as u64, rows: 0, ends: Vec::new() }
    }

    /// Writes all that follows the start. Where a row cannot be read, those before it are written.
    pub(super) fn write(&mut self, report: &mut BulkReport) -> io::Result<()> {
        let written = self.write_rows(report);
        if written.is_ok() {
            self.buffer.extend_from_slice(self.form.end());
        }
        // What is left of a failed write does not go either.
        let flushed = self.flush();
        written.and(flushed)
    }

    fn write_rows(&mut self, report: &mut BulkReport) -> io::Result<()> {
        self.buffer = self.form.sums(report);
        self.ends.push(self.length + self.buffer.len() as u64);
        for row in report.rows()? {
            let (is_first, start) = (self.ends.len() == 1, self.buffer.len());
            self.form.row(&row?, is_first, &mut self.buffer);
            if self.shown {
                let row = escaped(&String::from_utf8_lossy(&self.buffer[start..]), |c| is_order(c) && c != '\n');
                self.buffer.truncate(start);
                self.buffer.extend_from_slice(row.as_bytes());
            }
            self.ends.push(self.length + self.buffer.len() as u64);
            if self.buffer.len() >= BUFFER {
                self.flush()?;
                // Two, because the form's end may take the place of a row.
                let settled = self.ends.len().saturating_sub(2);
                self.ends.drain(..settled);
                self.rows += settled as u64;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        let (count, result) = write_what_goes(self.file, &self.buffer);
        self.buffer.drain(..count);
        self.length += count as u64;
        result.and_then(|()| self.file.flush())
    }

    /// Counts of rows that the file has as a whole, each with where its last row ends; the highest first.
    pub(super) fn whole_rows(&self) -> Vec<(u64, u64)> {
        let ends = (self.rows..).zip(self.ends.iter().copied());
        let mut whole: Vec<_> = ends.filter(|(_, end)| *end <= self.length).collect();
        whole.reverse();
        whole
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::kept::Collector;
    use super::super::kept::tests::Small;
    use super::super::progress::BulkProgress;
    use super::super::report::tests::report;
    use super::*;

    #[test]
    fn the_rows_that_are_written_are_known_wherever_the_disk_is_full() {
        let mut report = report(0..1500);
        for form in [Form::Csv, Form::Json] {
            let mut write = |most: usize| {
                let mut file = Small::new(usize::MAX);
                file.write_all(&form.start()).unwrap();
                file.most = most;
                let mut writing = Writing::new(&mut file, form, false);
                let result = writing.write(&mut report);
                let rows = writing.whole_rows();
                (result, rows, file.bytes.into_inner())
            };
            let (result, rows, all) = write(usize::MAX);
            assert!(result.is_ok() && rows[0] == (1500, (all.len() - form.end().len()) as u64));
            for most in (0..600).step_by(31).chain((600..all.len()).step_by(2777)).chain([all.len() - 1]) {
                let (result, rows, written) = write(most);
                assert_eq!(result.unwrap_err().kind(), io::ErrorKind::StorageFull);
                assert!(written == all[..most.max(form.start().len())], "{most}");
                let Some((count, end)) = rows.first().copied() else {
                    assert!(most < 200);
                    continue;
                };
                // The next row is not whole, and all before it are.
                let text = String::from_utf8([&written[..end as usize], form.end()].concat()).unwrap();
                match form {
                    Form::Csv => assert_eq!(text.matches("\n\",").count() as u64, count),
                    Form::Json => {
                        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
                        assert_eq!(value["rows"].as_array().unwrap().len() as u64, count);
                    }
                }
                assert!(rows.len() > 1 || count == 0, "{most}");
            }
        }
    }

    /// However many rows there are, few of them are in memory.
    #[test]
    fn a_report_is_written_in_pieces() {
        struct Pieces(Vec<usize>);
        impl Write for Pieces {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.push(bytes.len());
                Ok(bytes.len())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        for form in [Form::Csv, Form::Json] {
            let mut file = Pieces(Vec::new());
            Writing::new(&mut file, form, false).write(&mut report(0..3000)).unwrap();
            let (last, others) = file.0.split_last().unwrap();
            assert!(!others.is_empty() && *last < BUFFER, "{:?}", file.0);
            assert!(others.iter().all(|piece| (BUFFER..BUFFER + 400).contains(piece)), "{:?}", file.0);
        }
    }

    #[test]
    fn a_terminal_gets_no_orders() {
        let row = ReportRow { reason: "a\u{1b}[2J\u{9b}2J\u{202e}\u{2028}".into(), ..ReportRow::default() };
        let mut json = Vec::new();
        row.write_json(&mut json);
        let text = String::from_utf8(json).unwrap();
        assert!(!text.contains(is_order) && text.contains(r"a\u001b[2J\u009b2J\u202e\u2028"), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap()["reason"], row.reason);
        // As CSV they are escaped where it is shown, and each row keeps its line.
        let mut rows = Collector::new().unwrap();
        (0..2).for_each(|index| rows.add(&ReportRow { index, ..row.clone() }.view()));
        let mut report = BulkReport::new(BulkProgress::default(), None, rows, Vec::new(), |e| e);
        for shown in [false, true] {
            let mut text = Vec::new();
            Writing::new(&mut text, Form::Csv, shown).write(&mut report).unwrap();
            let text = String::from_utf8(text).unwrap();
            assert_eq!(text.contains('\u{1b}'), !shown, "{text:?}");
            assert_eq!(text.contains(r"a\u001b[2J"), shown, "{text:?}");
            assert_eq!(text.lines().count(), 2, "{text:?}");
        }
    }
}
