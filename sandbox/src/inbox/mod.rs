//! The inbox: a bounded store of messages, indexed by sequence number, recipient and customer message id.

pub(crate) mod conversation;
mod id;
pub(crate) mod inbound;
pub(crate) mod message;
pub(crate) mod search;

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::value::RawValue;

use self::conversation::{Conversation, Conversations};
use self::id::Ids;
use self::inbound::{Inbound, InboundKind};
use self::message::{Api, Message, RequestOrigin};
use self::search::{SearchEntry, SearchFilter, SearchHits};
use crate::provider::common::credentials::Account;
use crate::simulate::clock::Millis;
use crate::simulate::magic::Fate;
use crate::store::Journal;

/// The messages, oldest first.
#[derive(Debug)]
pub(crate) struct Inbox {
    messages: VecDeque<Arc<Message>>,
    /// Search entry of each message, in the same order.
    glances: VecDeque<SearchEntry>,
    /// Search entries before this index have their final state.
    settled: usize,
    conversations: Conversations,
    /// The newest message for the hash of a customer message id.
    by_id: HashMap<u64, u64>,
    hasher: RandomState,
    /// Sequence numbers of messages and events, shared by all spaces.
    numbers: Arc<AtomicU64>,
    next_list: u64,
    ids: Ids,
    capacity: usize,
    unread: usize,
    /// New messages whose recipients act.
    scripted: Vec<u64>,
    /// The request that is being served.
    pub(crate) origin: Option<Arc<RequestOrigin>>,
    /// Saves changes to the store file.
    pub(crate) journal: Option<Journal>,
}

impl Inbox {
    pub(crate) fn new(capacity: usize, salt: u64, numbers: Arc<AtomicU64>) -> Self {
        Self {
            messages: VecDeque::new(),
            glances: VecDeque::new(),
            settled: 0,
            conversations: Conversations::default(),
            by_id: HashMap::new(),
            hasher: RandomState::new(),
            numbers,
            next_list: 880_001,
            ids: Ids { salt },
            capacity: capacity.max(1),
            unread: 0,
            scripted: Vec::new(),
            origin: None,
            journal: None,
        }
    }

    pub(crate) fn new_list(&mut self) -> u64 {
        self.next_list += 1;
        self.next_list - 1
    }

    /// Takes a sequence number.
    pub(crate) fn next_seq(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Makes a message with a new sequence number, received now on the channel `kind`, and otherwise empty.
    pub(crate) fn new_message(&self, api: Api, kind: &'static str, request: Arc<RawValue>, now: Millis) -> Message {
        Message {
            seq: self.next_seq(),
            list_id: 0,
            api,
            kind,
            channel: kind,
            from: Box::default(),
            to: Box::default(),
            digits: Box::default(),
            text: Box::default(),
            rendered: None,
            customer_message_id: None,
            ttl: None,
            caller_id: None,
            fallbacks: Box::default(),
            fate: Fate::DELIVERED,
            received_at: now,
            starts_at: now,
            content: None,
            request,
            row: None,
            origin: None,
            ordered: Vec::new(),
            seen: false,
            same_id: None,
        }
    }

    /// Returns true if the next message takes the place of the oldest.
    pub(crate) fn is_full(&self) -> bool {
        self.messages.len() >= self.capacity
    }

    /// Stores a message, and drops the oldest if there is no room.
    pub(crate) fn push(&mut self, mut message: Message) {
        while self.is_full() {
            let Some(oldest) = self.messages.pop_front() else { break };
            self.glances.pop_front();
            self.settled = self.settled.saturating_sub(1);
            self.forget(&oldest);
            if let Some(journal) = &self.journal {
                journal.remove(oldest.seq);
            }
        }
        message.origin = message.origin.or_else(|| self.origin.clone());
        if let Some(id) = &message.customer_message_id {
            message.same_id = self.by_id.insert(self.hasher.hash_one(&**id), message.seq);
        }
        self.conversations.add(&message.digits, message.seq, message.seen);
        self.unread += usize::from(!message.seen);
        self.next_list = self.next_list.max(message.list_id + 1);
        if let Fate::Taken { script: Some(_), .. } = message.fate {
            self.scripted.push(message.seq);
        }
        self.settle_some(message.received_at);
        let glance = SearchEntry::of(&message);
        let message = Arc::new(message);
        if let Some(journal) = &self.journal {
            journal.message(Arc::clone(&message));
        }
        match self.messages.back() {
            // Only a message from another space is not the newest.
            Some(newest) if newest.seq > message.seq => {
                let place = self.messages.partition_point(|other| other.seq < message.seq);
                self.messages.insert(place, message);
                self.glances.insert(place, glance);
            }
            _ => {
                self.messages.push_back(message);
                self.glances.push_back(glance);
            }
        }
    }

    /// Completes a few search entries with every message, so that the first search by status is fast.
    fn settle_some(&mut self, now: Millis) {
        for _ in 0..2 {
            let (glance, message) = (self.glances.get(self.settled), self.messages.get(self.settled));
            let Some((glance, message)) = glance.zip(message) else { return };
            if !glance.settle_beforehand(message, now) {
                return;
            }
            self.settled += 1;
        }
    }

    /// Removes a message that is no longer in the list from the indexes.
    fn forget(&mut self, message: &Message) {
        let gone = self.conversations.remove(&message.digits, message.seq, message.seen);
        self.forget_inbound(gone);
        self.unread -= usize::from(!message.seen);
        let Some(id) = &message.customer_message_id else { return };
        let hash = self.hasher.hash_one(&**id);
        if self.by_id.get(&hash) == Some(&message.seq) {
            match message.same_id {
                Some(before) => self.by_id.insert(hash, before),
                None => self.by_id.remove(&hash),
            };
            return;
        }
        let mut at = self.by_id.get(&hash).copied();
        while let Some(other) = at.and_then(|seq| self.by_seq_mut(seq)) {
            if other.same_id == Some(message.seq) {
                other.same_id = message.same_id;
                return;
            }
            at = other.same_id;
        }
    }

    fn forget_inbound(&self, gone: Vec<u64>) {
        if let Some(journal) = &self.journal {
            gone.into_iter().for_each(|seq| journal.remove_inbound(seq));
        }
    }

    /// Deletes a conversation: all messages to a number, and what came from it. False if there is none.
    pub(crate) fn remove_conversation(&mut self, digits: &str) -> bool {
        let Some(conversation) = self.conversations.get(digits) else { return false };
        let seqs: Vec<u64> = conversation.messages.iter().copied().collect();
        for seq in seqs {
            self.remove(seq);
        }
        let gone = self.conversations.remove_all(digits);
        self.forget_inbound(gone);
        true
    }

    pub(crate) fn remove(&mut self, seq: u64) -> bool {
        let place = self.place(seq);
        let removed = place.and_then(|place| self.messages.remove(place));
        place.map(|place| self.glances.remove(place));
        if let Some(journal) = self.journal.as_ref().filter(|_| removed.is_some()) {
            journal.remove(seq);
        }
        removed.inspect(|message| self.forget(message)).is_some()
    }

    /// Takes the messages of one account, and what their recipients did with them, for a space of their own.
    pub(crate) fn take_all(&mut self, account: &Account) -> (Vec<Message>, Vec<Inbound>) {
        let is_own = |m: &Arc<Message>| m.origin.as_ref().is_some_and(|origin| origin.account == *account);
        let own: Vec<_> = self.messages.iter().filter(|message| is_own(message)).map(Arc::clone).collect();
        if own.is_empty() {
            return (Vec::new(), Vec::new());
        }
        // First, so that forgetting messages forgets nothing of what came.
        let came = std::mem::take(&mut self.conversations).into_inbound();
        // Newest first, because a message names the one before it with the same customer message id.
        own.iter().rev().for_each(|message| self.forget(message));
        self.messages.retain(|message| !is_own(message));
        self.glances = self.messages.iter().map(|message| SearchEntry::of(message)).collect();
        self.settled = 0;
        let seqs: HashSet<u64> = own.iter().map(|message| message.seq).collect();
        let (theirs, rest) = came.partition(|inbound| inbound.about.is_some_and(|seq| seqs.contains(&seq)));
        self.conversations = Conversations::of(self.messages.iter().map(|message| &**message), rest);
        (own.into_iter().map(Arc::unwrap_or_clone).collect(), theirs)
    }

    /// Stores messages, and what their recipients did, in the order in which that happened.
    pub(crate) fn take_in(&mut self, messages: impl IntoIterator<Item = Message>, inbound: Vec<Inbound>) {
        let mut inbound = inbound.into_iter().peekable();
        for message in messages {
            while let Some(earlier) = inbound.next_if(|inbound| inbound.seq < message.seq) {
                self.receive(earlier);
            }
            self.push(message);
        }
        inbound.for_each(|inbound| self.receive(inbound));
        // The actions of their recipients are planned already.
        self.scripted.clear();
    }

    /// Deletes all messages. Sequence numbers are not reused, so that an old id never finds another message.
    pub(crate) fn clear(&mut self) {
        if let Some(journal) = &self.journal {
            journal.clear();
        }
        self.messages = VecDeque::new();
        self.glances = VecDeque::new();
        self.settled = 0;
        self.conversations = Conversations::default();
        self.by_id = HashMap::new();
        self.unread = 0;
    }

    /// Message id, as the provider's APIs show it.
    pub(crate) fn id(&self, api: Api, seq: u64) -> String {
        self.ids.id(api, seq)
    }

    /// A GUID that is no message's.
    pub(crate) fn new_event_id(&self) -> String {
        self.ids.event(self.next_seq())
    }

    /// Finds a message by its message id.
    pub(crate) fn find(&self, id: &str) -> Option<&Message> {
        let message = self.by_seq(self.ids.number(id)?)?;
        (self.id(message.api, message.seq).eq_ignore_ascii_case(id) && message.plan().is_some()).then_some(message)
    }

    fn place(&self, seq: u64) -> Option<usize> {
        // There are gaps only where messages were deleted.
        let guess = usize::try_from(seq.checked_sub(self.messages.front()?.seq)?).ok()?;
        if self.messages.get(guess).is_some_and(|message| message.seq == seq) {
            return Some(guess);
        }
        self.messages.binary_search_by_key(&seq, |message| message.seq).ok()
    }

    pub(crate) fn by_seq(&self, seq: u64) -> Option<&Message> {
        self.messages.get(self.place(seq)?).map(|message| &**message)
    }

    pub(crate) fn by_seq_mut(&mut self, seq: u64) -> Option<&mut Message> {
        let place = self.place(seq)?;
        self.glances.get(place)?.unsettle();
        // Copies only while the previous state is being saved.
        self.messages.get_mut(place).map(Arc::make_mut)
    }

    /// Oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.iter().map(|message| &**message)
    }

    /// Newest first.
    pub(crate) fn newest(&self) -> impl Iterator<Item = &Message> {
        self.iter().rev()
    }

    /// Messages before `before` that may match, newest first, until the budget is used up.
    pub(crate) fn search(&self, look: &SearchFilter<'_>, before: u64, budget: usize, now: Millis) -> SearchHits<'_> {
        let place = self.messages.partition_point(|message| message.seq < before);
        let named = look.seq.and_then(|seq| self.place(seq));
        SearchHits::new((&self.messages, &self.glances), look, named, place, budget, now)
    }

    /// Takes the new messages whose recipients act.
    pub(crate) fn take_scripted(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.scripted)
    }

    pub(crate) fn len(&self) -> usize {
        self.messages.len()
    }

    pub(crate) fn unread(&self) -> usize {
        self.unread
    }

    /// The messages to these digits, newest first.
    pub(crate) fn to(&self, digits: String) -> impl Iterator<Item = &Message> {
        let seqs = self.conversations.get(&digits).map(|conversation| &conversation.messages);
        seqs.into_iter().flatten().rev().filter_map(|seq| self.by_seq(*seq)).filter(move |m| *m.digits == digits)
    }

    /// The messages with this customer message id, newest first.
    pub(crate) fn with_customer_id(&self, id: String) -> impl Iterator<Item = &Message> {
        let newest = self.by_id.get(&self.hasher.hash_one(id.as_str())).and_then(|seq| self.by_seq(*seq));
        let chain = std::iter::successors(newest, |message| self.by_seq(message.same_id?));
        chain.filter(move |message| message.customer_message_id.as_deref() == Some(id.as_str()))
    }

    pub(crate) fn conversation(&self, digits: &str) -> Option<&Conversation> {
        self.conversations.get(digits)
    }

    /// The newest first, from the one before `before` on; each with the number of what happened last.
    pub(crate) fn conversations(&self, before: u64) -> impl Iterator<Item = (u64, &Conversation)> {
        self.conversations.newest(before)
    }

    pub(crate) fn count_conversations(&self) -> usize {
        self.conversations.len()
    }

    /// The newest of what came in a conversation.
    pub(crate) fn newest_inbound(&self, conversation: &Conversation) -> Option<&Inbound> {
        self.conversations.newest_inbound(conversation)
    }

    /// Returns the replies from a number, newest first.
    pub(crate) fn inbound(&self, digits: &str) -> impl Iterator<Item = &Inbound> {
        self.conversations.inbound(digits)
    }

    /// Returns the time when the recipient of a message first pressed one of its buttons.
    pub(crate) fn first_press(&self, message: &Message) -> Option<Millis> {
        let pressed = |inbound: &&Inbound| {
            inbound.about == Some(message.seq) && matches!(inbound.kind, InboundKind::Open | InboundKind::Press)
        };
        self.inbound(&message.digits).filter(pressed).last().map(|inbound| inbound.at)
    }

    /// Stores what a recipient did.
    pub(crate) fn receive(&mut self, inbound: Inbound) {
        if let Some(journal) = &self.journal {
            journal.inbound(&inbound);
        }
        if let (Some(dropped), Some(journal)) = (self.conversations.receive(inbound), &self.journal) {
            journal.remove_inbound(dropped);
        }
    }

    /// Saves a message that was changed.
    pub(crate) fn keep(&self, seq: u64) {
        let place = self.place(seq);
        if let (Some(journal), Some(message)) = (&self.journal, place.and_then(|place| self.messages.get(place))) {
            journal.message(Arc::clone(message));
        }
    }

    /// Everything that recipients did, oldest first.
    pub(crate) fn all_inbound(&self) -> impl Iterator<Item = &Inbound> {
        self.conversations.all_inbound()
    }

    /// The messages, shared, oldest first.
    pub(crate) fn share(&self) -> Vec<Arc<Message>> {
        self.messages.iter().map(Arc::clone).collect()
    }

    pub(crate) fn mark_seen(&mut self, digits: &str) {
        let Some(conversation) = self.conversations.get(digits).filter(|c| c.unread > 0) else { return };
        let seqs: Vec<u64> = conversation.messages.iter().copied().collect();
        for seq in seqs {
            let Some(message) = self.by_seq_mut(seq) else { continue };
            if !std::mem::replace(&mut message.seen, true) {
                self.unread -= 1;
                self.keep(seq);
            }
        }
        self.conversations.mark_seen(digits);
    }
}
