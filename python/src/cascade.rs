//! Rows of a template.

use std::collections::HashSet;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt, PyMapping, PyString};
use smsbat_core::TemplateRow;

use crate::error::{self, type_name};
use crate::items::Items;
use crate::json;
use crate::phone::Phone;

pub(crate) fn template_rows(given: &Bound<'_, PyAny>) -> PyResult<Vec<TemplateRow>> {
    let refused = || PyTypeError::new_err(format!("rows must be a list of mappings, not {}", type_name(given)));
    if given.is_instance_of::<PyString>() || given.cast::<PyMapping>().is_ok() {
        return Err(refused());
    }
    let rows = Items::bounded(given, "rows").map_err(|_| refused())?.enumerate();
    rows.map(|(i, row)| template_row(&row?, &format!("rows[{i}]"))).collect()
}

fn template_row(given: &Bound<'_, PyAny>, path: &str) -> PyResult<TemplateRow> {
    let py = given.py();
    let mapping = given
        .cast::<PyMapping>()
        .map_err(|_| PyTypeError::new_err(format!("{path} must be a mapping, not {}", type_name(given))))?;
    let (mut row, mut names) = (TemplateRow::default(), HashSet::new());
    for item in mapping.items()?.iter() {
        let (name, value) = item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        let name = name
            .cast::<PyString>()
            .map_err(|_| PyTypeError::new_err(format!("{path} has a key that is a {}, not text", type_name(&name))))?;
        let name = error::unicode(py, name, path)?;
        if !names.insert(name.clone()) {
            // Of two recipients in one row, either could be meant.
            return Err(error::invalid(py, &format!("{path}.{name}"), "twice", "is given twice"));
        }
        let Some(value) = row_value(&value, &format!("{path}.{name}"))? else { continue };
        row.set(name, value);
    }
    Ok(row)
}

/// The text of a value; nothing for `None`.
fn row_value(value: &Bound<'_, PyAny>, path: &str) -> PyResult<Option<String>> {
    let py = value.py();
    if value.is_none() {
        return Ok(None);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return error::unicode(py, text, path).map(Some);
    }
    if let Ok(phone) = value.cast::<Phone>() {
        return Ok(Some(phone.get().e164.clone()));
    }
    let plain = value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>();
    if plain && !value.is_instance_of::<PyBool>() {
        return json::text(value, &|| path.to_owned()).map(Some);
    }
    if !plain && value.is_instance(&py.import("decimal")?.getattr("Decimal")?)? {
        if !value.call_method0("is_finite")?.is_truthy()? {
            return Err(error::invalid(py, path, "type", "is not a finite number"));
        }
        return value.call_method1("__format__", ("f",))?.extract().map(Some);
    }
    Err(PyTypeError::new_err(format!("{path} must be text or a number, not {}", type_name(value))))
}
