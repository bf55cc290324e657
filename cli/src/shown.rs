//! Replies as text.

use serde_json::{Map, Value};
use smsbat_core::Error;

use crate::exit::{DONE, REFUSED, UNKNOWN};
use crate::output::{Output, clean};

/// Longest text in a column.
const WIDEST: usize = 60;

/// Columns that stand before the others.
const FIRST: [&str; 4] = ["outcome", "id", "message_id", "author"];

/// The column that stands behind the others and is not cut.
const LAST: &str = "reason";

/// Writes a reply or an error and gives the exit code: 0 only if every message in it was accepted.
pub(crate) fn reply(reply: Result<Value, Error>, output: &Output) -> u8 {
    match reply {
        Ok(value) => output.finish(&text(&value), &value, code(&value)),
        Err(error) => output.error(&error),
    }
}

/// The exit code of what a reply says about messages.
fn code(value: &Value) -> u8 {
    let own = match value.get("outcome").and_then(Value::as_str) {
        None | Some("accepted") => DONE,
        Some("unknown") => UNKNOWN,
        Some(_) => REFUSED,
    };
    let below = match value {
        Value::Array(rows) => rows.iter().map(code).max(),
        // Lists of rows, and results by name.
        Value::Object(fields) if !fields.contains_key("json") => {
            fields.values().filter(|v| v.is_array() || v.is_object()).map(code).max()
        }
        _ => None,
    };
    own.max(below.unwrap_or(DONE))
}

fn text(value: &Value) -> String {
    match value {
        Value::Array(rows) if rows.is_empty() => "none".to_owned(),
        Value::Array(rows) => table(rows),
        Value::Object(fields) if fields.is_empty() => "done".to_owned(),
        Value::Object(fields) => object(fields),
        value => scalar(value).unwrap_or_default(),
    }
}

fn object(fields: &Map<String, Value>) -> String {
    // A token or a page by itself, so that it can be piped; a raw answer as it came.
    for name in ["token", "html", "text"] {
        if let (Some(Value::String(text)), true) = (fields.get(name), name != "text" || fields.contains_key("json")) {
            return clean(text, true);
        }
    }
    let mut lines = Vec::new();
    for (name, value) in fields {
        match value {
            Value::Array(rows) if rows.iter().all(Value::is_object) => {
                if !rows.is_empty() {
                    lines.push(table(rows));
                }
            }
            Value::Object(inner) if inner.contains_key("recipients") => {
                lines.push(format!("{}:", clean(name, false)));
                lines.push(object(inner));
            }
            value => lines.extend(scalar(value).map(|value| format!("{name}: {value}"))),
        }
    }
    lines.join("\n")
}

/// One reply in a line.
pub(crate) fn line(value: &Value) -> String {
    let Value::Object(fields) = value else { return text(value) };
    let words = fields.iter().filter_map(|(name, value)| scalar(value).map(|value| format!("{name}={value}")));
    words.collect::<Vec<_>>().join(" ")
}

/// Rows under the names of the fields that any of them has. A flag that is false in all of them is left out.
fn table(rows: &[Value]) -> String {
    let shown = |name: &str, text: String| if name == LAST { text } else { short(&text) };
    let cell = |row: &Value, name: &str| row.get(name).and_then(scalar).map(|t| shown(name, t)).unwrap_or_default();
    let names: Vec<&String> = rows.first().and_then(Value::as_object).map(|o| o.keys().collect()).unwrap_or_default();
    let has = |row: &Value, name: &str| row.get(name) != Some(&Value::Bool(false)) && !cell(row, name).is_empty();
    let mut names: Vec<&String> = names.into_iter().filter(|name| rows.iter().any(|row| has(row, name))).collect();
    // The most important fields come first; the rest is in alphabetical order.
    names.sort_unstable_by_key(|name| {
        let last = usize::from(*name == LAST);
        (FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len() + last), *name)
    });
    let mut lines: Vec<Vec<String>> = vec![names.iter().map(|name| name.to_uppercase()).collect()];
    lines.extend(rows.iter().map(|row| names.iter().map(|name| cell(row, name)).collect()));
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..names.len()).map(width).collect();
    let written = lines.iter().map(|line| {
        let cells = line.iter().zip(&widths).map(|(text, width)| format!("{text:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    });
    written.collect::<Vec<_>>().join("\n")
}

/// A value that fits into a line; none for what is empty or has parts.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(clean(text, false)),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Array(items) if !items.is_empty() => {
            items.iter().map(scalar).collect::<Option<Vec<_>>>().map(|words| words.join(", "))
        }
        _ => None,
    }
}

fn short(text: &str) -> String {
    if text.chars().count() <= WIDEST {
        return text.to_owned();
    }
    text.chars().take(WIDEST - 1).chain(['…']).collect()
}
