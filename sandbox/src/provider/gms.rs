//! The GMS layer (`docs/provider/other-endpoints.md` §1). Its answer is the native one; the SMSBAT page shows none.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use crate::app::App;
use crate::app::state::State;
use crate::inbox::message::{Api, Leg, Mark, Message};
use crate::provider::common::body;
use crate::provider::common::check::problems::{Path, Problems, Rule};
use crate::provider::common::check::values::{kind, phone_digits};
use crate::provider::common::check::{array, count_field, open_object, required, text, text_field, texts, url_field};
use crate::provider::common::refusal::Refusal;
use crate::simulate::magic::{Fate, http_fate};
use crate::simulate::rules::About;

const CHANNELS: [&str; 3] = ["viber", "sms", "push"];

#[derive(Debug, Serialize)]
struct Answer {
    message_id: String,
}

/// What the sandbox keeps of a good message.
struct Checked {
    from: String,
    to: String,
    digits: String,
    extra_id: Option<String>,
    ttl: Option<u64>,
    /// Each channel with its text, in the order of the request; never empty.
    channels: Vec<(&'static str, String)>,
}

/// The only operation.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/api/GMSMessage/send_message", post(send))
}

async fn send(app: App, headers: HeaderMap, body: Bytes) -> Result<Json<Answer>, Refusal> {
    let value = body::json(&headers, &body)?;
    let (mut problems, root) = (Problems::default(), Path::Root);
    let checked = message(&value, &root, &mut problems);
    problems.done()?;
    let checked = checked.ok_or_else(|| Refusal::of_status(StatusCode::BAD_REQUEST))?;
    if let Some(refusal) = http_fate(std::iter::once(&*checked.digits)) {
        return Err(refusal);
    }
    let about = About {
        digits: checked.digits.as_str().into(),
        sender: checked.from.as_str().into(),
        text: checked.channels.first().map_or("", |(_, text)| text).into(),
    };
    let fate = app.state().rules.fate(&about);
    if let Fate::Refused { code, reason, .. } = fate {
        return Err(Refusal::nested(StatusCode::BAD_REQUEST, code, reason));
    }
    // Valid JSON, as it was parsed above.
    let request = serde_json::from_slice::<Box<RawValue>>(&body).unwrap_or_default();
    let answer = take(&mut app.state(), checked, fate, request);
    app.changed();
    Ok(Json(answer))
}

/// Checks one message; fields that nobody documented are taken.
fn message(value: &Value, at: &Path<'_>, problems: &mut Problems) -> Option<Checked> {
    let map = open_object(value, at, &["phone_number", "tag", "channels", "channel_options"], problems)?;
    let phone = required(map, at, "phone_number", problems).map(|value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    let digits = phone.as_deref().and_then(phone_digits);
    if phone.is_some() && digits.is_none() {
        problems.add(&at.key("phone_number"), Rule::Phone, "is not a phone number in international form");
    }
    let from = text_field(map, at, "tag", true, problems);
    let channels = channels(map, at, problems);
    let options = required(map, at, "channel_options", problems);
    let options = options.and_then(|value| open_object(value, &at.key("channel_options"), &CHANNELS, problems));
    let (mut texts, mut ttl) = (Vec::new(), None);
    if let Some(options) = options {
        let at = at.key("channel_options");
        for channel in channels {
            let Some(own) = required(options, &at, channel, problems) else { continue };
            let at = at.key(channel);
            let Some(own) = open_object(own, &at, &["text", "ttl"], problems) else { continue };
            let text = channel_options(channel, own, &at, problems).unwrap_or_default();
            ttl = ttl.or_else(|| own.get("ttl").and_then(Value::as_u64));
            texts.push((channel, text));
        }
    }
    let extra_id = text_field(map, at, "extra_id", false, problems).map(str::to_owned);
    url_field(map, at, "callback_url", false, problems);
    text_field(map, at, "division_code", false, problems);
    let from = from?.to_owned();
    Some(Checked { from, to: phone?, digits: digits?, extra_id, ttl, channels: texts })
}

fn channels(map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) -> Vec<&'static str> {
    let Some(value) = required(map, at, "channels", problems) else { return Vec::new() };
    let at = at.key("channels");
    let mut found = Vec::new();
    for (i, item) in array(value, &at, 1..=usize::MAX, problems).unwrap_or_default().iter().enumerate() {
        let at = at.index(i);
        match CHANNELS.into_iter().find(|channel| item.as_str() == Some(channel)) {
            Some(channel) if found.contains(&channel) => problems.add(&at, Rule::Format, "is named twice"),
            Some(channel) => found.push(channel),
            None => problems.add(&at, Rule::Format, "the channels are viber, sms, push"),
        }
    }
    found
}

/// Checks the options of one channel; gives its text. Those of SMS and push are not visible and stay open.
fn channel_options(channel: &str, map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) -> Option<String> {
    if channel != "viber" {
        return text(map.get("text")?, &at.key("text"), problems).map(str::to_owned);
    }
    let text = text_field(map, at, "text", true, problems).map(str::to_owned);
    required(map, at, "ttl", problems);
    count_field(map, at, "ttl", problems);
    url_field(map, at, "img", false, problems);
    text_field(map, at, "caption", false, problems);
    url_field(map, at, "action", false, problems);
    if let Some(value) = map.get("survey_options") {
        let at = at.key("survey_options");
        texts(value, &at, 2..=5, problems);
    }
    if let Some(value) = map.get("carousel_items") {
        let at = at.key("carousel_items");
        for (i, slide) in array(value, &at, 0..=usize::MAX, problems).unwrap_or_default().iter().enumerate() {
            if !slide.is_object() {
                problems.add(&at.index(i), Rule::Format, format_args!("must be an object, not {}", kind(slide)));
            }
        }
    }
    text
}

fn take(state: &mut State, checked: Checked, fate: Fate, request: Box<RawValue>) -> Answer {
    let (list_id, seq, now) = (state.inbox.new_list(), state.inbox.next_seq(), state.clock.now());
    let answer = Answer { message_id: state.inbox.id(Api::Gms, seq) };
    let mut channels = checked.channels.into_iter();
    let (channel, text) = channels.next().unwrap_or_default();
    state.inbox.push(Message {
        seq,
        list_id,
        api: Api::Gms,
        kind: channel,
        channel,
        from: checked.from.into(),
        to: checked.to.into(),
        fate,
        digits: checked.digits.into(),
        text: text.into(),
        rendered: None,
        customer_message_id: checked.extra_id.map(Into::into),
        ttl: checked.ttl,
        caller_id: None,
        legs: channels.map(|(channel, text)| Leg { channel: channel.into(), text: text.into() }).collect(),
        received_at: now,
        starts_at: now,
        content: None,
        mark: Mark::default(),
        request: request.into(),
        row: to_raw_value(&answer).ok(),
    });
    answer
}
