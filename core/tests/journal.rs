//! A journal is a file, whatever its name is: who may use it, and what happens when it is not what it was.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, clippy::print_stdout)]

mod common;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use common::sandbox;
use rusqlite::Connection;
use smsbat_core::bulk::{BulkOptions, BulkReport, CsvRows, Rows, Template};
use smsbat_core::{CallOptions, Client, Error, ErrorKind, Outcome, Sms, ViberPromo};
use smsbat_sandbox::Sandbox;

fn options(journal: impl AsRef<Path>) -> BulkOptions {
    let mut options = BulkOptions::default();
    for (name, value) in [("sender", "MyShop"), ("chunk_size", "10"), ("connections", "2")] {
        options.set(name, value).unwrap();
    }
    options.journal = Some(journal.as_ref().to_owned());
    options
}

fn messages(count: usize) -> impl Iterator<Item = Sms> {
    (0..count).map(|i| Sms::new((380_671_000_000 + i).to_string(), "MyShop", "Hello"))
}

fn send(client: &Client, count: usize, journal: impl AsRef<Path>) -> Result<BulkReport, Error> {
    client.messages().send_bulk(Rows::new(messages(count)), &options(journal))
}

fn sums(report: &BulkReport) -> [u64; 4] {
    [report.accepted(), report.rejected(), report.not_sent(), report.unknown()]
}

/// How many recipients have a message; nobody may have two.
fn arrived(sandbox: &Sandbox) -> u64 {
    let mut counts = HashMap::new();
    for message in sandbox.messages() {
        *counts.entry(message["to"].as_str().unwrap().to_owned()).or_insert(0) += 1;
    }
    assert!(counts.values().all(|count| *count == 1), "somebody got it twice");
    counts.len() as u64
}

fn beside(journal: &Path, end: &str) -> PathBuf {
    let mut name = journal.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// The error of a journal that is not what it was before the run.
fn refused(result: Result<BulkReport, Error>) -> String {
    let error = match result {
        Err(error) => error,
        Ok(report) => panic!("{:?}, {:?}", sums(&report), report.error()),
    };
    // Earlier runs have sent: nothing in it may read like "send it all again".
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::Unknown), "{error}");
    assert!(!error.retryable());
    assert!(!error.notes().iter().any(|note| note.contains("setting")), "{:?}", error.notes());
    let text = error.to_string();
    assert!(text.contains("Put it back") && text.contains("certain that nobody was sent anything"), "{text}");
    text
}

/// A campaign in a process of its own; it says how it ended.
fn in_a_process(url: &str, folder: &Path, journal: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--ignored", "--nocapture"]).current_dir(folder);
    command.env("SMSBAT_TEST_URL", url).env("SMSBAT_TEST_JOURNAL", journal);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
#[ignore = "a process of the other tests"]
fn child() {
    let (Ok(url), Some(journal)) = (std::env::var("SMSBAT_TEST_URL"), std::env::var_os("SMSBAT_TEST_JOURNAL")) else {
        return;
    };
    let client = common::client(&url);
    // `fd:` asks for the name of a descriptor.
    let text = journal.to_string_lossy().into_owned();
    let held = text.strip_prefix("fd:").map(|path| fs::File::open(path).unwrap());
    #[cfg(unix)]
    let journal = match &held {
        Some(file) => format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(file)).into(),
        None => journal,
    };
    match send(&client, 40, journal) {
        Ok(report) => println!("sums {:?} {:?}", sums(&report), report.error()),
        Err(error) => println!("error {:?} {} {}", error.outcome(), error.retryable(), error.message()),
    }
    drop(held);
}

fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().find(|line| line.starts_with("sums") || line.starts_with("error")).unwrap_or(&text).to_owned()
}

/// Ways to name a journal, made in a folder. Some only work while the file is there.
#[cfg(unix)]
fn names(folder: &Path) -> Vec<(&'static str, PathBuf)> {
    let at = |name: &str| folder.join(name);
    let link = |from: &str, to: &str| std::os::unix::fs::symlink(from, folder.join(to)).unwrap();
    fs::create_dir_all(at("sub")).unwrap();
    link("campaign.db", "link.db");
    link("sub/../link.db", "link-of-link.db");
    link(".", "folder");
    vec![
        ("the same", at("campaign.db")),
        ("relative", "campaign.db".into()),
        ("relative with a dot", "./campaign.db".into()),
        ("through a folder", "sub/../campaign.db".into()),
        ("with dots", at(".").join(".").join("campaign.db")),
        ("a link", at("link.db")),
        ("a link to a link", at("link-of-link.db")),
        ("through a linked folder", at("folder/folder/campaign.db")),
    ]
}

/// Link target absent, hard link, `.lock` deleted: sent twice.
#[cfg(unix)]
#[test]
fn a_second_run_is_refused_whatever_it_calls_the_journal() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    // The first run names it in each way that works before there is a file.
    for first in ["campaign.db", "link.db", "link-of-link.db", "folder/campaign.db"] {
        sandbox.reset();
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let names = names(folder.path());
        let refusals = Arc::new(AtomicUsize::new(0));
        let (seen, url, inner, place) =
            (Arc::clone(&refusals), sandbox.url().to_owned(), client.clone(), folder.path().to_owned());
        let once = AtomicBool::new(false);
        let mut options = options(at(first));
        let check = move |name: &str, journal: &Path| {
            let output = in_a_process(&url, &place, journal).output().unwrap();
            let own = format!("(process {})", std::process::id());
            let text = said(&output);
            assert!(text.starts_with("error NotSent true another run has this journal"), "{name}: {text}");
            assert!(text.contains(&own), "{name}: {text}");
            // Relative names are the child's: this process has another folder.
            if journal.is_absolute() {
                let error = send(&inner, 40, journal).unwrap_err();
                assert!(error.retryable() && error.message().contains(&own), "{name}: {error}");
            }
            seen.fetch_add(1, Ordering::SeqCst);
        };
        let real = at("campaign.db");
        options.progress = Some(Arc::new(move |_| {
            if once.swap(true, Ordering::SeqCst) {
                return;
            }
            for (name, journal) in &names {
                check(name, journal);
            }
            if cfg!(target_os = "linux") {
                let hard = real.with_file_name("hard.db");
                fs::hard_link(&real, &hard).unwrap();
                check("a hard link", &hard);
                check("a descriptor", Path::new(&format!("fd:{}", real.display())));
                fs::remove_file(beside(&real, ".lock")).unwrap();
                for (name, journal) in &names {
                    check(name, journal);
                    let _ = fs::remove_file(beside(&real, ".lock"));
                }
            }
        }));
        let report = client.messages().send_bulk(Rows::new(messages(40)), &options).unwrap();
        assert_eq!((sums(&report), report.error().map(ToString::to_string)), ([40, 0, 0, 0], None), "{first}");
        assert!(refusals.load(Ordering::SeqCst) >= 8);
        assert_eq!(arrived(&sandbox), 40);
        // Nobody has it any more.
        let output = in_a_process(sandbox.url(), folder.path(), &at("campaign.db")).output().unwrap();
        assert_eq!(said(&output), "sums [40, 0, 0, 0] None");
        assert_eq!(arrived(&sandbox), 40);
    }
}

/// Two processes at once on a journal that is not there yet, by different names: one sends, or both one after the other.
#[cfg(unix)]
#[test]
fn two_runs_at_once_send_once() {
    let sandbox = sandbox();
    let mut points = 0;
    for (one, _) in names(tempfile::tempdir().unwrap().path()) {
        let folder = tempfile::tempdir().unwrap();
        let names: HashMap<_, _> = names(folder.path()).into_iter().collect();
        sandbox.reset();
        let start = |name: &str| in_a_process(sandbox.url(), folder.path(), &names[name]).spawn().unwrap();
        let both = [start(one), start("a link")].map(|process| said(&process.wait_with_output().unwrap()));
        for text in &both {
            assert!(
                text.starts_with("sums [40, 0, 0, 0]") || text.starts_with("error NotSent true another run"),
                "{text}"
            );
        }
        assert!(both.iter().any(|text| text.starts_with("sums")), "{one}: {both:?}");
        assert_eq!(arrived(&sandbox), 40, "{one}");
        points += 1;
    }
    assert!(points >= 8);
}

fn sql(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.busy_timeout(std::time::Duration::from_secs(30)).unwrap();
    connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
}

/// A campaign in whose midst something happens to the journal.
fn disturbed(client: &Client, journal: &Path, event: impl Fn(&Path) + Send + 'static) -> BulkReport {
    let place = journal.to_owned();
    let source = messages(1000).enumerate().map(move |(i, message)| {
        if i == 300 {
            event(&place);
        }
        message
    });
    client.messages().send_bulk(Rows::new(source), &options(journal)).unwrap()
}

/// A journal that is gone, empty or replaced while this run knew it: 2,000 of 2,000 sent twice.
#[test]
fn a_run_stops_when_its_journal_is_not_what_it_left() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    type Event = fn(&Path);
    let mut events: Vec<(&str, Event, &str)> = vec![
        ("written by another program", |path| sql(path, "CREATE TABLE mine (a)"), "wrote into the journal"),
        ("rows deleted", |path| sql(path, "DELETE FROM message WHERE id > 5"), "wrote into the journal"),
        ("taken over", |path| sql(path, "UPDATE owner SET token = 'other', writes = writes + 1"), "the journal"),
        ("vacuumed", |path| sql(path, "VACUUM"), "wrote into the journal"),
    ];
    if cfg!(unix) {
        let more: [(&str, Event, &str); 6] = [
            ("deleted", |path| fs::rename(path, path.with_extension("kept")).unwrap(), "deleted or moved"),
            (
                "replaced by a copy of itself",
                |path| {
                    fs::copy(path, path.with_extension("copy")).unwrap();
                    fs::rename(path, path.with_extension("kept")).unwrap();
                    fs::rename(path.with_extension("copy"), path).unwrap();
                },
                "replaced by another file",
            ),
            (
                "its folder renamed",
                |path| {
                    let folder = path.parent().unwrap();
                    fs::rename(folder, folder.with_extension("moved")).unwrap();
                },
                "deleted or moved",
            ),
            (
                "emptied",
                |path| {
                    fs::copy(path, path.with_extension("kept")).unwrap();
                    fs::OpenOptions::new().write(true).open(path).unwrap().set_len(0).unwrap();
                },
                "the journal",
            ),
            (
                "cut off",
                |path| fs::OpenOptions::new().write(true).open(path).unwrap().set_len(4096).unwrap(),
                "the journal",
            ),
            (
                "an older copy in its place",
                |path| {
                    // Between two transactions: what is written into the middle of one can be written over by it.
                    let held = Connection::open(path).unwrap();
                    held.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
                    held.execute_batch("BEGIN IMMEDIATE").unwrap();
                    // Its first page is from when nothing was taken.
                    fs::write(path, fs::read(path.with_extension("first")).unwrap()).unwrap();
                },
                "the journal",
            ),
        ];
        events.extend(more);
    }
    for (name, event, text) in events {
        sandbox.reset();
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("folder");
        fs::create_dir(&folder).unwrap();
        let journal = folder.join("campaign.db");
        // Ten rows of an earlier run.
        assert!(send(&client, 10, &journal).unwrap().ok());
        fs::copy(&journal, journal.with_extension("first")).unwrap();
        let report = disturbed(&client, &journal, event);
        let error = report.error().unwrap_or_else(|| panic!("{name}: no error"));
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::Unknown), "{name}: {error}");
        assert!(error.message().contains(text), "{name}: {error}");
        assert!(!error.retryable(), "{name}: {error}");
        // What is known is in the report, and nothing more was sent.
        assert_eq!(report.accepted() + report.unknown(), arrived(&sandbox), "{name}");
        assert!(report.not_sent() > 0 && report.accepted() < 700, "{name}: {:?}", sums(&report));
        let before = arrived(&sandbox);
        let again = send(&client, 1000, &journal);
        match name {
            "written by another program" | "taken over" | "vacuumed" => {
                let again = again.unwrap();
                assert_eq!((again.total(), again.not_sent()), (1000, 0), "{name}");
                // Rows that were taken when it was noticed were not sent, and nobody knows that any more.
                assert!((again.accepted()..=1000).contains(&arrived(&sandbox)), "{name}");
            }
            "its folder renamed" => {
                assert!(again.unwrap_err().message().contains("the folder of the journal is not there"), "{name}");
                let again = send(&client, 1000, folder.with_extension("moved").join("campaign.db")).unwrap();
                assert_eq!((again.total(), again.not_sent()), (1000, 0), "{name}");
            }
            "cut off" => assert_eq!(again.unwrap_err().kind(), ErrorKind::Configuration),
            "replaced by a copy of itself" => {
                // It is the same journal as far as anyone can tell, or an older copy.
                if let Err(error) = again {
                    assert!(error.message().contains("older copy"), "{error}");
                }
                arrived(&sandbox);
            }
            _ => {
                refused(again);
                assert_eq!(arrived(&sandbox), before, "{name}");
                if journal.with_extension("kept").exists() && name != "emptied" {
                    fs::rename(journal.with_extension("kept"), &journal).unwrap();
                    let again = send(&client, 1000, &journal).unwrap();
                    assert_eq!((again.total(), again.not_sent()), (1000, 0), "{name}");
                    arrived(&sandbox);
                }
            }
        }
    }
}

/// The same between runs, while its lock knew it.
#[test]
fn a_journal_that_is_gone_empty_or_another_is_refused() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let other = tempfile::tempdir().unwrap();
    let other = other.path().join("other.db");
    assert!(send(&client, 5, &other).unwrap().ok());
    let zero = |text: &str| format!("{text} {}", "0".repeat(600));
    for (name, text) in [
        ("gone", "is gone"),
        ("empty", "is empty"),
        ("one byte", "is empty"),
        ("without tables", "is empty"),
        ("replaced", "not the one"),
        ("older", "older copy"),
        ("all rows deleted", "rows are missing"),
        ("one row deleted", "rows are missing"),
        ("a spoiled newer note", "is gone"),
    ] {
        sandbox.reset();
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("campaign.db");
        let lock = beside(&journal, ".lock");
        assert!(send(&client, 10, &journal).unwrap().ok());
        let first = fs::read(&journal).unwrap();
        assert!(send(&client, 20, &journal).unwrap().ok());
        match name {
            "gone" => fs::remove_file(&journal).unwrap(),
            "empty" => drop(fs::File::create(&journal).unwrap()),
            // SQLite takes it for an empty one.
            "one byte" => fs::write(&journal, ".").unwrap(),
            "without tables" => {
                fs::remove_file(&journal).unwrap();
                sql(&journal, "CREATE TABLE a (b); DROP TABLE a;");
            }
            "replaced" => drop(fs::copy(&other, &journal).unwrap()),
            "older" => fs::write(&journal, &first).unwrap(),
            "all rows deleted" => sql(&journal, "DELETE FROM result; DELETE FROM message; DELETE FROM chunk"),
            "one row deleted" => sql(&journal, "DELETE FROM message WHERE id = 7"),
            _ => {
                fs::remove_file(&journal).unwrap();
                // Half of it is from before, as after a power cut.
                let mut note = fs::read(&lock).unwrap();
                note[20..60].fill(0);
                fs::write(&lock, note).unwrap();
            }
        }
        let text_of = refused(send(&client, 20, &journal));
        assert!(text_of.contains(text), "{name}: {text_of}");
        assert_eq!(arrived(&sandbox), 20, "{name}");
        assert_eq!(journal.exists(), !matches!(name, "gone" | "a spoiled newer note"), "{name}");
        // Whoever deletes both begins anew; so does a lock that remembers nothing, such as version 0.1.0 made.
        if name == "gone" {
            fs::write(&lock, zero("12345\n")).unwrap();
            sandbox.reset();
            assert!(send(&client, 20, &journal).unwrap().ok());
            assert_eq!(arrived(&sandbox), 20);
        }
    }
}

#[test]
fn a_journal_goes_on_without_what_is_beside_it() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    assert!(send(&client, 10, at("campaign.db")).unwrap().ok());
    fs::copy(at("campaign.db"), at("copy.db")).unwrap();
    fs::rename(at("campaign.db"), at("moved.db")).unwrap();
    for name in ["copy.db", "moved.db"] {
        for _ in 0..3 {
            assert_eq!(send(&client, 10, at(name)).unwrap().resumed(), 10, "{name}");
        }
        fs::remove_file(beside(&at(name), ".lock")).unwrap();
        assert_eq!(send(&client, 10, at(name)).unwrap().resumed(), 10, "{name}");
    }
    // Once rows are taken, it is remembered again, for its owner only.
    assert!(send(&client, 11, at("copy.db")).unwrap().ok());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(beside(&at("copy.db"), ".lock")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
    fs::remove_file(at("copy.db")).unwrap();
    refused(send(&client, 11, at("copy.db")));
    // One from which nothing was sent here, too: it says who was sent what elsewhere.
    fs::copy(at("moved.db"), at("other.db")).unwrap();
    assert_eq!(send(&client, 10, at("other.db")).unwrap().resumed(), 10);
    fs::remove_file(at("other.db")).unwrap();
    refused(send(&client, 10, at("other.db")));
    // A journal that was made before there was an owner.
    fs::remove_file(beside(&at("moved.db"), ".lock")).unwrap();
    Connection::open(at("moved.db")).unwrap().execute_batch("DROP TABLE owner").unwrap();
    assert_eq!(send(&client, 10, at("moved.db")).unwrap().resumed(), 10);
    assert_eq!(arrived(&sandbox), 11);
}

/// SQLite would delete it, and with it the last trace.
#[test]
fn a_rollback_journal_without_its_database_is_a_trace() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let head = |pages: u32| {
        let mut head = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, 0, 0, 0, 1, 1, 2, 3, 4];
        head.extend(pages.to_be_bytes());
        head.resize(1024, 0);
        head
    };
    for empty in [false, true] {
        let journal = folder.path().join(format!("{empty}.db"));
        if empty {
            fs::write(&journal, "").unwrap();
        }
        fs::write(beside(&journal, "-journal"), head(7)).unwrap();
        refused(send(&client, 5, &journal));
        assert!(beside(&journal, "-journal").metadata().unwrap().len() > 0);
        assert!(sandbox.messages().is_empty());
        // One of a journal that was cut off while it was made: nobody was sent anything.
        fs::write(beside(&journal, "-journal"), head(0)).unwrap();
        assert!(send(&client, 5, &journal).unwrap().ok());
        assert_eq!(arrived(&sandbox), 5);
        sandbox.reset();
    }
}

#[test]
fn what_is_no_file_is_no_journal() {
    let client = common::client("http://127.0.0.1:9");
    let folder = tempfile::tempdir().unwrap();
    let error = send(&client, 5, folder.path()).unwrap_err();
    assert!(error.message().contains("name a file"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    assert!(!beside(folder.path(), ".lock").exists());
}

/// Says when a run waits for another program.
struct Waits(Mutex<Vec<std::sync::mpsc::Sender<()>>>);

impl log::Log for Waits {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        if record.args().to_string().contains("holds the journal up") {
            self.0.lock().unwrap().retain(|waiting| waiting.send(()).is_ok());
        }
    }

    fn flush(&self) {}
}

static WAITS: Waits = Waits(Mutex::new(Vec::new()));

fn waits() -> Receiver<()> {
    let (to, from) = channel();
    WAITS.0.lock().unwrap().push(to);
    from
}

/// A reader's transaction must not turn known answers into unknown ones.
#[test]
fn a_reader_that_holds_the_journal_costs_no_known_answer() {
    let _ = log::set_logger(&WAITS);
    log::set_max_level(log::LevelFilter::Warn);
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let reader = |journal: &Path| {
        let connection = Connection::open(journal).unwrap();
        connection.busy_timeout(std::time::Duration::from_secs(30)).unwrap();
        connection.execute_batch("BEGIN; SELECT count(*) FROM message").unwrap();
        connection
    };
    // It lets go only once the run waits for it.
    let journal = folder.path().join("waited.db");
    let waiting = waits();
    let report = disturbed(&client, &journal, move |journal| {
        let (connection, released) = (reader(journal), AtomicBool::new(false));
        let waiting = Mutex::new(Vec::from([waits()]));
        std::thread::spawn(move || {
            let from = waiting.lock().unwrap().pop().unwrap();
            from.recv().unwrap();
            connection.execute_batch("COMMIT").unwrap();
            released.store(true, Ordering::SeqCst);
        });
    });
    waiting.try_recv().expect("nobody waited");
    assert_eq!((sums(&report), report.error().map(ToString::to_string)), ([1000, 0, 0, 0], None));
    let again = send(&client, 1000, &journal).unwrap();
    assert_eq!((sums(&again), again.resumed()), ([1000, 0, 0, 0], 1000));
    assert_eq!(arrived(&sandbox), 1000);

    // It never does: whoever cannot wait interrupts, and the report knows what the journal does not.
    sandbox.reset();
    let journal = folder.path().join("held.db");
    let waiting = Mutex::new(waits());
    let (held, turn) = (Arc::new(AtomicBool::new(false)), AtomicBool::new(false));
    let interrupt = move || {
        if waiting.lock().unwrap().try_recv().is_ok() {
            held.store(true, Ordering::SeqCst);
        }
        // Twice: in order, and at once.
        held.load(Ordering::SeqCst) && !turn.fetch_xor(true, Ordering::SeqCst)
    };
    let call = CallOptions::new().interrupt(interrupt);
    let begun = std::time::Instant::now();
    let (to, from) = channel();
    let place = journal.clone();
    let source = messages(1000).enumerate().map(move |(i, message)| {
        if i == 300 {
            to.send(reader(&place)).unwrap();
        }
        message
    });
    let report = client.messages().options(call).send_bulk(Rows::new(source), &options(&journal)).unwrap();
    let error = report.error().unwrap();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Cancelled, Outcome::Unknown), "{error}");
    assert!(error.retryable());
    assert_eq!((report.accepted(), report.unknown()), (arrived(&sandbox), 0));
    // A run that is only stopped waits for half a minute.
    assert!(begun.elapsed() < std::time::Duration::from_secs(25), "{:?}", begun.elapsed());
    drop(from);
    let again = send(&client, 1000, &journal).unwrap();
    assert_eq!((again.total(), again.not_sent()), (1000, 0));
    assert_eq!(again.resumed(), report.accepted());
    assert_eq!(arrived(&sandbox), 1000);

    // A run that is stopped in order still waits for it, so that no answer is lost.
    sandbox.reset();
    let journal = folder.path().join("stopped.db");
    let waiting = Mutex::new(waits());
    let held = Arc::new(Mutex::new(None));
    let (released, asked) = (Arc::clone(&held), AtomicUsize::new(0));
    let interrupt = move || {
        let before = asked.load(Ordering::SeqCst);
        if before > 0 || waiting.lock().unwrap().try_recv().is_ok() {
            asked.store(before + 1, Ordering::SeqCst);
        }
        // Asked every 50 ms; SQLite waits for two seconds at a time, and what is settled is written twice at most.
        if before == 110 {
            drop(released.lock().unwrap().take());
        }
        before > 0
    };
    let call = CallOptions::new().interrupt(interrupt);
    let place = journal.clone();
    let source = messages(1000).enumerate().map(move |(i, message)| {
        if i == 300 {
            *held.lock().unwrap() = Some(reader(&place));
        }
        message
    });
    let report = client.messages().options(call).send_bulk(Rows::new(source), &options(&journal)).unwrap();
    assert_eq!(report.error().map(Error::kind), Some(ErrorKind::Cancelled));
    assert_eq!((report.accepted(), report.unknown()), (arrived(&sandbox), 0));
    let again = send(&client, 1000, &journal).unwrap();
    assert_eq!((sums(&again), again.resumed()), ([1000, 0, 0, 0], report.accepted()));
    assert_eq!(arrived(&sandbox), 1000);
}

#[test]
fn a_damaged_journal_is_no_other_file_as_long_as_it_is_remembered() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    assert!(send(&client, 10, &journal).unwrap().ok());
    let whole = fs::read(&journal).unwrap();
    let mut spoiled = whole.clone();
    spoiled[..100].fill(b'x');
    fs::write(&journal, &spoiled).unwrap();
    assert!(refused(send(&client, 10, &journal)).contains("the journal is damaged"));
    // Nobody knows it without the file beside it.
    fs::remove_file(beside(&journal, ".lock")).unwrap();
    let error = send(&client, 10, &journal).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::NotSent));
    assert!(error.message().ends_with("the journal is a file of something else; name another"), "{error}");
    assert_eq!(fs::read(&journal).unwrap(), spoiled);
    // Put back, it goes on.
    fs::write(&journal, &whole).unwrap();
    assert_eq!(send(&client, 10, &journal).unwrap().resumed(), 10);
    assert_eq!(arrived(&sandbox), 10);
}

/// What SQLite does not find malformed may still not be what was written.
#[test]
fn a_journal_whose_values_cannot_be_read_is_damaged() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    for change in [
        "UPDATE message SET key = x'ff' WHERE id = 7",
        "UPDATE result SET outcome = x'ff' WHERE message = 7",
        "ALTER TABLE message RENAME COLUMN key TO keys",
        "DROP TABLE result",
        "UPDATE owner SET writes = 'x'",
    ] {
        sandbox.reset();
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("campaign.db");
        assert!(send(&client, 10, &journal).unwrap().ok());
        sql(&journal, "DROP VIEW report");
        sql(&journal, change);
        assert!(refused(send(&client, 10, &journal)).contains("the journal is damaged"), "{change}");
        assert_eq!(arrived(&sandbox), 10, "{change}");
    }
}

/// Files that have the names of those beside a journal, and are of somebody else: a list of customers, another journal.
#[test]
fn what_is_beside_a_journal_is_not_written_over() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    assert!(send(&client, 10, at("whole.db")).unwrap().ok());
    let other = fs::read(at("whole.db")).unwrap();
    for end in [".lock", "-journal", "-wal"] {
        for (name, bytes) in [("list", &b"to,text\n+380671234567,Hello\n"[..]), ("journal", &other)] {
            let (journal, file) = (at(name), at(&format!("{name}{end}")));
            fs::write(&file, bytes).unwrap();
            let error = send(&client, 1, &journal).unwrap_err();
            let said = format!("the file beside the journal whose name ends with {end} is a file of something else");
            assert!(error.message().contains(&said) && error.outcome() == Outcome::NotSent, "{error}");
            assert_eq!(fs::read(&file).unwrap(), bytes, "{name}{end}");
            fs::remove_file(&file).unwrap();
        }
    }
    #[cfg(unix)]
    {
        fs::write(at("notes"), "mine").unwrap();
        std::os::unix::fs::symlink("notes", at("linked.lock")).unwrap();
        send(&client, 1, at("linked")).unwrap_err();
        assert_eq!(fs::read(at("notes")).unwrap(), b"mine");
    }
    assert_eq!(arrived(&sandbox), 10);
    sandbox.reset();
    // A text whose last character is cut off where the reader ends, and what a power cut may leave.
    let cut = format!("x{}", "ї".repeat(300)).into_bytes();
    for (name, bytes, is_left) in [("cut", cut, true), ("torn", [&b"x"[..], &[0xff; 30]].concat(), false)] {
        let file = at(&format!("{name}-journal"));
        fs::write(&file, &bytes).unwrap();
        assert_eq!(send(&client, 1, at(name)).is_err(), is_left, "{name}");
        assert_eq!(fs::read(&file).unwrap() == bytes, is_left, "{name}");
    }
    assert_eq!(arrived(&sandbox), 1);
}

/// A database of somebody else is left as it is.
#[test]
fn only_a_journal_is_written_into() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    assert!(send(&client, 5, at("journal.db")).unwrap().ok());
    for (statements, text) in [
        ("CREATE TABLE customers (name TEXT)", "a file of something else"),
        ("CREATE VIEW customers AS SELECT 1", "a file of something else"),
        ("PRAGMA application_id = 77", "a file of something else"),
        ("PRAGMA application_id = 77; CREATE TABLE customers (name TEXT)", "a file of something else"),
    ] {
        let journal = at("other.db");
        let _ = fs::remove_file(&journal);
        sql(&journal, statements);
        let before = fs::read(&journal).unwrap();
        let error = send(&client, 5, &journal).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::NotSent), "{statements}");
        assert!(error.message().contains(text), "{statements}: {error}");
        assert_eq!(fs::read(&journal).unwrap(), before, "{statements}");
    }
    // SQLite takes it for an empty file.
    fs::write(at("byte.db"), ".").unwrap();
    for dry_run in [true, false] {
        let mut options = options(at("byte.db"));
        options.dry_run = dry_run;
        let error = client.messages().send_bulk(Rows::new(messages(5)), &options).unwrap_err();
        assert!(error.message().contains("a file of something else"), "{dry_run}: {error}");
        assert_eq!(fs::read(at("byte.db")).unwrap(), b".");
    }
    for (statements, text) in [
        ("PRAGMA user_version = 0", "was written by another version of this library"),
        ("PRAGMA user_version = 4", "was written by another version of this library"),
        ("DELETE FROM campaign WHERE name = 'salt'", "has lost its salt"),
        ("DELETE FROM campaign WHERE name = 'template'", "belongs to another campaign: its 'template' differs"),
    ] {
        let journal = at("changed.db");
        let _ = (fs::remove_file(&journal), fs::remove_file(beside(&journal, ".lock")));
        fs::copy(at("journal.db"), &journal).unwrap();
        sql(&journal, statements);
        let error = send(&client, 5, &journal).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::NotSent), "{statements}");
        assert!(error.message().contains(text), "{statements}: {error}");
    }
    assert_eq!(arrived(&sandbox), 5);
}

/// Options that make the campaign what it is; the others may change from run to run.
#[test]
fn a_journal_knows_its_campaign_by_its_options() {
    let (one, other) = (sandbox(), sandbox());
    let folder = tempfile::tempdir().unwrap();
    let row = "a,b,to,name\n,,+380671234567,Ada\n";
    let run = |url: &str, options: &BulkOptions| {
        common::client(url).messages().send_bulk(CsvRows::new(row.as_bytes()).unwrap(), options)
    };
    let viber = |text: &str| Template::message(ViberPromo::new("", "").text(text)).unwrap();
    for template in [Template::from("Hi {name}"), viber("Hi {name}")] {
        let kind = usize::from(matches!(template, Template::Text(_)));
        let mut first = options(folder.path().join(format!("{kind}.db")));
        first.template = Some(template.clone());
        first.set("columns", "ttl=a, customer_message_id=b").unwrap();
        assert!(run(one.url(), &first).unwrap().ok());
        let changed = |change: &dyn Fn(&mut BulkOptions)| {
            let mut options = first.clone();
            change(&mut options);
            options
        };
        for (name, url, options) in [
            ("base_url", other.url(), first.clone()),
            ("sender", one.url(), changed(&|options| options.sender = Some("Other".into()))),
            ("template", one.url(), changed(&|options| options.template = Some("Hello {name}".into()))),
            ("template", one.url(), changed(&|options| options.template = Some(viber("Hello {name}")))),
            ("columns", one.url(), changed(&|options| options.columns[0].1 = "b".into())),
            ("columns", one.url(), changed(&|options| drop(options.columns.pop()))),
        ] {
            let error = run(url, &options).unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::NotSent));
            assert!(error.message().contains(&format!("its '{name}' differs")), "{name}: {error}");
        }
        // The order of the columns says nothing, nor do limits.
        let same = changed(&|options| {
            options.columns.reverse();
            (options.chunk_size, options.max_messages) = (7, Some(9));
        });
        assert_eq!(run(one.url(), &same).unwrap().resumed(), 1);
    }
    assert_eq!((one.messages().len(), other.messages().len()), (2, 0));
}

/// A row that certainly was not sent is refused like a new one; one that may have been sent stays in doubt.
#[test]
fn what_an_earlier_run_did_not_send_is_refused_by_the_limits_of_this_one() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let mut options = options(folder.path().join("campaign.db"));
    (options.chunk_size, options.connections, options.ordered) = (1, 1, true);
    assert!(send_with(&client, 1, &options).ok());
    sandbox.fail_next(1, 500).unwrap();
    assert_eq!(sums(&send_with(&client, 2, &options)), [1, 0, 0, 1]);
    sandbox.fail_next(1, 422).unwrap();
    assert_eq!(sums(&send_with(&client, 3, &options)), [1, 0, 1, 1]);
    for resend_unknown in [false, true] {
        options.resend_unknown = resend_unknown;
        options.set("allow_list", "380999999999").unwrap();
        let mut report = send_with(&client, 3, &options);
        let rows: Vec<_> = report.rows().unwrap().map(Result::unwrap).map(|row| (row.outcome, row.rule)).collect();
        let known = |outcome| (outcome, String::new());
        let expected = [known(Outcome::Accepted), known(Outcome::Unknown), (Outcome::NotSent, "allow_list".to_owned())];
        assert_eq!(rows, expected, "{resend_unknown}");
        assert_eq!(report.resumed(), 2, "{resend_unknown}");
    }
    assert_eq!(arrived(&sandbox), 1);
}

fn send_with(client: &Client, count: usize, options: &BulkOptions) -> BulkReport {
    client.messages().send_bulk(Rows::new(messages(count)), options).unwrap()
}

/// With a journal the same call goes on, unless that could send something twice.
#[test]
fn whether_the_same_call_helps_depends_on_what_it_would_do() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    for (number, (failure, resend_unknown, again)) in [
        // Nothing is in doubt.
        (429, false, true),
        (429, true, true),
        // It stays in doubt, or would be sent again.
        (500, false, true),
        (500, true, false),
    ]
    .into_iter()
    .enumerate()
    {
        let mut options = options(folder.path().join(format!("{number}.db")));
        (options.chunk_size, options.connections, options.max_failures) = (1, 1, 1);
        options.resend_unknown = resend_unknown;
        assert!(send_with(&client, 1, &options).ok());
        sandbox.fail_next(1, failure).unwrap();
        let report = send_with(&client, 5, &options);
        let error = report.error().unwrap();
        assert_eq!(report.unknown() > 0, failure == 500, "{error}");
        assert_eq!(error.retryable(), again, "{failure}, {resend_unknown}: {error}");
    }
}

/// A journal that is changed before anything was sent: there are no outcomes to speak of.
#[test]
fn a_run_that_loses_its_journal_first_says_nothing_of_outcomes() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let place = journal.clone();
    let source = messages(50).enumerate().map(move |(i, message)| {
        if i == 0 {
            sql(&place, "CREATE TABLE mine (a)");
        }
        message
    });
    let report = client.messages().send_bulk(Rows::new(source), &options(&journal)).unwrap();
    let error = report.error().unwrap();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Configuration, Outcome::NotSent), "{error}");
    assert!(error.message().contains("another program wrote into the journal during the run"), "{error}");
    assert!(!error.message().contains("outcomes") && !error.retryable(), "{error}");
    assert_eq!((report.accepted() + report.unknown(), arrived(&sandbox)), (0, 0));
    assert!(send(&client, 50, &journal).unwrap().ok());
}

/// A look into the journal waits for a writer as well.
#[test]
fn a_writer_that_holds_the_journal_is_waited_for() {
    let _ = log::set_logger(&WAITS);
    log::set_max_level(log::LevelFilter::Warn);
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    assert!(send(&client, 10, &journal).unwrap().ok());
    let place = journal.clone();
    let source = messages(20).enumerate().map(move |(i, message)| {
        // Before the first row is looked up.
        if i == 0 {
            let connection = Connection::open(&place).unwrap();
            connection.execute_batch("BEGIN EXCLUSIVE").unwrap();
            let waiting = waits();
            std::thread::spawn(move || {
                waiting.recv().unwrap();
                connection.execute_batch("ROLLBACK").unwrap();
            });
        }
        message
    });
    let report = client.messages().send_bulk(Rows::new(source), &options(&journal)).unwrap();
    assert_eq!((sums(&report), report.resumed()), ([20, 0, 0, 0], 10), "{:?}", report.error());
    assert_eq!(arrived(&sandbox), 20);
}

/// An id is that of one row, in this run as in those before.
#[test]
fn an_id_of_ones_own_is_that_of_one_row() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let rows = "to,text,customer_message_id\n\
                +380671234567,one,mine\n+380501234567,two,mine\n+380631234567,three,other\n";
    for journal in [None, Some(folder.path().join("campaign.db"))] {
        sandbox.reset();
        let mut options = options(folder.path());
        options.journal = journal;
        for run in 0..2 {
            let source = CsvRows::new(rows.as_bytes()).unwrap();
            let mut report = client.messages().send_bulk(source, &options).unwrap();
            let rules: Vec<String> = report.rows().unwrap().map(|row| row.unwrap().rule).collect();
            let expected = if options.journal.is_some() { ["", "duplicate", ""] } else { ["", "", ""] };
            assert_eq!(rules, expected, "{run}");
            if options.journal.is_none() {
                break;
            }
            assert_eq!(report.resumed(), 2 * run, "{run}");
            assert_eq!(arrived(&sandbox), 2);
        }
    }
}

#[test]
fn a_journal_needs_its_folder() {
    let (sandbox, client) = common::sandbox_and_client();
    let folder = tempfile::tempdir().unwrap();
    let error = send(&client, 1, folder.path().join("none").join("campaign.db")).unwrap_err();
    assert!(error.message().contains("the folder of the journal is not there"), "{error}");
    assert!(sandbox.messages().is_empty());
}

/// A pipe would be waited for without an end.
#[cfg(unix)]
#[test]
fn a_pipe_beside_a_journal_is_refused_before_it_is_opened() {
    let (sandbox, client) = common::sandbox_and_client();
    let folder = tempfile::tempdir().unwrap();
    for end in ["", ".lock", "-journal"] {
        let journal = folder.path().join(format!("of{end}"));
        let pipe = folder.path().join(format!("of{end}{end}"));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for dry_run in ["false", "true"] {
            let journal = journal.to_str().unwrap();
            let options = common::bulk_options(&[("journal", journal), ("dry_run", dry_run)]);
            let rows = smsbat_core::bulk::Rows::new([smsbat_core::Sms::new("+380671234567", "MyShop", "Hello")]);
            let error = client.messages().send_bulk(rows, &options).unwrap_err();
            assert_eq!(error.message(), "the journal cannot be a folder or a device; name a file", "{end}");
        }
    }
    assert!(sandbox.messages().is_empty());
}
