//! A compact search entry for each message, so that a full store is searched in milliseconds.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::Arc;

use super::message::{Api, Message};
use crate::simulate::clock::Millis;
use crate::simulate::lifecycle;

/// Statuses, channels and types that have a number; any other word is compared in the message.
const WORDS: &[&str] = &[
    "scheduled",
    "processing",
    "delivered",
    "read",
    "undeliverable",
    "permanenterror",
    "expired",
    "failed",
    "rejected",
    "sms",
    "viber",
    "viber_bot",
    "telegram",
    "rcs",
    "flashcall",
    "push",
    "viber_promo",
    "viber_trans",
    "viber_carousel",
    "viber_survey",
    "viber_otp",
    "promo",
    "trans",
];
/// Number of any other word.
const OTHER: u8 = u8::MAX;

fn number(word: &str) -> u8 {
    WORDS.iter().position(|known| *known == word).and_then(|place| u8::try_from(place).ok()).unwrap_or(OTHER)
}

/// Characters for a case-insensitive comparison.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c })
}

/// Case-insensitive part of a text.
#[derive(Debug)]
pub(crate) struct TextPattern(String);

impl TextPattern {
    pub(crate) fn new(text: &str) -> Self {
        Self(folded(text).collect())
    }

    pub(crate) fn is_in(&self, text: &str) -> bool {
        if text.is_ascii() {
            let piece = self.0.as_bytes();
            return piece.is_empty()
                || text.as_bytes().windows(piece.len()).any(|part| part.eq_ignore_ascii_case(piece));
        }
        folded(text).collect::<String>().contains(&self.0)
    }
}

/// A Bloom filter of the pairs of characters in some texts; it has false positives.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct BigramSet([u64; 4]);

impl BigramSet {
    /// The pairs of a part of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut letters = Self::default();
        letters.add(text);
        letters
    }

    fn set(&mut self, hash: u32) {
        self.0[(hash >> 30) as usize] |= 1 << (hash >> 24 & 63);
    }

    fn add(&mut self, text: &str) {
        let mut before = None;
        let mut pair = |c: u32| {
            if let Some(before) = before.replace(c) {
                self.set((c.wrapping_mul(31) ^ before).wrapping_mul(0x9e37_79b1));
            }
        };
        if text.is_ascii() {
            text.bytes().for_each(|c| pair(c.to_ascii_lowercase().into()));
        } else {
            folded(text).for_each(|c| pair(c.into()));
        }
    }

    fn has(&self, wanted: &Self) -> bool {
        self.0.iter().zip(wanted.0).all(|(has, wanted)| has & wanted == wanted)
    }
}

/// State of a message that no longer changes on its own.
#[derive(Debug, Clone, Copy)]
struct FinalState {
    status: u8,
    channel: u8,
    seen: bool,
}

/// Search entry of one message.
#[derive(Debug)]
pub(super) struct SearchEntry {
    /// Pairs of the texts that are searched.
    letters: BigramSet,
    api: Api,
    kind: u8,
    /// None while the status may change, or until it is needed.
    settled: Cell<Option<FinalState>>,
}

impl SearchEntry {
    pub(super) fn of(message: &Message) -> Self {
        let mut letters = BigramSet::default();
        let own_id = message.customer_message_id.as_ref();
        for text in [Some(&message.text), message.rendered.as_ref(), Some(&message.from), Some(&message.digits), own_id]
        {
            letters.add(text.map_or("", |text| text));
        }
        Self { letters, api: message.api, kind: number(message.kind), settled: Cell::new(None) }
    }

    /// Forgets the final state, after a change of the message.
    pub(super) fn unsettle(&self) {
        self.settled.set(None);
    }

    /// Returns the present state, and keeps it if it is final.
    fn settle(&self, message: &Message, now: Millis) -> FinalState {
        if let Some(settled) = self.settled.get() {
            return settled;
        }
        let changes = message.status_changes();
        let delivery = message.plan().map(|_| lifecycle::delivery_state(&changes, message.age(now)));
        let settled = FinalState {
            status: number(message.word(delivery)),
            channel: number(message.channel_name(delivery.map_or(0, |delivery| delivery.channel))),
            seen: message.seen,
        };
        if changes.last().is_none_or(|last| message.time_of(last) <= now) {
            self.settled.set(Some(settled));
        }
        settled
    }

    /// Keeps the state if it is final; false if it may be final soon.
    pub(super) fn settle_beforehand(&self, message: &Message, now: Millis) -> bool {
        self.settle(message, now);
        self.is_settled() || now.saturating_sub(message.received_at) > LONG
    }

    /// True if the state is final.
    fn is_settled(&self) -> bool {
        self.settled.get().is_some()
    }
}

/// Filter of a search. Everything set must match.
#[derive(Debug, Default)]
pub(crate) struct SearchFilter<'a> {
    /// At least one of these sets must match, if there are any.
    pub(crate) letters: Vec<BigramSet>,
    pub(crate) api: Option<&'a str>,
    pub(crate) kind: Option<&'a str>,
    pub(crate) status: Option<&'a str>,
    /// The channel that carries the message.
    pub(crate) channel: Option<&'a str>,
    pub(crate) unread: bool,
    /// Only messages whose status may still change.
    pub(crate) moving: bool,
    /// Sequence number of a message that matches whatever its text.
    pub(crate) seq: Option<u64>,
}

/// Result of comparing a search entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    No,
    Yes,
    /// The message itself must be compared.
    Perhaps,
}

/// A [`SearchFilter`] with words as numbers.
#[derive(Debug)]
struct PreparedFilter {
    letters: Vec<BigramSet>,
    /// The inner option is none for an unknown API.
    api: Option<Option<Api>>,
    kind: Option<u8>,
    status: Option<u8>,
    channel: Option<u8>,
    unread: bool,
    moving: bool,
}

impl SearchFilter<'_> {
    fn prepared(&self) -> PreparedFilter {
        PreparedFilter {
            letters: self.letters.clone(),
            api: self.api.map(|word| Api::ALL.into_iter().find(|api| api.name() == word)),
            kind: self.kind.map(number),
            status: self.status.map(number),
            channel: self.channel.map(number),
            unread: self.unread,
            moving: self.moving,
        }
    }
}

impl PreparedFilter {
    fn at(&self, glance: &SearchEntry, message: &Message, is_named: bool, now: Millis) -> Verdict {
        let has = |letters: &BigramSet| glance.letters.has(letters);
        let is_not = |wanted: Option<u8>, has: u8| wanted.is_some_and(|number| number != has);
        if self.api.is_some_and(|api| api != Some(glance.api))
            || is_not(self.kind, glance.kind)
            || !(is_named || self.letters.is_empty() || self.letters.iter().any(has))
        {
            return Verdict::No;
        }
        let mut is_certain = self.letters.is_empty() && self.kind != Some(OTHER);
        if self.status.is_some() || self.channel.is_some() || self.unread || self.moving {
            let FinalState { status, channel, seen } = glance.settle(message, now);
            if is_not(self.status, status)
                || is_not(self.channel, channel)
                || (self.unread && seen)
                || (self.moving && glance.is_settled())
            {
                return Verdict::No;
            }
            is_certain &= self.status != Some(OTHER) && self.channel != Some(OTHER);
        }
        if is_certain { Verdict::Yes } else { Verdict::Perhaps }
    }
}

/// The messages that may match, newest first, each with whether it certainly does.
#[derive(Debug)]
pub(crate) struct SearchHits<'i> {
    messages: &'i VecDeque<Arc<Message>>,
    glances: &'i VecDeque<SearchEntry>,
    wanted: PreparedFilter,
    now: Millis,
    /// Index of the message whose sequence number is searched for.
    named: Option<usize>,
    /// Messages before this index are not yet compared.
    place: usize,
    /// Remaining budget, in search entries.
    budget: usize,
}

/// Age after which an unfinished message is compared only when searched.
const LONG: Millis = 60_000;
/// Cost of comparing a message, in search entries.
const COST: usize = 40;

impl<'i> SearchHits<'i> {
    /// Searches the messages before this index.
    pub(super) fn new(
        (messages, glances): (&'i VecDeque<Arc<Message>>, &'i VecDeque<SearchEntry>),
        look: &SearchFilter<'_>,
        named: Option<usize>,
        place: usize,
        budget: usize,
        now: Millis,
    ) -> Self {
        Self { messages, glances, wanted: look.prepared(), now, named, place, budget }
    }

    /// Sequence number of the last message compared, if there are more before it.
    pub(crate) fn rest(&self) -> Option<u64> {
        (self.place > 0).then(|| self.messages.get(self.place).map(|message| message.seq)).flatten()
    }
}

impl<'i> Iterator for SearchHits<'i> {
    type Item = (&'i Message, bool);

    fn next(&mut self) -> Option<Self::Item> {
        while self.place > 0 && self.budget > 0 {
            let (glance, message) = (self.glances.get(self.place - 1)?, self.messages.get(self.place - 1)?);
            self.place -= 1;
            let was_settled = glance.is_settled();
            let verdict = self.wanted.at(glance, message, self.named == Some(self.place), self.now);
            let is_looked_into = verdict == Verdict::Perhaps || glance.is_settled() != was_settled;
            self.budget = self.budget.saturating_sub(if is_looked_into { COST } else { 1 });
            if verdict != Verdict::No {
                return Some((message, verdict == Verdict::Yes));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_whatever_its_case() {
        for (text, part) in [
            ("Your parcel 7", "PARCEL"),
            ("Ваше Замовлення", "ЗАМОВ"),
            ("ΟΔΟΣ ΑΒ", "οδος"),
            ("İstanbul", "İST"),
            ("a€b", "€"),
            ("38067", "067"),
        ] {
            assert!(TextPattern::new(part).is_in(text), "{part} in {text}");
            assert!(BigramSet::of(text).has(&BigramSet::of(part)), "{part} in {text}");
        }
        assert!(!TextPattern::new("parsel").is_in("Your parcel 7"));
        assert!(!BigramSet::of("Your parcel 7").has(&BigramSet::of("nowhere to be found")));
    }

    #[test]
    fn no_two_words_have_one_number() {
        let numbers: std::collections::HashSet<u8> = WORDS.iter().map(|word| number(word)).collect();
        assert_eq!(numbers.len(), WORDS.len());
        assert_eq!(number("of no list"), OTHER);
    }
}
