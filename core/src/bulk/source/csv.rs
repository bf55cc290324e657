//! Rows of a CSV file (RFC 4180), read strictly: what a reader could take for something else is not sent.
//!
//! Readers of the field, the crate `csv` among them, take any bytes for some table. A quote that nobody closes then
//! puts the names and numbers of everybody that follows into one person's text.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::csv_record::{AfterLine, Fault, Record};
use super::encoding::undecodable;
use super::input::Input;
use super::rows::{NumberedCell, Source, unread};
use super::text_reader::{Line, TextSource};
use crate::bulk::options::BulkOptions;
use crate::bulk::row::Cell;
use crate::bulk::row::{Intake, is_value};
use crate::error::Error;
use crate::problem::Problem;

/// Rows of a CSV file with a header: `to`, `text`, the names of other arguments, `type`, columns for a template.
///
/// The separator is a comma, semicolon, tab or `|`, whichever the header has most of, or what a first line such as
/// `sep=;` says. Values may be quoted, with `""` for a quote. Lines without a value are skipped and counted. The text is
/// UTF-8 or has the mark of UTF-16, unless the option `encoding` names another encoding.
///
/// A record whose quotes do not match is not sent, nor is what its quote could belong to: see
/// [`crate::bulk::ReportRow::line`].
pub struct CsvRows<R> {
    file: TextSource<R>,
    table: Option<Table>,
    record: Record,
    /// Bytes of the lines of a record.
    lines: Vec<u8>,
    /// Lines that may belong to a value whose quote was opened before, and the line where that was.
    doubtful: VecDeque<u64>,
    opened: u64,
    /// True if everything that follows is such a line.
    lost: bool,
}

/// Columns and separator, as the header has them.
struct Table {
    separator: u8,
    /// Number of each column.
    columns: Vec<Option<usize>>,
    /// Place of the recipient.
    to: Option<usize>,
}

impl<R> std::fmt::Debug for CsvRows<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CsvRows").finish_non_exhaustive()
    }
}

impl CsvRows<BufReader<Input>> {
    /// Opens a file. It is read when the campaign begins.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if it cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        TextSource::open(path.as_ref()).map(Self::of)
    }
}

impl<R: BufRead> CsvRows<R> {
    /// Reads from anything.
    ///
    /// A file that [`CsvRows::open`] opens is looked at as a whole before anything is sent. What is read from here is
    /// looked at row by row, and one that is no text in its encoding ends the run.
    ///
    /// # Errors
    /// None so far: what cannot be read is known when the campaign begins.
    pub fn new(reader: R) -> Result<Self, Error> {
        Ok(Self::of(TextSource::new(reader)))
    }

    pub(super) fn of(file: TextSource<R>) -> Self {
        Self {
            file,
            table: None,
            record: Record::default(),
            lines: Vec::new(),
            doubtful: VecDeque::new(),
            opened: 0,
            lost: false,
        }
    }

    /// Reads the header into the record, and returns the separator.
    fn header(&mut self) -> Result<u8, Error> {
        let text = self.file.text()?;
        let refuse = |rule: &str, message: &str| Err(Error::invalid("source", rule, message));
        let mut said = None;
        loop {
            self.lines.clear();
            match text.line(&mut self.lines).map_err(unread)? {
                Line::End => return refuse("format", "has no header: its first line must name the columns"),
                Line::TooLong { .. } => return refuse("size", "has a header of more than 1 MiB"),
                Line::Whole => {}
            }
            let line = text.content(&self.lines);
            if text.line == 1 {
                said = separator_line(line);
            }
            if !(line.trim_ascii().is_empty() || (text.line == 1 && said.is_some())) {
                break;
            }
        }
        if self.lines.trim_ascii_start().starts_with(b"{") || self.lines.trim_ascii_start().starts_with(b"[") {
            return refuse("format", "seems to be JSON; give it a name that ends with .jsonl or .json");
        }
        let separator = said.unwrap_or_else(|| separator(text.content(&self.lines)));
        self.record.begin(separator, false);
        loop {
            let rest = self.record.take(text, &self.lines);
            match rest {
                AfterLine::Done => break,
                AfterLine::Fault | AfterLine::Lost if self.record.fault == Some(Fault::Return) => {
                    return refuse(
                        "line",
                        "has a carriage return inside of its header; end lines with one kind of line end",
                    );
                }
                AfterLine::Fault | AfterLine::Lost => {
                    return refuse("quotes", "has a header whose quotes do not match");
                }
                AfterLine::More => {}
            }
            self.lines.clear();
            if text.line(&mut self.lines).map_err(unread)? != Line::Whole {
                return refuse("quotes", "has a header with a quote that is not closed");
            }
        }
        Ok(separator)
    }

    /// Reads the columns.
    fn table(&mut self, intake: &Intake<'_>) -> Result<Table, Error> {
        let separator = self.header()?;
        let names: Result<Vec<&str>, _> = self.record.values().map(std::str::from_utf8).collect();
        let names = names.map_err(|_| Error::invalid("source", "encoding", "has a header that is not UTF-8"))?;
        let names: Vec<&str> = names.into_iter().map(str::trim).collect();
        let columns = intake.header(&names).map_err(|error| {
            // Its cells may be anybody's, so none of them is repeated.
            if names.iter().any(|name| is_value(name)) { without_header() } else { error }
        })?;
        let to = intake.recipient_column().and_then(|to| columns.iter().position(|c| *c == Some(to)));
        Ok(Table { separator, columns, to })
    }

    /// Reads the next record.
    fn next(&mut self, separator: u8) -> Result<NextRecord, Error> {
        if let Some(line) = self.doubtful.pop_front() {
            return Ok(NextRecord::Doubtful(line));
        }
        let text = self.file.text()?;
        self.lines.clear();
        match text.line(&mut self.lines).map_err(unread)? {
            Line::End => return Ok(NextRecord::End),
            Line::TooLong { .. } if self.lost => return Ok(NextRecord::Doubtful(text.line)),
            Line::TooLong { odd_quotes } => {
                (self.lost, self.opened) = (odd_quotes, text.line);
                self.record.begin(separator, self.record.suspicious);
                return Ok(NextRecord::Broken(text.line, Fault::Size));
            }
            Line::Whole => {}
        }
        let first = text.line;
        if is_blank(text.content(&self.lines), separator) {
            return Ok(NextRecord::Blank);
        }
        if self.lost {
            return Ok(NextRecord::Doubtful(first));
        }
        self.opened = first;
        self.record.begin(separator, self.record.suspicious);
        let mut line = 0..self.lines.len();
        loop {
            match self.record.take(text, self.lines.get(line).unwrap_or_default()) {
                AfterLine::Done => {
                    self.doubtful.clear();
                    return Ok(NextRecord::Record(first));
                }
                AfterLine::Fault => break,
                AfterLine::Lost => {
                    self.lost = true;
                    break;
                }
                AfterLine::More => {}
            }
            let start = self.lines.len();
            match text.line(&mut self.lines).map_err(unread)? {
                Line::Whole => {}
                Line::End => break,
                Line::TooLong { .. } => {
                    self.doubtful.push_back(text.line);
                    self.lost = true;
                    break;
                }
            }
            line = start..self.lines.len();
            let read = self.lines.get(line.clone()).unwrap_or_default();
            if !is_blank(text.content(read), separator) {
                self.doubtful.push_back(text.line);
            }
        }
        self.record.suspicious = true;
        Ok(NextRecord::Broken(first, self.record.fault.unwrap_or(Fault::Open)))
    }
}

/// Next record of a file.
enum NextRecord {
    End,
    Blank,
    /// A record that begins in this line.
    Record(u64),
    /// A record that cannot be read with certainty.
    Broken(u64, Fault),
    /// A line that may belong to a record before it.
    Doubtful(u64),
}

impl<R: BufRead> Source for CsvRows<R> {
    fn start(&mut self, options: &BulkOptions) -> Result<(), Error> {
        self.file.start(options.encoding)
    }

    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        let table = match self.table.take() {
            Some(table) => table,
            None => self.table(intake)?,
        };
        (self.record.width, self.record.to) = (table.columns.len(), table.to);
        let more = self.rows(intake, &table, most);
        self.table = Some(table);
        more
    }

    fn path(&self) -> Option<&Path> {
        self.file.path()
    }

    fn fraction(&self) -> Option<f64> {
        self.file.fraction()
    }
}

impl<R: BufRead> CsvRows<R> {
    fn rows(&mut self, intake: &mut Intake<'_>, table: &Table, most: usize) -> Result<bool, Error> {
        let mut cells: Vec<NumberedCell<'_>> = Vec::new();
        for _ in 0..most {
            let (line, fault) = match self.next(table.separator)? {
                NextRecord::End => return Ok(false),
                NextRecord::Blank => {
                    intake.skip();
                    continue;
                }
                NextRecord::Record(line) => (line, None),
                NextRecord::Broken(line, fault) => (line, Some(fault.problem())),
                NextRecord::Doubtful(line) => {
                    intake.at_line(line);
                    let message = format!("may belong to a value whose quote opens in line {}", self.opened);
                    intake.broken(Problem::new("", "quotes", message));
                    continue;
                }
            };
            intake.at_line(line);
            let to = || {
                let to = self.record.values().nth(table.to?)?;
                std::str::from_utf8(to).ok().map(|to| to.trim().to_owned())
            };
            if let Some(problem) = fault {
                intake.broken_row(to(), &problem);
                continue;
            }
            // A line that is shorter has nothing in its last columns; a longer one is not understood.
            let count = self.record.count();
            if self.record.values().all(|value| std::str::from_utf8(value).is_ok_and(|text| text.trim().is_empty())) {
                intake.skip();
                cells = recycle(cells);
                continue;
            }
            if count > table.columns.len() {
                let message = format!("has {count} values for {} columns", table.columns.len());
                intake.broken_row(to(), &Problem::new("", "columns", message));
                continue;
            }
            // Its memory is used for the next row.
            let mut row = recycle(cells);
            for (value, column) in self.record.values().zip(&table.columns) {
                let Some(column) = column else { continue };
                row.push((*column, Cell::Text(std::str::from_utf8(value).map_err(|_| undecodable(line))?)));
            }
            intake.columns(&row);
            cells = recycle(row);
        }
        Ok(true)
    }
}

/// Gives the header of a file that is no campaign's to a function, and then each record, with its line from 1. A record
/// that a campaign would not send is an error with its line. `name` is the argument that names the file.
pub(crate) fn each_record(
    path: &Path,
    name: &str,
    mut take: impl FnMut(u64, &[&str]) -> Result<(), Error>,
) -> Result<(), Error> {
    let renamed = |error: Error| match error.problems().first() {
        Some(problem) => Error::invalid(name, problem.rule(), problem.message()),
        None => error,
    };
    let wrong = |line: u64, rule: &str, what: &str| Error::invalid(name, rule, format!("line {line} {what}"));
    let mut rows = CsvRows::open(path).map_err(renamed)?;
    let separator = rows.header().map_err(renamed)?;
    let columns = rows.record.count();
    take(1, &texts(&rows.record, 1).map_err(renamed)?)?;
    loop {
        let line = match rows.next(separator).map_err(renamed)? {
            NextRecord::End => return Ok(()),
            NextRecord::Blank => continue,
            NextRecord::Record(line) => line,
            NextRecord::Broken(line, fault) => {
                let (rule, what) = Fault::words(fault);
                return Err(wrong(line, rule, what));
            }
            // A broken record stands before it.
            NextRecord::Doubtful(line) => {
                return Err(wrong(line, "quotes", "belongs to a value whose quote is not closed"));
            }
        };
        let count = rows.record.count();
        if count > columns {
            return Err(wrong(line, "columns", &format!("has {count} values for {columns} columns")));
        }
        take(line, &texts(&rows.record, line).map_err(renamed)?)?;
    }
}

fn texts(record: &Record, line: u64) -> Result<Vec<&str>, Error> {
    record.values().map(|value| std::str::from_utf8(value).map_err(|_| undecodable(line))).collect()
}

/// Returns the separator that a line such as `sep=;` names, which Excel reads and writes.
fn separator_line(line: &[u8]) -> Option<u8> {
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let (name, rest) = line.split_at_checked(4)?;
    let rest = rest.strip_suffix(b"\"").unwrap_or(rest);
    match rest {
        [separator] if name.eq_ignore_ascii_case(b"sep=") && !separator.is_ascii_alphanumeric() => Some(*separator),
        _ => None,
    }
}

/// Returns the separator that the header has most of, outside of quotes.
fn separator(header: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in header {
        match byte {
            b'"' => quoted = !quoted,
            byte if !quoted => counts.iter_mut().filter(|(c, _)| c == byte).for_each(|(_, n)| *n = n.saturating_add(1)),
            _ => {}
        }
    }
    // The first of the greatest.
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(c, _)| *c)
}

/// Returns true if a line has nothing but separators.
fn is_blank(line: &[u8], separator: u8) -> bool {
    line.iter().all(|b| *b == separator || b.is_ascii_whitespace())
}

fn without_header() -> Error {
    let message = "seems to have no header: its first line must name the columns, such as to,text";
    Error::invalid("source", "header", message)
}

/// An empty list in the memory of one whose values have ended.
fn recycle<'a>(mut cells: Vec<NumberedCell<'_>>) -> Vec<NumberedCell<'a>> {
    cells.clear();
    // Collected in place by the standard library, as both types are of one size.
    cells.into_iter().map(|_| (0, Cell::Null)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_that_of_the_header() {
        for (header, expected) in [
            ("to,text", b','),
            ("to;text;x", b';'),
            ("to\ttext", b'\t'),
            ("to", b','),
            ("\"a,b\";c", b';'),
            ("a|b", b'|'),
        ] {
            assert_eq!(separator(header.as_bytes()), expected, "{header}");
        }
    }

    #[test]
    fn a_first_line_may_name_it() {
        for (line, expected) in [
            ("sep=;", Some(b';')),
            ("SEP=|", Some(b'|')),
            ("\"sep=,\"", Some(b',')),
            ("sep=\t", Some(b'\t')),
            ("sep", None),
        ] {
            assert_eq!(separator_line(line.as_bytes()), expected, "{line}");
        }
        assert_eq!(separator_line(b"sep=x"), None);
        assert_eq!(separator_line(b"sep=;;"), None);
    }
}
