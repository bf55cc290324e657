//! Rows of a report while they are kept: in a temporary file, and in memory once that cannot be written any more.

use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use super::report::ReportRow;
use crate::error::Outcome;

/// Texts of a row.
pub(super) const TEXTS: usize = 7;

/// A row whose texts stand elsewhere.
pub(super) struct RowView<'a> {
    pub(super) index: u64,
    /// 0 for none.
    pub(super) line: u64,
    pub(super) outcome: Outcome,
    pub(super) parts: Option<u32>,
    /// `customer_message_id`, `to`, `message_id`, `status`, `rule`, `code`, `reason`.
    pub(super) texts: [&'a str; TEXTS],
}

impl RowView<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.index.to_le_bytes());
        out.extend_from_slice(&self.line.to_le_bytes());
        let outcome = Outcome::ALL.iter().position(|o| *o == self.outcome).unwrap_or(0);
        out.push(outcome as u8);
        out.extend_from_slice(&self.parts.unwrap_or(u32::MAX).to_le_bytes());
        for text in self.texts {
            out.extend_from_slice(&(text.len() as u32).to_le_bytes());
            out.extend_from_slice(text.as_bytes());
        }
    }
}

/// Reads back what [`RowView::write`] wrote.
fn read_row(from: &mut impl Read) -> io::Result<ReportRow> {
    let mut number = || -> io::Result<u64> {
        let mut bytes = [0; 8];
        from.read_exact(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    };
    let (index, line) = (number()?, number()?);
    let (mut outcome, mut parts) = ([0; 1], [0; 4]);
    from.read_exact(&mut outcome)?;
    from.read_exact(&mut parts)?;
    let mut texts = [const { String::new() }; TEXTS];
    for text in &mut texts {
        let mut length = [0; 4];
        from.read_exact(&mut length)?;
        let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
        from.read_exact(&mut bytes)?;
        *text = String::from_utf8(bytes).map_err(io::Error::other)?;
    }
    let [customer_message_id, to, message_id, status, rule, code, reason] = texts;
    let outcome = Outcome::ALL.get(usize::from(outcome[0])).copied().unwrap_or(Outcome::Unknown);
    let parts = Some(u32::from_le_bytes(parts)).filter(|p| *p != u32::MAX);
    let line = (line > 0).then_some(line);
    Ok(ReportRow { index, line, outcome, customer_message_id, to, message_id, status, parts, rule, code, reason })
}

/// Bytes that are written at once.
pub(super) const BUFFER: usize = 1 << 16;

/// Bytes that go to a file. Those that it does not take stay in memory, so that none is lost with a full disk.
#[derive(Debug)]
struct Spill<F = File> {
    file: F,
    /// Bytes that the file has.
    written: u64,
    /// Bytes that follow them.
    rest: Vec<u8>,
    /// True once the file refused a write. A second attempt could leave a hole.
    refused: bool,
    /// Position of the next read.
    place: u64,
}

impl Spill {
    /// Opens a temporary file that no name leads to and writes into it, so that a lack of room, rights or descriptors
    /// shows before anything is sent.
    fn new() -> io::Result<Self> {
        let mut spill = Self::of(tempfile::tempfile()?);
        spill.push(b"smsbat rows\n")?;
        spill.flush()?;
        Ok(spill)
    }
}

impl<F: Read + Write + Seek> Spill<F> {
    fn of(file: F) -> Self {
        Self { file, written: 0, rest: Vec::new(), refused: false, place: 0 }
    }

    fn length(&self) -> u64 {
        self.written + self.rest.len() as u64
    }

    /// Takes bytes over. They are kept even if this fails, which it does once.
    fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.rest.extend_from_slice(bytes);
        if self.refused || self.rest.len() < BUFFER { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> io::Result<()> {
        let (count, result) = write_what_goes(&mut self.file, &self.rest);
        self.rest.drain(..count);
        self.written += count as u64;
        self.refused = result.is_err();
        result
    }
}

/// Writes bytes and says how many of them the file took.
pub(super) fn write_what_goes(file: &mut impl Write, bytes: &[u8]) -> (usize, io::Result<()>) {
    let mut count = 0;
    while count < bytes.len() {
        match file.write(&bytes[count..]) {
            Ok(0) => return (count, Err(io::ErrorKind::WriteZero.into())),
            Ok(more) => count += more,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return (count, Err(e)),
        }
    }
    (count, Ok(()))
}

impl<F: Read + Seek> Read for Spill<F> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = match self.place.checked_sub(self.written) {
            Some(behind) => self.rest.get(behind as usize..).unwrap_or_default().read(out)?,
            None => {
                let most = out.len().min((self.written - self.place) as usize);
                self.file.seek(SeekFrom::Start(self.place))?;
                self.file.read(&mut out[..most])?
            }
        };
        self.place += count as u64;
        Ok(count)
    }
}

impl<F: Read + Write + Seek> Seek for Spill<F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::Current(by) => self.place.checked_add_signed(by),
            SeekFrom::End(by) => self.length().checked_add_signed(by),
        };
        self.place = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.place)
    }
}

/// Takes rows as they are settled, and keeps where each of them stands.
pub(super) struct Collector {
    rows: Spill,
    /// The row that is being written.
    row: Vec<u8>,
    places: Places,
    failure: Option<io::Error>,
}

/// Where the row of each position stands, for reading them in the order of the source. The places of a block of rows
/// stand among the rows, once they are complete.
#[derive(Debug, Default)]
struct Places {
    /// Blocks that lack some of their rows, and how many they have. Rows are settled nearly in their order, so there are
    /// few of them, however long a request takes.
    open: BTreeMap<u64, (usize, Box<[u64]>)>,
    /// Where those that are complete stand.
    blocks: BTreeMap<u64, u64>,
    /// Positions so far.
    count: u64,
}

/// Rows of one block of places.
const BLOCK: usize = 4096;

impl Places {
    /// Notes the place of a row; gives the number of its block if that is complete now.
    fn put(&mut self, index: u64, place: u64) -> Option<u64> {
        self.count = self.count.max(index + 1);
        let (block, position) = (index / BLOCK as u64, (index % BLOCK as u64) as usize);
        let (filled, places) = self.open.entry(block).or_insert_with(|| (0, vec![0; BLOCK].into()));
        // 0 stands for a row that has none.
        places[position] = place + 1;
        *filled += 1;
        (*filled == BLOCK).then_some(block)
    }
}

impl Collector {
    /// # Errors
    /// If there is no temporary file to be had, or no room in it.
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { rows: Spill::new()?, row: Vec::new(), places: Places::default(), failure: None })
    }

    pub(super) fn add(&mut self, row: &RowView<'_>) {
        self.row.clear();
        row.write(&mut self.row);
        let complete = self.places.put(row.index, self.rows.length());
        self.append();
        if let Some(block) = complete {
            self.close(block);
        }
    }

    /// Writes what is in `row`.
    fn append(&mut self) {
        if let Err(e) = self.rows.push(&self.row) {
            self.failure.get_or_insert(e);
        }
    }

    /// Writes the places of a block behind the rows.
    fn close(&mut self, block: u64) {
        let Some((_, places)) = self.places.open.remove(&block) else { return };
        self.places.blocks.insert(block, self.rows.length());
        self.row.clear();
        self.row.extend(places.iter().flat_map(|place| place.to_le_bytes()));
        self.append();
    }

    /// Returns why rows stay in memory from now on. The run must then end, so that there are few of them.
    pub(super) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    pub(super) fn finish(mut self) -> Kept {
        while let Some(block) = self.places.open.keys().next().copied() {
            self.close(block);
        }
        let Places { blocks, count, .. } = self.places;
        Kept { rows: self.rows, blocks, count }
    }
}

/// All rows of a report.
#[derive(Debug)]
pub(super) struct Kept {
    rows: Spill,
    blocks: BTreeMap<u64, u64>,
    count: u64,
}

impl Kept {
    /// Up to `most` rows from a position on, and the position behind them. No rows are the end.
    pub(super) fn some(&mut self, mut first: u64, most: usize) -> io::Result<(Vec<ReportRow>, u64)> {
        while first < self.count {
            let position = first % BLOCK as u64;
            let next = (first + most as u64).min(first - position + BLOCK as u64).min(self.count);
            let places = match self.blocks.get(&(first / BLOCK as u64)) {
                Some(block) => self.places(block + position * 8, (next - first) as usize)?,
                None => Vec::new(),
            };
            if !places.is_empty() {
                return Ok((self.read(&places)?, next));
            }
            first = next;
        }
        Ok((Vec::new(), first))
    }

    /// Places of some rows, each with how far behind the first one it is, in the order of the places.
    fn places(&mut self, start: u64, count: usize) -> io::Result<Vec<(u64, usize)>> {
        let mut bytes = vec![0; count * 8];
        self.rows.seek(SeekFrom::Start(start))?;
        self.rows.read_exact(&mut bytes)?;
        let places = bytes.chunks_exact(8).map(|place| u64::from_le_bytes(place.try_into().unwrap_or_default()));
        let mut places: Vec<_> =
            places.enumerate().filter(|(_, place)| *place > 0).map(|(i, place)| (place - 1, i)).collect();
        places.sort_unstable();
        Ok(places)
    }

    /// The rows of these places, in the order of the source.
    fn read(&mut self, places: &[(u64, usize)]) -> io::Result<Vec<ReportRow>> {
        let mut rows = vec![None; places.iter().map(|(_, i)| i + 1).max().unwrap_or(0)];
        let mut file = BufReader::with_capacity(BUFFER, &mut self.rows);
        let mut at = None;
        for (place, i) in places {
            match at {
                // What is near is in memory already.
                Some(at) => file.seek_relative((place - at) as i64)?,
                None => drop(file.seek(SeekFrom::Start(*place))?),
            }
            rows[*i] = Some(read_row(&mut file)?);
            at = Some(file.stream_position()?);
        }
        Ok(rows.into_iter().flatten().collect())
    }
}

/// Rows of a report.
#[derive(Debug)]
pub struct ReportRows<'r> {
    rows: &'r mut Kept,
    /// Position of the row that is read next.
    next: u64,
    /// Rows that were read at once.
    read: VecDeque<ReportRow>,
}

impl<'r> ReportRows<'r> {
    pub(super) fn new(rows: &'r mut Kept) -> Self {
        Self { rows, next: 0, read: VecDeque::new() }
    }
}

impl Iterator for ReportRows<'_> {
    type Item = io::Result<ReportRow>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.read.is_empty() {
            match self.rows.some(self.next, BLOCK) {
                Ok((rows, next)) => (self.read, self.next) = (rows.into(), next),
                Err(e) => {
                    // The next block may be readable, and there is an end.
                    self.next = (self.next / BLOCK as u64 + 1) * BLOCK as u64;
                    return Some(Err(e));
                }
            }
        }
        self.read.pop_front().map(Ok)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod tests {
    use super::*;

    /// A disk that is full after some bytes, and takes a few of them at a time.
    #[derive(Debug)]
    pub(crate) struct Small {
        pub(crate) bytes: io::Cursor<Vec<u8>>,
        pub(crate) most: usize,
    }

    impl Small {
        pub(crate) fn new(most: usize) -> Self {
            Self { bytes: io::Cursor::default(), most }
        }
    }

    impl Write for Small {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let room = self.most.saturating_sub(self.bytes.position() as usize).min(1000);
            if room == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.bytes.write(&bytes[..bytes.len().min(room)])
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Read for Small {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            self.bytes.read(out)
        }
    }

    impl Seek for Small {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.bytes.seek(to)
        }
    }

    /// A signal is no failure.
    #[test]
    fn a_write_that_a_signal_interrupts_is_tried_again() {
        struct Interrupted(Vec<u8>, bool);
        impl Write for Interrupted {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.1 = !self.1;
                if self.1 {
                    return Err(io::ErrorKind::Interrupted.into());
                }
                self.0.push(bytes[0]);
                Ok(1)
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut file = Interrupted(Vec::new(), false);
        let (count, result) = write_what_goes(&mut file, b"rows");
        assert_eq!((count, result.is_ok(), &*file.0), (4, true, &b"rows"[..]));
    }

    /// Rows that cannot be read cost no others: each block is tried, and there is an end.
    #[test]
    fn rows_go_on_behind_what_cannot_be_read() {
        let mut rows = Collector::new().unwrap();
        let texts = ["id", "to", "", "", "", "", &*"x".repeat(20)];
        for index in 0..3 * BLOCK as u64 {
            rows.add(&RowView { index, line: index + 2, outcome: Outcome::Accepted, parts: None, texts });
        }
        let mut kept = rows.finish();
        let read = |kept: &mut Kept| {
            let (mut good, mut bad) = (Vec::new(), 0);
            for row in ReportRows::new(kept) {
                match row {
                    Ok(row) => good.push(row.index),
                    Err(_) => bad += 1,
                }
            }
            (good, bad)
        };
        assert!(read(&mut kept) == ((0..3 * BLOCK as u64).collect(), 0));
        // The places of the second block lead nowhere.
        let place = kept.blocks[&1];
        kept.blocks.insert(1, u64::MAX >> 1);
        let others = (0..BLOCK as u64).chain(2 * BLOCK as u64..3 * BLOCK as u64);
        assert!(read(&mut kept) == (others.collect(), 1));
        kept.blocks.insert(1, place);
        // What is only in memory can still be read from a file that is cut off.
        kept.rows.file.set_len(0).unwrap();
        assert!(read(&mut kept).1 > 0);
    }

    #[test]
    fn no_byte_is_lost_wherever_the_disk_is_full() {
        let pieces: Vec<Vec<u8>> = (0..4000_u32).map(|i| i.to_le_bytes().repeat(10)).collect();
        let all = pieces.concat();
        for most in (0..2 * BUFFER).step_by(977).chain([BUFFER - 1, BUFFER, BUFFER + 1, usize::MAX]) {
            let mut spill = Spill::of(Small::new(most));
            let failures = pieces.iter().filter(|piece| spill.push(piece).is_err()).count();
            assert_eq!(failures, usize::from(most < 2 * BUFFER), "{most}");
            assert_eq!(spill.length(), all.len() as u64);
            for start in [0, 1, most / 2, most.saturating_sub(1), most, BUFFER, all.len()] {
                let start = start.min(all.len());
                spill.seek(SeekFrom::Start(start as u64)).unwrap();
                let mut read = Vec::new();
                spill.read_to_end(&mut read).unwrap();
                assert!(read == all[start..], "{most}, from {start}");
            }
        }
    }
}
