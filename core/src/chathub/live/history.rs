//! Messages of each chat that the caller already received, so that none is missing or repeated after an interruption.
//!
//! The hub pushes to connected clients only. The history of a chat (`chat_messages`, oldest first) has what it did not
//! push. Of each chat the ids of the last messages are kept: those that were in the history before the connection was
//! made, and those that were handed over since.

use std::collections::{HashMap, HashSet, VecDeque};

use super::super::replies::{Chat, ChatMessage};

/// Ids that are kept of one chat.
const KEPT: usize = 256;
/// Chats whose history is read when a connection is made, besides those that had an event.
pub(super) const MOST_CHATS: usize = 100;
/// Chats that are kept; those whose last event is the oldest are forgotten.
pub(super) const MOST_KEPT: usize = 1000;

/// A step of catching up.
#[derive(Debug, Clone)]
pub(super) enum CatchUp {
    /// Read the list of chats.
    List,
    /// Read the history of a chat that is known.
    Known(i64),
    /// Read that of a chat that was not known to exist.
    Found(Box<Chat>),
}

/// Last messages of one chat.
#[derive(Debug, Default)]
struct Known {
    order: VecDeque<String>,
    ids: HashSet<String>,
    /// True if `ids` are complete. A chat of which only the status is known has none.
    begun: bool,
    /// Status as the hub counts.
    status: Option<i64>,
    /// Number of the last event of all chats that was of this one.
    last: u64,
}

impl Known {
    /// False if it was known already.
    fn add(&mut self, id: &str) -> bool {
        if !self.ids.insert(id.to_owned()) {
            return false;
        }
        self.order.push_back(id.to_owned());
        if self.order.len() > KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
        true
    }
}

/// All chats.
#[derive(Debug, Default)]
pub(super) struct History {
    chats: HashMap<i64, Known>,
    /// True if the first connection read the whole list of chats.
    complete: bool,
    events: u64,
}

impl History {
    /// Takes over a chat as it was before the first connection.
    pub(super) fn begin(&mut self, chat_id: i64, messages: &[ChatMessage]) {
        let known = self.known(chat_id);
        known.begun = true;
        for id in messages.iter().rev().take(KEPT).rev().filter_map(ChatMessage::id) {
            known.add(id);
        }
    }

    /// Notes whether the chats that were begun are all chats.
    pub(super) fn begun(&mut self, complete: bool) {
        self.complete = complete;
    }

    /// The chat, which is new here perhaps.
    fn known(&mut self, chat_id: i64) -> &mut Known {
        if self.chats.len() >= MOST_KEPT && !self.chats.contains_key(&chat_id) {
            let oldest = self.chats.iter().min_by_key(|(_, known)| known.last).map(|(id, _)| *id);
            oldest.map(|oldest| self.chats.remove(&oldest));
            // A chat that appears may be one that was forgotten.
            self.complete = false;
        }
        self.chats.entry(chat_id).or_default()
    }

    pub(super) fn knows(&self, chat_id: i64) -> bool {
        self.chats.get(&chat_id).is_some_and(|known| known.begun)
    }

    /// Chats that had an event, the last first.
    pub(super) fn recent(&self) -> Vec<i64> {
        let begun = self.chats.iter().filter(|(_, known)| known.begun);
        let mut chats: Vec<(u64, i64)> = begun.map(|(id, known)| (known.last, *id)).collect();
        chats.sort_unstable_by(|a, b| b.cmp(a));
        chats.into_iter().map(|(_, id)| id).collect()
    }

    /// Notes a message that was pushed; false if the caller had it already.
    pub(super) fn pushed(&mut self, chat_id: i64, id: Option<&str>) -> bool {
        self.events = self.events.saturating_add(1);
        let events = self.events;
        let known = self.known(chat_id);
        known.last = events;
        known.begun |= id.is_some();
        id.is_none_or(|id| known.add(id))
    }

    /// Notes a new chat; false if it was known already.
    pub(super) fn created(&mut self, chat_id: i64) -> bool {
        if self.knows(chat_id) {
            return false;
        }
        self.events = self.events.saturating_add(1);
        let events = self.events;
        let known = self.known(chat_id);
        (known.begun, known.last) = (true, events);
        true
    }

    /// Notes a status as the hub counts; false if it was that already.
    pub(super) fn status(&mut self, chat_id: i64, status: i64) -> bool {
        self.known(chat_id).status.replace(status) != Some(status)
    }

    /// Notes a status without telling; true if the chat had another one.
    pub(super) fn compare_status(&mut self, chat_id: i64, status: i64) -> bool {
        self.known(chat_id).status.replace(status).is_some_and(|before| before != status)
    }

    /// A chat that is gone.
    pub(super) fn forget(&mut self, chat_id: i64) {
        self.chats.remove(&chat_id);
    }

    /// Messages of a chat's whole history that the caller has not had, and notes them as handed over.
    pub(super) fn missed(&mut self, chat_id: i64, messages: Vec<ChatMessage>) -> Vec<ChatMessage> {
        if !self.knows(chat_id) {
            // Forgotten for a chat with a later event: nothing tells old messages from new ones.
            self.begin(chat_id, &messages);
            return Vec::new();
        }
        let known = self.known(chat_id);
        // Messages before the kept ids were delivered earlier, or are older than the first connection.
        let first = messages.iter().position(|message| message.id().is_some_and(|id| known.ids.contains(id)));
        let rest = messages.into_iter().skip(first.unwrap_or(0));
        // A message without an id cannot be told from one that was handed over.
        rest.filter(|message| message.id().is_some_and(|id| known.add(id))).collect()
    }

    /// Messages of a chat that nobody knew to exist: all of them if it is new, else those that nobody has read.
    pub(super) fn found(&mut self, chat: &Chat, messages: Vec<ChatMessage>) -> (bool, Vec<ChatMessage>) {
        let Some(chat_id) = chat.id() else { return (false, Vec::new()) };
        if self.complete {
            self.known(chat_id).begun = true;
            return (true, self.missed(chat_id, messages));
        }
        let unread = usize::try_from(chat.unread_count().unwrap_or(0)).unwrap_or(0);
        let split = messages.len().saturating_sub(unread);
        self.begin(chat_id, messages.get(..split).unwrap_or_default());
        (false, self.missed(chat_id, messages))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::{Json, Wrap, read_record};

    fn messages(ids: impl IntoIterator<Item = u32>) -> Vec<ChatMessage> {
        let read = |id| {
            let json = Json::object(format!("{{\"id\":{id},\"chatId\":7}}")).unwrap();
            ChatMessage::of(read_record(ChatMessage::class(), &json).unwrap())
        };
        ids.into_iter().map(read).collect()
    }

    fn ids(messages: &[ChatMessage]) -> Vec<u32> {
        messages.iter().map(|message| message.id().unwrap().parse().unwrap()).collect()
    }

    #[test]
    fn what_was_missed_comes_once_and_in_order() {
        let mut history = History::default();
        history.begin(7, &messages(1..=3));
        assert!(history.pushed(7, Some("4")));
        assert!(!history.pushed(7, Some("4")));
        // Pushed in another order than the history has it: 6 came, 5 did not.
        assert!(history.pushed(7, Some("6")));
        assert_eq!(ids(&history.missed(7, messages(1..=8))), [5, 7, 8]);
        assert!(history.missed(7, messages(1..=8)).is_empty());
        assert!(!history.pushed(7, Some("8")));
    }

    #[test]
    fn a_long_history_does_not_come_again() {
        let mut history = History::default();
        history.begin(7, &messages(1..=5000));
        for id in 5001..=6000_u32 {
            assert!(history.pushed(7, Some(&id.to_string())));
        }
        assert_eq!(ids(&history.missed(7, messages(1..=6002))), [6001, 6002]);
        // The provider dropped what is old.
        assert_eq!(ids(&history.missed(7, messages(6003..=6004))), [6003, 6004]);
    }

    #[test]
    fn a_status_alone_brings_no_old_messages() {
        let json = Json::object(r#"{"id":9,"countUnread":0}"#.to_owned()).unwrap();
        let chat = Chat::of(read_record(Chat::class(), &json).unwrap());
        let mut history = History::default();
        assert!(history.status(9, 1));
        assert!(!history.knows(9) && history.recent().is_empty());
        assert!(history.found(&chat, messages(1..=3)).1.is_empty());
        assert!(history.knows(9));
    }

    #[test]
    fn chats_are_forgotten_in_the_order_of_their_events() {
        let mut history = History::default();
        history.begun(true);
        let most = i64::try_from(MOST_KEPT).unwrap();
        for chat in 1..=most + 1 {
            assert!(history.pushed(chat, Some("1")));
        }
        assert_eq!(history.recent().len(), MOST_KEPT);
        assert!(!history.knows(1) && history.knows(2) && history.knows(most + 1));
        assert!(!history.complete);
    }

    #[test]
    fn the_history_of_a_forgotten_chat_does_not_come_again() {
        let mut history = History::default();
        let most = i64::try_from(MOST_KEPT).unwrap();
        for chat in 1..=most + 1 {
            history.begin(chat, &messages(1..=3));
        }
        let forgotten = (1..=most + 1).find(|chat| !history.knows(*chat)).unwrap();
        assert!(history.missed(forgotten, messages(1..=4)).is_empty());
        assert_eq!(ids(&history.missed(forgotten, messages(1..=5))), [5]);
    }

    #[test]
    fn a_chat_that_appears_is_new_only_if_all_chats_were_known() {
        let json = Json::object(r#"{"id":9,"countUnread":1}"#.to_owned()).unwrap();
        let chat = Chat::of(read_record(Chat::class(), &json).unwrap());
        let mut all = History::default();
        all.begun(true);
        let (new, found) = all.found(&chat, messages(1..=3));
        assert_eq!((new, ids(&found)), (true, vec![1, 2, 3]));
        let (new, found) = History::default().found(&chat, messages(1..=3));
        assert_eq!((new, ids(&found)), (false, vec![3]));
    }
}
