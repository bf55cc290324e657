//! What is known of rows from earlier runs, and the ids that rows go out with.

use super::journal::{Journal, JournalRow};
use super::key_set::{KeySet, Seen};
use crate::bulk::phones::Phones;
use crate::error::{Error, Outcome};
use crate::problem::Problem;

/// What the journal says of a row.
pub(crate) enum Earlier {
    /// Not seen before.
    New,
    /// An earlier run had it.
    Row(JournalRow),
    /// This run had it.
    Twice,
}

/// Rows of earlier runs, if there is a journal.
pub(crate) enum History<'a> {
    /// None; ids are this text and the row's position.
    Without(String),
    With(Box<JournalHistory<'a>>),
}

pub(crate) struct JournalHistory<'a> {
    journal: &'a Journal,
    /// Keys in the journal when the run began, and those of this run.
    keys: KeySet,
    /// Recipients that earlier runs sent a message, and those that they may have sent one; empty if a recipient may be
    /// sent to more than once.
    sent: Phones,
    maybe_sent: Phones,
    /// Rows of the journal in its order, from the one that should come next.
    next: std::collections::VecDeque<JournalRow>,
    last: i64,
    /// How many are read at once: none while the source has another order, more again as it keeps to this one.
    ahead: usize,
    /// How often a content came up, where that may be more than once.
    repeats: Option<std::collections::HashMap<[u8; 8], u32>>,
}

/// Most rows of the journal read at once.
const AHEAD: usize = 4096;

impl<'a> History<'a> {
    pub(crate) fn new(
        journal: Option<&'a Journal>,
        allow_duplicates: bool,
        resend_unknown: bool,
    ) -> Result<Self, Error> {
        let Some(journal) = journal else { return crate::random::id().map(Self::Without) };
        let mut keys = KeySet::new();
        let (mut sent, mut maybe_sent) = (Phones::default(), Phones::default());
        journal.each_key(&mut |key, recipient, outcome| {
            keys.add_earlier(key);
            match outcome {
                _ if allow_duplicates || recipient == 0 => {}
                Outcome::Accepted => drop(sent.insert(recipient)),
                Outcome::Unknown if !resend_unknown => drop(maybe_sent.insert(recipient)),
                _ => {}
            }
        })?;
        Ok(Self::With(Box::new(JournalHistory {
            journal,
            keys,
            sent,
            maybe_sent,
            next: std::collections::VecDeque::new(),
            last: 0,
            ahead: AHEAD,
            repeats: allow_duplicates.then(Default::default),
        })))
    }

    /// Why a recipient gets nothing more, whatever the text is: a journal belongs to people.
    pub(crate) fn served(&self, phone: Option<u64>) -> Option<Problem> {
        let (Self::With(known), Some(phone)) = (self, phone) else { return None };
        let message = if known.sent.contains(phone) {
            "was sent another message of this campaign by an earlier run; a new journal or allow_duplicates sends again"
        } else if known.maybe_sent.contains(phone) {
            "may have been sent another message of this campaign by an earlier run; resend_unknown sends again"
        } else {
            return None;
        };
        Some(Problem::new("to", "duplicate", message))
    }

    /// Appends the id of a row that has none of its own. With a journal it follows from the row's content, so that
    /// the next run makes the same.
    pub(crate) fn make_id(&mut self, content: &[u8], index: u64, id: &mut String) {
        match self {
            Self::Without(made) => {
                id.push_str(made);
                id.push('-');
                id.push_str(itoa::Buffer::new().format(index));
            }
            Self::With(known) => {
                let repeat = known.repeats.as_mut().map_or(0, |repeats| {
                    let count = repeats.entry(super::row_id::short_hash(content)).or_default();
                    *count += 1;
                    *count - 1
                });
                id.push_str(&super::row_id::row_id(known.journal.salt(), content, repeat));
            }
        }
    }

    /// What is known of a row. `once` if its id follows from its content and its recipient is in no other row that
    /// is sent: then the id need not be kept, which would be most of the memory of a run.
    pub(crate) fn look_up(&mut self, id: &str, once: bool) -> Result<Earlier, Error> {
        let Self::With(known) = self else { return Ok(Earlier::New) };
        let once = once && known.repeats.is_none();
        match if once { known.keys.take_earlier(id) } else { known.keys.take(id) } {
            Seen::Never => return Ok(Earlier::New),
            Seen::Twice => return Ok(Earlier::Twice),
            Seen::Earlier => {}
        }
        if known.next.is_empty() && known.ahead > 0 {
            known.next = known.journal.rows_after(known.last, known.ahead)?.into();
            known.ahead = (known.ahead * 2).min(AHEAD);
        }
        // Mostly the source has the order of the run before.
        let row = match known.next.front() {
            Some(row) if row.key == id => known.next.pop_front(),
            _ => {
                let found = known.journal.find(id)?;
                if let Some(row) = &found {
                    known.next.clear();
                    known.ahead = if row.id == known.last + 1 { 16 } else { 0 };
                }
                found
            }
        };
        let Some(row) = row else { return Ok(Earlier::New) };
        known.last = row.id;
        Ok(Earlier::Row(row))
    }
}
