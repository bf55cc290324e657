//! Python values to JSON text in one pass, and JSON text to Python values.

use std::ops::Range;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use smsbat_core::binding::{self, Member, Written};
use smsbat_core::{Json, Problem};

use crate::error::{self, SURROGATE, type_name};

/// Why a value cannot be written, and where below the value it is.
struct Refusal {
    path: String,
    problem: Problem,
}

impl Refusal {
    fn new(rule: &'static str, message: impl Into<String>) -> Self {
        Self { path: String::new(), problem: binding::problem("", rule, message) }
    }

    fn below(mut self, step: &str) -> Self {
        self.path.insert_str(0, step);
        self
    }

    /// The problem of a value at `path`.
    fn at(&self, path: &str) -> Problem {
        binding::problem(&format!("{path}{}", self.path), self.problem.rule(), self.problem.message())
    }

    fn raise(&self, py: Python<'_>, path: &dyn Fn() -> String) -> PyErr {
        error::raise(py, &binding::validation(vec![self.at(&path())]))
    }
}

/// The JSON text of a value of plain Python types; `path` names the value in errors.
pub(crate) fn text(value: &Bound<'_, PyAny>, path: &dyn Fn() -> String) -> PyResult<String> {
    let mut writer = Writer::new();
    writer.append(value, path)?;
    Ok(writer.finish(value.py())?.0)
}

/// Writes values one behind the other.
pub(crate) struct Writer<'py> {
    out: Vec<u8>,
    /// Keys of the last dict: the next one has most likely the same.
    keys: Vec<Key<'py>>,
    /// Positions of the members of the outermost dicts.
    members: Vec<Member>,
}

struct Key<'py> {
    key: Bound<'py, PyString>,
    /// Range of the written key, from the comma before it to the colon after it.
    place: Range<usize>,
    /// Number of the key, from `binding::key_number`.
    number: u8,
    /// True for a subclass of `str`, which may say of two equal texts that they differ.
    odd: bool,
    /// The text that followed, where it ends, and whether it has no escapes. Messages share their sender and their type.
    text: Option<(Bound<'py, PyString>, usize, bool)>,
}

impl<'py> Writer<'py> {
    /// With room for one message of the usual size: growing step by step costs more than writing it.
    pub(crate) fn new() -> Self {
        Self { out: Vec::with_capacity(512), keys: Vec::with_capacity(8), members: Vec::with_capacity(8) }
    }

    /// Appends the JSON text of a value; gives where it stands.
    pub(crate) fn append(&mut self, value: &Bound<'py, PyAny>, path: &dyn Fn() -> String) -> PyResult<Range<usize>> {
        let start = self.out.len();
        let done = self.write(value, 0);
        done.map_err(|r| r.raise(value.py(), path))?;
        Ok(start..self.out.len())
    }

    /// Appends the JSON text of a dict; gives where it stands.
    pub(crate) fn append_dict(
        &mut self,
        dict: &Bound<'py, PyDict>,
        path: &dyn Fn() -> String,
    ) -> PyResult<Range<usize>> {
        let start = self.out.len();
        let done = self.dict(dict, 0);
        done.map_err(|r| r.raise(dict.py(), path))?;
        Ok(start..self.out.len())
    }

    /// Makes room for as many values as these.
    pub(crate) fn reserve(&mut self, more: usize) {
        self.out.reserve(self.out.len().saturating_mul(more));
        self.members.reserve(self.members.len() * more);
    }

    /// Returns the text that was written, and the positions of its members.
    pub(crate) fn finish(self, py: Python<'_>) -> PyResult<(String, Vec<Member>)> {
        // Everything in it came from `str`.
        let text = String::from_utf8(self.out).map_err(|_| error::invalid(py, "", "unicode", SURROGATE))?;
        Ok((text, self.members))
    }
}

/// A dict as the JSON object that goes out as given.
pub(crate) fn object(dict: &Bound<'_, PyDict>, path: &dyn Fn() -> String) -> PyResult<Json> {
    let mut writer = Writer::new();
    let place = writer.append_dict(dict, path)?;
    let (text, members) = writer.finish(dict.py())?;
    Ok(Written::new(text, members).object(place))
}

/// The same, or the problem of a dict that cannot be one.
pub(crate) fn object_of_row(dict: &Bound<'_, PyDict>) -> PyResult<Result<Json, Problem>> {
    let mut writer = Writer::new();
    match writer.dict(dict, 0) {
        Ok(()) => {
            let (text, members) = writer.finish(dict.py())?;
            let whole = 0..text.len();
            Ok(Ok(Written::new(text, members).object(whole)))
        }
        Err(refusal) => {
            let path = refusal.path.trim_start_matches('.');
            Ok(Err(binding::problem(path, refusal.problem.rule(), refusal.problem.message())))
        }
    }
}

/// The Python value of a JSON text. An integer that Python refuses to convert is its digits, as text: it may be in a
/// request that anyone sent, and as an `int` it could not be printed either.
pub(crate) fn parse<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    let json = py.import("json")?;
    json.call_method1("loads", (text,)).or_else(|refused| {
        if !refused.is_instance_of::<PyValueError>(py) {
            return Err(refused);
        }
        let options = PyDict::new(py);
        options.set_item("parse_int", wrap_pyfunction!(int_or_digits, py)?)?;
        json.call_method("loads", (text,), Some(&options))
    })
}

#[pyfunction]
fn int_or_digits<'py>(digits: Bound<'py, PyString>) -> Bound<'py, PyAny> {
    let int = digits.py().get_type::<PyInt>();
    int.call1((&digits,)).unwrap_or_else(|_| digits.into_any())
}

impl<'py> Writer<'py> {
    fn write(&mut self, value: &Bound<'py, PyAny>, depth: usize) -> Result<(), Refusal> {
        if let Ok(text) = value.cast::<PyString>() {
            self.text(text).map(drop)
        } else if value.is_none() {
            self.out.extend_from_slice(b"null");
            Ok(())
        } else if let Ok(flag) = value.cast::<PyBool>() {
            self.out.extend_from_slice(if flag.is_true() { b"true" } else { b"false" });
            Ok(())
        } else if let Ok(number) = value.cast::<PyInt>() {
            self.int(number)
        } else if let Ok(number) = value.cast::<PyFloat>() {
            let number = number.value();
            if !number.is_finite() {
                return Err(Refusal::new("type", "is not a finite number, which JSON cannot hold"));
            }
            self.out.extend_from_slice(format!("{number:?}").as_bytes());
            Ok(())
        } else if let Ok(dict) = value.cast::<PyDict>() {
            self.dict(dict, depth)
        } else if let Ok(list) = value.cast::<PyList>() {
            self.list(list.iter(), depth)
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            self.list(tuple.iter(), depth)
        } else {
            Err(Refusal::new("type", format!("is a {}, which JSON cannot hold", type_name(value))))
        }
    }

    /// Returns true for a text without escapes.
    fn text(&mut self, text: &Bound<'py, PyString>) -> Result<bool, Refusal> {
        let text = text.to_str().map_err(|_| Refusal::new("unicode", SURROGATE))?;
        Ok(binding::write_noted(&mut self.out, text))
    }

    fn int(&mut self, number: &Bound<'py, PyInt>) -> Result<(), Refusal> {
        if let Ok(number) = number.extract::<i64>() {
            self.out.extend_from_slice(number.to_string().as_bytes());
            return Ok(());
        }
        let digits = digits(number).map_err(|_| Refusal::new("range", "is too large a number"))?;
        self.out.extend_from_slice(digits.as_bytes());
        Ok(())
    }

    fn dict(&mut self, dict: &Bound<'py, PyDict>, depth: usize) -> Result<(), Refusal> {
        has_room(depth)?;
        self.out.push(b'{');
        let size = dict.len();
        for (i, (key, value)) in dict.iter().enumerate() {
            let start = self.out.len() + usize::from(i > 0);
            let known = self.keys.get(i).filter(|known| known.key.is(&key));
            if let Some(Key { place, number, odd: false, text: Some((text, end, plain)), .. }) = known
                && text.is(&value)
            {
                let (number, plain, length) = (*number, *plain, *end - place.end);
                self.out.extend_from_within(place.start..*end);
                self.note(depth, start, self.out.len() - length, number, plain);
                continue;
            }
            let is_new = known.is_none();
            let number = match known {
                Some(known) => {
                    self.out.extend_from_within(known.place.clone());
                    if known.odd {
                        only_once(dict, &known.key)?;
                    }
                    known.number
                }
                None => self.key(i, &key, dict)?,
            };
            let place = self.out.len();
            // Nearly every value of a message is a text of no subclass, which is seen without a call.
            let text = value.cast_exact::<PyString>();
            let written = match text {
                Ok(text) => self.text(text),
                Err(_) => self.write(&value, depth + 1).map(|()| false),
            };
            let plain = written.map_err(|r| {
                let key = key.cast::<PyString>().ok().and_then(|key| key.to_str().ok()).unwrap_or_default();
                r.below(&format!(".{}", key.escape_debug()))
            })?;
            if let (true, Ok(text), Some(key)) = (is_new, &text, self.keys.get_mut(i)) {
                key.text = Some(((*text).clone(), self.out.len(), plain));
            }
            // An integer of more than 64 bits allocates, which may start the collector, and that a finalizer.
            if text.is_err() && dict.len() != size {
                return Err(Refusal::new("type", "changed while it was written"));
            }
            self.note(depth, start, place, number, plain);
        }
        self.out.push(b'}');
        if u32::try_from(self.out.len()).is_err() {
            // More than 4 GiB: without notes the text is read.
            self.members.clear();
        }
        Ok(())
    }

    /// Notes where the member stands that was just written, if it is one of a message itself.
    fn note(&mut self, depth: usize, key: usize, value: usize, number: u8, plain: bool) {
        if depth == 0 {
            let (key, value, end) = (key as u32, value as u32, self.out.len() as u32);
            self.members.push(Member { key, value, end, number, plain });
        }
    }

    /// Writes a key with the comma before and the colon behind it, and keeps where for the next dict. Returns its number.
    fn key(&mut self, i: usize, key: &Bound<'py, PyAny>, dict: &Bound<'py, PyDict>) -> Result<u8, Refusal> {
        let Ok(key) = key.cast::<PyString>() else {
            return Err(Refusal::new("type", format!("has a key that is a {}, not text", type_name(key))));
        };
        let start = self.out.len();
        if i > 0 {
            self.out.push(b',');
        }
        let refused = |_| Refusal::new("unicode", format!("has a key that {SURROGATE}"));
        let text = key.to_str().map_err(refused)?;
        binding::write_string(&mut self.out, text);
        self.out.push(b':');
        self.keys.truncate(i);
        let (number, odd) = (binding::key_number(text), !key.is_exact_instance_of::<PyString>());
        if odd {
            only_once(dict, key)?;
        }
        self.keys.push(Key { key: key.clone(), place: start..self.out.len(), number, odd, text: None });
        Ok(number)
    }

    fn list(&mut self, items: impl Iterator<Item = Bound<'py, PyAny>>, depth: usize) -> Result<(), Refusal> {
        has_room(depth)?;
        self.out.push(b'[');
        for (i, item) in items.enumerate() {
            if i > 0 {
                self.out.push(b',');
            }
            self.write(&item, depth + 1).map_err(|r| r.below(&format!("[{i}]")))?;
        }
        self.out.push(b']');
        Ok(())
    }
}

/// Fails if a dict has a key of this text twice. Parsers disagree on which one counts.
#[cold]
fn only_once(dict: &Bound<'_, PyDict>, key: &Bound<'_, PyString>) -> Result<(), Refusal> {
    let text = key.to_str().unwrap_or_default();
    let same = |other: &Bound<'_, PyAny>| {
        other.cast::<PyString>().is_ok_and(|other| other.to_str().is_ok_and(|other| other == text))
    };
    if dict.keys().iter().filter(same).count() > 1 {
        return Err(Refusal::new("twice", "is given twice").below(&format!(".{}", text.escape_debug())));
    }
    Ok(())
}

/// Fails if a dict or list is nested too deeply, as one that contains itself is.
fn has_room(depth: usize) -> Result<(), Refusal> {
    let message = || format!("is nested more than {} levels deep", binding::MAX_DEPTH);
    if depth < binding::MAX_DEPTH { Ok(()) } else { Err(Refusal::new("depth", message())) }
}

/// The digits of an integer, as `int` itself writes them: an enum or a subclass may say anything.
pub(crate) fn digits(number: &Bound<'_, PyInt>) -> PyResult<String> {
    number.py().get_type::<PyInt>().call_method1("__repr__", (number,))?.extract()
}
