//! Data frames: rows of an Arrow C stream, without a Python object for any cell.
//!
//! Numbers, formats and values come from another library and are checked before they are used. What cannot be checked
//! is whether its memory is as large as it says. `tests/fuzz` reads this file too, so it knows nothing of Python.
#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_int};
use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowTemporalType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Decimal256Type, DecimalType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, PrimitiveArray, make_array};
use arrow_schema::DataType;
use smsbat_core::Error;
use smsbat_core::binding;
use smsbat_core::bulk::{Cell, Intake, Source};

/// Rows of a stream of record batches. Of each batch only the columns that a message needs are read: the others may
/// be of types that nobody knows.
pub(crate) struct ArrowRows {
    stream: FFI_ArrowArrayStream,
    fields: Vec<Field>,
    /// Number of each column, once the names are looked at.
    columns: Option<Vec<Option<usize>>>,
    batch: Option<Batch>,
    /// Rows of the batch that are taken.
    taken: usize,
    read: u64,
    rows: Option<u64>,
}

/// Name and type of a column.
struct Field {
    name: String,
    kind: Kind,
}

/// Type of a column.
#[derive(Clone)]
enum Kind {
    /// No row has a value.
    Nothing,
    /// Values that a message can hold.
    Values(DataType),
    /// Values that no message can hold, by what they are, and whether a bitmap says which are missing.
    Other(String, bool),
}

/// Rows of the columns that are needed.
struct Batch {
    rows: usize,
    /// Rows that the batch itself calls missing, whatever their columns hold.
    missing: Option<Vec<bool>>,
    /// With their numbers.
    columns: Vec<(usize, Values)>,
}

/// A column that is needed.
enum Values {
    Nothing,
    Array(ArrayRef),
    /// Values that no message can hold: their description, and which of them are missing.
    Other(String, Option<Vec<bool>>),
}

impl ArrowRows {
    /// Takes over a stream. `rows` is how many there are, if known.
    pub(crate) fn new(mut stream: FFI_ArrowArrayStream, rows: Option<u64>) -> Result<Self, Error> {
        let fields = fields(&mut stream)?;
        Ok(Self { stream, fields, columns: None, batch: None, taken: 0, read: 0, rows })
    }

    /// The next batch; `None` at the end.
    fn next(&mut self, numbers: &[Option<usize>]) -> Result<Option<Batch>, Error> {
        let mut array = FFI_ArrowArray::empty();
        let next = self.stream.get_next.ok_or_else(|| failed(0))?;
        // SAFETY: the stream is not released, and `array` is an empty place for what it gives.
        match unsafe { next(&raw mut self.stream, &raw mut array) } {
            0 if array.is_released() => return Ok(None),
            0 => {}
            code => return Err(failed(code)),
        }
        let children = usize::try_from(array.n_children).ok().filter(|n| *n == self.fields.len());
        if !has_sound_numbers(&array) || children.is_none() || (array.n_children > 0 && array.children.is_null()) {
            return Err(unsound());
        }
        let (start, rows) = (array.offset(), array.len());
        if rows == 0 {
            // Its columns may begin anywhere.
            return Ok(Some(Batch { rows, missing: None, columns: Vec::new() }));
        }
        let mut columns = Vec::new();
        for (i, (field, number)) in self.fields.iter().zip(numbers).enumerate() {
            let Some(number) = number else { continue };
            // SAFETY: the array has as many children as fields, each a live array of the field's type. The C data
            // interface lets a child be moved out: an empty one stays, which its parent does not release.
            let child = unsafe { (*array.children.add(i)).as_mut().map(|child| FFI_ArrowArray::from_raw(child)) };
            let child = child.filter(|child| has_sound_numbers(child) && child.len() >= start + rows);
            let values = child.and_then(|child| match field.kind.clone() {
                Kind::Nothing => Some(Values::Nothing),
                Kind::Values(kind) => values(child, kind).map(|values| Values::Array(values.slice(start, rows))),
                Kind::Other(what, masked) => {
                    Some(Values::Other(what, masked.then(|| missing(&child, start, rows)).flatten()))
                }
            });
            columns.push((*number, values.ok_or_else(unsound)?));
        }
        Ok(Some(Batch { rows, missing: missing(&array, 0, rows), columns }))
    }
}

/// Most values of an array: all that memory can hold, and few enough that no sum of sizes overflows.
const MOST: i64 = 1 << 48;

/// Returns true if the lengths and offsets of an array are plausible.
fn has_sound_numbers(array: &FFI_ArrowArray) -> bool {
    let all = [array.length, array.offset, array.n_buffers, array.n_children];
    all.iter().all(|n| (0..MOST).contains(n)) && (array.n_buffers == 0 || !array.buffers.is_null())
}

/// One buffer of an array whose numbers are sound.
fn buffer(array: &FFI_ArrowArray, number: i64) -> Option<*const u8> {
    if !(0..array.n_buffers).contains(&number) {
        return None;
    }
    // SAFETY: there are so many pointers.
    let buffer = unsafe { *array.buffers.add(number as usize) };
    (!buffer.is_null()).then(|| buffer.cast())
}

/// Which of these rows are missing; `None` if the array says so of none.
fn missing(array: &FFI_ArrowArray, start: usize, rows: usize) -> Option<Vec<bool>> {
    let bits = buffer(array, 0)?;
    let first = array.offset() + start;
    // SAFETY: the first buffer has a bit for each value.
    let is_set = |i: usize| unsafe { *bits.add(i / 8) } >> (i % 8) & 1 == 1;
    Some((first..first + rows).map(|i| !is_set(i)).collect())
}

/// The values of a column; `None` if they contradict each other.
fn values(mut array: FFI_ArrowArray, kind: DataType) -> Option<ArrayRef> {
    if !is_sound(&array, &kind) {
        return None;
    }
    // Counted anew: with a count that is too low, missing values would be read.
    array.null_count = -1;
    // SAFETY: the dictionary is that of the array, which is ours.
    if let Some(dictionary) = unsafe { array.dictionary.as_mut() }.filter(|dictionary| dictionary.length == 0) {
        // Where nothing begins says nothing, and its reader looks for values before it.
        dictionary.offset = 0;
    }
    // SAFETY: numbers and buffers of the array are those of its type.
    let data = unsafe { from_ffi_and_data_type(array, kind) }.ok()?;
    data.validate_full().ok()?;
    Some(make_array(data))
}

/// Returns true if the counts and buffers of an array fit its type. The reader trusts them.
fn is_sound(array: &FFI_ArrowArray, kind: &DataType) -> bool {
    if !has_sound_numbers(array) {
        return false;
    }
    // SAFETY: a dictionary that is there is a live array.
    let dictionary = unsafe { array.dictionary.as_ref() };
    let inner = match (kind, dictionary) {
        (DataType::Dictionary(_, values), Some(array)) => is_sound(array, values),
        (DataType::Dictionary(..), None) | (_, Some(_)) => false,
        (_, None) => true,
    };
    let buffers = match kind {
        DataType::Utf8 | DataType::LargeUtf8 => array.n_buffers == 3,
        // The last one has the sizes of those before.
        DataType::Utf8View => {
            let sizes = array.n_buffers - 3;
            let last = buffer(array, array.n_buffers - 1);
            // SAFETY: it has a size for each.
            let size = |i: i64| last.map_or(-1, |last| unsafe { last.cast::<i64>().add(i as usize).read_unaligned() });
            sizes >= 0 && (0..sizes).all(|i| (0..MOST).contains(&size(i)))
        }
        _ => array.n_buffers == 2,
    };
    inner && buffers && array.n_children == 0 && (array.offset + array.length == 0 || buffer(array, 1).is_some())
}

/// The columns of a stream.
fn fields(stream: &mut FFI_ArrowArrayStream) -> Result<Vec<Field>, Error> {
    let mut schema = FFI_ArrowSchema::empty();
    let get = stream.get_schema.ok_or_else(|| failed(0))?;
    // SAFETY: the stream is not released, and `schema` is an empty place for what it gives.
    match unsafe { get(stream, &raw mut schema) } {
        0 if !schema.format.is_null() => {}
        code => return Err(failed(code)),
    }
    if text(schema.format) != Some("+s") {
        return Err(refused("type", "is a single column; give a table with a column 'to'"));
    }
    let count = usize::try_from(schema.n_children).map_err(|_| unsound())?;
    if count > 0 && schema.children.is_null() {
        return Err(unsound());
    }
    // SAFETY: there are so many children, each a live schema.
    let child = |i| unsafe { (*schema.children.add(i)).as_ref() };
    (0..count).map(|i| child(i).map(field).ok_or_else(unsound)).collect()
}

fn refused(rule: &str, message: &str) -> Error {
    binding::validation(vec![binding::problem("source", rule, message)])
}

/// Not with the library's own words, which may hold a value.
fn failed(code: c_int) -> Error {
    let message = format!("cannot be read: its library failed with error {code}; make it a table first to see why");
    refused("arrow", &message)
}

fn unsound() -> Error {
    refused("arrow", "cannot be read: its library gives numbers or values that contradict each other")
}

/// A text of a schema; `None` if there is none, or none in UTF-8.
fn text<'a>(text: *const c_char) -> Option<&'a str> {
    // SAFETY: a text that is there ends with a zero, and lives as long as its schema.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) })?.to_str().ok()
}

/// Description of values whose type this reader does not know.
const UNKNOWN: &str = "a value of a type that is not known";

fn field(field: &FFI_ArrowSchema) -> Field {
    Field { name: text(field.name).unwrap_or_default().to_owned(), kind: kind(field) }
}

fn kind(field: &FFI_ArrowSchema) -> Kind {
    // SAFETY: a dictionary that is there is a live schema.
    let dictionary = unsafe { field.dictionary.as_ref() };
    let unknown = || Kind::Other(UNKNOWN.to_owned(), false);
    let (Some(format), Some(of_values)) = (text(field.format), text(dictionary.unwrap_or(field).format)) else {
        return unknown();
    };
    // Its reader does not look whether children are there.
    let nested = format.starts_with('+') || of_values.starts_with('+');
    let kind = match of_values {
        _ if nested || dictionary.is_some_and(|values| !values.dictionary.is_null()) => None,
        // Polars writes its integers of 128 bits in this way; decimals have the same bytes.
        "_pli128" if dictionary.is_none() => Some(DataType::Decimal128(38, 0)),
        _ => DataType::try_from(field).ok(),
    };
    let values = match &kind {
        Some(DataType::Dictionary(_, values)) => Some(&**values),
        kind => kind.as_ref(),
    };
    let what = match values {
        Some(DataType::Null) => return Kind::Nothing,
        Some(DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) => None,
        _ => extension(field, dictionary).or_else(|| other(values, nested).map(str::to_owned)),
    };
    match (what, kind) {
        (None, Some(kind)) => Kind::Values(kind),
        (None, None) => unknown(),
        // Unions and runs have no bitmap.
        (Some(what), kind) => {
            Kind::Other(what, kind.is_some() || (nested && !["+u", "+r"].iter().any(|no| format.starts_with(no))))
        }
    }
}

/// The stored value of an extension type, such as the number of a period, is not its meaning, unless it is text.
fn extension(field: &FFI_ArrowSchema, dictionary: Option<&FFI_ArrowSchema>) -> Option<String> {
    let fields = [Some(field), dictionary].into_iter().flatten();
    let name = fields.filter_map(|field| field.metadata().ok()?.remove("ARROW:extension:name")).next()?;
    Some(format!("a value of the type {}", name.escape_debug()))
}

/// Description of the values of a type that no message can hold.
fn other(kind: Option<&DataType>, nested: bool) -> Option<&'static str> {
    Some(match kind {
        None if nested => "a list or a struct",
        None => UNKNOWN,
        Some(DataType::Timestamp(..)) => "a time",
        Some(DataType::Time32(_) | DataType::Time64(_)) => "a time of day",
        Some(DataType::Duration(_) | DataType::Interval(_)) => "a duration",
        Some(DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_)) => "bytes",
        Some(DataType::Float16) => "a float16",
        Some(_) => return None,
    })
}

impl Source for ArrowRows {
    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        let numbers = match self.columns.take() {
            Some(numbers) => numbers,
            None => intake.header(&self.fields.iter().map(|f| f.name.as_str()).collect::<Vec<_>>())?,
        };
        let batch = match self.batch.take() {
            Some(batch) => Some(batch),
            None => {
                self.taken = 0;
                self.next(&numbers)?
            }
        };
        self.columns = Some(numbers);
        let Some(batch) = batch else { return Ok(false) };
        let end = batch.rows.min(self.taken + most);
        let rows = self.taken..end;
        let columns: Vec<(usize, Column<'_>)> =
            batch.columns.iter().map(|(number, values)| (*number, Column::needed(values, &rows))).collect();
        let mut cells = Vec::with_capacity(columns.len());
        for row in rows {
            cells.clear();
            if !batch.missing.as_ref().is_some_and(|missing| missing[row]) {
                cells.extend(columns.iter().map(|(number, column)| (*number, column.cell(row))));
            }
            intake.columns(&cells);
        }
        drop(cells);
        drop(columns);
        self.read += (end - self.taken) as u64;
        self.taken = end;
        if end < batch.rows {
            self.batch = Some(batch);
        }
        Ok(true)
    }

    fn fraction(&self) -> Option<f64> {
        Some(self.read as f64 / self.rows?.max(1) as f64)
    }
}

/// A column of one batch, by what its cells are.
enum Column<'a> {
    /// Its own values.
    Plain(&'a dyn Array),
    /// Categories: the values, and how a row finds its own.
    Keys(Box<Column<'a>>, Keys<'a>),
    /// Texts of the rows from this one on, and what they are.
    Texts(usize, Vec<Option<String>>, for<'t> fn(&'t str) -> Cell<'t>),
    /// Values that no message can hold, by what they are; which are missing, if that is known.
    Other(Option<&'a [bool]>, &'a str),
    /// Nothing in any row.
    Nothing,
}

type Keys<'a> = Box<dyn Fn(usize) -> Option<usize> + 'a>;

impl<'a> Column<'a> {
    fn needed(values: &'a Values, rows: &Range<usize>) -> Self {
        match values {
            Values::Nothing => Self::Nothing,
            Values::Array(array) => Self::of(array, rows),
            Values::Other(what, missing) => Self::Other(missing.as_deref(), what),
        }
    }

    /// Of these rows alone: a batch may be a whole frame.
    fn of(array: &'a dyn Array, rows: &Range<usize>) -> Self {
        let (values, key) = match array.data_type() {
            DataType::Dictionary(key, _) => match **key {
                DataType::Int8 => keys::<Int8Type>(array),
                DataType::Int16 => keys::<Int16Type>(array),
                DataType::Int32 => keys::<Int32Type>(array),
                DataType::Int64 => keys::<Int64Type>(array),
                DataType::UInt8 => keys::<UInt8Type>(array),
                DataType::UInt16 => keys::<UInt16Type>(array),
                DataType::UInt32 => keys::<UInt32Type>(array),
                DataType::UInt64 => keys::<UInt64Type>(array),
                _ => return Self::Plain(array),
            },
            DataType::UInt64 => return integers(array, rows),
            DataType::Decimal32(..) => return decimals::<Decimal32Type>(array, rows),
            DataType::Decimal64(..) => return decimals::<Decimal64Type>(array, rows),
            DataType::Decimal128(..) => return decimals::<Decimal128Type>(array, rows),
            DataType::Decimal256(..) => return decimals::<Decimal256Type>(array, rows),
            DataType::Date32 => return days::<Date32Type>(array, rows),
            DataType::Date64 => return days::<Date64Type>(array, rows),
            _ => return Self::Plain(array),
        };
        Self::Keys(Box::new(Self::of(values, &(0..values.len()))), key)
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Plain(array) => cell(*array, row),
            Self::Keys(values, key) => key(row).map_or(Cell::Null, |row| values.cell(row)),
            Self::Texts(first, texts, kind) => {
                texts.get(row - first).and_then(Option::as_deref).map_or(Cell::Null, kind)
            }
            Self::Other(Some(missing), _) if missing[row] => Cell::Null,
            Self::Other(_, what) => Cell::Other(what),
            Self::Nothing => Cell::Null,
        }
    }
}

/// Integers of which some may be too large for a cell's.
fn integers<'a>(array: &'a dyn Array, rows: &Range<usize>) -> Column<'a> {
    let values = array.as_primitive::<UInt64Type>();
    if rows.clone().all(|row| i64::try_from(values.value(row)).is_ok()) {
        return Column::Plain(array);
    }
    texts::<UInt64Type>(array, rows, |values, row| values.value(row).to_string(), |text| Cell::Number(text))
}

/// Decimals with all their digits, also those beyond the precision of their type: some libraries write integers of
/// 128 bits in this way. An exponent stands where Python's own decimals have one.
fn decimals<'a, T: DecimalType>(array: &dyn Array, rows: &Range<usize>) -> Column<'a> {
    let text = |decimals: &PrimitiveArray<T>, row| {
        let (value, scale) = (decimals.value(row), decimals.scale());
        let digits = T::format_decimal(value, u8::MAX, 0);
        let count = digits.trim_start_matches('-').len() as i64;
        match i64::from(scale) {
            scale if scale < 0 || scale - count >= 6 => format!("{digits}E{}", -scale),
            _ => T::format_decimal(value, u8::MAX, scale),
        }
    };
    texts::<T>(array, rows, text, |text| Cell::Number(text))
}

/// Days as Python prints them.
fn days<'a, T: ArrowTemporalType>(array: &dyn Array, rows: &Range<usize>) -> Column<'a>
where
    i64: From<T::Native>,
{
    let text = |days: &PrimitiveArray<T>, row| days.value_as_date(row).map(|day| day.to_string()).unwrap_or_default();
    texts::<T>(array, rows, text, |text| match text {
        "" => Cell::Other("a day that no calendar has"),
        text => Cell::Date(text),
    })
}

fn texts<'a, T: ArrowPrimitiveType>(
    array: &dyn Array,
    rows: &Range<usize>,
    text: impl Fn(&PrimitiveArray<T>, usize) -> String,
    kind: for<'t> fn(&'t str) -> Cell<'t>,
) -> Column<'a> {
    let values = array.as_primitive::<T>();
    let texts = rows.clone().map(|row| values.is_valid(row).then(|| text(values, row)));
    Column::Texts(rows.start, texts.collect(), kind)
}

fn keys<K: ArrowDictionaryKeyType>(array: &dyn Array) -> (&dyn Array, Keys<'_>) {
    let array = array.as_dictionary::<K>();
    (array.values().as_ref(), Box::new(|row| array.key(row)))
}

fn cell(array: &dyn Array, row: usize) -> Cell<'_> {
    if array.is_null(row) {
        return Cell::Null;
    }
    match array.data_type() {
        DataType::Null => Cell::Null,
        DataType::Utf8 => Cell::Text(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Cell::Text(array.as_string::<i64>().value(row)),
        DataType::Utf8View => Cell::Text(array.as_string_view().value(row)),
        DataType::Int64 => Cell::Int(array.as_primitive::<Int64Type>().value(row)),
        DataType::Int32 => Cell::Int(array.as_primitive::<Int32Type>().value(row).into()),
        DataType::Int16 => Cell::Int(array.as_primitive::<Int16Type>().value(row).into()),
        DataType::Int8 => Cell::Int(array.as_primitive::<Int8Type>().value(row).into()),
        // Larger ones were made text.
        DataType::UInt64 => Cell::Int(array.as_primitive::<UInt64Type>().value(row) as i64),
        DataType::UInt32 => Cell::Int(array.as_primitive::<UInt32Type>().value(row).into()),
        DataType::UInt16 => Cell::Int(array.as_primitive::<UInt16Type>().value(row).into()),
        DataType::UInt8 => Cell::Int(array.as_primitive::<UInt8Type>().value(row).into()),
        DataType::Float64 => Cell::Float(array.as_primitive::<Float64Type>().value(row)),
        DataType::Float32 => Cell::Float32(array.as_primitive::<Float32Type>().value(row)),
        DataType::Boolean => Cell::Bool(array.as_boolean().value(row)),
        _ => Cell::Other(UNKNOWN),
    }
}
