//! Data frames: rows of anything with `__arrow_c_stream__`, without a Python object for any cell.
#![allow(unsafe_code)]

use std::ffi::c_int;
use std::ops::Range;
use std::ptr;

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
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
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
    /// `None` if it is not known, or if there is nothing to read.
    kind: Option<DataType>,
    /// What the values are if no message can hold them.
    other: Option<String>,
}

/// Rows of the columns that are needed.
struct Batch {
    rows: usize,
    columns: Vec<Needed>,
}

/// A column that is needed.
struct Needed {
    number: usize,
    values: Option<ArrayRef>,
    other: Option<String>,
}

/// Why nothing more can be read: a rule and a message about the source.
type Refusal = (&'static str, String);

impl ArrowRows {
    /// Takes over the stream that `frame.__arrow_c_stream__()` makes. `rows` is how many there are, if known.
    pub(crate) fn new(frame: &Bound<'_, PyAny>, rows: Option<u64>) -> PyResult<Self> {
        let capsule = frame.call_method0("__arrow_c_stream__")?;
        let capsule = capsule.cast::<PyCapsule>()?;
        let pointer = capsule.pointer_checked(Some(c"arrow_array_stream"))?.as_ptr().cast::<FFI_ArrowArrayStream>();
        // SAFETY: a capsule of this name holds an ArrowArrayStream, by the Arrow PyCapsule interface. Moving it
        // out leaves a released one behind, so that the capsule's destructor does not release it again.
        let mut stream = unsafe { ptr::replace(pointer, FFI_ArrowArrayStream::empty()) };
        let fields = fields(&mut stream)
            .map_err(|(rule, message)| crate::error::invalid(frame.py(), "source", rule, &message))?;
        Ok(Self { stream, fields, columns: None, batch: None, taken: 0, read: 0, rows })
    }

    /// The next batch; `None` at the end.
    fn next(&mut self, numbers: &[Option<usize>]) -> Result<Option<Batch>, Refusal> {
        let mut array = FFI_ArrowArray::empty();
        let next = self.stream.get_next.ok_or_else(|| failed(0))?;
        // SAFETY: the stream is not released, and `array` is an empty place for what it gives.
        match unsafe { next(&raw mut self.stream, &raw mut array) } {
            0 if array.is_released() => return Ok(None),
            0 if array.num_children() == self.fields.len() => {}
            code => return Err(failed(code)),
        }
        let (start, rows) = (array.offset(), array.len());
        let mut columns = Vec::new();
        for (i, (field, number)) in self.fields.iter().zip(numbers).enumerate() {
            let Some(number) = number else { continue };
            // SAFETY: the array has as many children as fields, each a live array of the field's type. The C data
            // interface lets a child be moved out: an empty one stays, which its parent does not release.
            let data = field.kind.clone().map(|kind| unsafe {
                let child = FFI_ArrowArray::from_raw(*array.children.add(i));
                from_ffi_and_data_type(child, kind)
            });
            let (values, other) = match data {
                Some(Ok(data)) => (Some(make_array(data).slice(start, rows)), field.other.clone()),
                Some(Err(_)) => (None, Some(UNKNOWN.to_owned())),
                None => (None, field.other.clone()),
            };
            columns.push(Needed { number: *number, values, other });
        }
        Ok(Some(Batch { rows, columns }))
    }
}

/// The columns of a stream.
fn fields(stream: &mut FFI_ArrowArrayStream) -> Result<Vec<Field>, Refusal> {
    let mut schema = FFI_ArrowSchema::empty();
    let get = stream.get_schema.ok_or_else(|| failed(0))?;
    // SAFETY: the stream is not released, and `schema` is an empty place for what it gives.
    match unsafe { get(stream, &raw mut schema) } {
        0 if !schema.format.is_null() => {}
        code => return Err(failed(code)),
    }
    if schema.format() != "+s" {
        return Err(("type", "is a single column; give a table with a column 'to'".to_owned()));
    }
    Ok(schema.children().map(field).collect())
}

/// Not with the library's own words, which may hold a value.
fn failed(code: c_int) -> Refusal {
    ("arrow", format!("cannot be read: its library failed with error {code}; make it a table first to see why"))
}

/// What values of a type are that is new to this reader.
const UNKNOWN: &str = "a value of a type that is not known";

fn field(field: &FFI_ArrowSchema) -> Field {
    let name = field.name().unwrap_or_default().to_owned();
    let kind = match field.format() {
        // Polars writes its integers of 128 bits in this way; decimals have the same bytes.
        "_pli128" => Ok(DataType::Decimal128(38, 0)),
        _ => DataType::try_from(field),
    };
    match kind {
        Ok(DataType::Null) => Field { name, kind: None, other: None },
        Ok(kind) => Field { name, other: other(field, &kind), kind: Some(kind) },
        Err(_) => Field { name, kind: None, other: Some(UNKNOWN.to_owned()) },
    }
}

/// What the values of a column are if no message can hold them.
fn other(field: &FFI_ArrowSchema, kind: &DataType) -> Option<String> {
    let values = match kind {
        DataType::Dictionary(_, values) => values,
        other => other,
    };
    // What an extension stores, such as the number of a period, is not what it stands for, unless it is text.
    let extensions = [Some(field), field.dictionary()].into_iter().flatten();
    let extension = extensions.filter_map(|field| field.metadata().ok()?.remove("ARROW:extension:name")).next();
    let what = match values {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => return None,
        _ if extension.is_some() => {
            return extension.map(|name| format!("a value of the type {}", name.escape_debug()));
        }
        DataType::Timestamp(..) => "a time",
        DataType::Time32(_) | DataType::Time64(_) => "a time of day",
        DataType::Duration(_) | DataType::Interval(_) => "a duration",
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => "bytes",
        DataType::Float16 => "a float16",
        kind if kind.is_nested() => "a list or a struct",
        _ => return None,
    };
    Some(what.to_owned())
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
                self.next(&numbers)
                    .map_err(|(rule, message)| binding::validation(vec![binding::problem("source", rule, message)]))?
            }
        };
        self.columns = Some(numbers);
        let Some(batch) = batch else { return Ok(false) };
        let end = batch.rows.min(self.taken + most);
        let rows = self.taken..end;
        let columns: Vec<(usize, Column<'_>)> =
            batch.columns.iter().map(|column| (column.number, Column::needed(column, &rows))).collect();
        let mut cells = Vec::with_capacity(columns.len());
        for row in rows {
            cells.clear();
            cells.extend(columns.iter().map(|(number, column)| (*number, column.cell(row))));
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
    Other(Option<&'a dyn Array>, &'a str),
    /// Nothing in any row.
    Nothing,
}

type Keys<'a> = Box<dyn Fn(usize) -> Option<usize> + 'a>;

impl<'a> Column<'a> {
    fn needed(column: &'a Needed, rows: &Range<usize>) -> Self {
        match (column.values.as_deref(), column.other.as_deref()) {
            (values, Some(what)) => Self::Other(values, what),
            (Some(values), None) => Self::of(values, rows),
            (None, None) => Self::Nothing,
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
            Self::Other(Some(values), _) if values.is_null(row) => Cell::Null,
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

/// Decimals with all their digits.
fn decimals<'a, T: DecimalType>(array: &dyn Array, rows: &Range<usize>) -> Column<'a> {
    texts::<T>(array, rows, |decimals, row| decimals.value_as_string(row), |text| Cell::Number(text))
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
