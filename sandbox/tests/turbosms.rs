//! The TurboSMS layer: native codes, native forms, statuses and details.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Answer, Stage, changed, examples, stage};
use serde_json::{Value, json};

const SEND: &str = "/api/tsms/message/send";
const BEARER: (&str, &str) = ("Authorization", "Bearer test-key");
const JSON: (&str, &str) = ("Content-Type", "application/json");
const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

fn call(stage: &Stage, method: &str, body: &Value) -> Value {
    let answer = stage.call("POST", &format!("/api/tsms/message/{method}"), &[BEARER, JSON], &body.to_string());
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

fn sms(changes: Value) -> Value {
    changed(json!({"recipients": ["380670000201"], "sms": {"sender": "NovaSMS", "text": "Locker 12"}}), changes)
}

fn viber(changes: Value) -> Value {
    let block = changed(json!({"sender": "NovaShop", "text": "Locker 12"}), changes);
    json!({"recipients": ["380670000201"], "viber": block})
}

/// Number and name of an envelope's code.
fn code(answer: &Value) -> (u64, &str) {
    (answer["response_code"].as_u64().unwrap(), answer["response_status"].as_str().unwrap())
}

fn first_id(answer: &Value) -> String {
    answer["response_result"][0]["message_id"].as_str().unwrap().to_owned()
}

#[test]
fn every_example_is_taken() {
    let stage = stage();
    for (name, body) in examples(SEND, "post") {
        let answer = call(&stage, "send", &body);
        assert_eq!(code(&answer), (800, "SUCCESS_MESSAGE_ACCEPTED"), "{name}");
        let rows = answer["response_result"].as_array().unwrap();
        assert_eq!(rows.len(), body["recipients"].as_array().unwrap().len());
        for (row, to) in rows.iter().zip(body["recipients"].as_array().unwrap()) {
            let id = row["message_id"].as_str().unwrap();
            assert_eq!(id.len(), 36);
            assert_eq!(*row, json!({"phone": to, "response_code": 0, "message_id": id, "response_status": "OK"}));
        }
        assert_eq!(stage.newest()["api"], "turbosms");
    }
    let (_, multi) = examples("/api/tsms/message/sendmulti", "post").remove(0);
    let answer = call(&stage, "sendmulti", &multi);
    assert_eq!(code(&answer), (0, "OK"));
    for name in ["morning", "evening"] {
        assert_eq!(code(&answer["response_result"][name]), (800, "SUCCESS_MESSAGE_ACCEPTED"));
        assert!(answer["response_result"][name]["response_result"][0]["message_id"].is_string());
    }
    for method in ["status", "details"] {
        let (_, ids) = examples(&format!("/api/tsms/message/{method}"), "post").remove(0);
        let answer = call(&stage, method, &ids);
        assert_eq!(code(&answer), (0, "OK"));
        assert_eq!(code(&answer["response_result"][1]), (414, "NOT_ALLOWED_MESSAGE_ID"));
    }
}

#[test]
fn native_forms_of_token_path_and_data() {
    let stage = stage();
    let body = sms(json!({})).to_string();
    let form = "recipients[0]=%2B380670000201&sms[sender]=NovaSMS&sms[text]=Locker+12&sms[is_flash]=1";
    let good = |answer: Answer| {
        assert_eq!(answer.status, 200);
        assert_eq!(code(&answer.json()), (800, "SUCCESS_MESSAGE_ACCEPTED"), "{}", answer.text);
        assert_eq!(stage.newest()["text"], "Locker 12");
    };
    for path in [SEND, "/api/tsms/message/send.json"] {
        good(stage.call("POST", path, &[BEARER, JSON], &body));
        good(stage.call("POST", path, &[("Authorization", "Basic test-key"), JSON], &body));
        good(stage.call("POST", &format!("{path}?token=test-key"), &[JSON], &body));
        good(stage.call("POST", path, &[JSON], &sms(json!({"token": "test-key"})).to_string()));
        good(stage.call("POST", path, &[FORM], &format!("token=test-key&{form}")));
        good(stage.call("GET", &format!("{path}?token=test-key&{form}"), &[], ""));
    }
    assert!(!stage.get("/_sandbox/requests").text.contains("test-key"), "tokens are masked");
    let ping = stage.call("GET", "/api/tsms/message/ping?token=test-key", &[], "").json();
    assert_eq!(ping, json!({"response_code": 1, "response_status": "PONG", "response_result": null}));

    assert_eq!(stage.post("/_sandbox/settings", &json!({"turbosms_native": false})).status, 200);
    good(stage.call("POST", SEND, &[BEARER, JSON], &body));
    assert_eq!(stage.call("POST", "/api/tsms/message/send.json", &[BEARER, JSON], &body).status, 404);
    assert_eq!(stage.call("GET", &format!("{SEND}?{form}"), &[BEARER], "").status, 405);
    let by_query = stage.call("POST", &format!("{SEND}?token=test-key"), &[JSON], &body).json();
    assert_eq!(code(&by_query), (103, "REQUIRED_TOKEN"));
}

#[test]
fn tokens_are_checked() {
    let stage = stage();
    let body = sms(json!({})).to_string();
    for (headers, expected) in [
        (vec![], (103, "REQUIRED_TOKEN")),
        (vec![("Authorization", "Bearer live")], (105, "REQUIRED_AUTH")),
        (vec![("Authorization", "Bearer test-suspended")], (106, "REQUIRED_ACTIVE_USER")),
        (vec![("Authorization", "nothing")], (301, "INVALID_TOKEN")),
    ] {
        let headers: Vec<_> = headers.into_iter().chain([JSON]).collect();
        let answer = stage.call("POST", SEND, &headers, &body);
        assert_eq!((answer.status, code(&answer.json())), (200, expected));
        assert_eq!(answer.json()["response_result"], Value::Null);
    }
    for (body, expected) in [
        ("", (104, "REQUIRED_CONTENT")),
        ("{}", (104, "REQUIRED_CONTENT")),
        ("{", (502, "FAILED_PARSE_BODY")),
        ("[]", (300, "INVALID_REQUEST")),
    ] {
        assert_eq!(code(&stage.call("POST", SEND, &[BEARER, JSON], body).json()), expected, "{body}");
    }
}

#[test]
fn each_rule_has_its_code() {
    let stage = stage();
    let sms_block = |changes| sms(json!({"sms": changed(json!({"sender": "NovaSMS", "text": "x"}), changes)}));
    let button = |caption: Value, action: Value| viber(json!({"caption": caption, "action": action}));
    let link = json!("https://map.example.org/");
    for (body, expected) in [
        (json!({"recipients": ["380670000201"], "text": "x", "sender": "y"}), "INVALID_REQUEST"),
        (sms(json!({"sms": "x"})), "INVALID_REQUEST"),
        (sms(json!({"recipients": null})), "REQUIRED_MESSAGE_RECIPIENT"),
        (sms(json!({"recipients": []})), "REQUIRED_MESSAGE_RECIPIENT"),
        (sms(json!({"recipients": "380670000201"})), "INVALID_REQUEST"),
        (sms(json!({"recipients": vec!["380670000201"; 5001]})), "NOT_ALLOWED_RECIPIENTS_LIMIT"),
        (sms_block(json!({"sender": null})), "REQUIRED_MESSAGE_SENDER"),
        (sms_block(json!({"sender": 5})), "INVALID_MESSAGE_SENDER"),
        (sms_block(json!({"sender": "x".repeat(21)})), "INVALID_MESSAGE_SENDER"),
        (sms_block(json!({"text": ""})), "REQUIRED_MESSAGE_TEXT"),
        (sms_block(json!({"text": 5})), "INVALID_MESSAGE_TEXT"),
        (sms_block(json!({"text": "x".repeat(1522)})), "NOT_ALLOWED_MESSAGE_TEXT_LENGTH"),
        (sms_block(json!({"text": "ї".repeat(662)})), "NOT_ALLOWED_MESSAGE_TEXT_LENGTH"),
        (sms_block(json!({"is_flash": "yes"})), "INVALID_REQUEST"),
        (viber(json!({"text": "x".repeat(1001)})), "NOT_ALLOWED_MESSAGE_TEXT_LENGTH"),
        (viber(json!({"ttl": "600"})), "INVALID_TTL"),
        (viber(json!({"ttl": 59})), "NOT_ALLOWED_MESSAGE_TTL"),
        (viber(json!({"ttl": 86401})), "NOT_ALLOWED_MESSAGE_TTL"),
        (button(json!("Go"), Value::Null), "REQUIRED_MESSAGE_BUTTON_ACTION"),
        (button(Value::Null, link.clone()), "REQUIRED_MESSAGE_BUTTON_CAPTION"),
        (button(json!("x".repeat(31)), link.clone()), "NOT_ALLOWED_MESSAGE_BUTTON_TEXT_LENGTH"),
        (viber(json!({"image_url": "cdn.example.org"})), "INVALID_REQUEST"),
        (viber(json!({"file_id": "7"})), "INVALID_FILE_ID"),
        (
            viber(json!({"is_transactional": true, "caption": "Go", "action": link})),
            "NOT_ALLOWED_MESSAGE_TRANSACTION_CONTENT",
        ),
        (viber(json!({"carousel": []})), "INVALID_REQUEST"),
        (viber(json!({"carousel": [{"title": 5}]})), "INVALID_REQUEST"),
        (viber(json!({"survey": ["Fine", ""]})), "INVALID_REQUEST"),
        (sms(json!({"start_time": "soon"})), "INVALID_START_TIME"),
        (sms(json!({"start_time": "2126-05-04 10:00"})), "NOT_ALLOWED_START_TIME"),
        (sms(json!({"sequence_id": true})), "INVALID_REQUEST"),
    ] {
        let answer = call(&stage, "send", &body);
        assert_eq!(code(&answer).1, expected, "{body}");
        assert_eq!(answer["response_result"], Value::Null);
    }
    assert_eq!(stage.sandbox.messages().len(), 0);
    for body in [
        viber(json!({"text": null, "image_url": "https://cdn.example.org/i.png", "ttl": 60})),
        viber(json!({"file_id": 7})),
        json!({"viber": {"recipients": ["380670000201"], "sender": "V", "text": "x"}}),
        sms(json!({"sms": {}, "sender": "Nova", "text": "x", "start_time": "2026-01-02 10:00:05"})),
    ] {
        assert_eq!(code(&call(&stage, "send", &body)).0, 800, "{body}");
    }
    let mixed = call(&stage, "sendmulti", &json!({"good": sms(json!({})), "bad": {"sms": {}}, "worse": 5}));
    let codes = ["good", "bad", "worse"].map(|name| mixed["response_result"][name]["response_code"].clone());
    assert_eq!(codes, [800, 200, 300].map(Value::from));
}

#[test]
fn rows_have_codes_of_their_own() {
    let stage = stage();
    let numbers = ["+380670000201", "380670000201", "0670000201", "380990000101", "380990000102", "380990000103", "x"];
    let answer = call(&stage, "send", &sms(json!({"recipients": numbers})));
    assert_eq!(code(&answer), (802, "SUCCESS_MESSAGE_PARTIAL_ACCEPTED"));
    let rows = answer["response_result"].as_array().unwrap();
    let codes: Vec<_> = rows.iter().map(|row| row["response_code"].as_u64().unwrap()).collect();
    assert_eq!(codes, [0, 407, 305, 404, 406, 9001, 305]);
    let taken: Vec<_> = rows.iter().map(|row| row["message_id"].is_string()).collect();
    assert_eq!(taken, [true, false, false, false, false, true, false]);
    assert_eq!(rows[0]["phone"], "380670000201");
    let none = call(&stage, "send", &sms(json!({"recipients": ["380990000101"]})));
    assert_eq!(code(&none).0, 802);
    for (magic, expected) in [("401", 105), ("403", 106), ("422", 300), ("500", 999)] {
        let answer = call(&stage, "send", &sms(json!({"recipients": [format!("380990000{magic}")]})));
        assert_eq!(code(&answer).0, expected);
    }
    let body = sms(json!({"recipients": ["380990000503"]})).to_string();
    assert_eq!(stage.call("POST", SEND, &[BEARER, JSON], &body).status, 503);
}

#[test]
fn a_sequence_runs_once() {
    let stage = stage();
    let body = sms(json!({"sequence_id": "batch-1"}));
    let first = call(&stage, "send", &body);
    let again = call(&stage, "send", &body);
    assert_eq!(code(&again), (507, "FAILED_DUPLICATE_REQUEST"));
    assert_eq!(again["response_result"], first["response_result"]);
    assert_eq!(stage.sandbox.messages().len(), 1);
    let other = stage.call("POST", SEND, &[("Authorization", "Bearer test-other"), JSON], &body.to_string()).json();
    assert_eq!(code(&other).0, 800);
}

#[test]
fn repeats_are_refused_when_asked_for() {
    let stage = stage();
    let two = sms(json!({"recipients": ["380670000201", "380670000202"]}));
    let codes = |body: &Value| -> Vec<u64> {
        let answer = call(&stage, "send", body);
        answer["response_result"].as_array().unwrap().iter().map(|row| code(row).0).collect()
    };
    assert_eq!(codes(&sms(json!({}))), [0]);
    assert_eq!(codes(&two), [0, 0]);
    stage.post("/_sandbox/settings", &json!({"turbosms_refuse_repeats": true}));
    assert_eq!(codes(&two), [427, 427]);
    assert_eq!(codes(&viber(json!({}))), [0]);
    stage.advance(90);
    assert_eq!(codes(&two), [0, 0]);
}

#[test]
fn statuses_and_details_move() {
    let stage = stage();
    let body = json!({"recipients": ["380990000211"], "sender": "Nova", "sms": {"text": "by SMS"},
                      "viber": {"text": "by Viber", "ttl": 600, "caption": "Go", "action": "https://x.example.org"}});
    let id = first_id(&call(&stage, "send", &body));
    let ids = json!({"messages": [id, "1d9a7a0e-2a55-4d53-9df2-6f0b6e2f8c90", "x"]});
    let mut words = Vec::new();
    for _ in 0..4 {
        let row = call(&stage, "status", &ids)["response_result"][0].clone();
        words.push(format!("{} {}", row["type"].as_str().unwrap(), row["status"].as_str().unwrap()));
        stage.advance(1);
    }
    assert_eq!(words, ["viber Queued", "viber Accepted", "sms Accepted", "sms Delivered"]);
    let rows = call(&stage, "status", &ids)["response_result"].clone();
    assert_eq!(rows[0]["recipient"], "380990000211");
    assert!(rows[0]["sent"].is_string() && rows[0]["updated"].is_string());
    assert_eq!(
        rows[1],
        json!({"message_id": ids["messages"][1], "response_code": 414,
                               "response_status": "NOT_ALLOWED_MESSAGE_ID"})
    );
    assert_eq!(rows[2]["response_code"], 307);
    let details = call(&stage, "details", &ids)["response_result"][0].clone();
    assert_eq!(details["viber"]["status"], "Undelivered");
    assert_eq!((&details["viber"]["caption"], &details["viber"]["ttl"]), (&json!("Go"), &json!(600)));
    assert_eq!((&details["sms"]["status"], &details["sms"]["segments"]), (&json!("Delivered"), &json!(1)));
    assert_eq!(details["sms"]["text"], "by SMS");

    let id = first_id(&call(&stage, "send", &viber(json!({"is_transactional": true}))));
    let details = call(&stage, "details", &json!({"messages": [id]}))["response_result"][0].clone();
    assert_eq!((&details["sms"], &details["viber"]["status"]), (&Value::Null, &json!("Queued")));
    assert_eq!((&details["viber"]["message_type"], &details["viber"]["price"]), (&json!("transactional"), &json!(0)));
    assert_eq!(code(&call(&stage, "status", &json!({"messages": []}))).0, 104);
    assert_eq!(code(&call(&stage, "status", &json!({"messages": "x"}))).0, 300);
}

#[test]
fn clicks_are_counted_when_asked_for() {
    let stage = stage();
    let button = json!({"caption": "Go", "action": "https://x.example.org"});
    let sent = |changes: Value| {
        let body = viber(changed(changed(button.clone(), changes), json!({"text": "Sale"})));
        first_id(&call(&stage, "send", &body))
    };
    let times = |id: &str| {
        let ids = json!({"messages": [id]});
        let status = call(&stage, "status", &ids)["response_result"][0]["click_time"].clone();
        let details = call(&stage, "details", &ids)["response_result"][0].clone();
        assert_eq!(details["viber"]["click_time"], status);
        assert!(details["sms"].get("click_time").is_none());
        status
    };
    let counted = sent(json!({"count_clicks": true}));
    let other = sent(json!({}));
    stage.advance(5);
    assert_eq!((times(&counted), times(&other)), (Value::Null, Value::Null));
    stage.sandbox.press(&counted, "Go").unwrap();
    stage.sandbox.press(&other, "Go").unwrap();
    let now = stage.get("/_sandbox/clock").json()["now"].clone();
    assert_eq!((times(&counted), times(&other)), (now.clone(), Value::Null));
    // The first click counts.
    stage.advance(60);
    stage.sandbox.press(&counted, "Go").unwrap();
    assert_eq!(times(&counted), now);

    // Cards have buttons and links, and scripted recipients press them.
    stage.post("/_sandbox/rules", &json!({"text": "Cards", "actions": [{"after": 7, "press": "More"}]}));
    let card = json!({"title": "Shoes", "image_url": "https://x.example.org/1.jpg", "button_caption": "Buy",
        "button_url": "https://x.example.org/b", "link_caption": "More", "link_url": "https://x.example.org/m"});
    let cards = viber(json!({"text": "Cards", "count_clicks": true, "carousel": [card]}));
    let id = first_id(&call(&stage, "send", &cards));
    stage.advance(9);
    assert_eq!(times(&id), Value::Null);
    stage.advance(1);
    assert_eq!(times(&id), stage.get("/_sandbox/clock").json()["now"]);
    // A snapshot and a space of its own keep it.
    let snapshot = stage.sandbox.snapshot();
    stage.sandbox.reset();
    stage.sandbox.restore(snapshot).unwrap();
    assert_eq!(times(&counted), now);
    assert_eq!(stage.call("GET", "/_sandbox/messages", &[("X-Sandbox-Space", "test-key")], "").status, 200);
    assert_eq!(times(&counted), now);
}

#[test]
fn the_start_is_waited_for() {
    let stage = stage();
    let now = stage.get("/_sandbox/clock").json()["now"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    let later = now + jiff::SignedDuration::from_secs(3600);
    let kyiv = later.to_zoned(jiff::tz::TimeZone::posix("EET-2EEST,M3.5.0/3,M10.5.0/4").unwrap());
    for time in [later.to_string(), kyiv.strftime("%Y-%m-%d %H:%M:%S").to_string()] {
        stage.sandbox.reset();
        let id = first_id(&call(&stage, "send", &sms(json!({"start_time": time}))));
        let word = || call(&stage, "status", &json!({"messages": [id]}))["response_result"][0]["status"].clone();
        stage.advance(3590);
        assert_eq!(word(), "Queued", "{time}");
        stage.advance(13);
        assert_eq!(word(), "Delivered", "{time}");
    }
}
