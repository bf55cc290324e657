//! Rows of a JSON Lines file.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::de::IgnoredAny;

use super::cell::Cell;
use super::intake::Intake;
use super::source::{Source, skip_mark, unreadable};
use crate::error::Error;
use crate::messages::Problem;
use crate::model::{Json, members};

/// Bytes of the longest line; a message is far shorter.
const LONGEST_LINE: usize = 1 << 20;

/// Rows of a JSON Lines file: one object on each line.
///
/// An object with `from` or `recipient` is a message in the form of the API and goes out as given. Any other
/// holds named values like a CSV row; so does every object if there is a template.
#[derive(Debug)]
pub struct JsonRows<R> {
    reader: R,
    line: Vec<u8>,
    read: u64,
    bytes: Option<u64>,
}

impl JsonRows<BufReader<File>> {
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

impl<R: BufRead> JsonRows<R> {
    /// Reads from anything.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if nothing can be read.
    pub fn new(mut reader: R) -> Result<Self, Error> {
        skip_mark(&mut reader).map_err(|e| unreadable("the source", e))?;
        Ok(Self { reader, line: Vec::new(), read: 0, bytes: None })
    }

    /// The next line without its end; `None` at the end of the file. One that is too long is cut.
    fn next_line(&mut self) -> std::io::Result<Option<bool>> {
        self.line.clear();
        let mut whole = true;
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok((!self.line.is_empty() || !whole).then_some(whole));
            }
            let (taken, ended) = match buffer.iter().position(|b| *b == b'\n') {
                Some(end) => (end + 1, true),
                None => (buffer.len(), false),
            };
            whole &= self.line.len() + taken <= LONGEST_LINE;
            if whole {
                self.line.extend_from_slice(&buffer[..taken]);
            }
            self.reader.consume(taken);
            self.read += taken as u64;
            if ended {
                return Ok(Some(whole));
            }
        }
    }
}

impl<R: BufRead> Source for JsonRows<R> {
    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        let mut rows = 0;
        while rows < most {
            let Some(whole) = self.next_line().map_err(|e| unreadable("the file", e))? else { return Ok(false) };
            let line = match std::str::from_utf8(&self.line) {
                _ if !whole => Err(Problem::new("", "size", "is a line of more than 1 MiB")),
                Ok(line) => Ok(line.trim()),
                Err(_) => Err(Problem::new("", "unicode", "is not UTF-8")),
            };
            match line {
                Ok("") => continue,
                Ok(line) => object(intake, line),
                Err(problem) => intake.broken(problem),
            }
            rows += 1;
        }
        Ok(true)
    }

    fn fraction(&self) -> Option<f64> {
        Some(self.read as f64 / self.bytes?.max(1) as f64)
    }
}

/// Takes one JSON object: a message of the API, or named values.
pub(super) fn object(intake: &mut Intake<'_>, text: &str) {
    let Some(members) = members(text) else {
        // Not what the parser says of it, which may repeat what is in the line.
        let other = !text.trim_start().starts_with('{') && serde_json::from_str::<IgnoredAny>(text).is_ok();
        let message = if other { "must be a JSON object" } else { "is not JSON" };
        return intake.broken(Problem::new("", "json", message));
    };
    if intake.is_message(members.iter().map(|(key, _)| &**key)) {
        return intake.message(Json::trusted(text).into());
    }
    let mut texts = Vec::with_capacity(members.len());
    for &(ref key, raw) in &members {
        let Some(column) = intake.column(key) else { continue };
        let text = raw.string();
        let raw = raw.as_str();
        // A half of a surrogate pair is JSON, and no text.
        if text.is_none() && raw.starts_with('"') {
            let problem = Problem::new(key, "unicode", "is not Unicode: it has half of a surrogate pair");
            return intake.broken(problem);
        }
        texts.push((column, raw, text));
    }
    let cells: Vec<_> = texts.iter().map(|(column, raw, text)| (*column, cell(raw, text.as_deref()))).collect();
    intake.columns(&cells);
}

fn cell<'a>(raw: &'a str, text: Option<&'a str>) -> Cell<'a> {
    match (raw.as_bytes().first(), text) {
        (_, Some(text)) => Cell::Text(text),
        (Some(b't' | b'f'), _) => Cell::Bool(raw == "true"),
        (Some(b'{' | b'['), _) => Cell::Json(raw),
        (Some(b'n'), _) => Cell::Null,
        _ => raw.parse().map_or(Cell::Number(raw), Cell::Int),
    }
}
