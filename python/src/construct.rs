//! Calls of the classes of messages and parts with keyword arguments, which fill the record directly.
//!
//! pyo3 gives a class no vectorcall function. Without one, the interpreter makes a tuple and a dict of the arguments of
//! every message, and each name is looked up as text. The constructor of pyo3 takes all other calls, and reports what is
//! wrong with them.
#![allow(unsafe_code)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::slice;

use pyo3::PyClass;
use pyo3::exceptions::{PySystemError, PyTypeError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};
use smsbat_core::{Class, Record};

use crate::model::Model;
use crate::untracked::untrack;
use crate::values;

/// A class whose arguments are the fields of one table.
pub(crate) trait Construct: PyClass<BaseType = Model> {
    /// The unit value of the class.
    const UNIT: Self;
    /// The table.
    fn class() -> &'static Class;
    /// Names of the fields, interned as those of a caller are.
    fn names() -> &'static PyOnceLock<Vec<Py<PyString>>>;
}

/// Implements [`Construct`] for these classes, and adds their functions.
macro_rules! construct {
    ($($name:ident)*) => {
        $(impl crate::construct::Construct for $name {
            const UNIT: Self = Self;

            fn class() -> &'static Class {
                core::$name::class()
            }

            fn names() -> &'static pyo3::sync::PyOnceLock<Vec<Py<pyo3::types::PyString>>> {
                static NAMES: pyo3::sync::PyOnceLock<Vec<Py<pyo3::types::PyString>>> = pyo3::sync::PyOnceLock::new();
                &NAMES
            }
        })*

        /// Adds the functions that take keyword arguments.
        fn install_constructors(py: Python<'_>) -> PyResult<()> {
            let Some(place) = crate::construct::place(py)? else { return Ok(()) };
            $(crate::construct::install::<$name>(py, place);)*
            Ok(())
        }
    };
}

pub(crate) use construct;

/// Words of a type object before its size and before the place where its instances have a vectorcall function: the same
/// in every version since 3.8.
const SIZE: usize = 4;
const OFFSET: usize = 7;

/// Returns the word of a class at which the interpreter looks for its vectorcall function; `None` if its type objects
/// are built in another way than is known here.
pub(crate) fn place(py: Python<'_>) -> PyResult<Option<usize>> {
    let class = py.get_type::<PyType>();
    let size: usize = class.getattr("__basicsize__")?.extract()?;
    let words = class.as_ptr().cast::<usize>();
    // SAFETY: every type object is longer than these words.
    let (found, offset) = unsafe { (*words.add(SIZE), *words.add(OFFSET)) };
    let word = offset / size_of::<usize>();
    if found != size || offset % size_of::<usize>() != 0 || !(OFFSET..size / size_of::<usize>()).contains(&word) {
        return Ok(None);
    }
    // `type` itself is called in this way, so a word that is empty is another one.
    // SAFETY: the word lies within the object, whose size the interpreter has told.
    Ok((unsafe { *words.add(word) } != 0).then_some(word))
}

/// Makes the interpreter call `call` for this class.
pub(crate) fn install<T: Construct>(py: Python<'_>, place: usize) {
    let names = T::class().fields.iter().map(|field| PyString::intern(py, field.name).unbind());
    T::names().get_or_init(py, || names.collect());
    let function: ffi::vectorcallfunc = call::<T>;
    // SAFETY: `place` is the word of type objects for a function of this type, and nobody has called the class yet.
    unsafe { *T::type_object_raw(py).cast::<Option<ffi::vectorcallfunc>>().add(place) = Some(function) }
}

/// Differences between the classes. The functions below take them as a value, so that each is compiled once.
struct Shape {
    table: &'static Class,
    names: &'static PyOnceLock<Vec<Py<PyString>>>,
    object: fn(Python<'_>, Record) -> PyResult<Py<PyAny>>,
}

/// Arguments of a call, in the order in which the interpreter gives them.
struct Given<'a> {
    /// Values by position, then by name.
    values: &'a [*mut ffi::PyObject],
    names: Option<&'a Bound<'a, PyTuple>>,
}

unsafe extern "C" fn call<T: Construct>(
    class: *mut ffi::PyObject,
    arguments: *const *mut ffi::PyObject,
    count: usize,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    let shape = Shape { table: T::class(), names: T::names(), object: object::<T> };
    // SAFETY: the interpreter calls this with its lock held; the arguments are those that it gave.
    unsafe { called(&shape, class, arguments, count, names) }
}

unsafe fn called(
    shape: &Shape,
    class: *mut ffi::PyObject,
    arguments: *const *mut ffi::PyObject,
    count: usize,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: the caller holds the interpreter's lock.
    let py = unsafe { Python::assume_attached() };
    let made = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: a tuple of texts, or null.
        let names = unsafe { Bound::from_borrowed_ptr_or_opt(py, names) };
        let names = names.map(|names| names.cast_into::<PyTuple>()).transpose()?;
        // The upper bit is a flag of the caller.
        let by_position = count & (usize::MAX >> 1);
        let all = by_position + names.as_ref().map_or(0, |names| names.len());
        // SAFETY: the interpreter gives as many values as arguments by position and names together.
        let values = if all == 0 { &[] } else { unsafe { slice::from_raw_parts(arguments, all) } };
        let given = Given { values, names: names.as_ref() };
        match by_name(py, shape, &given) {
            Some(made) => made.map(Py::into_ptr),
            None => otherwise(py, shape.table, class, &given),
        }
    }));
    let made = made.unwrap_or_else(|_| Err(PySystemError::new_err("smsbat failed in its own code")));
    made.unwrap_or_else(|e| {
        e.restore(py);
        std::ptr::null_mut()
    })
}

/// Makes an object from names alone that are all known; `None` for any other call.
fn by_name(py: Python<'_>, shape: &Shape, given: &Given<'_>) -> Option<PyResult<Py<PyAny>>> {
    let fields = shape.names.get(py)?;
    let count = given.names.map_or(0, |names| names.len());
    if given.values.len() != count {
        return None;
    }
    let mut places = [0; 32];
    for (i, place) in places.get_mut(..count)?.iter_mut().enumerate() {
        // Names of a program are interned, so the same object is the same name.
        let name = given.names?.get_borrowed_item(i).ok()?.as_ptr();
        *place = fields.iter().position(|field| field.as_ptr() == name)?;
    }
    let make = || {
        let mut record = Record::new(shape.table);
        let mut edit = record.edit();
        for (place, value) in places.iter().zip(given.values) {
            // SAFETY: the caller holds its arguments until the call ends.
            let value = unsafe { Bound::from_borrowed_ptr(py, *value) };
            values::set(&mut edit, *place, &value)?;
        }
        edit.fill();
        (shape.object)(py, record)
    };
    Some(make())
}

fn object<T: Construct>(py: Python<'_>, record: Record) -> PyResult<Py<PyAny>> {
    let object = Bound::new(py, PyClassInitializer::from(Model { record }).add_subclass(T::UNIT))?;
    // A record holds no Python object, and the class has no subclasses and no attributes of its own.
    untrack(object.as_any());
    Ok(object.into_any().unbind())
}

/// Names that other libraries give to arguments of ours.
const MEANT: &[(&str, &[&str])] = &[
    ("to", &["phone", "phone_number", "number", "recipient", "receiver", "msisdn"]),
    ("sender", &["from_", "source", "originator", "alpha_name"]),
    ("text", &["message", "body", "content"]),
];

/// The error for a name that is no argument of the class: what is meant, or else all that there are.
#[cold]
fn unknown(class: &Class, name: &str) -> PyErr {
    let fields = class.fields.iter().map(|field| field.name);
    let of_others = MEANT.iter().find(|(_, names)| names.contains(&name)).map(|(meant, _)| *meant);
    let on_the_wire = || class.fields.iter().find(|field| field.wire == name).map(|field| field.name);
    let advice = match of_others.filter(|meant| class.position(meant).is_some()).or_else(on_the_wire) {
        Some(meant) => format!("did you mean '{meant}'?"),
        None => format!("it takes: {}", fields.collect::<Vec<_>>().join(", ")),
    };
    PyTypeError::new_err(format!("{}() got an unexpected keyword argument '{name}'; {advice}", class.name))
}

/// Calls the class as the interpreter calls one without a vectorcall function.
fn otherwise(
    py: Python<'_>,
    table: &Class,
    class: *mut ffi::PyObject,
    given: &Given<'_>,
) -> PyResult<*mut ffi::PyObject> {
    let by_position = given.values.len() - given.names.map_or(0, |names| names.len());
    let (positional, named) = given.values.split_at(by_position);
    // SAFETY: the caller holds its arguments until the call ends.
    let value = |value: &*mut ffi::PyObject| unsafe { Bound::from_borrowed_ptr(py, *value) };
    let positional = PyTuple::new(py, positional.iter().map(value))?;
    let keywords = PyDict::new(py);
    for (name, argument) in given.names.into_iter().flatten().zip(named) {
        let text = name.cast::<PyString>()?.to_string_lossy();
        if table.position(&text).is_none() {
            return Err(unknown(table, &text));
        }
        keywords.set_item(&name, value(argument))?;
    }
    // SAFETY: this slot of `type` has a function of this type, which returns a new object or sets an error.
    unsafe {
        let slot = ffi::PyType_GetSlot(&raw mut ffi::PyType_Type, ffi::Py_tp_call);
        let call: ffi::ternaryfunc = std::mem::transmute(slot);
        Bound::from_owned_ptr_or_err(py, call(class, positional.as_ptr(), keywords.as_ptr())).map(Bound::into_ptr)
    }
}
