//! Feature `serde`: messages both ways, replies one way, structs as rows.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use smsbat_core::bulk::{BulkOptions, BulkReport, Problem, ReportRow, Row, Rows, Source};
use smsbat_core::testing::MockTransport;
use smsbat_core::{
    Action, Button, Card, Client, Error, Fallback, Json, Message, Outcome, Phone, Rcs, RcsButton, SendResult, Sms,
    ViberCarousel, ViberPromo, webhooks,
};

fn client(transport: &MockTransport) -> Client {
    Client::builder().api_key("test-key").transport(transport).build().unwrap()
}

fn written(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn messages_come_back_as_they_were() {
    let sms = Sms::new("+380671234567", "MyShop", "Hello").ttl(60).customer_message_id("order-1");
    let wanted = json!({
        "type": "sms", "to": "+380671234567", "sender": "MyShop", "text": "Hello", "ttl": 60, "customer_message_id": "order-1"
    });
    assert_eq!(written(&sms), wanted);
    assert_eq!(serde_json::from_value::<Sms>(wanted.clone()).unwrap(), sms);
    assert_eq!(serde_json::from_value::<Message>(wanted.clone()).unwrap(), Message::from(&sms));
    // The type of a message says its kind, so the word may be left out.
    let mut bare = wanted;
    bare.as_object_mut().unwrap().remove("type");
    assert_eq!(serde_json::from_value::<Sms>(bare).unwrap(), sms);

    let rcs = Rcs::new("+380671234567", "MyShop", "Hi").buttons([
        RcsButton::new("Call", Action::dial("+380441234567")),
        RcsButton::new("Open", Action::open_url("https://example.com")),
    ]);
    let viber = ViberPromo::new("+380671234567", "MyShop")
        .text("Hi")
        .button(Button::new("Open", "https://example.com"))
        .fallback(Fallback::new("Hi"));
    let plain = Message::from(Json::object(r#"{"type":"new_kind","from":"MyShop","n":[1,-2,2.5,null,true]}"#).unwrap());
    for message in [Message::from(rcs), viber.into(), plain] {
        let text = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<Message>(&text).unwrap(), message, "{text}");
    }
}

#[test]
fn fields_of_others_are_refused() {
    let refused = |json: Value| serde_json::from_value::<Message>(json).unwrap_err().to_string();
    let sms = |name: &str, value: Value| {
        let mut json = json!({"type": "sms", "to": "+380671234567", "sender": "MyShop", "text": "Hello"});
        json[name] = value;
        json
    };
    for (json, reason) in [
        (sms("from", json!("MyShop")), "Sms has no field 'from'"),
        (sms("to", json!(380671234567_u64)), "Sms.to must be text"),
        (sms("ttl", json!("60")), "Sms.ttl must be an integer"),
        (sms("ttl", json!(1.5)), "Sms.ttl: must not be a number of this size or form"),
        (sms("ttl", json!(u64::MAX)), "Sms.ttl: must not be a number of this size or form"),
        (sms("text", json!(null)), "Sms.text is required"),
        (sms("type", json!("pigeon")), "'type' must be one of: sms, viber_promo"),
        (json!({"to": "+380671234567"}), "'type' must be one of: sms, viber_promo"),
        (json!("sms"), "must be an object of fields by their names"),
        (
            json!({"type": "viber_carousel", "to": "+1", "sender": "s", "text": "t", "cards": [{"nope": 1}]}),
            "has no field 'nope'",
        ),
    ] {
        let why = refused(json);
        assert!(why.contains(reason), "{why}");
        assert!(!why.contains("380671234567"), "{why}");
    }
    let twice = r#"{"type":"sms","to":"+380671234567","to":"+380671234568","sender":"MyShop","text":"Hello"}"#;
    assert!(serde_json::from_str::<Message>(twice).unwrap_err().to_string().contains("given twice"));
    let deep = format!("{{\"plain\":{}1{}}}", "{\"a\":".repeat(110), "}".repeat(110));
    assert!(serde_json::from_str::<Message>(&deep).unwrap_err().to_string().contains("levels deep"));
    // What goes out as it was given must not lose digits on the way.
    for number in ["123456789012345678901", "-123456789012345678901", "1e300"] {
        let plain = format!(r#"{{"plain":{{"customerMessageId":{number}}}}}"#);
        assert!(serde_json::from_str::<Message>(&plain).unwrap_err().to_string().contains("exactly"), "{number}");
    }
    let _ = (Card::class(), ViberCarousel::class());
}

#[test]
fn replies_have_the_names_of_their_getters() {
    let transport = MockTransport::new();
    transport.reply(200, r#"{"messagelistId":"l-1","messages":[{"messageId":"m-1","status":"accepted","new":1}]}"#);
    let result = client(&transport).messages().send(Sms::new("+380671234567", "MyShop", "Hello")).unwrap();
    let json = written(&result);
    assert_eq!((&json["messagelist_id"], &json["ok"]), (&json!("l-1"), &json!(true)));
    let row = &json["messages"][0];
    assert_eq!(
        (&row["message_id"], &row["outcome"], &row["reason"]),
        (&json!("m-1"), &json!("accepted"), &json!(null))
    );
    assert_eq!(written(&result[0]), *row);

    let error = client(&transport).messages().send(Sms::new("1", "MyShop", "Hello")).unwrap_err();
    let json = written(&error);
    assert_eq!((&json["kind"], &json["outcome"]), (&json!("validation"), &json!("not_sent")));
    assert_eq!(json["problems"][0]["rule"], "phone");

    let webhook = webhooks::parse(br#"{"messageId":"m-1","deliverystatus":"delivered"}"#).unwrap();
    assert_eq!(written(&webhook)["delivery"]["is_delivered"], true);
    let other = webhooks::parse(br#"{"a":1,"a":[2.5,"x"]}"#).unwrap();
    assert!(serde_json::to_string(&other).unwrap().contains(r#""a":[2.5,"x"]"#));

    assert_eq!(serde_json::from_str::<Outcome>(r#""not_sent""#).unwrap(), Outcome::NotSent);
    let phone: Phone = serde_json::from_str(r#""+380 67 123-45-67""#).unwrap();
    assert_eq!(written(&phone), "+380671234567");
    assert_eq!(written(&smsbat_core::segments("Hello"))["encoding"], "GSM-7");
    fn all<T: Serialize>() {}
    all::<SendResult>();
    all::<Error>();
}

fn campaign(source: impl Source, options: &[(&str, &str)]) -> (BulkReport, Vec<ReportRow>, MockTransport) {
    let transport = MockTransport::new();
    (0..9).for_each(|_| transport.reply(200, r#"{"messages":[{"messageId":"m-1","status":"accepted"}]}"#));
    let mut all = BulkOptions::default();
    options.iter().for_each(|(name, value)| all.set(name, value).unwrap());
    let mut report = client(&transport).messages().send_bulk(source, &all).unwrap();
    let rows = report.rows().unwrap().map(Result::unwrap).collect();
    (report, rows, transport)
}

#[derive(Serialize, Deserialize)]
struct Customer {
    to: String,
    name: Option<&'static str>,
    #[serde(flatten)]
    more: BTreeMap<String, f64>,
    unneeded: (f32, Vec<u8>),
}

#[test]
fn a_struct_is_a_row() {
    let ada = Customer {
        to: "+380671234567".to_owned(),
        name: Some("Ada"),
        more: BTreeMap::from([("sum".to_owned(), 12.5)]),
        unneeded: (3.0e9, vec![1]),
    };
    let options = [("sender", "MyShop"), ("template", "Hi {name}, {sum}")];
    let (report, rows, transport) = campaign(Rows::named([&ada]), &options);
    // It is on no line of a file.
    assert_eq!((report.accepted(), rows[0].line), (1, None));
    assert!(transport.requests()[0].body().contains("Hi Ada, 12.5"));
    // Without a value for the text nobody is greeted.
    let (report, rows, _) = campaign(Rows::named([Customer { name: None, ..ada }]), &options);
    assert_eq!((report.not_sent(), rows[0].to.as_str()), (1, "+380671234567"));
}

#[test]
fn a_row_that_is_none_stops_nobody() {
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Odd {
        Number(u8),
        List(Vec<u8>),
        Text(&'static str),
        Lossy { to: f32, text: &'static str },
        Named(HashMap<u8, u8>),
        Good { to: u64, text: &'static str, from: &'static str },
    }
    let rows = [
        Odd::Number(1),
        Odd::List(vec![1]),
        Odd::Text("x"),
        Odd::Lossy { to: 380671234567.0, text: "Hello" },
        Odd::Named(HashMap::from([(1, 1)])),
        // `from` is no column here, and makes no message that goes out as given.
        Odd::Good { to: 380671234567, text: "Hello", from: "Other" },
    ];
    let (report, rows, transport) = campaign(Rows::named(rows), &[("sender", "MyShop")]);
    assert_eq!((report.total(), report.accepted()), (6, 1));
    assert!(transport.requests()[0].body().contains(r#""from":"MyShop""#));
    let reason = |i: usize| rows[i].reason.as_str();
    assert!((0..3).all(|i| reason(i) == "must be a struct or a map with the names of columns"), "{rows:?}");
    assert!(reason(3).contains("float32"), "{}", reason(3));
    assert!(reason(4).contains("a name that is not a text"), "{}", reason(4));
}

#[test]
fn rows_of_an_iterator_may_be_broken_and_progress_may_count() {
    let rows = [
        Row::from(Sms::new("+380671234567", "", "Hello")),
        Row::Broken(Problem::new("birthday", "range", "is in the future")),
    ];
    let (report, rows, _) = campaign(Rows::new(rows), &[("sender", "MyShop")]);
    assert_eq!((report.accepted(), report.not_sent()), (1, 1));
    assert_eq!((rows[1].rule.as_str(), rows[1].reason.as_str()), ("range", "birthday is in the future"));

    let (sender, receiver) = std::sync::mpsc::channel();
    let mut calls = 0;
    let mut options = BulkOptions::default();
    options.on_progress(move |progress| {
        calls += 1;
        sender.send((calls, progress.settled())).unwrap();
    });
    let transport = MockTransport::new();
    let row = Row::Broken(Problem::new("", "test", "is broken"));
    let report = client(&transport).messages().send_bulk(Rows::new([row]), &options).unwrap();
    assert_eq!(report.not_sent(), 1);
    let all: Vec<_> = receiver.try_iter().collect();
    assert_eq!(all.last(), Some(&(all.len(), 1)));
}

#[test]
fn every_kind_of_value_is_a_cell_or_a_refusal() {
    struct Bytes;
    impl Serialize for Bytes {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_bytes(b"Ada")
        }
    }
    #[derive(Serialize)]
    struct Named(&'static str);
    #[derive(Serialize)]
    enum Word {
        Ada,
        Other(&'static str),
    }
    fn sent(value: impl Serialize) -> Result<String, String> {
        #[derive(Serialize)]
        struct Customer<T> {
            to: &'static str,
            name: T,
        }
        let row = Customer { to: "+380671234567", name: value };
        let (report, rows, transport) =
            campaign(Rows::named([row]), &[("sender", "MyShop"), ("template", "Hi {name}!")]);
        assert_eq!(report.total(), 1);
        match transport.requests().first() {
            Some(request) => {
                let body: Value = serde_json::from_str(request.body()).unwrap();
                Ok(body["messages"][0]["text"].as_str().unwrap().to_owned())
            }
            None => Err(rows[0].reason.clone()),
        }
    }
    let greeted = [sent(Named("Ada")), sent(Word::Ada), sent(Some("Ada")), sent("Ada")];
    assert!(greeted.iter().all(|text| text.as_deref() == Ok("Hi Ada!")), "{greeted:?}");
    // Nobody is greeted by an empty name.
    for nothing in [sent(()), sent(None::<u8>)] {
        assert!(nothing.as_ref().is_err_and(|reason| reason.contains("name")), "{nothing:?}");
    }
    for other in [sent(Bytes), sent(Word::Other("Ada"))] {
        assert!(other.as_ref().is_err_and(|reason| reason.contains("name")), "{other:?}");
    }
    // None of them is a row.
    fn whole(row: impl Serialize) -> String {
        let (report, rows, _) = campaign(Rows::named([row]), &[("sender", "MyShop")]);
        assert_eq!((report.total(), report.not_sent()), (1, 1));
        rows[0].reason.clone()
    }
    for reason in [whole(()), whole(None::<u8>), whole(Bytes), whole(Word::Other("Ada"))] {
        assert_eq!(reason, "must be a struct or a map with the names of columns");
    }
}

/// Fractions that the progress function is given.
fn fractions(source: impl Source) -> Vec<Option<f64>> {
    let (sender, receiver) = std::sync::mpsc::channel();
    let mut options = BulkOptions::default();
    options.on_progress(move |progress| sender.send(progress.fraction).unwrap());
    let report = client(&MockTransport::new()).messages().send_bulk(source, &options).unwrap();
    assert_eq!(report.not_sent(), 2_000);
    receiver.try_iter().collect()
}

#[test]
fn progress_says_how_much_of_a_list_is_read() {
    // All are refused, so that nothing is sent.
    let named: Vec<_> = (0..2_000).map(|_| BTreeMap::from([("to", "1")])).collect();
    let messages: Vec<_> = (0..2_000).map(|_| Sms::new("1", "MyShop", "Hello")).collect();
    for told in [fractions(Rows::named(named)), fractions(Rows::new(messages))] {
        assert_eq!((told.first(), told.last()), (Some(&Some(0.5)), Some(&Some(1.0))), "{told:?}");
    }
}
