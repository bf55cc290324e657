//! The channel of a message, and the one that carried it.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::MessageStatus;
use crate::model::{Object, ValueRef};

/// Status of a channel that was not needed.
const NOT_USED: &str = "not_used";

/// Channels, in the words of `extendedStatuses`, by the start of a message's type.
const CHANNELS: [&str; 4] = ["sms", "viber", "rcs", "flashcall"];

/// Returns the channel of a message; `None` if a fallback may carry it instead, or its type is not known.
pub(crate) fn only_channel(message: &Object) -> Option<&'static str> {
    match message {
        Object::Typed(record) => {
            let (_, kind) = record.class().tag?;
            record.get("fallback").is_null().then(|| of_kind(kind))?
        }
        Object::Plain(json) => {
            #[derive(Deserialize)]
            struct Kind<'a> {
                #[serde(borrow)]
                r#type: std::borrow::Cow<'a, str>,
                fallback: Option<IgnoredAny>,
            }
            let kind: Kind<'_> = serde_json::from_str(json.as_str()).ok()?;
            kind.fallback.is_none().then(|| of_kind(&kind.r#type))?
        }
    }
}

fn of_kind(kind: &str) -> Option<&'static str> {
    CHANNELS
        .into_iter()
        .find(|channel| kind.strip_prefix(channel).is_some_and(|end| end.is_empty() || end.starts_with('_')))
}

/// Returns the channel that a status is about: the last one of a chain that was used. `None` if it names no channels.
pub(crate) fn channel_of(status: &MessageStatus) -> Option<String> {
    let ValueRef::Params(each) = status.record().get("extended_statuses") else { return None };
    let used = |name: &str| {
        let mut all = each.iter().filter(|(channel, _)| channel.eq_ignore_ascii_case(name));
        all.any(|(_, status)| status.as_str().is_some_and(|status| !status.eq_ignore_ascii_case(NOT_USED)))
    };
    let fallbacks: Vec<&str> = status.fallbacks().iter().filter_map(|fallback| fallback.r#type()).collect();
    let is_fallback = |channel: &str| fallbacks.iter().any(|fallback| fallback.eq_ignore_ascii_case(channel));
    let first = each.iter().map(|(channel, _)| channel.as_str()).find(|channel| !is_fallback(channel));
    let last = fallbacks.iter().rev().copied().find(|channel| used(channel));
    last.or(first).map(str::to_ascii_lowercase)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::messages::{Fallback, FlashCall, Sms, ViberPromo};
    use crate::model::{Json, Wrap, read_record};

    #[test]
    fn a_message_with_a_fallback_has_no_only_channel() {
        let promo = ViberPromo::new("+380671234567", "MyShop").text("Sale");
        let plain = |json: &str| Object::Plain(Json::object(json).unwrap());
        for (message, channel) in [
            (Object::from(Sms::new("+380671234567", "MyShop", "Hello")), Some("sms")),
            (FlashCall::new("+380671234567", "MyShop", "+380441234567").into(), Some("flashcall")),
            (promo.clone().into(), Some("viber")),
            (promo.fallback(Fallback::new("Sale")).into(), None),
            (plain(r#"{"type":"viber_trans","to":"+380671234567"}"#), Some("viber")),
            (plain(r#"{"type":"rcs","fallback":{"type":"sms"}}"#), None),
            (plain(r#"{"type":"smsx"}"#), None),
            (plain("{}"), None),
        ] {
            assert_eq!(only_channel(&message), channel, "{message:?}");
        }
    }

    #[test]
    fn the_last_channel_that_was_used_is_that_of_a_status() {
        for (fallbacks, each, channel) in [
            ("[]", "{}", None),
            (r#"[{"type":"sms","status":"not_used"}]"#, r#"{"sms":"not_used","viber":"read"}"#, Some("viber")),
            (r#"[{"type":"SMS","status":"not_used"}]"#, r#"{"sms":"not_used","viber":"read"}"#, Some("viber")),
            (r#"[{"type":"sms","status":"delivered"}]"#, r#"{"sms":"delivered","viber":"expired"}"#, Some("sms")),
        ] {
            let json = format!(
                r#"{{"messageId":"m","deliverystatus":"read","fallbacks":{fallbacks},"extendedStatuses":{each}}}"#
            );
            let status = MessageStatus::of(read_record(MessageStatus::class(), &Json::object(json).unwrap()).unwrap());
            assert_eq!(channel_of(&status).as_deref(), channel);
        }
    }
}
