//! Dry runs: they say what a run would do, and do none of it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use common::plan::{agrees, nobody};
use common::{bulk_options as options, sandbox_and_client as sandbox};
use serde_json::Value;
use smsbat_core::bulk::{BulkPlan, BulkReport, CsvRows, Rows};
use smsbat_core::{Client, ErrorKind, Fallback, Object, Outcome, Sms, ViberPromo};

fn plan(report: &BulkReport) -> BulkPlan {
    report.plan().unwrap().clone()
}

fn sms(number: usize, text: &str) -> Sms {
    Sms::new((380_671_000_000 + number).to_string(), "MyShop", text)
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|e| (e.file_name().into_string().unwrap(), std::fs::read(e.path()).unwrap())).collect()
}

/// Every list of messages that the operations' vectors send.
#[test]
fn a_plan_and_a_run_refuse_the_same_messages() {
    let (_sandbox, client) = sandbox();
    let path = format!("{}/../tests/vectors/send.json", env!("CARGO_MANIFEST_DIR"));
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut refused = 0;
    for case in &cases {
        let Some(messages) = case["messages"].as_array() else { continue };
        let messages: Vec<Object> = messages.iter().map(common::models::object).collect();
        for pairs in [&[][..], &[("sender", "MyShop"), ("max_messages", "1"), ("max_parts_per_message", "1")]] {
            let options = options(pairs);
            let mut sent = client.messages().send_bulk(Rows::new(messages.clone()), &options).unwrap();
            let dry = agrees(&case["name"].to_string(), Rows::new(messages.clone()), &options, &mut sent);
            refused += plan(&dry).invalid;
        }
    }
    assert!(refused > 20, "{refused}");
}

#[test]
fn a_plan_counts_parts_and_encodings_as_the_provider_does() {
    let (_sandbox, client) = sandbox();
    let rows = || {
        let mut rows: Vec<Object> = (0..40).map(|i| sms(i, &"a".repeat(i * 17 + 1)).into()).collect();
        rows.extend((0..40).map(|i| Object::from(sms(100 + i, &"я".repeat(i * 9 + 1)))));
        rows.push(sms(0, "again").into());
        rows.push(Sms::new("12", "MyShop", "x").into());
        Rows::new(rows)
    };
    let options = options(&[]);
    let mut sent = client.messages().send_bulk(rows(), &options).unwrap();
    let dry = agrees("parts", rows(), &options, &mut sent);
    let plan = plan(&dry);
    assert_eq!((plan.total, plan.valid, plan.invalid, plan.skipped, plan.resumed), (82, 80, 2, 0, 0));
    assert_eq!((plan.valid, plan.parts), (sent.accepted(), sent.counts().parts));
    let encodings: Vec<_> = plan.encodings.iter().map(|(encoding, count)| (encoding.as_str(), *count)).collect();
    assert_eq!(encodings, [("GSM-7", 40), ("UCS-2", 40)]);
    assert!(plan.previews[2].text().contains("380…02"), "{}", plan.previews[2].text());
    assert!(!format!("{plan:?}{dry:?}").contains("aaa"));
    let shown = [80, 2, 0, 82, 0].into_iter().zip([
        "would be sent",
        "would not be sent",
        "known by the journal",
        "in all",
        "blank rows skipped",
    ]);
    let shown: String = shown.map(|(count, word)| format!("{count:>12} {word}\n")).collect();
    assert_eq!(plan.to_string(), format!("{shown}{:>12} SMS parts, 40 in GSM-7, 40 in UCS-2", plan.parts));
    let (mut dry, mut sent) = (dry, sent);
    let html = dry.plan_html();
    for part in
        [">82<", ">80<", "GSM-7 40, UCS-2 40", "Rows that would not be sent", "index 80", "duplicate", "index 81"]
    {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("380671000000") && sent.plan_html().is_empty());
    // A message of another channel counts with the SMS that it may become.
    let viber = |i: u64| ViberPromo::new((380_671_000_000 + i).to_string(), "MyShop").text("я".repeat(200));
    let rows = vec![viber(1), viber(2).fallback(Fallback::new("a".repeat(161)))];
    let dry = nobody().messages().send_bulk(Rows::new(rows), &self::options(&[("dry_run", "true")])).unwrap();
    assert_eq!((dry.plan().unwrap().valid, dry.plan().unwrap().parts), (2, 2));
    assert_eq!(dry.plan().unwrap().cost("0.4500").unwrap(), "0.9000");
}

#[test]
fn a_plan_reads_the_journal_and_leaves_it_alone() {
    let (sandbox, client) = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("campaign.db");
    let mut options = options(&[("dry_run", "true")]);
    options.journal = Some(journal.clone());
    // Same address as the run's client, because a journal belongs to one.
    let dry_client = Client::builder().base_url(sandbox.url()).ignore_environment().build().unwrap();
    let dry = |count| {
        let rows = Rows::new((0..count).map(|i| sms(i, "Hello")));
        dry_client.messages().send_bulk(rows, &options).map(|report| plan(&report))
    };
    // None there: none is made.
    assert_eq!(dry(5).map(|p| (p.valid, p.resumed)).unwrap(), (5, 0));
    assert!(files(folder.path()).is_empty());
    let mut real = options.clone();
    real.dry_run = false;
    let sent = client.messages().send_bulk(Rows::new((0..3).map(|i| sms(i, "Hello"))), &real).unwrap();
    assert_eq!(sent.accepted(), 3);
    let before = files(folder.path());
    let found = dry(5).unwrap();
    assert_eq!((found.total, found.valid, found.invalid, found.resumed), (5, 2, 0, 3));
    // A corrected text for a recipient who has the message already.
    let rows = Rows::new((0..4).map(|i| sms(i, "Goodbye")));
    let mut corrected = dry_client.messages().send_bulk(rows, &options).unwrap();
    assert_eq!((plan(&corrected).valid, plan(&corrected).invalid), (1, 3));
    assert!(corrected.problems().unwrap().all(|row| row.unwrap().rule == "duplicate"));
    assert!(files(folder.path()) == before, "the journal was written");
    assert_eq!(sandbox.messages().len(), 3);
    // A run may have the journal meanwhile, and goes on with it.
    real.progress = Some(std::sync::Arc::new({
        let (client, options) = (dry_client.clone(), options.clone());
        move |_| {
            let rows = Rows::new((0..5).map(|i| sms(i, "Hello")));
            let _ = client.messages().send_bulk(rows, &options).unwrap();
        }
    }));
    let sent = client.messages().send_bulk(Rows::new((0..5).map(|i| sms(i, "Hello"))), &real).unwrap();
    assert_eq!((sent.accepted(), sent.resumed()), (5, 3));
}

/// A plan refuses the same arguments as a run, in the same words.
#[test]
fn a_plan_refuses_the_journal_that_a_run_would_refuse() {
    let (sandbox, client) = sandbox();
    let folder = tempfile::tempdir().unwrap();
    let both = |journal: &Path, sender: &str| {
        let run = |dry_run: bool| {
            let mut options = options(&[("sender", sender)]);
            (options.journal, options.dry_run) = (Some(journal.to_owned()), dry_run);
            client.messages().send_bulk(Rows::new([sms(0, "Hello")]), &options).unwrap_err()
        };
        // The plan first, as it must not change what the run finds.
        let (dry, real) = (run(true), run(false));
        // Earlier runs may have sent the messages, but a plan sends nothing.
        assert_eq!((dry.message(), dry.outcome()), (real.message(), Outcome::NotSent));
        assert_eq!(dry.kind(), ErrorKind::Configuration);
        dry.to_string()
    };
    let journal = folder.path().join("campaign.db");
    let mut options = options(&[("sender", "MyShop")]);
    options.journal = Some(journal.clone());
    let _ = client.messages().send_bulk(Rows::new([sms(0, "Hello")]), &options).unwrap();
    assert!(both(&journal, "Other").contains("another campaign"));
    assert!(both(folder.path(), "MyShop").contains("a folder"));
    std::fs::write(folder.path().join("notes.txt"), "not a journal at all, but a text of some length").unwrap();
    assert!(both(&folder.path().join("notes.txt"), "MyShop").contains("something else"));
    std::fs::remove_file(&journal).unwrap();
    assert!(both(&journal, "MyShop").contains("is gone"));
    let lock = folder.path().join("other.db.lock");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&lock, &lock).unwrap();
    #[cfg(not(unix))]
    std::fs::create_dir(&lock).unwrap();
    let said = both(&folder.path().join("other.db"), "MyShop");
    assert!(said.contains(if cfg!(unix) { "cannot be locked" } else { "a folder" }), "{said}");
    assert_eq!(sandbox.messages().len(), 1);
}

#[test]
fn a_plan_needs_what_a_run_needs_but_the_key() {
    let dry = options(&[("dry_run", "true"), ("chunk_size", "2")]);
    let send =
        |text: &str| nobody().messages().send_bulk(CsvRows::new(std::io::Cursor::new(text.to_owned())).unwrap(), &dry);
    let report =
        send("to,sender,text\n+380671234567,MyShop,Hi\n\n+380671234568,MyShop,\n+380671234569,MyShop,Ho\n").unwrap();
    assert_eq!(report.plan().map(|p| (p.total, p.valid, p.invalid, p.skipped)), Some((3, 2, 1, 1)));
    assert!(!report.ok());
    let report = send("to,text\n+380671234567,Hi\n").unwrap();
    assert_eq!(report.error().map(|e| (e.kind(), e.outcome())), Some((ErrorKind::Validation, Outcome::NotSent)));
    let mut real = dry.clone();
    real.dry_run = false;
    let error = nobody().messages().send_bulk(Rows::new([sms(0, "Hello")]), &real).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}
