//! Resuming of a campaign: the journal, and what earlier runs did.

pub(crate) mod history;
#[cfg(feature = "journal")]
pub(crate) mod journal;
#[cfg(not(feature = "journal"))]
#[path = "no_journal.rs"]
pub(crate) mod journal;
#[cfg(feature = "journal")]
mod journal_file;
#[cfg(feature = "journal")]
mod journal_schema;
mod key_set;
pub(crate) mod row_id;
