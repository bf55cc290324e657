//! Replies and errors as small HTML tables, for notebooks. Phone numbers are masked.

use maud::{Markup, PreEscaped, html};

use super::html::{STYLE, Text, rest};
use super::screen::shown;
use crate::error::{Error, Outcome};
use crate::model::{Field, Kind, Record, ValueRef};

/// Largest number of rows that are shown; further rows are only counted.
const MOST_ROWS: usize = 50;

/// Longest cell, in characters, that stays on one line: enough for phone numbers, ids and words.
const SHORT: usize = 40;

/// Returns a reply as HTML: a table of its fields, followed by a table for each list in it. Fields without a value are
/// left out.
pub fn table(record: &Record) -> String {
    let class = record.class();
    let filled = || class.fields.iter().zip(record.values()).filter(|(_, value)| !is_empty(*value));
    let single: Vec<_> = filled().filter(|(_, value)| !matches!(value, ValueRef::Parts(_))).collect();
    let lists = filled().filter_map(|(field, value)| match value {
        ValueRef::Parts(parts) => Some((field.name, parts.iter().filter_map(|part| part.record()).collect::<Vec<_>>())),
        _ => None,
    });
    page(html! {
        @if !single.is_empty() {
            (facts(class.name, single.into_iter().map(|(field, value)| (field.name, cell(field, value)))))
        }
        @for (name, records) in lists {
            (rows(&format!("{}.{name}", class.name), &records))
        }
    })
}

/// Returns records as an HTML table for each class, in the order in which the classes come first: a row for each record,
/// and a column for each field that any of them has. A flag that is false in all of them is left out.
pub fn tables(records: &[&Record]) -> String {
    let mut classes: Vec<(&str, Vec<&Record>)> = Vec::new();
    for record in records {
        let name = record.class().name;
        match classes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, found)) => found.push(record),
            None => classes.push((name, vec![record])),
        }
    }
    page(html! {
        @for (name, records) in &classes { (rows(name, records)) }
        @if classes.is_empty() { (rows("nothing", &[])) }
    })
}

/// Returns texts as an HTML table. Phone numbers in a column `to` are masked.
pub fn grid(caption: &str, columns: &[String], rows: &[Vec<String>]) -> String {
    let text = |name: Option<&String>, text: &str| match name.is_some_and(|name| name == "to") {
        true => html! { (Text(&crate::phone::mask(text))) },
        false => html! { (Text(shown(text).0)) },
    };
    page(html! {
        table class="smsbat-table" {
            caption { (Text(caption)) }
            thead { tr { @for name in columns { th scope="col" { (Text(name)) } } } }
            tbody {
                @for row in rows.get(..MOST_ROWS).unwrap_or(rows) {
                    tr { @for (i, cell) in row.iter().enumerate() { td { (text(columns.get(i), cell)) } } }
                }
            }
        }
        (rest(rows.len(), MOST_ROWS, "rows"))
    })
}

/// Returns an error as HTML: its kind, the outcome of the messages and each broken rule. The response body is left out.
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

/// Writes the table of an error from its outcome, its other attributes and its problems. Used by the bindings.
pub(crate) fn error_table(caption: &str, outcome: Outcome, rows: &[(&str, String)], problems: &[String]) -> String {
    let first = ("outcome", outcome_of(outcome));
    let attributes = rows.iter().map(|(name, value)| (*name, html! { (Text(value)) }));
    let problem_rows = problems.iter().take(MOST_ROWS).map(|problem| ("problem", html! { (Text(problem)) }));
    page(html! {
        (facts(caption, std::iter::once(first).chain(attributes).chain(problem_rows)))
        (rest(problems.len(), MOST_ROWS, "problems"))
    })
}

pub(crate) fn page(content: Markup) -> String {
    html! { style { (PreEscaped(STYLE)) } div class="smsbat" { (content) } }.into_string()
}

/// Writes a table of names and values.
pub(crate) fn facts<'a>(caption: &str, rows: impl Iterator<Item = (&'a str, Markup)>) -> Markup {
    html! {
        table class="smsbat-table" {
            caption { (Text(caption)) }
            tbody {
                @for (name, value) in rows {
                    tr {
                        th scope="row" { (Text(name)) }
                        td { (value) }
                    }
                }
            }
        }
    }
}

/// Writes a table of records.
fn rows(caption: &str, records: &[&Record]) -> Markup {
    let shown = records.get(..MOST_ROWS).unwrap_or(records);
    let Some(first) = shown.first() else {
        return html! { p class="smsbat-note" { (Text(caption)) ": none" } };
    };
    let has = |value: ValueRef<'_>| !is_empty(value) && value != ValueRef::Bool(false);
    let columns: Vec<(usize, &Field)> = first
        .class()
        .fields
        .iter()
        .enumerate()
        .filter(|(i, _)| shown.iter().any(|record| has(record.at(*i))))
        .collect();
    html! {
        table class="smsbat-table" {
            caption { (Text(caption)) }
            thead {
                tr {
                    @for (_, field) in &columns { th scope="col" { (Text(field.name)) } }
                }
            }
            tbody {
                @for record in shown {
                    tr {
                        @for (i, field) in &columns {
                            @let value = cell(field, record.at(*i));
                            td class=[(value.0.chars().count() <= SHORT).then_some("smsbat-short")] { (value) }
                        }
                    }
                }
            }
        }
        (rest(records.len(), MOST_ROWS, "rows"))
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

pub(super) fn outcome_of(outcome: Outcome) -> Markup {
    html! { span class={ "smsbat-outcome smsbat-" (outcome.as_str()) } { (outcome.as_str()) } }
}

fn cell(field: &Field, value: ValueRef<'_>) -> Markup {
    let is_phone = matches!(field.kind, Kind::Phone | Kind::PhoneDigits | Kind::PhoneList(_));
    let text = |text: &str| match is_phone {
        true => html! { (Text(&crate::phone::mask(text))) },
        false => html! { (Text(text)) },
    };
    match value {
        ValueRef::Null => Markup::default(),
        ValueRef::Bool(flag) => text(if flag { "yes" } else { "no" }),
        ValueRef::Int(number) => html! { (number) },
        ValueRef::Text(reason) if matches!(field.kind, Kind::Reason) => text(&crate::phone::masked(reason)),
        ValueRef::Text(one) | ValueRef::Decimal(one) => text(shown(one).0),
        ValueRef::Texts(list) => text(&list.join("; ")),
        ValueRef::Outcome(outcome) => outcome_of(outcome),
        ValueRef::Json(json) => text(shown(json.as_str()).0),
        ValueRef::Params(list) => named(list.iter().map(|(name, value)| (name.as_str(), cell(field, value.into())))),
        // A record inside a cell.
        ValueRef::Part(part) => part.record().map(line).unwrap_or_default(),
        ValueRef::Parts(parts) => html! { (parts.len()) },
    }
}

fn line(record: &Record) -> Markup {
    let filled = record.class().fields.iter().zip(record.values()).filter(|(_, value)| !is_empty(*value));
    named(filled.map(|(field, value)| (field.name, cell(field, value))))
}

/// Writes names and values on one line.
fn named<'a>(values: impl Iterator<Item = (&'a str, Markup)>) -> Markup {
    html! {
        @for (i, (name, value)) in values.enumerate() {
            @if i > 0 { ", " }
            (Text(name)) ": " (value)
        }
    }
}
