//! `messages.send` with a journal: it may be run again, whatever happened to the run before.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use smsbat_core::bulk::{BulkOptions, Rows};
use smsbat_core::delivery::{TrackOptions, Tracked};
use smsbat_core::{CallOptions, Client, Error, ErrorKind, Json, Message, Outcome, SendResult, Sms, ViberPromo};
use smsbat_sandbox::{FaultKind, Filter, Options, PlannedReply, Rule, Sandbox};

const TO: [&str; 3] = ["+380671234501", "+380671234502", "+380671234503"];
/// A number that the sandbox refuses.
const REFUSED: &str = "+380990000101";

fn sandbox() -> Sandbox {
    Sandbox::start(Options { rate_limit: false, ..Options::default() }).unwrap()
}

fn sms(to: &str) -> Sms {
    Sms::new(to, "MyShop", "Hello")
}

fn send<M: Into<Message> + Clone>(client: &Client, journal: &Path, messages: &[M]) -> Result<SendResult, Error> {
    client.messages().journal(journal).send(messages.iter().cloned().map(Into::into).collect::<Vec<Message>>())
}

/// Outcome, and whether it was not sent again.
fn rows(result: &SendResult) -> Vec<(Outcome, bool)> {
    result.messages().iter().map(|row| (row.outcome(), row.resumed())).collect()
}

const NEW: (Outcome, bool) = (Outcome::Accepted, false);
const OLD: (Outcome, bool) = (Outcome::Accepted, true);
const DOUBT: (Outcome, bool) = (Outcome::Unknown, true);

#[test]
fn what_was_accepted_is_not_sent_again() {
    let (sandbox, folder) = (sandbox(), tempfile::tempdir().unwrap());
    let (client, journal) = (common::client(sandbox.url()), folder.path().join("sent.db"));
    let first = send(&client, &journal, &[sms(TO[0]), sms(TO[1])]).unwrap();
    assert_eq!((rows(&first), first.ok()), (vec![NEW, NEW], true));
    let again = send(&client, &journal, &[sms(TO[2]), sms(TO[1]), sms(TO[0])]).unwrap();
    assert_eq!((rows(&again), again.ok()), (vec![NEW, OLD, OLD], true));
    assert_eq!(again[1].message_id(), first[1].message_id());
    assert_eq!(again[1].customer_message_id(), first[1].customer_message_id());
    assert_eq!((again[2].to(), again[2].parts(), again[2].status()), (Some(TO[0]), Some(1), first[0].status()));
    // Without a message to send there is no request.
    let requests = sandbox.requests().len();
    let whole = send(&client, &journal, &[sms(TO[0]), sms(TO[2])]).unwrap();
    assert_eq!((rows(&whole), whole.messagelist_id()), (vec![OLD, OLD], None));
    assert_eq!((sandbox.requests().len(), sandbox.messages().len()), (requests, 3));
    // A recipient that the journal does not know is no other one.
    let own = |to| [sms(to).customer_message_id("order-1")];
    assert_eq!(rows(&send(&client, &journal, &own(TO[0])).unwrap()), [NEW]);
    Connection::open(&journal).unwrap().execute("UPDATE message SET recipient = NULL", []).unwrap();
    assert_eq!(rows(&send(&client, &journal, &own(TO[0])).unwrap()), [OLD]);
    // Without a journal nothing is known.
    assert_eq!(rows(&client.messages().send(sms(TO[0])).unwrap()), [NEW]);
}

#[test]
fn a_message_is_known_by_its_id_else_by_what_the_recipient_sees() {
    let (sandbox, folder) = (sandbox(), tempfile::tempdir().unwrap());
    let (client, journal) = (common::client(sandbox.url()), folder.path().join("sent.db"));
    let one = |message: Message| rows(&send(&client, &journal, &[message]).unwrap())[0];
    assert_eq!(one(sms(TO[0]).into()), NEW);
    // The same in other words.
    assert_eq!(one(sms("380 67 123-45-01").ttl(60).into()), OLD);
    let plain = r#"{"text":"Hello","type":"sms","from":"MyShop","to":"380671234501"}"#;
    assert_eq!(one(Json::object(plain).unwrap().into()), OLD);
    // Other messages.
    assert_eq!(one(Sms::new(TO[0], "MyShop", "Hello!").into()), NEW);
    assert_eq!(one(Sms::new(TO[0], "OurShop", "Hello").into()), NEW);
    assert_eq!(one(sms(TO[1]).into()), NEW);
    assert_eq!(one(ViberPromo::new(TO[0], "MyShop").text("Hello").into()), NEW);
    assert_eq!(one(sms(TO[0]).customer_message_id("order-1").into()), NEW);
    // With an id, the text does not matter.
    assert_eq!(one(Sms::new(TO[0], "MyShop", "Corrected").customer_message_id("order-1").into()), OLD);
    let plain = r#"{"type":"sms","to":"380671234501","from":"MyShop","text":"a","customerMessageId":"order-1"}"#;
    assert_eq!(one(Json::object(plain).unwrap().into()), OLD);
    // An id belongs to one recipient.
    let error = send(&client, &journal, &[sms(TO[1]).customer_message_id("order-1")]).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Validation, Outcome::NotSent));
    assert!(error.to_string().contains("customer_message_id is that of a message to another"), "{error}");
    assert_eq!(error.problems()[0].path(), "messages[0].customerMessageId");
    let plain = r#"{"type":"sms","to":"380671234502","from":"MyShop","text":"a","customerMessageId":"order-1"}"#;
    let error = send(&client, &journal, &[Json::object(plain).unwrap()]).unwrap_err();
    assert!(error.to_string().contains("customerMessageId is that of a message to another"), "{error}");
    assert!(!error.to_string().contains("6712345"), "{error}");
    assert_eq!(sandbox.messages().len(), 6);
    // A plain object goes out with the id by which the journal knows it.
    let plain = r#"{"type":"sms","to":"380671234503","from":"MyShop","text":"a"}"#;
    let sent = send(&client, &journal, &[Json::object(plain).unwrap()]).unwrap();
    let arrived = sandbox.wait_for(&Filter::new().to(TO[2]), Duration::ZERO).unwrap();
    assert_eq!(arrived.customer_message_id(), sent[0].customer_message_id());
    assert!(arrived.customer_message_id().is_some());
}

#[test]
fn messages_that_the_journal_cannot_tell_apart_are_refused() {
    let (sandbox, folder) = (sandbox(), tempfile::tempdir().unwrap());
    let (client, journal) = (common::client(sandbox.url()), folder.path().join("sent.db"));
    let error = send(&client, &journal, &[sms(TO[0]), sms(TO[1]), sms(TO[0])]).unwrap_err();
    assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("messages[2]")));
    assert!(error.message().contains("is the same message as messages[0]"), "{error}");
    let twice = [sms(TO[0]).customer_message_id("a"), sms(TO[1]).customer_message_id("a")];
    let error = send(&client, &journal, &twice).unwrap_err();
    assert_eq!(error.message(), "messages[1].customer_message_id is that of messages[0] as well");
    assert!(sandbox.messages().is_empty());
    let apart = [sms(TO[0]).customer_message_id("a"), sms(TO[0]).customer_message_id("b")];
    assert_eq!(rows(&send(&client, &journal, &apart).unwrap()), [NEW, NEW]);
    assert_eq!(rows(&send(&client, &journal, &apart).unwrap()), [OLD, OLD]);
}

#[test]
fn what_was_refused_or_not_sent_is_sent_again() {
    let (sandbox, folder) = (sandbox(), tempfile::tempdir().unwrap());
    let (client, journal) = (common::client(sandbox.url()), folder.path().join("sent.db"));
    for _ in 0..2 {
        let result = send(&client, &journal, &[sms(TO[0]), sms(REFUSED)]).unwrap();
        assert_eq!((rows(&result)[1], result.ok()), ((Outcome::Rejected, false), false));
        assert!(result[1].reason().is_some());
    }
    assert_eq!(sandbox.requests().len(), 2);
    sandbox.fail_next(1, 429).unwrap();
    let error = send(&client, &journal, &[sms(TO[1])]).unwrap_err();
    assert_eq!((error.operation(), error.outcome()), (Some("messages.send"), Outcome::NotSent));
    assert_eq!(rows(&send(&client, &journal, &[sms(TO[0]), sms(TO[1])]).unwrap()), [OLD, NEW]);
    // Nothing listens there.
    let dead = Client::builder().api_key("k").base_url("http://127.0.0.1:9").max_retries(0).ignore_environment();
    let (dead, other) = (dead.build().unwrap(), folder.path().join("other.db"));
    for _ in 0..2 {
        let error = send(&dead, &other, &[sms(TO[0])]).unwrap_err();
        assert_eq!((error.outcome(), error.retryable()), (Outcome::NotSent, true));
        assert_eq!(error.customer_message_ids().len(), 1);
    }
    // Bad input leaves no journal behind.
    let error = send(&client, &folder.path().join("none.db"), &[Sms::new("12", "MyShop", "Hello")]).unwrap_err();
    assert_eq!(error.field(), Some("messages[0].to"));
    assert!(!folder.path().join("none.db").exists());
}

#[test]
fn what_may_have_been_sent_is_not_sent_again() {
    let (sandbox, folder) = (sandbox(), tempfile::tempdir().unwrap());
    let (client, journal) = (common::client(sandbox.url()), folder.path().join("sent.db"));
    sandbox.add_rule(Rule::new().path_prefix("/bat/").count(1).fault(FaultKind::Reset, true)).unwrap();
    let error = send(&client, &journal, &[sms(TO[0])]).unwrap_err();
    // The same call is safe.
    assert_eq!((error.outcome(), error.retryable()), (Outcome::Unknown, true));
    let again = send(&client, &journal, &[sms(TO[0]), sms(TO[1])]).unwrap();
    assert_eq!((rows(&again), again.ok()), (vec![DOUBT, NEW], false));
    assert!(again[0].reason().is_some() && again[0].message_id().is_none());
    assert_eq!(sandbox.messages().len(), 2);
    // If a duplicate is better than a lost message.
    let resend = || client.messages().journal(&journal).resend_unknown(true);
    let dead = Client::builder().api_key("k").base_url("http://127.0.0.1:9").max_retries(0).ignore_environment();
    let error = dead.build().unwrap().messages().journal(&journal).resend_unknown(true).send(sms(TO[0])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(error.message().contains("'base_url' differs"), "{error}");
    sandbox.add_rule(Rule::new().path_prefix("/bat/").count(1).error(429)).unwrap();
    let error = resend().send(sms(TO[0])).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::RateLimit, Outcome::Unknown));
    assert_eq!(rows(&send(&client, &journal, &[sms(TO[0])]).unwrap()), [DOUBT]);
    assert_eq!(rows(&resend().send(sms(TO[0])).unwrap()), [NEW]);
    assert_eq!(rows(&resend().send(sms(TO[0])).unwrap()), [OLD]);
    // A refusal says nothing of the first time.
    sandbox.add_rule(Rule::new().path_prefix("/bat/").count(1).fault(FaultKind::Reset, true)).unwrap();
    let _ = send(&client, &journal, &[sms(TO[2])]).unwrap_err();
    let json = serde_json::json!({"messages": [{"status": "rejected"}]});
    sandbox.reply_next(PlannedReply { json: Some(json), ..PlannedReply::default() }).unwrap();
    let refused = resend().send(sms(TO[2])).unwrap();
    assert_eq!((rows(&refused), refused.ok()), (vec![(Outcome::Unknown, false)], false));
    assert!(refused[0].reason().is_some_and(|reason| reason.contains("when it was repeated")), "{refused:?}");
    assert_eq!(rows(&send(&client, &journal, &[sms(TO[2])]).unwrap()), [DOUBT]);
}

/// Three messages that no other journal has.
fn texts(journal: &Path) -> [Sms; 3] {
    TO.map(|to| Sms::new(to, "MyShop", journal.file_stem().unwrap().to_str().unwrap()))
}

/// Sends them in a process of its own.
fn in_a_process(url: &str, journal: &Path) -> std::process::Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--ignored"]).env("SMSBAT_TEST_URL", url).env("SMSBAT_TEST_JOURNAL", journal);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
#[ignore = "a process of the other tests"]
fn child() {
    let (Ok(url), Some(journal)) = (std::env::var("SMSBAT_TEST_URL"), std::env::var_os("SMSBAT_TEST_JOURNAL")) else {
        return;
    };
    let _ = send(&common::client(&url), Path::new(&journal), &texts(Path::new(&journal)));
}

#[test]
fn a_process_that_is_killed_during_the_request_leaves_a_doubt() {
    let (sandbox, folder) = (sandbox(), tempfile::tempdir().unwrap());
    let journal = folder.path().join("sent.db");
    sandbox.add_rule(Rule::new().path_prefix("/bat/").count(1).fault(FaultKind::Stall, true)).unwrap();
    let mut process = in_a_process(sandbox.url(), &journal);
    let arrived = sandbox.wait_for(&Filter::new().to(TO[2]), Duration::from_secs(60));
    process.kill().unwrap();
    process.wait().unwrap();
    arrived.unwrap();
    let result = send(&common::client(sandbox.url()), &journal, &texts(&journal)).unwrap();
    assert_eq!(rows(&result), [DOUBT; 3]);
    assert!(result[0].reason().unwrap().contains("the process ended while the request was under way"));
    assert_eq!(sandbox.messages().len(), 3);
}

#[test]
fn a_process_that_is_killed_at_any_moment_sends_nothing_twice() {
    let (sandbox, folder) = (sandbox(), tempfile::tempdir().unwrap());
    let client = common::client(sandbox.url());
    let mut expected = Vec::new();
    for round in 0..20 {
        let journal = folder.path().join(format!("sent-{round:02}.db"));
        let mut process = in_a_process(sandbox.url(), &journal);
        // From the first file on, every millisecond counts.
        let end = Instant::now() + Duration::from_secs(60);
        while !journal.exists() && Instant::now() < end {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_millis(round * 2));
        let _ = process.kill();
        process.wait().unwrap();
        let result = send(&client, &journal, &texts(&journal)).unwrap();
        expected.extend(result.messages().iter().zip(texts(&journal)).map(|(row, sms)| (sms, row.outcome())));
    }
    // What a killed process has written may have arrived late.
    for (sms, outcome) in expected {
        let arrived = sandbox.find(&Filter::new().to(sms.get_to().unwrap()).text(sms.get_text().unwrap())).len();
        match outcome {
            Outcome::Accepted => assert_eq!(arrived, 1),
            Outcome::Unknown => assert!(arrived <= 1),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn one_call_at_a_time_has_the_journal() {
    let (sandbox, folder) = (sandbox(), tempfile::tempdir().unwrap());
    let (client, journal) = (common::client(sandbox.url()), folder.path().join("sent.db"));
    // Calls wait for each other, and only one of them sends.
    let new = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let result = send(&client, &journal, &[sms(TO[0])]).unwrap();
                new.fetch_add(usize::from(rows(&result)[0] == NEW), Ordering::Relaxed);
            });
        }
    });
    assert_eq!((new.into_inner(), sandbox.messages().len()), (1, 1));
    // Not for longer than the call may take.
    sandbox.add_rule(Rule::new().path_prefix("/bat/").count(1).fault(FaultKind::Stall, true)).unwrap();
    let mut process = in_a_process(sandbox.url(), &journal);
    sandbox.wait_for(&Filter::new().to(TO[2]), Duration::from_secs(60)).unwrap();
    let short = CallOptions::new().timeout(Duration::from_millis(200)).journal(&journal);
    let error = client.messages().options(short.clone()).send(sms(TO[0])).unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.retryable()), (ErrorKind::Configuration, Outcome::NotSent, true));
    assert!(error.message().contains("another run has this journal"), "{error}");
    let error = client.messages().options(short.interrupt(|| true)).send(sms(TO[0])).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::NotSent));
    process.kill().unwrap();
    process.wait().unwrap();
    assert_eq!(rows(&send(&client, &journal, &texts(&journal)).unwrap()), [DOUBT; 3]);
    assert_eq!(rows(&send(&client, &journal, &[sms(TO[0])]).unwrap()), [OLD]);
}

/// A send, a campaign and a plan wait for a program that has locked the journal.
#[test]
fn another_program_holds_a_call_up_no_longer_than_its_time_or_its_interrupt() {
    let (sandbox, folder) = (sandbox(), tempfile::tempdir().unwrap());
    let (client, journal) = (common::client(sandbox.url()), folder.path().join("sent.db"));
    assert_eq!(rows(&send(&client, &journal, &[sms(TO[0])]).unwrap()), [NEW]);
    let held = Connection::open(&journal).unwrap();
    held.execute_batch("BEGIN EXCLUSIVE").unwrap();
    // Far below the 30 s for which a campaign waits.
    let soon = |begun: Instant| assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    let of_call = |options: CallOptions| client.messages().options(options.journal(&journal)).send(sms(TO[1]));
    let begun = Instant::now();
    let error = of_call(CallOptions::new().timeout(Duration::from_millis(300))).unwrap_err();
    assert_eq!((error.kind(), error.outcome(), error.retryable()), (ErrorKind::Configuration, Outcome::NotSent, true));
    assert!(error.message().contains("the journal is held by another program"), "{error}");
    assert!(begun.elapsed() >= Duration::from_millis(300));
    soon(begun);
    let asked = std::sync::Arc::new(AtomicUsize::new(0));
    let counted = std::sync::Arc::clone(&asked);
    let third = move || counted.fetch_add(1, Ordering::Relaxed) >= 3;
    let begun = Instant::now();
    let error = of_call(CallOptions::new().timeout(Duration::from_secs(60)).interrupt(third.clone())).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::NotSent), "{error}");
    soon(begun);
    // A campaign, and one that is only planned.
    let campaign = folder.path().join("campaign.db");
    let options = |dry_run| {
        let mut options = BulkOptions::default();
        (options.journal, options.dry_run) = (Some(campaign.clone()), dry_run);
        options
    };
    assert!(client.messages().send_bulk(Rows::new([sms(TO[2])]), &options(false)).unwrap().ok());
    let held_as_well = Connection::open(&campaign).unwrap();
    held_as_well.execute_batch("BEGIN EXCLUSIVE").unwrap();
    for dry_run in [false, true] {
        asked.store(0, Ordering::Relaxed);
        let begun = Instant::now();
        let calls = client.messages().interrupt(third.clone());
        let error = calls.send_bulk(Rows::new([sms(TO[2])]), &options(dry_run)).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::NotSent), "{error}");
        soon(begun);
    }
    // Once it lets go, the call goes on.
    let (waits, waited) = std::sync::mpsc::channel();
    let other = std::thread::spawn(move || {
        waited.iter().nth(3).unwrap();
        held.execute_batch("ROLLBACK").unwrap();
    });
    let goes_on = move || {
        let _ = waits.send(());
        false
    };
    assert_eq!(rows(&of_call(CallOptions::new().timeout(Duration::from_secs(60)).interrupt(goes_on)).unwrap()), [NEW]);
    other.join().unwrap();
    assert_eq!(sandbox.messages().len(), 3);
}

#[test]
fn the_journal_is_one_of_sends() {
    let (sandbox, folder) = (sandbox(), tempfile::tempdir().unwrap());
    let (client, journal) = (common::client(sandbox.url()), folder.path().join("sent.db"));
    let _ = send(&client, &journal, &[sms(TO[0]), sms(TO[1])]).unwrap();
    let _ = send(&client, &journal, &[sms(TO[2])]).unwrap();
    let positions = |sql: &str| -> Vec<i64> {
        let connection = Connection::open(&journal).unwrap();
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(positions("SELECT position FROM report ORDER BY 1"), [0, 1, 2]);
    // Its delivery can be tracked.
    let summary =
        client.messages().track(Tracked::journal(&journal).unwrap(), &TrackOptions::default().timeout(Duration::ZERO));
    assert_eq!(summary.unwrap().total(), 3);
    let campaign = |journal: &Path| {
        let mut options = BulkOptions::default();
        options.journal = Some(journal.to_owned());
        client.messages().send_bulk(Rows::new([sms(TO[0])]), &options)
    };
    let error = campaign(&journal).unwrap_err();
    assert!(error.message().contains("the journal is one of messages.send"), "{error}");
    let of_campaign = folder.path().join("campaign.db");
    assert!(campaign(&of_campaign).unwrap().ok());
    let error = send(&client, &of_campaign, &[sms(TO[0])]).unwrap_err();
    assert!(error.message().contains("the journal is one of a campaign"), "{error}");
    // Nobody starts over with an empty file by mistake.
    std::fs::remove_file(&journal).unwrap();
    let error = send(&client, &journal, &[sms(TO[0])]).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(error.message().contains("the journal is gone"), "{error}");
    let plain = || Message::from(Json::object(r#"{"to":"380671234501"}"#).unwrap());
    for (error, field) in [
        (client.messages().journal("").send(sms(TO[0])).unwrap_err(), "journal"),
        (client.messages().journal("a.db").status("m-1").unwrap_err(), "journal"),
        (client.cascade().options(CallOptions::new().journal("a.db")).send(plain(), false).unwrap_err(), "journal"),
    ] {
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some(field)));
    }
    assert_eq!(sandbox.messages().len(), 4);
}

#[test]
fn a_call_by_name_takes_a_journal() {
    let (sandbox, folder) = (sandbox(), tempfile::tempdir().unwrap());
    let (client, journal) = (common::client(sandbox.url()), folder.path().join("sent.db"));
    let message = r#"{"type":"sms","to":"380671234501","from":"MyShop","text":"Hello"}"#;
    let request = format!(r#"{{"messages":{message},"journal":{:?}}}"#, journal.to_str().unwrap());
    for resumed in [false, true] {
        let reply = client.call_json("messages.send", &request, CallOptions::new()).unwrap();
        assert!(reply.contains(&format!("\"resumed\":{resumed}")), "{reply}");
    }
    // The options name it in place of the request, but not another one as well.
    let plain = format!(r#"{{"messages":{message}}}"#);
    let reply = client.call_json("messages.send", &plain, CallOptions::new().journal(&journal)).unwrap();
    assert!(reply.contains("\"resumed\":true"), "{reply}");
    let other = folder.path().join("other.db");
    for (name, request) in [("messages.send", &*request), ("messages.status", r#"{"message_id":"m-1"}"#)] {
        let error = client.call_json(name, request, CallOptions::new().journal(&other)).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("journal")), "{error}");
    }
    assert!(!other.exists() && sandbox.messages().len() == 1);
}
