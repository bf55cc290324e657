//! A file of rows as UTF-8 text, line by line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};
use std::path::{Path, PathBuf};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
use memchr::memchr;

use super::encoding::{BLOCK, Flaw, encoding_of, filled, first_flaw, foreign, head, line_of_zero, not_in, zero_byte};
use super::input::Input;
use super::rows::{unread, unreadable};
use super::unchanged::Unchanged;
use crate::bulk::paths::absolute;
use crate::error::Error;
use crate::phone::Phone;

/// Bytes of the longest record; a message is far shorter.
pub(super) const LONGEST_RECORD: usize = 1 << 20;

/// Text that a campaign is read from. It is opened when the campaign begins, because only then its encoding is known.
pub(super) struct TextSource<R> {
    input: Option<R>,
    text: Option<TextReader<R>>,
    path: Option<PathBuf>,
    bytes: Option<u64>,
    unchanged: Option<Unchanged<R>>,
}

impl TextSource<BufReader<Input>> {
    /// A file.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let input = Input::open(path).map_err(|e| unopened(path, &crate::os_text::why(&e)))?;
        let metadata = input.file().metadata().map_err(unread)?;
        if metadata.is_dir() {
            return Err(unopened(path, "it is a folder"));
        }
        let regular = metadata.is_file();
        Ok(Self {
            input: Some(BufReader::with_capacity(BLOCK, input)),
            text: None,
            path: regular.then(|| absolute(path)),
            bytes: regular.then_some(metadata.len()),
            unchanged: regular.then(|| Unchanged::new(&metadata, |input: &BufReader<Input>| input.get_ref().file())),
        })
    }
}

/// The error of a file that cannot be opened. Who gave a table or a number instead of a path does not find it in a log.
fn unopened(path: &Path, why: &str) -> Error {
    match path.to_string_lossy() {
        name if name.contains(char::is_control) => unreadable(why),
        name => unreadable(format!("{}: {why}", Phone::masked_in(&name))),
    }
}

impl<R: BufRead> TextSource<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input: Some(input), text: None, path: None, bytes: None, unchanged: None }
    }

    /// Looks at the beginning, and at the whole if it is a file: what cannot be read is refused before anything is
    /// sent. `encoding` is the one that the caller named.
    pub(super) fn start(&mut self, encoding: Option<&'static Encoding>) -> Result<(), Error> {
        let Some(mut input) = self.input.take() else { return Ok(()) };
        let head = head(&mut input).map_err(unread)?;
        if let Some(message) = foreign(&head) {
            return Err(Error::invalid("source", "format", message));
        }
        let (encoding, mark) = encoding_of(&head, encoding)?;
        if let Some(path) = &self.path {
            let mut whole = BufReader::with_capacity(BLOCK, File::open(path).map_err(unread)?);
            match first_flaw(&mut whole, encoding, mark).map_err(unread)? {
                Some(Flaw::Undecodable(line)) => {
                    return Err(Error::invalid("source", "encoding", not_in(encoding, line)));
                }
                Some(Flaw::ZeroByte(line)) => return Err(Error::invalid("source", "encoding", zero_byte(line))),
                None => {}
            }
        }
        let cr = memchr(b'\n', &head).is_none() && memchr(b'\r', &head).is_some();
        let mut input = Cursor::new(head).chain(input);
        input.consume(mark);
        self.text = Some(TextReader {
            input,
            checked: 0,
            unchanged: self.unchanged.take(),
            // Bytes of UTF-8 need no other form; each record is looked at before it is used.
            decoder: (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling()),
            encoding,
            decoded: String::new(),
            at: 0,
            ended: false,
            taken: 0,
            line_end: if cr { b'\r' } else { b'\n' },
            line: 0,
        });
        Ok(())
    }

    /// The same file from its beginning, to look at what is not known of its encoding alone; `None` if it is no file.
    pub(super) fn reopened(&self) -> Result<Option<TextSource<BufReader<Input>>>, Error> {
        let Some(path) = &self.path else { return Ok(None) };
        // Without a path its encoding is not checked again.
        Ok(Some(TextSource { path: None, ..TextSource::open(path)? }))
    }

    /// The text, which is opened as UTF-8 if nobody has opened it.
    pub(super) fn text(&mut self) -> Result<&mut TextReader<R>, Error> {
        self.start(None)?;
        self.text.as_mut().ok_or_else(|| unreadable("it was refused"))
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns the part that is read, from 0 to 1.
    pub(super) fn fraction(&self) -> Option<f64> {
        let taken = self.text.as_ref().map_or(0, |text| text.taken);
        Some(taken as f64 / self.bytes?.max(1) as f64)
    }
}

/// A text as UTF-8, line by line.
pub(super) struct TextReader<R> {
    input: Chain<Cursor<Vec<u8>>, R>,
    /// Bytes of its buffer after whose reading the file was still the same.
    checked: usize,
    unchanged: Option<Unchanged<R>>,
    decoder: Option<Decoder>,
    encoding: &'static Encoding,
    decoded: String,
    at: usize,
    /// True once the decoder has seen the end; it must not be called again.
    ended: bool,
    /// Bytes of the file that were taken.
    taken: u64,
    /// Last byte of a line: `\n`, or `\r` in files of old Macs.
    line_end: u8,
    /// Number of the line that was read last, from 1.
    pub(super) line: u64,
}

/// Result of [`TextReader::line`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// The end of the text.
    End,
    /// A line.
    Whole,
    /// A line that would make the record too long; it was passed over.
    TooLong {
        /// True if the number of its quotes is odd.
        odd_quotes: bool,
    },
}

impl<R: BufRead> TextReader<R> {
    /// Appends the next line with its end, if the record has room for it.
    pub(super) fn line(&mut self, record: &mut Vec<u8>) -> io::Result<Line> {
        let (mut found, mut fits, mut odd_quotes) = (false, true, false);
        let start = record.len();
        let odd = |bytes: &[u8]| memchr::memchr_iter(b'"', bytes).count() % 2 == 1;
        loop {
            let line_end = self.line_end;
            let buffer = self.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let (taken, ended) = match memchr(line_end, buffer) {
                Some(place) => (place.saturating_add(1), true),
                None => (buffer.len(), false),
            };
            let part = buffer.get(..taken).unwrap_or_default();
            if fits && record.len().saturating_add(taken) > LONGEST_RECORD {
                fits = false;
                odd_quotes = odd(record.get(start..).unwrap_or_default());
                record.truncate(start);
            }
            if fits {
                record.extend_from_slice(part);
            } else {
                odd_quotes ^= odd(part);
            }
            self.consume(taken);
            found = true;
            if ended {
                break;
            }
        }
        self.line = self.line.saturating_add(u64::from(found));
        Ok(match (found, fits) {
            (false, _) => Line::End,
            (true, true) => Line::Whole,
            (true, false) => Line::TooLong { odd_quotes },
        })
    }

    /// The line without its end.
    pub(super) fn content<'l>(&self, line: &'l [u8]) -> &'l [u8] {
        let content = line.strip_suffix(&[self.line_end]).unwrap_or(line);
        content.strip_suffix(b"\r").unwrap_or(content)
    }

    /// Takes the next byte.
    pub(super) fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        if let Some(byte) = byte {
            self.consume(1);
            self.line = self.line.saturating_add(u64::from(byte == self.line_end));
        }
        Ok(byte)
    }

    /// Returns the next byte without taking it.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.fill_buf()?.first().copied())
    }

    /// Number of the line in which the next byte stands, from 1.
    pub(super) fn number(&self) -> u64 {
        self.line.saturating_add(1)
    }

    /// The first byte that is not space, if it is near.
    pub(super) fn first_byte(&mut self) -> io::Result<Option<u8>> {
        Ok(self.fill_buf()?.iter().copied().find(|b| !b.is_ascii_whitespace()))
    }
}

impl<R: BufRead> TextReader<R> {
    /// Text that was read and not consumed yet; empty at the end.
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let first = self.number();
        let refused = |message| io::Error::new(io::ErrorKind::InvalidData, message);
        if self.decoder.is_none() {
            let (is_new, line_end) = (self.checked == 0, self.line_end);
            let input = self.unchanged_input()?;
            return match is_new.then(|| line_of_zero(input, line_end, first)).flatten() {
                Some(line) => Err(refused(zero_byte(line))),
                None => Ok(input),
            };
        }
        while self.at == self.decoded.len() && !self.ended {
            self.decoded.clear();
            self.at = 0;
            self.unchanged_input()?;
            let Some(decoder) = &mut self.decoder else { break };
            let input = filled(&mut self.input)?;
            let last = input.is_empty();
            let room = decoder.max_utf8_buffer_length_without_replacement(input.len()).unwrap_or(BLOCK);
            self.decoded.reserve(room);
            let (result, read) = decoder.decode_to_string_without_replacement(input, &mut self.decoded, last);
            self.consume_input(read);
            if let Some(line) = line_of_zero(self.decoded.as_bytes(), self.line_end, first) {
                return Err(refused(zero_byte(line)));
            }
            if matches!(result, DecoderResult::Malformed(..)) {
                // A file was looked at as a whole; this one is no file, or has changed meanwhile.
                let before = memchr::memchr_iter(self.line_end, self.decoded.as_bytes()).count() as u64;
                return Err(refused(not_in(self.encoding, first.saturating_add(before))));
            }
            self.ended = last && result == DecoderResult::InputEmpty;
        }
        Ok(self.decoded.as_bytes().get(self.at..).unwrap_or_default())
    }

    /// Bytes that were read and not consumed yet, of a file that was the same after they were read. Without that, the
    /// head of an old line and the tail of a new one would be somebody else's number.
    fn unchanged_input(&mut self) -> io::Result<&[u8]> {
        if self.checked == 0 {
            let read = filled(&mut self.input)?.len();
            if let Some(unchanged) = &self.unchanged {
                unchanged.check(self.input.get_ref().1)?;
            }
            self.checked = read;
            // A terminal that has said its end is not asked again.
            if self.checked == 0 {
                return Ok(&[]);
            }
        }
        self.input.fill_buf()
    }

    fn consume_input(&mut self, amount: usize) {
        self.input.consume(amount);
        self.checked = self.checked.saturating_sub(amount);
        self.taken = self.taken.saturating_add(amount as u64);
    }

    fn consume(&mut self, amount: usize) {
        if self.decoder.is_some() {
            self.at = self.at.saturating_add(amount);
        } else {
            self.consume_input(amount);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_their_numbers_whatever_ends_them() {
        for (text, lines) in [
            ("a\nb\n", vec!["a", "b"]),
            ("a\r\nb", vec!["a", "b"]),
            ("a\rb\r\r", vec!["a", "b", ""]),
            ("a\n\nb\n", vec!["a", "", "b"]),
        ] {
            let mut file = TextSource::new(text.as_bytes());
            let reader = file.text().unwrap();
            let mut found = Vec::new();
            let mut record = Vec::new();
            while reader.line(&mut record).unwrap() == Line::Whole {
                found.push(String::from_utf8(reader.content(&record).to_vec()).unwrap());
                assert_eq!(reader.line, found.len() as u64);
                record.clear();
            }
            assert_eq!(found, lines, "{text:?}");
        }
    }
}
