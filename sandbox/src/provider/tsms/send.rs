//! `message/send` and `message/sendmulti` (`docs/provider/turbosms.md`, `docs/provider/turbosms-codes.md` §2, §3).

use std::collections::HashSet;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use super::answer::{answer, refused};
use super::check::{self, ValidRequest};
use super::codes::{self, Code, Envelope};
use super::content::{ChannelContent, Content};
use crate::app::state::State;
use crate::inbox::message::{Api, FallbackChannel, Message};
use crate::provider::common::check::values::phone_digits;
use crate::provider::common::credentials::Account;
use crate::provider::common::refusal::Refusal;
use crate::simulate::magic::Fate;
use crate::simulate::rules::MessageFacts;

/// Time within which the same message to the same number is a duplicate.
const REPEAT: u64 = 90_000;

/// One recipient's row of the response.
#[derive(Debug, Serialize)]
struct Row {
    phone: String,
    response_code: u16,
    message_id: Option<String>,
    response_status: &'static str,
}

/// Code and rows of a request that was carried out.
type Sent = (Code, Arc<RawValue>);

/// Why a request was not carried out.
enum Failure {
    Code(Code),
    /// A magic number asks for an HTTP status, which TurboSMS itself never returns.
    Http(StatusCode),
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::Code(code)
    }
}

pub(super) fn one(state: &mut State, account: &Account, data: Map<String, Value>) -> Response {
    match send(state, account, data) {
        Ok((code, result)) => answer(code, result.as_ref()),
        Err(Failure::Code(code)) => refused(code),
        Err(Failure::Http(status)) => Refusal::of_status(status).into_response(),
    }
}

/// Sends each request under its key, with an envelope for each.
pub(super) fn many(state: &mut State, account: &Account, data: &Map<String, Value>) -> Response {
    let mut results = Vec::with_capacity(data.len());
    for (name, value) in data {
        let sent = match value {
            Value::Object(request) => send(state, account, request.clone()),
            _ => Err(codes::INVALID_REQUEST.into()),
        };
        let envelope = match sent {
            Ok((code, result)) => Envelope::new(code, to_raw_value(result.as_ref()).ok()),
            Err(Failure::Code(code)) => Envelope::new(code, None),
            Err(Failure::Http(status)) => return Refusal::of_status(status).into_response(),
        };
        results.push((name, envelope));
    }
    answer(codes::OK, InOrder(results))
}

/// An object whose fields keep their order.
struct InOrder<'a, T>(Vec<(&'a String, T)>);

impl<T: Serialize> Serialize for InOrder<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

fn send(state: &mut State, account: &Account, data: Map<String, Value>) -> Result<Sent, Failure> {
    let sequence = match data.get("sequence_id") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) if !id.is_empty() => Some(id.clone()),
        Some(Value::Number(id)) => Some(id.to_string()),
        Some(_) => return Err(codes::INVALID_REQUEST.into()),
    };
    let key = sequence.filter(|_| state.settings.turbosms_native).map(|id| (account.clone(), id));
    if let Some(first) = key.as_ref().and_then(|key| state.sequences.find(key)) {
        return Ok((codes::FAILED_DUPLICATE_REQUEST, Arc::clone(first)));
    }
    let valid = check::request(&data, state.clock.now())?;
    let (code, result) = take(state, &valid, data)?;
    if let Some(key) = key {
        state.sequences.remember(key, Arc::clone(&result));
    }
    Ok((code, result))
}

/// The recipients in the order of the request, each with its channels: Viber, SMS.
fn recipients(valid: &ValidRequest) -> Vec<(&Value, [bool; 2])> {
    let lists = [&valid.viber, &valid.sms].map(|channel| channel.as_ref().map_or(&[][..], |(_, list)| list));
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
fn take(state: &mut State, valid: &ValidRequest, data: Map<String, Value>) -> Result<Sent, Failure> {
    let recipients = recipients(valid);
    let numbers: Vec<Option<String>> = recipients.iter().map(|(to, _)| digits(to)).collect();
    numbers.iter().flatten().try_for_each(|number| refuse_whole(Fate::of(number)))?;
    let request: Arc<RawValue> = raw(&without_recipients(data))?.into();
    let contents = contents(valid);
    let (list_id, now) = (state.inbox.new_list(), state.clock.now());
    let starts_at = valid.starts_at.unwrap_or(now).max(now);
    let repeats = repeats(state, &contents);
    let mut seen = HashSet::new();
    let mut rows = Vec::with_capacity(recipients.len());
    for ((to, channels), number) in recipients.iter().zip(&numbers) {
        let content = contents.get(usize::from(channels[0]) + 2 * usize::from(channels[1])).and_then(Option::as_ref);
        let row = |code: Code, message_id| Row {
            phone: number.clone().unwrap_or_else(|| shown(to)),
            response_code: code.number,
            message_id,
            response_status: code.name,
        };
        rows.push(match (number, content) {
            (Some(number), _) if !seen.insert(number) => row(codes::NOT_ALLOWED_RECIPIENT_DUPLICATE, None),
            (Some(number), _) if repeats.contains(number.as_str()) => row(codes::NOT_ALLOWED_MESSAGE_DUPLICATE, None),
            (Some(number), Some(content)) => {
                let message = message(state, content, number, Arc::clone(&request));
                let code = row_code(message.fate);
                let is_taken = code == codes::OK || code == codes::PARKED;
                let row = row(code, is_taken.then(|| state.inbox.id(Api::TurboSms, message.seq)));
                let raw = to_raw_value(&row).ok();
                state.push(Message { list_id, to: shown(to).into(), starts_at, row: raw, ..message });
                row
            }
            _ => row(codes::INVALID_PHONE, None),
        });
    }
    let all = rows.iter().all(|row| row.message_id.is_some());
    let code = if all { codes::SUCCESS_MESSAGE_ACCEPTED } else { codes::SUCCESS_MESSAGE_PARTIAL_ACCEPTED };
    Ok((code, raw(&rows)?.into()))
}

fn raw(value: &impl Serialize) -> Result<Box<RawValue>, Code> {
    to_raw_value(value).map_err(|_| codes::FAILED_CONVERT_RESULT2JSON)
}

/// Fails if a magic number asks for an error of the whole request.
fn refuse_whole(fate: Fate) -> Result<(), Failure> {
    Err(match fate {
        Fate::Http(StatusCode::UNAUTHORIZED) => codes::REQUIRED_AUTH.into(),
        Fate::Http(StatusCode::FORBIDDEN) => codes::REQUIRED_ACTIVE_USER.into(),
        Fate::Http(StatusCode::UNPROCESSABLE_ENTITY) => codes::INVALID_REQUEST.into(),
        Fate::Http(StatusCode::INTERNAL_SERVER_ERROR) => codes::FATAL_ERROR.into(),
        Fate::Http(status) => Failure::Http(status),
        _ => return Ok(()),
    })
}

/// Removes the recipients: thousands of messages share the stored request.
fn without_recipients(mut data: Map<String, Value>) -> Map<String, Value> {
    data.remove("recipients");
    for channel in ["sms", "viber"] {
        if let Some(Value::Object(fields)) = data.get_mut(channel) {
            fields.remove("recipients");
        }
    }
    data
}

/// The numbers that recently got one of these contents, if the settings refuse duplicates.
fn repeats(state: &State, contents: &[Option<Arc<Content>>]) -> HashSet<Box<str>> {
    if !state.settings.turbosms_refuse_repeats {
        return HashSet::new();
    }
    let since = state.clock.now().saturating_sub(REPEAT);
    let recent = state.inbox.newest().take_while(|message| message.received_at > since);
    let same = recent.filter(|message| {
        message.plan().is_some()
            && message.content.as_ref().is_some_and(|content| contents.iter().flatten().any(|own| own == content))
    });
    same.map(|message| message.digits.clone()).collect()
}

/// The content for no channel, Viber, SMS, and both.
fn contents(valid: &ValidRequest) -> [Option<Arc<Content>>; 4] {
    let viber = valid.viber.as_ref().map(|(content, _)| content);
    let sms = valid.sms.as_ref().map(|(content, _)| content);
    let content = |channels: [Option<&ChannelContent>; 2]| {
        let channels: Vec<_> = channels.into_iter().flatten().cloned().collect();
        (!channels.is_empty()).then(|| Arc::new(Content { channels }))
    };
    [None, content([viber, None]), content([None, sms]), content([viber, sms])]
}

fn message(state: &mut State, content: &Arc<Content>, digits: &str, request: Arc<RawValue>) -> Message {
    let mut channels = content.channels.iter();
    let first = channels.next();
    let (sender, text) = first.map_or(("", ""), |first| (&first.sender, &first.text));
    Message {
        channel: first.map_or("sms", |first| first.name),
        from: sender.into(),
        digits: digits.into(),
        text: text.into(),
        ttl: first.and_then(|first| first.ttl),
        fallbacks: channels.map(|next| FallbackChannel::from((next.name, next.text.clone()))).collect(),
        fate: state.rules.fate(&MessageFacts::new(digits, sender, text)),
        content: Some(Arc::clone(content)),
        ..state.inbox.new_message(Api::TurboSms, content.kind(), request, state.clock.now())
    }
}

/// The row code of a fate.
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
