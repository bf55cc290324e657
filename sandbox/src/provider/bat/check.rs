//! The rules that a message of any type must keep (`docs/provider/smsbat-api.md` §3, D12–D36).

use serde_json::{Map, Value};

use super::kind::Kind;
use super::{otp, rcs, viber};
use crate::inbox::message::Leg;
use crate::provider::common::check::problems::{Path, Problems, Rule};
use crate::provider::common::check::values::{kind as kind_of, phone_digits};
use crate::provider::common::check::{
    full_text, object, open_object, phone_field, required, text, text_field, ttl_field,
};

const COMMON: &[&str] = &["from", "to", "type", "text", "customerMessageId", "ttl", "messageData"];
const COMMON_AND_FALLBACK: &[&str] =
    &["from", "to", "type", "text", "customerMessageId", "ttl", "messageData", "fallback"];

/// Characters of an RCS text.
const MAX_RCS_TEXT: usize = 3072;
/// Letters and digits of an SMS sender.
const MAX_SMS_SENDER: usize = 11;

/// What the sandbox keeps of a good message besides its text as received.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) kind: Kind,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) digits: String,
    pub(super) text: String,
    pub(super) customer_message_id: Option<String>,
    pub(super) ttl: Option<u64>,
    pub(super) caller_id: Option<String>,
    pub(super) fallback: Option<Leg>,
}

/// Checks one message; `None` when it has a problem.
pub(super) fn message(value: &Value, at: &Path<'_>, problems: &mut Problems) -> Option<Checked> {
    let map = open_object(value, at, COMMON_AND_FALLBACK, problems)?;
    let Some(kind) = kind(map, at, problems) else {
        // Nothing says which fields are allowed, but every type has these.
        if !map.contains_key("recipient") {
            text_field(map, at, "from", true, problems);
            phone_field(map, at, "to", Rule::Recipient, problems);
        }
        return None;
    };
    if kind == Kind::Viber {
        return overview(map, at, problems);
    }
    let allowed = if kind == Kind::Sms { COMMON } else { COMMON_AND_FALLBACK };
    object(value, at, allowed, problems)?;

    let from = text_field(map, at, "from", true, problems);
    if let Some(from) = from.filter(|_| kind == Kind::Sms) {
        sms_sender(from, at, problems);
    }
    let digits = phone_field(map, at, "to", Rule::Recipient, problems);
    let text = message_text(map, kind, at, problems);
    let customer_message_id = text_field(map, at, "customerMessageId", false, problems);
    let ttl = ttl_field(map, at, problems);
    let caller_id = data(map, kind, at, problems);
    let fallback = map.get("fallback").and_then(|value| fallback(value, &at.key("fallback"), problems));

    Some(Checked {
        kind,
        from: from?.to_owned(),
        to: map.get("to")?.as_str()?.to_owned(),
        digits: digits?,
        text: text?.to_owned(),
        customer_message_id: customer_message_id.map(str::to_owned),
        ttl,
        caller_id,
        fallback,
    })
}

fn kind(map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) -> Option<Kind> {
    let word = text_field(map, at, "type", true, problems)?;
    let kind = Kind::parse(word);
    if kind.is_none() {
        let known = Kind::ALL.map(Kind::name).join(", ");
        problems.add(&at.key("type"), Rule::Format, format_args!("unknown type {word:?}; the types are {known}"));
    }
    kind
}

/// `{"recipient", "type": "viber", "text", …}`: open, because its page says "additional parameters".
fn overview(map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) -> Option<Checked> {
    let digits = phone_field(map, at, "recipient", Rule::Recipient, problems);
    let text = map.get("text").map_or(Some(""), |value| text(value, &at.key("text"), problems));
    Some(Checked {
        kind: Kind::Viber,
        from: map.get("from").and_then(Value::as_str).unwrap_or_default().to_owned(),
        to: map.get("recipient")?.as_str()?.to_owned(),
        digits: digits?,
        text: text?.to_owned(),
        customer_message_id: map.get("customerMessageId").and_then(Value::as_str).map(str::to_owned),
        ttl: None,
        caller_id: None,
        fallback: None,
    })
}

fn sms_sender(from: &str, at: &Path<'_>, problems: &mut Problems) {
    let name = from.len() <= MAX_SMS_SENDER && from.bytes().all(|b| b.is_ascii_alphanumeric());
    if !name && phone_digits(from).is_none() {
        problems.add(
            &at.key("from"),
            Rule::Sender,
            format_args!("{from:?} is not a sender for SMS: at most 11 Latin letters and digits, or a phone number"),
        );
    }
}

/// The text, `""` if absent where that is allowed (D27).
fn message_text<'v>(
    map: &'v Map<String, Value>,
    kind: Kind,
    at: &Path<'_>,
    problems: &mut Problems,
) -> Option<&'v str> {
    let path = at.key("text");
    if matches!(kind, Kind::Sms | Kind::Rcs | Kind::ViberSurvey) {
        let value = required(map, at, "text", problems)?;
        let text = full_text(value, &path, problems)?;
        let length = text.chars().count();
        if kind == Kind::Rcs && length > MAX_RCS_TEXT {
            problems.add(&path, Rule::TooLong, format_args!("has {length} characters; RCS takes 3072"));
        }
        return Some(text);
    }
    map.get("text").map_or(Some(""), |value| text(value, &path, problems))
}

/// Checks `messageData`; gives the caller id of a flash call.
fn data(map: &Map<String, Value>, kind: Kind, at: &Path<'_>, problems: &mut Problems) -> Option<String> {
    let path = at.key("messageData");
    let has_text = map.get("text").and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    let optional = map.get("messageData");
    match kind {
        Kind::Sms => {
            open_object(optional?, &path, &[], problems);
        }
        Kind::ViberPromo => viber::promo(optional, has_text, at, problems),
        Kind::ViberTrans => viber::transactional(optional, has_text, at, problems),
        Kind::ViberCarousel => viber::carousel_data(required(map, at, "messageData", problems)?, &path, problems),
        Kind::ViberSurvey => viber::survey(required(map, at, "messageData", problems)?, &path, problems),
        Kind::ViberOtp => otp::data(required(map, at, "messageData", problems)?, &path, problems),
        Kind::Rcs => rcs::data(optional?, &path, problems),
        Kind::FlashCall => {
            let data = object(required(map, at, "messageData", problems)?, &path, &["callerId"], problems)?;
            phone_field(data, &path, "callerId", Rule::Phone, problems);
            return data.get("callerId")?.as_str().map(str::to_owned);
        }
        Kind::Viber => {}
    }
    None
}

/// `{"type", "text"}`. Only `sms` is documented; another word is taken and never used (D10).
fn fallback(value: &Value, at: &Path<'_>, problems: &mut Problems) -> Option<Leg> {
    if !value.is_object() {
        problems.add(
            at,
            Rule::Format,
            format_args!("must be an object with the fields type and text, not {}", kind_of(value)),
        );
    }
    let map = value.as_object()?;
    let channel = text_field(map, at, "type", true, problems);
    let text = text_field(map, at, "text", true, problems);
    Some(Leg { channel: channel?.into(), text: text?.into() })
}
