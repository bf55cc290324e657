//! A 4xx that lists messages as accepted: they are not sent again, whatever the status says of the whole request.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use serde_json::{Value, json};
use smsbat_core::{
    Api, CallOptions, CascadeMessage, Client, ErrorKind, Method, Outcome, Sms, TurboSms, TurboSmsMessage,
};
use smsbat_sandbox::{PlannedReply, Sandbox};

/// Statuses with which a campaign splits a request, a call is retried, and others.
const STATUSES: [u16; 6] = [400, 409, 413, 422, 429, 403];
const PHONES: [&str; 3] = ["+380671234561", "+380671234562", "+380671234563"];

fn sandbox() -> (Sandbox, Client) {
    let sandbox = common::sandbox();
    let client = Client::builder().api_key("test-key").base_url(sandbox.url()).max_retries(2).ignore_environment();
    let client = client.build().unwrap();
    (sandbox, client)
}

fn answer(sandbox: &Sandbox, status: u16, body: &Value) {
    sandbox.reset();
    sandbox.reply_next(PlannedReply { status, body: Some(body.to_string()), ..Default::default() }).unwrap();
}

/// The number of requests since the answer was planned.
fn requests(sandbox: &Sandbox) -> usize {
    sandbox.requests().len()
}

fn sms() -> Vec<Sms> {
    let one = |(i, to): (usize, &&str)| Sms::new(*to, "MyShop", "Hi").customer_message_id(format!("c{i}"));
    PHONES.iter().enumerate().map(one).collect()
}

/// Rows of three messages: taken, refused, and none for the last.
fn rows() -> Value {
    json!([
        {"messageId": "id0", "customerMessageId": "c0", "status": "accepted"},
        {"customerMessageId": "c1", "status": "rejected", "errorCode": "X", "errorMessage": "no"},
    ])
}

#[test]
fn each_row_is_judged_as_with_status_200() {
    let (sandbox, client) = sandbox();
    for status in STATUSES {
        for body in
            [json!({"messages": rows()}), rows(), json!({"error": {"code": "X", "message": "no"}, "messages": rows()})]
        {
            answer(&sandbox, status, &body);
            let result = client.messages().send(sms()).unwrap_or_else(|error| panic!("{status}: {error}"));
            let outcomes: Vec<Outcome> = result.messages().iter().map(smsbat_core::SentMessage::outcome).collect();
            assert_eq!(outcomes, [Outcome::Accepted, Outcome::Rejected, Outcome::Unknown], "{status} {body}");
            assert_eq!(result[0].message_id(), Some("id0"));
            assert_eq!((result[1].code(), result[1].reason()), (Some("X"), Some("no")));
            assert_eq!((result.ok(), requests(&sandbox)), (false, 1), "{status}");
        }
        // Words of a message that the provider has, too, although they do not say that it was accepted now.
        answer(&sandbox, status, &json!({"messages": [{"customerMessageId": "c0", "status": "Queued"}]}));
        let result = client.messages().send(sms()).unwrap();
        assert!(result.messages().iter().all(|row| row.outcome() == Outcome::Unknown));
        assert_eq!(requests(&sandbox), 1);
    }
}

#[test]
fn rows_that_cannot_be_read_make_the_outcome_unknown() {
    let (sandbox, client) = sandbox();
    for status in STATUSES {
        for body in [
            json!({"error": {"code": "X", "message": "no", "messages": rows()}}),
            json!({"result": {"sent": [{"id": 7, "deliveryStatus": "SENT"}]}}),
            json!({"accepted": [{"messageId": "m-1", "to": PHONES[0]}], "message": "no"}),
        ] {
            answer(&sandbox, status, &body);
            let error = client.messages().send(sms()).unwrap_err();
            assert_eq!((error.outcome(), error.status_code()), (Outcome::Unknown, Some(status)), "{body}");
            assert!(!error.retryable() && error.customer_message_ids().len() == 3, "{error}");
            assert!(error.to_string().contains("but the response lists messages that the provider has"), "{error}");
            assert_eq!(requests(&sandbox), 1, "{status} {body}");
        }
        answer(&sandbox, status, &json!({"messages": rows()}));
        let path = "/bat/messagelist";
        let options = CallOptions::default();
        let error = client.request(Method::Post, path, Some("{\"messages\":[]}"), Api::Messages, &options).unwrap_err();
        assert_eq!((error.outcome(), requests(&sandbox)), (Outcome::Unknown, 1), "{error}");
    }
    // A body that was cut off lists them as well.
    sandbox.reset();
    let cut = format!("{{\"messages\":{}", &rows().to_string()[..80]);
    sandbox.reply_next(PlannedReply { status: 422, body: Some(cut), ..Default::default() }).unwrap();
    assert_eq!(client.messages().send(sms()).unwrap_err().outcome(), Outcome::Unknown);
}

#[test]
fn a_refusal_without_such_rows_stays_one() {
    let (sandbox, client) = sandbox();
    for body in [
        json!({"error": {"code": "X", "message": "no", "field": "messages[0].to"}}),
        json!({"status": 422, "error": "Bad Request", "message": "no", "code": 1003}),
        json!({"messages": [{"customerMessageId": "c0", "status": "rejected"}, {"messageId": "m", "status": "failed"}]}),
        json!({"errors": [{"messageId": "c0", "message": "no"}, {"messageId": "c1", "errorCode": 7}]}),
        json!({"messages": [{"messageId": null, "customerMessageId": "c0"}]}),
        json!({"response_code": 301, "response_result": [{"phone": "380671234561", "response_code": 305}]}),
        json!("accepted"),
    ] {
        answer(&sandbox, 422, &body);
        let error = client.messages().send(sms()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::BadRequest, Outcome::NotSent), "{body}");
    }
    // A read has no messages.
    answer(&sandbox, 404, &json!({"messageId": "m-1", "status": "accepted"}));
    assert_eq!(client.messages().status("m-1").unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn the_other_apis_do_the_same() {
    let (sandbox, client) = sandbox();
    let cascade: Vec<CascadeMessage> =
        PHONES.iter().map(|to| CascadeMessage::new(*to, "MyShop", "transaction").text("Hi")).collect();
    let turbosms = TurboSmsMessage::new(PHONES).sender("MyShop").text("Hi").sms(TurboSms::new());
    let result = json!([
        {"phone": "380671234561", "response_code": 0, "message_id": "m-1", "response_status": "OK"},
        {"phone": "380671234562", "response_code": 305, "message_id": null, "response_status": "INVALID_PHONE"},
    ]);
    let right = [Outcome::Accepted, Outcome::Rejected, Outcome::Unknown];
    for status in STATUSES {
        let rows = json!([
            {"messageId": "m-1", "toPhone": "380671234561", "recipient": "380671234561"},
            {"recipient": "380671234562", "error": {"code": "X", "message": "no"}},
        ]);
        answer(&sandbox, status, &rows);
        let sent = client.cascade().send(&cascade, false).unwrap();
        let outcomes: Vec<Outcome> = sent.messages().iter().map(smsbat_core::SentMessage::outcome).collect();
        assert_eq!((outcomes.as_slice(), requests(&sandbox)), (&right[..], 1), "{status}");

        answer(&sandbox, status, &json!({"response_code": 802, "response_status": "x", "response_result": result}));
        let sent = client.turbosms().send(turbosms.clone()).unwrap();
        let outcomes: Vec<Outcome> = sent.recipients().iter().map(smsbat_core::TurboSmsRecipient::outcome).collect();
        assert_eq!((outcomes.as_slice(), requests(&sandbox)), (&right[..], 1), "{status}");

        let one = json!({"response_code": 801, "response_result": result});
        answer(&sandbox, status, &json!({"response_code": 0, "response_result": {"a": one}}));
        let sent = client.turbosms().send_multi([("a", turbosms.clone()), ("b", turbosms.clone())]).unwrap();
        assert_eq!(sent[0].1.recipients()[0].outcome(), Outcome::Accepted);
        assert!(sent[1].1.recipients().iter().all(|row| row.outcome() == Outcome::Unknown));
        assert_eq!(requests(&sandbox), 1);

        // The code says that the provider has it, and no row says for whom.
        answer(&sandbox, status, &json!({"response_code": 800, "response_result": null}));
        let error = client.turbosms().send(turbosms.clone()).unwrap_err();
        assert_eq!((error.outcome(), requests(&sandbox)), (Outcome::Unknown, 1), "{error}");
    }
}

#[test]
fn a_send_that_is_repeated_by_wish_is_not_if_it_arrived() {
    let (sandbox, client) = sandbox();
    answer(&sandbox, 429, &json!({"error": {"message": "no", "messages": rows()}}));
    let error = client.messages().resend_unknown(true).send(sms()).unwrap_err();
    assert_eq!((error.outcome(), requests(&sandbox)), (Outcome::Unknown, 1));
}

#[cfg(feature = "bulk")]
#[test]
fn a_campaign_neither_splits_nor_repeats_it() {
    let (sandbox, client) = sandbox();
    let source = || smsbat_core::bulk::Rows::new(sms());
    let options = smsbat_core::bulk::BulkOptions::default();
    for status in STATUSES {
        let rows = json!([
            {"messageId": "id0", "to": PHONES[0], "status": "accepted"},
            {"to": PHONES[1], "status": "rejected", "errorMessage": "no to +380671234562: Hi there"},
        ]);
        answer(&sandbox, status, &json!({"messages": rows}));
        let mut report = client.messages().send_bulk(source(), &options).unwrap();
        let outcomes: Vec<Outcome> = report.rows().unwrap().map(|row| row.unwrap().outcome).collect();
        assert_eq!(outcomes, [Outcome::Accepted, Outcome::Rejected, Outcome::Unknown], "{status}");
        assert_eq!(requests(&sandbox), 1, "{status}");

        answer(&sandbox, status, &json!({"error": {"message": "no", "rows": rows}}));
        let report = client.messages().send_bulk(source(), &options).unwrap();
        assert_eq!((report.unknown(), requests(&sandbox)), (3, 1), "{status}");
    }
}
