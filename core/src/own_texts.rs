//! Texts of messages in a request, which the provider may repeat in its own texts. No error shows them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

/// Members of a request below which everything is text of a message, in lower case without `_`.
const FIELDS: &[&str] = &[
    "text",
    "textmessage",
    "txt",
    "message",
    "caption",
    "title",
    "description",
    "label",
    "buttontext",
    "options",
    "surveyoptions",
    "templateparams",
    "value",
];
/// Characters of the shortest text that is looked for: a shorter one is in many words by chance.
const SHORTEST: usize = 4;
/// Characters of the shortest part of a text that is its beginning, as of one that the provider cut.
const SHORTEST_PART: usize = 12;

/// Texts of the messages of one request.
#[derive(Debug, Default)]
pub(crate) struct OwnTexts {
    /// By their first characters.
    by_start: HashMap<String, HashSet<String>>,
}

impl OwnTexts {
    /// Takes the texts of a body: JSON, or the fields of a form.
    pub(crate) fn of(body: &[u8]) -> Self {
        let mut own = Self::default();
        match serde_json::from_slice(body) {
            Ok(value) => own.take(&value, false),
            Err(_) => {
                form_urlencoded::parse(body).filter(|(name, _)| is_text(name)).for_each(|(_, text)| own.add(&text))
            }
        }
        own
    }

    /// Takes one text.
    pub(crate) fn one(text: &str) -> Self {
        let mut own = Self::default();
        own.add(text);
        own
    }

    fn take(&mut self, value: &Value, is_own: bool) {
        match value {
            Value::Object(members) => members.iter().for_each(|(key, value)| self.take(value, is_own || is_text(key))),
            Value::Array(values) => values.iter().for_each(|value| self.take(value, is_own)),
            Value::String(text) if is_own => self.add(text),
            Value::Number(number) if is_own => self.add(&number.to_string()),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        let text = text.trim();
        let Some(start) = start_of(text) else { return };
        self.by_start.entry(start.to_owned()).or_default().insert(text.to_owned());
    }

    /// Puts `***` in the place of these texts, and of beginnings of them.
    pub(crate) fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut hidden: Option<String> = None;
        let (mut kept, mut place) = (0, 0);
        while let Some(rest) = text.get(place..).filter(|rest| !rest.is_empty() && !self.by_start.is_empty()) {
            let alike = start_of(rest).and_then(|start| self.by_start.get(start));
            let longest = alike.into_iter().flatten().filter_map(|own| repeated(own, rest)).max();
            let next = rest.chars().next().map_or(1, char::len_utf8);
            if let Some(length) = longest {
                let out = hidden.get_or_insert_default();
                out.push_str(text.get(kept..place).unwrap_or_default());
                out.push_str("***");
                kept = place.saturating_add(length);
            }
            place = place.saturating_add(longest.unwrap_or(next));
        }
        match hidden {
            Some(out) => Cow::Owned(out + text.get(kept..).unwrap_or_default()),
            None => Cow::Borrowed(text),
        }
    }
}

fn is_text(key: &str) -> bool {
    let key: String = key.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect();
    FIELDS.contains(&key.as_str())
}

/// Returns the first characters of a text, if it has as many.
fn start_of(text: &str) -> Option<&str> {
    let (last, c) = text.char_indices().nth(SHORTEST.saturating_sub(1))?;
    text.get(..last.saturating_add(c.len_utf8()))
}

/// Returns how much of a text begins another one, in bytes, if that is all of it or a long part.
fn repeated(own: &str, text: &str) -> Option<usize> {
    let same = own.chars().zip(text.chars()).take_while(|(one, other)| one == other);
    let (count, length) = same.fold((0_usize, 0_usize), |(count, length), (c, _)| {
        (count.saturating_add(1), length.saturating_add(c.len_utf8()))
    });
    (length == own.len() || count >= SHORTEST_PART).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_messages_are_hidden_and_nothing_else_is() {
        let own = OwnTexts::of(
            br#"{"messages":[{"to":"+380671234567","from":"MyShop","text":"Your code is 4711",
            "messageData":{"templateParams":{"pin":918273},"survey":{"options":["Yes, of course","no"]}}},
            {"text":"Your code is 5822, valid until tomorrow"}]}"#,
        );
        for (said, shown) in [
            ("bad text: Your code is 4711", "bad text: ***"),
            ("Your code is 4711: Your code is 4711!", "***: ***!"),
            ("text 'Your code is 5822, valid un…' is bad", "text '***…' is bad"),
            ("pin 918273 of Yes, of course", "pin *** of ***"),
            ("sender MyShop may not send to +380671234567: no", "sender MyShop may not send to +380671234567: no"),
            ("Your", "Your"),
            ("", ""),
        ] {
            assert_eq!(own.hide(said), shown);
        }
        let own = OwnTexts::of("user=shop&txt=%D0%9F%D1%80%D0%B8%D0%B2%D1%96%D1%82&from=MyShop".as_bytes());
        assert_eq!(own.hide("MyShop: Привіт, Привіт"), "MyShop: ***, ***");
        assert_eq!(OwnTexts::of(b"").hide("text"), "text");
    }
}
