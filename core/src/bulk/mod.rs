//! Campaigns: any number of messages, sent in chunks over several connections, with an outcome for each row.
//!
//! A row that breaks a rule or a limit is reported and never stops the rest. With a journal a run that ended
//! before its time goes on where it stopped: rows that were accepted are skipped, rows that may have been sent
//! are reported as unknown and not sent again unless [`BulkOptions::resend_unknown`] is set.

mod cell;
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
#[cfg(feature = "journal")]
mod journal_file;
#[cfg(feature = "journal")]
mod journal_schema;
mod json_lines;
mod kept;
mod keys;
mod memory;
mod options;
mod partition;
mod phones;
mod progress;
mod reply;
mod report;
mod report_file;
mod report_form;
mod run;
mod source;
mod template;
mod text_reader;
mod worker;

use std::io::BufRead;
use std::path::Path;

pub use cell::Cell;
pub use csv::CsvRows;
pub use guard::QuietHours;
pub use intake::Intake;
pub use json_lines::JsonRows;
pub use kept::ReportRows;
pub use options::{BULK_OPTIONS, BulkOption, BulkOptionKind, BulkOptions, ProgressFn, Template};
#[doc(hidden)]
pub use partition::{PARTITION_JOURNALS, phone_rules, place};
pub use progress::BulkProgress;
pub use report::{BulkReport, REPORT_COLUMNS, ReportRow};
pub use report_file::{ReportFile, protected};
pub use source::{Row, Rows, Source};

use crate::error::Error;
use crate::messages::Messages;

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
    /// If the system refuses threads or descriptors, fewer connections are used, and without a thread the calling
    /// one sends.
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
    /// use, or no temporary file for the report. A journal that is gone, empty, damaged, replaced or an older copy is
    /// refused with the outcome unknown: earlier runs have sent. Why a run ended early is [`BulkReport::error`].
    pub fn send_bulk(&self, mut source: impl Source, options: &BulkOptions) -> Result<BulkReport, Error> {
        let report = self.options.check().and_then(|()| run::run(self.engine, &self.options, &mut source, options));
        report.map_err(|e| e.of("messages.send_bulk"))
    }
}

/// The rows of a file: JSON Lines or a list of objects if its name ends with `.jsonl`, `.ndjson` or `.json`, else CSV.
///
/// # Errors
/// [`crate::ErrorKind::Validation`] if it cannot be opened.
pub fn open(path: impl AsRef<Path>) -> Result<Box<dyn Source + Send>, Error> {
    let path = path.as_ref();
    let json = path
        .extension()
        .and_then(|e| e.to_str())
        .is_some_and(|extension| ["jsonl", "ndjson", "json"].iter().any(|known| extension.eq_ignore_ascii_case(known)));
    Ok(if json { Box::new(JsonRows::open(path)?) } else { Box::new(CsvRows::open(path)?) })
}

/// The rows of a stream, such as standard input, as they come: JSON if it begins with `{` or `[`, else CSV.
///
/// A file that [`open`] opens is looked at as a whole before anything is sent; a stream cannot be. A row that is not
/// text in its encoding ends the run: what came before may have been sent.
pub fn from_reader<'r>(stream: impl BufRead + Send + 'r) -> Box<dyn Source + Send + 'r> {
    Box::new(Stream::New(Some(stream)))
}

/// A stream before and after its first bytes are looked at.
enum Stream<'r, R> {
    New(Option<R>),
    Rows(Box<dyn Source + Send + 'r>),
}

impl<'r, R: BufRead + Send + 'r> Stream<'r, R> {
    fn rows(&mut self) -> Result<&mut (dyn Source + Send + 'r), Error> {
        if let Self::New(stream) = self {
            let mut stream = stream.take().ok_or_else(|| source::unreadable("it failed before"))?;
            // Marks and the zeros of UTF-16 stand before what a person sees first.
            let first = text_reader::filled(&mut stream)
                .map_err(source::unreadable)?
                .iter()
                .copied()
                .find(u8::is_ascii_graphic);
            *self = Self::Rows(match first {
                Some(b'{' | b'[') => Box::new(JsonRows::new(stream)?),
                _ => Box::new(CsvRows::new(stream)?),
            });
        }
        match self {
            Self::Rows(rows) => Ok(&mut **rows),
            Self::New(_) => Err(source::unreadable("it failed before")),
        }
    }
}

impl<'r, R: BufRead + Send + 'r> Source for Stream<'r, R> {
    fn start(&mut self, options: &BulkOptions) -> Result<(), Error> {
        self.rows()?.start(options)
    }

    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        self.rows()?.read(intake, most)
    }
}

impl<S: Source + ?Sized> Source for Box<S> {
    fn start(&mut self, options: &BulkOptions) -> Result<(), Error> {
        (**self).start(options)
    }

    fn path(&self) -> Option<&Path> {
        (**self).path()
    }

    fn read(&mut self, intake: &mut Intake<'_>, most: usize) -> Result<bool, Error> {
        (**self).read(intake, most)
    }

    fn fraction(&self) -> Option<f64> {
        (**self).fraction()
    }
}
