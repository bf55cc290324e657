//! Rows of a send: reasons for refusals, and waiting for their statuses.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use serde_json::json;
use smsbat_core::{Client, ErrorKind, Outcome, ProviderCode, Sms};
use smsbat_sandbox::{Options, PlannedReply, Sandbox};

const DELIVERED: &str = "+380990000001";
const REFUSED: &str = "+380990000101";
const STUCK: &str = "+380990000301";

const SECOND: Duration = Duration::from_secs(1);

fn client(sandbox: &Sandbox) -> Client {
    Client::builder().api_key("test-key").base_url(sandbox.url()).ignore_environment().build().unwrap()
}

fn sms(to: &str) -> Sms {
    Sms::new(to, "MyShop", "Hello")
}

#[test]
fn a_refused_row_says_why() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let result = client(&sandbox).messages().send(&[sms(DELIVERED), sms(REFUSED)]).unwrap();
    let rows = result.messages();
    assert_eq!((rows[0].code(), rows[0].reason()), (None, None));
    assert_eq!(rows[1].code(), Some("INVALID_RECIPIENT"));
    assert_eq!(rows[1].reason(), Some("the number is in the stop list"));
    let error = result.raise_for_outcome().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Provider, Outcome::Rejected));
    assert_eq!(error.code(), Some(&ProviderCode::Text("INVALID_RECIPIENT".to_owned())));
    assert!(error.message().ends_with("(INVALID_RECIPIENT: the number is in the stop list)"), "{error}");
    // The other one was accepted.
    assert!(error.notes()[0].ends_with("send again only the messages that were not accepted"), "{:?}", error.notes());
    let error = client(&sandbox).messages().send(&[sms(REFUSED)]).unwrap().raise_for_outcome().unwrap_err();
    assert!(error.notes()[0].ends_with("correct what the provider names, then send again"), "{:?}", error.notes());
}

#[test]
fn a_result_lends_its_rows() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = client(&sandbox);
    let result = client.messages().send(&[sms(DELIVERED), sms(REFUSED)]).unwrap();
    assert!(std::ptr::eq(result.messages(), result.messages()));
    assert!(std::ptr::eq(&raw const result[1], &raw const result.messages()[1]));
    assert_eq!(result[..].len(), 2);
    let outcomes: Vec<Outcome> = (&result).into_iter().map(|row| row.outcome()).collect();
    assert_eq!(outcomes, [Outcome::Accepted, Outcome::Rejected]);
    assert_eq!(result.clone(), result);
    assert_eq!(result.to_string(), "1 of 2 accepted, 1 rejected");
    let row = &result[1];
    let shown = row.to_string();
    assert!(shown.contains("outcome rejected, ") && shown.contains(", to 380…01, "), "{shown}");
    let debug = format!("{row:#?}");
    assert!(debug.starts_with("SentMessage {\n") && debug.contains("    outcome: Rejected,\n"), "{debug}");
    assert!(!format!("{debug}{result:?}{shown}").contains("990000101"), "{debug}");
    // A getter lends from the result, whatever expression named the row.
    let id = result.messages()[0].message_id().unwrap();
    let status = client.messages().wait(&result[0], Duration::from_secs(5), SECOND).unwrap();
    assert_eq!((status.message_id(), status.fallbacks().len()), (Some(id), 0));
}

#[test]
fn rows_and_results_are_waited_for() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = client(&sandbox);
    let messages = client.messages();
    let one = messages.send(&[sms(STUCK)]).unwrap();
    let row = &one.messages()[0];
    let time = Duration::from_millis(300);
    for status in [
        messages.wait(&one, time, SECOND),
        messages.wait(row, time, SECOND),
        messages.wait(row.message_id(), time, SECOND),
        messages.wait(row.message_id().unwrap(), time, SECOND),
        messages.status(row),
    ] {
        assert_eq!(status.unwrap().message_id(), row.message_id());
    }
    let all = messages.send(&[sms(STUCK), sms(REFUSED), sms(DELIVERED)]).unwrap();
    let rows = all.messages();
    let refused = messages.wait(&rows[1], time, SECOND).unwrap_err();
    assert_eq!((refused.kind(), refused.field()), (ErrorKind::Validation, Some("message_id")));
    assert!(refused.to_string().ends_with("the message has no id because it was not accepted"), "{refused}");
    assert_eq!(messages.status(&all).unwrap_err().problems()[0].rule(), "count");
    let refused = messages.wait_all(rows, time, SECOND).unwrap_err();
    assert_eq!((refused.field(), refused.operation()), (Some("messages[1]"), Some("messages.wait_all")));
    let accepted = [&rows[2], &rows[0], &rows[2]];
    let statuses = messages.wait_all(accepted, time, SECOND).unwrap();
    assert!(statuses.iter().map(|s| s.message_id()).eq(accepted.iter().map(|r| r.message_id())));
    assert!(messages.wait_all([""; 0], time, SECOND).unwrap().is_empty());
    let none = messages.wait_all(["no-such-id"], time, SECOND).unwrap_err();
    assert_eq!(none.kind(), ErrorKind::NotFound);
    let short = messages.wait_all(accepted, time, time).unwrap_err();
    assert_eq!(short.field(), Some("interval"));
}

#[test]
fn a_wait_asks_once_more_before_its_end() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = client(&sandbox);
    let says = |status: &str| {
        let json = Some(serde_json::json!({"messageId": "m-1", "deliverystatus": status}));
        sandbox.reply_next(PlannedReply { json, ..PlannedReply::default() }).unwrap();
    };
    // The second request by the interval would come after the end.
    let (time, interval) = (Duration::from_millis(1600), Duration::from_secs(5));
    says("scheduled");
    says("delivered");
    assert!(client.messages().wait("m-1", time, interval).unwrap().is_delivered());
    says("scheduled");
    says("delivered");
    assert!(client.messages().wait_all(["m-1"], time, interval).unwrap()[0].is_delivered());
}

/// Without an id, rows of two messages to one person may be in any order: whose refusal it is, nobody knows.
#[test]
fn two_messages_to_one_person_are_told_apart_by_their_ids_alone() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let client = client(&sandbox);
    let messages = ["a", "b"].map(|id| sms(DELIVERED).customer_message_id(id));
    let (accepted, rejected) = ((Some("m1"), "accepted"), (None, "rejected"));
    for (ids, rows, outcomes) in [
        (false, [rejected, accepted], [Outcome::Unknown; 2]),
        (false, [accepted, accepted], [Outcome::Accepted; 2]),
        (true, [rejected, accepted], [Outcome::Rejected, Outcome::Accepted]),
    ] {
        let rows = rows.iter().zip(["a", "b"]).map(|((message_id, status), id)| {
            let id = ids.then_some(id);
            json!({"to": DELIVERED, "messageId": message_id, "status": status, "customerMessageId": id})
        });
        let reply = Some(json!({"messages": rows.collect::<Vec<_>>()}));
        sandbox.reply_next(PlannedReply { json: reply, ..PlannedReply::default() }).unwrap();
        let result = client.messages().send(&messages).unwrap();
        assert_eq!([0, 1].map(|i| result[i].outcome()), outcomes);
    }
}
