//! Strings that try to inject headers or requests.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use smsbat_core::{
    Api, CallOptions, CascadeMessage, ChatFilter, Client, ClientBuilder, Error, Message, Method, Outcome, Sms,
    TurboSms, TurboSmsMessage,
};

use crate::bench::{Bench, address};
use crate::canary::{KEY, TEXT, TO};
use crate::run::Work;
use crate::server::{Options, Request, Script, Server, Step};
use crate::verdict::{Expect, Trial, Word};

const PAYLOADS: [&str; 12] = [
    "\r\nX-Injected: 1",
    "\nX-Injected: 1",
    "\rX-Injected: 1",
    "\0\r\nX-Injected: 1",
    "x\r\n\r\nPOST /bat/messagelist HTTP/1.1\r\nX-Injected: 1\r\n\r\n",
    " HTTP/1.1\r\nX-Injected: 1\r\nA: ",
    "%0d%0aX-Injected:%201",
    // Their low bytes are CR and LF.
    "\u{10d}\u{10a}X-Injected: 1",
    "\u{85}X-Injected: 1",
    "\u{2028}X-Injected: 1",
    "\u{560d}\u{560a}X-Injected: 1",
    "\tX-Injected: 1\u{b}\u{c}\u{7f}",
];

type Call = fn(&str, &str) -> Result<(), Error>;

fn client(url: &str) -> ClientBuilder {
    Client::builder().base_url(url).max_retries(0).timeout(Duration::from_secs(5)).ignore_environment()
}

fn with(url: &str, settings: &[(&str, String)]) -> Result<Client, Error> {
    let mut builder = client(url).set("chathub_url", url)?;
    for (name, value) in settings {
        builder = builder.set(name, value.as_str())?;
    }
    builder.build()
}

fn keyed(url: &str) -> Result<Client, Error> {
    with(url, &[("api_key", KEY.to_owned())])
}

fn message() -> Sms {
    Sms::new(TO, "NovaShop", TEXT)
}

fn send(client: &Client, message: impl Into<Message>) -> Result<(), Error> {
    client.messages().send(&[message.into()]).map(|_| ())
}

fn raw(client: &Client, api: Api) -> Result<(), Error> {
    client.request(Method::Post, "/x", Some("{}"), api, &CallOptions::default()).map(|_| ())
}

/// Every string that a caller gives.
const PLACES: &[(&str, Call)] = &[
    ("api_key", |url, p| send(&with(url, &[("api_key", format!("k{p}"))])?, message())),
    ("api_key as a Bearer token", |url, p| raw(&with(url, &[("api_key", format!("k{p}"))])?, Api::TurboSms)),
    ("api_key as a password", |url, p| {
        send(&with(url, &[("api_key", format!("k{p}")), ("api_key_as_password", "true".into())])?, message())
    }),
    ("username", |url, p| send(&with(url, &[("username", format!("u{p}")), ("password", "p".into())])?, message())),
    ("password", |url, p| send(&with(url, &[("username", "u".into()), ("password", format!("p{p}"))])?, message())),
    ("company_token", |url, p| raw(&with(url, &[("company_token", format!("t{p}"))])?, Api::ChatHub)),
    ("viber_bot_token", |url, p| raw(&with(url, &[("viber_bot_token", format!("t{p}"))])?, Api::Cascade)),
    ("telegram_bot_key", |url, p| raw(&with(url, &[("telegram_bot_key", format!("t{p}"))])?, Api::Cascade)),
    ("base_url", |url, p| send(&client(&format!("{url}/{p}")).api_key(KEY).build()?, message())),
    ("host of base_url", |url, p| send(&client(&format!("{url}{p}")).api_key(KEY).build()?, message())),
    ("proxy", |url, p| {
        send(&client("https://127.0.0.1:1").api_key(KEY).proxy(format!("{url}{p}")).build()?, message())
    }),
    ("user of the proxy", |url, p| {
        let proxy = url.replace("http://", &format!("http://u{p}:p{p}@"));
        send(&client("https://127.0.0.1:1").api_key(KEY).proxy(proxy).build()?, message())
    }),
    ("user agent", |url, p| send(&client(url).api_key(KEY).user_agent_part(format!("x{p}")).build()?, message())),
    ("customer_message_id", |url, p| send(&keyed(url)?, message().customer_message_id(format!("c{p}")))),
    ("to", |url, p| send(&keyed(url)?, Sms::new(format!("{TO}{p}"), "NovaShop", "x"))),
    ("sender", |url, p| send(&keyed(url)?, Sms::new(TO, format!("N{p}"), "x"))),
    ("text", |url, p| send(&keyed(url)?, Sms::new(TO, "NovaShop", format!("x{p}")))),
    ("message_id of status", |url, p| keyed(url)?.messages().status(format!("m{p}")).map(|_| ())),
    ("path of request", |url, p| {
        let options = CallOptions::default();
        keyed(url)?.request(Method::Get, &format!("/bat{p}"), None, Api::Messages, &options).map(|_| ())
    }),
    ("json of request", |url, p| {
        let options = CallOptions::default();
        keyed(url)?.request(Method::Post, "/bat", Some(&format!("{{}}{p}")), Api::Messages, &options).map(|_| ())
    }),
    ("cascade id", |url, p| {
        let message = CascadeMessage::new(TO, "N", "sms").id(format!("i{p}")).text("x");
        keyed(url)?.cascade().send(&[message], false).map(|_| ())
    }),
    ("turbosms text", |url, p| {
        let message = TurboSmsMessage::new([TO]).sms(TurboSms::new().sender("N").text(format!("x{p}")));
        keyed(url)?.turbosms().send(message).map(|_| ())
    }),
    ("turbosms id", |url, p| keyed(url)?.turbosms().status(&[format!("i{p}")]).map(|_| ())),
    ("chathub login", |url, p| keyed(url)?.chathub().login(format!("l{p}"), format!("p{p}")).map(|_| ())),
    ("chathub token to validate", |url, p| keyed(url)?.chathub().validate_token(format!("t{p}")).map(|_| ())),
    ("chathub filter", |url, p| {
        let filter = ChatFilter::new().search(format!("s{p}"));
        keyed(url)?.chathub().chats(filter).next().map_or(Ok(()), |chat| chat.map(|_| ()))
    }),
    ("token from the server", |url, p| {
        // The server below answers a login with the payload.
        let _ = p;
        let client = keyed(url)?;
        client.chathub().login("l", "p")?;
        client.chathub().organizations().map(|_| ())
    }),
];

pub(crate) fn add(work: &mut Work, seed: u64, thin: usize) {
    let step = if thin == 1 { 1 } else { 5 };
    for (row, (place, call)) in PLACES.iter().enumerate() {
        // A sample takes other strings for each place.
        let first = (seed as usize + row) % step;
        for (number, payload) in PAYLOADS.into_iter().enumerate().skip(first).step_by(step) {
            let name = format!("injection/{place}/{number}");
            work.push(name.clone(), move |bench| vec![attempt(bench, name, *call, payload)]);
        }
    }
}

fn attempt(bench: &Bench, name: String, call: Call, payload: &'static str) -> Trial {
    let seen: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
    let seen_too = Arc::clone(&seen);
    let script: Script = Arc::new(move |request: &Request<'_>| {
        seen_too.lock().unwrap_or_else(PoisonError::into_inner).push(request.bytes.to_vec());
        let body = if request.bytes.starts_with(b"POST /api/company/get-token ") {
            let token: String =
                "t".encode_utf16().chain(payload.encode_utf16()).map(|u| format!("\\u{u:04x}")).collect();
            format!("{{\"token\":\"{token}\"}}")
        } else {
            r#"{"messages":[{"messageId":"m","status":"accepted"}]}"#.to_owned()
        };
        let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
        vec![Step::Bytes([head.as_bytes(), body.as_bytes()].concat()), Step::Close]
    });
    let sandbox = address(bench.sandbox(false));
    let server = Server::start(Options { tls: None, sandbox, script, early: false });
    let url = format!("http://{}", server.address());
    let result = catch_unwind(AssertUnwindSafe(|| call(&url, payload)));
    server.finish();
    let requests = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    let word = result.ok().map(|result| match result {
        Ok(()) => Word { outcome: Outcome::Accepted, kind: "ok", text: String::new() },
        Err(error) => Word::of(&Err(error)),
    });
    Trial {
        name,
        group: "header injection".to_owned(),
        row: "a string that holds a header".to_owned(),
        // Reads and refusals by a server that knows nothing: only what was sent is looked at.
        expect: Expect::Undetectable,
        fired: 1,
        word,
        received: 0,
        allowed: 1,
        took: Duration::ZERO,
        timeout: Duration::ZERO,
        also: requests.iter().find_map(|request| injected(request)),
    }
}

/// Returns the fault in the head of a request.
fn injected(request: &[u8]) -> Option<String> {
    let end = request.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(request.len());
    let head = String::from_utf8_lossy(&request[..end]).into_owned();
    let mut lines = head.split(['\r', '\n']).filter(|line| !line.is_empty());
    let first_is_whole = lines.next().is_some_and(|line| line.split(' ').count() == 3 && line.ends_with(" HTTP/1.1"));
    let smuggled = lines.any(|line| line.to_ascii_lowercase().starts_with("x-injected"));
    let control = head.chars().any(|c| c.is_control() && !matches!(c, '\r' | '\n' | '\t'));
    (!first_is_whole || smuggled || control).then(|| format!("the request was {head:?}"))
}
