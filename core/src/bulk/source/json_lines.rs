//! Rows of a JSON Lines file, or of a list of objects.

use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::de::IgnoredAny;

use super::encoding::undecodable;
use super::input::Input;
use super::rows::{Source, unread};
use super::text_reader::{LONGEST_RECORD, Line, TextReader, TextSource};
use crate::bulk::options::BulkOptions;
use crate::bulk::row::Intake;
use crate::error::Error;
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

/// Form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Not known yet.
    New,
    Lines,
    /// A list, before its first object or after one.
    List {
        first: bool,
    },
    /// A list that has ended.
    Ended,
}

impl Form {
    fn of<R: BufRead>(text: &mut TextReader<R>) -> Result<Self, Error> {
        let is_list = text.first_byte().map_err(unread)? == Some(b'[');
        Ok(if is_list { Self::List { first: true } } else { Self::Lines })
    }
}

impl<R> std::fmt::Debug for JsonRows<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JsonRows").field("form", &self.form).finish_non_exhaustive()
    }
}

impl JsonRows<BufReader<Input>> {
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

    pub(super) fn of(file: TextSource<R>) -> Self {
        Self { file, form: Form::New, line: Vec::new() }
    }
}

impl<R: BufRead> Source for JsonRows<R> {
    fn start(&mut self, options: &BulkOptions) -> Result<(), Error> {
        self.file.start(options.encoding)?;
        // A list is one value, so that a fault at its end is one of the whole file.
        match self.file.reopened()? {
            Some(mut whole) => {
                whole.start(options.encoding)?;
                check_list(whole.text()?)
            }
            None => Ok(()),
        }
    }

    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        let text = self.file.text()?;
        if self.form == Form::New {
            self.form = Form::of(text)?;
        }
        for _ in 0..most {
            self.line.clear();
            let more = match self.form {
                Form::New | Form::Lines => line(text, &mut self.line, intake)?,
                Form::List { .. } | Form::Ended => match element(text, &mut self.form, &mut self.line)? {
                    Some((line, object)) => {
                        intake.at_line(line);
                        intake.json(object);
                        true
                    }
                    None => false,
                },
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

/// Takes the object of the next line. Returns false at the end.
fn line<R: BufRead>(text: &mut TextReader<R>, line: &mut Vec<u8>, intake: &mut Intake<'_>) -> Result<bool, Error> {
    let found = text.line(line).map_err(unread)?;
    intake.at_line(text.line);
    match (found, std::str::from_utf8(line)) {
        (Line::End, _) => return Ok(false),
        (Line::TooLong { .. }, _) => intake.broken(Problem::new("", "size", "is a line of more than 1 MiB")),
        (Line::Whole, Err(_)) => return Err(undecodable(text.line)),
        (Line::Whole, Ok(line)) => match line.trim() {
            "" => intake.skip(),
            line => intake.json(line),
        },
    }
    Ok(true)
}

/// Refuses a list that cannot be read up to its end. Lines stand alone, and are not looked at.
fn check_list<R: BufRead>(text: &mut TextReader<R>) -> Result<(), Error> {
    let mut form = Form::of(text)?;
    let mut object = Vec::new();
    while form != Form::Lines {
        object.clear();
        if element(text, &mut form, &mut object)?.is_none() {
            break;
        }
    }
    Ok(())
}

/// Returns the next object of a list with its line, or `None` at the end. A list whose brackets or quotes do not match is not
/// read any further, because the start of the next object is unknown. By hand: `serde_json` reads a list only as a whole.
fn element<'o, R: BufRead>(
    text: &mut TextReader<R>,
    form: &mut Form,
    object: &'o mut Vec<u8>,
) -> Result<Option<(u64, &'o str)>, Error> {
    let broken = |line: u64, why: &str| {
        let message = format!("is a list that cannot be read from line {line} on: {why}");
        Error::invalid("source", "json", message)
    };
    let mut opened = *form == Form::List { first: true };
    let mut separated = opened;
    loop {
        let line = text.number();
        let Some(byte) = text.byte().map_err(unread)? else {
            return if *form == Form::Ended { Ok(None) } else { Err(broken(line, "it is not closed")) };
        };
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ if *form == Form::Ended => return Err(broken(line, "something stands behind it")),
            b'[' if opened => opened = false,
            b']' if !opened && (!separated || *form == Form::List { first: true }) => *form = Form::Ended,
            b',' if !opened && !separated => separated = true,
            first if !opened && separated => {
                *form = Form::List { first: false };
                if !value(text, first, object).map_err(unread)? {
                    return Err(broken(line, "an object is not closed, or larger than 1 MiB"));
                }
                let Ok(json) = std::str::from_utf8(object) else { return Err(broken(line, "it is not UTF-8")) };
                if serde_json::from_str::<IgnoredAny>(json).is_err() {
                    return Err(broken(line, "it is not JSON"));
                }
                return Ok(Some((line, json)));
            }
            _ => return Err(broken(line, "its commas do not match")),
        }
    }
}

/// Reads one value of a list up to its end. Returns false if it has none.
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
            b'{' | b'[' if !quoted => depth = depth.saturating_add(1),
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
