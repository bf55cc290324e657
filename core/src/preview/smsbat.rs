//! Reads messages of the SMSBAT API.

use super::fields::{Object, blocks, button, lifetime, object, objects, pair, text, word};
use super::screen::{Button, Card, Item, Media, Preview, Screen};

pub(super) fn read(map: &Object) -> Preview {
    let kind = text(map, "type").unwrap_or_else(|| "message".to_owned());
    let channel = if kind.starts_with("viber") { "viber" } else { kind.as_str() };
    let mut screen = Screen::new(channel, text(map, "from"));
    let empty = Object::new();
    let data = object(map, "messageData").unwrap_or(&empty);
    match kind.as_str() {
        "flashcall" => {
            let caller = text(data, "callerId").unwrap_or_default();
            screen.items.push(Item::Call { caller, pattern: None });
        }
        "viber_otp" => screen.items.push(template(data)),
        _ => {}
    }
    let own_text = text(map, "text");
    match channel {
        "rcs" => rcs(&mut screen, own_text, data),
        _ => viber(&mut screen, own_text, data),
    }
    screen.notes.extend(match kind.as_str() {
        "viber_promo" => Some("promotional".to_owned()),
        "viber_trans" => Some("transactional".to_owned()),
        _ => None,
    });
    screen.notes.extend(lifetime(map));
    let mut screens = vec![screen];
    if let Some(fallback) = object(map, "fallback") {
        let channel = text(fallback, "type").unwrap_or_else(|| "sms".to_owned());
        let mut screen = Screen::new(&channel, text(map, "from"));
        screen.push_text(text(fallback, "text"));
        screens.push(screen);
    }
    Preview { to: text(map, "to").or_else(|| text(map, "recipient")), screens }
}

/// Reads the content of a Viber message, in both documented spellings (D16, D23).
fn viber(screen: &mut Screen, own_text: Option<String>, data: &Object) {
    if let Some(url) = text(data, "video") {
        let mut details = Vec::new();
        details.extend(text(data, "duration").map(|s| format!("{s} s")));
        details.extend(text(data, "fileSize").map(|b| format!("{b} bytes")));
        screen.items.push(Item::Media(Media { kind: "Video", url, details }));
    }
    let image = text(data, "img").or_else(|| text(data, "image"));
    screen.items.extend(image.map(Media::image).map(Item::Media));
    screen.push_text(own_text);
    if let Some(url) = text(data, "fileUrl") {
        let details = text(data, "fileName").into_iter().chain(text(data, "fileType")).collect();
        screen.items.push(Item::Media(Media { kind: "File", url, details }));
    }
    blocks(screen, data);
    let nested = object(data, "button").and_then(button);
    screen.items.extend(pair(data, "buttonText", "buttonAction").or(nested).map(Item::Button));
}

fn template(data: &Object) -> Item {
    let mut values: Vec<(String, String)> = object(data, "templateParams")
        .map(|params| params.iter().map(|(name, value)| (name.clone(), word(value).unwrap_or_default())).collect())
        .unwrap_or_default();
    // The short form on the provider's message page (D17).
    values.extend(["code", "validity"].iter().filter_map(|key| Some(((*key).to_owned(), text(data, key)?))));
    Item::Template {
        id: text(data, "templateId").unwrap_or_else(|| "–".to_owned()),
        language: text(data, "templateLang").unwrap_or_else(|| "–".to_owned()),
        values,
    }
}

fn rcs(screen: &mut Screen, own_text: Option<String>, data: &Object) {
    screen.items.extend(object(data, "media").and_then(media).map(Item::Media));
    screen.push_text(own_text);
    let cards = object(data, "carousel").and_then(|carousel| carousel.get("cards"));
    let cards: Vec<Card> = objects(cards)
        .map(|map| Card {
            title: text(map, "title").unwrap_or_default(),
            text: text(map, "description"),
            media: object(map, "media").and_then(media),
            buttons: objects(map.get("buttons")).filter_map(rcs_button).collect(),
        })
        .collect();
    if !cards.is_empty() {
        screen.items.push(Item::Cards(cards));
    }
    screen.items.extend(objects(data.get("buttons")).filter_map(rcs_button).map(Item::Button));
}

fn media(map: &Object) -> Option<Media> {
    let kind = text(map, "type").unwrap_or_default();
    let mut details: Vec<String> = text(map, "width")
        .zip(text(map, "height"))
        .map(|(width, height)| format!("{width}×{height}"))
        .into_iter()
        .collect();
    details.extend(Some(kind.clone()).filter(|kind| !kind.is_empty()));
    let kind = match kind.split('/').next() {
        Some("video") => "Video",
        Some("audio") => "Sound",
        Some("image" | "") => "Image",
        _ => "File",
    };
    Some(Media { kind, url: text(map, "url")?, details })
}

fn rcs_button(map: &Object) -> Option<Button> {
    let empty = Object::new();
    let action = object(map, "action").unwrap_or(&empty);
    let say = |key| text(action, key).unwrap_or_default();
    let target = match text(action, "type").as_deref() {
        Some("openUrl") => say("url"),
        Some("dial") => format!("calls {}", say("phoneNumber")),
        Some("shareLocation") => "asks for the location".to_owned(),
        Some("createCalendarEvent") => {
            let end = text(action, "endTime").map(|end| format!(" to {end}")).unwrap_or_default();
            format!("adds “{}” to the calendar, {}{end}", say("title"), say("startTime"))
        }
        other => other.unwrap_or_default().to_owned(),
    };
    let label = text(map, "text")?;
    let tells = (text(action, "type").as_deref() != Some("openUrl")).then(|| label.clone());
    Some(Button { label, target, tells })
}
