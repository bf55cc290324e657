//! Checks of a Cascade message (`docs/provider/cascade-api.md` §3, D37–D46).

use jiff::Timestamp;
use serde_json::Value;

use super::blocks::{self, SURVEY_OPTIONS, TelegramBlock, ViberBlock};
use super::check_variables;
use super::variables::Variable;
use crate::provider::common::check::problems::ProblemKind;
use crate::provider::common::check::values::kind;
use crate::provider::common::check::{Fields, Node};

/// Most characters of the text of a survey, counted as code points.
const MAX_SURVEY_TEXT: usize = 85;

/// The three spellings of the start time (D38).
const SCHEDULE: [&str; 3] = ["scheduledSent", "sheduledSent", "scheduledTime"];

const TYPES: [&str; 5] = ["transaction", "promo", "viber_survey", "flashcall", "viber_carousel"];

/// The parts of a valid message that the sandbox needs.
#[derive(Debug)]
pub(super) struct ValidMessage {
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

/// Checks one message of the array form; undocumented fields are allowed.
pub(super) fn message(message: &Node<'_, '_>) -> Option<ValidMessage> {
    let fields = message.open_object(&["id", "fromName", "toPhone", "messageType", "text"])?;
    let id = fields.required_text("id");
    let from = fields.required_text("fromName");
    let digits = fields.required_phone("toPhone", ProblemKind::Recipient);
    let kind = message_type(&fields);
    let text = fields.string("text");
    let ttl = fields.ttl();
    let starts_at = schedule(&fields);
    fields.get("surveyOptions").iter().for_each(|options| options.texts(SURVEY_OPTIONS));
    let variables = inline_variables(&fields);
    let fallback = fallback(&fields);
    let viber = blocks::viber(&fields);
    let telegram = blocks::telegram(&fields);
    plain_fields(&fields);
    if let Some(kind) = kind {
        content(&fields, kind, viber.as_ref());
    }
    Some(ValidMessage {
        id: Some(id?.to_owned()),
        from: from?.to_owned(),
        to: fields.map.get("toPhone")?.as_str()?.to_owned(),
        digits: digits?,
        kind: kind?,
        text: text.map(str::to_owned),
        ttl,
        starts_at,
        variables,
        fallback,
        viber,
        telegram,
    })
}

/// Checks one message of the overview form (D37).
pub(super) fn overview(message: &Node<'_, '_>) -> Option<ValidMessage> {
    let fields = message.open_object(&["recipient", "text", "variables"])?;
    let digits = fields.required_phone("recipient", ProblemKind::Recipient);
    let text = fields.required("text").and_then(|text| text.string());
    let starts_at = schedule(&fields);
    let variables = inline_variables(&fields);
    let any = |key: &str| fields.map.get(key).and_then(Value::as_str).map(str::to_owned);
    Some(ValidMessage {
        id: any("id"),
        from: any("fromName").unwrap_or_default(),
        to: any("recipient")?,
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

fn message_type(fields: &Fields<'_, '_>) -> Option<&'static str> {
    let word = fields.required_text("messageType")?;
    let kind = TYPES.into_iter().find(|kind| *kind == word).or(fields.is_lenient().then_some("other"));
    if kind.is_none() {
        let message = format!("unknown type {word:?}; the types are {}", TYPES.join(", "));
        fields.problem("messageType", ProblemKind::Format, message);
    }
    kind
}

/// Checks the content that each type requires.
fn content(fields: &Fields<'_, '_>, kind: &str, viber: Option<&ViberBlock>) {
    let text = fields.map.get("text").and_then(Value::as_str);
    let has_text = text.is_some_and(|text| !text.is_empty());
    let has_block = fields.has("viberMessage");
    match kind {
        "transaction" | "promo" if !has_text && !has_block && !fields.has("tgMessage") => {
            let message = "field text is required without viberMessage and tgMessage";
            fields.problem("text", ProblemKind::Missing, message);
        }
        "viber_survey" => {
            let texts = [text, viber.and_then(|viber| viber.text.as_deref())];
            let longest = texts.into_iter().flatten().map(|text| text.chars().count()).max().unwrap_or(0);
            if longest > MAX_SURVEY_TEXT {
                let message = format!("has {longest} characters; the text of a survey takes 85");
                fields.problem("text", ProblemKind::TooLong, message);
            }
            if !has_text && !has_block {
                fields.problem("text", ProblemKind::Missing, "field text is required");
            }
            if !fields.has("surveyOptions") && !viber.is_some_and(|viber| viber.has_content) {
                let message = "field surveyOptions (or viberMessage.survey) is required";
                fields.problem("surveyOptions", ProblemKind::Missing, message);
            }
        }
        "viber_carousel" if !has_block => {
            fields.problem("viberMessage", ProblemKind::Missing, "field viberMessage is required");
        }
        _ => {}
    }
}

/// The start time. Spellings that contradict each other are refused.
fn schedule(fields: &Fields<'_, '_>) -> Option<Timestamp> {
    let mut found: Option<(&str, Timestamp)> = None;
    for key in SCHEDULE {
        let Some(time) = fields.time(key) else { continue };
        match found {
            Some((first, other)) if other != time => {
                fields.problem(key, ProblemKind::Format, format_args!("differs from {first}"));
            }
            _ => found = Some((key, time)),
        }
    }
    found.map(|(_, time)| time)
}

fn inline_variables(fields: &Fields<'_, '_>) -> Vec<Variable> {
    let Some(variables) = fields.get("variables") else { return Vec::new() };
    variables.array(..).filter_map(|variable| check_variables::inline(&variable)).collect()
}

/// `{"messageType", "text"}`; returns the text.
fn fallback(fields: &Fields<'_, '_>) -> Option<String> {
    let fallback = fields.get("fallback")?;
    let fallback = fallback.open_object(&["messageType", "text"])?;
    fallback.required_text("messageType");
    fallback.required_text("text").map(str::to_owned)
}

fn plain_fields(fields: &Fields<'_, '_>) {
    if let Some(value) = fields.map.get("wheterCheckSession").filter(|value| !value.is_boolean()) {
        let message = format!("must be a boolean, not {}", kind(value));
        fields.problem("wheterCheckSession", ProblemKind::Format, message);
    }
    if let Some(data) = fields.get("customerData") {
        data.open_object(&[]);
    }
    fields.string("buttonText");
}
