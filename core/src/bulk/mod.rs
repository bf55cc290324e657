//! Campaigns: any number of messages, sent in chunks over several connections, with an outcome for each row.
//!
//! A row that breaks a rule or a limit is reported and never stops the rest. With a journal a run that ended
//! before its time goes on where it stopped: rows that were accepted are skipped, rows that may have been sent
//! are reported as unknown and not sent again unless [`BulkOptions::resend_unknown`] is set.

mod chunk;
mod columns;
mod csv;
mod guard;
mod ids;
mod intake;
#[cfg(feature = "journal")]
mod journal;
#[cfg(not(feature = "journal"))]
#[path = "no_journal.rs"]
mod journal;
mod json_lines;
mod keys;
mod memory;
mod options;
mod partition;
mod phones;
mod progress;
mod reply;
mod report;
mod run;
mod source;
mod template;
mod worker;

use std::fs::{File, OpenOptions};
use std::path::Path;

pub use columns::Cell;
pub use csv::CsvRows;
pub use guard::QuietHours;
pub use intake::Intake;
pub use json_lines::JsonRows;
pub use options::{BULK_OPTIONS, BulkOption, BulkOptionKind, BulkOptions, ProgressFn, Template};
#[doc(hidden)]
pub use partition::{PARTITION_JOURNALS, phone_rules, place};
pub use progress::BulkProgress;
pub use report::{BulkReport, REPORT_COLUMNS, ReportRow, ReportRows};
pub use source::{Row, Rows, Source};

use crate::client::Messages;
use crate::error::Error;

impl Messages<'_> {
    /// Sends any number of messages, in chunks, over several connections, and says of each row what became of it.
    ///
    /// The source is read as it is sent and never held as a whole. A row that breaks a rule or a limit is
    /// reported as not sent and does not stop the rest. Time and repeats of each request are those of the
    /// options of this namespace; its interrupt ends the run in order, a second one cuts off what is under way.
    ///
    /// A request whose outcome is unknown is not sent again unless `resend_unknown` is set. If the provider
    /// refuses a whole request because of one message, the request is split, so that the others are sent. The
    /// run is stopped when the credentials are refused, or when `max_failures` requests fail one after another.
    ///
    /// ```no_run
    /// use smsbat_core::Client;
    /// use smsbat_core::bulk::{BulkOptions, CsvRows};
    ///
    /// let client = Client::builder().build()?;
    /// let mut options = BulkOptions::default();
    /// options.set("sender", "MyShop")?;
    /// options.set("template", "Hi {name}, your order is ready")?;
    /// options.set("journal", "campaign.db")?;
    /// let report = client.messages().send_bulk(CsvRows::open("customers.csv")?, &options)?;
    /// println!("{} accepted, {} unknown", report.accepted(), report.unknown());
    /// # Ok::<(), smsbat_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Before anything is sent: options that cannot be, missing credentials, a journal of another campaign or in
    /// use. Why a run ended early is [`BulkReport::error`].
    pub fn send_bulk(&self, mut source: impl Source, options: &BulkOptions) -> Result<BulkReport, Error> {
        let report = run::run(self.client(), self.call_options(), &mut source, options);
        report.map_err(|e| e.with(|d| d.operation = Some("messages.send_bulk")))
    }
}

/// The rows of a file: JSON Lines if its name ends with `.jsonl`, `.ndjson` or `.json`, else CSV.
///
/// # Errors
/// [`crate::ErrorKind::Validation`] if it cannot be read.
pub fn open(path: impl AsRef<Path>) -> Result<Box<dyn Source + Send>, Error> {
    let path = path.as_ref();
    let json = path
        .extension()
        .and_then(|e| e.to_str())
        .is_some_and(|extension| ["jsonl", "ndjson", "json"].iter().any(|known| extension.eq_ignore_ascii_case(known)));
    Ok(if json { Box::new(JsonRows::open(path)?) } else { Box::new(CsvRows::open(path)?) })
}

impl<S: Source + ?Sized> Source for Box<S> {
    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        (**self).read(intake, most)
    }

    fn fraction(&self) -> Option<f64> {
        (**self).fraction()
    }
}

/// Makes a file that only its owner may read: it holds phone numbers.
fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
