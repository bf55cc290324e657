//! The rows of a result as a sequence, and as dicts and columns for data frames. A row becomes an object when it is
//! looked at.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyList, PySlice, PyString, PyTuple};
use smsbat_core::{Class, Parts, Record, ValueRef};

use crate::error::type_name;
use crate::generated::{self, Make};
use crate::model::{Given, Reply};
use crate::reused::{LastRows, Turn};
use crate::untracked::untrack;
use crate::{error, values};

/// The rows of a record, which stand in `field`.
pub(crate) fn of<'r>(record: &'r Record, field: &str) -> Option<&'r Parts> {
    at(record, record.class().position(field)?)
}

/// The same by the position of the field.
fn at(record: &Record, place: usize) -> Option<&Parts> {
    if let ValueRef::Parts(rows) = record.at(place) { Some(rows) } else { None }
}

/// Number of the rows in `field`.
pub(crate) fn count(record: &Record, field: &str) -> usize {
    of(record, field).map_or(0, Parts::len)
}

/// Makes objects of many records that are most likely of one class, which is looked up once.
#[derive(Clone, Copy, Default)]
pub(crate) struct Maker(Option<(&'static Class, Make)>);

impl Maker {
    /// For rows that are most likely of the class of the first.
    fn of(rows: &Parts) -> PyResult<Self> {
        let class = rows.record(0).map(|row| row.class());
        Ok(Self(class.map(|class| Ok::<_, PyErr>((class, generated::maker(class)?))).transpose()?))
    }

    pub(crate) fn make<'py>(&mut self, py: Python<'py>, record: Record) -> PyResult<Bound<'py, PyAny>> {
        let class = record.class();
        let make = match self.0 {
            Some((known, make)) if std::ptr::eq(known, class) => make,
            _ => generated::maker(class)?,
        };
        self.0 = Some((class, make));
        let row = make(py, record)?;
        if class.flat {
            // It has texts and numbers only.
            untrack(&row);
        }
        Ok(row)
    }
}

/// A row of a result by its index, or a list of rows by a slice.
pub(crate) fn item<'py>(
    reply: &Bound<'py, Reply>,
    field: &str,
    index: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = reply.py();
    let place = place(reply, field);
    if let Some(rows) = at(&reply.get().record, place)
        && reply.get().kept(py, place).is_none()
        && !index.is_instance_of::<PySlice>()
    {
        let row = index.extract::<isize>().ok().and_then(|index| match usize::try_from(index) {
            Ok(index) => rows.record(index),
            Err(_) => rows.record(rows.len().checked_sub(index.unsigned_abs())?),
        });
        if let Some(row) = row {
            return Maker::default().make(py, row);
        }
    }
    // A tuple raises the error for a bad index.
    let item = reply.get().field(py, place)?.get_item(index)?;
    match item.cast::<PyTuple>() {
        Ok(rows) => Ok(rows.to_list().into_any()),
        Err(_) => Ok(item),
    }
}

fn place(reply: &Bound<'_, Reply>, field: &str) -> usize {
    reply.get().record.class().position(field).unwrap_or_default()
}

/// The rows of a result from the first to the last.
pub(crate) fn iterate<'py>(reply: &Bound<'py, Reply>, field: &str) -> PyResult<Bound<'py, PyAny>> {
    let (py, place) = (reply.py(), place(reply, field));
    match reply.get().kept(py, place) {
        Some(rows) => Ok(rows.try_iter()?.into_any()),
        None => {
            let record = reply.get().record.clone();
            let maker = at(&record, place).map_or_else(|| Ok(Maker::default()), Maker::of)?;
            let turn = maker.0.and_then(|(class, _)| generated::turner(class));
            Ok(Bound::new(py, RowIterator { record, place, maker, turn, last: LastRows::default() })?.into_any())
        }
    }
}

/// The rows of a result from the last to the first.
pub(crate) fn reversed<'py>(reply: &Bound<'py, Reply>, field: &str) -> PyResult<Bound<'py, PyIterator>> {
    let rows = reply.get().field(reply.py(), place(reply, field))?.cast::<PyTuple>()?.to_list();
    rows.reverse()?;
    rows.try_iter()
}

/// Iterator over the rows of a result.
#[pyclass(frozen, module = "smsbat._smsbat")]
pub(crate) struct RowIterator {
    record: Record,
    /// Position of the field that has the rows.
    place: usize,
    maker: Maker,
    turn: Option<Turn>,
    last: LastRows,
}

#[pymethods]
impl RowIterator {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(rows) = at(&self.record, self.place) else { return Ok(None) };
        let make = |index| rows.record(index).map(|row| { self.maker }.make(py, row)).transpose();
        self.last.row(py, rows, self.turn, make)
    }

    fn __length_hint__(&self) -> usize {
        at(&self.record, self.place).map_or(0, Parts::len).saturating_sub(self.last.next())
    }
}

/// Makes dicts with the same keys: copying one that has them all costs less than setting them one by one.
pub(crate) struct Dicts {
    empty: Py<PyDict>,
    keys: Vec<Py<PyString>>,
}

impl Dicts {
    pub(crate) fn new(py: Python<'_>, names: impl IntoIterator<Item = &'static str>) -> PyResult<Self> {
        let keys: Vec<_> = names.into_iter().map(|name| PyString::intern(py, name).unbind()).collect();
        let empty = PyDict::new(py);
        keys.iter().try_for_each(|key| empty.set_item(key, py.None()))?;
        Ok(Self { empty: empty.unbind(), keys })
    }

    /// A dict with these values, in the order of the names.
    pub(crate) fn dict<'py>(
        &self,
        py: Python<'py>,
        values: impl IntoIterator<Item = PyResult<Bound<'py, PyAny>>>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let dict = self.empty.bind(py).copy()?;
        for (key, value) in self.keys.iter().zip(values) {
            let value = value?;
            if !value.is_none() {
                dict.set_item(key, value)?;
            }
        }
        Ok(dict)
    }
}

/// More names than any table has columns: an endless iterator is no list.
const MOST_NAMES: usize = 1000;

/// Positions among `all` of the columns that a caller asks for, in the caller's order; without `columns` those of all.
pub(crate) fn chosen(all: &[&'static str], columns: Given<'_>) -> PyResult<Vec<usize>> {
    let Some(columns) = columns else { return Ok((0..all.len()).collect()) };
    let refused = |given: &Bound<'_, PyAny>| {
        PyTypeError::new_err(format!("columns must be a list of names, not {}", type_name(given)))
    };
    if columns.is_instance_of::<PyString>() {
        return Err(refused(&columns));
    }
    let mut places = Vec::new();
    for (count, name) in columns.try_iter().map_err(|_| refused(&columns))?.enumerate() {
        let name = name?;
        if count == MOST_NAMES {
            return Err(refused(&columns));
        }
        let Ok(text) = name.cast::<PyString>() else { return Err(refused(&name)) };
        let name = text.to_string_lossy();
        let Some(place) = all.iter().position(|known| *known == name) else {
            let message = format!("must be names of {}, not '{}'", all.join(", "), name.escape_debug());
            return Err(error::invalid(columns.py(), "columns", "known", &message));
        };
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Ok(places)
}

/// A value of a row for data frames.
fn plain<'py>(py: Python<'py>, value: ValueRef<'_>) -> PyResult<Bound<'py, PyAny>> {
    match value {
        ValueRef::Outcome(outcome) => Ok(PyString::intern(py, outcome.as_str()).into_any()),
        value => values::to_python(py, value),
    }
}

/// The rows of a reply as dicts of plain values, for data frames.
pub(crate) fn to_dicts<'py>(
    reply: &Bound<'py, Reply>,
    field: &str,
    class: &'static Class,
) -> PyResult<Bound<'py, PyList>> {
    let py = reply.py();
    let dicts = Dicts::new(py, class.fields.iter().map(|field| field.name))?;
    let dict = |row: Record| dicts.dict(py, row.values().map(|value| plain(py, value)));
    let rows: Vec<_> =
        of(&reply.get().record, field).into_iter().flat_map(Parts::records).map(dict).collect::<PyResult<_>>()?;
    PyList::new(py, rows)
}

/// The rows of a reply as columns of plain values, by the names of the fields: those in `columns`, or all.
pub(crate) fn to_columns<'py>(
    reply: &Bound<'py, Reply>,
    field: &str,
    class: &'static Class,
    columns: Given<'py>,
) -> PyResult<Bound<'py, PyDict>> {
    let (py, rows) = (reply.py(), of(&reply.get().record, field));
    let names: Vec<_> = class.fields.iter().map(|field| field.name).collect();
    let found = PyDict::new(py);
    for place in chosen(&names, columns)? {
        found.set_item(names[place], values_of(py, rows, place, plain)?)?;
    }
    Ok(found)
}

/// The values of the field `name` in all rows.
pub(crate) fn column<'py>(
    reply: &Bound<'py, Reply>,
    field: &str,
    class: &'static Class,
    name: &str,
) -> PyResult<Bound<'py, PyList>> {
    let rows = of(&reply.get().record, field);
    values_of(reply.py(), rows, class.position(name).unwrap_or_default(), values::to_python)
}

fn values_of<'py>(
    py: Python<'py>,
    rows: Option<&Parts>,
    place: usize,
    value: impl Fn(Python<'py>, ValueRef<'_>) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyList>> {
    let values = rows.into_iter().flat_map(|rows| (0..rows.len()).map(|row| value(py, rows.at(row, place))));
    PyList::new(py, values.collect::<PyResult<Vec<_>>>()?)
}
