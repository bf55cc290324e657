//! Rows of any Python iterable, read on the thread that called `send_bulk`.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyIterator, PyList, PyString, PyTuple, PyType};
use smsbat_core::bulk::{Cell, Intake, Source};
use smsbat_core::{Error, Object, Problem, binding};

use crate::error::{SURROGATE, type_name};
use crate::json;
use crate::model::Model;
use crate::phone::Phone;

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
        } else if item.hasattr("keys")? && item.hasattr("__getitem__")? {
            // Any mapping, and rows of databases, which may have a name twice.
            let keys = item.call_method0("keys")?.try_iter()?;
            let pairs = keys.map(|key| {
                let key = key?;
                let value = item.get_item(&key)?;
                Ok((key, value))
            });
            self.pairs(py, intake, pairs.collect::<PyResult<_>>()?)?;
        } else if item.is_instance_of::<PyTuple>() && item.hasattr("_fields")? {
            let names = item.getattr("_fields")?;
            let pairs = names.try_iter()?.zip(item.try_iter()?).map(|(name, value)| Ok((name?, value?)));
            self.pairs(py, intake, pairs.collect::<PyResult<_>>()?)?;
        } else if !item.is_instance_of::<PyType>() && item.hasattr("__dataclass_fields__")? {
            let names = item.getattr("__dataclass_fields__")?;
            let pairs = names.try_iter()?.map(|name| {
                let name = name?;
                let value = item.getattr(name.cast::<PyString>()?)?;
                Ok((name, value))
            });
            self.pairs(py, intake, pairs.collect::<PyResult<_>>()?)?;
        } else {
            let advice = if item.is_instance_of::<PyTuple>() || item.is_instance_of::<PyList>() {
                "; name its values, such as with csv.DictReader or sqlite3.Row"
            } else {
                ""
            };
            let message = format!("must be a message or a dict, not {}{advice}", type_name(item));
            intake.broken(binding::problem("", "type", message));
        }
        Ok(())
    }

    fn dict(&mut self, py: Python<'_>, intake: &mut Intake<'_>, dict: &Bound<'_, PyDict>) -> PyResult<()> {
        let has = |key| dict.contains(key).unwrap_or(false);
        let keys = [("from", pyo3::intern!(py, "from")), ("recipient", pyo3::intern!(py, "recipient"))];
        if intake.is_message(keys.into_iter().filter(|(_, key)| has(*key)).map(|(name, _)| name)) {
            match json::object_of_row(dict)? {
                Ok(json) => intake.message(Object::Plain(json)),
                Err(problem) => {
                    let to = dict.get_item("to")?.map_or_else(|| dict.get_item("recipient"), |to| Ok(Some(to)))?;
                    let to = to.and_then(|to| Value::of(py, &to).ok());
                    let cell = to.as_ref().and_then(|to| to.cell().ok());
                    let to = intake.recipient_column().zip(cell).and_then(|cell| intake.recipient(&[cell]));
                    intake.broken_row(to, &problem);
                }
            }
            return Ok(());
        }
        self.values(py, intake, dict.iter());
        Ok(())
    }

    /// Takes what has names as a dict has keys.
    fn pairs<'py>(
        &mut self,
        py: Python<'py>,
        intake: &mut Intake<'_>,
        pairs: Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>,
    ) -> PyResult<()> {
        if intake.is_message(pairs.iter().filter_map(|(key, _)| key.cast::<PyString>().ok()?.to_str().ok())) {
            let dict = PyDict::new(py);
            pairs.iter().try_for_each(|(key, value)| dict.set_item(key, value))?;
            return self.dict(py, intake, &dict);
        }
        self.values(py, intake, pairs);
        Ok(())
    }

    /// Takes a row of named values.
    fn values<'py>(
        &mut self,
        py: Python<'py>,
        intake: &mut Intake<'_>,
        pairs: impl IntoIterator<Item = (Bound<'py, PyAny>, Bound<'py, PyAny>)>,
    ) {
        let mut values = Vec::with_capacity(8);
        let mut wrong = None;
        for (key, value) in pairs {
            let Ok(key) = key.cast::<PyString>() else {
                // Where csv.DictReader puts the values that have no name.
                if key.is_none() && !value.is_none() {
                    wrong = Some(binding::problem("", "columns", "has more values than there are columns"));
                }
                continue;
            };
            let Some(column) = self.column(key, intake) else {
                wrong = wrong.or_else(|| intake.odd_key(key.to_str().ok()?));
                continue;
            };
            values.push((column, Value::of(py, &value)));
        }
        let mut cells = Vec::with_capacity(values.len());
        for (column, value) in &values {
            match value.as_ref().map_err(Problem::clone).and_then(Value::cell) {
                Ok(cell) => cells.push((*column, cell)),
                Err(problem) => wrong = Some(binding::below(&problem, intake.name(*column))),
            }
        }
        match wrong {
            None => intake.columns(&cells),
            Some(problem) => {
                let to = intake.recipient(&cells);
                intake.broken_row(to, &problem);
            }
        }
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
            // Ctrl-C in the source is Ctrl-C, and no mistake of the source.
            let interrupted = Python::attach(|py| !e.is_instance_of::<PyException>(py));
            *self.raised.lock().unwrap_or_else(PoisonError::into_inner) = Some(e);
            match interrupted {
                true => binding::cancelled("the run was stopped in its source"),
                false => binding::validation(vec![binding::problem("source", "raised", "raised an exception")]),
            }
        })
    }

    fn fraction(&self) -> Option<f64> {
        self.rows.map(|rows| self.read as f64 / rows.max(1) as f64)
    }
}

/// A value of a dict, held while its row is read.
pub(crate) enum Value<'py> {
    Null,
    Text(Bound<'py, PyString>),
    Int(i64),
    Number(String),
    Float(f64),
    Float32(f32),
    Bool(bool),
    Date(String),
    Json(String),
    Parts(Vec<Object>),
    Other(String),
}

impl<'py> Value<'py> {
    /// The value; what is wrong with one that cannot be read.
    pub(crate) fn of(py: Python<'py>, value: &Bound<'py, PyAny>) -> Result<Self, Problem> {
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(Self::Text(text.clone()));
        }
        if value.is_none() {
            return Ok(Self::Null);
        }
        if let Ok(flag) = value.cast::<PyBool>() {
            return Ok(Self::Bool(flag.is_true()));
        }
        if let Ok(number) = value.cast::<PyInt>() {
            return Ok(match number.extract() {
                Ok(number) => Self::Int(number),
                Err(_) => Self::Number(
                    json::digits(number).map_err(|_| binding::problem("", "type", "is too large a number"))?,
                ),
            });
        }
        if let Ok(number) = value.cast_exact::<PyFloat>() {
            return Ok(Self::Float(number.value()));
        }
        if let Ok(phone) = value.cast::<Phone>() {
            return Ok(Self::Text(PyString::new(py, &phone.get().e164)));
        }
        if let Ok(model) = value.cast::<Model>() {
            return Ok(Self::Parts(vec![Object::Typed(model.get().record.clone())]));
        }
        if let Some(parts) = parts(value) {
            return Ok(Self::Parts(parts));
        }
        if value.is_instance_of::<PyDict>() || value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
            let text = json::text(value, &String::new);
            return text.map(Self::Json).map_err(|_| binding::problem("", "type", "cannot be written as JSON"));
        }
        let message = || format!("is a {} that cannot be read", type_name(value));
        Self::foreign(py, value).map_err(|_| binding::problem("", "type", message()))
    }

    /// The value of a type of a library.
    fn foreign(py: Python<'py>, value: &Bound<'py, PyAny>) -> PyResult<Self> {
        let class = value.get_type();
        let name = class.name()?;
        let name = name.to_str()?;
        let module = class.module()?;
        match (module.to_str()?.split('.').next().unwrap_or_default(), name) {
            // Missing values: in text, they would be a word.
            ("pandas", "NAType" | "NaTType") | ("numpy", "MaskedConstant") => return Ok(Self::Null),
            ("decimal", _) => {
                let text = value.str()?.to_str()?.to_owned();
                return Ok(if text.contains("NaN") { Self::Null } else { Self::Number(text) });
            }
            ("smsbat" | "numpy", "float16" | "Float16") => return Ok(Self::Other("a float16".to_owned())),
            ("smsbat" | "numpy", "float32" | "Float32") => return Ok(Self::Float32(value.extract::<f64>()? as f32)),
            ("numpy", "bool" | "bool_") => return Ok(Self::Bool(value.is_truthy()?)),
            ("numpy", "datetime64") if value.str()? == "NaT" => return Ok(Self::Null),
            ("numpy", "timedelta64") if value.str()? == "NaT" => return Ok(Self::Null),
            ("numpy", "datetime64") => {
                let item = value.call_method0("item")?;
                return Ok(match item.get_type().name()? == "date" {
                    true if value.getattr("dtype")?.getattr("name")?.str()? == "datetime64[D]" => {
                        Self::Date(item.str()?.to_str()?.to_owned())
                    }
                    // Its item is the first day of its month, year or week.
                    true => Self::Other("a period".to_owned()),
                    false => Self::Other("a time".to_owned()),
                });
            }
            ("numpy", "timedelta64") => return Ok(Self::Other("a duration".to_owned())),
            _ => {}
        }
        if let Ok(number) = value.cast::<PyFloat>() {
            return Ok(Self::Float(number.value()));
        }
        // An array with a dimension is a list, even of one number.
        if module == "numpy" && value.getattr("ndim")?.extract::<usize>()? == 0 {
            // One without a dimension holds a number, with its width.
            let scalar = value.get_item(PyTuple::empty(py))?;
            if !scalar.get_type().is(&class) {
                return Self::foreign(py, &scalar);
            }
            let item = value.call_method0("item")?;
            if let Ok(number) = item.cast::<PyInt>() {
                return Ok(number.extract().map_or_else(|_| Self::Number(number.to_string()), Self::Int));
            }
        }
        let datetime = crate::loaded::loaded(py, pyo3::intern!(py, "datetime"))?;
        let is = |class| match &datetime {
            Some(module) => value.is_instance(&module.getattr(class)?),
            None => Ok(false),
        };
        Ok(if is("datetime")? {
            Self::Other("a time".to_owned())
        } else if is("date")? {
            Self::Date(value.str()?.to_str()?.to_owned())
        } else if is("time")? {
            Self::Other("a time of day".to_owned())
        } else if is("timedelta")? {
            Self::Other("a duration".to_owned())
        } else if value.is_instance_of::<PyBytes>() {
            Self::Other("bytes".to_owned())
        } else {
            Self::Other(format!("a value of the type {name}"))
        })
    }

    pub(crate) fn cell(&self) -> Result<Cell<'_>, Problem> {
        Ok(match self {
            Self::Null => Cell::Null,
            Self::Text(text) => Cell::Text(text.to_str().map_err(|_| binding::problem("", "unicode", SURROGATE))?),
            Self::Int(number) => Cell::Int(*number),
            Self::Number(text) => Cell::Number(text),
            Self::Float(number) => Cell::Float(*number),
            Self::Float32(number) => Cell::Float32(*number),
            Self::Bool(flag) => Cell::Bool(*flag),
            Self::Date(text) => Cell::Date(text),
            Self::Json(text) => Cell::Json(text),
            Self::Parts(parts) => Cell::Parts(parts),
            Self::Other(what) => Cell::Other(what),
        })
    }
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
