//! Replies and errors as small tables, for notebooks. Phones are masked.

use super::STYLE;
use super::html::escape;
use crate::error::{Error, Outcome};
use crate::model::{Field, Kind, Record, ValueRef};

/// Rows that are shown; the rest is counted.
const MOST_ROWS: usize = 50;

/// Characters of a cell that stay on one line: phones, ids, words.
const SHORT: usize = 40;

/// A reply as HTML: its fields, and under them a table for each list in it. Fields without a value are left out.
pub fn table(record: &Record) -> String {
    let mut out = start();
    let class = record.class();
    let filled = || class.fields.iter().zip(record.values()).filter(|(_, value)| !is_empty(*value));
    let mut single = filled().filter(|(_, value)| !matches!(value, ValueRef::Parts(_))).peekable();
    if single.peek().is_some() {
        open(&mut out, class.name);
        for (field, value) in single {
            out.push_str("<tr><th scope=\"row\">");
            escape(&mut out, field.name);
            out.push_str("</th><td>");
            write_value(&mut out, field, value);
            out.push_str("</td></tr>");
        }
        out.push_str("</tbody></table>");
    }
    for (field, value) in filled() {
        if let ValueRef::Parts(parts) = value {
            let records: Vec<&Record> = parts.iter().filter_map(|part| part.record()).collect();
            write_rows(&mut out, &format!("{}.{}", class.name, field.name), &records);
        }
    }
    out.push_str("</div>");
    out
}

/// Many records of one class as one HTML table: a row each, and a column for each field that any of them has.
pub fn tables(records: &[&Record]) -> String {
    let mut out = start();
    let name = records.first().map_or("nothing", |record| record.class().name);
    write_rows(&mut out, name, records);
    out.push_str("</div>");
    out
}

/// An error as HTML: what happened, what became of the messages, and each broken rule. Never the answer's body.
pub fn error(error: &Error) -> String {
    let text = |text: &str| Some(text.to_owned());
    let rows = [
        ("kind", text(error.kind().as_str())),
        ("operation", error.operation().map(str::to_owned)),
        ("message", text(error.message())),
        ("status_code", error.status_code().map(|code| code.to_string())),
        ("code", error.code().map(ToString::to_string)),
        ("field", error.field().map(str::to_owned)),
        ("retry_after", error.retry_after().map(|time| format!("{} s", time.as_secs_f64()))),
        ("request_id", error.request_id().map(str::to_owned)),
    ];
    let rows: Vec<(&str, String)> = rows.into_iter().filter_map(|(name, value)| value.map(|v| (name, v))).collect();
    let problems: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    error_table("Error", error.outcome(), &rows, &problems)
}

/// The same of an error that another language holds: its outcome, its other attributes, its problems.
pub(crate) fn error_table(caption: &str, outcome: Outcome, rows: &[(&str, String)], problems: &[String]) -> String {
    let mut out = start();
    open(&mut out, caption);
    out.push_str("<tr><th scope=\"row\">outcome</th><td>");
    write_outcome(&mut out, outcome);
    out.push_str("</td></tr>");
    let problem_rows = problems.iter().take(MOST_ROWS).map(|problem| ("problem", problem));
    for (name, value) in rows.iter().map(|(name, value)| (*name, value)).chain(problem_rows) {
        out.push_str("<tr><th scope=\"row\">");
        escape(&mut out, name);
        out.push_str("</th><td>");
        escape(&mut out, value);
        out.push_str("</td></tr>");
    }
    out.push_str("</tbody></table>");
    write_rest(&mut out, problems.len(), "problems");
    out.push_str("</div>");
    out
}

fn start() -> String {
    format!("<style>{STYLE}</style><div class=\"smsbat\">")
}

fn open(out: &mut String, caption: &str) {
    out.push_str("<table class=\"smsbat-table\"><caption>");
    escape(out, caption);
    out.push_str("</caption><tbody>");
}

fn write_rows(out: &mut String, caption: &str, records: &[&Record]) {
    let shown = &records[..records.len().min(MOST_ROWS)];
    let Some(first) = shown.first() else {
        out.push_str("<p class=\"smsbat-note\">");
        escape(out, caption);
        out.push_str(": none</p>");
        return;
    };
    let columns: Vec<(usize, &Field)> = first
        .class()
        .fields
        .iter()
        .enumerate()
        .filter(|(i, _)| shown.iter().any(|record| !is_empty(record.at(*i))))
        .collect();
    out.push_str("<table class=\"smsbat-table\"><caption>");
    escape(out, caption);
    out.push_str("</caption><thead><tr>");
    for (_, field) in &columns {
        out.push_str("<th scope=\"col\">");
        escape(out, field.name);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead><tbody>");
    for record in shown {
        out.push_str("<tr>");
        for (i, field) in &columns {
            let mut cell = String::new();
            write_value(&mut cell, field, record.at(*i));
            let short = cell.chars().count() <= SHORT;
            out.push_str(if short { "<td class=\"smsbat-short\">" } else { "<td>" });
            out.push_str(&cell);
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
    write_rest(out, records.len(), "rows");
}

fn write_rest(out: &mut String, all: usize, what: &str) {
    if all > MOST_ROWS {
        out.push_str(&format!("<p class=\"smsbat-note\">… and {} {what} more</p>", all - MOST_ROWS));
    }
}

fn is_empty(value: ValueRef<'_>) -> bool {
    match value {
        ValueRef::Null => true,
        ValueRef::Texts(list) => list.is_empty(),
        ValueRef::Parts(list) => list.is_empty(),
        ValueRef::Params(list) => list.is_empty(),
        _ => false,
    }
}

fn write_outcome(out: &mut String, outcome: Outcome) {
    let word = outcome.as_str();
    out.push_str(&format!("<span class=\"smsbat-outcome smsbat-{word}\">{word}</span>"));
}

fn write_value(out: &mut String, field: &Field, value: ValueRef<'_>) {
    let is_phone = matches!(field.kind, Kind::Phone | Kind::PhoneDigits | Kind::PhoneList(_));
    let mut put = |text: &str| escape(out, &if is_phone { crate::phone::mask(text) } else { text.to_owned() });
    match value {
        ValueRef::Null => {}
        ValueRef::Bool(flag) => out.push_str(if flag { "yes" } else { "no" }),
        ValueRef::Int(number) => out.push_str(&number.to_string()),
        ValueRef::Text(text) if matches!(field.kind, Kind::Reason) => put(&crate::phone::masked(text)),
        ValueRef::Text(text) | ValueRef::Decimal(text) => put(super::screen::shown(text).0),
        ValueRef::Texts(list) => put(&list.join("; ")),
        ValueRef::Outcome(outcome) => write_outcome(out, outcome),
        ValueRef::Json(json) => put(super::screen::shown(json.as_str()).0),
        ValueRef::Params(list) => {
            for (i, (name, value)) in list.iter().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                escape(out, name);
                out.push_str(": ");
                write_value(out, field, value.into());
            }
        }
        ValueRef::Part(part) => part.record().into_iter().for_each(|record| write_line(out, record)),
        ValueRef::Parts(parts) => out.push_str(&parts.len().to_string()),
    }
}

/// A record inside a cell.
fn write_line(out: &mut String, record: &Record) {
    let mut first = true;
    for (field, value) in record.class().fields.iter().zip(record.values()) {
        if !is_empty(value) {
            out.push_str(if first { "" } else { ", " });
            first = false;
            escape(out, field.name);
            out.push_str(": ");
            write_value(out, field, value);
        }
    }
}
