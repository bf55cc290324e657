//! Common base of messages, parts and replies: each holds one record of the core.

use std::sync::OnceLock;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyTuple, PyType};
use smsbat_core::{Class, Kind, Object, Parts, Record, ValueRef, binding};

use crate::reused::Base;
use crate::{json, pickle, preview, values};

/// An argument that may be left out.
pub(crate) type Given<'py> = Option<Bound<'py, PyAny>>;

/// Base of messages and parts: immutable, compared by value, picklable.
#[pyclass(frozen, eq, hash, subclass, module = "smsbat._smsbat")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Model {
    pub(crate) record: Record,
}

#[pymethods]
impl Model {
    /// Read-only: attributes of another class would read the record at their own positions.
    #[getter(__class__)]
    fn class<'py>(slf: &Bound<'py, Self>) -> Bound<'py, PyType> {
        slf.get_type()
    }

    /// Returns the JSON that is sent as a dict, except for an id that is made at send time.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::parse(py, &binding::wire(&Object::Typed(self.record.clone())))
    }

    fn __repr__(&self) -> String {
        self.record.to_string()
    }

    /// Shows a message in a notebook as its recipient will see it.
    #[pyo3(signature = (include = None, exclude = None))]
    fn _repr_mimebundle_<'py>(
        &self,
        py: Python<'py>,
        include: Given<'py>,
        exclude: Given<'py>,
    ) -> PyResult<Option<Bound<'py, PyDict>>> {
        let _ = (include, exclude);
        preview::of_model(py, &self.record)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        pickle::reduce(py, &self.record)
    }
}

impl Model {
    /// The value of the field at `index`.
    pub(crate) fn field<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Bound<'py, PyAny>> {
        values::to_python(py, self.record.at(index))
    }

    /// The value of the field called `name`, for classes whose fields depend on how they were made.
    pub(crate) fn named<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        values::to_python(py, self.record.get(name))
    }
}

/// A model of `class` with these arguments, in the order of its fields. Only their types are checked.
pub(crate) fn made(class: &'static Class, given: &[Given<'_>]) -> PyResult<PyClassInitializer<Model>> {
    record(class, given).map(|record| PyClassInitializer::from(Model { record }))
}

/// The record of such a model.
pub(crate) fn record(class: &'static Class, given: &[Given<'_>]) -> PyResult<Record> {
    let mut record = Record::new(class);
    let mut edit = record.edit();
    for (index, value) in given.iter().enumerate() {
        if let Some(value) = value {
            values::set(&mut edit, index, value)?;
        }
    }
    edit.fill();
    Ok(record)
}

/// Base of replies: immutable, compared by value, picklable.
#[pyclass(frozen, eq, hash, subclass, module = "smsbat._smsbat")]
pub(crate) struct Reply {
    pub(crate) record: Record,
    /// Parts, rows and parsed JSON, made when they are first looked at.
    made: OnceLock<Box<[PyOnceLock<Py<PyAny>>]>>,
}

impl PartialEq for Reply {
    fn eq(&self, other: &Self) -> bool {
        self.record == other.record
    }
}

impl std::hash::Hash for Reply {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.record.hash(state);
    }
}

#[pymethods]
impl Reply {
    /// Read-only: attributes of another class would read the record at their own positions.
    #[getter(__class__)]
    fn class<'py>(slf: &Bound<'py, Self>) -> Bound<'py, PyType> {
        slf.get_type()
    }

    /// The exact JSON text from the provider; `None` for a row that is not in the response, and for a body that is not
    /// JSON.
    #[getter]
    fn raw(&self) -> Option<&str> {
        let body = || self.record.get("text").as_str().filter(|_| !self.record.get("json").is_null());
        self.record.raw().or_else(body)
    }

    /// Returns the parsed JSON text, or the attributes if there is none.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self.raw() {
            Some(raw) => json::parse(py, raw),
            None => json::parse(py, &binding::view(&self.record)),
        }
    }

    fn __repr__(&self) -> String {
        self.record.to_string()
    }

    /// Shows a small table in a notebook, with masked phone numbers.
    fn _repr_html_(&self) -> String {
        smsbat_core::preview::table(&self.record)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        pickle::reduce(py, &self.record)
    }
}

impl From<Record> for Reply {
    fn from(record: Record) -> Self {
        Self { record, made: OnceLock::new() }
    }
}

impl Base for Reply {
    /// A row that has cached a value is not reused.
    fn turn(&mut self, rows: &Parts, index: usize) -> bool {
        self.made.get().is_none() && rows.turn(&mut self.record, index)
    }
}

impl Reply {
    /// The value of the field at `index`.
    pub(crate) fn field<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Bound<'py, PyAny>> {
        let class = self.record.class();
        let value = self.record.at(index);
        // `object.__class__` still sets the class, and another has other fields.
        let Some(field) = class.fields.get(index) else { return Ok(py.None().into_bound(py)) };
        match field.kind {
            kind if value.is_null() => values::absent(py, kind),
            Kind::Part(_) | Kind::Parts(..) | Kind::Json => {
                let made = self.made.get_or_init(|| class.fields.iter().map(|_| PyOnceLock::new()).collect());
                let make = || match value {
                    // A list that is kept is a tuple: nobody can change it for the next reader.
                    ValueRef::Parts(rows) => {
                        values::parts(py, rows).and_then(|rows| Ok(PyTuple::new(py, rows)?.into_any()))
                    }
                    value => values::to_python(py, value).map(|value| match value.cast::<PyList>() {
                        Ok(list) => list.to_tuple().into_any(),
                        Err(_) => value,
                    }),
                };
                let value = made[index].get_or_try_init(py, || make().map(Bound::unbind))?;
                Ok(value.bind(py).clone())
            }
            _ => values::to_python(py, value),
        }
    }

    /// The value of the field at `index`, if it was made before and is kept.
    pub(crate) fn kept<'py>(&self, py: Python<'py>, index: usize) -> Option<&Bound<'py, PyAny>> {
        self.made.get()?.get(index)?.get(py).map(|value| value.bind(py))
    }
}

/// `__match_args__`: the fields in the order of the arguments.
pub(crate) fn match_args<'py>(py: Python<'py>, class: &'static Class) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, class.fields.iter().map(|f| f.name))
}

/// Refuses to pickle a thing that holds connections and credentials.
pub(crate) fn not_picklable(class: &Bound<'_, PyType>) -> PyErr {
    refuse_to_pickle(class, "it holds connections and credentials; create one where it is used")
}

/// Refuses to pickle a report, whose rows may be millions and stand in a file of this process.
pub(crate) fn rows_not_picklable(class: &Bound<'_, PyType>) -> PyErr {
    refuse_to_pickle(class, "its rows may be many; pass on what `to_dicts()` or `to_csv(path)` gives")
}

pub(crate) fn refuse_to_pickle(class: &Bound<'_, PyType>, why: &str) -> PyErr {
    let name = class.name().map(|n| n.to_string()).unwrap_or_default();
    pyo3::exceptions::PyTypeError::new_err(format!("{name} cannot be pickled or copied: {why}"))
}
