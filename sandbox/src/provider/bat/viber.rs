//! `messageData` of the Viber types (`docs/provider/smsbat-api.md` §3.5–3.8).

use serde_json::{Map, Value};

use crate::provider::common::check::problems::{Path, Problems, Rule};
use crate::provider::common::check::values::kind;
use crate::provider::common::check::{array, count_field, object, required, text_field, texts, url_field};

const PROMO: &[&str] =
    &["img", "video", "thumbnail", "buttonText", "buttonAction", "fileSize", "duration", "image", "button", "carousel"];

/// Optional data of `viber_promo`, in both spellings (D16, D24).
pub(super) fn promo(data: Option<&Value>, has_text: bool, at: &Path<'_>, problems: &mut Problems) {
    let path = at.key("messageData");
    let map = data.and_then(|data| object(data, &path, PROMO, problems));
    if let Some(map) = map {
        for key in ["img", "video", "thumbnail", "buttonAction", "image"] {
            url_field(map, &path, key, false, problems);
        }
        text_field(map, &path, "buttonText", false, problems);
        count_field(map, &path, "fileSize", problems);
        count_field(map, &path, "duration", problems);
        if let Some(button) = map.get("button") {
            let path = path.key("button");
            if let Some(button) = object(button, &path, &["text", "url"], problems) {
                text_field(button, &path, "text", true, problems);
                url_field(button, &path, "url", true, problems);
            }
        }
        if let Some(value) = map.get("carousel") {
            carousel(value, &path.key("carousel"), problems);
        }
    }
    let media = ["img", "image", "video", "carousel"];
    needs_content(has_text, data, map, &media, at, problems);
}

/// Optional data of `viber_trans`.
pub(super) fn transactional(data: Option<&Value>, has_text: bool, at: &Path<'_>, problems: &mut Problems) {
    let path = at.key("messageData");
    let map = data.and_then(|data| object(data, &path, &["fileUrl", "fileName", "fileType"], problems));
    if let Some(map) = map {
        url_field(map, &path, "fileUrl", false, problems);
        text_field(map, &path, "fileName", false, problems);
        text_field(map, &path, "fileType", false, problems);
    }
    needs_content(has_text, data, map, &["fileUrl"], at, problems);
}

/// Without text there must be media (D27).
fn needs_content(
    has_text: bool,
    data: Option<&Value>,
    map: Option<&Map<String, Value>>,
    media: &[&str],
    at: &Path<'_>,
    problems: &mut Problems,
) {
    let unreadable = data.is_some() && map.is_none();
    let has_media = map.is_some_and(|map| media.iter().any(|key| map.contains_key(*key)));
    if !has_text && !has_media && !unreadable {
        let media = media.join(", ");
        problems.add(
            &at.key("text"),
            Rule::Missing,
            format_args!("field text is required when messageData has none of {media}"),
        );
    }
}

/// Data of `viber_carousel`.
pub(super) fn carousel_data(data: &Value, at: &Path<'_>, problems: &mut Problems) {
    let Some(map) = object(data, at, &["carousel"], problems) else { return };
    if let Some(value) = required(map, at, "carousel", problems) {
        carousel(value, &at.key("carousel"), problems);
    }
}

/// `{"items": […]}`, or the bare array (D22).
pub(crate) fn carousel(value: &Value, at: &Path<'_>, problems: &mut Problems) {
    if value.is_array() {
        return cards(value, at, problems);
    }
    if !value.is_object() {
        problems.add(
            at,
            Rule::Format,
            format_args!("must be an object with the field items, or an array of cards, not {}", kind(value)),
        );
        return;
    }
    let Some(map) = object(value, at, &["items"], problems) else { return };
    if let Some(items) = required(map, at, "items", problems) {
        cards(items, &at.key("items"), problems);
    }
}

fn cards(value: &Value, at: &Path<'_>, problems: &mut Problems) {
    for (i, card) in array(value, at, 1..=usize::MAX, problems).unwrap_or_default().iter().enumerate() {
        let at = at.index(i);
        let fields = &["title", "imageUrl", "primaryButton", "secondaryButton"];
        let Some(map) = object(card, &at, fields, problems) else { continue };
        text_field(map, &at, "title", true, problems);
        url_field(map, &at, "imageUrl", true, problems);
        if let Some(value) = required(map, &at, "primaryButton", problems) {
            card_button(value, &at.key("primaryButton"), problems);
        }
        if let Some(value) = map.get("secondaryButton") {
            card_button(value, &at.key("secondaryButton"), problems);
        }
    }
}

/// `label`/`actionUrl` or `text`/`url`, also mixed (D23).
fn card_button(value: &Value, at: &Path<'_>, problems: &mut Problems) {
    let Some(map) = object(value, at, &["label", "actionUrl", "text", "url"], problems) else { return };
    text_field(map, at, "label", false, problems);
    text_field(map, at, "text", false, problems);
    url_field(map, at, "actionUrl", false, problems);
    url_field(map, at, "url", false, problems);
    for [usual, other] in [["label", "text"], ["actionUrl", "url"]] {
        if !map.contains_key(usual) && !map.contains_key(other) {
            problems.add(&at.key(usual), Rule::Missing, format_args!("field {usual} (or {other}) is required"));
        }
    }
}

/// Data of `viber_survey`: 1 to 5 options (D25).
pub(super) fn survey(data: &Value, at: &Path<'_>, problems: &mut Problems) {
    let Some(map) = object(data, at, &["survey"], problems) else { return };
    let Some(value) = required(map, at, "survey", problems) else { return };
    let at = at.key("survey");
    let Some(map) = object(value, &at, &["options"], problems) else { return };
    let Some(value) = required(map, &at, "options", problems) else { return };
    let at = at.key("options");
    texts(value, &at, 1..=5, problems);
}
