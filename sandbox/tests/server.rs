//! The server itself: hosts and origins, TLS, rates, limits, start and stop.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;

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
fn pages_of_other_origins_have_no_control() {
    let stage = stage();
    let own = stage.sandbox.url().to_owned();
    for (origin, status) in
        [(own.as_str(), 200), ("http://evil.example.org", 403), ("http://127.0.0.1:1", 403), ("null", 403)]
    {
        assert_eq!(stage.call("POST", "/_sandbox/reset", &[("Origin", origin)], "").status, status, "{origin}");
    }
    // A browser says where a call comes from even where it sends no origin; a link that is followed is no such call.
    for (site, mode, method, status) in [
        ("same-origin", "cors", "POST", 200),
        ("none", "navigate", "GET", 200),
        ("cross-site", "navigate", "GET", 200),
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
