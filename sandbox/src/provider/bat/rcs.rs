//! `messageData` of RCS (`docs/provider/smsbat-api.md` §3.10).

use crate::provider::common::check::Node;
use crate::provider::common::check::problems::ProblemKind;

/// Most buttons of a message or card. One line of the documentation says 4, another 4 to 5 (D33).
const MAX_BUTTONS: usize = 5;

const ACTION: &[&str] = &["type", "url", "phoneNumber", "title", "startTime", "endTime"];

/// Optional data of `rcs`.
pub(super) fn data(data: &Node<'_, '_>) {
    let Some(fields) = data.object(&["media", "buttons", "carousel"]) else { return };
    fields.get("media").iter().for_each(media);
    fields.get("buttons").iter().for_each(buttons);
    fields.get("carousel").iter().for_each(carousel);
}

fn media(media: &Node<'_, '_>) {
    let Some(fields) = media.object(&["url", "type", "height", "width", "thumbnail"]) else { return };
    fields.required_url("url");
    fields.text("type");
    fields.count("height");
    fields.count("width");
    fields.url("thumbnail");
}

fn carousel(carousel: &Node<'_, '_>) {
    let Some(fields) = carousel.object(&["cards"]) else { return };
    let Some(cards) = fields.required("cards") else { return };
    for card in cards.array(1..) {
        let Some(card) = card.object(&["title", "description", "media", "buttons"]) else { continue };
        card.string("title");
        card.string("description");
        card.get("media").iter().for_each(media);
        card.get("buttons").iter().for_each(buttons);
    }
}

fn buttons(list: &Node<'_, '_>) {
    for button in list.array(..=MAX_BUTTONS) {
        let Some(button) = button.object(&["text", "action"]) else { continue };
        button.required_text("text");
        button.required("action").iter().for_each(action);
    }
}

fn action(action: &Node<'_, '_>) {
    let Some(fields) = action.open_object(ACTION) else { return };
    let Some(word) = fields.required_text("type") else { return };
    match word {
        "openUrl" => {
            fields.only(&["type", "url"]);
            fields.required_url("url");
        }
        "dial" => {
            fields.only(&["type", "phoneNumber"]);
            fields.required_phone("phoneNumber", ProblemKind::Phone);
        }
        "shareLocation" => fields.only(&["type"]),
        "createCalendarEvent" => {
            fields.only(&["type", "title", "startTime", "endTime"]);
            fields.required("title").and_then(|title| title.string());
            fields.required_time("startTime");
            fields.time("endTime");
        }
        _ => {
            let known = "openUrl, dial, shareLocation, createCalendarEvent";
            let message = format_args!("unknown action {word:?}; the actions are {known}");
            fields.problem("type", ProblemKind::Format, message);
        }
    }
}
