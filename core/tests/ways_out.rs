//! Every way in which a campaign ends early, with and without a journal, before and after something was sent: its error
//! invites nobody to send anything twice.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use std::collections::HashMap;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use smsbat_core::bulk::{self, BulkOptions, BulkReport, Rows};
use smsbat_core::{CallOptions, Client, ErrorKind, Outcome, Sms};
use smsbat_sandbox::{Options, PlannedReply, Sandbox};

const ROWS: usize = 600;
/// Rows that are read before the end comes, in a campaign that sends something.
const BEFORE: usize = 300;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// All requests from then on are answered so.
    Status(u16),
    /// The same, and only the fifth failure in a row ends the run.
    Failures(u16),
    /// Nobody listens any more.
    Gone,
    /// All answers from then on come too late.
    Slow,
    /// No answer can be read.
    Garbage,
    /// The source holds bytes that are no text.
    BrokenText,
    /// The source cannot be read on.
    BrokenStream,
    /// The interrupt says yes, as another thread tells it.
    Cancel,
    /// The client is closed.
    Close,
    /// The journal's file is taken away.
    JournalGone,
}

/// Error that an ending must give.
struct Expected {
    ending: Ending,
    kind: ErrorKind,
    /// The same call can help if nothing was sent, and if it has a journal.
    alone: bool,
    with_journal: bool,
    /// It may have sent something though it ends with the first request.
    in_doubt: bool,
}

fn expected() -> Vec<Expected> {
    use Ending::*;
    let row = |ending, kind, alone, with_journal| Expected { ending, kind, alone, with_journal, in_doubt: false };
    let doubt = |row: Expected| Expected { in_doubt: true, ..row };
    let mut all = vec![
        row(Status(400), ErrorKind::BadRequest, false, false),
        row(Status(401), ErrorKind::Authentication, false, false),
        row(Status(403), ErrorKind::PermissionDenied, false, false),
        row(Status(404), ErrorKind::NotFound, false, false),
        row(Status(429), ErrorKind::RateLimit, true, true),
        row(Failures(429), ErrorKind::RateLimit, true, true),
        doubt(row(Status(500), ErrorKind::Server, true, true)),
        doubt(row(Failures(503), ErrorKind::Server, true, true)),
        row(Gone, ErrorKind::Connection, true, true),
        doubt(row(Slow, ErrorKind::Timeout, true, true)),
        doubt(row(Garbage, ErrorKind::Response, false, true)),
        row(BrokenText, ErrorKind::Validation, false, false),
        row(BrokenStream, ErrorKind::Validation, false, false),
        row(Cancel, ErrorKind::Cancelled, false, true),
        row(Close, ErrorKind::Cancelled, false, true),
    ];
    if cfg!(unix) {
        all.push(row(JournalGone, ErrorKind::Configuration, false, false));
    }
    all
}

/// The rows of a file, and what comes behind them.
struct Broken {
    text: std::io::Cursor<Vec<u8>>,
    fails: bool,
}

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.text.read(buffer)? {
            0 if self.fails => Err(std::io::Error::other("the disk is gone")),
            count => Ok(count),
        }
    }
}

fn number(row: usize) -> String {
    (380_671_000_000 + row).to_string()
}

fn options(journal: Option<&Path>) -> BulkOptions {
    let mut options = BulkOptions::default();
    for (name, value) in [("sender", "MyShop"), ("chunk_size", "10"), ("connections", "1"), ("max_failures", "1")] {
        options.set(name, value).unwrap();
    }
    options.journal = journal.map(Path::to_owned);
    options
}

fn client(url: &str) -> Client {
    let client = Client::builder().api_key("test-key").base_url(url).max_retries(0).ignore_environment();
    client.rate_limit(None).timeout(Duration::from_millis(900)).build().unwrap()
}

/// Runs a campaign that ends in this way once so many rows are read.
fn run(ending: Ending, before: usize, journal: Option<&Path>, sandbox: Sandbox) -> (BulkReport, Option<Sandbox>) {
    let client = client(sandbox.url());
    let mut options = options(journal);
    if matches!(ending, Ending::Failures(_)) {
        options.max_failures = 5;
    }
    let cancelled = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&cancelled);
    let call = CallOptions::new().interrupt(move || asked.load(Ordering::SeqCst));
    let messages = client.messages().options(call);
    if matches!(ending, Ending::BrokenText | Ending::BrokenStream) {
        let mut text = b"to,text\n".to_vec();
        (0..before).for_each(|row| text.extend(format!("{},Hello\n", number(row)).bytes()));
        let fails = ending == Ending::BrokenStream;
        if !fails {
            text.extend(b"380671999999,\xff\xfe\n");
        }
        let source = bulk::from_reader(BufReader::new(Broken { text: std::io::Cursor::new(text), fails }));
        return (messages.send_bulk(source, &options).unwrap(), Some(sandbox));
    }
    let sandbox = Arc::new(std::sync::Mutex::new(Some(sandbox)));
    let (server, ours, place) = (Arc::clone(&sandbox), client.clone(), journal.map(Path::to_owned));
    let rows = (0..ROWS).map(move |row| {
        if row == before {
            let planned = |reply: PlannedReply| {
                let reply = PlannedReply { count: 100_000, ..reply };
                server.lock().unwrap().as_ref().unwrap().reply_next(reply).unwrap();
            };
            match ending {
                Ending::Status(status) | Ending::Failures(status) => {
                    server.lock().unwrap().as_ref().unwrap().fail_next(100_000, status).unwrap();
                }
                Ending::Gone => drop(server.lock().unwrap().take()),
                Ending::Slow => planned(PlannedReply { delay_ms: 2_000, ..PlannedReply::default() }),
                Ending::Garbage => planned(PlannedReply { body: Some("<html>".to_owned()), ..PlannedReply::default() }),
                Ending::Cancel => {
                    let cancelled = Arc::clone(&cancelled);
                    std::thread::spawn(move || cancelled.store(true, Ordering::SeqCst)).join().unwrap();
                }
                Ending::Close => ours.close(),
                Ending::JournalGone => {
                    if let Some(journal) = &place {
                        std::fs::rename(journal, journal.with_extension("kept")).unwrap();
                    }
                }
                Ending::BrokenText | Ending::BrokenStream => {}
            }
        }
        Sms::new(number(row), "MyShop", "Hello")
    });
    let report = messages.send_bulk(Rows::new(rows), &options).unwrap();
    let left = sandbox.lock().unwrap().take();
    (report, left)
}

/// How often each recipient is in the inbox.
fn arrived(sandbox: &Sandbox) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for message in sandbox.messages() {
        *counts.entry(message["to"].as_str().unwrap().trim_start_matches('+').to_owned()).or_default() += 1;
    }
    counts
}

#[test]
fn a_campaign_that_sent_something_is_neither_not_sent_nor_to_be_repeated() {
    for Expected { ending, kind, alone, with_journal, in_doubt } in expected() {
        for (sends, has_journal) in [(false, false), (false, true), (true, false), (true, true)] {
            if ending == Ending::JournalGone && !has_journal {
                continue;
            }
            let case = format!("{ending:?}, something was sent: {sends}, journal: {has_journal}");
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("campaign.db");
            let journal = has_journal.then_some(&*path);
            let sandbox = Sandbox::start(Options { port: 0, rate_limit: false, ..Options::default() }).unwrap();
            let (mut report, sandbox) = run(ending, if sends { BEFORE } else { 0 }, journal, sandbox);
            let error = report.error().unwrap_or_else(|| panic!("{case}: no error"));
            assert_eq!(error.kind(), kind, "{case}: {error}");
            let sent = sends || in_doubt;
            assert_eq!(error.outcome(), if sent { Outcome::Unknown } else { Outcome::NotSent }, "{case}: {error}");
            let helps = if has_journal { with_journal } else { alone && !sent };
            assert_eq!(error.retryable(), helps, "{case}: {error}");
            assert_eq!((report.accepted() > 0, report.accepted() + report.unknown() > 0), (sends, sent), "{case}");
            let rows: Vec<_> = report.rows().unwrap().map(Result::unwrap).collect();
            assert_eq!(rows.len() as u64, report.total(), "{case}");
            let Some(sandbox) = sandbox else { continue };
            let mut all = arrived(&sandbox);
            for row in &rows {
                match row.outcome {
                    Outcome::Accepted => assert!(all.contains_key(&row.to), "{case}: {row:?}"),
                    Outcome::NotSent => assert!(!all.contains_key(&row.to), "{case}: {row:?}"),
                    _ => {}
                }
            }
            if helps {
                sandbox.reset();
                let messages = (0..ROWS).map(|row| Sms::new(number(row), "MyShop", "Hello"));
                let again = client(sandbox.url()).messages().send_bulk(Rows::new(messages), &options(journal)).unwrap();
                assert_eq!(again.accepted() + again.unknown(), ROWS as u64, "{case}");
                arrived(&sandbox).into_iter().for_each(|(to, count)| *all.entry(to).or_default() += count);
            }
            assert!(all.values().all(|count| *count == 1), "{case}: somebody got two messages");
        }
    }
}
