//! From named values to a message.

use std::collections::HashMap;

use super::options::{BulkOptions, Template};
use super::template::Pattern;
use crate::classes::MESSAGE_CLASSES;
use crate::error::Error;
use crate::messages::{Problem, Sms};
use crate::model::{Class, Json, Kind, Object, Record, Value, ValueRef, expected, fits};

/// The value of a column in one row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing; an empty text counts as nothing too.
    Null,
    /// Text.
    Text(&'a str),
    /// An integer.
    Int(i64),
    /// A number with a fraction, or one that a data frame holds so.
    Float(f64),
    /// True or false.
    Bool(bool),
    /// An object or a list, as JSON.
    Json(&'a str),
    /// Parts of a message, such as a button or cards; one where the argument takes one.
    Parts(&'a [Object]),
}

impl Cell<'_> {
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null | Self::Text("")) || matches!(self, Self::Float(f) if f.is_nan())
    }

    /// Appends the value as text.
    pub(super) fn write(&self, out: &mut String) {
        use std::fmt::Write;
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Null | Self::Parts(_) => Ok(()),
            Self::Text(text) | Self::Json(text) => out.write_str(text),
            Self::Int(number) => write!(out, "{number}"),
            // A column of integers with gaps comes as floats.
            Self::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => write!(out, "{number:.0}"),
            Self::Float(number) => write!(out, "{number}"),
            Self::Bool(flag) => write!(out, "{flag}"),
        };
    }

    fn integer(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => Some(*number as i64),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    fn json(&self) -> Option<&str> {
        match self {
            Self::Json(text) | Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

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
    /// Text of an SMS, compiled.
    text: Option<Pattern>,
    /// Columns that templates name.
    needed: Vec<String>,
    has_sender: bool,
}

struct ClassPlan {
    class: &'static Class,
    prototype: Record,
    /// Number of the column of each field; none where the template has a value.
    columns: Vec<Option<usize>>,
    /// Whether the prototype's texts are templates.
    fills: bool,
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
            renamed.insert(argument.clone(), column.clone());
        }
        let (mut text, mut needed) = (None, Vec::new());
        let base = match &options.template {
            Some(Template::Message(record)) => {
                for value in record.values() {
                    collect(value, &mut needed)?;
                }
                record.class()
            }
            Some(Template::Text(template)) => {
                let pattern = Pattern::parse(template)?;
                needed.extend(pattern.columns().map(str::to_owned));
                text = Some(pattern);
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
            text,
            needed: Vec::new(),
            has_sender: options.sender.is_some(),
        };
        plan.kind = plan.number_of_argument("type");
        for class in MESSAGE_CLASSES.iter().flat_map(|c| c.iter()) {
            let class_plan = plan.class(class, options);
            plan.classes.push(class_plan);
        }
        for name in &needed {
            plan.number(name);
        }
        plan.needed = needed;
        Ok(plan)
    }

    fn class(&mut self, class: &'static Class, options: &BulkOptions) -> ClassPlan {
        let mut prototype = match &options.template {
            Some(Template::Message(record)) if std::ptr::eq(record.class(), class) => record.clone(),
            _ => Record::new(class),
        };
        let fills = prototype.values().any(|v| !v.is_null());
        let columns = class.fields.iter().zip(prototype.values()).map(|(field, value)| {
            let of_template = !value.is_null() || (field.name == "text" && self.text.is_some());
            (!of_template).then(|| self.number_of_argument(field.name))
        });
        let columns = columns.collect();
        if let (Some(sender), true) = (&options.sender, prototype.get("sender").is_null()) {
            prototype.put("sender", Value::from(sender.as_str()));
        }
        ClassPlan { class, prototype, columns, fills }
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
        self.numbers.get(name).copied()
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
        let has = |argument: &str| {
            let name = self.renamed.get(argument).map_or(argument, String::as_str);
            names.contains(&name)
        };
        let shown = || {
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
            of_template || has(argument) || (argument == "text" && self.text.is_some())
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

    /// The message of one row.
    pub(super) fn message(&self, cells: &[(usize, Cell<'_>)]) -> Result<Record, Problem> {
        let get = |number: usize| cells.iter().find(|(n, _)| *n == number).map(|(_, c)| c).filter(|c| !c.is_null());
        let plan = match get(self.kind) {
            None => self.classes.iter().find(|c| std::ptr::eq(c.class, self.base)),
            Some(Cell::Text(name)) => self.classes.iter().find(|c| is_called(c.class, name)),
            Some(_) => None,
        };
        let Some(plan) = plan else {
            let names: Vec<_> = self.classes.iter().filter_map(|c| c.class.tag.map(|(_, tag)| tag)).collect();
            return Err(Problem::new("type", "known", format!("must be one of {}", names.join(", "))));
        };
        let by_name = |name: &str, out: &mut String| match self.column(name).and_then(get) {
            Some(cell) => {
                cell.write(out);
                true
            }
            None => false,
        };
        let mut values = plan.prototype.to_values();
        if plan.fills {
            for value in &mut values {
                fill(value, &by_name)?;
            }
        }
        for (i, column) in plan.columns.iter().enumerate() {
            let Some(cell) = column.and_then(get) else { continue };
            let field = &plan.class.fields[i];
            values[i] = read(field.kind, cell).filter(|value| fits(field.kind, value.into())).ok_or_else(|| {
                let what = expected(field.kind);
                Problem::new(field.wire, "type", format!("must be {what}"))
            })?;
        }
        if let (Some(pattern), Some(position)) = (&self.text, plan.class.position("text")) {
            let mut text = String::with_capacity(160);
            pattern.fill(&mut text, &by_name)?;
            values[position] = Value::from(text);
        }
        Ok(Record::of(plan.class, values, None))
    }
}

/// Whether a column `type` means this class: by its word on the wire, or by its name.
fn is_called(class: &Class, name: &str) -> bool {
    let name = name.trim();
    class.tag.is_some_and(|(_, tag)| tag.eq_ignore_ascii_case(name)) || class.name == name
}

/// A cell as the value of a field; `None` if it cannot be one.
fn read(kind: Kind, cell: &Cell<'_>) -> Option<Value> {
    match kind {
        Kind::Count | Kind::Number => cell.integer().map(Value::Int),
        Kind::Flag => match cell {
            Cell::Bool(flag) => Some(Value::Bool(*flag)),
            Cell::Text("true" | "True" | "1") => Some(Value::Bool(true)),
            Cell::Text("false" | "False" | "0") => Some(Value::Bool(false)),
            _ => None,
        },
        Kind::Texts(..) | Kind::PhoneList(_) => serde_json::from_str(cell.json()?).ok().map(Value::Texts),
        Kind::Part(_) => match cell {
            Cell::Parts([part]) => Some(Value::Part(Box::new(part.clone()))),
            other => Json::object(other.json()?).ok().map(|json| Value::Part(Box::new(Object::Plain(json)))),
        },
        Kind::Parts(..) => {
            if let Cell::Parts(parts) = cell {
                return Some(Value::Parts(parts.to_vec()));
            }
            let parts: Vec<Json> = serde_json::from_str(cell.json()?).ok()?;
            parts
                .iter()
                .all(|p| p.as_str().starts_with('{'))
                .then(|| Value::Parts(parts.into_iter().map(Object::Plain).collect()))
        }
        Kind::Params => {
            let map: serde_json::Map<String, serde_json::Value> = serde_json::from_str(cell.json()?).ok()?;
            let params = map.into_iter().map(|(name, value)| match value {
                serde_json::Value::String(text) => Some((name, Value::from(text))),
                serde_json::Value::Number(number) => number.as_i64().map(|n| (name, Value::Int(n))),
                _ => None,
            });
            params.collect::<Option<Vec<_>>>().map(Value::Params)
        }
        Kind::Outcome | Kind::Json | Kind::Decimal => None,
        _ => {
            let mut text = String::new();
            match cell {
                Cell::Json(_) | Cell::Bool(_) | Cell::Parts(_) => return None,
                Cell::Text(given) => text.push_str(given),
                number => number.write(&mut text),
            }
            Some(Value::from(text))
        }
    }
}

/// Columns that the texts of a template name.
fn collect(value: ValueRef<'_>, needed: &mut Vec<String>) -> Result<(), Error> {
    match value {
        ValueRef::Text(text) => needed.extend(Pattern::parse(text)?.columns().map(str::to_owned)),
        ValueRef::Texts(texts) => {
            for text in texts {
                needed.extend(Pattern::parse(text)?.columns().map(str::to_owned));
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
fn fill(value: &mut Value, get: &dyn Fn(&str, &mut String) -> bool) -> Result<(), Problem> {
    match value {
        Value::Text(text) => {
            if let Some(filled) = filled(text, get)? {
                *value = Value::from(filled);
            }
        }
        Value::Texts(texts) => {
            for text in texts {
                if let Some(filled) = filled(text, get)? {
                    *text = filled;
                }
            }
        }
        Value::Part(part) => fill_part(part, get)?,
        Value::Parts(parts) => parts.iter_mut().try_for_each(|part| fill_part(part, get))?,
        Value::Params(params) => params.iter_mut().try_for_each(|(_, value)| fill(value, get))?,
        _ => {}
    }
    Ok(())
}

fn fill_part(part: &mut Object, get: &dyn Fn(&str, &mut String) -> bool) -> Result<(), Problem> {
    // A plain object goes out as given.
    let Object::Typed(record) = part else { return Ok(()) };
    let mut values = record.to_values();
    values.iter_mut().try_for_each(|value| fill(value, get))?;
    *record = Record::of(record.class(), values, None);
    Ok(())
}

/// The text filled in, if there are braces in it.
fn filled(text: &str, get: &dyn Fn(&str, &mut String) -> bool) -> Result<Option<String>, Problem> {
    if !text.contains(['{', '}']) {
        return Ok(None);
    }
    let mut out = String::with_capacity(text.len() + 32);
    // Templates were read once already, without a mistake.
    if let Ok(pattern) = Pattern::parse(text) {
        pattern.fill(&mut out, get)?;
    }
    Ok(Some(out))
}
