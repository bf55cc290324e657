//! The report of a campaign.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;

use super::plan::BulkPlan;
use super::row::ReportRow;
use super::row_block::RowBlock;
use super::row_store::{ReportRows, RowWriter, StoredRows};
use crate::bulk::progress::BulkProgress;
use crate::clock;
use crate::error::Error;
use crate::shown::shown_json;

/// Sums of a report, as JSON has them.
#[derive(Serialize)]
struct Sums<'a> {
    total: u64,
    accepted: u64,
    rejected: u64,
    not_sent: u64,
    unknown: u64,
    resumed: u64,
    skipped: u64,
    parts: u64,
    /// With three decimals.
    seconds: f64,
    error: Option<&'a str>,
}

/// Report of a campaign: counts, and the result of every row.
#[derive(Debug)]
#[must_use = "rows may have been refused: look at `ok`, the counts or `error`"]
pub struct BulkReport {
    counts: BulkProgress,
    error: Option<Error>,
    /// The text of the error, which stays when a binding takes the error to raise it.
    why: Option<String>,
    pub(super) rows: StoredRows,
    plan: Option<BulkPlan>,
    /// Files that no report is written over.
    pub(super) others: Vec<PathBuf>,
    journal: Option<PathBuf>,
    made_at: Timestamp,
}

impl BulkReport {
    /// `ended` completes the error of a run that ended early.
    pub(crate) fn new(
        counts: BulkProgress,
        error: Option<Error>,
        rows: RowWriter,
        plan: Option<BulkPlan>,
        others: Vec<PathBuf>,
        ended: impl FnOnce(Error) -> Error,
    ) -> Self {
        let error = error.map(ended);
        let why = error.as_ref().map(Error::to_string);
        let plan = plan.map(|plan| BulkPlan {
            total: counts.settled(),
            invalid: counts.settled().saturating_sub(plan.valid).saturating_sub(counts.resumed),
            skipped: counts.skipped,
            resumed: counts.resumed,
            ..plan
        });
        Self { counts, error, why, rows: rows.finish(), plan, others, journal: None, made_at: clock::timestamp() }
    }

    /// Notes the journal of the campaign.
    pub(crate) fn of_journal(mut self, journal: Option<PathBuf>) -> Self {
        self.journal = journal;
        self
    }

    /// Files of the campaign that nothing is written over.
    pub(crate) fn protected(&self) -> &[PathBuf] {
        &self.others
    }

    /// When the run ended, which is not before its messages were sent.
    pub(crate) fn made_at(&self) -> Timestamp {
        self.made_at
    }

    /// The journal of the campaign, if it has one.
    pub(crate) fn journal(&self) -> Option<&Path> {
        self.journal.as_deref()
    }

    /// Rows of the source that have an outcome.
    pub fn total(&self) -> u64 {
        self.counts.settled()
    }

    /// Rows the provider took, in this run or, by the journal, in an earlier one.
    pub fn accepted(&self) -> u64 {
        self.counts.accepted
    }

    /// Rows the provider said no to.
    pub fn rejected(&self) -> u64 {
        self.counts.rejected
    }

    /// Rows that were not sent: they broke a rule or a limit, or their request was refused as a whole.
    pub fn not_sent(&self) -> u64 {
        self.counts.not_sent
    }

    /// Rows that may or may not have been sent. With a journal they are not sent again unless asked for.
    pub fn unknown(&self) -> u64 {
        self.counts.unknown
    }

    /// Of all these, rows whose outcome an earlier run wrote into the journal.
    pub fn resumed(&self) -> u64 {
        self.counts.resumed
    }

    /// Blank rows of a file, which were passed over and are in no other count.
    pub fn skipped(&self) -> u64 {
        self.counts.skipped
    }

    /// All counts, with times.
    pub fn counts(&self) -> &BulkProgress {
        &self.counts
    }

    /// Returns the error that ended the run before the source; `None` if every row has an outcome.
    ///
    /// Its outcome is unknown once anything of the run was or may have been sent. Then it is retryable only with a
    /// journal, where the same call goes on.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// Takes the error, for languages that raise it. The rest of the report still says that the run ended early.
    #[doc(hidden)]
    pub fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    /// Returns true if the source was read to its end and the provider took every row.
    pub fn ok(&self) -> bool {
        self.why.is_none() && self.accepted() == self.total()
    }

    /// Returns the plan, if this was a dry run. Nothing was sent then: each row that would be is `not_sent` by the rule
    /// `dry_run`.
    pub fn plan(&self) -> Option<&BulkPlan> {
        self.plan.as_ref()
    }

    /// Rows that a rule or a limit kept from being sent, in the order of the source; not those that only a dry run did.
    ///
    /// # Errors
    /// As [`BulkReport::rows`].
    pub fn problems(&mut self) -> io::Result<impl Iterator<Item = io::Result<ReportRow>> + '_> {
        Ok(self.rows()?.filter(|row| row.as_ref().map_or(true, ReportRow::is_problem)))
    }

    /// Every row, in the order of the source.
    ///
    /// # Errors
    /// Each step may fail to read the temporary file; the next one goes on behind what cannot be read.
    pub fn rows(&mut self) -> io::Result<ReportRows<'_>> {
        Ok(ReportRows::new(&mut self.rows))
    }

    /// Some rows of [`BulkReport::rows`] at a time, for languages whose iterators cannot borrow: up to `most` rows
    /// from a position in the source, at first 0, and the position to go on from. No rows are the end.
    #[doc(hidden)]
    pub fn rows_from(&mut self, first: u64, most: usize) -> io::Result<(RowBlock, u64)> {
        self.rows.some(first, most)
    }

    /// Returns the sums as a JSON object.
    pub fn to_json(&self) -> String {
        let BulkProgress { accepted, rejected, not_sent, unknown, resumed, skipped, parts, elapsed, .. } = self.counts;
        shown_json(&Sums {
            total: self.total(),
            accepted,
            rejected,
            not_sent,
            unknown,
            resumed,
            skipped,
            parts,
            seconds: elapsed.as_millis() as f64 / 1e3,
            error: self.why.as_deref(),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod tests {
    use super::*;
    use crate::error::Outcome;

    fn row(index: u64) -> ReportRow {
        ReportRow {
            index,
            outcome: Outcome::Accepted,
            to: "+380671234567".into(),
            reason: "=1+1, \"x\"\n".into(),
            parts: Some(2),
            ..ReportRow::default()
        }
    }

    pub(crate) fn report(order: impl IntoIterator<Item = u64>) -> BulkReport {
        let mut rows = RowWriter::new().unwrap();
        order.into_iter().for_each(|i| rows.add(&row(i).view()));
        BulkReport::new(BulkProgress::default(), None, rows, None, Vec::new(), |e| e)
    }

    fn order(mut report: BulkReport) -> Vec<u64> {
        report.rows().map(|rows| rows.filter_map(|r| r.ok()).map(|r| r.index).collect()).unwrap_or_default()
    }

    #[test]
    fn rows_have_the_order_of_the_source_however_they_were_settled() {
        assert_eq!(order(report([2, 0, 1])), [0, 1, 2]);
        assert_eq!(order(report([])), [0; 0]);
        // After an end before its time some rows are missing, whole blocks of them too.
        assert_eq!(order(report([20_000, 2, 0, 1, 4])), [0, 1, 2, 4, 20_000]);
        let many = 96_000_u64;
        assert!(order(report((0..many).rev())).into_iter().eq(0..many));
        // As chunks of several connections come back.
        let mixed = (0..many).map(|i| (i / 8000 * 8000) + (i % 8) * 1000 + i % 8000 / 8);
        assert!(order(report(mixed.filter(|i| *i < many))).into_iter().eq(0..many));
    }

    #[test]
    fn pieces_are_the_rows() -> io::Result<()> {
        // Beyond what is kept in memory, and with another reader in between.
        let count = 100_000;
        let mut report = report(0..count);
        let (mut place, mut seen) = (0, 0);
        loop {
            let (rows, next) = report.rows_from(place, 999)?;
            if rows.len() == 0 {
                break;
            }
            assert!((0..rows.len()).map(|i| rows.get(i).unwrap().index).eq(seen..seen + rows.len() as u64));
            seen += rows.len() as u64;
            place = next;
            assert_eq!(report.rows()?.next().transpose()?.map(|r| r.index), Some(0));
        }
        assert_eq!(seen, count);
        Ok(())
    }

    #[test]
    fn csv_and_json_have_every_row_and_no_formula() {
        let mut csv = Vec::new();
        assert!(report([0]).write_csv(&mut csv).is_ok());
        let text = String::from_utf8(csv).unwrap_or_default();
        assert!(text.contains(",+380671234567,"), "{text}");
        assert!(text.contains("\"'=1+1, \"\"x\"\"\n\""), "{text}");
        let mut json = Vec::new();
        assert!(report([0, 1]).write_json(&mut json).is_ok());
        let value: serde_json::Value = serde_json::from_slice(&json).unwrap_or_default();
        assert_eq!(value["rows"][1]["index"], 1);
        assert_eq!(value["rows"][1]["parts"], 2);
        assert_eq!(value["rows"][1]["status"], serde_json::Value::Null);
        assert_eq!(value["accepted"], 0);
    }
}
