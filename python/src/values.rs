//! Values of fields, from Python and to Python.

use std::ops::Range;

use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyList, PyMapping, PyString, PyTuple};
use smsbat_core::binding::{self, Edit};
use smsbat_core::{Class, Kind, MAX_MESSAGES, Object, Outcome, Parts, Record, Value, ValueRef};

use crate::error::{SURROGATE, type_name};
use crate::items::Items;
use crate::json;
use crate::model::Model;
use crate::numbers::TOO_LARGE;
use crate::phone::Phone;
use crate::rows::Maker;
use crate::{error, ready};

/// Sets the field at `index` from a Python value. A wrong type is a `TypeError` that names the field.
pub(crate) fn set(record: &mut Edit<'_>, index: usize, given: &Bound<'_, PyAny>) -> PyResult<()> {
    // Nearly every value is a text of no subclass, for a field that takes it as it is.
    if let Ok(text) = given.cast_exact::<PyString>()
        && let Ok(text) = text.to_str()
        && record.set_text(index, text)
    {
        return Ok(());
    }
    let value = Reader { class: record.class(), index }.read(given)?;
    record.set_at(index, value).map_err(|e| PyTypeError::new_err(format!("{e}, not {}", type_name(given))))
}

struct Reader {
    class: &'static Class,
    index: usize,
}

impl Reader {
    /// `Class.field`, or with the variant `Action.open_url.url`.
    fn path(&self) -> String {
        let class = self.class;
        let variant = class.variant.map(|v| format!(".{v}")).unwrap_or_default();
        format!("{}{variant}.{}", class.name, class.fields[self.index].name)
    }

    fn wrong(&self, given: &Bound<'_, PyAny>) -> PyErr {
        // No field of a message holds an outcome, so the core says what it does hold.
        let said = Record::new(self.class).set_at(self.index, Value::Outcome(Outcome::Unknown));
        let said = said.map_or_else(|e| e.to_string(), |()| self.path());
        PyTypeError::new_err(format!("{said}, not {}", type_name(given)))
    }

    fn read(&self, given: &Bound<'_, PyAny>) -> PyResult<Value> {
        if given.is_none() {
            return Ok(Value::Null);
        }
        match self.class.fields[self.index].kind {
            Kind::Count | Kind::Number => self.integer(given, &|| self.path()),
            Kind::Flag => match given.cast::<PyBool>() {
                Ok(flag) => Ok(Value::Bool(flag.is_true())),
                Err(_) => Err(self.wrong(given)),
            },
            Kind::Time => {
                time(given, &self.path())?.map_or_else(|| Err(self.wrong(given)), |text| Ok(Value::from(text)))
            }
            Kind::Texts(..) | Kind::PhoneList(_) => self.texts(given),
            Kind::Json => {
                let text = json::text(given, &|| self.path())?;
                Ok(binding::json(&text).map_or(Value::Null, Value::from))
            }
            Kind::Part(classes) => part(given, classes, &|| self.path()).map(|part| Value::Part(Box::new(part))),
            Kind::Parts(classes, ..) => {
                let parts = self.items(given)?.iter().enumerate();
                let parts = parts.map(|(i, one)| part(&one, classes, &|| format!("{}[{i}]", self.path())));
                parts.collect::<PyResult<_>>().map(Value::Parts)
            }
            Kind::Params => self.params(given),
            _ => self.text(given, &|| self.path()).map(Value::from),
        }
    }

    fn takes_phone(&self) -> bool {
        matches!(self.class.fields[self.index].kind, Kind::Phone | Kind::PhoneDigits | Kind::PhoneList(_))
    }

    fn is_text(&self, given: &Bound<'_, PyAny>) -> bool {
        given.is_instance_of::<PyString>() || (self.takes_phone() && given.is_instance_of::<Phone>())
    }

    /// `path` names the text in errors, and is made only for one.
    fn text<'t>(&self, given: &'t Bound<'_, PyAny>, path: &dyn Fn() -> String) -> PyResult<&'t str> {
        if let Ok(phone) = given.cast::<Phone>()
            && self.takes_phone()
        {
            return Ok(&phone.get().e164);
        }
        let text = given.cast::<PyString>().map_err(|_| self.wrong(given))?;
        text.to_str().map_err(|_| error::invalid(given.py(), &path(), "unicode", SURROGATE))
    }

    fn integer(&self, given: &Bound<'_, PyAny>, path: &dyn Fn() -> String) -> PyResult<Value> {
        if given.is_instance_of::<PyBool>() {
            return Err(self.wrong(given));
        }
        given.extract::<i64>().map(Value::Int).map_err(|e| {
            if e.is_instance_of::<pyo3::exceptions::PyOverflowError>(given.py()) {
                error::invalid(given.py(), &path(), "range", TOO_LARGE)
            } else {
                self.wrong(given)
            }
        })
    }

    /// Anything that can be iterated, except text and mappings, whose items are not what is meant.
    fn items<'py>(&self, given: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
        let single = given.is_instance_of::<PyString>() || given.is_instance_of::<PyDict>();
        if single || given.is_instance_of::<Model>() {
            return Err(self.wrong(given));
        }
        let list = PyList::empty(given.py());
        let most = match self.class.fields[self.index].kind {
            Kind::Texts(_, most) | Kind::PhoneList(most) | Kind::Parts(_, _, most) => most,
            _ => usize::MAX,
        };
        for item in Items::up_to(given, &self.path(), most).map_err(|_| self.wrong(given))? {
            list.append(item?)?;
        }
        Ok(list)
    }

    fn texts(&self, given: &Bound<'_, PyAny>) -> PyResult<Value> {
        let texts = self.items(given)?;
        let texts = texts.iter().enumerate();
        let path = |i: usize| format!("{}[{i}]", self.path());
        let texts = texts.map(|(i, text)| match self.is_text(&text) {
            true => self.text(&text, &|| path(i)).map(str::to_owned),
            false => Err(PyTypeError::new_err(format!("{} must be text, not {}", path(i), type_name(&text)))),
        });
        texts.collect::<PyResult<Vec<_>>>().map(Value::Texts)
    }

    fn params(&self, given: &Bound<'_, PyAny>) -> PyResult<Value> {
        let mapping = given.cast::<PyMapping>().map_err(|_| self.wrong(given))?;
        let mut params = Vec::new();
        for item in mapping.items()?.iter() {
            let (key, value) = item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
            let key = self.text(&key, &|| self.path())?;
            let path = || format!("{}.{}", self.path(), key.escape_debug());
            let value = match value.is_instance_of::<PyString>() {
                true => Value::from(self.text(&value, &path)?),
                false => self.integer(&value, &path)?,
            };
            params.push((key.to_owned(), value));
        }
        Ok(Value::Params(params))
    }
}

/// A part of one of these classes, or a dict. A wrong one is a `TypeError` that names it.
fn part(given: &Bound<'_, PyAny>, classes: &[&'static Class], path: &dyn Fn() -> String) -> PyResult<Object> {
    if let Some(part) = object(given, path)?.filter(|part| binding::takes_part(classes, part)) {
        return Ok(part);
    }
    let mut names: Vec<&str> = classes.iter().map(|class| class.name).collect();
    names.dedup();
    let message = format!("{} must be {} or a dict, not {}", path(), names.join(", "), type_name(given));
    Err(PyTypeError::new_err(message))
}

/// A time as text: ISO 8601, or a `datetime` with a zone; `None` for anything else.
pub(crate) fn time(given: &Bound<'_, PyAny>, path: &str) -> PyResult<Option<String>> {
    let py = given.py();
    if let Ok(text) = given.cast::<PyString>() {
        return error::unicode(py, text, path).map(Some);
    }
    if !given.is_instance(&py.import("datetime")?.getattr("datetime")?)? {
        return Ok(None);
    }
    if given.call_method0("utcoffset")?.is_none() {
        let message = "is a datetime without a time zone; give it one, such as tzinfo=datetime.timezone.utc";
        return Err(error::invalid(py, path, "time", message));
    }
    given.call_method0("isoformat")?.extract().map(Some)
}

/// One message or part, or any number of them; one more than are allowed is enough to be refused. `advice` says how to make
/// one, to those who give a text.
pub(crate) fn objects(given: &Bound<'_, PyAny>, name: &str, what: &str, advice: &str) -> PyResult<Vec<Object>> {
    if let Some(one) = object(given, &|| format!("{name}[0]"))? {
        return Ok(vec![one]);
    }
    let refused = || {
        let (kind, advice) = (type_name(given), of_a_mapping(given));
        PyTypeError::new_err(format!("{name} must be {what}, a dict or several of them, not {kind}{advice}"))
    };
    if given.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err(format!("{}; {advice}", refused().value(given.py()))));
    }
    enum Found {
        Typed(Record),
        Plain(Range<usize>),
    }
    // All dicts are written into one text, of which each message is a part.
    let mut writer = json::Writer::new();
    let room = given.len().unwrap_or(0).min(MAX_MESSAGES + 1);
    let mut found = Vec::with_capacity(room);
    for (i, item) in Items::up_to(given, name, MAX_MESSAGES).map_err(|_| refused())?.enumerate() {
        let item = item?;
        if let Ok(dict) = item.cast::<PyDict>() {
            found.push(Found::Plain(writer.append_dict(dict, &|| format!("{name}[{i}]"))?));
            if i == 0 {
                writer.reserve(room.saturating_sub(1));
            }
        } else if let Ok(model) = item.cast::<Model>() {
            found.push(Found::Typed(model.get().record.clone()));
        } else {
            let (kind, advice) = (type_name(&item), of_a_mapping(&item));
            return Err(PyTypeError::new_err(format!("{name}[{i}] must be {what} or a dict, not {kind}{advice}")));
        }
    }
    let (text, members) = writer.finish(given.py())?;
    let mut written = binding::Written::new(text, members);
    let objects = found.into_iter().map(|one| match one {
        Found::Typed(record) => Object::Typed(record),
        Found::Plain(place) => Object::Plain(written.object(place)),
    });
    Ok(objects.collect())
}

/// Advice for a mapping that is not a dict; empty for anything else.
fn of_a_mapping(given: &Bound<'_, PyAny>) -> &'static str {
    if given.cast::<PyMapping>().is_ok() { "; dict(…) makes a dict of it" } else { "" }
}

/// A message or part, or a dict that goes out as given; `None` for anything else.
pub(crate) fn object(given: &Bound<'_, PyAny>, path: &dyn Fn() -> String) -> PyResult<Option<Object>> {
    if let Ok(model) = given.cast::<Model>() {
        return Ok(Some(Object::Typed(model.get().record.clone())));
    }
    match given.cast::<PyDict>() {
        Ok(dict) => json::object(dict, path).map(|json| Some(Object::Plain(json))),
        Err(_) => Ok(None),
    }
}

/// The Python value of a field.
pub(crate) fn to_python<'py>(py: Python<'py>, value: ValueRef<'_>) -> PyResult<Bound<'py, PyAny>> {
    match value {
        ValueRef::Null => Ok(py.None().into_bound(py)),
        ValueRef::Bool(flag) => flag.into_bound_py_any(py),
        ValueRef::Int(number) => number.into_bound_py_any(py),
        ValueRef::Decimal(text) => py.import("decimal")?.call_method1("Decimal", (text,)),
        // Shared by all rows: nearly every row has this text.
        ValueRef::Text("accepted") => Ok(intern!(py, "accepted").clone().into_any()),
        ValueRef::Text(text) => text.into_bound_py_any(py),
        ValueRef::Texts(texts) => texts.into_bound_py_any(py),
        ValueRef::Part(part) => object_to_python(py, part, &mut Maker::default()),
        ValueRef::Parts(list) => Ok(PyList::new(py, parts(py, list)?)?.into_any()),
        ValueRef::Params(params) => {
            let dict = PyDict::new(py);
            for (name, value) in params {
                dict.set_item(name, to_python(py, value.into())?)?;
            }
            Ok(dict.into_any())
        }
        ValueRef::Outcome(outcome) => outcome_word(py, outcome),
        ValueRef::Json(text) => json::parse(py, text.as_str()),
    }
}

/// The Python word for an outcome.
pub(crate) fn outcome_word(py: Python<'_>, outcome: Outcome) -> PyResult<Bound<'_, PyAny>> {
    let ready = ready::get(py)?;
    let position = Outcome::ALL.iter().position(|known| *known == outcome).unwrap_or_default();
    match ready.outcomes.get(position) {
        Some(word) => Ok(word.bind(py).clone()),
        None => Err(error::raise(py, &smsbat_core::Error::internal("an outcome without a name"))),
    }
}

/// The Python values of many parts.
pub(crate) fn parts<'py>(py: Python<'py>, parts: &Parts) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let mut maker = Maker::default();
    // Rows of a reply are records without becoming a slice.
    let part = |index| match parts.record(index) {
        Some(record) => maker.make(py, record),
        None => {
            parts.get(index).map_or_else(|| Ok(py.None().into_bound(py)), |part| object_to_python(py, part, &mut maker))
        }
    };
    (0..parts.len()).map(part).collect()
}

pub(crate) fn object_to_python<'py>(
    py: Python<'py>,
    object: &Object,
    maker: &mut Maker,
) -> PyResult<Bound<'py, PyAny>> {
    match object {
        Object::Typed(record) => maker.make(py, record.clone()),
        Object::Plain(json) => json::parse(py, json.as_str()),
    }
}

/// Value of an attribute that the response does not contain.
pub(crate) fn absent(py: Python<'_>, kind: Kind) -> PyResult<Bound<'_, PyAny>> {
    match kind {
        Kind::Flag => false.into_bound_py_any(py),
        Kind::Texts(..) | Kind::PhoneList(_) => Ok(PyList::empty(py).into_any()),
        Kind::Parts(..) => Ok(PyTuple::empty(py).into_any()),
        Kind::Params => Ok(PyDict::new(py).into_any()),
        Kind::Outcome => to_python(py, ValueRef::Outcome(Outcome::Unknown)),
        _ => Ok(py.None().into_bound(py)),
    }
}

/// A time that is an argument of a method.
pub(crate) fn argument_time(given: &Bound<'_, PyAny>, name: &str) -> PyResult<String> {
    time(given, name)?.ok_or_else(|| {
        let message = format!("{name} must be a datetime with a zone or text, not {}", type_name(given));
        PyTypeError::new_err(message)
    })
}

/// A list of replies.
pub(crate) fn replies<'py>(py: Python<'py>, records: impl IntoIterator<Item = Record>) -> PyResult<Bound<'py, PyList>> {
    let mut maker = Maker::default();
    let replies: Vec<_> = records.into_iter().map(|record| maker.make(py, record)).collect::<PyResult<_>>()?;
    PyList::new(py, replies)
}
