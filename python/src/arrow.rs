//! Data frames: rows of anything with `__arrow_c_stream__`, without a Python object for any cell.
#![allow(unsafe_code)]

use std::ops::Range;
use std::ptr;

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::{ArrowArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowTemporalType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Decimal256Type, DecimalType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType, PrimitiveArray, RecordBatch, RecordBatchReader};
use arrow_schema::DataType;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use smsbat_core::Error;
use smsbat_core::binding;
use smsbat_core::bulk::{Cell, Intake, Source};

/// Rows of a stream of record batches.
pub(crate) struct ArrowRows {
    batches: ArrowArrayStreamReader,
    /// Number of each column, once the names are looked at.
    columns: Option<Vec<Option<usize>>>,
    batch: Option<RecordBatch>,
    /// Rows of the batch that are taken.
    taken: usize,
    read: u64,
    rows: Option<u64>,
}

impl ArrowRows {
    /// Takes over the stream that `frame.__arrow_c_stream__()` makes. `rows` is how many there are, if known.
    pub(crate) fn new(frame: &Bound<'_, PyAny>, rows: Option<u64>) -> PyResult<Self> {
        let capsule = frame.call_method0("__arrow_c_stream__")?;
        let capsule = capsule.cast::<PyCapsule>()?;
        let pointer = capsule.pointer_checked(Some(c"arrow_array_stream"))?.as_ptr().cast::<FFI_ArrowArrayStream>();
        // SAFETY: a capsule of this name holds an ArrowArrayStream, by the Arrow PyCapsule interface. Moving it
        // out leaves a released one behind, so that the capsule's destructor does not release it again.
        let stream = unsafe { ptr::replace(pointer, FFI_ArrowArrayStream::empty()) };
        let batches = ArrowArrayStreamReader::try_new(stream)
            .map_err(|e| crate::error::invalid(frame.py(), "source", "arrow", &format!("cannot be read: {e}")))?;
        Ok(Self { batches, columns: None, batch: None, taken: 0, read: 0, rows })
    }
}

impl Source for ArrowRows {
    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        if self.columns.is_none() {
            let schema = self.batches.schema();
            let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
            self.columns = Some(intake.header(&names)?);
        }
        let batch = match self.batch.take() {
            Some(batch) => batch,
            None => match self.batches.next() {
                None => return Ok(false),
                Some(Ok(batch)) => {
                    self.taken = 0;
                    batch
                }
                Some(Err(e)) => {
                    let problem = binding::problem("source", "arrow", format!("cannot be read: {e}"));
                    return Err(binding::validation(vec![problem]));
                }
            },
        };
        let wanted = self.columns.iter().flatten().zip(batch.columns());
        let end = batch.num_rows().min(self.taken + most);
        let rows = self.taken..end;
        let columns: Vec<(usize, Column<'_>)> =
            wanted.filter_map(|(number, array)| Some(((*number)?, Column::of(array.as_ref(), &rows)))).collect();
        let mut cells = Vec::with_capacity(columns.len());
        for row in rows {
            cells.clear();
            let mut wrong = None;
            for (number, column) in &columns {
                match column.cell(row) {
                    Some(cell) => cells.push((*number, cell)),
                    None => wrong = Some(*number),
                }
            }
            match wrong {
                None => intake.columns(&cells),
                Some(number) => {
                    let name = intake.name(number).to_owned();
                    let message = "is of a type that a message cannot hold; make it text";
                    intake.broken(binding::problem(&name, "type", message));
                }
            }
        }
        drop(cells);
        drop(columns);
        self.read += (end - self.taken) as u64;
        self.taken = end;
        if end < batch.num_rows() {
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
    Keys(&'a dyn Array, Keys<'a>),
    /// Texts of the rows from this one on.
    Texts(usize, Vec<Option<String>>),
}

type Keys<'a> = Box<dyn Fn(usize) -> Option<usize> + 'a>;

impl<'a> Column<'a> {
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
            DataType::Decimal32(..) => return decimals::<Decimal32Type>(array, rows),
            DataType::Decimal64(..) => return decimals::<Decimal64Type>(array, rows),
            DataType::Decimal128(..) => return decimals::<Decimal128Type>(array, rows),
            DataType::Decimal256(..) => return decimals::<Decimal256Type>(array, rows),
            DataType::Date32 => return days::<Date32Type>(array, rows),
            DataType::Date64 => return days::<Date64Type>(array, rows),
            _ => return Self::Plain(array),
        };
        Self::Keys(values, key)
    }

    /// The value of a row; `None` if no message can hold it.
    fn cell(&self, row: usize) -> Option<Cell<'_>> {
        match self {
            Self::Plain(array) => cell(*array, row),
            Self::Keys(values, key) => key(row).map_or(Some(Cell::Null), |row| cell(*values, row)),
            Self::Texts(first, texts) => Some(texts.get(row - first)?.as_deref().map_or(Cell::Null, Cell::Text)),
        }
    }
}

/// Decimals with all their digits, as Python prints them.
fn decimals<'a, T: DecimalType>(array: &dyn Array, rows: &Range<usize>) -> Column<'a> {
    texts::<T>(array, rows, |decimals, row| Some(decimals.value_as_string(row)))
}

/// Days as Python prints them.
fn days<'a, T: ArrowTemporalType>(array: &dyn Array, rows: &Range<usize>) -> Column<'a>
where
    i64: From<T::Native>,
{
    texts::<T>(array, rows, |days, row| days.value_as_date(row).map(|day| day.to_string()))
}

fn texts<'a, T: ArrowPrimitiveType>(
    array: &dyn Array,
    rows: &Range<usize>,
    text: impl Fn(&PrimitiveArray<T>, usize) -> Option<String>,
) -> Column<'a> {
    let values = array.as_primitive::<T>();
    let texts = rows.clone().map(|row| values.is_valid(row).then(|| text(values, row)).flatten());
    Column::Texts(rows.start, texts.collect())
}

fn keys<K: ArrowDictionaryKeyType>(array: &dyn Array) -> (&dyn Array, Keys<'_>) {
    let array = array.as_dictionary::<K>();
    (array.values().as_ref(), Box::new(|row| array.key(row)))
}

fn cell(array: &dyn Array, row: usize) -> Option<Cell<'_>> {
    if array.is_null(row) {
        return Some(Cell::Null);
    }
    Some(match array.data_type() {
        DataType::Null => Cell::Null,
        DataType::Utf8 => Cell::Text(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Cell::Text(array.as_string::<i64>().value(row)),
        DataType::Utf8View => Cell::Text(array.as_string_view().value(row)),
        DataType::Int64 => Cell::Int(array.as_primitive::<Int64Type>().value(row)),
        DataType::Int32 => Cell::Int(array.as_primitive::<Int32Type>().value(row).into()),
        DataType::Int16 => Cell::Int(array.as_primitive::<Int16Type>().value(row).into()),
        DataType::Int8 => Cell::Int(array.as_primitive::<Int8Type>().value(row).into()),
        DataType::UInt64 => Cell::Int(array.as_primitive::<UInt64Type>().value(row).try_into().ok()?),
        DataType::UInt32 => Cell::Int(array.as_primitive::<UInt32Type>().value(row).into()),
        DataType::UInt16 => Cell::Int(array.as_primitive::<UInt16Type>().value(row).into()),
        DataType::UInt8 => Cell::Int(array.as_primitive::<UInt8Type>().value(row).into()),
        DataType::Float64 => Cell::Float(array.as_primitive::<Float64Type>().value(row)),
        DataType::Float32 => Cell::Float(array.as_primitive::<Float32Type>().value(row).into()),
        DataType::Boolean => Cell::Bool(array.as_boolean().value(row)),
        _ => return None,
    })
}
