//! Rows of earlier runs, and the ids that rows go out with.

use std::collections::{HashMap, VecDeque};

use roaring::RoaringTreemap;

use super::key_set::{KeySet, Seen};
use super::row_id::{row_id, short_hash};
use super::{Journal, JournalRow};
use crate::error::{Error, Outcome};
use crate::problem::Problem;

/// Earlier appearance of a row.
pub(crate) enum Earlier {
    New,
    /// In an earlier run.
    Row(JournalRow),
    /// In this run.
    Twice,
}

/// Rows of earlier runs, if there is a journal.
pub(crate) enum History<'a> {
    /// Without a journal an id is this text and the row's position.
    None(String),
    Journal(Box<JournalHistory<'a>>),
}

pub(crate) struct JournalHistory<'a> {
    journal: &'a Journal,
    /// Keys in the journal when the run began, and those of this run.
    keys: KeySet,
    /// Recipients that earlier runs sent a message; empty if a recipient may be sent to more than once.
    sent: RoaringTreemap,
    /// Recipients that they may have sent one.
    maybe_sent: RoaringTreemap,
    /// Rows of the journal in its order, from the one that should come next.
    next: VecDeque<JournalRow>,
    /// Number of the last row that was found.
    last: i64,
    /// Rows to read at once: none while the source has another order, more again as it keeps to this one.
    ahead: usize,
    /// Number of times a content came up, where that may be more than once.
    repeats: Option<HashMap<[u8; 8], u32>>,
}

/// Most rows of the journal read at once.
const AHEAD: usize = 4096;

impl<'a> History<'a> {
    pub(crate) fn new(
        journal: Option<&'a Journal>,
        allow_duplicates: bool,
        resend_unknown: bool,
    ) -> Result<Self, Error> {
        let Some(journal) = journal else { return crate::random::id().map(Self::None) };
        let mut keys = KeySet::new();
        let (mut sent, mut maybe_sent) = (RoaringTreemap::new(), RoaringTreemap::new());
        journal.each_key(&mut |key, recipient, outcome| {
            keys.add_earlier(key);
            match outcome {
                _ if allow_duplicates || recipient == 0 => {}
                Outcome::Accepted => drop(sent.insert(recipient)),
                Outcome::Unknown if !resend_unknown => drop(maybe_sent.insert(recipient)),
                _ => {}
            }
        })?;
        Ok(Self::Journal(Box::new(JournalHistory {
            journal,
            keys,
            sent,
            maybe_sent,
            next: VecDeque::new(),
            last: 0,
            ahead: AHEAD,
            repeats: allow_duplicates.then(HashMap::new),
        })))
    }

    /// Returns why a recipient gets nothing more, whatever the text is: a journal belongs to people.
    pub(crate) fn served(&self, phone: Option<u64>) -> Option<Problem> {
        let (Self::Journal(known), Some(phone)) = (self, phone) else { return None };
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
            Self::None(prefix) => {
                id.push_str(prefix);
                id.push('-');
                id.push_str(itoa::Buffer::new().format(index));
            }
            Self::Journal(known) => {
                let repeat = known.repeats.as_mut().map_or(0, |repeats| {
                    let count = repeats.entry(short_hash(content)).or_default();
                    let earlier = *count;
                    *count = earlier.saturating_add(1);
                    earlier
                });
                id.push_str(&row_id(known.journal.salt(), content, repeat));
            }
        }
    }

    /// Looks a row up by its id. `once` if the id follows from the content and the recipient is in no other row that is
    /// sent: then the id need not be kept, which would be most of the memory of a run.
    pub(crate) fn look_up(&mut self, id: &str, once: bool) -> Result<Earlier, Error> {
        let Self::Journal(known) = self else { return Ok(Earlier::New) };
        let once = once && known.repeats.is_none();
        match if once { known.keys.take_earlier(id) } else { known.keys.take(id) } {
            Seen::Never => return Ok(Earlier::New),
            Seen::Twice => return Ok(Earlier::Twice),
            Seen::Earlier => {}
        }
        if known.next.is_empty() && known.ahead > 0 {
            known.next = known.journal.rows_after(known.last, known.ahead)?.into();
            known.ahead = known.ahead.saturating_mul(2).min(AHEAD);
        }
        // Mostly the source has the order of the run before.
        let row = match known.next.front() {
            Some(row) if row.key == id => known.next.pop_front(),
            _ => {
                let found = known.journal.find(id)?;
                if let Some(row) = &found {
                    known.next.clear();
                    known.ahead = if Some(row.id) == known.last.checked_add(1) { 16 } else { 0 };
                }
                found
            }
        };
        let Some(row) = row else { return Ok(Earlier::New) };
        known.last = row.id;
        Ok(Earlier::Row(row))
    }
}
