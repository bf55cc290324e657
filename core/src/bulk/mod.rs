//! Campaigns: any number of messages, sent in chunks over several connections, with an outcome for each row.
//!
//! A row that breaks a rule or a limit is reported and never stops the rest. With a journal a run that ended
//! before its time goes on where it stopped: rows that were accepted are skipped, rows that may have been sent
//! are reported as unknown and not sent again unless [`BulkOptions::resend_unknown`] is set.

mod chunk;
#[cfg(feature = "journal")]
mod journaled_send;
#[cfg(feature = "journal")]
mod message_content;
mod option_texts;
mod options;
mod partition;
mod paths;
mod progress;
mod quiet_hours;
mod report;
mod resume;
mod row;
mod send;
mod source;
mod stop_list;

#[cfg(feature = "journal")]
pub(crate) use journaled_send::send_with_journal;
pub use option_texts::{BULK_OPTIONS, BulkOption, BulkOptionKind};
pub use options::{BulkOptions, ProgressFn, Template};
#[doc(hidden)]
pub use partition::{PARTITION_JOURNALS, phone_rules, place};
#[doc(hidden)]
pub use paths::default_journal;
pub use paths::protected;
pub(crate) use paths::{
    DELIVERY_END, absolute, check_journal, check_named, resolved, source_of, sync_folder, with_end,
};
pub use progress::BulkProgress;
pub use quiet_hours::QuietHours;
pub use report::{BulkPlan, BulkReport, REPORT_COLUMNS, ReportFile, ReportRow, ReportRows};
#[doc(hidden)]
pub use report::{RowBlock, RowView};
pub(crate) use report::{check_beside, write_beside, write_cell};
pub(crate) use resume::{each_sent, is_in_use_here};
pub use row::{Cell, Intake};
#[cfg(feature = "serde")]
pub use source::NamedRows;
pub(crate) use source::each_record;
pub use source::{CsvRows, Input, JsonRows, Row, Rows, Source, from_reader, open};
pub use stop_list::StopList;

pub use crate::problem::Problem;

use crate::error::Error;
use crate::messages::Messages;
use crate::nested::Nested;

impl Messages<'_> {
    /// Sends any number of messages, in chunks, over several connections, and reports the outcome of each row.
    ///
    /// The source is read as it is sent and never held as a whole. A row that breaks a rule or a limit is
    /// reported as not sent and does not stop the rest. Time and repeats of each request are those of the
    /// options of this namespace; its interrupt ends the run in order, a second one cuts off what is under way.
    ///
    /// In quiet hours the run waits: [`BulkProgress::waiting_until`] says until when, and the interrupt, `close` and an
    /// end of the process stop it within moments; what was not sent then is `not_sent`. A campaign has no deadline of
    /// its own, and no `timeout` counts while it waits. A request that began before the quiet hours is answered, and
    /// if need be repeated, in them.
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
    /// use, or no temporary file for the report; [`crate::ErrorKind::Cancelled`] if the interrupt or `close` ended a wait for
    /// another program that held the journal. A journal that is gone, empty, damaged, replaced or an older copy is
    /// refused with the outcome unknown: earlier runs have sent. Why a run ended early is [`BulkReport::error`].
    pub fn send_bulk(&self, mut source: impl Source, options: &BulkOptions) -> Result<BulkReport, Error> {
        let run = |_nested| send::run(self.engine, &self.options, &mut source, options);
        let report = self.options.check().and_then(|()| Nested::enter()).and_then(run);
        report.map_err(|e| e.of("messages.send_bulk"))
    }
}
