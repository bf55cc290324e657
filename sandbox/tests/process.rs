//! The sandbox as a process: ready line, end with standard input, end with a signal.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use smsbat_sandbox::{Options, RunOptions, run};

/// Not a test: the body of the child process that the tests below start.
#[test]
#[ignore = "is started by the other tests"]
fn child() {
    let Ok(mode) = std::env::var("SANDBOX_TEST_CHILD") else { return };
    let options = Options {
        tls: mode.contains("tls"),
        store: std::env::var_os("SANDBOX_TEST_STORE").map(Into::into),
        port: std::env::var("SANDBOX_TEST_PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(0),
        ..Options::default()
    };
    run(options, RunOptions { exit_with_stdin: mode.contains("stdin"), json: mode.contains("json") }).unwrap();
}

/// A child, its ready line, and its output, which must stay open.
struct Started {
    process: Child,
    line: String,
    _output: BufReader<ChildStdout>,
}

fn start(mode: &str) -> Started {
    start_with(mode, &[])
}

fn start_with(mode: &str, variables: &[(&str, &str)]) -> Started {
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--ignored", "--nocapture"])
        .env("SANDBOX_TEST_CHILD", mode)
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(process.stdout.take().unwrap());
    let line = output.by_ref().lines().map(Result::unwrap).find(|line| line.contains("ready")).unwrap();
    Started { process, line, _output: output }
}

#[test]
fn ends_with_standard_input() {
    let mut child = start("stdin json");
    let ready: Value = serde_json::from_str(&child.line[child.line.find('{').unwrap()..]).unwrap();
    assert_eq!(ready["ready"], true);
    assert_eq!(ready["pid"], child.process.id());
    assert_eq!(ready["ca_bundle"], Value::Null);
    assert_eq!(ready["url"], ready["chathub_url"]);
    let health = format!("{}/_sandbox/health", ready["url"].as_str().unwrap());
    assert_eq!(ureq::get(&health).call().unwrap().status(), 200);
    drop(child.process.stdin.take());
    assert!(child.process.wait().unwrap().success());
    assert!(ureq::get(&health).call().is_err());
}

#[cfg(unix)]
#[test]
fn ends_with_a_signal_and_takes_its_files_along() {
    for signal in ["-TERM", "-INT"] {
        let mut child = start("json tls");
        let ready: Value = serde_json::from_str(&child.line[child.line.find('{').unwrap()..]).unwrap();
        let ca = std::path::PathBuf::from(ready["ca_bundle"].as_str().unwrap());
        assert!(std::fs::read_to_string(&ca).unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
        assert!(Command::new("kill").args([signal, &child.process.id().to_string()]).status().unwrap().success());
        assert!(child.process.wait().unwrap().success(), "{signal}");
        assert!(!ca.exists());
    }
}

#[test]
fn the_ready_line_for_people() {
    let mut child = start("stdin");
    let line = &child.line[child.line.find("smsbat").unwrap()..];
    assert!(line.starts_with("smsbat sandbox ready at http://127.0.0.1:"), "{line}");
    assert!(line.ends_with(" (API key: test-key)"), "{line}");
    drop(child.process.stdin.take());
    assert!(child.process.wait().unwrap().success());
}

/// The address in a ready line of JSON.
fn address(child: &Started) -> String {
    let ready: Value = serde_json::from_str(&child.line[child.line.find('{').unwrap()..]).unwrap();
    ready["url"].as_str().unwrap().to_owned()
}

#[test]
fn a_kill_loses_nothing_that_is_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("inbox.db");
    let variables = [("SANDBOX_TEST_STORE", store.to_str().unwrap())];
    let list = |child: &Started| -> Value {
        ureq::get(&format!("{}/_sandbox/messages", address(child))).call().unwrap().body_mut().read_json().unwrap()
    };
    let mut child = start_with("stdin json", &variables);
    for i in 0..30 {
        let message =
            json!({"from": "MyShop", "to": "+380671234567", "type": "sms", "text": format!("message {i} of 29")});
        let send =
            ureq::post(&format!("{}/bat/messagelist", address(&child))).header("X-Authorization-Key", "test-key");
        assert_eq!(send.send_json(json!({"messages": [message]})).unwrap().status(), 200);
    }
    let before = list(&child);
    assert_eq!(before["total"], 30);

    // The file is written a moment behind: in it, and nothing that a crash would take back.
    let deadline = Instant::now() + Duration::from_secs(30);
    let is_written = || {
        let bytes = std::fs::read(&store).unwrap();
        let journal = std::fs::metadata(store.with_file_name("inbox.db-journal")).map_or(0, |file| file.len());
        journal == 0 && bytes.windows(16).any(|part| part == b"message 29 of 29")
    };
    while !is_written() {
        assert!(Instant::now() < deadline, "nothing is written");
        std::thread::yield_now();
    }
    child.process.kill().unwrap();
    child.process.wait().unwrap();

    let mut child = start_with("stdin json", &variables);
    let after = list(&child);
    let ids = |listed: &Value| -> Vec<Value> {
        listed["messages"].as_array().unwrap().iter().map(|message| message["message_id"].clone()).collect()
    };
    assert_eq!((&after["total"], ids(&after)), (&before["total"], ids(&before)));
    drop(child.process.stdin.take());
    assert!(child.process.wait().unwrap().success());
}
