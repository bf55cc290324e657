//! The rows of a result as a sequence, and as dicts and columns for data frames. A row becomes an object when it is
//! looked at.

use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyList, PySlice, PyString, PyTuple};
use smsbat_core::{Class, Object, Record, ValueRef};

use crate::generated::{self, Make};
use crate::model::Reply;
use crate::untracked::untrack;
use crate::values;

/// The rows of a record, which stand in `field`.
pub(crate) fn of<'r>(record: &'r Record, field: &str) -> &'r [Object] {
    record.class().position(field).map_or(&[], |place| at(record, place))
}

/// The same by the position of the field.
fn at(record: &Record, place: usize) -> &[Object] {
    match record.at(place) {
        ValueRef::Parts(rows) => rows,
        _ => &[],
    }
}

/// Makes objects of many records that are most likely of one class, which is looked up once.
#[derive(Clone, Copy, Default)]
pub(crate) struct Maker(Option<(&'static Class, Make)>);

impl Maker {
    /// For rows that are most likely of the class of the first.
    fn of(rows: &[Object]) -> PyResult<Self> {
        let class = rows.first().and_then(Object::record).map(Record::class);
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
    let rows = of(&reply.get().record, field);
    let place = place(reply, field);
    if reply.get().kept(py, place).is_none() && !index.is_instance_of::<PySlice>() {
        let row = index.extract::<isize>().ok().and_then(|index| match usize::try_from(index) {
            Ok(index) => rows.get(index),
            Err(_) => rows.get(rows.len().checked_sub(index.unsigned_abs())?),
        });
        if let Some(Object::Typed(row)) = row {
            return Maker::default().make(py, row.clone());
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
            let (record, next) = (reply.get().record.clone(), AtomicUsize::new(0));
            let maker = Maker::of(at(&record, place))?;
            Ok(Bound::new(py, RowIterator { record, place, maker, next })?.into_any())
        }
    }
}

/// The rows of a result from the last to the first.
pub(crate) fn reversed<'py>(reply: &Bound<'py, Reply>, field: &str) -> PyResult<Bound<'py, PyIterator>> {
    let rows = reply.get().field(reply.py(), place(reply, field))?.cast::<PyTuple>()?.to_list();
    rows.reverse()?;
    rows.try_iter()
}

/// Iterator over the rows of a result. A row that nobody keeps is freed before the next is made.
#[pyclass(frozen, module = "smsbat._smsbat")]
pub(crate) struct RowIterator {
    record: Record,
    /// Position of the field that has the rows.
    place: usize,
    maker: Maker,
    next: AtomicUsize,
}

#[pymethods]
impl RowIterator {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        // At the end the place moves on, but never around: that would take longer than a program runs.
        let row = at(&self.record, self.place).get(self.next.fetch_add(1, Ordering::Relaxed));
        row.map(|row| values::object_to_python(py, row, &mut { self.maker })).transpose()
    }

    fn __length_hint__(&self) -> usize {
        at(&self.record, self.place).len().saturating_sub(self.next.load(Ordering::Relaxed))
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
    let rows = of(&reply.get().record, field).iter().filter_map(Object::record);
    let rows: Vec<_> =
        rows.map(|row| dicts.dict(py, row.values().map(|value| plain(py, value)))).collect::<PyResult<_>>()?;
    PyList::new(py, rows)
}

/// The rows of a reply as columns of plain values, by the names of the fields.
pub(crate) fn to_columns<'py>(
    reply: &Bound<'py, Reply>,
    field: &str,
    class: &'static Class,
) -> PyResult<Bound<'py, PyDict>> {
    let (py, rows) = (reply.py(), of(&reply.get().record, field));
    let columns = PyDict::new(py);
    for (place, field) in class.fields.iter().enumerate() {
        columns.set_item(field.name, values_of(py, rows, place, plain)?)?;
    }
    Ok(columns)
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
    rows: &[Object],
    place: usize,
    value: impl Fn(Python<'py>, ValueRef<'_>) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyList>> {
    let rows = rows.iter().filter_map(Object::record);
    let values: Vec<_> = rows.map(|row| value(py, row.at(place))).collect::<PyResult<_>>()?;
    PyList::new(py, values)
}
