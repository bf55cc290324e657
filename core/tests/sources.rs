//! Files of rows: the cases of `tests/vectors/sources.json`, and cases that a vector cannot express.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use std::path::Path;

use base64::Engine;
use common::sandbox;
use serde_json::{Value, json};
use smsbat_core::bulk::{self, BulkOptions, BulkReport, CsvRows, JsonRows, ReportRow};
use smsbat_core::{Client, ErrorKind, Outcome};
use smsbat_sandbox::Sandbox;

fn content(case: &Value) -> Vec<u8> {
    match case["base64"].as_str() {
        Some(text) => base64::engine::general_purpose::STANDARD.decode(text).unwrap(),
        None => case["text"].as_str().unwrap().into(),
    }
}

/// Result of a run: its report, or the error that prevented its start.
fn run(client: &Client, file: &Path, case: &Value) -> Result<BulkReport, smsbat_core::Error> {
    client.messages().send_bulk(bulk::open(file)?, &options(case)?)
}

fn options(case: &Value) -> Result<BulkOptions, smsbat_core::Error> {
    let mut options = BulkOptions::default();
    for (name, value) in case["options"].as_object().unwrap() {
        options.set(name, value.as_str().unwrap())?;
    }
    Ok(options)
}

fn row(row: &ReportRow) -> Value {
    let mut json = Vec::new();
    row.write_json(&mut json);
    serde_json::from_slice(&json).unwrap()
}

/// Recipients and texts that arrived, in their order.
fn arrived(sandbox: &Sandbox) -> Value {
    let mut sent: Vec<_> = sandbox.messages().iter().map(|m| json!([m["to"], m["text"]])).collect();
    sent.sort_by_key(ToString::to_string);
    Value::Array(sent)
}

#[test]
fn files_are_read_strictly_and_kindly() {
    let path = format!("{}/../tests/vectors/sources.json", env!("CARGO_MANIFEST_DIR"));
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    for case in &cases {
        let name = case["name"].as_str().unwrap();
        sandbox.reset();
        let file = folder.path().join(case["file"].as_str().unwrap());
        std::fs::write(&file, content(case)).unwrap();
        let mut result = run(&client, &file, case);
        if let Some(expected) = case.get("error") {
            let error = match &mut result {
                Ok(report) => report.take_error().unwrap_or_else(|| panic!("{name}: no error")),
                Err(error) => std::mem::replace(error, smsbat_core::binding::cancelled("taken")),
            };
            assert_eq!(error.kind(), ErrorKind::Validation, "{name}: {error}");
            assert_eq!(error.problems()[0].rule(), expected["rule"], "{name}: {error}");
            assert!(error.to_string().contains(expected["message"].as_str().unwrap()), "{name}: {error}");
            assert!(!error.to_string().contains("+380"), "{name}: {error}");
            assert!(sandbox.messages().is_empty(), "{name}");
            continue;
        }
        let mut report = result.unwrap_or_else(|e| panic!("{name}: {e}"));
        let rows: Vec<Value> = report.rows().unwrap().map(|r| row(&r.unwrap())).collect();
        let expected = case["rows"].as_array().unwrap();
        assert!(report.error().is_none(), "{name}: {:?}", report.error());
        assert_eq!(rows.len(), expected.len(), "{name}: {rows:?}");
        for (i, (row, expected)) in rows.iter().zip(expected).enumerate() {
            assert_eq!(row["index"], i, "{name}: {row}");
            for (key, value) in expected.as_object().unwrap() {
                if key == "reason" {
                    let reason = row["reason"].as_str().unwrap();
                    assert!(reason.contains(value.as_str().unwrap()), "{name}: {row}");
                } else {
                    assert_eq!(row[key], *value, "{name}: {row}");
                }
            }
        }
        let options = options(case).unwrap();
        let dry = common::plan::agrees(name, bulk::open(&file).unwrap(), &options, &mut report);
        let all = expected.iter().all(|row| row["outcome"] == "accepted");
        assert!(!all || dry.plan().unwrap().parts == report.counts().parts, "{name}");
        assert_eq!(report.ok(), all, "{name}");
        assert_eq!(report.skipped(), case["skipped"].as_u64().unwrap(), "{name}");
        let mut sent = case["sent"].as_array().unwrap().clone();
        sent.sort_by_key(ToString::to_string);
        assert_eq!(arrived(&sandbox), Value::Array(sent), "{name}");
    }
}

#[test]
fn a_record_has_a_longest_length() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let mut options = BulkOptions::default();
    options.set("sender", "MyShop").unwrap();
    let send = |text: String| {
        let source = CsvRows::new(std::io::Cursor::new(text)).unwrap();
        let mut report = client.messages().send_bulk(source, &options).unwrap();
        report.rows().unwrap().map(|r| r.unwrap()).map(|r| (r.line.unwrap(), r.rule)).collect::<Vec<_>>()
    };
    let line = "x".repeat(1 << 20);
    // A long line is a row; what follows is read.
    let rows = send(format!("to,text\n+380671234567,{line}\n+380501234567,fine\n"));
    assert_eq!(rows, [(2, "size".to_owned()), (3, String::new())]);
    // The longest that is read, with its end.
    for (more, rule) in [(0, ""), (1, "size")] {
        let row = "+380501234567,fine,";
        let rest = "x".repeat((1 << 20) - row.len() - 1 + more);
        assert_eq!(send(format!("to,text,note\n{row}{rest}\n")), [(2, rule.to_owned())]);
    }
    // A long line with a quote in it may go on in all that follows.
    let rows = send(format!("to,text\n+380671234567,\"{line}\n+380501234568,fine\n"));
    assert_eq!(rows, [(2, "size".to_owned()), (3, "quotes".to_owned())]);
    // So may a quote that is closed only after a mebibyte.
    let lines = "y\n".repeat(1 << 19);
    let rows = send(format!("to,text\n+380671234567,\"{lines}\"\n+380501234569,fine\n"));
    assert_eq!((rows.len(), rows[0].1.as_str()), ((1 << 19) + 2, "quotes"));
    assert!(rows.iter().all(|(_, rule)| rule == "quotes"));
    assert_eq!(sandbox.messages().len(), 2);
}

#[test]
fn a_stream_is_known_by_its_beginning_and_ends_with_a_row_that_is_no_text() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let mut options = BulkOptions::default();
    options.set("sender", "MyShop").unwrap();
    let send = |stream: &[u8]| client.messages().send_bulk(bulk::from_reader(stream), &options).unwrap();
    let bad = b"to,text\n+380671234567,one\n+380501234567,\xcf\xf0\xe8\n+380631234567,three\n";
    let error = send(bad).take_error().unwrap();
    assert!(error.to_string().contains("line 3"), "{error}");
    // What was read stood in a request that was not full yet.
    assert!(sandbox.messages().is_empty());
    assert!(send(b"{\"to\":\"+380671234567\",\"text\":\"one\"}\n").ok());
    assert!(send(b" [{\"to\":\"+380671234567\",\"text\":\"one\"}]").ok());
    let wide: Vec<u8> = "\u{feff}to,text\n+380671234567,x".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(send(&wide).ok());
}

#[test]
fn a_stream_is_read_in_the_encoding_that_is_named() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let mut options = BulkOptions::default();
    options.set("sender", "MyShop").unwrap();
    options.set("encoding", "windows-1251").unwrap();
    let stream = bulk::from_reader(&b"to,text\n+380671234567,\xcf\xf0\xe8\n"[..]);
    assert!(client.messages().send_bulk(stream, &options).unwrap().ok());
    assert_eq!(sandbox.messages()[0]["text"], "При");
}

#[test]
fn commas_of_a_list_must_match() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let mut options = BulkOptions::default();
    options.set("sender", "MyShop").unwrap();
    let one = r#"{"to":"+380671234567","text":"one"}"#;
    for list in [format!("[,{one}]"), format!("[{one},,{one}]"), format!("[{one} {one}]"), format!("[{one},]")] {
        let report = client.messages().send_bulk(bulk::from_reader(list.as_bytes()), &options).unwrap();
        let error = report.error().unwrap_or_else(|| panic!("{list}"));
        assert!(error.to_string().contains("cannot be read from line 1 on"), "{list}: {error}");
    }
}

/// Whatever is wrong behind thousands of good rows.
#[test]
fn a_list_that_breaks_late_is_refused_before_anything_is_sent() {
    let (sandbox, client) = common::sandbox_and_client();
    let options = common::bulk_options(&[("sender", "MyShop"), ("chunk_size", "500")]);
    let folder = tempfile::tempdir().unwrap();
    let rows = (0..3000).map(|i| format!("{{\"to\":\"+{}\",\"text\":\"é\"}}", 380_671_000_000_u64 + i));
    let rows = rows.collect::<Vec<_>>().join(",\n");
    for end in ["", "]x", "]]", ",]", ",\n{\"to\":\"+380501234567\",\"text\":\"x", ",{}{}]", ",{,}]", ",\"a\nb\"]"] {
        let file = folder.path().join("list.json");
        for wide in [false, true] {
            let text = format!("[{rows}{end}");
            let marked = format!("\u{feff}{text}");
            let wide_text = || marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
            std::fs::write(&file, if wide { wide_text() } else { text.clone().into_bytes() }).unwrap();
            for dry_run in [false, true] {
                let mut options = options.clone();
                options.dry_run = dry_run;
                let error = client.messages().send_bulk(bulk::open(&file).unwrap(), &options).unwrap_err();
                assert_eq!(error.problems()[0].rule(), "json", "{end}: {error}");
                assert!(error.to_string().contains("cannot be read from line 300"), "{end}: {error}");
                assert_eq!(error.outcome(), Outcome::NotSent, "{end}: {error}");
            }
        }
        assert!(sandbox.messages().is_empty(), "{end}");
    }
    // A stream cannot be looked at before.
    let stream = format!("[{rows}]x");
    let report = client.messages().send_bulk(bulk::from_reader(stream.as_bytes()), &options).unwrap();
    assert_eq!(report.error().map(smsbat_core::Error::outcome), Some(Outcome::Unknown));
    assert!(report.accepted() >= 2500, "{}", report.accepted());
    // One that is whole is read twice and sent once.
    sandbox.reset();
    let file = folder.path().join("whole.json");
    std::fs::write(&file, format!("\u{feff} [{rows}] \n")).unwrap();
    let report = client.messages().send_bulk(bulk::open(&file).unwrap(), &options).unwrap();
    assert!(report.ok() && report.accepted() == 3000);
    assert_eq!(sandbox.messages().len(), 3000);
}

#[test]
fn a_line_that_is_no_object_says_what_it_is() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let text = "{\"to\":\"+380671234567\",\"text\":\"a\"}\n[1]\n{\"to\"\n1 2\n\"x\"\n";
    let mut options = BulkOptions::default();
    options.set("sender", "MyShop").unwrap();
    options.ordered = true;
    let mut report = client.messages().send_bulk(JsonRows::new(text.as_bytes()).unwrap(), &options).unwrap();
    let reasons: Vec<String> = report.rows().unwrap().map(|row| row.unwrap().reason).collect();
    let (object, json) = ("must be a JSON object", "is not JSON; each line must hold one whole object");
    assert_eq!(reasons, ["", object, json, json, object]);
}

/// Whoever writes into a pipe may take any time: the end of the run must not wait for it.
#[cfg(unix)]
#[test]
fn a_run_that_waits_for_a_pipe_can_be_stopped() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let file = folder.path().join("rows.csv");
    std::fs::write(&file, "to,text\n+380671234567,Hello\n").unwrap();
    // What was written before the wait, and whether the pipe is the stop list.
    for (written, is_stop_list, accepted) in [
        (None, false, 0),
        (Some("to,te"), false, 0),
        (Some("to,text\n+380671234567,Hello\n+380501234567,He"), false, 1),
        (Some("to,text\n+380671234567,Hello\n"), false, 1),
        (None, true, 0),
        (Some("+380501234567\n+38"), true, 0),
    ] {
        for close in [false, true] {
            let (sandbox, client) = common::sandbox_and_client();
            let writer = written.map(|text| {
                // Open for reading, too: then it does not wait for the run to open it.
                let mut writer = std::fs::File::options().read(true).write(true).open(&pipe).unwrap();
                std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
                writer
            });
            let mut options = common::bulk_options(&[("sender", "MyShop"), ("chunk_size", "1")]);
            if is_stop_list {
                options.set("stop_list", pipe.to_str().unwrap()).unwrap();
            }
            let (sandbox, looks) = (Arc::new(sandbox), AtomicUsize::new(0));
            let (arrived, closed) = (Arc::clone(&sandbox), client.clone());
            let interrupt = move || {
                // The wait begins when what was written is sent.
                let is_time = arrived.messages().len() == accepted && looks.fetch_add(1, Ordering::SeqCst) > 3;
                if is_time && close {
                    closed.close();
                }
                is_time && !close
            };
            let source = if is_stop_list { &file } else { &pipe };
            let calls = client.messages().interrupt(interrupt);
            let result = bulk::open(source).and_then(|source| calls.send_bulk(source, &options));
            let error = match result {
                Ok(mut report) => {
                    assert_eq!(report.accepted(), accepted as u64);
                    report.take_error().unwrap()
                }
                Err(error) => {
                    assert_eq!((accepted, error.outcome()), (0, Outcome::NotSent), "{error}");
                    error
                }
            };
            assert_eq!(error.kind(), ErrorKind::Cancelled, "{written:?}: {error}");
            assert_eq!(sandbox.messages().len(), accepted);
            drop(writer);
        }
    }
}
