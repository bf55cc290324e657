//! Python values to JSON text in one pass, and JSON text to Python values.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use smsbat_core::{Json, binding};

use crate::error;

/// Levels of a value; the provider's own forms need five.
const DEEPEST: usize = 100;

/// Why a value cannot be written, and where below the value it is.
struct Refusal {
    path: String,
    rule: &'static str,
    message: String,
}

impl Refusal {
    fn new(rule: &'static str, message: impl Into<String>) -> Self {
        Self { path: String::new(), rule, message: message.into() }
    }

    fn below(mut self, step: &str) -> Self {
        self.path.insert_str(0, step);
        self
    }
}

/// The JSON text of a value of plain Python types; `path` names the value in errors.
pub(crate) fn text(value: &Bound<'_, PyAny>, path: &dyn Fn() -> String) -> PyResult<String> {
    let mut out = Vec::new();
    append(value, path, &mut out)?;
    whole(value.py(), out)
}

/// Appends the JSON text of a value.
pub(crate) fn append(value: &Bound<'_, PyAny>, path: &dyn Fn() -> String, out: &mut Vec<u8>) -> PyResult<()> {
    write(value, 0, out).map_err(|r| error::invalid(value.py(), &format!("{}{}", path(), r.path), r.rule, &r.message))
}

/// What was appended, as text.
pub(crate) fn whole(py: Python<'_>, out: Vec<u8>) -> PyResult<String> {
    // Everything in it came from `str`.
    String::from_utf8(out).map_err(|e| error::invalid(py, "", "unicode", &e.to_string()))
}

/// A dict as the JSON object that goes out as given.
pub(crate) fn object(dict: &Bound<'_, PyDict>, path: &dyn Fn() -> String) -> PyResult<Json> {
    text(dict, path).map(binding::written)
}

/// The Python value of a JSON text.
pub(crate) fn parse<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (text,))
}

fn write(value: &Bound<'_, PyAny>, depth: usize, out: &mut Vec<u8>) -> Result<(), Refusal> {
    if depth > DEEPEST {
        return Err(Refusal::new("depth", format!("is nested more than {DEEPEST} levels deep")));
    }
    if let Ok(text) = value.cast::<PyString>() {
        write_str(text, out)
    } else if value.is_none() {
        out.extend_from_slice(b"null");
        Ok(())
    } else if let Ok(flag) = value.cast::<PyBool>() {
        out.extend_from_slice(if flag.is_true() { b"true" } else { b"false" });
        Ok(())
    } else if let Ok(number) = value.cast::<PyInt>() {
        write_int(number, out)
    } else if let Ok(number) = value.cast::<PyFloat>() {
        let number = number.value();
        if !number.is_finite() {
            return Err(Refusal::new("type", "is not a finite number, which JSON cannot hold"));
        }
        out.extend_from_slice(format!("{number:?}").as_bytes());
        Ok(())
    } else if let Ok(dict) = value.cast::<PyDict>() {
        write_dict(dict, depth, out)
    } else if let Ok(list) = value.cast::<PyList>() {
        write_list(list.iter(), depth, out)
    } else if let Ok(tuple) = value.cast::<PyTuple>() {
        write_list(tuple.iter(), depth, out)
    } else {
        Err(Refusal::new("type", format!("is a {}, which JSON cannot hold", type_name(value))))
    }
}

fn write_str(text: &Bound<'_, PyString>, out: &mut Vec<u8>) -> Result<(), Refusal> {
    let text = text.to_str().map_err(|_| Refusal::new("unicode", SURROGATE))?;
    binding::write_string(out, text);
    Ok(())
}

/// Said of text that UTF-8 cannot carry.
pub(crate) const SURROGATE: &str = "is not valid Unicode text: it holds half of a surrogate pair";

fn write_int(number: &Bound<'_, PyInt>, out: &mut Vec<u8>) -> Result<(), Refusal> {
    if let Ok(number) = number.extract::<i64>() {
        out.extend_from_slice(number.to_string().as_bytes());
        return Ok(());
    }
    // `int`'s own, as an enum's or a subclass's may say anything.
    let digits =
        number.py().get_type::<PyInt>().call_method1("__repr__", (number,)).and_then(|t| t.extract::<String>());
    let digits = digits.map_err(|_| Refusal::new("range", "is too large a number"))?;
    out.extend_from_slice(digits.as_bytes());
    Ok(())
}

fn write_dict(dict: &Bound<'_, PyDict>, depth: usize, out: &mut Vec<u8>) -> Result<(), Refusal> {
    out.push(b'{');
    // A copy: nothing can change it on the way.
    let copy = dict.copy().map_err(|_| Refusal::new("type", "is a dict that cannot be copied"))?;
    for (i, (key, value)) in copy.iter().enumerate() {
        let Ok(key) = key.cast::<PyString>() else {
            return Err(Refusal::new("type", format!("has a key that is a {}, not text", type_name(&key))));
        };
        if i > 0 {
            out.push(b',');
        }
        write_str(key, out).map_err(|r| Refusal { message: format!("has a key that {}", r.message), ..r })?;
        out.push(b':');
        write(&value, depth + 1, out)
            .map_err(|r| r.below(&format!(".{}", key.to_str().unwrap_or_default().escape_debug())))?;
    }
    out.push(b'}');
    Ok(())
}

fn write_list<'py>(
    items: impl Iterator<Item = Bound<'py, PyAny>>,
    depth: usize,
    out: &mut Vec<u8>,
) -> Result<(), Refusal> {
    out.push(b'[');
    for (i, item) in items.enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write(&item, depth + 1, out).map_err(|r| r.below(&format!("[{i}]")))?;
    }
    out.push(b']');
    Ok(())
}

/// Name of a value's type, for messages.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "object".to_owned(), |n| n.to_string())
}
