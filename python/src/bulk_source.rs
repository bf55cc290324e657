//! Rows of any Python iterable, read on the thread that called `send_bulk`.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyIterator, PyList, PyMapping, PyString, PyTuple};
use smsbat_core::bulk::{Cell, Intake, PARTITION_JOURNALS, Source, phone_rules, place};
use smsbat_core::{Error, Object, binding};

use crate::client::Client;
use crate::json::{self, SURROGATE, type_name};
use crate::model::Model;

/// Names of columns that are looked up once; rows of one origin share their keys.
const CACHED: usize = 64;

/// An exception that ended a run.
pub(crate) type Raised = Arc<Mutex<Option<PyErr>>>;

/// Items of an iterator: messages, dicts in the form of the API, dicts of named values.
pub(crate) struct PyRows {
    items: Py<PyIterator>,
    rows: Option<usize>,
    read: usize,
    columns: Vec<(Py<PyString>, Option<usize>)>,
    raised: Raised,
}

impl PyRows {
    pub(crate) fn new(source: &Bound<'_, PyAny>, raised: Raised) -> PyResult<Self> {
        let items = source.try_iter()?.unbind();
        Ok(Self { items, rows: source.len().ok(), read: 0, columns: Vec::new(), raised })
    }

    fn take(&mut self, py: Python<'_>, intake: &mut Intake<'_>, item: &Bound<'_, PyAny>) -> PyResult<()> {
        if let Ok(model) = item.cast::<Model>() {
            intake.message(Object::Typed(model.get().record.clone()));
        } else if let Ok(dict) = item.cast::<PyDict>() {
            self.dict(py, intake, dict)?;
        } else if let Ok(mapping) = item.cast::<PyMapping>() {
            let dict = PyDict::new(py);
            dict.update(mapping)?;
            self.dict(py, intake, &dict)?;
        } else {
            let message = format!("must be a message or a dict, not {}", type_name(item));
            intake.broken(binding::problem("", "type", message));
        }
        Ok(())
    }

    fn dict(&mut self, py: Python<'_>, intake: &mut Intake<'_>, dict: &Bound<'_, PyDict>) -> PyResult<()> {
        let has = |key| dict.contains(key).unwrap_or(false);
        let keys = [("from", pyo3::intern!(py, "from")), ("recipient", pyo3::intern!(py, "recipient"))];
        if intake.is_message(keys.into_iter().filter(|(_, key)| has(*key)).map(|(name, _)| name)) {
            match json::object(dict, &String::new) {
                Ok(json) => intake.message(Object::Plain(json)),
                Err(e) => intake.broken(refused(py, &e)),
            }
            return Ok(());
        }
        let mut values = Vec::with_capacity(8);
        for (key, value) in dict.iter() {
            let Ok(key) = key.cast::<PyString>() else { continue };
            let Some(column) = self.column(key, intake) else { continue };
            match Value::of(&value) {
                Ok(value) => values.push((column, value)),
                Err(message) => {
                    let name = intake.name(column).to_owned();
                    intake.broken(binding::problem(&name, "type", message));
                    return Ok(());
                }
            }
        }
        let mut cells = Vec::with_capacity(values.len());
        for (column, value) in &values {
            match value.cell() {
                Ok(cell) => cells.push((*column, cell)),
                Err(_) => {
                    let name = intake.name(*column).to_owned();
                    intake.broken(binding::problem(&name, "unicode", SURROGATE));
                    return Ok(());
                }
            }
        }
        intake.columns(&cells);
        Ok(())
    }

    /// Number of a column. The keys are kept, so that their addresses are theirs alone.
    fn column(&mut self, key: &Bound<'_, PyString>, intake: &Intake<'_>) -> Option<usize> {
        if let Some((_, column)) = self.columns.iter().find(|(known, _)| known.as_ptr() == key.as_ptr()) {
            return *column;
        }
        let column = key.to_str().ok().and_then(|name| intake.column(name));
        if self.columns.len() < CACHED {
            self.columns.push((key.clone().unbind(), column));
        }
        column
    }
}

impl Source for PyRows {
    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        let more = Python::attach(|py| {
            for _ in 0..most {
                let Some(item) = self.items.bind(py).clone().next() else { return Ok(false) };
                self.take(py, intake, &item?)?;
                self.read += 1;
            }
            Ok(true)
        });
        more.map_err(|e: PyErr| {
            *self.raised.lock().unwrap_or_else(PoisonError::into_inner) = Some(e);
            binding::validation(vec![binding::problem("source", "raised", "raised an exception")])
        })
    }

    fn fraction(&self) -> Option<f64> {
        self.rows.map(|rows| self.read as f64 / rows.max(1) as f64)
    }
}

/// The problem that an exception of ours stands for.
fn refused(py: Python<'_>, error: &PyErr) -> smsbat_core::Problem {
    let problem = error.value(py).getattr("problems").and_then(|problems| problems.get_item(0));
    let text = |name| problem.as_ref().ok()?.getattr(name).ok()?.extract::<String>().ok();
    let message = text("message").unwrap_or_else(|| "cannot be written as JSON".to_owned());
    binding::problem(&text("path").unwrap_or_default(), &text("rule").unwrap_or_default(), message)
}

/// A value of a dict, held while its row is read.
pub(crate) enum Value<'py> {
    Null,
    Text(Bound<'py, PyString>),
    Int(i64),
    Float(f64),
    Bool(bool),
    Json(String),
    Parts(Vec<Object>),
}

impl<'py> Value<'py> {
    /// The value; what is wrong with it if no message can hold it.
    pub(crate) fn of(value: &Bound<'py, PyAny>) -> Result<Self, String> {
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(Self::Text(text.clone()));
        }
        if value.is_none() {
            return Ok(Self::Null);
        }
        if let Ok(flag) = value.cast::<PyBool>() {
            return Ok(Self::Bool(flag.is_true()));
        }
        if value.is_instance_of::<PyInt>() {
            return value.extract().map(Self::Int).map_err(|_| "is too large a number".to_owned());
        }
        if let Ok(number) = value.cast::<PyFloat>() {
            return Ok(Self::Float(number.value()));
        }
        if let Ok(model) = value.cast::<Model>() {
            return Ok(Self::Parts(vec![Object::Typed(model.get().record.clone())]));
        }
        if let Some(parts) = parts(value) {
            return Ok(Self::Parts(parts));
        }
        if value.is_instance_of::<PyDict>() || value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
            return json::text(value, &String::new).map(Self::Json).map_err(|_| "cannot be written as JSON".to_owned());
        }
        // Numbers of numpy and their like.
        if let Ok(number) = value.extract::<i64>() {
            return Ok(Self::Int(number));
        }
        match crate::values::time(value, "time") {
            Ok(Some(text)) => Ok(Self::Text(PyString::new(value.py(), &text))),
            Ok(None) if is_printed(value).unwrap_or(false) => {
                value.str().map(Self::Text).map_err(|_| "cannot be printed".to_owned())
            }
            Ok(None) => Err(format!("is a {}, which a message cannot hold; make it text", type_name(value))),
            Err(_) => Err("is a time without a zone; give it one, or make it text".to_owned()),
        }
    }

    pub(crate) fn cell(&self) -> PyResult<Cell<'_>> {
        Ok(match self {
            Self::Null => Cell::Null,
            Self::Text(text) => Cell::Text(text.to_str()?),
            Self::Int(number) => Cell::Int(*number),
            Self::Float(number) => Cell::Float(*number),
            Self::Bool(flag) => Cell::Bool(*flag),
            Self::Json(text) => Cell::Json(text),
            Self::Parts(parts) => Cell::Parts(parts),
        })
    }
}

/// Whether it goes into a text as Python prints it: a decimal, or a day.
fn is_printed(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    for (module, class) in [("decimal", "Decimal"), ("datetime", "date")] {
        // Who has such a value has the module.
        if let Some(module) = crate::call::loaded(value.py(), &PyString::new(value.py(), module))? {
            if value.is_instance(&module.getattr(class)?)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Ids of rows, and positions of rows by journal.
type Places = (Vec<Option<String>>, Vec<Vec<usize>>);

/// For each row of a partition its id, and for each journal of the campaign the positions of its rows. A row whose
/// value is empty, or of a type that no message can hold, has no id and is in no journal.
#[pyfunction]
pub(crate) fn partition(
    campaign: &str,
    values: &Bound<'_, PyAny>,
    own: bool,
    client: &Client,
    country: Option<&str>,
) -> PyResult<Places> {
    let phones = phone_rules(client.core(), country).map_err(|e| crate::error::raise(values.py(), &e))?;
    let mut ids = Vec::with_capacity(values.len().unwrap_or(0));
    let mut journals = vec![Vec::new(); PARTITION_JOURNALS];
    for (position, value) in values.try_iter()?.enumerate() {
        let value = Value::of(&value?);
        let cell = value.as_ref().ok().and_then(|value| value.cell().ok());
        ids.push(cell.and_then(|cell| place(campaign, &cell, own, phones)).map(|(id, journal)| {
            journals[journal].push(position);
            id
        }));
    }
    Ok((ids, journals))
}

/// Parts of a message, if the value is a list with at least one of ours in it.
fn parts(value: &Bound<'_, PyAny>) -> Option<Vec<Object>> {
    let list = value.cast::<PyList>().map(|list| list.clone().into_any());
    let list = list.or_else(|_| value.cast::<PyTuple>().map(|tuple| tuple.clone().into_any())).ok()?;
    let items: Vec<_> = list.try_iter().ok()?.collect::<PyResult<_>>().ok()?;
    if !items.iter().any(|item| item.is_instance_of::<Model>()) {
        return None;
    }
    items.iter().map(|item| crate::values::object(item, &String::new).ok().flatten()).collect()
}
