//! What tests do with a sandbox beside sending: recipients that answer, checks of what was sent, snapshots.
#![allow(clippy::unwrap_used)]

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};

use common::{KEY, SEND, Stage, stage};
use serde_json::{Value, json};
use smsbat_sandbox::{Error, Filter, Rule};

/// Sends a message and returns its id.
fn sent(stage: &Stage, message: Value) -> String {
    stage.sent(message).trim_start_matches("/bat/message/").to_owned()
}

fn problem(act: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(act)).unwrap_err();
    panic.downcast_ref::<String>().unwrap().clone()
}

#[test]
fn a_check_names_the_nearest_misses() {
    let stage = stage();
    let none = Filter::new().to("+380671234567").text("Your order is ready");
    let text = problem(|| drop(stage.sandbox.assert_sent(&none, 1)));
    assert!(text.ends_with("nothing was sent at all"), "{text}");

    for (to, text) in [
        ("+380671234567", "Spring sale"),
        ("+380671234567", "Your order was ready"),
        ("+380671234568", "Your order is ready"),
        ("+380990000101", "Your order is ready"),
        ("+380501112233", "Hello"),
    ] {
        stage.send(json!([common::sms(json!({"to": to, "text": text}))]));
    }
    let text = problem(|| drop(stage.sandbox.assert_sent(&none, 1)));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], r#"1 expected with to="+380671234567", text="Your order is ready", but 0 found"#);
    assert_eq!(lines[1], "nearest:");
    let near = [
        r#"  1. sms to +380671234568, scheduled, "Your order is ready": another recipient"#,
        r#"  2. sms to +380671234567, scheduled, "Your order was ready": another text"#,
    ];
    assert_eq!(lines[2..4], near);
    assert_eq!(lines.len(), 5);

    // A refused message was not sent; with a status it is found.
    let refused = Filter::new().to("+380990000101");
    let text = problem(|| drop(stage.sandbox.assert_sent(&refused, 1)));
    assert!(text.contains("refused: the number is in the stop list"), "{text}");
    assert_eq!(stage.sandbox.assert_sent(&refused.status("rejected"), 1).len(), 1);
    assert_eq!(stage.sandbox.assert_sent(&Filter::new().text("order"), 2)[1].to(), "+380671234568");
    stage.sandbox.assert_sent(&Filter::new().text("Good bye"), 0);
    let text = problem(|| drop(stage.sandbox.assert_sent(&Filter::new().text("order"), 0)));
    assert!(text.contains("0 expected") && text.contains("found:\n  1. sms to +380671234567"), "{text}");

    let verdict = stage.get("/_sandbox/messages/assert?text=order&count=2").json();
    assert_eq!((&verdict["ok"], &verdict["problem"]), (&json!(true), &json!(null)));
    let verdict = stage.get("/_sandbox/messages/assert?text=nothing").json();
    assert_eq!(verdict["ok"], false);
    assert_eq!(stage.get("/_sandbox/messages/assert?timeout=1").status, 400);
    assert_eq!(stage.get("/_sandbox/messages/assert?offset=1").status, 400);
}

#[test]
fn a_check_sees_all_messages() {
    let stage = stage();
    let many: Vec<_> = (0..1_100).map(|i| common::sms(json!({"text": format!("Order {i}")}))).collect();
    stage.send(json!(many));
    let all = stage.sandbox.assert_sent(&Filter::new().text("Order"), 1_100);
    assert_eq!((all.len(), all[0].text(), all[1_099].text()), (1_100, "Order 0", "Order 1099"));
    let listed = |query: &str| {
        let verdict = stage.get(&format!("/_sandbox/messages/assert?text=Order&count=1100{query}")).json();
        assert_eq!(verdict["ok"], true, "{}", verdict["problem"]);
        verdict["messages"].as_array().unwrap().len()
    };
    assert_eq!((listed(""), listed("&limit=2")), (1_100, 2));
}

#[test]
fn a_snapshot_brings_everything_back() {
    let stage = stage();
    let sandbox = &stage.sandbox;
    assert!(matches!(sandbox.restore(1), Err(Error::Refused(why)) if why.contains("no such snapshot")));
    let id = sent(&stage, common::sms(json!({"to": "+380671234567", "text": "Before"})));
    sandbox.reply(&id, "Thank you").unwrap();
    sandbox.add_rule(Rule::new().to("38050*").status("rejected")).unwrap();
    let chat = sandbox.chathub()["chats"][0]["id"].as_u64().unwrap();
    sandbox.chat_message(chat, "Hello").unwrap();
    let chats = sandbox.chathub();
    let requests = sandbox.requests().len();
    let before = sandbox.messages();
    let snapshot = sandbox.snapshot();

    sandbox.advance(std::time::Duration::from_secs(60));
    stage.send(json!([common::sms(json!({"text": "After"}))]));
    sandbox.chat_message(chat, "Hello again").unwrap();
    sandbox.reset();
    sandbox.restore(snapshot).unwrap();
    assert_eq!(sandbox.messages(), before);
    assert_eq!(sandbox.chathub(), chats);
    assert_eq!((sandbox.rules().len(), sandbox.requests().len()), (1, requests));
    let conversation = stage.get("/_sandbox/conversations/380671234567").json();
    assert_eq!(conversation["entries"][1]["text"], "Thank you", "{conversation}");

    // As often as a suite has tests; ids stay unique.
    let again = sent(&stage, common::sms(json!({"text": "Again"})));
    assert_ne!(again, id);
    sandbox.restore(snapshot).unwrap();
    assert_eq!(sandbox.messages(), before);
    assert!(sandbox.message(&again).is_none());
    let restored = stage.call("POST", "/_sandbox/restore", &[], r#"{"snapshot": null}"#).json();
    assert_eq!(restored["snapshot"], snapshot);
}

#[test]
fn recipients_answer() {
    let stage = stage();
    let sandbox = &stage.sandbox;
    let id = sent(&stage, common::sms(json!({})));
    let reply = sandbox.reply(&id, "Thank you").unwrap();
    assert_eq!(reply, json!({"kind": "reply", "text": "Thank you", "webhook": false, "idUuid": null}));
    assert!(matches!(sandbox.reply(&id, ""), Err(Error::Refused(_))));
    assert!(matches!(sandbox.reply("nobody's", "Hello"), Err(Error::Refused(_))));
    assert!(matches!(sandbox.answer(&id, "Yes"), Err(Error::Refused(why)) if why.contains("none")));
    assert!(matches!(sandbox.press(&id, "Buy"), Err(Error::Refused(why)) if why.contains("none")));
    let viber = json!({"type": "viber_promo", "from": "MyShop", "to": "+380671234567", "text": "Sale",
        "messageData": {"img": "https://cdn.example.org/i.png", "buttonText": "Buy", "buttonAction": "https://example.org/buy"}});
    let id = sent(&stage, viber);
    assert_eq!(sandbox.press(&id, "Buy").unwrap()["kind"], "open");

    let incoming = sandbox.incoming("+380671234567", "MyShop", "Hello").unwrap();
    assert_eq!(incoming["phoneNumber"], "380671234567");
    assert!(matches!(sandbox.incoming("nobody", "MyShop", "Hello"), Err(Error::Refused(_))));
    assert!(matches!(sandbox.set_webhook_url(Some("http://example.org")), Err(Error::Refused(_))));
    sandbox.set_webhook_url(Some("http://127.0.0.1:9/hook")).unwrap();
    assert_eq!(sandbox.webhooks()["url"], "http://127.0.0.1:9/hook");
    sandbox.set_webhook_url(None).unwrap();
    assert_eq!(sandbox.webhooks()["url"], json!(null));
}

#[test]
fn a_space_can_be_named_in_the_query() {
    let stage = stage();
    let headers = [("X-Authorization-Key", "test-one"), ("Content-Type", "application/json")];
    let answer = stage.call("POST", SEND, &headers, &json!([common::sms(json!({}))]).to_string());
    assert_eq!(answer.status, 200, "{}", answer.text);
    let total = |path: &str| stage.get(path).json()["total"].as_u64().unwrap();
    assert_eq!(total("/_sandbox/messages?space=test-one&limit=5"), 1);
    assert_eq!(total("/_sandbox/messages?limit=5&space=test%2Dtwo"), 0);
    assert_eq!(total("/_sandbox/messages"), 0);
    assert_eq!(stage.get("/_sandbox/messages?space=mine").status, 401);
    // The header comes first.
    let answer = stage.call("GET", "/_sandbox/messages?space=test-two", &[KEY, ("X-Sandbox-Space", "test-one")], "");
    assert_eq!(answer.json()["total"], 1);
}
