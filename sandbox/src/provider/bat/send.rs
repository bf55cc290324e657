//! `POST /bat/messagelist` (`docs/provider/smsbat-api.md` §3).

use axum::Json;
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::value::RawValue;

use super::check::{self, ValidMessage};
use super::kind::Kind;
use super::row::Row;
use crate::app::App;
use crate::app::state::State;
use crate::inbox::message::{Api, Message};
use crate::provider::common::body;
use crate::provider::common::check::Node;
use crate::provider::common::check::problems::{ProblemKind, Problems};
use crate::provider::common::refusal::{Refusal, RefusedRows};
use crate::simulate::magic::http_fate;
use crate::simulate::rules::MessageFacts;

/// Most messages of one request.
const MAX_MESSAGES: usize = 5_000;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    messagelist_id: Option<u64>,
    messages: Vec<Row>,
}

pub(super) async fn send(app: App, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    body::is_json(&headers)?;
    let is_lenient = app.state().settings.is_lenient();
    let messages = read(&body, is_lenient)?;
    let answer = take(&mut app.state(), messages);
    app.changed();
    let refuses = answer.messages.iter().any(Row::is_refused);
    let mut response = Json(answer).into_response();
    if refuses {
        response.extensions_mut().insert(RefusedRows);
    }
    Ok(response)
}

/// Reads the messages of a body, each with its JSON as received.
fn read(body: &[u8], is_lenient: bool) -> Result<Vec<(ValidMessage, Box<RawValue>)>, Refusal> {
    let problems = Problems::default().lenient(is_lenient);
    let list = body::list(body, "messages", true, &problems)?;
    let place = list.place();
    if list.items.len() > MAX_MESSAGES {
        let count = list.items.len();
        problems.add(&place, ProblemKind::Format, format_args!("a request takes at most 5000 messages, not {count}"));
        problems.done()?;
    }
    let mut messages = Vec::with_capacity(list.items.len());
    for (i, raw) in list.items.iter().enumerate() {
        let value = body::value(raw)?;
        if let Some(valid) = check::message(&Node::new(&value, place.index(i), &problems)) {
            messages.push((valid, (*raw).to_owned()));
        }
    }
    problems.done()?;
    http_fate(messages.iter().map(|(message, _)| &*message.digits)).map_or(Ok(messages), Err)
}

/// Stores valid messages and writes their rows.
fn take(state: &mut State, messages: Vec<(ValidMessage, Box<RawValue>)>) -> Answer {
    let (list_id, now) = (state.inbox.new_list(), state.clock.now());
    // The response of the overview form has no list id.
    let is_overview = messages.iter().all(|(valid, _)| valid.kind == Kind::Viber);
    let rows = messages.into_iter().map(|(valid, request)| {
        let fate = state.rules.fate(&MessageFacts::new(&valid.digits, &valid.from, &valid.text));
        let message = Message {
            list_id,
            channel: valid.kind.channel(),
            from: valid.from.into(),
            to: valid.to.into(),
            digits: valid.digits.into(),
            text: valid.text.into(),
            customer_message_id: valid.customer_message_id.map(Into::into),
            ttl: valid.ttl,
            caller_id: valid.caller_id.map(Into::into),
            fallbacks: valid.fallback.into_iter().collect(),
            fate,
            ..state.inbox.new_message(Api::Messages, valid.kind.name(), request.into(), now)
        };
        let row = Row::of(&message, state.inbox.id(Api::Messages, message.seq));
        state.webhooks.watch(&message, now);
        state.push(message);
        row
    });
    Answer { messages: rows.collect(), messagelist_id: (!is_overview).then_some(list_id) }
}
