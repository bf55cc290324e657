//! Journals that earlier versions wrote: brought up in place, as a whole or not at all.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use smsbat_core::bulk::{BulkOptions, BulkReport, CsvRows};
use smsbat_core::{Client, Error};
use smsbat_sandbox::{Options, Sandbox};

fn sandbox() -> Sandbox {
    Sandbox::start(Options { port: 0, ..Options::default() }).unwrap()
}

const ROWS: &str = "to,text\n+380671234501,Hello Ada\n+380671234502,Hello Bob\n+380990000500,lost\n+380990000101,refused\n\
                    +380671234504,Hello Eve\n+380671234505,Hello Dan\n";

fn send(client: &Client, journal: &Path, sender: &str) -> Result<BulkReport, Error> {
    let mut options = BulkOptions::default();
    options.set("sender", sender)?;
    options.journal = Some(journal.to_owned());
    client.messages().max_retries(0).send_bulk(CsvRows::new(ROWS.as_bytes()).unwrap(), &options)
}

/// A copy of a file of `tests/vectors/journals` whose campaign is one of this server.
fn journal(folder: &Path, name: &str, url: &str) -> PathBuf {
    let (from, to) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/journals"), folder.join(name));
    fs::copy(from.join(name), &to).unwrap();
    let fresh = folder.join("fresh.db");
    assert!(!send(&common::client(url), &fresh, "MyShop").unwrap().ok());
    let address: String = Connection::open(&fresh)
        .unwrap()
        .query_row("SELECT value FROM campaign WHERE name = 'base_url'", [], |row| row.get(0))
        .unwrap();
    let sql = "UPDATE campaign SET value = ?1 WHERE name = 'base_url'";
    assert_eq!(Connection::open(&to).unwrap().execute(sql, [address]).unwrap(), 1);
    to
}

fn number(path: &Path, sql: &str) -> i64 {
    Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_journal_of_each_earlier_version_goes_on() {
    for version in 1..=2 {
        let sandbox = sandbox();
        let client = common::client(sandbox.url());
        let folder = tempfile::tempdir().unwrap();
        let path = journal(folder.path(), &format!("version-{version}.db"), sandbox.url());
        let before = sandbox.messages().len();
        // Of another campaign: nothing of it is changed.
        let bytes = fs::read(&path).unwrap();
        assert!(send(&client, &path, "Other").unwrap_err().message().contains("'sender' differs"));
        assert_eq!((fs::read(&path).unwrap(), number(&path, "PRAGMA user_version")), (bytes, version));
        let report = send(&client, &path, "MyShop").unwrap();
        let counts = [report.accepted(), report.rejected(), report.unknown(), report.resumed()];
        assert_eq!((counts, sandbox.messages().len()), ([4, 1, 1, 6], before), "version {version}");
        assert_eq!(number(&path, "PRAGMA user_version"), 3);
        assert_eq!(number(&path, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
        assert_eq!(number(&path, "SELECT count(*) FROM report WHERE channel IS NULL"), 6);
        // A second look finds the new version.
        assert_eq!(send(&client, &path, "MyShop").unwrap().resumed(), 6);
        assert_eq!(number(&folder.path().join("fresh.db"), "SELECT count(*) FROM report WHERE channel = 'sms'"), 6);
    }
}

#[test]
fn a_journal_of_a_later_version_is_refused_and_left_alone() {
    let sandbox = sandbox();
    let client = common::client(sandbox.url());
    let folder = tempfile::tempdir().unwrap();
    let path = journal(folder.path(), "version-2.db", sandbox.url());
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 4").unwrap();
    let bytes = fs::read(&path).unwrap();
    let error = send(&client, &path, "MyShop").unwrap_err();
    assert!(error.message().contains("was written by another version of this library"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
}
