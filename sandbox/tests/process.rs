//! The sandbox as a process: ready line, end with standard input, end with a signal.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use smsbat_sandbox::{Error, Options, RunOptions, run};

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
    let process =
        RunOptions { exit_with_stdin: mode.contains("stdin"), json: mode.contains("json"), ..RunOptions::default() };
    run(options, process).unwrap();
}

/// A child, its ready line, and its output, which must stay open.
struct Started {
    process: Child,
    line: String,
    _output: BufReader<ChildStdout>,
}

impl Drop for Started {
    /// Before the folder of its store goes.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn start(mode: &str) -> Started {
    start_with(mode, &[])
}

fn start_with(mode: &str, variables: &[(&str, &str)]) -> Started {
    start_by(Command::new(std::env::current_exe().unwrap()), mode, variables)
}

fn start_by(mut command: Command, mode: &str, variables: &[(&str, &str)]) -> Started {
    let mut process = command
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

#[test]
fn callbacks_that_are_due_are_sent_before_the_end() {
    let mut child = start("stdin json");
    let ready: Value = serde_json::from_str(&child.line[child.line.find('{').unwrap()..]).unwrap();
    let post = |path: &str, body: Value| {
        let url = format!("{}/_sandbox/{path}", ready["url"].as_str().unwrap());
        assert_eq!(ureq::post(&url).send(body.to_string()).unwrap().status(), 200);
    };
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    post("webhooks", json!({"url": format!("http://{}/", receiver.local_addr().unwrap())}));
    for i in 0..20 {
        let body = json!({"from": format!("+3806700001{i:02}"), "sender": "MyShop", "text": format!("text {i}")});
        post("incoming", body);
    }
    // The end begins while the first ones wait for their responses.
    let mut open = vec![receiver.accept().unwrap().0];
    drop(child.process.stdin.take());
    let mut seen = Vec::new();
    while seen.len() < 20 {
        let mut stream = open.pop().unwrap_or_else(|| receiver.accept().unwrap().0);
        let mut text = String::new();
        let mut buffer = [0; 4096];
        while !text.contains("\"text\":") || !text.ends_with('}') {
            let length = stream.read(&mut buffer).unwrap();
            assert_ne!(length, 0, "{text}");
            text.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
        }
        let body: Value = serde_json::from_str(text.split("\r\n\r\n").nth(1).unwrap()).unwrap();
        seen.push(body["text"].as_str().unwrap().to_owned());
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 20, "{seen:?}");
    assert!(child.process.wait().unwrap().success());
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

/// Sends one message and says whether it was taken.
fn send(child: &Started, text: &str) -> bool {
    let message = json!({"from": "MyShop", "to": "+380671234567", "type": "sms", "text": text});
    let send = ureq::post(&format!("{}/bat/messagelist", address(child))).header("X-Authorization-Key", "test-key");
    send.send_json(json!({"messages": [message]})).is_ok_and(|answer| answer.status() == 200)
}

fn get(child: &Started, path: &str) -> Value {
    ureq::get(&format!("{}/_sandbox/{path}", address(child))).call().unwrap().body_mut().read_json().unwrap()
}

fn texts(child: &Started) -> Vec<String> {
    let listed = get(child, "messages?limit=1000000");
    listed["messages"].as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap().to_owned()).collect()
}

/// Waits until the health says so of the store.
fn wait_for_store(child: &Started, is_wanted: impl Fn(&Value) -> bool) -> Value {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let health = get(child, "health");
        if is_wanted(&health["store"]) {
            return health;
        }
        assert!(Instant::now() < deadline, "{health}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Messages that never pause for as long as the file would have waited: each is in it a second later.
#[test]
fn a_kill_under_load_loses_at_most_a_second() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("inbox.db");
    let variables = [("SANDBOX_TEST_STORE", store.to_str().unwrap())];
    let mut child = start_with("stdin json", &variables);
    let started = Instant::now();
    let mut answered = Vec::new();
    while started.elapsed() < Duration::from_millis(2500) {
        let text = answered.len().to_string();
        if send(&child, &text) {
            answered.push((text, Instant::now()));
        }
    }
    let killed = Instant::now();
    child.process.kill().unwrap();
    child.process.wait().unwrap();

    let child = start_with("stdin json", &variables);
    let kept = texts(&child);
    let safe = answered.iter().filter(|(_, at)| killed.duration_since(*at) > Duration::from_secs(1));
    let safe: Vec<&str> = safe.map(|(text, _)| text.as_str()).collect();
    assert!(safe.len() > 20, "{} messages in all", answered.len());
    assert!(
        kept.len() >= safe.len(),
        "{} of {} are kept, {} are older than a second",
        kept.len(),
        answered.len(),
        safe.len()
    );
    let in_order: Vec<String> = (0..kept.len()).map(|i| i.to_string()).collect();
    assert_eq!(kept, in_order);
}

/// The child with files of at most so many blocks of 512 bytes.
#[cfg(target_os = "linux")]
fn start_limited(blocks: u32, store: &Path) -> Started {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")]);
    shell.arg(std::env::current_exe().unwrap()).stderr(Stdio::piped());
    start_by(shell, "stdin json", &[("SANDBOX_TEST_STORE", store.to_str().unwrap())])
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_what_fits_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("inbox.db");
    let mut child = start_limited(128, &store);
    assert!(send(&child, "fits"));
    assert_eq!(wait_for_store(&child, |store| store["unsaved"] == 0)["ok"], true);
    let large = "x".repeat(1_000);
    (0..100).for_each(|_| assert!(send(&child, &large)));
    let health = wait_for_store(&child, |store| store["problem"].is_string());
    assert_eq!(health["ok"], false);
    assert!(health["store"]["unsaved"].as_u64().unwrap() >= 1, "{health}");
    // The sandbox goes on in memory.
    assert!(send(&child, "later"));
    assert_eq!(get(&child, "messages?limit=1")["total"], 102);

    drop(child.process.stdin.take());
    let mut said = String::new();
    child.process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(!child.process.wait().unwrap().success(), "{said}");
    let line = format!("smsbat sandbox: cannot save to {}: ", store.display());
    assert!(said.contains(&line) && said.contains("trying again"), "{said}");
    assert!(said.contains("changes are not saved"), "{said}");
    assert_eq!(texts(&start_with("stdin json", &[("SANDBOX_TEST_STORE", store.to_str().unwrap())]))[0], "fits");
}

/// SQLite would go on writing to a file that nobody finds.
#[cfg(unix)]
#[test]
fn a_file_that_was_moved_is_missed_until_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let (store, elsewhere) = (folder.path().join("inbox.db"), folder.path().join("elsewhere.db"));
    let variables = [("SANDBOX_TEST_STORE", store.to_str().unwrap())];
    let mut child = start_with("stdin json", &variables);
    assert!(send(&child, "before"));
    wait_for_store(&child, |store| store["unsaved"] == 0);
    std::fs::rename(&store, &elsewhere).unwrap();
    assert!(send(&child, "meanwhile"));
    let health = wait_for_store(&child, |store| store["problem"].is_string());
    assert!(health["store"]["problem"].as_str().unwrap().contains("moved, deleted or replaced"), "{health}");
    // Nor into a file that is another sandbox's.
    let mut other = start_with("stdin json", &variables);
    assert!(send(&other, "other"));
    drop(other.process.stdin.take());
    assert!(other.process.wait().unwrap().success());
    assert!(get(&child, "health")["store"]["problem"].is_string());
    std::fs::rename(&elsewhere, &store).unwrap();
    let health = wait_for_store(&child, |store| store["problem"].is_null() && store["unsaved"] == 0);
    assert_eq!(health["ok"], true);
    child.process.kill().unwrap();
    child.process.wait().unwrap();
    assert_eq!(texts(&start_with("stdin json", &variables)), ["before", "meanwhile"]);
}

#[cfg(unix)]
#[test]
fn a_store_is_private_whatever_its_name_is() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(folder.path().join("absent.db"), &link).unwrap();
    for (name, file) in [("plain.db", "plain.db"), (":memory:", ":memory:"), ("link.db", "absent.db")] {
        let options = Options { store: Some(folder.path().join(name)), ..Options::default() };
        drop(smsbat_sandbox::Sandbox::start(options).unwrap());
        let mode = std::fs::metadata(folder.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn a_damaged_file_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    let options = || Options { store: Some(path.clone()), ..Options::default() };
    let sandbox = smsbat_sandbox::Sandbox::start(options()).unwrap();
    let message = smsbat_core::Sms::new("+380671234567", "MyShop", "a text that is damaged");
    sandbox.client().unwrap().messages().send(message).unwrap().raise_for_outcome().unwrap();
    drop(sandbox);
    let mut bytes = std::fs::read(&path).unwrap();
    let place = bytes.windows(7).position(|part| part == b"\"digits").unwrap();
    bytes[place] = b'x';
    std::fs::write(&path, &bytes).unwrap();
    let problem = smsbat_sandbox::Sandbox::start(options()).unwrap_err();
    assert!(matches!(problem, Error::Store { .. }), "{problem}");
    assert!(std::fs::read(&path).unwrap() == bytes, "the file has changed");
}

#[test]
fn a_file_of_another_program_is_no_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    for bytes in [vec![b'x'], b"x\n".to_vec(), vec![0; 4096]] {
        std::fs::write(&path, &bytes).unwrap();
        let options = Options { store: Some(path.clone()), ..Options::default() };
        assert!(matches!(smsbat_sandbox::Sandbox::start(options), Err(Error::Store { .. })), "{} bytes", bytes.len());
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
    std::fs::write(&path, "").unwrap();
    let options = Options { store: Some(path.clone()), ..Options::default() };
    drop(smsbat_sandbox::Sandbox::start(options).unwrap());
}
