//! Scenario files: scripted recipients, rules with a time, and runs that repeat.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::{Path, PathBuf};
use std::time::Duration;

use common::{SEND, Stage, agent};
use serde_json::{Value, json};
use smsbat_sandbox::{Error, Filter, Options, Sandbox};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios");

fn example(name: &str) -> PathBuf {
    Path::new(EXAMPLES).join(name)
}

fn play(scenario: PathBuf) -> Stage {
    let options = Options { scenario: Some(scenario), rate_limit: false, ..Options::default() };
    Stage { sandbox: Sandbox::start(options).unwrap(), agent: agent(ureq::tls::TlsConfig::default()) }
}

fn play_text(text: &str) -> Stage {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    play(file.path().to_owned())
}

fn send(stage: &Stage, to: &str, text: &str) -> Value {
    let headers = [("X-Authorization-Key", "test-key"), ("Content-Type", "application/json"), ("Host", "localhost")];
    let body = json!([common::sms(json!({"to": to, "text": text}))]).to_string();
    stage.call("POST", SEND, &headers, &body).json()["messages"][0].clone()
}

/// Everything that a run leaves, as text.
fn run() -> String {
    let stage = play(example("shop.toml"));
    let mut seen = Vec::new();
    for round in 0..3 {
        for i in 0..60 {
            let to = format!("+38067123{i:04}");
            let text = ["Your order is ready", "Spring sale", "Did you like it?"][(i + round) % 3];
            seen.push(send(&stage, &to, text));
        }
        stage.sandbox.advance(Duration::from_secs(4_000));
    }
    seen.extend(stage.sandbox.requests());
    seen.push(stage.get("/_sandbox/messages").json());
    seen.push(stage.get("/_sandbox/rules").json());
    for conversation in stage.get("/_sandbox/conversations?limit=200").json()["conversations"].as_array().unwrap() {
        seen.push(conversation.clone());
        seen.push(stage.get(&format!("/_sandbox/conversations/{}", conversation["phone"].as_str().unwrap())).json());
    }
    serde_json::to_string_pretty(&seen).unwrap()
}

#[test]
fn the_same_seed_gives_the_same_run_to_the_byte() {
    let (one, other) = (run(), run());
    for (one, other) in one.lines().zip(other.lines()) {
        assert_eq!(one, other);
    }
    assert_eq!(one.len(), other.len());
    assert!(one.contains("2026-01-05T08:00:00.000Z") && one.contains("Thank you!") && one.contains("\"STOP\""));
    assert!(one.contains("the number is in the stop list"));
    assert!(one.contains("Are you open on Saturday?"));
}

#[test]
fn every_example_starts() {
    let mut names: Vec<_> = std::fs::read_dir(EXAMPLES).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert_eq!(names.len(), 3);
    for path in names {
        let stage = play(path);
        assert_eq!(send(&stage, "+380671234567", "Hello")["status"], "accepted");
        assert!(!stage.sandbox.rules().is_empty());
    }
}

#[test]
fn recipients_read_late_answer_and_stop() {
    let stage = play_text(
        r#"
        frozen = true
        [[rules]]
        to = "38067*"
        delivered_after = 10
        read_after = 50
        actions = [{ after = 5, reply = "Thanks" }, { after = 6, stop = "STOP" }]
        [[incoming]]
        after = 30
        from = "+380501112233"
        sender = "MyShop"
        text = "Hello?"
    "#,
    );
    let sandbox = &stage.sandbox;
    send(&stage, "+380671234567", "Hello");
    let status = || sandbox.messages()[0].status().to_owned();
    let wrote = |phone: &str| -> Vec<String> {
        let answer = stage.get(&format!("/_sandbox/conversations/{phone}"));
        let entries = answer.json()["entries"].as_array().cloned().unwrap_or_default();
        let incoming = entries.iter().filter(|entry| entry["entry"] == "incoming");
        incoming
            .map(|entry| format!("{} {}", entry["kind"].as_str().unwrap(), entry["text"].as_str().unwrap()))
            .collect()
    };
    let mut seen = Vec::new();
    for seconds in [9, 1, 50, 4, 1, 1] {
        sandbox.advance(Duration::from_secs(seconds));
        seen.push(format!("{} {:?}", status(), wrote("380671234567")));
    }
    let expected = [
        "processing []",
        "delivered []",
        "read []",
        "read []",
        r#"read ["reply Thanks"]"#,
        r#"read ["reply Thanks", "reply STOP"]"#,
    ];
    assert_eq!(seen, expected);
    assert_eq!(wrote("380501112233"), ["message Hello?"]);
    let refused = send(&stage, "+380671234567", "Hello again");
    assert_eq!(refused["status"], "rejected");
    assert_eq!(send(&stage, "+380671234568", "Hello")["status"], "accepted");
    sandbox.assert_sent(&Filter::new().to("+380671234567"), 1);

    // From the start again: nobody has stopped.
    sandbox.reset();
    assert_eq!(send(&stage, "+380671234567", "Hello")["status"], "accepted");
    // What a test decides comes first.
    let id = sandbox.messages()[0].message_id().unwrap().to_owned();
    sandbox.set_status(&id, "undeliverable").unwrap();
    sandbox.advance(Duration::from_secs(100));
    assert!(wrote("380671234567").is_empty());
}

#[test]
fn what_recipients_will_do_is_in_a_snapshot() {
    let stage = play_text("frozen = true\n[[rules]]\nactions = [{ after = 5, reply = \"Thanks\" }]\n");
    send(&stage, "+380671234567", "Hello");
    let count = || stage.get("/_sandbox/conversations/380671234567").json()["entries"].as_array().unwrap().len();
    let before = stage.sandbox.snapshot();
    for _ in 0..2 {
        stage.sandbox.advance(Duration::from_secs(8));
        assert_eq!(count(), 2);
        let after = stage.sandbox.snapshot();
        stage.sandbox.restore(after).unwrap();
        stage.sandbox.advance(Duration::from_secs(8));
        assert_eq!(count(), 2);
        stage.sandbox.restore(before).unwrap();
        assert_eq!(count(), 1);
    }
}

#[test]
fn recipients_act_once_in_the_space_that_takes_their_messages_over() {
    for claimed_after in [0, 4, 7, 20] {
        let stage = play_text("frozen = true\n");
        let actions = json!([{"after": 3, "reply": "Thanks"}, {"after": 6, "stop": "STOP"}]);
        stage.post("/_sandbox/rules", &json!({"actions": actions}));
        let own = ("X-Authorization-Key", "test-worker");
        let space = ("X-Sandbox-Space", "test-worker");
        let send = |text: &str| {
            let body = json!({"messages": [common::sms(json!({"to": "+380671234567", "text": text}))]}).to_string();
            let answer = stage.call("POST", "/bat/messagelist", &[own, ("Content-Type", "application/json")], &body);
            answer.json()["messages"][0]["status"].clone()
        };
        let wrote = |headers: &[(&str, &str)]| -> Vec<String> {
            let answer = stage.call("GET", "/_sandbox/conversations/380671234567", headers, "").json();
            let entries = answer["entries"].as_array().cloned().unwrap_or_default();
            let came = entries.iter().filter(|entry| entry["entry"] == "incoming");
            came.map(|entry| entry["text"].as_str().unwrap().to_owned()).collect()
        };
        send("Hello");
        send("Hello again");
        // About no message: this stays where it came.
        stage.sandbox.incoming("+380671234567", "MyShop", "Open?").unwrap();
        stage.advance(claimed_after);
        let advance = |seconds: u64| {
            stage.call("POST", "/_sandbox/clock", &[space], &json!({"advance": seconds}).to_string());
        };
        advance(20);
        assert_eq!(wrote(&[space]), ["Thanks", "Thanks", "STOP", "STOP"], "claimed after {claimed_after} s");
        assert_eq!(send("Once more"), "rejected", "claimed after {claimed_after} s");
        stage.advance(20);
        advance(20);
        assert_eq!(wrote(&[space]).len(), 4, "claimed after {claimed_after} s");
        assert_eq!(wrote(&[]), ["Open?"], "claimed after {claimed_after} s");
    }
}

#[test]
fn a_message_that_moves_leaves_the_others_of_its_id() {
    let stage = common::stage();
    let send = |key: &str, text: &str| {
        let body = json!({"messages": [common::sms(json!({"text": text, "customerMessageId": "same"}))]}).to_string();
        let headers = [("X-Authorization-Key", key), ("Content-Type", "application/json")];
        assert_eq!(stage.call("POST", "/bat/messagelist", &headers, &body).status, 200);
    };
    for (key, text) in [("test-key", "one"), ("test-worker", "two"), ("test-key", "three"), ("test-worker", "four")] {
        send(key, text);
    }
    let total = |headers: &[(&str, &str)]| {
        let answer = stage.call("GET", "/_sandbox/messages?customer_message_id=same", headers, "");
        answer.json()["total"].as_u64().unwrap()
    };
    assert_eq!((total(&[("X-Sandbox-Space", "test-worker")]), total(&[])), (2, 2));
    // Several in a row, after an older one.
    for (key, text) in [("test-key", "five"), ("test-other", "six"), ("test-other", "seven")] {
        send(key, text);
    }
    assert_eq!((total(&[("X-Sandbox-Space", "test-other")]), total(&[])), (2, 3));
}

#[test]
fn a_snapshot_from_before_a_claim_gives_no_message_to_both_spaces() {
    let stage = common::stage();
    let body = json!({"messages": [common::sms(json!({}))]}).to_string();
    for key in ["test-key", "test-worker"] {
        let headers = [("X-Authorization-Key", key), ("Content-Type", "application/json")];
        assert_eq!(stage.call("POST", "/bat/messagelist", &headers, &body).status, 200);
    }
    let snapshot = stage.sandbox.snapshot();
    let total = |headers: &[(&str, &str)]| stage.call("GET", "/_sandbox/messages", headers, "").json()["total"].clone();
    let space = [("X-Sandbox-Space", "test-worker")];
    assert_eq!((total(&space), total(&[])), (json!(1), json!(1)));
    stage.sandbox.restore(snapshot).unwrap();
    assert_eq!((total(&space), total(&[])), (json!(1), json!(1)));
    // Without its space, the key uses the shared one again.
    stage.call("DELETE", "/_sandbox/spaces", &space, "");
    stage.sandbox.restore(snapshot).unwrap();
    assert_eq!(total(&[]), json!(2));
}

#[test]
fn a_slow_operator_and_a_ttl() {
    let stage = play_text("frozen = true\n[[rules]]\ndelivered_after = 900\n");
    let status = |id: &str| stage.sandbox.message(id).unwrap().status().to_owned();
    let id = |row: Value| row["messageId"].as_str().unwrap().to_owned();
    let patient = id(send(&stage, "+380671234567", "Hello"));
    let message = common::sms(json!({"ttl": 60}));
    let hasty = id(stage.send(json!([message])).json()["messages"][0].clone());
    stage.sandbox.advance(Duration::from_secs(61));
    assert_eq!((status(&patient), status(&hasty)), ("processing".to_owned(), "expired".to_owned()));
    stage.sandbox.advance(Duration::from_secs(900));
    assert_eq!((status(&patient), status(&hasty)), ("delivered".to_owned(), "expired".to_owned()));
}

#[test]
fn an_outage_begins_and_ends() {
    let stage = play_text("frozen = true\n[[rules]]\nstarts_after = 60\nlasts = 120\nerror = 503\n");
    let mut seen = Vec::new();
    for seconds in [0, 59, 1, 119, 1] {
        stage.sandbox.advance(Duration::from_secs(seconds));
        seen.push(stage.send(json!([common::sms(json!({}))])).status);
    }
    assert_eq!(seen, [200, 200, 503, 503, 200]);
}

#[test]
fn errors_name_file_line_and_key() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "seed = 1\n\n[[rules]]\nstatus = \"read\"\nprobabilty = 1\n").unwrap();
    let error = |path: &Path| Sandbox::start(Options { scenario: Some(path.to_owned()), ..Options::default() });
    let Err(Error::Scenario(text)) = error(file.path()) else { unreachable!() };
    let wanted = format!("{}, line 5, rules[0].probabilty: unknown field", file.path().display());
    assert!(text.starts_with(&wanted), "{text}");
    let missing = error(Path::new("no-such-file.toml")).unwrap_err().to_string();
    assert!(missing.starts_with("no-such-file.toml: cannot be read"), "{missing}");
}

#[test]
fn a_store_is_no_second_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options {
        scenario: Some(example("slow-operator.toml")),
        store: Some(folder.path().join("inbox.db")),
        ..Options::default()
    };
    let rules = Sandbox::start(options()).unwrap().rules().len();
    assert_eq!(Sandbox::start(options()).unwrap().rules().len(), rules);
}
