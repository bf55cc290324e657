//! Runs `tests/vectors/operations.json`: every operation, by name.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use std::collections::{BTreeSet, HashMap};

use common::compare::compare;
use serde_json::{Value, json};
use smsbat_core::{Api, ArgumentKind, CallOptions, Client, ErrorKind, Method, Operation, Reply, ViberOtp, operations};
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
    let phone = "+380671234567";
    for operation in operations() {
        for argument in operation.arguments {
            for wrong in [json!({"x": [phone]}), json!(phone), json!(-1.5), json!(true), json!([[phone]])] {
                let text = matches!(
                    argument.kind,
                    ArgumentKind::Text
                        | ArgumentKind::Secret
                        | ArgumentKind::MessageId
                        | ArgumentKind::Path
                        | ArgumentKind::Time
                        | ArgumentKind::Status(_)
                );
                // A number may stand in a text.
                let number = matches!(argument.kind, ArgumentKind::Status(_));
                let objects = matches!(argument.kind, ArgumentKind::Object(_) | ArgumentKind::Objects(_));
                let any = matches!(argument.kind, ArgumentKind::Json);
                if any || (text || number) && wrong.is_string() || objects && wrong.is_object() {
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

/// At any depth of an object as given: the provider would choose one of them.
#[test]
fn a_key_that_is_given_twice_is_refused_by_every_operation() {
    let client = client("http://127.0.0.1:9", &Value::Null);
    let twice = r#"{"to":"+380671234567","a":[{"b":1,"b":2}]}"#;
    let mut seen = BTreeSet::new();
    for operation in operations() {
        for argument in operation.arguments {
            let object = match argument.kind {
                ArgumentKind::Object(_) | ArgumentKind::Objects(_) => twice.to_owned(),
                ArgumentKind::NamedObjects(_) => format!(r#"{{"name":{twice}}}"#),
                _ => continue,
            };
            let others = operation.arguments.iter().filter(|other| other.required && other.name != argument.name);
            let others: String = others.map(|other| format!(r#""{}":"a","#, other.name)).collect();
            let call = format!(r#"{{{others}"{}":{object}}}"#, argument.name);
            let error = client.call_json(operation.name, &call, CallOptions::default()).unwrap_err();
            let problem = &error.problems()[0];
            assert!(problem.rule() == "twice" && problem.argument().ends_with("a[0].b"), "{call}: {error}");
            seen.insert(operation.name);
        }
    }
    assert!(seen.contains("messages.send") && seen.contains("turbosms.send_multi"), "{seen:?}");
}

#[test]
fn a_parameter_of_a_template_that_is_given_twice_is_refused() {
    let client = client("http://127.0.0.1:9", &Value::Null);
    let code = |params: &[(&str, &str)]| {
        let otp = ViberOtp::new("+380671234567", "MyShop", "no UUID", "uk", params.iter().copied());
        client.messages().send(&[otp]).unwrap_err()
    };
    let problems = code(&[("pin", "1234"), ("minutes", "5"), ("pin", "5678")]).problems().to_vec();
    let twice: Vec<_> = problems.iter().filter(|problem| problem.rule() == "twice").collect();
    assert_eq!((twice.len(), twice[0].argument()), (1, "template_params.pin"), "{problems:?}");
    let once = code(&[("pin", "1234"), ("minutes", "5")]);
    assert!(once.problems().iter().all(|problem| problem.rule() != "twice"), "{once}");
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

#[test]
fn an_error_says_what_an_argument_must_be() {
    let client = client("http://127.0.0.1:9", &Value::Null);
    for (operation, arguments, field, said) in [
        ("messages.status", json!({"message_id": 5}), "message_id", "must be text"),
        (
            "messages.wait_all",
            json!({"messages": 5}),
            "messages",
            "must be a list of message ids, or of rows of a send",
        ),
        ("messages.wait", json!({"message_id": "m", "interval": "x"}), "interval", "must be a number of seconds"),
        ("messages.wait", json!({"message_id": "m", "interval": 0}), "interval", "above 0 and at most 86400"),
        ("cascade.send", json!({"messages": [5]}), "messages[0]", "object"),
        ("turbosms.send", json!({"message": 5}), "message", "object"),
        ("turbosms.send_multi", json!({"messages": []}), "messages", "must be an object with an object for each name"),
        ("turbosms.send_multi", json!({"messages": {"a": 5}}), "messages.a", "object"),
        ("turbosms.status", json!({"message_ids": [5]}), "message_ids", "must be a list of texts"),
        ("chathub.operators", json!({"organization_id": "x"}), "organization_id", "must be a whole number"),
        ("chathub.operators", json!({"organization_id": 0}), "organization_id", "must be an id, above 0"),
        ("chathub.operator_token", json!({"id": -1}), "id", "must be an id, above 0"),
        ("chathub.set_operator_status", json!({"id": -1, "status": 1}), "id", "must be an id, above 0"),
        ("chathub.set_chat_status", json!({"id": 0, "status": 1}), "id", "must be an id, above 0"),
        ("chathub.delete_chat", json!({"id": 0}), "id", "must be an id, above 0"),
        ("chathub.chat_messages", json!({"id": -1}), "id", "must be an id, above 0"),
        ("chathub.send_chat_message", json!({"id": -1, "text": "x"}), "id", "must be an id, above 0"),
        ("chathub.send_chat_message", json!({"id": 1, "text": " \n"}), "text", "is required without media"),
        (
            "chathub.send_chat_message",
            json!({"id": 1, "media": {"name": "a", "format": "b\r\nc", "data_base64": "eA=="}}),
            "media.format",
            "must not contain control characters",
        ),
        ("chathub.chats", json!({"page": 0}), "page", "must be at least 1"),
        ("chathub.set_chat_status", json!({"id": 1, "status": true}), "status", "must be a name or a number"),
        ("chathub.set_chat_status", json!({"id": 1, "status": "x"}), "status", "must be a number or one of: "),
        ("request", json!({"method": "HEAD", "path": "/"}), "method", "must be GET, POST, PUT, PATCH or DELETE"),
        ("request", json!({"method": "GET", "path": "/", "api": "x"}), "api", "must be one of: messages, cascade"),
        ("request", json!({"method": "GET", "path": "/", "api": 5}), "api", "must be one of: messages, cascade"),
    ] {
        let error = client.call_json(operation, &arguments.to_string(), CallOptions::default()).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some(field)), "{operation}: {error}");
        assert!(error.message().contains(said), "{operation}: {error}");
    }
    let error = client.call_json("messages.status", "[]", CallOptions::default()).unwrap_err();
    assert!(error.message().contains("an object"), "{error}");
}

#[test]
fn an_operation_says_what_it_does() {
    let named = |name: &str| operations().iter().find(|operation| operation.name == name).unwrap();
    let effect = |operation: &Operation| (operation.sends(), operation.reads(), operation.is_call());
    let (sends, reads, changes, local) =
        ((true, false, true), (false, true, true), (false, false, true), (false, true, false));
    for (name, request, wanted) in [
        ("messages.send", Some((Method::Post, "/bat/messagelist")), sends),
        ("messages.status", Some((Method::Get, "/bat/message/{}")), reads),
        ("cascade.upload_variables", Some((Method::Post, "/api/items")), changes),
        ("chathub.login", Some((Method::Post, "/api/company/get-token")), reads),
        ("chathub.set_chat_status", Some((Method::Put, "/api/chat/status")), changes),
        ("chathub.delete_chat", Some((Method::Delete, "/api/chat/chats/{}")), changes),
        ("chathub.widget_html", None, local),
        // Whatever its arguments name.
        ("request", None, sends),
    ] {
        assert_eq!((named(name).request(), effect(named(name))), (request, wanted), "{name}");
    }
    let [status, sent] = ["messages.status", "messages.send"].map(|name| named(name).reply);
    assert!(matches!(status, Reply::Record(class) if class.name == "MessageStatus"));
    assert!(status != sent && status == named("messages.wait").reply && sent == named("cascade.send").reply);
    assert!(named("chathub.organizations").reply != named("chathub.operators").reply);
    assert!(named("chathub.login").reply != named("chathub.delete_chat").reply);
}

#[test]
fn arguments_that_are_fields_of_a_message_are_described_as_those() {
    let with_class = operations().iter().filter_map(|operation| Some((operation, operation.class?)));
    let mut seen = 0;
    for (operation, class) in with_class {
        assert_eq!(operation.arguments.len(), class.fields.len(), "{}", operation.name);
        for (argument, field) in operation.arguments.iter().zip(class.fields) {
            assert_eq!(
                (argument.name, argument.doc, argument.required),
                (field.name, field.doc, field.required),
                "{}",
                operation.name
            );
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[test]
fn an_api_is_found_by_its_name() {
    for (api, name) in Api::ALL.into_iter().zip(["messages", "cascade", "chathub", "turbosms", "messagio"]) {
        assert_eq!((api.as_str(), Api::from_name(name)), (name, Some(api)));
    }
    assert_eq!(Api::from_name("Messages"), None);
    assert_eq!(Api::from_name(""), None);
}

#[test]
fn a_login_is_for_its_own_api() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = client(sandbox.url(), &Value::Null);
    let call = |operation: &str, arguments: Value| {
        client.call_json(operation, &arguments.to_string(), CallOptions::default()).unwrap();
        let requests = sandbox.requests();
        let headers = requests.last().unwrap()["headers"].clone();
        (headers.get("authorization").is_some(), headers.get("x-authorization-key").is_some())
    };
    sandbox.reset();
    call("chathub.login", json!({"login": "test-user", "password": "test-password"}));
    assert_eq!(call("chathub.organizations", json!({})), (true, false));
    let sms = json!({"to": "+380671234567", "from": "NovaShop", "type": "sms", "text": "Hi"});
    assert_eq!(call("messages.send", json!({"messages": [sms]})), (false, true));
}

#[test]
fn seconds_are_above_zero_and_at_most_a_day() {
    let seconds = |value| CallOptions::seconds("timeout", value);
    assert_eq!(seconds(1.5).unwrap(), std::time::Duration::from_millis(1500));
    assert_eq!(seconds(86_400.0).unwrap(), std::time::Duration::from_secs(86_400));
    for wrong in [0.0, -1.0, 86_400.5, f64::NAN, f64::INFINITY] {
        let error = seconds(wrong).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("timeout")), "{wrong}");
    }
}

#[test]
fn retries_are_a_whole_number_up_to_100() {
    use smsbat_core::binding::retries;

    assert_eq!([retries("0").unwrap(), retries("100").unwrap()], [0, 100]);
    let call = client("http://127.0.0.1:9", &Value::Null).messages().max_retries(101).status("m1").unwrap_err();
    for error in [retries("101").unwrap_err(), retries("99999999999").unwrap_err(), retries("-1").unwrap_err(), call] {
        assert_eq!((error.field(), error.problems()[0].rule()), (Some("max_retries"), "range"), "{error}");
    }
}
