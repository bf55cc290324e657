//! Who can reach a sandbox, and whom it calls.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};

use common::stage_with;
use serde_json::json;
use smsbat_sandbox::{Error, Options, Sandbox, health};

const ALL: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn only_both_options_together_open_it() {
    let alone = Sandbox::start(Options { host: ALL, ..Options::default() }).unwrap_err();
    assert!(matches!(alone, Error::NotLoopback(_)) && alone.to_string().contains("--allow-host"), "{alone}");
    let refused = |options: Options| match Sandbox::start(options) {
        Err(Error::Option(text)) => text,
        other => format!("{other:?}"),
    };
    let text = refused(Options { allow_hosts: names(&["sandbox"]), ..Options::default() });
    assert!(text.contains("--host 0.0.0.0"), "{text}");
    for name in ["*", "", "http://sandbox", "sandbox:8026", "a b", "user@sandbox"] {
        let text = refused(Options { host: ALL, allow_hosts: names(&[name]), ..Options::default() });
        assert!(text.contains("--allow-host"), "{text}");
        let text = refused(Options { allow_webhook_hosts: names(&[name]), ..Options::default() });
        assert!(text.contains("--allow-webhook-host"), "{text}");
    }
    let text = refused(Options { webhook_url: Some("http://app/hook".to_owned()), ..Options::default() });
    assert!(text.contains("--webhook-url") && text.contains("--allow-webhook-host"), "{text}");
}

#[test]
fn only_allowed_names_are_answered() {
    let stage = stage_with(Options { host: ALL, allow_hosts: names(&["sandbox"]), ..Options::default() });
    assert!(stage.sandbox.url().starts_with("http://127.0.0.1:"), "{}", stage.sandbox.url());
    let status = |host: &str| stage.call("GET", "/_sandbox/health", &[("Host", host)], "").status;
    let port = stage.sandbox.url().rsplit(':').next().unwrap();
    assert_eq!((status("sandbox"), status(&format!("SANDBOX:{port}")), status("localhost")), (200, 200, 200));
    assert_eq!((status("evil.example.org"), status("0.0.0.0"), status("sandbox.example.org")), (403, 403, 403));
    // Pages under the allowed name are our own; others are not.
    let call = |origin: &str| {
        let headers = [("Host", "sandbox"), ("Origin", origin)];
        stage.call("POST", "/_sandbox/reset", &headers, "").status
    };
    assert_eq!((call("http://sandbox"), call("http://evil.example.org")), (200, 403));
}

#[test]
fn the_certificate_has_the_allowed_names_and_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    let options = Options { host: ALL, allow_hosts: names(&["sandbox"]), tls: true, ..Options::default() };
    let sandbox = Sandbox::start(Options { ca_file: Some(file.clone()), ..options.clone() }).unwrap();
    assert_eq!(sandbox.ca_bundle(), Some(file.as_path()));
    assert!(sandbox.client().unwrap().messages().status("m").is_err_and(|error| error.status_code() == Some(404)));
    drop(sandbox);
    // Other containers may have it open.
    assert!(file.exists());
    let nowhere = folder.path().join("missing").join("ca.pem");
    let error = Sandbox::start(Options { ca_file: Some(nowhere), ..options }).unwrap_err();
    assert!(matches!(error, Error::Tls(_)), "{error}");
}

#[test]
#[cfg(unix)]
fn a_webhook_url_from_the_start() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    // No loopback address, but on Unix this machine.
    let url = format!("http://0.0.0.0:{}/hook", listener.local_addr().unwrap().port());
    let allow_webhook_hosts = names(&["0.0.0.0"]);
    let stage = stage_with(Options { webhook_url: Some(url.clone()), allow_webhook_hosts, ..Options::default() });
    stage.sandbox.reset();
    assert_eq!(stage.sandbox.webhooks()["url"].as_str().unwrap().to_lowercase(), url.to_lowercase());
    stage.sandbox.incoming("+380671234567", "MyShop", "Hello").unwrap();
    let (mut stream, _) = listener.accept().unwrap();
    let mut lines = BufReader::new(&stream).lines();
    assert!(lines.next().unwrap().unwrap().starts_with("POST /hook"));
    drop(lines);
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
    // Spaces have it too, and it can be removed.
    let space = stage.call("GET", "/_sandbox/webhooks?space=test-a", &[], "").json();
    assert!(space["url"].is_string(), "{space}");
    stage.sandbox.set_webhook_url(None).unwrap();
    assert_eq!(stage.sandbox.webhooks()["url"], json!(null));
}

#[test]
fn a_health_check() {
    let stage = stage_with(Options::default());
    let address = stage.sandbox.url().trim_start_matches("http://").parse().unwrap();
    health(address, false).unwrap();
    drop(stage);
    assert!(matches!(health(address, false), Err(Error::Unhealthy(_))));
    // Something else answers.
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let (mut stream, _): (TcpStream, _) = other.accept().unwrap();
        let _ = stream.read(&mut [0; 1024]).unwrap();
        stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").unwrap();
    });
    assert!(matches!(health(address, false), Err(Error::Unhealthy(_))));
    server.join().unwrap();
    // Something that says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let problem = health(silent.local_addr().unwrap(), false).unwrap_err().to_string();
    assert!(problem.ends_with(": no response within 3s"), "{problem}");
    let sandbox = Sandbox::start(Options { tls: true, ..Options::default() }).unwrap();
    health(sandbox.url().trim_start_matches("https://").parse().unwrap(), true).unwrap();
}
