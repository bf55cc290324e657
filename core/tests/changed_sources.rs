//! Files that another program writes to while a campaign reads them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use common::{bulk_options, sandbox, sandbox_and_client};
use smsbat_core::bulk::{self, BulkOptions, BulkReport};
use smsbat_core::{Client, ErrorKind};
use smsbat_sandbox::Sandbox;

/// Rows of a file of many blocks.
const ROWS: u64 = 1200;

const FIRST: u64 = 380_671_000_000;
/// Numbers of the second version, which has the same layout.
const SECOND: u64 = 380_502_345_678;

/// A file in the form that its name says, as bytes. Each row is long, so that few rows fill a block.
fn content(name: &str, first: u64) -> Vec<u8> {
    let text = "x".repeat(400);
    let row = |number: u64| match name {
        "rows.jsonl" => format!("{{\"to\":\"+{number}\",\"text\":\"{text}\"}}\n"),
        "rows.json" => format!("{{\"to\":\"+{number}\",\"text\":\"{text}\"}},\n"),
        _ => format!("+{number},{text}\n"),
    };
    let rows: String = (first..first + ROWS).map(row).collect();
    match name {
        "rows.json" => format!("[{}]", rows.trim_end_matches(",\n")).into_bytes(),
        "rows.jsonl" => rows.into_bytes(),
        "wide.csv" => format!("\u{feff}to,text\n{rows}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => format!("to,text\n{rows}").into_bytes(),
    }
}

/// Writes a file as it was an hour ago, so that a later change has another time however coarse the clock is.
fn write(file: &Path, bytes: &[u8]) {
    std::fs::write(file, bytes).unwrap();
    let before = SystemTime::now() - Duration::from_secs(3600);
    OpenOptions::new().write(true).open(file).unwrap().set_modified(before).unwrap();
}

fn options(journal: &Path) -> BulkOptions {
    let journal = journal.to_str().unwrap();
    bulk_options(&[("sender", "MyShop"), ("chunk_size", "50"), ("connections", "1"), ("journal", journal)])
}

/// A client that calls a function when its first request is answered: few rows more are read before the next one leaves.
fn client_then(sandbox: &Sandbox, change: impl Fn() + Send + Sync + 'static) -> Client {
    let done = AtomicBool::new(false);
    let builder = Client::builder().api_key("test-key").base_url(sandbox.url()).max_retries(0).ignore_environment();
    let builder = builder.on_attempt(move |_| {
        if !done.swap(true, Ordering::SeqCst) {
            change();
        }
    });
    builder.build().unwrap()
}

fn ended_by_a_change(report: &BulkReport, name: &str) {
    let error = report.error().unwrap_or_else(|| panic!("{name}: no error"));
    assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("source")), "{name}: {error}");
    assert_eq!(error.problems()[0].rule(), "changed", "{name}: {error}");
    assert!(report.accepted() > 0 && report.accepted() < ROWS, "{name}: {}", report.accepted());
    assert!(!report.ok(), "{name}");
}

#[test]
fn a_file_that_is_written_to_while_it_is_read_ends_the_run() {
    let (sandbox, client) = sandbox_and_client();
    let folder = tempfile::tempdir().unwrap();
    let before: HashSet<String> = (FIRST..FIRST + ROWS).map(|number| number.to_string()).collect();
    for name in ["rows.csv", "rows.jsonl", "rows.json", "wide.csv"] {
        for truncated in [false, true] {
            sandbox.reset();
            let file = folder.path().join(name);
            let journal = folder.path().join(format!("{name}.{truncated}.journal"));
            write(&file, &content(name, FIRST));
            let options = options(&journal);
            let changing = client_then(&sandbox, {
                let file = file.clone();
                let changed = content(name, SECOND);
                move || {
                    let mut open = OpenOptions::new().write(true).open(&file).unwrap();
                    if truncated { open.set_len(100).unwrap() } else { open.write_all(&changed).unwrap() }
                }
            });
            let report = changing.messages().send_bulk(bulk::open(&file).unwrap(), &options).unwrap();
            ended_by_a_change(&report, name);
            for message in sandbox.messages() {
                let to = message["to"].as_str().unwrap().trim_start_matches('+').to_owned();
                assert!(before.contains(&to), "{name}: {to}");
            }
            assert_eq!(sandbox.messages().len() as u64, report.accepted(), "{name}");
            // With the journal the campaign goes on, and each person gets one message.
            write(&file, &content(name, FIRST));
            let report = client.messages().send_bulk(bulk::open(&file).unwrap(), &options).unwrap();
            assert!(report.ok(), "{name}: {:?}", report.error());
            assert_eq!(sandbox.messages().len() as u64, ROWS, "{name}");
        }
    }
}

#[test]
fn a_file_that_grows_between_its_opening_and_the_run_sends_nothing() {
    let (sandbox, client) = sandbox_and_client();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.csv");
    write(&file, b"to,text\n+380671234567,one\n");
    let source = bulk::open(&file).unwrap();
    OpenOptions::new().append(true).open(&file).unwrap().write_all(b"+3805012").unwrap();
    let options = bulk_options(&[("sender", "MyShop")]);
    let report = client.messages().send_bulk(source, &options).unwrap();
    assert_eq!(report.error().unwrap().problems()[0].rule(), "changed");
    assert!(sandbox.messages().is_empty());
}

#[test]
fn a_file_that_another_one_replaces_is_read_to_its_end() {
    let sandbox = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.csv");
    write(&file, &content("rows.csv", FIRST));
    let options = options(&folder.path().join("journal"));
    let client = client_then(&sandbox, {
        let (file, next) = (file.clone(), folder.path().join("next.csv"));
        File::create(&next).unwrap().write_all(&content("rows.csv", SECOND)).unwrap();
        move || {
            // Some systems refuse it while the file is open, which changes nothing either.
            let _ = std::fs::rename(&next, &file);
        }
    });
    let report = client.messages().send_bulk(bulk::open(&file).unwrap(), &options).unwrap();
    assert!(report.ok(), "{:?}", report.error());
    assert_eq!(sandbox.messages().len() as u64, ROWS);
}
