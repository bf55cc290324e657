//! `on_attempt`: one report for each attempt of every API, and nothing that changes a call.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use smsbat_core::testing::MockTransport;
use smsbat_core::{
    Api, Attempt, CascadeMessage, Client, ClientBuilder, ErrorKind, Outcome, Sms, TurboSms, TurboSmsMessage,
};
use smsbat_sandbox::{Options, PlannedReply, Sandbox};

type Seen = Arc<Mutex<Vec<Attempt>>>;

fn watched(builder: ClientBuilder) -> (Client, Seen) {
    let seen = Seen::default();
    let keep = Arc::clone(&seen);
    let builder = builder.ignore_environment().on_attempt(move |a| keep.lock().unwrap().push(a.clone()));
    (builder.build().unwrap(), seen)
}

fn builder(sandbox: &Sandbox) -> ClientBuilder {
    Client::builder().api_key("test-key").base_url(sandbox.url())
}

fn sms() -> Sms {
    Sms::new("+380671234567", "MyShop", "Hello")
}

fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).unwrap()
}

#[test]
fn a_retry_is_two_attempts_and_the_first_names_the_wait() {
    let sandbox = sandbox();
    sandbox.reply_next(PlannedReply { status: 429, ..PlannedReply::default() }).unwrap();
    let (client, seen) = watched(builder(&sandbox));
    assert!(client.messages().send(sms()).unwrap().ok());
    let seen = seen.lock().unwrap();
    let [first, second] = &seen[..] else { panic!("{seen:?}") };
    assert_eq!((first.operation, first.attempt, first.api), ("messages.send", 1, Api::Messages));
    assert_eq!((first.result, first.status_code), (Err(ErrorKind::RateLimit), Some(429)));
    assert_eq!((first.result_name(), first.outcome), ("rate_limit", Outcome::NotSent));
    assert!(first.request_id.is_some() && first.request_id != second.request_id);
    let wait = first.retry_in.unwrap();
    assert!(wait >= Duration::from_secs(1) && wait <= Duration::from_millis(1_500), "{wait:?}");
    assert_eq!((second.attempt, second.result, second.status_code), (2, Ok(()), Some(200)));
    assert_eq!((second.result_name(), second.outcome, second.retry_in), ("ok", Outcome::Accepted, None));
    assert!(second.request_id.is_some() && second.duration > Duration::ZERO);
}

#[test]
fn a_refusal_with_status_200_is_a_refusal() {
    let mock = MockTransport::new();
    mock.reply(200, r#"{"response_code":103,"response_status":"REQUIRED_TOKEN","response_result":null}"#);
    mock.reply(200, "<html>");
    mock.reply(200, "<html>");
    let (client, seen) = watched(Client::builder().api_key("test-key").transport(&mock));
    let turbo = TurboSmsMessage::new(["+380671234567"]).sender("MyShop").text("Hi").sms(TurboSms::new());
    assert!(client.turbosms().send(turbo).is_err());
    assert!(client.messages().send(sms()).is_err());
    assert!(client.messages().status("m-1").is_err());
    let seen: Vec<_> = seen.lock().unwrap().iter().map(|a| (a.operation, a.result_name(), a.outcome)).collect();
    assert_eq!(
        seen,
        [
            ("turbosms.send", "provider", Outcome::Rejected),
            ("messages.send", "response", Outcome::Unknown),
            ("messages.status", "response", Outcome::NotSent),
        ]
    );
}

#[test]
fn every_api_and_a_renewed_token_are_reported() {
    let sandbox = sandbox();
    let (client, seen) = watched(
        builder(&sandbox).messagio_user("test-user").messagio_sign("test-sign").company_token("test.company.token"),
    );
    let _ = client.messages().status("m-1");
    let _ = client.cascade().send(CascadeMessage::new("+380671234567", "MyShop", "promo").text("Hi"), false);
    let _ = client.turbosms().status(["m-1"]);
    let _ = client.chathub().organizations();
    let named = |seen: &Seen| seen.lock().unwrap().drain(..).map(|a| (a.api, a.operation)).collect::<Vec<_>>();
    let found = named(&seen);
    assert_eq!(found[0], (Api::Messages, "messages.status"));
    assert!(found.iter().any(|(api, _)| *api == Api::Cascade), "{found:?}");
    assert!(found.iter().any(|(api, _)| *api == Api::TurboSms), "{found:?}");
    assert!(found.contains(&(Api::ChatHub, "chathub.organizations")), "{found:?}");

    client.chathub().login("test-user", "test-password").unwrap();
    sandbox.reply_next(PlannedReply { status: 401, ..PlannedReply::default() }).unwrap();
    client.chathub().organizations().unwrap();
    let found: Vec<_> = seen.lock().unwrap().iter().map(|a| (a.operation, a.attempt, a.status_code)).collect();
    assert_eq!(
        found,
        [
            ("chathub.login", 1, Some(200)),
            ("chathub.organizations", 1, Some(401)),
            ("chathub.login", 1, Some(200)),
            ("chathub.organizations", 1, Some(200)),
        ]
    );
}

#[test]
fn no_attempt_shows_a_key_or_a_person() {
    let sandbox = sandbox();
    let (client, seen) = watched(builder(&sandbox).max_retries(0));
    let _ = client.messages().send(Sms::new("+380990000101", "MyShop", "canary text"));
    let _ = client.messages().status("canary-id");
    let _ = client.chathub().organizations();
    let text = format!("{:?}", seen.lock().unwrap());
    for canary in ["test-key", "380990000101", "canary", "MyShop"] {
        assert!(!text.contains(canary), "{text}");
    }
}

#[test]
fn what_the_function_does_changes_no_outcome() {
    let sandbox = sandbox();
    let client = builder(&sandbox).ignore_environment().on_attempt(|_| panic!("on purpose")).build().unwrap();
    assert!(client.messages().send(sms()).unwrap().ok());
    assert!(client.messages().status("no-such-message").unwrap_err().is_not_found());

    // It may make calls, with the same client.
    let inner: Arc<Mutex<Option<Client>>> = Arc::default();
    let other = Arc::clone(&inner);
    let function = move |a: &Attempt| {
        let client = other.lock().unwrap().take();
        if let Some(client) = client {
            assert_eq!(a.operation, "messages.send");
            assert!(client.messages().status("no-such-message").unwrap_err().is_not_found());
        }
    };
    let client = builder(&sandbox).ignore_environment().on_attempt(function).build().unwrap();
    *inner.lock().unwrap() = Some(client.clone());
    assert!(client.messages().send(sms()).unwrap().ok());
    assert!(inner.lock().unwrap().is_none());
}

#[test]
fn bad_input_is_no_attempt() {
    let sandbox = sandbox();
    let (client, seen) = watched(builder(&sandbox));
    assert!(client.messages().send(Sms::new("12", "MyShop", "Hello")).unwrap_err().is_validation());
    assert!(seen.lock().unwrap().is_empty());
    client.close();
    assert!(client.messages().status("m-1").unwrap_err().is_configuration());
    assert!(seen.lock().unwrap().is_empty());
}

#[test]
fn an_attempt_that_reached_nobody_has_no_status() {
    let url = format!("http://{}", common::nobody_there());
    let (client, seen) = watched(Client::builder().api_key("test-key").base_url(url).max_retries(0));
    assert!(client.messages().send(sms()).unwrap_err().is_connection());
    let seen = seen.lock().unwrap();
    assert_eq!((seen[0].result_name(), seen[0].status_code, seen[0].outcome), ("connection", None, Outcome::NotSent));
}

#[test]
fn a_call_that_is_cancelled_while_it_waits_names_the_error_before() {
    let mock = MockTransport::new();
    mock.refuse_connection();
    mock.reply(429, "{}");
    mock.reply(200, r#"{"messages":[{"messageId":"m-1","status":"accepted"}]}"#);
    let (client, seen) = watched(Client::builder().api_key("test-key").transport(&mock));
    let attempts = Arc::clone(&seen);
    let calls = client.messages().interrupt(move || attempts.lock().unwrap().len() == 2);
    let error = calls.send(sms()).unwrap_err();
    assert_eq!((error.kind(), error.outcome(), mock.requests().len()), (ErrorKind::Cancelled, Outcome::NotSent, 1));
    assert!(error.message().contains("while waiting for a retry; the error before: "), "{error}");
    assert_eq!(seen.lock().unwrap().iter().map(Attempt::result_name).collect::<Vec<_>>(), ["connection", "rate_limit"]);
}

#[test]
fn a_day_is_the_longest_time_of_a_call() {
    let client = Client::builder().api_key("test-key").transport(MockTransport::new()).build().unwrap();
    let send = |time| client.messages().timeout(time).send(sms()).unwrap_err();
    let day = Duration::from_secs(86_400);
    assert!(send(day).is_connection());
    let error = send(day + Duration::from_nanos(1));
    assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("timeout")));
}

/// A program that sends an alarm for each failure, while the provider is down, must not end in a stack overflow.
#[test]
fn calls_of_a_callback_that_calls_itself_come_to_an_end() {
    let client = Arc::new(std::sync::OnceLock::<Client>::new());
    let (own, last) = (Arc::clone(&client), Arc::new(Mutex::new(None)));
    let keep = Arc::clone(&last);
    let alarm = move |_: &Attempt| {
        let error = own.get().unwrap().messages().send(sms()).unwrap_err();
        keep.lock().unwrap().get_or_insert(error);
    };
    let mock = MockTransport::new();
    (0..100).for_each(|_| mock.reply(503, ""));
    let builder = Client::builder().ignore_environment().api_key("test-key").max_retries(0).transport(mock.clone());
    client.set(builder.on_attempt(alarm).build().unwrap()).unwrap();
    assert_eq!(client.get().unwrap().messages().send(sms()).unwrap_err().status_code(), Some(503));
    assert_eq!(mock.requests().len(), 16);
    let last = last.lock().unwrap().take().unwrap();
    assert_eq!((last.kind(), last.outcome()), (ErrorKind::Configuration, Outcome::NotSent), "{last}");
    assert!(last.message().contains("within each other"), "{last}");
    // The thread may go on.
    assert_eq!(client.get().unwrap().messages().send(sms()).unwrap_err().status_code(), Some(503));
}
