//! The Cascade API: what is taken, what is refused, and which channel carries.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Answer, Stage, changed, examples, stage};
use serde_json::{Value, json};

const ASYNC: &str = "/api/CascadeMessage/send_message/async";
const PATHS: [&str; 3] =
    [ASYNC, "/api/CascadeMessage/send_message/tg-viber/async", "/api/CascadeMessage/send_message/"];
const ITEMS: &str = "/api/items";
const JSON: (&str, &str) = ("Content-Type", "application/json");
const KEY: (&str, &str) = ("X-Authorization-Key", "test-key");
const VIBER: (&str, &str) = ("X-Viber-Auth-Token", "test-viber");
const TELEGRAM: (&str, &str) = ("X-Tg-Bot-Key", "test-telegram");

fn message(changes: Value) -> Value {
    let good = json!({"id": "order-1", "fromName": "NovaShop", "toPhone": "+380670000501",
                      "messageType": "transaction", "text": "Order 1 is packed"});
    changed(good, changes)
}

fn send_with(stage: &Stage, credentials: &[(&str, &str)], body: &Value) -> Answer {
    let headers: Vec<_> = credentials.iter().copied().chain([JSON]).collect();
    stage.call("POST", ASYNC, &headers, &body.to_string())
}

fn sent(stage: &Stage, changes: Value) -> Value {
    let answer = send_with(stage, &[KEY, VIBER, TELEGRAM], &json!([message(changes)]));
    assert_eq!(answer.status, 200, "{}", answer.text);
    stage.newest()
}

#[test]
fn every_example_is_taken_on_every_path_with_every_credential() {
    let stage = stage();
    let credentials: [&[_]; 7] =
        [&[KEY], &[VIBER], &[TELEGRAM], &[KEY, VIBER], &[KEY, TELEGRAM], &[VIBER, TELEGRAM], &[KEY, VIBER, TELEGRAM]];
    for credentials in credentials {
        let headers: Vec<_> = credentials.iter().copied().chain([JSON]).collect();
        for (name, body) in examples(ITEMS, "post") {
            let answer = stage.call("POST", ITEMS, &headers, &body.to_string());
            assert_eq!((answer.status, answer.text.as_str()), (200, "{}"), "{name}");
        }
        for path in PATHS {
            let all = examples(path, "post");
            assert_eq!(all.len(), 8);
            for (name, body) in all {
                let answer = stage.call("POST", path, &headers, &body.to_string());
                assert_eq!(answer.status, 200, "{name}: {}", answer.text);
                let receipt = answer.json()[0].clone();
                assert_eq!(receipt.as_object().unwrap().len(), 2);
                assert_eq!(receipt["messageId"].as_str().unwrap().len(), 36);
                assert_eq!(receipt["trackinId"], body[0]["id"], "{name}");
                let item = stage.newest();
                assert_eq!((&item["api"], &item["accepted_row"]), (&json!("cascade"), &receipt));
                assert_eq!(item["customer_message_id"], body[0]["id"]);
            }
        }
    }
}

#[test]
fn variables_are_filled_in_and_the_text_is_kept() {
    let stage = stage();
    let values = json!({"variables": [
        {"id": 1, "type": "name", "value": "Oksana"},
        {"id": 1, "type": "short_url", "value": "https://shop.example.org/sale"},
    ]});
    assert_eq!(stage.post(ITEMS, &values).status, 200);
    let text = "Hi %name=1%, 20% off: %short_url=1% %url=7%";
    let inline = json!([{"id": 7, "type": "url", "value": "https://shop.example.org/"}]);
    let item = sent(&stage, json!({"text": text, "variables": inline}));
    assert_eq!(item["text"], text);
    let rendered = item["rendered"].as_str().unwrap();
    assert!(rendered.starts_with("Hi Oksana, 20% off: https://s.example/"), "{rendered}");
    assert!(rendered.ends_with(" https://shop.example.org/"), "{rendered}");

    let unknown = stage.post(ASYNC, &json!([message(json!({})), message(json!({"text": "%name=2%"}))]));
    assert_eq!(unknown.status, 422);
    assert_eq!(unknown.json()["error"]["field"], "[1].text");
    assert!(unknown.json()["error"]["message"].as_str().unwrap().contains("%name=2%"));
    // Values belong to the credential that uploaded them, and end with a reset.
    let other = send_with(&stage, &[("X-Authorization-Key", "test-other")], &json!([message(json!({"text": text}))]));
    assert_eq!(other.status, 422);
    stage.sandbox.reset();
    assert_eq!(stage.post(ASYNC, &json!([message(json!({"text": text, "variables": inline}))])).status, 422);
}

#[test]
fn the_first_channel_that_works_carries() {
    let stage = stage();
    let telegram = json!({"text": "by Telegram", "chatId": 90_011_223});
    let viber = json!({"text": "by Viber", "receiver": "abc", "fallbackText": "by SMS"});
    for (changes, channel, text) in [
        (json!({}), "viber", "Order 1 is packed"),
        (json!({"tgMessage": {"text": "no chat"}}), "viber", "Order 1 is packed"),
        (json!({"viberMessage": viber}), "viber_bot", "by Viber"),
        (json!({"viberMessage": viber, "tgMessage": telegram}), "telegram", "by Telegram"),
        (json!({"messageType": "flashcall", "text": null}), "flashcall", ""),
    ] {
        let item = sent(&stage, changes.clone());
        assert_eq!((&item["channel"], &item["rendered"]), (&json!(channel), &json!(text)), "{changes}");
    }
    // Without a bot's credentials its block is left out.
    send_with(&stage, &[KEY], &json!([message(json!({"viberMessage": viber, "tgMessage": telegram}))]));
    assert_eq!(stage.newest()["channel"], "viber");

    sent(&stage, json!({"toPhone": "+380990000211", "tgMessage": telegram, "viberMessage": viber}));
    stage.advance(3);
    let item = stage.newest();
    assert_eq!((&item["channel"], &item["status"]), (&json!("viber_bot"), &json!("delivered")));
    assert_eq!(item["rendered"], "by Viber");
    let history: Vec<_> = item["history"].as_array().unwrap().iter().map(|event| event["channel"].clone()).collect();
    assert_eq!(history, ["telegram", "telegram", "telegram", "viber_bot", "viber_bot"]);

    sent(&stage, json!({"toPhone": "+380990000201", "viberMessage": viber}));
    stage.advance(3);
    let item = stage.newest();
    assert_eq!((&item["channel"], &item["status"]), (&json!("sms"), &json!("undeliverable")));
    assert_eq!(item["rendered"], "by SMS");
    let all =
        json!({"viber_bot": "undeliverable", "viber": "undeliverable", "rcs": "undeliverable", "sms": "undeliverable"});
    assert_eq!(item["extended_statuses"], all);

    let fallback = json!({"messageType": "transaction", "text": "Code 771940"});
    sent(&stage, json!({"toPhone": "+380990000211", "messageType": "flashcall", "fallback": fallback}));
    stage.advance(3);
    assert_eq!((&stage.newest()["channel"], &stage.newest()["rendered"]), (&json!("sms"), &json!("Code 771940")));
}

#[test]
fn schedules_and_ttl_obey_the_clock() {
    let stage = stage();
    let now = stage.get("/_sandbox/clock").json()["now"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    let later = now + jiff::SignedDuration::from_secs(600);
    let zoned = later.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(2))).strftime("%Y-%m-%dT%H:%M:%S%.3f+02:00");
    for fields in [
        json!({"scheduledSent": later.to_string()}),
        json!({"sheduledSent": zoned.to_string()}),
        json!({"scheduledTime": later.to_string(), "scheduledSent": zoned.to_string()}),
    ] {
        stage.sandbox.reset();
        let item = sent(&stage, fields);
        let path = format!("/bat/message/{}", item["message_id"].as_str().unwrap());
        assert!(item["scheduled_for"].is_string());
        stage.advance(590);
        assert_eq!(stage.get(&path).json()["deliverystatus"], "scheduled");
        stage.advance(13);
        // A guess: the status call of the SMSBAT API knows these ids.
        assert_eq!(stage.get(&path).json()["deliverystatus"], "delivered");
    }
    sent(&stage, json!({"ttl": 60, "toPhone": "+380990000301", "messageType": "flashcall"}));
    stage.advance(59);
    assert_eq!(stage.newest()["status"], "processing");
    stage.advance(1);
    assert_eq!(stage.newest()["status"], "expired");
}

#[test]
fn each_rule_refuses() {
    let survey = |changes: Value| {
        changed(message(json!({"messageType": "viber_survey", "surveyOptions": ["Yes", "No"]})), changes)
    };
    let viber = |block: Value| message(json!({"viberMessage": block}));
    let card = json!({"title": "Kettle", "imageUrl": "https://cdn.example.org/k.png"});
    let cases: Vec<(Value, u16, &str, &str)> = vec![
        (message(json!({"id": null})), 400, "MISSING_FIELD", "id"),
        (message(json!({"fromName": ""})), 400, "MISSING_FIELD", "fromName"),
        (message(json!({"toPhone": "0670000501"})), 400, "INVALID_PHONE", "toPhone"),
        (message(json!({"messageType": "sms"})), 400, "INVALID_FORMAT", "messageType"),
        (message(json!({"text": null})), 400, "MISSING_FIELD", "text"),
        (message(json!({"text": 5})), 400, "INVALID_FORMAT", "text"),
        (message(json!({"ttl": 0})), 400, "INVALID_FORMAT", "ttl"),
        (message(json!({"scheduledSent": "2026-05-05T09:00:00"})), 400, "INVALID_FORMAT", "scheduledSent"),
        (
            message(json!({"scheduledSent": "2026-05-05T09:00:00Z", "sheduledSent": "2026-05-05T09:00:01Z"})),
            400,
            "INVALID_FORMAT",
            "sheduledSent",
        ),
        (message(json!({"wheterCheckSession": 1})), 400, "INVALID_FORMAT", "wheterCheckSession"),
        (message(json!({"customerData": "x"})), 400, "INVALID_FORMAT", "customerData"),
        (message(json!({"buttonText": 1})), 400, "INVALID_FORMAT", "buttonText"),
        (message(json!({"variables": [{"id": "1", "value": "x"}]})), 400, "INVALID_FORMAT", "variables[0].id"),
        (message(json!({"variables": [{"id": 1}]})), 400, "MISSING_FIELD", "variables[0].value"),
        (message(json!({"fallback": {"text": "x"}})), 400, "MISSING_FIELD", "fallback.messageType"),
        (survey(json!({"surveyOptions": ["Yes"]})), 422, "INVALID_VALUE", "surveyOptions"),
        (survey(json!({"surveyOptions": ["1", "2", "3", "4", "5", "6"]})), 422, "INVALID_VALUE", "surveyOptions"),
        (survey(json!({"surveyOptions": null})), 400, "MISSING_FIELD", "surveyOptions"),
        (survey(json!({"text": "ї".repeat(86)})), 400, "MESSAGE_TOO_LONG", "text"),
        (message(json!({"messageType": "viber_carousel"})), 400, "MISSING_FIELD", "viberMessage"),
        (viber(json!({"minApiVersion": "1"})), 400, "INVALID_FORMAT", "viberMessage.minApiVersion"),
        (viber(json!({"sender": {"avatar": "x"}})), 400, "INVALID_FORMAT", "viberMessage.sender.avatar"),
        (viber(json!({"survey": {"options": ["one"]}})), 422, "INVALID_VALUE", "viberMessage.survey.options"),
        (
            viber(json!({"carousel": {"items": [card]}})),
            400,
            "MISSING_FIELD",
            "viberMessage.carousel.items[0].primaryButton",
        ),
        (message(json!({"tgMessage": {"chatId": "7"}})), 400, "INVALID_FORMAT", "tgMessage.chatId"),
        (message(json!({"tgMessage": {"buttons": [{"text": 1}]}})), 400, "INVALID_FORMAT", "tgMessage.buttons[0].text"),
    ];
    let stage = stage();
    for (message, status, code, field) in cases {
        let answer = stage.post(ASYNC, &json!([message]));
        let error = answer.json()["error"].clone();
        assert_eq!((answer.status, error["code"].as_str().unwrap()), (status, code), "{message}");
        assert_eq!(error["field"], format!("[0].{field}"), "{message}");
    }
    assert_eq!(stage.sandbox.messages().len(), 0);
    for (variable, status, field) in [
        (json!({"id": 1, "type": "url", "value": "shop.example.org"}), 400, "value"),
        (json!({"id": 1, "type": "short_url", "value": "https://s.example/abc"}), 422, "value"),
        (json!({"id": 1, "type": "name", "value": "<b>x</b>"}), 422, "value"),
        (json!({"id": 1, "type": "text", "value": "x"}), 400, "type"),
        (json!({"id": 1, "value": "x"}), 400, "type"),
        (json!({"id": 1, "type": "name", "value": "x", "name": "y"}), 400, "name"),
    ] {
        let answer = stage.post(ITEMS, &json!({"variables": [variable]}));
        assert_eq!(answer.status, status, "{}", answer.text);
        assert_eq!(answer.json()["error"]["field"], format!("variables[0].{field}"));
    }
    assert_eq!(stage.post(ITEMS, &json!({"variables": []})).status, 422);
}

#[test]
fn credentials_and_media_type() {
    let stage = stage();
    let body = json!([message(json!({}))]);
    assert_eq!(send_with(&stage, &[], &body).status, 401);
    assert_eq!(send_with(&stage, &[KEY, ("X-Tg-Bot-Key", "wrong")], &body).status, 401);
    assert_eq!(send_with(&stage, &[("X-Authorization-Key", "test-suspended")], &body).status, 403);
    assert_eq!(stage.call("POST", ASYNC, &[KEY], &body.to_string()).status, 415);
    assert_eq!(stage.get(ASYNC).status, 405);
    for (code, status) in [("403", 403), ("500", 500), ("429", 429)] {
        let body = json!([message(json!({"toPhone": format!("+380990000{code}")}))]);
        assert_eq!(stage.post(ASYNC, &body).status, status);
    }
}
