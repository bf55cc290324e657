//! A damaged file as the journal of a campaign that was cut off: it is refused, or nobody whom it knows gets a second
//! message.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use once_cell::sync::Lazy;
use rusqlite::{Connection, OpenFlags};
use smsbat_core::Client;
use smsbat_core::bulk::{BulkOptions, BulkReport, CsvRows};
use smsbat_sandbox::{Options, PlannedReply, Sandbox};

use crate::Input;
use crate::answerer::{answering, http, recipients};

const FIRST: u64 = 380_671_000_000;
/// Rows of the first run: four may have been sent, four were.
const KNOWN: u64 = 8;
/// Rows of the run with the damaged file.
const ROWS: u64 = 12;

fn table(rows: u64) -> String {
    (0..rows).fold("to,text\n".to_owned(), |text, i| text + &format!("{},Hi\n", FIRST + i))
}

fn send(client: &Client, path: &Path, rows: u64) -> Result<BulkReport, smsbat_core::Error> {
    let mut options = BulkOptions::default();
    options.sender = Some("MyShop".to_owned());
    options.journal = Some(path.to_owned());
    options.connections = 1;
    options.chunk_size = 4;
    client.messages().send_bulk(CsvRows::new(table(rows).as_bytes())?, &options)
}

/// In memory where there is such a folder: the journal waits for the disk.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.expect("a folder")
}

/// A journal whose campaign was cut off, as bytes.
static WHOLE: Lazy<Vec<u8>> = Lazy::new(|| {
    let sandbox = Sandbox::start(Options { port: 0, rate_limit: false, ..Options::default() }).expect("a sandbox");
    let client = Client::builder().ignore_environment().api_key("test-key").base_url(sandbox.url());
    let client = client.max_retries(0).build().expect("a client");
    let folder = folder();
    let path = folder.path().join("campaign.db");
    sandbox.reply_next(PlannedReply { status: 502, ..PlannedReply::default() }).expect("a plan");
    let report = send(&client, &path, KNOWN).expect("a report");
    assert_eq!([report.unknown(), report.accepted()], [4, 4]);
    std::fs::read(&path).expect("a journal")
});

/// Recipients that a journal calls accepted or unknown; `None` if the file is damaged.
fn known(path: &Path) -> Option<HashSet<String>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).ok()?;
    let check: String = connection.query_row("PRAGMA quick_check", [], |row| row.get(0)).ok()?;
    if check != "ok" {
        return None;
    }
    let sql = "SELECT recipient FROM message LEFT JOIN result ON result.message = message.id \
               WHERE outcome IS NULL OR outcome NOT IN ('not_sent', 'rejected')";
    let mut statement = connection.prepare(sql).ok()?;
    let rows = statement.query_map([], |row| row.get::<_, i64>(0)).ok()?;
    Some(rows.flatten().map(|number| number.unsigned_abs().to_string()).collect())
}

pub fn run(data: &[u8]) {
    let mut bytes = WHOLE.clone();
    let mut input = Input(data);
    if input.byte() % 8 == 7 {
        bytes.truncate(usize::from(input.byte()) * 256 + usize::from(input.byte()));
    }
    while !input.is_empty() && !bytes.is_empty() {
        let at = usize::from(input.byte()) * 256 + usize::from(input.byte());
        let at = at % bytes.len();
        bytes[at] = input.byte();
    }
    let folder = folder();
    let path: PathBuf = folder.path().join("campaign.db");
    std::fs::write(&path, &bytes).expect("a file");
    let known = known(&path);
    // An empty file is a new journal.
    let is_new = bytes.is_empty();
    answering(http(200, "application/json", br#"{"messages":[]}"#), true, |server| {
        let sent = match send(&server.client, &path, ROWS) {
            Ok(_) => recipients(),
            Err(error) => {
                assert!(!error.to_string().contains("38067"), "{error}");
                assert!(recipients().is_empty(), "sent and failed: {error}");
                return;
            }
        };
        let numbers: HashSet<String> = sent.iter().map(|to| to.trim_start_matches('+').to_owned()).collect();
        assert_eq!(numbers.len(), sent.len(), "somebody got two messages");
        if is_new {
            return;
        }
        match known {
            Some(known) => assert!(numbers.is_disjoint(&known), "a second message"),
            None => {
                let first = (0..KNOWN).any(|i| numbers.contains(&(FIRST + i).to_string()));
                assert!(!first, "a second message with a journal that is damaged");
            }
        }
    });
}
