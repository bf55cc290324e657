//! Sources that are told from their names or their first bytes.

use std::io::BufRead;
use std::path::Path;

use super::csv::CsvRows;
use super::encoding::filled;
use super::json_lines::JsonRows;
use super::rows::{Source, unread, unreadable};
use crate::bulk::options::BulkOptions;
use crate::bulk::row::Intake;
use crate::error::Error;

/// The rows of a file: JSON Lines or a list of objects if its name ends with `.jsonl`, `.ndjson` or `.json`, else CSV.
///
/// # Errors
/// [`crate::ErrorKind::Validation`] if it cannot be opened.
pub fn open(path: impl AsRef<Path>) -> Result<Box<dyn Source + Send>, Error> {
    let path = path.as_ref();
    let json = path
        .extension()
        .and_then(|e| e.to_str())
        .is_some_and(|extension| ["jsonl", "ndjson", "json"].iter().any(|known| extension.eq_ignore_ascii_case(known)));
    Ok(if json { Box::new(JsonRows::open(path)?) } else { Box::new(CsvRows::open(path)?) })
}

/// The rows of a stream, such as standard input, as they come: JSON if it begins with `{` or `[`, else CSV.
///
/// A file that [`open`] opens is looked at as a whole before anything is sent; a stream cannot be. A row that is not
/// text in its encoding, or a list that breaks off, ends the run: what came before may have been sent.
pub fn from_reader<'r>(stream: impl BufRead + Send + 'r) -> Box<dyn Source + Send + 'r> {
    Box::new(Stream::New(Some(stream)))
}

/// A stream before and after its first bytes are looked at.
enum Stream<'r, R> {
    New(Option<R>),
    Rows(Box<dyn Source + Send + 'r>),
}

impl<'r, R: BufRead + Send + 'r> Stream<'r, R> {
    fn rows(&mut self) -> Result<&mut (dyn Source + Send + 'r), Error> {
        if let Self::New(stream) = self {
            let mut stream = stream.take().ok_or_else(|| unreadable("it failed before"))?;
            // Marks and the zeros of UTF-16 stand before what a person sees first.
            let first = filled(&mut stream).map_err(unread)?.iter().copied().find(u8::is_ascii_graphic);
            *self = Self::Rows(match first {
                Some(b'{' | b'[') => Box::new(JsonRows::new(stream)?),
                _ => Box::new(CsvRows::new(stream)?),
            });
        }
        match self {
            Self::Rows(rows) => Ok(&mut **rows),
            Self::New(_) => Err(unreadable("it failed before")),
        }
    }
}

impl<'r, R: BufRead + Send + 'r> Source for Stream<'r, R> {
    fn start(&mut self, options: &BulkOptions) -> Result<(), Error> {
        self.rows()?.start(options)
    }

    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        self.rows()?.read(intake, most)
    }
}
