//! The Messagio and GMS layers, and the whole description.
#![allow(clippy::unwrap_used)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Stage, changed, description, examples, stage};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};

const FORM: &str = "application/x-www-form-urlencoded";

fn form(fields: &Value) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields.as_object().unwrap() {
        form.append_pair(name, value.as_str().unwrap());
    }
    form.finish()
}

/// Texts of the elements, and the attribute of `msg_id`.
fn messagio(stage: &Stage, fields: &Value) -> (String, String, String) {
    let answer = stage.post_as("/api/SendMessage", FORM, &form(fields));
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.header("content-type").starts_with("application/xml"));
    let mut reader = Reader::from_str(&answer.text);
    let (mut found, mut name, mut phone) = (Vec::new(), String::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) => {
                name = String::from_utf8(element.name().as_ref().to_vec()).unwrap();
                if let Some(attribute) = element.try_get_attribute("phone").unwrap() {
                    phone = String::from_utf8(attribute.value.to_vec()).unwrap();
                }
            }
            Event::Text(text) => found.push((name.clone(), String::from_utf8(text.to_vec()).unwrap())),
            Event::Eof => break,
            _ => {}
        }
    }
    let text = |wanted: &str| found.iter().find(|(name, _)| name == wanted).map_or("", |(_, text)| text).to_owned();
    (text("code"), text("msg_id"), phone)
}

fn booking(changes: Value) -> Value {
    let good = json!({"user": "tester", "sign": "test-sign", "from": "NovaShop", "sending_method": "viber",
                      "phone": "380670000301", "txt": "Your table is booked"});
    changed(good, changes)
}

#[test]
fn messagio_takes_its_examples() {
    let stage = stage();
    for (name, example) in examples("/api/SendMessage", "post") {
        let stranger = messagio(&stage, &example);
        assert_eq!((stranger.0.as_str(), stranger.1.as_str()), ("1", ""), "{name}");
        let known = changed(example.clone(), json!({"user": "tester", "sign": "test-sign"}));
        let (code, id, phone) = messagio(&stage, &known);
        assert_eq!((code.as_str(), id.len(), phone), ("0", 36, example["phone"].as_str().unwrap().to_owned()));
        let item = stage.newest();
        assert_eq!(
            (&item["api"], &item["type"], &item["message_id"]),
            (&json!("messagio"), &json!("viber"), &json!(id))
        );
    }
    stage.advance(3);
    assert_eq!(stage.newest()["status"], "delivered");
    let listed = format!("{}{}", stage.get("/_sandbox/requests").text, stage.get("/_sandbox/messages").text);
    assert!(!listed.contains("test-sign"));
}

#[test]
fn messagio_refuses_with_a_code() {
    let stage = stage();
    for (changes, code) in [
        (json!({"sign": "wrong"}), "1"),
        (json!({"user": null}), "2"),
        (json!({"from": ""}), "2"),
        (json!({"txt": null}), "2"),
        (json!({"button_text": "Go"}), "2"),
        (json!({"button_link": "https://x.example.org"}), "2"),
        (json!({"phone": "0670000301"}), "3"),
        (json!({"sending_method": "sms"}), "4"),
        (json!({"image_link": "x"}), "4"),
        (json!({"sign": "test-suspended"}), "5"),
        (json!({"phone": "380990000101"}), "6"),
        (json!({"phone": "380990000403"}), "5"),
    ] {
        assert_eq!(messagio(&stage, &booking(changes.clone())).0, code, "{changes}");
    }
    assert_eq!(stage.sandbox.messages().len(), 0);
    assert_eq!(stage.post_as("/api/SendMessage", FORM, &form(&booking(json!({"phone": "380990000503"})))).status, 503);
    assert_eq!(stage.call("GET", "/api/SendMessage", &[], "").status, 405);
}

#[test]
fn gms() {
    const PATH: &str = "/api/GMSMessage/send_message";
    let stage = stage();
    let login = format!("Basic {}", STANDARD.encode("tester:test-password"));
    let key = format!("Basic {}", STANDARD.encode("@:test-key"));
    let send = |credential: &str, body: &Value| {
        let headers = [("Authorization", credential), ("Content-Type", "application/json")];
        stage.call("POST", PATH, &headers, &body.to_string())
    };
    let (_, good) = examples(PATH, "post").remove(0);
    for credential in [&login, &key] {
        let answer = send(credential, &good);
        assert_eq!(answer.status, 200, "{}", answer.text);
        let item = stage.newest();
        assert_eq!((&item["api"], &item["channel"]), (&json!("gms"), &json!("viber")));
        assert_eq!(answer.json(), json!({"message_id": item["message_id"]}));
        assert_eq!(item["customer_message_id"], "booking-88");
    }
    assert_eq!(stage.post(PATH, &good).status, 401, "a key header is not Basic");
    send(&login, &changed(good.clone(), json!({"phone_number": "380990000211"})));
    stage.advance(3);
    assert_eq!((&stage.newest()["channel"], &stage.newest()["status"]), (&json!("sms"), &json!("delivered")));
    let options =
        |viber: Value| changed(good.clone(), json!({"channels": ["viber"], "channel_options": {"viber": viber}}));
    for (body, status, field) in [
        (changed(good.clone(), json!({"tag": null})), 400, "tag"),
        (changed(good.clone(), json!({"phone_number": "x"})), 422, "phone_number"),
        (changed(good.clone(), json!({"channels": []})), 422, "channels"),
        (changed(good.clone(), json!({"channels": ["email"]})), 400, "channels[0]"),
        (changed(good.clone(), json!({"channels": ["sms", "sms"]})), 400, "channels[1]"),
        (changed(good.clone(), json!({"channels": ["push"]})), 400, "channel_options.push"),
        (changed(good.clone(), json!({"callback_url": "x"})), 400, "callback_url"),
        (options(json!({"text": "x"})), 400, "channel_options.viber.ttl"),
        (options(json!({"ttl": 60})), 400, "channel_options.viber.text"),
        (
            options(json!({"text": "x", "ttl": 60, "survey_options": ["a"]})),
            422,
            "channel_options.viber.survey_options",
        ),
    ] {
        let answer = send(&login, &body);
        assert_eq!((answer.status, answer.json()["field"].as_str().unwrap()), (status, field), "{body}");
    }
    assert_eq!(send(&login, &changed(good, json!({"phone_number": "380990000101"}))).status, 400);
}

#[test]
fn every_operation_of_the_description_is_served() {
    let stage = stage();
    let mut count = 0;
    for (path, operations) in description()["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys().filter(|key| *key != "servers") {
            stage.sandbox.reset();
            let real = path.replace("{messageId}", "m-1").replace("{id}", "6601").replace("{chatId}", "6601");
            let basic = format!("Basic {}", STANDARD.encode("@:test-key"));
            let credential = if path.contains("GMS") { ("Authorization", basic.as_str()) } else { common::KEY };
            let answer = stage.call(&method.to_uppercase(), &real, &[credential], "");
            let served = answer.status != 405 && (answer.status != 404 || path.contains("messageId"));
            assert!(served && answer.status != 401 || path.contains("tsms"), "{method} {path}: {}", answer.text);
            count += 1;
        }
    }
    assert_eq!(count, 25);
}

#[test]
fn recorded_are_only_requests_that_passed() {
    let directory = tempfile::tempdir().unwrap();
    let options = smsbat_sandbox::Options { record: Some(directory.path().to_owned()), ..Default::default() };
    let stage = common::stage_with(options);
    messagio(&stage, &booking(json!({"sign": "wrong"})));
    messagio(&stage, &booking(json!({})));
    let send = json!({"recipients": ["380670000201"], "sms": {"sender": "Nova", "text": "x"}});
    for token in ["live", "test-key"] {
        let headers = [("Authorization", format!("Bearer {token}")), ("Content-Type", "application/json".into())];
        let headers = [(headers[0].0, headers[0].1.as_str()), (headers[1].0, headers[1].1.as_str())];
        stage.call("POST", "/api/tsms/message/send", &headers, &send.to_string());
    }
    let file = std::fs::read_dir(directory.path()).unwrap().next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(file).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let paths: Vec<_> = lines.iter().map(|line| line["api_operation_path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["/api/SendMessage", "/api/tsms/message/send"]);
    assert!(lines[0]["body"].as_str().unwrap().contains("sign=***"));
}
