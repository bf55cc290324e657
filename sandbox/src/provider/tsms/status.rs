//! `message/status` (`docs/provider/turbosms-codes.md` §3).

use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value};

use super::rows::rows;
use crate::app::state::State;
use crate::inbox::message::Message;
use crate::simulate::clock::{Millis, rfc3339};
use crate::simulate::lifecycle::StatusChange;

#[derive(Debug, Serialize)]
struct MessageStatus<'a> {
    recipient: &'a str,
    sent: Option<String>,
    updated: String,
    status: &'static str,
    r#type: &'a str,
    rejected_status: Option<&'static str>,
    /// Viber only.
    #[serde(skip_serializing_if = "Option::is_none")]
    click_time: Option<Option<String>>,
}

pub(super) fn status(state: &State, data: &Map<String, Value>) -> Response {
    rows(state, data, |message, now| message.and_then(|message| MessageStatus::of(state, message, now)))
}

/// When the button of a channel was pressed, if the request asks for that. The sandbox counts buttons and links alike.
pub(super) fn click_time(state: &State, message: &Message, channel: usize) -> Option<String> {
    let content = message.content.as_ref()?.channels.get(channel).filter(|channel| channel.count_clicks);
    content.and_then(|_| state.inbox.first_press(message)).map(rfc3339)
}

impl<'a> MessageStatus<'a> {
    fn of(state: &State, message: &'a Message, now: Millis) -> Option<Self> {
        let channel = message.delivery_state(now)?.channel;
        let progress = ChannelProgress::of(message, channel, now)?;
        let r#type = message.channel_name(channel);
        Some(Self {
            recipient: &message.digits,
            sent: Some(rfc3339(progress.sent.unwrap_or(message.starts_at))),
            updated: rfc3339(progress.updated),
            status: progress.word,
            r#type,
            rejected_status: None,
            click_time: (r#type == "viber").then(|| click_time(state, message, channel)),
        })
    }
}

/// Progress of one channel, in TurboSMS's words.
pub(super) struct ChannelProgress {
    pub(super) word: &'static str,
    /// When the channel was first tried.
    pub(super) added: Millis,
    pub(super) sent: Option<Millis>,
    pub(super) updated: Millis,
}

impl ChannelProgress {
    /// None if the channel has not been tried.
    pub(super) fn of(message: &Message, channel: usize, now: Millis) -> Option<Self> {
        let (changes, age) = (message.status_changes(), message.age(now));
        let gone: Vec<&StatusChange> =
            changes.iter().filter(|change| change.channel == channel && change.after <= age).collect();
        let (first, last) = (gone.first()?, gone.last()?);
        let sent = gone.iter().find(|change| change.status != "scheduled").map(|change| message.time_of(change));
        let word = match last.status {
            "scheduled" => "Queued",
            "processing" if age - last.after < 1_000 => "Accepted",
            "processing" => "Sent",
            "delivered" => "Delivered",
            "read" => "Read",
            "undeliverable" => "Undelivered",
            "expired" => "Expired",
            "permanenterror" => "Failed",
            _ => "Unknown",
        };
        Some(Self { word, added: message.time_of(first), sent, updated: message.time_of(last) })
    }
}
