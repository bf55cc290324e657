//! Statuses over time, the fallback, and the magic numbers.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Stage, sms, stage};
use serde_json::{Value, json};
use smsbat_sandbox::MAGIC_NUMBERS;

/// Delivery status at the ages 0 to 3 seconds; `404` where it is not found.
fn words(stage: &Stage, message: Value) -> Vec<String> {
    let path = stage.sent(message);
    (0..4)
        .map(|second| {
            if second > 0 {
                stage.advance(1);
            }
            let answer = stage.get(&path);
            let word = answer.json()["deliverystatus"].as_str().map(str::to_owned);
            word.unwrap_or_else(|| answer.status.to_string())
        })
        .collect()
}

fn magic(code: &str) -> Value {
    sms(json!({"to": format!("+380990000{code}")}))
}

fn viber(to: &str) -> Value {
    let fallback = json!({"type": "sms", "text": "x".repeat(161)});
    sms(json!({"type": "viber_promo", "to": to, "fallback": fallback}))
}

#[test]
fn a_message_is_delivered() {
    let stage = stage();
    assert_eq!(words(&stage, sms(json!({}))), ["scheduled", "processing", "processing", "delivered"]);
}

#[test]
fn the_basic_form_keeps_the_zeros_of_the_price() {
    let stage = stage();
    let path = stage.sent(sms(json!({})));
    let keys = |text: &str| serde_json::from_str::<Value>(text).unwrap().as_object().unwrap().len();
    let scheduled = stage.get(&path).text;
    assert_eq!(keys(&scheduled), 4, "{scheduled}");
    stage.advance(3);
    let delivered = stage.get(&path).text;
    assert_eq!(keys(&delivered), 5, "{delivered}");
    assert!(delivered.contains(r#""deliverystatus":"delivered","partscount":1,"cost":0.310"#), "{delivered}");
}

#[test]
fn a_fallback_that_is_not_needed() {
    let stage = stage();
    let path = stage.sent(viber("+380670000101"));
    stage.advance(3);
    let status = stage.get(&path).json();
    assert_eq!(status["deliverystatus"], "delivered");
    assert_eq!(status["fallbacks"], json!([{"type": "sms", "status": "not_used"}]));
    assert_eq!(status["extendedStatuses"], json!({"viber": "delivered", "sms": "not_used"}));
    assert_eq!(status["rateCurrency"], "EUR");
    assert_eq!(status["billCurrency"], "UAH");
}

#[test]
fn a_fallback_that_takes_effect() {
    let stage = stage();
    let path = stage.sent(viber("+380990000211"));
    stage.advance(2);
    let status = stage.get(&path).json();
    assert_eq!(status["deliverystatus"], "processing");
    assert_eq!(status["extendedStatuses"], json!({"viber": "undeliverable", "sms": "processing"}));
    stage.advance(1);
    let text = stage.get(&path).text;
    let status: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(status["deliverystatus"], "delivered");
    assert_eq!(status["partscount"], 2);
    assert_eq!(status["fallbacks"], json!([{"type": "sms", "status": "delivered"}]));
    assert_eq!(status["extendedStatuses"], json!({"viber": "undeliverable", "sms": "delivered"}));
    assert!(text.contains(r#""rate":0.310,"rateAmount":0.620"#), "{text}");

    let shown = &stage.sandbox.messages()[0];
    let history: Vec<_> = shown["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| format!("{} {}", event["channel"].as_str().unwrap(), event["status"].as_str().unwrap()))
        .collect();
    let expected = ["viber scheduled", "viber processing", "viber undeliverable", "sms processing", "sms delivered"];
    assert_eq!(history, expected);
    assert_eq!(shown["cost"], "0.620");
}

#[test]
fn a_ttl_below_the_time_of_delivery_fails() {
    let stage = stage();
    assert_eq!(words(&stage, sms(json!({"ttl": 2})))[3], "undeliverable");
    assert_eq!(words(&stage, sms(json!({"ttl": 3})))[3], "delivered");
}

#[test]
fn magic_courses() {
    let stage = stage();
    for (code, last) in [
        ("001", "delivered"),
        ("201", "undeliverable"),
        ("202", "permanenterror"),
        ("203", "expired"),
        ("204", "read"),
        ("211", "undeliverable"),
        ("301", "processing"),
    ] {
        assert_eq!(words(&stage, magic(code)), ["scheduled", "processing", "processing", last], "{code}");
    }
    assert_eq!(words(&stage, magic("302")), ["404", "404", "404", "delivered"]);
    let path = stage.sent(viber("380990000201"));
    stage.advance(3);
    assert_eq!(stage.get(&path).json()["extendedStatuses"], json!({"viber": "undeliverable", "sms": "undeliverable"}));
}

#[test]
fn magic_rows() {
    let stage = stage();
    let answer = stage.send(json!([magic("101"), magic("102"), magic("103"), magic("001")])).json();
    let rows = answer["messages"].as_array().unwrap();
    let words: Vec<_> = rows.iter().map(|row| row["status"].as_str().unwrap()).collect();
    assert_eq!(words, ["rejected", "failed", "parked", "accepted"]);
    assert_eq!(rows[0]["messageId"], Value::Null);
    assert_eq!(rows[0]["error"], json!({"code": "INVALID_RECIPIENT", "message": "the number is in the stop list"}));
    assert!(rows[2]["messageId"].is_string());
    let shown = &stage.sandbox.messages()[0];
    assert_eq!(shown["status"], "rejected");
    assert_eq!(shown["reason"], "the number is in the stop list");
}

#[test]
fn magic_requests() {
    let stage = stage();
    for status in [401, 403, 422, 429, 500, 502, 503, 504_u16] {
        let answer = stage.send(json!([sms(json!({})), magic(&status.to_string())]));
        assert_eq!((answer.status, &answer.json()["status"]), (status, &json!(status)));
        assert_eq!(answer.header("retry-after"), if status == 429 { "1" } else { "" });
    }
    assert_eq!(stage.sandbox.messages().len(), 0);
}

#[test]
fn the_readme_lists_every_magic_number() {
    let readme = include_str!("../README.md");
    for magic in MAGIC_NUMBERS {
        let line = format!("| `{}` | {} |", magic.number(), magic.effect);
        assert!(readme.contains(&line), "{line}");
    }
    assert_eq!(readme.matches("| `+380990000").count(), MAGIC_NUMBERS.len());
}

#[test]
fn unknown_ids_are_not_found() {
    let stage = stage();
    let path = stage.sent(sms(json!({})));
    for other in
        ["/bat/message/m-5f2c91", "/bat/message/1", "/bat/message/m-%2F..%2F", "/bat/message/m-00000000000000zz"]
    {
        assert_eq!(stage.get(other).status, 404, "{other}");
    }
    let other = stage_of_another();
    assert_eq!(other.get(&path).status, 404);
}

/// Ids of one sandbox mean nothing to another one, which has a message of its own.
fn stage_of_another() -> Stage {
    let other = stage();
    other.sent(sms(json!({})));
    other
}
