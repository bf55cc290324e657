//! Handling of invalid response bodies in every operation.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use base64::Engine;
use serde_json::{Value, json};
use smsbat_core::{
    Api, Argument, ArgumentKind, CallOptions, Client, ErrorKind, Method, Operation, Outcome, Reply, Sms, TurboSms,
    TurboSmsMessage, Webhook, operations, webhooks,
};
use smsbat_sandbox::{Options, PlannedReply, Sandbox};

const YEAR: Duration = Duration::from_secs(3600 * 24 * 365);
const DEPTHS: [usize; 3] = [101, 1_000, 100_000];

fn sandbox() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(Options { rate_limit: false, ..Options::default() }).unwrap();
    let settings = [
        ("api_key", "test-key"),
        ("base_url", sandbox.url()),
        ("company_token", "t"),
        ("messagio_user", "test-user"),
        ("messagio_sign", "test-sign"),
        ("max_retries", "0"),
    ];
    let builder = Client::builder().ignore_environment().rate_limit(None);
    let client = settings.into_iter().fold(builder, |b, (name, value)| b.set(name, value).unwrap()).build().unwrap();
    (sandbox, client)
}

fn answer(sandbox: &Sandbox, headers: &[(&str, &str)], body: &[u8]) {
    sandbox.reset();
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let body_base64 = Some(base64::engine::general_purpose::STANDARD.encode(body));
    sandbox.reply_next(PlannedReply { headers, body_base64, ..PlannedReply::default() }).unwrap();
}

fn sms() -> Sms {
    Sms::new("+380671234567", "NovaShop", "Hello").customer_message_id("c1")
}

/// Arguments for each operation that reads JSON.
fn calls() -> Vec<(&'static str, Value)> {
    let sms = json!({"recipient": "+380671234567", "type": "sms"});
    let cascade = json!({"toPhone": "+380671234567", "text": "Hi"});
    let turbosms = json!({"recipients": ["380671234567"], "sms": {"sender": "A", "text": "Hi"}});
    let mut calls = vec![
        ("messages.send", json!({"messages": [sms]})),
        ("messages.status", json!({"message_id": "m-1"})),
        ("messages.wait", json!({"message_id": "m-1"})),
        ("cascade.send", json!({"messages": [cascade]})),
        (
            "cascade.send_template",
            json!({"template": "Hi", "rows": [{"to": "+380671234567"}], "sender": "NovaShop", "message_type": "promo"}),
        ),
        ("chathub.login", json!({"login": "l", "password": "p"})),
        ("chathub.organizations", json!({})),
        ("chathub.operators", json!({"organization_id": 1})),
        ("chathub.add_operators", json!({"operators": [{"organizationId": 1, "name": "Olena"}]})),
        ("chathub.operator_token", json!({"id": 1})),
        ("chathub.validate_token", json!({"token": "a.b.c"})),
        ("chathub.chats", json!({})),
        ("chathub.chat_messages", json!({"id": 1})),
        ("turbosms.send", json!({"message": turbosms})),
        ("turbosms.send_multi", json!({"messages": {"a": turbosms}})),
        ("turbosms.status", json!({"message_ids": ["m-1"]})),
        ("turbosms.details", json!({"message_ids": ["m-1"]})),
        ("messagio.send", json!({"to": "+380671234567", "sender": "A", "text": "Hi"})),
    ];
    for operation in operations().iter().filter(|operation| reads_json(operation)) {
        if !calls.iter().any(|(name, _)| *name == operation.name) {
            calls.push((operation.name, simple_arguments(operation)));
        }
    }
    calls
}

/// Returns true if the reply is read from JSON that must have a shape. Each status of `wait_all` is that of `status`.
fn reads_json(operation: &Operation) -> bool {
    match operation.reply {
        Reply::Nothing | Reply::Html => false,
        Reply::Record(class) => class.name != "RawReply",
        _ => operation.name != "messages.wait_all",
    }
}

/// Arguments of an operation that takes nothing but texts and numbers; any other needs a line of its own above.
fn simple_arguments(operation: &Operation) -> Value {
    let value = |argument: &Argument| match argument.kind {
        ArgumentKind::Integer | ArgumentKind::Count | ArgumentKind::Status(_) => json!(1),
        ArgumentKind::Text | ArgumentKind::Secret | ArgumentKind::MessageId => json!("x"),
        kind => panic!("{}: {kind:?} needs arguments in calls()", operation.name),
    };
    let required = operation.arguments.iter().filter(|argument| argument.required);
    required.map(|argument| (argument.name.to_owned(), value(argument))).collect()
}

#[test]
fn something_else_than_json_is_named_by_its_type_and_size() {
    let (sandbox, client) = sandbox();
    let html = "<!DOCTYPE html><p>Sign in to the network";
    for (operation, arguments) in calls() {
        for (kind, body, said) in [
            (Some("text/html; charset=utf-8"), html, format!("(text/html, {} bytes)", html.len())),
            (Some("application/json"), "", "(application/json, 0 bytes)".to_owned()),
            (Some("application/json"), r#"{"messages":[{"mess"#, "(application/json, 19 bytes)".to_owned()),
            (None, "", "(no Content-Type, 0 bytes)".to_owned()),
            (Some("; charset=utf-8"), "", "(no Content-Type, 0 bytes)".to_owned()),
            (Some(&"x".repeat(100)), "", format!("({}, 0 bytes)", "x".repeat(100))),
            (Some(&"x".repeat(101)), "", "(no Content-Type, 0 bytes)".to_owned()),
        ] {
            let headers: Vec<_> = kind.map(|kind| ("Content-Type", kind)).into_iter().collect();
            answer(&sandbox, &headers, body.as_bytes());
            let error = client.call_json(operation, &arguments.to_string(), CallOptions::default()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Response, "{operation}: {error}");
            assert_eq!(error.operation(), Some(operation), "{error}");
            let text = error.to_string();
            assert!(text.contains(&said), "{operation}: {text}");
            assert!(!text.contains("line 1"), "{operation}: {text}");
        }
    }
}

#[test]
fn deep_json_is_an_error_in_every_operation() {
    let (sandbox, client) = sandbox();
    for (operation, arguments) in calls() {
        for depth in DEPTHS {
            for (before, after) in [("", ""), (r#"{"response_code":0,"response_result":"#, "}"), (r#"{"x":"#, "}")] {
                let body = format!("{before}{}{}{after}", "[".repeat(depth), "]".repeat(depth));
                answer(&sandbox, &[("Content-Type", "application/json")], body.as_bytes());
                let error = client.call_json(operation, &arguments.to_string(), CallOptions::default()).unwrap_err();
                assert!(
                    matches!(error.kind(), ErrorKind::Response | ErrorKind::Provider),
                    "{operation} {before}: {error}"
                );
            }
        }
    }
    let deep = |depth: usize| format!(r#"{{"x":{}1{}}}"#, r#"{"a":"#.repeat(depth - 1), "}".repeat(depth - 1));
    let get = || client.request(Method::Get, "/x", None, Api::Messages, &CallOptions::default());
    answer(&sandbox, &[], deep(100).as_bytes());
    assert!(get().unwrap().json().is_some());
    for depth in DEPTHS {
        answer(&sandbox, &[], deep(depth).as_bytes());
        let error = get().unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Response, Some("request")));
        assert!(error.to_string().contains("nested more than 100 levels deep"), "{error}");
        // Beside rows that could be read, too: what the whole says is not certain.
        let rows = format!(r#"{{"messages":[{{"messageId":"m","status":"accepted","x":{0}}}],"y":{0}}}"#, deep(depth));
        answer(&sandbox, &[], rows.as_bytes());
        assert_eq!(client.messages().send(&[sms()]).unwrap_err().outcome(), Outcome::Unknown);
        // In an error's body it changes nothing.
        sandbox.reset();
        sandbox.reply_next(PlannedReply { status: 400, body: Some(deep(depth)), ..PlannedReply::default() }).unwrap();
        assert_eq!(client.messages().send(&[sms()]).unwrap_err().kind(), ErrorKind::BadRequest);
    }
}

#[test]
fn a_row_of_a_template_with_two_recipients_is_not_sent() {
    let (sandbox, client) = sandbox();
    for (row, field) in [
        (r#"{"to":"+380671234567","to":"+380671234568"}"#, "rows[1]"),
        (r#"{"to":"+380671234567","name":"Ada","name":"Bob"}"#, "rows[1]"),
        (r#"["+380671234567"]"#, "rows[1]"),
        (r#"{"to":"+380671234567","name":{}}"#, "rows[1].name"),
    ] {
        let arguments = format!(
            r#"{{"template":"Hi","rows":[{{"to":"+380671234569"}},{row}],"sender":"NovaShop","message_type":"promo"}}"#
        );
        let error = client.call_json("cascade.send_template", &arguments, CallOptions::default()).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some(field)), "{row}");
    }
    assert!(sandbox.messages().is_empty());
}

#[test]
fn a_key_that_is_given_twice_is_not_sent() {
    let (sandbox, client) = sandbox();
    for (operation, arguments, field) in [
        ("request", r#"{"method":"POST","path":"/x","json":{"a":[{"to":1,"to":2}]}}"#, "json.a[0].to"),
        ("request", r#"{"method":"POST","path":"/x","json":[{"to":1,"\u0074o":2}]}"#, "json[0].to"),
        ("turbosms.send_multi", r#"{"messages":{"a":{"recipients":[]},"a":{"recipients":[]}}}"#, "messages.a"),
        ("turbosms.send_multi", r#"{"messages":{"a":{"sms":{"text":"x","text":"y"}}}}"#, "messages.a.sms.text"),
    ] {
        let error = client.call_json(operation, arguments, CallOptions::default()).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some(field)), "{operation}");
        assert!(error.to_string().contains("is given twice"), "{error}");
    }
    assert!(sandbox.requests().is_empty());
}

#[test]
fn a_number_in_a_row_of_a_template_keeps_its_digits() {
    let (sandbox, client) = sandbox();
    let arguments = r#"{"template":"{a} {b} {c} {d}","sender":"NovaShop","message_type":"promo",
        "rows":[{"to":"+380671234567","a":19.90,"b":1e2,"c":-0,"d":4149499912345678901234}]}"#;
    client.call_json("cascade.send_template", arguments, CallOptions::default()).unwrap();
    assert_eq!(sandbox.messages()[0].text(), "19.90 1e2 -0 4149499912345678901234");
}

#[test]
fn deep_json_is_not_sent() {
    let (sandbox, client) = sandbox();
    for depth in DEPTHS {
        let deep = format!(r#"{{"x":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
        let refused = |operation: &str, arguments: String| {
            let error = client.call_json(operation, &arguments, CallOptions::default()).unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Validation, Outcome::NotSent), "{operation}");
        };
        refused("messages.send", format!(r#"{{"messages":[{deep}]}}"#));
        refused("messages.send", format!(r#"{{"messages":{deep}}}"#));
        refused("cascade.send", format!(r#"{{"messages":[{deep}]}}"#));
        refused("cascade.send_template", format!(r#"{{"template":"Hi","rows":[{deep}],"sender":"A"}}"#));
        refused("cascade.upload_variables", format!(r#"{{"variables":[{deep}]}}"#));
        refused("chathub.add_operators", format!(r#"{{"operators":[{deep}]}}"#));
        refused("chathub.login", deep.clone());
        refused("turbosms.send", format!(r#"{{"message":{deep}}}"#));
        refused("turbosms.send_multi", format!(r#"{{"messages":{{"a":{deep}}}}}"#));
        refused("messagio.send", format!(r#"{{"to":{deep},"sender":"A","text":"Hi"}}"#));
        refused("request", format!(r#"{{"method":"POST","path":"/x","json":{deep}}}"#));
        let options = CallOptions::default();
        let error = client.request(Method::Post, "/x", Some(&deep), Api::Messages, &options).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("json")));
        for body in [deep.as_str(), &format!(r#"{{"idUuid":"u","text":{deep}}}"#)] {
            assert_eq!(webhooks::parse(body.as_bytes()).unwrap_err().kind(), ErrorKind::Response);
            let event = format!(r#"{{"id":42,"signature":"s","data":{deep}}}"#);
            assert_eq!(webhooks::parse_turbosms(event.as_bytes()).unwrap_err().kind(), ErrorKind::Response);
            let form = form_urlencoded::Serializer::new(String::new())
                .append_pair("id", "1")
                .append_pair("data", body)
                .finish();
            assert_eq!(webhooks::parse_turbosms(form.as_bytes()).unwrap_err().kind(), ErrorKind::Response);
        }
    }
    assert!(sandbox.requests().is_empty());
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_body() {
    let (sandbox, client) = sandbox();
    let body = "\u{feff}{\"messages\":[{\"messageId\":\"m-1\",\"status\":\"accepted\"}]}";
    answer(&sandbox, &[], body.as_bytes());
    let result = client.messages().send(&[sms()]).unwrap();
    assert!(result.ok());
    assert_eq!(result.messages()[0].message_id(), Some("m-1"));
    let error = r#"{"error":{"code":"INVALID_RECIPIENT","message":"no","field":"to"}}"#;
    sandbox.reset();
    let body = Some(format!("\u{feff}{error}"));
    sandbox.reply_next(PlannedReply { status: 400, body, ..PlannedReply::default() }).unwrap();
    let error = client.messages().send(&[sms()]).unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::BadRequest, Some("to")));
    answer(&sandbox, &[], "\u{feff}[{\"id\":1}]".as_bytes());
    assert_eq!(client.chathub().organizations().unwrap().len(), 1);
    answer(&sandbox, &[], "\u{feff}\"a.b.c\"".as_bytes());
    assert!(client.chathub().login("l", "p").is_ok());
    answer(&sandbox, &[], "\u{feff}<response><code>0</code></response>".as_bytes());
    let arguments = r#"{"to":"+380671234567","sender":"A","text":"Hi"}"#;
    assert!(client.call_json("messagio.send", arguments, CallOptions::default()).is_ok());
    let incoming = "\u{feff}{\"idUuid\":\"u-1\",\"text\":\"Yes\"}";
    assert!(matches!(webhooks::parse(incoming.as_bytes()).unwrap(), Webhook::Incoming(m) if m.id() == Some("u-1")));
    // sha1("secret" + "42")
    let event = "\u{feff}{\"id\":42,\"signature\":\"c9af31ab5c35b63e12e392627ce6744551a485f2\"}";
    assert!(webhooks::verify_turbosms(event.as_bytes(), "secret").unwrap());
    assert_eq!(webhooks::parse_turbosms("\u{feff}id=42&signature=s".as_bytes()).unwrap().id(), Some("42"));
}

/// Parsers disagree on which of two values counts, so neither does.
#[test]
fn a_member_that_is_given_twice_says_nothing() {
    let (sandbox, client) = sandbox();
    let sent = |row: &str| {
        answer(&sandbox, &[], format!(r#"{{"messages":[{row}]}}"#).as_bytes());
        let result = client.messages().send(&[sms()]).unwrap();
        let row = result.messages()[0].clone();
        (row.outcome(), row.status().map(str::to_owned), row.message_id().map(str::to_owned))
    };
    let m = Some("m".to_owned());
    for statuses in [
        r#""status":"accepted","status":"rejected""#,
        r#""status":"rejected","status":"accepted""#,
        r#""status":"accepted","status":"rejected","status":"accepted""#,
        r#""status":"accepted","st\u0061tus":"rejected""#,
        r#""status":"accepted","status":null"#,
    ] {
        assert_eq!(
            sent(&format!(r#"{{"messageId":"m",{statuses}}}"#)),
            (Outcome::Unknown, None, m.clone()),
            "{statuses}"
        );
    }
    let accepted = Some("accepted".to_owned());
    let same = r#"{"messageId":"m","status":"accepted","status":"accepted"}"#;
    assert_eq!(sent(same), (Outcome::Accepted, accepted.clone(), m));
    let ids = r#"{"messageId":"m","messageId":"n","status":"accepted"}"#;
    assert_eq!(sent(ids), (Outcome::Accepted, accepted, None));
    // A row that names two people or two messages may be about either.
    for names in [
        r#""to":"380671234567","to":"380671234568""#,
        r#""recipient":"380671234568","recipient":"380671234567""#,
        r#""customerMessageId":"own","customerMessageId":"other""#,
        r#""to":"380671234567","customerMessageId":"own","customerMessageId":"other""#,
    ] {
        let row = format!(r#"{{"messageId":"m",{names},"status":"accepted"}}"#);
        assert_eq!(sent(&row), (Outcome::Unknown, None, None), "{names}");
    }
    let phones = r#"{"phone":"380671234567","phone":"380671234568","response_code":0,"message_id":"m"}"#;
    answer(&sandbox, &[], format!(r#"{{"response_code":800,"response_result":[{phones}]}}"#).as_bytes());
    let message = TurboSmsMessage::new(["380671234567"]).sms(TurboSms::new().sender("A").text("Hi"));
    let row = client.turbosms().send(&message).unwrap().recipients()[0].clone();
    assert_eq!((row.outcome(), row.message_id()), (Outcome::Unknown, None));
    // Two lists of rows.
    let body = br#"{"messages":[{"messageId":"m","status":"accepted"}],"messages":[{"status":"rejected"}]}"#;
    answer(&sandbox, &[], body);
    let error = client.messages().send(&[sms()]).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Response, Outcome::Unknown));
    answer(&sandbox, &[], br#"{"deliverystatus":"delivered","deliverystatus":"undelivered"}"#);
    assert_eq!(client.messages().status("m").unwrap_err().kind(), ErrorKind::Response);
    let each = r#""viber":"delivered","sms":"not_used","viber":"undeliverable","sms":"not_used""#;
    answer(&sandbox, &[], format!(r#"{{"deliverystatus":"delivered","extendedStatuses":{{{each}}}}}"#).as_bytes());
    let status = client.messages().status("m").unwrap();
    assert_eq!(status.extended_statuses(), [("sms".to_owned(), "not_used".into())]);
}

#[cfg(feature = "gzip")]
#[test]
fn gzip_is_known_however_it_is_spelled() {
    use std::io::Write;
    let (sandbox, client) = sandbox();
    let body = br#"{"messages":[{"messageId":"m-1","status":"accepted"}]}"#;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(body).unwrap();
    let zipped = encoder.finish().unwrap();
    for coding in ["gzip", "GZIP", "Gzip", "x-gzip", "X-GZip", " gzip ", "identity, gzip"] {
        answer(&sandbox, &[("Content-Encoding", coding)], &zipped);
        assert!(client.messages().send(&[sms()]).unwrap().ok(), "{coding}");
    }
    for coding in ["identity", "IDENTITY", ""] {
        answer(&sandbox, &[("Content-Encoding", coding)], body);
        assert!(client.messages().send(&[sms()]).unwrap().ok(), "{coding}");
    }
    for (coding, body, said) in [
        ("br", &zipped, "encoded as 'br'"),
        ("gzip, gzip", &zipped, "encoded as 'gzip,gzip'"),
        ("test-key", &zipped, "encoded as '…'"),
        ("gzip", &body.to_vec(), "cannot be decompressed"),
        ("gzip", &zipped[..zipped.len() - 9].to_vec(), "cannot be decompressed"),
    ] {
        answer(&sandbox, &[("Content-Encoding", coding)], body);
        let error = client.messages().send(&[sms()]).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Response, Outcome::Unknown), "{coding}");
        assert!(error.to_string().contains(said), "{coding}: {error}");
    }
}

#[test]
fn an_answer_may_have_max_reply_size_and_no_byte_more() {
    let (sandbox, _) = sandbox();
    let body = br#"{"messages":[{"messageId":"m-1","status":"accepted"}]}"#;
    let size = body.len() as u64;
    for (most, fits) in [(size, true), (size + 1, true), (u64::MAX, true), (size - 1, false), (1, false)] {
        let builder = Client::builder().api_key("test-key").base_url(sandbox.url()).max_retries(0);
        let client = builder.max_reply_size(most).ignore_environment().build().unwrap();
        answer(&sandbox, &[], body);
        match client.messages().send(&[sms()]) {
            Ok(result) => assert!(fits && result.ok(), "{most}"),
            Err(error) => {
                assert_eq!((error.kind(), error.outcome()), (ErrorKind::Response, Outcome::Unknown));
                assert!(!fits && error.to_string().contains(&format!("max_reply_size ({most} bytes)")), "{error}");
            }
        }
    }
}

#[test]
fn a_refusal_needs_no_body_that_can_be_read() {
    let (sandbox, client) = sandbox();
    let (latin, large) = (b"\"non \xe9\"".to_vec(), vec![b'x'; 2000]);
    let small = Client::builder().api_key("test-key").base_url(sandbox.url()).max_retries(0).max_reply_size(1000);
    let small = small.ignore_environment().build().unwrap();
    for (client, coding, body) in [(&client, "", &latin), (&small, "", &large), (&client, "br", &latin)] {
        for (status, kind, outcome) in [
            (400, ErrorKind::BadRequest, Outcome::NotSent),
            (499, ErrorKind::BadRequest, Outcome::NotSent),
            (200, ErrorKind::Response, Outcome::Unknown),
            (500, ErrorKind::Response, Outcome::Unknown),
        ] {
            sandbox.reset();
            let headers = [("Content-Encoding", coding), ("X-Request-Id", "r-1")];
            let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
            let body_base64 = Some(base64::engine::general_purpose::STANDARD.encode(body));
            sandbox.reply_next(PlannedReply { status, headers, body_base64, ..PlannedReply::default() }).unwrap();
            let error = client.messages().send(&[sms()]).unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{status}: {error}");
            assert_eq!((error.status_code(), error.request_id()), (Some(status), Some("r-1")));
        }
    }
}

#[test]
fn an_error_keeps_the_first_64_kib_of_its_body_in_whole_characters() {
    let (sandbox, client) = sandbox();
    const MOST: usize = 64 * 1024;
    for (body, kept) in [
        ("x".repeat(MOST), MOST),
        ("x".repeat(MOST + 1), MOST),
        ("\u{457}".repeat(MOST), MOST),
        (format!("x{}", "\u{457}".repeat(MOST)), MOST - 1),
        (format!("xxx{}", "\u{1f4de}".repeat(MOST)), MOST - 1),
    ] {
        sandbox.reset();
        let plan = PlannedReply { status: 400, body: Some(body.clone()), ..PlannedReply::default() };
        sandbox.reply_next(plan).unwrap();
        let error = client.messages().send(&[sms()]).unwrap_err();
        assert_eq!(error.body(), Some(&body[..kept]));
    }
}

#[test]
fn a_hint_of_zero_is_no_leave_to_ask_at_once() {
    let (sandbox, client) = sandbox();
    let past = "Sun, 06 Nov 1994 08:49:37 GMT";
    let call = |after: &str, retries: u32| {
        sandbox.reset();
        let headers = [("Retry-After".to_owned(), after.to_owned())].into();
        sandbox.reply_next(PlannedReply { status: 429, headers, ..PlannedReply::default() }).unwrap();
        let started = Instant::now();
        let result = client.messages().max_retries(retries).send(&[sms()]);
        (started.elapsed(), result)
    };
    for after in ["0", past] {
        let (took, result) = call(after, 1);
        assert!(result.unwrap().ok());
        assert!(took >= Duration::from_millis(500), "{after}: {took:?}");
    }
    for (after, hint) in [
        ("0", Some(Duration::ZERO)),
        (past, Some(Duration::ZERO)),
        ("Mon, 06 Nov 1994 08:49:37 GMT", Some(Duration::ZERO)),
        ("Sunday, 06-Nov-94 08:49:37 GMT", Some(Duration::ZERO)),
        ("Sun Nov  6 08:49:37 1994", Some(Duration::ZERO)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", Some(YEAR)),
        ("1.5", Some(Duration::from_millis(1500))),
        ("7", Some(Duration::from_secs(7))),
        ("18446744073709551615", Some(YEAR)),
        ("31536001", Some(YEAR)),
        ("Wed, 31 Dec 9000 23:59:59 GMT", Some(YEAR)),
        ("99999999999999999999999999", Some(YEAR)),
        ("-1", None),
        ("1.2.3", None),
        ("soon", None),
    ] {
        let (_, result) = call(after, 0);
        assert_eq!(result.unwrap_err().retry_after(), hint, "{after}");
    }
    // Further away than any wait: no attempt too early.
    for after in ["99999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"] {
        let (_, result) = call(after, 5);
        let error = result.unwrap_err();
        assert_eq!(error.retry_after(), Some(YEAR), "{after}");
        assert_eq!(sandbox.requests().len(), 1);
    }
}

/// A server may repeat what it refuses.
#[test]
fn no_error_repeats_a_key() {
    let sandbox = Sandbox::start(Options { rate_limit: false, ..Options::default() }).unwrap();
    let client = common::client_of_all(sandbox.url());
    let basic = base64::engine::general_purpose::STANDARD.encode("@:test-key");
    let with_basic =
        Client::builder().api_key("test-key").api_key_as_password(true).base_url(sandbox.url()).max_retries(0);
    let with_basic = with_basic.ignore_environment().build().unwrap();
    let nested = json!({"error": {
        "code": "BAD_test-key", "message": "no test-key", "field": "test-key",
        "errors": [{"field": "test-key", "message": "is test-key"}, {"field": "to", "message": format!("or {basic}")}],
    }});
    let flat = json!({"status": 401, "error": "Unauthorized", "message": "invalid key test-key", "code": 1});
    let problems = json!({"message": "test-key", "errors": {"test-key": ["is test-key", "and test-key"]}});
    for (client, body, status) in [
        (&client, &nested, 401),
        (&client, &nested, 200),
        (&client, &flat, 401),
        (&client, &flat, 200),
        (&client, &problems, 422),
        (&client, &problems, 500),
        (&with_basic, &nested, 401),
    ] {
        sandbox.reply_next(PlannedReply { status, json: Some(body.clone()), ..PlannedReply::default() }).unwrap();
        let error = client.messages().send(sms()).unwrap_err();
        let code = error.code().map(ToString::to_string);
        let all = format!(
            "{error} {error:?} {code:?} {:?} {:?} {:?} {:?}",
            error.notes(),
            error.problems(),
            error.field(),
            error.body()
        );
        assert!(!all.contains("test-key") && all.contains("***"), "{all}");
        assert!(!std::ptr::eq(client, &with_basic) || !all.contains(&basic), "{all}");
    }
    sandbox.reply_next(PlannedReply { status: 401, json: Some(flat), ..PlannedReply::default() }).unwrap();
    let error = client.messages().send(sms()).unwrap_err();
    assert_eq!(error.message(), "HTTP 401: the credentials were not accepted: invalid key ***");
    // Keys of the other APIs.
    for secret in ["test-viber", "test-telegram", "test.company.token", "test-sign"] {
        let json = Some(json!({"error": "no", "message": format!("no {secret}")}));
        sandbox.reply_next(PlannedReply { status: 400, json, ..PlannedReply::default() }).unwrap();
        let error = client.messages().send(sms()).unwrap_err();
        assert!(error.message().ends_with("no ***"), "{error}");
    }
    // Secrets of the call itself.
    let json = Some(json!({"error": {"message": "the password hunter2hunter2 is wrong"}}));
    let planned = PlannedReply { status: 401, json, ..PlannedReply::default() };
    sandbox.reply_next(planned.clone()).unwrap();
    let error = client.chathub().login("company", "hunter2hunter2").unwrap_err();
    assert!(error.message().ends_with("the password *** is wrong"), "{error}");
    sandbox.reply_next(planned).unwrap();
    let error = client.chathub().validate_token("hunter2hunter2").unwrap_err();
    assert!(error.message().ends_with("the password *** is wrong"), "{error}");
}

#[test]
fn no_row_and_no_request_id_repeats_a_key() {
    let sandbox = Sandbox::start(Options { rate_limit: false, ..Options::default() }).unwrap();
    let client = common::client_of_all(sandbox.url());
    let refused = json!({"messages": [{
        "status": "rejected", "customerMessageId": "c1", "to": "380671234567",
        "error": {"code": "NO_test-key", "message": "test-key may not use this sender"},
    }]});
    sandbox.reply_next(PlannedReply { json: Some(refused), ..PlannedReply::default() }).unwrap();
    let result = client.messages().send(sms()).unwrap();
    assert_eq!((result[0].code(), result[0].reason()), (Some("NO_***"), Some("*** may not use this sender")));
    let error = result.raise_for_outcome().unwrap_err();
    assert!(!format!("{error} {error:?} {result:?}").contains("test-key"), "{error}");

    let recipients = json!({"response_code": 0, "response_status": "OK", "response_result": [
        {"phone": "380671234567", "response_code": 404, "message_id": null, "response_status": "NO_test-key"},
    ]});
    sandbox.reply_next(PlannedReply { json: Some(recipients), ..PlannedReply::default() }).unwrap();
    let message = TurboSmsMessage::new(["380671234567"]).sms(TurboSms::new().sender("A").text("Hi"));
    let result = client.turbosms().send(&message).unwrap();
    assert_eq!(result.recipients()[0].reason(), Some("NO_***"));

    let named = [("X-Request-Id", "of test-key"), ("Content-Type", "test-key/x")];
    let headers: BTreeMap<_, _> = named.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    // A body that is an error, one that is not JSON, and one that is not UTF-8.
    for (status, body) in [(500, &b"{}"[..]), (200, b"no"), (200, b"\xff")] {
        let body_base64 = Some(base64::engine::general_purpose::STANDARD.encode(body));
        let headers = headers.clone();
        sandbox.reply_next(PlannedReply { status, headers, body_base64, ..PlannedReply::default() }).unwrap();
        let error = client.messages().send(sms()).unwrap_err();
        assert_eq!(error.request_id(), Some("of ***"), "{status}");
        assert!(!format!("{error} {error:?}").contains("test-key"), "{error}");
    }
}
