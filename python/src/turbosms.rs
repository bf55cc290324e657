//! Arguments of the TurboSMS-compatible API.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyString};
use smsbat_core::Object;

use crate::error::type_name;
use crate::items::Items;
use crate::{error, values};

pub(crate) fn one(given: &Bound<'_, PyAny>, path: &str) -> PyResult<Object> {
    values::object(given, &|| path.to_owned())?.ok_or_else(|| {
        PyTypeError::new_err(format!("{path} must be a TurboSmsMessage or a dict, not {}", type_name(given)))
    })
}

pub(crate) fn named(given: &Bound<'_, PyAny>) -> PyResult<Vec<(String, Object)>> {
    let mapping = given.cast::<PyMapping>().map_err(|_| {
        PyTypeError::new_err(format!("messages must be a mapping of names to messages, not {}", type_name(given)))
    })?;
    let mut messages = Vec::new();
    for item in mapping.items()?.iter() {
        let (name, message) = item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        let name = name.cast::<PyString>().map_err(|_| {
            PyTypeError::new_err(format!("messages has a key that is a {}, not text", type_name(&name)))
        })?;
        let name = error::unicode(given.py(), name, "messages")?;
        let message = one(&message, &format!("messages.{}", name.escape_debug()))?;
        messages.push((name, message));
    }
    Ok(messages)
}

/// Ids, or one of them.
pub(crate) fn ids(given: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    let text = |id: &Bound<'_, PyAny>| match id.cast::<PyString>() {
        Ok(id) => error::unicode(given.py(), id, "message_ids"),
        Err(_) => Err(PyTypeError::new_err(format!("message_ids must be texts, not {}", type_name(id)))),
    };
    match Items::bounded(given, "message_ids") {
        Ok(items) if !given.is_instance_of::<PyString>() => items.map(|id| text(&id?)).collect(),
        _ => text(given).map(|id| vec![id]),
    }
}
