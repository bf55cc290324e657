//! Responses with status 200 that refuse, that say nothing, or that contradict themselves.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use smsbat_core::{
    CascadeMessage, Client, Error, ErrorKind, Json, MessagioMessage, Object, Outcome, Sms, Template, TemplateRow,
    TurboSms, TurboSmsMessage, TurboSmsResult, Variable,
};
use smsbat_sandbox::{PlannedReply, Sandbox};

fn start() -> (Sandbox, Client) {
    let sandbox = common::sandbox();
    let client = common::client_of_all(sandbox.url());
    (sandbox, client)
}

fn plan(sandbox: &Sandbox, status: u16, path: &str, body: &str) {
    let (path_prefix, body) = (Some(path.to_owned()), Some(body.to_owned()));
    sandbox.reply_next(PlannedReply { status, path_prefix, body, ..PlannedReply::default() }).unwrap();
}

fn sms() -> Sms {
    Sms::new("+380671234560", "NovaShop", "Hello").customer_message_id("c0")
}

fn cascade() -> CascadeMessage {
    CascadeMessage::new("+380671234560", "NovaShop", "transaction").text("Hello").id("c0")
}

fn turbosms(recipients: &[&str]) -> TurboSmsMessage {
    TurboSmsMessage::new(recipients.iter().copied()).sender("NovaShop").text("Hello").sms(TurboSms::new())
}

/// Bodies that say that a call failed, with the kind of their error, its outcome and a part of its text.
const FAILURES: [(&str, ErrorKind, Outcome, &str); 9] = [
    (
        r#"{"error":{"code":"QUOTA","message":"too many"}}"#,
        ErrorKind::Provider,
        Outcome::Rejected,
        "refused: too many (QUOTA)",
    ),
    (r#"{"error":"chat is closed"}"#, ErrorKind::Provider, Outcome::Rejected, "refused: chat is closed"),
    (
        r#"{"status":400,"error":"Bad Request","message":"no","code":1003}"#,
        ErrorKind::Provider,
        Outcome::Rejected,
        "no (1003)",
    ),
    (
        r#"{"response_code":103,"response_status":"REQUIRED_TOKEN"}"#,
        ErrorKind::Provider,
        Outcome::Rejected,
        "REQUIRED_TOKEN (103)",
    ),
    (
        r#"{"response_code":999,"response_status":"FATAL_ERROR"}"#,
        ErrorKind::Provider,
        Outcome::Unknown,
        "without a result: FATAL_ERROR (999)",
    ),
    (
        r#"{"success":false,"message":"no such chat"}"#,
        ErrorKind::Provider,
        Outcome::Unknown,
        "without a result: no such chat",
    ),
    (r#"{"errors":["no"]}"#, ErrorKind::Provider, Outcome::Unknown, "without a result"),
    ("<!DOCTYPE html><p>Sign in", ErrorKind::Response, Outcome::Unknown, "could not be read: it is not JSON"),
    (r#"{"id":1,"te"#, ErrorKind::Response, Outcome::Unknown, "could not be read: it is not JSON"),
];

/// As in a campaign, a person whose name is empty does not get "Hi , your order".
#[test]
fn a_template_without_one_of_its_values_is_not_sent() {
    let (sandbox, client) = start();
    let template = Template::new("Hi {name}", "NovaShop");
    for row in [TemplateRow::new("+380671234560"), TemplateRow::new("+380671234560").value("name", "")] {
        for row in [row.clone(), row.value("name", " \u{a0}")] {
            let error = client.cascade().send_template(&template, &[row]).unwrap_err();
            assert_eq!((error.field(), error.problems()[0].rule()), (Some("rows[0].name"), "required"), "{error}");
        }
    }
    assert!(sandbox.requests().is_empty());
}

/// The provider demands ids that differ. Two of one id may be one message that somebody has in a list twice.
#[test]
fn ids_of_a_cascade_differ() {
    let (sandbox, client) = start();
    let plain =
        r#"{"id":"c0","toPhone":"+380671234561","fromName":"NovaShop","messageType":"transaction","text":"Hello"}"#;
    let plain = Json::object(plain).unwrap();
    for second in [Object::from(cascade()), plain.into()] {
        let error = client.cascade().send([cascade().id("c1").into(), cascade().into(), second], false).unwrap_err();
        assert_eq!((error.field(), error.problems()[0].rule()), (Some("messages[2].id"), "twice"), "{error}");
    }
    let rows = ["c1", "c0", "c0"].map(|id| TemplateRow::new("+380671234560").id(id).value("name", "Ada"));
    let error = client.cascade().send_template(&Template::new("Hi {name}", "NovaShop"), &rows).unwrap_err();
    assert_eq!((error.field(), error.problems()[0].rule()), (Some("rows[2].id"), "twice"), "{error}");
    assert!(sandbox.requests().is_empty());
}

/// Texts with placeholders that nobody fills in reach nobody.
#[test]
fn without_its_variables_a_template_is_not_sent() {
    let (sandbox, client) = start();
    let template = Template::new("Track it: {link:short_url}", "NovaShop");
    let rows = ["+380671234560", "+380671234561"].map(|to| TemplateRow::new(to).value("link", "https://example.com/1"));
    let upload = || client.cascade().upload_variables([Variable::new(1, "https://example.com/1").r#type("short_url")]);
    let send = || client.cascade().send_template(&template, &rows);
    let more = [
        ("", ErrorKind::Response, Outcome::Unknown, "it is not JSON"),
        ("OK", ErrorKind::Response, Outcome::Unknown, "it is not JSON"),
        ("true", ErrorKind::Response, Outcome::Unknown, "it is not a JSON object"),
        ("null", ErrorKind::Response, Outcome::Unknown, "it is not a JSON object"),
        (r#""QUOTA""#, ErrorKind::Response, Outcome::Unknown, "it is not a JSON object"),
        (
            r#"{"variables":[{"id":1},{"id":2,"error":"too long"}]}"#,
            ErrorKind::Provider,
            Outcome::Unknown,
            "without a result",
        ),
        (r#"[{"id":1,"success":"false"}]"#, ErrorKind::Provider, Outcome::Unknown, "without a result"),
    ];
    for (body, kind, outcome, text) in FAILURES.into_iter().chain(more) {
        plan(&sandbox, 200, "/api/items", body);
        let error = upload().unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome(), error.operation()),
            (kind, outcome, Some("cascade.upload_variables"))
        );
        assert!(error.message().contains(text) && error.status_code() == Some(200), "{body}: {error}");
        plan(&sandbox, 200, "/api/items", body);
        let error = send().unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome(), error.operation()),
            (kind, Outcome::NotSent, Some("cascade.send_template"))
        );
        assert!(error.message().contains(text), "{body}: {error}");
        assert!(sandbox.messages().is_empty(), "{body}");
    }
    // The fields of a success are not documented (D78).
    let successes = [
        "{}",
        "[]",
        r#"{"error":null,"errors":[],"success":true}"#,
        r#"[{"id":1,"error":""}]"#,
        r#"{"response_code":0}"#,
    ];
    for body in successes {
        plan(&sandbox, 200, "/api/items", body);
        assert_eq!(upload().unwrap().text(), Some(body));
        plan(&sandbox, 200, "/api/items", body);
        plan(&sandbox, 200, "/api/CascadeMessage", r#"[{"messageId":"m-1"},{"messageId":"m-2"}]"#);
        assert!(send().unwrap().ok(), "{body}");
    }
}

/// After the first rows are on their way, a refused upload ends the rest.
#[test]
fn a_later_upload_that_is_refused_ends_a_template_there() {
    let (sandbox, client) = start();
    let template = Template::new("{link:short_url}", "NovaShop");
    let row = |n: usize| TemplateRow::new(format!("+38067{n:07}")).value("link", "https://example.com/1");
    let rows: Vec<TemplateRow> = (0..501).map(row).collect();
    plan(&sandbox, 200, "/api/items", "{}");
    plan(&sandbox, 200, "/api/items", r#"{"error":{"code":"QUOTA"}}"#);
    let sent: Vec<Value> = (0..500).map(|n| json!({"messageId": format!("m-{n}")})).collect();
    plan(&sandbox, 200, "/api/CascadeMessage", &Value::from(sent).to_string());
    let result = client.cascade().send_template(&template, &rows).unwrap();
    let outcomes: Vec<Outcome> = result.iter().map(|row| row.outcome()).collect();
    assert_eq!((outcomes.len(), outcomes[499], outcomes[500]), (501, Outcome::Accepted, Outcome::NotSent));
    assert!(result.warnings()[0].contains("QUOTA"), "{:?}", result.warnings());
    let sends = sandbox.requests().iter().filter(|request| request["path"] != "/api/items").count();
    assert_eq!(sends, 1);
}

/// What the chat desk answers is not documented, but an error is one (D58).
#[test]
fn calls_of_the_chat_desk_fail_if_the_response_says_so() {
    let (sandbox, client) = start();
    let chathub = client.chathub();
    type Run<'a> = &'a dyn Fn() -> Result<(), Error>;
    let calls: [(&str, Run<'_>); 4] = [
        ("chathub.send_chat_message", &|| chathub.send_chat_message(1, Some("Hello"), None).map(drop)),
        ("chathub.set_chat_status", &|| chathub.set_chat_status(1, "closed")),
        ("chathub.delete_chat", &|| chathub.delete_chat(1)),
        ("chathub.set_operator_status", &|| chathub.set_operator_status(1, "inactive")),
    ];
    for (operation, call) in calls {
        for (body, kind, outcome, text) in FAILURES {
            plan(&sandbox, 200, "/api/", body);
            let error = call().unwrap_err();
            assert_eq!((error.kind(), error.outcome(), error.operation()), (kind, outcome, Some(operation)), "{body}");
            assert!(error.message().contains(text), "{body}: {error}");
        }
        for body in [
            "",
            "OK",
            "Created",
            "{}",
            "[]",
            "5",
            r#"{"id":5,"message":"an error","error":null,"errorCode":0}"#,
            // What people wrote.
            r#"{"id":5,"message":{"error":"they said so","success":false}}"#,
            r#"{"error":""}"#,
            r#"{"response_code":0,"response_status":"OK"}"#,
        ] {
            plan(&sandbox, 200, "/api/", body);
            call().unwrap_or_else(|error| panic!("{operation}, {body}: {error}"));
        }
    }
    plan(&sandbox, 201, "/api/chat/", r#"{"id":5}"#);
    let reply = chathub.send_chat_message(1, Some("Hello"), None).unwrap();
    assert_eq!((reply.status_code(), reply.text()), (Some(201), Some(r#"{"id":5}"#)));
}

/// Many APIs write an empty error beside a success.
#[test]
fn an_error_that_says_nothing_is_no_refusal() {
    let (sandbox, client) = start();
    for body in [
        r#"{"error":""}"#,
        r#"{"error":{}}"#,
        r#"{"error":{"code":null,"message":""}}"#,
        r#"{"error":null}"#,
        r#"{"error":"","response_code":0}"#,
        r#"{"response_code":800,"response_status":"SUCCESS_MESSAGE_ACCEPTED"}"#,
        r#"{"error":"no","error":null}"#,
        r#"{"error":{"code":"QUOTA"},"messages":[1]}"#,
    ] {
        plan(&sandbox, 200, "/bat/", body);
        let error = client.messages().send(sms()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Response, Outcome::Unknown), "{body}: {error}");
        assert!(!error.message().contains("refused"), "{body}: {error}");
        plan(&sandbox, 200, "/api/CascadeMessage", body);
        assert_eq!(client.cascade().send(cascade(), false).unwrap_err().outcome(), Outcome::Unknown, "{body}");
    }
    plan(&sandbox, 200, "/bat/", r#"{"error":""}"#);
    assert_eq!(client.messages().status("m-1").unwrap_err().kind(), ErrorKind::Response);
    plan(&sandbox, 200, "/bat/", r#"{"error":"","response_code":203.0,"response_status":"REQUIRED_BALANCE"}"#);
    let error = client.messages().send(sms()).unwrap_err();
    assert_eq!((error.outcome(), error.message()), (Outcome::Rejected, "the provider refused: REQUIRED_BALANCE (203)"));
    plan(&sandbox, 200, "/bat/", r#"{"error":{"code":"QUOTA","message":" "}}"#);
    assert_eq!(client.messages().send(sms()).unwrap_err().message(), "the provider refused: code QUOTA");
    // Rows say more than an error beside them.
    let rows =
        r#"{"error":"in part","messages":[{"customerMessageId":"c0","messageId":"m","status":"accepted"},null]}"#;
    plan(&sandbox, 200, "/bat/", rows);
    assert!(client.messages().send(sms()).unwrap().ok());
    // An HTTP status says what an empty error does not.
    plan(&sandbox, 400, "/bat/", r#"{"error":"","message":"field from is absent","code":1002}"#);
    let error = client.messages().send(sms()).unwrap_err();
    assert_eq!(error.message(), "HTTP 400: the request was refused: field from is absent");
}

const A: &str = "380671234560";
const B: &str = "380671234561";

fn row(phone: &str) -> String {
    format!(r#"{{"phone":"{phone}","message_id":"m-{phone}","response_code":0,"response_status":"OK"}}"#)
}

fn outcomes(result: &TurboSmsResult) -> Vec<Outcome> {
    result.iter().map(|row| row.outcome()).collect()
}

#[test]
fn the_rows_of_turbosms_say_more_than_the_code_around_them() {
    use Outcome::{Accepted, Rejected, Unknown};
    let (sandbox, client) = start();
    let send = |body: &str| {
        plan(&sandbox, 200, "/api/tsms", body);
        client.turbosms().send(turbosms(&[A, B]))
    };
    let both = format!("[{},{}]", row(A), row(B));
    for code in [r#""SUCCESS""#, r#""""#, "1e30", "{}", "203", r#"203,"response_code":0"#, "null"] {
        let result =
            send(&format!(r#"{{"response_code":{code},"response_status":"OK","response_result":{both}}}"#)).unwrap();
        assert_eq!((outcomes(&result), result.ok()), (vec![Accepted; 2], true), "{code}");
    }
    let result = send(&format!(r#"{{"response_result":{both}}}"#)).unwrap();
    assert!(result.ok());
    for (items, expected) in [
        (format!("[{},null]", row(A)), [Accepted, Unknown]),
        (format!("[null,{}]", row(B)), [Unknown, Accepted]),
        (format!("[{}]", row(B)), [Unknown, Accepted]),
        (format!("[7,{}]", row(A)), [Accepted, Unknown]),
    ] {
        let result = send(&format!(r#"{{"response_code":203,"response_result":{items}}}"#)).unwrap();
        assert_eq!(outcomes(&result), expected, "{items}");
        let ids: Vec<bool> = result.iter().map(|row| row.message_id().is_some()).collect();
        assert_eq!(ids, expected.map(|outcome| outcome == Accepted), "{items}");
    }
    for (body, kind, outcome, text) in [
        (
            r#"{"response_code":"SUCCESS","response_status":"OK"}"#,
            ErrorKind::Response,
            Unknown,
            "no 'response_code' that can be read",
        ),
        (
            r#"{"response_code":1e30,"response_result":[]}"#,
            ErrorKind::Response,
            Unknown,
            "no 'response_code' that can be read",
        ),
        (
            r#"{"response_code":203,"response_code":0}"#,
            ErrorKind::Response,
            Unknown,
            "no 'response_code' that can be read",
        ),
        (
            r#"{"response_code":800,"response_status":"SUCCESS_MESSAGE_ACCEPTED"}"#,
            ErrorKind::Provider,
            Unknown,
            "the provider answered without a result: SUCCESS_MESSAGE_ACCEPTED (800)",
        ),
        (r#"{"response_code":0}"#, ErrorKind::Provider, Unknown, "the provider answered without a result: code 0"),
        (
            r#"{"response_code":203.0,"response_status":"REQUIRED_BALANCE","error":""}"#,
            ErrorKind::Provider,
            Rejected,
            "the provider refused: REQUIRED_BALANCE (203)",
        ),
        (
            r#"{"response_code":203,"response_result":[null]}"#,
            ErrorKind::Provider,
            Rejected,
            "the provider refused: code 203",
        ),
        // Two results, or one that cannot be read, may say that something was accepted.
        (
            r#"{"response_code":203,"response_result":[{"phone":"1"}],"response_result":[]}"#,
            ErrorKind::Provider,
            Unknown,
            "without a result: code 203",
        ),
        (
            r#"{"response_code":203,"response_result":{"380671234560":"m-1"}}"#,
            ErrorKind::Provider,
            Unknown,
            "without a result: code 203",
        ),
    ] {
        let error = send(body).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{body}: {error}");
        assert!(error.message().contains(text), "{body}: {error}");
    }
    // A question has no outcome.
    plan(&sandbox, 200, "/api/tsms", r#"{"response_code":0,"response_status":"OK"}"#);
    let error = client.turbosms().status(["m-1"]).unwrap_err();
    assert_eq!(error.message(), "the provider answered without a result: OK (0)");
}

/// Parsers disagree on which of two values counts, and a code that is no number may be one of a refusal.
#[test]
fn a_row_of_turbosms_that_contradicts_itself_is_unknown() {
    let (sandbox, client) = start();
    for (members, reason) in [
        (
            r#""response_code":0,"response_code":406,"response_status":"OK""#,
            "the response contradicts itself about this message",
        ),
        (r#""response_code":"NOT_ALLOWED","response_code":0"#, "the response contradicts itself about this message"),
        (r#""response_code":0,"response_code":null"#, "the response contradicts itself about this message"),
        (
            r#""response_code":0,"response_status":"OK","response_status":"INVALID_PHONE""#,
            "the response contradicts itself about this message",
        ),
        (
            r#""response_code":0,"response_status":"NOT_ALLOWED_RECIPIENT_COUNTRY""#,
            "the response contradicts itself about this message",
        ),
        (r#""response_status":"NOT_ALLOWED_RECIPIENT_COUNTRY""#, "the response contradicts itself about this message"),
        (r#""response_code":"NOT_ALLOWED","response_status":"no route""#, "no route"),
    ] {
        let body =
            format!(r#"{{"response_code":800,"response_result":[{{"phone":"{A}","message_id":"m",{members}}}]}}"#);
        plan(&sandbox, 200, "/api/tsms", &body);
        let result = client.turbosms().send(turbosms(&[A])).unwrap();
        assert_eq!((result[0].outcome(), result[0].reason()), (Outcome::Unknown, Some(reason)), "{members}");
    }
    let same = r#""response_code":406,"response_code":406.0"#;
    plan(
        &sandbox,
        200,
        "/api/tsms",
        &format!(r#"{{"response_code":802,"response_result":[{{"phone":"{A}",{same}}}]}}"#),
    );
    let result = client.turbosms().send(turbosms(&[A])).unwrap();
    assert_eq!((result[0].outcome(), result[0].response_code()), (Outcome::Rejected, Some(406)));
}

#[test]
fn a_name_of_send_multi_that_is_answered_twice_is_in_doubt() {
    let (sandbox, client) = start();
    let accepted = format!(r#"{{"response_code":800,"response_result":[{}]}}"#, row(A));
    let refused = format!(r#"{{"response_code":802,"response_result":[{{"phone":"{A}","response_code":406}}]}}"#);
    let whole = r#"{"response_code":203,"response_status":"REQUIRED_BALANCE","response_result":null}"#;
    let send = |members: &str| {
        plan(&sandbox, 200, "/api/tsms", &format!(r#"{{"response_code":0,"response_result":{{{members}}}}}"#));
        let messages = [("x", turbosms(&[A])), ("y", turbosms(&[A]))];
        let results: BTreeMap<String, TurboSmsResult> =
            client.turbosms().send_multi(messages).unwrap().into_iter().collect();
        ["x", "y"].map(|name| results[name][0].clone())
    };
    for [one, other] in [[&accepted, &refused], [&refused, &accepted], [&accepted, &whole.to_owned()]] {
        let [x, y] = send(&format!(r#""x":{one},"y":{accepted},"x":{other}"#));
        assert_eq!((x.outcome(), x.message_id(), y.outcome()), (Outcome::Unknown, None, Outcome::Accepted));
        assert_eq!(
            (x.phone(), x.reason()),
            (Some(A), Some("the rows of the response contradict each other or the request"))
        );
    }
    let [x, y] = send(&format!(r#""x":{accepted},"y":{whole},"x":{accepted}"#));
    assert_eq!(
        (x.outcome(), y.outcome(), y.reason()),
        (Outcome::Accepted, Outcome::Rejected, Some("REQUIRED_BALANCE"))
    );
    // One with a result that cannot be read is not refused as a whole.
    let [x, _] = send(&format!(r#""x":{{"response_code":203,"response_result":{{"{A}":"m"}}}},"y":{accepted}"#));
    assert_eq!(x.outcome(), Outcome::Unknown);
}

/// A client that sends a message again although it may have arrived.
fn resending(sandbox: &Sandbox) -> Client {
    let builder = Client::builder().api_key("test-key").base_url(sandbox.url()).max_retries(1).ignore_environment();
    let settings =
        [("messagio_user", "u"), ("messagio_sign", "s"), ("chathub_url", sandbox.url()), ("company_token", "t")];
    settings.iter().fold(builder, |builder, (name, value)| builder.set(name, *value).unwrap()).build().unwrap()
}

/// That the message is a duplicate is what the provider says if it took the first.
#[test]
fn a_repeat_that_is_refused_leaves_the_first_in_doubt() {
    let sandbox = common::sandbox();
    let client = resending(&sandbox);
    let row = r#"{"messages":[{"customerMessageId":"c0","status":"rejected"}]}"#;
    let named =
        r#"{"messages":[{"customerMessageId":"c0","status":"rejected","error":{"code":"DUP","message":"twice"}}]}"#;
    let words = "the provider refused this message when it was repeated, and may have accepted it before";
    for (body, code, reason) in [(row, None, words), (named, Some("DUP"), "twice")] {
        plan(&sandbox, 503, "/bat/", "");
        plan(&sandbox, 200, "/bat/", body);
        let result = client.messages().resend_unknown(true).send(sms()).unwrap();
        assert_eq!((result[0].outcome(), result[0].code(), result[0].reason()), (Outcome::Unknown, code, Some(reason)));
        assert_eq!((result.ok(), result.raise_for_outcome().unwrap_err().outcome()), (false, Outcome::Unknown));
    }
    plan(&sandbox, 503, "/bat/", "");
    plan(&sandbox, 200, "/bat/", r#"{"error":{"code":"DUP"}}"#);
    let error = client.messages().resend_unknown(true).send(sms()).unwrap_err();
    let text = "the provider refused the request when it was repeated, and may have accepted it before: code DUP";
    assert_eq!((error.kind(), error.outcome(), error.message()), (ErrorKind::Provider, Outcome::Unknown, text));
    assert!(!error.retryable());
    // A first attempt that certainly was not executed leaves no doubt.
    plan(&sandbox, 429, "/bat/", "");
    plan(&sandbox, 200, "/bat/", row);
    assert_eq!(client.messages().resend_unknown(true).send(sms()).unwrap()[0].outcome(), Outcome::Rejected);
    plan(&sandbox, 200, "/bat/", row);
    assert_eq!(client.messages().resend_unknown(true).send(sms()).unwrap()[0].outcome(), Outcome::Rejected);
}

#[test]
fn repeats_of_the_other_apis_are_in_doubt_alike() {
    let sandbox = common::sandbox();
    let client = resending(&sandbox);
    let again = |path: &str, body: &str| {
        plan(&sandbox, 503, path, "");
        plan(&sandbox, 200, path, body);
    };
    again("/api/CascadeMessage", r#"[{"trackinId":"c0","error":"no"}]"#);
    let result = client.cascade().resend_unknown(true).send(cascade(), false).unwrap();
    assert_eq!((result[0].outcome(), result[0].reason()), (Outcome::Unknown, Some("no")));
    let refused =
        format!(r#"{{"response_code":802,"response_result":[{{"phone":"{A}","response_code":406}},{}]}}"#, row(B));
    again("/api/tsms", &refused);
    let result = client.turbosms().resend_unknown(true).send(turbosms(&[A, B])).unwrap();
    assert_eq!(outcomes(&result), [Outcome::Unknown, Outcome::Accepted]);
    assert!(result[0].reason().unwrap().contains("when it was repeated") && result[0].code() == Some("406"));
    again("/api/tsms", r#"{"response_code":203,"response_status":"REQUIRED_BALANCE"}"#);
    let error = client.turbosms().resend_unknown(true).send(turbosms(&[A])).unwrap_err();
    assert!(error.outcome() == Outcome::Unknown && error.message().contains("when it was repeated"), "{error}");
    again("/api/tsms", r#"{"response_code":0,"response_result":{"x":{"response_code":203}}}"#);
    let results = client.turbosms().resend_unknown(true).send_multi([("x", turbosms(&[A]))]).unwrap();
    assert_eq!(outcomes(&results[0].1), [Outcome::Unknown]);
    again("/api/SendMessage", "<response><code>7</code><tech_message>twice</tech_message></response>");
    let message = MessagioMessage::new("+380671234560", "NovaShop").text("Hello");
    assert_eq!(client.messagio().resend_unknown(true).send(message).unwrap_err().outcome(), Outcome::Unknown);
    // A change is repeated without being told to, and says so.
    again("/api/chat/", r#"{"error":"chat is closed"}"#);
    let error = client.chathub().delete_chat(1).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    // A question has nothing to doubt.
    again("/bat/", r#"{"error":{"code":"NO"}}"#);
    let error = client.messages().status("m-1").unwrap_err();
    assert_eq!((error.outcome(), error.message()), (Outcome::NotSent, "the provider refused: code NO"));
}

/// A token that is renewed between two attempts does not settle the first.
#[test]
fn a_repeat_with_a_new_token_is_in_doubt() {
    let sandbox = common::sandbox();
    let client = resending(&sandbox);
    client.chathub().login("test-user", "test-password").unwrap();
    plan(&sandbox, 503, "/api/chat/", "");
    plan(&sandbox, 401, "/api/chat/", "");
    plan(&sandbox, 200, "/api/chat/", r#"{"error":"twice"}"#);
    let error = client.chathub().resend_unknown(true).send_chat_message(1, Some("Hello"), None).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Provider, Outcome::Unknown));
    assert!(error.message().contains("when it was repeated"), "{error}");
}

#[cfg(feature = "bulk")]
#[test]
fn repeats_of_a_campaign_are_in_doubt_alike() {
    use smsbat_core::bulk::Rows;
    let sandbox = common::sandbox();
    let client = resending(&sandbox);
    let options = common::bulk_options(&[("sender", "NovaShop"), ("resend_unknown", "true")]);
    for body in [r#"{"messages":[{"customerMessageId":"c0","status":"rejected"}]}"#, r#"{"error":{"code":"DUP"}}"#] {
        plan(&sandbox, 503, "/bat/", "");
        plan(&sandbox, 200, "/bat/", body);
        let mut report = client.messages().send_bulk(Rows::new([sms()]), &options).unwrap();
        assert_eq!((report.unknown(), report.rejected()), (1, 0), "{body}");
        let row = report.rows().unwrap().next().unwrap().unwrap();
        assert!(row.reason.contains("when it was repeated"), "{}", row.reason);
    }
}

/// A checker that names its errors by the value puts a person's text where the name of a field should be.
#[test]
fn a_field_of_the_provider_is_one_line_without_texts() {
    let (sandbox, client) = start();
    let errors = |name: &str| {
        [
            (400, json!({"message": "bad", "errors": [{"field": name, "message": "bad value"}]})),
            (422, json!({"message": "bad", "errors": {name: ["bad value"]}})),
            (400, json!({"error": {"code": name, "message": "bad", "field": name}})),
            (200, json!({"error": {"message": "bad", "errors": [{"path": name, "message": "bad value"}]}})),
        ]
    };
    for (name, shown) in [
        ("Your code is 4711", "***"),
        ("messages[Your code is 4711].to", "messages[***].to"),
        ("x\u{1b}]0;owned\u{7}\u{202e}\r\ny", "x ]0;owned    y"),
        ("messages[0].to", "messages[0].to"),
    ] {
        for (status, body) in errors(name) {
            plan(&sandbox, status, "/", &body.to_string());
            let of_sms =
                client.messages().send(Sms::new("+380671234560", "NovaShop", "Your code is 4711")).unwrap_err();
            plan(&sandbox, status, "/", &body.to_string());
            let text = cascade().text("Your code is 4711");
            let of_cascade = client.cascade().send(&[text], false).unwrap_err();
            plan(&sandbox, status, "/", &body.to_string());
            let of_turbosms =
                client.turbosms().send(turbosms(&["380671234560"]).text("Your code is 4711")).unwrap_err();
            plan(&sandbox, status, "/", &body.to_string());
            let of_chat = client.chathub().send_chat_message(6601, Some("Your code is 4711"), None).unwrap_err();
            for error in [of_sms, of_cascade, of_turbosms, of_chat] {
                assert_eq!(error.field(), Some(shown), "{body} {error}");
                assert!(error.problems().iter().all(|problem| problem.path() == shown), "{error:?}");
                let code = error.code().map(ToString::to_string);
                assert!(code.is_none_or(|code| code == shown), "{error:?}");
                let all = format!("{error}{error:?}{:?}", error.problems());
                assert!(!all.contains("4711") && !all.contains("\\u{"), "{all}");
            }
        }
    }
}
