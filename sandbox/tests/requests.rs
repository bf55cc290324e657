//! The log of requests: what it says of refused ones, code, replay and the HTTP archive.
#![allow(clippy::unwrap_used)]

mod common;

use common::{KEY, SEND, Stage, sms, stage};
use serde_json::{Value, json};

const JSON: (&str, &str) = ("Content-Type", "application/json");

fn requests(stage: &Stage, query: &str) -> Value {
    let answer = stage.get(&format!("/_sandbox/requests{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

/// Field, rule and right value of the newest request.
fn reasons(stage: &Stage) -> Vec<(String, String, String)> {
    let all = requests(stage, "?limit=1&bodies=false")["requests"][0].clone();
    assert_eq!(all["refused"], true, "{all}");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |reason: &Value| (text(&reason["field"]), text(&reason["rule"]), text(&reason["right"]));
    all["reasons"].as_array().unwrap().iter().map(one).collect()
}

fn newest_id(stage: &Stage) -> String {
    requests(stage, "?limit=1")["requests"][0]["request_id"].as_str().unwrap().to_owned()
}

#[test]
fn each_refusal_has_the_field_the_rule_and_what_would_be_right() {
    let stage = stage();
    stage.send(json!([sms(json!({"to": "067-1", "customer_message_id": "a"}))]));
    let found = reasons(&stage);
    assert_eq!(found.len(), 2, "{found:?}");
    let of = |field: &str| found.iter().find(|(name, ..)| name == field).unwrap().clone();
    let (_, rule, right) = of("messages[0].to");
    assert!(rule.contains("is not a phone number in international form"), "{rule}");
    assert_eq!(right, r#""to": "+380671234567""#);
    let (_, rule, right) = of("messages[0].customer_message_id");
    assert_eq!((&*rule, &*right), ("is not a field of this object", "Did you mean customerMessageId?"));

    let one = |method: &str, path: &str, headers: &[(&str, &str)], body: &str| {
        let answer = stage.call(method, path, headers, body);
        let mut found = reasons(&stage);
        assert_eq!(found.len(), 1, "{path} {}", answer.text);
        found.remove(0)
    };
    let key_of = |right: &str| right.to_owned();
    let (field, _, right) = one("POST", SEND, &[JSON], "{}");
    assert_eq!((&*field, right), ("credentials", key_of("X-Authorization-Key: test-key")));
    let (field, _, right) = one("POST", "/bat/messages", &[KEY, JSON], "{}");
    assert_eq!((&*field, &*right), ("path", "Did you mean /bat/messagelist?"));
    let (field, _, right) = one("GET", SEND, &[KEY], "");
    assert_eq!((&*field, &*right), ("path", "POST instead of GET."));
    let (_, _, right) = one("GET", "/bat/message/m-00000000", &[KEY], "");
    assert!(right.starts_with("An id from this sandbox"), "{right}");
    let (field, _, right) = one("POST", SEND, &[KEY, ("Content-Type", "text/plain")], "{}");
    assert_eq!((&*field, &*right), ("Content-Type", "Content-Type: application/json"));

    let turbosms = json!({"recipients": ["380671234567"], "sms": {"text": "Hi"}}).to_string();
    let bearer = ("Authorization", "Bearer test-key");
    let (field, rule, right) = one("POST", "/api/tsms/message/send", &[bearer, JSON], &turbosms);
    assert_eq!((&*field, &*rule, &*right), ("sender", "200 REQUIRED_MESSAGE_SENDER", r#""sender": "MyShop""#));
    let (field, _, right) = one("POST", "/api/tsms/message/send", &[JSON], &turbosms);
    assert_eq!((&*field, &*right), ("token", "Authorization: Bearer test-key"));
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let fields = "user=test&sign=test-key&from=MyShop&txt=Hi&sending_method=viber&phone=1";
    let (field, _, right) = one("POST", "/api/SendMessage", &form, fields);
    assert_eq!((&*field, &*right), ("phone", "phone=380671234567"));

    let foreign = [KEY, JSON, ("Origin", "http://elsewhere.example")];
    let (_, rule, right) = one("POST", SEND, &foreign, "{}");
    assert!(rule.contains("origins") && right.contains("from your server"), "{rule} {right}");
}

#[test]
fn refused_rows_rules_and_planned_replies_are_told_apart() {
    let stage = stage();
    stage.send(json!([sms(json!({})), sms(json!({"to": "+380990000101"}))]));
    let found = reasons(&stage);
    assert_eq!((&*found[0].0, found.len()), ("messages[1].to", 1));
    assert!(found[0].2.contains("magic number"), "{found:?}");
    stage.post("/_sandbox/rules", &json!({"text": "refuse", "status": "rejected"}));
    stage.send(json!([sms(json!({"text": "refuse me"}))]));
    assert_eq!(reasons(&stage)[0].0, "messages[0].to");
    stage.post("/_sandbox/rules", &json!({"text": "later", "error": 503}));
    stage.send(json!([sms(json!({"text": "later"}))]));
    assert_eq!(reasons(&stage)[0].2, "Turn the rule off on the Stage.");
    assert_eq!(requests(&stage, "?limit=1")["requests"][0]["decided_by"], "rule");
    // The same for the APIs whose refusals are no rows.
    let channels = json!({"sms": {"text": "refuse"}});
    let gms = json!({"phone_number": "380671234567", "tag": "S", "channels": ["sms"], "channel_options": channels});
    let basic = ("Authorization", "Basic QDp0ZXN0LWtleQ==");
    stage.call("POST", "/api/GMSMessage/send_message", &[basic, JSON], &gms.to_string());
    let found = reasons(&stage);
    assert_eq!((&*found[0].0, &*found[0].2), ("phone_number", "Turn the rule off on the Stage."));
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let messagio = "user=test&sign=test-key&from=S&txt=refuse&sending_method=viber&phone=380671234567";
    stage.call("POST", "/api/SendMessage", &[form], messagio);
    let found = reasons(&stage);
    assert_eq!((&*found[0].0, &*found[0].2), ("phone", "Turn the rule off on the Stage."));
    let turbosms = |to: &str| {
        let body = json!({"recipients": [to, "380671234500"], "sms": {"sender": "S", "text": "Hi"}}).to_string();
        stage.call("POST", "/api/tsms/message/send", &[("Authorization", "Bearer test-key"), JSON], &body);
        reasons(&stage)
    };
    assert!(turbosms("380990000101")[0].2.contains("magic number"));

    // After a stop, there is no rule to turn off.
    stage.post("/_sandbox/rules", &json!({"to": "38050*", "actions": [{"stop": "STOP"}], "count": 1}));
    stage.sent(sms(json!({"to": "+380501112233", "from": "S"})));
    stage.advance(10);
    stage.send(json!([sms(json!({"to": "+380501112233", "from": "S"}))]));
    let found = reasons(&stage);
    assert!(found[0].1.contains("wrote a stop") && found[0].2.contains("Use another number or sender"), "{found:?}");
    let found = turbosms("380501112233");
    assert!(found[0].2.contains("wrote a stop"), "{found:?}");
    stage.call("DELETE", "/_sandbox/rules", &[], "");
    stage.sent(sms(json!({"to": "+380501112233", "from": "S"})));
    stage.post("/_sandbox/rules", &json!({"text": "later", "error": 503}));

    stage.post("/_sandbox/fail_next", &json!({"status": 429}));
    stage.send(json!([sms(json!({}))]));
    assert_eq!(requests(&stage, "?limit=1")["requests"][0]["decided_by"], "planned_reply");
    stage.send(json!([sms(json!({}))]));
    let newest = requests(&stage, "?limit=1")["requests"][0].clone();
    assert_eq!(
        (&newest["refused"], &newest["decided_by"], &newest["reasons"]),
        (&json!(false), &Value::Null, &json!([]))
    );
}

#[test]
fn requests_are_filtered_and_counted() {
    let stage = stage();
    stage.sent(sms(json!({})));
    stage.call("POST", SEND, &[("X-Authorization-Key", "test-another"), JSON], "{}");
    stage.call("POST", SEND, &[("X-Authorization-Key", "live-secret"), JSON], "{}");
    stage.call("GET", "/api/company/organization", &[KEY], "");
    let all = requests(&stage, "");
    assert_eq!(
        (&all["total"], &all["refused"], &all["seen"], &all["most"]),
        (&json!(4), &json!(2), &json!(4), &json!(1000))
    );
    let keys = all["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 3, "{keys:?}");
    assert!(!all.to_string().contains("test-another") && !all.to_string().contains("live-secret"), "{all}");
    let count = |query: &str| requests(&stage, query)["requests"].as_array().unwrap().len();
    assert_eq!(
        ["?status=refused", "?status=accepted", "?status=4xx", "?status=401", "?status=200"].map(count),
        [2, 2, 2, 1, 2]
    );
    assert_eq!(["?api=messages", "?api=chathub", "?api=gms", "?key=none", "?limit=1"].map(count), [3, 1, 0, 1, 1]);
    let own = all["requests"][1]["key"].as_str().unwrap();
    assert_eq!(count(&format!("?key={}", own.replace(' ', "%20"))), 1);
    for wrong in ["?status=bad", "?status=6xx", "?api=fax", "?unknown=1"] {
        assert_eq!(stage.get(&format!("/_sandbox/requests{wrong}")).status, 400, "{wrong}");
    }
    let brief = requests(&stage, "?bodies=false")["requests"][0].clone();
    assert!(brief.get("headers").is_none() && brief.get("response_body").is_none(), "{brief}");
}

#[test]
fn one_request_leads_to_its_messages() {
    let stage = stage();
    stage.send(json!([sms(json!({})), sms(json!({"to": "+380670000102"}))]));
    let shown = stage.get(&format!("/_sandbox/requests/{}", newest_id(&stage))).json();
    let phones: Vec<&Value> = shown["messages"].as_array().unwrap().iter().map(|message| &message["phone"]).collect();
    assert_eq!(phones, ["380670000102", "380670000101"]);
    assert_eq!(shown["headers"]["x-authorization-key"], "***");
    assert_eq!(shown["response_headers"]["content-type"], "application/json");
    assert_eq!(stage.get("/_sandbox/requests/req-none").status, 404);
}

#[test]
fn a_replay_is_a_request_like_the_first() {
    let stage = stage();
    stage.sent(sms(json!({})));
    let first = newest_id(&stage);
    let again = stage.call("POST", &format!("/_sandbox/requests/{first}/replay"), &[], "").json();
    assert_eq!(again["status"], 200, "{again}");
    assert_eq!(again["request_id"], newest_id(&stage));
    assert_ne!(again["request_id"], first);
    assert_eq!(stage.sandbox.messages().len(), 2);
    stage.call("POST", SEND, &[("X-Authorization-Key", "live-key"), JSON], "{}");
    let refused = stage.call("POST", &format!("/_sandbox/requests/{}/replay", newest_id(&stage)), &[], "").json();
    assert_eq!(refused["status"], 401);
    let large = sms(json!({"text": "a".repeat(3 << 20)}));
    stage.send(json!([large]));
    let cut = stage.call("POST", &format!("/_sandbox/requests/{}/replay", newest_id(&stage)), &[], "");
    assert_eq!((cut.status, &cut.json()["error"]["code"]), (409, &json!("BODY_CUT")));
    assert_eq!(stage.call("POST", "/_sandbox/requests/req-none/replay", &[], "").status, 404);
}

#[test]
fn code_has_no_key_and_the_archive_is_one() {
    let stage = stage();
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let code = |language: &str| {
        let answer = stage.get(&format!("/_sandbox/requests/{}/code?language={language}", newest_id(&stage)));
        assert_eq!(answer.status, 200, "{}", answer.text);
        let code = answer.json()["code"].as_str().unwrap().to_owned();
        assert!(!code.contains("test-key"), "{code}");
        code
    };
    stage.sent(sms(json!({"text": "it's \"quoted\""})));
    assert!(code("curl").contains("X-Authorization-Key: ${SMSBAT_API_KEY:?is not set}"));
    assert!(code("python").contains("client.send(["));
    assert!(code("c").contains("\"messages.send\""));
    assert!(code("javascript").contains("process.env.SMSBAT_API_KEY"));
    stage.call("POST", "/api/tsms/message/ping?token=test-key", &[JSON], "{}");
    assert!(code("curl").contains("token='\"${SMSBAT_API_KEY:?is not set}\"'"), "{}", code("curl"));
    let javascript = code("javascript");
    assert!(javascript.contains("/api/tsms/message/ping?token=${process.env.SMSBAT_API_KEY}`"), "{javascript}");
    assert!(!javascript.contains("Authorization"), "{javascript}");
    for language in ["python", "c"] {
        assert!(!code(language).contains("token"), "the library sends its own: {}", code(language));
    }
    let body = json!({"token": "test-key", "recipients": ["380671234567"], "sms": {"sender": "S", "text": "***"}});
    stage.call("POST", "/api/tsms/message/send", &[JSON], &serde_json::to_string_pretty(&body).unwrap());
    assert!(code("curl").contains(r#""token": "'"${SMSBAT_API_KEY:?is not set}"'""#), "{}", code("curl"));
    assert!(code("javascript").contains(r#""token": process.env.SMSBAT_API_KEY"#), "{}", code("javascript"));
    for language in ["python", "c"] {
        assert!(!code(language).contains("token") && code(language).contains("***"), "{}", code(language));
    }
    stage.call("POST", "/api/company/get-token", &[JSON], r#"{"login": "test", "password": "test-key"}"#);
    for (language, place) in [
        ("curl", r#""password": "'"${SMSBAT_CHATHUB_PASSWORD:?is not set}"'""#),
        ("javascript", r#""password": process.env.SMSBAT_CHATHUB_PASSWORD"#),
        ("python", r#""password": os.environ["SMSBAT_CHATHUB_PASSWORD"]"#),
        ("c", r#"variable("SMSBAT_CHATHUB_PASSWORD")"#),
    ] {
        assert!(code(language).contains(place) && !code(language).contains("***"), "{}", code(language));
    }
    stage.call("GET", "/api/company/organization", &[("Authorization", "Bearer x")], "");
    assert!(code("curl").contains("Bearer ${SMSBAT_COMPANY_TOKEN:?is not set}"), "{}", code("curl"));
    stage.call("POST", "/api/SendMessage", &form, "user=test&sign=test-key&from=S&txt=Hi&sending_method=viber&phone=1");
    assert!(code("curl").contains("sign='\"${SMSBAT_MESSAGIO_SIGN:?is not set}\"'"), "{}", code("curl"));
    assert!(code("javascript").contains("&sign=${process.env.SMSBAT_MESSAGIO_SIGN}&"), "{}", code("javascript"));
    assert!(code("python").contains("client.messagio.send("));
    stage.call("DELETE", "/api/operator", &[KEY, JSON], "[1]");
    assert!(code("curl").contains("-X 'DELETE'") && code("python").contains("api=\"chathub\""));
    assert_eq!(stage.get(&format!("/_sandbox/requests/{}/code?language=perl", newest_id(&stage))).status, 400);

    let archive = stage.get("/_sandbox/requests/har");
    assert!(!archive.text.contains("test-key"));
    let log = archive.json()["log"].clone();
    assert_eq!((&log["version"], log["entries"].as_array().unwrap().len()), (&json!("1.2"), 7));
    let entry = &log["entries"][0];
    for name in ["method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"] {
        assert!(entry["request"].get(name).is_some(), "{name}");
    }
    for name in ["status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "bodySize"] {
        assert!(entry["response"].get(name).is_some(), "{name}");
    }
    assert!(entry["request"]["url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert_eq!(entry["request"]["postData"]["mimeType"], "application/json");
    assert_eq!(log["entries"][1]["request"]["queryString"], json!([{"name": "token", "value": "***"}]));
}

const LANGUAGES: [&str; 4] = ["curl", "python", "c", "javascript"];

/// The code of the newest request, or the code of the error.
fn code(stage: &Stage, language: &str) -> String {
    let answer = stage.get(&format!("/_sandbox/requests/{}/code?language={language}", newest_id(stage))).json();
    answer["code"].as_str().or_else(|| answer["error"]["code"].as_str()).unwrap().to_owned()
}

#[test]
fn no_code_puts_a_key_into_a_message() {
    let stage = stage();
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    stage.call(
        "POST",
        "/api/SendMessage",
        &form,
        "user=test&sign=test-key&from=S&txt=see+token=***&phone=380671234567",
    );
    for language in LANGUAGES {
        let code = code(&stage, language);
        assert!(code.contains("see") && code.contains("token=***") && !code.contains("SMSBAT_API_KEY"), "{code}");
    }
    let nested = json!([{"id": "a", "templateParams": {"password": "***", "token": "word"}}]);
    stage.call("POST", "/api/CascadeMessage/send_message/async", &[KEY, JSON], &nested.to_string());
    for language in LANGUAGES {
        let code = code(&stage, language);
        assert!(code.contains("***") && code.contains("word") && !code.contains("SMSBAT_CHATHUB_PASSWORD"), "{code}");
    }
    // Whoever wrote this text does not get a key into it either.
    let marked = json!({"token": "test-key", "sms": {"text": "\u{fdd0}SMSBAT_API_KEY\u{fdd0}"}});
    for body in [marked.to_string(), marked.to_string().replace('\u{fdd0}', "\\uFDD0")] {
        stage.call("POST", "/api/tsms/message/send", &[JSON], &body);
        assert!(!code(&stage, "curl").contains("\"${SMSBAT_API_KEY:?is not set}\"'\u{fdd0}"));
        assert_eq!(code(&stage, "curl").matches("'\"${SMSBAT_API_KEY").count(), 0, "{}", code(&stage, "curl"));
        assert!(!code(&stage, "javascript").contains("text\": process.env"), "{}", code(&stage, "javascript"));
    }
}

#[test]
fn each_credential_has_its_own_variable() {
    let stage = stage();
    stage.call("POST", "/api/operator/validate-token", &[KEY, JSON], r#"{"token": "abc"}"#);
    for language in LANGUAGES {
        let code = code(&stage, language);
        assert!(code.contains("SMSBAT_OPERATOR_TOKEN") && !code.contains("SMSBAT_API_KEY"), "{code}");
    }
    for (header, variable) in
        [("X-Tg-Bot-Key", "SMSBAT_TELEGRAM_BOT_KEY"), ("X-Viber-Auth-Token", "SMSBAT_VIBER_BOT_TOKEN")]
    {
        stage.call("POST", "/api/CascadeMessage/send_message/async", &[(header, "test-bot"), JSON], "[]");
        for language in ["curl", "javascript"] {
            let code = code(&stage, language);
            assert!(code.contains(header) && code.contains(variable), "{code}");
            assert!(!code.contains("X-Authorization-Key") && !code.contains("test-bot"), "{code}");
        }
    }
    // Two in one request.
    stage.call("POST", "/api/company/get-token", &[JSON], r#"{"password": "test-50%", "token": "b", "login": "50%"}"#);
    let program = code(&stage, "c");
    assert!(program.contains(r#"variable("SMSBAT_CHATHUB_PASSWORD"), variable("SMSBAT_OPERATOR_TOKEN")"#), "{program}");
    assert!(program.contains("50%%"), "{program}");
}

#[test]
fn code_does_not_send_without_its_variables() {
    let stage = stage();
    stage.call("POST", "/api/tsms/message/ping", &[JSON], r#"{"token": "test-key"}"#);
    let run = |program: &str, before: &str, key: Option<&str>, language: &str| {
        let mut command = std::process::Command::new(program);
        command.args(["-c", &format!("{before}{}", code(&stage, language))]).env_remove("SMSBAT_API_KEY");
        let output = command.envs(key.map(|key| ("SMSBAT_API_KEY", key))).output().unwrap();
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap(),
        )
    };
    let curl = "curl() { printf '%s\\n' \"$@\"; }\n";
    let (is_good, text) = run("sh", curl, None, "curl");
    assert!(!is_good && text.contains("SMSBAT_API_KEY: is not set") && !text.contains("ping"), "{text}");
    let (is_good, text) = run("sh", curl, Some("test-own"), "curl");
    assert!(is_good && text.contains(r#"{"token": "test-own"}"#) && text.contains("Bearer test-own"), "{text}");
    let javascript = code(&stage, "javascript");
    assert!(javascript.starts_with("for (const name of [\"SMSBAT_API_KEY\""), "{javascript}");
}

#[test]
fn code_that_would_send_something_else_is_refused() {
    let stage = stage();
    let codes = || LANGUAGES.map(|language| code(&stage, language).split('\n').next().unwrap().to_owned());
    stage.call("POST", SEND, &[KEY, JSON], "{\"messages\": [],}");
    let found = codes();
    assert_eq!((&*found[1], &*found[2]), ("NO_JSON_BODY", "NO_JSON_BODY"));
    assert!(found[0].starts_with("curl") && found[3].starts_with("for"), "{found:?}");
    stage.call("GET", "/bat/message/m-1", &[KEY], "");
    assert!(codes().iter().all(|line| !line.contains("NO_JSON")));
    stage.send(json!([sms(json!({"text": "a".repeat(3 << 20)}))]));
    assert_eq!(codes(), ["BODY_CUT"; 4]);
}

#[test]
fn keys_in_the_wrong_place_or_form_are_masked() {
    let folder = tempfile::tempdir().unwrap();
    let options =
        smsbat_sandbox::Options { record: Some(folder.path().into()), rate_limit: false, ..Default::default() };
    let stage = common::stage_with(options);
    let send = "/api/tsms/message/send";
    stage.call("GET", "/message/send.json?token=REAL&text=Hi", &[], "");
    stage.call("GET", "/api/other?t%6Fken=REAL&API_KEY=REAL", &[("X-Api-Key", "REAL"), ("Cookie", "a=REAL")], "");
    stage.call("POST", send, &[JSON], r#"{"token": "REAL", "recipients": [],}"#);
    stage.call("POST", send, &[JSON], r#"{"token": "test-REAL\/x", "sms": {}}"#);
    let part = "--x\r\nContent-Disposition: form-data; name=\"sign\"\r\n\r\nREAL\r\n--x--\r\n";
    stage.call("POST", "/api/SendMessage", &[("Content-Type", "multipart/form-data; boundary=x")], part);
    stage.call("POST", "/api/SendMessage", &[("Content-Type", "text/plain")], "user=test&sign=REAL");
    // Larger than what is kept of a body, with the token at its start.
    let large =
        json!({"recipients": ["380671234567"], "sms": {"sender": "S", "text": "a".repeat(3 << 20)}}).to_string();
    stage.call("POST", send, &[JSON], &large.replacen('{', "{\"token\": \"test-REAL\", ", 1));
    // A request that passes is recorded, and its answer is a token.
    stage.call("POST", "/api/company/get-token", &[JSON], r#"{"login": "test", "password": "test-REAL"}"#);
    let answer = requests(&stage, "?limit=1&secrets=1")["requests"][0]["response_body"].as_str().unwrap().to_owned();
    assert!(answer.len() > 20, "{answer}");
    let recorded: String = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    assert!(recorded.contains("get-token") && !recorded.contains(answer.trim_matches('"')), "{recorded}");
    let shown = format!("{}{}{recorded}", requests(&stage, ""), stage.get("/_sandbox/requests/har").text);
    let found: Vec<_> = shown.match_indices("REAL").map(|(at, _)| &shown[at.saturating_sub(60)..at + 4]).collect();
    assert!(found.is_empty(), "{found:?}");
    for request in requests(&stage, "?bodies=false")["requests"].as_array().unwrap() {
        let path = format!("/_sandbox/requests/{}/code?language=", request["request_id"].as_str().unwrap());
        for language in LANGUAGES {
            assert!(!stage.get(&format!("{path}{language}")).text.contains("REAL"), "{request} {language}");
        }
    }
}
