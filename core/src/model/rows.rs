//! Many records of one class as a table of positions in the text from which they were read. A row becomes a separate
//! value only when it is modified.

use std::sync::Arc;

use super::json::Json;
use super::parts::Parts;
use super::record::Record;
use super::scan::Raw;
use super::schema::{Class, Field, Kind};
use super::value::ValueRef;
use crate::error::Outcome;

/// Rows of a class whose fields are all [`Kind::is_flat`].
#[derive(Debug)]
pub(crate) struct Rows {
    class: &'static Class,
    /// Text from which the rows were read, and the position of each row.
    whole: Json,
    places: Vec<(u32, u32)>,
    /// Texts that are not literally in `whole`.
    more: String,
    /// A cell for each field of each row.
    cells: Vec<Cell>,
    /// Rows and fields to which the response gives two values, of which none counts. In the order of the rows.
    twice: Vec<(usize, usize)>,
}

/// Position of a text: in `whole`, or past its end in `more`. An outcome is stored as its number, and a flag that was set
/// as 0 or 1 without a length.
#[derive(Debug, Clone, Copy)]
struct Cell {
    start: u32,
    length: u32,
}

impl Cell {
    const NULL: Self = Self { start: 0, length: u32::MAX };
}

impl Rows {
    pub(crate) fn new(class: &'static Class, whole: &Json) -> Self {
        Self {
            class,
            whole: whole.clone(),
            places: Vec::new(),
            more: String::new(),
            cells: Vec::new(),
            twice: Vec::new(),
        }
    }

    pub(crate) fn class(&self) -> &'static Class {
        self.class
    }

    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Index of the cell of a field.
    #[expect(clippy::arithmetic_side_effects, reason = "as many cells are in memory, or there is no such row")]
    #[inline]
    pub(super) fn place(&self, row: usize, position: usize) -> usize {
        row * self.class.fields.len() + position
    }

    /// The cell of a field; an empty one if there is no such row.
    #[inline]
    fn cell(&self, row: usize, position: usize) -> Cell {
        self.cells.get(self.place(row, position)).copied().unwrap_or(Cell::NULL)
    }

    /// Adds an empty row and returns its index.
    pub(crate) fn add(&mut self) -> usize {
        let row = self.places.len();
        self.places.push((0, 0));
        let needed = self.place(self.places.len(), 0);
        if self.cells.len() < needed {
            self.cells.resize(needed, Cell::NULL);
        }
        row
    }

    /// Makes room for more rows, with empty cells: filling them all at once takes a tenth of the time.
    pub(super) fn reserve(&mut self, rows: usize) {
        self.places.reserve(rows);
        let needed = self.place(self.places.len().saturating_add(rows), 0);
        self.cells.resize(needed, Cell::NULL);
    }

    /// Removes the empty cells behind the last row. Their memory stays reserved.
    pub(super) fn shrink(&mut self) {
        self.cells.truncate(self.place(self.places.len(), 0));
    }

    /// Sets the position of a row. `raw` is a slice of the text from which the rows are read.
    pub(super) fn stands(&mut self, row: usize, raw: &str) {
        let start = (raw.as_ptr() as usize).wrapping_sub(self.whole.as_str().as_ptr() as usize);
        let place = (u32::try_from(start), u32::try_from(start.saturating_add(raw.len())));
        if let ((Ok(start), Ok(end)), Some(place)) = (place, self.places.get_mut(row)) {
            *place = (start, end);
        }
    }

    /// Reads the value of the field at `position` into its cell. The value is a slice of the text of the rows, which begins
    /// at `start`. A value of an undocumented type is left out. Returns true if the value was used.
    pub(super) fn read(&mut self, cell: usize, position: usize, raw: Raw<'_>, start: *const u8) -> bool {
        let Some(text) = raw.scalar() else { return false };
        let Some(Field { kind, .. }) = self.class.fields.get(position) else { return false };
        let fits = match kind {
            Kind::Count | Kind::Number => text.parse::<i64>().is_ok(),
            Kind::Flag => matches!(raw.as_str(), "true" | "false"),
            Kind::Decimal => super::read::is_decimal(&text),
            Kind::Outcome => false,
            _ => true,
        };
        if !fits {
            return false;
        }
        match text {
            std::borrow::Cow::Borrowed(text) => self.put_slice(cell, text, start),
            std::borrow::Cow::Owned(text) => {
                self.add_text(cell, &text);
                true
            }
        }
    }

    /// Sets a text that is a slice of the text of the rows, which begins at `start`. Returns true.
    #[inline]
    pub(super) fn put_slice(&mut self, cell: usize, text: &str, start: *const u8) -> bool {
        self.set(cell, (text.as_ptr() as usize).wrapping_sub(start as usize), text.len());
        true
    }

    /// Returns true if a field of a row is empty.
    pub(crate) fn is_null(&self, row: usize, position: usize) -> bool {
        self.is_empty(self.place(row, position))
    }

    /// Returns true if a cell is empty.
    #[inline]
    pub(super) fn is_empty(&self, cell: usize) -> bool {
        self.cells.get(cell).is_none_or(|cell| cell.length == Cell::NULL.length)
    }

    /// Returns true if a value that was read is the same as another one.
    pub(super) fn says(&self, row: usize, position: usize, raw: Raw<'_>) -> bool {
        raw.scalar().as_deref() == self.text_at(row, position)
    }

    /// Empties a field that has two values.
    pub(super) fn refuse(&mut self, row: usize, position: usize) {
        let place = self.place(row, position);
        if let Some(cell) = self.cells.get_mut(place) {
            *cell = Cell::NULL;
        }
        self.twice.push((row, position));
    }

    /// Returns true if the response gives a row two values for this field. Not known any more after [`Self::arrange`].
    pub(crate) fn is_refused(&self, row: usize, position: usize) -> bool {
        let first = self.twice.partition_point(|(before, _)| *before < row);
        self.twice.iter().skip(first).take_while(|(found, _)| *found == row).any(|(_, field)| *field == position)
    }

    /// Returns true if the response gives any field two values.
    pub(crate) fn has_refused(&self) -> bool {
        !self.twice.is_empty()
    }

    /// Sets a text that is not in the source text.
    pub(crate) fn put_text(&mut self, row: usize, position: usize, text: &str) {
        self.add_text(self.place(row, position), text);
    }

    fn add_text(&mut self, cell: usize, text: &str) {
        if self.more.is_empty() {
            // Assumes that every row lacks a phone number and an id.
            self.more.reserve(self.len().saturating_mul(32));
        }
        let start = self.whole.as_str().len().saturating_add(self.more.len());
        self.more.push_str(text);
        self.set(cell, start, text.len());
    }

    /// Sets an outcome.
    pub(crate) fn put_outcome(&mut self, row: usize, position: usize, outcome: Outcome) {
        self.set(self.place(row, position), outcome as usize, 0);
    }

    /// Sets a flag.
    pub(crate) fn put_flag(&mut self, row: usize, position: usize, flag: bool) {
        self.set(self.place(row, position), usize::from(flag), 0);
    }

    #[inline]
    fn set(&mut self, cell: usize, start: usize, length: usize) {
        // A response has at most some megabytes; see `Config`.
        if let (Ok(start), Ok(length)) = (u32::try_from(start), u32::try_from(length))
            && let Some(cell) = self.cells.get_mut(cell)
        {
            *cell = Cell { start, length };
        }
    }

    /// Returns the text of a text field: [`Self::at`] without checking the field's type.
    pub(crate) fn text_at(&self, row: usize, position: usize) -> Option<&str> {
        let cell = self.cell(row, position);
        (cell.length != Cell::NULL.length).then(|| self.text(cell))
    }

    /// Returns the value of a field; null if there is no such row or field.
    pub(crate) fn at(&self, row: usize, position: usize) -> ValueRef<'_> {
        let Some(Field { kind, .. }) = self.class.fields.get(position) else { return ValueRef::Null };
        let cell = self.cell(row, position);
        if cell.length == Cell::NULL.length {
            return ValueRef::Null;
        }
        match kind {
            Kind::Outcome => Outcome::ALL.get(cell.start as usize).map_or(ValueRef::Null, |o| ValueRef::Outcome(*o)),
            Kind::Count | Kind::Number => self.text(cell).parse().map_or(ValueRef::Null, ValueRef::Int),
            Kind::Flag if cell.length == 0 => ValueRef::Bool(cell.start == 1),
            Kind::Flag => ValueRef::Bool(self.text(cell) == "true"),
            Kind::Decimal => ValueRef::Decimal(self.text(cell)),
            _ => ValueRef::Text(self.text(cell)),
        }
    }

    /// Iterates over the values of a row, in the order of the class's fields.
    pub(super) fn values(&self, row: usize) -> impl Iterator<Item = ValueRef<'_>> {
        (0..self.class.fields.len()).map(move |position| self.at(row, position))
    }

    fn text(&self, cell: Cell) -> &str {
        let (whole, start, length) = (self.whole.as_str(), cell.start as usize, cell.length as usize);
        let text = match start.checked_sub(whole.len()) {
            Some(start) => self.more.get(start..start.saturating_add(length)),
            None => whole.get(start..start.saturating_add(length)),
        };
        text.unwrap_or_default()
    }

    /// Returns the exact JSON of a row; `None` for one that was added.
    pub(crate) fn raw(&self, row: u32) -> Option<&str> {
        let (start, end) = *self.places.get(row as usize)?;
        self.whole.as_str().get(start as usize..end as usize).filter(|raw| !raw.is_empty())
    }

    /// Reorders the rows. Rows that are not in `order` are dropped.
    pub(crate) fn arrange(&mut self, order: &[usize]) {
        let width = self.class.fields.len();
        let cells = |row: &usize| {
            let start = row.saturating_mul(width);
            self.cells.get(start..start.saturating_add(width)).unwrap_or_default()
        };
        let sorted = order.iter().flat_map(cells).copied().collect();
        // The numbers of the rows change here, and nobody asks for refused fields after that.
        self.twice.clear();
        self.places = order.iter().filter_map(|row| self.places.get(*row)).copied().collect();
        self.cells = sorted;
    }

    /// Returns the rows as records.
    pub(crate) fn records(self) -> impl Iterator<Item = Record> {
        let count = self.len() as u32;
        let rows = Arc::new(self);
        (0..count).map(move |row| Record::row(&rows, row))
    }

    /// Returns the rows as parts of another record.
    pub(crate) fn parts(self) -> Parts {
        Parts::of_rows(self)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::read::{read_rows, read_table, read_with_rows};
    use super::*;
    use crate::{SendResult, SentMessage};

    const ODD: &str = r#" {"note": "{[", "messages" : [
        {"messageId":"a\u0041","parts":"2","trackingId":"third","customerMessageId":"first","to":null} ,{ },
        {"status" : "accepted", "unknown": {"messageId": "}"}, "parts": 1.5, "recipient": 380671234567 }] } "#;

    /// Returns the exact texts around the rows of `ODD`.
    fn raws(list: &str) -> Vec<&str> {
        let rows: Vec<&serde_json::value::RawValue> = serde_json::from_str(list).unwrap();
        rows.into_iter().map(serde_json::value::RawValue::get).collect()
    }

    #[test]
    fn rows_share_the_text_they_stand_in() {
        let list = &ODD[ODD.rfind('[').unwrap()..=ODD.rfind(']').unwrap()];
        let escaped = ODD.replace("messages", r"m\u0065ssages");
        for whole in [ODD, &escaped] {
            let (reply, rows) = read_with_rows(SendResult::class(), "messages", &Json::trusted(whole.trim())).unwrap();
            assert_eq!(reply.raw(), Some(whole.trim()));
            let records: Vec<Record> = rows.unwrap().records().collect();
            assert_eq!(records, read_rows(SentMessage::class(), &Json::trusted(list)).unwrap());
            assert_eq!(records.iter().map(|r| r.raw().unwrap()).collect::<Vec<_>>(), raws(list));
            assert_eq!(records[0].get("message_id").as_str(), Some("aA"));
            assert_eq!(records[0].get("parts").as_i64(), Some(2));
            assert_eq!(records[0].get("customer_message_id").as_str(), Some("first"));
            assert!(records[1].values().all(ValueRef::is_null));
            assert_eq!(records[2].get("to").as_str(), Some("380671234567"));
            assert!(records[2].get("parts").is_null() && records[2].get("message_id").is_null());
        }
    }

    #[test]
    fn a_list_of_anything_else_is_none() {
        for list in ["[1]", "[{}, null]", "[[]]", r#"["{}"]"#, "{}", "7", "[{}"] {
            assert!(read_table(SentMessage::class(), &Json::trusted(list)).is_err(), "{list}");
            let whole = Json::trusted(format!(r#"{{"messages":{list},"messagelistId":"x"}}"#));
            if let Ok((reply, rows)) = read_with_rows(SendResult::class(), "messages", &whole) {
                assert!(rows.is_none(), "{list}");
                assert_eq!(reply.get("messagelist_id").as_str(), Some("x"));
            }
        }
    }

    #[test]
    fn a_change_leaves_the_other_rows_alone() {
        let whole = Json::trusted(r#"[{"messageId":"a","parts":1},{"messageId":"b"}]"#);
        let mut rows = read_table(SentMessage::class(), &whole).unwrap();
        let added = rows.add();
        rows.put_text(added, 0, "c");
        rows.arrange(&[added, 1, 0]);
        let mut records: Vec<Record> = rows.records().collect();
        let before = records.clone();
        records[2].put("message_id", "other".into());
        assert_eq!(records[..2], before[..2]);
        assert_eq!(records[2].get("message_id").as_str(), Some("other"));
        assert_eq!((records[2].get("parts").as_i64(), records[2].raw()), (Some(1), before[2].raw()));
        assert_eq!((before[2].get("message_id").as_str(), before[0].raw()), (Some("a"), None));
        assert_eq!(before[0].get("message_id").as_str(), Some("c"));
    }
}
