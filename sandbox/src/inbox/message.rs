//! One message that the sandbox was given: its fields, and how it moves.

use std::sync::Arc;

use serde_json::value::RawValue;

use crate::provider::common::credentials::Account;
use crate::provider::common::price;
use crate::provider::tsms::content::Content;
use crate::simulate::clock::Millis;
use crate::simulate::lifecycle::{self, Standing, Step};
use crate::simulate::magic::{Course, Fate};

/// A channel that carries the message when those before it fail.
#[derive(Debug, Clone)]
pub(crate) struct Leg {
    pub(crate) channel: Box<str>,
    pub(crate) text: Box<str>,
}

impl From<(&'static str, String)> for Leg {
    fn from((channel, text): (&'static str, String)) -> Self {
        Self { channel: channel.into(), text: text.into() }
    }
}

/// Which API a message came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Api {
    Messages,
    Cascade,
    TurboSms,
    Messagio,
    Gms,
}

impl Api {
    pub(crate) const ALL: [Self; 5] = [Self::Messages, Self::Cascade, Self::TurboSms, Self::Messagio, Self::Gms];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Cascade => "cascade",
            Self::TurboSms => "turbosms",
            Self::Messagio => "messagio",
            Self::Gms => "gms",
        }
    }
}

/// A message that the sandbox was given, also one that it refused in its row.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    /// Number in order of arrival.
    pub(crate) seq: u64,
    pub(crate) list_id: u64,
    pub(crate) api: Api,
    /// The word for the type that its API has.
    pub(crate) kind: &'static str,
    /// The first channel, as `extendedStatuses` names it.
    pub(crate) channel: &'static str,
    pub(crate) from: Box<str>,
    pub(crate) to: Box<str>,
    pub(crate) digits: Box<str>,
    /// Text as it came.
    pub(crate) text: Box<str>,
    /// Text of the first channel with its variables filled in, where the API has variables.
    pub(crate) rendered: Option<Box<str>>,
    pub(crate) customer_message_id: Option<Box<str>>,
    pub(crate) ttl: Option<u64>,
    pub(crate) caller_id: Option<Box<str>>,
    /// The channels after the first, in their order.
    pub(crate) legs: Box<[Leg]>,
    pub(crate) fate: Fate,
    pub(crate) received_at: Millis,
    /// Later than `received_at` when the message is scheduled.
    pub(crate) starts_at: Millis,
    /// What the TurboSMS layer tells about its channels later.
    pub(crate) content: Option<Arc<Content>>,
    /// The message exactly as received.
    pub(crate) request: Arc<RawValue>,
    /// Its row of the answer, where that is not told by the other fields.
    pub(crate) row: Option<Box<RawValue>>,
    pub(crate) mark: Mark,
}

/// What the sandbox itself notes on a message.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mark {
    /// The request that brought it.
    pub(crate) origin: Option<Arc<Origin>>,
    /// Steps that somebody ordered; they take the place of those planned for later.
    pub(crate) directed: Vec<Step>,
    /// Whether somebody looked at it.
    pub(crate) seen: bool,
    /// The message before it with the same id of the customer.
    pub(super) same_id: Option<u64>,
}

/// A request to the provider side.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) account: Account,
    pub(crate) request_id: String,
}

/// What somebody orders for a message that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// This status, on the channel that carries the message.
    Status(&'static str),
    /// The channel fails; the next one delivers a second later.
    NextChannel,
}

impl Message {
    /// How it goes on; `None` when its row was refused.
    pub(crate) fn course(&self) -> Option<Course> {
        match self.fate {
            // A message that may not wait for its delivery has failed on its channel.
            Fate::Taken { course: Course::Delivered | Course::Read, .. }
                if self.ttl.is_some_and(|ttl| ttl.saturating_mul(1000) < lifecycle::FINAL) =>
            {
                Some(Course::FirstFails)
            }
            Fate::Taken { course, .. } => Some(course),
            Fate::Refused { .. } | Fate::Http(_) => None,
        }
    }

    /// All steps it has gone or will go; none when its row was refused.
    pub(crate) fn steps(&self) -> Vec<Step> {
        // A fallback of another type than SMS is taken by the SMSBAT API and never used (D10).
        let usable = match self.api {
            Api::Messages => self.legs.iter().filter(|leg| &*leg.channel == "sms").count(),
            _ => self.legs.len(),
        };
        let ttl = self.ttl.map(|ttl| ttl.saturating_mul(1000));
        let mut steps = self.course().map(|course| lifecycle::steps(course, usable + 1, ttl)).unwrap_or_default();
        if let Some(first) = self.mark.directed.first() {
            steps.retain(|step| step.after <= first.after);
            steps.extend(&self.mark.directed);
        }
        steps
    }

    /// Changes how it goes on from now; says why if that cannot be.
    pub(crate) fn direct(&mut self, direction: Direction, now: Millis) -> Result<(), &'static str> {
        if self.course().is_none() {
            return Err("the message was refused; it goes nowhere");
        }
        // Who orders a status does not wait for the schedule.
        self.starts_at = self.starts_at.min(now.max(self.received_at));
        let age = self.age(now);
        let channel = lifecycle::standing(&self.steps(), age).channel;
        let step = |after, channel, status, overall| Step { after, channel, status, overall };
        let steps = match direction {
            Direction::Status(word) => vec![step(age, channel, word, word)],
            Direction::NextChannel if channel >= self.legs.len() => return Err("there is no further channel"),
            Direction::NextChannel => vec![
                step(age, channel, "undeliverable", "processing"),
                step(age, channel + 1, "processing", "processing"),
                step(age + lifecycle::HANDOVER, channel + 1, "delivered", "delivered"),
            ],
        };
        self.mark.directed.retain(|step| step.after <= age);
        self.mark.directed.extend(steps);
        Ok(())
    }

    /// Age since the message might start.
    pub(crate) fn age(&self, now: Millis) -> Millis {
        now.saturating_sub(self.starts_at)
    }

    /// When a step is made.
    pub(crate) fn time_of(&self, step: &Step) -> Millis {
        if step.after == 0 { self.received_at } else { self.starts_at.saturating_add(step.after) }
    }

    /// When its status changes next.
    pub(crate) fn next_change(&self, now: Millis) -> Option<Millis> {
        self.steps().iter().map(|step| self.time_of(step)).find(|at| *at > now)
    }

    /// The channel that carries it, or carried it last.
    pub(crate) fn current_channel(&self, now: Millis) -> usize {
        self.standing(now).map_or(0, |standing| standing.channel)
    }

    pub(crate) fn standing(&self, now: Millis) -> Option<Standing> {
        self.course()?;
        Some(lifecycle::standing(&self.steps(), self.age(now)))
    }

    /// Delivery status, or the row's word of a message that was not taken.
    pub(crate) fn status(&self, now: Millis) -> &'static str {
        self.word(self.standing(now))
    }

    /// The same for one that stands so.
    pub(super) fn word(&self, standing: Option<Standing>) -> &'static str {
        match (self.fate, standing) {
            (Fate::Refused { status, .. }, _) => status,
            (_, Some(standing)) => standing.overall,
            (_, None) => "rejected",
        }
    }

    /// The name of a channel; 0 is the first.
    pub(crate) fn channel_name(&self, channel: usize) -> &str {
        self.leg(channel).map_or(self.channel, |leg| &leg.channel)
    }

    /// The text that a channel carries, with its variables filled in.
    pub(crate) fn channel_text(&self, channel: usize) -> &str {
        self.leg(channel).map_or_else(|| self.rendered.as_deref().unwrap_or(&self.text), |leg| &leg.text)
    }

    fn leg(&self, channel: usize) -> Option<&Leg> {
        self.legs.get(channel.checked_sub(1)?)
    }

    /// Parts on the channel that carries the message.
    pub(crate) fn parts(&self, standing: Option<&Standing>) -> usize {
        let channel = standing.map_or(0, |standing| standing.channel);
        // Every channel but SMS has one part.
        if self.channel_name(channel) == "sms" { smsbat_core::segments(self.channel_text(channel)).parts } else { 1 }
    }

    /// Price of the channel that carries the message, once it has left the queue.
    pub(crate) fn price(&self, standing: &Standing) -> Option<price::Price> {
        let channel = self.channel_name(standing.channel);
        (standing.overall != "scheduled").then(|| price::Price::of(channel, self.parts(Some(standing))))
    }
}
