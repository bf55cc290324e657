//! `POST /bat/messagelist` (`docs/provider/smsbat-api.md` §3).

use axum::Json;
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::value::RawValue;

use super::check::{self, Checked};
use super::kind::Kind;
use super::row::Row;
use crate::app::App;
use crate::app::state::State;
use crate::inbox::message::{Api, Mark, Message};
use crate::provider::common::body;
use crate::provider::common::check::problems::{Problems, Rule};
use crate::provider::common::refusal::Refusal;
use crate::simulate::magic::http_fate;
use crate::simulate::rules::About;

/// Messages of one request.
const MAX_MESSAGES: usize = 5_000;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    messagelist_id: Option<u64>,
    messages: Vec<Row>,
}

pub(super) async fn send(app: App, headers: HeaderMap, body: Bytes) -> Response {
    match body::is_json(&headers).and_then(|()| read(&body)) {
        Ok(messages) => {
            let answer = take(&mut app.state(), messages);
            app.changed();
            Json(answer).into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// The messages of a body, each beside its own text, or why the request is refused.
fn read(body: &[u8]) -> Result<Vec<(Checked, Box<RawValue>)>, Refusal> {
    let mut problems = Problems::default();
    let list = body::list(body, "messages", true, &mut problems)?;
    let place = list.place();
    if list.items.len() > MAX_MESSAGES {
        let count = list.items.len();
        problems.add(&place, Rule::Format, format_args!("a request takes at most 5000 messages, not {count}"));
        return Err(problems.refusal());
    }
    let mut messages = Vec::with_capacity(list.items.len());
    for (i, raw) in list.items.iter().enumerate() {
        let value = body::value(raw)?;
        if let Some(checked) = check::message(&value, &place.index(i), &mut problems) {
            messages.push((checked, (*raw).to_owned()));
        }
    }
    problems.done()?;
    http_fate(messages.iter().map(|(message, _)| &*message.digits)).map_or(Ok(messages), Err)
}

/// Stores good messages and writes their rows.
fn take(state: &mut State, messages: Vec<(Checked, Box<RawValue>)>) -> Answer {
    let list_id = state.inbox.new_list();
    let received_at = state.clock.now();
    // The overview's own answer has no list id.
    let is_overview = messages.iter().all(|(checked, _)| checked.kind == Kind::Viber);
    let rows = messages.into_iter().map(|(checked, request)| {
        let fate = state.rules.fate(&About {
            digits: checked.digits.as_str().into(),
            sender: checked.from.as_str().into(),
            text: checked.text.as_str().into(),
        });
        let mut message = Message {
            seq: 0,
            list_id,
            api: Api::Messages,
            kind: checked.kind.name(),
            channel: checked.kind.channel(),
            from: checked.from.into(),
            to: checked.to.into(),
            fate,
            digits: checked.digits.into(),
            text: checked.text.into(),
            rendered: None,
            customer_message_id: checked.customer_message_id.map(Into::into),
            ttl: checked.ttl,
            caller_id: checked.caller_id.map(Into::into),
            legs: checked.fallback.into_iter().collect(),
            received_at,
            starts_at: received_at,
            content: None,
            mark: Mark::default(),
            request: request.into(),
            row: None,
        };
        message.seq = state.inbox.next_seq();
        let row = Row::of(&message, state.inbox.id(Api::Messages, message.seq));
        state.webhooks.watch(&message, received_at);
        state.inbox.push(message);
        row
    });
    Answer { messages: rows.collect(), messagelist_id: (!is_overview).then_some(list_id) }
}
