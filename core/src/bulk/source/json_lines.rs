//! Rows of a JSON Lines file, or of a list of objects.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::de::IgnoredAny;

use super::text_reader::{LONGEST_RECORD, Line, TextReader, TextSource, undecodable};
use crate::bulk::options::BulkOptions;
use crate::bulk::row::cell::Cell;
use crate::bulk::row::intake::Intake;
use crate::bulk::source::{Source, unreadable};
use crate::error::Error;
use crate::model::{Json, members};
use crate::problem::Problem;

/// Rows of a JSON Lines file: one object on each line. A file that is one list of objects is read too.
///
/// An object with `from` or `recipient` is a message in the form of the API and goes out as given. Any other
/// holds named values like a CSV row; so does every object if there is a template. Empty lines are skipped and counted.
pub struct JsonRows<R> {
    file: TextSource<R>,
    form: Form,
    line: Vec<u8>,
}

/// How the objects stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Nobody has looked.
    New,
    Lines,
    /// A list; before its first object, or behind one.
    List {
        first: bool,
    },
    /// A list that has ended.
    Ended,
}

impl<R> std::fmt::Debug for JsonRows<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JsonRows").field("form", &self.form).finish_non_exhaustive()
    }
}

impl JsonRows<BufReader<File>> {
    /// Opens a file. It is read when the campaign begins.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if it cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        TextSource::open(path.as_ref()).map(Self::of)
    }
}

impl<R: BufRead> JsonRows<R> {
    /// Reads from anything.
    ///
    /// # Errors
    /// None so far: what cannot be read is known when the campaign begins.
    pub fn new(reader: R) -> Result<Self, Error> {
        Ok(Self::of(TextSource::new(reader)))
    }

    pub(crate) fn of(file: TextSource<R>) -> Self {
        Self { file, form: Form::New, line: Vec::new() }
    }
}

impl<R: BufRead> Source for JsonRows<R> {
    fn start(&mut self, options: &BulkOptions) -> Result<(), Error> {
        self.file.start(options.encoding)
    }

    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        let text = self.file.text()?;
        if self.form == Form::New {
            let list = text.first_byte().map_err(unreadable)? == Some(b'[');
            self.form = if list { Form::List { first: true } } else { Form::Lines };
        }
        for _ in 0..most {
            self.line.clear();
            let more = match self.form {
                Form::New | Form::Lines => line(text, &mut self.line, intake)?,
                Form::List { .. } | Form::Ended => element(text, &mut self.form, &mut self.line, intake)?,
            };
            if !more {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn path(&self) -> Option<&Path> {
        self.file.path()
    }

    fn fraction(&self) -> Option<f64> {
        self.file.fraction()
    }
}

/// Takes the object of the next line; false at the end.
fn line<R: BufRead>(text: &mut TextReader<R>, line: &mut Vec<u8>, intake: &mut Intake<'_>) -> Result<bool, Error> {
    let found = text.line(line).map_err(unreadable)?;
    intake.at_line(text.line);
    match (found, std::str::from_utf8(line)) {
        (Line::End, _) => return Ok(false),
        (Line::TooLong { .. }, _) => intake.broken(Problem::new("", "size", "is a line of more than 1 MiB")),
        (Line::Whole, Err(_)) => return Err(undecodable(text.line)),
        (Line::Whole, Ok(line)) => match line.trim() {
            "" => intake.skip(),
            line => object(intake, line),
        },
    }
    Ok(true)
}

/// Takes the next object of a list; false at its end. A list whose brackets or quotes do not match is not read any
/// further: nobody can say where the next object begins.
fn element<R: BufRead>(
    text: &mut TextReader<R>,
    form: &mut Form,
    object: &mut Vec<u8>,
    intake: &mut Intake<'_>,
) -> Result<bool, Error> {
    let broken = |line: u64, why: &str| {
        let message = format!("is a list that cannot be read from line {line} on: {why}");
        Error::invalid("source", "json", message)
    };
    let mut opened = *form == Form::List { first: true };
    let mut separated = opened;
    loop {
        let line = text.number();
        let Some(byte) = text.byte().map_err(unreadable)? else {
            return if *form == Form::Ended { Ok(false) } else { Err(broken(line, "it is not closed")) };
        };
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ if *form == Form::Ended => return Err(broken(line, "something stands behind it")),
            b'[' if opened => opened = false,
            b']' if !opened && (!separated || *form == Form::List { first: true }) => *form = Form::Ended,
            b',' if !opened && !separated => separated = true,
            first if !opened && separated => {
                *form = Form::List { first: false };
                intake.at_line(line);
                if !value(text, first, object).map_err(unreadable)? {
                    return Err(broken(line, "an object is not closed, or larger than 1 MiB"));
                }
                let Ok(json) = std::str::from_utf8(object) else { return Err(broken(line, "it is not UTF-8")) };
                if serde_json::from_str::<IgnoredAny>(json).is_err() {
                    return Err(broken(line, "it is not JSON"));
                }
                self::object(intake, json);
                return Ok(true);
            }
            _ => return Err(broken(line, "its commas do not match")),
        }
    }
}

/// Reads one value of a list up to its end; false if it has none.
fn value<R: BufRead>(text: &mut TextReader<R>, first: u8, out: &mut Vec<u8>) -> std::io::Result<bool> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let mut byte = first;
    loop {
        out.push(byte);
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            // A text of JSON has no line end in it: a quote is missing.
            b'\n' | b'\r' if quoted => return Ok(false),
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        let next = text.peek()?;
        let behind = next.is_none_or(|b| matches!(b, b',' | b']') || b.is_ascii_whitespace());
        if !quoted && depth == 0 && (behind || matches!(byte, b'}' | b']' | b'"')) {
            return Ok(true);
        }
        if out.len() >= LONGEST_RECORD {
            return Ok(false);
        }
        let Some(next) = text.byte()? else { return Ok(false) };
        byte = next;
    }
}

/// Takes one JSON object: a message of the API, or named values.
pub(crate) fn object(intake: &mut Intake<'_>, text: &str) {
    let Some(members) = members(text) else {
        // Not what the parser says of it, which may repeat what is in the line.
        let other = !text.trim_start().starts_with('{') && serde_json::from_str::<IgnoredAny>(text).is_ok();
        let message = if other { "must be a JSON object" } else { "is not JSON; each line must hold one whole object" };
        return intake.broken(Problem::new("", "json", message));
    };
    // Readers take the first of two or the last; nobody knows which one is meant.
    let twice = |key: &str| members.iter().filter(|(other, _)| other == key).count() > 1;
    if intake.is_message(members.iter().map(|(key, _)| &**key)) {
        if let Some((key, _)) = members.iter().find(|(key, _)| twice(key)) {
            return intake.broken(Problem::new(&crate::error::line(key.to_string()), "columns", "is given twice"));
        }
        return intake.message(Json::trusted(text).into());
    }
    let texts: Vec<_> = members
        .iter()
        .filter_map(|(key, raw)| Some((intake.column(key.trim())?, key, raw.as_str(), raw.string())))
        .collect();
    let cells: Vec<_> = texts.iter().map(|(column, _, raw, text)| (*column, cell(raw, text.as_deref()))).collect();
    // A half of a surrogate pair is JSON, and no text.
    if let Some((_, key, ..)) = texts.iter().find(|(.., raw, text)| text.is_none() && raw.starts_with('"')) {
        let problem = Problem::new(key, "unicode", "is not Unicode: it has half of a surrogate pair");
        return intake.broken_row(intake.recipient(&cells), &problem);
    }
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
