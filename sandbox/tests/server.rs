//! The server itself: hosts and origins, TLS, rates, limits, start and stop.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use common::{KEY, SEND, agent, sms, stage, stage_with};
use serde_json::json;
use smsbat_sandbox::{Error, Options, Sandbox};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// The status of a request written by hand.
fn raw(url: &str, head: &str) -> u16 {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn only_loopback_names_are_answered() {
    let stage = stage();
    for (host, status) in [
        ("127.0.0.1", 200),
        ("localhost:8026", 200),
        ("[::1]:1", 200),
        ("rebound.example.org", 403),
        ("rebound.example.org:8026", 403),
        ("127.0.0.1.example.org", 403),
    ] {
        for (path, expected) in
            [("/_sandbox/health", status), ("/bat/message/x", if status == 200 { 401 } else { 403 })]
        {
            let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            assert_eq!(raw(stage.sandbox.url(), &head), expected, "{host}{path}");
        }
    }
    let absolute =
        "GET http://evil.example.org/_sandbox/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert_eq!(raw(stage.sandbox.url(), absolute), 403);
    assert_eq!(raw(stage.sandbox.url(), "GET /_sandbox/health HTTP/1.0\r\n\r\n"), 403);
}

#[test]
fn only_the_named_origins_may_frame_the_inbox() {
    let policy = |origins: &[&str], path: &str| {
        let frame_origins = origins.iter().map(|origin| (*origin).to_owned()).collect();
        let answer = stage_with(Options { frame_origins, ..Options::default() }).call("GET", path, &[], "");
        let policy = answer.header("content-security-policy").split("frame-ancestors ").nth(1).unwrap().to_owned();
        (policy, answer.header("x-frame-options").to_owned())
    };
    let refused = ("'none'".to_owned(), "DENY".to_owned());
    let notebook = ["http://localhost:8888", "http://127.0.0.1:8888"];
    assert_eq!(policy(&[], "/"), refused);
    assert_eq!(policy(&notebook, "/"), (notebook.join(" "), String::new()));
    assert_eq!(policy(&notebook, "/docs"), refused);
    for wrong in [
        "*",
        "http://*",
        "localhost:8888",
        "http://a b",
        "http://a; script-src *",
        "http://a/b",
        "http://a@b",
        "http://a:99999",
        "http://a:",
        "",
    ] {
        let options = Options { frame_origins: vec![wrong.to_owned()], ..Options::default() };
        assert!(matches!(Sandbox::start(options), Err(Error::FrameOrigin(_))), "{wrong}");
    }
}

#[test]
fn pages_of_other_origins_have_no_control() {
    let stage = stage();
    let own = stage.sandbox.url().to_owned();
    for (origin, status) in
        [(own.as_str(), 200), ("http://evil.example.org", 403), ("http://127.0.0.1:1", 403), ("null", 403)]
    {
        assert_eq!(stage.call("POST", "/_sandbox/reset", &[("Origin", origin)], "").status, status, "{origin}");
    }
    // A browser says where a call comes from even where it sends no origin, also when it follows a link.
    for (site, mode, method, status) in [
        ("same-origin", "cors", "POST", 200),
        ("none", "navigate", "GET", 200),
        ("cross-site", "navigate", "GET", 403),
        ("cross-site", "no-cors", "GET", 403),
        ("same-site", "no-cors", "GET", 403),
        ("cross-site", "navigate", "POST", 403),
    ] {
        let path = if method == "GET" { "/_sandbox/messages" } else { "/_sandbox/reset" };
        let answer = stage.call(method, path, &[("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode)], "");
        assert_eq!(answer.status, status, "{site} {mode} {method}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
    }
    // A space takes the messages of its key out of the shared inbox.
    let link = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")];
    stage.call("GET", "/_sandbox/messages?space=test-key", &link, "");
    let spaces = stage.call("GET", "/_sandbox/spaces", &[], "");
    assert_eq!(spaces.json(), json!({"spaces": []}));
    // The page itself may be the target of a link.
    assert_eq!(stage.call("GET", "/", &link, "").status, 200);
}

/// Requests that a page of another origin can send without a preflight: plain texts, forms, images and frames.
#[test]
fn a_foreign_page_cannot_store_a_message() {
    let stage = stage();
    let own = stage.sandbox.url().to_owned();
    let list = json!({"messages": [sms(json!({}))]}).to_string();
    let cascade = json!([{"id": "1", "fromName": "S", "toPhone": "+380670000101", "messageType": "sms", "text": "x"}]);
    let (json, form) = ("application/json", "application/x-www-form-urlencoded");
    let native = "token=test-key&recipients[0]=380670000101&sms[sender]=S&sms[text]=x";
    let messagio = "user=test&sign=test-key&from=S&msisdn=380670000101&text=x";
    let by_address = format!("/api/tsms/message/send.json?{native}");
    let calls = [
        ("POST", SEND, json, list.as_str()),
        ("POST", SEND, "text/plain", list.as_str()),
        ("POST", "/api/CascadeMessage/send_message/async", json, &cascade.to_string()),
        ("POST", "/api/SendMessage", form, messagio),
        ("POST", "/api/tsms/message/send.json", form, native),
        ("GET", by_address.as_str(), "", ""),
        ("POST", "/_sandbox/incoming", "text/plain", r#"{"from": "380670000101", "text": "x"}"#),
        ("POST", "/_sandbox/rules", "text/plain", r#"{"error": 500}"#),
    ];
    let foreign: &[&[(&str, &str)]] = &[
        &[("Origin", "http://evil.example.org")],
        &[("Origin", "http://127.0.0.1:1"), ("Sec-Fetch-Site", "cross-site")],
        &[("Origin", "null")],
        &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image")],
        &[("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "no-cors")],
        &[("Sec-Fetch-Site", "a word of tomorrow")],
    ];
    let navigation = &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")][..];
    for (method, path, media_type, body) in calls {
        for marks in foreign.iter().chain([&navigation]) {
            let headers = [*marks, &[KEY, ("Content-Type", media_type)]].concat();
            let answer = stage.call(method, path, &headers, body);
            assert_eq!(answer.status, 403, "{method} {path} {marks:?}: {}", answer.text);
        }
    }
    assert!(stage.sandbox.messages().is_empty());
    // The log shows what was refused.
    assert_eq!(stage.sandbox.requests().len(), 6 * 7);
    assert!(stage.sandbox.requests().iter().all(|request| request["status"] == 403 && request["body"] == ""));
    // The page's own forms, an address that a person types, and programs, which name no origin.
    let own = [("Origin", own.as_str()), ("Sec-Fetch-Site", "same-origin")];
    for (count, marks) in
        [&own[..], &[("Sec-Fetch-Site", "none"), ("Sec-Fetch-Mode", "navigate")], &[]].iter().enumerate()
    {
        let answer = stage.call("GET", &by_address, marks, "");
        assert_eq!((answer.status, stage.sandbox.messages().len()), (200, count + 1), "{}", answer.text);
    }
}

/// A connection that was sent this much.
fn half(stage: &common::Stage, sent: &str) -> TcpStream {
    let mut stream = TcpStream::connect(stage.sandbox.url().trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(sent.as_bytes()).unwrap();
    stream
}

#[test]
fn stalled_requests_are_dropped() {
    let stage = stage_with(Options { read_timeout: Duration::from_millis(200), ..Options::default() });
    let head = |path: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nX-Authorization-Key: test-key\r\n\
             Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
        )
    };
    for (sent, status) in [
        (String::new(), None),
        ("POST /bat/messagelist HTTP/1.1\r\nHost: loc".to_owned(), None),
        (head(SEND), Some("408")),
        (head(SEND) + "{\"messages\": [", Some("408")),
        (head("/_sandbox/reply_next") + "{", Some("408")),
    ] {
        let mut answer = String::new();
        half(&stage, &sent).read_to_string(&mut answer).unwrap();
        assert_eq!(answer.split(' ').nth(1), status, "{sent}: {answer}");
    }
    // A body that never stands still for long.
    let mut stream = half(&stage, &head(SEND));
    let started = Instant::now();
    while stream.write_all(b" ").is_ok() {
        assert!(started.elapsed() < Duration::from_secs(20), "a slow body is read for ever");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(stage.sandbox.messages().is_empty());
    stage.sent(sms(json!({})));
}

#[test]
fn answers_that_nobody_reads_are_dropped() {
    let stage =
        stage_with(Options { read_timeout: Duration::from_millis(200), max_connections: 1, ..Options::default() });
    // Larger than what the system keeps for a socket.
    let reply = smsbat_sandbox::PlannedReply { body: Some("x".repeat(32 << 20)), ..Default::default() };
    stage.sandbox.reply_next(reply).unwrap();
    let _held = half(&stage, "GET /bat/message/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    // There is one place only, and it is free again.
    assert_eq!(stage.get("/_sandbox/health").status, 200);
}

#[test]
fn connections_are_bounded() {
    let stage = stage_with(Options { read_timeout: Duration::from_secs(1), max_connections: 2, ..Options::default() });
    let answered = |stream: &mut TcpStream| stream.read(&mut [0; 8]).unwrap();
    let request = "GET /_sandbox/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let (mut first, mut second) = (half(&stage, request), half(&stage, request));
    assert_eq!((answered(&mut first), answered(&mut second)), (8, 8));
    let started = Instant::now();
    let mut third = half(&stage, request);
    drop(first);
    assert_eq!(answered(&mut third), 8);
    assert!(started.elapsed() < Duration::from_secs(10));
    // Nobody makes room but the clock: idle connections end, too.
    let mut fourth = half(&stage, request);
    assert_eq!(answered(&mut fourth), 8);
    assert!(started.elapsed() > Duration::from_millis(500));
}

#[test]
fn rates_are_limited() {
    let stage = stage_with(Options { rate_limit: true, ..Options::default() });
    let mut limited = None;
    for _ in 0..2_000 {
        let answer = stage.get("/bat/message/x");
        if answer.status == 429 {
            limited = Some(answer);
            break;
        }
    }
    let answer = limited.unwrap();
    assert_eq!(answer.header("retry-after"), "1");
    let body = answer.json();
    assert_eq!((&body["status"], &body["error"]), (&json!(429), &json!("Too Many Requests")));
    assert_eq!(body.get("code"), None);
    // Another class and another account have tokens of their own.
    assert_eq!(stage.send(json!([sms(json!({}))])).status, 200);
    assert_eq!(stage.call("GET", "/bat/message/x", &[("X-Authorization-Key", "test-other")], "").status, 404);
    stage.sandbox.reset();
    assert_eq!(stage.get("/bat/message/x").status, 404);
}

#[test]
fn tls_with_its_own_authority() {
    let mut stage = stage_with(Options { tls: true, ..Options::default() });
    assert!(stage.sandbox.url().starts_with("https://127.0.0.1:"));
    let path = stage.sandbox.ca_bundle().unwrap().to_owned();
    let pem = std::fs::read(&path).unwrap();
    let health = format!("{}/_sandbox/health", stage.sandbox.url());
    assert!(stage.agent.get(&health).call().is_err(), "a stranger's certificate");
    let roots = RootCerts::new_with_certs(&[Certificate::from_pem(&pem).unwrap()]);
    stage.agent = agent(TlsConfig::builder().root_certs(roots).build());
    assert_eq!(stage.get("/_sandbox/health").status, 200);
    stage.sent(sms(json!({})));
    let localhost = health.replace("127.0.0.1", "localhost");
    assert_eq!(stage.agent.get(&localhost).call().unwrap().status(), 200);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path.parent().unwrap()).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
    drop(stage);
    assert!(!path.parent().unwrap().exists());
}

#[test]
fn large_bodies_are_taken_up_to_the_bound() {
    let stage = stage();
    let batch = vec![sms(json!({"text": "x".repeat(1_000)})); 5_000];
    assert_eq!(stage.send(batch.into()).status, 200);
    let body = "x".repeat(4 << 20);
    assert_eq!(stage.post("/_sandbox/reply_next", &json!({"body": body})).status, 200);
    assert_eq!(stage.get("/bat/message/x").text.len(), 4 << 20);

    let body = " ".repeat((64 << 20) + 1);
    let answer = stage.call("POST", SEND, &[KEY, ("Content-Type", "application/json")], &body);
    assert_eq!((answer.status, &answer.json()["status"]), (413, &json!(413)));
}

#[test]
fn what_cannot_start_says_why() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let port = sandbox.url().rsplit(':').next().unwrap().parse().unwrap();
    let taken = Sandbox::start(Options { port, ..Options::default() }).unwrap_err();
    assert!(matches!(taken, Error::PortInUse(_)));
    assert!(taken.to_string().contains(&format!("port {port} is in use")), "{taken}");
    let open = Sandbox::start(Options { host: [0, 0, 0, 0].into(), ..Options::default() }).unwrap_err();
    assert!(open.to_string().contains("loopback"), "{open}");
    let file = std::env::current_exe().unwrap();
    let record = Sandbox::start(Options { record: Some(file), ..Options::default() }).unwrap_err();
    assert!(matches!(record, Error::Record { .. }), "{record}");
    drop(sandbox);
    assert!(Sandbox::start(Options { port, ..Options::default() }).is_ok());
}

#[test]
fn dropping_does_not_wait_for_a_held_request() {
    let stage = stage();
    let reply = smsbat_sandbox::PlannedReply { delay_ms: 60_000, ..Default::default() };
    stage.sandbox.reply_next(reply).unwrap();
    let mut stream = TcpStream::connect(stage.sandbox.url().trim_start_matches("http://")).unwrap();
    stream.write_all(b"GET /bat/message/x HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    // Recorded before the delay, so that a client that gives up leaves its trace.
    let start = std::time::Instant::now();
    while stage.sandbox.requests().is_empty() {
        assert!(start.elapsed().as_secs() < 10);
        std::thread::yield_now();
    }
    drop(stage);
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.is_empty());
    assert!(start.elapsed().as_secs() < 30);
}
