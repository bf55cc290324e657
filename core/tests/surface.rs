//! The public Rust API: constructors, setters, getters, conversions, limits.
#![allow(clippy::unwrap_used)]

mod common;

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use common::client;
use smsbat_core::testing::MockTransport;
use smsbat_core::{
    API_CLASSES, Action, Button, CallOptions, Card, CascadeMessage, Client, Error, ErrorKind, FlashCall, Json,
    MESSAGE_CLASSES, Media, Message, Outcome, Phone, Rcs, RcsButton, Record, Secret, SentMessage, Sms, TurboSms,
    TurboSmsMessage, Value, ViberOtp, ViberPromo, ViberTransactional, Video, binding,
};
use smsbat_sandbox::{Options, Sandbox};

const TO: &str = "+380671234567";

fn sms() -> Sms {
    Sms::new(TO, "MyShop", "Hello")
}

fn wire(message: impl Into<Message>) -> serde_json::Value {
    serde_json::from_str(&binding::wire(&message.into())).unwrap()
}

#[test]
fn required_fields_are_arguments_in_the_order_of_the_table() {
    assert_eq!(wire(sms()), serde_json::json!({"type": "sms", "to": TO, "from": "MyShop", "text": "Hello"}));
    let otp = ViberOtp::new(TO, "MyShop", "0aac888f-2ee2-4112-9659-1755a951966a", "uk", [("pin", "0042")]);
    assert_eq!(wire(otp)["messageData"]["templateParams"]["pin"], "0042");
    let card = Card::new("Shoes", "https://i.example/c.jpg", Button::new("Buy", "https://x.example"));
    assert_eq!(wire(card)["primaryButton"]["label"], "Buy");
    let media = Media::new("https://i.example/a.png", "image/png").width(64).height(64_u64);
    let rcs = Rcs::new(TO, "MyShop", "Hi").media(media).buttons([RcsButton::new("Call", Action::dial(TO))]);
    assert_eq!(wire(rcs)["messageData"]["media"]["height"], 64);
    assert_eq!(wire(FlashCall::new(TO, "MyShop", TO))["messageData"]["callerId"], TO);
}

#[test]
fn setters_take_what_people_have() {
    let phone = Phone::parse(TO).unwrap();
    let owned = String::from("MyShop");
    assert_eq!(Sms::new(&phone, &owned, Cow::Borrowed("Hello")), sms());
    assert_eq!(Sms::new(phone.clone(), owned, "Hello".to_owned()), sms());
    assert_eq!(TurboSmsMessage::new([&phone]), TurboSmsMessage::new(vec![TO.to_owned()]));
    assert_eq!(sms().ttl(60), sms().ttl(Duration::from_secs(60)));
    assert_eq!(sms().ttl(60_u64), sms().maybe_ttl(Some(60_usize)));
    assert_eq!(sms().maybe_ttl(None::<Duration>), sms());
    assert_eq!(sms().maybe_customer_message_id(None::<&str>).get_customer_message_id(), None);
    let cascade = || CascadeMessage::new(TO, "MyShop", "promo");
    assert_eq!(cascade().scheduled(SystemTime::UNIX_EPOCH), cascade().scheduled("1970-01-01T00:00:00Z"));
    let promo = ViberPromo::new(TO, "MyShop").button(Button::new("Go", "https://x.example"));
    assert_eq!(promo.get_button().and_then(Message::record).map(|b| b.get("text").as_str()), Some(Some("Go")));
    let message = sms().ttl(60).customer_message_id("c-1");
    assert_eq!((message.get_to(), message.get_sender(), message.get_text()), (Some(TO), Some("MyShop"), Some("Hello")));
    assert_eq!((message.get_ttl(), message.get_customer_message_id()), (Some(60), Some("c-1")));
    assert_eq!(Rcs::new(TO, "MyShop", "Hi").get_buttons().len(), 0);
}

#[test]
fn what_no_field_can_hold_is_refused_before_it_is_sent() {
    let client = client("http://127.0.0.1:9");
    let viber = |video| ViberPromo::new(TO, "MyShop").video(video);
    let video = || Video::new("https://i.example/v.mp4");
    let cases: [(Message, &str, &str); 7] = [
        (sms().ttl(0).into(), "messages[0].ttl", "min"),
        (sms().ttl(Duration::ZERO).into(), "messages[0].ttl", "min"),
        (sms().ttl(Duration::MAX).into(), "messages[0].ttl", "range"),
        (sms().ttl(Duration::from_millis(1500)).into(), "messages[0].ttl", "range"),
        (sms().ttl(u64::MAX).into(), "messages[0].ttl", "range"),
        (viber(video().file_size(u64::MAX)).into(), "messages[0].messageData.fileSize", "range"),
        (viber(video().duration(Duration::MAX)).into(), "messages[0].messageData.duration", "range"),
    ];
    for (message, field, rule) in cases {
        let error = client.messages().send(message).unwrap_err();
        assert_eq!((error.field(), error.problems()[0].rule()), (Some(field), rule), "{error}");
    }
}

#[test]
fn a_record_becomes_only_the_type_of_its_class() {
    let rcs = Rcs::new(TO, "MyShop", "Hi");
    let wrong = Sms::try_from(rcs.record().clone()).unwrap_err();
    assert_eq!(wrong.to_string(), "is a Rcs, not a Sms");
    assert_eq!(Error::from(wrong).kind(), ErrorKind::Validation);
    assert!(SentMessage::try_from(sms().record().clone()).is_err());
    assert_eq!(Sms::try_from(sms().record().clone()), Ok(sms()));
    assert_eq!(Action::try_from(Action::dial(TO).record().clone()), Ok(Action::dial(TO)));
    assert!(Action::try_from(rcs.record().clone()).is_err());
}

#[test]
fn a_send_takes_one_message_or_many() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = client(sandbox.url());
    let messages = client.messages();
    let list = vec![sms(), sms()];
    let mixed = [Message::from(sms()), ViberTransactional::new(TO, "MyShop").text("Hi").into()];
    let iterator = (0..2).map(|i| sms().customer_message_id(format!("c-{i}")));
    for (result, count) in [
        (messages.send(sms()), 1),
        (messages.send(&list[0]), 1),
        (messages.send(mixed[0].clone()), 1),
        (messages.send(&mixed[1]), 1),
        (messages.send([sms(), sms()]), 2),
        (messages.send(&[sms(), sms()]), 2),
        (messages.send(&list), 2),
        (messages.send(&list[..]), 2),
        (messages.send(list.iter().filter(|_| true)), 2),
        (messages.send(list.clone()), 2),
        (messages.send(&mixed), 2),
        (messages.send(mixed.clone()), 2),
        (messages.send(iterator), 2),
    ] {
        let result = result.unwrap();
        assert_eq!((result.messages().len(), result.ok()), (count, true), "{result:?}");
    }
    let cascade = CascadeMessage::new(TO, "MyShop", "promo").text("Hi");
    assert!(client.cascade().send(&cascade, false).unwrap().ok());
    assert_eq!(client.cascade().send([&cascade, &cascade], true).unwrap().messages().len(), 2);
    let turbo = TurboSmsMessage::new([TO]).sender("MyShop").text("Hi").sms(TurboSms::new());
    let result = client.turbosms().send(&turbo).unwrap();
    assert_eq!((result[0].outcome(), result.to_string()), (Outcome::Accepted, "1 of 1 accepted".to_owned()));
    let results = client.turbosms().send_multi([("a", &turbo), ("b", &turbo)]).unwrap();
    assert_eq!(results.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    // Of two messages of one name, one would be lost.
    let error = client.turbosms().send_multi([("a", &turbo), ("a", &turbo)]).unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("messages.a")));
    let error = messages.send(&[] as &[Sms]).unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_sent()), (ErrorKind::Validation, false));
}

/// A plain message whose recipients stand in its channels, and a message that the response leaves out, are no success.
#[test]
fn a_message_without_rows_is_no_success() {
    let plain = |to: &str| {
        let text = format!(r#"{{"sms":{{"recipients":["{to}"],"sender":"MyShop","text":"Hi"}}}}"#);
        Message::from(Json::object(text).unwrap())
    };
    let transport = MockTransport::new();
    let refused = r#""b":{"response_code":300,"response_status":"INVALID_REQUEST","response_result":null}"#;
    transport.reply(200, format!(r#"{{"response_code":0,"response_status":"OK","response_result":{{{refused}}}}}"#));
    let client = Client::builder().api_key("test-key").transport(&transport).ignore_environment().build().unwrap();
    let results = client.turbosms().send_multi([("a", plain(TO)), ("b", plain("+380671234568"))]).unwrap();
    let outcomes: Vec<_> = results.iter().map(|(_, result)| (result.ok(), result[0].outcome())).collect();
    assert_eq!(outcomes, [(false, Outcome::Unknown), (false, Outcome::Rejected)]);
}

#[test]
fn times_without_end_are_refused() {
    let client = client("http://127.0.0.1:9");
    let second = Duration::from_secs(1);
    for time in [Duration::MAX, Duration::from_secs(86_401), Duration::ZERO] {
        let options = CallOptions::new().timeout(time);
        for error in [
            client.messages().timeout(time).send(sms()).unwrap_err(),
            client.messages().options(options.clone()).status("m-1").unwrap_err(),
            client.chathub().timeout(time).organizations().unwrap_err(),
            client.cascade().timeout(time).send(CascadeMessage::new(TO, "S", "promo"), false).unwrap_err(),
            client.turbosms().timeout(time).status(["1"]).unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("timeout")), "{error}");
        }
        assert!(Client::builder().ignore_environment().timeout(time).build().unwrap_err().is_configuration());
        assert!(Client::builder().ignore_environment().connect_timeout(time).build().unwrap_err().is_configuration());
    }
    for (time, interval, field) in [(Duration::MAX, second, "timeout"), (second, Duration::MAX, "interval")] {
        for error in [
            client.messages().wait("m-1", time, interval).unwrap_err(),
            client.messages().wait_all(["m-1"], time, interval).unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some(field)), "{error}");
        }
        let error = client.chathub().follow(1, interval, time).next().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Validation);
    }
    assert!(client.messages().wait_all([""; 0], Duration::MAX, second).is_err());
}

#[test]
fn secrets_are_readable_on_purpose_only() {
    let secret = Secret::new("token-of-test");
    assert_eq!((secret.expose(), secret.as_ref()), ("token-of-test", "token-of-test"));
    assert_eq!(format!("{secret} {secret:?}"), "*** ***");
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = Client::builder().api_key(&secret).base_url(sandbox.url()).ignore_environment().build().unwrap();
    let token = client.chathub().login("test-desk", Secret::new("test-password")).unwrap();
    assert!(token.expose().contains('.'), "{token}");
    let known = client.chathub().operator_token(507, None).unwrap();
    assert!(client.chathub().validate_token(&known).unwrap().is_valid());
    assert!(smsbat_core::widget_html(&known).contains(known.expose()));
}

#[test]
fn every_setting_has_a_method() {
    let builder = Client::builder()
        .api_key("k")
        .api_key_as_password(true)
        .username("u")
        .password("p")
        .company_token("t")
        .viber_bot_token("t")
        .telegram_bot_key("t")
        .messagio_user("u")
        .messagio_sign("s")
        .base_url("https://a.example")
        .chathub_url("https://b.example")
        .timeout(Duration::from_secs(1))
        .connect_timeout(Duration::from_secs(1))
        .max_retries(1)
        .proxy("http://p.example")
        .ca_bundle(std::path::Path::new("/nowhere/ca.pem"))
        .max_reply_size(1)
        .country("380")
        .check_phones(false)
        .max_parts_per_message(3)
        .profile("work");
    let shown = format!("{builder:?}");
    for setting in smsbat_core::SETTINGS {
        assert!(shown.contains(&format!("\"{}\"", setting.name)), "{} is not in {shown}", setting.name);
    }
    for wrong in ["https://a.example/?a=1", "https://a.example/#a"] {
        let error = Client::builder().ignore_environment().api_key("k").base_url(wrong).build().unwrap_err();
        assert!(error.message().contains("'?' or '#'"), "{wrong}: {error}");
    }
    let error = Client::builder().ignore_environment().ca_bundle("/nowhere/ca.pem").build().unwrap_err();
    assert!(error.is_configuration() && error.to_string().contains("ca_bundle"), "{error}");
}

#[test]
fn every_message_class_can_be_made_by_name() {
    for class in MESSAGE_CLASSES.iter().chain(API_CLASSES).flat_map(|c| c.iter()) {
        let mut record = Record::new(class);
        for (position, field) in class.fields.iter().enumerate() {
            // A value of a wrong kind is an error, not a panic.
            let _ = record.set_at(position, Value::from(i64::MIN));
            let _ = record.set(field.name, Value::from("x"));
        }
        assert!(record.set("no_such_field", Value::Null).is_err());
        assert!(record.set_at(class.fields.len(), Value::Null).is_err());
    }
}

#[test]
fn a_client_can_answer_from_a_list() {
    let transport = MockTransport::new();
    let builder = Client::builder().ignore_environment().api_key("test-key").max_retries(0);
    let client = builder.transport(&transport).build().unwrap();
    transport.reply(200, r#"{"messages":[{"messageId":"m-1","status":"accepted"}]}"#);
    transport.reply(403, "{}");
    transport.lose_answer();
    transport.refuse_connection();
    assert_eq!(client.messages().send(sms()).unwrap()[0].message_id(), Some("m-1"));
    let errors: Vec<Error> = (0..4).map(|_| client.messages().send(sms()).unwrap_err()).collect();
    assert_eq!(errors[0].kind(), ErrorKind::PermissionDenied);
    let outcomes: Vec<Outcome> = errors.iter().map(Error::outcome).collect();
    assert_eq!(outcomes, [Outcome::NotSent, Outcome::Unknown, Outcome::NotSent, Outcome::NotSent]);
    let requests = transport.requests();
    assert_eq!((requests.len(), requests[0].path()), (3, "/bat/messagelist"));
    assert!(requests[2].body().contains(TO) && !format!("{transport:?} {requests:?}").contains("67123"));
}
