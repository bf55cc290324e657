//! Each rule refuses what breaks it, with status, code and place.
#![allow(clippy::unwrap_used)]

mod common;

use common::{KEY, SEND, changed, sms, stage};
use serde_json::{Value, json};

const JSON: (&str, &str) = ("Content-Type", "application/json");

/// A message of a type with this data.
fn with_data(kind: &str, data: Value) -> Value {
    sms(json!({"type": kind, "messageData": data}))
}

fn otp(params: Value) -> Value {
    let id = "bed0942f-e07e-4879-834b-29cc4cf3ec35";
    with_data("viber_otp", json!({"templateId": id, "templateLang": "uk", "templateParams": params}))
}

fn button(action: Value) -> Value {
    with_data("rcs", json!({"buttons": [{"text": "Go", "action": action}]}))
}

/// Status, code (integer, text or null) and the last part of the path after `messages[0].`.
fn refused(message: &Value) -> (u16, Value, String) {
    let stage = stage();
    let answer = stage.send(json!([message]));
    assert_ne!(answer.status, 200, "taken: {message}");
    assert_eq!(stage.sandbox.messages().len(), 0);
    let body = answer.json();
    let (code, field) = match &body["error"] {
        Value::Object(error) => (error["code"].clone(), error["field"].clone()),
        _ => {
            assert_eq!(body["status"], answer.status);
            (body["code"].clone(), body["field"].clone())
        }
    };
    assert_eq!(field, body["problems"][0]["path"], "{body}");
    let field = field.as_str().unwrap();
    (answer.status, code, field.strip_prefix("messages[0].").unwrap_or(field).to_owned())
}

#[test]
fn each_rule_refuses() {
    let card = json!({"title": "Kettle", "imageUrl": "https://cdn.example.org/k.png",
                      "primaryButton": {"label": "Order", "actionUrl": "https://shop.example.org"}});
    let carousel = |card: Value| with_data("viber_carousel", json!({"carousel": {"items": [card]}}));
    let rcs_button = json!({"text": "Go", "action": {"type": "shareLocation"}});
    let cases: Vec<(Value, u16, Value, &str)> = vec![
        // Common fields.
        (sms(json!({"form": "NovaShop"})), 400, 1001.into(), "form"),
        (sms(json!({"from": null})), 400, 1002.into(), "from"),
        (sms(json!({"from": ""})), 400, 1002.into(), "from"),
        (sms(json!({"from": 7})), 400, 1001.into(), "from"),
        (sms(json!({"to": null})), 400, 1002.into(), "to"),
        (sms(json!({"to": 380670000101_u64})), 400, 1001.into(), "to"),
        (sms(json!({"to": "0670000101"})), 400, "INVALID_RECIPIENT".into(), "to"),
        (sms(json!({"to": "+38067000010112345"})), 400, "INVALID_RECIPIENT".into(), "to"),
        (sms(json!({"to": ""})), 400, "INVALID_RECIPIENT".into(), "to"),
        (sms(json!({"type": null})), 400, 1002.into(), "type"),
        (sms(json!({"type": "SMS"})), 400, 1001.into(), "type"),
        (sms(json!({"customerMessageId": 5})), 400, 1001.into(), "customerMessageId"),
        (sms(json!({"customerMessageId": ""})), 400, 1002.into(), "customerMessageId"),
        (sms(json!({"ttl": 0})), 400, 1001.into(), "ttl"),
        (sms(json!({"ttl": 1.5})), 400, 1001.into(), "ttl"),
        (sms(json!({"ttl": "1h"})), 400, 1001.into(), "ttl"),
        (sms(json!({"ttl": "060"})), 400, 1001.into(), "ttl"),
        (json!("text"), 400, 1001.into(), "messages[0]"),
        // SMS.
        (sms(json!({"text": null})), 400, 1002.into(), "text"),
        (sms(json!({"text": ""})), 400, 1002.into(), "text"),
        (sms(json!({"from": "TwelveLetter"})), 400, "INVALID_SENDER".into(), "from"),
        (sms(json!({"from": "Nova Shop"})), 400, "INVALID_SENDER".into(), "from"),
        (sms(json!({"messageData": []})), 400, 1001.into(), "messageData"),
        (sms(json!({"fallback": {"type": "sms", "text": "x"}})), 400, 1001.into(), "fallback"),
        // Fallback.
        (sms(json!({"type": "rcs", "fallback": "sms"})), 400, 1001.into(), "fallback"),
        (sms(json!({"type": "rcs", "fallback": {"type": "sms"}})), 400, 1002.into(), "fallback.text"),
        (sms(json!({"type": "rcs", "fallback": {"text": "x"}})), 400, 1002.into(), "fallback.type"),
        // Viber.
        (sms(json!({"type": "viber_promo", "text": null})), 400, 1002.into(), "text"),
        (with_data("viber_promo", json!({"image": "cdn.example.org/a.png"})), 400, 1001.into(), "messageData.image"),
        (with_data("viber_promo", json!({"picture": "x"})), 400, 1001.into(), "messageData.picture"),
        (with_data("viber_promo", json!({"duration": "9"})), 400, 1001.into(), "messageData.duration"),
        (with_data("viber_promo", json!({"button": {"text": "Go"}})), 400, 1002.into(), "messageData.button.url"),
        (with_data("viber_trans", json!({"fileUrl": "ftp://x/y"})), 400, 1001.into(), "messageData.fileUrl"),
        (sms(json!({"type": "viber_trans", "text": ""})), 400, 1002.into(), "text"),
        (sms(json!({"type": "viber_carousel"})), 400, 1002.into(), "messageData"),
        (with_data("viber_carousel", json!({})), 400, 1002.into(), "messageData.carousel"),
        (with_data("viber_carousel", json!({"carousel": []})), 422, Value::Null, "messageData.carousel"),
        (
            carousel(changed(card.clone(), json!({"title": null}))),
            400,
            1002.into(),
            "messageData.carousel.items[0].title",
        ),
        (
            carousel(changed(card.clone(), json!({"primaryButton": {"text": "Order"}}))),
            400,
            1002.into(),
            "messageData.carousel.items[0].primaryButton.actionUrl",
        ),
        (
            with_data("viber_survey", json!({"survey": {"options": ["a", "b", "c", "d", "e", "f"]}})),
            422,
            Value::Null,
            "messageData.survey.options",
        ),
        (with_data("viber_survey", json!({"survey": {"options": []}})), 422, Value::Null, "messageData.survey.options"),
        (
            with_data("viber_survey", json!({"survey": {"options": ["a", 2]}})),
            400,
            1001.into(),
            "messageData.survey.options[1]",
        ),
        // One-time passwords.
        (with_data("viber_otp", json!({})), 400, 1002.into(), "messageData.templateId"),
        (with_data("viber_otp", json!({"validity": 5})), 400, 1002.into(), "messageData.code"),
        (with_data("viber_otp", json!({"code": 4821})), 400, 1001.into(), "messageData.code"),
        (otp(json!({"pin": "1"})), 422, Value::Null, "messageData.templateParams.code_validity_time"),
        (
            otp(json!({"pin": "1", "code_validity_time": "soon"})),
            422,
            Value::Null,
            "messageData.templateParams.code_validity_time",
        ),
        (
            otp(json!({"PIN": "1", "pin": "1", "code_validity_time": 5})),
            422,
            Value::Null,
            "messageData.templateParams.PIN",
        ),
        (otp(json!({"pin": true, "code_validity_time": 5})), 400, 1001.into(), "messageData.templateParams.pin"),
        (
            with_data("viber_otp", json!({"templateId": "7", "templateLang": "uk", "templateParams": {}})),
            400,
            1001.into(),
            "messageData.templateId",
        ),
        // RCS.
        (sms(json!({"type": "rcs", "text": null})), 400, 1002.into(), "text"),
        (sms(json!({"type": "rcs", "text": "ї".repeat(3073)})), 400, "MESSAGE_TOO_LONG".into(), "text"),
        (with_data("rcs", json!({"media": {"type": "image/png"}})), 400, 1002.into(), "messageData.media.url"),
        (with_data("rcs", json!({"buttons": vec![rcs_button; 6]})), 422, Value::Null, "messageData.buttons"),
        (button(json!({"type": "openURL"})), 400, 1001.into(), "messageData.buttons[0].action.type"),
        (button(json!({"type": "openUrl"})), 400, 1002.into(), "messageData.buttons[0].action.url"),
        (
            button(json!({"type": "dial", "phoneNumber": "12"})),
            422,
            1003.into(),
            "messageData.buttons[0].action.phoneNumber",
        ),
        (
            button(json!({"type": "shareLocation", "url": "https://x.org"})),
            400,
            1001.into(),
            "messageData.buttons[0].action.url",
        ),
        (
            button(json!({"type": "createCalendarEvent", "title": "Flight", "startTime": "2026-05-04 15:05"})),
            400,
            1001.into(),
            "messageData.buttons[0].action.startTime",
        ),
        (
            with_data("rcs", json!({"carousel": {"cards": [{"text": "x"}]}})),
            400,
            1001.into(),
            "messageData.carousel.cards[0].text",
        ),
        // Flash call and overview form.
        (sms(json!({"type": "flashcall"})), 400, 1002.into(), "messageData"),
        (with_data("flashcall", json!({"callerId": "77"})), 422, 1003.into(), "messageData.callerId"),
        (json!({"type": "viber", "to": "+380670000101"}), 400, 1002.into(), "recipient"),
    ];
    for (message, status, code, field) in cases {
        assert_eq!(refused(&message), (status, code, field.to_owned()), "{message}");
    }
}

#[test]
fn other_documented_spellings_are_taken() {
    let stage = stage();
    let card = json!({"title": "Kettle", "imageUrl": "https://cdn.example.org/k.png",
                      "primaryButton": {"label": "Order", "url": "https://shop.example.org"}});
    for message in [
        sms(json!({"to": "380 (67) 000-01-01", "ttl": "90"})),
        sms(json!({"from": "+380440000001", "messageData": {}})),
        with_data("viber_carousel", json!({"carousel": [card.clone()]})),
        with_data("viber_promo", json!({"carousel": {"items": [card]}})),
        with_data("viber_survey", json!({"survey": {"options": ["one"]}})),
        otp(json!({"pin": 48213, "code_validity_time": "5"})),
        sms(json!({"type": "viber_otp", "text": "", "messageData": {"code": "1", "validity": 240}})),
        with_data(
            "viber_otp",
            json!({"templateId": "00000000-1111-2222-3333-444444444444", "templateLang": "uk", "templateParams": {"TIME": 7}}),
        ),
        sms(json!({"type": "rcs", "text": "ї".repeat(3072), "fallback": {"type": "email", "text": "x"}})),
        sms(json!({"type": "viber_promo", "from": "YOUR_BRAND"})),
    ] {
        let answer = stage.send(json!([message]));
        assert_eq!(answer.status, 200, "{message}: {}", answer.text);
    }
}

#[test]
fn all_problems_are_listed() {
    let stage = stage();
    let answer = stage.send(json!([sms(json!({})), sms(json!({"to": "1", "ttl": 0})), sms(json!({"text": 1}))]));
    assert_eq!(answer.status, 400);
    let body = answer.json();
    assert_eq!(body["error"]["code"], "INVALID_RECIPIENT");
    assert!(body["error"]["message"].as_str().unwrap().ends_with("(and 2 more)"));
    let paths: Vec<_> = body["problems"].as_array().unwrap().iter().map(|p| p["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["messages[1].to", "messages[1].ttl", "messages[2].text"]);

    let body = stage.post(SEND, &json!([sms(json!({"to": "1"}))])).json();
    assert_eq!(body["problems"][0]["path"], "[0].to");
    let many = stage.send(vec![sms(json!({"to": "1"})); 500].into()).json();
    assert_eq!(many["problems"].as_array().unwrap().len(), 100);
    assert!(many["error"]["message"].as_str().unwrap().ends_with("(and 499 more)"));
}

#[test]
fn bodies_that_are_no_list() {
    let stage = stage();
    for (body, code, field) in [
        ("", 1001, ""),
        ("{", 1001, ""),
        ("3", 1001, ""),
        ("\"messages\"", 1001, ""),
        ("\u{feff}{}", 1001, ""),
        ("{}", 1002, "messages"),
        ("[]", 1002, ""),
        (r#"{"messages": []}"#, 1002, "messages"),
        (r#"{"messages": {}}"#, 1001, "messages"),
        (r#"{"messages": [], "list": 1}"#, 1001, "list"),
    ] {
        let answer = stage.call("POST", SEND, &[KEY, JSON], body);
        assert_eq!((answer.status, &answer.json()["code"]), (400, &json!(code)), "{body}");
        assert_eq!(answer.json()["field"].as_str().unwrap_or_default(), field, "{body}");
    }
    let answer = stage.send(vec![sms(json!({})); 5001].into());
    assert_eq!((answer.status, &answer.json()["code"]), (400, &json!(1001)));
    assert_eq!(answer.json()["field"], "messages");
}

#[test]
fn http_is_checked() {
    let stage = stage();
    let body = json!({"messages": [sms(json!({}))]}).to_string();
    for content_type in ["text/plain", "application/jsonp", "application/x-www-form-urlencoded"] {
        let answer = stage.call("POST", SEND, &[KEY, ("Content-Type", content_type)], &body);
        assert_eq!((answer.status, &answer.json()["error"]), (415, &json!("Unsupported Media Type")));
    }
    assert_eq!(stage.call("POST", SEND, &[KEY], "").status, 415);
    for encoding in ["gzip", "br"] {
        let headers = [KEY, ("Content-Type", "application/json"), ("Content-Encoding", encoding)];
        assert_eq!(stage.call("POST", SEND, &headers, &body).status, 415, "{encoding}");
    }
    for (method, path, status) in
        [("GET", SEND, 405), ("DELETE", "/bat/message/x", 405), ("GET", "/bat/messages", 404), ("GET", "/bat", 404)]
    {
        let answer = stage.call(method, path, &[KEY], "");
        assert_eq!((answer.status, &answer.json()["status"]), (status, &json!(status)), "{method} {path}");
        assert!(!answer.header("x-request-id").is_empty());
    }
    assert_eq!(stage.call("HEAD", "/bat/message/x", &[KEY], "").status, 405);
    for (key, status) in [("wrong", 401), ("test-suspended", 403)] {
        let answer = stage.call("POST", SEND, &[("X-Authorization-Key", key), JSON], &body);
        assert_eq!((answer.status, &answer.json()["status"]), (status, &json!(status)));
    }
    assert_eq!(stage.call("POST", SEND, &[JSON], &body).status, 401);
    assert_eq!(stage.sandbox.messages().len(), 0);
}
