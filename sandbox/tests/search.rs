//! The searches of the page and of tests find what is there, also after it was changed, moved or taken out.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::Duration;

use common::{Stage, sms, stage, stage_with};
use serde_json::{Value, json};
use smsbat_sandbox::Options;

/// The recipients that the page finds.
fn found(stage: &Stage, query: &str) -> Vec<String> {
    let answer = stage.get(&format!("/_sandbox/conversations?{query}")).json();
    let rows = answer["conversations"].as_array().unwrap();
    rows.iter().map(|row| row["phone"].as_str().unwrap().to_owned()).collect()
}

/// How many messages match.
fn count(stage: &Stage, query: &str) -> u64 {
    stage.get(&format!("/_sandbox/messages?{query}")).json()["total"].as_u64().unwrap()
}

fn send(stage: &Stage, fields: Value) -> String {
    stage.send(json!([sms(fields)])).json()["messages"][0]["messageId"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn by_every_field_that_people_search() {
    let stage = stage();
    for i in 0..300 {
        send(&stage, json!({"to": format!("+38067000{i:04}"), "text": format!("parcel {i} waits")}));
    }
    let id = send(
        &stage,
        json!({"to": "+380671111111", "text": "Ваше ЗАМОВЛЕННЯ №7 – €", "from": "Kavarnia",
        "customerMessageId": "own/7"}),
    );
    for query in [
        format!("q={id}"),
        "q=own/7".to_owned(),
        "q=own/".to_owned(),
        "q=%D0%B7%D0%B0%D0%BC%D0%BE%D0%B2".to_owned(),
        "q=%E2%82%AC".to_owned(),
        "q=kavarnia".to_owned(),
        "q=%2B38067%20111%2011-11".to_owned(),
        "q=1111111".to_owned(),
    ] {
        assert_eq!(found(&stage, &query), ["380671111111"], "{query}");
    }
    for query in
        ["q=own/8", "q=nowhere", "q=m-0000000000000000", "api=cascade", "api=none", "type=rcs", "channel=viber"]
    {
        assert_eq!(found(&stage, query), [""; 0], "{query}");
    }
    assert_eq!(found(&stage, "q=PARCEL%20299").len(), 1);
    assert_eq!(found(&stage, "q=parcel&limit=200").len(), 200);
    assert_eq!((count(&stage, "text=parcel"), count(&stage, "text=PARCEL"), count(&stage, "type=sms")), (300, 0, 301));
}

#[test]
fn by_a_status_that_moves_and_is_ordered() {
    let stage = stage();
    send(&stage, json!({}));
    let id = send(&stage, json!({"to": "+380671111111"}));
    assert_eq!((found(&stage, "status=scheduled").len(), found(&stage, "status=delivered").len()), (2, 0));
    stage.sandbox.advance(Duration::from_secs(1));
    assert_eq!((found(&stage, "status=processing").len(), found(&stage, "status=scheduled").len()), (2, 0));
    stage.sandbox.advance(Duration::from_secs(2));
    assert_eq!((found(&stage, "status=delivered").len(), count(&stage, "status=delivered")), (2, 2));

    stage.post(&format!("/_sandbox/messages/{id}/status"), &json!({"status": "read"}));
    assert_eq!(found(&stage, "status=read"), ["380671111111"]);
    assert_eq!((found(&stage, "status=delivered").len(), count(&stage, "status=read")), (1, 1));

    assert_eq!(found(&stage, "unread=true").len(), 2);
    stage.post("/_sandbox/conversations/380671111111/seen", &json!({}));
    assert_eq!(found(&stage, "unread=true").len(), 1);
    stage.call("DELETE", "/_sandbox/conversations/380671111111", &[], "");
    assert_eq!((found(&stage, "status=read").len(), count(&stage, "status=delivered")), (0, 1));
}

#[test]
fn by_the_channel_that_took_over() {
    let stage = stage();
    let fallback = json!({"type": "sms", "text": "by sms"});
    send(&stage, json!({"to": "+380990000211", "type": "viber_trans", "fallback": fallback}));
    assert_eq!((found(&stage, "channel=viber").len(), found(&stage, "channel=sms").len()), (1, 0));
    stage.sandbox.advance(Duration::from_secs(3));
    assert_eq!((found(&stage, "channel=viber").len(), found(&stage, "channel=sms").len()), (0, 1));
    // A channel that no list knows.
    let fallback = json!({"type": "pigeon", "text": "by air"});
    let id = send(&stage, json!({"to": "+380671111111", "type": "viber_trans", "fallback": fallback}));
    stage.post(&format!("/_sandbox/messages/{id}/status"), &json!({"status": "fallback"}));
    assert_eq!((found(&stage, "channel=pigeon").len(), found(&stage, "channel=owl").len()), (1, 0));
}

#[test]
fn a_full_store_goes_on_from_page_to_page() {
    let stage = stage_with(Options { max_messages: 40, rate_limit: false, ..Options::default() });
    for i in 0..100 {
        send(&stage, json!({"to": format!("+38067000{i:04}"), "text": if i % 2 == 0 { "even" } else { "odd" }}));
    }
    let (mut seen, mut before) = (Vec::new(), String::new());
    loop {
        let answer = stage.get(&format!("/_sandbox/conversations?q=even&limit=7{before}")).json();
        let rows = answer["conversations"].as_array().unwrap();
        seen.extend(rows.iter().map(|row| row["phone"].as_str().unwrap().to_owned()));
        if answer["next"].is_null() {
            break;
        }
        before = format!("&before={}", answer["next"]);
    }
    let wanted: Vec<String> = (60..100).rev().filter(|i| i % 2 == 0).map(|i| format!("38067000{i:04}")).collect();
    assert_eq!(seen, wanted);
}

#[test]
fn a_wait_ends_when_the_status_comes_by_itself() {
    let stage = stage();
    send(&stage, json!({"text": "soon"}));
    stage.sandbox.set_frozen(false);
    let answer = stage.get("/_sandbox/messages/wait?text=soon&status=delivered&timeout=15");
    assert_eq!((answer.status, &answer.json()["total"]), (200, &json!(1)));
}
