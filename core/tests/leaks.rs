//! Nothing secret or personal is printed: every call contains canaries, and the tests search for them in every log line
//! of every library at every level, in every error and in every `Debug` output.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;
#[cfg(feature = "realtime")]
#[path = "common/hub.rs"]
mod fake;

use std::fmt::Debug;
use std::sync::Mutex;

use smsbat_core::{
    Button, CallOptions, CascadeMessage, Client, Error, FlashCall, Json, MessagioMessage, Object, Sms, TurboSms,
    TurboSmsMessage, ViberOtp, ViberPromo, webhooks,
};
use smsbat_sandbox::{Options, PlannedReply, Sandbox};

const KEY: &str = "test-canary-key-5f1d";
const PASSWORD: &str = "test-canary-password-77ab";
const TOKEN: &str = "canary.token.9c3e";
const PHONE: &str = "380671112233";
const TEXT: &str = "canary text of a person";

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Catcher;

impl log::Log for Catcher {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }
    fn log(&self, record: &log::Record<'_>) {
        LINES.lock().unwrap().push(format!("{} {}: {}", record.level(), record.target(), record.args()));
    }
    fn flush(&self) {}
}

fn search(what: &str, text: &str) {
    use base64::Engine;
    let basic = base64::engine::general_purpose::STANDARD.encode(format!("@:{KEY}"));
    for canary in [KEY, PASSWORD, TOKEN, PHONE, TEXT, &basic] {
        assert!(!text.contains(canary), "{what} holds {canary}: {text}");
    }
}

fn search_debug(value: &impl Debug) {
    search("Debug", &format!("{value:?}"));
    search("Debug", &format!("{value:#?}"));
}

fn search_error(error: &Error) {
    search_debug(error);
    search("Display", &error.to_string());
    search("message", error.message());
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        search("source", &inner.to_string());
        search_debug(&inner);
        source = inner.source();
    }
}

fn messages() -> Vec<Object> {
    vec![
        Sms::new(PHONE, "NovaShop", TEXT).into(),
        ViberPromo::new(PHONE, "NovaShop")
            .text(TEXT)
            .button(Button::new(TEXT, "https://x.example"))
            .image("https://x.example/a.png")
            .into(),
        ViberOtp::new(PHONE, "NovaShop", "0aac888f-2ee2-4112-9659-1755a951966a", "uk", [("pin", TEXT)]).into(),
        FlashCall::new(PHONE, "NovaShop", "+380440000077").into(),
        Json::object(format!(r#"{{"to":"{PHONE}","from":"NovaShop","type":"sms","text":"{TEXT}"}}"#)).unwrap().into(),
    ]
}

/// Every kind of call, whatever becomes of it.
fn call_everything(client: &Client) {
    let all = messages();
    search_debug(&all);
    search_debug(&client);
    match client.messages().send(&all) {
        Ok(result) => {
            search_debug(&result);
            search_debug(&result.messages());
            let id = result.messages().first().and_then(|m| m.message_id().map(str::to_owned));
            match client.messages().status(id.as_deref().unwrap_or("m-none")) {
                Ok(status) => search_debug(&status),
                Err(error) => search_error(&error),
            }
        }
        Err(error) => search_error(&error),
    }
    let cascade = CascadeMessage::new(PHONE, "S", "transaction").text(TEXT);
    search_debug(&cascade);
    let turbo = TurboSmsMessage::new([PHONE]).sender("S").text(TEXT).sms(TurboSms::new());
    search_debug(&turbo);
    let messagio = MessagioMessage::new(PHONE, "S").text(TEXT);
    search_debug(&messagio);
    let results: Vec<Result<String, Error>> = vec![
        client.cascade().send(&[cascade], false).map(|r| format!("{r:?}")),
        client.turbosms().send(turbo).map(|r| format!("{r:?}")),
        client.messagio().send(&messagio).map(|r| format!("{r:?}")),
        client.chathub().login("test-desk", PASSWORD).map(|r| format!("{r:?} {r}")),
        client.chathub().operator_token(507, None).map(|r| format!("{r:?}")),
        client.chathub().validate_token(TOKEN).map(|r| format!("{r:?}")),
        client.chathub().send_chat_message(6601, Some(TEXT), None).map(|r| format!("{r:?}")),
        client.chathub().chat_messages(6601).map(|r| format!("{r:?}")),
        client
            .chathub()
            .chats(smsbat_core::ChatFilter::new().phone(PHONE))
            .collect::<Result<Vec<_>, _>>()
            .map(|r| format!("{r:?}")),
        client
            .call_json(
                "messages.send",
                &format!(r#"{{"messages":[{{"to":"{PHONE}","text":"{TEXT}"}}]}}"#),
                CallOptions::default(),
            )
            .map(|_| String::new()),
    ];
    for result in results {
        match result {
            Ok(text) => search("a result", &text),
            Err(error) => search_error(&error),
        }
    }
}

/// The request for a WebSocket has the token, first as a header and then in its query.
#[cfg(feature = "realtime")]
fn listen(refuse: bool) {
    use std::io::{Read, Write};

    use smsbat_core::{HubTransport, Listen};

    let hub = fake::FakeHub::start(move |asked| match (asked.method.as_str(), asked.path.as_str()) {
        ("POST", "/chathub/negotiate") => fake::negotiated(&["WebSockets"]),
        ("GET", "/chathub") if refuse => fake::Said::Reply(401, String::new()),
        ("GET", "/chathub") => fake::Said::WebSocket(|mut stream| {
            let message = format!(r#"{{"type":1,"target":"Other","arguments":["{PHONE}","{TEXT}"]}}"#);
            for text in ["{}\u{1e}", &format!("{message}\u{1e}")] {
                stream.write_all(&[0x81, u8::try_from(text.len()).unwrap()]).unwrap();
                stream.write_all(text.as_bytes()).unwrap();
            }
            let _ = stream.read_to_end(&mut Vec::new());
        }),
        _ => fake::Said::Reply(200, "[]".to_owned()),
    });
    for builder in builders(&hub.url) {
        let listen = Listen::new().chats([1]).transport(HubTransport::WebSocket);
        match builder.build().unwrap().chathub().listen(&listen) {
            Ok(events) => {
                search_debug(&events);
                for _ in 0..2 {
                    search_debug(&events.next_event(Some(std::time::Duration::from_secs(10))).unwrap().unwrap());
                }
                events.close();
            }
            Err(error) => {
                assert!(refuse, "{error}");
                search_error(&error);
            }
        }
    }
}

fn builders(url: &str) -> Vec<smsbat_core::ClientBuilder> {
    let base = || Client::builder().base_url(url).max_retries(0).ignore_environment().set("chathub_url", url).unwrap();
    let with = |b: smsbat_core::ClientBuilder| {
        b.set("messagio_user", "test-user")
            .and_then(|b| b.set("messagio_sign", PASSWORD))
            .and_then(|b| b.set("company_token", TOKEN))
            .and_then(|b| b.set("viber_bot_token", KEY))
            .unwrap()
    };
    vec![
        with(base().api_key(KEY)),
        with(base().api_key(KEY).api_key_as_password(true)),
        with(base().login("test-user", PASSWORD)),
    ]
}

#[test]
fn no_log_line_error_or_debug_holds_a_canary() {
    log::set_logger(&Catcher).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let sandbox = Sandbox::start(Options { rate_limit: false, ..Options::default() }).unwrap();
    let tls = Sandbox::start(Options { rate_limit: false, tls: true, ..Options::default() }).unwrap();
    let bundle = tls.ca_bundle().unwrap().to_str().unwrap().to_owned();
    for builder in builders(sandbox.url()) {
        search_debug(&builder);
        call_everything(&builder.build().unwrap());
    }
    for builder in builders(tls.url()) {
        call_everything(&builder.clone().ca_bundle(bundle.clone()).build().unwrap());
        call_everything(&builder.build().unwrap());
    }
    for builder in builders("http://127.0.0.1:9") {
        call_everything(&builder.build().unwrap());
    }
    // Answers that repeat what was sent, as an error page of a proxy may.
    for status in [200, 302, 400, 401, 403, 404, 422, 429, 500, 503] {
        let body = format!(r#"{{"error":{{"code":"X","message":"number {PHONE} is wrong"}}}}"#);
        for builder in builders(sandbox.url()) {
            sandbox.reset();
            sandbox
                .reply_next(PlannedReply { count: 100, status, body: Some(body.clone()), ..Default::default() })
                .unwrap();
            call_everything(&builder.build().unwrap());
        }
    }
    #[cfg(feature = "realtime")]
    for refuse in [true, false] {
        listen(refuse);
    }
    // Slips in the settings.
    for builder in [
        Client::builder().ignore_environment().api_key(format!("{KEY}\n")),
        Client::builder().ignore_environment().api_key(KEY).login("u", PASSWORD),
        Client::builder().ignore_environment().proxy(format!("socks5://u:{PASSWORD}@h")),
        Client::builder().ignore_environment().proxy(format!("http://u:{PASSWORD}@ h")),
        Client::builder().ignore_environment().base_url(format!("https://u:{PASSWORD}@h.example")),
    ] {
        search_debug(&builder);
        search_error(&builder.build().unwrap_err());
    }
    search_error(&webhooks::parse(format!("{{\"text\":\"{TEXT}\"").as_bytes()).unwrap_err());

    let lines = LINES.lock().unwrap();
    assert!(lines.iter().any(|l| l.contains("messages.send attempt=1 result=ok status=200")), "the log is not caught");
    for line in lines.iter() {
        // The HTTP library's own lines cannot be changed here; the crate's documentation warns of both kinds.
        if line.starts_with("TRACE ureq_proto::util: ") {
            continue;
        }
        let line = if line.starts_with("DEBUG ureq::") {
            line.replace(&format!("phone={PHONE}"), "")
        } else if line.starts_with("TRACE tungstenite::") {
            // Messages, but nothing secret.
            line.replace(TEXT, "").replace(PHONE, "")
        } else {
            line.clone()
        };
        search("a log line", &line);
    }
}
