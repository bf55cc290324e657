//! The control API.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::Duration;

use common::{KEY, SEND, Stage, sms, stage, stage_with};
use serde_json::{Value, json};
use smsbat_sandbox::{Error, Filter, Options, PlannedReply};

fn texts(stage: &Stage, query: &str) -> Vec<String> {
    let answer = stage.get(&format!("/_sandbox/messages{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["messages"].as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn messages_are_found() {
    let stage = stage();
    stage.send(json!([
        sms(json!({"text": "one", "customerMessageId": "id-1"})),
        sms(json!({"text": "two", "to": "+380670000102"})),
        sms(json!({"text": "three", "to": "+380990000101", "type": "viber_trans"})),
    ]));
    assert_eq!(texts(&stage, ""), ["one", "two", "three"]);
    assert_eq!(texts(&stage, "?limit=2"), ["two", "three"]);
    assert_eq!(texts(&stage, "?limit=1&offset=1"), ["two"]);
    assert_eq!(texts(&stage, "?to=38067-000-01-02"), ["two"]);
    assert_eq!(texts(&stage, "?text=o"), ["one", "two"]);
    assert_eq!(texts(&stage, "?status=rejected"), ["three"]);
    assert_eq!(texts(&stage, "?type=viber_trans"), ["three"]);
    assert_eq!(texts(&stage, "?customer_message_id=id-1"), ["one"]);
    assert_eq!(texts(&stage, "?status=delivered").len(), 0);
    stage.advance(3);
    assert_eq!(texts(&stage, "?status=delivered"), ["one", "two"]);
    let bad = stage.get("/_sandbox/messages?phone=1");
    assert_eq!((bad.status, &bad.json()["error"]["code"]), (400, &json!("BAD_REQUEST")));
    assert_eq!(stage.call("DELETE", "/_sandbox/messages", &[], "").status, 200);
    assert_eq!(texts(&stage, "").len(), 0);
}

#[test]
fn an_item_tells_everything() {
    let stage = stage();
    // Neither the order of the keys nor the spelling of the numbers is lost.
    let text = r#"{"type":"viber_otp", "from":"NovaBank","to":"+380670000108","ttl":300,"messageData":{"code":"048213","validity":240}}"#;
    let body = format!(r#"{{"messages":[{text}]}}"#);
    let answer = stage.call("POST", SEND, &[KEY, ("Content-Type", "application/json")], &body).json();
    let listed = stage.get("/_sandbox/messages");
    assert!(listed.text.contains(&format!(r#""request":{text}"#)), "{}", listed.text);
    let item = &listed.json()["messages"][0];
    assert_eq!(item["accepted_row"], answer["messages"][0]);
    assert_eq!(item["message_id"], answer["messages"][0]["messageId"]);
    assert_eq!(item["list_id"], answer["messagelistId"]);
    for (key, value) in [
        ("api", json!("messages")),
        ("type", json!("viber_otp")),
        ("channel", json!("viber")),
        ("from", json!("NovaBank")),
        ("to", json!("+380670000108")),
        ("status", json!("scheduled")),
        ("reason", Value::Null),
        ("parts", json!(1)),
        ("cost", Value::Null),
        ("customer_message_id", Value::Null),
        ("fallbacks", json!([])),
        ("extended_statuses", Value::Null),
    ] {
        assert_eq!(item[key], value, "{key}");
    }
    assert_eq!(item["history"][0]["at"], item["received_at"]);
    assert_eq!(*stage.sandbox.messages()[0], *item);
}

/// A check that nothing was sent would always pass with such a value.
#[test]
fn values_that_no_message_has_are_refused() {
    let stage = stage();
    stage.sent(sms(json!({})));
    for query in [
        "status=deliverd",
        "status=",
        "type=viber-promo",
        "api=bat",
        "to=0670000101",
        "to=380*",
        "to=380670000101*",
        "to=abc",
    ] {
        let name = query.split('=').next().unwrap();
        for call in ["", "/wait", "/assert"] {
            let answer = stage.get(&format!("/_sandbox/messages{call}?{query}"));
            let problem = answer.json()["error"]["message"].as_str().unwrap_or_default().to_owned();
            assert!(
                answer.status == 400 && problem.starts_with(&format!("{name} must be ")),
                "{query} {}",
                answer.text
            );
        }
    }
    let wrong = Filter::new().status("deliverd");
    assert!(matches!(stage.sandbox.wait_for(&wrong, Duration::ZERO), Err(Error::Option(_))));
    std::thread::scope(|scope| assert!(scope.spawn(|| stage.sandbox.assert_sent(&wrong, 0)).join().is_err()));
    for to in ["%2B380670000101", "380 67 000-01-01", "380.67.000.01.01"] {
        assert_eq!(texts(&stage, &format!("?to={}", to.replace(' ', "%20"))).len(), 1, "{to}");
    }
}

#[test]
fn errors_have_the_shape_of_their_api() {
    let stage = stage();
    for (path, status) in [("messages/%ff", 404), ("messages/%ff/code?language=c", 404), ("messages?limit=x", 400)] {
        let answer = stage.get(&format!("/_sandbox/{path}"));
        let problem = answer.json()["error"]["message"].as_str().unwrap_or_default().to_owned();
        assert!(answer.status == status && !problem.contains("eserialize"), "{path} {}", answer.text);
    }
    let answer = stage.get("/bat/message/%ff");
    assert_eq!((answer.status, answer.header("content-type")), (404, "application/json"));
    for (call, plan) in [
        ("fail_next", json!({"status": 500, "count": 0})),
        ("fail_next", json!({"status": 500, "path_prefix": "bat"})),
        ("reply_next", json!({"count": 0})),
    ] {
        assert_eq!(stage.post(&format!("/_sandbox/{call}"), &plan).status, 400, "{plan}");
    }
}

#[test]
fn waiting() {
    let stage = stage();
    let late = stage.get("/_sandbox/messages/wait?timeout=0.05");
    assert_eq!((late.status, &late.json()["error"]["code"]), (408, &json!("TIMEOUT")));
    assert_eq!(stage.get("/_sandbox/messages/wait?timeout=-1").status, 400);
    std::thread::scope(|scope| {
        let two = scope.spawn(|| stage.get("/_sandbox/messages/wait?text=go&count=2&timeout=10"));
        let delivered = scope.spawn(|| stage.get("/_sandbox/messages/wait?status=delivered&timeout=10"));
        stage.sent(sms(json!({"text": "go 1"})));
        stage.sent(sms(json!({"text": "stop"})));
        stage.sent(sms(json!({"text": "go 2"})));
        assert_eq!(two.join().unwrap().json()["messages"][1]["text"], "go 2");
        stage.advance(3);
        assert_eq!(delivered.join().unwrap().status, 200);
    });
}

#[test]
fn waiting_on_a_running_clock() {
    let stage = stage();
    stage.sandbox.set_frozen(false);
    stage.sent(sms(json!({})));
    stage.sandbox.advance(Duration::from_millis(2_900));
    let answer = stage.get("/_sandbox/messages/wait?status=delivered&timeout=10");
    assert_eq!(answer.json()["total"], 1);
}

#[test]
fn requests_are_kept() {
    let stage = stage();
    stage.call("POST", "/bat/messagelist?x=1", &[("X-Authorization-Key", "wrong-secret")], "{broken");
    let listed = stage.get("/_sandbox/requests");
    assert!(!listed.text.contains("wrong-secret"));
    let request = listed.json()["requests"][0].clone();
    assert_eq!(request["method"], "POST");
    assert_eq!(request["path"], SEND);
    assert_eq!(request["query"], "x=1");
    assert_eq!(request["body"], "{broken");
    assert_eq!(request["status"], 401);
    assert_eq!(request["headers"]["x-authorization-key"], "***");
    assert!(stage.get("/_sandbox/requests?secrets=1").text.contains("wrong-secret"));
    // A program that puts its headers among the parameters.
    stage.get(
        "/bat/message/x?X-Authorization-Key=test-wrong-secret&x-tg-bot-key=wrong-secret&authorization=wrong-secret",
    );
    assert!(!stage.get("/_sandbox/requests").text.contains("wrong-secret"));
    assert_eq!(stage.call("DELETE", "/_sandbox/requests", &[], "").status, 200);
    stage.call("POST", SEND, &[("X-Authorization-Key", "wrong-secret")], "");
    assert_eq!(stage.sandbox.requests().len(), 1);
    for _ in 0..1005 {
        stage.get("/bat/message/x");
    }
    assert_eq!(stage.get("/_sandbox/requests?limit=1").json()["total"], 1000);
    assert_eq!(stage.call("DELETE", "/_sandbox/requests", &[], "").status, 200);
    assert_eq!(stage.sandbox.requests().len(), 0);
}

#[test]
fn replies_are_planned() {
    let stage = stage();
    let plan = json!({"count": 2, "path_prefix": "/bat/messagelist", "status": 307, "body": "gone {",
                      "headers": {"Location": "https://elsewhere.example.org/", "X-Request-Id": "mine"}});
    assert_eq!(stage.post("/_sandbox/reply_next", &plan).status, 200);
    assert_eq!(stage.get("/bat/message/x").status, 404);
    for _ in 0..2 {
        let answer = stage.call("POST", SEND, &[], "{}");
        assert_eq!((answer.status, answer.text.as_str()), (307, "gone {"));
        assert_eq!(answer.header("location"), "https://elsewhere.example.org/");
        assert_eq!(answer.header("x-request-id"), "mine");
    }
    assert_eq!(stage.send(json!([sms(json!({}))])).status, 200);
    assert_eq!(stage.sandbox.messages().len(), 1);
    assert_eq!(stage.sandbox.requests()[1]["status"], 307);

    stage.post("/_sandbox/reply_next", &json!({"json": {"ok": true}, "delay_ms": 1}));
    let answer = stage.get("/bat/message/x");
    assert_eq!((answer.text.as_str(), answer.header("content-type")), (r#"{"ok":true}"#, "application/json"));
    stage.post("/_sandbox/reply_next", &json!({"body_base64": "aGk=", "headers": {"Content-Encoding": "br"}}));
    let answer = stage.get("/bat/message/x");
    assert_eq!((answer.text.as_str(), answer.header("content-encoding")), ("hi", "br"));

    stage.sandbox.reply_next(PlannedReply { status: 204, ..PlannedReply::default() }).unwrap();
    assert_eq!(stage.get("/bat/message/x").status, 204);
    for bad in [
        json!({"status": 99}),
        json!({"body": "x", "json": 1}),
        json!({"headers": {"a b": "c"}}),
        json!({"headers": {"Content-Length": "9"}}),
        json!({"body_base64": "%"}),
        json!({"nonsense": 1}),
        json!({"delay_ms": 900_000}),
    ] {
        assert_eq!(stage.post("/_sandbox/reply_next", &bad).status, 400, "{bad}");
    }
    assert!(stage.sandbox.fail_next(1, 200).is_err());
}

#[test]
fn failures_are_planned() {
    let stage = stage();
    stage.post("/_sandbox/fail_next", &json!({"status": 429}));
    let answer = stage.send(json!([sms(json!({}))]));
    assert_eq!((answer.status, answer.header("retry-after")), (429, "1"));
    assert_eq!(answer.json()["error"], "Too Many Requests");
    stage.sandbox.fail_next(2, 503).unwrap();
    let answers: Vec<u16> = (0..3).map(|_| stage.send(json!([sms(json!({}))])).status).collect();
    assert_eq!(answers, [503, 503, 200]);
}

#[test]
fn the_clock_and_the_reset() {
    let stage = stage();
    let before = stage.get("/_sandbox/clock").json();
    assert_eq!(before["frozen"], true);
    assert_eq!(stage.get("/_sandbox/clock").json(), before);
    let after = stage.post("/_sandbox/clock", &json!({"advance": 90.5})).json();
    assert_ne!(after["now"], before["now"]);
    assert_eq!(stage.post("/_sandbox/clock", &json!({"frozen": false})).json()["frozen"], false);
    assert_eq!(stage.post("/_sandbox/clock", &json!({"advance": -1})).status, 400);

    let path = stage.sent(sms(json!({})));
    stage.sandbox.fail_next(5, 500).unwrap();
    assert_eq!(stage.post("/_sandbox/reset", &json!({})).status, 200);
    assert_eq!(stage.get("/_sandbox/clock").json()["frozen"], true);
    assert_eq!(stage.sandbox.requests().len(), 0);
    assert_eq!(stage.get(&path).status, 404);
    stage.sent(sms(json!({})));
    assert_eq!(stage.get(&path).status, 404);
}

#[test]
fn the_store_is_bounded() {
    let stage = stage_with(Options { max_messages: 3, ..Options::default() });
    let first = stage.sent(sms(json!({"text": "0"})));
    stage.send((1..=3).map(|i| sms(json!({"text": i.to_string()}))).collect());
    assert_eq!(texts(&stage, ""), ["1", "2", "3"]);
    assert_eq!(stage.get(&first).status, 404);
}

#[test]
fn the_rest() {
    let stage = stage();
    assert_eq!(stage.get("/_sandbox/health").json(), json!({"ok": true, "version": env!("CARGO_PKG_VERSION")}));
    let fidelity = stage.get("/_sandbox/fidelity").json();
    assert!(fidelity["not_imitated"].as_array().unwrap().len() > 5);
    assert_eq!(fidelity["magic_numbers"][0]["number"], "+380990000001");
    assert_eq!(stage.get("/_sandbox/nothing").json()["error"]["code"], "NOT_FOUND");
    assert_eq!(stage.get("/_sandbox/reset").json()["error"]["code"], "METHOD_NOT_ALLOWED");
    assert_eq!(stage.sandbox.requests().len(), 0, "control calls are no provider requests");
}
