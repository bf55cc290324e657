//! Runs `tests/vectors/*.json`; its README describes the format.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use common::compare::compare;
use common::models::object;
use serde_json::{Value, json};
use smsbat_core::binding::view;
use smsbat_core::{CallOptions, Client, Error, Phone, Sms, flash_call_matches, segments};
use smsbat_sandbox::Sandbox;

fn cases(file: &str) -> Vec<Value> {
    let path = format!("{}/../tests/vectors/{file}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_file_is_run() {
    let folder = format!("{}/../tests/vectors", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .filter(|f| f.ends_with(".json"))
        .collect();
    files.sort();
    // `operations.json`, `sources.json` and `tables.json` are run by the programs of those names, `proxies.json` by the configuration's own
    // tests.
    let expected = [
        "apis.json",
        "matching.json",
        "operations.json",
        "phones.json",
        "proxies.json",
        "send.json",
        "sources.json",
        "status.json",
        "tables.json",
        "text.json",
    ];
    assert_eq!(files, expected);
}

#[test]
fn pure_functions() {
    for case in cases("text.json") {
        let arguments: Vec<&str> = case["arguments"].as_array().unwrap().iter().map(|a| a.as_str().unwrap()).collect();
        let value = match case["function"].as_str().unwrap() {
            "segments" => {
                let s = segments(arguments[0]);
                json!({
                    "encoding": s.encoding.as_str(), "units": s.units, "parts": s.parts, "per_part": s.per_part,
                    "remaining": s.remaining, "unicode_characters": s.unicode_characters,
                })
            }
            "flash_call_matches" => json!(flash_call_matches(arguments[0], arguments[1])),
            other => panic!("no such function: {other}"),
        };
        assert_eq!(value, case["value"], "{}", case["name"]);
    }
}

#[test]
fn phones() {
    for case in cases("phones.json").iter().filter(|case| case["check"].is_null()) {
        let text = case["text"].as_str().unwrap();
        let phone = match case["country"].as_str() {
            Some(country) => Phone::parse_in(text, country),
            None => Phone::parse(text),
        };
        match phone {
            Ok(phone) => {
                assert_eq!(case["e164"], phone.e164(), "{}", case["name"]);
                assert_eq!(format!("+{}", phone.digits()), phone.e164());
                assert_eq!((phone.as_ref(), &*String::from(&phone)), (phone.e164(), phone.e164()));
                assert!(phone.digits().starts_with(phone.country()));
            }
            Err(error) => {
                let want = case["reason"].as_str().unwrap_or_else(|| panic!("{}: {error}", case["name"]));
                assert!(error.to_string().contains(want), "{}: {error}", case["name"]);
                assert_eq!(error.problem("phone").rule(), case["rule"], "{}", case["name"]);
            }
        }
    }
}

/// The settings of a client lead to the same numbers.
#[test]
fn phones_of_messages() {
    let options = smsbat_sandbox::Options { rate_limit: false, ..Default::default() };
    let sandbox = Sandbox::start(options).unwrap();
    for case in cases("phones.json") {
        let name = case["name"].as_str().unwrap();
        let mut builder = Client::builder().api_key("test-key").base_url(sandbox.url()).ignore_environment();
        if let Some(country) = case["country"].as_str() {
            builder = builder.country(country);
        }
        let client = match builder.check_phones(case["check"] != false).build() {
            Ok(client) => client,
            Err(error) => {
                assert_eq!((&case["rule"], error.kind().as_str()), (&json!("country"), "configuration"), "{name}");
                continue;
            }
        };
        sandbox.reset();
        let text = case["text"].as_str().unwrap();
        let result = client.messages().send(&[Sms::new(text, "MyShop", "Hi")]);
        match (case["e164"].as_str(), sandbox.requests().first()) {
            (Some(e164), Some(request)) => {
                let body: Value = serde_json::from_str(request["body"].as_str().unwrap()).unwrap();
                assert_eq!(body["messages"][0]["to"], e164, "{name}");
            }
            (None, None) => {
                let error = result.unwrap_err();
                let problem = &error.problems()[0];
                assert_eq!((problem.path(), problem.rule()), ("messages[0].to", "phone"), "{name}");
                assert!(problem.message().contains(case["reason"].as_str().unwrap()), "{name}: {problem}");
            }
            other => panic!("{name}: {other:?} {result:?}"),
        }
    }
}

#[test]
fn sends() {
    run("send.json");
}

#[test]
fn other_apis() {
    run("apis.json");
}

#[test]
fn statuses() {
    run("status.json");
}

/// Which row answers which message, in the three APIs whose answers have rows.
#[test]
fn rows_of_replies_are_matched_by_what_they_say() {
    run_all(&cases("matching.json").iter().map(matching_call).collect::<Vec<_>>());
}

/// The call that a case of `matching.json` stands for.
fn matching_call(case: &Value) -> Value {
    let sent = case["sent"].as_array().unwrap();
    let (rows, operation) = (&case["rows"], case["operation"].as_str().unwrap());
    let outcomes = case["outcomes"].as_array().unwrap().iter();
    let mut expected: Vec<Value> = outcomes.map(|outcome| json!({"outcome": outcome})).collect();
    for (row, id) in expected.iter_mut().zip(case["message_ids"].as_array().into_iter().flatten()) {
        row["message_id"] = id.clone();
    }
    let mut call = json!({"name": case["name"], "operation": operation});
    let (reply, rows_in) = match operation {
        "turbosms.send" => {
            let recipients: Vec<&Value> = sent.iter().map(|s| &s[1]).collect();
            call["message"] = json!({
                "$": "TurboSmsMessage", "recipients": recipients, "sender": "MyShop", "text": "Hi", "sms": {},
            });
            (json!({"response_code": 802, "response_status": "PARTIAL", "response_result": rows}), "recipients")
        }
        _ => {
            call["messages"] = sent.iter().map(|s| matching_message(operation, &s[0], &s[1])).collect();
            let reply = if operation == "cascade.send" { rows.clone() } else { json!({"messages": rows}) };
            (reply, "messages")
        }
    };
    call["reply"] = json!({"status": 200, "json": reply});
    call["value"] = json!({rows_in: expected});
    call
}

fn matching_message(operation: &str, id: &Value, to: &Value) -> Value {
    match (operation, id) {
        ("cascade.send", id) => json!({
            "$": "CascadeMessage", "id": id, "to": to, "sender": "MyShop", "text": "Hi", "message_type": "transaction",
        }),
        (_, Value::Null) => json!({"type": "sms", "to": to, "from": "MyShop", "text": "Hi"}),
        (_, id) => json!({"$": "Sms", "to": to, "sender": "MyShop", "text": "Hi", "customer_message_id": id}),
    }
}

fn run(file: &str) {
    run_all(&cases(file));
}

fn run_all(cases: &[Value]) {
    let options = smsbat_sandbox::Options { rate_limit: false, ..Default::default() };
    let sandbox = Sandbox::start(options).unwrap();
    let client = || common::client_of_all(sandbox.url());
    for case in cases {
        let name = case["name"].as_str().unwrap();
        sandbox.reset();
        if let Some(reply) = case.get("reply") {
            sandbox.reply_next(serde_json::from_value(reply.clone()).unwrap()).unwrap();
        }
        // A client of its own: a login must not last into the next case.
        let result = call(&client(), case);
        match (&result, case.get("error")) {
            (Err(error), Some(want)) => compare_error(name, error, want),
            (Err(error), None) => panic!("{name}: {error:?}"),
            (Ok(value), Some(_)) => panic!("{name}: should fail, gave {value}"),
            (Ok(value), None) => {
                if let Some(want) = case.get("value") {
                    compare(name, want, value);
                } else if case.get("reply").is_none() {
                    assert_eq!(value["ok"], true, "{name}: {value}");
                }
            }
        }
        let requests = sandbox.requests();
        if let Some(problems) = case.get("problems") {
            let found: Vec<Value> =
                result.unwrap_err().problems().iter().map(|p| json!({"path": p.path(), "rule": p.rule()})).collect();
            assert_eq!(json!(found), *problems, "{name}");
            assert!(requests.is_empty(), "{name}: something was sent");
        } else {
            assert_eq!(requests.len(), 1, "{name}");
        }
        if let Some(wire) = case.get("wire") {
            assert_eq!((&requests[0]["method"], &requests[0]["path"]), (&wire["method"], &wire["path"]), "{name}");
            if let Some(want) = wire.get("json") {
                let got: Value = serde_json::from_str(requests[0]["body"].as_str().unwrap()).unwrap();
                compare_exactly(name, want, &got);
            }
        }
    }
}

fn call(client: &Client, case: &Value) -> Result<Value, Error> {
    let parse = |text: String| serde_json::from_str(&text).unwrap();
    match case["operation"].as_str().unwrap() {
        "messages.send" => {
            let messages: Vec<_> = case["messages"].as_array().unwrap().iter().map(object).collect();
            client.messages().send(&messages).map(|r| parse(view(r.record())))
        }
        "messages.status" => {
            client.messages().status(case["message_id"].as_str().unwrap()).map(|s| parse(view(s.record())))
        }
        "cascade.send" => {
            let messages: Vec<_> = case["messages"].as_array().unwrap().iter().map(object).collect();
            client.cascade().send(&messages, false).map(|r| parse(view(r.record())))
        }
        "turbosms.send" => client.turbosms().send(object(&case["message"])).map(|r| parse(view(r.record()))),
        other => client.call_json(other, &case["arguments"].to_string(), CallOptions::default()).map(parse),
    }
}

fn compare_error(name: &str, error: &Error, want: &Value) {
    let code = error.code().map(|c| match c {
        smsbat_core::ProviderCode::Number(n) => json!(n),
        other => json!(other.to_string()),
    });
    let got = json!({
        "kind": error.kind().as_str(),
        "outcome": error.outcome().as_str(),
        "status_code": error.status_code(),
        "code": code,
        "field": error.field(),
        "retry_after": error.retry_after().map(|t| t.as_secs()),
        "request_id": error.request_id(),
        "retryable": error.retryable(),
        "customer_message_ids": error.customer_message_ids(),
    });
    compare(name, want, &got);
}

/// All keys; `"$any"` stands for any string.
fn compare_exactly(name: &str, want: &Value, got: &Value) {
    match (want, got) {
        (Value::Object(want), Value::Object(got)) => {
            let keys =
                |o: &serde_json::Map<String, Value>| o.keys().cloned().collect::<std::collections::BTreeSet<_>>();
            assert_eq!(keys(want), keys(got), "{name}");
            for (key, value) in want {
                compare_exactly(&format!("{name}: {key}"), value, &got[key]);
            }
        }
        (Value::Array(want), Value::Array(got)) => {
            assert_eq!(want.len(), got.len(), "{name}");
            for (want, got) in want.iter().zip(got) {
                compare_exactly(name, want, got);
            }
        }
        (Value::String(any), Value::String(_)) if any == "$any" => {}
        _ => assert_eq!(want, got, "{name}"),
    }
}
