//! `POST /bat/messagelist` (reference `smsbat-api.md` §3).

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::value::RawValue;

use super::check::{self, Checked};
use super::kind::Kind;
use super::row::Row;
use crate::check::{Path, Problems, Rule};
use crate::inbox::{Api, Message};
use crate::magic::Fate;
use crate::refusal::Refusal;
use crate::server::App;
use crate::state::State;

/// Messages of one request.
const MAX_MESSAGES: usize = 5_000;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    messagelist_id: Option<u64>,
    messages: Vec<Row>,
}

pub(super) async fn send(Extract(app): Extract<App>, headers: HeaderMap, body: Bytes) -> Response {
    if !is_json(&headers) {
        return Refusal::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE).into_response();
    }
    match read(&body) {
        Ok(messages) => {
            let answer = take(&mut app.state(), messages);
            app.changed();
            Json(answer).into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case("application/json"))
}

/// The messages of a body, each beside its own text, or why the request is refused.
fn read(body: &[u8]) -> Result<Vec<(Checked, Box<RawValue>)>, Refusal> {
    let mut problems = Problems::default();
    let raws = envelope(body, &mut problems)?;
    let root = Path::Root;
    let (list, is_object) = raws.unwrap_or_default();
    let place = if is_object { root.key("messages") } else { root };
    if problems.is_empty() && list.is_empty() {
        problems.add(&place, Rule::Missing, "at least one message is required");
    } else if list.len() > MAX_MESSAGES {
        let count = list.len();
        problems.add(&place, Rule::Format, format_args!("a request takes at most 5000 messages, not {count}"));
        return Err(refusal(problems));
    }
    let mut messages = Vec::with_capacity(list.len());
    for (i, raw) in list.into_iter().enumerate() {
        let value = serde_json::from_str(raw.get()).map_err(|e| malformed(&e))?;
        if let Some(checked) = check::message(&value, &place.index(i), &mut problems) {
            messages.push((checked, raw.to_owned()));
        }
    }
    if !problems.is_empty() {
        return Err(refusal(problems));
    }
    let status = messages.iter().find_map(|(message, _)| match Fate::of(&message.digits) {
        Fate::Http(status) => Some(status),
        _ => None,
    });
    status.map_or(Ok(messages), |status| Err(Refusal::of_status(status)))
}

type Raws<'a> = (Vec<&'a RawValue>, bool);

/// `{"messages": […]}`, or the bare array (D11); the flag says which.
fn envelope<'a>(body: &'a [u8], problems: &mut Problems) -> Result<Option<Raws<'a>>, Refusal> {
    if body.trim_ascii_start().starts_with(b"[") {
        return Ok(Some((serde_json::from_slice(body).map_err(|e| malformed(&e))?, false)));
    }
    let root = Path::Root;
    let shape = "the body must be an object with the field messages";
    let map: BTreeMap<String, &RawValue> = match serde_json::from_slice(body) {
        Ok(map) => map,
        Err(e) if e.is_data() => {
            problems.add(&root, Rule::Format, shape);
            return Err(refusal(std::mem::take(problems)));
        }
        Err(e) => return Err(malformed(&e)),
    };
    for key in map.keys().filter(|key| *key != "messages") {
        problems.add(&root.key(key), Rule::Format, format_args!("unknown field; {shape}"));
    }
    let Some(list) = map.get("messages") else {
        problems.add(&root.key("messages"), Rule::Missing, "field messages is required");
        return Ok(None);
    };
    match serde_json::from_str(list.get()) {
        Ok(list) => Ok(Some((list, true))),
        Err(_) => {
            problems.add(&root.key("messages"), Rule::Format, "must be an array of messages");
            Ok(None)
        }
    }
}

fn malformed(error: &serde_json::Error) -> Refusal {
    Refusal::flat(StatusCode::BAD_REQUEST, format!("the body is not valid JSON: {error}"), Some(1001))
}

fn refusal(problems: Problems) -> Refusal {
    problems.into_refusal().unwrap_or_else(|| Refusal::of_status(StatusCode::BAD_REQUEST))
}

/// Stores good messages and writes their rows.
fn take(state: &mut State, messages: Vec<(Checked, Box<RawValue>)>) -> Answer {
    let list_id = state.inbox.new_list();
    let received_at = state.clock.now();
    // The overview's own answer has no list id.
    let is_overview = messages.iter().all(|(checked, _)| checked.kind == Kind::Viber);
    let rows = messages.into_iter().map(|(checked, request)| {
        let mut message = Message {
            seq: 0,
            list_id,
            api: Api::Messages,
            kind: checked.kind,
            from: checked.from.into(),
            to: checked.to.into(),
            fate: Fate::of(&checked.digits),
            digits: checked.digits.into(),
            text: checked.text.into(),
            customer_message_id: checked.customer_message_id.map(Into::into),
            ttl: checked.ttl,
            caller_id: checked.caller_id.map(Into::into),
            fallback: checked.fallback,
            received_at,
            request,
        };
        message.seq = state.inbox.next_seq();
        let row = Row::of(&message, state.inbox.id(message.seq));
        state.inbox.push(message);
        row
    });
    Answer { messages: rows.collect(), messagelist_id: (!is_overview).then_some(list_id) }
}
