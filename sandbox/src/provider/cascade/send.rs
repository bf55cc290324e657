//! `POST /api/CascadeMessage/send_message/…` (`docs/provider/cascade-api.md` §3, §4).

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::{Extension, Json};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::check::{self, ValidMessage};
use super::route::{self, Bots};
use crate::app::App;
use crate::app::state::State;
use crate::inbox::message::{Api, FallbackChannel, Message};
use crate::provider::common::body;
use crate::provider::common::check::Node;
use crate::provider::common::check::problems::{ProblemKind, Problems};
use crate::provider::common::credentials::Caller;
use crate::provider::common::refusal::Refusal;
use crate::simulate::magic::http_fate;
use crate::simulate::rules::MessageFacts;

/// The receipt of one message.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Receipt {
    message_id: String,
    /// Misspelled by the provider.
    trackin_id: Option<String>,
}

/// A valid message with its channels and their texts, variables filled in.
struct RoutedMessage<'a> {
    valid: ValidMessage,
    raw: &'a RawValue,
    channels: Vec<(&'static str, String)>,
}

pub(super) async fn send(
    app: App,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Vec<Receipt>>, Refusal> {
    body::is_json(&headers)?;
    let receipts = {
        let mut state = app.state();
        let messages = read(&state, &body, &caller, Bots::of(&headers))?;
        take(&mut state, messages)
    };
    app.changed();
    Ok(Json(receipts))
}

fn read<'a>(state: &State, body: &'a [u8], caller: &Caller, bots: Bots) -> Result<Vec<RoutedMessage<'a>>, Refusal> {
    let problems = Problems::nested().lenient(state.settings.is_lenient());
    let list = body::list(body, "messages", false, &problems)?;
    let place = list.place();
    let mut messages = Vec::with_capacity(list.items.len());
    for (i, raw) in list.items.iter().enumerate() {
        let (value, at) = (body::value(raw)?, place.index(i));
        let message = Node::new(&value, at, &problems);
        let valid = if list.key.is_some() { check::overview(&message) } else { check::message(&message) };
        let Some(valid) = valid else { continue };
        let mut channels = Vec::new();
        for (channel, text) in route::route(&valid, bots) {
            match state.variables.render(&caller.account, &valid.variables, text) {
                Ok(text) => channels.push((channel, text)),
                Err(placeholder) => {
                    let message = format_args!("no value for {placeholder}");
                    problems.add(&at.key("text"), ProblemKind::Meaning, message);
                    break;
                }
            }
        }
        messages.push(RoutedMessage { valid, raw, channels });
    }
    problems.done()?;
    http_fate(messages.iter().map(|message| &*message.valid.digits)).map_or(Ok(messages), Err)
}

/// Stores valid messages and writes their receipts.
fn take(state: &mut State, messages: Vec<RoutedMessage<'_>>) -> Vec<Receipt> {
    let (list_id, now) = (state.inbox.new_list(), state.clock.now());
    let receipts = messages.into_iter().map(|RoutedMessage { valid, raw, channels }| {
        let text = valid.text.as_deref().unwrap_or_default();
        let fate = state.rules.fate(&MessageFacts::new(&valid.digits, &valid.from, text)).without_row();
        let message = state.inbox.new_message(Api::Cascade, valid.kind, raw.to_owned().into(), now);
        let id = state.inbox.id(Api::Cascade, message.seq);
        let receipt = Receipt { message_id: id, trackin_id: valid.id.clone() };
        let starts_at = valid.starts_at.and_then(|time| u64::try_from(time.as_millisecond()).ok());
        let viber = valid.viber.unwrap_or_default();
        let text = valid.text.or(viber.text).or(valid.telegram.and_then(|block| block.text));
        let mut channels = channels.into_iter();
        let (channel, rendered) = channels.next().unwrap_or(("viber", String::new()));
        state.push(Message {
            list_id,
            channel,
            from: valid.from.into(),
            to: valid.to.into(),
            digits: valid.digits.into(),
            text: text.unwrap_or_default().into(),
            rendered: Some(rendered.into()),
            customer_message_id: valid.id.map(Into::into),
            ttl: valid.ttl.or(viber.ttl),
            fallbacks: channels.map(FallbackChannel::from).collect(),
            fate,
            starts_at: starts_at.unwrap_or(now).max(now),
            row: to_raw_value(&receipt).ok(),
            ..message
        });
        receipt
    });
    receipts.collect()
}
