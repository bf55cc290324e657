//! The GMS-compatible API (`docs/provider/other-endpoints.md` §1). SMSBAT shows no response, so it is GMS's own.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::app::App;
use crate::app::state::State;
use crate::inbox::message::{Api, FallbackChannel, Message};
use crate::provider::common::body;
use crate::provider::common::check::problems::{Path, ProblemKind, Problems};
use crate::provider::common::check::values::phone_digits;
use crate::provider::common::check::{Fields, Node};
use crate::provider::common::refusal::Refusal;
use crate::simulate::magic::{Fate, http_fate};
use crate::simulate::rules::MessageFacts;

const CHANNELS: [&str; 3] = ["viber", "sms", "push"];

#[derive(Debug, Serialize)]
struct Answer {
    message_id: String,
}

/// Stored part of a valid message.
struct ValidMessage {
    from: String,
    to: String,
    digits: String,
    extra_id: Option<String>,
    ttl: Option<u64>,
    /// Channels with their texts, in the order of the request; never empty.
    channels: Vec<(&'static str, String)>,
}

/// The operation of this API.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/api/GMSMessage/send_message", post(send))
}

async fn send(app: App, headers: HeaderMap, body: Bytes) -> Result<Json<Answer>, Refusal> {
    body::is_json(&headers)?;
    let request: Box<RawValue> = body::parse(&body)?;
    let problems = Problems::default();
    let valid = message(&Node::new(&body::value(&request)?, Path::Root, &problems));
    let valid = problems.done_with(valid)?;
    if let Some(refusal) = http_fate(std::iter::once(&*valid.digits)) {
        return Err(refusal);
    }
    let text = valid.channels.first().map_or("", |(_, text)| text);
    let facts = MessageFacts::new(&valid.digits, &valid.from, text);
    let fate = app.state().rules.fate(&facts);
    if let Fate::Refused { code, reason, .. } = fate {
        return Err(Refusal::nested(StatusCode::BAD_REQUEST, code, reason));
    }
    let answer = take(&mut app.state(), valid, fate, request);
    app.changed();
    Ok(Json(answer))
}

/// Checks one message; undocumented fields are allowed.
fn message(message: &Node<'_, '_>) -> Option<ValidMessage> {
    let fields = message.open_object(&["phone_number", "tag", "channels", "channel_options"])?;
    let phone = fields.required("phone_number").map(|phone| match phone.value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    let digits = phone.as_deref().and_then(phone_digits);
    if phone.is_some() && digits.is_none() {
        let message = "is not a phone number in international form";
        fields.problem("phone_number", ProblemKind::Phone, message);
    }
    let from = fields.required_text("tag");
    let channels = channels(&fields);
    let (mut texts, mut ttl) = (Vec::new(), None);
    let options = fields.required("channel_options");
    if let Some(options) = options.as_ref().and_then(|options| options.open_object(&CHANNELS)) {
        for channel in channels {
            let Some(own) = options.required(channel) else { continue };
            let Some(own) = own.open_object(&["text", "ttl"]) else { continue };
            texts.push((channel, channel_options(channel, &own).unwrap_or_default().to_owned()));
            ttl = ttl.or_else(|| own.map.get("ttl").and_then(Value::as_u64));
        }
    }
    let extra_id = fields.text("extra_id").map(str::to_owned);
    fields.url("callback_url");
    fields.text("division_code");
    let from = from?.to_owned();
    Some(ValidMessage { from, to: phone?, digits: digits?, extra_id, ttl, channels: texts })
}

fn channels(fields: &Fields<'_, '_>) -> Vec<&'static str> {
    let Some(list) = fields.required("channels") else { return Vec::new() };
    let mut found = Vec::new();
    for item in list.array(1..) {
        match CHANNELS.into_iter().find(|channel| item.value.as_str() == Some(channel)) {
            Some(channel) if found.contains(&channel) => item.problem(ProblemKind::Format, "is named twice"),
            Some(channel) => found.push(channel),
            None => item.problem(ProblemKind::Format, "the channels are viber, sms, push"),
        }
    }
    found
}

/// Checks the options of one channel and returns its text. Those of SMS and push are not published and not checked.
fn channel_options<'v>(channel: &str, options: &Fields<'v, '_>) -> Option<&'v str> {
    if channel != "viber" {
        return options.string("text");
    }
    let text = options.required_text("text");
    options.required("ttl");
    options.count("ttl");
    options.url("img");
    options.text("caption");
    options.url("action");
    options.get("survey_options").iter().for_each(|options| options.texts(2..=5));
    if let Some(slides) = options.get("carousel_items") {
        for slide in slides.array(..) {
            slide.open_object(&[]);
        }
    }
    text
}

fn take(state: &mut State, valid: ValidMessage, fate: Fate, request: Box<RawValue>) -> Answer {
    let mut channels = valid.channels.into_iter();
    let (channel, text) = channels.next().unwrap_or_default();
    let message = state.inbox.new_message(Api::Gms, channel, request.into(), state.clock.now());
    let answer = Answer { message_id: state.inbox.id(Api::Gms, message.seq) };
    let list_id = state.inbox.new_list();
    state.push(Message {
        list_id,
        from: valid.from.into(),
        to: valid.to.into(),
        digits: valid.digits.into(),
        text: text.into(),
        customer_message_id: valid.extra_id.map(Into::into),
        ttl: valid.ttl,
        fallbacks: channels.map(FallbackChannel::from).collect(),
        fate,
        row: to_raw_value(&answer).ok(),
        ..message
    });
    answer
}
