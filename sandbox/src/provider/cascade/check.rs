//! The rules that a Cascade message must keep (`docs/provider/cascade-api.md` §3, D37–D46).

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::blocks::{self, SURVEY_OPTIONS, TelegramBlock, ViberBlock};
use super::check_variables;
use super::variables::Variable;
use crate::provider::common::check::problems::{Path, Problems, Rule};
use crate::provider::common::check::values::kind;
use crate::provider::common::check::{
    array, open_object, phone_field, required, string_field, text, text_field, texts, time_field, ttl_field,
};

/// Characters of the text of a survey, counted as code points.
const MAX_SURVEY_TEXT: usize = 85;

/// The three spellings of the time to start (D38).
const SCHEDULE: [&str; 3] = ["scheduledSent", "sheduledSent", "scheduledTime"];

const TYPES: [&str; 5] = ["transaction", "promo", "viber_survey", "flashcall", "viber_carousel"];

/// What the sandbox keeps of a good message.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) id: Option<String>,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) digits: String,
    pub(super) kind: &'static str,
    pub(super) text: Option<String>,
    pub(super) ttl: Option<u64>,
    pub(super) starts_at: Option<Timestamp>,
    pub(super) variables: Vec<Variable>,
    pub(super) fallback: Option<String>,
    pub(super) viber: Option<ViberBlock>,
    pub(super) telegram: Option<TelegramBlock>,
}

/// Checks one message of the array form; fields that nobody documented are taken.
pub(super) fn message(value: &Value, at: &Path<'_>, problems: &mut Problems) -> Option<Checked> {
    let map = open_object(value, at, &["id", "fromName", "toPhone", "messageType", "text"], problems)?;
    let id = text_field(map, at, "id", true, problems);
    let from = text_field(map, at, "fromName", true, problems);
    let digits = phone_field(map, at, "toPhone", Rule::Recipient, problems);
    let kind = message_type(map, at, problems);
    let text = string_field(map, at, "text", problems);
    let ttl = ttl_field(map, at, problems);
    let starts_at = schedule(map, at, problems);
    let has_options = map.get("surveyOptions").is_some_and(|value| {
        texts(value, &at.key("surveyOptions"), SURVEY_OPTIONS, problems);
        true
    });
    let variables = inline_variables(map, at, problems);
    let fallback = fallback(map, at, problems);
    let viber = blocks::viber(map, at, problems);
    let telegram = blocks::telegram(map, at, problems);
    plain_fields(map, at, problems);
    if let Some(kind) = kind {
        content(map, kind, has_options, viber.as_ref(), at, problems);
    }
    Some(Checked {
        id: Some(id?.to_owned()),
        from: from?.to_owned(),
        to: map.get("toPhone")?.as_str()?.to_owned(),
        digits: digits?,
        kind: kind?,
        text,
        ttl,
        starts_at,
        variables,
        fallback,
        viber,
        telegram,
    })
}

/// Checks one message of the overview's form (D37).
pub(super) fn overview(value: &Value, at: &Path<'_>, problems: &mut Problems) -> Option<Checked> {
    let map = open_object(value, at, &["recipient", "text", "variables"], problems)?;
    let digits = phone_field(map, at, "recipient", Rule::Recipient, problems);
    let text = required(map, at, "text", problems).and_then(|value| text(value, &at.key("text"), problems));
    let starts_at = schedule(map, at, problems);
    let variables = inline_variables(map, at, problems);
    Some(Checked {
        id: map.get("id").and_then(Value::as_str).map(str::to_owned),
        from: map.get("fromName").and_then(Value::as_str).unwrap_or_default().to_owned(),
        to: map.get("recipient")?.as_str()?.to_owned(),
        digits: digits?,
        kind: "transaction",
        text: Some(text?.to_owned()),
        ttl: None,
        starts_at,
        variables,
        fallback: None,
        viber: None,
        telegram: None,
    })
}

fn message_type(map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) -> Option<&'static str> {
    let word = text_field(map, at, "messageType", true, problems)?;
    let kind = TYPES.into_iter().find(|kind| *kind == word);
    if kind.is_none() {
        let known = TYPES.join(", ");
        problems.add(
            &at.key("messageType"),
            Rule::Format,
            format_args!("unknown type {word:?}; the types are {known}"),
        );
    }
    kind
}

/// What each type must bring.
fn content(
    map: &Map<String, Value>,
    kind: &str,
    has_options: bool,
    viber: Option<&ViberBlock>,
    at: &Path<'_>,
    problems: &mut Problems,
) {
    let has_text = map.get("text").and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    let has_block = map.contains_key("viberMessage");
    match kind {
        "transaction" | "promo" if !has_text && !has_block && !map.contains_key("tgMessage") => {
            let message = "field text is required without viberMessage and tgMessage";
            problems.add(&at.key("text"), Rule::Missing, message);
        }
        "viber_survey" => {
            let texts = [map.get("text").and_then(Value::as_str), viber.and_then(|viber| viber.text.as_deref())];
            let longest = texts.into_iter().flatten().map(|text| text.chars().count()).max().unwrap_or(0);
            if longest > MAX_SURVEY_TEXT {
                let message = format_args!("has {longest} characters; the text of a survey takes 85");
                problems.add(&at.key("text"), Rule::TooLong, message);
            }
            if !has_text && !has_block {
                problems.add(&at.key("text"), Rule::Missing, "field text is required");
            }
            if !has_options && !viber.is_some_and(|viber| viber.has_content) {
                problems.add(
                    &at.key("surveyOptions"),
                    Rule::Missing,
                    "field surveyOptions (or viberMessage.survey) is required",
                );
            }
        }
        "viber_carousel" if !has_block => {
            problems.add(&at.key("viberMessage"), Rule::Missing, "field viberMessage is required");
        }
        _ => {}
    }
}

/// The time to start; spellings that contradict each other are refused.
fn schedule(map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) -> Option<Timestamp> {
    let mut found: Option<(&str, Timestamp)> = None;
    for key in SCHEDULE {
        let Some(time) = time_field(map, at, key, false, problems) else { continue };
        match found {
            Some((first, other)) if other != time => {
                problems.add(&at.key(key), Rule::Format, format_args!("differs from {first}"));
            }
            _ => found = Some((key, time)),
        }
    }
    found.map(|(_, time)| time)
}

fn inline_variables(map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) -> Vec<Variable> {
    let Some(value) = map.get("variables") else { return Vec::new() };
    let at = at.key("variables");
    let items = array(value, &at, 0..=usize::MAX, problems).unwrap_or_default();
    items.iter().enumerate().filter_map(|(i, item)| check_variables::inline(item, &at.index(i), problems)).collect()
}

/// `{"messageType", "text"}`; gives the text.
fn fallback(map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) -> Option<String> {
    let at = at.key("fallback");
    let map = open_object(map.get("fallback")?, &at, &["messageType", "text"], problems)?;
    text_field(map, &at, "messageType", true, problems);
    text_field(map, &at, "text", true, problems).map(str::to_owned)
}

fn plain_fields(map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) {
    if let Some(value) = map.get("wheterCheckSession").filter(|value| !value.is_boolean()) {
        let message = format_args!("must be a boolean, not {}", kind(value));
        problems.add(&at.key("wheterCheckSession"), Rule::Format, message);
    }
    if let Some(data) = map.get("customerData") {
        open_object(data, &at.key("customerData"), &[], problems);
    }
    string_field(map, at, "buttonText", problems);
}
