//! A file of rows as UTF-8 text: its encoding, its lines, and files that are no table at all.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};
use std::path::{Path, PathBuf};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memchr;

use super::source::unreadable;
use crate::error::Error;

/// Bytes of the longest record; a message is far shorter.
pub(super) const LONGEST_RECORD: usize = 1 << 20;
/// Bytes that are looked at to tell what a file is.
const HEAD: usize = 1 << 16;
/// Bytes that are read at once.
const BLOCK: usize = 1 << 17;

/// Text that a campaign is read from. It is opened when the campaign begins, because only then its encoding is known.
pub(super) struct TextSource<R> {
    input: Option<R>,
    text: Option<TextReader<R>>,
    path: Option<PathBuf>,
    bytes: Option<u64>,
}

impl TextSource<BufReader<File>> {
    /// A file.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        if metadata.is_dir() {
            return Err(unreadable("it is a folder"));
        }
        let regular = metadata.is_file();
        Ok(Self {
            input: Some(BufReader::with_capacity(BLOCK, file)),
            text: None,
            path: regular.then(|| path.to_owned()),
            bytes: regular.then_some(metadata.len()),
        })
    }
}

impl<R: BufRead> TextSource<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input: Some(input), text: None, path: None, bytes: None }
    }

    /// Looks at the beginning, and at the whole if it is a file: what cannot be read is refused before anything is
    /// sent. `encoding` is the one that the caller named.
    pub(super) fn start(&mut self, encoding: Option<&'static Encoding>) -> Result<(), Error> {
        let Some(mut input) = self.input.take() else { return Ok(()) };
        let head = head(&mut input).map_err(unreadable)?;
        if let Some(message) = foreign(&head) {
            return Err(Error::invalid("source", "format", message));
        }
        let (encoding, mark) = encoding_of(&head, encoding)?;
        if let Some(path) = &self.path {
            let mut whole = BufReader::with_capacity(BLOCK, File::open(path).map_err(unreadable)?);
            if let Some(line) = first_undecodable(&mut whole, encoding, mark).map_err(unreadable)? {
                return Err(Error::invalid("source", "encoding", not_in(encoding, line)));
            }
        }
        let cr = memchr(b'\n', &head).is_none() && memchr(b'\r', &head).is_some();
        let mut input = Cursor::new(head).chain(input);
        input.consume(mark);
        self.text = Some(TextReader {
            input,
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

    /// The text, which is opened as UTF-8 if nobody has opened it.
    pub(super) fn text(&mut self) -> Result<&mut TextReader<R>, Error> {
        self.start(None)?;
        self.text.as_mut().ok_or_else(|| unreadable("it was refused"))
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// How much is read, from 0 to 1.
    pub(super) fn fraction(&self) -> Option<f64> {
        let taken = self.text.as_ref().map_or(0, |text| text.taken);
        Some(taken as f64 / self.bytes?.max(1) as f64)
    }
}

/// A text as UTF-8, line by line.
pub(super) struct TextReader<R> {
    input: Chain<Cursor<Vec<u8>>, R>,
    decoder: Option<Decoder>,
    encoding: &'static Encoding,
    decoded: String,
    at: usize,
    /// Whether the decoder has seen the end; it must not be asked again.
    ended: bool,
    /// Bytes of the file that were taken.
    taken: u64,
    /// Last byte of a line: `\n`, or `\r` in files of old Macs.
    line_end: u8,
    /// Number of the line that was read last, from 1.
    pub(super) line: u64,
}

/// What [`TextReader::line`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// The end of the text.
    End,
    /// A line.
    Whole,
    /// A line that would make the record too long; it was passed over.
    TooLong {
        /// Whether a quote in it has no other one.
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
                Some(place) => (place + 1, true),
                None => (buffer.len(), false),
            };
            if fits && record.len() + taken > LONGEST_RECORD {
                fits = false;
                odd_quotes = odd(&record[start..]);
                record.truncate(start);
            }
            if fits {
                record.extend_from_slice(&buffer[..taken]);
            } else {
                odd_quotes ^= odd(&buffer[..taken]);
            }
            self.consume(taken);
            found = true;
            if ended {
                break;
            }
        }
        self.line += u64::from(found);
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

    /// The next byte.
    pub(super) fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        if let Some(byte) = byte {
            self.consume(1);
            self.line += u64::from(byte == self.line_end);
        }
        Ok(byte)
    }

    /// The same without taking it.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.fill_buf()?.first().copied())
    }

    /// Number of the line in which the next byte stands, from 1.
    pub(super) fn number(&self) -> u64 {
        self.line + 1
    }

    /// The first byte that is not space, if it is near.
    pub(super) fn first_byte(&mut self) -> io::Result<Option<u8>> {
        Ok(self.fill_buf()?.iter().copied().find(|b| !b.is_ascii_whitespace()))
    }
}

impl<R: BufRead> TextReader<R> {
    /// What is read and not taken; empty at the end.
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let Some(decoder) = &mut self.decoder else { return filled(&mut self.input) };
        while self.at == self.decoded.len() && !self.ended {
            self.decoded.clear();
            self.at = 0;
            let input = filled(&mut self.input)?;
            let last = input.is_empty();
            let room = decoder.max_utf8_buffer_length_without_replacement(input.len()).unwrap_or(BLOCK);
            self.decoded.reserve(room);
            let (result, read) = decoder.decode_to_string_without_replacement(input, &mut self.decoded, last);
            self.input.consume(read);
            self.taken += read as u64;
            if matches!(result, DecoderResult::Malformed(..)) {
                // A file was looked at as a whole; this one is no file, or has changed meanwhile.
                let before = memchr::memchr_iter(self.line_end, self.decoded.as_bytes()).count() as u64;
                return Err(io::Error::new(io::ErrorKind::InvalidData, not_in(self.encoding, self.line + 1 + before)));
            }
            self.ended = last && result == DecoderResult::InputEmpty;
        }
        Ok(&self.decoded.as_bytes()[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        if self.decoder.is_some() {
            self.at += amount;
        } else {
            self.input.consume(amount);
            self.taken += amount as u64;
        }
    }
}

/// What a reader has, read again after a signal.
pub(super) fn filled(input: &mut impl BufRead) -> io::Result<&[u8]> {
    loop {
        match input.fill_buf() {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
            // Not asked a second time at the end: a terminal would wait for more.
            Ok([]) => return Ok(&[]),
            Ok(_) => break,
        }
    }
    input.fill_buf()
}

/// The beginning of a text, at least to the end of its first line if that is near.
fn head(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while head.len() < HEAD {
        let buffer = filled(input)?;
        if buffer.is_empty() {
            break;
        }
        let taken = buffer.len().min(HEAD);
        head.extend_from_slice(&buffer[..taken]);
        input.consume(taken);
        if head.len() > 4 && memchr::memchr2(b'\n', b'\r', &head[4..]).is_some() {
            break;
        }
    }
    Ok(head)
}

/// What a file is that begins like this and is neither CSV nor JSON, and what to do about it.
fn foreign(head: &[u8]) -> Option<&'static str> {
    const KNOWN: &[(&[u8], &str)] = &[
        (
            b"PK\x03\x04",
            "is a workbook (.xlsx, .ods) or a zip file; save the sheet as \"CSV UTF-8\" and give that file",
        ),
        (
            b"\xd0\xcf\x11\xe0",
            "is a workbook of an old Excel (.xls); save the sheet as \"CSV UTF-8\" and give that file",
        ),
        (b"\x1f\x8b", "is compressed with gzip; unpack it first (gunzip)"),
        (b"BZh", "is compressed with bzip2; unpack it first (bunzip2)"),
        (b"\xfd7zXZ\x00", "is compressed with xz; unpack it first (unxz)"),
        (b"\x28\xb5\x2f\xfd", "is compressed with zstd; unpack it first (unzstd)"),
        (b"7z\xbc\xaf\x27\x1c", "is a 7z archive; unpack it first"),
        (b"Rar!", "is a RAR archive; unpack it first"),
        (b"PAR1", "is a Parquet file; read it into a data frame and give that, or save it as CSV"),
        (b"ARROW1", "is an Arrow file; read it into a data frame and give that, or save it as CSV"),
        (b"SQLite format 3\x00", "is an SQLite database; give its rows, or save them as CSV"),
        (b"%PDF", "is a PDF; the campaign needs CSV or JSON Lines"),
        (b"{\\rtf", "is a text document (RTF); the campaign needs CSV or JSON Lines"),
        (b"\x00\x00\xfe\xff", "is UTF-32; save it as UTF-8"),
        (b"\xff\xfe\x00\x00", "is UTF-32; save it as UTF-8"),
    ];
    if let Some((_, message)) = KNOWN.iter().find(|(start, _)| head.starts_with(start)) {
        return Some(message);
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if text.is_empty() && head.len() < HEAD {
        return Some("is empty");
    }
    // A column may well be called `<something>`, so only what pages and documents begin with.
    let word = text[..text.len().min(16)].to_ascii_lowercase();
    let page = [&b"<!doctype"[..], b"<html", b"<?xml", b"<table"].iter().any(|start| word.starts_with(start));
    page.then_some("is a page or an XML document; the campaign needs CSV or JSON Lines")
}

/// The encoding of a text and the length of its mark.
fn encoding_of(head: &[u8], named: Option<&'static Encoding>) -> Result<(&'static Encoding, usize), Error> {
    if let Some((marked, length)) = Encoding::for_bom(head) {
        let wide = |encoding| encoding == UTF_16LE || encoding == UTF_16BE;
        if named.is_some_and(|named| named != marked && !(wide(named) && wide(marked))) {
            let message = format!("is another one than the file's own mark says, which is {}", marked.name());
            return Err(Error::invalid("encoding", "encoding", message));
        }
        return Ok((marked, length));
    }
    if named.is_none() && head.contains(&0) {
        // Latin letters and digits have their zero behind them, or before.
        let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
        let message = match (zeros(0), zeros(1)) {
            (0, 2..) => "seems to be UTF-16 without a mark; name it with the option encoding: utf-16le",
            (2.., 0) => "seems to be UTF-16 without a mark; name it with the option encoding: utf-16be",
            _ => "has a zero byte, which no text has; save it as UTF-8",
        };
        return Err(Error::invalid("source", "encoding", message));
    }
    Ok((named.unwrap_or(UTF_8), 0))
}

/// The first line that is not text in this encoding.
fn first_undecodable(input: &mut impl BufRead, encoding: &'static Encoding, mark: usize) -> io::Result<Option<u64>> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut decoded = String::with_capacity(BLOCK * 3);
    let mut line = 1;
    let mut skip = mark;
    loop {
        let input_bytes = filled(input)?;
        let last = input_bytes.is_empty();
        let skipped = skip.min(input_bytes.len());
        skip -= skipped;
        decoded.clear();
        let (result, read) = decoder.decode_to_string_without_replacement(&input_bytes[skipped..], &mut decoded, last);
        line += memchr::memchr_iter(b'\n', decoded.as_bytes()).count() as u64;
        input.consume(skipped + read);
        match result {
            DecoderResult::Malformed(..) => return Ok(Some(line)),
            DecoderResult::InputEmpty if last => return Ok(None),
            _ => {}
        }
    }
}

/// The error of a row that is not UTF-8, in a stream that was not looked at as a whole.
pub(super) fn undecodable(line: u64) -> Error {
    Error::invalid("source", "encoding", not_in(UTF_8, line))
}

fn not_in(encoding: &'static Encoding, line: u64) -> String {
    if encoding == UTF_8 {
        return format!(
            "is not UTF-8 (line {line}); save it as UTF-8, or name its encoding with the option encoding, such as \
             windows-1251"
        );
    }
    format!("is not {} (line {line}); name another encoding", encoding.name())
}

/// The encoding of a name.
///
/// # Errors
/// [`crate::ErrorKind::Validation`] if there is none of this name.
pub(super) fn encoding(name: &str) -> Result<&'static Encoding, Error> {
    let label = name.trim().to_ascii_lowercase().replace('_', "-");
    // Names that Python has for what others know by one of the names that remain.
    let joined = label.replace('-', "");
    let label = match joined.as_str() {
        "utf8sig" => "utf-8",
        "utf16" => "utf-16",
        "utf16le" => "utf-16le",
        "utf16be" => "utf-16be",
        "latin1" => "latin1",
        "maccyrillic" => "x-mac-cyrillic",
        _ => &label,
    };
    Encoding::for_label_no_replacement(label.as_bytes()).ok_or_else(|| {
        let message = "must be the name of an encoding, such as utf-8, utf-16, windows-1251, koi8-u or latin1";
        Error::invalid("encoding", "known", message)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn encodings_by_the_names_that_people_use() {
        for (name, expected) in [
            ("cp1251", "windows-1251"),
            ("Windows-1251", "windows-1251"),
            ("koi8_u", "KOI8-U"),
            ("cp866", "IBM866"),
            ("latin-1", "windows-1252"),
            ("utf-8-sig", "UTF-8"),
            ("utf_16", "UTF-16LE"),
            ("UTF-16-BE", "UTF-16BE"),
            ("shift_jis", "Shift_JIS"),
            ("utf16", "UTF-16LE"),
            ("UTF16LE", "UTF-16LE"),
            ("mac_cyrillic", "x-mac-cyrillic"),
        ] {
            assert_eq!(encoding(name).unwrap().name(), expected, "{name}");
        }
        assert!(encoding("cp9999").is_err() && encoding("").is_err());
    }

    #[test]
    fn a_files_own_mark_is_not_talked_over() {
        let marked = b"\xff\xfea\0";
        let of = |head: &[u8], named| encoding_of(head, named).map(|(found, mark)| (found.name(), mark)).ok();
        for named in [None, Some(UTF_16LE), Some(UTF_16BE)] {
            assert_eq!(of(marked, named), Some(("UTF-16LE", 2)));
        }
        assert_eq!(of(marked, Some(UTF_8)), None);
        assert_eq!(of(b"\xef\xbb\xbfa", Some(UTF_8)), Some(("UTF-8", 3)));
        for other in [UTF_16LE, UTF_16BE] {
            assert_eq!(of(b"\xef\xbb\xbfa", Some(other)), None);
        }
        let advice = |head: &[u8]| encoding_of(head, None).err().map(|e| e.message().to_owned()).unwrap_or_default();
        assert!(advice(b"t\0o\0,\0").ends_with("utf-16le"));
        assert!(advice(b"\0t\0o\0,").ends_with("utf-16be"));
        assert!(advice(b"t\0\0o").contains("zero byte"));
    }

    #[test]
    fn a_signal_while_a_file_is_read_is_no_end_of_it() {
        struct Interrupted<'a>(&'a [u8], bool);
        impl Read for Interrupted<'_> {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::Unsupported.into())
            }
        }
        impl BufRead for Interrupted<'_> {
            fn fill_buf(&mut self) -> io::Result<&[u8]> {
                if std::mem::replace(&mut self.1, false) { Err(io::ErrorKind::Interrupted.into()) } else { Ok(self.0) }
            }
            fn consume(&mut self, amount: usize) {
                self.0 = &self.0[amount..];
            }
        }
        assert_eq!(filled(&mut Interrupted(b"abc", true)).unwrap(), b"abc");
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::ConnectionReset.into())
            }
        }
        assert!(filled(&mut io::BufReader::new(Broken)).is_err());
    }

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
