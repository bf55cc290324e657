//! Journals that another program holds up: what was not sent, was sent or is in doubt is called so.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use smsbat_core::bulk::{BulkOptions, Rows};
use smsbat_core::delivery::Tracked;
use smsbat_core::{CallOptions, Client, Error, ErrorKind, Outcome, SendResult, Sms, webhooks};
use smsbat_sandbox::Sandbox;

fn sms(number: usize) -> Sms {
    Sms::new((380_671_000_000 + number).to_string(), "MyShop", "Hello")
}

/// A client that counts its attempts.
fn counting(sandbox: &Sandbox) -> (Client, Arc<AtomicUsize>) {
    let attempts = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&attempts);
    let builder = Client::builder().api_key("test-key").base_url(sandbox.url()).max_retries(0).ignore_environment();
    let client = builder
        .on_attempt(move |_| {
            let _ = count.fetch_add(1, Ordering::SeqCst);
        })
        .build()
        .unwrap();
    (client, attempts)
}

fn outcomes(result: &SendResult) -> Vec<(Outcome, bool)> {
    result.messages().iter().map(|row| (row.outcome(), row.resumed())).collect()
}

/// A program that tries to get hold of the journal between the commit of the rows that leave and the look behind it.
fn catch(journal: &Path, end: &AtomicBool, caught: &AtomicBool, release: &Receiver<()>) {
    let connection = Connection::open(journal).unwrap();
    connection.busy_timeout(Duration::ZERO).unwrap();
    while !end.load(Ordering::SeqCst) {
        if connection.execute_batch("BEGIN EXCLUSIVE").is_ok() {
            let sql =
                "SELECT count(*) FROM message LEFT JOIN result ON message.id = result.message WHERE outcome IS NULL";
            let taken: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
            if taken > 0 {
                caught.store(true, Ordering::SeqCst);
                release.recv().unwrap();
            }
            connection.execute_batch("ROLLBACK").unwrap();
            if taken > 0 {
                return;
            }
        }
        std::thread::yield_now();
    }
}

/// The rows stand in the journal as under way, although nothing was sent: it must hear so, or the error must say so.
#[test]
fn what_is_committed_and_not_sent_is_not_forgotten() {
    for released in [true, false] {
        let (sandbox, folder) = (Arc::new(common::sandbox()), tempfile::tempdir().unwrap());
        let (client, attempts) = counting(&sandbox);
        let journal = folder.path().join("sent.db");
        let seen = (0..500).find_map(|round| {
            // Each round has a journal of its own, which a message that arrived has made.
            let journal = journal.with_extension(round.to_string());
            assert!(client.messages().journal(&journal).send(sms(0)).unwrap().ok());
            let before = attempts.load(Ordering::SeqCst);
            let (end, caught) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
            let (release, released_by) = channel();
            let calls = AtomicUsize::new(0);
            let (held, release_in_call) = (Arc::clone(&caught), release.clone());
            let (server, requests) = (Arc::clone(&sandbox), sandbox.requests().len());
            let interrupt = move || {
                let held = held.load(Ordering::SeqCst);
                // The wait for the outcomes goes on after the interrupt. A request that was made is not the case.
                let enough = held && calls.fetch_add(1, Ordering::SeqCst) >= 3 && released;
                if enough || held && server.requests().len() > requests {
                    let _ = release_in_call.send(());
                }
                held
            };
            let result = std::thread::scope(|scope| {
                let (journal, end, caught) = (&journal, &end, &caught);
                scope.spawn(move || catch(journal, end, caught, &released_by));
                let result = client.messages().journal(journal).interrupt(interrupt).send(sms(1));
                end.store(true, Ordering::SeqCst);
                let _ = release.send(());
                result
            });
            let caught = caught.load(Ordering::SeqCst) && attempts.load(Ordering::SeqCst) == before;
            caught.then(|| (journal, result.unwrap_err()))
        });
        let (journal, error) = seen.expect("nobody came between");
        let again = client.messages().journal(&journal).send([sms(1), sms(0)]).unwrap();
        let lost = "the journal does not have the outcomes of this send, so the next run calls them unknown";
        if released {
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::NotSent), "{error}");
            assert!(!error.message().contains(lost) && error.retryable(), "{error}");
            assert_eq!(outcomes(&again), [(Outcome::Accepted, false), (Outcome::Accepted, true)]);
        } else {
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::Unknown), "{error}");
            assert!(error.message().contains(lost) && !error.retryable(), "{error}");
            assert_eq!(outcomes(&again), [(Outcome::Unknown, true), (Outcome::Accepted, true)]);
        }
    }
}

/// The same in a campaign, whose report says what its journal does not have.
#[test]
fn a_report_says_what_the_next_run_will_not_know() {
    let (sandbox, folder) = (common::sandbox(), tempfile::tempdir().unwrap());
    let (client, attempts) = counting(&sandbox);
    let options = |journal: &Path| {
        let mut options = BulkOptions::default();
        (options.journal, options.connections) = (Some(journal.to_owned()), 1);
        options
    };
    let seen = (0..500).find_map(|round| {
        let journal = folder.path().join(format!("{round}.db"));
        assert!(client.messages().send_bulk(Rows::new([sms(0)]), &options(&journal)).unwrap().ok());
        let before = attempts.load(Ordering::SeqCst);
        let (end, caught) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (release, released_by) = channel();
        let (held, turn) = (Arc::clone(&caught), AtomicBool::new(false));
        // Stops in order, and then at once.
        let interrupt = move || held.load(Ordering::SeqCst) && !turn.fetch_xor(true, Ordering::SeqCst);
        let report = std::thread::scope(|scope| {
            let (journal, end, caught) = (&journal, &end, &caught);
            scope.spawn(move || catch(journal, end, caught, &released_by));
            let source = Rows::new([sms(1), sms(2)]);
            let report = client.messages().interrupt(interrupt).send_bulk(source, &options(journal));
            end.store(true, Ordering::SeqCst);
            let _ = release.send(());
            report.unwrap()
        });
        let caught = caught.load(Ordering::SeqCst) && attempts.load(Ordering::SeqCst) == before;
        caught.then_some((journal, report))
    });
    let (journal, report) = seen.expect("nobody came between");
    let error = report.error().unwrap();
    assert_eq!((report.not_sent(), report.unknown()), (2, 0), "{error}");
    assert!(error.message().contains("The outcomes of 2 messages are in this report only"), "{error}");
    let again = client.messages().send_bulk(Rows::new([sms(1), sms(2)]), &options(&journal)).unwrap();
    assert_eq!((again.unknown(), again.resumed()), (2, 2));
}

/// A client whose request ends with a program that reads the journal, and does not let go.
fn with_a_reader(sandbox: &Sandbox, journal: &Path) -> (Client, Arc<Mutex<Vec<Connection>>>) {
    let readers = Arc::new(Mutex::new(Vec::new()));
    let (kept, journal) = (Arc::clone(&readers), journal.to_owned());
    let builder = Client::builder().api_key("test-key").base_url(sandbox.url()).max_retries(0).ignore_environment();
    let builder = builder.on_attempt(move |_| {
        let reader = Connection::open(&journal).unwrap();
        reader.execute_batch("BEGIN; SELECT count(*) FROM message").unwrap();
        kept.lock().unwrap().push(reader);
    });
    (builder.build().unwrap(), readers)
}

#[test]
fn an_outcome_that_cannot_be_stored_is_told() {
    let text = "the journal does not have the outcomes of this send, so the next run calls them unknown: ";
    std::thread::scope(|scope| {
        for status in [200, 429] {
            scope.spawn(move || {
                let (sandbox, folder) = (common::sandbox(), tempfile::tempdir().unwrap());
                let journal = folder.path().join("sent.db");
                let (client, readers) = with_a_reader(&sandbox, &journal);
                if status != 200 {
                    sandbox.fail_next(1, status).unwrap();
                }
                let time = Duration::from_millis(500);
                let result = client.messages().journal(&journal).timeout(time).send(sms(0));
                if status == 200 {
                    let result = result.unwrap();
                    assert!(result.ok() && result.warnings().len() == 1, "{result:?}");
                    assert!(result.warnings()[0].starts_with(text), "{:?}", result.warnings());
                } else {
                    let error = result.unwrap_err();
                    assert_eq!((error.kind(), error.outcome()), (ErrorKind::RateLimit, Outcome::Unknown), "{error}");
                    assert!(error.message().contains(text) && !error.retryable(), "{error}");
                }
                readers.lock().unwrap().clear();
                let again = common::client(sandbox.url()).messages().journal(&journal).send(sms(0)).unwrap();
                assert_eq!(outcomes(&again), [(Outcome::Unknown, true)]);
            });
        }
    });
}

/// The others were accepted: without the journal they would be sent a second time.
#[test]
fn an_error_of_a_part_is_not_called_not_sent() {
    let (sandbox, folder) = (common::sandbox(), tempfile::tempdir().unwrap());
    let (client, _) = counting(&sandbox);
    let journal = folder.path().join("sent.db");
    let send = |messages: &[Sms], interrupted: bool| {
        client.messages().journal(&journal).interrupt(move || interrupted).send(messages)
    };
    assert!(send(&[sms(0)], false).unwrap().ok());
    sandbox.fail_next(1, 429).unwrap();
    for (error, kind) in [
        (send(&[sms(0), sms(1)], false).unwrap_err(), ErrorKind::RateLimit),
        (send(&[sms(0), sms(1)], true).unwrap_err(), ErrorKind::Cancelled),
    ] {
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::Unknown), "{error}");
        assert!(error.to_string().ends_with("(outcome unknown: part of it was or may have been sent)"), "{error}");
        // With the journal the same call sends the rest only.
        assert!(error.retryable(), "{error}");
    }
    // Nothing is known of this one.
    sandbox.fail_next(1, 429).unwrap();
    assert_eq!(send(&[sms(1)], false).unwrap_err().outcome(), Outcome::NotSent);
    assert_eq!(
        outcomes(&send(&[sms(0), sms(1)], false).unwrap()),
        [(Outcome::Accepted, true), (Outcome::Accepted, false)]
    );
}

/// Which wait of a call it ends does not matter.
#[test]
fn an_interrupt_that_is_true_once_ends_the_call() {
    let (sandbox, folder) = (common::sandbox(), tempfile::tempdir().unwrap());
    let (client, _) = counting(&sandbox);
    let journal = folder.path().join("sent.db");
    assert!(client.messages().journal(&journal).send(sms(0)).unwrap().ok());
    let held = Connection::open(&journal).unwrap();
    held.execute_batch("BEGIN EXCLUSIVE").unwrap();
    for nth in 0..4 {
        let calls = AtomicUsize::new(0);
        let once = move || calls.fetch_add(1, Ordering::SeqCst) == nth;
        let calls = client.messages().journal(&journal).timeout(Duration::from_secs(20)).interrupt(once);
        let error = calls.send(sms(1)).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::NotSent), "{nth}: {error}");
    }
}

#[test]
fn reading_for_a_tracking_and_recording_can_be_interrupted() {
    let (sandbox, folder) = (common::sandbox(), tempfile::tempdir().unwrap());
    let (client, _) = counting(&sandbox);
    let journal = folder.path().join("campaign.db");
    let mut options = BulkOptions::default();
    options.journal = Some(journal.clone());
    let mut report = client.messages().send_bulk(Rows::new([sms(0)]), &options).unwrap();
    let held = Connection::open(&journal).unwrap();
    held.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let delivery = std::fs::File::create(folder.path().join("campaign.db-delivery")).unwrap();
    delivery.lock().unwrap();
    let body = br#"{"messageId":"m","deliverystatus":"read","timestamp":"2026-05-04T10:00:00Z","cost":1}"#;
    let calls = Arc::new(AtomicUsize::new(0));
    let third = {
        let calls = Arc::clone(&calls);
        move || calls.fetch_add(1, Ordering::SeqCst) % 3 == 2
    };
    let stop: smsbat_core::Interrupt = Arc::new(third);
    let errors: [Error; 5] = [
        Tracked::journal_until(&journal, Some(&stop)).unwrap_err(),
        Tracked::file_until(&journal, Some(&stop)).unwrap_err(),
        Tracked::report_until(&mut report, Some(&stop)).unwrap_err(),
        webhooks::record_until(&journal, body, Some(Arc::clone(&stop))).unwrap_err(),
        webhooks::record_all_until(&journal, [body], Some(stop)).unwrap_err(),
    ];
    // The third call of each ended it.
    assert_eq!(calls.load(Ordering::SeqCst), 15);
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
    }
    drop((held, delivery));
    assert!(Tracked::journal(&journal).is_ok() && webhooks::record(&journal, body).is_ok());
}

/// Rows are found without the index that a reader does not let us make.
#[test]
fn a_reader_does_not_stop_a_look_into_the_journal() {
    let (sandbox, folder) = (common::sandbox(), tempfile::tempdir().unwrap());
    let (client, _) = counting(&sandbox);
    let journal = folder.path().join("campaign.db");
    let mut options = BulkOptions::default();
    options.journal = Some(journal.clone());
    assert!(client.messages().send_bulk(Rows::new((0..20).map(sms)), &options).unwrap().ok());
    let reader = Arc::new(Mutex::new(None));
    let (kept, place) = (Arc::clone(&reader), journal.clone());
    let backwards = (0..20).rev().map(move |number| {
        if number == 19 {
            let connection = Connection::open(&place).unwrap();
            connection.execute_batch("BEGIN; SELECT count(*) FROM message").unwrap();
            *kept.lock().unwrap() = Some(connection);
        }
        sms(number)
    });
    let begun = Instant::now();
    let report = client.messages().options(CallOptions::new()).send_bulk(Rows::new(backwards), &options).unwrap();
    assert_eq!((report.accepted(), report.resumed(), report.error().map(ToString::to_string)), (20, 20, None));
    // Below the 30 s for which a look waits for a writer.
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    drop(reader);
    // With nobody in the way there is one.
    assert!(client.messages().send_bulk(Rows::new((0..20).rev().map(sms)), &options).unwrap().ok());
    let sql = "SELECT count(*) FROM sqlite_schema WHERE name = 'message_key'";
    let indexes: i64 = Connection::open(&journal).unwrap().query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(indexes, 1);
}

/// A row that is sent again keeps its position, and so takes none of a new row.
#[test]
fn each_message_has_a_position_of_its_own() {
    let (sandbox, folder) = (common::sandbox(), tempfile::tempdir().unwrap());
    let (client, _) = counting(&sandbox);
    let journal = folder.path().join("sent.db");
    let send = |messages: &[Sms]| client.messages().journal(&journal).send(messages);
    assert!(send(&[sms(0)]).unwrap().ok());
    sandbox.fail_next(1, 429).unwrap();
    assert!(send(&[sms(1)]).is_err());
    assert!(send(&[sms(1), sms(2)]).unwrap().ok());
    assert!(send(&[sms(3)]).unwrap().ok());
    let connection = Connection::open(&journal).unwrap();
    let mut statement = connection.prepare("SELECT position FROM report ORDER BY 1").unwrap();
    let positions: Vec<i64> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(positions, [0, 1, 2, 3]);
}
