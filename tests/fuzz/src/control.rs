//! Any request to the sandbox's control API: it is answered, not with a fault of the sandbox, and the sandbox lives on.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use once_cell::sync::Lazy;
use smsbat_core::{Client, Sms};
use smsbat_sandbox::{Options, Sandbox};

use crate::Input;

static SANDBOX: Lazy<Sandbox> = Lazy::new(|| {
    let options = Options { port: 0, rate_limit: false, ..Options::default() };
    Sandbox::start(options).expect("a sandbox")
});

const METHODS: &[&str] = &["GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS"];
/// `*` is one message's id, or bytes of the input.
const PATHS: &[&str] = &[
    "health",
    "messages",
    "messages/*",
    "messages/*/code",
    "messages/*/status",
    "messages/*/reply",
    "messages/*/answer",
    "messages/*/press",
    "conversations",
    "conversations/*",
    "conversations/*/seen",
    "openapi.yaml",
    "rules",
    "rules/*",
    "seed",
    "spaces",
    "requests",
    "reply_next",
    "fail_next",
    "clock",
    "reset",
    "chathub",
    "chathub/incoming",
    "webhooks",
    "incoming",
    "settings",
    "fidelity",
    "*",
];

pub fn run(data: &[u8]) {
    let mut input = Input(data);
    let address = SANDBOX.url().trim_start_matches("http://");
    reset(address);
    let client = Client::builder().ignore_environment().api_key("test-key").base_url(SANDBOX.url()).build();
    let message = Sms::new("+380671234567", "MyShop", "Code 1234");
    let result = client.expect("a client").messages().send(&[message]).expect("an answer");
    assert!(result.ok());
    let id = SANDBOX.messages()[0]["message_id"].as_str().expect("an id").to_owned();
    for _ in 0..4 {
        if input.is_empty() {
            break;
        }
        let (method, path, choices) = (input.pick(METHODS), input.pick(PATHS), input.byte());
        let (part, query, body) = (escaped(input.part()), escaped(input.part()), input.part());
        let part = if choices & 1 == 0 && path != "*" { id.clone() } else { part };
        let query =
            if query.is_empty() { query } else { format!("?{}", query.replace("%3D", "=").replace("%26", "&")) };
        let path = path.replace('*', &part);
        // It is meant to wait, or to go on for ever.
        if path.ends_with("/wait") || path.ends_with("events") {
            continue;
        }
        let status = ask(address, method, &format!("/_sandbox/{path}{query}"), body);
        assert!((200..500).contains(&status) || status == 503, "{method} {path}: {status}");
        assert_eq!(ask(address, "GET", "/_sandbox/health", b""), 200, "after {method} {path}");
    }
}

fn reset(address: &str) {
    assert_eq!(ask(address, "POST", "/_sandbox/reset", b""), 200);
}

fn escaped(bytes: &[u8]) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    bytes.iter().map(|b| if plain(*b) { char::from(*b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// The status of the answer; 0 if there is none.
fn ask(address: &str, method: &str, target: &str, body: &[u8]) -> u16 {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
    let head = format!(
        "{method} {target} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // It may answer before it has read all.
    let _ = stream.write_all(&[head.as_bytes(), body].concat());
    let mut answer = Vec::new();
    let _ = stream.take(4096).read_to_end(&mut answer);
    let text = String::from_utf8_lossy(&answer);
    text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}
