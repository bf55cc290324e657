//! Names and numbers of columns, and the fields they go to.

use std::collections::HashMap;

use super::look_alike::difference;
use super::template::{TextTemplate, collect_columns, columns_of};
use crate::bulk::options::{BulkOptions, Template};
use crate::error::Error;
use crate::messages::MESSAGE_CLASSES;
use crate::messages::Sms;
use crate::model::{Class, Record, Value, ValueRef, fits};

/// Keys that only a message in the form of the API has.
const MESSAGE_KEYS: [(&str, &str); 2] = [("from", "sender"), ("recipient", "to")];

/// Columns of a campaign and the fields they go to.
pub(super) struct ColumnMap {
    /// Names of the columns that are needed; a column's number is its place here.
    names: Vec<String>,
    numbers: HashMap<String, usize>,
    /// Explicit names of columns, by argument.
    renamed: HashMap<String, String>,
    /// Class of rows that name none.
    base: &'static Class,
    classes: Vec<ClassColumns>,
    /// Number of the column that names the class.
    pub(super) kind: usize,
    /// Number of the column with the recipient.
    pub(super) to: usize,
    has_template: bool,
    /// True if it is a text.
    has_text: bool,
    /// Columns that templates name.
    needed: Vec<String>,
    has_sender: bool,
}

/// Fields of one class of message.
pub(super) struct ClassColumns {
    pub(super) class: &'static Class,
    /// Message of a row whose columns are all empty.
    pub(super) prototype: Record,
    /// Its values.
    pub(super) defaults: Vec<Value>,
    /// Source of each field.
    pub(super) sources: Vec<FieldSource>,
}

/// Source of a field's value.
pub(super) enum FieldSource {
    /// The template, as it is.
    Template,
    /// A text of the template that is filled in, unless the row has its own in the column with this number.
    Text { template: TextTemplate, own: Option<usize> },
    /// A part or a list of the template whose texts are filled in.
    Parts,
    /// The column with this number; `text` if the field takes any text.
    Column { number: usize, text: bool },
}

/// History of a row that is used for the next one.
#[derive(Default)]
pub(super) struct RowBuffer {
    pub(super) record: Option<Record>,
    pub(super) text: String,
}

impl BulkOptions {
    /// For each column of a table, whether a campaign with these options reads it. A source can leave out the others.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if a column is missing that every row needs, or is there twice.
    pub fn needed_columns(&self, names: &[&str]) -> Result<Vec<bool>, Error> {
        let numbers = ColumnMap::new(self)?.header(names)?;
        Ok(numbers.iter().map(Option::is_some).collect())
    }
}

impl ColumnMap {
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
            if renamed.insert(argument.clone(), column.trim().to_owned()).is_some() {
                // Which of them is meant decides who gets the messages.
                let message = format!("names the column of '{argument}' twice");
                return Err(Error::invalid("columns", "twice", message));
            }
        }
        let mut needed = Vec::new();
        let base = match &options.template {
            Some(Template::Message(record)) => {
                for value in record.values() {
                    collect_columns(value, &mut needed)?;
                }
                if let Some(to) = record.recipient().filter(|to| !to.is_empty())
                    && columns_of(to)?.is_empty()
                {
                    let message = "has a recipient, who would get the texts of all rows; leave it out";
                    return Err(Error::invalid("template", "to", message));
                }
                record.class()
            }
            Some(Template::Text(template)) => {
                if template.trim().is_empty() {
                    return Err(Error::invalid("template", "not_empty", "must not be empty"));
                }
                needed.extend(columns_of(template)?);
                Sms::class()
            }
            None => Sms::class(),
        };
        if !base.is_in(MESSAGE_CLASSES) {
            let message = format!("is a {}, which is not a message of the SMSBAT API", base.name);
            return Err(Error::invalid("template", "type", message));
        }
        let mut map = Self {
            names: Vec::new(),
            numbers: HashMap::new(),
            renamed,
            base,
            classes: Vec::new(),
            kind: 0,
            to: 0,
            has_template: options.template.is_some(),
            has_text: matches!(options.template, Some(Template::Text(_))),
            needed: Vec::new(),
            has_sender: options.sender.is_some(),
        };
        map.kind = map.number_of_argument("type");
        map.to = map.number_of_argument("to");
        for class in MESSAGE_CLASSES.iter().flat_map(|c| c.iter()) {
            let columns = map.class(class, options)?;
            map.classes.push(columns);
        }
        for name in &needed {
            map.number(name);
        }
        map.needed = needed;
        Ok(map)
    }

    fn class(&mut self, class: &'static Class, options: &BulkOptions) -> Result<ClassColumns, Error> {
        let mut prototype = match &options.template {
            Some(Template::Message(record)) if std::ptr::eq(record.class(), class) => record.clone(),
            _ => Record::new(class),
        };
        let mut sources = Vec::with_capacity(class.fields.len());
        for (field, value) in class.fields.iter().zip(prototype.values()) {
            sources.push(match (value, &options.template) {
                (ValueRef::Null, Some(Template::Text(template))) if field.name == "text" => {
                    let own = self.number_of_argument(field.name);
                    let template = TextTemplate::parse(template, |name| self.number(name))?;
                    // A column that the template names is a part of its text.
                    let own = (!template.names(own)).then_some(own);
                    FieldSource::Text { template, own }
                }
                (ValueRef::Null, _) => {
                    let text = fits(field.kind, ValueRef::Text(""));
                    FieldSource::Column { number: self.number_of_argument(field.name), text }
                }
                (ValueRef::Text(text), _) if text.contains(['{', '}']) => {
                    let template = TextTemplate::parse(text, |name| self.number(name))?;
                    FieldSource::Text { template, own: None }
                }
                (ValueRef::Texts(_) | ValueRef::Part(_) | ValueRef::Parts(_) | ValueRef::Params(_), _) => {
                    FieldSource::Parts
                }
                _ => FieldSource::Template,
            });
        }
        if let (Some(sender), true) = (&options.sender, prototype.get("sender").is_null()) {
            prototype.put("sender", Value::from(sender.as_str()));
        }
        let defaults = prototype.to_values();
        Ok(ClassColumns { class, prototype, defaults, sources })
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

    /// Number of a column; `None` if nothing needs it.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.numbers.get(name.trim()).copied()
    }

    /// Returns a key that makes an object a message in the form of the API, and the argument that it stands for. With a
    /// template, rows are named values.
    pub(super) fn name_of_api<'k>(
        &self,
        mut keys: impl Iterator<Item = &'k str>,
    ) -> Option<(&'static str, &'static str)> {
        let of_api = |key| MESSAGE_KEYS.into_iter().find(|(name, _)| *name == key && self.column(name).is_none());
        if self.has_template { None } else { keys.find_map(of_api) }
    }

    /// Number of the column with the recipient; `None` if the template has it.
    pub(super) fn recipient_column(&self) -> Option<usize> {
        let base = self.base()?;
        match base.sources.get(base.class.position("to")?)? {
            FieldSource::Column { number, .. } => Some(*number),
            _ => None,
        }
    }

    /// Name of a column by its number.
    pub(super) fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", String::as_str)
    }

    /// Columns of a class; `None` if it is no message of this API.
    pub(super) fn of_class(&self, class: &'static Class) -> Option<&ClassColumns> {
        self.classes.iter().find(|columns| std::ptr::eq(columns.class, class))
    }

    /// Columns of rows that name no class.
    pub(super) fn base(&self) -> Option<&ClassColumns> {
        self.of_class(self.base)
    }

    /// Columns of all classes.
    pub(super) fn classes(&self) -> &[ClassColumns] {
        &self.classes
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
            || !names.iter().any(|n| n.contains(char::is_whitespace) || n.len() > 40 || is_value(n));
        let shown = || {
            if !is_header {
                return "other columns, or no header".to_owned();
            }
            let names: Vec<_> = names.iter().take(20).map(|n| format!("'{}'", n.escape_debug())).collect();
            names.join(", ")
        };
        // A letter of another alphabet is not seen.
        let hint = |name: &str| match names.iter().find_map(|other| difference(name, other)) {
            Some(difference) => format!("; {difference}"),
            None => String::new(),
        };
        for (i, name) in names.iter().enumerate() {
            if self.column(name).is_some() && names.iter().take(i).any(|earlier| earlier == name) {
                let message = format!("has the column '{}' twice", name.escape_debug());
                return Err(Error::invalid("source", "columns", message));
            }
        }
        for name in self.renamed.values().chain(&self.needed) {
            if !names.contains(&name.as_str()) {
                let message = format!("has no column '{}'; it has {}{}", name.escape_debug(), shown(), hint(name));
                return Err(Error::invalid("source", "columns", message));
            }
        }
        if let Some((name, argument)) = self.name_of_api(names.iter().copied()) {
            let message =
                format!("has the column '{name}', a name of the API; say what it is, as columns {argument}={name}");
            return Err(Error::invalid("source", "columns", message));
        }
        let base = self.base();
        let given = |argument: &str| {
            let of_template = base.is_some_and(|b| !b.prototype.get(argument).is_null());
            of_template || has(argument) || (argument == "text" && self.has_text)
        };
        if !given("to") {
            let message = format!("has no column 'to'; it has {}. Name yours: columns to=…{}", shown(), hint("to"));
            return Err(Error::invalid("source", "columns", message));
        }
        if !has("type") {
            if !given("sender") && !self.has_sender {
                let message = format!("has no column 'sender'; give the sender as an option{}", hint("sender"));
                return Err(Error::invalid("source", "columns", message));
            }
            let needs_text = self.base.fields.iter().any(|f| f.name == "text" && f.required);
            if needs_text && !given("text") {
                let advice = "Give a template, or columns text=…";
                let message = format!("has no column 'text'; it has {}. {advice}{}", shown(), hint("text"));
                return Err(Error::invalid("source", "columns", message));
            }
        }
        Ok(names.iter().map(|name| self.column(name)).collect())
    }
}

/// Returns true if the name of a column looks like a value.
pub(in crate::bulk) fn is_value(name: &str) -> bool {
    let is_number = name.bytes().any(|b| b.is_ascii_digit()) && !name.contains(|c: char| c.is_alphabetic());
    // Excel's form of a long number, `3.80671E+11`, has a letter.
    let is_float = name.starts_with(|c: char| c.is_ascii_digit()) && name.replace(',', ".").parse::<f64>().is_ok();
    is_number || name.contains('@') || is_float
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_told_from_values() {
        for name in ["to", "Phone 2", "phone2", "", "inf", "nan", "1st", "e5", "n°", "2nd phone 380"] {
            assert!(!is_value(name), "{name}");
        }
        for value in ["1", "380671234567", "+380 67 123-45-67", "a@b", "3.80671E+11", "3,80671E+11", "19.99"] {
            assert!(is_value(value), "{value}");
        }
    }
}
