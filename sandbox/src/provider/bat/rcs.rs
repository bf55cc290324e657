//! `messageData` of RCS (`docs/provider/smsbat-api.md` §3.10).

use serde_json::Value;

use crate::provider::common::check::problems::{Path, Problems, Rule};
use crate::provider::common::check::{
    array, count_field, object, open_object, phone_field, required, text, text_field, time_field, url_field,
};

/// Buttons of one message or card. One line of the documentation says 4, another 4 to 5 (D33).
const MAX_BUTTONS: usize = 5;

const ACTION: &[&str] = &["type", "url", "phoneNumber", "title", "startTime", "endTime"];

/// Optional data of `rcs`.
pub(super) fn data(data: &Value, at: &Path<'_>, problems: &mut Problems) {
    let Some(map) = object(data, at, &["media", "buttons", "carousel"], problems) else { return };
    if let Some(value) = map.get("media") {
        media(value, &at.key("media"), problems);
    }
    if let Some(value) = map.get("buttons") {
        buttons(value, &at.key("buttons"), problems);
    }
    if let Some(value) = map.get("carousel") {
        carousel(value, &at.key("carousel"), problems);
    }
}

fn media(value: &Value, at: &Path<'_>, problems: &mut Problems) {
    let Some(map) = object(value, at, &["url", "type", "height", "width", "thumbnail"], problems) else { return };
    url_field(map, at, "url", true, problems);
    text_field(map, at, "type", false, problems);
    count_field(map, at, "height", problems);
    count_field(map, at, "width", problems);
    url_field(map, at, "thumbnail", false, problems);
}

fn carousel(value: &Value, at: &Path<'_>, problems: &mut Problems) {
    let Some(map) = object(value, at, &["cards"], problems) else { return };
    let Some(value) = required(map, at, "cards", problems) else { return };
    let at = at.key("cards");
    for (i, card) in array(value, &at, 1..=usize::MAX, problems).unwrap_or_default().iter().enumerate() {
        let at = at.index(i);
        let Some(map) = object(card, &at, &["title", "description", "media", "buttons"], problems) else { continue };
        for key in ["title", "description"] {
            map.get(key).and_then(|value| text(value, &at.key(key), problems));
        }
        if let Some(value) = map.get("media") {
            media(value, &at.key("media"), problems);
        }
        if let Some(value) = map.get("buttons") {
            buttons(value, &at.key("buttons"), problems);
        }
    }
}

fn buttons(value: &Value, at: &Path<'_>, problems: &mut Problems) {
    for (i, button) in array(value, at, 0..=MAX_BUTTONS, problems).unwrap_or_default().iter().enumerate() {
        let at = at.index(i);
        let Some(map) = object(button, &at, &["text", "action"], problems) else { continue };
        text_field(map, &at, "text", true, problems);
        if let Some(value) = required(map, &at, "action", problems) {
            action(value, &at.key("action"), problems);
        }
    }
}

fn action(value: &Value, at: &Path<'_>, problems: &mut Problems) {
    let Some(map) = open_object(value, at, ACTION, problems) else { return };
    let Some(word) = text_field(map, at, "type", true, problems) else { return };
    match word {
        "openUrl" => {
            object(value, at, &["type", "url"], problems);
            url_field(map, at, "url", true, problems);
        }
        "dial" => {
            object(value, at, &["type", "phoneNumber"], problems);
            phone_field(map, at, "phoneNumber", Rule::Phone, problems);
        }
        "shareLocation" => {
            object(value, at, &["type"], problems);
        }
        "createCalendarEvent" => {
            object(value, at, &["type", "title", "startTime", "endTime"], problems);
            if let Some(title) = required(map, at, "title", problems) {
                text(title, &at.key("title"), problems);
            }
            for (key, is_required) in [("startTime", true), ("endTime", false)] {
                time_field(map, at, key, is_required, problems);
            }
        }
        _ => problems.add(
            &at.key("type"),
            Rule::Format,
            format_args!("unknown action {word:?}; the actions are openUrl, dial, shareLocation, createCalendarEvent"),
        ),
    }
}
