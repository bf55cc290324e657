//! Checks of a message of any type (`docs/provider/smsbat-api.md` §3, D12–D36).

use serde_json::Value;

use super::kind::Kind;
use super::{otp, rcs, viber};
use crate::inbox::message::FallbackChannel;
use crate::provider::common::check::problems::ProblemKind;
use crate::provider::common::check::values::phone_digits;
use crate::provider::common::check::{Fields, Node};

const COMMON: &[&str] = &["from", "to", "type", "text", "customerMessageId", "ttl", "messageData"];
const COMMON_AND_FALLBACK: &[&str] =
    &["from", "to", "type", "text", "customerMessageId", "ttl", "messageData", "fallback"];

/// Most characters of an RCS text.
const MAX_RCS_TEXT: usize = 3072;
/// Most letters and digits of an SMS sender.
const MAX_SMS_SENDER: usize = 11;

/// The parts of a valid message that the sandbox needs.
#[derive(Debug)]
pub(super) struct ValidMessage {
    pub(super) kind: Kind,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) digits: String,
    pub(super) text: String,
    pub(super) customer_message_id: Option<String>,
    pub(super) ttl: Option<u64>,
    pub(super) caller_id: Option<String>,
    pub(super) fallback: Option<FallbackChannel>,
}

/// Checks one message; `None` if it has a problem.
pub(super) fn message(message: &Node<'_, '_>) -> Option<ValidMessage> {
    let fields = message.open_object(COMMON_AND_FALLBACK)?;
    let Some(kind) = kind(&fields) else {
        // Which other fields are allowed depends on the type, but every type has these.
        if !fields.has("recipient") {
            fields.required_text("from");
            fields.required_phone("to", ProblemKind::Recipient);
        }
        return None;
    };
    if kind == Kind::Viber {
        return overview(&fields);
    }
    if kind != Kind::Other {
        fields.only(if kind == Kind::Sms { COMMON } else { COMMON_AND_FALLBACK });
    }
    let from = fields.required_text("from");
    if let Some(from) = from.filter(|_| kind == Kind::Sms && !fields.is_lenient()) {
        sms_sender(from, &fields);
    }
    let digits = fields.required_phone("to", ProblemKind::Recipient);
    let text = text(&fields, kind);
    let customer_message_id = fields.text("customerMessageId");
    let ttl = fields.ttl();
    let caller_id = data(&fields, kind);
    let fallback = fallback(&fields);
    Some(ValidMessage {
        kind,
        from: from?.to_owned(),
        to: fields.map.get("to")?.as_str()?.to_owned(),
        digits: digits?,
        text: text?.to_owned(),
        customer_message_id: customer_message_id.map(str::to_owned),
        ttl,
        caller_id,
        fallback,
    })
}

fn kind(fields: &Fields<'_, '_>) -> Option<Kind> {
    let word = fields.required_text("type")?;
    let kind = Kind::parse(word).or(fields.is_lenient().then_some(Kind::Other));
    if kind.is_none() {
        let known = Kind::ALL.map(Kind::name).join(", ");
        fields.problem("type", ProblemKind::Format, format_args!("unknown type {word:?}; the types are {known}"));
    }
    kind
}

/// `{"recipient", "type": "viber", "text", …}`. Other fields are allowed, as its page says "additional parameters".
fn overview(fields: &Fields<'_, '_>) -> Option<ValidMessage> {
    let digits = fields.required_phone("recipient", ProblemKind::Recipient);
    let text = optional_string(fields);
    let any = |key: &str| fields.map.get(key).and_then(Value::as_str).map(str::to_owned);
    Some(ValidMessage {
        kind: Kind::Viber,
        from: any("from").unwrap_or_default(),
        to: any("recipient")?,
        digits: digits?,
        text: text?.to_owned(),
        customer_message_id: any("customerMessageId"),
        ttl: None,
        caller_id: None,
        fallback: None,
    })
}

fn sms_sender(from: &str, fields: &Fields<'_, '_>) {
    let is_name = from.len() <= MAX_SMS_SENDER && from.bytes().all(|b| b.is_ascii_alphanumeric());
    if !is_name && phone_digits(from).is_none() {
        let message = "is not a sender for SMS: at most 11 Latin letters and digits, or a phone number";
        fields.problem("from", ProblemKind::Sender, message);
    }
}

fn optional_string<'v>(fields: &Fields<'v, '_>) -> Option<&'v str> {
    fields.get("text").map_or(Some(""), |text| text.string())
}

/// The text; empty if it is missing where that is allowed (D27).
fn text<'v>(fields: &Fields<'v, '_>, kind: Kind) -> Option<&'v str> {
    if !matches!(kind, Kind::Sms | Kind::Rcs | Kind::ViberSurvey) {
        return optional_string(fields);
    }
    let text = fields.required_text("text")?;
    let length = text.chars().count();
    if kind == Kind::Rcs && length > MAX_RCS_TEXT {
        fields.problem("text", ProblemKind::TooLong, format_args!("has {length} characters; RCS takes 3072"));
    }
    Some(text)
}

/// Checks `messageData` and returns the caller id of a flash call.
fn data(fields: &Fields<'_, '_>, kind: Kind) -> Option<String> {
    let optional = fields.get("messageData");
    match kind {
        Kind::Sms => {
            optional?.open_object(&[]);
        }
        Kind::ViberPromo => viber::promo(fields),
        Kind::ViberTrans => viber::transactional(fields),
        Kind::ViberCarousel => viber::carousel_data(&fields.required("messageData")?),
        Kind::ViberSurvey => viber::survey(&fields.required("messageData")?),
        Kind::ViberOtp => otp::data(&fields.required("messageData")?),
        Kind::Rcs => rcs::data(&optional?),
        Kind::FlashCall => {
            let data = fields.required("messageData")?;
            let data = data.object(&["callerId"])?;
            data.required_phone("callerId", ProblemKind::Phone);
            return data.map.get("callerId")?.as_str().map(str::to_owned);
        }
        Kind::Viber | Kind::Other => {}
    }
    None
}

/// `{"type", "text"}`. Only `sms` is documented; another type is accepted and never used (D10).
fn fallback(fields: &Fields<'_, '_>) -> Option<FallbackChannel> {
    let fallback = fields.get("fallback")?;
    let fallback = fallback.open_object(&["type", "text"])?;
    let (channel, text) = (fallback.required_text("type"), fallback.required_text("text"));
    Some(FallbackChannel { channel: channel?.into(), text: text?.into() })
}
