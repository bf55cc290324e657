//! The channel blocks `viberMessage` and `tgMessage` (`docs/provider/cascade-api.md` §3.1, §3.2).

use std::ops::RangeInclusive;

use crate::provider::bat::viber::carousel;
use crate::provider::common::check::Fields;

/// Number of options of a survey (D25).
pub(super) const SURVEY_OPTIONS: RangeInclusive<usize> = 2..=5;

/// Fields of `viberMessage` that routing needs.
#[derive(Debug, Default)]
pub(super) struct ViberBlock {
    pub(super) receiver: Option<String>,
    pub(super) text: Option<String>,
    pub(super) fallback_text: Option<String>,
    pub(super) ttl: Option<u64>,
    pub(super) has_content: bool,
}

/// Fields of `tgMessage` that routing needs.
#[derive(Debug, Default)]
pub(super) struct TelegramBlock {
    pub(super) text: Option<String>,
    pub(super) has_chat: bool,
}

/// Checks `viberMessage`.
pub(super) fn viber(message: &Fields<'_, '_>) -> Option<ViberBlock> {
    let block = message.get("viberMessage")?;
    let block = block.open_object(&[])?;
    let receiver = block.text("receiver").map(str::to_owned);
    block.integer("minApiVersion");
    block.string("type");
    if let Some(sender) = block.get("sender")
        && let Some(sender) = sender.open_object(&["name", "avatar"])
    {
        sender.string("name");
        sender.url("avatar");
    }
    let text = block.string("text").map(str::to_owned);
    let fallback_text = block.string("fallbackText").map(str::to_owned);
    let ttl = block.ttl();
    if let Some(survey) = block.get("survey")
        && let Some(survey) = survey.open_object(&["options"])
    {
        survey.required("options").iter().for_each(|options| options.texts(SURVEY_OPTIONS));
    }
    block.get("carousel").iter().for_each(carousel);
    let has_content = block.has("survey") || block.has("carousel");
    Some(ViberBlock { receiver, text, fallback_text, ttl, has_content })
}

/// Checks `tgMessage`.
pub(super) fn telegram(message: &Fields<'_, '_>) -> Option<TelegramBlock> {
    let block = message.get("tgMessage")?;
    let block = block.open_object(&[])?;
    let text = block.string("text").map(str::to_owned);
    block.url("photoUrl");
    let has_chat = block.integer("chatId").is_some();
    if let Some(buttons) = block.get("buttons") {
        for button in buttons.array(..) {
            if let Some(button) = button.open_object(&["action", "text"]) {
                button.string("action");
                button.string("text");
            }
        }
    }
    Some(TelegramBlock { text, has_chat })
}
