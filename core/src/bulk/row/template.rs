//! Texts of a template, with `{column}` in them.

use crate::error::Error;
use crate::model::{Object, Value, ValueRef};
use crate::placeholders;
use crate::problem::Problem;

/// Appends the value of the column with this number. False if the row has none.
pub(super) type WriteColumn<'a> = &'a dyn Fn(usize, &mut String) -> Result<bool, Problem>;

/// Columns of one row.
#[derive(Clone, Copy)]
pub(super) struct Columns<'a> {
    /// Number of a column by its name.
    pub(super) number: &'a dyn Fn(&str) -> usize,
    pub(super) write: WriteColumn<'a>,
}

/// A text that is filled in for each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextTemplate {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    /// Name and number of a column.
    Column(String, usize),
}

impl TextTemplate {
    /// Reads `Hi {name}`. `number` gives the number of a column.
    pub(super) fn parse(text: &str, mut number: impl FnMut(&str) -> usize) -> Result<Self, Error> {
        let wrong = |message| Error::invalid("template", "braces", message);
        let pieces = placeholders::split(text).map_err(wrong)?.into_iter().map(|piece| match piece {
            placeholders::Piece::Text(text) => Ok(Piece::Literal(text)),
            placeholders::Piece::Placeholder(name) => match name.trim() {
                name if name.is_empty() || name.contains([':', '!']) => {
                    Err(wrong("must name a column between the braces, and nothing else"))
                }
                name => Ok(Piece::Column(name.to_owned(), number(name))),
            },
        });
        Ok(Self { pieces: pieces.collect::<Result<_, _>>()? })
    }

    /// Returns true if the text has this column in it.
    pub(super) fn names(&self, column: usize) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Column(_, number) if *number == column))
    }

    /// Appends the text.
    pub(super) fn fill(&self, out: &mut String, get: WriteColumn<'_>) -> Result<(), Problem> {
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Column(_, number) if get(*number, out)? => {}
                Piece::Column(name, _) => {
                    let message = format!("needs the column '{}', which is missing or empty here", name.escape_debug());
                    return Err(Problem::new("text", "template", message));
                }
            }
        }
        Ok(())
    }
}

/// Columns that a text of a template names.
pub(super) fn columns_of(text: &str) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    TextTemplate::parse(text, |name| {
        names.push(name.to_owned());
        0
    })?;
    Ok(names)
}

/// Columns that the texts of a template name.
pub(super) fn collect_columns(value: ValueRef<'_>, needed: &mut Vec<String>) -> Result<(), Error> {
    match value {
        ValueRef::Text(text) => needed.extend(columns_of(text)?),
        ValueRef::Texts(texts) => {
            for text in texts {
                needed.extend(columns_of(text)?);
            }
        }
        ValueRef::Part(part) => collect_columns_of_part(part, needed)?,
        ValueRef::Parts(parts) => parts.iter().try_for_each(|part| collect_columns_of_part(part, needed))?,
        ValueRef::Params(params) => params.iter().try_for_each(|(_, value)| collect_columns(value.into(), needed))?,
        _ => {}
    }
    Ok(())
}

fn collect_columns_of_part(part: &Object, needed: &mut Vec<String>) -> Result<(), Error> {
    part.record().map_or(Ok(()), |record| record.values().try_for_each(|value| collect_columns(value, needed)))
}

/// Fills in the texts of a value that is a part or a list.
pub(super) fn fill_parts(value: &mut Value, columns: Columns<'_>) -> Result<(), Problem> {
    match value {
        Value::Text(text) => {
            if let Some(filled) = filled(text, columns)? {
                *value = Value::from(filled);
            }
        }
        Value::Texts(texts) => {
            for text in texts {
                if let Some(filled) = filled(text, columns)? {
                    *text = filled;
                }
            }
        }
        Value::Part(part) => fill_part(part, columns)?,
        Value::Parts(parts) => parts.iter_mut().try_for_each(|part| fill_part(part, columns))?,
        Value::Params(params) => params.iter_mut().try_for_each(|(_, value)| fill_parts(value, columns))?,
        _ => {}
    }
    Ok(())
}

fn fill_part(part: &mut Object, columns: Columns<'_>) -> Result<(), Problem> {
    // A plain object goes out as given.
    let Object::Typed(record) = part else { return Ok(()) };
    record.own().iter_mut().try_for_each(|value| fill_parts(value, columns))
}

/// The text filled in, if it has braces.
fn filled(text: &str, columns: Columns<'_>) -> Result<Option<String>, Problem> {
    if !text.contains(['{', '}']) {
        return Ok(None);
    }
    let mut out = String::with_capacity(text.len().saturating_add(32));
    // `collect_columns` has parsed it before without an error.
    if let Ok(template) = TextTemplate::parse(text, columns.number) {
        template.fill(&mut out, columns.write)?;
    }
    Ok(Some(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(text: &str) -> Option<String> {
        let mut out = String::new();
        let names = std::cell::RefCell::new(Vec::new());
        let number = |name: &str| {
            names.borrow_mut().push(name.to_uppercase());
            names.borrow().len() - 1
        };
        let get = |number: usize, out: &mut String| {
            out.push_str(&names.borrow()[number]);
            Ok(names.borrow()[number] != "NONE")
        };
        TextTemplate::parse(text, number).ok()?.fill(&mut out, &get).ok().map(|()| out)
    }

    #[test]
    fn columns_are_filled_in() {
        assert_eq!(fill("Hi {name}, your { code }!").as_deref(), Some("Hi NAME, your CODE!"));
        assert_eq!(fill("{{{name}}} {{}}").as_deref(), Some("{NAME} {}"));
        assert_eq!(fill("Привіт, {ім'я}").as_deref(), Some("Привіт, ІМ'Я"));
        assert_eq!(fill("").as_deref(), Some(""));
        assert_eq!(fill("{none}"), None);
        for wrong in ["{", "{}", "{ }", "{a:>5}", "{a!r}"] {
            assert!(TextTemplate::parse(wrong, |_| 0).is_err(), "{wrong}");
        }
    }
}
