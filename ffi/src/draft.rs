//! Common base of messages and parts: fields that are set one by one, and errors of setters that are stored.

use std::borrow::Cow;
use std::ffi::c_char;
use std::sync::OnceLock;

use smsbat_core::{Class, Object, Problem, Record, SetError, Value, ValueRef, binding};

use crate::boundary;
use crate::error::{Fault, smsbat_code};
use crate::handle::{Owned, exclusive, shared};
use crate::string::{CText, read};

/// A message or part under construction.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    object: Object,
    /// Stored errors, each with its field.
    mistakes: Vec<(&'static str, Problem)>,
    wire: OnceLock<CText>,
}

/// A handle that is a draft.
pub(crate) trait Drafted: Owned {
    fn draft(&self) -> &Draft;
    fn draft_mut(&mut self) -> &mut Draft;
}

/// Returns true if a path is that of a field or setting, or below it.
pub(crate) fn is_within(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
}

/// Converts a fault into a problem at `path`, or below it.
pub(crate) fn problem_of(path: &str, fault: &Fault) -> Problem {
    let placed = |problem: &Problem| match is_within(problem.path(), path) {
        true => problem.clone(),
        false => binding::problem(path, problem.rule(), problem.message()),
    };
    match fault {
        Fault::Argument(problem) => placed(problem),
        Fault::Core(error) => match error.problems() {
            [only] => placed(only),
            _ => binding::problem(path, "setting", format!("is wrong: {}", error.message())),
        },
    }
}

fn refused(path: &str, rule: &str, message: impl Into<String>) -> Fault {
    binding::validation(vec![binding::problem(path, rule, message)]).into()
}

#[cold]
fn not_set(record: &Record, field: &'static str, error: &SetError) -> Fault {
    let rule = if matches!(error, SetError::NoSuchField { .. }) { "no_such_field" } else { "type" };
    refused(wire_name(record, field), rule, format!("cannot be set: {error}"))
}

impl Draft {
    pub(crate) fn new(class: &'static Class) -> Self {
        Self::of(Record::new(class).into())
    }

    fn of(object: Object) -> Self {
        Self { object, mistakes: Vec::new(), wire: OnceLock::new() }
    }

    /// Makes a draft that cannot be used, with the reason.
    pub(crate) fn unusable(path: &str, rule: &str, message: impl Into<String>) -> Self {
        let mut draft = Self::of(Object::Plain(empty()));
        draft.mistakes.push(("", binding::problem(path, rule, message)));
        draft
    }

    /// Makes a draft of the caller's own object.
    ///
    /// # Safety
    /// `json` is `NULL` or a text that ends with a NUL.
    pub(crate) unsafe fn plain(json: *const c_char) -> Self {
        // SAFETY: the caller's promise.
        match unsafe { read(json, "json") } {
            Err(fault) => {
                let mut draft = Self::of(Object::Plain(empty()));
                draft.mistakes.push(("", problem_of("json", &fault)));
                draft
            }
            Ok(text) => match smsbat_core::Json::object(text) {
                Ok(json) => Self::of(json.into()),
                Err(error) => Self::unusable("json", "object", error.to_string()),
            },
        }
    }

    /// Returns the object for a call, or the stored mistakes with paths below `place`.
    pub(crate) fn object(&self, place: impl FnOnce() -> String) -> Result<&Object, Vec<Problem>> {
        if self.mistakes.is_empty() {
            return Ok(&self.object);
        }
        let place = place();
        Err(self.mistakes().map(|m| binding::below(m, &place)).collect())
    }

    /// Returns the object. With mistakes, it comes without the fields that have any, and with the first one.
    pub(crate) fn into_object(mut self) -> (Object, Option<Problem>) {
        if let Object::Typed(record) = &mut self.object {
            for (field, _) in &self.mistakes {
                // An earlier value is not the one that the program wanted. A field of another class has none.
                let _ = record.set(field, Value::Null);
            }
        }
        (self.object, self.mistakes.into_iter().next().map(|(_, problem)| problem))
    }

    fn mistakes(&self) -> impl Iterator<Item = &Problem> {
        self.mistakes.iter().map(|(_, problem)| problem)
    }

    /// Returns the JSON that is sent, as C text.
    pub(crate) fn wire(&self) -> &CText {
        self.wire.get_or_init(|| CText::new(binding::wire(&self.object)))
    }

    /// Changes one field of an object of `class`, or of any class if that is `None`.
    fn change(
        &mut self,
        class: Option<&str>,
        field: &'static str,
        value: impl FnOnce(&Record) -> Result<Value, Fault>,
    ) -> Result<(), Fault> {
        self.wire.take();
        self.try_change(class, field, value).map_err(|fault| self.keep(field, fault))
    }

    /// Stores a mistake and returns it.
    #[cold]
    fn keep(&mut self, field: &'static str, fault: Fault) -> Fault {
        let path = self.path(field);
        self.mistakes.push((field, binding::placed(&problem_of(path, &fault), path, field)));
        fault
    }

    fn try_change(
        &mut self,
        class: Option<&str>,
        field: &'static str,
        value: impl FnOnce(&Record) -> Result<Value, Fault>,
    ) -> Result<(), Fault> {
        let Object::Typed(record) = &mut self.object else {
            return Err(refused(field, "plain", "cannot be set: this is a plain object"));
        };
        let own = record.class();
        if class.is_some_and(|class| class != own.name) {
            let message = format!("cannot be set: this is a {}", own.name);
            return Err(refused(wire_name(record, field), "no_such_field", message));
        }
        let value = value(record)?;
        let set = match own.position(field) {
            Some(position) => record.set_at(position, value),
            None => Err(SetError::NoSuchField { class: own.name, field: field.to_owned() }),
        };
        set.map_err(|error| not_set(record, field, &error))
    }

    fn path(&self, field: &'static str) -> &'static str {
        self.object.record().map_or(field, |record| wire_name(record, field))
    }

    /// Drops the earlier mistakes of a field before it is set again.
    #[inline]
    fn forget(&mut self, field: &'static str) {
        if !self.mistakes.is_empty() {
            self.mistakes.retain(|(of, _)| *of != field);
        }
    }

    /// Adds the mistakes of a part, which is at `index` of a list.
    fn adopt(&mut self, field: &'static str, part: &Draft, index: Option<usize>) {
        let room = MOST_MISTAKES.saturating_sub(self.mistakes.len());
        let index = index.map(|index| format!("[{index}]")).unwrap_or_default();
        let (wire, name) = (format!("{}{index}", self.path(field)), format!("{field}{index}"));
        let names = self.object.record().map_or(&[][..], |record| names(record, field));
        self.mistakes.extend(part.mistakes.iter().take(room).map(|(own, mistake)| {
            let path = part.path_as(own, mistake, names);
            (field, binding::placed(mistake, &joined(&wire, &path), &joined(&name, mistake.argument())))
        }));
    }

    /// Returns the path of a mistake on the wire, where the fields of this part have these names.
    fn path_as<'a>(&self, field: &str, mistake: &'a Problem, names: &[&str]) -> Cow<'a, str> {
        let renamed = || {
            let class = self.object.record()?.class();
            let position = class.position(field)?;
            let rest = mistake.path().strip_prefix(class.fields.get(position)?.wire)?;
            Some(format!("{}{rest}", names.get(position)?.split('+').next()?).into())
        };
        renamed().unwrap_or_else(|| mistake.path().into())
    }
}

fn joined(parent: &str, path: &str) -> String {
    let dot = if parent.is_empty() || path.is_empty() { "" } else { "." };
    format!("{parent}{dot}{path}")
}

/// Returns the wire names of the fields of a part in this field, if they differ from the part's own.
fn names(record: &Record, field: &str) -> &'static [&'static str] {
    let class = record.class();
    class.position(field).and_then(|i| class.fields.get(i)).map_or(&[], |field| field.names)
}

/// Returns the path of a field on the wire, or its name if the class does not have it.
fn wire_name(record: &Record, field: &'static str) -> &'static str {
    let class = record.class();
    class.position(field).map_or(field, |i| class.fields[i].wire)
}

/// Largest number of stored mistakes. A part that is repeatedly added to itself would double them each time.
const MOST_MISTAKES: usize = 1000;

fn empty() -> smsbat_core::Json {
    // `{}` is an object, so this cannot fail.
    smsbat_core::Json::object("{}").unwrap_or_else(|_| unreachable!())
}

/// Runs one change of a draft.
///
/// # Safety
/// `target` is `NULL` or a live object that no other thread uses.
unsafe fn run<T: Drafted>(target: *mut T, body: impl FnOnce(&mut Draft) -> Result<(), Fault>) -> smsbat_code {
    // SAFETY: the caller's promise.
    boundary::code(|| body(unsafe { exclusive(target) }?.draft_mut()))
}

/// Sets a text.
///
/// # Safety
/// `target` as [`run`]; `value` is `NULL` or a text that ends with a NUL.
pub(crate) unsafe fn set_text<T: Drafted>(
    target: *mut T,
    class: Option<&str>,
    field: &'static str,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promise.
    unsafe {
        run(target, |draft| {
            draft.forget(field);
            draft.change(class, field, |_| Ok(Value::from(read(value, field)?)))
        })
    }
}

/// Sets JSON of the caller's own.
///
/// # Safety
/// As [`set_text`].
pub(crate) unsafe fn set_json<T: Drafted>(
    target: *mut T,
    class: Option<&str>,
    field: &'static str,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promise.
    unsafe {
        run(target, |draft| {
            draft.forget(field);
            draft.change(class, field, |_| {
                let json = binding::json(read(value, field)?).ok_or_else(|| Fault::not_json(field))?;
                Ok(Value::from(json))
            })
        })
    }
}

/// Sets a text, unless it is `NULL`: a missing required field is reported when the message is sent.
///
/// # Safety
/// As [`set_text`].
pub(crate) unsafe fn set_given_text<T: Drafted>(
    target: *mut T,
    class: Option<&str>,
    field: &'static str,
    value: *const c_char,
) {
    if !value.is_null() {
        // SAFETY: the caller's promise. The mistake is stored; there is no caller to return it to.
        unsafe { set_text(target, class, field, value) };
    }
}

/// Sets a part, unless it is `NULL`.
///
/// # Safety
/// As [`set_part`].
pub(crate) unsafe fn set_given_part<T: Drafted, P: Drafted>(
    target: *mut T,
    class: Option<&str>,
    field: &'static str,
    part: *const P,
) {
    if !part.is_null() {
        // SAFETY: the caller's promise. The mistake is stored; there is no caller to return it to.
        unsafe { set_part(target, class, field, part) };
    }
}

/// Sets a value that is not a text.
///
/// # Safety
/// `target` as [`run`].
pub(crate) unsafe fn set<T: Drafted>(
    target: *mut T,
    class: Option<&str>,
    field: &'static str,
    value: Value,
) -> smsbat_code {
    // SAFETY: the caller's promise.
    unsafe {
        run(target, |draft| {
            draft.forget(field);
            draft.change(class, field, |_| Ok(value))
        })
    }
}

/// Sets a part.
///
/// # Safety
/// `target` as [`run`]; `part` is `NULL` or a live part that does not change meanwhile.
pub(crate) unsafe fn set_part<T: Drafted, P: Drafted>(
    target: *mut T,
    class: Option<&str>,
    field: &'static str,
    part: *const P,
) -> smsbat_code {
    // SAFETY: the caller's promise. A part may be set into itself: the copy is made before the change.
    unsafe {
        let part = shared(part).map(|part| part.draft().clone());
        run(target, |draft| {
            draft.forget(field);
            let value = part.map(|part| {
                draft.adopt(field, &part, None);
                Value::Part(Box::new(part.object))
            });
            draft.change(class, field, |_| value)
        })
    }
}

/// Adds a text to a list.
///
/// # Safety
/// As [`set_text`].
pub(crate) unsafe fn add_text<T: Drafted>(
    target: *mut T,
    class: Option<&str>,
    field: &'static str,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promise.
    unsafe {
        run(target, |draft| {
            draft.change(class, field, |record| {
                let mut list = if let ValueRef::Texts(list) = record.get(field) { list.to_vec() } else { Vec::new() };
                list.push(read(value, field)?.to_owned());
                Ok(Value::Texts(list))
            })
        })
    }
}

/// Adds a part to a list.
///
/// # Safety
/// As [`set_part`].
pub(crate) unsafe fn add_part<T: Drafted, P: Drafted>(
    target: *mut T,
    class: Option<&str>,
    field: &'static str,
    part: *const P,
) -> smsbat_code {
    // SAFETY: the caller's promise. A part may be added to itself: the copy is made before the change.
    unsafe {
        let part = shared(part).map(|part| part.draft().clone());
        run(target, |draft| {
            let length = match draft.object.record().map(|r| r.get(field)) {
                Some(ValueRef::Parts(list)) => list.len(),
                _ => 0,
            };
            let object = part.map(|part| {
                draft.adopt(field, &part, Some(length));
                part.object
            });
            draft.change(class, field, |record| {
                let mut list = if let ValueRef::Parts(list) = record.get(field) { list.to_vec() } else { Vec::new() };
                list.push(object?);
                Ok(Value::Parts(list.into()))
            })
        })
    }
}

/// Sets one of the named values of a field, and replaces an earlier value of that name.
///
/// # Safety
/// `target` as [`run`]; `name` is `NULL` or a text that ends with a NUL.
pub(crate) unsafe fn set_param<T: Drafted>(
    target: *mut T,
    class: Option<&str>,
    field: &'static str,
    name: *const c_char,
    value: impl FnOnce() -> Result<Value, Fault>,
) -> smsbat_code {
    // SAFETY: the caller's promise.
    unsafe {
        run(target, |draft| {
            draft.change(class, field, |record| {
                let (name, value) = (read(name, field)?, value()?);
                let mut list = if let ValueRef::Params(list) = record.get(field) { list.to_vec() } else { Vec::new() };
                match list.iter_mut().find(|(n, _)| n == name) {
                    Some(entry) => entry.1 = value,
                    None => list.push((name.to_owned(), value)),
                }
                Ok(Value::Params(list))
            })
        })
    }
}

/// Sets one of the named values of a field to a text.
///
/// # Safety
/// As [`set_param`], and `value` as `name`.
pub(crate) unsafe fn set_param_text<T: Drafted>(
    target: *mut T,
    class: Option<&str>,
    field: &'static str,
    name: *const c_char,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promise.
    unsafe { set_param(target, class, field, name, || Ok(Value::from(read(value, field)?))) }
}
