//! `message/send` and `message/sendmulti` (`docs/provider/turbosms.md`, `docs/provider/turbosms-codes.md` §2, §3).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use super::answer::{answer, refused};
use super::check::{self, Checked};
use super::codes::{self, Code, Envelope};
use super::content::{ChannelContent, Content};
use crate::app::state::State;
use crate::inbox::message::{Api, Leg, Mark, Message};
use crate::provider::common::check::values::phone_digits;
use crate::provider::common::credentials::Account;
use crate::provider::common::refusal::Refusal;
use crate::simulate::magic::Fate;
use crate::simulate::rules::About;

/// Time in which the same message to the same number is a repeat.
const REPEAT: u64 = 90_000;

/// One recipient's row of the answer.
#[derive(Debug, Serialize)]
struct Row {
    phone: String,
    response_code: u16,
    message_id: Option<String>,
    response_status: &'static str,
}

/// What a send request comes to.
enum Outcome {
    Done(Code, Arc<RawValue>),
    Refused(Code),
    /// A magic number asked for an answer that is not TurboSMS's own.
    Http(StatusCode),
}

pub(super) fn one(state: &mut State, account: &Account, data: Map<String, Value>) -> Response {
    match send(state, account, data) {
        Outcome::Done(code, result) => answer(code, result.as_ref()),
        Outcome::Refused(code) => refused(code),
        Outcome::Http(status) => Refusal::of_status(status).into_response(),
    }
}

/// Every key with an envelope of its own.
pub(super) fn many(state: &mut State, account: &Account, data: &Map<String, Value>) -> Response {
    let mut results = HashMap::new();
    for (name, value) in data {
        let outcome = match value {
            Value::Object(request) => send(state, account, request.clone()),
            _ => Outcome::Refused(codes::INVALID_REQUEST),
        };
        let envelope = match outcome {
            Outcome::Done(code, result) => Envelope::new(code, to_raw_value(result.as_ref()).ok()),
            Outcome::Refused(code) => Envelope::new(code, None),
            Outcome::Http(status) => return Refusal::of_status(status).into_response(),
        };
        results.insert(name, envelope);
    }
    answer(codes::OK, results)
}

fn send(state: &mut State, account: &Account, data: Map<String, Value>) -> Outcome {
    let sequence = match data.get("sequence_id") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) if !id.is_empty() => Some(id.clone()),
        Some(Value::Number(id)) => Some(id.to_string()),
        Some(_) => return Outcome::Refused(codes::INVALID_REQUEST),
    };
    let key = sequence.filter(|_| state.settings.turbosms_native).map(|id| (account.clone(), id));
    if let Some(first) = key.as_ref().and_then(|key| state.sequences.find(key)) {
        return Outcome::Done(codes::FAILED_DUPLICATE_REQUEST, Arc::clone(first));
    }
    let checked = match check::request(&data, state.clock.now()) {
        Ok(checked) => checked,
        Err(code) => return Outcome::Refused(code),
    };
    let outcome = take(state, &checked, data);
    if let (Some(key), Outcome::Done(_, result)) = (key, &outcome) {
        state.sequences.remember(key, Arc::clone(result));
    }
    outcome
}

/// The recipients in the order of the request, each with the channels that it is named for.
fn recipients(checked: &Checked) -> Vec<(&Value, [bool; 2])> {
    let lists = [&checked.viber, &checked.sms].map(|channel| channel.as_ref().map_or(&[][..], |(_, list)| list));
    if lists[0] == lists[1] || lists.iter().any(|list| list.is_empty()) {
        let has = lists.map(|list| !list.is_empty());
        let list = if has[0] { lists[0] } else { lists[1] };
        return list.iter().map(|to| (to, has)).collect();
    }
    let sets = lists.map(|list| list.iter().filter_map(Value::as_str).collect::<HashSet<_>>());
    let mut all: Vec<(&Value, [bool; 2])> = Vec::new();
    all.extend(lists[0].iter().map(|to| (to, [true, to.as_str().is_some_and(|to| sets[1].contains(to))])));
    let only_sms = lists[1].iter().filter(|to| to.as_str().is_none_or(|to| !sets[0].contains(to)));
    all.extend(only_sms.map(|to| (to, [false, true])));
    all
}

/// Stores the messages and writes their rows.
fn take(state: &mut State, checked: &Checked, mut data: Map<String, Value>) -> Outcome {
    let recipients = recipients(checked);
    let numbers: Vec<Option<String>> = recipients.iter().map(|(to, _)| digits(to)).collect();
    for number in numbers.iter().flatten() {
        match Fate::of(number) {
            Fate::Http(StatusCode::UNAUTHORIZED) => return Outcome::Refused(codes::REQUIRED_AUTH),
            Fate::Http(StatusCode::FORBIDDEN) => return Outcome::Refused(codes::REQUIRED_ACTIVE_USER),
            Fate::Http(StatusCode::UNPROCESSABLE_ENTITY) => return Outcome::Refused(codes::INVALID_REQUEST),
            Fate::Http(StatusCode::INTERNAL_SERVER_ERROR) => return Outcome::Refused(codes::FATAL_ERROR),
            Fate::Http(status) => return Outcome::Http(status),
            _ => {}
        }
    }
    // Thousands of messages share what is kept of the request, so its lists of recipients are not kept.
    data.remove("recipients");
    for channel in ["sms", "viber"] {
        if let Some(Value::Object(fields)) = data.get_mut(channel) {
            fields.remove("recipients");
        }
    }
    let Ok(request) = to_raw_value(&data) else { return Outcome::Refused(codes::FAILED_CONVERT_RESULT2JSON) };
    let request: Arc<RawValue> = request.into();
    let contents = contents(checked);
    let (list_id, now) = (state.inbox.new_list(), state.clock.now());
    let repeats = repeats(state, &contents);
    let mut seen = HashSet::new();
    let mut rows = Vec::with_capacity(recipients.len());
    for ((to, channels), digits) in recipients.iter().zip(&numbers) {
        let content = contents.get(usize::from(channels[0]) + 2 * usize::from(channels[1])).and_then(Option::as_ref);
        let mut fate = Fate::DELIVERED;
        let (code, number) = match digits {
            Some(number) if !seen.insert(number.as_str()) => (codes::NOT_ALLOWED_RECIPIENT_DUPLICATE, Some(number)),
            Some(number) if repeats.contains(number.as_str()) => (codes::NOT_ALLOWED_MESSAGE_DUPLICATE, Some(number)),
            Some(number) => {
                let first = content.and_then(|content| content.channels.first());
                fate = state.rules.fate(&About {
                    digits: number.as_str().into(),
                    sender: first.map_or("", |first| &first.sender).into(),
                    text: first.map_or("", |first| &first.text).into(),
                });
                (row_code(fate), Some(number))
            }
            None => (codes::INVALID_PHONE, None),
        };
        let row = |message_id| Row {
            phone: number.cloned().unwrap_or_else(|| shown(to)),
            response_code: code.number,
            message_id,
            response_status: code.name,
        };
        let (Some(number), Some(content)) = (number, content) else {
            rows.push(row(None));
            continue;
        };
        let taken = code == codes::OK || code == codes::PARKED;
        let seq = state.inbox.next_seq();
        let row = row(taken.then(|| state.inbox.id(Api::TurboSms, seq)));
        if code != codes::NOT_ALLOWED_RECIPIENT_DUPLICATE && code != codes::NOT_ALLOWED_MESSAGE_DUPLICATE {
            let message = message(content, number, fate, shown(to), checked.starts_at.unwrap_or(now).max(now), now);
            let row = to_raw_value(&row).ok();
            state.inbox.push(Message { seq, list_id, request: Arc::clone(&request), row, ..message });
        }
        rows.push(row);
    }
    let all = rows.iter().all(|row| row.message_id.is_some());
    let code = if all { codes::SUCCESS_MESSAGE_ACCEPTED } else { codes::SUCCESS_MESSAGE_PARTIAL_ACCEPTED };
    match to_raw_value(&rows) {
        Ok(result) => Outcome::Done(code, result.into()),
        Err(_) => Outcome::Refused(codes::FAILED_CONVERT_RESULT2JSON),
    }
}

/// The numbers that one of these contents went to a short while ago, if that is to be refused.
fn repeats(state: &State, contents: &[Option<Arc<Content>>]) -> HashSet<Box<str>> {
    if !state.settings.turbosms_refuse_repeats {
        return HashSet::new();
    }
    let since = state.clock.now().saturating_sub(REPEAT);
    let recent = state.inbox.newest().take_while(|message| message.received_at > since);
    let same = recent.filter(|message| {
        message.course().is_some()
            && message.content.as_ref().is_some_and(|content| contents.iter().flatten().any(|own| own == content))
    });
    same.map(|message| message.digits.clone()).collect()
}

/// The content for: nobody, Viber, SMS, both.
fn contents(checked: &Checked) -> [Option<Arc<Content>>; 4] {
    let viber = checked.viber.as_ref().map(|(content, _)| content);
    let sms = checked.sms.as_ref().map(|(content, _)| content);
    let content = |channels: [Option<&ChannelContent>; 2]| {
        let channels: Vec<_> = channels.into_iter().flatten().cloned().collect();
        (!channels.is_empty()).then(|| Arc::new(Content { channels }))
    };
    [None, content([viber, None]), content([None, sms]), content([viber, sms])]
}

fn message(content: &Arc<Content>, digits: &str, fate: Fate, to: String, starts_at: u64, now: u64) -> Message {
    let mut channels = content.channels.iter();
    let first = channels.next();
    Message {
        seq: 0,
        list_id: 0,
        api: Api::TurboSms,
        kind: content.kind(),
        channel: first.map_or("sms", |first| first.name),
        from: first.map_or("", |first| &first.sender).into(),
        to: to.into(),
        digits: digits.into(),
        text: first.map_or("", |first| &first.text).into(),
        rendered: None,
        customer_message_id: None,
        ttl: first.and_then(|first| first.ttl),
        caller_id: None,
        legs: channels.map(|next| Leg { channel: next.name.into(), text: next.text.as_str().into() }).collect(),
        fate,
        received_at: now,
        starts_at,
        content: Some(Arc::clone(content)),
        mark: Mark::default(),
        request: Arc::from(RawValue::NULL.to_owned()),
        row: None,
    }
}

/// What a fate means here.
fn row_code(fate: Fate) -> Code {
    match fate {
        Fate::Refused { status: "failed", .. } => codes::NOT_ALLOWED_RECIPIENT_COUNTRY,
        Fate::Refused { .. } => codes::NOT_ALLOWED_NUMBER_STOPLIST,
        Fate::Taken { row: Some(_), .. } => codes::PARKED,
        Fate::Taken { row: None, .. } | Fate::Http(_) => codes::OK,
    }
}

fn digits(to: &Value) -> Option<String> {
    match to {
        Value::String(text) => phone_digits(text),
        Value::Number(number) => phone_digits(&number.to_string()),
        _ => None,
    }
}

fn shown(to: &Value) -> String {
    to.as_str().map_or_else(|| to.to_string(), str::to_owned)
}
