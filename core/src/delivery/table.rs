//! The tracked messages with what is known of each, in few bytes: there may be millions.
#![expect(clippy::indexing_slicing, reason = "every number of a message or word comes from the table itself")]

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use jiff::Timestamp;

use super::status::{DeliveryOutcome, DeliverySource, StatusEvent, replaces};
use crate::messages::{id_key, same_id};

/// Place of a message in the table.
pub(super) type Place = usize;

/// A message to track.
#[derive(Debug, Default)]
pub(super) struct NewMessage<'a> {
    pub(super) index: u64,
    pub(super) message_id: &'a str,
    pub(super) customer_message_id: &'a str,
    pub(super) to: &'a str,
    pub(super) channel: Option<&'a str>,
    pub(super) sent_at: Option<Timestamp>,
}

/// One message. Texts stand in the table; 0 is the place of the empty one.
#[derive(Debug)]
pub(super) struct TrackedMessage {
    pub(super) index: u64,
    message_id: u64,
    customer_message_id: u64,
    to: u64,
    pub(super) sent_at: Option<Timestamp>,
    /// When it had its status.
    pub(super) at: Option<Timestamp>,
    status: u32,
    channel: u32,
    cost: u32,
    pub(super) outcome: DeliveryOutcome,
    pub(super) source: Option<DeliverySource>,
    /// True if nothing more is asked: it has no id, its status is final, or the provider does not know it.
    closed: bool,
}

/// Changes that a status made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    /// It says anything new of a message.
    pub(super) news: bool,
    /// Messages that are closed now.
    pub(super) settled: usize,
}

#[derive(Debug, Default)]
pub(super) struct MessageTable {
    /// Each text behind its length.
    texts: Vec<u8>,
    /// Statuses, channels and prices: few different ones.
    words: Vec<Box<str>>,
    word_places: HashMap<Box<str>, u32>,
    pub(super) messages: Vec<TrackedMessage>,
    hasher: RandomState,
    /// Hashes of the ids with their places, sorted once the table is complete.
    by_id: Vec<(u64, u32)>,
    /// Number of messages of each outcome, in the order of [`DeliveryOutcome::ALL`].
    tally: [u64; DeliveryOutcome::ALL.len()],
}

/// Place of the empty word.
const EMPTY: u32 = 0;

impl MessageTable {
    pub(super) fn add(&mut self, message: &NewMessage<'_>) {
        let [message_id, customer_message_id, to] =
            [message.message_id.trim(), message.customer_message_id, message.to].map(|text| self.keep(text));
        let channel = self.word(message.channel.unwrap_or_default());
        if message_id != 0 {
            let place = u32::try_from(self.messages.len()).unwrap_or(u32::MAX);
            self.by_id.push((self.hash(message.message_id.trim()), place));
        }
        self.count(DeliveryOutcome::Unknown);
        self.messages.push(TrackedMessage {
            index: message.index,
            message_id,
            customer_message_id,
            to,
            sent_at: message.sent_at,
            at: None,
            status: EMPTY,
            channel,
            cost: EMPTY,
            outcome: DeliveryOutcome::Unknown,
            source: None,
            closed: message_id == 0,
        });
    }

    /// Makes the table searchable, and leaves each id once if `once`.
    pub(super) fn complete(&mut self, once: bool) {
        self.by_id.sort_unstable();
        if once {
            let ids: Vec<u64> = self.messages.iter().map(|message| message.message_id).collect();
            let first = |place: usize| self.places(self.text(ids[place])).min();
            let kept: Vec<bool> = (0..ids.len()).map(|place| first(place).is_none_or(|first| first == place)).collect();
            if kept.contains(&false) {
                let mut kept = kept.into_iter();
                self.messages.retain(|_| kept.next().unwrap_or(true));
                self.tally = Default::default();
                (0..self.messages.len()).for_each(|place| self.count(self.messages[place].outcome));
                let hashes: Vec<_> =
                    self.messages.iter().map(|message| self.hash(self.text(message.message_id))).collect();
                self.by_id = hashes.into_iter().zip(0..).collect();
                self.by_id.sort_unstable();
            }
        }
    }

    /// Places of the messages with an id: one, or more if an answer gave an id twice.
    fn places(&self, id: &str) -> impl Iterator<Item = Place> {
        let hash = self.hash(id);
        let start = self.by_id.partition_point(|(other, _)| *other < hash);
        let same = self.by_id.iter().skip(start).take_while(move |(other, _)| *other == hash);
        let places = same.map(|(_, place)| *place as usize);
        places.filter(|place| same_id(self.text(self.messages[*place].message_id), id))
    }

    pub(super) fn find(&self, id: &str) -> Option<&TrackedMessage> {
        self.places(id).min().map(|place| &self.messages[place])
    }

    /// Takes a status over if it is newer than what is known.
    pub(super) fn take(&mut self, event: &StatusEvent) -> Taken {
        let mut taken = Taken::default();
        let places: Vec<Place> = self.places(event.message_id.trim()).collect();
        if places.is_empty() {
            return taken;
        }
        let outcome = DeliveryOutcome::of(&event.status);
        let status = self.word(&event.status);
        let [channel, cost] = [&event.channel, &event.cost].map(|text| text.as_deref().map(|text| self.word(text)));
        for place in places {
            let message = &mut self.messages[place];
            let old = (message.outcome, message.at.unwrap_or(Timestamp::MIN));
            let wins = replaces((outcome, event.at), old);
            // An older report may have a channel or cost that the newest one lacks.
            for (new, known) in [(channel, &mut message.channel), (cost, &mut message.cost)] {
                let Some(new) = new.filter(|new| new != known && (wins || *known == EMPTY)) else { continue };
                *known = new;
                taken.news = true;
            }
            if wins {
                let place = &mut self.tally[message.outcome as usize];
                *place = place.saturating_sub(1);
                let place = &mut self.tally[outcome as usize];
                *place = place.saturating_add(1);
                taken.news |= message.status != status;
                (message.outcome, message.status) = (outcome, status);
                (message.at, message.source) = (Some(event.at), Some(event.source));
            }
            if message.outcome.is_final() && !std::mem::replace(&mut message.closed, true) {
                taken.settled = taken.settled.saturating_add(1);
            }
        }
        taken
    }

    fn count(&mut self, outcome: DeliveryOutcome) {
        let count = &mut self.tally[outcome as usize];
        *count = count.saturating_add(1);
    }

    /// Outcomes with the number of their messages.
    pub(super) fn tally(&self) -> impl Iterator<Item = (DeliveryOutcome, u64)> {
        DeliveryOutcome::ALL.into_iter().zip(self.tally)
    }

    /// Number of messages that are asked for.
    pub(super) fn open(&self) -> usize {
        self.messages.iter().filter(|message| !message.closed).count()
    }

    pub(super) fn is_open(&self, place: Place) -> bool {
        !self.messages[place].closed
    }

    /// Asks for a message no more. False if that was so before.
    pub(super) fn close(&mut self, place: Place) -> bool {
        !std::mem::replace(&mut self.messages[place].closed, true)
    }

    /// Adds what a journal knows of a message.
    pub(super) fn complement(&mut self, id: &str, channel: Option<&str>, sent_at: Option<Timestamp>) {
        let places: Vec<Place> = self.places(id.trim()).collect();
        let channel = self.word(channel.unwrap_or_default());
        for place in places {
            (self.messages[place].channel, self.messages[place].sent_at) = (channel, sent_at);
        }
    }

    /// Id of the message at a place.
    pub(super) fn id_at(&self, place: Place) -> &str {
        self.text(self.messages[place].message_id)
    }

    /// Time at which the message at a place was sent.
    pub(super) fn sent_at(&self, place: Place) -> Option<Timestamp> {
        self.messages[place].sent_at
    }

    pub(super) fn message_id(&self, message: &TrackedMessage) -> &str {
        self.text(message.message_id)
    }

    pub(super) fn customer_message_id(&self, message: &TrackedMessage) -> &str {
        self.text(message.customer_message_id)
    }

    pub(super) fn to(&self, message: &TrackedMessage) -> &str {
        self.text(message.to)
    }

    pub(super) fn status(&self, message: &TrackedMessage) -> &str {
        &self.words[message.status as usize]
    }

    pub(super) fn channel(&self, message: &TrackedMessage) -> &str {
        &self.words[message.channel as usize]
    }

    pub(super) fn cost(&self, message: &TrackedMessage) -> &str {
        &self.words[message.cost as usize]
    }

    fn hash(&self, id: &str) -> u64 {
        self.hasher.hash_one(id_key(id))
    }

    fn keep(&mut self, text: &str) -> u64 {
        if self.texts.is_empty() {
            self.texts.push(0);
        }
        if text.is_empty() {
            return 0;
        }
        let place = self.texts.len() as u64;
        let mut length = text.len();
        // Seven bits in a byte, the lowest first.
        while length >= 0x80 {
            self.texts.push(length as u8 | 0x80);
            length >>= 7;
        }
        self.texts.push(length as u8);
        self.texts.extend_from_slice(text.as_bytes());
        place
    }

    fn text(&self, place: u64) -> &str {
        let (mut length, mut bits) = (0, 0_u32);
        let mut rest = self.texts.get(place as usize..).unwrap_or_default();
        while let Some((byte, more)) = rest.split_first() {
            length |= usize::from(byte & 0x7f).checked_shl(bits).unwrap_or_default();
            (bits, rest) = (bits.saturating_add(7), more);
            if byte & 0x80 == 0 {
                break;
            }
        }
        rest.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    fn word(&mut self, text: &str) -> u32 {
        if self.words.is_empty() {
            self.words.push("".into());
            self.word_places.insert("".into(), EMPTY);
        }
        if let Some(place) = self.word_places.get(text) {
            return *place;
        }
        let place = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(text.into());
        self.word_places.insert(text.into(), place);
        place
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const GUID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

    fn table(ids: &[&str], once: bool) -> MessageTable {
        let mut table = MessageTable::default();
        for (index, message_id) in (0..).zip(ids) {
            table.add(&NewMessage { index, message_id, to: "+380671234567", ..NewMessage::default() });
        }
        table.complete(once);
        table
    }

    fn event(id: &str, status: &str, second: i64, cost: Option<&str>) -> StatusEvent {
        StatusEvent {
            message_id: id.to_owned(),
            status: status.to_owned(),
            at: Timestamp::from_second(second).unwrap(),
            cost: cost.map(str::to_owned),
            channel: None,
            source: DeliverySource::Webhook,
        }
    }

    #[test]
    fn statuses_find_their_messages() {
        let long = "x".repeat(300);
        let mut table = table(&[GUID, "m-b", "", &long, "m-b"], false);
        assert_eq!(table.open(), 4);
        let taken = table.take(&event(&format!("{} ", GUID.to_uppercase()), "delivered", 5, Some("0.310")));
        assert_eq!(taken, Taken { news: true, settled: 1 });
        assert_eq!(table.take(&event("M-b", "read", 5, None)), Taken::default());
        assert_eq!(table.take(&event("m-b", "read", 5, None)).settled, 2);
        assert_eq!(table.take(&event(&long, "parked", 5, None)), Taken { news: true, settled: 0 });
        assert_eq!(table.take(&event("m-c", "read", 5, None)), Taken::default());
        assert_eq!(table.take(&event("", "read", 5, None)), Taken::default());
        assert_eq!((table.open(), table.is_open(2), table.is_open(3)), (1, false, true));
        assert!(table.close(3) && !table.close(3));
        let statuses: Vec<&str> = table.messages.iter().map(|message| table.status(message)).collect();
        assert_eq!(statuses, ["delivered", "read", "", "parked", "read"]);
        assert_eq!(table.tally().map(|(_, messages)| messages).collect::<Vec<_>>(), [1, 2, 0, 0, 1, 1]);
        assert_eq!(table.message_id(&table.messages[3]), long);
        assert_eq!(table.to(&table.messages[2]), "+380671234567");
    }

    #[test]
    fn what_the_newest_leaves_out_stays() {
        let mut table = table(&["m"], false);
        let mut news = |status, second, cost| table.take(&event("m", status, second, cost)).news;
        assert!(news("delivered", 5, Some("0.310")) && news("read", 7, None));
        assert!(!news("delivered", 5, Some("0.310")) && !news("processing", 9, Some("0.100")));
        let message = &table.messages[0];
        assert_eq!((table.status(message), table.cost(message)), ("read", "0.310"));
    }

    #[test]
    fn ids_that_are_given_twice_are_one_message_if_wanted() {
        let upper = GUID.to_uppercase();
        let mut table = table(&[GUID, "b", &upper, "B", "c", "b"], true);
        let ids: Vec<&str> = table.messages.iter().map(|message| table.message_id(message)).collect();
        assert_eq!(ids, [GUID, "b", "B", "c"]);
        assert_eq!(table.tally().last(), Some((DeliveryOutcome::Unknown, 4)));
        assert!(table.take(&event("B", "read", 1, None)).news && table.take(&event(&upper, "read", 1, None)).news);
        let outcomes: Vec<&str> = table.messages.iter().map(|message| message.outcome.as_str()).collect();
        assert_eq!(outcomes, ["read", "unknown", "read", "unknown"]);
    }
}
