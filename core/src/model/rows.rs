//! Many records of one class as a table of positions in the text from which they were read. A row becomes a separate
//! value only when it is modified.

use std::borrow::Cow;
use std::sync::Arc;

use super::json::Json;
use super::parts::Parts;
use super::read::{integer, is_name, is_named};
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
    /// Names that a row has in another spelling of the key, if they differ from the one in its cell. In the same order.
    others: Vec<(usize, usize, Cell)>,
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
            others: Vec::new(),
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
            Kind::Count | Kind::Number => integer(&text).is_some(),
            Kind::Flag => matches!(raw.as_str(), "true" | "false"),
            Kind::Decimal => super::read::is_decimal(&text),
            Kind::Outcome => false,
            kind => !is_name(*kind) || is_named(raw, &text),
        };
        if !fits {
            return false;
        }
        match text {
            Cow::Borrowed(text) => self.put_slice(cell, text, start),
            Cow::Owned(text) => {
                self.add_text(cell, &text);
                true
            }
        }
    }

    /// Notes the name that a row has in another spelling of the key.
    pub(super) fn read_other(&mut self, row: usize, position: usize, raw: Raw<'_>, start: *const u8) {
        let is_name = self.class.fields.get(position).is_some_and(|field| is_name(field.kind));
        if !is_name || self.says(row, position, raw) {
            return;
        }
        // Past the last row, where no cell is filled yet.
        let spare = self.cells.len();
        self.cells.push(Cell::NULL);
        let is_read = self.read(spare, position, raw, start);
        if let Some(cell) = self.cells.pop().filter(|_| is_read) {
            self.others.push((row, position, cell));
        }
    }

    /// Notes the name that a cell has, before that of a spelling which is listed earlier replaces it.
    pub(super) fn keep_other(&mut self, row: usize, position: usize) {
        let cell = self.cell(row, position);
        if self.class.fields.get(position).is_some_and(|field| is_name(field.kind)) {
            self.others.push((row, position, cell));
        }
    }

    /// Returns the names that a row has in other spellings of the key. Not known any more after [`Self::arrange`].
    pub(crate) fn others(&self, row: usize, position: usize) -> impl Iterator<Item = &str> {
        let first = self.others.partition_point(|(before, ..)| *before < row);
        let of_row = self.others.iter().skip(first).take_while(move |(found, ..)| *found == row);
        let of_field = of_row.filter(move |(_, field, _)| *field == position);
        of_field.map(|(.., cell)| self.text(*cell)).filter(move |other| self.text_at(row, position) != Some(*other))
    }

    /// Returns true if a row may name two messages or two recipients.
    pub(crate) fn has_others(&self) -> bool {
        !self.others.is_empty()
    }

    /// Empties the cells from this one on: those of the last row.
    pub(super) fn empty_from(&mut self, cell: usize) {
        let width = self.class.fields.len();
        self.cells.iter_mut().skip(cell).take(width).for_each(|cell| *cell = Cell::NULL);
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
        let (one, other) = (raw.scalar(), self.text_at(row, position));
        let is_number =
            || self.class.fields.get(position).is_some_and(|f| matches!(f.kind, Kind::Count | Kind::Number));
        one.as_deref() == other || (is_number() && one.as_deref().and_then(integer) == other.and_then(integer))
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
            Kind::Count | Kind::Number => integer(self.text(cell)).map_or(ValueRef::Null, ValueRef::Int),
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
        self.others.clear();
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
    use super::super::read::{Gaps, read_rows, read_table as table, read_with_rows as with_rows};
    use super::*;
    use crate::{SendResult, SentMessage};

    fn read_table(class: &'static Class, whole: &Json) -> Result<Rows, serde_json::Error> {
        table(class, whole, Gaps::Refused)
    }

    fn read_with_rows(
        class: &'static Class,
        field: &str,
        whole: &Json,
    ) -> Result<(Record, Option<Rows>), serde_json::Error> {
        with_rows(class, field, whole, Gaps::Refused)
    }

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

    /// Describes each row of a table.
    fn told(rows: &Rows) -> Vec<String> {
        let fields = 0..rows.class().fields.len();
        let of_row = |row: usize| {
            let values: Vec<_> = fields.clone().map(|field| rows.at(row, field).to_value()).collect();
            let empty: Vec<_> = fields.clone().map(|field| rows.is_null(row, field)).collect();
            let refused: Vec<_> = fields.clone().map(|field| rows.is_refused(row, field)).collect();
            let others: Vec<Vec<&str>> = fields.clone().map(|field| rows.others(row, field).collect()).collect();
            format!("{:?} {values:?} {empty:?} {refused:?} {others:?}", rows.raw(row as u32))
        };
        (0..rows.len()).map(of_row).collect()
    }

    #[test]
    fn a_row_is_read_the_same_whatever_stands_before_it() {
        const FORMS: [&str; 17] = [
            r#"{"messageId":"m-1","status":"accepted","parts":1}"#,
            r#"{"messageId":" ","status":"accepted","parts":1}"#,
            r#"{"messageId":"m","status":"accepted","parts":1.5}"#,
            r#"{"messageId":"m-1","status":"rejected","parts":99999999999999999999}"#,
            r#"{ "to" : "+380671234567" , "more":"x","messageId":71, "parts": "2"}"#,
            r#"{"customerMessageId":"a","trackinId":"b","extra":7,"to":null}"#,
            r#"{"trackinId":"b","customerMessageId":"b","customerMessageId":"b"}"#,
            r#"{"parts":1,"parts":1}"#,
            r#"{"to":null,"to":"+380671234567"}"#,
            r#"{"to":null,"recipient":"+380671234567","parts":null,"ttl":3}"#,
            r#"{"parts":1,"parts":2,"messageId":"m"}"#,
            r#"{"messageId":"Привіт","status":" ","ttl":1.5,"deep":{"a":[1]}}"#,
            r#"{"messageId":"\u0041","messageId":"A"}"#,
            r#"{"parts":999999999999999999,"ttl":1000000000000000000}"#,
            r#"{"ttl":99999999999999999999,"parts":0}"#,
            r#"{"messageId":"true","to":"null","recipient":true}"#,
            "{}",
        ];
        let alone =
            |row: &str| read_table(SentMessage::class(), &Json::trusted(format!("[{row}]"))).ok().map(|t| told(&t));
        let mut seen = [0, 0];
        let mut compare = |before: &str, row: &str| {
            // The form is that of the second row at the earliest.
            let list = format!("[{before},{before},{row},{before},{row}]");
            let expected = alone(row).map(|row| {
                let before = alone(before).unwrap();
                [&before, &before, &row, &before, &row].map(|told| told[0].clone()).to_vec()
            });
            let found = read_table(SentMessage::class(), &Json::trusted(list)).ok().map(|table| told(&table));
            assert_eq!(found, expected, "{before} {row}");
            seen[usize::from(found.is_some())] += 1;
        };
        for before in FORMS {
            FORMS.iter().for_each(|row| compare(before, row));
            // Each character is replaced, and each gets another before it.
            let pieces: Vec<&str> = before.split_inclusive(|_| true).collect();
            for (place, piece) in pieces.iter().enumerate() {
                let (begin, end) = (pieces[..place].concat(), pieces[place + 1..].concat());
                for other in ["", "\"", "\\", "}", ",", ":", "0", "1", "-", ".", "e", " ", "\n", "\u{1}", "ї"] {
                    compare(before, &format!("{begin}{other}{end}"));
                    compare(before, &format!("{begin}{other}{piece}{end}"));
                }
            }
        }
        assert!(seen.iter().all(|count| *count > 2000), "{seen:?}");
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
    fn a_gap_is_a_row_beside_others() {
        let ids = |list: &str| {
            let rows = table(SentMessage::class(), &Json::trusted(list), Gaps::Kept).ok()?;
            let whole = Json::trusted(format!(r#"{{"messages":{list}}}"#));
            let (_, inside) = with_rows(SendResult::class(), "messages", &whole, Gaps::Kept).unwrap();
            let ids =
                |rows: Rows| rows.records().map(|row| row.get("message_id").as_str().map(str::to_owned)).collect();
            let (rows, inside): (Vec<_>, Vec<_>) = (ids(rows), ids(inside.unwrap()));
            assert_eq!(rows, inside, "{list}");
            Some(rows)
        };
        let id = |text: &str| Some(text.to_owned());
        assert_eq!(ids(r#"[{"messageId":"a"}, null]"#), Some(vec![id("a"), None]));
        assert_eq!(
            ids(r#"[1, {"messageId":"a"}, [{}], "x", {"messageId":"b"}]"#),
            Some(vec![None, id("a"), None, None, id("b")])
        );
        assert_eq!(ids("[]"), Some(Vec::new()));
        for list in ["[null]", "[1, 2]", "{}", "7", "[{}"] {
            assert_eq!(ids(list), None, "{list}");
        }
    }

    #[test]
    fn a_name_is_neither_blank_nor_a_boolean() {
        let names = |row: &str| {
            let rows = read_table(SentMessage::class(), &Json::trusted(format!("[{row}]"))).unwrap();
            let row = rows.records().next().unwrap();
            ["message_id", "customer_message_id", "to"].map(|name| row.get(name).as_str().map(str::to_owned))
        };
        for nothing in [r#""""#, r#"" ""#, r#""\t""#, "true", "false", "null", "{}", "[]"] {
            let row = format!(r#"{{"messageId":{nothing},"customerMessageId":{nothing},"to":{nothing}}}"#);
            assert_eq!(names(&row), [None, None, None], "{row}");
            // An alias fills the gap, but the same key does not.
            let row = format!(r#"{{"trackinId":"a","customerMessageId":{nothing},"to":{nothing},"recipient":7}}"#);
            assert_eq!(names(&row), [None, Some("a".into()), Some("7".into())], "{row}");
            for (one, other) in [(nothing, r#""m""#), (r#""m""#, nothing)] {
                assert_eq!(names(&format!(r#"{{"messageId":{one},"messageId":{other}}}"#)), [None, None, None]);
            }
        }
        assert_eq!(
            names(r#"{"messageId":0,"customerMessageId":" a","to":1.5}"#),
            ["0", " a", "1.5"].map(|n| Some(n.into()))
        );
        // Any other text may be empty.
        let rows = read_table(SentMessage::class(), &Json::trusted(r#"[{"status":"","pattern":" "}]"#)).unwrap();
        let text = |name| rows.at(0, SentMessage::class().position(name).unwrap());
        assert_eq!((text("status"), text("pattern")), (ValueRef::Text(""), ValueRef::Text(" ")));
    }

    #[test]
    fn names_in_other_spellings_are_kept_if_they_differ() {
        let list = r#"[{"customerMessageId":"a","trackinId":"a","to":"7","recipient":7},
            {"trackingId":"c","trackinId":"b","customerMessageId":"a"},
            {"to":"1","recipient":"2","recipient":"\u0033"},{"to":"1","recipient":"","recipient":{}},
            {"recipient":"2","to":"1"},{"trackinId":"b","customerMessageId":"b"}]"#;
        let rows = read_table(SentMessage::class(), &Json::trusted(list)).unwrap();
        assert!(rows.has_others() && !rows.has_refused());
        let [own, to] = ["customer_message_id", "to"].map(|name| SentMessage::class().position(name).unwrap());
        let others =
            |position| -> Vec<Vec<&str>> { (0..rows.len()).map(|row| rows.others(row, position).collect()).collect() };
        let none: Vec<&str> = Vec::new();
        assert_eq!(others(own), [none.clone(), vec!["c", "b"], none.clone(), none.clone(), none.clone(), none.clone()]);
        assert_eq!(others(to), [none.clone(), none.clone(), vec!["2", "3"], none.clone(), vec!["2"], none]);
        assert_eq!((rows.text_at(1, own), rows.text_at(4, to), rows.raw(2).unwrap().len()), (Some("a"), Some("1"), 47));
    }

    #[test]
    fn whole_floats_are_integers() {
        let parts = |number: &str| {
            let rows = read_table(SentMessage::class(), &Json::trusted(format!(r#"[{{"parts":{number}}}]"#))).unwrap();
            rows.at(0, SentMessage::class().position("parts").unwrap()).as_i64()
        };
        for (number, integer) in
            [("2", 2), (r#""2""#, 2), ("2.0", 2), ("2e0", 2), ("-20.0E-1", -2), (r#""2.0""#, 2), ("-0.0", 0)]
        {
            assert_eq!(parts(number), Some(integer), "{number}");
        }
        assert_eq!(
            (parts("9007199254740993"), parts("9007199254740991.0")),
            (Some(9_007_199_254_740_993), Some((1 << 53) - 1))
        );
        for number in
            ["1.5", "9007199254740992.0", "1e30", "1e400", "-1e400", r#""two""#, r#""""#, "true", "null", "{}"]
        {
            assert_eq!(parts(number), None, "{number}");
        }
        assert_eq!(
            (parts(r#"2,"parts":2.0"#), parts(r#"2,"parts":3"#), parts(r#""x","parts":2"#)),
            (Some(2), None, None)
        );
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
