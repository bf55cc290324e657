//! The channel blocks `viberMessage` and `tgMessage` (`docs/provider/cascade-api.md` §3.1, §3.2).

use serde_json::{Map, Value};

use crate::provider::bat::viber::carousel;
use crate::provider::common::check::problems::{Path, Problems};
use crate::provider::common::check::{
    array, integer_field, open_object, required, string_field, text_field, texts, ttl_field, url_field,
};

/// Options of a survey (D25).
pub(super) const SURVEY_OPTIONS: std::ops::RangeInclusive<usize> = 2..=5;

/// What routing needs of `viberMessage`.
#[derive(Debug, Default)]
pub(super) struct ViberBlock {
    pub(super) receiver: Option<String>,
    pub(super) text: Option<String>,
    pub(super) fallback_text: Option<String>,
    pub(super) ttl: Option<u64>,
    pub(super) has_content: bool,
}

/// What routing needs of `tgMessage`.
#[derive(Debug, Default)]
pub(super) struct TelegramBlock {
    pub(super) text: Option<String>,
    pub(super) has_chat: bool,
}

/// Checks `viberMessage`.
pub(super) fn viber(map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) -> Option<ViberBlock> {
    let at = at.key("viberMessage");
    let map = open_object(map.get("viberMessage")?, &at, &[], problems)?;
    let receiver = text_field(map, &at, "receiver", false, problems).map(str::to_owned);
    integer_field(map, &at, "minApiVersion", problems);
    string_field(map, &at, "type", problems);
    if let Some(sender) = map.get("sender") {
        let at = at.key("sender");
        if let Some(sender) = open_object(sender, &at, &["name", "avatar"], problems) {
            string_field(sender, &at, "name", problems);
            url_field(sender, &at, "avatar", false, problems);
        }
    }
    let text = string_field(map, &at, "text", problems);
    let fallback_text = string_field(map, &at, "fallbackText", problems);
    let ttl = ttl_field(map, &at, problems);
    if let Some(survey) = map.get("survey") {
        let at = at.key("survey");
        if let Some(survey) = open_object(survey, &at, &["options"], problems) {
            if let Some(value) = required(survey, &at, "options", problems) {
                texts(value, &at.key("options"), SURVEY_OPTIONS, problems);
            }
        }
    }
    if let Some(value) = map.get("carousel") {
        carousel(value, &at.key("carousel"), problems);
    }
    let has_content = map.contains_key("survey") || map.contains_key("carousel");
    Some(ViberBlock { receiver, text, fallback_text, ttl, has_content })
}

/// Checks `tgMessage`.
pub(super) fn telegram(map: &Map<String, Value>, at: &Path<'_>, problems: &mut Problems) -> Option<TelegramBlock> {
    let at = at.key("tgMessage");
    let map = open_object(map.get("tgMessage")?, &at, &[], problems)?;
    let text = string_field(map, &at, "text", problems);
    url_field(map, &at, "photoUrl", false, problems);
    let has_chat = integer_field(map, &at, "chatId", problems).is_some();
    if let Some(value) = map.get("buttons") {
        let at = at.key("buttons");
        for (i, button) in array(value, &at, 0..=usize::MAX, problems).unwrap_or_default().iter().enumerate() {
            let at = at.index(i);
            if let Some(button) = open_object(button, &at, &["action", "text"], problems) {
                string_field(button, &at, "action", problems);
                string_field(button, &at, "text", problems);
            }
        }
    }
    Some(TelegramBlock { text, has_chat })
}
