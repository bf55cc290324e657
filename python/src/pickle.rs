//! Records taken apart into plain Python values and put together again.

use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use smsbat_core::{
    API_CLASSES, API_REPLY_CLASSES, Class, EVENT_CLASSES, Json, Kind, MESSAGE_CLASSES, Object, Outcome, PART_CLASSES,
    REPLY_CLASSES, Record, Value, ValueRef, binding,
};

/// What `__reduce__` gives: fields go by their names, so that a later version with more of them reads it.
pub(crate) fn reduce<'py>(py: Python<'py>, record: &Record) -> PyResult<Bound<'py, PyAny>> {
    let restore = py.import("smsbat._smsbat")?.getattr("_restore")?;
    (restore, (state(py, record)?,)).into_bound_py_any(py)
}

fn state<'py>(py: Python<'py>, record: &Record) -> PyResult<Bound<'py, PyTuple>> {
    let class = record.class();
    let fields = PyDict::new(py);
    for (field, value) in class.fields.iter().zip(record.values()) {
        if !value.is_null() {
            fields.set_item(field.name, plain(py, value)?)?;
        }
    }
    (class.name, class.variant, fields, record.raw()).into_pyobject(py)
}

fn plain<'py>(py: Python<'py>, value: ValueRef<'_>) -> PyResult<Bound<'py, PyAny>> {
    match value {
        ValueRef::Null => Ok(py.None().into_bound(py)),
        ValueRef::Bool(flag) => flag.into_bound_py_any(py),
        ValueRef::Int(number) => number.into_bound_py_any(py),
        ValueRef::Decimal(text) | ValueRef::Text(text) => text.into_bound_py_any(py),
        ValueRef::Texts(texts) => texts.into_bound_py_any(py),
        ValueRef::Part(part) => object(py, part),
        ValueRef::Parts(parts) => {
            let list = PyList::empty(py);
            for part in parts {
                list.append(object(py, part)?)?;
            }
            Ok(list.into_any())
        }
        ValueRef::Params(params) => {
            let dict = PyDict::new(py);
            for (name, value) in params {
                dict.set_item(name, plain(py, value.into())?)?;
            }
            Ok(dict.into_any())
        }
        ValueRef::Outcome(outcome) => outcome.as_str().into_bound_py_any(py),
        ValueRef::Json(json) => json.as_str().into_bound_py_any(py),
    }
}

fn object<'py>(py: Python<'py>, object: &Object) -> PyResult<Bound<'py, PyAny>> {
    match object {
        Object::Typed(record) => Ok(state(py, record)?.into_any()),
        Object::Plain(json) => json.as_str().into_bound_py_any(py),
    }
}

/// The record of what [`reduce`] gave.
pub(crate) fn restore(state: &Bound<'_, PyTuple>) -> PyResult<Record> {
    let (name, variant, fields, raw) =
        state.extract::<(String, Option<String>, Bound<'_, PyDict>, Option<String>)>()?;
    let class = class(&name, variant.as_deref())
        .ok_or_else(|| PyValueError::new_err(format!("this version of smsbat has no class {name}")))?;
    let mut values = Vec::new();
    for field in class.fields {
        if let Some(given) = fields.get_item(field.name)? {
            values.push((field.name, value(field.kind, &given)?));
        }
    }
    Ok(binding::restore(class, values, raw.as_deref()))
}

fn class(name: &str, variant: Option<&str>) -> Option<&'static Class> {
    let all = [MESSAGE_CLASSES, PART_CLASSES, API_CLASSES, REPLY_CLASSES, API_REPLY_CLASSES, EVENT_CLASSES];
    all.into_iter().flatten().flat_map(|group| group.iter()).copied().find(|c| c.name == name && c.variant == variant)
}

fn value(kind: Kind, given: &Bound<'_, PyAny>) -> PyResult<Value> {
    Ok(match kind {
        Kind::Flag => Value::Bool(given.extract()?),
        Kind::Count | Kind::Number => Value::Int(given.extract()?),
        Kind::Decimal => Value::Decimal(given.extract::<String>()?.into()),
        Kind::Texts(..) | Kind::PhoneList(_) => Value::Texts(given.extract()?),
        Kind::Part(_) => Value::Part(Box::new(read_object(given)?)),
        Kind::Parts(..) => {
            let parts = given.cast::<PyList>()?.iter().map(|part| read_object(&part));
            Value::Parts(parts.collect::<PyResult<_>>()?)
        }
        Kind::Params => {
            let mut params = Vec::new();
            for (name, value) in given.cast::<PyDict>()?.iter() {
                let value = match value.is_instance_of::<PyString>() {
                    true => Value::from(value.extract::<String>()?),
                    false => Value::Int(value.extract()?),
                };
                params.push((name.extract()?, value));
            }
            Value::Params(params)
        }
        Kind::Outcome => {
            let word: String = given.extract()?;
            let outcome = Outcome::ALL.into_iter().find(|o| o.as_str() == word);
            Value::Outcome(outcome.unwrap_or(Outcome::Unknown))
        }
        Kind::Json => binding::json(&given.extract::<String>()?).map_or(Value::Null, Value::from),
        _ => Value::from(given.extract::<String>()?),
    })
}

fn read_object(given: &Bound<'_, PyAny>) -> PyResult<Object> {
    if let Ok(state) = given.cast::<PyTuple>() {
        return restore(state).map(Object::Typed);
    }
    let json = Json::object(given.extract::<String>()?).map_err(|e| PyValueError::new_err(e.to_string()))?;
    Ok(Object::Plain(json))
}
