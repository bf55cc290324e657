//! The client on real sockets: timeouts, TLS, redirects, retries, threads.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, clippy::print_stdout)]

mod common;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use smsbat_core::{
    Api, CallOptions, Client, ClientBuilder, Error, ErrorKind, Method, NewOperator, Outcome, RateLimit, Sms,
};
use smsbat_sandbox::{Options, PlannedReply, Sandbox};

const TO: &str = "+380671234567";

fn sms() -> Sms {
    Sms::new(TO, "NovaShop", "Hello").customer_message_id("c1")
}

fn builder(url: &str) -> ClientBuilder {
    Client::builder().api_key("test-key").base_url(url).max_retries(0).ignore_environment()
}

fn send(client: &Client) -> Result<smsbat_core::SendResult, Error> {
    client.messages().send(&[sms()])
}

/// A server that runs `serve` for each connection and counts them.
fn server(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let connections = Arc::clone(&count);
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming() {
            connections.fetch_add(1, Ordering::SeqCst);
            let serve = Arc::clone(&serve);
            thread::spawn(move || serve(stream.unwrap()));
        }
    });
    (url, count)
}

/// Reads one request, head and body.
fn read_request(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 65536];
    loop {
        let n = stream.read(&mut buffer).unwrap_or(0);
        bytes.extend_from_slice(&buffer[..n]);
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        if let Some(head) = text.find("\r\n\r\n") {
            let length = text[..head].split("content-length: ").nth(1).and_then(|t| t.split('\r').next()?.parse().ok());
            if bytes.len() >= head + 4 + length.unwrap_or(0) {
                return bytes;
            }
        }
        if n == 0 {
            return bytes;
        }
    }
}

const ACCEPTED: &str = r#"{"messages":[{"messageId":"m-1","status":"accepted"}]}"#;

fn answer(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn head_and_body_go_in_one_write() {
    let (url, _) = server(|mut stream| {
        let mut buffer = vec![0; 65536];
        // One read of what is there: a client that writes twice shows only its head.
        while let Ok(n @ 1..) = stream.read(&mut buffer) {
            let text = String::from_utf8_lossy(&buffer[..n]).into_owned();
            let word = if text.ends_with("]}") { "accepted" } else { "failed" };
            stream.write_all(answer(&ACCEPTED.replace("accepted", word)).as_bytes()).unwrap();
        }
    });
    let client = builder(&url).build().unwrap();
    for _ in 0..20 {
        assert!(send(&client).unwrap().ok());
    }
}

#[test]
fn a_connection_is_used_again() {
    let (url, connections) = server(|mut stream| {
        while !read_request(&mut stream).is_empty() {
            stream.write_all(answer(ACCEPTED).as_bytes()).unwrap();
        }
    });
    let client = builder(&url).build().unwrap();
    for _ in 0..50 {
        assert!(send(&client).unwrap().ok());
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[test]
fn what_the_request_carries() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = builder(sandbox.url()).build().unwrap();
    assert!(send(&client).unwrap().ok());
    let requests = sandbox.requests();
    let headers = &requests[0]["headers"];
    assert_eq!(headers["host"], sandbox.url().trim_start_matches("http://"));
    assert_eq!(headers["x-authorization-key"], "***");
    assert!(headers["accept"].as_str().unwrap().starts_with("application/json,"), "{headers}");
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(headers["accept-encoding"], "gzip");
    let agent = headers["user-agent"].as_str().unwrap();
    assert!(agent.starts_with(concat!("smsbat/", env!("CARGO_PKG_VERSION"), " (rust; ")), "{agent}");
}

#[test]
fn a_request_without_a_body_says_so() {
    let (url, _) = server(|mut stream| {
        loop {
            let request = String::from_utf8(read_request(&mut stream)).unwrap().to_lowercase();
            let Some((method, _)) = request.split_once(' ') else { return };
            let length = request.lines().find_map(|line| line.strip_prefix("content-length: "));
            let wants = if matches!(method, "get" | "delete") { None } else { Some("0") };
            let right = length == wants && !request.contains("transfer-encoding") && !request.contains("content-type");
            stream.write_all(answer(if right { "[true]" } else { "[false]" }).as_bytes()).unwrap();
        }
    });
    let client = builder(&url).build().unwrap();
    for method in Method::ALL {
        let reply = client.request(method, "/x", None, Api::Messages, &CallOptions::default()).unwrap();
        assert_eq!(reply.text(), Some("[true]"), "{method:?}");
    }
}

#[test]
fn a_token_that_no_header_can_have_is_refused_where_it_comes_from() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = builder(sandbox.url()).set("chathub_url", sandbox.url()).unwrap().build().unwrap();
    for token in ["\"токен\"".to_owned(), "{\"token\":\"a.b.ключ\"}".to_owned(), format!("\"{}\"", "x".repeat(8193))]
    {
        sandbox.reply_next(PlannedReply { body: Some(token), ..PlannedReply::default() }).unwrap();
        let error = client.chathub().login("test-user", "test-password").unwrap_err();
        assert_eq!((error.kind(), error.body()), (ErrorKind::Response, None));
        assert!(error.to_string().contains("its token has characters that no header can have"), "{error}");
    }
    let client = builder(sandbox.url()).api_key("ключ").set("company_token", "токен").unwrap().build().unwrap();
    let chathub = client.chathub().organizations().unwrap_err();
    let turbosms = client.turbosms().status(["m-1"]).unwrap_err();
    for (error, name) in [(chathub, "company_token"), (turbosms, "api_key")] {
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.message().starts_with(&format!("{name} contains a character that is not ASCII")), "{error}");
    }
}

#[test]
fn a_user_agent_that_is_no_header_is_refused() {
    let error = builder("http://127.0.0.1:1").user_agent_part("x\r\nX-Injected: 1").build().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::NotSent));
}

#[test]
fn a_client_says_where_it_sends_to() {
    for url in ["http://127.0.0.1:1", "https://example.org"] {
        assert_eq!(builder(url).build().unwrap().base_url(), url);
    }
}

#[test]
fn a_path_of_ones_own_is_one_path_on_this_server() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = builder(sandbox.url()).build().unwrap();
    let get = |path: &str| client.request(Method::Get, path, None, Api::Messages, &CallOptions::default());
    for path in [
        "",
        "bat",
        "//example.org",
        "/a b",
        "/a#b",
        "/a\nb",
        "/ї",
        "/\u{7f}",
        "#",
        "a#b",
        "/bat/message/..",
        "/./x",
        "/a/%2E./b?c",
    ] {
        let error = get(path).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("path")), "{path}");
    }
    assert!(sandbox.requests().is_empty());
    assert_eq!(get("/bat/message/..~!$&'()*+,;=:@%20?x=y").unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn a_request_of_ones_own_is_repeated_only_if_it_reads() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = builder(sandbox.url()).max_retries(1).build().unwrap();
    for (method, requests) in [(Method::Get, 2), (Method::Post, 1), (Method::Put, 1), (Method::Delete, 1)] {
        sandbox.reset();
        sandbox.fail_next(1, 502).unwrap();
        let error = client.request(method, "/nowhere", None, Api::Messages, &CallOptions::default()).unwrap_err();
        let kind = if requests == 2 { ErrorKind::NotFound } else { ErrorKind::Server };
        assert_eq!((error.kind(), sandbox.requests().len()), (kind, requests), "{method:?}");
    }
}

#[test]
fn a_login_carries_no_token() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = common::client_of_all(sandbox.url());
    for _ in 0..2 {
        client.chathub().login("test-desk", "test-password").unwrap();
    }
    // No other credential is needed for it.
    let settings = [("base_url", sandbox.url()), ("chathub_url", sandbox.url())];
    let alone = settings.iter().fold(Client::builder().ignore_environment(), |b, (n, v)| b.set(n, *v).unwrap());
    alone.build().unwrap().chathub().login("test-desk", "test-password").unwrap();
    for request in sandbox.requests() {
        assert!(request["headers"].get("authorization").is_none(), "{request}");
    }
}

#[test]
fn all_three_credentials() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let plain = || Client::builder().base_url(sandbox.url()).max_retries(0).ignore_environment();
    for client in [
        plain().api_key("test-key"),
        plain().api_key("test-key").api_key_as_password(true),
        plain().login("test-user", "test-password"),
    ] {
        assert!(send(&client.build().unwrap()).unwrap().ok());
    }
    for client in [plain().api_key("wrong"), plain().login("test-user", "wrong")] {
        let error = send(&client.build().unwrap()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Authentication, Outcome::NotSent));
    }
    let error = send(&plain().build().unwrap()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::NotSent));
}

#[test]
fn a_dead_port_and_an_unknown_name() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let error = send(&builder(&format!("http://{port}")).build().unwrap()).unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.retryable()), (ErrorKind::Connection, Outcome::NotSent, true));
    assert!(std::error::Error::source(&error).is_some_and(|e| e.to_string().contains("refused")), "{error:?}");
    let error = send(&builder("https://no-such-host.invalid").build().unwrap()).unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.retryable()), (ErrorKind::Connection, Outcome::NotSent, true));
    assert!(error.to_string().contains("could not be resolved"), "{error}");
}

#[test]
fn an_error_carries_all_of_the_answer() {
    let body = r#"{"error":{"code":"BAD","message":"no"}}"#;
    let (url, _) = server(move |mut stream| {
        read_request(&mut stream);
        let head = "HTTP/1.1 429 No\r\nX-Request-Id: r-1\r\nRetry-After: 7\r\nContent-Type: application/json\r\n";
        stream.write_all(format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
    });
    let error = send(&builder(&url).build().unwrap()).unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome(), error.status_code()),
        (ErrorKind::RateLimit, Outcome::NotSent, Some(429))
    );
    assert_eq!((error.body(), error.request_id()), (Some(body), Some("r-1")));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.code().map(ToString::to_string).as_deref(), Some("BAD"));
    assert_eq!((error.operation(), error.customer_message_ids()), (Some("messages.send"), &["c1".to_owned()][..]));
}

#[test]
fn a_request_is_known_by_the_first_usable_id() {
    let headers = Arc::new(Mutex::new(String::new()));
    let said = Arc::clone(&headers);
    let (url, _) = server(move |mut stream| {
        while !read_request(&mut stream).is_empty() {
            let head = format!("HTTP/1.1 400 No\r\n{}Content-Length: 0\r\n\r\n", said.lock().unwrap());
            stream.write_all(head.as_bytes()).unwrap();
        }
    });
    let client = builder(&url).build().unwrap();
    let (longest, too_long) = ("i".repeat(128), "i".repeat(129));
    for (given, id) in [
        (vec![("X-Request-Id", "r-1"), ("Request-Id", "r-2")], Some("r-1")),
        (vec![("Request-Id", "r-2"), ("X-Correlation-Id", "r-3")], Some("r-2")),
        (vec![("X-Correlation-Id", "r-3")], Some("r-3")),
        (vec![("X-Request-Id", ""), ("X-Correlation-Id", "r-3")], Some("r-3")),
        (vec![("X-Request-Id", &too_long), ("Request-Id", &longest)], Some(&longest)),
        (vec![("X-Request-Id", &too_long)], None),
        (vec![("X-Request-Id", "")], None),
        (vec![("X-Other-Id", "r-4")], None),
        (vec![], None),
    ] {
        *headers.lock().unwrap() = given.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let error = client.messages().status("m-1").unwrap_err();
        assert_eq!((error.kind(), error.request_id()), (ErrorKind::BadRequest, id), "{given:?}");
        // Nothing was sent, so there are no ids of messages to tell.
        assert!(error.customer_message_ids().is_empty());
    }
}

#[test]
fn a_refusal_whose_body_is_cut_off_is_a_refusal() {
    let status = Arc::new(AtomicUsize::new(0));
    let said = Arc::clone(&status);
    let (url, _) = server(move |mut stream| {
        read_request(&mut stream);
        let status = said.load(Ordering::SeqCst);
        let head = format!("HTTP/1.1 {status} X\r\nX-Request-Id: r-1\r\nContent-Length: 100\r\n\r\nhalf");
        stream.write_all(head.as_bytes()).unwrap();
    });
    let client = builder(&url).build().unwrap();
    for (code, kind, outcome) in [
        (400, ErrorKind::BadRequest, Outcome::NotSent),
        (499, ErrorKind::BadRequest, Outcome::NotSent),
        (200, ErrorKind::Connection, Outcome::Unknown),
        (500, ErrorKind::Connection, Outcome::Unknown),
    ] {
        status.store(code, Ordering::SeqCst);
        let error = send(&client).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{code}: {error}");
        assert_eq!((error.status_code(), error.request_id()), (Some(code as u16), Some("r-1")), "{error}");
    }
}

#[test]
fn plain_and_tls_connections_of_one_client_are_kept_apart() {
    let (plain, tls) = (Sandbox::start(Options::default()).unwrap(), Options { tls: true, ..Options::default() });
    let tls = Sandbox::start(tls).unwrap();
    let bundle = tls.ca_bundle().unwrap().to_str().unwrap().to_owned();
    for (url, chathub_url) in [(plain.url(), tls.url()), (tls.url(), plain.url())] {
        for chathub_first in [false, true] {
            let builder = builder(url).ca_bundle(bundle.clone()).set("chathub_url", chathub_url).unwrap();
            let client = builder.build().unwrap();
            let login = || client.chathub().login("test-user", "test-password").map(drop);
            if chathub_first {
                login().unwrap();
            }
            assert!(send(&client).unwrap().ok());
            login().unwrap();
        }
    }
}

/// Makes the two calls in a process of its own with these variables; what became of each is a line.
fn in_a_process(variables: &[(&str, &str)]) -> Vec<String> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--ignored", "--nocapture"]);
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_DIR"] {
        command.env_remove(name);
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().filter_map(|line| Some(line.split_once("said: ")?.1.to_owned())).collect()
}

#[test]
#[ignore = "a process of the other tests"]
fn child() {
    let (Ok(url), Ok(chathub_url)) = (std::env::var("SMSBAT_BASE_URL"), std::env::var("SMSBAT_CHATHUB_URL")) else {
        return;
    };
    let client = Client::builder().api_key("test-key").base_url(url).max_retries(0);
    let client = client.set("chathub_url", chathub_url).unwrap().build().unwrap();
    for result in [send(&client).map(drop), client.chathub().login("test-user", "test-password").map(drop)] {
        println!("said: {}", result.map_or_else(|error| error.to_string(), |()| "ok".to_owned()));
    }
}

#[test]
fn a_proxy_of_the_environment_is_for_other_machines() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let (proxy, connections) = server(|mut stream| {
        let request = read_request(&mut stream);
        assert!(request.starts_with(b"CONNECT api.example.invalid:443 "));
        let _ = stream.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    });
    let elsewhere = "https://api.example.invalid";
    for (url, chathub_url, refused) in [(sandbox.url(), elsewhere, 1), (elsewhere, sandbox.url(), 0)] {
        let variables = [("SMSBAT_BASE_URL", url), ("SMSBAT_CHATHUB_URL", chathub_url), ("HTTPS_PROXY", &proxy)];
        let said = in_a_process(&variables);
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[refused].contains("407") && said[1 - refused] == "ok", "{said:?}");
    }
    assert_eq!(connections.load(Ordering::SeqCst), 2);
    // Of a port that refuses, the error says what it belongs to.
    let closed = common::nobody_there();
    let variables = [
        ("SMSBAT_BASE_URL", &*format!("http://{closed}")),
        ("SMSBAT_CHATHUB_URL", elsewhere),
        ("HTTPS_PROXY", &format!("http://{closed}")),
    ];
    let said = in_a_process(&variables);
    assert!(said[0].contains(&format!("the connection to {closed} was refused: start the sandbox")), "{said:?}");
    assert!(said[1].contains(&format!("the connection to the proxy {closed} was refused")), "{said:?}");
}

#[test]
#[cfg(not(any(windows, target_vendor = "apple")))]
fn the_certificates_of_the_environment_are_the_systems() {
    let sandbox = Sandbox::start(Options { tls: true, ..Options::default() }).unwrap();
    let bundle = sandbox.ca_bundle().unwrap();
    let empty = bundle.with_file_name("empty.pem");
    std::fs::write(&empty, "").unwrap();
    let nowhere = bundle.with_file_name("nowhere.pem");
    for (file, said) in [
        (bundle, "ok"),
        (&empty, "SSL_CERT_FILE cannot be used: it contains no certificate"),
        (&nowhere, "SSL_CERT_FILE cannot be used: "),
    ] {
        let file = file.to_str().unwrap();
        let url = sandbox.url();
        let lines = in_a_process(&[("SMSBAT_BASE_URL", url), ("SMSBAT_CHATHUB_URL", url), ("SSL_CERT_FILE", file)]);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines.iter().all(|line| line.contains(said)), "{lines:?}");
    }
    assert_eq!(sandbox.messages().len(), 1);
}

#[test]
fn tls_needs_a_trusted_certificate() {
    let sandbox = Sandbox::start(Options { tls: true, ..Options::default() }).unwrap();
    let bundle = sandbox.ca_bundle().unwrap().to_str().unwrap().to_owned();
    assert!(send(&builder(sandbox.url()).ca_bundle(bundle).build().unwrap()).unwrap().ok());
    let error = send(&builder(sandbox.url()).build().unwrap()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connection, Outcome::NotSent));
    for switch in ["ca_bundle", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"] {
        assert!(error.to_string().contains(switch), "{error}");
    }
    assert_eq!(sandbox.messages().len(), 1);
}

#[test]
fn credentials_follow_no_redirect() {
    let target = Sandbox::start(Options::default()).unwrap();
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = builder(sandbox.url()).build().unwrap();
    for status in [301, 302, 303, 307, 308] {
        let headers = [("Location".to_owned(), format!("{}/bat/messagelist", target.url()))].into();
        sandbox.reply_next(PlannedReply { status, headers, ..PlannedReply::default() }).unwrap();
        let error = send(&client).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Response, Outcome::Unknown));
        assert!(error.to_string().contains("/bat/messagelist"), "{error}");
    }
    assert!(target.requests().is_empty());
}

#[test]
fn a_stalled_server_ends_in_time_and_is_unknown() {
    let (url, _) = server(|mut stream| {
        read_request(&mut stream);
        // Holds the connection open until the client gives up.
        let _ = stream.read(&mut [0; 1]);
    });
    let client = builder(&url).timeout(Duration::from_millis(300)).build().unwrap();
    let started = Instant::now();
    let error = send(&client).unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.retryable()), (ErrorKind::Timeout, Outcome::Unknown, false));
    assert_eq!(error.customer_message_ids(), ["c1"]);
    assert!(started.elapsed() >= Duration::from_millis(300));
}

#[test]
fn an_endless_answer_ends_in_time() {
    let (url, _) = server(|mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while stream.write_all(b"1\r\n \r\n").is_ok() {}
    });
    let error = send(&builder(&url).timeout(Duration::from_millis(300)).build().unwrap()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
    let error = send(&builder(&url).max_reply_size(1000).build().unwrap()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Response, Outcome::Unknown));
    assert!(error.to_string().contains("max_reply_size"), "{error}");
}

#[test]
fn a_slow_reader_does_not_keep_a_call() {
    let (url, _) = server(|mut stream| {
        let started = Instant::now();
        let mut buffer = vec![0; 64 * 1024];
        // Always takes a little, so that no write of the client fails.
        while started.elapsed() < Duration::from_secs(20) && matches!(stream.read(&mut buffer), Ok(1..)) {
            thread::sleep(Duration::from_millis(20));
        }
    });
    let client = builder(&url).build().unwrap();
    // More than the buffers of both sockets hold.
    let json = format!("\"{}\"", "x".repeat(48 << 20));
    let options = CallOptions::new().timeout(Duration::from_millis(300));
    let started = Instant::now();
    let error = client.request(Method::Post, "/", Some(&json), Api::Messages, &options).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
}

#[test]
fn a_stray_answer_on_an_idle_connection_is_nobodys() {
    let stray = answer(ACCEPTED);
    let (url, connections) = server(move |mut stream| {
        while !read_request(&mut stream).is_empty() {
            // Two answers for one request.
            stream.write_all(format!("{}{stray}", answer(ACCEPTED)).as_bytes()).unwrap();
        }
    });
    let client = builder(&url).build().unwrap();
    assert!(send(&client).unwrap().ok());
    assert!(send(&client).unwrap().ok());
    assert_eq!(connections.load(Ordering::SeqCst), 2, "the second answer was taken for that of the next request");
}

#[test]
fn what_comes_while_a_connection_is_idle_makes_it_useless() {
    let stray = answer(ACCEPTED);
    for late in ["", &stray] {
        let (idle, told) = std::sync::mpsc::channel();
        let (tell, done) = std::sync::mpsc::channel();
        let (told, tell, late) = (Mutex::new(told), Mutex::new(tell), late.to_owned());
        let (url, connections) = server(move |mut stream| {
            while !read_request(&mut stream).is_empty() {
                stream.write_all(answer(ACCEPTED).as_bytes()).unwrap();
                if told.lock().unwrap().recv() == Ok(true) {
                    stream.write_all(late.as_bytes()).unwrap();
                    stream.shutdown(std::net::Shutdown::Write).unwrap();
                    tell.lock().unwrap().send(()).unwrap();
                }
            }
        });
        let client = builder(&url).build().unwrap();
        assert!(send(&client).unwrap().ok());
        idle.send(true).unwrap();
        done.recv().unwrap();
        assert!(send(&client).unwrap().ok());
        drop(idle);
        assert_eq!(connections.load(Ordering::SeqCst), 2);
    }
}

#[test]
fn a_connection_cut_after_the_request_is_unknown() {
    let (url, connections) = server(|mut stream| {
        read_request(&mut stream);
    });
    let client = Client::builder().api_key("k").base_url(url).max_retries(5).ignore_environment().build().unwrap();
    let error = send(&client).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connection, Outcome::Unknown));
    assert_eq!(connections.load(Ordering::SeqCst), 1, "a send was repeated");
}

#[test]
fn only_what_is_certain_is_repeated() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = builder(sandbox.url()).max_retries(2).build().unwrap();
    let now = |status| PlannedReply {
        status,
        headers: [("Retry-After".to_owned(), "0".to_owned())].into(),
        ..PlannedReply::default()
    };
    sandbox.reply_next(now(429)).unwrap();
    assert!(send(&client).unwrap().ok());
    assert_eq!(sandbox.requests().len(), 2);

    sandbox.reset();
    sandbox.reply_next(now(503)).unwrap();
    assert_eq!(send(&client).unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(sandbox.requests().len(), 1);

    sandbox.reset();
    sandbox.reply_next(now(503)).unwrap();
    assert!(client.messages().resend_unknown(true).send(&[sms()]).unwrap().ok());
    assert_eq!(sandbox.requests().len(), 2);

    // What may have arrived once stays unknown, whatever comes after.
    sandbox.reset();
    sandbox.reply_next(now(503)).unwrap();
    sandbox.reply_next(now(401)).unwrap();
    let error = client.messages().resend_unknown(true).send(&[sms()]).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Authentication, Outcome::Unknown));

    sandbox.reset();
    sandbox.reply_next(now(500)).unwrap();
    sandbox.reply_next(now(502)).unwrap();
    let error = client.messages().status("m-unknown").unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::NotFound, Outcome::NotSent));
    assert_eq!(sandbox.requests().len(), 3);
}

#[test]
fn what_may_have_arrived_stays_unknown_after_a_new_token() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = builder(sandbox.url()).set("chathub_url", sandbox.url()).unwrap().max_retries(1).build().unwrap();
    client.chathub().login("test-user", "test-password").unwrap();
    let plan = |status, path: &str| {
        let headers = [("Retry-After".to_owned(), "0".to_owned())].into();
        let path_prefix = Some(path.to_owned());
        sandbox.reply_next(PlannedReply { status, headers, path_prefix, ..PlannedReply::default() }).unwrap();
    };
    let add = || {
        let operator = NewOperator::new(1, "Olena");
        client.chathub().resend_unknown(true).add_operators(&[operator]).unwrap_err()
    };
    // The first may have arrived; the second needs a new token, and the third is refused.
    for status in [503, 401, 400] {
        plan(status, "/api/operator");
    }
    let error = add();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::BadRequest, Outcome::Unknown));
    // The same when no new token is to be had.
    for status in [503, 401] {
        plan(status, "/api/operator");
    }
    plan(403, "/api/company");
    let error = add();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::PermissionDenied, Outcome::Unknown));
    // A refusal alone is certain.
    for status in [401, 400] {
        plan(status, "/api/operator");
    }
    assert_eq!(add().outcome(), Outcome::NotSent);
}

#[test]
fn only_a_token_that_was_refused_is_renewed_and_only_in_the_calls_time() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = builder(sandbox.url()).set("chathub_url", sandbox.url()).unwrap().build().unwrap();
    client.chathub().login("test-user", "test-password").unwrap();
    let plan = |status, path: &str, delay_ms| {
        let path_prefix = Some(path.to_owned());
        sandbox.reply_next(PlannedReply { status, path_prefix, delay_ms, ..PlannedReply::default() }).unwrap();
    };
    let ask = |time| client.chathub().timeout(Duration::from_millis(time)).organizations();
    let logins = || sandbox.requests().iter().filter(|request| request["path"] == "/api/company/get-token").count();
    for (status, kind) in [(400, ErrorKind::BadRequest), (403, ErrorKind::PermissionDenied), (500, ErrorKind::Server)] {
        plan(status, "/api/company/organization", 0);
        assert_eq!((ask(30_000).unwrap_err().kind(), logins()), (kind, 1));
    }
    plan(401, "/api/company/organization", 0);
    ask(30_000).unwrap();
    assert_eq!(logins(), 2);
    // The new token comes in less than the time of a call, but later than its end.
    plan(401, "/api/company/organization", 300);
    plan(200, "/api/company/get-token", 250);
    assert_eq!(ask(400).unwrap_err().kind(), ErrorKind::Timeout);
}

#[test]
fn a_server_that_repeats_a_page_ends_the_chats() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let settings = [("chathub_url", sandbox.url()), ("company_token", "t")];
    let client = settings.iter().fold(builder(sandbox.url()), |b, (n, v)| b.set(n, *v).unwrap()).build().unwrap();
    let json = Some(json!({"items": [{"id": 1}, {"id": 2}]}));
    sandbox.reply_next(PlannedReply { count: 5, json, ..PlannedReply::default() }).unwrap();
    let mut chats = client.chathub().chats(smsbat_core::ChatFilter::default());
    assert_eq!([chats.next(), chats.next()].map(|chat| chat.unwrap().unwrap().id()), [Some(1), Some(2)]);
    let error = chats.next().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Response, Outcome::NotSent));
    assert!(chats.next().is_none());
    assert_eq!(sandbox.requests().len(), 2);
}

#[test]
fn waiting_for_a_repeat_counts_into_the_timeout() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = builder(sandbox.url()).max_retries(2).timeout(Duration::from_secs(2)).build().unwrap();
    let headers = [("Retry-After".to_owned(), "3600".to_owned())].into();
    sandbox.reply_next(PlannedReply { status: 429, headers, ..PlannedReply::default() }).unwrap();
    let error = send(&client).unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimit, Some(Duration::from_secs(3600))));
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn a_call_can_be_cancelled_and_a_client_closed() {
    let requests = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&requests);
    let (url, _) = server(move |mut stream| {
        read_request(&mut stream);
        count.fetch_add(1, Ordering::SeqCst);
        let _ = stream.read(&mut [0; 1]);
    });
    let client = builder(&url).rate_limit(None).build().unwrap();
    assert!(!client.is_closed());
    let before = CallOptions::new().interrupt(|| true);
    let error = client.messages().options(before).send(&[sms()]).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::NotSent));
    assert_eq!(requests.load(Ordering::SeqCst), 0);

    let seen = Arc::clone(&requests);
    let options = CallOptions::new().interrupt(move || seen.load(Ordering::SeqCst) > 0);
    let error = client.messages().options(options).send(&[sms()]).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::Unknown));

    let other = client.clone();
    let call = thread::spawn(move || send(&other).unwrap_err());
    while requests.load(Ordering::SeqCst) < 2 {
        thread::yield_now();
    }
    client.close();
    assert!(client.is_closed() && client.clone().is_closed());
    let error = call.join().unwrap();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::Unknown));
    let error = send(&client).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::NotSent));
}

#[test]
fn a_proxy_that_refuses_is_not_sent() {
    let (proxy, _) = server(|mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    });
    let client = builder("https://restapi.smsbat.com").proxy(proxy).build().unwrap();
    let error = send(&client).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Connection, Outcome::NotSent));
    assert!(error.to_string().contains("407"), "{error}");
}

#[test]
fn a_proxy_carries_the_request() {
    let sandbox = Sandbox::start(Options { tls: true, ..Options::default() }).unwrap();
    let target: SocketAddr = sandbox.url().trim_start_matches("https://").parse().unwrap();
    let (proxy, connections) = server(move |mut stream| {
        assert!(read_request(&mut stream).starts_with(b"CONNECT "));
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
        let upstream = TcpStream::connect(target).unwrap();
        let (mut from, mut to) = (stream.try_clone().unwrap(), upstream.try_clone().unwrap());
        thread::spawn(move || std::io::copy(&mut from, &mut to));
        let (mut from, mut to) = (upstream, stream);
        let _ = std::io::copy(&mut from, &mut to);
    });
    let bundle = sandbox.ca_bundle().unwrap().to_str().unwrap().to_owned();
    let client = builder(sandbox.url()).proxy(proxy).ca_bundle(bundle).build().unwrap();
    assert!(send(&client).unwrap().ok());
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[test]
fn threads_share_a_client() {
    let sandbox = Sandbox::start(Options { rate_limit: false, ..Options::default() }).unwrap();
    let client = builder(sandbox.url()).rate_limit(None).build().unwrap();
    thread::scope(|scope| {
        for t in 0..32 {
            let client = &client;
            scope.spawn(move || {
                for i in 0..20 {
                    let id = format!("{t}-{i}");
                    let result = client.messages().send(&[sms().customer_message_id(id.clone())]).unwrap();
                    assert_eq!(result.messages()[0].customer_message_id(), Some(id.as_str()));
                }
            });
        }
    });
    assert_eq!(sandbox.messages().len(), 640);
}

#[test]
fn the_rate_limit_holds_back_and_then_refuses() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let limit = RateLimit::new((1, 2), (1, 1));
    let client = builder(sandbox.url()).rate_limit(Some(limit)).timeout(Duration::from_millis(100)).build().unwrap();
    assert!(send(&client).unwrap().ok());
    assert!(send(&client).unwrap().ok());
    let error = send(&client).unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.retryable()), (ErrorKind::RateLimit, Outcome::NotSent, true));
    assert_eq!(sandbox.messages().len(), 2);
}

#[test]
fn the_rate_limit_spreads_what_is_above_the_burst() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let limit = RateLimit::new((20, 1), (1, 1));
    let client = builder(sandbox.url()).rate_limit(Some(limit)).build().unwrap();
    let started = Instant::now();
    for _ in 0..5 {
        assert!(send(&client).unwrap().ok());
    }
    assert!(started.elapsed() >= Duration::from_millis(200), "{:?}", started.elapsed());
}

#[test]
fn wait_ends_on_a_final_status_and_on_its_time() {
    let sandbox = Sandbox::start(Options { clock_frozen: true, ..Options::default() }).unwrap();
    let client = builder(sandbox.url()).build().unwrap();
    let second = Duration::from_secs(1);
    let id = |to: &str| {
        let result = client.messages().send(&[sms().to(to)]).unwrap();
        result.messages()[0].message_id().unwrap().to_owned()
    };
    let (delivered, lost, stuck) = (id(TO), id("+380990000202"), id("+380990000301"));
    let status = client.messages().wait(&delivered, Duration::from_millis(900), second).unwrap();
    assert_eq!((status.delivery_status(), status.is_final()), (Some("scheduled"), false));
    sandbox.advance(Duration::from_secs(60));
    assert!(client.messages().wait(&delivered, second, second).unwrap().is_delivered());
    let status = client.messages().wait(&lost, second, second).unwrap();
    assert_eq!(
        (status.delivery_status(), status.is_final(), status.is_delivered()),
        (Some("permanenterror"), true, false)
    );
    assert!(!client.messages().wait(&stuck, Duration::from_millis(900), second).unwrap().is_final());
    let error = client.messages().wait("m-none", Duration::from_millis(900), second).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let error = client.messages().wait(&stuck, second, Duration::from_millis(10)).unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("interval")));
}

#[test]
fn five_thousand_go_and_one_more_does_not() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = builder(sandbox.url()).build().unwrap();
    let mut messages = vec![Sms::new(TO, "NovaShop", "Hello"); 5000];
    let result = client.messages().send(&messages).unwrap();
    assert!(result.ok());
    assert_eq!((result.messages().len(), sandbox.messages().len()), (5000, 5000));
    messages.push(sms());
    let error = client.messages().send(&messages).unwrap_err();
    assert_eq!(
        (error.kind(), error.field(), error.outcome()),
        (ErrorKind::Validation, Some("messages"), Outcome::NotSent)
    );
    assert!(error.to_string().contains("send_bulk"));
}
