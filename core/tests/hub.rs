//! The chat hub: what happens in the chats reaches the caller once and in order, whatever breaks.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;
#[path = "common/hub.rs"]
mod fake;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fake::{FakeHub, Said};
use serde_json::{Value, json};
use smsbat_core::{ChatEvent, ChatEvents, Client, HubTransport, Listen};
use smsbat_sandbox::{Options, Sandbox};

const CHAT: i64 = 6601;
const SOON: Option<Duration> = Some(Duration::from_secs(10));

fn control(sandbox: &Sandbox, path: &str, body: &Value) -> Value {
    let url = format!("{}/_sandbox/chathub/{path}", sandbox.url());
    ureq::post(&url).send_json(body).unwrap().body_mut().read_json().unwrap()
}

fn listen(client: &Client, transport: HubTransport) -> ChatEvents {
    let events = client.chathub().timeout(Duration::from_secs(10)).listen(&Listen::new().transport(transport)).unwrap();
    let first = events.next_event(SOON).unwrap().unwrap();
    let ChatEvent::ConnectionChanged(first) = first else { panic!("{first:?}") };
    assert_eq!(first.state(), Some("connected"));
    events
}

fn text_of(event: &ChatEvent) -> String {
    let ChatEvent::MessageReceived(event) = event else { panic!("{event:?}") };
    event.message().unwrap().record().unwrap().get("text").as_str().unwrap().to_owned()
}

#[test]
fn what_happens_is_pushed_on_every_transport() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    for transport in HubTransport::ALL {
        let client = common::client_of_all(sandbox.url());
        client.chathub().login("test", "test-pass").unwrap();
        let events = listen(&client, transport);
        assert_eq!(events.transport(), Some(transport));
        control(&sandbox, "incoming", &json!({"chat_id": CHAT, "text": "One"}));
        assert_eq!(text_of(&events.next_event(SOON).unwrap().unwrap()), "One");
        events.send_message(CHAT, "Two").unwrap();
        assert_eq!(text_of(&events.next_event(SOON).unwrap().unwrap()), "Two");
        assert!(events.next_event(Some(Duration::from_millis(100))).unwrap().is_none());
        let error = events.send_message(1, "Nobody").unwrap_err();
        assert_eq!(error.outcome(), smsbat_core::Outcome::Rejected);
        events.close();
        assert!(events.is_closed());
        assert!(events.next_event(SOON).unwrap().is_none());
    }
}

#[test]
fn more_chats_than_are_kept_are_refused() {
    let client = common::client_of_all("http://127.0.0.1:9");
    let error = client.chathub().listen(&Listen::new().chats(1..=1001)).unwrap_err();
    assert_eq!((error.kind(), error.field()), (smsbat_core::ErrorKind::Validation, Some("chats")));
    assert_eq!(error.outcome(), smsbat_core::Outcome::NotSent);
}

/// A hub whose polls are answered by `poll`, which is given their number from 0. It has one chat without messages.
fn polled(poll: impl Fn(usize) -> Said + Send + Sync + 'static) -> FakeHub {
    let polls = AtomicUsize::new(0);
    FakeHub::start(move |asked| match (asked.method.as_str(), asked.path.as_str()) {
        ("POST", "/chathub/negotiate") => {
            polls.store(0, Ordering::SeqCst);
            fake::negotiated(&["LongPolling"])
        }
        ("POST", "/chathub") => Said::Reply(200, String::new()),
        ("GET", "/chathub") => match polls.fetch_add(1, Ordering::SeqCst) {
            0 => Said::Reply(200, String::new()),
            1 => Said::Reply(200, "{}\u{1e}".to_owned()),
            number => poll(number - 2),
        },
        ("GET", _) => Said::Reply(200, "[]".to_owned()),
        _ => Said::Reply(202, String::new()),
    })
}

fn pushed(id: u32, text: &str) -> String {
    let message = json!({"id": id, "chatId": CHAT, "message": text});
    format!("{}\u{1e}", json!({"type": 1, "target": "ReceiveMessage", "arguments": [message]}))
}

/// Answers nothing for long.
fn silent() -> Said {
    std::thread::sleep(Duration::from_secs(60));
    Said::Nothing
}

fn listen_to(hub: &FakeHub, listen: Listen) -> Result<ChatEvents, smsbat_core::Error> {
    let client = common::client_of_all(&hub.url);
    client.chathub().timeout(Duration::from_secs(5)).listen(&listen.chats([CHAT]))
}

fn state_of(event: Option<ChatEvent>) -> (String, i64, Option<String>) {
    let Some(ChatEvent::ConnectionChanged(event)) = event else { panic!("{event:?}") };
    let reason = event.record().get("reason").as_str().map(str::to_owned);
    (event.state().unwrap().to_owned(), event.attempt().unwrap(), reason)
}

#[test]
fn a_poll_whose_answer_ends_with_the_connection_is_read_whole() {
    let hub = polled(|number| match number {
        0 => {
            let text = pushed(1, "One");
            let (first, second) = text.split_at(20);
            Said::UntilClosed(vec![first.to_owned(), second.to_owned()])
        }
        1 => Said::UntilClosed(vec![pushed(2, "Two")]),
        _ => silent(),
    });
    let events = listen_to(&hub, Listen::new()).unwrap();
    assert_eq!(state_of(events.next_event(SOON).unwrap()).0, "connected");
    assert_eq!(text_of(&events.next_event(SOON).unwrap().unwrap()), "One");
    assert_eq!(text_of(&events.next_event(SOON).unwrap().unwrap()), "Two");
}
