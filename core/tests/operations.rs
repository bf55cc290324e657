//! Runs `tests/vectors/operations.json`: every operation, by name.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use std::collections::{BTreeSet, HashMap};

use common::compare::compare;
use serde_json::{Value, json};
use smsbat_core::{ArgumentKind, CallOptions, Client, operations};
use smsbat_sandbox::{Options, Sandbox};

fn client(url: &str, own: &Value) -> Client {
    let mut settings = json!({
        "api_key": "test-key",
        "viber_bot_token": "test-viber",
        "telegram_bot_key": "test-telegram",
        "messagio_user": "test-user",
        "messagio_sign": "test-sign",
        "base_url": url,
        "chathub_url": url,
    });
    if let Value::Object(own) = own {
        settings.as_object_mut().unwrap().extend(own.clone());
    }
    let mut builder = Client::builder().max_retries(0).ignore_environment();
    for (name, value) in settings.as_object().unwrap() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        builder = builder.set(name, value).unwrap();
    }
    builder.build().unwrap()
}

/// `$name.path.0` is a value of an earlier reply.
fn fill(value: &Value, kept: &HashMap<String, Value>) -> Value {
    match value {
        Value::String(text) if text.starts_with('$') => {
            let mut path = text[1..].split('.');
            let mut found = &kept[path.next().unwrap()];
            for step in path {
                found = step.parse::<usize>().map_or_else(|_| &found[step], |i| &found[i]);
            }
            found.clone()
        }
        Value::Array(list) => list.iter().map(|v| fill(v, kept)).collect(),
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), fill(v, kept))).collect(),
        other => other.clone(),
    }
}

#[test]
fn every_operation_works_by_its_name() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/operations.json");
    let steps: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut clients: HashMap<String, Client> = HashMap::new();
    let mut kept = HashMap::new();
    let mut called = BTreeSet::new();
    for (i, step) in steps.iter().enumerate() {
        let operation = step["operation"].as_str().unwrap();
        called.insert(operation);
        let client =
            clients.entry(step["client"].to_string()).or_insert_with(|| client(sandbox.url(), &step["client"]));
        let arguments = fill(&step["arguments"], &kept).to_string();
        let reply = client
            .call_json(operation, &arguments, CallOptions::default())
            .unwrap_or_else(|e| panic!("step {i}, {operation}: {e:?}\n{:?}", e.body()));
        let reply: Value = serde_json::from_str(&reply).unwrap();
        if let Some(expect) = step.get("expect") {
            compare(&format!("step {i}, {operation}"), expect, &reply);
        }
        if let Some(name) = step["as"].as_str() {
            kept.insert(name.to_owned(), reply);
        }
    }
    let all: BTreeSet<&str> = operations().iter().map(|o| o.name).collect();
    assert_eq!(called, all);
}

#[test]
fn wrong_names_are_refused_with_the_right_ones() {
    let client = client("http://127.0.0.1:9", &Value::Null);
    let call = |name: &str, arguments: &str| client.call_json(name, arguments, CallOptions::default()).unwrap_err();
    let error = call("messages.sent", "{}");
    assert_eq!(error.field(), Some("operation"));
    assert!(error.to_string().contains("messages.send, messages.status"), "{error}");
    let error = call("messages.status", r#"{"id":"m-1"}"#);
    assert_eq!(error.field(), Some("id"));
    assert!(error.to_string().contains("message_id"), "{error}");
    for bad in ["", "[]", "{", r#"{"message_id":5}"#, r#"{"message_id":"m","timeout":"x"}"#] {
        assert_eq!(call("messages.status", bad).kind(), smsbat_core::ErrorKind::Validation, "{bad}");
    }
}

#[test]
fn an_argument_of_another_type_is_named_and_not_repeated() {
    let client = client("http://127.0.0.1:9", &Value::Null);
    let number = "+380671234567";
    for operation in operations() {
        for argument in operation.arguments {
            for wrong in [json!({"x": [number]}), json!(number), json!(-1.5), json!(true), json!([[number]])] {
                let text = matches!(
                    argument.kind,
                    ArgumentKind::Text | ArgumentKind::Secret | ArgumentKind::MessageId | ArgumentKind::Time
                );
                let objects = matches!(argument.kind, ArgumentKind::Object(_) | ArgumentKind::Objects(_));
                let any = matches!(argument.kind, ArgumentKind::Json);
                if any || text && wrong.is_string() || objects && wrong.is_object() {
                    continue;
                }
                let arguments = json!({argument.name: wrong}).to_string();
                let error = client.call_json(operation.name, &arguments, CallOptions::default()).unwrap_err();
                let text = error.to_string();
                assert!(!text.contains("38067") && !text.contains("line 1"), "{}: {text}", operation.name);
                let known = |field: &str| operation.arguments.iter().any(|a| field.starts_with(a.name));
                assert!(error.field().is_some_and(known), "{} {}: {text}", operation.name, argument.name);
            }
        }
    }
}

#[test]
fn what_is_required_has_no_default_and_null_is_nothing() {
    let client = client("http://127.0.0.1:9", &Value::Null);
    for operation in operations() {
        for argument in operation.arguments.iter().filter(|a| a.required) {
            assert_eq!(argument.default, "", "{} {}", operation.name, argument.name);
            if operation.class.is_some() {
                continue;
            }
            let error = client
                .call_json(operation.name, &json!({argument.name: null}).to_string(), CallOptions::default())
                .unwrap_err();
            assert_eq!(error.problems()[0].rule(), "required", "{} {}: {error}", operation.name, argument.name);
        }
    }
}

#[test]
fn an_argument_that_is_given_twice_is_refused() {
    let client = client("http://127.0.0.1:9", &Value::Null);
    let twice = r#"{"message_id":"one","message_id":"two"}"#;
    let error = client.call_json("messages.status", twice, CallOptions::default()).unwrap_err();
    assert!(error.to_string().contains("twice"), "{error}");
}

#[test]
fn a_status_is_a_name_or_a_number() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = client(sandbox.url(), &Value::Null);
    let chats = |status: Value| {
        client.call_json("chathub.chats", &json!({"status": status}).to_string(), CallOptions::default())
    };
    assert_eq!(chats(json!("open")).unwrap(), chats(json!(1)).unwrap());
    assert_eq!(chats(json!("opened")).unwrap_err().field(), Some("status"));
    for (operation, id, status) in [
        ("chathub.set_chat_status", 6601, json!("closed")),
        ("chathub.set_chat_status", 6601, json!(4)),
        ("chathub.set_operator_status", 507, json!("inactive")),
    ] {
        let arguments = json!({"id": id, "status": status}).to_string();
        assert_eq!(client.call_json(operation, &arguments, CallOptions::default()).unwrap(), "{}");
    }
}
