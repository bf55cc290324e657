//! The encoding of a file, and files that are no table.

use std::io::{self, BufRead};

use crate::error::Error;
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes that are read at once.
pub(super) const BLOCK: usize = 1 << 17;
/// Bytes that are looked at to tell what a file is.
const HEAD: usize = 1 << 16;

/// Returns the buffer of a reader, and reads again after a signal.
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

/// Reads the start of a text, at least to the end of its first line if that is near.
pub(super) fn head(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while head.len() < HEAD {
        let buffer = filled(input)?;
        if buffer.is_empty() {
            break;
        }
        let taken = buffer.len().min(HEAD);
        head.extend(buffer.iter().take(taken));
        input.consume(taken);
        if head.get(4..).is_some_and(|rest| memchr::memchr2(b'\n', b'\r', rest).is_some()) {
            break;
        }
    }
    Ok(head)
}

/// Returns what a file is that starts like this and is neither CSV nor JSON, with advice.
pub(super) fn foreign(head: &[u8]) -> Option<&'static str> {
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
    let word = text.get(..16).unwrap_or(text).to_ascii_lowercase();
    let page = [&b"<!doctype"[..], b"<html", b"<?xml", b"<table"].iter().any(|start| word.starts_with(start));
    page.then_some("is a page or an XML document; the campaign needs CSV or JSON Lines")
}

/// Returns the encoding of a text and the length of its mark.
pub(super) fn encoding_of(head: &[u8], named: Option<&'static Encoding>) -> Result<(&'static Encoding, usize), Error> {
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
            _ => return Ok((UTF_8, 0)),
        };
        return Err(Error::invalid("source", "encoding", message));
    }
    Ok((named.unwrap_or(UTF_8), 0))
}

/// Why a file is no text, with the number of the first such line.
pub(super) enum Flaw {
    Undecodable(u64),
    ZeroByte(u64),
}

/// Returns the first flaw of a text in this encoding.
pub(super) fn first_flaw(
    input: &mut impl BufRead,
    encoding: &'static Encoding,
    mark: usize,
) -> io::Result<Option<Flaw>> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut decoded = String::with_capacity(BLOCK * 3);
    let mut line = 1_u64;
    let mut skip = mark;
    loop {
        let input_bytes = filled(input)?;
        let last = input_bytes.is_empty();
        let skipped = skip.min(input_bytes.len());
        skip = skip.saturating_sub(skipped);
        decoded.clear();
        let rest = input_bytes.get(skipped..).unwrap_or_default();
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut decoded, last);
        if let Some(line) = line_of_zero(decoded.as_bytes(), b'\n', line) {
            return Ok(Some(Flaw::ZeroByte(line)));
        }
        line = line.saturating_add(memchr::memchr_iter(b'\n', decoded.as_bytes()).count() as u64);
        input.consume(skipped.saturating_add(read));
        match result {
            DecoderResult::Malformed(..) => return Ok(Some(Flaw::Undecodable(line))),
            DecoderResult::InputEmpty if last => return Ok(None),
            _ => {}
        }
    }
}

/// Returns the line of the first zero byte in a piece of a text whose first line has this number.
pub(super) fn line_of_zero(text: &[u8], line_end: u8, line: u64) -> Option<u64> {
    let before = text.get(..memchr::memchr(0, text)?)?;
    Some(line.saturating_add(memchr::memchr_iter(line_end, before).count() as u64))
}

pub(super) fn zero_byte(line: u64) -> String {
    format!("has a zero byte (line {line}), which no text has; save it as UTF-8")
}

/// The error of a row that is not UTF-8, in a stream that was not looked at as a whole.
pub(super) fn undecodable(line: u64) -> Error {
    Error::invalid("source", "encoding", not_in(UTF_8, line))
}

pub(super) fn not_in(encoding: &'static Encoding, line: u64) -> String {
    if encoding == UTF_8 {
        return format!(
            "is not UTF-8 (line {line}); save it as UTF-8, or name its encoding with the option encoding, such as \
             windows-1251"
        );
    }
    format!("is not {} (line {line}); name another encoding", encoding.name())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Read;

    use super::*;

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
        assert_eq!(advice(b"t\0\0o"), "");
        for (text, line) in [(&b"to,text\n1,a\0"[..], 2), (b"\0", 1), (b"a\n\n\n\0\n\0", 4)] {
            let found = first_flaw(&mut &*text, UTF_8, 0).unwrap();
            assert!(matches!(found, Some(Flaw::ZeroByte(at)) if at == line), "{line}");
        }
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
}
