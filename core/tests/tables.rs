//! Runs `tests/vectors/tables.json`; its README describes the format.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use smsbat_core::Error;
use smsbat_core::bulk::{BulkOptions, Cell, Intake, ReportRow, Source};
use smsbat_sandbox::{Options, Sandbox};

use serde_json::Value;

/// A table of typed columns.
struct Table<'a>(&'a Value);

impl Source for Table<'_> {
    fn read(&mut self, intake: &mut Intake<'_>, _: usize) -> Result<bool, Error> {
        let columns = self.0["columns"].as_array().unwrap();
        let names: Vec<&str> = columns.iter().map(|column| column[0].as_str().unwrap()).collect();
        let numbers = intake.header(&names)?;
        for row in self.0["rows"].as_array().unwrap() {
            let values = columns.iter().map(|column| &column[1]).zip(row.as_array().unwrap());
            // What is written as a number has to be held while its cell is.
            let texts: Vec<String> = values.clone().map(|(_, value)| value.to_string()).collect();
            let cells = values.zip(&texts).zip(&numbers).filter_map(|(((kind, value), text), number)| {
                Some(((*number)?, cell(kind.as_str().unwrap(), value, text)))
            });
            intake.columns(&cells.collect::<Vec<_>>());
        }
        Ok(false)
    }
}

fn cell<'a>(kind: &str, value: &'a Value, text: &'a str) -> Cell<'a> {
    let float = || value.as_f64().or_else(|| value.as_str()?.parse().ok()).unwrap();
    match (kind, value) {
        (_, Value::Null) => Cell::Null,
        ("time" | "zoned", _) => Cell::Other("a time"),
        ("duration", _) => Cell::Other("a duration"),
        ("bytes", _) => Cell::Other("bytes"),
        ("float16", _) => Cell::Other("a float16"),
        ("float32", _) => Cell::Float32(float() as f32),
        ("float64", _) => Cell::Float(float()),
        ("decimal", Value::String(text)) => Cell::Number(text),
        ("date", Value::String(text)) => Cell::Date(text),
        (_, Value::String(text)) => Cell::Text(text),
        (_, Value::Bool(flag)) => Cell::Bool(*flag),
        (_, Value::Number(number)) => number.as_i64().map_or(Cell::Number(text), Cell::Int),
        (_, Value::Array(_) | Value::Object(_)) => Cell::Json(text),
    }
}

fn options(case: &Value) -> BulkOptions {
    let mut options = BulkOptions::default();
    options.set("sender", "MyShop").unwrap();
    options.ordered = true;
    let given = &case["options"];
    match given.get("template") {
        Some(template) => options.template = template.as_str().map(Into::into),
        None => options.set("template", "Hi {name}").unwrap(),
    }
    for (argument, column) in given["columns"].as_object().into_iter().flatten() {
        options.columns.push((argument.clone(), column.as_str().unwrap().to_owned()));
    }
    options
}

#[test]
fn a_table_gives_the_messages_that_its_rows_ask_for() {
    let path = format!("{}/../tests/vectors/tables.json", env!("CARGO_MANIFEST_DIR"));
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let sandbox = Sandbox::start(Options { port: 0, rate_limit: false, ..Options::default() }).unwrap();
    let client = common::client(sandbox.url());
    for case in &cases {
        let name = &case["name"];
        sandbox.reset();
        let mut report = client.messages().send_bulk(Table(case), &options(case)).unwrap();
        let rows: Vec<ReportRow> = report.rows().unwrap().map(Result::unwrap).collect();
        let _ = common::plan::agrees(&name.to_string(), Table(case), &options(case), &mut report);
        let expected = case["expected"].as_array().unwrap();
        assert_eq!(rows.len(), expected.len(), "{name}");
        let mut inbox = sandbox.messages();
        for (row, expected) in rows.iter().zip(expected) {
            assert_eq!(row.rule, expected["rule"].as_str().unwrap_or_default(), "{name}: {row:?}");
            if let Some(shown) = expected.get("shown") {
                assert_eq!(row.to, shown.as_str().unwrap_or_default(), "{name}: {row:?}");
            }
            let Some(to) = expected["to"].as_str() else { continue };
            let place = inbox.iter().position(|message| message["to"] == to);
            let message = inbox.remove(place.unwrap_or_else(|| panic!("{name}: {row:?}")));
            assert_eq!(message["text"], expected["text"], "{name}");
            assert_eq!(message["request"]["ttl"], expected["ttl"], "{name}");
        }
        assert!(inbox.is_empty(), "{name}: {inbox:?}");
    }
}

/// The columns that a source has to read are known before it is opened.
#[test]
fn columns_that_nobody_needs_are_named() {
    let options = options(&serde_json::json!({"options": {}}));
    let needed = options.needed_columns(&["a", " name", "to", "ttl", "b", "b"]).unwrap();
    assert_eq!(needed, [false, true, true, true, false, false]);
    for names in [&["to"][..], &["name"], &["to", "name", "to "]] {
        assert!(options.needed_columns(names).is_err(), "{names:?}");
    }
}

/// A row whose recipient cannot be told is sent to nobody.
#[test]
fn a_column_that_is_given_twice_in_a_row_is_refused() {
    struct Twice;
    impl Source for Twice {
        fn read(&mut self, intake: &mut Intake<'_>, _: usize) -> Result<bool, Error> {
            let (to, name) = (intake.column(" to ").unwrap(), intake.column("name").unwrap());
            let text = Cell::Text("x");
            intake.columns(&[(to, Cell::Int(380671234567)), (name, text), (to, Cell::Int(380501234567))]);
            intake.columns(&[(to, Cell::Int(380671234568)), (name, text), (name, text)]);
            Ok(false)
        }
    }
    let sandbox = Sandbox::start(Options { port: 0, rate_limit: false, ..Options::default() }).unwrap();
    let client = common::client(sandbox.url());
    let mut report = client.messages().send_bulk(Twice, &options(&serde_json::json!({}))).unwrap();
    let rows: Vec<_> = report.rows().unwrap().map(Result::unwrap).map(|row| (row.rule, row.reason, row.to)).collect();
    let row = |name: &str, to: &str| ("columns".to_owned(), format!("{name} is given twice"), to.to_owned());
    assert_eq!(rows, [row("to", ""), row("name", "380671234568")]);
    assert!(sandbox.messages().is_empty());
}
