//! `message/details` (`docs/provider/turbosms.md`, `docs/provider/turbosms-codes.md` §3).

use axum::response::Response;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::check;
use super::content::ChannelContent;
use super::rows::rows;
use super::status::{ChannelProgress, click_time};
use crate::app::state::State;
use crate::inbox::message::Message;
use crate::provider::common::price::{self, Price};
use crate::simulate::clock::{Millis, rfc3339};

#[derive(Debug, Serialize)]
struct Channels<'a> {
    sms: Option<Channel<'a>>,
    viber: Option<Channel<'a>>,
}

/// One channel; `segments` belongs to SMS.
#[derive(Debug, Serialize)]
struct Channel<'a> {
    added: String,
    start: String,
    sent: Option<String>,
    updated: String,
    sender: &'a str,
    text: &'a str,
    recipient: &'a str,
    message_type: &'static str,
    status: &'static str,
    rejected_status: Option<&'static str>,
    price: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    segments: Option<usize>,
    ttl: Option<u64>,
    caption: Option<&'a str>,
    action: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_id: Option<u64>,
    /// Viber only.
    #[serde(skip_serializing_if = "Option::is_none")]
    click_time: Option<Option<String>>,
}

pub(super) fn details(state: &State, data: &Map<String, Value>) -> Response {
    rows(state, data, |message, now| {
        let channel = |name| message.and_then(|message| channel(state, message, name, now));
        Channels { sms: channel("sms"), viber: channel("viber") }
    })
}

/// A channel that has been tried. In a hybrid send, SMS is null while only Viber has been tried.
fn channel<'a>(state: &State, message: &'a Message, name: &str, now: Millis) -> Option<Channel<'a>> {
    let contents = &message.content.as_ref()?.channels;
    let index = contents.iter().position(|channel| channel.name == name)?;
    let content: &ChannelContent = contents.get(index)?;
    let progress = ChannelProgress::of(message, index, now)?;
    let segments = (name == "sms").then(|| smsbat_core::segments(&content.text).parts);
    let price = match progress.sent {
        Some(_) => Price::of(name, segments.unwrap_or(1)).amount(),
        None => "0".to_owned(),
    };
    Some(Channel {
        added: rfc3339(progress.added),
        start: rfc3339(asked_start(message).unwrap_or(message.starts_at)),
        sent: Some(rfc3339(progress.sent.unwrap_or(message.starts_at))),
        updated: rfc3339(progress.updated),
        sender: &content.sender,
        text: &content.text,
        recipient: &message.digits,
        message_type: if content.is_transactional { "transactional" } else { "promotional" },
        status: progress.word,
        rejected_status: None,
        price: price::number(price),
        segments,
        ttl: content.ttl,
        caption: content.caption.as_deref(),
        action: content.action.as_deref(),
        image_url: content.image_url.as_deref(),
        file_id: content.file_id,
        click_time: (name == "viber").then(|| click_time(state, message, index)),
    })
}

/// The start time as the request gave it, which may be in the past.
fn asked_start(message: &Message) -> Option<Millis> {
    let request: Map<String, Value> = serde_json::from_str(message.request.get()).ok()?;
    check::asked_start(&request, message.received_at).ok().flatten()
}
