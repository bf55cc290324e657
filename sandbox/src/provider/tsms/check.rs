//! Checks of a send request, with TurboSMS's code for each (`docs/provider/turbosms-codes.md` §1, §2).

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::codes::{self, Code};
use super::content::ChannelContent;
use crate::provider::common::check::values::{is_url, zoned_time};
use crate::simulate::clock::Millis;

/// Most recipients of one request.
const MAX_RECIPIENTS: usize = 5_000;
/// Most characters of a sender.
const MAX_SENDER: usize = 20;
/// Most characters of an SMS in the GSM alphabet, and in another one.
const MAX_SMS: (usize, usize) = (1_521, 661);
/// Most characters of a Viber text.
const MAX_VIBER: usize = 1_000;
/// Most characters of a button's text.
const MAX_CAPTION: usize = 30;
/// Allowed `ttl` of a Viber message, in seconds.
const TTL: std::ops::RangeInclusive<u64> = 60..=86_400;
/// How far ahead a time in TurboSMS's own form may be. SMSBAT's page has no such limit, so its form has none here.
const MAX_AHEAD: Millis = 14 * 86_400_000;
/// Kyiv's time zone: TurboSMS's own form has no offset.
const KYIV: &str = "EET-2EEST,M3.5.0/3,M10.5.0/4";

type Fields = Map<String, Value>;

/// A valid send request.
#[derive(Debug)]
pub(super) struct ValidRequest {
    pub(super) viber: Option<(ChannelContent, Vec<Value>)>,
    pub(super) sms: Option<(ChannelContent, Vec<Value>)>,
    pub(super) starts_at: Option<u64>,
}

/// Checks one send request.
pub(super) fn request(top: &Fields, now: Millis) -> Result<ValidRequest, Code> {
    let (viber, sms) = (block(top, "viber")?, block(top, "sms")?);
    if viber.is_none() && sms.is_none() {
        return Err(codes::INVALID_REQUEST);
    }
    let starts_at = asked_start(top, now)?;
    let viber = viber.map(|fields| Ok::<_, Code>((self::viber(top, fields)?, recipients(top, fields)?))).transpose()?;
    let sms = sms.map(|fields| Ok::<_, Code>((self::sms(top, fields)?, recipients(top, fields)?))).transpose()?;
    Ok(ValidRequest { viber, sms, starts_at })
}

/// The start time of a request: that of Viber, of SMS, or at the top. All must be valid.
pub(super) fn asked_start(top: &Fields, now: Millis) -> Result<Option<Millis>, Code> {
    let blocks = [block(top, "viber")?, block(top, "sms")?].into_iter().flatten();
    let starts = blocks.chain([top]).filter_map(|fields| filled(fields, "start_time"));
    Ok(starts.map(|value| start_time(value, now)).collect::<Result<Vec<_>, _>>()?.into_iter().next())
}

fn block<'v>(top: &'v Fields, key: &str) -> Result<Option<&'v Fields>, Code> {
    match top.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(fields)) => Ok(Some(fields)),
        Some(_) => Err(codes::INVALID_REQUEST),
    }
}

/// A field that is set and not null.
fn filled<'v>(fields: &'v Fields, key: &str) -> Option<&'v Value> {
    fields.get(key).filter(|value| !value.is_null())
}

fn recipients(top: &Fields, fields: &Fields) -> Result<Vec<Value>, Code> {
    let value = filled(fields, "recipients").or_else(|| filled(top, "recipients"));
    match value.ok_or(codes::REQUIRED_MESSAGE_RECIPIENT)? {
        Value::Array(list) if list.is_empty() => Err(codes::REQUIRED_MESSAGE_RECIPIENT),
        Value::Array(list) if list.len() > MAX_RECIPIENTS => Err(codes::NOT_ALLOWED_RECIPIENTS_LIMIT),
        Value::Array(list) => Ok(list.clone()),
        _ => Err(codes::INVALID_REQUEST),
    }
}

fn sender(top: &Fields, fields: &Fields) -> Result<String, Code> {
    let value = filled(fields, "sender").or_else(|| filled(top, "sender")).ok_or(codes::REQUIRED_MESSAGE_SENDER)?;
    let sender = value.as_str().ok_or(codes::INVALID_MESSAGE_SENDER)?;
    if sender.trim().is_empty() {
        return Err(codes::REQUIRED_MESSAGE_SENDER);
    }
    if sender.chars().count() > MAX_SENDER || sender.chars().any(char::is_control) {
        return Err(codes::INVALID_MESSAGE_SENDER);
    }
    Ok(sender.to_owned())
}

/// The text; empty if it is missing where that is allowed.
fn text(top: &Fields, fields: &Fields, optional: bool) -> Result<String, Code> {
    let text = match filled(fields, "text").or_else(|| filled(top, "text")) {
        None => "",
        Some(value) => value.as_str().ok_or(codes::INVALID_MESSAGE_TEXT)?,
    };
    if text.is_empty() && !optional { Err(codes::REQUIRED_MESSAGE_TEXT) } else { Ok(text.to_owned()) }
}

fn sms(top: &Fields, fields: &Fields) -> Result<ChannelContent, Code> {
    let sender = sender(top, fields)?;
    let text = text(top, fields, false)?;
    let counted = smsbat_core::segments(&text);
    let is_gsm = counted.unicode_characters.is_empty();
    if counted.units > if is_gsm { MAX_SMS.0 } else { MAX_SMS.1 } {
        return Err(codes::NOT_ALLOWED_MESSAGE_TEXT_LENGTH);
    }
    flag(fields, "is_flash")?;
    Ok(ChannelContent {
        name: "sms",
        sender,
        text,
        ttl: None,
        caption: None,
        action: None,
        image_url: None,
        file_id: None,
        count_clicks: false,
        is_transactional: false,
    })
}

fn viber(top: &Fields, fields: &Fields) -> Result<ChannelContent, Code> {
    let sender = sender(top, fields)?;
    let has_media = ["image_url", "file_id", "carousel"].iter().any(|key| filled(fields, key).is_some());
    let text = text(top, fields, has_media)?;
    if text.chars().count() > MAX_VIBER {
        return Err(codes::NOT_ALLOWED_MESSAGE_TEXT_LENGTH);
    }
    let ttl = ttl(fields)?;
    let (caption, action) = button(fields)?;
    let image_url = url(fields, "image_url")?;
    let file_id = file(fields)?;
    let count_clicks = flag(fields, "count_clicks")?;
    let is_transactional = flag(fields, "is_transactional")?;
    // SMSBAT's own example has a transactional survey, so surveys are allowed.
    if is_transactional && (caption.is_some() || image_url.is_some() || file_id.is_some()) {
        return Err(codes::NOT_ALLOWED_MESSAGE_TRANSACTION_CONTENT);
    }
    carousel(fields)?;
    survey(fields)?;
    let name = "viber";
    Ok(ChannelContent { name, sender, text, ttl, caption, action, image_url, file_id, count_clicks, is_transactional })
}

fn ttl(fields: &Fields) -> Result<Option<u64>, Code> {
    let Some(value) = filled(fields, "ttl") else { return Ok(None) };
    if !value.is_i64() && !value.is_u64() {
        return Err(codes::INVALID_TTL);
    }
    value.as_u64().filter(|ttl| TTL.contains(ttl)).map(Some).ok_or(codes::NOT_ALLOWED_MESSAGE_TTL)
}

/// Text and URL of the button; one needs the other.
fn button(fields: &Fields) -> Result<(Option<String>, Option<String>), Code> {
    let caption = string(fields, "caption")?;
    let action = url(fields, "action")?;
    match (&caption, &action) {
        (Some(_), None) => Err(codes::REQUIRED_MESSAGE_BUTTON_ACTION),
        (None, Some(_)) => Err(codes::REQUIRED_MESSAGE_BUTTON_CAPTION),
        (Some(text), _) if text.chars().count() > MAX_CAPTION => Err(codes::NOT_ALLOWED_MESSAGE_BUTTON_TEXT_LENGTH),
        _ => Ok((caption, action)),
    }
}

fn file(fields: &Fields) -> Result<Option<u64>, Code> {
    let Some(value) = filled(fields, "file_id") else { return Ok(None) };
    value.as_u64().filter(|id| *id > 0).map(Some).ok_or(codes::INVALID_FILE_ID)
}

fn carousel(fields: &Fields) -> Result<(), Code> {
    let Some(value) = filled(fields, "carousel") else { return Ok(()) };
    let cards = value.as_array().filter(|cards| !cards.is_empty()).ok_or(codes::INVALID_REQUEST)?;
    for card in cards {
        let card = card.as_object().ok_or(codes::INVALID_REQUEST)?;
        for key in ["title", "button_caption", "link_caption"] {
            string(card, key)?;
        }
        for key in ["image_url", "button_url", "link_url"] {
            url(card, key)?;
        }
    }
    Ok(())
}

fn survey(fields: &Fields) -> Result<(), Code> {
    let Some(value) = filled(fields, "survey") else { return Ok(()) };
    let options = value.as_array().filter(|options| !options.is_empty()).ok_or(codes::INVALID_REQUEST)?;
    let good = options.iter().all(|option| option.as_str().is_some_and(|option| !option.is_empty()));
    if good { Ok(()) } else { Err(codes::INVALID_REQUEST) }
}

fn flag(fields: &Fields, key: &str) -> Result<bool, Code> {
    filled(fields, key).map_or(Ok(false), |value| value.as_bool().ok_or(codes::INVALID_REQUEST))
}

/// A string that is not empty.
fn string(fields: &Fields, key: &str) -> Result<Option<String>, Code> {
    let Some(value) = filled(fields, key) else { return Ok(None) };
    let text = value.as_str().ok_or(codes::INVALID_REQUEST)?;
    Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
}

fn url(fields: &Fields, key: &str) -> Result<Option<String>, Code> {
    let url = string(fields, key)?;
    if url.as_deref().is_none_or(is_url) { Ok(url) } else { Err(codes::INVALID_REQUEST) }
}

/// ISO 8601 with a zone, as SMSBAT shows it, or TurboSMS's own form in Kyiv's time.
fn start_time(value: &Value, now: Millis) -> Result<Millis, Code> {
    let text = value.as_str().ok_or(codes::INVALID_START_TIME)?;
    let millis =
        |time: jiff::Timestamp| u64::try_from(time.as_millisecond()).map_err(|_| codes::NOT_ALLOWED_START_TIME);
    if let Some(time) = zoned_time(text) {
        return millis(time);
    }
    let civil = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"].iter().find_map(|form| DateTime::strptime(form, text).ok());
    let zone = TimeZone::posix(KYIV).map_err(|_| codes::FATAL_ERROR)?;
    let time = civil.and_then(|civil| civil.to_zoned(zone).ok()).ok_or(codes::INVALID_START_TIME)?;
    let at = millis(time.timestamp())?;
    if at > now.saturating_add(MAX_AHEAD) { Err(codes::NOT_ALLOWED_START_TIME) } else { Ok(at) }
}
