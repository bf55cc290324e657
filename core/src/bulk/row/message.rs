//! The message of a row: its cells become the fields.

use std::borrow::Cow;

use super::cell::{Cell, CellError};
use super::columns::{ColumnMap, FieldSource, RowBuffer};
use super::template::{Columns, fill_parts};
use crate::model::{Class, Json, Kind, Object, Raw, Record, Value, expected, fits, members};
use crate::problem::Problem;

impl ColumnMap {
    /// Returns the recipient of a row that cannot be a message, as it was given; `None` for a number that has lost
    /// digits.
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

    /// Builds the message of a row, in the memory of the previous one.
    pub(super) fn message(&self, cells: &[(usize, Cell<'_>)], buffer: &mut RowBuffer) -> Result<Record, Problem> {
        for (i, (number, _)) in cells.iter().enumerate() {
            if cells.iter().take(i).any(|(earlier, _)| earlier == number) {
                return Err(Problem::new(self.name(*number), "columns", "is given twice"));
            }
        }
        let get = |number: usize| {
            let cell = cells.iter().find(|(n, _)| *n == number).map(|(_, cell)| cell.trimmed());
            cell.filter(|cell| !cell.is_null())
        };
        let of_class = match get(self.kind) {
            None => self.base(),
            Some(Cell::Text(name)) => self.classes().iter().find(|c| is_called(c.class, name)),
            Some(_) => None,
        };
        let Some(of_class) = of_class else {
            let names: Vec<_> = self.classes().iter().filter_map(|c| c.class.tag.map(|(_, tag)| tag)).collect();
            return Err(Problem::new("type", "known", format!("must be one of {}", names.join(", "))));
        };
        let write = |number: usize, out: &mut String| match get(number) {
            Some(cell) => match cell.write(out) {
                Ok(()) => Ok(true),
                Err(error) => Err(error.problem(self.name(number))),
            },
            None => Ok(false),
        };
        let number = |name: &str| self.column(name).unwrap_or(usize::MAX);
        let columns = Columns { number: &number, write: &write };
        let same_class = |record: &Record| std::ptr::eq(record.class(), of_class.class);
        let mut record = buffer.record.take().filter(same_class).unwrap_or_else(|| of_class.prototype.clone());
        let places = record.own().iter_mut().zip(&of_class.defaults);
        for ((field, source), (value, default)) in of_class.class.fields.iter().zip(&of_class.sources).zip(places) {
            match source {
                FieldSource::Template => {}
                FieldSource::Text { template, own } => {
                    buffer.text.clear();
                    let is_own = own.map_or(Ok(false), |own| write(own, &mut buffer.text))?;
                    if !is_own {
                        template.fill(&mut buffer.text, columns.write)?;
                    }
                    set_text(value, &buffer.text);
                }
                FieldSource::Parts => {
                    value.clone_from(default);
                    fill_parts(value, columns)?;
                }
                FieldSource::Column { number, text } => match get(*number) {
                    Some(Cell::Text(given)) if *text => set_text(value, given),
                    Some(cell) => {
                        *value = read(field.kind, &cell).map_err(|error| error.problem(self.name(*number)))?
                    }
                    None if value != default => value.clone_from(default),
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

/// Returns true if a column `type` names this class, by its word on the wire or by its name.
fn is_called(class: &Class, name: &str) -> bool {
    let name = name.trim();
    class.tag.is_some_and(|(_, tag)| tag.eq_ignore_ascii_case(name)) || class.name == name
}

/// A cell as the value of a field.
fn read(kind: Kind, cell: &Cell<'_>) -> Result<Value, CellError> {
    let value = match kind {
        Kind::Phone | Kind::PhoneDigits => {
            let mut text = String::new();
            cell.write_phone(&mut text)?;
            return Ok(Value::from(text));
        }
        _ => value(kind, cell)?,
    };
    let value = value.filter(|value| fits(kind, value.into()));
    value.ok_or_else(|| CellError::of_type(format!("must be {}", expected(kind))))
}

/// Texts and whole numbers; `None` if there is anything else.
fn params(members: Vec<(Cow<'_, str>, Raw<'_>)>) -> Option<Value> {
    let params = members.into_iter().map(|(name, value)| {
        let value = match value.string() {
            Some(text) => Value::from(text.into_owned()),
            None => Value::Int(value.as_str().parse().ok()?),
        };
        Some((name.into_owned(), value))
    });
    params.collect::<Option<Vec<_>>>().map(Value::Params)
}

/// A cell as a value of this kind; `None` if it is nothing of the kind.
fn value(kind: Kind, cell: &Cell<'_>) -> Result<Option<Value>, CellError> {
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
            Cell::Parts(parts) => Some(Value::Parts(parts.to_vec().into())),
            other => other
                .parse::<Vec<Json>>()
                .filter(|parts| parts.iter().all(|part| part.as_str().starts_with('{')))
                .map(|parts| Value::Parts(parts.into_iter().map(Object::Plain).collect())),
        },
        // All of them, so that a name that is given twice is refused.
        Kind::Params => cell.json().and_then(members).and_then(params),
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
