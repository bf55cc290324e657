//! Any request to the sandbox's control API: it is answered, not with a fault of the sandbox, and the sandbox lives on.

use once_cell::sync::Lazy;
use smsbat_core::{Client, Sms};
use smsbat_sandbox::{Options, Sandbox};

use crate::Input;
use crate::request::ask;

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
        let (status, _) = ask(address, method, &format!("/_sandbox/{path}{query}"), body);
        assert!((200..500).contains(&status) || status == 503, "{method} {path}: {status}");
        assert_eq!(ask(address, "GET", "/_sandbox/health", b"").0, 200, "after {method} {path}");
    }
}

fn reset(address: &str) {
    assert_eq!(ask(address, "POST", "/_sandbox/reset", b"").0, 200);
}

fn escaped(bytes: &[u8]) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    bytes.iter().map(|b| if plain(*b) { char::from(*b).to_string() } else { format!("%{b:02X}") }).collect()
}
