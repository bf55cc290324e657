//! Rules: what happens to requests and messages that match.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::filled::filled;
use crate::provider::common::body::is_form;
use crate::provider::common::check::values::{only_digits, phone_digits};
use crate::simulate::clock::Millis;
use crate::simulate::lifecycle::FINAL;
use crate::simulate::magic::{DeliveryPlan, Fate};
use crate::simulate::planned::{MAX_DELAY_MS, PlannedAnswer, PlannedReply, ReplyPlan, check_prefix};
use crate::simulate::random::Random;
use crate::simulate::recipient::{self, RecipientAction, seconds};

/// Most rules.
const MAX_RULES: usize = 1_000;

/// Kind of a broken response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FaultKind {
    /// The connection is reset.
    Reset,
    /// Nothing is sent.
    Stall,
    /// The head and half of the body are sent, then the connection is closed.
    Half,
    /// Half of the JSON is sent.
    Malformed,
}

/// A rule as the control API reads and shows it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RuleSpec {
    /// False to keep the rule without applying it. Default true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) enabled: Option<bool>,
    /// Recipient, compared by digits; a `*` at the end stands for any digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sender: Option<String>,
    /// Part of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    /// Start of the request's path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) path_prefix: Option<String>,
    /// Probability that it applies to a match, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) probability: Option<f64>,
    /// Number of times it applies; then the rule is removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) count: Option<u64>,
    /// For messages: their status, a word of [`STATUSES`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<String>,
    /// For requests: milliseconds before the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) delay_ms: Option<u64>,
    /// For requests: the documented error for this HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<u16>,
    /// For requests: exactly this response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reply: Option<PlannedReply>,
    /// For requests: how the response breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fault: Option<FaultKind>,
    /// With a fault: whether the request is carried out first. Default true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) taken: Option<bool>,
    /// For messages: seconds until delivery. Default 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) delivered_after: Option<f64>,
    /// For messages: seconds from delivery until the recipient reads them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) read_after: Option<f64>,
    /// For messages: what the recipient does with them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) actions: Vec<RecipientAction>,
    /// Seconds on the clock until the rule begins to apply. Default 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) starts_after: Option<f64>,
    /// Seconds on the clock for which it then applies. Default: forever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lasts: Option<f64>,
}

impl RuleSpec {
    /// True if it is about what happens to messages once they are taken.
    fn is_scripted(&self) -> bool {
        self.delivered_after.is_some() || self.read_after.is_some() || !self.actions.is_empty()
    }
}

/// A rule in force.
#[derive(Debug, Clone)]
struct Rule {
    id: u64,
    text: RuleSpec,
    digits: Option<String>,
    is_prefix: bool,
    answer: Option<PlannedAnswer>,
    fate: Option<Fate>,
    /// When it applies.
    time: Range<Millis>,
    /// Number of times it applied.
    hits: u64,
}

/// Effect of the rules on a request.
#[derive(Debug, Default)]
pub(crate) struct Effect {
    pub(crate) delay: Duration,
    pub(crate) answer: Option<PlannedAnswer>,
    pub(crate) fault: Option<FaultKind>,
    pub(crate) taken: bool,
}

impl Effect {
    /// True if the request reaches its handler.
    pub(crate) fn carries_out(&self) -> bool {
        self.answer.is_none() && (self.fault.is_none() || self.taken)
    }
}

/// The parts of a message that rules match.
#[derive(Debug, Default)]
pub(crate) struct MessageFacts<'a> {
    digits: Cow<'a, str>,
    sender: Cow<'a, str>,
    text: Cow<'a, str>,
}

impl<'a> MessageFacts<'a> {
    pub(crate) fn new(digits: &'a str, sender: &'a str, text: &'a str) -> Self {
        Self { digits: digits.into(), sender: sender.into(), text: text.into() }
    }
}

/// The rules, in the order they were made; the first match applies.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    list: Vec<Rule>,
    next: u64,
    random: Random,
    /// The time of the clock.
    now: Millis,
    /// The actions of rules, by number; those of removed rules stay for messages that they decided.
    scripts: Vec<Arc<[RecipientAction]>>,
    /// Recipients, and the senders to which they wrote a stop.
    stopped: HashSet<(String, String)>,
}

/// Why a message that a rule refuses is refused.
pub(crate) const RULE_REASON: &str = "a rule of the sandbox refuses it";
/// Why a message to a recipient who wrote a stop is refused.
pub(crate) const STOPPED_REASON: &str = "the number is in the stop list: it wrote a stop to this sender";
/// The fate of such a message.
const STOPPED: Fate = Fate::Refused { status: "rejected", code: "INVALID_RECIPIENT", reason: STOPPED_REASON };

/// The fate for each status of a rule.
pub(crate) const STATUSES: &[(&str, Fate)] = &[
    ("delivered", Fate::DELIVERED),
    ("read", Fate::taken(DeliveryPlan::Read)),
    ("undeliverable", Fate::taken(DeliveryPlan::Fails("undeliverable"))),
    ("permanenterror", Fate::taken(DeliveryPlan::Fails("permanenterror"))),
    ("expired", Fate::taken(DeliveryPlan::Fails("expired"))),
    ("fallback", Fate::taken(DeliveryPlan::FirstFails)),
    ("stuck", Fate::taken(DeliveryPlan::Stuck)),
    ("rejected", refused("rejected")),
    ("failed", refused("failed")),
];

const fn refused(status: &'static str) -> Fate {
    Fate::Refused { status, code: "INVALID_RECIPIENT", reason: RULE_REASON }
}

impl Rules {
    pub(crate) fn new(seed: u64) -> Self {
        let (scripts, stopped) = (Vec::new(), HashSet::new());
        Self { list: Vec::new(), next: 1, random: Random::new(seed), now: 0, scripts, stopped }
    }

    /// Sets the time, in which rules may begin and end.
    pub(crate) fn set_now(&mut self, now: Millis) {
        self.now = now;
    }

    /// Refuses later messages of a sender to these digits.
    pub(crate) fn stop(&mut self, digits: &str, sender: &str) {
        self.stopped.insert((digits.to_owned(), sender.to_owned()));
    }

    /// True if these digits wrote a stop to this sender.
    pub(crate) fn is_stopped(&self, digits: &str, sender: &str) -> bool {
        !self.stopped.is_empty() && self.stopped.contains(&(digits.to_owned(), sender.to_owned()))
    }

    /// What the recipient of a message with this fate does, each with the milliseconds after it was reached.
    pub(crate) fn script(&self, fate: Fate) -> Vec<(Millis, RecipientAction)> {
        let Fate::Taken { script: Some(number), .. } = fate else { return Vec::new() };
        let actions = self.scripts.get(number).map(|actions| actions.iter()).into_iter().flatten();
        actions.filter_map(|action| Some((seconds("after", Some(action.after)).ok()??, action.clone()))).collect()
    }

    pub(crate) fn seed(&mut self, seed: u64) {
        self.random = Random::new(seed);
    }

    /// Adds a rule and returns its number, or says what is wrong with it.
    pub(crate) fn add(&mut self, text: RuleSpec) -> Result<u64, String> {
        if self.list.len() >= MAX_RULES {
            return Err(format!("there are {MAX_RULES} rules already; delete some first"));
        }
        let mut rule = Rule::read(text, self.next, self.now)?;
        if let (Some(Fate::Taken { script, .. }), false) = (&mut rule.fate, rule.text.actions.is_empty()) {
            *script = Some(self.scripts.len());
            self.scripts.push(rule.text.actions.clone().into());
        }
        self.next += 1;
        self.list.push(rule);
        Ok(self.next - 1)
    }

    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.list.len();
        self.list.retain(|rule| rule.id != id);
        self.list.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.list.clear();
        self.stopped.clear();
    }

    /// The rules as they were added, for a file.
    pub(crate) fn texts(&self) -> Vec<&RuleSpec> {
        self.list.iter().map(|rule| &rule.text).collect()
    }

    /// Switches a rule on or off, and moves it to a place in the order. Returns false if there is no such rule.
    pub(crate) fn change(&mut self, id: u64, enabled: Option<bool>, place: Option<usize>) -> bool {
        let Some(from) = self.list.iter().position(|rule| rule.id == id) else { return false };
        let mut rule = self.list.remove(from);
        rule.text.enabled = enabled.or(rule.text.enabled);
        self.list.insert(place.unwrap_or(from).min(self.list.len()), rule);
        true
    }

    pub(crate) fn show(&self) -> Vec<Value> {
        let one = |rule: &Rule| {
            let mut shown = serde_json::to_value(&rule.text).unwrap_or_default();
            shown["id"] = rule.id.into();
            shown["hits"] = rule.hits.into();
            shown
        };
        self.list.iter().map(one).collect()
    }

    /// Returns true if any rule is about requests. Otherwise bodies need not be read.
    pub(crate) fn concern_requests(&self) -> bool {
        self.list.iter().any(|rule| rule.fate.is_none())
    }

    /// Returns the effect on a request with these messages.
    pub(crate) fn request(&mut self, path: &str, messages: &[MessageFacts<'_>]) -> Option<Effect> {
        let fits = |rule: &Rule| {
            rule.is_on()
                && rule.fate.is_none()
                && rule.text.path_prefix.as_ref().is_none_or(|prefix| path.starts_with(prefix))
                && (rule.is_general() || messages.iter().any(|about| rule.fits(about)))
        };
        let place = self.hit(fits)?;
        let rule = &self.list[place];
        let effect = Effect {
            delay: Duration::from_millis(rule.text.delay_ms.unwrap_or(0)),
            answer: rule.answer.clone(),
            fault: rule.text.fault,
            taken: rule.text.taken.unwrap_or(true),
        };
        self.used_up(place);
        Some(effect)
    }

    /// Returns the fate of a message, by a rule or by its number.
    pub(crate) fn fate(&mut self, about: &MessageFacts<'_>) -> Fate {
        if self.is_stopped(&about.digits, &about.sender) {
            return STOPPED;
        }
        let fits = |rule: &Rule| rule.fate.is_some() && rule.fits(about);
        let Some(place) = (if self.list.is_empty() { None } else { self.hit(fits) }) else {
            return Fate::of(&about.digits);
        };
        let fate = self.list[place].fate.unwrap_or(Fate::DELIVERED);
        self.used_up(place);
        fate
    }

    fn hit(&mut self, fits: impl Fn(&Rule) -> bool) -> Option<usize> {
        let (random, now) = (&mut self.random, self.now);
        let fits = |rule: &Rule| rule.time.contains(&now) && fits(rule);
        let place =
            self.list.iter().position(|rule| fits(rule) && random.chance(rule.text.probability.unwrap_or(1.0)))?;
        self.list[place].hits += 1;
        Some(place)
    }

    fn used_up(&mut self, place: usize) {
        if self.list[place].text.count.is_some_and(|count| self.list[place].hits >= count) {
            self.list.remove(place);
        }
    }
}

impl Rule {
    fn read(text: RuleSpec, id: u64, now: Millis) -> Result<Self, String> {
        let for_requests = [text.delay_ms.is_some(), text.error.is_some(), text.reply.is_some(), text.fault.is_some()];
        let for_messages = text.status.is_some() || text.is_scripted();
        if for_messages && for_requests.contains(&true) {
            return Err(
                "a rule is for messages (status, delivered_after, read_after, actions) or for requests (delay_ms, \
                        error, reply, fault); make two"
                    .into(),
            );
        }
        if !for_messages && !for_requests.contains(&true) {
            return Err(
                "a rule needs any of status, delivered_after, read_after and actions, for messages, or any of \
                        delay_ms, error, reply and fault, for requests"
                    .into(),
            );
        }
        if [text.error.is_some(), text.reply.is_some(), text.fault.is_some()].iter().filter(|given| **given).count() > 1
        {
            return Err("give at most one of error, reply and fault".into());
        }
        if text.taken.is_some() && text.fault.is_none() {
            return Err("taken needs fault".into());
        }
        if text.path_prefix.is_some() && for_messages {
            return Err("path_prefix is only for rules for requests".into());
        }
        if text.is_scripted() && !matches!(text.status.as_deref(), None | Some("delivered" | "read")) {
            return Err("delivered_after, read_after and actions need the status delivered or read, or none".into());
        }
        if text.read_after.is_some() && text.status.as_deref() == Some("delivered") {
            return Err("read_after needs the status read, or none".into());
        }
        recipient::check(&text.actions)?;
        if text.probability.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            return Err("probability must be 0 to 1".into());
        }
        if text.count == Some(0) {
            return Err("count must be at least 1".into());
        }
        if text.delay_ms.is_some_and(|delay| delay > MAX_DELAY_MS) {
            return Err(format!("delay_ms must be at most {MAX_DELAY_MS}"));
        }
        check_prefix(text.path_prefix.as_deref().unwrap_or_default())?;
        let fate = text.status.as_ref().map(|word| {
            let known = STATUSES.iter().find(|(name, _)| name == word).map(|(_, fate)| *fate);
            let names = || STATUSES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
            known.ok_or_else(|| format!("status must be one of {}", names()))
        });
        let fate = fate.transpose()?.or(text.is_scripted().then_some(Fate::DELIVERED));
        let fate = match (seconds("delivered_after", text.delivered_after)?, seconds("read_after", text.read_after)?) {
            (None, None) => fate,
            (delivered, read) => {
                let read = read.or((text.status.as_deref() == Some("read")).then_some(0));
                Some(Fate::taken(DeliveryPlan::Timed { delivered: delivered.unwrap_or(FINAL), read }))
            }
        };
        let from = now.saturating_add(seconds("starts_after", text.starts_after)?.unwrap_or(0));
        let lasts = seconds("lasts", text.lasts)?;
        if lasts == Some(0) {
            return Err("lasts must be more than 0 seconds".into());
        }
        let until = lasts.map_or(Millis::MAX, |lasts| from.saturating_add(lasts));
        let plan = match (&text.error, &text.reply) {
            (Some(code), _) => Some(ReplyPlan::failure("error", *code, 1, None)?),
            (None, Some(reply)) => Some(ReplyPlan::reply(reply.clone())?),
            (None, None) => None,
        };
        let is_prefix = text.to.as_ref().is_some_and(|to| to.trim_end().ends_with('*'));
        let digits = text.to.as_deref().map(recipient).transpose()?;
        Ok(Self {
            id,
            digits,
            is_prefix,
            answer: plan.map(ReplyPlan::into_answer),
            fate,
            time: if text.starts_after.is_some() { from..until } else { 0..until },
            hits: 0,
            text,
        })
    }

    /// Returns true if it matches every message.
    fn is_general(&self) -> bool {
        self.digits.is_none() && self.text.sender.is_none() && self.text.text.is_none()
    }

    fn is_on(&self) -> bool {
        self.text.enabled != Some(false)
    }

    fn fits(&self, about: &MessageFacts<'_>) -> bool {
        self.is_on()
            && self.digits.as_ref().is_none_or(|digits| {
                if self.is_prefix { about.digits.starts_with(digits) } else { about.digits == *digits }
            })
            && self.text.sender.as_ref().is_none_or(|sender| about.sender == *sender)
            && self.text.text.as_ref().is_none_or(|text| about.text.contains(text.as_str()))
    }
}

/// The digits of a recipient, or of the start of one before a `*`.
fn recipient(to: &str) -> Result<String, String> {
    let wrong = || "to must be a phone number in international form, or its start and a *, such as 38067*".to_owned();
    let Some(start) = to.trim().strip_suffix('*') else { return phone_digits(to).ok_or_else(wrong) };
    let is_start = start.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.'));
    let digits = only_digits(start);
    if is_start && digits.len() <= 15 { Ok(digits) } else { Err(wrong()) }
}

/// Finds the messages in the body of a request of any API.
pub(crate) fn messages(parts: &Parts, body: &Bytes) -> Vec<MessageFacts<'static>> {
    let mut found = Vec::new();
    if is_form(&parts.headers) {
        let form: serde_json::Map<String, Value> = filled(
            form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))),
        );
        collect(&Value::Object(form), 0, &mut found);
    } else if let Ok(value) = serde_json::from_slice(body) {
        collect(&value, 0, &mut found);
    }
    found
}

fn collect(value: &Value, depth: u8, found: &mut Vec<MessageFacts<'static>>) {
    match value {
        Value::Array(list) => list.iter().for_each(|item| collect(item, depth + 1, found)),
        Value::Object(map) if depth < 4 => {
            let first =
                |keys: &[&str]| keys.iter().find_map(|key| map.get(*key)?.as_str()).unwrap_or_default().to_owned();
            let sender = first(&["from", "fromName", "sender", "tag"]);
            let text = first(&["text", "txt"]);
            let one = |to: &Value| {
                let to = to.as_str().map_or_else(|| to.to_string(), str::to_owned);
                let digits = only_digits(&to);
                MessageFacts { digits: digits.into(), sender: sender.clone().into(), text: text.clone().into() }
            };
            let to =
                ["to", "recipient", "toPhone", "phone_number", "phone", "recipients"].iter().find_map(|k| map.get(*k));
            match to {
                Some(Value::Array(list)) => found.extend(list.iter().map(one)),
                Some(to) => found.push(one(to)),
                None => map.values().for_each(|item| collect(item, depth + 1, found)),
            }
        }
        _ => {}
    }
}
