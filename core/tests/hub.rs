//! The chat hub: what happens in the chats reaches the caller once and in order, whatever breaks.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::time::Duration;

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
