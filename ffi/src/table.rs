//! Records for C. The first access to a field copies its texts for all rows at once, each with a NUL, so that a row
//! needs no allocation of its own.

use std::ffi::c_char;
use std::sync::{Arc, OnceLock};

use smsbat_core::{Field, Kind, Record, Value, ValueRef, binding};

use crate::string::{CText, whole};

/// A reply, or the rows of one.
#[derive(Debug)]
pub(crate) struct Table {
    source: Source,
    /// Fields of all rows.
    fields: &'static [Field],
    /// Columns, one for each field.
    columns: Box<[OnceLock<Column>]>,
    /// Whole rows, one for each row.
    wholes: OnceLock<Box<[Whole]>>,
}

#[derive(Debug)]
enum Source {
    One(Record),
    /// Rows in the field of a record at this position.
    Rows(Record, usize),
}

/// A row as a whole.
#[derive(Debug, Default)]
struct Whole {
    raw: OnceLock<Option<CText>>,
    json: OnceLock<CText>,
}

/// Values of a field in all rows, in the form that C borrows.
#[derive(Debug)]
enum Column {
    Texts(Texts),
    Lists(Box<[List]>),
}

/// Value of a field in one row that is not a single text.
#[derive(Debug)]
pub(crate) enum List {
    None,
    Texts(Texts),
    Pairs(Texts, Texts),
    Rows(Views),
}

/// Consecutive texts, each with a NUL.
#[derive(Debug)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    /// Start of each text, and the end of the last. An absent text has no bytes, not even a NUL.
    places: Vec<usize>,
}

/// A row of a table. C holds pointers to it.
#[derive(Debug)]
pub(crate) struct View {
    /// Lives as long as this row: both are in one [`Views`].
    table: *const Table,
    /// Record in the table's source; `NULL` for a row that is not a record.
    record: *const Record,
    row: usize,
}

/// A table and its rows.
#[derive(Debug)]
pub(crate) struct Views {
    // Not a `Box`, which would have to be the only pointer to its content.
    _table: Arc<Table>,
    rows: Box<[View]>,
}

// SAFETY: a view only reads its table and its content, which are `Sync`, as the compiler checks below.
unsafe impl Sync for View {}
// SAFETY: as above.
unsafe impl Send for View {}

const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<Table>();
};

impl Views {
    /// Makes a table with one row for a reply.
    pub(crate) fn one(record: Record) -> Self {
        Self::of(Source::One(record))
    }

    fn of(source: Source) -> Self {
        let fields = source.records().next().flatten().map_or(&[][..], |first| first.class().fields);
        let columns = fields.iter().map(|_| OnceLock::new()).collect();
        let table = Arc::new(Table { source, fields, columns, wholes: OnceLock::new() });
        let view = |(row, record): (usize, Option<&Record>)| {
            let record = record.map_or(std::ptr::null(), std::ptr::from_ref);
            View { table: Arc::as_ptr(&table), record, row }
        };
        let rows = table.source.records().enumerate().map(view).collect();
        Self { _table: table, rows }
    }

    /// Returns the only row of a reply.
    pub(crate) fn first(&self) -> &View {
        &self.rows[0]
    }

    pub(crate) fn get(&self, row: usize) -> Option<&View> {
        self.rows.get(row)
    }
}

impl Source {
    /// Iterates over the records, one for each row.
    fn records(&self) -> impl ExactSizeIterator<Item = Option<&Record>> {
        let (one, list) = match self {
            Self::One(record) => (Some(record), &[][..]),
            Self::Rows(record, position) => match record.at(*position) {
                ValueRef::Parts(list) => (None, &**list),
                _ => (None, &[][..]),
            },
        };
        let count = if one.is_some() { 1 } else { list.len() };
        (0..count).map(move |row| one.or_else(|| list[row].record()))
    }
}

impl View {
    fn table(&self) -> &Table {
        // SAFETY: the table lives as long as the view and never changes.
        unsafe { &*self.table }
    }

    fn record(&self) -> Option<&Record> {
        // SAFETY: NULL, or in the table's source, which lives as long as the view and never changes.
        unsafe { self.record.as_ref() }
    }

    /// Returns the value of a field that is not a text.
    pub(crate) fn value(&self, field: &str) -> ValueRef<'_> {
        let position = self.table().position(field);
        position.zip(self.record()).map_or(ValueRef::Null, |(position, record)| record.at(position))
    }

    fn column(&self, field: &str) -> Option<&Column> {
        let table = self.table();
        let position = table.position(field)?;
        Some(table.columns[position].get_or_init(|| table.column(position)))
    }

    /// Returns a text, a decimal or JSON; `NULL` if absent.
    pub(crate) fn text(&self, field: &str) -> *const c_char {
        if let Some(Column::Texts(texts)) = self.column(field) { texts.get(self.row) } else { std::ptr::null() }
    }

    /// Returns the values of a field with several values.
    pub(crate) fn list(&self, field: &str) -> &List {
        if let Some(Column::Lists(lists)) = self.column(field) { &lists[self.row] } else { &List::None }
    }

    fn whole(&self) -> &Whole {
        let table = self.table();
        let make = || std::iter::repeat_with(Whole::default).take(table.source.records().len()).collect();
        &table.wholes.get_or_init(make)[self.row]
    }

    /// Returns the exact JSON that the provider sent.
    pub(crate) fn raw(&self) -> Option<&CText> {
        self.whole().raw.get_or_init(|| self.record().and_then(Record::raw).map(CText::copy)).as_ref()
    }

    /// Returns a JSON object by field name.
    pub(crate) fn json(&self) -> &CText {
        self.whole().json.get_or_init(|| self.record().map(|r| CText::new(binding::view(r))).unwrap_or_default())
    }
}

impl Table {
    fn position(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|own| own.name == field)
    }

    fn column(&self, position: usize) -> Column {
        let values = self.source.records().map(|record| record.map(|record| (record, record.at(position))));
        if matches!(self.fields[position].kind, Kind::Texts(..) | Kind::Params | Kind::Part(_) | Kind::Parts(..)) {
            let list = |(record, value): (&Record, ValueRef<'_>)| List::of(value, record, position);
            return Column::Lists(values.map(|value| value.map_or(List::None, list)).collect());
        }
        Column::Texts(Texts::of(values.map(|value| match value?.1 {
            ValueRef::Text(text) | ValueRef::Decimal(text) => Some(text),
            ValueRef::Json(json) => Some(json.as_str()),
            _ => None,
        })))
    }
}

impl List {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::None => 0,
            Self::Texts(texts) | Self::Pairs(texts, _) => texts.len(),
            Self::Rows(views) => views.rows.len(),
        }
    }

    fn of(value: ValueRef<'_>, record: &Record, position: usize) -> Self {
        match value {
            ValueRef::Texts(list) => Self::Texts(Texts::of(list.iter().map(Some))),
            ValueRef::Params(list) => {
                let shown = |value: &Value| match value.into() {
                    ValueRef::Int(number) => number.to_string(),
                    other => other.as_str().unwrap_or_default().to_owned(),
                };
                let names = Texts::of(list.iter().map(|(name, _)| Some(name)));
                Self::Pairs(names, Texts::of(list.iter().map(|(_, value)| Some(shown(value)))))
            }
            ValueRef::Part(part) => part.record().map_or(Self::None, |part| Self::Rows(Views::one(part.clone()))),
            ValueRef::Parts(_) => Self::Rows(Views::of(Source::Rows(record.clone(), position))),
            _ => Self::None,
        }
    }
}

impl Texts {
    fn of<T: AsRef<str>>(texts: impl ExactSizeIterator<Item = Option<T>>) -> Self {
        let count = texts.len();
        let mut all = Self { bytes: Vec::new(), places: Vec::with_capacity(count + 1) };
        all.places.push(0);
        for text in texts {
            if let Some(text) = text.as_ref().map(AsRef::as_ref) {
                if all.bytes.is_empty() {
                    // Mostly ids, which have similar lengths.
                    all.bytes.reserve_exact((text.len() + 1) * count);
                }
                all.bytes.extend_from_slice(whole(text).as_bytes());
                all.bytes.push(0);
            }
            all.places.push(all.bytes.len());
        }
        all
    }

    fn len(&self) -> usize {
        self.places.len() - 1
    }

    /// Returns a pointer to a text, valid as long as `self`. `NULL` if it is absent, and past the end.
    pub(crate) fn get(&self, index: usize) -> *const c_char {
        let place = self.places.get(index).zip(self.places.get(index + 1));
        place
            .filter(|(start, end)| start < end)
            .map_or(std::ptr::null(), |(start, _)| self.bytes[*start..].as_ptr().cast())
    }
}
