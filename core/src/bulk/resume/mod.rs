//! Resuming a campaign: the journal and the results of earlier runs.

mod history;
#[cfg(feature = "journal")]
mod journal;
#[cfg(not(feature = "journal"))]
#[path = "no_journal.rs"]
mod journal;
#[cfg(feature = "journal")]
mod journal_copy;
#[cfg(feature = "journal")]
mod journal_failure;
#[cfg(feature = "journal")]
mod journal_file;
#[cfg(feature = "journal")]
mod journal_reader;
#[cfg(feature = "journal")]
mod journal_rows;
#[cfg(feature = "journal")]
mod journal_schema;
mod key_set;
mod row_id;
mod waits;

pub(crate) use history::{Earlier, History};
pub(crate) use journal::Journal;
#[cfg(not(feature = "journal"))]
pub(crate) use journal::{JournalCopy, JournalRow, NotRecorded, each_sent, is_in_use_here};
#[cfg(feature = "journal")]
pub(crate) use journal_copy::JournalCopy;
#[cfg(feature = "journal")]
pub(crate) use journal_failure::NotRecorded;
#[cfg(feature = "journal")]
pub(crate) use journal_reader::{each_sent, is_in_use_here};
#[cfg(feature = "journal")]
pub(crate) use journal_rows::JournalRow;
#[cfg(feature = "journal")]
pub(crate) use row_id::row_id;
pub(crate) use row_id::{ID_FORM, fingerprint};
pub(crate) use waits::{LONGEST_HOLD_UP, Waits};
