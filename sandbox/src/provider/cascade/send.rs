//! `POST /api/CascadeMessage/send_message/…` (`docs/provider/cascade-api.md` §3, §4).

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::{Extension, Json};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::check::{self, Checked};
use super::route::{self, Bots};
use crate::app::App;
use crate::app::state::State;
use crate::inbox::message::{Api, Leg, Mark, Message};
use crate::provider::common::body;
use crate::provider::common::check::problems::{Problems, Rule};
use crate::provider::common::credentials::Caller;
use crate::provider::common::refusal::Refusal;
use crate::simulate::magic::http_fate;
use crate::simulate::rules::About;

/// The receipt of one message.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Receipt {
    message_id: String,
    /// Spelled so.
    trackin_id: Option<String>,
}

/// A good message with the channels it may take, their texts filled in.
struct Ready<'a> {
    checked: Checked,
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

fn read<'a>(state: &State, body: &'a [u8], caller: &Caller, bots: Bots) -> Result<Vec<Ready<'a>>, Refusal> {
    let mut problems = Problems::nested();
    let list = body::list(body, "messages", false, &mut problems)?;
    let place = list.place();
    let mut messages = Vec::with_capacity(list.items.len());
    for (i, raw) in list.items.iter().enumerate() {
        let (value, at) = (body::value(raw)?, place.index(i));
        let checked = match list.key {
            Some(_) => check::overview(&value, &at, &mut problems),
            None => check::message(&value, &at, &mut problems),
        };
        let Some(checked) = checked else { continue };
        let mut channels = Vec::new();
        for (channel, text) in route::route(&checked, bots) {
            match state.variables.render(&caller.account, &checked.variables, text) {
                Ok(text) => channels.push((channel, text)),
                Err(placeholder) => {
                    let message = format_args!("no value is known for {placeholder}");
                    problems.add(&at.key("text"), Rule::Meaning, message);
                    break;
                }
            }
        }
        messages.push(Ready { checked, raw, channels });
    }
    problems.done()?;
    http_fate(messages.iter().map(|message| &*message.checked.digits)).map_or(Ok(messages), Err)
}

/// Stores good messages and writes their receipts.
fn take(state: &mut State, messages: Vec<Ready<'_>>) -> Vec<Receipt> {
    let list_id = state.inbox.new_list();
    let now = state.clock.now();
    let receipts = messages.into_iter().map(|Ready { checked, raw, channels }| {
        let seq = state.inbox.next_seq();
        let receipt = Receipt { message_id: state.inbox.id(Api::Cascade, seq), trackin_id: checked.id.clone() };
        let starts_at = checked.starts_at.and_then(|time| u64::try_from(time.as_millisecond()).ok());
        let viber = checked.viber.unwrap_or_default();
        let about = About {
            digits: checked.digits.as_str().into(),
            sender: checked.from.as_str().into(),
            text: checked.text.as_deref().unwrap_or_default().into(),
        };
        let fate = state.rules.fate(&about).without_row();
        let mut channels = channels.into_iter();
        let (channel, rendered) = channels.next().unwrap_or(("viber", String::new()));
        let text = checked.text.or(viber.text).or(checked.telegram.and_then(|block| block.text));
        state.inbox.push(Message {
            seq,
            list_id,
            api: Api::Cascade,
            kind: checked.kind,
            channel,
            from: checked.from.into(),
            to: checked.to.into(),
            fate,
            digits: checked.digits.into(),
            text: text.unwrap_or_default().into(),
            rendered: Some(rendered.into()),
            customer_message_id: checked.id.map(Into::into),
            ttl: checked.ttl.or(viber.ttl),
            caller_id: None,
            legs: channels.map(|(channel, text)| Leg { channel: channel.into(), text: text.into() }).collect(),
            received_at: now,
            starts_at: starts_at.unwrap_or(now).max(now),
            content: None,
            mark: Mark::default(),
            request: raw.to_owned().into(),
            row: to_raw_value(&receipt).ok(),
        });
        receipt
    });
    receipts.collect()
}
