//! Rows of a CSV file.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use csv::{ByteRecord, Reader, ReaderBuilder, Trim};

use super::cell::Cell;
use super::intake::Intake;
use super::source::{NumberedCell, Source, skip_mark, unreadable};
use crate::error::Error;
use crate::messages::Problem;

/// Rows of a CSV file with a header: `to`, `text`, the names of other arguments, `type`, columns for a template.
///
/// The separator is a comma, semicolon or tab, whichever the header has most of. Values may be quoted, UTF-8.
pub struct CsvRows<R> {
    reader: Reader<R>,
    record: ByteRecord,
    /// Number of each column, once the header is read.
    columns: Option<Vec<Option<usize>>>,
    bytes: Option<u64>,
}

impl<R> std::fmt::Debug for CsvRows<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CsvRows").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl CsvRows<BufReader<File>> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if it cannot be read.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let file = File::open(path).map_err(|e| unreadable("the file", e))?;
        let bytes = file.metadata().ok().filter(|m| m.is_file()).map(|m| m.len());
        Self::new(BufReader::with_capacity(1 << 17, file)).map(|rows| Self { bytes, ..rows })
    }
}

impl<R: std::io::BufRead> CsvRows<R> {
    /// Reads from anything.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if nothing can be read.
    pub fn new(mut reader: R) -> Result<Self, Error> {
        skip_mark(&mut reader).map_err(|e| unreadable("the source", e))?;
        let delimiter = delimiter(reader.fill_buf().map_err(|e| unreadable("the source", e))?);
        let reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(Trim::Headers).from_reader(reader);
        Ok(Self { reader, record: ByteRecord::new(), columns: None, bytes: None })
    }
}

/// The separator that the first line has most of outside of quotes.
fn delimiter(start: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in start {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            byte if !quoted => counts.iter_mut().filter(|(c, _)| c == byte).for_each(|(_, n)| *n += 1),
            _ => {}
        }
    }
    // The first of the greatest.
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(c, _)| *c)
}

impl<R: Read> Source for CsvRows<R> {
    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        let unreadable = |e: csv::Error| unreadable("the file", e);
        if self.columns.is_none() {
            let header = self.reader.byte_headers().map_err(unreadable)?;
            let names: Result<Vec<&str>, _> = header.iter().map(std::str::from_utf8).collect();
            let names = names.map_err(|e| super::source::unreadable("the header", e))?;
            self.columns = Some(intake.header(&names)?);
        }
        let columns = self.columns.as_deref().unwrap_or_default();
        let mut cells: Vec<NumberedCell<'_>> = Vec::new();
        for _ in 0..most {
            if !self.reader.read_byte_record(&mut self.record).map_err(unreadable)? {
                return Ok(false);
            }
            // A line that is shorter has nothing in its last columns; a longer one is not understood.
            if self.record.len() > columns.len() {
                let message = format!("has {} values for {} columns", self.record.len(), columns.len());
                intake.broken(Problem::new("", "columns", message));
                continue;
            }
            // Its memory is used for the next row.
            let mut row = recycle(cells);
            let mut wrong = None;
            for (value, column) in self.record.iter().zip(columns) {
                let Some(column) = column else { continue };
                match std::str::from_utf8(value) {
                    Ok(text) => row.push((*column, Cell::Text(text))),
                    Err(_) => wrong = Some(*column),
                }
            }
            match wrong {
                None => intake.columns(&row),
                Some(column) => intake.broken(Problem::new(intake.name(column), "unicode", "is not UTF-8")),
            }
            cells = recycle(row);
        }
        Ok(true)
    }

    fn fraction(&self) -> Option<f64> {
        let bytes = self.bytes?;
        Some(self.reader.position().byte() as f64 / bytes.max(1) as f64)
    }
}

/// An empty list in the memory of one whose values have ended.
fn recycle<'a>(mut cells: Vec<NumberedCell<'_>>) -> Vec<NumberedCell<'a>> {
    cells.clear();
    // Collected in place by the standard library, as both types are of one size.
    cells.into_iter().map(|_| (0, Cell::Null)).collect()
}

#[cfg(test)]
mod tests {
    use super::delimiter;

    #[test]
    fn the_separator_is_that_of_the_header() {
        for (header, expected) in
            [("to,text\n1;2;3", b','), ("to;text;x\n", b';'), ("to\ttext", b'\t'), ("to", b','), ("\"a,b\";c", b';')]
        {
            assert_eq!(delimiter(header.as_bytes()), expected, "{header}");
        }
    }
}
