//! Reading of what goes on the wire: which API it is, and the messages of the SMSBAT API.

use serde_json::{Map, Value};

use super::screen::{Button, Card, Item, Media, Screen};
use super::{Preview, layers};

pub(super) type Object = Map<String, Value>;

/// Reads a message of any API.
pub(super) fn read(message: &Value) -> Preview {
    let empty = Object::new();
    let map = message.as_object().unwrap_or(&empty);
    let has = |keys: &[&str]| keys.iter().any(|key| map.contains_key(*key));
    if has(&["toPhone", "fromName", "messageType", "viberMessage", "tgMessage"]) {
        layers::cascade(map)
    } else if has(&["recipients"]) || (object(map, "sms").is_some() || object(map, "viber").is_some()) {
        layers::turbosms(map)
    } else if has(&["phone_number", "channel_options"]) {
        layers::gms(map)
    } else if has(&["phone", "txt", "sending_method", "image_link"]) {
        layers::messagio(map)
    } else {
        smsbat(map)
    }
}

fn smsbat(map: &Object) -> Preview {
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

/// What a Viber message holds, in both documented spellings (D16, D23).
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

/// A survey and a carousel, which Cascade writes alike.
pub(super) fn blocks(screen: &mut Screen, data: &Object) {
    if let Some(survey) = object(data, "survey") {
        screen.items.extend(options(survey.get("options")));
    }
    let cards = match data.get("carousel") {
        Some(Value::Object(carousel)) => carousel.get("items"),
        other => other,
    };
    let cards: Vec<Card> = objects(cards).map(card).collect();
    if !cards.is_empty() {
        screen.items.push(Item::Cards(cards));
    }
}

fn card(map: &Object) -> Card {
    Card {
        title: text(map, "title").unwrap_or_default(),
        text: None,
        media: text(map, "imageUrl").map(Media::image),
        buttons: ["primaryButton", "secondaryButton"].iter().filter_map(|key| button(object(map, key)?)).collect(),
    }
}

fn button(map: &Object) -> Option<Button> {
    pair(map, "label", "actionUrl").or_else(|| {
        let label = text(map, "text").or_else(|| text(map, "label"))?;
        let target = text(map, "url").or_else(|| text(map, "actionUrl")).unwrap_or_default();
        Some(Button { label, target, tells: None })
    })
}

fn template(data: &Object) -> Item {
    let mut values: Vec<(String, String)> = object(data, "templateParams")
        .map(|params| params.iter().map(|(name, value)| (name.clone(), word(value).unwrap_or_default())).collect())
        .unwrap_or_default();
    // The short form of the message page (D17).
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

impl Media {
    pub(super) fn image(url: String) -> Self {
        Self { kind: "Image", url, details: Vec::new() }
    }
}

/// How long the message may wait.
pub(super) fn lifetime(map: &Object) -> Option<String> {
    text(map, "ttl").map(|seconds| format!("may wait {seconds} s"))
}

pub(super) fn pair(map: &Object, label: &str, target: &str) -> Option<Button> {
    Some(Button { label: text(map, label)?, target: text(map, target).unwrap_or_default(), tells: None })
}

pub(super) fn options(value: Option<&Value>) -> Option<Item> {
    let list: Vec<String> = value?.as_array()?.iter().filter_map(word).collect();
    (!list.is_empty()).then_some(Item::Options(list))
}

pub(super) fn object<'a>(map: &'a Object, key: &str) -> Option<&'a Object> {
    map.get(key)?.as_object()
}

pub(super) fn objects(value: Option<&Value>) -> impl Iterator<Item = &Object> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// A text or a number under this key.
pub(super) fn text(map: &Object, key: &str) -> Option<String> {
    word(map.get(key)?)
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
