//! Campaigns while requests are under way: a provider that withholds its responses shows how far a run goes, and what
//! happens when it is stopped then. Runs with few threads or descriptors are processes of their own.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, clippy::print_stdout)]

mod common;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use rusqlite::Connection;
use serde_json::{Value, json};
use smsbat_core::bulk::{BulkOptions, BulkReport, ReportRow, Rows};
use smsbat_core::{CallOptions, Client, Error, ErrorKind, Outcome, Sms};

/// Requests under way at once.
const CONNECTIONS: usize = 3;
/// Messages of a request.
const CHUNK: usize = 3;
/// Chunks that are read before the first one is settled.
const READ: usize = 2 * CONNECTIONS * CHUNK;

/// A provider that accepts every message, but says so only once it is let go.
#[derive(Clone)]
struct Provider {
    url: String,
    state: Arc<(Mutex<State>, Condvar)>,
}

#[derive(Default)]
struct State {
    open: bool,
    /// Requests that wait for their answer, and the most that did.
    waiting: usize,
    most: usize,
    /// How often each recipient came.
    arrived: BTreeMap<String, usize>,
}

impl Provider {
    /// Each answer takes this long, or until it is let go.
    fn start(patience: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let provider = Self { url, state: Arc::default() };
        let own = provider.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let own = own.clone();
                std::thread::spawn(move || own.serve(&mut stream.unwrap(), patience));
            }
        });
        provider
    }

    /// One that waits for `let_go`.
    fn held() -> Self {
        Self::start(Duration::from_secs(600))
    }

    fn serve(&self, stream: &mut TcpStream, patience: Duration) {
        while let Some(body) = request(stream) {
            let messages = body["messages"].as_array().unwrap();
            let (state, changed) = &*self.state;
            let mut now = state.lock().unwrap();
            for message in messages {
                *now.arrived.entry(message["to"].as_str().unwrap().to_owned()).or_default() += 1;
            }
            now.waiting += 1;
            now.most = now.most.max(now.waiting);
            now = changed.wait_timeout_while(now, patience, |state| !state.open).unwrap().0;
            now.waiting -= 1;
            drop(now);
            let row = |m: &Value| json!({"messageId": format!("m{}", m["to"]), "status": "accepted", "customerMessageId": m["customerMessageId"]});
            let body = json!({"messages": messages.iter().map(row).collect::<Vec<_>>()}).to_string();
            let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}", body.len());
            if stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).is_err() {
                return;
            }
        }
    }

    fn let_go(&self) {
        self.state.0.lock().unwrap().open = true;
        self.state.1.notify_all();
    }

    fn waiting(&self) -> usize {
        self.state.0.lock().unwrap().waiting
    }

    /// How many people got the message; nobody may have got two.
    fn arrived(&self) -> usize {
        let state = self.state.0.lock().unwrap();
        assert!(state.arrived.values().all(|count| *count == 1), "somebody got it twice");
        state.arrived.len()
    }

    fn client(&self) -> Client {
        common::client(&self.url)
    }
}

/// The body of the next request; `None` at the end of the connection.
fn request(stream: &mut TcpStream) -> Option<Value> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 65536];
    loop {
        match stream.read(&mut buffer) {
            Ok(count @ 1..) => bytes.extend_from_slice(&buffer[..count]),
            _ => return None,
        }
        let text = String::from_utf8_lossy(&bytes);
        let Some((_, body)) = text.split_once("\r\n\r\n") else { continue };
        // Whole once it can be read.
        if let Ok(body) = serde_json::from_str(body) {
            return Some(body);
        }
    }
}

fn options(journal: Option<&Path>) -> BulkOptions {
    let mut options = BulkOptions::default();
    (options.chunk_size, options.connections) = (CHUNK, CONNECTIONS);
    options.journal = journal.map(Path::to_owned);
    options
}

fn messages(count: usize) -> impl Iterator<Item = Sms> {
    (0..count).map(|i| Sms::new((380_671_000_000 + i).to_string(), "MyShop", "Hello"))
}

fn sums(report: &BulkReport) -> [u64; 4] {
    [report.accepted(), report.rejected(), report.not_sent(), report.unknown()]
}

fn rows(report: &mut BulkReport) -> Vec<ReportRow> {
    report.rows().unwrap().map(Result::unwrap).collect()
}

/// Calls `then` once with the rows that were read, when the run has come to rest: every connection waits for its answer
/// and nothing more is read. A run that does not come to rest is not waited for.
fn at_rest(options: &mut BulkOptions, provider: &Provider, then: impl Fn(u64) + Send + Sync + 'static) {
    let provider = provider.clone();
    let before = Mutex::new((0_u64, 0, 0));
    options.progress = Some(Arc::new(move |now| {
        let mut before = before.lock().unwrap();
        let (read, same, calls) = *before;
        let same = if provider.waiting() >= CONNECTIONS && read == now.read { same + 1 } else { 0 };
        *before = (now.read, same, calls + 1);
        if (same == 3 && calls < 100) || (same < 3 && calls == 100) {
            before.2 = 1000;
            then(now.read);
        }
    }));
}

/// Chunks of a journal that were taken and are not settled.
fn taken(journal: &Path) -> i64 {
    let sql = "SELECT count(*) FROM chunk WHERE settled_at IS NULL";
    Connection::open(journal).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

/// A journal in a folder of its own, or none.
fn journals() -> [(tempfile::TempDir, Option<PathBuf>); 2] {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let journal = folders[1].path().join("campaign.db");
    let [without, with] = folders;
    [(without, None), (with, Some(journal))]
}

/// Memory is bounded, and so is what a crash leaves in doubt: a quarter more chunks than can be under way.
#[test]
fn a_run_reads_and_takes_no_more_than_its_connections_need() {
    for (_folder, journal) in journals() {
        let provider = Provider::held();
        let mut options = options(journal.as_deref());
        let seen = Arc::new(Mutex::new(None));
        let (kept, place, server) = (Arc::clone(&seen), journal.clone(), provider.clone());
        at_rest(&mut options, &provider, move |read| {
            *kept.lock().unwrap() = Some((read, server.waiting(), place.as_deref().map(taken)));
            server.let_go();
        });
        let report = provider.client().messages().send_bulk(Rows::new(messages(100)), &options).unwrap();
        assert_eq!((sums(&report), provider.arrived()), ([100, 0, 0, 0], 100));
        assert_eq!(*seen.lock().unwrap(), Some((READ as u64, CONNECTIONS, journal.map(|_| 4))));
        assert_eq!(provider.state.0.lock().unwrap().most, CONNECTIONS);
    }
}

/// The interrupt, by what it says each time once the run has come to rest; it keeps to its last word.
fn interrupt(options: &mut BulkOptions, provider: &Provider, words: &'static [bool]) -> CallOptions {
    let turn = Arc::new(AtomicUsize::new(usize::MAX));
    let (begin, server) = (Arc::clone(&turn), provider.clone());
    at_rest(options, provider, move |_| begin.store(0, Ordering::SeqCst));
    let ask = move || match turn.load(Ordering::SeqCst) {
        usize::MAX => false,
        asked => {
            if asked == words.len() {
                server.let_go();
            }
            turn.store(asked + 1, Ordering::SeqCst);
            words[asked.min(words.len() - 1)]
        }
    };
    CallOptions::new().interrupt(ask)
}

/// The first yes ends a run in order: what is under way is waited for, however often it is said, and nothing more is sent.
#[test]
fn a_run_that_is_stopped_waits_for_what_is_under_way() {
    for (_folder, journal) in journals() {
        let provider = Provider::held();
        let mut options = options(journal.as_deref());
        let call = interrupt(&mut options, &provider, &[true, true, true]);
        let client = provider.client();
        let mut report = client.messages().options(call).send_bulk(Rows::new(messages(100)), &options).unwrap();
        let sent = CONNECTIONS * CHUNK;
        assert_eq!(sums(&report), [sent as u64, 0, (READ - sent) as u64, 0]);
        let error = report.error().unwrap();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::Unknown));
        assert!(error.message().ends_with("the run was stopped"), "{error}");
        assert_eq!(error.retryable(), journal.is_some());
        for (i, row) in rows(&mut report).iter().enumerate() {
            assert_eq!((row.index, row.outcome == Outcome::Accepted), (i as u64, i < sent), "{row:?}");
            assert_eq!(row.reason, if i < sent { "" } else { "the run was stopped before" });
        }
        if journal.is_some() {
            options.progress = None;
            let again = client.messages().send_bulk(Rows::new(messages(100)), &options).unwrap();
            assert_eq!((sums(&again), again.resumed(), provider.arrived()), ([100, 0, 0, 0], sent as u64, 100));
        }
    }
}

/// Rows that were read and stand in a request that is not full have an outcome as well.
#[test]
fn a_run_that_is_stopped_forgets_no_row_that_it_read() {
    for (_folder, journal) in journals() {
        let provider = Provider::held();
        let mut options = options(journal.as_deref());
        let call = interrupt(&mut options, &provider, &[true, true, true]);
        // Every fifth row is refused, so that requests and reads do not end together.
        let source = messages(100).enumerate().map(|(i, message)| if i % 5 == 1 { message.to("1") } else { message });
        let client = provider.client();
        let mut report = client.messages().options(call).send_bulk(Rows::new(source), &options).unwrap();
        assert_eq!(report.error().map(|e| e.kind()), Some(ErrorKind::Cancelled));
        let read = report.counts().read;
        assert_eq!((report.total(), report.unknown(), read % 3), (read, 0, 0));
        let rows = rows(&mut report);
        assert!(rows.iter().map(|row| row.index).eq(0..read), "{rows:?}");
        assert_eq!(report.accepted(), provider.arrived() as u64);
        let sendable = rows.iter().filter(|row| row.index % 5 != 1).count();
        assert!(sendable % CHUNK != 0, "no request is left unfilled: {sendable}");
    }
}

/// A second yes, after a no, does not wait for answers.
#[test]
fn a_second_interrupt_cuts_off_what_is_under_way() {
    for (_folder, journal) in journals() {
        let provider = Provider::held();
        let mut options = options(journal.as_deref());
        let call = interrupt(&mut options, &provider, &[true, false, true, true, true, true, true, true, true, true]);
        let client = provider.client();
        let report = client.messages().options(call).send_bulk(Rows::new(messages(100)), &options).unwrap();
        let under_way = CONNECTIONS * CHUNK;
        assert_eq!(sums(&report), [0, 0, (READ - under_way) as u64, under_way as u64]);
        assert_eq!(report.error().map(|e| (e.kind(), e.outcome())), Some((ErrorKind::Cancelled, Outcome::Unknown)));
        if journal.is_some() {
            (options.progress, options.resend_unknown) = (None, false);
            provider.let_go();
            let again = client.messages().send_bulk(Rows::new(messages(100)), &options).unwrap();
            let expected = [(100 - under_way) as u64, 0, 0, under_way as u64];
            assert_eq!((sums(&again), provider.arrived()), (expected, 100));
        }
    }
}

#[test]
fn a_client_that_is_closed_ends_the_run() {
    let provider = Provider::held();
    let client = provider.client();
    let mut options = options(None);
    let (closed, server) = (client.clone(), provider.clone());
    at_rest(&mut options, &provider, move |_| {
        closed.close();
        server.let_go();
    });
    let report = client.messages().send_bulk(Rows::new(messages(100)), &options).unwrap();
    let error = report.error().unwrap();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::Unknown), "{error}");
    assert!(error.message().contains("closed") && !error.retryable(), "{error}");
    assert_eq!((report.total(), report.accepted() + report.unknown()), (READ as u64, (CONNECTIONS * CHUNK) as u64));
    let error = client.messages().send_bulk(Rows::new(messages(1)), &options).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::NotSent));
    assert_eq!(provider.arrived(), CONNECTIONS * CHUNK);
}

/// Progress is told about ten times a second, and once more at the end.
#[test]
fn progress_is_not_told_at_every_step() {
    let provider = Provider::held();
    let mut options = options(None);
    let told = Arc::new(Mutex::new(Vec::new()));
    let (seen, server) = (Arc::clone(&told), provider.clone());
    options.progress = Some(Arc::new(move |now| {
        let mut seen = seen.lock().unwrap();
        seen.push(*now);
        if seen.len() == 4 {
            server.let_go();
        }
    }));
    let report = provider.client().messages().send_bulk(Rows::new(messages(100)), &options).unwrap();
    let told = told.lock().unwrap();
    let most = report.counts().elapsed.as_millis() as usize / 100 + 2;
    assert!(told.len() >= 4 && told.len() <= most, "{} in {:?}", told.len(), report.counts().elapsed);
    // It only goes forward, and the last word is that of the report.
    for (one, next) in told.iter().zip(&told[1..]) {
        assert!(one.read <= next.read && one.settled() <= next.settled() && one.elapsed <= next.elapsed);
    }
    let last = told[told.len() - 1];
    assert_eq!((last.read, last.accepted, last.parts, last.fraction), (100, 100, 0, Some(1.0)));
    assert_eq!((last.time_left, report.counts().time_left), (Some(Duration::ZERO), Some(Duration::ZERO)));
    assert!(last.rate > 0.0 && last.rate <= 100.0 / 0.3, "{}", last.rate);
}

/// The journal is damaged after the last chunk was claimed, while its responses must still be recorded.
#[test]
fn a_journal_that_is_another_ones_takes_no_answers() {
    for (statement, text, kept) in [
        ("UPDATE owner SET token = 'other', writes = writes + 1", "another run took the journal over", false),
        ("UPDATE owner SET writes = writes - 1", "set back to an older copy", false),
        ("CREATE TABLE mine (a)", "another program wrote into the journal", true),
        ("PRAGMA foreign_keys = OFF; DELETE FROM chunk", "another program wrote into the journal", false),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("campaign.db");
        let provider = Provider::held();
        let mut options = options(Some(&journal));
        let (place, server) = (journal.clone(), provider.clone());
        at_rest(&mut options, &provider, move |_| {
            Connection::open(&place).unwrap().execute_batch(statement).unwrap();
            server.let_go();
        });
        let all = CONNECTIONS * CHUNK;
        let report = provider.client().messages().send_bulk(Rows::new(messages(all)), &options).unwrap();
        let error = report.error().unwrap();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::Unknown), "{error}");
        assert!(error.message().contains(text) && !error.retryable(), "{error}");
        // What is known stays known in the report.
        assert_eq!((sums(&report), provider.arrived()), ([all as u64, 0, 0, 0], all), "{statement}");
        let results: i64 =
            Connection::open(&journal).unwrap().query_row("SELECT count(*) FROM result", [], |row| row.get(0)).unwrap();
        assert_eq!(results > 0, kept, "{statement}: {results}");
        // Results that came later are not in it.
        let unkept = all as i64 - results;
        let said = format!("The outcomes of {unkept} messages are in this report only");
        assert_eq!(error.message().contains(&said), unkept > 0, "{error}");
        assert_eq!(error.message().contains("in this report only"), unkept > 0, "{error}");
    }
}

/// A journal that is lost during the first requests is missed.
#[test]
fn a_journal_is_remembered_before_anything_leaves() {
    let [here, elsewhere] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [journal, lost] = [&here, &elsewhere].map(|folder| folder.path().join("campaign.db"));
    let provider = Provider::held();
    let mut options = options(Some(&journal));
    let (server, from, to) = (provider.clone(), journal.with_extension("db.lock"), lost.with_extension("db.lock"));
    at_rest(&mut options, &provider, move |_| {
        std::fs::copy(&from, &to).unwrap();
        server.let_go();
    });
    let all = CONNECTIONS * CHUNK;
    let client = provider.client();
    let send = |options: &BulkOptions| client.messages().send_bulk(Rows::new(messages(all)), options);
    assert_eq!(sums(&send(&options).unwrap()), [all as u64, 0, 0, 0]);
    (options.journal, options.progress) = (Some(lost), None);
    let error = send(&options).unwrap_err();
    assert!(error.message().contains("the journal is gone"), "{error}");
    assert_eq!((error.outcome(), provider.arrived()), (Outcome::Unknown, all));
}

/// A file that is written over is damaged, and is not tried again and again.
#[test]
fn a_journal_that_is_damaged_ends_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let provider = Provider::held();
    let mut options = options(Some(&journal));
    let (place, server) = (journal.clone(), provider.clone());
    at_rest(&mut options, &provider, move |_| {
        let mut bytes = std::fs::read(&place).unwrap();
        bytes[..100].fill(b'x');
        std::fs::write(&place, bytes).unwrap();
        server.let_go();
    });
    let all = CONNECTIONS * CHUNK;
    let report = provider.client().messages().send_bulk(Rows::new(messages(all)), &options).unwrap();
    let error = report.error().unwrap();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::Unknown), "{error}");
    assert!(error.message().contains("the journal was damaged during the run") && !error.retryable(), "{error}");
    assert_eq!((sums(&report), provider.arrived()), ([all as u64, 0, 0, 0], all));
}

/// The lock of a journal names its owner. A second run that wants the journal does not change that.
#[test]
fn a_second_run_is_told_who_has_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let provider = Provider::held();
    let mut options = options(Some(&journal));
    let (place, server, own) = (journal.clone(), provider.clone(), options.clone());
    at_rest(&mut options, &provider, move |_| {
        let connection = Connection::open(&place).unwrap();
        let host: String = connection.query_row("SELECT host FROM owner", [], |row| row.get(0)).unwrap();
        if cfg!(target_os = "linux") {
            assert_eq!(host, std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap().trim());
            // The lock is where all versions look for it, far behind those of SQLite.
            let locks = std::fs::read_to_string("/proc/locks").unwrap();
            let ours = format!(" {} {}", 1_u64 << 62, 1_u64 << 62);
            assert!(locks.lines().any(|line| line.contains("OFDLCK") && line.ends_with(&ours)), "{locks}");
        }
        let refused = || {
            let error = server.client().messages().send_bulk(Rows::new(messages(1)), &own).unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::NotSent), "{error}");
            assert!(error.retryable());
            // Nothing is wrong with the settings.
            assert!(!error.notes().iter().any(|note| note.contains("setting")), "{:?}", error.notes());
            error.message().to_owned()
        };
        let process = std::process::id();
        let here = format!("another run has this journal (process {process}); wait until it ends");
        assert!(refused().ends_with(&here));
        connection.execute_batch("UPDATE owner SET host = 'elsewhere', process = 77").unwrap();
        assert!(refused().ends_with("another run has this journal (process 77 on elsewhere); wait until it ends"));
        server.let_go();
    });
    let report = provider.client().messages().send_bulk(Rows::new(messages(100)), &options).unwrap();
    assert_eq!(report.error().map(|e| e.kind()), Some(ErrorKind::Configuration));
    assert_eq!(report.accepted(), provider.arrived() as u64);
}

/// A journal whose folder is no folder any more is not called moved: nobody knows where it is.
#[cfg(unix)]
#[test]
fn a_journal_that_cannot_be_looked_at_ends_the_run() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("folder");
    std::fs::create_dir(&folder).unwrap();
    let provider = Provider::held();
    let mut options = options(Some(&folder.join("campaign.db")));
    let (place, server) = (folder.clone(), provider.clone());
    at_rest(&mut options, &provider, move |_| {
        std::fs::rename(&place, place.with_extension("moved")).unwrap();
        std::fs::write(&place, "a file").unwrap();
        server.let_go();
    });
    let all = CONNECTIONS * CHUNK;
    let report = provider.client().messages().send_bulk(Rows::new(messages(all)), &options).unwrap();
    let error = report.error().unwrap();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::Unknown), "{error}");
    assert!(error.message().contains("the journal cannot be used: ") && !error.message().contains("moved"), "{error}");
    assert_eq!((sums(&report), provider.arrived()), ([all as u64, 0, 0, 0], all));
    let client = provider.client();
    let error = client.messages().send_bulk(Rows::new(messages(1)), &options).unwrap_err();
    assert!(error.message().contains("the folder of the journal is not there"), "{error}");
}

/// A campaign in a process of its own.
#[test]
#[ignore = "a process of the other tests"]
fn child() {
    let Ok(url) = std::env::var("SMSBAT_TEST_URL") else { return };
    let journal = std::env::var_os("SMSBAT_TEST_JOURNAL").map(PathBuf::from);
    let mut options = options(journal.as_deref());
    options.connections = 8;
    let mut call = CallOptions::default();
    if std::env::var_os("SMSBAT_TEST_STOP").is_some() {
        // Stop in order, and then at once.
        let asked = AtomicUsize::new(0);
        call.interrupt = Some(Arc::new(move || matches!(asked.fetch_add(1, Ordering::SeqCst), 10 | 12)));
    }
    match common::client(&url).messages().options(call).send_bulk(Rows::new(messages(100)), &options) {
        // Behind what the test's program says of itself.
        Ok(report) => println!("\nsums {:?} {:?}", sums(&report), report.error()),
        Err(error) => println!("\nerror {:?} {}", error.outcome(), error.message()),
    }
}

/// Runs the child after a word of the shell.
fn limited(provider: &Provider, journal: Option<&Path>, limit: &str, variables: &[(&str, &str)]) -> String {
    limited_to("child", provider, journal, limit, variables)
}

fn limited_to(
    child: &str,
    provider: &Provider,
    journal: Option<&Path>,
    limit: &str,
    variables: &[(&str, &str)],
) -> String {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{limit} exec \"$0\" \"$@\"")).arg(std::env::current_exe().unwrap());
    command.args(["--exact", child, "--ignored", "--nocapture", "--test-threads", "1"]);
    command.env("SMSBAT_TEST_URL", &provider.url).env_remove("SMSBAT_TEST_JOURNAL");
    if let Some(journal) = journal {
        command.env("SMSBAT_TEST_JOURNAL", journal);
    }
    command.envs(variables.iter().copied());
    let output = command.stdin(Stdio::null()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    text.lines().find(|line| line.starts_with("sums") || line.starts_with("error")).unwrap_or(&text).to_owned()
}

/// Threads that cannot have a stack are refused like those beyond `ulimit -u`.
const NO_THREADS: (&str, &str) = ("RUST_MIN_STACK", "1152921504606846976");

/// The caller's thread does it all.
#[cfg(target_os = "linux")]
#[test]
fn a_run_without_a_thread_sends_all() {
    for (_folder, journal) in journals() {
        let provider = Provider::start(Duration::ZERO);
        let said = limited(&provider, journal.as_deref(), "", &[NO_THREADS]);
        assert_eq!((&*said, provider.arrived()), ("sums [100, 0, 0, 0] None", 100));
        assert_eq!(provider.state.0.lock().unwrap().most, 1);
        if let Some(journal) = journal {
            assert_eq!(taken(&journal), 0);
        }
    }
}

/// Nobody else can ask the interrupt while a request is under way.
#[cfg(target_os = "linux")]
#[test]
fn a_run_without_a_thread_can_be_interrupted() {
    for (_folder, journal) in journals() {
        let provider = Provider::held();
        let said = limited(&provider, journal.as_deref(), "", &[NO_THREADS, ("SMSBAT_TEST_STOP", "1")]);
        assert!(said.contains("kind: Cancelled, outcome: Unknown"), "{said}");
        let unknown = format!("{CHUNK}] Some");
        assert!(said.starts_with("sums [0, 0, ") && said.contains(&unknown), "{said}");
        assert_eq!(provider.arrived(), CHUNK);
        if let Some(journal) = journal {
            provider.let_go();
            let said = limited(&provider, Some(&journal), "", &[]);
            assert_eq!(said, format!("sums [{}, 0, 0, {CHUNK}] None", 100 - CHUNK));
            assert_eq!(provider.arrived(), 100);
        }
    }
}

/// Connections that the system has no descriptors for are given up, unless it is the last one.
#[cfg(target_os = "linux")]
#[test]
fn a_run_with_few_descriptors_uses_fewer_connections() {
    for files in [7, 8, 12, 16] {
        for (_folder, journal) in journals() {
            let provider = Provider::start(Duration::from_millis(20));
            let said = limited(&provider, journal.as_deref(), &format!("ulimit -n {files};"), &[]);
            // A journal needs some for itself.
            if files >= if journal.is_some() { 16 } else { 12 } {
                assert_eq!(said, "sums [100, 0, 0, 0] None", "{files}, {journal:?}");
                let most = provider.state.0.lock().unwrap().most;
                assert!(most < 8 || files > 12, "{most}");
            } else {
                // All of it, or nothing more than what it says.
                assert!(said.starts_with("sums [100, 0, 0, 0] None") || said.contains("too many open files"), "{said}");
            }
            let before = provider.arrived();
            if said.contains("NotSent") {
                assert_eq!(before, 0, "{said}");
            }
            if let Some(journal) = journal {
                assert_eq!(limited(&provider, Some(&journal), "", &[]), "sums [100, 0, 0, 0] None");
                assert_eq!(provider.arrived(), 100);
            }
        }
    }
}

/// A campaign of one chunk in a process of its own. Once the second request was answered, it has no descriptor for the
/// next one.
#[test]
#[ignore = "a process of the other tests"]
fn child_without_descriptors() {
    let Ok(url) = std::env::var("SMSBAT_TEST_URL") else { return };
    let journal = std::env::var_os("SMSBAT_TEST_JOURNAL").map(PathBuf::from);
    let mut options = options(journal.as_deref());
    (options.chunk_size, options.connections, options.resend_unknown) = (4, 2, true);
    let taken: Mutex<(usize, Vec<std::fs::File>)> = Mutex::default();
    let builder = Client::builder().api_key("test-key").base_url(url).max_retries(0).ignore_environment();
    let client = builder.on_attempt(move |_| {
        let (attempts, files) = &mut *taken.lock().unwrap();
        *attempts += 1;
        match *attempts {
            2 => files.extend(std::iter::from_fn(|| std::fs::File::open("/dev/null").ok())),
            _ => files.clear(),
        }
    });
    let report = client.build().unwrap().messages().send_bulk(Rows::new(messages(4)), &options).unwrap();
    println!("\nsums {:?} {:?}", sums(&report), report.error().map(Error::message));
}

/// A part of the chunk left, so another worker must not send the chunk again.
#[cfg(target_os = "linux")]
#[test]
fn a_chunk_of_which_a_part_left_is_not_sent_again_for_lack_of_descriptors() {
    for (is_cut, sums_then) in [(false, "sums [2, 0, 0, 2]"), (true, "sums [0, 0, 0, 4]")] {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("campaign.db");
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let provider = Provider { url: format!("http://{}", listener.local_addr().unwrap()), state: Arc::default() };
        let state = Arc::clone(&provider.state);
        std::thread::spawn(move || {
            // One request for each connection: cut off, refused, and then cut off again or answered.
            for (number, stream) in listener.incoming().enumerate() {
                let mut stream = stream.unwrap();
                let Some(body) = request(&mut stream) else { continue };
                let messages = body["messages"].as_array().unwrap();
                let row = |m: &Value| json!({"messageId": format!("m{}", m["to"]), "status": "accepted", "customerMessageId": m["customerMessageId"]});
                if number > 1 {
                    let mut now = state.0.lock().unwrap();
                    for message in messages {
                        *now.arrived.entry(message["to"].as_str().unwrap().to_owned()).or_default() += 1;
                    }
                }
                let (status, body) = match number {
                    0 => continue,
                    1 => ("400 Bad Request", json!({"error": "Bad Request", "message": "one of them is bad"})),
                    _ if is_cut => continue,
                    _ => ("200 OK", json!({"messages": messages.iter().map(row).collect::<Vec<_>>()})),
                };
                let body = body.to_string();
                let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nConnection: close");
                let _ = stream.write_all(format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
            }
        });
        let mut options = options(Some(&journal));
        options.chunk_size = 4;
        let report = provider.client().messages().send_bulk(Rows::new(messages(4)), &options).unwrap();
        assert_eq!(sums(&report), [0, 0, 0, 4], "{:?}", report.error());
        let said = limited_to("child_without_descriptors", &provider, Some(&journal), "ulimit -n 64;", &[]);
        // The rows after the piece that left were not sent in this run, but the run before may have sent them.
        assert!(said.starts_with(sums_then), "{said}");
        assert_eq!(provider.arrived(), 2);
    }
}
