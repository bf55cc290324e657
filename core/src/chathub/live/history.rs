//! Messages of each chat that the caller already received, so that none is missing or repeated after an interruption.
//!
//! The hub pushes to connected clients only. The history of a chat (`chat_messages`, oldest first) has what it did not
//! push. Of each chat the ids of the last history are kept, and of the messages that were handed over since.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::super::replies::{Chat, ChatMessage};

/// Ids that are kept of one chat besides those of its last history.
const KEPT: usize = 4096;
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
    /// The same of a chat that the list does not name: it may be gone.
    Unlisted(i64),
    /// Read that of a chat that was not known to exist.
    Found(Box<Chat>),
}

impl CatchUp {
    /// The chat whose history is read.
    pub(super) fn chat_id(&self) -> Option<i64> {
        match self {
            Self::List => None,
            Self::Known(chat) | Self::Unlisted(chat) => Some(*chat),
            Self::Found(chat) => chat.id(),
        }
    }
}

/// Messages of one chat.
#[derive(Debug, Default)]
struct Known {
    order: VecDeque<Arc<str>>,
    ids: HashSet<Arc<str>>,
    /// Messages of the last history.
    length: usize,
    /// Messages of the next history up to this one are not new, though their ids may not be kept.
    old_until: Option<Arc<str>>,
    /// Ids that were taken for old because nothing tells. One that the hub pushes is new.
    unsure: HashSet<Arc<str>>,
    /// True if messages that are not known are new. A chat of which only the status is known has none.
    begun: bool,
    /// True if the chat was told as new, or is older than the first connection.
    told: bool,
    /// Status as the hub counts.
    status: Option<i64>,
    /// Number of the last event of all chats that was of this one.
    last: u64,
}

impl Known {
    /// False if it was known already.
    fn add(&mut self, id: &str) -> bool {
        if self.ids.contains(id) {
            return false;
        }
        let id = Arc::<str>::from(id);
        self.ids.insert(Arc::clone(&id));
        self.order.push_back(id);
        true
    }

    fn trim(&mut self) {
        while self.order.len() > self.length.saturating_add(KEPT) {
            let Some(oldest) = self.order.pop_front() else { break };
            self.ids.remove(&oldest);
            self.old_until = Some(oldest);
        }
    }

    /// Place in a history of the first message that may be new.
    fn first_new(&self, messages: &[ChatMessage]) -> usize {
        let Some(old) = &self.old_until else { return 0 };
        let place = |is: &dyn Fn(&str) -> bool| messages.iter().position(|message| message.id().is_some_and(is));
        let after = place(&|id| id == &**old).map(|place| place.saturating_add(1));
        after.or_else(|| place(&|id| self.ids.contains(id))).unwrap_or(0)
    }

    /// Takes over a whole history, and returns the messages from `first` on that were not known. Older ones that were not
    /// known are taken for old.
    fn take(&mut self, messages: Vec<ChatMessage>, first: usize, nowhere: &Self) -> Vec<ChatMessage> {
        self.length = messages.len();
        self.old_until = None;
        self.unsure.clear();
        let places = messages.into_iter().enumerate();
        // A message without an id cannot be told from one that was handed over.
        let unknown = places.filter(|(_, message)| message.id().is_some_and(|id| self.add(id)));
        let missed = unknown.filter(|(place, _)| *place >= first).map(|(_, message)| message);
        let missed = missed.filter(|message| !message.id().is_some_and(|id| nowhere.ids.contains(id))).collect();
        self.trim();
        missed
    }

    /// The same for a chat of which nothing tells old messages from new ones but that those before `first` were read.
    fn guess(&mut self, messages: Vec<ChatMessage>, first: usize, nowhere: &Self) -> Vec<ChatMessage> {
        let old = messages.iter().take(first).filter_map(ChatMessage::id).filter(|id| !self.ids.contains(*id));
        let unsure = old.map(Arc::from).collect();
        let missed = self.take(messages, first, nowhere);
        (self.begun, self.told, self.unsure) = (true, true, unsure);
        missed
    }
}

/// All chats.
#[derive(Debug, Default)]
pub(super) struct History {
    chats: HashMap<i64, Known>,
    /// True if the first connection read the whole list of chats.
    complete: bool,
    events: u64,
    /// Messages that were pushed without their chat. No two messages have the same id: the hub tells a message's status
    /// by its id alone.
    nowhere: Known,
}

impl History {
    /// Takes over a chat as it was before the first connection.
    pub(super) fn begin(&mut self, chat_id: i64, messages: Vec<ChatMessage>) {
        let (known, nowhere) = self.both(chat_id);
        (known.begun, known.told) = (true, true);
        known.take(messages, usize::MAX, nowhere);
    }

    /// Notes whether the chats that were begun are all chats.
    pub(super) fn begun(&mut self, complete: bool) {
        self.complete = complete;
    }

    /// Notes that a chat is older than the first connection.
    pub(super) fn existed(&mut self, chat_id: i64) {
        self.known(chat_id).told = true;
    }

    /// Returns true if a chat is not new.
    pub(super) fn exists(&self, chat_id: i64) -> bool {
        self.chats.get(&chat_id).is_some_and(|known| known.told)
    }

    /// The chat, which is new here perhaps.
    fn known(&mut self, chat_id: i64) -> &mut Known {
        self.both(chat_id).0
    }

    /// The same, and the messages that were pushed without their chat.
    fn both(&mut self, chat_id: i64) -> (&mut Known, &Known) {
        if self.chats.len() >= MOST_KEPT && !self.chats.contains_key(&chat_id) {
            let oldest = self.chats.iter().min_by_key(|(_, known)| known.last).map(|(id, _)| *id);
            oldest.map(|oldest| self.chats.remove(&oldest));
            // A chat that appears may be one that was forgotten.
            self.complete = false;
        }
        (self.chats.entry(chat_id).or_default(), &self.nowhere)
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

    /// Notes a message that was pushed; false if the caller had it already. Unless it `begins` the chat, the history of
    /// a chat that is not known is still to be read.
    pub(super) fn pushed(&mut self, chat_id: i64, id: Option<&str>, begins: bool) -> bool {
        self.events = self.events.saturating_add(1);
        let events = self.events;
        let (known, nowhere) = self.both(chat_id);
        known.last = events;
        let Some(id) = id else { return true };
        if begins && !known.begun {
            (known.begun, known.old_until) = (true, Some(Arc::from(id)));
        }
        let new = known.unsure.remove(id) || known.add(id);
        known.trim();
        new && !nowhere.ids.contains(id)
    }

    /// Notes a message that was pushed without its chat; false if the caller had it already.
    pub(super) fn pushed_nowhere(&mut self, id: Option<&str>) -> bool {
        let Some(id) = id else { return true };
        let new = !self.chats.values().any(|known| known.ids.contains(id)) && self.nowhere.add(id);
        self.nowhere.trim();
        new
    }

    /// Notes a new chat; false if it was known already.
    pub(super) fn created(&mut self, chat_id: i64) -> bool {
        // Its first message may have come before.
        if self.exists(chat_id) {
            return false;
        }
        self.events = self.events.saturating_add(1);
        let events = self.events;
        let known = self.known(chat_id);
        (known.begun, known.told, known.last) = (true, true, events);
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

    /// Messages of a chat's whole history that the caller has not had, and notes them as handed over.
    pub(super) fn missed(&mut self, chat_id: i64, messages: Vec<ChatMessage>) -> Vec<ChatMessage> {
        let (known, nowhere) = self.both(chat_id);
        if !known.begun {
            // Forgotten for a chat with a later event, or not read in time.
            return known.guess(messages, usize::MAX, nowhere);
        }
        let first = known.first_new(&messages);
        known.take(messages, first, nowhere)
    }

    /// Messages of a chat that nobody knew to exist: all of them if it is new, else those that nobody has read.
    pub(super) fn found(&mut self, chat: &Chat, messages: Vec<ChatMessage>) -> (bool, Vec<ChatMessage>) {
        let Some(chat_id) = chat.id() else { return (false, Vec::new()) };
        if self.knows(chat_id) {
            return (false, self.missed(chat_id, messages));
        }
        if self.complete && !self.exists(chat_id) {
            let (known, nowhere) = self.both(chat_id);
            (known.begun, known.told) = (true, true);
            return (true, known.take(messages, 0, nowhere));
        }
        let unread = usize::try_from(chat.unread_count().unwrap_or(0)).unwrap_or(0);
        let first = messages.len().saturating_sub(unread);
        let (known, nowhere) = self.both(chat_id);
        (false, known.guess(messages, first, nowhere))
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
        history.begin(7, messages(1..=3));
        assert!(history.pushed(7, Some("4"), true));
        assert!(!history.pushed(7, Some("4"), true));
        // Pushed in another order than the history has it: 6 came, 5 did not.
        assert!(history.pushed(7, Some("6"), true));
        assert_eq!(ids(&history.missed(7, messages(1..=8))), [5, 7, 8]);
        assert!(history.missed(7, messages(1..=8)).is_empty());
        assert!(!history.pushed(7, Some("8"), true));
    }

    #[test]
    fn a_long_history_does_not_come_again() {
        let mut history = History::default();
        history.begin(7, messages(1..=5000));
        for id in 5001..=6000_u32 {
            assert!(history.pushed(7, Some(&id.to_string()), true));
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
            assert!(history.pushed(chat, Some("1"), true));
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
            history.begin(chat, messages(1..=3));
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

    #[test]
    fn more_than_is_kept_does_not_come_twice() {
        let mut history = History::default();
        history.begin(7, messages(1..=10));
        let most = u32::try_from(KEPT).unwrap() * 2;
        assert_eq!(history.missed(7, messages(1..=most)).len(), KEPT * 2 - 10);
        assert!((1..=most).all(|id| !history.pushed(7, Some(&id.to_string()), true)));
    }

    #[test]
    fn an_old_message_that_is_pushed_again_brings_no_others() {
        let mut history = History::default();
        history.begin(7, messages(1..=300));
        assert!(!history.pushed(7, Some("1"), true));
        assert!(history.missed(7, messages(1..=300)).is_empty());
        // Also not if its id is kept no more.
        let most = 300 + u32::try_from(KEPT).unwrap() + 100;
        assert!((301..=most).all(|id| history.pushed(7, Some(&id.to_string()), true)));
        history.pushed(7, Some("1"), true);
        assert_eq!(ids(&history.missed(7, messages(1..=most + 1))), [most + 1]);
        // Of a chat that began with a push nothing before it is new.
        assert!(history.pushed(8, Some("7"), true) && history.pushed(8, Some("1"), true));
        assert_eq!(ids(&history.missed(8, messages(1..=8))), [8]);
    }

    #[test]
    fn what_is_pushed_after_the_list_was_read_is_not_lost() {
        let json = Json::object(r#"{"id":9,"countUnread":0}"#.to_owned()).unwrap();
        let chat = Chat::of(read_record(Chat::class(), &json).unwrap());
        let mut history = History::default();
        // The history has the message already that the hub is about to push.
        assert!(history.found(&chat, messages(1..=3)).1.is_empty());
        assert!(history.pushed(9, Some("3"), true));
        assert!(!history.pushed(9, Some("3"), true));
        assert!(history.missed(9, messages(1..=3)).is_empty());
    }

    #[test]
    fn a_push_before_the_history_is_read_begins_no_chat() {
        let json = Json::object(r#"{"id":9,"countUnread":3}"#.to_owned()).unwrap();
        let chat = Chat::of(read_record(Chat::class(), &json).unwrap());
        let mut history = History::default();
        history.begun(true);
        assert!(history.pushed(9, Some("3"), false));
        let (new, found) = history.found(&chat, messages(1..=3));
        assert_eq!((new, ids(&found)), (true, vec![1, 2]));
    }

    #[test]
    fn a_message_without_its_chat_comes_once() {
        let mut history = History::default();
        history.begin(7, messages(1..=1));
        assert!(history.pushed_nowhere(Some("2")) && !history.pushed_nowhere(Some("2")));
        assert!(!history.pushed(7, Some("2"), true) && !history.pushed_nowhere(Some("1")));
        assert_eq!(ids(&history.missed(7, messages(1..=3))), [3]);
        assert!(history.pushed_nowhere(Some("4")));
        assert_eq!(ids(&history.missed(7, messages(1..=5))), [5]);
    }

    #[test]
    fn a_chat_is_created_once_and_also_after_its_first_message() {
        let mut history = History::default();
        history.begin(7, messages(1..=3));
        assert!(!history.created(7));
        assert!(history.pushed(9, Some("4"), true));
        assert!(history.created(9) && !history.created(9));
        assert!(history.created(8) && !history.created(8));
    }
}
