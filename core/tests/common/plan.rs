//! A dry run held against the run with the same rows.

use smsbat_core::bulk::{BulkOptions, BulkReport, ReportRow, Source};
use smsbat_core::{Client, Error, Outcome};

/// A client without credentials, of an address where nobody listens.
pub(crate) fn nobody() -> Client {
    Client::builder().base_url("http://127.0.0.1:9").ignore_environment().build().unwrap()
}

/// Place, recipient, rule and reason of the rows that a rule refused.
fn problems(report: &mut BulkReport) -> Vec<(u64, Option<u64>, String, String, String)> {
    let row = |row: ReportRow| (row.index, row.line, row.to, row.rule, row.reason);
    report.problems().unwrap().map(Result::unwrap).map(row).collect()
}

/// Plans what was sent, without credentials and network. The plan must say of each row what the run said.
pub(crate) fn agrees(name: &str, source: impl Source, options: &BulkOptions, sent: &mut BulkReport) -> BulkReport {
    let options = {
        let mut options = options.clone();
        options.dry_run = true;
        options
    };
    let mut dry = nobody().messages().send_bulk(source, &options).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(dry.error().map(Error::message), sent.error().map(Error::message), "{name}");
    assert_eq!(problems(&mut dry), problems(sent), "{name}");
    let kept = |outcome: Outcome| outcome == Outcome::NotSent;
    assert!(dry.rows().unwrap().map(Result::unwrap).all(|row| kept(row.outcome)), "{name}");
    let plan = dry.plan().unwrap();
    assert_eq!((plan.total, plan.skipped), (sent.total(), sent.skipped()), "{name}");
    assert_eq!(plan.total, plan.valid + plan.invalid + plan.resumed, "{name}");
    assert_eq!(plan.previews.len(), plan.valid.min(3) as usize, "{name}");
    dry
}
