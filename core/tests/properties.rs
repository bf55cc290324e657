//! Any table of recipients and texts, however it is written: each message has the text of its own row and goes to that
//! row's number, and every row is accounted for.
//!
//! `SMSBAT_TABLES` says how many tables are tried; with those of Python, `make test-slow` tries more than 100,000.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use std::collections::{BTreeMap, HashSet};

use common::sandbox_and_client as sandbox;
use encoding_rs::{Encoding, UTF_8, UTF_16LE, WINDOWS_1251};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use smsbat_core::bulk::{BulkOptions, BulkReport, CsvRows, JsonRows, ReportRow, Source};
use smsbat_core::{Client, Outcome};
use smsbat_sandbox::Sandbox;

/// A row as somebody means it.
#[derive(Debug, Clone)]
struct Meant {
    to: String,
    name: String,
    note: String,
}

/// How a table is written.
#[derive(Debug, Clone)]
struct Form {
    separator: char,
    line_end: &'static str,
    /// In turn, for each value that needs no quotes: true to quote it.
    quoted: Vec<bool>,
    /// Order of the columns.
    order: Vec<usize>,
    encoding: &'static Encoding,
    mark: bool,
    last_line_ends: bool,
}

const COLUMNS: [&str; 3] = ["phone", "name", "note"];

/// Cells as people write them: letters of several alphabets, and everything that can confuse a reader of tables.
fn value() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z0-9 ]{0,12}",
        2 => "[а-яіїєґ ]{1,8}",
        2 => prop::sample::select(vec!["\"", "\"\"", "'", ",", ";", "\t", "|", "\n", "\r\n", "\\", "{", "}", "=", "\u{a0}"])
            .prop_map(str::to_owned),
        1 => prop::sample::select(vec!["😀", "\u{200b}", "ß", "漢", "é", "to,text", "+380671234567", "5\" ", "\n12,"])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn phone() -> impl Strategy<Value = String> {
    let number = (0..40_u32).prop_map(|n| format!("{:07}", 1_000_003 * (n + 1) % 10_000_000));
    (number, 0..6_u8).prop_map(|(n, form)| match form {
        0 => format!("+38067{n}"),
        1 => format!("38067{n}"),
        2 => format!(" +380 (67) {} {} ", &n[..3], &n[3..]),
        3 => format!("0038067-{n}"),
        4 => n,
        _ => format!("+38067{}", &n[1..]),
    })
}

fn rows() -> impl Strategy<Value = Vec<Meant>> {
    let row = (phone(), value(), value()).prop_map(|(to, name, note)| Meant { to, name, note });
    let blank = Just(Meant { to: " ".into(), name: String::new(), note: "\t".into() });
    prop::collection::vec(prop_oneof![9 => row, 1 => blank], 0..12)
}

fn form() -> impl Strategy<Value = Form> {
    (
        prop::sample::select(vec![',', ';', '\t', '|']),
        prop::sample::select(vec!["\n", "\r\n"]),
        prop::collection::vec(any::<bool>(), 7),
        Just(vec![0, 1, 2]).prop_shuffle(),
        prop::sample::select(vec![UTF_8, UTF_16LE, WINDOWS_1251]),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(separator, line_end, quoted, order, encoding, mark, last_line_ends)| Form {
            separator,
            line_end,
            quoted,
            order,
            encoding,
            mark,
            last_line_ends,
        })
}

impl Form {
    fn write(&self, rows: &[Meant]) -> String {
        let header = Meant { to: COLUMNS[0].into(), name: COLUMNS[1].into(), note: COLUMNS[2].into() };
        let mut turn = self.quoted.iter().cycle();
        let lines = std::iter::once(&header).chain(rows).map(|row| {
            let values = [&row.to, &row.name, &row.note];
            let values = self.order.iter().map(|i| self.quote(values[*i], *turn.next().unwrap()));
            values.collect::<Vec<_>>().join(&self.separator.to_string())
        });
        let text = lines.collect::<Vec<_>>().join(self.line_end);
        if self.last_line_ends { text + self.line_end } else { text }
    }

    fn quote(&self, value: &str, quoted: bool) -> String {
        let needed = value.contains([self.separator, '\n', '\r', '"']);
        if quoted || needed { format!("\"{}\"", value.replace('"', "\"\"")) } else { value.to_owned() }
    }

    fn encode(&self, text: &str) -> Vec<u8> {
        if self.encoding == UTF_16LE {
            let units = text.encode_utf16().flat_map(u16::to_le_bytes);
            return if self.mark { [0xff, 0xfe].into_iter().chain(units).collect() } else { units.collect() };
        }
        let bytes = self.encoding.encode(text).0.into_owned();
        if self.encoding == UTF_8 && self.mark { [b"\xef\xbb\xbf", &*bytes].concat() } else { bytes }
    }
}

/// The digits that a recipient of ours stands for.
fn digits(to: &str) -> Option<String> {
    let digits: String = to.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("00").unwrap_or(&digits).to_owned();
    (digits.len() == 12 && digits.starts_with("380")).then_some(digits)
}

const TEMPLATE: &str = "{{{name}}}: {note}!";

fn filled(row: &Meant) -> Option<String> {
    let (name, note) = (row.name.trim(), row.note.trim());
    (!name.is_empty() && !note.is_empty()).then(|| format!("{{{name}}}: {note}!"))
}

fn options(form: &Form) -> BulkOptions {
    let mut options = BulkOptions::default();
    for (name, value) in [("sender", "MyShop"), ("template", TEMPLATE), ("columns", "to=phone"), ("chunk_size", "4")] {
        options.set(name, value).unwrap();
    }
    options.set("connections", "2").unwrap();
    if form.encoding == WINDOWS_1251 || (form.encoding == UTF_16LE && !form.mark) {
        options.set("encoding", form.encoding.name()).unwrap();
    }
    options
}

fn arrived(sandbox: &Sandbox) -> BTreeMap<String, String> {
    let messages = sandbox.messages();
    let pairs = messages.iter().map(|m| {
        let text = |name: &str| m[name].as_str().unwrap().to_owned();
        (text("to"), text("text"))
    });
    let all: BTreeMap<_, _> = pairs.collect();
    assert_eq!(all.len(), messages.len(), "somebody got two");
    all
}

fn report_rows(report: &mut BulkReport) -> Vec<ReportRow> {
    report.rows().unwrap().map(Result::unwrap).collect()
}

/// Sends a table and compares what arrived with what its rows mean.
fn check(sandbox: &Sandbox, client: &Client, rows: &[Meant], source: impl Source, options: &BulkOptions) {
    sandbox.reset();
    let mut report = client.messages().send_bulk(source, options).unwrap();
    assert!(report.error().is_none(), "{:?}", report.error());
    let mut said = report_rows(&mut report);
    // Lines of a value that looks like rows are accounted for one by one.
    said.retain(|row| !(row.rule == "quotes" && row.reason.contains("opens in line")));
    let mut arrived = arrived(sandbox);
    let mut seen = HashSet::new();
    let blank = |row: &&Meant| [&row.to, &row.name, &row.note].iter().all(|value| value.trim().is_empty());
    let meant: Vec<&Meant> = rows.iter().filter(|row| report.skipped() == 0 || !blank(row)).collect();
    assert_eq!(report.skipped() as usize + said.len(), rows.len());
    assert_eq!(said.len(), meant.len());
    for (row, meant) in said.iter().zip(meant) {
        let (to, text) = (digits(&meant.to), filled(meant));
        assert_eq!(row.to, meant.to.trim(), "{row:?}");
        match (to, text) {
            // A value that looks like rows is refused with its reason.
            _ if row.rule == "quotes" => {
                assert!(meant.name.contains('\n') || meant.note.contains('\n'), "{row:?}");
                assert_eq!(row.outcome, Outcome::NotSent);
            }
            (Some(to), Some(text)) if seen.insert(to.clone()) => {
                assert_eq!(row.outcome, Outcome::Accepted, "{row:?}");
                assert_eq!(arrived.remove(&format!("+{to}")), Some(text), "{row:?}");
            }
            _ => assert!(row.outcome == Outcome::NotSent && !row.reason.is_empty(), "{row:?}"),
        }
    }
    assert!(arrived.is_empty(), "nobody's row: {} messages", arrived.len());
}

fn runner() -> TestRunner {
    let tables = std::env::var("SMSBAT_TABLES").ok().and_then(|n| n.parse().ok()).unwrap_or(600);
    // Three tests share them.
    TestRunner::new(Config { cases: tables / 3, failure_persistence: None, ..Config::default() })
}

#[test]
fn tables_of_text() {
    let (sandbox, client) = sandbox();
    let strategy = (rows(), form());
    let run = |(mut rows, form): (Vec<Meant>, Form)| {
        if form.encoding == WINDOWS_1251 {
            // Nobody can write there what it does not have.
            for row in &mut rows {
                for value in [&mut row.name, &mut row.note] {
                    value.retain(|c| !form.encoding.encode(c.encode_utf8(&mut [0; 4])).2);
                }
            }
        }
        let bytes = form.encode(&form.write(&rows));
        let source = CsvRows::new(std::io::Cursor::new(bytes)).unwrap();
        check(&sandbox, &client, &rows, source, &options(&form));
        Ok(())
    };
    runner().run(&strategy, run).unwrap();
}

#[test]
fn tables_of_json() {
    let (sandbox, client) = sandbox();
    let strategy = (rows(), form(), any::<bool>());
    let run = |(rows, form, list): (Vec<Meant>, Form, bool)| {
        let form = Form { encoding: if form.encoding == WINDOWS_1251 { UTF_8 } else { form.encoding }, ..form };
        let objects: Vec<Value> =
            rows.iter().map(|row| json!({"phone": row.to, "name": row.name, "note": row.note, "more": [1]})).collect();
        let lines: Vec<String> = objects.iter().map(ToString::to_string).collect();
        let text = match list {
            true => serde_json::to_string_pretty(&objects).unwrap(),
            // A file must have something in it.
            false => lines.join(form.line_end) + if rows.is_empty() { "{}" } else { form.line_end },
        };
        let empty = Meant { to: String::new(), name: String::new(), note: String::new() };
        let rows = if rows.is_empty() && !list { vec![empty] } else { rows };
        let source = JsonRows::new(std::io::Cursor::new(form.encode(&text))).unwrap();
        check(&sandbox, &client, &rows, source, &options(&form));
        Ok(())
    };
    runner().run(&strategy, run).unwrap();
}

fn sign(row: usize) -> char {
    char::from_u32(0xe000 + row as u32).unwrap()
}

/// One byte too many, too few or another one: rows may be refused, but nobody gets what is somebody else's.
#[test]
fn tables_with_a_slip_of_the_pen() {
    let (sandbox, client) = sandbox();
    let slip = (any::<prop::sample::Index>(), 0..3_u8, prop::sample::select(vec!['"', ',', ';', '\n', '\r', ' ', 'x']));
    let strategy = (rows(), form(), prop::collection::vec(slip, 1..4));
    let run = |(mut rows, form, slips): (Vec<Meant>, Form, Vec<(prop::sample::Index, u8, char)>)| {
        let form = Form { encoding: UTF_8, mark: false, ..form };
        for (i, row) in rows.iter_mut().enumerate() {
            // A sign of everybody's own, which no slip makes out of another one, and numbers of their own.
            (row.name, row.note) = (format!("{}{}", sign(i), row.name), format!("{}{}", sign(i), row.note));
            row.to = format!("+38067{:07}", 1_000_003 * (i + 1) % 10_000_000);
        }
        let mut text: Vec<char> = form.write(&rows).chars().collect();
        let header = text.iter().position(|c| *c == '\n').map_or(text.len(), |end| end + 1);
        for (place, kind, c) in slips {
            if text.len() > header {
                let place = header + place.index(text.len() - header);
                match kind {
                    0 => text.insert(place, c),
                    1 => drop(text.remove(place)),
                    _ => text[place] = c,
                }
            }
        }
        let text: String = text.into_iter().collect();
        sandbox.reset();
        let source = CsvRows::new(std::io::Cursor::new(text.clone())).unwrap();
        let mut report = client.messages().send_bulk(source, &options(&form)).unwrap();
        let said = report_rows(&mut report);
        assert_eq!(said.iter().filter(|r| r.outcome == Outcome::Accepted).count(), sandbox.messages().len());
        for (to, sent) in arrived(&sandbox) {
            let of: Vec<usize> = (0..rows.len()).filter(|i| sent.contains(sign(*i))).collect();
            assert!(of.len() <= 1, "{text:?}: rows {of:?} in one text");
            // A slip in a number is nobody's reading of it, but a slip between numbers must not mix two rows.
            let owner = rows.iter().position(|row| row.to == to);
            if let (Some(owner), Some(of)) = (owner, of.first()) {
                assert_eq!(owner, *of, "{text:?}");
            }
        }
        Ok(())
    };
    runner().run(&strategy, run).unwrap();
}
