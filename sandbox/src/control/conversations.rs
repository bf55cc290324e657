//! `/_sandbox/conversations`: the messages by recipient, for the page.

use std::collections::HashSet;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::ControlError;
use super::messages::{Item, preview};
use crate::app::App;
use crate::app::state::State;
use crate::inbox::Inbox;
use crate::inbox::glance::{Letters, Look, Piece};
use crate::inbox::inbound::Inbound;
use crate::inbox::message::Message;
use crate::simulate::clock::{Millis, rfc3339};

/// Items of one answer.
const PAGE: usize = 50;
const MAX_PAGE: usize = 200;
/// Glances of one call: a search in a full store takes several, so that nobody waits long for the lock.
const BUDGET: usize = 300_000;
/// Characters of a text in the list.
const SNIPPET: usize = 120;

/// Which conversations are meant. Everything given must hold for one of its messages.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Wanted {
    /// Part of the text, the sender, the recipient's digits, a message id or a customer message id.
    q: Option<String>,
    status: Option<String>,
    /// The channel that carries the message.
    channel: Option<String>,
    api: Option<String>,
    r#type: Option<String>,
    unread: bool,
    /// `next` of the page before.
    before: Option<u64>,
    limit: Option<usize>,
}

impl Wanted {
    fn is_open(&self) -> bool {
        [&self.q, &self.status, &self.channel, &self.api, &self.r#type].iter().all(|word| word.is_none())
            && !self.unread
    }

    fn look(&self, search: Option<&Search>) -> Look<'_> {
        Look {
            letters: search.map(Search::letters).unwrap_or_default(),
            seq: search.and_then(|search| search.seq),
            api: self.api.as_deref(),
            kind: self.r#type.as_deref(),
            status: self.status.as_deref(),
            channel: self.channel.as_deref(),
            unread: self.unread,
            moving: false,
        }
    }

    fn fits(&self, message: &Message, search: Option<&Search>, now: Millis) -> bool {
        (!self.unread || !message.mark.seen)
            && self.api.as_ref().is_none_or(|word| word == message.api.name())
            && self.r#type.as_ref().is_none_or(|word| word == message.kind)
            && self.status.as_ref().is_none_or(|word| word == message.status(now))
            && self.channel.as_ref().is_none_or(|word| {
                word == message.channel_name(message.standing(now).map_or(0, |standing| standing.channel))
            })
            && search.is_none_or(|search| search.fits(message))
    }
}

/// A search, prepared once.
struct Search {
    part: Piece,
    digits: String,
    exact: String,
    /// The message with this id.
    seq: Option<u64>,
}

impl Search {
    fn new(text: &str, inbox: &Inbox) -> Option<Self> {
        let exact = text.trim().to_owned();
        let is_phone = exact.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')'));
        let digits = if is_phone { exact.chars().filter(char::is_ascii_digit).collect() } else { String::new() };
        let seq = inbox.find(&exact).map(|message| message.seq);
        (!exact.is_empty()).then(|| Self { seq, part: Piece::new(&exact), digits, exact })
    }

    /// What a message that fits has at least one of.
    fn letters(&self) -> Vec<Letters> {
        let mut letters = vec![Letters::of(&self.exact), Letters::whole(&self.exact)];
        letters.extend((!self.digits.is_empty()).then(|| Letters::of(&self.digits)));
        letters
    }

    fn fits(&self, message: &Message) -> bool {
        (!self.digits.is_empty() && message.digits.contains(&self.digits))
            || self.part.is_in(&message.text)
            || message.rendered.as_deref().is_some_and(|text| self.part.is_in(text))
            || self.part.is_in(&message.from)
            || message.customer_message_id.as_deref() == Some(self.exact.as_str())
            || self.seq == Some(message.seq)
    }
}

/// Newest first. `next` asks for the page after; it is null at the end.
pub(super) async fn list(app: App, wanted: Result<Query<Wanted>, QueryRejection>) -> Result<Json<Value>, ControlError> {
    let Query(wanted) = wanted?;
    let limit = wanted.limit.unwrap_or(PAGE).clamp(1, MAX_PAGE);
    let state = app.state();
    let (inbox, now) = (&state.inbox, state.clock.now());
    let before = wanted.before.unwrap_or(u64::MAX);
    let search = wanted.q.as_deref().and_then(|text| Search::new(text, inbox));
    let mut rows = Vec::new();
    let mut next = None;
    if wanted.is_open() {
        for (last, conversation) in inbox.conversations(before) {
            if rows.len() == limit {
                break;
            }
            let newest = conversation.messages.back().and_then(|seq| inbox.by_seq(*seq));
            rows.extend(newest.map(|message| row(message, inbox, now)));
            next = Some(last);
        }
        next = next.filter(|next| inbox.conversations(*next).next().is_some());
    } else {
        let look = wanted.look(search.as_ref());
        let mut found = inbox.look(&look, before, BUDGET, now);
        let mut seen = HashSet::new();
        while rows.len() < limit {
            let Some((message, is_certain)) = found.next() else { break };
            if (is_certain || wanted.fits(message, search.as_ref(), now)) && seen.insert(&*message.digits) {
                rows.push(row(message, inbox, now));
            }
        }
        next = found.rest();
    }
    let total = inbox.count_conversations();
    Ok(Json(json!({"conversations": rows, "next": next, "total": total, "unread": inbox.unread(),
        "messages": inbox.len(), "now": rfc3339(now), "frozen": state.clock.is_frozen(),
        "next_change_ms": next_change(&state, inbox.newest().take(limit), now)})))
}

fn row(message: &Message, inbox: &Inbox, now: Millis) -> Value {
    let conversation = inbox.conversation(&message.digits);
    let channel = message.standing(now).map_or(0, |standing| standing.channel);
    let text = message.channel_text(channel);
    let last = inbox.inbound(&message.digits).next().filter(|inbound| inbound.seq > message.seq);
    let text = last.map_or(text, |inbound| &inbound.text);
    json!({
        "phone": message.digits,
        "id": message.seq,
        "from": message.from,
        "text": text.chars().take(SNIPPET).collect::<String>(),
        "incoming": last.is_some(),
        "type": message.kind,
        "api": message.api.name(),
        "channel": message.channel_name(channel),
        "status": message.status(now),
        "at": rfc3339(last.map_or(message.received_at, |inbound| inbound.at)),
        "count": conversation.map_or(0, |conversation| conversation.messages.len()),
        "unread": conversation.map_or(0, |conversation| conversation.unread),
    })
}

/// Real milliseconds until the status of one of these changes by itself.
fn next_change<'a>(state: &State, messages: impl Iterator<Item = &'a Message>, now: Millis) -> Option<Millis> {
    if state.clock.is_frozen() {
        return None;
    }
    let next = |m: &Message| m.steps().iter().map(|step| m.time_of(step)).find(|at| *at > now).map(|at| at - now);
    messages.filter_map(next).min()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Part {
    before: Option<u64>,
    limit: Option<usize>,
}

/// What went to one number and what came back, oldest first; the newest part of it.
pub(super) async fn read(
    app: App,
    Path(phone): Path<String>,
    part: Result<Query<Part>, QueryRejection>,
) -> Result<Json<Value>, ControlError> {
    let Query(part) = part?;
    let limit = part.limit.unwrap_or(PAGE).clamp(1, MAX_PAGE);
    let state = app.state();
    let (inbox, now) = (&state.inbox, state.clock.now());
    let conversation = inbox.conversation(&phone).ok_or_else(no_such_conversation)?;
    let before = part.before.unwrap_or(u64::MAX);
    let end = conversation.messages.partition_point(|seq| *seq < before);
    let start = end.saturating_sub(limit);
    let messages: Vec<&Message> =
        conversation.messages.range(start..end).filter_map(|seq| inbox.by_seq(*seq)).collect();
    let oldest = messages.first().map_or(0, |message| message.seq);
    let mut entries: Vec<(u64, Value)> = messages.iter().map(|m| (m.seq, shown(m, inbox, now))).collect();
    let inbound = inbox.inbound(&phone).skip_while(|i| i.seq >= before).take_while(|i| i.seq > oldest || start == 0);
    entries.extend(inbound.map(|inbound| (inbound.seq, came(inbound))));
    entries.sort_by_key(|(seq, _)| *seq);
    let entries: Vec<Value> = entries.into_iter().map(|(_, entry)| entry).collect();
    Ok(Json(json!({
        "phone": phone,
        "entries": entries,
        "count": conversation.messages.len(),
        "unread": conversation.unread,
        "before": (start > 0).then_some(oldest),
        "now": rfc3339(now),
        "next_change_ms": next_change(&state, messages.into_iter(), now),
    })))
}

fn shown(message: &Message, inbox: &Inbox, now: Millis) -> Value {
    let mut entry = json!(Item::new(message, inbox, now));
    let preview = preview(message, now);
    let has_more = message.standing(now).is_some_and(|standing| standing.channel < message.legs.len());
    entry["entry"] = "message".into();
    entry["html"] = preview.fragment().into();
    entry["can_fall_back"] = has_more.into();
    entry
}

fn came(inbound: &Inbound) -> Value {
    json!({
        "entry": "incoming",
        "id": inbound.seq,
        "kind": inbound.kind,
        "text": inbound.text,
        "to": inbound.sender,
        "about": inbound.about,
        "at": rfc3339(inbound.at),
    })
}

pub(super) async fn seen(app: App, Path(phone): Path<String>) -> Json<Value> {
    let had = app.state().inbox.unread();
    app.state().inbox.mark_seen(&phone);
    if app.state().inbox.unread() != had {
        app.changed();
    }
    Json(json!({"ok": true}))
}

pub(super) async fn clear(app: App, Path(phone): Path<String>) -> Result<Json<Value>, ControlError> {
    {
        let mut state = app.state();
        let conversation = state.inbox.conversation(&phone).ok_or_else(no_such_conversation)?;
        let seqs: Vec<u64> = conversation.messages.iter().copied().collect();
        for seq in seqs {
            state.inbox.remove(seq);
        }
    }
    app.changed();
    Ok(Json(json!({"ok": true})))
}

fn no_such_conversation() -> ControlError {
    ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_CONVERSATION", "nothing went to this number")
}
