//! The control calls that the page is made of, and every answer that they document.
#![allow(clippy::unwrap_used)]

mod common;

use common::{KEY, SEND, Stage, sms, stage};
use serde_json::{Value, json};

const PHONE: &str = "380670000101";

fn read(stage: &Stage, query: &str) -> Value {
    let answer = stage.get(&format!("/_sandbox/conversations/{PHONE}{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

fn texts(part: &Value) -> Vec<&str> {
    part["entries"].as_array().unwrap().iter().map(|entry| entry["text"].as_str().unwrap()).collect()
}

fn found(stage: &Stage, query: &str) -> Vec<Value> {
    let answer = stage.get(&format!("/_sandbox/conversations?{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["conversations"].as_array().unwrap().clone()
}

#[test]
fn the_part_around_a_message_goes_on_in_both_directions() {
    let stage = stage();
    let words: Vec<String> = (0..9).map(|i| format!("word {i}")).collect();
    for word in &words {
        stage.sent(sms(json!({"text": word})));
    }
    let all = read(&stage, "");
    assert_eq!((texts(&all).len(), &all["before"], &all["after"]), (9, &Value::Null, &Value::Null));
    let id = |place: usize| all["entries"][place]["id"].as_u64().unwrap();

    let middle = read(&stage, &format!("?around={}&limit=3", id(4)));
    assert_eq!(texts(&middle), ["word 3", "word 4", "word 5"]);
    assert_eq!((&middle["before"], &middle["after"]), (&json!(id(3)), &json!(id(5))));
    let older = read(&stage, &format!("?before={}&limit=3", middle["before"]));
    assert_eq!((texts(&older), &older["before"]), (vec!["word 0", "word 1", "word 2"], &Value::Null));
    let newer = read(&stage, &format!("?after={}&limit=9", middle["after"]));
    assert_eq!((texts(&newer), &newer["after"]), (vec!["word 6", "word 7", "word 8"], &Value::Null));
    assert_eq!(texts(&read(&stage, &format!("?around={}&limit=3", id(0)))), ["word 0", "word 1", "word 2"]);
    assert_eq!(texts(&read(&stage, &format!("?after={}", id(8)))), Vec::<&str>::new());

    let both = stage.get(&format!("/_sandbox/conversations/{PHONE}?before=5&after=1"));
    assert_eq!((both.status, &both.json()["error"]["code"]), (400, &json!("BAD_REQUEST")));
}

#[test]
fn what_came_between_two_messages_is_in_one_part_only() {
    let stage = stage();
    for text in ["one", "two", "three"] {
        stage.sent(sms(json!({"text": text})));
        let reply = json!({"text": format!("after {text}")});
        assert_eq!(stage.post(&format!("/_sandbox/messages/{}/reply", stage.newest()["id"]), &reply).status, 200);
    }
    let newest = read(&stage, "?limit=1");
    assert_eq!(texts(&newest), ["three", "after three"]);
    let older = read(&stage, &format!("?limit=1&before={}", newest["before"]));
    assert_eq!(texts(&older), ["two", "after two"]);
    let again = read(&stage, &format!("?limit=1&after={}", older["after"]));
    assert_eq!(texts(&again), ["three", "after three"]);
}

#[test]
fn who_only_writes_has_a_conversation() {
    let stage = stage();
    let written = json!({"from": "+380 67 000-01-01", "sender": "MyShop", "text": "Are you open?"});
    let answer = stage.post("/_sandbox/incoming", &written);
    assert_eq!((answer.status, &answer.json()["phoneNumber"]), (200, &json!(PHONE)), "{}", answer.text);
    let part = read(&stage, "");
    assert_eq!(part["entries"][0]["kind"], "message");
    assert_eq!((&part["entries"][0]["to"], texts(&part)), (&json!("MyShop"), vec!["Are you open?"]));
    let row = &found(&stage, "")[0];
    assert_eq!((&row["phone"], &row["incoming"], &row["status"]), (&json!(PHONE), &json!(true), &Value::Null));

    stage.sent(sms(json!({"text": "Until six"})));
    assert_eq!(texts(&read(&stage, "")), ["Are you open?", "Until six"]);
    let gone = stage.call("DELETE", &format!("/_sandbox/conversations/{PHONE}"), &[], "");
    assert_eq!(gone.status, 200);
    assert_eq!(stage.get(&format!("/_sandbox/conversations/{PHONE}")).status, 404);
    assert_eq!(found(&stage, ""), Vec::<Value>::new());

    for wrong in [json!({"from": "shop"}), json!({"text": ""}), json!({"sender": ""})] {
        let refused = stage.post("/_sandbox/incoming", &common::changed(written.clone(), wrong.clone()));
        assert_eq!(refused.status, 400, "{wrong}");
    }
}

#[test]
fn what_the_recipient_chose_is_marked() {
    let stage = stage();
    let survey = json!({"survey": {"options": ["Good", "Bad"]}});
    stage.sent(sms(json!({"type": "viber_survey", "text": "How was it?", "messageData": survey})));
    let id = stage.newest()["id"].clone();
    assert_eq!(read(&stage, "")["entries"][0]["chosen"], json!([]));
    assert_eq!(stage.post(&format!("/_sandbox/messages/{id}/answer"), &json!({"option": "Bad"})).status, 200);
    assert_eq!(read(&stage, "")["entries"][0]["chosen"], json!(["Bad"]));

    let button = json!({"img": "https://x.example/i.jpg", "buttonText": "Buy", "buttonAction": "https://x.example/b"});
    stage.sent(sms(json!({"type": "viber_promo", "text": "Sale", "messageData": button})));
    let id = stage.newest()["id"].clone();
    assert_eq!(stage.post(&format!("/_sandbox/messages/{id}/press"), &json!({"button": "Buy"})).status, 200);
    let part = read(&stage, "");
    let chosen: Vec<&Value> = part["entries"].as_array().unwrap().iter().map(|entry| &entry["chosen"]).collect();
    assert_eq!(chosen, [&json!(["Bad"]), &Value::Null, &json!(["Buy"]), &Value::Null]);
}

#[test]
fn parts_of_ids_are_found() {
    let stage = stage();
    stage.sent(sms(json!({"customerMessageId": "order-4711-blue"})));
    let id = stage.newest()["message_id"].as_str().unwrap().to_owned();
    stage.sent(sms(json!({"to": "+380670000102", "text": "another"})));
    let tail = id.trim_start_matches("m-").to_owned();
    // A part with a letter: digits alone are a phone number.
    let part = (4..=tail.len()).map(|end| &tail[..end]).find(|part| part.bytes().any(|c| !c.is_ascii_digit()));
    for query in [&*id, &id[..7], part.unwrap(), &part.unwrap().to_uppercase(), "4711-BL", "order-4711-blue"] {
        let rows = found(&stage, &format!("q={query}"));
        assert_eq!(rows.len(), 1, "{query}");
        assert_eq!(rows[0]["phone"], PHONE, "{query}");
    }
    assert_eq!(found(&stage, "q=m-zz").len(), 0);
}

#[test]
fn who_only_looks_does_not_bring_a_deleted_space_back() {
    let stage = stage();
    let look = [("X-Sandbox-Space", "test-mine"), ("X-Sandbox-Space-Create", "never")];
    let spaces = || stage.get("/_sandbox/spaces").json()["spaces"].clone();
    for path in ["/_sandbox/events", "/_sandbox/conversations", "/_sandbox/clock"] {
        let answer = stage.call("GET", path, &look, "");
        assert_eq!((answer.status, &answer.json()["error"]["code"]), (404, &json!("NO_SUCH_SPACE")), "{path}");
    }
    assert_eq!(spaces(), json!([]));
    assert_eq!(stage.call("GET", "/_sandbox/clock", &look[..1], "").status, 200);
    assert_eq!(stage.call("GET", "/_sandbox/clock", &look, "").status, 200);
    assert_eq!(stage.call("DELETE", "/_sandbox/spaces", &look[..1], "").status, 200);
    assert_eq!(stage.call("GET", "/_sandbox/clock", &look, "").status, 404);
    assert_eq!(spaces(), json!([]));
}

#[test]
fn rules_and_failures_are_checked() {
    let stage = stage();
    for to in ["everybody", "38067x", "12", "+", "*38067", "38067 or so*"] {
        let refused = stage.post("/_sandbox/rules", &json!({"to": to, "status": "read"}));
        assert_eq!(refused.status, 400, "{to}");
        assert!(refused.json()["error"]["message"].as_str().unwrap().starts_with("to must be"), "{}", refused.text);
    }
    for to in ["+380 67 000-01-01", PHONE, "38067*", "+38 (067) *", "*"] {
        let taken = stage.post("/_sandbox/rules", &json!({"to": to, "status": "read"}));
        assert_eq!(taken.status, 200, "{to}: {}", taken.text);
    }
    for status in [418, 402, 599, 200] {
        for (path, body) in [("fail_next", json!({"status": status})), ("rules", json!({"error": status}))] {
            let refused = stage.post(&format!("/_sandbox/{path}"), &body);
            assert_eq!(refused.status, 400, "{path} {status}");
            assert!(refused.text.contains("400, 401, 403"), "{}", refused.text);
        }
    }
}

#[test]
fn the_results_of_sendmulti_are_in_one_order() {
    let stage = stage();
    let request = |to: &str| json!({"recipients": [to], "sms": {"sender": "MyShop", "text": "Hello"}});
    let body: Value = (0..40).map(|i| (format!("key{i:02}"), request(&format!("3806700002{i:02}")))).collect();
    let text = stage.post("/api/tsms/message/sendmulti?token=test-key", &body).text;
    let places: Vec<usize> = (0..40).map(|i| text.find(&format!("\"key{i:02}\"")).unwrap()).collect();
    assert!(places.is_sorted(), "{text}");
    let phones: Vec<String> = stage.sandbox.messages().iter().map(|m| m["to"].as_str().unwrap().to_owned()).collect();
    assert!(phones.is_sorted(), "{phones:?}");
}

#[test]
fn details_tell_a_start_in_the_past_and_when_a_queued_message_goes() {
    let stage = stage();
    for (start, is_past) in [("2020-05-04T09:30:00.000Z", true), ("2099-05-04T09:30:00.000Z", false)] {
        let sms = json!({"sender": "MyShop", "text": "Hello", "start_time": start});
        let request = json!({"recipients": [PHONE], "sms": sms});
        let sent = stage.post("/api/tsms/message/send?token=test-key", &request).json();
        let id = sent["response_result"][0]["message_id"].clone();
        let shown = |call: &str| {
            let body = json!({"messages": [id]});
            stage.post(&format!("/api/tsms/message/{call}?token=test-key"), &body).json()["response_result"][0].clone()
        };
        stage.advance(1);
        let sms = shown("details")["sms"].clone();
        assert_eq!(sms["start"], start);
        assert_eq!(sms["sent"] == start, !is_past, "{sms}");
        assert_eq!(sms["status"], if is_past { "Accepted" } else { "Queued" });
        assert_eq!(shown("status")["sent"], sms["sent"]);
    }
}

#[test]
fn a_lenient_sandbox_takes_what_some_pages_show() {
    let stage = stage();
    let cascade = json!([{"id": "1", "fromName": "MyShop", "toPhone": "+380670000101", "messageType": "promo",
        "text": "Hi", "scheduledSent": "2099-05-04T09:30:00"}]);
    let any_type =
        json!([common::changed(cascade[0].clone(), json!({"messageType": "digest", "scheduledSent": null}))]);
    let calls = || {
        let chat = stage.call(
            "PUT",
            "/api/chat/status",
            &[KEY, ("Content-Type", "application/json")],
            &json!({"id": chat_id(&stage), "status": 9}).to_string(),
        );
        [
            stage.send(json!([sms(json!({"from": "A sender of many letters"}))])).status,
            stage.send(json!([sms(json!({"type": "fax"}))])).status,
            stage.post("/api/CascadeMessage/send_message/async", &cascade).status,
            stage.post("/api/CascadeMessage/send_message/async", &any_type).status,
            chat.status,
        ]
    };
    assert_eq!(calls(), [400; 5]);
    assert_eq!(stage.post("/_sandbox/settings", &json!({"strictness": "lenient"})).json()["strictness"], "lenient");
    assert_eq!(calls(), [200; 5]);
    assert_eq!(stage.sandbox.messages().len(), 4);
    assert_eq!(stage.post("/_sandbox/settings", &json!({"strictness": "lax"})).status, 400);
}

fn chat_id(stage: &Stage) -> u64 {
    stage.get("/_sandbox/chathub").json()["chats"][0]["id"].as_u64().unwrap()
}

/// Every call with what every call can be refused for, and with nonsense.
#[test]
fn no_answer_is_left_out_of_the_description() {
    let stage = stage();
    let description = include_str!("../src/page/sandbox.yaml");
    let description: Value = serde_saphyr::from_str(description).unwrap();
    stage.call("POST", SEND, &[KEY, ("Content-Type", "application/json")], "{}");
    let key = ("X-Sandbox-Space", "no-key");
    let gone = [("X-Sandbox-Space", "test-nobody"), ("X-Sandbox-Space-Create", "never")];
    let foreign = [("Origin", "http://elsewhere.example"), ("Sec-Fetch-Site", "cross-site")];
    let mut seen = 0;
    for (path, item) in description["paths"].as_object().unwrap() {
        for method in ["get", "post", "delete"] {
            let Some(operation) = item.get(method) else { continue };
            let documented = operation["responses"].as_object().unwrap();
            let place = path.replace("{id}", "999999").replace("{phone}", "1");
            let has_body = operation.get("requestBody").is_some();
            let mut check = |headers: &[(&str, &str)], query: &str, body: &str| {
                let answer = stage.call(&method.to_uppercase(), &format!("{place}{query}"), headers, body);
                let status = answer.status.to_string();
                assert!(documented.contains_key(&status), "{method} {path}{query} {headers:?} {body}: {}", answer.text);
                seen += 1;
            };
            check(&[key], "", "");
            check(&gone, "", "");
            check(&foreign, "", "");
            // The stream of events has no end.
            if !path.ends_with("/events") {
                check(&[], "?timeout=0.01&limit=x&language=x&before=x", "");
                for body in ["{}", "[", "{\"unknown\": 1}", "{\"status\": \"lost\"}"] {
                    check(&[], "?timeout=0.01", if has_body { body } else { "" });
                }
            }
        }
    }
    assert!(seen > 250, "{seen}");
}

#[test]
fn rules_are_switched_off_and_moved() {
    let stage = stage();
    let add = |rule: Value| stage.post("/_sandbox/rules", &rule).json()["id"].as_u64().unwrap();
    let (first, second) = (add(json!({"error": 503})), add(json!({"error": 429, "enabled": false})));
    let change = |id: u64, body: Value| stage.post(&format!("/_sandbox/rules/{id}"), &body).status;
    let sent = || stage.send(json!([sms(json!({}))])).status;
    assert_eq!(sent(), 503);
    assert_eq!((change(first, json!({"enabled": false})), sent()), (200, 200));
    assert_eq!((change(second, json!({"enabled": true})), sent()), (200, 429));
    assert_eq!((change(first, json!({"enabled": true})), sent()), (200, 503));
    assert_eq!((change(second, json!({"place": 0})), sent()), (200, 429));
    assert_eq!((change(second, json!({"place": 99})), sent()), (200, 503));
    let listed = stage.get("/_sandbox/rules").json()["rules"].clone();
    assert_eq!((&listed[0]["id"], &listed[0]["hits"], &listed[1]["hits"]), (&json!(first), &json!(3), &json!(2)));
    let of_messages = add(json!({"text": "x", "status": "rejected", "enabled": false}));
    assert_eq!(change(first, json!({"enabled": false})) + change(second, json!({"enabled": false})), 400);
    let status = || stage.send(json!([sms(json!({"text": "x"}))])).json()["messages"][0]["status"].clone();
    assert_eq!(status(), "accepted");
    assert_eq!((change(of_messages, json!({"enabled": true})), status()), (200, json!("rejected")));
    assert_eq!((change(99, json!({"enabled": true})), change(first, json!({"on": true}))), (404, 400));
}
