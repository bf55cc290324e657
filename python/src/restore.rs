//! Records put together again from what `pickle.rs` took apart.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use smsbat_core::{
    API_CLASSES, API_REPLY_CLASSES, Class, EVENT_CLASSES, Json, Kind, MESSAGE_CLASSES, Object, Outcome, PART_CLASSES,
    REPLY_CLASSES, Record, Value, binding,
};

use crate::generated;

/// Makes an object from what [`crate::pickle::reduce`] took apart.
#[pyfunction]
pub(crate) fn _restore<'py>(state: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
    let record = restore(state)?;
    generated::instance(state.py(), record)
}

fn restore(state: &Bound<'_, PyTuple>) -> PyResult<Record> {
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
