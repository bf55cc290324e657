//! `message/status` (`docs/provider/turbosms-codes.md` §3).

use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value};

use super::answer::{answer, ids, refused};
use super::codes::{self, Code};
use crate::app::state::State;
use crate::inbox::message::{Api, Message};
use crate::provider::common::check::values::is_uuid;
use crate::simulate::clock::{Millis, rfc3339};
use crate::simulate::lifecycle::{self, Step};
use crate::simulate::magic::Course;

/// A row of the answer; one that cannot be shown has the id and the code only.
#[derive(Debug, Serialize)]
struct Row<'a> {
    message_id: String,
    #[serde(flatten)]
    standing: Option<Standing<'a>>,
    response_code: u16,
    response_status: &'static str,
}

#[derive(Debug, Serialize)]
struct Standing<'a> {
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
    let now = state.clock.now();
    let ids = match ids(data) {
        Ok(ids) => ids,
        Err(code) => return refused(code),
    };
    let rows = ids.iter().map(|id| {
        let found = find(state, id, now);
        let code = found.as_ref().err().copied().unwrap_or(codes::OK);
        Row {
            message_id: id.as_str().map_or_else(|| id.to_string(), str::to_owned),
            standing: found.ok().and_then(|message| standing(message, now)),
            response_code: code.number,
            response_status: code.name,
        }
    });
    answer(codes::OK, rows.collect::<Vec<_>>())
}

/// The message of an id, or why it cannot be shown.
pub(super) fn find<'a>(state: &'a State, id: &Value, now: Millis) -> Result<&'a Message, Code> {
    let id = id.as_str().filter(|id| is_uuid(id)).ok_or(codes::INVALID_MESSAGE_ID)?;
    let message = state.inbox.find(id).filter(|message| message.api == Api::TurboSms);
    message
        .filter(|message| message.course() != Some(Course::LateStatus) || message.age(now) >= lifecycle::FINAL)
        .ok_or(codes::NOT_ALLOWED_MESSAGE_ID)
}

fn standing(message: &Message, now: Millis) -> Option<Standing<'_>> {
    let channel = message.standing(now)?.channel;
    let moves = Moves::of(&message.steps(), message, channel, now)?;
    let r#type = message.channel_name(channel);
    Some(Standing {
        recipient: &message.digits,
        sent: moves.sent.map(rfc3339),
        updated: rfc3339(moves.updated),
        status: moves.word,
        r#type,
        rejected_status: None,
        click_time: (r#type == "viber").then_some(None),
    })
}

/// How one channel has moved, in native words.
pub(super) struct Moves {
    pub(super) word: &'static str,
    /// When the channel was first given the message.
    pub(super) added: Millis,
    pub(super) sent: Option<Millis>,
    pub(super) updated: Millis,
}

impl Moves {
    /// None when the channel has not been tried.
    pub(super) fn of(steps: &[Step], message: &Message, channel: usize, now: Millis) -> Option<Self> {
        let age = message.age(now);
        let gone: Vec<&Step> = steps.iter().filter(|step| step.channel == channel && step.after <= age).collect();
        let (first, last) = (gone.first()?, gone.last()?);
        let sent = gone.iter().find(|step| step.status != "scheduled").map(|step| message.time_of(step));
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
