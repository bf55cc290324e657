//! `GET /bat/message/{id}` (`docs/provider/smsbat-api.md` §4).

use std::collections::BTreeMap;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::app::App;
use crate::filled::filled;
use crate::inbox::message::{Api, Message};
use crate::provider::common::body::PathText;
use crate::provider::common::price::{self, BILL_CURRENCY, RATE_CURRENCY};
use crate::provider::common::refusal::Refusal;
use crate::simulate::clock::Millis;
use crate::simulate::lifecycle;

/// The response, in the documented spelling, which is partly lower case.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    messagelist_id: u64,
    message_id: String,
    #[serde(rename = "deliverystatus")]
    delivery_status: &'static str,
    #[serde(rename = "partscount")]
    parts_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<Box<RawValue>>,
    #[serde(flatten)]
    extended: Option<Extended>,
}

/// Fields of a message with a fallback.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Extended {
    fallbacks: Vec<FallbackStatus>,
    extended_statuses: BTreeMap<String, &'static str>,
    #[serde(flatten)]
    money: Option<Money>,
}

/// A fallback and its status.
#[derive(Debug, Serialize)]
pub(crate) struct FallbackStatus {
    r#type: String,
    status: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Money {
    rate: Option<Box<RawValue>>,
    rate_amount: Option<Box<RawValue>>,
    rate_currency: &'static str,
    bill_amount: Option<Box<RawValue>>,
    bill_currency: &'static str,
}

pub(super) async fn status(app: App, PathText(id): PathText) -> Response {
    let state = app.state();
    let now = state.clock.now();
    // The documentation does not say that Cascade messages are found here; this is a guess.
    let found = state.inbox.find(&id).filter(|message| matches!(message.api, Api::Messages | Api::Cascade));
    match found.and_then(|message| answer(message, id, now)) {
        Some(answer) => Json(answer).into_response(),
        None => Refusal::flat(StatusCode::NOT_FOUND, "no such message", None).into_response(),
    }
}

fn answer(message: &Message, id: String, now: u64) -> Option<Answer> {
    if message.is_status_late(now) {
        return None;
    }
    let delivery = message.delivery_state(now)?;
    let price = message.price(&delivery);
    let extended = fallback_statuses(message, now).map(|(fallbacks, extended_statuses)| Extended {
        fallbacks,
        extended_statuses,
        money: price.map(|price| Money {
            rate: price::number(price.rate()),
            rate_amount: price::number(price.amount()),
            rate_currency: RATE_CURRENCY,
            bill_amount: price::number(price.bill()),
            bill_currency: BILL_CURRENCY,
        }),
    });
    Some(Answer {
        messagelist_id: message.list_id,
        message_id: id,
        delivery_status: delivery.overall,
        parts_count: message.parts(Some(&delivery)),
        cost: price.and_then(|price| price::number(price.amount())),
        extended,
    })
}

/// `fallbacks` and `extendedStatuses` of a message with more than one channel.
pub(crate) fn fallback_statuses(
    message: &Message,
    now: Millis,
) -> Option<(Vec<FallbackStatus>, BTreeMap<String, &'static str>)> {
    if message.fallbacks.is_empty() {
        return None;
    }
    let (changes, age) = (message.status_changes(), message.age(now));
    let all = (0..=message.fallbacks.len())
        .map(|channel| (message.channel_name(channel).to_owned(), lifecycle::channel_status(&changes, channel, age)));
    let fallbacks = all.clone().skip(1).map(|(channel, status)| FallbackStatus { r#type: channel, status });
    Some((fallbacks.collect(), filled(all)))
}
