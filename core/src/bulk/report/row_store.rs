//! Rows of a report while they are kept: in a temporary file, in the order in which they are settled.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom};

use super::row::{ReportRow, RowView};
use super::row_block::RowBlock;
use super::spill::SpillFile;
use crate::error::Error;
use crate::os_text;

/// Stores rows as they get their outcomes, and keeps the place of each.
pub(crate) struct RowWriter {
    rows: SpillFile,
    /// The row that is being written.
    row: Vec<u8>,
    places: RowPlaces,
    failure: Option<io::Error>,
}

/// Places of the rows by their positions, for reading them in the order of the source. The places of a block of rows
/// stand among the rows, once they are complete.
#[derive(Debug, Default)]
struct RowPlaces {
    /// Blocks that lack some of their rows, and how many they have. Rows are settled nearly in their order, so there are
    /// few of them, however long a request takes.
    open: BTreeMap<u64, (usize, Box<[u64]>)>,
    /// Places of the complete blocks.
    blocks: BTreeMap<u64, u64>,
    /// Positions so far.
    count: u64,
}

/// Rows of one block of places.
const BLOCK: usize = 4096;

/// The block of a row, and its position there.
fn block_of(index: u64) -> (u64, usize) {
    const ROWS: u64 = BLOCK as u64;
    (index / ROWS, (index % ROWS) as usize)
}

impl RowPlaces {
    /// Notes the place of a row; gives the number of its block if that is complete now.
    fn put(&mut self, index: u64, place: u64) -> Option<u64> {
        self.count = self.count.max(index.saturating_add(1));
        let (block, position) = block_of(index);
        let (filled, places) = self.open.entry(block).or_insert_with(|| (0, vec![0; BLOCK].into()));
        // 0 stands for a row that has none.
        if let Some(entry) = places.get_mut(position) {
            *entry = place.saturating_add(1);
        }
        *filled = (*filled).saturating_add(1);
        (*filled == BLOCK).then_some(block)
    }
}

impl RowWriter {
    /// # Errors
    /// If there is no temporary file to be had, or no room in it.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { rows: SpillFile::new()?, row: Vec::new(), places: RowPlaces::default(), failure: None })
    }

    pub(crate) fn add(&mut self, row: &RowView<'_>) {
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

    /// Returns the error after which rows stay in memory. The run must then end, so that there are few of them.
    pub(crate) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    pub(super) fn finish(mut self) -> StoredRows {
        while let Some(block) = self.places.open.keys().next().copied() {
            self.close(block);
        }
        let RowPlaces { blocks, count, .. } = self.places;
        StoredRows { rows: self.rows, blocks, count }
    }
}

/// All rows of a report.
#[derive(Debug)]
pub(super) struct StoredRows {
    rows: SpillFile,
    blocks: BTreeMap<u64, u64>,
    count: u64,
}

impl StoredRows {
    /// Up to `most` rows from a position on, at least one, and the position behind them. No rows are the end.
    pub(super) fn some(&mut self, mut first: u64, most: usize) -> io::Result<(RowBlock, u64)> {
        while first < self.count {
            let (block, position) = block_of(first);
            let count = most.max(1).min(BLOCK.saturating_sub(position));
            let next = first.saturating_add(count as u64).min(self.count);
            let places = match self.blocks.get(&block) {
                Some(start) => {
                    let start = start.saturating_add((position as u64).saturating_mul(8));
                    self.places(start, next.saturating_sub(first) as usize)?
                }
                None => Vec::new(),
            };
            if !places.is_empty() {
                return Ok((RowBlock::read(&mut self.rows, &places)?, next));
            }
            first = next;
        }
        Ok((RowBlock::default(), first))
    }

    /// Places of some rows, each with how far behind the first one it is, in the order of the places.
    fn places(&mut self, start: u64, count: usize) -> io::Result<Vec<(u64, usize)>> {
        let mut bytes = vec![0; count.saturating_mul(8)];
        self.rows.seek(SeekFrom::Start(start))?;
        self.rows.read_exact(&mut bytes)?;
        let places = bytes.chunks_exact(8).map(|place| u64::from_le_bytes(place.try_into().unwrap_or_default()));
        let mut places: Vec<_> = places.enumerate().filter_map(|(i, place)| Some((place.checked_sub(1)?, i))).collect();
        places.sort_unstable();
        Ok(places)
    }
}

/// Rows of a report.
#[derive(Debug)]
#[must_use = "no row is read until it is iterated"]
pub struct ReportRows<'r> {
    rows: &'r mut StoredRows,
    /// Position of the row that is read next.
    next: u64,
    /// Rows that were read at once, and how many of them are taken.
    read: RowBlock,
    taken: usize,
}

impl<'r> ReportRows<'r> {
    pub(super) fn new(rows: &'r mut StoredRows) -> Self {
        Self { rows, next: 0, read: RowBlock::default(), taken: 0 }
    }
}

impl Iterator for ReportRows<'_> {
    type Item = io::Result<ReportRow>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.taken >= self.read.len() {
            match self.rows.some(self.next, BLOCK) {
                Ok((rows, next)) => (self.read, self.taken, self.next) = (rows, 0, next),
                Err(e) => {
                    // The next block may be readable, and there is an end.
                    self.next = block_of(self.next).0.saturating_add(1).saturating_mul(BLOCK as u64);
                    return Some(Err(e));
                }
            }
        }
        let row = self.read.get(self.taken)?;
        self.taken = self.taken.saturating_add(1);
        Some(Ok(row.to_row()))
    }
}

/// The error of a report that has no room for its rows, before anything is sent.
pub(crate) fn cannot_keep(why: &io::Error) -> Error {
    Error::configuration(format!("the outcomes cannot be kept in a temporary file (TMPDIR): {}", os_text::why(why)))
}

/// The error of a run that ends because its report has no more room.
pub(crate) fn no_room(why: &io::Error) -> Error {
    Error::configuration(format!(
        "the run was stopped, because outcomes can no longer be kept in a temporary file (TMPDIR): {}; the report has \
         every row so far",
        os_text::why(why)
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Rows that cannot be read cost no others: each block is tried, and there is an end.
    #[test]
    fn rows_go_on_behind_what_cannot_be_read() {
        let mut rows = RowWriter::new().unwrap();
        for index in 0..3 * BLOCK as u64 {
            let row = ReportRow { index, to: "to".to_owned(), reason: "reason".to_owned(), ..ReportRow::default() };
            rows.add(&row.view());
        }
        let mut stored = rows.finish();
        let mut read = |unreadable: Option<u64>| {
            let places = stored.blocks.clone();
            // Far behind the end of the file.
            unreadable.map(|block| stored.blocks.insert(block, u64::MAX >> 1));
            let (mut good, mut bad) = (Vec::new(), 0);
            for row in ReportRows::new(&mut stored) {
                row.map_or_else(|_| bad += 1, |row| good.push(row.index));
            }
            stored.blocks = places;
            (good, bad)
        };
        let all = 0..3 * BLOCK as u64;
        assert!(read(None) == (all.clone().collect(), 0));
        for block in 0..3 {
            let others = all.clone().filter(|index| index / BLOCK as u64 != block);
            assert!(read(Some(block)) == (others.collect(), 1), "{block}");
        }
    }

    #[test]
    fn at_least_one_row_is_read_at_once() {
        let mut rows = RowWriter::new().unwrap();
        for index in 0..3 {
            rows.add(&ReportRow { index, ..ReportRow::default() }.view());
        }
        let mut stored = rows.finish();
        for place in 0..4 {
            let (rows, next) = stored.some(place, 0).unwrap();
            assert_eq!((rows.len() as u64, next), (u64::from(place < 3), (place + 1).min(3)));
        }
    }
}
