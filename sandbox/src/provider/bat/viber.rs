//! `messageData` of the Viber types (`docs/provider/smsbat-api.md` §3.5–3.8).

use serde_json::Value;

use crate::provider::common::check::problems::ProblemKind;
use crate::provider::common::check::values::kind;
use crate::provider::common::check::{Fields, Node};

const PROMO: &[&str] =
    &["img", "video", "thumbnail", "buttonText", "buttonAction", "fileSize", "duration", "image", "button", "carousel"];

/// Optional data of `viber_promo`, in both spellings (D16, D24).
pub(super) fn promo(message: &Fields<'_, '_>) {
    let data = message.get("messageData");
    let fields = data.as_ref().and_then(|data| data.object(PROMO));
    if let Some(fields) = &fields {
        for key in ["img", "video", "thumbnail", "buttonAction", "image"] {
            fields.url(key);
        }
        fields.text("buttonText");
        fields.count("fileSize");
        fields.count("duration");
        if let Some(button) = fields.get("button")
            && let Some(button) = button.object(&["text", "url"])
        {
            button.required_text("text");
            button.required_url("url");
        }
        fields.get("carousel").iter().for_each(carousel);
    }
    needs_content(message, data.is_some(), fields.as_ref(), &["img", "image", "video", "carousel"]);
}

/// Optional data of `viber_trans`.
pub(super) fn transactional(message: &Fields<'_, '_>) {
    let data = message.get("messageData");
    let fields = data.as_ref().and_then(|data| data.object(&["fileUrl", "fileName", "fileType"]));
    if let Some(fields) = &fields {
        fields.url("fileUrl");
        fields.text("fileName");
        fields.text("fileType");
    }
    needs_content(message, data.is_some(), fields.as_ref(), &["fileUrl"]);
}

/// Without text there must be media (D27).
fn needs_content(message: &Fields<'_, '_>, has_data: bool, data: Option<&Fields<'_, '_>>, media: &[&str]) {
    let has_text = message.map.get("text").and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    let is_unreadable = has_data && data.is_none();
    let has_media = data.is_some_and(|data| media.iter().any(|key| data.has(key)));
    if !has_text && !has_media && !is_unreadable {
        let media = media.join(", ");
        let problem = format_args!("field text is required when messageData has none of {media}");
        message.problem("text", ProblemKind::Missing, problem);
    }
}

/// Data of `viber_carousel`.
pub(super) fn carousel_data(data: &Node<'_, '_>) {
    if let Some(fields) = data.object(&["carousel"]) {
        fields.required("carousel").iter().for_each(carousel);
    }
}

/// `{"items": […]}`, or the bare array (D22).
pub(in crate::provider) fn carousel(carousel: &Node<'_, '_>) {
    match carousel.value {
        Value::Array(_) => cards(carousel),
        Value::Object(_) => {
            if let Some(fields) = carousel.object(&["items"]) {
                fields.required("items").iter().for_each(cards);
            }
        }
        other => {
            let allowed = "an object with the field items, or an array of cards";
            carousel.problem(ProblemKind::Format, format_args!("must be {allowed}, not {}", kind(other)));
        }
    }
}

fn cards(list: &Node<'_, '_>) {
    for card in list.array(1..) {
        let Some(card) = card.object(&["title", "imageUrl", "primaryButton", "secondaryButton"]) else { continue };
        card.required_text("title");
        card.required_url("imageUrl");
        card.required("primaryButton").iter().for_each(card_button);
        card.get("secondaryButton").iter().for_each(card_button);
    }
}

/// `label`/`actionUrl` or `text`/`url`, also mixed (D23).
fn card_button(button: &Node<'_, '_>) {
    let Some(fields) = button.object(&["label", "actionUrl", "text", "url"]) else { return };
    fields.text("label");
    fields.text("text");
    fields.url("actionUrl");
    fields.url("url");
    for [usual, other] in [["label", "text"], ["actionUrl", "url"]] {
        if !fields.has(usual) && !fields.has(other) {
            fields.problem(usual, ProblemKind::Missing, format_args!("field {usual} (or {other}) is required"));
        }
    }
}

/// Data of `viber_survey`: 1 to 5 options (D25).
pub(super) fn survey(data: &Node<'_, '_>) {
    let Some(data) = data.object(&["survey"]) else { return };
    let Some(survey) = data.required("survey") else { return };
    let Some(survey) = survey.object(&["options"]) else { return };
    if let Some(options) = survey.required("options") {
        options.texts(1..=5);
    }
}
