//! Rows in the form in which they are kept, and many of them at once, without a text of its own for any.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};

use super::row::RowView;
use super::spill::BUFFER;
use crate::error::Outcome;

/// Texts of a row.
const TEXTS: usize = 7;

/// Bytes of a row before its texts: position, line, outcome, parts and the lengths of the texts.
const HEAD: usize = 8 + 8 + 1 + 4 + 4 * TEXTS;

impl<'a> RowView<'a> {
    fn texts(&self) -> [&'a str; TEXTS] {
        [self.customer_message_id, self.to, self.message_id, self.status, self.rule, self.code, self.reason]
    }

    /// Appends the row with its length before it.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let texts = self.texts();
        let length = texts.iter().fold(HEAD, |length, text| length.saturating_add(text.len()));
        out.reserve(length.saturating_add(4));
        // In one piece: each that is appended costs a call.
        let mut head = [0; 4 + HEAD];
        let mut rest = head.as_mut_slice();
        let mut put = |bytes: &[u8]| {
            if let Some((place, more)) = std::mem::take(&mut rest).split_at_mut_checked(bytes.len()) {
                place.copy_from_slice(bytes);
                rest = more;
            }
        };
        put(&(length as u32).to_le_bytes());
        put(&self.index.to_le_bytes());
        put(&self.line.unwrap_or(0).to_le_bytes());
        let outcome = Outcome::ALL.iter().position(|o| *o == self.outcome).unwrap_or(0);
        put(&[outcome as u8]);
        put(&self.parts.unwrap_or(u32::MAX).to_le_bytes());
        texts.iter().for_each(|text| put(&(text.len() as u32).to_le_bytes()));
        out.extend_from_slice(&head);
        for text in texts.into_iter().filter(|text| !text.is_empty()) {
            out.extend_from_slice(text.as_bytes());
        }
    }
}

/// A row whose texts stand in a [`RowBlock`], one behind the other.
struct BlockRow {
    index: u64,
    line: u64,
    outcome: Outcome,
    parts: u32,
    start: usize,
    lengths: [u32; TEXTS],
}

/// Rows that were read at once, in the order of the source.
#[doc(hidden)]
#[derive(Default)]
#[must_use = "the rows were read and not looked at"]
pub struct RowBlock {
    rows: Vec<BlockRow>,
    texts: String,
}

/// Shows only the number of rows, because their texts are personal.
impl fmt::Debug for RowBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RowBlock({} rows)", self.rows.len())
    }
}

#[allow(missing_docs, clippy::len_without_is_empty)]
impl RowBlock {
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns a row by its position among these.
    pub fn get(&self, position: usize) -> Option<RowView<'_>> {
        let row = self.rows.get(position)?;
        let mut start = row.start;
        let [customer_message_id, to, message_id, status, rule, code, reason] = row.lengths.map(|length| {
            let end = start.saturating_add(length as usize);
            self.texts.get(std::mem::replace(&mut start, end)..end).unwrap_or_default()
        });
        let BlockRow { index, outcome, .. } = *row;
        let line = (row.line > 0).then_some(row.line);
        let parts = Some(row.parts).filter(|parts| *parts != u32::MAX);
        Some(RowView { index, line, to, outcome, code, reason, rule, message_id, status, parts, customer_message_id })
    }

    /// Reads the rows of these places, which are sorted, each with its position in the order of the source.
    pub(super) fn read(file: impl Read + Seek, places: &[(u64, usize)]) -> io::Result<Self> {
        let mut block = Self { rows: Vec::with_capacity(places.len()), texts: String::new() };
        let mut window = Window { file, bytes: Vec::new(), start: 0 };
        for (place, _) in places {
            let length = u32::from_le_bytes(*window.at(*place, 4)?.first_chunk().ok_or_else(damaged)?);
            let row = window.at(place.saturating_add(4), length as usize)?;
            block.add(row).ok_or_else(damaged)?;
        }
        if !places.is_sorted_by_key(|(_, position)| position) {
            let mut rows: Vec<_> = places.iter().map(|(_, position)| *position).zip(block.rows).collect();
            rows.sort_unstable_by_key(|(position, _)| *position);
            block.rows = rows.into_iter().map(|(_, row)| row).collect();
        }
        Ok(block)
    }

    /// Adds what [`RowView::write`] wrote, without the length.
    fn add(&mut self, row: &[u8]) -> Option<()> {
        let (head, texts) = row.split_first_chunk::<HEAD>()?;
        let (index, rest) = head.split_first_chunk()?;
        let (line, rest) = rest.split_first_chunk()?;
        let ([outcome], rest) = rest.split_first_chunk()?;
        let (parts, rest) = rest.split_first_chunk()?;
        let mut lengths = [0; TEXTS];
        for (length, bytes) in lengths.iter_mut().zip(rest.as_chunks().0) {
            *length = u32::from_le_bytes(*bytes);
        }
        self.rows.push(BlockRow {
            index: u64::from_le_bytes(*index),
            line: u64::from_le_bytes(*line),
            outcome: Outcome::ALL.get(usize::from(*outcome)).copied().unwrap_or(Outcome::Unknown),
            parts: u32::from_le_bytes(*parts),
            start: self.texts.len(),
            lengths,
        });
        self.texts.push_str(std::str::from_utf8(texts).ok()?);
        Some(())
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a row of the temporary file is damaged")
}

/// Some bytes of a file, which moves forward.
struct Window<F> {
    file: F,
    bytes: Vec<u8>,
    /// Position of the first byte.
    start: u64,
}

impl<F: Read + Seek> Window<F> {
    /// Returns so many bytes from a position on, which is not before that of the last call.
    fn at(&mut self, place: u64, length: usize) -> io::Result<&[u8]> {
        let from = usize::try_from(place.saturating_sub(self.start)).unwrap_or(usize::MAX);
        let range = from..from.saturating_add(length);
        if range.end <= self.bytes.len() {
            return self.bytes.get(range).ok_or_else(damaged);
        }
        self.start = place;
        self.bytes.clear();
        self.file.seek(SeekFrom::Start(place))?;
        (&mut self.file).take(length.max(BUFFER) as u64).read_to_end(&mut self.bytes)?;
        self.bytes.get(..length).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn written() -> Vec<u8> {
        let mut bytes = Vec::new();
        let row = super::super::ReportRow { to: "to".into(), reason: "reason".into(), ..Default::default() };
        row.view().write(&mut bytes);
        bytes
    }

    fn read(bytes: Vec<u8>) -> io::Result<String> {
        let block = RowBlock::read(Cursor::new(bytes), &[(0, 0)])?;
        Ok(block.get(0).unwrap().reason.to_owned())
    }

    #[test]
    fn damaged_bytes_are_an_error_and_no_row() {
        assert_eq!(read(written()).unwrap(), "reason");
        let damage = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut bytes = written();
            change(&mut bytes);
            read(bytes).unwrap_err()
        };
        // Shorter than what stands before the texts.
        let short = damage(&|bytes| bytes[..4].copy_from_slice(&(HEAD as u32 - 1).to_le_bytes()));
        let no_text = damage(&|bytes| *bytes.last_mut().unwrap() = 0xff);
        for error in [short, no_text] {
            assert_eq!(error.to_string(), "a row of the temporary file is damaged");
        }
        let long = damage(&|bytes| bytes[..4].copy_from_slice(&u32::MAX.to_le_bytes()));
        let cut_off = damage(&|bytes| bytes.truncate(HEAD));
        let empty = damage(&|bytes| bytes.clear());
        for error in [long, cut_off, empty] {
            assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        }
    }
}
