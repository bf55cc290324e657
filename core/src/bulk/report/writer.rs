//! Writes a report in one of its formats.

use std::io::{self, Write};

use super::bulk_report::BulkReport;
use super::format::ReportFormat;
use super::spill::{BUFFER, write_what_goes};
use crate::shown::{escaped, is_order};

impl BulkReport {
    /// Writes all rows as CSV with a header. A cell that a spreadsheet would take for a formula gets a `'`.
    ///
    /// # Errors
    /// If a row cannot be read or written.
    pub fn write_csv(&mut self, out: impl Write) -> io::Result<()> {
        self.write(ReportFormat::Csv, out)
    }

    /// Writes the sums and all rows as one JSON object. Characters that a terminal would obey are escaped.
    ///
    /// # Errors
    /// If a row cannot be read or written.
    pub fn write_json(&mut self, out: impl Write) -> io::Result<()> {
        self.write(ReportFormat::Json, out)
    }

    fn write(&mut self, format: ReportFormat, mut out: impl Write) -> io::Result<()> {
        out.write_all(&format.start())?;
        ReportWriter::new(&mut out, format, false).write(self)
    }
}

/// A report on its way into a file that may not take all of it.
pub(super) struct ReportWriter<'f, W> {
    file: &'f mut W,
    format: ReportFormat,
    /// True for a terminal.
    shown: bool,
    /// Bytes that are not written yet.
    buffer: Vec<u8>,
    /// Bytes that are.
    length: u64,
    /// Rows before the first one of `ends`.
    rows: u64,
    /// Ends of the last rows, from the start of the file. The first entry is the end of what is there already.
    ends: Vec<u64>,
}

impl<'f, W: Write> ReportWriter<'f, W> {
    /// The file has the form's start and nothing else.
    pub(super) fn new(file: &'f mut W, format: ReportFormat, shown: bool) -> Self {
        Self { file, format, shown, buffer: Vec::new(), length: format.start().len() as u64, rows: 0, ends: Vec::new() }
    }

    /// Writes all that follows the start. Where a row cannot be read, those before it are written.
    pub(super) fn write(&mut self, report: &mut BulkReport) -> io::Result<()> {
        let written = self.write_rows(report);
        if written.is_ok() {
            self.buffer.extend_from_slice(self.format.end());
        }
        // After a failed write, the rest of the buffer cannot be written either.
        let flushed = self.flush();
        written.and(flushed)
    }

    fn write_rows(&mut self, report: &mut BulkReport) -> io::Result<()> {
        self.buffer = self.format.sums(report);
        self.ends.push(self.length.saturating_add(self.buffer.len() as u64));
        for row in report.rows()? {
            let (is_first, start) = (self.ends.len() == 1, self.buffer.len());
            self.format.row(&row?, is_first, &mut self.buffer);
            if self.shown {
                let row = escaped(&String::from_utf8_lossy(self.buffer.get(start..).unwrap_or_default()), |c| {
                    is_order(c) && c != '\n'
                });
                self.buffer.truncate(start);
                self.buffer.extend_from_slice(row.as_bytes());
            }
            self.ends.push(self.length.saturating_add(self.buffer.len() as u64));
            if self.buffer.len() >= BUFFER {
                self.flush()?;
                // Two, because the form's end may take the place of a row.
                let settled = self.ends.len().saturating_sub(2);
                self.ends.drain(..settled);
                self.rows = self.rows.saturating_add(settled as u64);
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        let (count, result) = write_what_goes(self.file, &self.buffer);
        self.buffer.drain(..count);
        self.length = self.length.saturating_add(count as u64);
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
    use super::super::bulk_report::tests::report;
    use super::super::row::ReportRow;
    use super::super::row_store::RowWriter;
    use super::super::spill::tests::Small;
    use super::*;
    use crate::bulk::progress::BulkProgress;

    #[test]
    fn the_rows_that_are_written_are_known_wherever_the_disk_is_full() {
        let mut report = report(0..1500);
        for format in [ReportFormat::Csv, ReportFormat::Json] {
            let mut write = |most: usize| {
                let mut file = Small::new(usize::MAX);
                file.write_all(&format.start()).unwrap();
                file.most = most;
                let mut writing = ReportWriter::new(&mut file, format, false);
                let result = writing.write(&mut report);
                let rows = writing.whole_rows();
                (result, rows, file.bytes.into_inner())
            };
            let (result, rows, all) = write(usize::MAX);
            assert!(result.is_ok() && rows[0] == (1500, (all.len() - format.end().len()) as u64));
            for most in (0..600).step_by(31).chain((600..all.len()).step_by(2777)).chain([all.len() - 1]) {
                let (result, rows, written) = write(most);
                assert_eq!(result.unwrap_err().kind(), io::ErrorKind::StorageFull);
                assert!(written == all[..most.max(format.start().len())], "{most}");
                let Some((count, end)) = rows.first().copied() else {
                    assert!(most < 200);
                    continue;
                };
                // The next row is not whole, and all before it are.
                let text = String::from_utf8([&written[..end as usize], format.end()].concat()).unwrap();
                match format {
                    ReportFormat::Csv => assert_eq!(text.matches("\n\",").count() as u64, count),
                    ReportFormat::Json => {
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
        for format in [ReportFormat::Csv, ReportFormat::Json] {
            let mut file = Pieces(Vec::new());
            ReportWriter::new(&mut file, format, false).write(&mut report(0..3000)).unwrap();
            let (last, others) = file.0.split_last().unwrap();
            assert!(!others.is_empty() && *last < BUFFER, "{:?}", file.0);
            assert!(others.iter().all(|piece| (BUFFER..BUFFER + 400).contains(piece)), "{:?}", file.0);
        }
    }

    /// A report for a terminal escapes control characters, and each row stays on one line.
    #[test]
    fn a_terminal_gets_no_orders_in_rows() {
        let mut rows = RowWriter::new().unwrap();
        for index in 0..2 {
            rows.add(&ReportRow { index, reason: "a\u{1b}[2J".into(), ..ReportRow::default() }.view());
        }
        let mut report = BulkReport::new(BulkProgress::default(), None, rows, None, Vec::new(), |e| e);
        for shown in [false, true] {
            let mut text = Vec::new();
            ReportWriter::new(&mut text, ReportFormat::Csv, shown).write(&mut report).unwrap();
            let text = String::from_utf8(text).unwrap();
            assert_eq!(text.contains('\u{1b}'), !shown, "{text:?}");
            assert_eq!(text.contains(r"a\u001b[2J"), shown, "{text:?}");
            assert_eq!(text.lines().count(), 2, "{text:?}");
        }
    }
}
