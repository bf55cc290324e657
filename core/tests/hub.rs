//! The chat hub: what happens in the chats reaches the caller once and in order, whatever breaks.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;
#[path = "common/hub.rs"]
mod fake;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use fake::{Asked, FakeHub, Said};
use serde_json::{Value, json};
use smsbat_core::{CallOptions, ChatEvent, ChatEvents, Client, ErrorKind, HubTransport, Listen, Outcome};
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
        for blank in ["", " \n"] {
            let error = events.send_message(CHAT, blank).unwrap_err();
            assert_eq!((error.field(), error.outcome()), (Some("text"), Outcome::NotSent), "{error}");
        }
        let error = events.send_message(1, "Nobody").unwrap_err();
        assert_eq!(error.outcome(), Outcome::Rejected);
        events.close();
        assert!(events.is_closed());
        assert!(events.next_event(SOON).unwrap().is_none());
    }
}

#[test]
fn more_chats_than_are_kept_are_refused() {
    let client = common::client_of_all("http://127.0.0.1:9");
    let error = client.chathub().listen(&Listen::new().chats(1..=1001)).unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("chats")));
    assert_eq!(error.outcome(), Outcome::NotSent);
}

#[test]
fn listening_takes_no_journal() {
    let client = common::client_of_all("http://127.0.0.1:9");
    let error = client.chathub().options(CallOptions::new().journal("a.db")).listen(&Listen::new()).unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("journal")), "{error}");
}

/// A hub whose polls are answered by `poll`, which is given their number from 0. It has one chat without messages.
fn polled(poll: impl Fn(usize) -> Said + Send + Sync + 'static) -> FakeHub {
    hub_of(poll, |_| None)
}

/// The same, where `other` may answer in its place.
fn hub_of(
    poll: impl Fn(usize) -> Said + Send + Sync + 'static,
    other: impl Fn(&Asked) -> Option<Said> + Send + Sync + 'static,
) -> FakeHub {
    let polls = AtomicUsize::new(0);
    let answer = move |asked: &Asked| match (asked.method.as_str(), asked.path.as_str()) {
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
    };
    FakeHub::start(move |asked| other(asked).unwrap_or_else(|| answer(asked)))
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
    listen_for(hub, listen.chats([CHAT]), 5000)
}

fn listen_for(hub: &FakeHub, listen: Listen, timeout: u64) -> Result<ChatEvents, smsbat_core::Error> {
    common::client_of_all(&hub.url).chathub().timeout(Duration::from_millis(timeout)).listen(&listen)
}

/// Answers a poll after a moment with a ping.
fn ping() -> Said {
    std::thread::sleep(Duration::from_millis(20));
    Said::Reply(200, "{\"type\":6}\u{1e}".to_owned())
}

/// Waits for a condition.
fn until(holds: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < end, "waited in vain");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Ends the connection.
fn over() -> Said {
    Said::Reply(204, String::new())
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

#[test]
fn a_program_that_only_sends_is_told_to_read() {
    let hub = polled(|number| match number {
        0 => Said::Reply(200, (0..10_001).map(|id| pushed(id, "Text")).collect()),
        _ => ping(),
    });
    let events = listen_to(&hub, Listen::new()).unwrap();
    assert_eq!(events.send_message(CHAT, "One").unwrap_err().outcome(), Outcome::Unknown);
    for _ in 0..3 {
        let error = events.send_message(CHAT, "Two").unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::NotSent));
        assert!(error.message().contains("10,000 events wait"), "{error}");
    }
    assert_eq!(hub.count("POST", "/negotiate"), 1);
    assert!(!hub.asked.lock().unwrap().iter().any(|asked| asked.body.contains("Two")));
    for _ in 0..10_002 {
        assert!(events.next_event(SOON).unwrap().is_some());
    }
    assert_eq!(state_of(events.next_event(SOON).unwrap()).0, "connected");
}

/// The numbers of attempts in the events until nothing comes for a while.
fn attempts(events: &ChatEvents) -> Vec<i64> {
    let next = || events.next_event(Some(Duration::from_millis(500))).unwrap();
    std::iter::from_fn(next).map(|event| state_of(Some(event)).1).collect()
}

#[test]
fn a_hub_that_accepts_and_closes_is_asked_less_and_less() {
    let hub = polled(|_| over());
    let delays = [Duration::ZERO, Duration::ZERO, Duration::from_secs(60)];
    let events = listen_to(&hub, Listen::new().reconnect_delays(delays)).unwrap();
    assert_eq!(attempts(&events), [0, 1, 0, 2, 0, 3]);
}

#[test]
fn a_hub_that_brings_something_is_asked_again_at_once() {
    let brought = AtomicUsize::new(0);
    let hub = polled(move |number| match number {
        0 => Said::Reply(200, pushed(brought.fetch_add(1, Ordering::SeqCst) as u32, "Text")),
        _ => over(),
    });
    let events = listen_to(&hub, Listen::new().reconnect_delays([Duration::ZERO, Duration::from_secs(60)])).unwrap();
    for _ in 0..5 {
        assert_eq!(state_of(events.next_event(SOON).unwrap()).0, "connected");
        assert_eq!(text_of(&events.next_event(SOON).unwrap().unwrap()), "Text");
        assert_eq!(state_of(events.next_event(SOON).unwrap()).1, 1);
    }
}

/// Over long polling through a network that cuts often, new messages come from the history only.
#[test]
fn a_hub_whose_history_brings_something_is_asked_again_at_once() {
    let counts = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
    let (polled, asked) = (Arc::clone(&counts), counts);
    let poll = move |_| {
        // The first history was read before the first connection.
        until(|| polled.1.load(Ordering::SeqCst) > polled.0.load(Ordering::SeqCst));
        over()
    };
    let hub = hub_of(poll, move |request| {
        let (negotiations, reads) = &*asked;
        if request.path.ends_with("/negotiate") {
            negotiations.fetch_add(1, Ordering::SeqCst);
        } else if request.path.ends_with("/messages") {
            reads.fetch_add(1, Ordering::SeqCst);
            let messages = (0..negotiations.load(Ordering::SeqCst)).map(|id| json!({"id": id + 1, "message": "Text"}));
            return Some(Said::Reply(200, Value::from(messages.collect::<Vec<_>>()).to_string()));
        }
        None
    });
    let events = listen_to(&hub, Listen::new().reconnect_delays([Duration::ZERO, Duration::from_secs(60)])).unwrap();
    for _ in 0..5 {
        assert_eq!(state_of(events.next_event(SOON).unwrap()).0, "connected");
        assert_eq!(text_of(&events.next_event(SOON).unwrap().unwrap()), "Text");
        assert_eq!(state_of(events.next_event(SOON).unwrap()).1, 1);
    }
}

#[test]
fn a_long_catch_up_keeps_the_time_and_the_connection() {
    let (broke, slow) = (AtomicUsize::new(0), Arc::new(AtomicBool::new(false)));
    let slows = Arc::clone(&slow);
    let poll = move |_| match broke.fetch_add(1, Ordering::SeqCst) {
        0 => {
            slows.store(true, Ordering::SeqCst);
            over()
        }
        _ => ping(),
    };
    let hub = hub_of(poll, move |asked| {
        if slow.load(Ordering::SeqCst) && asked.path.ends_with("/messages") {
            std::thread::sleep(Duration::from_millis(100));
        }
        None
    });
    let listen = Listen::new().chats(1..=20).server_timeout(Duration::from_millis(800));
    let events = listen_for(&hub, listen, 5000).unwrap();
    let begun = Instant::now();
    let mut states = Vec::new();
    while begun.elapsed() < Duration::from_secs(4) {
        let asked = Instant::now();
        if let Some(event) = events.next_event(Some(Duration::from_millis(10))).unwrap() {
            states.push(state_of(Some(event)).0);
        }
        assert!(asked.elapsed() < Duration::from_millis(800), "{:?}", asked.elapsed());
    }
    assert_eq!(states, ["connected", "reconnecting", "connected"]);
    assert_eq!(hub.count("GET", "/messages"), 60);
}

#[test]
fn a_send_that_its_caller_gave_up_is_never_sent() {
    let hub = hub_of(|_| ping(), |asked| asked.body.contains("First").then(silent));
    let listen = Listen::new().chats([CHAT]).reconnect_delays([Duration::ZERO]);
    let events = listen_for(&hub, listen, 2000).unwrap();
    std::thread::scope(|scope| {
        let first = scope.spawn(|| events.send_message(CHAT, "First").unwrap_err());
        until(|| hub.asked.lock().unwrap().iter().any(|asked| asked.body.contains("First")));
        let end = Instant::now() + Duration::from_secs(1);
        let second = events.interrupt(Arc::new(move || Instant::now() > end));
        let error = second.send_message(CHAT, "Second").unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::NotSent));
        assert_eq!(first.join().unwrap().outcome(), Outcome::Unknown);
    });
    while events.next_event(Some(Duration::from_millis(500))).unwrap().is_some() {}
    assert_eq!(events.state(), "connected");
    assert!(!hub.asked.lock().unwrap().iter().any(|asked| asked.body.contains("Second")));
}

#[test]
fn a_call_without_a_result_times_out_while_another_thread_reads() {
    let hub = polled(|_| ping());
    let events = listen_for(&hub, Listen::new().chats([CHAT]), 400).unwrap();
    std::thread::scope(|scope| {
        let reading = scope.spawn(|| while events.next_event(None).unwrap().is_some() {});
        std::thread::sleep(Duration::from_millis(100));
        for _ in 0..3 {
            let error = events.send_message(CHAT, "Text").unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown), "{error}");
        }
        events.close();
        reading.join().unwrap();
    });
}

#[test]
fn closing_the_client_cancels_a_wait_that_runs() {
    let hub = polled(|_| ping());
    let client = common::client_of_all(&hub.url);
    let listen = Listen::new().chats([CHAT]);
    let looks = Arc::new(AtomicUsize::new(0));
    let looking = Arc::clone(&looks);
    let calls = client.chathub().interrupt(move || looking.fetch_add(1, Ordering::SeqCst) == usize::MAX);
    let events = calls.listen(&listen).unwrap();
    let read = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            loop {
                match events.next_event(None) {
                    Ok(event) => assert!(event.is_some()),
                    Err(error) => break error.kind(),
                }
                read.fetch_add(1, Ordering::SeqCst);
            }
        });
        until(|| read.load(Ordering::SeqCst) > 0);
        // Only a wait for the next event asks the interrupt now.
        let before = looks.load(Ordering::SeqCst);
        until(|| looks.load(Ordering::SeqCst) > before);
        client.close();
        assert_eq!(reading.join().unwrap(), ErrorKind::Cancelled);
    });
    // The last event says that they ended. A later call is refused, as every call of a closed client.
    assert!(events.next_event(None).unwrap().is_some() && events.is_closed());
    assert_eq!(client.chathub().listen(&listen).unwrap_err().kind(), ErrorKind::Configuration);
}

#[test]
fn long_polling_is_tried_where_no_web_socket_gets_through() {
    let of = |status: u16| {
        let hub = FakeHub::start({
            let polls = AtomicUsize::new(0);
            move |asked| match (asked.method.as_str(), asked.path.as_str(), &asked.key) {
                ("POST", "/chathub/negotiate", _) if status == 500 => Said::Reply(500, String::new()),
                ("POST", "/chathub/negotiate", _) => fake::negotiated(&["WebSockets", "LongPolling"]),
                ("GET", "/chathub", Some(_)) => Said::Reply(status, String::new()),
                ("GET", "/chathub", None) => match polls.fetch_add(1, Ordering::SeqCst) {
                    0 => Said::Reply(200, String::new()),
                    1 => Said::Reply(200, "{}\u{1e}".to_owned()),
                    _ => ping(),
                },
                _ => Said::Reply(200, "[]".to_owned()),
            }
        });
        let result = listen_to(&hub, Listen::new());
        (hub.count("POST", "/negotiate"), result.map(|events| events.transport()).map_err(|error| error.kind()))
    };
    assert_eq!(of(403), (2, Ok(Some(HubTransport::LongPolling))));
    assert_eq!(of(502), (2, Ok(Some(HubTransport::LongPolling))));
    assert_eq!(of(404), (1, Err(ErrorKind::NotFound)));
    let (negotiations, result) = of(500);
    assert_eq!(negotiations, 1);
    assert!(result.is_err());
}

#[test]
fn a_slow_hub_is_not_taken_for_a_slow_program() {
    let negotiations = AtomicUsize::new(0);
    let hub = hub_of(
        |_| over(),
        move |asked| {
            let again = asked.path.ends_with("/negotiate") && negotiations.fetch_add(1, Ordering::SeqCst) > 0;
            again.then(|| {
                std::thread::sleep(Duration::from_millis(600));
                Said::Reply(503, String::new())
            })
        },
    );
    let listen = Listen::new().server_timeout(Duration::from_millis(300)).reconnect_delays([Duration::ZERO]);
    let events = listen_to(&hub, listen).unwrap();
    assert_eq!(state_of(events.next_event(SOON).unwrap()).0, "connected");
    std::thread::sleep(Duration::from_millis(500));
    let (_, attempt, reason) = state_of(events.next_event(SOON).unwrap());
    assert!(attempt == 1 && reason.as_deref().unwrap().starts_with("too slow"), "{reason:?}");
    for number in 2..4 {
        let (_, attempt, reason) = state_of(events.next_event(SOON).unwrap());
        assert!(attempt == number && !reason.as_deref().unwrap().contains("too slow"), "{reason:?}");
    }
}

#[test]
fn it_is_closed_when_all_events_are_read() {
    let hub = polled(|_| Said::Reply(200, format!("{}{{\"type\":7}}\u{1e}", pushed(1, "One"))));
    let events = listen_to(&hub, Listen::new()).unwrap();
    assert_eq!(events.send_message(CHAT, "Ours").unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(events.state(), "closed");
    let mut taken = 0;
    while !events.is_closed() {
        assert!(events.next_event(SOON).unwrap().is_some());
        taken += 1;
    }
    assert_eq!(taken, 3);
    assert!(events.next_event(SOON).unwrap().is_none());
}

#[test]
fn a_returned_event_wakes_a_thread_that_waits() {
    let hub = polled(|_| silent());
    let events = listen_to(&hub, Listen::new()).unwrap();
    let first = events.next_event(SOON).unwrap().unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| events.next_event(SOON).unwrap());
        // The poll that brings nothing is sent once the thread waits.
        until(|| hub.count("GET", "/chathub") >= 3);
        events.put_back(first.clone());
        assert_eq!(waiting.join().unwrap(), Some(first));
    });
}

#[test]
fn several_events_come_back_in_their_order() {
    let hub = polled(|number| match number {
        0 => Said::Reply(200, (0..3).map(|id| pushed(id, &id.to_string())).collect()),
        _ => silent(),
    });
    let events = listen_to(&hub, Listen::new()).unwrap();
    assert_eq!(state_of(events.next_event(SOON).unwrap()).0, "connected");
    let next = || events.next_event(SOON).unwrap().unwrap();
    let (first, second) = (next(), next());
    events.put_back(second);
    events.put_back(first);
    // Taken and given back once more.
    events.put_back(next());
    assert_eq!([next(), next(), next()].map(|event| text_of(&event)), ["0", "1", "2"]);
}

/// A text frame of a server.
fn frame(text: &str) -> String {
    format!("\u{81}{}{text}", char::from(u8::try_from(text.len()).unwrap()))
}

#[test]
fn the_answer_to_a_request_for_a_web_socket_is_checked() {
    let of = |head: String| {
        let frames = frame("{}\u{1e}") + &frame(&pushed(1, "One"));
        let bytes = head + "\r\n" + &frames;
        let hub = FakeHub::start(move |asked| match (asked.method.as_str(), asked.path.as_str()) {
            ("POST", "/chathub/negotiate") => fake::negotiated(&["WebSockets"]),
            ("GET", "/chathub") => Said::Bytes(bytes.clone()),
            _ => Said::Reply(200, "[]".to_owned()),
        });
        let events = listen_to(&hub, Listen::new()).map_err(|error| error.kind())?;
        assert_eq!(state_of(events.next_event(SOON).unwrap()).0, "connected");
        // Bytes that arrive together with the response are kept.
        assert_eq!(text_of(&events.next_event(SOON).unwrap().unwrap()), "One");
        Ok(())
    };
    let (status, upgrade, connection, accept) = (
        "HTTP/1.1 101 X\r\n",
        "Upgrade: WebSocket\r\n",
        "Connection: Upgrade\r\n",
        "Sec-WebSocket-Accept: {accept}\r\n",
    );
    let whole = [status, upgrade, connection, accept].concat();
    for good in [
        whole.clone(),
        format!("HTTP/1.1 100 Continue\r\n\r\n{whole}"),
        format!("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n{whole}"),
        [status, "connection: keep-alive\r\n", "CONNECTION: x, upgrade\r\n", upgrade, accept].concat(),
        format!("{whole}X-Long: {}\r\n", "x".repeat(30_000)),
    ] {
        assert_eq!(of(good.clone()), Ok(()), "{good}");
    }
    for bad in [
        [status, connection, accept].concat(),
        [status, upgrade, accept].concat(),
        [status, upgrade, connection].concat(),
        [status, upgrade, connection, "Sec-WebSocket-Accept: dGhlIHNhbXBsZSBub25jZQ==\r\n"].concat(),
        [status, "Upgrade: h2c\r\n", connection, accept].concat(),
        [status, upgrade, "Connection: upgraded\r\n", accept].concat(),
        ["HTTP/1.1 200 X\r\n", upgrade, connection, accept].concat(),
        format!("{whole}Sec-WebSocket-Protocol: json\r\n"),
        format!("{whole}Sec-WebSocket-Extensions: permessage-deflate\r\n"),
        format!("{whole}X-Long: {}\r\n", "x".repeat(200_000)),
        whole.clone() + &"X: x\r\n".repeat(200),
        "SSH-2.0-server\r\n".to_owned(),
    ] {
        assert_eq!(of(bad.clone()), Err(ErrorKind::Connection), "{bad}");
    }
}

#[test]
fn reasons_repeat_no_text_of_a_customer() {
    for said in
        ["{\"type\":\"Text of a customer\"}", "Text of a customer", "{\"type\":1,\"target\":[\"Text of a customer\"]}"]
    {
        let hub = polled(move |_| Said::Reply(200, format!("{said}\u{1e}")));
        let events = listen_to(&hub, Listen::new()).unwrap();
        assert_eq!(state_of(events.next_event(SOON).unwrap()).0, "connected");
        let (state, _, reason) = state_of(events.next_event(SOON).unwrap());
        assert!(state == "reconnecting" && !reason.as_deref().unwrap().contains("customer"), "{reason:?}");
    }
    for said in ["{\"connectionToken\":1,\"url\":\"a-secret\"}", "{\"availableTransports\":\"a-secret\"}"] {
        let hub = hub_of(
            |_| silent(),
            move |asked| asked.path.ends_with("/negotiate").then(|| Said::Reply(200, said.to_owned())),
        );
        let error = listen_to(&hub, Listen::new()).unwrap_err();
        assert!(error.kind() == ErrorKind::Response && !format!("{error} {error:?}").contains("secret"), "{error}");
    }
}

/// Programs see the reasons that the hub gives. A token in them is masked.
#[test]
fn reasons_are_the_hubs_without_secrets() {
    for (close, state) in [("false", "closed"), ("true", "reconnecting")] {
        let said =
            format!("{{\"type\":7,\"error\":\"no place for test.company.token\",\"allowReconnect\":{close}}}\u{1e}");
        let hub = polled(move |_| Said::Reply(200, said.clone()));
        let events = listen_to(&hub, Listen::new()).unwrap();
        assert_eq!(state_of(events.next_event(SOON).unwrap()).0, "connected");
        let (shown, _, reason) = state_of(events.next_event(SOON).unwrap());
        assert_eq!((shown.as_str(), reason.as_deref()), (state, Some("no place for ***")));
    }
    let refused = FakeHub::start(|asked| match (asked.method.as_str(), asked.path.as_str()) {
        ("POST", "/chathub/negotiate") => fake::negotiated(&["LongPolling"]),
        ("POST", "/chathub") => Said::Reply(200, String::new()),
        ("GET", "/chathub") => Said::Reply(200, "{\"error\":\"no place for test.company.token\"}\u{1e}".to_owned()),
        _ => Said::Reply(200, "[]".to_owned()),
    });
    let error = listen_to(&refused, Listen::new()).unwrap_err();
    assert_eq!(error.message(), "the hub refused the connection: no place for ***");
}

/// The history of a chat: messages with the ids from 1 on.
fn history_to(last: u32) -> Said {
    let messages = (1..=last).map(|id| json!({"id": id, "chatId": CHAT, "message": id.to_string()}));
    Said::Reply(200, Value::from(messages.collect::<Vec<_>>()).to_string())
}

fn listed(chats: &[i64]) -> Said {
    let chats = chats.iter().map(|id| json!({"id": id, "chatStatus": 0, "countUnread": 0})).collect::<Vec<_>>();
    Said::Reply(200, json!({"items": chats, "total": chats.len()}).to_string())
}

/// Takes what comes until nothing has for a moment: ids of messages, and with a `+` those of chats that were created.
fn told(events: &ChatEvents) -> Vec<String> {
    let mut told = Vec::new();
    while let Some(event) = events.next_event(Some(Duration::from_millis(1500))).unwrap() {
        match event {
            ChatEvent::MessageReceived(event) => {
                told.push(event.message().unwrap().record().unwrap().get("id").as_str().unwrap().to_owned());
            }
            ChatEvent::ChatCreated(_) => told.push(format!("+{}", event.chat_id().unwrap())),
            _ => {}
        }
    }
    told
}

/// A chat that the list names, or that the caller named, has a history, whatever one answer says.
#[test]
fn a_history_that_was_not_there_once_loses_and_repeats_nothing() {
    for (named, pushes) in [(false, true), (false, false), (true, true)] {
        let (connections, reads) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (connected, read) = (Arc::clone(&connections), Arc::clone(&reads));
        let poll = move |number| match (connected.load(Ordering::SeqCst), number) {
            (1, 0) => Said::Reply(200, pushed(4, "4")),
            (2, 0) if pushes => Said::Reply(200, pushed(7, "7")),
            (1, _) => over(),
            (2, _) => {
                // Breaks after the history was read again.
                until(|| read.load(Ordering::SeqCst) > 2);
                over()
            }
            _ => silent(),
        };
        let hub = hub_of(poll, move |asked| {
            if asked.path.ends_with("/negotiate") {
                connections.fetch_add(1, Ordering::SeqCst);
                return None;
            }
            let connection = connections.load(Ordering::SeqCst);
            match asked.path.as_str() {
                "/api/chat/chats" => Some(listed(&[CHAT])),
                // The client asks two paths.
                path if path.ends_with("/messages") => Some(match connection {
                    0 | 1 => history_to(3),
                    2 if reads.fetch_add(1, Ordering::SeqCst) < 2 => Said::Reply(404, "{}".to_owned()),
                    _ => history_to(if pushes { 7 } else { 6 }),
                }),
                _ => None,
            }
        });
        let listen = Listen::new().reconnect_delays([Duration::ZERO]);
        let listen = if named { listen.chats([CHAT]) } else { listen };
        let events = listen_for(&hub, listen, 5000).unwrap();
        let expected = if pushes { vec!["4", "5", "6", "7"] } else { vec!["4", "5", "6"] };
        assert_eq!(told(&events), expected, "{named} {pushes}");
    }
}

#[test]
fn a_history_that_was_not_there_at_the_start_is_not_new() {
    let refused = AtomicUsize::new(0);
    let hub = hub_of(
        |number| match number {
            0 => Said::Reply(200, pushed(4, "4")),
            _ => silent(),
        },
        move |asked| match asked.path.as_str() {
            "/api/chat/chats" => Some(listed(&[CHAT])),
            path if path.ends_with("/messages") => Some(match refused.fetch_add(1, Ordering::SeqCst) {
                0 | 1 => Said::Reply(404, "{}".to_owned()),
                _ => history_to(4),
            }),
            _ => None,
        },
    );
    let events = listen_for(&hub, Listen::new(), 5000).unwrap();
    assert_eq!(told(&events), ["4"]);
}

#[test]
fn many_messages_around_a_reconnect_come_once() {
    let hub = hub_of(
        |number| match number {
            0 => Said::Reply(200, (2..=600).map(|id| pushed(id, "Text")).collect()),
            _ => silent(),
        },
        {
            let reads = AtomicUsize::new(0);
            move |asked| {
                let read = asked.path.ends_with("/messages");
                read.then(|| history_to(if reads.fetch_add(1, Ordering::SeqCst) == 0 { 1 } else { 600 }))
            }
        },
    );
    let events = listen_to(&hub, Listen::new()).unwrap();
    assert_eq!(told(&events), (2..=600).map(|id| id.to_string()).collect::<Vec<_>>());
}

#[test]
fn an_old_message_that_is_pushed_again_is_not_new() {
    let connections = Arc::new(AtomicUsize::new(0));
    let connected = Arc::clone(&connections);
    let poll = move |number| match (connected.load(Ordering::SeqCst), number) {
        (1, 0) => Said::Reply(200, pushed(1, "1")),
        (1, _) => over(),
        _ => silent(),
    };
    let hub = hub_of(poll, move |asked| {
        if asked.path.ends_with("/negotiate") {
            connections.fetch_add(1, Ordering::SeqCst);
        }
        asked.path.ends_with("/messages").then(|| history_to(300))
    });
    let events = listen_to(&hub, Listen::new().reconnect_delays([Duration::ZERO])).unwrap();
    assert_eq!(told(&events), Vec::<String>::new());
    assert_eq!(hub.count("POST", "/negotiate"), 2);
}

/// One chat whose history cannot be read holds up no other, and its own messages only for a while.
#[test]
fn a_history_that_cannot_be_read_is_told() {
    let reads = AtomicUsize::new(0);
    let hub = hub_of(
        |number| match number {
            0 => {
                let other = json!({"id": 1, "chatId": 7, "message": "held"});
                let other = json!({"type": 1, "target": "ReceiveMessage", "arguments": [other]});
                Said::Reply(200, format!("{other}\u{1e}{}", pushed(1, "One")))
            }
            _ => ping(),
        },
        move |asked| match asked.path.as_str() {
            "/api/chat/7/messages" if reads.fetch_add(1, Ordering::SeqCst) > 0 => {
                Some(Said::Reply(500, "{}".to_owned()))
            }
            _ => None,
        },
    );
    let events = listen_for(&hub, Listen::new().chats([7, CHAT]), 5000).unwrap();
    let next = || events.next_event(SOON).unwrap();
    assert_eq!(state_of(next()), ("connected".to_owned(), 0, None));
    assert_eq!(text_of(&next().unwrap()), "One");
    assert_eq!(text_of(&next().unwrap()), "held");
    let (state, _, reason) = state_of(next());
    assert!(state == "connected" && reason.as_deref().unwrap().starts_with("the history of chat 7 cannot be read"));
}

#[test]
fn a_list_that_cannot_be_read_is_told() {
    let lists = AtomicUsize::new(0);
    let hub = hub_of(
        |_| ping(),
        move |asked| {
            let is_first = asked.path == "/api/chat/chats" && lists.fetch_add(1, Ordering::SeqCst) == 0;
            match asked.path.as_str() {
                "/api/chat/chats" if is_first => Some(listed(&[])),
                "/api/chat/chats" => Some(Said::Reply(500, "{}".to_owned())),
                _ => None,
            }
        },
    );
    let events = listen_for(&hub, Listen::new(), 5000).unwrap();
    assert_eq!(state_of(events.next_event(SOON).unwrap()).0, "connected");
    let (state, _, reason) = state_of(events.next_event(SOON).unwrap());
    assert!(state == "reconnecting" && reason.as_deref().unwrap().starts_with("the list of chats cannot be read"));
}

#[test]
fn a_hub_that_only_pings_holds_up_no_caller() {
    let hub = polled(|_| Said::Reply(200, "{\"type\":6}\u{1e}".to_owned()));
    let events = listen_to(&hub, Listen::new()).unwrap();
    assert_eq!(state_of(events.next_event(SOON).unwrap()).0, "connected");
    assert_eq!(events.next_event(Some(Duration::from_millis(100))).unwrap(), None);
    let events = listen_to(&hub, Listen::new().idle_timeout(Duration::from_millis(100))).unwrap();
    assert_eq!(events.count(), 2);
}

#[test]
fn a_hub_that_repeats_itself_and_closes_is_asked_less_and_less() {
    let hub = hub_of(
        |number| match number {
            0 => Said::Reply(200, pushed(1, "1")),
            _ => over(),
        },
        |asked| asked.path.ends_with("/messages").then(|| history_to(1)),
    );
    let delays = [Duration::ZERO, Duration::ZERO, Duration::from_secs(60)];
    let events = listen_to(&hub, Listen::new().reconnect_delays(delays)).unwrap();
    assert_eq!(attempts(&events), [0, 1, 0, 2, 0, 3]);
}

#[test]
fn the_handshake_takes_no_longer_than_a_call() {
    let polls = AtomicUsize::new(0);
    let hub = FakeHub::start(move |asked| match (asked.method.as_str(), asked.path.as_str()) {
        ("POST", "/chathub/negotiate") => fake::negotiated(&["LongPolling"]),
        ("POST", "/chathub") => Said::Reply(200, String::new()),
        ("GET", "/chathub") if polls.fetch_add(1, Ordering::SeqCst) > 0 => silent(),
        ("GET", "/chathub") => Said::Reply(200, String::new()),
        _ => Said::Reply(200, "[]".to_owned()),
    });
    let begun = Instant::now();
    let error = listen_for(&hub, Listen::new().chats([CHAT]), 500).unwrap_err();
    assert!(error.kind() == ErrorKind::Connection && begun.elapsed() < Duration::from_secs(8), "{error}");
}

/// A token goes only to the address that it is for.
#[test]
fn a_redirection_without_a_token_gets_none() {
    let told = Arc::new(std::sync::Mutex::new(String::new()));
    let head = Arc::clone(&told);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let other = format!("http://{}/hub", listener.local_addr().unwrap());
    let reading = std::thread::spawn(move || {
        use std::io::{BufRead, BufReader, Write};
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap());
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            lines.read_line(&mut line).unwrap();
            head.lock().unwrap().push_str(&line);
        }
        stream.write_all(b"HTTP/1.1 400 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
    });
    let hub = hub_of(
        |_| silent(),
        move |asked| {
            let url = json!({"url": other}).to_string();
            asked.path.ends_with("/negotiate").then_some(Said::Reply(200, url))
        },
    );
    listen_to(&hub, Listen::new()).unwrap_err();
    reading.join().unwrap();
    let told = told.lock().unwrap().to_ascii_lowercase();
    assert!(told.starts_with("post /hub/negotiate") && !told.contains("token") && !told.contains("authorization"));
}

#[test]
fn a_connection_whose_name_no_address_can_hold_is_the_hubs_fault() {
    let hub = hub_of(
        |_| silent(),
        |asked| {
            let offered = json!([{"transport": "LongPolling", "transferFormats": ["Text"]}]);
            let answer =
                json!({"negotiateVersion": 1, "connectionToken": "t".repeat(70_000), "availableTransports": offered});
            asked.path.ends_with("/negotiate").then(|| Said::Reply(200, answer.to_string()))
        },
    );
    assert_eq!(listen_to(&hub, Listen::new()).unwrap_err().kind(), ErrorKind::Response);
}
