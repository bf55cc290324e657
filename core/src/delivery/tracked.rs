//! Messages to track: those of a journal, of a report, or of ids.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::log::DeliveryLog;
use super::report_file;
use super::summary::is_summary;
use super::table::{MessageTable, NewMessage};
use crate::bulk::{
    BulkReport, absolute, check_beside, check_named, each_sent, is_in_use_here, protected, resolved, source_of,
};
use crate::error::{Error, Outcome};
use crate::http::call::Interrupt;
use crate::messages::{MessageId, all_ids};
use crate::os_text;

/// Messages to track, with what is known of them.
///
/// ```
/// use smsbat_core::delivery::Tracked;
///
/// let tracked = Tracked::ids(["m-1", "m-2"])?;
/// # let _ = tracked;
/// # Ok::<(), smsbat_core::Error>(())
/// ```
#[must_use = "nothing is asked until it is passed to `track`"]
pub struct Tracked {
    pub(super) table: MessageTable,
    pub(super) log: Option<DeliveryLog>,
    /// Files that no summary is written over.
    pub(super) others: Vec<PathBuf>,
}

impl std::fmt::Debug for Tracked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tracked").field("messages", &self.table.messages.len()).finish_non_exhaustive()
    }
}

/// The start of every SQLite file.
const SQLITE: &[u8] = b"SQLite format 3\0";

impl Tracked {
    /// The messages of a journal that were or may have been sent so far. Statuses are kept beside it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Configuration`] if it is not there, no journal, or of a later version;
    /// [`crate::ErrorKind::Validation`] if the path is empty.
    pub fn journal(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::journal_until(path, None)
    }

    /// Does the same. The function is called during a wait for another program that holds the journal, and ends it with
    /// `true`.
    #[doc(hidden)]
    pub fn journal_until(path: impl AsRef<Path>, stop: Option<&Interrupt>) -> Result<Self, Error> {
        let path = path.as_ref();
        let mut table = MessageTable::default();
        let mut to = String::new();
        each_sent(path, stop, &mut |row| {
            to.clear();
            if row.recipient != 0 {
                to.push('+');
                to.push_str(itoa::Buffer::new().format(row.recipient));
            }
            table.add(&NewMessage {
                index: row.index,
                message_id: &row.message_id,
                customer_message_id: &row.customer_message_id,
                to: &to,
                channel: row.channel.as_deref(),
                sent_at: row.sent_at,
            });
        })?;
        table.complete(false);
        Ok(Self { table, log: None, others: Vec::new() }.kept_in(path))
    }

    /// The rows of a report that were or may have been sent. If the campaign has a journal, statuses are kept beside it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Configuration`] if the report or the journal cannot be read.
    pub fn report(report: &mut BulkReport) -> Result<Self, Error> {
        Self::report_until(report, None)
    }

    #[doc(hidden)]
    pub fn report_until(report: &mut BulkReport, stop: Option<&Interrupt>) -> Result<Self, Error> {
        let unreadable =
            |e: std::io::Error| Error::configuration(format!("the report cannot be read: {}", os_text::why(&e)));
        let (journal, sent_at) = (report.journal().map(Path::to_owned), Some(report.made_at()));
        let mut table = MessageTable::default();
        for row in report.rows().map_err(unreadable)? {
            let row = row.map_err(unreadable)?;
            if matches!(row.outcome, Outcome::Accepted | Outcome::Unknown) {
                table.add(&NewMessage {
                    index: row.index,
                    message_id: &row.message_id,
                    customer_message_id: &row.customer_message_id,
                    to: &row.to,
                    sent_at,
                    ..NewMessage::default()
                });
            }
        }
        table.complete(false);
        let mut tracked = Self { table, log: None, others: report.protected().to_vec() };
        if let Some(journal) = journal {
            // It knows more of each message than the report does.
            each_sent(&journal, stop, &mut |row| {
                tracked.table.complement(&row.message_id, row.channel.as_deref(), row.sent_at)
            })?;
            tracked = tracked.kept_in(journal);
        }
        Ok(tracked)
    }

    /// Messages by their ids or rows of sends; one that is given twice is one message.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] if a message has no id, because it was not accepted: every such message is named.
    pub fn ids(messages: impl IntoIterator<Item = impl MessageId>) -> Result<Self, Error> {
        let messages: Vec<_> = messages.into_iter().collect();
        let mut table = MessageTable::default();
        for (index, message_id) in (0..).zip(all_ids(&messages)?) {
            table.add(&NewMessage { index, message_id, ..NewMessage::default() });
        }
        table.complete(true);
        Ok(Self { table, log: None, others: Vec::new() })
    }

    /// The messages of a file: a journal, or a report that was saved as CSV or JSON. An id that a report has twice is one
    /// message. Statuses are kept beside it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Configuration`] if it cannot be read or is neither; [`crate::ErrorKind::Validation`] if the path
    /// is empty, or a row of a report cannot be read with certainty.
    pub fn file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::file_until(path, None)
    }

    #[doc(hidden)]
    pub fn file_until(path: impl AsRef<Path>, stop: Option<&Interrupt>) -> Result<Self, Error> {
        let path = path.as_ref();
        check_named(path)?;
        let unreadable = |e: std::io::Error| {
            Error::configuration(format!("the journal or report cannot be read: {}", os_text::why(&e)))
        };
        if is_in_use_here(path) {
            return Self::journal_until(path, stop);
        }
        // To open a pipe would wait for its writer, and a device may have no end.
        if !path.metadata().map_err(unreadable)?.is_file() {
            return Err(Error::configuration("the journal or report is a folder or a device"));
        }
        let mut head = Vec::new();
        let file = File::open(path).map_err(unreadable)?;
        (&file).take(SQLITE.len() as u64).read_to_end(&mut head).map_err(unreadable)?;
        drop(file);
        if head == SQLITE {
            return Self::journal_until(path, stop);
        }
        let mut table = MessageTable::default();
        report_file::each_row(path, &mut |row| table.add(row))?;
        table.complete(true);
        Ok(Self { table, log: None, others: Vec::new() }.kept_in(path))
    }

    /// Checks that a summary can be saved there, before anything is asked.
    #[doc(hidden)]
    pub fn check_summary(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        check_beside(path.as_ref(), &self.others, is_summary)
            .map_err(|e| Error::invalid("report", "file", format!("cannot be written: {}", os_text::why(&e))))
    }

    /// Keeps the statuses beside a journal, and reads first what it has of them.
    pub fn kept_in(mut self, journal: impl AsRef<Path>) -> Self {
        let journal = journal.as_ref();
        self.log = Some(DeliveryLog::beside(journal));
        // Those of a report's own campaign stay protected.
        self.others.extend(protected(None, &[], Some(journal)));
        self.others.extend(sources(journal));
        self
    }
}

/// Returns the sources that a journal of the default name belongs to: a journal does not say where its rows came from.
fn sources(journal: &Path) -> impl Iterator<Item = PathBuf> {
    let paths = [absolute(journal), absolute(&resolved(journal))];
    paths.into_iter().filter_map(|path| source_of(&path))
}
