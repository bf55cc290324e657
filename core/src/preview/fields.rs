//! Fields that several APIs write in the same way.

use serde_json::{Map, Value};

use super::screen::{Button, Card, Item, Media, Screen};

pub(super) type Object = Map<String, Value>;

/// Reads a survey and a carousel, which Cascade writes in the same way.
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

pub(super) fn button(map: &Object) -> Option<Button> {
    pair(map, "label", "actionUrl").or_else(|| {
        let label = text(map, "text").or_else(|| text(map, "label"))?;
        let target = text(map, "url").or_else(|| text(map, "actionUrl")).unwrap_or_default();
        Some(Button { label, target, tells: None })
    })
}

impl Media {
    pub(super) fn image(url: String) -> Self {
        Self { kind: "Image", url, details: Vec::new() }
    }
}

/// Returns the message's time to live, in words.
pub(super) fn lifetime(map: &Object) -> Option<String> {
    text(map, "ttl").map(|seconds| format!("expires after {seconds} s"))
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

/// Returns the text or number under this key.
pub(super) fn text(map: &Object, key: &str) -> Option<String> {
    word(map.get(key)?)
}

pub(super) fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
