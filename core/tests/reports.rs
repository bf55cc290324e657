//! Report files: their content, partial files, and files that they must not replace.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, clippy::print_stdout)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use smsbat_core::Sms;
use smsbat_core::bulk::{self, BulkOptions, BulkReport, ReportFile, Rows};
use smsbat_sandbox::{Options, Sandbox};

/// Of three messages.
fn report() -> BulkReport {
    let sandbox = Sandbox::start(Options { port: 0, rate_limit: false, ..Options::default() }).unwrap();
    let client = common::client(sandbox.url());
    let messages = (0..3).map(|i| Sms::new((380_671_000_000_u64 + i).to_string(), "MyShop", "Hello"));
    client.messages().send_bulk(Rows::new(messages), &BulkOptions::default()).unwrap()
}

fn lines(path: &Path) -> usize {
    fs::read_to_string(path).unwrap().lines().count()
}

/// A file whose folder went away went with it.
#[test]
#[cfg(unix)]
fn a_report_whose_folder_is_gone_is_said_to_be_nowhere() {
    let mut report = report();
    let folder = tempfile::tempdir().unwrap();
    let file = ReportFile::create(folder.path().join("report.csv"), &[]).unwrap();
    fs::remove_dir_all(folder.path()).unwrap();
    let text = file.write(&mut report).unwrap_err().to_string();
    assert!(text.ends_with("what was written is lost"), "{text}");
}

/// A report that cannot be put in its place is kept under a name that says so, and takes no other one's place there.
#[test]
fn a_report_that_cannot_be_put_in_its_place_is_kept_beside_it() {
    let mut report = report();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for kept in ["report.csv.partial", "report.csv.partial-2", "report.csv.partial-3"] {
        let file = ReportFile::create(at("report.csv"), &[]).unwrap();
        // A folder came there meanwhile.
        fs::create_dir(at("report.csv")).unwrap();
        let error = file.write(&mut report).unwrap_err().to_string();
        assert!(error.ends_with(&format!("all of it is in {}", at(kept).display())), "{error}");
        assert_eq!(lines(&at(kept)), 4, "{kept}");
        fs::remove_dir(at("report.csv")).unwrap();
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    // It still has all rows.
    report.save(at("report.csv")).unwrap();
    assert_eq!(lines(&at("report.csv")), 4);
}

#[test]
fn the_sums_are_those_of_the_run() {
    let report = report();
    let sums: serde_json::Value = serde_json::from_str(&report.to_json()).unwrap();
    assert_eq!(
        (&sums["total"], &sums["accepted"], &sums["parts"], &sums["unknown"]),
        (&3.into(), &3.into(), &3.into(), &0.into())
    );
    let seconds = report.counts().elapsed.as_secs_f64();
    assert!((sums["seconds"].as_f64().unwrap() - seconds).abs() < 0.002, "{sums}, {seconds}");
    assert!(sums["error"].is_null());
}

#[test]
fn a_report_can_be_rescued() {
    let mut report = report();
    let place = report.rescue().unwrap();
    let text = fs::read_to_string(&place).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o077, 0);
    }
    fs::remove_file(&place).unwrap();
    assert_eq!(place.parent(), Some(&*std::env::temp_dir()));
    let mut written = Vec::new();
    report.write_csv(&mut written).unwrap();
    assert_eq!(text.as_bytes(), written);
    assert_eq!(text.lines().count(), 4);
    // Only rows of a file have a line.
    assert!(report.rows().unwrap().all(|row| row.unwrap().line.is_none()));
}

#[test]
#[ignore = "a process of the other tests"]
fn child() {
    let Some(folder) = std::env::var_os("SMSBAT_TEST_FOLDER") else { return };
    let at = |name: &str| Path::new(&folder).join(name);
    let refused = |others: &[&str], name: &str| {
        let others: Vec<_> = others.iter().map(|name| if *name == "-" { name.into() } else { at(name) }).collect();
        ReportFile::create(at(name), &others).is_err()
    };
    // The source `-` is standard input, and that is a file here.
    assert_eq!(bulk::protected(Some(Path::new("-")), &[], None), [Path::new("-")]);
    assert!(refused(&["-"], "customers.csv") && refused(&["-"], "link.csv"));
    assert!(!refused(&["-"], "report.csv") && !refused(&["-"], "other.csv"));
    // It is no source of a campaign that reads another file.
    assert!(!refused(&["other.csv"], "customers.csv") && refused(&["other.csv"], "other.csv"));
    println!("looked at");
}

#[cfg(unix)]
#[test]
fn what_is_standard_input_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("customers.csv"), "to,text\n").unwrap();
    fs::write(at("other.csv"), "to,text\n").unwrap();
    std::os::unix::fs::symlink("customers.csv", at("link.csv")).unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--ignored", "--nocapture"]).env("SMSBAT_TEST_FOLDER", folder.path());
    let output = command.stdin(fs::File::open(at("customers.csv")).unwrap()).stderr(Stdio::piped()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("looked at"), "{said}");
    assert_eq!(fs::read_to_string(at("customers.csv")).unwrap(), "to,text\n");
}
