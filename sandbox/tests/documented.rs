//! The request examples of the API description, with every credential.
#![allow(clippy::unwrap_used)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{KEY, SEND, stage, stage_with};
use serde_json::{Value, json};
use smsbat_sandbox::Options;

fn examples() -> Vec<(String, Value)> {
    common::examples(SEND, "post")
}

#[test]
fn every_example_is_taken_with_every_credential() {
    let stage = stage();
    let login = format!("Basic {}", STANDARD.encode("tester:test-password"));
    let key_as_password = format!("Basic {}", STANDARD.encode("@:test-key"));
    let examples = examples();
    assert_eq!(examples.len(), 12);
    for credential in [KEY, ("Authorization", login.as_str()), ("Authorization", key_as_password.as_str())] {
        for (name, body) in &examples {
            let headers = [credential, ("Content-Type", "application/json; charset=utf-8")];
            let answer = stage.call("POST", SEND, &headers, &body.to_string());
            assert_eq!(answer.status, 200, "{name}: {}", answer.text);
            assert!(answer.header("x-request-id").starts_with("req-"));
            let row = &answer.json()["messages"][0];
            let taken = if name == "overviewForm" { "sent" } else { "accepted" };
            assert_eq!(row["status"], taken, "{name}");

            let id = row["messageId"].as_str().unwrap();
            let status = stage.call("GET", &format!("/bat/message/{id}"), &[credential], "");
            assert_eq!(status.json()["deliverystatus"], "scheduled", "{name}");
        }
    }
    assert_eq!(stage.sandbox.messages().len(), 36);
}

#[test]
fn answers_have_the_documented_keys() {
    let stage = stage();
    let bodies: std::collections::BTreeMap<_, _> = examples().into_iter().collect();
    let rows = |name: &str| stage.post(SEND, &bodies[name]).json();

    let sms = rows("sms");
    assert!(sms["messagelistId"].is_u64());
    let id = sms["messages"][0]["messageId"].clone();
    assert_eq!(
        sms["messages"][0],
        json!({"messageId": id, "status": "accepted", "parts": 1, "customerMessageId": "parcel-7741", "to": "+380670000101"})
    );
    let call = rows("flashcall")["messages"][0].clone();
    assert_eq!(call["callerId"], "+380440000077");
    assert_eq!(call["pattern"], "***000077");
    assert_eq!(call["ttl"], 60);
    let overview = rows("overviewForm");
    assert_eq!(overview.get("messagelistId"), None);
    let id = overview["messages"][0]["messageId"].clone();
    assert_eq!(overview["messages"][0], json!({"messageId": id, "recipient": "+380670000112", "status": "sent"}));
}

#[test]
fn a_bare_array_and_a_batch_of_5000_are_taken() {
    let stage = stage();
    assert_eq!(stage.post(SEND, &json!([common::sms(json!({}))])).status, 200);
    let batch: Vec<Value> = (0..5000).map(|i| common::sms(json!({"customerMessageId": format!("n-{i}")}))).collect();
    let answer = stage.send(batch.into());
    assert_eq!(answer.status, 200);
    let rows = answer.json()["messages"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 5000);
    assert_eq!(rows[4999]["customerMessageId"], "n-4999");
}

#[test]
fn parts_are_counted() {
    let stage = stage();
    let answer = stage.send(json!([
        common::sms(json!({"text": "a".repeat(160)})),
        common::sms(json!({"text": "a".repeat(161)})),
        common::sms(json!({"text": "ї".repeat(71)})),
    ]));
    let parts: Vec<_> = (0..3).map(|i| answer.json()["messages"][i]["parts"].as_u64().unwrap()).collect();
    assert_eq!(parts, [1, 2, 2]);
}

#[test]
fn good_requests_are_recorded_for_a_validator() {
    let directory = tempfile::tempdir().unwrap();
    let stage = stage_with(Options { record: Some(directory.path().to_owned()), ..Options::default() });
    let path = stage.sent(common::sms(json!({})));
    stage.get(&path);
    stage.send(json!([]));
    stage.sandbox.reply_next(smsbat_sandbox::PlannedReply::default()).unwrap();
    stage.send(json!([common::sms(json!({}))]));

    let file = std::fs::read_dir(directory.path()).unwrap().next().unwrap().unwrap().path();
    let lines: Vec<Value> =
        std::fs::read_to_string(file).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["api_operation_path"], SEND);
    assert_eq!(lines[0]["headers"]["x-authorization-key"], "***");
    let body: Value = serde_json::from_str(lines[0]["body"].as_str().unwrap()).unwrap();
    assert_eq!(body["messages"][0]["type"], "sms");
    assert_eq!(lines[1]["method"], "GET");
    assert_eq!(lines[1]["api_operation_path"], "/bat/message/{messageId}");
    assert_eq!(lines[1]["url"], format!("{}{path}", stage.sandbox.url()));
}
