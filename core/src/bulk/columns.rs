//! From named values to a message.

use std::collections::HashMap;

use super::cell::{Cell, Misfit};
use super::options::{BulkOptions, Template};
use super::template::{Get, Pattern};
use crate::error::Error;
use crate::messages::MESSAGE_CLASSES;
use crate::messages::Sms;
use crate::model::{Class, Json, Kind, Object, Record, Value, ValueRef, expected, fits};
use crate::problem::Problem;

/// Which columns matter and where they go.
pub(super) struct Plan {
    /// Names of the columns that matter; a column's number is its place here.
    names: Vec<String>,
    numbers: HashMap<String, usize>,
    /// Explicit names of columns, by argument.
    renamed: HashMap<String, String>,
    base: &'static Class,
    classes: Vec<ClassPlan>,
    /// Number of the column that names the class.
    kind: usize,
    /// Number of the column that names the recipient.
    to: usize,
    /// Whether the template is a text.
    templated: bool,
    /// Columns that templates name.
    needed: Vec<String>,
    has_sender: bool,
}

struct ClassPlan {
    class: &'static Class,
    /// What a row has where its columns say nothing.
    prototype: Record,
    originals: Vec<Value>,
    /// Where each field's value comes from.
    origins: Vec<Origin>,
}

/// Where a value comes from.
enum Origin {
    /// The template, in every row.
    Template,
    /// A text that is filled in.
    Pattern(Pattern),
    /// A part or a list of the template, whose texts are filled in.
    Parts,
    /// The column of this number; `text` if the field takes any text.
    Column { number: usize, text: bool },
}

/// Memory of a row that is used for the next one.
#[derive(Default)]
pub(super) struct Spare {
    pub(super) record: Option<Record>,
    text: String,
}

impl Plan {
    pub(super) fn new(options: &BulkOptions) -> Result<Self, Error> {
        let mut renamed = HashMap::new();
        let known = |name: &str| {
            name == "type" || MESSAGE_CLASSES.iter().flat_map(|c| c.iter()).any(|c| c.position(name).is_some())
        };
        for (argument, column) in &options.columns {
            if !known(argument) {
                let message = format!("'{}' is not an argument of any message", argument.escape_debug());
                return Err(Error::invalid("columns", "known", message));
            }
            renamed.insert(argument.clone(), column.trim().to_owned());
        }
        let mut needed = Vec::new();
        let base = match &options.template {
            Some(Template::Message(record)) => {
                for value in record.values() {
                    collect(value, &mut needed)?;
                }
                record.class()
            }
            Some(Template::Text(template)) => {
                needed.extend(columns_of(template)?);
                Sms::class()
            }
            None => Sms::class(),
        };
        if !MESSAGE_CLASSES.iter().flat_map(|c| c.iter()).any(|c| std::ptr::eq(*c, base)) {
            let message = format!("is a {}, which is not a message of the SMSBAT API", base.name);
            return Err(Error::invalid("template", "type", message));
        }
        let mut plan = Self {
            names: Vec::new(),
            numbers: HashMap::new(),
            renamed,
            base,
            classes: Vec::new(),
            kind: 0,
            to: 0,
            templated: matches!(options.template, Some(Template::Text(_))),
            needed: Vec::new(),
            has_sender: options.sender.is_some(),
        };
        plan.kind = plan.number_of_argument("type");
        plan.to = plan.number_of_argument("to");
        for class in MESSAGE_CLASSES.iter().flat_map(|c| c.iter()) {
            let class_plan = plan.class(class, options)?;
            plan.classes.push(class_plan);
        }
        for name in &needed {
            plan.number(name);
        }
        plan.needed = needed;
        Ok(plan)
    }

    fn class(&mut self, class: &'static Class, options: &BulkOptions) -> Result<ClassPlan, Error> {
        let mut prototype = match &options.template {
            Some(Template::Message(record)) if std::ptr::eq(record.class(), class) => record.clone(),
            _ => Record::new(class),
        };
        let mut origins = Vec::with_capacity(class.fields.len());
        for (field, value) in class.fields.iter().zip(prototype.values()) {
            origins.push(match (value, &options.template) {
                (ValueRef::Null, Some(Template::Text(template))) if field.name == "text" => {
                    Origin::Pattern(Pattern::parse(template, |name| self.number(name))?)
                }
                (ValueRef::Null, _) => {
                    let text = fits(field.kind, ValueRef::Text(""));
                    Origin::Column { number: self.number_of_argument(field.name), text }
                }
                (ValueRef::Text(text), _) if text.contains(['{', '}']) => {
                    Origin::Pattern(Pattern::parse(text, |name| self.number(name))?)
                }
                (ValueRef::Texts(_) | ValueRef::Part(_) | ValueRef::Parts(_) | ValueRef::Params(_), _) => Origin::Parts,
                _ => Origin::Template,
            });
        }
        if let (Some(sender), true) = (&options.sender, prototype.get("sender").is_null()) {
            prototype.put("sender", Value::from(sender.as_str()));
        }
        let originals = prototype.to_values();
        Ok(ClassPlan { class, prototype, originals, origins })
    }

    fn number_of_argument(&mut self, argument: &str) -> usize {
        let name = self.renamed.get(argument).cloned().unwrap_or_else(|| argument.to_owned());
        self.number(&name)
    }

    fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len();
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// Number of a column, if it matters.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.numbers.get(name.trim()).copied()
    }

    /// Number of the column with the recipient; `None` if the template has it.
    pub(super) fn recipient_column(&self) -> Option<usize> {
        let base = self.classes.iter().find(|c| std::ptr::eq(c.class, self.base))?;
        match base.origins.get(base.class.position("to")?)? {
            Origin::Column { number, .. } => Some(*number),
            _ => None,
        }
    }

    /// Name of a column by its number.
    pub(super) fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", String::as_str)
    }

    /// Whether a class is one of the messages of this API.
    pub(super) fn knows(&self, class: &'static Class) -> bool {
        self.classes.iter().any(|c| std::ptr::eq(c.class, class))
    }

    /// Numbers of the columns of a table; what every row needs must be among them.
    pub(super) fn header(&self, names: &[&str]) -> Result<Vec<Option<usize>>, Error> {
        let names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
        let has = |argument: &str| {
            let name = self.renamed.get(argument).map_or(argument, String::as_str);
            names.contains(&name)
        };
        // A file without a header has somebody's cells here, which no error repeats.
        let is_header = names.iter().any(|n| self.column(n).is_some())
            || !names.iter().any(|n| n.contains(char::is_whitespace) || n.len() > 40);
        let shown = || {
            if !is_header {
                return "other columns, or no header".to_owned();
            }
            let names: Vec<_> = names.iter().take(20).map(|n| format!("'{}'", n.escape_debug())).collect();
            names.join(", ")
        };
        for (i, name) in names.iter().enumerate() {
            if self.column(name).is_some() && names[..i].contains(name) {
                let message = format!("has the column '{}' twice", name.escape_debug());
                return Err(Error::invalid("source", "columns", message));
            }
        }
        for name in self.renamed.values().chain(&self.needed) {
            if !names.contains(&name.as_str()) {
                let message = format!("has no column '{}'; it has {}", name.escape_debug(), shown());
                return Err(Error::invalid("source", "columns", message));
            }
        }
        let base = self.classes.iter().find(|c| std::ptr::eq(c.class, self.base));
        let given = |argument: &str| {
            let of_template = base.is_some_and(|b| !b.prototype.get(argument).is_null());
            of_template || has(argument) || (argument == "text" && self.templated)
        };
        if !given("to") {
            let message = format!("has no column 'to'; it has {}. Name yours: columns to=…", shown());
            return Err(Error::invalid("source", "columns", message));
        }
        if !has("type") {
            if !given("sender") && !self.has_sender {
                return Err(Error::invalid(
                    "source",
                    "columns",
                    "has no column 'sender'; give the sender as an option",
                ));
            }
            let needs_text = self.base.fields.iter().any(|f| f.name == "text" && f.required);
            if needs_text && !given("text") {
                let message = format!("has no column 'text'; it has {}. Give a template, or columns text=…", shown());
                return Err(Error::invalid("source", "columns", message));
            }
        }
        Ok(names.iter().map(|name| self.column(name)).collect())
    }

    /// The recipient of a row that cannot be a message, as it was given. A number that has lost digits is nobody's.
    pub(super) fn recipient(&self, cells: &[(usize, Cell<'_>)]) -> Option<String> {
        let mut found = cells.iter().filter(|(number, _)| *number == self.to);
        let (Some((_, cell)), None) = (found.next(), found.next()) else { return None };
        let cell = cell.trimmed();
        if cell.is_null() {
            return None;
        }
        let mut to = String::new();
        match cell {
            Cell::Text(text) | Cell::Number(text) => to.push_str(text),
            other => other.write_phone(&mut to).ok()?,
        }
        (!to.is_empty()).then_some(to)
    }

    /// The message of one row, in the memory of an earlier one.
    pub(super) fn message(&self, cells: &[(usize, Cell<'_>)], spare: &mut Spare) -> Result<Record, Problem> {
        for (i, (number, _)) in cells.iter().enumerate() {
            if cells[..i].iter().any(|(earlier, _)| earlier == number) {
                return Err(Problem::new(self.name(*number), "columns", "is given twice"));
            }
        }
        let get = |number: usize| {
            let cell = cells.iter().find(|(n, _)| *n == number).map(|(_, cell)| cell.trimmed());
            cell.filter(|cell| !cell.is_null())
        };
        let plan = match get(self.kind) {
            None => self.classes.iter().find(|c| std::ptr::eq(c.class, self.base)),
            Some(Cell::Text(name)) => self.classes.iter().find(|c| is_called(c.class, name)),
            Some(_) => None,
        };
        let Some(plan) = plan else {
            let names: Vec<_> = self.classes.iter().filter_map(|c| c.class.tag.map(|(_, tag)| tag)).collect();
            return Err(Problem::new("type", "known", format!("must be one of {}", names.join(", "))));
        };
        let by_number = |number: usize, out: &mut String| match get(number) {
            Some(cell) => match cell.write(out) {
                Ok(()) => Ok(true),
                Err(misfit) => Err(misfit.problem(self.name(number))),
            },
            None => Ok(false),
        };
        let same_class = |record: &Record| std::ptr::eq(record.class(), plan.class);
        let mut record = spare.record.take().filter(same_class).unwrap_or_else(|| plan.prototype.clone());
        let places = record.own().iter_mut().zip(&plan.originals);
        for ((field, origin), (value, original)) in plan.class.fields.iter().zip(&plan.origins).zip(places) {
            match origin {
                Origin::Template => {}
                Origin::Pattern(pattern) => {
                    spare.text.clear();
                    pattern.fill(&mut spare.text, &by_number)?;
                    set_text(value, &spare.text);
                }
                Origin::Parts => {
                    value.clone_from(original);
                    fill(value, self, &by_number)?;
                }
                Origin::Column { number, text } => match get(*number) {
                    Some(Cell::Text(given)) if *text => set_text(value, given),
                    Some(cell) => *value = read(field.kind, &cell).map_err(|misfit| misfit.problem(field.wire))?,
                    None if value != original => value.clone_from(original),
                    None => {}
                },
            }
        }
        Ok(record)
    }
}

/// Puts a text where one stood before, if one did.
fn set_text(value: &mut Value, text: &str) {
    match value {
        Value::Text(before) => {
            before.clear();
            before.push_str(text);
        }
        other => *other = Value::from(text),
    }
}

/// Whether a column `type` means this class: by its word on the wire, or by its name.
fn is_called(class: &Class, name: &str) -> bool {
    let name = name.trim();
    class.tag.is_some_and(|(_, tag)| tag.eq_ignore_ascii_case(name)) || class.name == name
}

/// A cell as the value of a field.
fn read(kind: Kind, cell: &Cell<'_>) -> Result<Value, Misfit> {
    let value = match kind {
        Kind::Phone | Kind::PhoneDigits => {
            let mut text = String::new();
            cell.write_phone(&mut text)?;
            return Ok(Value::from(text));
        }
        _ => value(kind, cell)?,
    };
    let value = value.filter(|value| fits(kind, value.into()));
    value.ok_or_else(|| Misfit::of_type(format!("must be {}", expected(kind))))
}

/// A cell as a value of this kind; `None` if it is nothing of the kind.
fn value(kind: Kind, cell: &Cell<'_>) -> Result<Option<Value>, Misfit> {
    if let Cell::Other(_) = cell {
        cell.write(&mut String::new())?;
    }
    Ok(match kind {
        Kind::Count | Kind::Number => cell.integer().map(Value::Int),
        Kind::Texts(..) => cell.parse().map(Value::Texts),
        Kind::Part(_) => match cell {
            Cell::Parts([part]) => Some(Value::Part(Box::new(part.clone()))),
            other => other
                .json()
                .and_then(|json| Json::object(json).ok())
                .map(|json| Value::Part(Box::new(Object::Plain(json)))),
        },
        Kind::Parts(..) => match cell {
            Cell::Parts(parts) => Some(Value::Parts(parts.to_vec())),
            other => other
                .parse::<Vec<Json>>()
                .filter(|parts| parts.iter().all(|part| part.as_str().starts_with('{')))
                .map(|parts| Value::Parts(parts.into_iter().map(Object::Plain).collect())),
        },
        Kind::Params => cell.parse::<serde_json::Map<String, serde_json::Value>>().and_then(|map| {
            let params = map.into_iter().map(|(name, value)| match value {
                serde_json::Value::String(text) => Some((name, Value::from(text))),
                serde_json::Value::Number(number) => number.as_i64().map(|n| (name, Value::Int(n))),
                _ => None,
            });
            params.collect::<Option<Vec<_>>>().map(Value::Params)
        }),
        // No message has a flag or a decimal; a text is none.
        _ => match cell {
            Cell::Json(_) | Cell::Bool(_) | Cell::Parts(_) => None,
            Cell::Text(text) => Some(Value::from(*text)),
            other => {
                let mut text = String::new();
                other.write(&mut text)?;
                Some(Value::from(text))
            }
        },
    })
}

/// Columns that a text of a template names.
fn columns_of(text: &str) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    Pattern::parse(text, |name| {
        names.push(name.to_owned());
        0
    })?;
    Ok(names)
}

/// Columns that the texts of a template name.
fn collect(value: ValueRef<'_>, needed: &mut Vec<String>) -> Result<(), Error> {
    match value {
        ValueRef::Text(text) => needed.extend(columns_of(text)?),
        ValueRef::Texts(texts) => {
            for text in texts {
                needed.extend(columns_of(text)?);
            }
        }
        ValueRef::Part(part) => collect_part(part, needed)?,
        ValueRef::Parts(parts) => parts.iter().try_for_each(|part| collect_part(part, needed))?,
        ValueRef::Params(params) => params.iter().try_for_each(|(_, value)| collect(value.into(), needed))?,
        _ => {}
    }
    Ok(())
}

fn collect_part(part: &Object, needed: &mut Vec<String>) -> Result<(), Error> {
    part.record().map_or(Ok(()), |record| record.values().try_for_each(|value| collect(value, needed)))
}

/// Fills in the texts of a template.
fn fill(value: &mut Value, plan: &Plan, get: Get<'_>) -> Result<(), Problem> {
    match value {
        Value::Text(text) => {
            if let Some(filled) = filled(text, plan, get)? {
                *value = Value::from(filled);
            }
        }
        Value::Texts(texts) => {
            for text in texts {
                if let Some(filled) = filled(text, plan, get)? {
                    *text = filled;
                }
            }
        }
        Value::Part(part) => fill_part(part, plan, get)?,
        Value::Parts(parts) => parts.iter_mut().try_for_each(|part| fill_part(part, plan, get))?,
        Value::Params(params) => params.iter_mut().try_for_each(|(_, value)| fill(value, plan, get))?,
        _ => {}
    }
    Ok(())
}

fn fill_part(part: &mut Object, plan: &Plan, get: Get<'_>) -> Result<(), Problem> {
    // A plain object goes out as given.
    let Object::Typed(record) = part else { return Ok(()) };
    record.own().iter_mut().try_for_each(|value| fill(value, plan, get))
}

/// The text filled in, if there are braces in it.
fn filled(text: &str, plan: &Plan, get: Get<'_>) -> Result<Option<String>, Problem> {
    if !text.contains(['{', '}']) {
        return Ok(None);
    }
    let mut out = String::with_capacity(text.len() + 32);
    // Templates were read once already, without a mistake.
    if let Ok(pattern) = Pattern::parse(text, |name| plan.column(name).unwrap_or(usize::MAX)) {
        pattern.fill(&mut out, get)?;
    }
    Ok(Some(out))
}
