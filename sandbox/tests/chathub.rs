//! ChatHub: tokens, operators, chats, messages.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Answer, Stage, examples, stage};
use serde_json::{Value, json};

const JSON: (&str, &str) = ("Content-Type", "application/json");

/// A caller with some credential.
struct Caller<'a> {
    stage: &'a Stage,
    header: (&'static str, String),
}

impl Caller<'_> {
    fn call(&self, method: &str, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.stage.call(method, path, &[(self.header.0, &self.header.1), JSON], &body)
    }

    fn get(&self, path: &str) -> Value {
        let answer = self.call("GET", path, &Value::Null);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    }
}

fn login(stage: &Stage) -> Answer {
    let body = json!({"login": "test-desk", "password": "test-secret"});
    stage.call("POST", "/api/company/get-token", &[JSON], &body.to_string())
}

fn company(stage: &Stage) -> Caller<'_> {
    let token = login(stage).json();
    Caller { stage, header: ("Authorization", format!("Bearer {}", token.as_str().unwrap())) }
}

/// The time of the sandbox, some seconds on.
fn ahead(stage: &Stage, seconds: i64) -> String {
    let now = stage.get("/_sandbox/clock").json()["now"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    (now + jiff::SignedDuration::from_secs(seconds)).to_string()
}

fn operator(stage: &Stage) -> Caller<'_> {
    let body = json!({"id": 507, "expiresAt": ahead(stage, 3_600)});
    let token = company(stage).call("POST", "/api/operator/get-token", &body).json();
    Caller { stage, header: ("Authorization", format!("Bearer {}", token.as_str().unwrap())) }
}

/// Ids of the chats that a query selects.
fn chats(caller: &Caller<'_>, query: &str) -> Vec<u64> {
    let page = caller.get(&format!("/api/chat/chats{query}"));
    page["items"].as_array().unwrap().iter().map(|chat| chat["id"].as_u64().unwrap()).collect()
}

#[test]
fn every_example_is_taken() {
    let stage = stage();
    let caller = company(&stage);
    for (method, path, real) in [
        ("post", "/api/operator/synchronize", "/api/operator/synchronize"),
        ("post", "/api/operator/status", "/api/operator/status"),
        ("post", "/api/operator/validate-token", "/api/operator/validate-token"),
        ("put", "/api/chat/status", "/api/chat/status"),
        ("post", "/api/chat/{chatId}/message", "/api/chat/6601/message"),
    ] {
        for (name, body) in examples(path, method) {
            let answer = caller.call(&method.to_uppercase(), real, &body);
            assert_eq!(answer.status, 200, "{path} {name}: {}", answer.text);
        }
    }
    let (_, mut body) = examples("/api/operator/get-token", "post").remove(0);
    body["expiresAt"] = ahead(&stage, 60).into();
    assert_eq!(caller.call("POST", "/api/operator/get-token", &body).status, 200);
    let (_, body) = examples("/api/company/get-token", "post").remove(0);
    assert_eq!(stage.call("POST", "/api/company/get-token", &[JSON], &body.to_string()).status, 401);
    // Every filter of the description with its example.
    let document = common::description();
    let parameters = document["paths"]["/api/chat/chats"]["get"]["parameters"].as_array().unwrap();
    let mut query = form_urlencoded::Serializer::new(String::new());
    for parameter in parameters {
        let name = parameter["name"].as_str().unwrap();
        let values = match &parameter["example"] {
            Value::Array(both) => both.clone(),
            one => vec![one.clone()],
        };
        for value in values {
            query.append_pair(name, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
    }
    assert_eq!(parameters.len(), 10);
    assert_eq!(caller.get(&format!("/api/chat/chats?{}", query.finish())), json!({"total": 0, "items": []}));
}

#[test]
fn tokens_come_in_three_forms() {
    let stage = stage();
    let answer = login(&stage);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.json().as_str().unwrap().split('.').count(), 3);
    stage.post("/_sandbox/settings", &json!({"token_form": "text"}));
    let answer = login(&stage);
    assert!(answer.header("content-type").starts_with("text/plain"));
    assert_eq!(answer.text.split('.').count(), 3);
    stage.post("/_sandbox/settings", &json!({"token_form": "object"}));
    let answer = login(&stage).json();
    assert_eq!(answer["token"].as_str().unwrap().split('.').count(), 3);
    assert!(answer["expiration"].is_string());
    assert_eq!(stage.post("/_sandbox/settings", &json!({"token_form": "xml"})).status, 400);
    assert_eq!(stage.post("/_sandbox/settings", &json!({"form": "text"})).status, 400);
    assert_eq!(stage.get("/_sandbox/settings").json()["token_form"], "object");
    stage.sandbox.reset();
    assert_eq!(stage.get("/_sandbox/settings").json()["token_form"], "string");
    assert!(!stage.get("/_sandbox/requests").text.contains("test-secret"));
}

#[test]
fn the_kind_of_a_token_matters() {
    let stage = stage();
    let company = company(&stage);
    let operator = operator(&stage);
    let unprefixed = Caller { stage: &stage, header: ("X-Authorization-Key", company.header.1[7..].to_owned()) };
    let profile = Caller { stage: &stage, header: ("X-Authorization-Key", "test-key".to_owned()) };
    for (path, for_operator) in [
        ("/api/company/organization", 403),
        ("/api/operator?organizationId=31", 403),
        ("/api/chat/chats", 200),
        ("/api/chat/6601/messages", 200),
        ("/api/chat/chats/6601/messages", 200),
    ] {
        for (caller, status) in [(&company, 200), (&unprefixed, 200), (&profile, 200), (&operator, for_operator)] {
            assert_eq!(caller.call("GET", path, &Value::Null).status, status, "{path}");
        }
        for (name, value) in [
            ("X-None", ""),
            ("Authorization", "Bearer header.payload.signature"),
            ("Authorization", "Bearer test-key"),
            ("X-Authorization-Key", "live-key"),
        ] {
            let stranger = Caller { stage: &stage, header: (name, value.to_owned()) };
            assert_eq!(stranger.call("GET", path, &Value::Null).status, 401, "{path} {value}");
        }
    }
    stage.advance(3_600);
    let expired = operator.call("GET", "/api/chat/chats", &Value::Null);
    assert_eq!((expired.status, &expired.json()["message"]), (401, &json!("the token has expired")));
    assert_eq!(company.call("GET", "/api/chat/chats", &Value::Null).status, 200);
    stage.advance(23 * 3_600);
    assert_eq!(company.call("GET", "/api/chat/chats", &Value::Null).status, 401);
}

#[test]
fn operators() {
    let stage = stage();
    let company = company(&stage);
    let organizations = company.get("/api/company/organization");
    assert_eq!(organizations[0], json!({"id": 31, "name": "Returns desk"}));
    assert_eq!(organizations.as_array().unwrap().len(), 2);
    let new = json!([{"organizationId": 31, "name": "Olha"}, {"organizationId": 32, "name": "Olha"}]);
    let added = company.call("POST", "/api/operator/synchronize", &new).json();
    assert_eq!(added[0], json!({"id": 511, "name": "Olha", "status": 0}));
    let change = company.call("POST", "/api/operator/status", &json!({"id": 511, "status": 1}));
    assert_eq!((change.status, change.text.as_str()), (200, ""));
    let listed = company.get("/api/operator?organizationId=31");
    let last = listed.as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        last,
        json!({"id": 511, "name": "Olha", "status": 1, "organization": {"id": 31, "name": "Returns desk"}})
    );
    for (method, path, body, status, field) in [
        ("GET", "/api/operator", Value::Null, 400, ""),
        ("GET", "/api/operator?organizationId=x", Value::Null, 400, ""),
        ("GET", "/api/operator?organizationId=99", Value::Null, 404, ""),
        ("POST", "/api/operator/synchronize", json!([]), 422, ""),
        ("POST", "/api/operator/synchronize", json!([{"organizationId": 31}]), 400, "[0].name"),
        ("POST", "/api/operator/synchronize", json!([{"organizationId": 9, "name": "x"}]), 400, "[0].organizationId"),
        ("POST", "/api/operator/status", json!({"id": 507, "status": 3}), 400, "status"),
        ("POST", "/api/operator/status", json!({"id": 999, "status": 1}), 404, ""),
        ("POST", "/api/operator/get-token", json!({"id": 507, "expiresAt": ahead(&stage, 86_401)}), 400, "expiresAt"),
        ("POST", "/api/operator/get-token", json!({"id": 507, "expiresAt": ahead(&stage, -1)}), 400, "expiresAt"),
        ("POST", "/api/operator/get-token", json!({"id": 507, "expiresAt": "2026-05-04T20:00:00"}), 400, "expiresAt"),
        ("POST", "/api/operator/get-token", json!({"id": 999, "expiresAt": ahead(&stage, 60)}), 404, ""),
        ("POST", "/api/operator/validate-token", json!({}), 400, "token"),
    ] {
        let answer = company.call(method, path, &body);
        assert_eq!((answer.status, answer.json()["field"].as_str().unwrap_or_default()), (status, field), "{body}");
    }
    let day = json!({"id": 507, "expiresAt": ahead(&stage, 86_400)});
    assert_eq!(company.call("POST", "/api/operator/get-token", &day).status, 200);
}

#[test]
fn tokens_are_judged() {
    let stage = stage();
    let company = company(&stage);
    let token = operator(&stage).header.1[7..].to_owned();
    let judge = |token: &str| company.call("POST", "/api/operator/validate-token", &json!({"token": token})).json();
    let good = judge(&token);
    assert_eq!((&good["isValid"], &good["operatorId"], &good["clientId"]), (&json!(true), &json!(507), &json!(1)));
    assert!(good["expiresAt"].is_string() && good["error"].is_null());
    assert_eq!(judge("header.payload.signature"), json!({"isValid": false, "error": "Invalid token"}));
    assert_eq!(judge(&company.header.1[7..])["isValid"], false);
    stage.advance(3_600);
    assert_eq!(judge(&token), json!({"isValid": false, "error": "Invalid token"}));
    stage.post("/_sandbox/settings", &json!({"old_token_verdict": true}));
    assert_eq!(judge(&token), json!({"valid": false, "error": "Token expired"}));
}

#[test]
fn chats_are_found() {
    let stage = stage();
    let caller = operator(&stage);
    let all = caller.get("/api/chat/chats");
    assert_eq!(all["total"], 5);
    assert_eq!(
        all["items"][0],
        json!({"id": 6602, "theme": "Where is my parcel", "operator": null, "chatStatus": 0, "countUnread": 1})
    );
    assert_eq!(all["items"][1]["operator"]["name"], "Daryna K.");
    let today = ahead(&stage, 0);
    let week_ago = ahead(&stage, -7 * 86_400);
    for (query, expected) in [
        ("?per_page=2", vec![6602, 6601]),
        ("?per_page=2&page=3", vec![6605]),
        ("?per_page=2&page=9", vec![]),
        ("?search=oKsa", vec![6601]),
        ("?search=%2B3804400", vec![6604]),
        ("?source=2", vec![6602, 6604]),
        ("?tg_user_id=90011224", vec![6604]),
        ("?phone=%2B380670000103", vec![6603]),
        ("?status=4", vec![6605]),
        ("?organizationId=32", vec![6604, 6605]),
        ("?operatorId=510&status=3", vec![6604]),
        (&format!("?date={}&date={}", &week_ago[..10], &today[..10]), vec![6602, 6601, 6603, 6604]),
        (&format!("?date=2020-01-01&date={week_ago}"), vec![6605]),
    ] {
        assert_eq!(chats(&caller, query), expected, "{query}");
    }
    for query in ["?page=0", "?per_page=x", "?status=5", "?date=2026-01-01", "?date=a&date=b", "?perPage=1", "?phone=1"]
    {
        assert_eq!(caller.call("GET", &format!("/api/chat/chats{query}"), &Value::Null).status, 400, "{query}");
    }
}

#[test]
fn chats_are_changed() {
    let stage = stage();
    let caller = operator(&stage);
    assert_eq!(caller.call("PUT", "/api/chat/status", &json!({"id": 6602, "status": 1})).status, 200);
    assert_eq!(chats(&caller, "?status=1"), [6602, 6601]);
    assert_eq!(caller.call("PUT", "/api/chat/status", &json!({"id": 6602, "status": 5})).status, 400);
    assert_eq!(caller.call("PUT", "/api/chat/status", &json!({"id": 1, "status": 1})).status, 404);
    let gone = caller.call("DELETE", "/api/chat/chats/6602", &Value::Null);
    assert_eq!((gone.status, gone.text.as_str()), (200, "OK"));
    assert_eq!(caller.call("DELETE", "/api/chat/chats/6602", &Value::Null).status, 404);
    assert_eq!(caller.call("DELETE", "/api/chat/chats/x", &Value::Null).status, 404);
    assert_eq!(stage.get("/_sandbox/chathub").json()["chats"].as_array().unwrap().len(), 4);
    stage.sandbox.reset();
    assert_eq!(chats(&caller, "").len(), 5);
}

#[test]
fn what_the_control_api_tells_of_a_chat_makes_sense() {
    let stage = stage();
    let long = "x".repeat(7001);
    for (path, body, status) in [
        ("incoming", json!({"chat_id": 6601, "text": ""}), 400),
        ("incoming", json!({"chat_id": 6601, "text": long}), 400),
        ("incoming", json!({"chat_id": 1, "text": "x"}), 404),
        ("answer", json!({"chat_id": 6601, "text": ""}), 400),
        ("answer", json!({"chat_id": 1, "text": "x"}), 404),
        ("chats", json!({"client": "", "phone": "380670000101"}), 400),
        ("status", json!({"chat_id": 6601, "status": 5}), 400),
        ("status", json!({"chat_id": 1, "status": 4}), 404),
        ("assign", json!({"chat_id": 6601, "operator_id": 1}), 404),
        ("message_status", json!({"message_id": 5, "status": 3}), 404),
        ("message_status", json!({"message_id": 99_001, "status": 3}), 200),
    ] {
        let answer = stage.post(&format!("/_sandbox/chathub/{path}"), &body);
        assert_eq!(answer.status, status, "{path} {body}: {}", answer.text);
    }
}

#[test]
fn messages_are_read_and_sent() {
    let stage = stage();
    let caller = operator(&stage);
    let media = json!({"name": "label.png", "format": "image/png", "dataBase64": "iVBORw0KGgo=", "type": 1});
    let text = json!({"textMessage": "A courier will come", "author": 0});
    assert_eq!(caller.call("POST", "/api/chat/6601/message", &text).text, "{}");
    assert_eq!(caller.call("POST", "/api/chat/6601/message", &json!({"media": media})).status, 200);
    let incoming = stage.post("/_sandbox/chathub/incoming", &json!({"chat_id": 6601, "text": "Thanks"}));
    assert_eq!(incoming.status, 200);
    let history = caller.get("/api/chat/6601/messages");
    assert_eq!(history, caller.get("/api/chat/chats/6601/messages"));
    let history = history.as_array().unwrap();
    assert_eq!(history.len(), 7);
    assert_eq!((&history[4]["message"], &history[4]["chatId"]), (&json!("A courier will come"), &json!(6601)));
    assert_eq!(history[5]["media"]["name"], "label.png");
    assert_eq!(history[6], incoming.json());
    assert!(history.windows(2).all(|pair| pair[0]["id"].as_u64() < pair[1]["id"].as_u64()));
    // Answered, then written to again.
    assert_eq!(caller.get("/api/chat/chats?search=Oksana")["items"][0]["countUnread"], 1);

    stage.post("/_sandbox/settings", &json!({"chat_messages_path": "second"}));
    assert_eq!(caller.call("GET", "/api/chat/6601/messages", &Value::Null).status, 404);
    assert_eq!(caller.call("GET", "/api/chat/chats/6601/messages", &Value::Null).status, 200);
    stage.post("/_sandbox/settings", &json!({"chat_messages_path": "first"}));
    assert_eq!(caller.call("GET", "/api/chat/6601/messages", &Value::Null).status, 200);
    assert_eq!(caller.call("GET", "/api/chat/chats/6601/messages", &Value::Null).status, 404);

    for (body, status, field) in [
        (json!({}), 400, "textMessage"),
        (json!({"textMessage": ""}), 400, "textMessage"),
        (json!({"textMessage": 5}), 400, "textMessage"),
        (json!({"textMessage": "x", "author": "me"}), 400, "author"),
        (json!({"media": {"name": "a", "format": "b", "dataBase64": "%", "type": 1}}), 400, "media.dataBase64"),
        (json!({"media": {"name": "a", "format": "b", "dataBase64": "aGk="}}), 400, "media.type"),
    ] {
        let answer = caller.call("POST", "/api/chat/6601/message", &body);
        assert_eq!((answer.status, answer.json()["field"].as_str().unwrap_or_default()), (status, field), "{body}");
    }
    assert_eq!(caller.call("POST", "/api/chat/1/message", &text).status, 404);
    assert_eq!(caller.call("GET", "/api/chat/1/messages", &Value::Null).status, 404);
    assert_eq!(stage.post("/_sandbox/chathub/incoming", &json!({"chat_id": 1, "text": "x"})).status, 404);
}
