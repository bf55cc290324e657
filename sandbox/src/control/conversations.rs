//! `/_sandbox/conversations`: messages by recipient, for the page.

use std::collections::HashSet;

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::call::{ControlError, DONE, Done, Params};
use super::view::{MessageView, preview};
use crate::app::App;
use crate::app::state::State;
use crate::inbox::Inbox;
use crate::inbox::inbound::{Inbound, InboundKind};
use crate::inbox::message::Message;
use crate::inbox::search::{BigramSet, SearchFilter, TextPattern};
use crate::provider::common::check::values::only_digits;
use crate::simulate::clock::{Millis, rfc3339};

/// Default and most items of one response.
const PAGE: usize = 50;
const MAX_PAGE: usize = 200;
/// Search entries compared in one call. A search in a full store takes several calls, so that sends need not wait.
const BUDGET: usize = 300_000;
/// Most characters of a text in the list.
const SNIPPET: usize = 120;

/// Filter of conversations. Everything set must match one of the messages.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ConversationQuery {
    /// Part of the text, the sender or the recipient's digits; a message id; a customer message id.
    q: Option<String>,
    status: Option<String>,
    /// The current channel.
    channel: Option<String>,
    api: Option<String>,
    r#type: Option<String>,
    unread: bool,
    /// `next` of the previous page.
    before: Option<u64>,
    limit: Option<usize>,
}

impl ConversationQuery {
    fn is_open(&self) -> bool {
        [&self.q, &self.status, &self.channel, &self.api, &self.r#type].iter().all(|word| word.is_none())
            && !self.unread
    }

    fn filter(&self, search: Option<&TextSearch>) -> SearchFilter<'_> {
        SearchFilter {
            letters: search.map(TextSearch::letters).unwrap_or_default(),
            seq: search.and_then(|search| search.seq),
            api: self.api.as_deref(),
            kind: self.r#type.as_deref(),
            status: self.status.as_deref(),
            channel: self.channel.as_deref(),
            unread: self.unread,
            moving: false,
        }
    }

    fn fits(&self, message: &Message, search: Option<&TextSearch>, now: Millis) -> bool {
        (!self.unread || !message.seen)
            && self.api.as_ref().is_none_or(|word| word == message.api.name())
            && self.r#type.as_ref().is_none_or(|word| word == message.kind)
            && self.status.as_ref().is_none_or(|word| word == message.status(now))
            && self.channel.as_ref().is_none_or(|word| word == message.channel_name(message.current_channel(now)))
            && search.is_none_or(|search| search.fits(message))
    }
}

/// A search, prepared once.
struct TextSearch {
    part: TextPattern,
    digits: String,
    exact: String,
    /// The message with this id.
    seq: Option<u64>,
}

impl TextSearch {
    fn new(text: &str, inbox: &Inbox) -> Option<Self> {
        let exact = text.trim().to_owned();
        let is_phone = exact.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')'));
        let digits = if is_phone { only_digits(&exact) } else { String::new() };
        let seq = inbox.find(&exact).map(|message| message.seq);
        (!exact.is_empty()).then(|| Self { seq, part: TextPattern::new(&exact), digits, exact })
    }

    /// The pairs of which a match has at least one set.
    fn letters(&self) -> Vec<BigramSet> {
        let mut letters = vec![BigramSet::of(&self.exact), BigramSet::whole(&self.exact)];
        letters.extend((!self.digits.is_empty()).then(|| BigramSet::of(&self.digits)));
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

/// A page of recipients.
#[derive(Serialize)]
pub(super) struct Listing {
    conversations: Vec<Row>,
    /// `before` of the next page; none on the last one.
    next: Option<u64>,
    total: usize,
    unread: usize,
    messages: usize,
    now: String,
    frozen: bool,
    next_change_ms: Option<Millis>,
}

/// One recipient, with the newest message that matches.
#[derive(Serialize)]
struct Row {
    phone: Box<str>,
    id: u64,
    from: Box<str>,
    text: String,
    /// True if the recipient wrote `text`.
    incoming: bool,
    r#type: &'static str,
    api: &'static str,
    channel: Box<str>,
    status: &'static str,
    at: String,
    count: usize,
    unread: usize,
}

impl Row {
    fn new(message: &Message, inbox: &Inbox, now: Millis) -> Self {
        let conversation = inbox.conversation(&message.digits);
        let channel = message.current_channel(now);
        let last = inbox.inbound(&message.digits).next().filter(|inbound| inbound.seq > message.seq);
        let text = last.map_or(message.channel_text(channel), |inbound| &inbound.text);
        Self {
            phone: message.digits.clone(),
            id: message.seq,
            from: message.from.clone(),
            text: text.chars().take(SNIPPET).collect(),
            incoming: last.is_some(),
            r#type: message.kind,
            api: message.api.name(),
            channel: message.channel_name(channel).into(),
            status: message.status(now),
            at: rfc3339(last.map_or(message.received_at, |inbound| inbound.at)),
            count: conversation.map_or(0, |conversation| conversation.messages.len()),
            unread: conversation.map_or(0, |conversation| conversation.unread),
        }
    }
}

/// Newest first.
pub(super) async fn list(app: App, Params(wanted): Params<ConversationQuery>) -> Json<Listing> {
    let limit = wanted.limit.unwrap_or(PAGE).clamp(1, MAX_PAGE);
    let state = app.state();
    let (inbox, now) = (&state.inbox, state.clock.now());
    let (conversations, next) = page(&wanted, limit, inbox, now);
    Json(Listing {
        conversations,
        next,
        total: inbox.count_conversations(),
        unread: inbox.unread(),
        messages: inbox.len(),
        now: rfc3339(now),
        frozen: state.clock.is_frozen(),
        next_change_ms: next_change(&state, inbox.newest().take(limit), now),
    })
}

/// Returns the rows of a page, and where the next one starts.
fn page(wanted: &ConversationQuery, limit: usize, inbox: &Inbox, now: Millis) -> (Vec<Row>, Option<u64>) {
    let before = wanted.before.unwrap_or(u64::MAX);
    let mut rows = Vec::new();
    if wanted.is_open() {
        let mut next = None;
        for (last, conversation) in inbox.conversations(before).take(limit) {
            let newest = conversation.messages.back().and_then(|seq| inbox.by_seq(*seq));
            rows.extend(newest.map(|message| Row::new(message, inbox, now)));
            next = Some(last);
        }
        return (rows, next.filter(|next| inbox.conversations(*next).next().is_some()));
    }
    let search = wanted.q.as_deref().and_then(|text| TextSearch::new(text, inbox));
    let filter = wanted.filter(search.as_ref());
    let mut found = inbox.search(&filter, before, BUDGET, now);
    let mut seen = HashSet::new();
    while rows.len() < limit {
        let Some((message, is_certain)) = found.next() else { break };
        if (is_certain || wanted.fits(message, search.as_ref(), now)) && seen.insert(&*message.digits) {
            rows.push(Row::new(message, inbox, now));
        }
    }
    (rows, found.rest())
}

/// Returns the real milliseconds until one of these changes its status.
fn next_change<'a>(state: &State, messages: impl Iterator<Item = &'a Message>, now: Millis) -> Option<Millis> {
    let moves = (!state.clock.is_frozen()).then_some(messages)?;
    moves.filter_map(|message| message.next_change(now)).min().map(|at| at - now)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ThreadQuery {
    before: Option<u64>,
    limit: Option<usize>,
}

/// The messages to one number, and what came back.
#[derive(Serialize)]
struct Thread<'a> {
    phone: &'a str,
    entries: Vec<Entry<'a>>,
    count: usize,
    unread: usize,
    /// `before` of the previous part; none at the start.
    before: Option<u64>,
    now: String,
    next_change_ms: Option<Millis>,
}

#[derive(Serialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
enum Entry<'a> {
    Message {
        #[serde(flatten)]
        message: Box<MessageView<'a>>,
        html: String,
        can_fall_back: bool,
    },
    Incoming {
        id: u64,
        kind: InboundKind,
        text: &'a str,
        to: &'a str,
        about: Option<u64>,
        at: String,
    },
}

impl<'a> Entry<'a> {
    fn message(message: &'a Message, inbox: &Inbox, now: Millis) -> Self {
        let html = preview(message, now).fragment();
        let can_fall_back =
            message.delivery_state(now).is_some_and(|delivery| delivery.channel < message.fallbacks.len());
        Self::Message { message: Box::new(MessageView::new(message, inbox, now)), html, can_fall_back }
    }

    fn incoming(inbound: &'a Inbound) -> Self {
        let Inbound { seq, sender, text, kind, about, at, .. } = inbound;
        Self::Incoming { id: *seq, kind: *kind, text, to: sender, about: *about, at: rfc3339(*at) }
    }
}

/// Returns the newest part, oldest first.
pub(super) async fn read(
    app: App,
    Path(phone): Path<String>,
    Params(part): Params<ThreadQuery>,
) -> Result<Response, ControlError> {
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
    let inbound = inbox.inbound(&phone).skip_while(|i| i.seq >= before).take_while(|i| i.seq > oldest || start == 0);
    let mut entries: Vec<_> = messages.iter().map(|m| (m.seq, Entry::message(m, inbox, now))).collect();
    entries.extend(inbound.map(|inbound| (inbound.seq, Entry::incoming(inbound))));
    entries.sort_by_key(|(seq, _)| *seq);
    let thread = Thread {
        phone: &phone,
        entries: entries.into_iter().map(|(_, entry)| entry).collect(),
        count: conversation.messages.len(),
        unread: conversation.unread,
        before: (start > 0).then_some(oldest),
        now: rfc3339(now),
        next_change_ms: next_change(&state, messages.into_iter(), now),
    };
    Ok(Json(thread).into_response())
}

pub(super) async fn seen(app: App, Path(phone): Path<String>) -> Json<Done> {
    let had = app.state().inbox.unread();
    app.state().inbox.mark_seen(&phone);
    if app.state().inbox.unread() != had {
        app.changed();
    }
    DONE
}

pub(super) async fn clear(app: App, Path(phone): Path<String>) -> Result<Json<Done>, ControlError> {
    {
        let mut state = app.state();
        let conversation = state.inbox.conversation(&phone).ok_or_else(no_such_conversation)?;
        let seqs: Vec<u64> = conversation.messages.iter().copied().collect();
        for seq in seqs {
            state.inbox.remove(seq);
        }
    }
    app.changed();
    Ok(DONE)
}

fn no_such_conversation() -> ControlError {
    ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_CONVERSATION", "no message went to this number")
}
