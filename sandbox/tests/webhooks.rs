//! Callbacks: what is sent, when, and what happens when the receiver fails.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use common::{SEND, Stage, sms, stage, stage_with};
use serde_json::{Value, json};
use smsbat_sandbox::Options;

/// A receiver that answers when told.
struct Receiver {
    listener: TcpListener,
    url: String,
}

/// One callback that waits for its answer.
struct Call {
    stream: TcpStream,
    head: String,
    body: Value,
}

impl Receiver {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook?x=1", listener.local_addr().unwrap());
        Self { listener, url }
    }

    fn next(&self) -> Call {
        let (stream, _) = self.listener.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(reader.read_line(&mut head).unwrap(), 0);
        }
        let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap()];
        reader.read_exact(&mut body).unwrap();
        Call { stream, head, body: serde_json::from_slice(&body).unwrap() }
    }
}

impl Call {
    fn answer(mut self, status: u16) -> Value {
        let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        self.stream.write_all(answer.as_bytes()).unwrap();
        self.body
    }
}

/// The log, once it has this many attempts.
fn log(stage: &Stage, count: usize) -> Vec<Value> {
    let start = std::time::Instant::now();
    loop {
        let shown = stage.get("/_sandbox/webhooks").json();
        let attempts = shown["attempts"].as_array().unwrap().clone();
        if attempts.len() >= count {
            return attempts;
        }
        assert!(start.elapsed().as_secs() < 10, "{shown}");
        std::thread::yield_now();
    }
}

fn listen(stage: &Stage) -> Receiver {
    let receiver = Receiver::new();
    let answer = stage.post("/_sandbox/webhooks", &json!({"url": receiver.url}));
    assert_eq!((answer.status, &answer.json()["url"]), (200, &json!(receiver.url)));
    receiver
}

#[test]
fn a_report_for_each_change() {
    let stage = stage();
    let early = stage.sent(sms(json!({})));
    let receiver = listen(&stage);
    let late = stage.sent(sms(json!({"to": "+380990000201"})));
    stage.advance(1);
    let mut reports = Vec::new();
    for _ in 0..2 {
        let call = receiver.next();
        assert!(call.head.starts_with("POST /hook?x=1 HTTP/1.1\r\n"), "{}", call.head);
        assert!(call.head.to_lowercase().contains("content-type: application/json\r\n"), "{}", call.head);
        reports.push(call.answer(200));
    }
    stage.advance(2);
    reports.extend([receiver.next().answer(200), receiver.next().answer(200)]);
    let seen: Vec<_> = reports
        .iter()
        .map(|report| {
            assert!(report["timestamp"].is_string());
            assert_eq!(report["cost"], json!(0.31));
            (format!("/bat/message/{}", report["messageId"].as_str().unwrap()), report["deliverystatus"].clone())
        })
        .collect();
    let expected = [(&early, "processing"), (&late, "processing"), (&early, "delivered"), (&late, "undeliverable")];
    assert_eq!(seen, expected.map(|(path, word)| (path.clone(), json!(word))));
    let attempts = log(&stage, 4);
    assert_eq!((&attempts[0]["kind"], &attempts[0]["status"]), (&json!("status"), &json!(200)));
    assert_eq!(attempts[0]["next_at"], Value::Null);
    assert_eq!(stage.get("/_sandbox/webhooks").json()["waiting"], 0);
}

#[test]
fn a_receiver_that_fails_is_tried_again() {
    let stage = stage();
    let receiver = listen(&stage);
    let body = json!({"from": "+380670000101", "sender": "NovaShop", "text": "Friday?"});
    let sent = stage.post("/_sandbox/incoming", &body);
    assert_eq!(sent.status, 200);
    let first = receiver.next().answer(503);
    assert_eq!(first, sent.json());
    assert_eq!(
        (&first["alphaName"], &first["phoneNumber"], &first["text"]),
        (&json!("NovaShop"), &json!("380670000101"), &json!("Friday?"))
    );
    assert_eq!(first["idUuid"].as_str().unwrap().len(), 36);
    assert!(log(&stage, 1)[0]["next_at"].is_string());
    // Back-off on the clock: 1, 2, 4 and 8 seconds, then it ends.
    for (number, wait) in [1_u64, 2, 4, 8].into_iter().enumerate() {
        stage.advance(wait);
        assert_eq!(receiver.next().answer(500), first);
        log(&stage, number + 2);
    }
    let attempts = log(&stage, 5);
    assert_eq!((&attempts[4]["attempt"], &attempts[4]["next_at"]), (&json!(5), &Value::Null));
    assert_eq!(stage.get("/_sandbox/webhooks").json()["waiting"], 0);

    stage.post("/_sandbox/incoming", &body);
    drop(receiver.next());
    assert!(log(&stage, 6)[5]["error"].is_string());
    stage.advance(1);
    receiver.next().answer(200);
    assert_eq!(log(&stage, 7)[6]["status"], 200);
}

#[test]
fn only_loopback_and_only_when_set() {
    let stage = stage();
    for url in ["http://example.org/", "https://127.0.0.1/", "http://10.0.0.1/", "hook"] {
        assert_eq!(stage.post("/_sandbox/webhooks", &json!({"url": url})).status, 400, "{url}");
    }
    let receiver = listen(&stage);
    stage.sent(sms(json!({})));
    assert_eq!(stage.get("/_sandbox/webhooks").json()["waiting"], 2);
    assert_eq!(stage.post("/_sandbox/webhooks", &json!({"url": null})).json()["waiting"], 0);
    listen(&stage);
    stage.sandbox.reset();
    assert_eq!(
        stage.get("/_sandbox/webhooks").json(),
        json!({"url": null, "urls": [], "waiting": 0, "dropped": 0, "attempts": []})
    );
    drop(receiver);
}

#[test]
fn a_running_clock_sends_by_itself() {
    let stage = stage();
    stage.sandbox.set_frozen(false);
    let receiver = listen(&stage);
    stage.sent(sms(json!({})));
    stage.sandbox.advance(Duration::from_millis(900));
    assert_eq!(receiver.next().answer(200)["deliverystatus"], "processing");
    stage.sandbox.advance(Duration::from_millis(1_900));
    assert_eq!(receiver.next().answer(200)["deliverystatus"], "delivered");
}

#[test]
fn several_receivers_get_each_callback_and_an_attempt_is_sent_again() {
    let stage = stage();
    let (first, second) = (Receiver::new(), Receiver::new());
    let both = json!({"urls": [first.url, second.url, first.url]});
    let shown = stage.post("/_sandbox/webhooks", &both).json();
    assert_eq!((&shown["url"], &shown["urls"]), (&json!(first.url), &json!([first.url, second.url])));
    stage.post("/_sandbox/incoming", &json!({"from": "380670000101", "sender": "MyShop", "text": "Hello"}));
    assert_eq!(first.next().answer(200)["text"], "Hello");
    let mut call = second.next();
    call.stream.write_all(b"HTTP/1.1 500 X\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbusy").unwrap();
    drop(call);
    let attempts = log(&stage, 2);
    assert_eq!(
        (&attempts[0]["url"], &attempts[0]["status"], &attempts[0]["answer"]),
        (&json!(first.url), &json!(200), &json!(""))
    );
    assert_eq!(
        (&attempts[1]["url"], &attempts[1]["status"], &attempts[1]["answer"]),
        (&json!(second.url), &json!(500), &json!("busy"))
    );
    assert!(attempts[1]["took_ms"].is_u64() && attempts[0]["next_at"].is_null() && !attempts[1]["next_at"].is_null());
    // Only the one that failed gets it again.
    stage.advance(1);
    assert_eq!(second.next().answer(200)["text"], "Hello");
    assert_eq!(log(&stage, 3)[2]["attempt"], 2);
    let resend = |id: &Value| stage.call("POST", &format!("/_sandbox/webhooks/{id}/resend"), &[], "").status;
    assert_eq!(resend(&attempts[0]["id"]), 200);
    assert_eq!(first.next().answer(200)["text"], "Hello");
    assert_eq!((log(&stage, 4).len(), resend(&json!(99))), (4, 409));
    // A removed receiver gets nothing more.
    stage.post("/_sandbox/webhooks", &json!({"urls": [second.url]}));
    assert_eq!(resend(&attempts[0]["id"]), 409);
    let many: Vec<String> = (1..12).map(|port| format!("http://127.0.0.1:{port}/")).collect();
    for wrong in
        [json!({"urls": many}), json!({"urls": ["http://example.org/"]}), json!({"url": first.url, "urls": []})]
    {
        assert_eq!(stage.post("/_sandbox/webhooks", &wrong).status, 400, "{wrong}");
    }
    assert_eq!(stage.post("/_sandbox/webhooks", &json!({"urls": []})).json()["url"], Value::Null);
}

#[test]
fn what_a_removed_url_did_not_take_is_counted() {
    let stage = stage();
    let (receiver, other) = (listen(&stage), Receiver::new());
    for text in ["refused", "not answered"] {
        let incoming = json!({"from": "380670000101", "sender": "MyShop", "text": text});
        stage.post("/_sandbox/incoming", &incoming);
    }
    receiver.next().answer(503);
    let call = receiver.next();
    log(&stage, 1);
    let shown = stage.post("/_sandbox/webhooks", &json!({"url": other.url})).json();
    assert_eq!((&shown["waiting"], &shown["dropped"]), (&json!(0), &json!(1)));
    call.answer(503);
    log(&stage, 2);
    assert_eq!(stage.get("/_sandbox/webhooks").json()["dropped"], 2);
    // A call that says nothing removes nothing.
    let answer = stage.post("/_sandbox/webhooks", &json!({}));
    assert!(answer.status == 400 && answer.text.contains("give url or urls"), "{}", answer.text);
    assert_eq!(stage.get("/_sandbox/webhooks").json()["url"], other.url);
}

#[test]
fn a_restart_loses_no_callback() {
    let folder = tempfile::tempdir().unwrap();
    let later = folder.path().join("later.toml");
    std::fs::write(&later, "start = \"2040-01-01T00:00:00Z\"\nfrozen = true").unwrap();
    let options = Options { store: Some(folder.path().join("inbox.db")), ..Options::default() };
    let stage = stage_with(options.clone());
    stage.sandbox.set_frozen(false);
    let receiver = listen(&stage);
    let path = stage.sent(sms(json!({})));
    stage.advance(1);
    assert_eq!(receiver.next().answer(200)["deliverystatus"], "processing");
    let write = |from: &str, text: &str| {
        stage.post("/_sandbox/incoming", &json!({"from": from, "sender": "MyShop", "text": text}));
    };
    write("380670000101", "refused");
    receiver.next().answer(500);
    log(&stage, 2);
    write("380670000102", "not answered");
    let pending = receiver.next();
    drop(stage);
    drop(pending);

    // It is delivered while no sandbox runs.
    let stage = stage_with(Options { scenario: Some(later), ..options });
    let got: Vec<Value> = (0..3).map(|_| receiver.next().answer(200)).collect();
    let one = |name: &str| got.iter().find_map(|body| body[name].as_str()).unwrap();
    assert_eq!(one("deliverystatus"), "delivered");
    assert!(path.ends_with(one("messageId")) && !one("timestamp").starts_with("2040"), "{got:?}");
    let attempts = log(&stage, 3);
    let of = |text: &str| attempts.iter().find(|one| one["body"]["text"] == text).unwrap()["attempt"].clone();
    assert_eq!((of("refused"), of("not answered")), (json!(2), json!(1)));
    assert_eq!(stage.get("/_sandbox/webhooks").json()["waiting"], 0);
}

#[test]
fn a_body_that_never_ends_does_not_change_the_status() {
    let stage = stage();
    let receiver = listen(&stage);
    stage.post("/_sandbox/incoming", &json!({"from": "380670000101", "sender": "MyShop", "text": "Hello"}));
    let mut call = receiver.next();
    call.stream.write_all(b"HTTP/1.1 200 X\r\nContent-Length: 400\r\n\r\nhalf").unwrap();
    let attempts = log(&stage, 1);
    assert_eq!((&attempts[0]["status"], &attempts[0]["answer"]), (&json!(200), &json!("half")));
}

/// A receiver in threads that takes each callback, waits until told, and answers 200.
fn collector(wait: impl Fn(&Value) + Send + Sync + 'static) -> (String, std::sync::mpsc::Receiver<Value>) {
    let receiver = Receiver::new();
    let url = receiver.url.clone();
    let (tell, told) = std::sync::mpsc::channel();
    let wait = std::sync::Arc::new(wait);
    std::thread::spawn(move || {
        loop {
            let call = receiver.next();
            let (tell, wait) = (tell.clone(), std::sync::Arc::clone(&wait));
            std::thread::spawn(move || {
                wait(&call.body);
                // Told first, because the next callback may come as soon as this one is answered.
                let _ = tell.send(call.body.clone());
                call.answer(200);
            });
        }
    });
    (url, told)
}

#[test]
fn a_receiver_that_stalls_holds_no_other_back_and_each_message_keeps_its_order() {
    let stage = stage();
    // Takes connections and never answers.
    let stalled = TcpListener::bind("127.0.0.1:0").unwrap();
    let (url, told) = collector(|_| {});
    let urls = [format!("http://{}/", stalled.local_addr().unwrap()), url];
    assert_eq!(stage.post("/_sandbox/webhooks", &json!({"urls": urls})).status, 200);
    stage.post("/_sandbox/rules", &json!({"delivered_after": 2, "read_after": 1}));
    let many: Vec<Value> = (0..100).map(|i| sms(json!({"to": format!("+3806700001{i:02}")}))).collect();
    assert_eq!(stage.send(json!(many)).status, 200);
    stage.advance(60);
    let mut words = std::collections::HashMap::<String, Vec<String>>::new();
    for _ in 0..300 {
        // The stalled one gives up after 5 seconds.
        let report = told.recv_timeout(Duration::from_secs(4)).unwrap();
        let text = |name: &str| report[name].as_str().unwrap().to_owned();
        words.entry(text("messageId")).or_default().push(text("deliverystatus"));
    }
    assert_eq!(words.len(), 100);
    assert!(words.values().all(|words| *words == ["processing", "delivered", "read"]), "{words:?}");
}

#[test]
fn a_slow_callback_holds_back_only_those_about_the_same() {
    let stage = stage();
    let (release, held) = std::sync::mpsc::channel::<()>();
    let held = std::sync::Mutex::new(held);
    let (url, told) = collector(move |body| {
        if body["text"] == "slow" {
            held.lock().unwrap().recv().unwrap();
        }
    });
    assert_eq!(stage.post("/_sandbox/webhooks", &json!({"url": url})).status, 200);
    let from = |phone: &str, text: &str| stage.sandbox.incoming(phone, "MyShop", text).unwrap();
    from("+380670000101", "slow");
    from("+380670000101", "after it");
    let others: Vec<String> = (0..20).map(|i| format!("other {i}")).collect();
    for (i, text) in others.iter().enumerate() {
        from(&format!("+3806700002{i:02}"), text);
    }
    let next = || told.recv_timeout(Duration::from_secs(4)).unwrap()["text"].as_str().unwrap().to_owned();
    let mut seen: Vec<String> = (0..20).map(|_| next()).collect();
    seen.sort();
    let mut sorted = others;
    sorted.sort();
    assert_eq!(seen, sorted);
    release.send(()).unwrap();
    assert_eq!([next(), next()], ["slow", "after it"]);
}

/// Message id and status of reports, in no order.
fn reports(told: &std::sync::mpsc::Receiver<Value>, count: usize) -> Vec<(String, String)> {
    let one = |report: Value| {
        let text = |name: &str| report[name].as_str().unwrap().to_owned();
        (text("messageId"), text("deliverystatus"))
    };
    let mut all: Vec<_> = (0..count).map(|_| one(told.recv_timeout(Duration::from_secs(10)).unwrap())).collect();
    all.sort();
    all
}

/// Fails if there is more than what was taken from `told`.
fn nothing_more(stage: &Stage, attempts: usize) {
    assert_eq!(waiting_and_tried(stage), (json!(0), attempts));
}

fn waiting_and_tried(stage: &Stage) -> (Value, usize) {
    let shown = stage.get("/_sandbox/webhooks").json();
    (shown["waiting"].clone(), shown["attempts"].as_array().unwrap().len())
}

const SPACE: (&str, &str) = ("X-Sandbox-Space", "test-own");

/// Sends messages with a key of its own.
fn send_own(stage: &Stage, count: usize) {
    let many: Vec<Value> = (0..count).map(|i| sms(json!({"to": format!("+3806700001{i:02}")}))).collect();
    let headers = [("X-Authorization-Key", "test-own"), ("Content-Type", "application/json")];
    assert_eq!(stage.call("POST", SEND, &headers, &json!({"messages": many}).to_string()).status, 200);
}

#[test]
fn reports_that_are_due_are_sent_once_though_their_messages_go() {
    for way in ["claimed", "deleted", "no room"] {
        let (release, held) = std::sync::mpsc::channel::<()>();
        let held = std::sync::Mutex::new(held);
        // Ends when the test lets go of `release`.
        let (url, told) = collector(move |_| {
            let _ = held.lock().unwrap().recv();
        });
        let options = Options { rate_limit: false, max_messages: 50, clock_frozen: true, ..Options::default() };
        let stage = stage_with(Options { webhook_url: Some(url), ..options });
        send_own(&stage, 50);
        stage.advance(60);
        match way {
            "claimed" => {
                assert_eq!(stage.call("GET", "/_sandbox/messages", &[SPACE], "").json()["total"], 50);
                assert_eq!(stage.call("DELETE", "/_sandbox/spaces", &[SPACE], "").status, 200);
            }
            "deleted" => assert_eq!(stage.call("DELETE", "/_sandbox/messages", &[], "").status, 200),
            // The clock stands still, so these have no report yet.
            _ => send_own(&stage, 50),
        }
        drop(release);
        let mut all = reports(&told, 100);
        all.dedup();
        assert_eq!(all.len(), 100);
        log(&stage, 100);
        let later = if way == "no room" { 100 } else { 0 };
        assert_eq!(waiting_and_tried(&stage), (json!(later), 100), "{way}");
    }
}

#[test]
fn a_claim_reports_nothing_twice_though_a_scenario_starts_its_clock_again() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "frozen = true\n").unwrap();
    for claimed_after in [0, 2, 20] {
        let (url, told) = collector(|_| {});
        let scenario = Some(file.path().to_owned());
        let options = Options { webhook_url: Some(url), scenario, rate_limit: false, ..Options::default() };
        let stage = stage_with(options);
        send_own(&stage, 2);
        stage.advance(claimed_after);
        let space = |path: &str, body: &str| stage.call("POST", path, &[SPACE], body);
        assert_eq!(space("/_sandbox/clock", &json!({"advance": 60}).to_string()).status, 200);
        let mut all = reports(&told, 4);
        all.dedup();
        assert_eq!(all.len(), 4, "claimed after {claimed_after} s");
        stage.advance(60);
        let sent = || {
            let log = |headers: &[(&str, &str)]| stage.call("GET", "/_sandbox/webhooks", headers, "").json();
            let (own, shared) = (log(&[SPACE]), log(&[]));
            let count = |shown: &Value| shown["attempts"].as_array().unwrap().len();
            (count(&own) + count(&shared), own["waiting"].clone(), shared["waiting"].clone())
        };
        let start = std::time::Instant::now();
        while sent() != (4, json!(0), json!(0)) {
            assert!(start.elapsed() < Duration::from_secs(10), "{:?}", sent());
        }
        assert!(told.try_recv().is_err());
    }
}

#[test]
fn an_attempt_from_before_a_reset_is_none_of_the_next_test() {
    let receiver = Receiver::new();
    let webhook_url = Some(receiver.url.clone());
    for is_restored in [false, true] {
        let stage = stage_with(Options { webhook_url: webhook_url.clone(), rate_limit: false, ..Options::default() });
        let before = stage.sandbox.snapshot();
        let write = |text: &str| drop(stage.sandbox.incoming("+380670000101", "MyShop", text).unwrap());
        write("before");
        let call = receiver.next();
        match is_restored {
            true => stage.sandbox.restore(before).unwrap(),
            false => stage.sandbox.reset(),
        }
        assert_eq!(call.answer(500)["text"], "before");
        // The next one about this phone is sent once that answer was read.
        write("after");
        assert_eq!(receiver.next().answer(200)["text"], "after");
        let attempts = log(&stage, 1);
        assert_eq!(attempts[0]["body"]["text"], "after", "{attempts:?}");
        stage.advance(60);
        nothing_more(&stage, 1);
    }
}

#[test]
fn messages_of_the_store_are_reported_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    for is_saved in [false, true] {
        let store = Some(folder.path().join(format!("{is_saved}.db")));
        let (url, told) = collector(|_| {});
        let open = |url: Option<String>| {
            stage_with(Options { store: store.clone(), webhook_url: url, rate_limit: false, ..Options::default() })
        };
        let stage = open(None);
        if is_saved {
            assert_eq!(stage.post("/_sandbox/webhooks", &json!({"url": url})).status, 200);
        }
        stage.sent(sms(json!({})));
        drop(stage);
        let stage = open(if is_saved { None } else { Some(url) });
        assert_eq!(stage.get("/_sandbox/webhooks").json()["waiting"], 2);
        stage.advance(60);
        assert_eq!(reports(&told, 2).len(), 2);
        log(&stage, 2);
        nothing_more(&stage, 2);
    }
}
