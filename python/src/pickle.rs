//! Records taken apart into plain Python values; `restore.rs` puts them together again.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use smsbat_core::{Object, Record, ValueRef};

/// Result of `__reduce__`. Fields are stored by name, so that a later version with more fields can read it.
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
