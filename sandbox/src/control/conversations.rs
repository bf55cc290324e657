//! `/_sandbox/conversations`: messages by recipient, for the page.

use std::collections::{HashSet, VecDeque};
use std::ops::Range;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use smsbat_core::preview::{Choice, Preview};

use super::call::{ControlError, DONE, Done, Params, Path};
use super::view::{MessageView, Step, preview, steps};
use crate::app::App;
use crate::app::act::opened;
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
    /// Part of the text, the sender, the recipient's digits, the message id or the customer message id.
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

    fn fits(&self, message: &Message, search: Option<&TextSearch>, inbox: &Inbox, now: Millis) -> bool {
        (!self.unread || !message.seen)
            && self.api.as_ref().is_none_or(|word| word == message.api.name())
            && self.r#type.as_ref().is_none_or(|word| word == message.kind)
            && self.status.as_ref().is_none_or(|word| word == message.status(now))
            && self.channel.as_ref().is_none_or(|word| word == message.channel_name(message.current_channel(now)))
            && search.is_none_or(|search| search.fits(message, inbox))
    }
}

/// A search, prepared once.
struct TextSearch {
    part: TextPattern,
    digits: String,
    exact: String,
    /// The message with this id.
    seq: Option<u64>,
    /// Part of a message id, in lower case; empty if it cannot be one.
    id: String,
}

/// Fewest characters of a part of a message id. With fewer, nearly every message would be found.
const ID_PART: usize = 4;

impl TextSearch {
    fn new(text: &str, inbox: &Inbox) -> Option<Self> {
        let exact = text.trim().to_owned();
        let is_phone = exact.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')'));
        let digits = if is_phone { only_digits(&exact) } else { String::new() };
        let seq = inbox.find(&exact).map(|message| message.seq);
        let lower = exact.to_ascii_lowercase();
        let hex = lower.strip_prefix("m-").unwrap_or(&lower);
        // Digits alone are a phone number, which is found without making the id of each message.
        let is_id = lower.len() >= ID_PART
            && !lower.bytes().all(|c| c.is_ascii_digit())
            && hex.bytes().all(|c| c.is_ascii_hexdigit() || c == b'-');
        let id = if is_id && seq.is_none() { lower } else { String::new() };
        (!exact.is_empty()).then(|| Self { seq, part: TextPattern::new(&exact), digits, exact, id })
    }

    /// The pairs of which a match has at least one set.
    fn letters(&self) -> Vec<BigramSet> {
        // Every message fits: ids are made when they are needed, so they have no pairs.
        if !self.id.is_empty() {
            return vec![BigramSet::default()];
        }
        let mut letters = vec![BigramSet::of(&self.exact)];
        letters.extend((!self.digits.is_empty()).then(|| BigramSet::of(&self.digits)));
        letters
    }

    fn fits(&self, message: &Message, inbox: &Inbox) -> bool {
        (!self.digits.is_empty() && message.digits.contains(&self.digits))
            || self.part.is_in(&message.text)
            || message.rendered.as_deref().is_some_and(|text| self.part.is_in(text))
            || self.part.is_in(&message.from)
            || message.customer_message_id.as_deref().is_some_and(|id| self.part.is_in(id))
            || self.seq == Some(message.seq)
            || (!self.id.is_empty() && inbox.id(message.api, message.seq).to_ascii_lowercase().contains(&self.id))
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

/// One recipient, with the newest message that matches. The fields about a message are null if none was sent to it.
#[derive(Serialize)]
struct Row {
    phone: Box<str>,
    id: Option<u64>,
    /// The sender of the message, or what the recipient wrote to.
    from: Box<str>,
    text: String,
    /// True if the recipient wrote `text`.
    incoming: bool,
    r#type: Option<&'static str>,
    api: Option<&'static str>,
    channel: Option<Box<str>>,
    status: Option<&'static str>,
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
            id: Some(message.seq),
            from: message.from.clone(),
            text: text.chars().take(SNIPPET).collect(),
            incoming: last.is_some(),
            r#type: Some(message.kind),
            api: Some(message.api.name()),
            channel: Some(message.channel_name(channel).into()),
            status: Some(message.status(now)),
            at: rfc3339(last.map_or(message.received_at, |inbound| inbound.at)),
            count: conversation.map_or(0, |conversation| conversation.messages.len()),
            unread: conversation.map_or(0, |conversation| conversation.unread),
        }
    }

    /// The row of somebody who only wrote.
    fn of_writer(inbound: &Inbound) -> Self {
        Self {
            phone: inbound.digits.clone(),
            id: None,
            from: inbound.sender.clone(),
            text: inbound.text.chars().take(SNIPPET).collect(),
            incoming: true,
            r#type: None,
            api: None,
            channel: None,
            status: None,
            at: rfc3339(inbound.at),
            count: 0,
            unread: 0,
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
            rows.extend(match newest {
                Some(message) => Some(Row::new(message, inbox, now)),
                None => inbox.newest_inbound(conversation).map(Row::of_writer),
            });
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
        if (is_certain || wanted.fits(message, search.as_ref(), inbox, now)) && seen.insert(&*message.digits) {
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
    /// `before` of another part.
    before: Option<u64>,
    /// `after` of another part.
    after: Option<u64>,
    /// The number of a message in the middle of the part.
    around: Option<u64>,
    limit: Option<usize>,
}

impl ThreadQuery {
    /// The part of these messages, given by their numbers in ascending order: the newest unless another is asked for.
    fn of(&self, messages: &VecDeque<u64>) -> Result<Range<usize>, ControlError> {
        let limit = self.limit.unwrap_or(PAGE).clamp(1, MAX_PAGE);
        let start = match (self.before, self.after, self.around) {
            (None, None, None) => messages.len().saturating_sub(limit),
            (Some(before), None, None) => {
                let end = messages.partition_point(|seq| *seq < before);
                return Ok(end.saturating_sub(limit)..end);
            }
            (None, Some(after), None) => messages.partition_point(|seq| *seq <= after),
            (None, None, Some(around)) => messages.partition_point(|seq| *seq < around).saturating_sub(limit / 2),
            _ => return Err(ControlError::bad_request("only one of before, after and around may be given")),
        };
        Ok(start..messages.len().min(start + limit))
    }
}

/// The messages to one number, and what came back.
#[derive(Serialize)]
struct Thread<'a> {
    phone: &'a str,
    entries: Vec<Entry<'a>>,
    count: usize,
    unread: usize,
    /// `before` of the previous part; null at the start.
    before: Option<u64>,
    /// `after` of the next part; null at the end.
    after: Option<u64>,
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
        steps: Vec<Step<'a>>,
        can_fall_back: bool,
        /// The labels of the options and buttons that the recipient chose.
        chosen: Vec<String>,
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
        let preview = preview(message, now);
        let can_fall_back =
            message.delivery_state(now).is_some_and(|delivery| delivery.channel < message.fallbacks.len());
        Self::Message {
            message: Box::new(MessageView::new(message, inbox, now)),
            html: preview.fragment(),
            steps: steps(message, now),
            can_fall_back,
            chosen: chosen(&preview, message, inbox),
        }
    }

    fn incoming(inbound: &'a Inbound) -> Self {
        let Inbound { seq, sender, text, kind, about, at, .. } = inbound;
        Self::Incoming { id: *seq, kind: *kind, text, to: sender, about: *about, at: rfc3339(*at) }
    }
}

/// Returns the labels that the recipient chose, in the order of the message.
fn chosen(preview: &Preview, message: &Message, inbox: &Inbox) -> Vec<String> {
    let about: Vec<&Inbound> = inbox.inbound(&message.digits).filter(|i| i.about == Some(message.seq)).collect();
    if about.is_empty() {
        return Vec::new();
    }
    let had =
        |kind: InboundKind, text: &str| about.iter().any(|inbound| inbound.kind == kind && *inbound.text == *text);
    let labels = preview.choices().into_iter().filter_map(|choice| match choice {
        Choice::Answer(text) if had(InboundKind::Answer, text) => Some(text),
        Choice::Opens { label, url } if had(InboundKind::Open, &opened(label, url)) => Some(label),
        Choice::Tells { label, text } if had(InboundKind::Press, text) => Some(label),
        _ => None,
    });
    labels.map(str::to_owned).collect()
}

/// Returns a part, oldest first.
pub(super) async fn read(
    app: App,
    Path(phone): Path,
    Params(part): Params<ThreadQuery>,
) -> Result<Response, ControlError> {
    let state = app.state();
    let (inbox, now) = (&state.inbox, state.clock.now());
    let conversation = inbox.conversation(&phone).ok_or_else(no_such_conversation)?;
    let all = &conversation.messages;
    let Range { start, end } = part.of(all)?;
    let messages: Vec<&Message> = all.range(start..end).filter_map(|seq| inbox.by_seq(*seq)).collect();
    // Replies between two messages belong to the part of the first one.
    let lower = if start == 0 { 0 } else { all.get(start).copied().unwrap_or(u64::MAX) };
    let upper = all.get(end).copied().unwrap_or(u64::MAX);
    let inbound = inbox.inbound(&phone).skip_while(|i| i.seq >= upper).take_while(|i| i.seq > lower);
    let mut entries: Vec<_> = messages.iter().map(|m| (m.seq, Entry::message(m, inbox, now))).collect();
    entries.extend(inbound.map(|inbound| (inbound.seq, Entry::incoming(inbound))));
    entries.sort_unstable_by_key(|(seq, _)| *seq);
    let thread = Thread {
        phone: &phone,
        entries: entries.into_iter().map(|(_, entry)| entry).collect(),
        count: conversation.messages.len(),
        unread: conversation.unread,
        before: (start > 0).then_some(lower),
        after: end.checked_sub(1).filter(|_| end < all.len()).and_then(|last| all.get(last).copied()),
        now: rfc3339(now),
        next_change_ms: next_change(&state, messages.into_iter(), now),
    };
    Ok(Json(thread).into_response())
}

pub(super) async fn seen(app: App, Path(phone): Path) -> Json<Done> {
    let had = app.state().inbox.unread();
    app.state().inbox.mark_seen(&phone);
    if app.state().inbox.unread() != had {
        app.changed();
    }
    DONE
}

pub(super) async fn clear(app: App, Path(phone): Path) -> Result<Json<Done>, ControlError> {
    {
        let mut state = app.state();
        state.queue_callbacks();
        if !state.inbox.remove_conversation(&phone) {
            return Err(no_such_conversation());
        }
    }
    app.changed();
    Ok(DONE)
}

fn no_such_conversation() -> ControlError {
    ControlError::new(StatusCode::NOT_FOUND, "NO_SUCH_CONVERSATION", "no message went to this number or came from it")
}
