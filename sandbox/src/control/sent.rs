//! `/_sandbox/messages/assert`: checks how many messages were sent, and names the nearest misses.

use std::collections::HashSet;

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::call::{ControlError, Params};
use super::messages::MessageFilter;
use super::view::MessageView;
use crate::app::App;
use crate::app::state::State;
use crate::inbox::message::Message;
use crate::provider::common::check::values::only_digits;
use crate::simulate::clock::Millis;
use crate::simulate::magic::Fate;

/// Most messages that are named.
const NAMED: usize = 3;
/// Most messages, from the newest, among which the nearest are searched.
const SEARCHED: usize = 1_000;
/// Most characters of a text that are shown.
const SHOWN: usize = 160;

#[derive(Debug, Serialize)]
struct Verdict<'a> {
    ok: bool,
    /// The nearest misses, unless `ok`.
    problem: Option<String>,
    messages: &'a [MessageView<'a>],
}

/// Not an error if they were not sent: the call worked, and clients have the text without reading errors.
pub(super) async fn assert(app: App, Params(filter): Params<MessageFilter>) -> Result<Response, ControlError> {
    if filter.timeout.is_some() || filter.offset > 0 {
        return Err(ControlError::bad_request("timeout and offset are not for /_sandbox/messages/assert"));
    }
    filter.check().map_err(ControlError::bad_request)?;
    let state = app.state();
    let problem = check(&state, &filter, filter.count.unwrap_or(1)).err();
    let messages = sent(&state, &filter);
    Ok(Json(Verdict { ok: problem.is_none(), problem, messages: &messages }).into_response())
}

/// The messages that match, oldest first, up to the limit if there is one; refused ones only if the filter has a status.
pub(crate) fn sent<'a>(state: &'a State, filter: &MessageFilter) -> Vec<MessageView<'a>> {
    let now = state.clock.now();
    let matches = state.inbox.newest().filter(|message| filter.has(message, now));
    let mut found: Vec<_> = matches.take(filter.limit.unwrap_or(usize::MAX)).collect();
    found.reverse();
    found.into_iter().map(|message| MessageView::new(message, &state.inbox, now)).collect()
}

/// Checks that this many messages match; the error names the nearest misses. Refused messages match only
/// if the filter has a status.
pub(crate) fn check(state: &State, filter: &MessageFilter, wanted: usize) -> Result<(), String> {
    filter.check()?;
    let now = state.clock.now();
    let (mut found, mut missed) = (Vec::new(), Vec::new());
    let mut total = 0;
    for message in state.inbox.newest() {
        if filter.has(message, now) {
            total += 1;
            if found.len() < NAMED {
                found.push(message);
            }
        } else if missed.len() < SEARCHED {
            missed.push(message);
        }
    }
    if total == wanted {
        return Ok(());
    }
    let mut lines = vec![format!("{wanted} expected with {}, but {total} found", filter.shown())];
    let listed = |heading: &str, list: Vec<String>| {
        let numbered = list.into_iter().enumerate().map(|(index, line)| format!("\n  {}. {line}", index + 1));
        format!("{heading}:{}", numbered.collect::<String>())
    };
    if !found.is_empty() {
        found.reverse();
        lines.push(listed("found", found.iter().map(|message| line(message, now)).collect()));
    }
    if total < wanted {
        let mut misses: Vec<_> = missed.iter().map(|message| (filter.nearness(message, now), message)).collect();
        // Stable, so that the newest of equals comes first.
        misses.sort_by(|one, other| other.0.total_cmp(&one.0));
        let misses = misses.into_iter().take(NAMED);
        let misses: Vec<_> = misses
            .map(|(_, message)| format!("{}: {}", line(message, now), filter.differences(message, now).join(", ")))
            .collect();
        lines.push(match misses.is_empty() {
            true if total == 0 => "nothing was sent at all".to_owned(),
            true => "nothing else was sent".to_owned(),
            false => listed("nearest", misses),
        });
    }
    Err(lines.join("\n"))
}

fn line(message: &Message, now: Millis) -> String {
    format!("{} to {}, {}, {:?}", message.kind, message.to, message.status(now), short(&message.text))
}

fn short(text: &str) -> String {
    if text.chars().count() <= SHOWN { text.to_owned() } else { text.chars().take(SHOWN).chain(['…']).collect() }
}

/// How similar two texts are, from 0 to 1: the share of pairs of characters that they have in common.
fn likeness(one: &str, other: &str) -> f64 {
    let pairs = |text: &str| -> HashSet<(char, char)> {
        let lower: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
        lower.iter().copied().zip(lower.iter().copied().skip(1)).collect()
    };
    let (one, other) = (pairs(one), pairs(other));
    let all = one.len() + other.len();
    if all == 0 { 0.0 } else { 2.0 * one.intersection(&other).count() as f64 / all as f64 }
}

impl MessageFilter {
    fn has(&self, message: &Message, now: Millis) -> bool {
        let is_sent = self.status.is_some() || !matches!(message.fate, Fate::Refused { .. });
        is_sent && self.unmet(message, Some(now)).next().is_none()
    }

    /// The conditions, for people.
    fn shown(&self) -> String {
        let given: Vec<_> = self.conditions().map(|(name, value)| format!("{name}={value:?}")).collect();
        if given.is_empty() { "any content".to_owned() } else { given.join(", ") }
    }

    /// Returns the reasons why a message does not match.
    fn differences(&self, message: &Message, now: Millis) -> Vec<String> {
        let reason = |(name, value): (&str, Option<&str>)| match (name, value) {
            ("to", _) => "another recipient".to_owned(),
            ("text", _) => "another text".to_owned(),
            (name, None) => format!("no {name}"),
            (name, Some(value)) => format!("{name} is {value:?}"),
        };
        let mut found: Vec<_> = self.unmet(message, Some(now)).map(reason).collect();
        if let (None, Fate::Refused { reason, .. }) = (&self.status, message.fate) {
            found.push(format!("refused: {reason}"));
        }
        found
    }

    /// How near a message comes to matching.
    fn nearness(&self, message: &Message, now: Millis) -> f64 {
        let to = self.to.as_ref().map_or(0.0, |to| likeness(&only_digits(to), &message.digits));
        let text = self
            .text
            .as_ref()
            .map_or(0.0, |text| if message.text.contains(text.as_str()) { 1.0 } else { likeness(text, &message.text) });
        to + text - self.differences(message, now).len() as f64
    }
}
