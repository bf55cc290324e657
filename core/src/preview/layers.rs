//! Reads messages of Cascade, TurboSMS, Messagio and GMS.

use serde_json::Value;

use super::fields::{Object, blocks, lifetime, object, objects, options, pair, text};
use super::screen::{Button, Card, Item, Media, Preview, Screen};

/// Reads a Cascade message: Telegram, Viber bot, Viber, RCS and SMS, if the message has the fields that they need
/// (`docs/provider/cascade-api.md` §3). The keys of the bots are not in the message, so they are assumed.
pub(super) fn cascade(map: &Object) -> Preview {
    let filled = |value: Option<String>| value.map(|v| fill(map, v));
    let (sender, own) = (text(map, "fromName"), filled(text(map, "text")).filter(|t| !t.is_empty()));
    let kind = text(map, "messageType").unwrap_or_default();
    let mut screens = Vec::new();
    if kind == "flashcall" {
        let mut screen = Screen::new("flashcall", sender.clone());
        screen.items.push(Item::Call { caller: String::new(), pattern: None });
        screens.push(screen);
    } else {
        if let Some(telegram) = object(map, "tgMessage") {
            let mut screen = Screen::new("telegram", sender.clone());
            screen.items.extend(text(telegram, "photoUrl").map(Media::image).map(Item::Media));
            screen.push_text(filled(text(telegram, "text")).or_else(|| own.clone()));
            screen.items.extend(objects(telegram.get("buttons")).filter_map(telegram_button).map(Item::Button));
            screen.notes.push("requires a bot key and a chat".to_owned());
            screens.push(screen);
        }
        let block = object(map, "viberMessage");
        let viber_text = block.and_then(|b| filled(text(b, "text"))).or_else(|| own.clone());
        let mut viber = Screen::new("viber", sender.clone());
        viber.push_text(viber_text.clone());
        if let Some(block) = block {
            blocks(&mut viber, block);
        }
        if !viber.items.iter().any(|i| matches!(i, Item::Options(_))) {
            viber.items.extend(options(map.get("surveyOptions")));
        }
        if block.is_some_and(|b| b.contains_key("receiver")) {
            let bot = block.and_then(|b| text(object(b, "sender")?, "name")).or_else(|| sender.clone());
            let mut screen = Screen { channel: "viber_bot".to_owned(), sender: bot, ..viber.clone() };
            screen.notes.push("requires a bot token".to_owned());
            screens.push(screen);
        }
        screens.push(viber);
        let plain = own.or(viber_text);
        if matches!(kind.as_str(), "transaction" | "promo") && plain.is_some() {
            let mut screen = Screen::new("rcs", sender.clone());
            screen.push_text(plain.clone());
            screens.push(screen);
        }
        let sms = block.and_then(|b| filled(text(b, "fallbackText"))).or(plain);
        if kind != "viber_carousel" && !map.contains_key("fallback") && sms.is_some() {
            let mut screen = Screen::new("sms", sender.clone());
            screen.push_text(sms);
            screens.push(screen);
        }
    }
    if let Some(fallback) = object(map, "fallback") {
        let mut screen = Screen::new("sms", sender);
        screen.push_text(filled(text(fallback, "text")));
        screens.push(screen);
    }
    if let Some(first) = screens.first_mut() {
        first.notes.extend(Some(kind).filter(|kind| !kind.is_empty()));
        let start = ["scheduledSent", "sheduledSent", "scheduledTime"].iter().find_map(|key| text(map, key));
        first.notes.extend(start.map(|start| format!("starts at {start}")));
        first.notes.extend(lifetime(map));
    }
    Preview { to: text(map, "toPhone"), screens }
}

fn telegram_button(map: &Object) -> Option<Button> {
    let action = text(map, "action");
    let target = action.as_ref().map(|action| format!("tells the bot “{action}”")).unwrap_or_default();
    Some(Button { label: text(map, "text")?, target, tells: action })
}

/// Fills the text with the values inside the message. Uploaded values are known only to the provider.
fn fill(map: &Object, mut text_: String) -> String {
    for variable in objects(map.get("variables")) {
        let (Some(id), Some(value)) = (text(variable, "id"), text(variable, "value")) else { continue };
        for kind in ["name", "url", "short_url"] {
            if text(variable, "type").is_none_or(|word| word == kind) {
                text_ = text_.replace(&format!("%{kind}={id}%"), &value);
            }
        }
    }
    text_
}

/// Reads a TurboSMS message: Viber before SMS if it has both (`docs/provider/turbosms.md`).
pub(super) fn turbosms(map: &Object) -> Preview {
    let mut screens = Vec::new();
    for channel in ["viber", "sms"] {
        let Some(own) = object(map, channel) else { continue };
        let either = |key: &str| text(own, key).or_else(|| text(map, key));
        let mut screen = Screen::new(channel, either("sender"));
        screen.items.extend(text(own, "image_url").map(Media::image).map(Item::Media));
        screen.push_text(either("text"));
        if let Some(id) = text(own, "file_id") {
            let details = vec![format!("uploaded file {id}")];
            screen.items.push(Item::Media(Media { kind: "File", url: String::new(), details }));
        }
        let cards: Vec<Card> = objects(own.get("carousel")).map(turbo_card).collect();
        if !cards.is_empty() {
            screen.items.push(Item::Cards(cards));
        }
        screen.items.extend(options(own.get("survey")));
        screen.items.extend(pair(own, "caption", "action").map(Item::Button));
        let flag = |key: &str| own.get(key).and_then(Value::as_bool);
        if flag("is_flash") == Some(true) {
            screen.notes.push("shown at once and not stored (flash SMS)".to_owned());
        }
        if channel == "viber" {
            let transactional = flag("is_transactional") == Some(true);
            screen.notes.push(if transactional { "transactional" } else { "promotional" }.to_owned());
        }
        screen.notes.extend(lifetime(own));
        screens.push(screen);
    }
    if let Some(first) = screens.first_mut() {
        first.notes.extend(text(map, "start_time").map(|start| format!("starts at {start}")));
    }
    let recipients: Vec<&str> =
        map.get("recipients").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let to = recipients.first().map(|first| match recipients.len() {
        1 => (*first).to_owned(),
        n => format!("{n} recipients"),
    });
    Preview { to, screens }
}

fn turbo_card(map: &Object) -> Card {
    let buttons = [pair(map, "button_caption", "button_url"), pair(map, "link_caption", "link_url")];
    Card {
        title: text(map, "title").unwrap_or_default(),
        text: None,
        media: text(map, "image_url").map(Media::image),
        buttons: buttons.into_iter().flatten().collect(),
    }
}

pub(super) fn messagio(map: &Object) -> Preview {
    let mut screen = Screen::new("viber", text(map, "from"));
    screen.items.extend(text(map, "image_link").map(Media::image).map(Item::Media));
    screen.push_text(text(map, "txt"));
    screen.items.extend(pair(map, "button_text", "button_link").map(Item::Button));
    screen.notes.extend(text(map, "sending_method"));
    Preview { to: text(map, "phone"), screens: vec![screen] }
}

pub(super) fn gms(map: &Object) -> Preview {
    let empty = Object::new();
    let all = object(map, "channel_options").unwrap_or(&empty);
    let channels = map.get("channels").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let screens = channels.map(|channel| {
        let own = object(all, channel).unwrap_or(&empty);
        let mut screen = Screen::new(channel, text(map, "tag"));
        screen.items.extend(text(own, "img").map(Media::image).map(Item::Media));
        screen.push_text(text(own, "text"));
        screen.items.extend(options(own.get("survey_options")));
        screen.items.extend(pair(own, "caption", "action").map(Item::Button));
        screen.notes.extend(lifetime(own));
        screen
    });
    Preview { to: text(map, "phone_number"), screens: screens.collect() }
}
