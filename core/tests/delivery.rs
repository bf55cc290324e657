//! Delivery: who was reached, by requests for statuses and by the reports of webhooks.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::Connection;
use serde_json::Value;
use smsbat_core::bulk::{BulkOptions, BulkReport, Rows};
use smsbat_core::delivery::{
    DELIVERY_COLUMNS, DeliveryOutcome, DeliverySource, DeliverySummary, TrackOptions, Tracked,
};
use smsbat_core::{Client, Error, ErrorKind, Fallback, Message, Sms, ViberPromo, Webhook, webhooks};
use smsbat_sandbox::{Options, PlannedReply, Sandbox};

/// A clock that stands still: statuses change when a test says so.
fn sandbox() -> Sandbox {
    Sandbox::start(Options { rate_limit: false, clock_frozen: true, ..Options::default() }).unwrap()
}

/// Recipients with their fates.
const FATES: [(&str, &str); 7] = [
    ("380990000001", "delivered"),
    ("380990000204", "read"),
    ("380990000201", "undeliverable"),
    ("380990000202", "permanenterror"),
    ("380990000203", "expired"),
    ("380990000301", "processing"),
    ("380990000101", "refused"),
];

fn campaign(client: &Client, journal: Option<&Path>) -> BulkReport {
    let mut options = BulkOptions::default();
    options.set("allow_duplicates", "true").unwrap();
    options.journal = journal.map(Path::to_owned);
    let sms = FATES.iter().map(|(to, _)| Message::from(Sms::new(*to, "MyShop", "Hello")));
    let viber = ViberPromo::new("380990000211", "MyShop").text("Sale").fallback(Fallback::new("Sale"));
    let plain = ViberPromo::new("380990000001", "MyShop").text("Sale");
    let messages: Vec<Message> = sms.chain([viber.into(), plain.into()]).collect();
    let report = client.messages().send_bulk(Rows::new(messages), &options).unwrap();
    assert_eq!((report.accepted(), report.rejected()), (8, 1));
    report
}

#[test]
fn another_program_that_holds_the_delivery_file_can_be_interrupted() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let _ = campaign(&client, Some(&journal));
    let held = fs::File::create(folder.path().join("campaign.db-delivery")).unwrap();
    held.lock().unwrap();
    let begun = std::time::Instant::now();
    let calls = client.messages().interrupt(|| true);
    let error = calls.track(Tracked::journal(&journal).unwrap(), &TrackOptions::default()).unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Cancelled, "the tracking was stopped"));
    // Another program is waited for up to 30 s.
    assert!(begun.elapsed() < Duration::from_secs(15));
}

/// It holds a call up for 5 s after its time, and not once the client is closed.
#[test]
fn another_program_holds_a_tracking_up_no_longer_than_its_time() {
    let client = common::client("http://127.0.0.1:9");
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let held = fs::File::create(folder.path().join("campaign.db-delivery")).unwrap();
    held.lock().unwrap();
    let tracked = || Tracked::ids(["m-1"]).unwrap().kept_in(&journal);
    let begun = std::time::Instant::now();
    let none = TrackOptions::default().timeout(Duration::ZERO);
    let error = client.messages().track(tracked(), &none).unwrap_err();
    assert!(error.retryable() && error.message().contains("another program holds the delivery file"), "{error}");
    // Far below 30 s.
    assert!((5..15).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    let closing = client.clone();
    let calls = client.messages().interrupt(move || {
        closing.close();
        false
    });
    let error = calls.track(tracked(), &TrackOptions::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
}

/// A status that could not be kept yet is kept at the end, whatever ended the tracking.
#[test]
fn a_stopped_tracking_keeps_what_it_has_found() {
    let sandbox = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let delivery = folder.path().join("campaign.db-delivery");
    let lock: Arc<Mutex<Option<fs::File>>> = Arc::default();
    let (held, place) = (Arc::clone(&lock), delivery.clone());
    let builder = Client::builder().api_key("test-key").base_url(sandbox.url()).ignore_environment();
    let client = builder.on_attempt(move |attempt| {
        if attempt.operation == "messages.status" {
            held.lock().unwrap().get_or_insert_with(|| {
                let file = fs::File::create(&place).unwrap();
                file.lock().unwrap();
                file
            });
        }
    });
    let client = client.build().unwrap();
    let messages = [Sms::new("380990000001", "MyShop", "Hello"), Sms::new("380990000301", "MyShop", "Hello")];
    let sent = client.messages().send(messages).unwrap();
    sandbox.advance(Duration::from_secs(10));
    let (held, asked) = (Arc::clone(&lock), std::sync::atomic::AtomicUsize::new(0));
    // The call looks every 50 ms and keeps after half a second: by then it waits for the lock.
    let interrupt = move || {
        let mut held = held.lock().unwrap();
        let stops = held.is_some() && asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) >= 60;
        if stops {
            *held = None;
        }
        stops
    };
    let tracked = Tracked::ids(sent.messages()).unwrap().kept_in(&journal);
    let error = client.messages().interrupt(interrupt).track(tracked, &TrackOptions::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
    let lines = fs::read_to_string(delivery).unwrap();
    assert!(lines.contains(sent[0].message_id().unwrap()) && lines.contains("delivered"), "{lines}");
}

/// Lets all messages of a journal be as old as they need to be asked for at once.
fn aged(journal: &Path) {
    Connection::open(journal).unwrap().execute("UPDATE chunk SET taken_at = '2026-01-01T00:00:00Z'", []).unwrap();
}

fn track(client: &Client, tracked: Tracked, seconds: u64) -> DeliverySummary {
    client.messages().track(tracked, &TrackOptions::default().timeout(Duration::from_secs(seconds))).unwrap()
}

/// `delivered`, `read`, `undeliverable`, `expired`, `pending`, `unknown`.
fn sums(summary: &DeliverySummary) -> [u64; 6] {
    let c = summary.counts();
    assert_eq!(c.total, c.settled() + c.pending + c.unknown);
    [c.delivered, c.read, c.undeliverable, c.expired, c.pending, c.unknown]
}

fn status(id: &str, word: &str, second: u32, cost: &str) -> Vec<u8> {
    format!(
        r#"{{"messageId":"{id}","deliverystatus":"{word}","timestamp":"2026-05-04T10:00:{second:02}Z","cost":{cost}}}"#
    )
    .into_bytes()
}

#[test]
fn a_journal_is_tracked_to_the_last_digit() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let _ = campaign(&client, Some(&journal));
    aged(&journal);
    sandbox.advance(Duration::from_secs(10));
    let told = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&told);
    let options = TrackOptions::default()
        .timeout(Duration::from_millis(1500))
        .progress(move |progress| into.lock().unwrap().push((progress.fraction, progress.requests)));
    let summary = client.messages().track(Tracked::journal(&journal).unwrap(), &options).unwrap();
    assert_eq!(sums(&summary), [3, 1, 2, 1, 1, 0]);
    assert_eq!((summary.total(), summary.len(), summary.requests(), summary.is_final()), (8, 8, 8, false));
    // Six SMS and one as a fallback, and one by Viber.
    assert_eq!(summary.cost(), "2.440");
    let channels: Vec<_> =
        summary.by_channel().iter().map(|c| (c.channel.as_str(), c.counts.total, c.counts.cost.as_str())).collect();
    assert_eq!(channels, [("sms", 7, "2.170"), ("viber", 1, "0.270")]);
    for (row, (to, word)) in summary.rows().zip(&FATES[..6]) {
        assert_eq!((row.to.as_deref(), row.delivery_status.as_deref()), (Some(&*format!("+{to}")), Some(*word)));
        assert_eq!(row.source, Some(DeliverySource::Track));
        assert!(row.customer_message_id.is_some_and(|id| id.len() == 32) && row.status_at.is_some());
    }
    assert_eq!(told.lock().unwrap().last(), Some(&(7.0 / 8.0, 8)));
    // The next call asks for what is not final only, and a call without time for nothing.
    let again = track(&client, Tracked::journal(&journal).unwrap(), 1);
    assert_eq!((sums(&again), again.requests()), (sums(&summary), 1));
    let read = track(&client, Tracked::journal(&journal).unwrap(), 0);
    assert_eq!((sums(&read), read.requests(), read.cost()), (sums(&summary), 0, "2.440"));
    assert_eq!(
        read.rows().map(|r| r.channel).collect::<Vec<_>>(),
        summary.rows().map(|r| r.channel).collect::<Vec<_>>()
    );
}

#[test]
fn a_report_and_ids_are_tracked_alike() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let mut report = campaign(&client, None);
    let sent = sandbox.requests().len();
    // Nothing can have come of it yet, so it is asked for later.
    let early = TrackOptions::default().timeout(Duration::from_secs(60));
    let tracked = Tracked::report(&mut report).unwrap();
    let begun = std::time::Instant::now();
    let calls = client.messages().interrupt(move || begun.elapsed() > Duration::from_millis(300));
    let error = calls.track(tracked, &early).unwrap_err();
    assert!(error.is_cancelled() && sandbox.requests().len() == sent, "{error}");
    sandbox.advance(Duration::from_secs(10));
    let ids: Vec<String> =
        report.rows().unwrap().map(|row| row.unwrap().message_id).filter(|id| !id.is_empty()).collect();
    let ids: Vec<&String> = ids.iter().filter(|id| **id != ids[5]).collect();
    let by_ids = track(&client, Tracked::ids(ids.iter().chain(&ids)).unwrap(), 60);
    assert_eq!((sums(&by_ids), by_ids.requests()), ([3, 1, 2, 1, 0, 0], 7));
    assert!(by_ids.is_final());
    for name in ["report.csv", "report.json"] {
        let path = folder.path().join(name);
        report.save(&path).unwrap();
        assert_eq!(sums(&track(&client, Tracked::file(&path).unwrap(), 1)), [3, 1, 2, 1, 1, 0]);
        // It is kept beside the report, and the next look needs no request.
        assert_eq!(sums(&track(&client, Tracked::file(&path).unwrap(), 0)), [3, 1, 2, 1, 1, 0]);
        // Also behind the byte order mark of an editor.
        fs::write(&path, [b"\xef\xbb\xbf", &fs::read(&path).unwrap()[..]].concat()).unwrap();
        assert_eq!(sums(&track(&client, Tracked::file(&path).unwrap(), 0)), [3, 1, 2, 1, 1, 0]);
    }
    // What the journal of a run knows is known of its report.
    let journal = folder.path().join("campaign.db");
    let mut report = campaign(&client, Some(&journal));
    aged(&journal);
    sandbox.advance(Duration::from_secs(10));
    let summary = track(&client, Tracked::report(&mut report).unwrap(), 1);
    assert_eq!(sums(&summary), [3, 1, 2, 1, 1, 0]);
    assert_eq!(summary.by_channel().iter().map(|c| c.counts.total).collect::<Vec<_>>(), [7, 1]);
    assert_eq!(sums(&track(&client, Tracked::journal(&journal).unwrap(), 0)), [3, 1, 2, 1, 1, 0]);
}

#[test]
fn what_is_no_file_of_ours_is_named() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("customers.csv"), "to,text\n+380671234567,Hello\n").unwrap();
    Connection::open(at("other.db")).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    let _ = campaign(&client, Some(&at("new.db")));
    Connection::open(at("new.db")).unwrap().execute_batch("PRAGMA user_version = 9").unwrap();
    for (name, why) in [
        ("missing.db", "the journal is not there"),
        ("customers.csv", "is a file of something else"),
        ("other.db", "is a file of something else"),
        ("new.db", "was written by another version of this library"),
    ] {
        let error = Tracked::journal(at(name)).unwrap_err();
        assert!(error.kind() == ErrorKind::Configuration && error.message().contains(why), "{name}: {error}");
    }
    #[cfg(unix)]
    {
        let _ = campaign(&client, Some(&at("piped.db")));
        assert!(std::process::Command::new("mkfifo").arg(at("piped.db-delivery")).status().unwrap().success());
        let tracked = Tracked::journal(at("piped.db")).unwrap();
        let error = client.messages().track(tracked, &TrackOptions::default()).unwrap_err();
        assert!(error.message().contains("is a folder or a device"), "{error}");
    }
    let error = Tracked::file(at("customers.csv")).unwrap_err();
    assert!(error.message().contains("neither a journal nor a report"), "{error}");
    for path in [
        folder.path(),
        #[cfg(unix)]
        Path::new("/dev/zero"),
    ] {
        let error = Tracked::file(path).unwrap_err();
        assert!(error.message().contains("a folder or a device"), "{error}");
    }
    assert_eq!(TrackOptions::seconds(0.0).unwrap(), Duration::ZERO);
    assert_eq!(TrackOptions::seconds(0.5).unwrap(), Duration::from_millis(500));
    for seconds in [-1.0, 86_401.0, f64::NAN] {
        assert_eq!(TrackOptions::seconds(seconds).unwrap_err().problems()[0].path(), "timeout");
    }
    assert_eq!(Tracked::ids([None::<&str>]).unwrap_err().problems()[0].path(), "messages[0]");
}

/// Journals of earlier versions are read as they are.
#[test]
fn journals_of_earlier_versions_are_tracked() {
    let client = common::client("http://127.0.0.1:9");
    let folder = tempfile::tempdir().unwrap();
    for version in 1..=2 {
        let name = format!("version-{version}.db");
        let path = folder.path().join(&name);
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/journals").join(&name), &path).unwrap();
        let bytes = fs::read(&path).unwrap();
        let _ = webhooks::record(&path, &status("m-757ccf161c6b0f1f", "Read", 1, "0.310")).unwrap();
        let summary = track(&client, Tracked::journal(&path).unwrap(), 0);
        assert_eq!((sums(&summary), summary.cost()), ([0, 1, 0, 0, 0, 4], "0.310"));
        assert_eq!(summary.by_channel()[0].channel, "unknown");
        assert_eq!(summary.row(0).unwrap().to.is_some(), version == 2);
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn reports_of_webhooks_need_no_requests() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    // One comes before the journal knows its message, one is of somebody else's, and one is no report.
    let bodies = [
        &status("M-STRANGE", "delivered", 5, "0.310")[..],
        br#"{"idUuid":"u-1","alphaName":"MyShop","phoneNumber":"380671234567","text":"Yes"}"#,
        br#"{"x":1}"#,
    ];
    let events = webhooks::record_all(&journal, bodies).unwrap();
    assert!(matches!(events[..], [Webhook::Delivery(_), Webhook::Incoming(_), Webhook::Other(_)]));
    let mut report = campaign(&client, Some(&journal));
    let ids: Vec<String> =
        report.rows().unwrap().map(|row| row.unwrap().message_id).filter(|id| !id.is_empty()).collect();
    let words = ["delivered", "processing", "read", "delivered", "undeliverable", "expired", "Sent", "read"];
    for (id, word) in ids.iter().zip(words) {
        // Twice, as it may come.
        for _ in 0..2 {
            let Webhook::Delivery(report) = webhooks::record(&journal, &status(id, word, 10, "0.310")).unwrap() else {
                panic!("no report")
            };
            assert_eq!(report.message_id(), Some(id.as_str()));
        }
    }
    // Older and not final: neither takes anything back.
    let _ = webhooks::record(&journal, &status(&ids[0], "processing", 20, "0.310")).unwrap();
    for later in ["delivered", "undeliverable", "expired"] {
        let _ = webhooks::record(&journal, &status(&ids[2], later, 20, "0.310")).unwrap();
    }
    let _ = webhooks::record(&journal, &status(&ids[5], "undeliverable", 9, "0.500")).unwrap();
    let summary = track(&client, Tracked::journal(&journal).unwrap(), 0);
    assert_eq!((sums(&summary), summary.requests(), summary.cost()), ([2, 2, 1, 1, 2, 0], 0, "2.480"));
    assert!(summary.rows().all(|row| row.source == Some(DeliverySource::Webhook)));
    assert_eq!(summary.row(2).unwrap().status_at.as_deref(), Some("2026-05-04T10:00:10Z"));
    assert_eq!(summary.row(6).unwrap().delivery_status.as_deref(), Some("sent"));
    // The campaign goes on as if nothing was there.
    assert_eq!(campaign(&client, Some(&journal)).resumed(), 9);
    for body in [&b"[]"[..], b"", b"\xff"] {
        assert_eq!(webhooks::record(&journal, body).unwrap_err().kind(), ErrorKind::Response);
    }
    let error = webhooks::record(folder.path().join("none/campaign.db"), &status("m", "read", 1, "1")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

/// Ids are opaque; only a GUID is the same in either case.
#[test]
fn ids_that_differ_in_case_are_two_messages() {
    let client = common::client("http://127.0.0.1:9");
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let guid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    let ids = ["Msg-a", "msg-A", guid, "msg-a", "Msg-a"];
    for (id, word) in [("Msg-a", "delivered"), ("msg-A", "undeliverable"), (&guid.to_uppercase(), "read")] {
        let _ = webhooks::record(&journal, &status(id, word, 10, "0.310")).unwrap();
    }
    let summary = track(&client, Tracked::ids(ids).unwrap().kept_in(&journal), 0);
    let words = summary.rows().map(|row| row.outcome.as_str()).collect::<Vec<_>>();
    assert_eq!(words, ["delivered", "undeliverable", "read", "unknown"]);
}

/// Statuses beside a folder or a device would be found by nobody.
#[test]
fn a_journal_that_is_no_file_takes_no_statuses() {
    let client = common::client("http://127.0.0.1:9");
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("campaigns");
    fs::create_dir(&inner).unwrap();
    let report = status("m-1", "delivered", 10, "0.310");
    let other = br#"{"x":1}"#.to_vec();
    let ids = || Tracked::ids(["m-1"]).unwrap();
    let now = TrackOptions::default().timeout(Duration::ZERO);
    let refused = |journal: &Path| {
        let track = client.messages().track(ids().kept_in(journal), &now);
        let recorded = [&report, &other].map(|body| webhooks::record(journal, body).unwrap_err());
        let many = webhooks::record_all(journal, [&report]).unwrap_err();
        let others = [track.unwrap_err(), Tracked::journal(journal).unwrap_err(), many];
        recorded.into_iter().chain(others).chain([Tracked::file(journal).unwrap_err()])
    };
    let mut options = BulkOptions::default();
    options.journal = Some("".into());
    let sms = Message::from(Sms::new("+380671234567", "MyShop", "Hello"));
    let campaign = client.messages().send_bulk(Rows::new([sms]), &options).unwrap_err();
    for error in refused(Path::new("")).chain([campaign]) {
        let problem = &error.problems()[0];
        assert_eq!((problem.path(), problem.rule()), ("journal", "not_empty"), "{error}");
    }
    for journal in [
        inner.as_path(),
        Path::new("."),
        #[cfg(unix)]
        Path::new("/dev/null"),
    ] {
        for error in refused(journal) {
            assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
            let message = error.message();
            assert!(message.contains("journal") && message.contains("a folder or a device"), "{error}");
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    for written in ["-delivery", ".lock"] {
        assert!(!Path::new(written).exists(), "{written}");
    }
    // One that is not there yet is.
    let _ = webhooks::record(inner.join("new.db"), &report).unwrap();
    assert!(inner.join("new.db-delivery").is_file());
}

/// Some JSON writers give small prices with an exponent.
#[test]
fn prices_with_an_exponent_are_in_the_cost() {
    let client = common::client("http://127.0.0.1:9");
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let prices = ["3.1e-2", "0.310", "1E-5"];
    for (id, price) in ["m-0", "m-1", "m-2"].into_iter().zip(prices) {
        let _ = webhooks::record(&journal, &status(id, "delivered", 1, price)).unwrap();
    }
    let summary = track(&client, Tracked::ids(["m-0", "m-1", "m-2"]).unwrap().kept_in(&journal), 0);
    assert_eq!((sums(&summary), summary.cost()), ([3, 0, 0, 0, 0, 0], "0.34101"));
    assert_eq!(summary.by_channel()[0].counts.cost, "0.34101");
    assert_eq!(summary.row(0).unwrap().cost.as_deref(), Some("3.1e-2"));
}

/// A price of any size is in the sum to its last digit, or the sum says that it is not known.
#[test]
fn no_price_is_silently_left_out_of_the_cost() {
    let client = common::client("http://127.0.0.1:9");
    let folder = tempfile::tempdir().unwrap();
    let cost = |name: &str, prices: &[&str]| {
        let journal = folder.path().join(name);
        let ids: Vec<String> = (0..prices.len()).map(|n| format!("m-{n}")).collect();
        for (id, price) in ids.iter().zip(prices) {
            let _ = webhooks::record(&journal, &status(id, "delivered", 1, price)).unwrap();
        }
        let summary = track(&client, Tracked::ids(&ids).unwrap().kept_in(&journal), 0);
        assert_eq!(summary.row(1).unwrap().cost.as_deref(), Some(prices[1]));
        assert_eq!(summary.by_channel()[0].counts.cost, summary.cost());
        let shown = summary.to_string();
        (summary.cost().to_owned(), shown.lines().last().unwrap().trim().to_owned())
    };
    let large = "1000000000000000000000000000000.3099";
    assert_eq!(cost("large", &["0.3100", "1e30", "-0.0001"]), (large.to_owned(), format!("{large} cost")));
    assert_eq!(cost("huge", &["0.310", "1e400"]).0, format!("1{}.310", "0".repeat(400)));
    assert_eq!(cost("endless", &["0.310", "1e1000"]), ("NaN".to_owned(), "unknown cost".to_owned()));
}

/// A status that cannot be read is not the last one.
#[test]
fn a_message_is_asked_for_again_after_a_response_that_cannot_be_read() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let sent = client.messages().send([0; 4].map(|_| Sms::new("380990000001", "MyShop", "Hello"))).unwrap();
    let ids: Vec<&str> = sent.iter().map(|row| row.message_id().unwrap()).collect();
    sandbox.advance(Duration::from_secs(10));
    for (id, (code, body)) in ids.iter().zip([
        (200, "<!DOCTYPE html><p>Sign in"),
        (200, r#"{"error":{"code":"TEMPORARY","message":"ask again"}}"#),
        (302, ""),
        // This one cannot pass.
        (400, r#"{"error":{"code":"BAD_ID"}}"#),
    ]) {
        let path_prefix = Some(format!("/bat/message/{id}"));
        let plan = PlannedReply { path_prefix, status: code, body: Some(body.to_owned()), ..PlannedReply::default() };
        sandbox.reply_next(plan).unwrap();
    }
    let summary = track(&client, Tracked::ids(&ids).unwrap(), 60);
    assert_eq!((sums(&summary), summary.requests()), ([3, 0, 0, 0, 0, 1], 7));
    assert_eq!(summary.row(3).unwrap().outcome, DeliveryOutcome::Unknown);
    // If nothing else comes, that is the error.
    let path_prefix = Some("/bat/message/m-x".to_owned());
    let plan = PlannedReply { path_prefix, body: Some("<p>".to_owned()), count: 99, ..PlannedReply::default() };
    sandbox.reply_next(plan).unwrap();
    let options = TrackOptions::default().timeout(Duration::from_millis(300));
    let error = client.messages().track(Tracked::ids(["m-x"]).unwrap(), &options).unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Response, Some("messages.track")));
}

/// Waits for two messages of which the first has these replies, and the second is delivered, in either order.
fn waited(replies: &[PlannedReply], seconds: u64) -> [Result<[String; 2], Error>; 2] {
    [["y", "x"], ["x", "y"]].map(|ids| {
        let sandbox = sandbox();
        let client = common::client(sandbox.url());
        let plan = |id: &str, reply: &PlannedReply| {
            let path_prefix = Some(format!("/bat/message/{id}"));
            sandbox.reply_next(PlannedReply { path_prefix, ..reply.clone() }).unwrap();
        };
        replies.iter().for_each(|reply| plan("y", reply));
        let delivered = r#"{"deliverystatus":"delivered"}"#.to_owned();
        plan("x", &PlannedReply { body: Some(delivered), ..PlannedReply::default() });
        let (time, interval) = (Duration::from_secs(seconds), Duration::from_secs(1));
        let statuses = client.messages().wait_all(ids, time, interval)?;
        let word = |id| {
            let status = statuses.iter().zip(ids).find(|(_, own)| *own == id).unwrap().0;
            status.delivery_status().unwrap_or_default().to_owned()
        };
        assert!(statuses.iter().zip(ids).all(|(status, id)| status.message_id().is_none_or(|own| own == id)));
        Ok(["y", "x"].map(word))
    })
}

#[test]
fn one_reply_that_hangs_or_cannot_be_read_takes_no_other_status_away() {
    let reply = |status, body: &str| PlannedReply { status, body: Some(body.to_owned()), ..PlannedReply::default() };
    let words = |y: &str| [y.to_owned(), "delivered".to_owned()];
    let hangs = PlannedReply { delay_ms: 60_000, ..PlannedReply::default() };
    for result in waited(&[hangs], 2) {
        assert_eq!(result.unwrap(), words("unknown"));
    }
    // The next response may be readable.
    let html = reply(200, "<!DOCTYPE html><p>Sign in");
    let read = reply(200, r#"{"deliverystatus":"Read"}"#);
    let error = reply(200, r#"{"error":{"code":"TEMPORARY"}}"#);
    for result in waited(&[html.clone(), error, read], 30) {
        assert_eq!(result.unwrap(), words("read"));
    }
    for last in [PlannedReply { count: 99, ..html }, reply(400, "")] {
        for result in waited(&[last], 1) {
            assert_eq!(result.unwrap(), words("unknown"));
        }
    }
    for result in waited(&[reply(401, "")], 2) {
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Authentication, Some("messages.wait_all")));
    }
}

/// A report that comes while a message waits for its turn makes the request needless.
#[test]
fn reports_are_read_while_it_asks() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let report = client.messages().send(Sms::new("+380671234567", "MyShop", "Hello")).unwrap();
    let id = report.messages()[0].message_id().unwrap().to_owned();
    let (at, path) = (id.clone(), journal.clone());
    let options = TrackOptions::default().progress(move |progress| {
        if progress.requests == 1 && progress.counts.pending == 1 {
            let _ = webhooks::record(&path, &status(&at, "delivered", 1, "0.31")).unwrap();
        }
    });
    let summary = client.messages().track(Tracked::ids([&id]).unwrap().kept_in(&journal), &options).unwrap();
    assert_eq!((sums(&summary), summary.requests(), summary.cost()), ([1, 0, 0, 0, 0, 0], 1, "0.31"));
}

/// A file that is deleted during the tracking loses what it had, and nothing that comes after.
#[test]
fn a_delivery_file_that_is_made_anew_is_read_from_its_start() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let (journal, kept) = (folder.path().join("campaign.db"), folder.path().join("campaign.db-delivery"));
    let report = client.messages().send(Sms::new("+380671234567", "MyShop", "Hello")).unwrap();
    let id = report.messages()[0].message_id().unwrap().to_owned();
    let strange: Vec<Vec<u8>> = (0..20).map(|i| status(&format!("m-{i}"), "delivered", 1, "0.31")).collect();
    let _ = webhooks::record_all(&journal, &strange).unwrap();
    let (at, path) = (id.clone(), journal.clone());
    let options = TrackOptions::default().progress(move |progress| {
        if progress.requests == 1 && progress.counts.pending == 1 {
            fs::rename(&kept, kept.with_extension("old")).unwrap();
            let others = [status(&at, "delivered", 1, "0.31")].into_iter().chain(strange.iter().cloned());
            let _ = webhooks::record_all(&path, others.chain([status("m-x", "read", 1, "0.31")])).unwrap();
        }
    });
    let summary = client.messages().track(Tracked::ids([&id]).unwrap().kept_in(&journal), &options).unwrap();
    assert_eq!((sums(&summary), summary.requests()), ([1, 0, 0, 0, 0, 0], 1));
}

/// Receivers write beside a journal, never into it: the run does not stop, and its guarantees hold.
#[test]
fn receivers_do_not_disturb_a_campaign() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let mut options = BulkOptions::default();
    for (name, value) in [("chunk_size", "10"), ("connections", "2")] {
        options.set(name, value).unwrap();
    }
    options.journal = Some(journal.clone());
    let path = journal.clone();
    let messages = (0..200).map(move |i| {
        let _ = webhooks::record(&path, &status(&format!("m-{i}"), "delivered", 1, "0.31")).unwrap();
        if i == 150 {
            // A look at a campaign under way.
            assert!(Tracked::file(&path).is_ok());
        }
        Sms::new((380_671_000_000_u64 + i).to_string(), "MyShop", "Hello")
    });
    let report = client.messages().send_bulk(Rows::new(messages), &options).unwrap();
    assert!(report.ok(), "{report:?}");
    assert_eq!(sandbox.messages().len(), 200);
    let lines = fs::read_to_string(folder.path().join("campaign.db-delivery")).unwrap();
    assert_eq!(lines.lines().count(), 201);
}

#[test]
fn unknown_ids_and_refused_credentials() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let sent = client.messages().send(Sms::new("+380671234567", "MyShop", "Hello")).unwrap();
    let id = sent.messages()[0].message_id().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    sandbox.advance(Duration::from_secs(10));
    // Servers resolve such an id as a part of the path. A report that names it must not cost the others their statuses.
    for wrong in [".", "..", ""] {
        let messages = client.messages();
        let time = Duration::from_secs(1);
        let of_one = [messages.status(wrong).unwrap_err(), messages.wait(wrong, time, time).unwrap_err()];
        assert!(of_one.iter().all(|e| e.field() == Some("message_id")), "{of_one:?}");
        let error = Tracked::ids([id, wrong]).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("messages[1]")));
    }
    assert!(Tracked::ids(["a".repeat(8192)]).is_ok());
    let error = Tracked::ids(["a".repeat(8193)]).unwrap_err();
    assert_eq!(error.problems()[0].rule(), "length", "{error}");
    assert!(sandbox.requests().iter().all(|request| request["method"] == "POST"));
    fs::write(folder.path().join("report.csv"), format!("outcome,message_id\naccepted,{id}\naccepted,..\n")).unwrap();
    let summary = track(&client, Tracked::file(folder.path().join("report.csv")).unwrap(), 1);
    assert_eq!(sums(&summary), [1, 0, 0, 0, 0, 1]);
    // The other messages get their statuses.
    let summary = track(&client, Tracked::ids([id, "m-none"]).unwrap(), 1);
    assert_eq!((sums(&summary), summary.row(1).unwrap().outcome), ([1, 0, 0, 0, 0, 1], DeliveryOutcome::Unknown));
    // Nothing at all is an error.
    let error = client
        .messages()
        .track(Tracked::ids(["m-none"]).unwrap(), &TrackOptions::default().timeout(Duration::from_millis(300)));
    assert_eq!(error.unwrap_err().kind(), ErrorKind::NotFound);
    let stranger = Client::builder().api_key("wrong").base_url(sandbox.url()).ignore_environment().build().unwrap();
    let error =
        stranger.messages().track(Tracked::ids([id]).unwrap().kept_in(&journal), &TrackOptions::default()).unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Authentication, Some("messages.track")));
    let stopped = client.messages().interrupt(|| true).track(Tracked::ids([id]).unwrap(), &TrackOptions::default());
    assert_eq!(stopped.unwrap_err().kind(), ErrorKind::Cancelled);
    let long = TrackOptions::default().timeout(Duration::from_secs(86_401));
    let error = client.messages().track(Tracked::ids([id]).unwrap(), &long).unwrap_err();
    assert_eq!(error.problems()[0].path(), "timeout");
    let none = client.messages().track(Tracked::ids([""; 0]).unwrap(), &TrackOptions::default()).unwrap();
    assert_eq!((none.total(), none.cost(), none.is_final()), (0, "0", true));
}

#[test]
fn a_summary_is_written_as_csv_and_json() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let _ = campaign(&client, Some(&journal));
    let summary = track(&client, Tracked::journal(&journal).unwrap(), 0);
    summary.save(folder.path().join("delivery.json")).unwrap();
    summary.save(folder.path().join("delivery.csv")).unwrap();
    let json: Value = serde_json::from_slice(&fs::read(folder.path().join("delivery.json")).unwrap()).unwrap();
    assert_eq!(
        (&json["total"], &json["unknown"], &json["by_channel"][0]["channel"]),
        (&8.into(), &8.into(), &"sms".into())
    );
    let row = json["rows"][0].as_object().unwrap();
    assert!(DELIVERY_COLUMNS.iter().all(|name| row.contains_key(*name)) && row.len() == DELIVERY_COLUMNS.len());
    let csv = fs::read_to_string(folder.path().join("delivery.csv")).unwrap();
    assert_eq!((csv.lines().count(), csv.lines().next()), (9, Some(&*DELIVERY_COLUMNS.join(","))));
    assert!(summary.save(&journal).is_err() && summary.save(folder.path().join("campaign.db-delivery")).is_err());
    assert!(!format!("{summary:?} {:?} {summary}", summary.row(0)).contains("380990000001"));
}

#[test]
fn a_summary_is_not_written_over_the_campaign_that_was_tracked() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let files = ["rows.csv", "stop.csv"].map(|name| folder.path().join(name));
    fs::write(&files[0], "to,text,sender\n+380990000001,Hello,MyShop\n").unwrap();
    fs::write(&files[1], "+380990000002\n").unwrap();
    let mut options = BulkOptions::default();
    options.set("stop_list", files[1].to_str().unwrap()).unwrap();
    let mut report = client.messages().send_bulk(smsbat_core::bulk::open(&files[0]).unwrap(), &options).unwrap();
    let summary = track(&client, Tracked::report(&mut report).unwrap(), 0);
    for file in &files {
        let before = fs::read(file).unwrap();
        assert!(summary.save(file).is_err() && summary.save_json(file).is_err());
        assert_eq!(fs::read(file).unwrap(), before);
    }
}

/// Rows are read 4,096 at a time. Those that the provider refused are not tracked.
#[test]
fn a_long_journal_is_tracked_to_its_end() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let mut options = BulkOptions::default();
    (options.journal, options.chunk_size) = (Some(journal.clone()), 1_000);
    let messages = (0..4_100).map(|n| Sms::new(format!("+38067{n:07}"), "MyShop", "Hello"));
    assert_eq!(client.messages().send_bulk(Rows::new(messages), &options).unwrap().accepted(), 4_100);
    let rows = || track(&client, Tracked::journal(&journal).unwrap(), 0).total();
    assert_eq!(rows(), 4_100);
    // An id alone does not make a message that was refused one to wait for.
    let sql = "UPDATE result SET outcome = 'rejected' WHERE message = 4100";
    assert_eq!(Connection::open(&journal).unwrap().execute(sql, []).unwrap(), 1);
    assert_eq!(rows(), 4_099);
}

/// Otherwise the person of such a row would be missing, or would be counted twice.
#[test]
fn a_report_is_read_as_strictly_as_a_campaign() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.csv");
    let read = |text: &str| {
        fs::write(&path, text).unwrap();
        Tracked::file(&path)
    };
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    for text in [
        "index,to,outcome,message_id\n0,+380671234567,accepted,m-1\n1,+380671234568,Unknown,\n2,x,rejected,\n3,y,not_sent\n\n\
         4,+380671234567,accepted,m-1\n",
        r#"{"rows":[{"outcome":"accepted","message_id":"m-1"},{"outcome":" UNKNOWN "},{"outcome":"rejected"},
            {"outcome":"accepted","message_id":"m-1"}]}"#,
    ] {
        assert_eq!(track(&client, read(text).unwrap(), 0).total(), 2, "{text}");
    }
    for (text, rule, message) in [
        ("outcome,message_id\naccepted,m-1\nsent,m-2\n", "known", "line 3 must have the outcome accepted, rejected"),
        ("outcome,message_id\n\n,m-2\n", "known", "line 3 must have the outcome accepted, rejected"),
        (r#"{"rows":[{"outcome":"unknown"},{"outcome":"delivered"}]}"#, "known", "row 2 must have the outcome"),
        ("outcome,message_id\naccepted,m-1,m-2\n", "columns", "line 2 has 3 values for 2 columns"),
        ("outcome,message_id\naccepted,\"m-1\naccepted,m-2\n", "quotes", "line 2 has an opening quote"),
        ("outcome,message_id\naccepted,\"m-1\"x\n", "quotes", "line 2 has text behind a closing quote"),
        ("outcome,message_id,outcome\naccepted,m-1,accepted\n", "columns", "has the column 'outcome' twice"),
        ("message_id,outcome,message_id\nm-1,accepted,m-2\n", "columns", "has the column 'message_id' twice"),
        (
            &format!("outcome,message_id\naccepted,{}\n", "m".repeat(1 << 20)),
            "size",
            "line 2 is a line of more than 1 MiB",
        ),
    ] {
        let error = read(text).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("report")), "{error}");
        assert_eq!(error.problems()[0].rule(), rule, "{error}");
        assert!(error.problems()[0].message().starts_with(message), "{error}");
    }
}
