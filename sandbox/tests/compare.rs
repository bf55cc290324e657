//! The sandbox between a program and a provider, for which a second sandbox with other settings stands.
#![allow(clippy::unwrap_used)]

mod common;

use std::time::Duration;

use common::{SEND, Stage, stage, stage_with};
use serde_json::{Value, json};
use smsbat_core::{Outcome, Sms};
use smsbat_sandbox::{Error, Options, Rule, Sandbox};

const PHONE: &str = "+380671234567";
const TEXT: &str = "Your code is 73458216, Olena";

/// A provider, and a sandbox before it.
fn pair(record: Option<&std::path::Path>) -> (Stage, Stage) {
    let provider = stage();
    let options = Options { compare: Some(provider.sandbox.url().to_owned()), ..Options::default() };
    let between = stage_with(Options { record: record.map(Into::into), rate_limit: false, ..options });
    (provider, between)
}

fn fields(between: &Stage) -> Vec<String> {
    let report = between.sandbox.differences().unwrap();
    let differences = report["differences"].as_array().unwrap();
    let line = |difference: &Value| {
        let text = |name: &str| difference[name].as_str().unwrap().to_owned();
        format!("{} {} {}", text("operation"), text("field"), text("kind"))
    };
    differences.iter().map(line).collect()
}

#[test]
fn equal_answers_are_passed_on() {
    let (provider, between) = pair(None);
    let client = between.sandbox.client().unwrap();
    let row = client.messages().send(Sms::new(PHONE, "MyShop", TEXT).customer_message_id("order-1")).unwrap();
    // The provider has the message as it is, and its id comes back.
    let id = row[0].message_id().unwrap();
    assert_eq!(provider.sandbox.message(id).unwrap().text(), TEXT);
    assert_eq!(provider.sandbox.message(id).unwrap().to(), PHONE);
    // The id of the provider leads to the sandbox's own message.
    assert_eq!(client.messages().status(id).unwrap().delivery_status(), Some("scheduled"));
    assert_eq!(fields(&between), Vec::<String>::new());
    let report = between.sandbox.differences().unwrap();
    assert_eq!((&report["calls"], &report["equal"]), (&json!(2), &json!(2)));
    assert_eq!(stage().get("/_sandbox/compare").status, 404);
}

#[test]
fn masks_change_no_answer() {
    let (_provider, between) = pair(None);
    let headers = [common::KEY, ("Content-Type", "application/json")];
    for path in
        [SEND, "/api/CascadeMessage/send_message/async", "/api/tsms/message/send", "/api/tsms/message/sendmulti"]
    {
        let examples = common::examples(path, "post");
        assert!(!examples.is_empty());
        for (name, body) in examples {
            between.call("POST", path, &headers, &body.to_string());
            assert_eq!(fields(&between), Vec::<String>::new(), "{name}: {}", between.sandbox.differences().unwrap());
        }
    }
}

#[test]
fn differences_are_named() {
    let (provider, between) = pair(None);
    provider.sandbox.add_rule(Rule::new().to("38050*").status("rejected")).unwrap();
    let client = between.sandbox.client_builder().max_retries(0).build().unwrap();
    let send = |to: &str| client.messages().send(Sms::new(to, "MyShop", TEXT));
    assert_eq!(send("+380501234567").unwrap()[0].outcome(), Outcome::Rejected);
    let found = fields(&between);
    assert!(found.contains(&format!("POST {SEND} messages[0].status value")), "{found:?}");
    assert!(found.contains(&format!("POST {SEND} messages[0].messageId type")), "{found:?}");
    // Counted, not listed again.
    let _ = send("+380501234568").unwrap();
    assert_eq!(fields(&between), found);
    provider.sandbox.fail_next(1, 503).unwrap();
    assert_eq!(send(PHONE).unwrap_err().outcome(), Outcome::Unknown);
    assert!(fields(&between).contains(&format!("POST {SEND} status value")));
}

#[test]
fn secrets_and_personal_data_are_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let (provider, between) = pair(Some(folder.path()));
    let client = between.sandbox.client_builder().api_key("test-very-secret").build().unwrap();
    let _ = client.messages().send(Sms::new(PHONE, "MyShop", TEXT).customer_message_id("olena-17")).unwrap();
    provider
        .sandbox
        .reply_next(smsbat_sandbox::PlannedReply {
            status: 400,
            json: Some(
                json!({"error": {"code": "INVALID_RECIPIENT", "message": format!("{PHONE} of MyShop is unknown")}}),
            ),
            ..Default::default()
        })
        .unwrap();
    client.messages().send(Sms::new(PHONE, "MyShop", TEXT)).unwrap_err();
    provider
        .sandbox
        .reply_next(smsbat_sandbox::PlannedReply {
            status: 403,
            json: Some(json!({"error": "key test-very-secret of test-form-secret is unknown"})),
            ..Default::default()
        })
        .unwrap();
    let form = [("X-Authorization-Key", "test-very-secret"), ("Content-Type", "application/x-www-form-urlencoded")];
    between.call("POST", "/api/tsms/message/send", &form, "token=test-form-secret&code=70213899&text=Olena");
    let login = [("Content-Type", "application/json")];
    between.call(
        "POST",
        "/api/tsms/message/send?token=test-other-secret",
        &login,
        &json!({"recipients": [PHONE],
        "sms": {"sender": "MyShop", "text": TEXT}})
        .to_string(),
    );

    // Bodies that are neither JSON nor a form. The provider repeats what they say.
    let broken = format!(r#"{{"token": "test-broken-secret", "to": "{PHONE}", "text": "Olena's code 70213899",}}"#);
    let part = "--x\r\nContent-Disposition: form-data; name=\"sign\"\r\n\r\ntest-broken-secret\r\n--x--\r\n";
    for (media_type, body, repeats) in [
        ("application/json", broken.clone(), "key test-broken-secret, text Olena's code 70213899"),
        ("application/json", broken[..broken.len() - 4].to_owned(), "Olena's code 7021389 is wrong"),
        ("application/json", "\u{feff}{\"token\": \"test-broken-secret\"}".to_owned(), "test-broken-secret is wrong"),
        ("multipart/form-data; boundary=x", part.to_owned(), "test-broken-secret is wrong"),
        ("text/plain", format!("{PHONE} 70213899"), "70213899 is wrong"),
        ("application/x-www-form-urlencoded", format!("{PHONE}=&code 70213899=1"), "code 70213899 is no field"),
    ] {
        let json = Some(json!({"error": repeats}));
        let reply = smsbat_sandbox::PlannedReply { status: 400, json, ..Default::default() };
        provider.sandbox.reply_next(reply).unwrap();
        let headers = [("X-Authorization-Key", "test-very-secret"), ("Content-Type", media_type)];
        assert_eq!(between.call("POST", "/api/tsms/message/send", &headers, &body).status, 400);
    }

    let vectors: String = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    assert_eq!(vectors.lines().count(), 10, "{vectors}");
    let kept = format!(
        "{vectors}{}{:?}{:?}{}",
        between.sandbox.differences().unwrap(),
        between.sandbox.messages(),
        between.sandbox.requests(),
        between.get("/_sandbox/requests/har").text
    );
    for personal in [
        "1234567",
        "73458216",
        "Olena",
        "olena-17",
        "MyShop",
        "very-secret",
        "other-secret",
        "form-secret",
        "broken-secret",
        "70213899",
    ] {
        assert!(!kept.contains(personal), "{personal}: {kept}");
    }
    let vector: Value = serde_json::from_str(vectors.lines().next().unwrap()).unwrap();
    assert_eq!((&vector["method"], &vector["path"], &vector["status"]), (&json!("POST"), &json!(SEND), &json!(200)));
    assert_eq!(vector["request"]["messages"][0]["type"], "sms");
    assert_eq!(vector["response"]["messages"][0]["status"], "accepted");
    assert!(vector["request"]["messages"][0]["to"].as_str().unwrap().starts_with("+38067"));
    assert!(vectors.contains("is unknown") && vectors.contains("INVALID_RECIPIENT"), "{vectors}");
}

#[test]
fn a_provider_that_is_gone_is_an_unknown_outcome() {
    let (provider, between) = pair(None);
    drop(provider);
    let client = between.sandbox.client_builder().max_retries(0).timeout(Duration::from_secs(10)).build().unwrap();
    let error = client.messages().send(Sms::new(PHONE, "MyShop", TEXT)).unwrap_err();
    assert_eq!((error.outcome(), error.status_code()), (Outcome::Unknown, Some(502)));
    // Pages of other origins reach no provider either.
    let page = [("Origin", "http://evil.example"), ("Content-Type", "text/plain")];
    assert_eq!(between.call("POST", SEND, &page, "[]").status, 403);
}

#[test]
fn a_provider_over_https_is_known_by_its_authority() {
    let provider = stage_with(Options { tls: true, ..Options::default() });
    let authority = provider.sandbox.ca_bundle().unwrap().to_owned();
    let compare = Some(provider.sandbox.url().to_owned());
    let between = stage_with(Options {
        compare: compare.clone(),
        compare_ca_bundle: Some(authority),
        rate_limit: false,
        ..Options::default()
    });
    let client = between.sandbox.client().unwrap();
    let row = client.messages().send(Sms::new(PHONE, "MyShop", TEXT)).unwrap();
    assert_eq!(provider.sandbox.message(row[0].message_id().unwrap()).unwrap().text(), TEXT);
    assert_eq!(fields(&between), Vec::<String>::new());

    // Without its authority it gets nothing.
    let stranger = stage_with(Options { compare, rate_limit: false, ..Options::default() });
    let client = stranger.sandbox.client_builder().max_retries(0).build().unwrap();
    let error = client.messages().send(Sms::new(PHONE, "MyShop", TEXT)).unwrap_err();
    assert_eq!(error.status_code(), Some(502));
    assert!(error.to_string().contains("certificate"), "{error}");
    assert_eq!(provider.sandbox.messages().len(), 1);
}

#[test]
fn keys_are_not_passed_over_plain_http_or_kept_in_a_store() {
    let refused = |options: Options| match Sandbox::start(options) {
        Err(Error::Option(text)) => text,
        other => format!("{other:?}"),
    };
    let compare = |url: &str| Options { compare: Some(url.to_owned()), ..Options::default() };
    assert!(refused(compare("http://example.org")).contains("https://"));
    assert!(refused(compare("restapi.example.org")).contains("must be a URL"));
    assert!(refused(compare("https://user:password@example.org")).contains("no user"));
    for url in ["https://example.org:99999", "http://127.0.0.1:8026;x", "http://127.0.0.1:", "http://[::1]:+80/v1"] {
        let text = refused(compare(url));
        assert_eq!(text, "compare (--compare) has a port that is not a number from 1 to 65535", "{url}");
    }
    let store = tempfile::tempdir().unwrap().path().join("inbox.db");
    assert!(refused(Options { store: Some(store), ..compare("https://example.org") }).contains("no store"));
}

#[test]
fn the_program_does_not_wait_for_the_sandbox() {
    let provider = stage();
    let compare = Some(provider.sandbox.url().to_owned());
    // With the rate limit, which is the provider's matter here.
    let between = stage_with(Options { compare, ..Options::default() });
    between.sandbox.add_rule(Rule::new().delay(Duration::from_secs(60))).unwrap();
    let client = between.sandbox.client_builder().timeout(Duration::from_secs(20)).max_retries(0).build().unwrap();
    let row = client.messages().send(Sms::new(PHONE, "MyShop", TEXT)).unwrap();
    assert_eq!(row[0].outcome(), Outcome::Accepted);
    assert_eq!(between.sandbox.differences().unwrap()["calls"], 1);
}
