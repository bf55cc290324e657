//! Stage direction: single messages, rules, faults, spaces, and what the page asks for.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use common::{KEY, SEND, Stage, sms, stage, stage_with};
use serde_json::{Value, json};
use smsbat_sandbox::{Error, Options, Sandbox};

fn control(stage: &Stage, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let answer = stage.call(method, &format!("/_sandbox/{path}"), &[], &text);
    (answer.status, serde_json::from_str(&answer.text).unwrap_or_default())
}

fn id(status_path: &str) -> &str {
    status_path.rsplit('/').next().unwrap()
}

#[test]
fn a_message_goes_where_it_is_sent() {
    let stage = stage();
    let fallback = json!({"type": "viber_trans", "fallback": {"type": "sms", "text": "by sms"}});
    let path = stage.sent(sms(fallback));
    let order =
        |word: &str| control(&stage, "POST", &format!("messages/{}/status", id(&path)), &json!({"status": word}));
    assert_eq!(order("read").1["status"], "read");
    assert_eq!(stage.get(&path).json()["deliverystatus"], "read");
    stage.advance(60);
    assert_eq!(stage.get(&path).json()["deliverystatus"], "read", "what was planned is put aside");
    let after = order("fallback").1;
    assert_eq!((&after["status"], &after["channel"]), (&json!("processing"), &json!("sms")));
    stage.advance(1);
    let status = stage.get(&path).json();
    assert_eq!(status["extendedStatuses"], json!({"viber": "undeliverable", "sms": "delivered"}));
    assert_eq!(order("fallback").0, 409, "there is no third channel");
    assert_eq!(order("lost").0, 400);
    assert_eq!(control(&stage, "POST", "messages/m-0/status", &json!({"status": "read"})).0, 404);
    let refused = stage.send(json!([sms(json!({"to": "+380990000101"}))]));
    assert_eq!(refused.status, 200);
    let seq = stage.newest()["id"].clone();
    assert_eq!(control(&stage, "POST", &format!("messages/{seq}/status"), &json!({"status": "read"})).0, 409);
}

#[test]
fn the_recipient_acts_and_the_receiver_is_told() {
    let stage = stage();
    let receiver = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", receiver.local_addr().unwrap());
    let path = stage.sent(sms(
        json!({"type": "viber_survey", "text": "How?", "messageData": {"survey": {"options": ["Good", "Bad"]}}}),
    ));
    let act = |word: &str, body: Value| control(&stage, "POST", &format!("messages/{}/{word}", id(&path)), &body);
    assert_eq!(act("reply", json!({"text": "early"})).1["webhook"], false);
    assert_eq!(control(&stage, "POST", "webhooks", &json!({"url": url})).0, 200);
    let told = |text: &str| {
        let (mut stream, _) = receiver.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["text"], text, "{body}");
        body
    };
    assert_eq!(act("answer", json!({"option": "Good"})).1["kind"], "answer");
    let body = told("Good");
    assert_eq!((&body["alphaName"], &body["phoneNumber"]), (&json!("NovaShop"), &json!("380670000101")));
    assert_eq!(act("answer", json!({"option": "So so"})).0, 409);
    assert_eq!(act("press", json!({"button": "Good"})).0, 409, "it has no button");
    // A status that is ordered is reported too.
    assert_eq!(act("status", json!({"status": "read"})).0, 200);
    let (mut stream, _) = receiver.accept().unwrap();
    let mut head = [0; 4096];
    let read = stream.read(&mut head).unwrap();
    assert!(read > 0);
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
    drop(stream);
    assert_eq!(control(&stage, "POST", "webhooks", &json!({"url": null})).0, 200);

    let rcs = json!({"type": "rcs", "messageData": {"buttons": [
        {"text": "Call", "action": {"type": "dial", "phoneNumber": "+380440000000"}},
        {"text": "Open", "action": {"type": "openUrl", "url": "https://x.example"}}]}});
    let path = stage.sent(sms(rcs));
    let press =
        |label: &str| control(&stage, "POST", &format!("messages/{}/press", id(&path)), &json!({"button": label})).1;
    assert_eq!(press("Call")["kind"], "press");
    assert_eq!(press("Open")["kind"], "open");
    let entries = control(&stage, "GET", "conversations/380670000101", &Value::Null).1["entries"].clone();
    let kinds: Vec<_> = entries.as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap_or("sent")).collect();
    assert_eq!(kinds, ["sent", "reply", "answer", "sent", "press", "open"]);
}

#[test]
fn rules_for_messages() {
    let stage = stage();
    let add = |rule: Value| control(&stage, "POST", "rules", &rule);
    assert_eq!(add(json!({"to": "+380 67*", "text": "lost", "status": "undeliverable"})).0, 200);
    assert_eq!(add(json!({"sender": "Refused", "status": "rejected", "count": 1})).0, 200);
    let after = |message: Value| {
        let path = stage.sent(message);
        stage.advance(3);
        stage.get(&path).json()["deliverystatus"].clone()
    };
    assert_eq!(after(sms(json!({"text": "is lost"}))), "undeliverable");
    assert_eq!(after(sms(json!({"text": "is lost", "to": "+380500000001"}))), "delivered");
    let answer = stage.send(json!([sms(json!({"from": "Refused"})), sms(json!({"from": "Refused"}))])).json();
    assert_eq!(answer["messages"][0]["status"], "rejected");
    assert_eq!(answer["messages"][1]["status"], "accepted", "once");
    let rules = control(&stage, "GET", "rules", &Value::Null).1["rules"].clone();
    assert_eq!((rules.as_array().unwrap().len(), &rules[0]["hits"]), (1, &json!(1)));
    assert_eq!(control(&stage, "DELETE", &format!("rules/{}", rules[0]["id"]), &Value::Null).0, 200);
    assert_eq!(control(&stage, "DELETE", "rules/77", &Value::Null).0, 404);
    for bad in [
        json!({}),
        json!({"status": "gone"}),
        json!({"status": "read", "error": 429}),
        json!({"error": 429, "fault": "reset"}),
        json!({"fault": "explode"}),
        json!({"error": 200}),
        json!({"status": "read", "probability": 1.5}),
        json!({"status": "read", "count": 0}),
        json!({"status": "read", "who": "x"}),
        json!({"delay_ms": 600_001}),
        json!({"delay_ms": 1, "taken": true}),
        json!({"error": 500, "path_prefix": "bat"}),
        json!({"status": "read", "lasts": 0}),
    ] {
        assert_eq!(add(bad.clone()).0, 400, "{bad}");
    }
    for (bad, problem) in [
        (json!({"error": 200}), "error must be the status of a documented error"),
        (json!({"status": "read", "error": 429}), "make two"),
        (json!({"delay_ms": 600_001}), "delay_ms must be at most 600000"),
    ] {
        assert!(add(bad).1["error"]["message"].as_str().unwrap().contains(problem), "{problem}");
    }
}

#[test]
fn chances_repeat_with_the_seed() {
    let stage = stage();
    let run = || {
        control(&stage, "POST", "seed", &json!({"seed": 11}));
        let answer = stage.send(Value::Array(vec![sms(json!({})); 40])).json();
        answer["messages"].as_array().unwrap().iter().map(|row| row["status"].clone()).collect::<Vec<_>>()
    };
    control(&stage, "POST", "rules", &json!({"status": "rejected", "probability": 0.5}));
    let first = run();
    assert!(first.contains(&json!("rejected")) && first.contains(&json!("accepted")));
    assert_eq!(run(), first);
    let ids = || {
        let stage = stage_with(Options { seed: Some(5), rate_limit: false, ..Options::default() });
        stage.sent(sms(json!({})))
    };
    assert_eq!(ids(), ids());
}

#[test]
fn rules_for_requests() {
    let stage = stage();
    let add = |rule: Value| assert_eq!(control(&stage, "POST", "rules", &rule).0, 200, "{rule}");
    add(json!({"text": "no", "error": 429, "count": 1}));
    add(json!({"to": "+380670000102", "reply": {"status": 503, "headers": {"Retry-After": "7"}, "body": "later"}}));
    add(json!({"path_prefix": "/bat/message/", "error": 500}));
    assert_eq!(stage.send(json!([sms(json!({"text": "yes"})), sms(json!({"text": "no, no"}))])).status, 429);
    assert_eq!(stage.sandbox.messages().len(), 0);
    let path = stage.sent(sms(json!({"text": "no, no"})));
    let answer = stage.send(json!([sms(json!({"to": "+380670000102"}))]));
    assert_eq!((answer.status, answer.header("retry-after"), &*answer.text), (503, "7", "later"));
    assert_eq!(stage.get(&path).status, 500);
    control(&stage, "DELETE", "rules", &Value::Null);
    assert_eq!(stage.get(&path).status, 200);
}

/// Returns the bytes of the response, and the error of the read.
fn raw(stage: &Stage, text: &str) -> (String, Option<std::io::ErrorKind>) {
    let body = json!({"messages": [sms(json!({"text": text}))]}).to_string();
    let mut stream = TcpStream::connect(stage.sandbox.url().trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let head = format!(
        "POST {SEND} HTTP/1.1\r\nHost: localhost\r\n{}: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        KEY.0,
        KEY.1,
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).unwrap();
    let mut got = Vec::new();
    let error = stream.read_to_end(&mut got).err().map(|e| e.kind());
    (String::from_utf8_lossy(&got).into_owned(), error)
}

#[test]
fn answers_break() {
    let stage = stage();
    let fault = |word: &str, taken: bool| {
        control(&stage, "POST", "rules", &json!({"fault": word, "taken": taken, "text": word, "count": 1}));
        let before = stage.sandbox.messages().len();
        let (text, error) = raw(&stage, word);
        assert_eq!(stage.sandbox.messages().len() - before, usize::from(taken), "{word}");
        (text, error)
    };
    for taken in [true, false] {
        let (text, error) = fault("reset", taken);
        assert_eq!((text.as_str(), error), ("", Some(std::io::ErrorKind::ConnectionReset)));
        let (text, error) = fault("stall", taken);
        assert!(
            text.is_empty() && matches!(error, Some(std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut))
        );
        let (text, error) = fault("half", taken);
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let length = head.lines().find_map(|l| l.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        assert_eq!((error, Some(body.len())), (None, length.map(|length: usize| length / 2)), "{text}");
    }
    let (text, _) = fault("malformed", true);
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("200 OK") && head.to_ascii_lowercase().contains(&format!("content-length: {}", body.len())));
    assert!(serde_json::from_str::<Value>(body).is_err() && body.starts_with('{'));
}

#[test]
fn a_key_has_a_space_of_its_own() {
    let stage = stage();
    let own = ("X-Authorization-Key", "test-worker-1");
    let space = ("X-Sandbox-Space", "test-worker-1");
    let send = |key: (&str, &str)| {
        let body = json!({"messages": [sms(json!({"text": key.1}))]}).to_string();
        let answer = stage.call("POST", SEND, &[key, ("Content-Type", "application/json")], &body).json();
        answer["messages"][0]["messageId"].as_str().unwrap().to_owned()
    };
    let list = |headers: &[(&str, &str)]| {
        let answer = stage.call("GET", "/_sandbox/messages", headers, "").json();
        answer["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| m["text"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let early = send(own);
    send(KEY);
    assert_eq!(list(&[]), ["test-worker-1", "test-key"], "nobody has named the space yet");
    assert_eq!(list(&[space]), ["test-worker-1"]);
    assert_eq!(list(&[]), ["test-key"]);
    let status = |id: &str, key| stage.call("GET", &format!("/bat/message/{id}"), &[key], "");
    assert_eq!(status(&early, own).status, 200, "its id is still good");
    assert_eq!(status(&early, KEY).status, 404);
    // The clock, rules and the reset of one space are not those of another.
    let shared = send(KEY);
    stage.call("POST", "/_sandbox/clock", &[space], r#"{"advance": 10}"#);
    stage.call("POST", "/_sandbox/rules", &[space], r#"{"error": 500, "path_prefix": "/bat/messagelist"}"#);
    assert_eq!(status(&early, own).json()["deliverystatus"], "delivered");
    assert_eq!(status(&shared, KEY).json()["deliverystatus"], "scheduled");
    send(KEY);
    stage.call("POST", "/_sandbox/reset", &[space], "");
    assert_eq!((list(&[space]).len(), list(&[]).len()), (0, 3));
    assert_eq!(stage.call("GET", "/_sandbox/spaces", &[], "").json(), json!({"spaces": ["test-worker-1"]}));
    assert_eq!(stage.call("GET", "/_sandbox/messages", &[("X-Sandbox-Space", "live-key")], "").status, 401);
    assert_eq!(stage.call("DELETE", "/_sandbox/spaces", &[space], "").status, 200);
    send(own);
    assert!(list(&[]).contains(&"test-worker-1".to_owned()));
}

#[test]
fn conversations_are_found() {
    let stage = stage();
    stage.send(json!([
        sms(json!({"text": "Перша", "to": "+380670000111"})),
        sms(json!({"text": "second", "to": "+380670000112", "from": "Bakery"})),
        sms(json!({"text": "third", "to": "+380670000111", "customerMessageId": "c-3"})),
    ]));
    let phones = |query: &str| {
        let (status, answer) = control(&stage, "GET", &format!("conversations{query}"), &Value::Null);
        assert_eq!(status, 200, "{answer}");
        let list = answer["conversations"].as_array().unwrap().clone();
        list.iter().map(|row| row["phone"].as_str().unwrap()[9..].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(phones(""), ["111", "112"]);
    assert_eq!(phones("?q=%D0%BF%D0%B5%D1%80%D1%88%D0%B0"), ["111"], "whatever the case");
    assert_eq!(phones("?q=%2B38067%20000-01-12"), ["112"]);
    assert_eq!(phones("?q=bakery"), ["112"]);
    assert_eq!(phones("?q=c-3"), ["111"]);
    let message_id = stage.newest()["message_id"].as_str().unwrap().to_owned();
    assert_eq!(phones(&format!("?q={message_id}")), ["111"]);
    assert_eq!(phones("?q=nothing").len(), 0);
    assert_eq!(phones("?status=delivered").len(), 0);
    assert_eq!(phones("?channel=sms&api=messages&unread=true"), ["111", "112"]);
    control(&stage, "POST", "conversations/380670000111/seen", &Value::Null);
    assert_eq!(phones("?unread=true"), ["112"]);
    let page = control(&stage, "GET", "conversations?limit=1", &Value::Null).1;
    assert_eq!((&page["total"], &page["unread"]), (&json!(2), &json!(1)));
    assert_eq!(phones(&format!("?limit=1&before={}", page["next"])), ["112"]);
    let seq = stage.newest()["id"].clone();
    assert_eq!(control(&stage, "DELETE", &format!("messages/{seq}"), &Value::Null).0, 200);
    assert_eq!(phones(""), ["112", "111"], "the last of 111 is older now");
    assert_eq!(control(&stage, "DELETE", "conversations/380670000111", &Value::Null).0, 200);
    assert_eq!(phones(""), ["112"]);
    assert_eq!(control(&stage, "GET", "conversations/380670000111", &Value::Null).0, 404);
}

#[test]
fn the_oldest_go_when_there_is_no_room() {
    let stage = stage_with(Options { max_messages: 3, rate_limit: false, ..Options::default() });
    for i in 0..5 {
        stage.sent(sms(json!({"text": i.to_string(), "to": format!("+38067000020{i}"), "customerMessageId": "same"})));
    }
    let find = |query: &str| stage.get(&format!("/_sandbox/messages?{query}")).json()["total"].clone();
    assert_eq!(
        (find("customer_message_id=same"), find("to=380670000201"), find("to=380670000204")),
        (json!(3), json!(0), json!(1))
    );
    let answer = stage.get("/_sandbox/conversations").json();
    assert_eq!((&answer["total"], &answer["unread"], &answer["messages"]), (&json!(3), &json!(3), &json!(3)));
}

#[test]
fn a_message_tells_its_exchange_and_its_code() {
    let stage = stage();
    stage.sent(sms(json!({"text": "it's \"so\" ??/ \n$HOME `x`", "customerMessageId": "a'b"})));
    let (_, full) = control(&stage, "GET", &format!("messages/{}", stage.newest()["id"]), &Value::Null);
    assert_eq!(full["exchange"]["headers"]["x-authorization-key"], "***");
    let answer: Value = serde_json::from_str(full["exchange"]["response_body"].as_str().unwrap()).unwrap();
    assert_eq!(answer["messages"][0], full["accepted_row"]);
    let code = |language: &str| {
        let path = format!("messages/{}/code?language={language}", full["id"]);
        control(&stage, "GET", &path, &Value::Null).1["code"].as_str().unwrap_or_default().to_owned()
    };
    let shell = std::process::Command::new("sh")
        .args(["-c", &format!("curl() {{ printf '%s\\n' \"$@\"; }}\n{}", code("curl"))])
        .env("SMSBAT_API_KEY", "test-key")
        .output()
        .unwrap();
    let printed = String::from_utf8(shell.stdout).unwrap();
    let body = printed.split_once("-d\n").unwrap().1;
    assert_eq!(serde_json::from_str::<Value>(body).unwrap()["messages"][0], full["request"]);
    assert!(code("python").contains("client.send({") && code("c").contains("\"messages.send\""));
    assert_eq!(code("cobol"), "");
}

#[test]
fn a_file_keeps_what_came() {
    let folder = tempfile::tempdir().unwrap();
    let store = Some(folder.path().join("inbox.db"));
    let open =
        || stage_with(Options { store: store.clone(), rate_limit: false, max_messages: 12, ..Options::default() });
    let space = ("X-Sandbox-Space", "test-own");
    let other = ("X-Authorization-Key", "test-own");
    let stage = open();
    let path = stage.sent(sms(
        json!({"type": "viber_trans", "customerMessageId": "c-1", "fallback": {"type": "sms", "text": "s"}}),
    ));
    let turbo = json!({"recipients": ["380670000105"], "sender": "A", "text": "t", "sms": {}, "viber": {"caption": "c", "action": "https://x.example"}});
    let bearer = [("Authorization", "Bearer test-key"), ("Content-Type", "application/json")];
    let turbo_id = stage.call("POST", "/api/tsms/message/send", &bearer, &turbo.to_string()).json()["response_result"]
        [0]["message_id"]
        .clone();
    for number in ["+380990000101", "+380990000103", "+380990000204", "+380990000301", "+380990000302"] {
        stage.send(json!([sms(json!({"to": number}))]));
    }
    control(&stage, "POST", &format!("messages/{}/status", id(&path)), &json!({"status": "fallback"}));
    control(&stage, "POST", &format!("messages/{}/reply", id(&path)), &json!({"text": "back"}));
    control(&stage, "POST", "conversations/380670000105/seen", &Value::Null);
    control(&stage, "POST", "rules", &json!({"status": "read", "text": "x"}));
    control(&stage, "POST", "chathub/incoming", &json!({"chat_id": 6601, "text": "kept too"}));
    stage.call("GET", "/_sandbox/messages", &[space], "");
    let body = json!({"messages": [sms(json!({"text": "own"}))]}).to_string();
    stage.call("POST", SEND, &[other, ("Content-Type", "application/json")], &body);
    stage.advance(30);
    let look = |stage: &Stage| {
        let mut shown = vec![
            control(stage, "GET", "messages", &Value::Null).1,
            control(stage, "GET", "conversations/380670000101", &Value::Null).1,
            control(stage, "GET", "rules", &Value::Null).1,
            control(stage, "GET", "chathub", &Value::Null).1,
            stage.call("GET", "/_sandbox/messages", &[space], "").json(),
            stage.get(&path).json(),
            stage
                .call("POST", "/api/tsms/message/details", &bearer, &json!({"messages": [turbo_id]}).to_string())
                .json(),
        ];
        shown.iter_mut().for_each(|one| drop(one.as_object_mut().unwrap().remove("now")));
        shown
    };
    let before = look(&stage);
    assert!(before[0].to_string().contains("parked") && before[4]["total"] == 1, "{before:?}");
    let second = Sandbox::start(Options { store: store.clone(), ..Options::default() });
    assert!(matches!(second, Err(Error::Store { .. })), "the file is in use");
    drop(stage);
    let stage = open();
    for (now, then) in look(&stage).iter().zip(&before) {
        assert_eq!(now, then);
    }
    for i in 0..10 {
        stage.sent(sms(json!({"text": i.to_string()})));
    }
    let after = control(&stage, "GET", "messages", &Value::Null).1;
    assert_eq!((&after["total"], &after["messages"][11]["text"]), (&json!(12), &json!("9")));
    drop(stage);
    let stage = open();
    assert_eq!(
        control(&stage, "GET", "messages", &Value::Null).1["messages"],
        after["messages"],
        "the oldest are gone there too"
    );
    control(&stage, "POST", "reset", &Value::Null);
    drop(stage);
    assert_eq!(open().sandbox.messages().len(), 0);
    std::fs::write(folder.path().join("other.db"), "not a database, but long enough to be read as one").unwrap();
    let other = Sandbox::start(Options { store: Some(folder.path().join("other.db")), ..Options::default() });
    assert!(matches!(other, Err(Error::Store { .. })));
}

#[test]
fn changes_are_told_at_once() {
    let stage = stage();
    let mut stream = TcpStream::connect(stage.sandbox.url().trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(b"GET /_sandbox/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut lines = BufReader::new(stream).lines();
    let mut next = || -> Value {
        let line = lines.find_map(|line| line.unwrap().strip_prefix("data: ").map(str::to_owned)).unwrap();
        serde_json::from_str(&line).unwrap()
    };
    assert_eq!(next()["total"], 0);
    stage.sent(sms(json!({})));
    let change = next();
    assert_eq!((&change["total"], &change["unread"]), (&json!(1), &json!(1)));
    drop(stage);
    assert!(lines.next().is_none_or(|line| line.is_err() || line.is_ok_and(|line| line.is_empty() || line == "0")));
}

#[test]
fn the_page_allows_nothing_from_outside() {
    let stage = stage();
    for path in
        ["/", "/docs", "/_page/app.js", "/_page/app.css", "/_page/provider.yaml", "/_page/openapi-explorer.min.js"]
    {
        let answer = stage.agent.get(format!("{}{path}", stage.sandbox.url())).call().unwrap();
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"), "{path}: {policy}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    }
    assert!(!stage.get("/").header("content-security-policy").contains("unsafe"));
    for path in ["/_page/", "/_page/../Cargo.toml", "/_page/nothing.js", "/_page/%2e%2e%2fapp.js"] {
        assert_eq!(stage.call("GET", path, &[KEY], "").status, 404, "{path}");
    }
}

#[test]
fn every_control_call_is_described() {
    let stage = stage();
    let text = stage.call("GET", "/_sandbox/openapi.yaml", &[], "").text;
    let document: Value = serde_saphyr::from_str(&text).unwrap();
    let source = include_str!("../src/control/mod.rs");
    let mut served: Vec<(String, String)> = Vec::new();
    for line in source.lines().filter_map(|line| line.trim().strip_prefix(".route(\"")) {
        let (path, methods) = line.split_once('"').unwrap();
        for method in ["get", "post", "delete"].iter().filter(|method| methods.contains(&format!("{method}("))) {
            served.push((format!("/_sandbox{path}"), (*method).to_owned()));
        }
    }
    let mut described: Vec<(String, String)> = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let methods = item.as_object().unwrap().keys().filter(|key| *key != "parameters");
        described.extend(methods.map(|method| (path.clone(), method.clone())));
    }
    served.sort();
    described.sort();
    assert_eq!(served, described);
}
