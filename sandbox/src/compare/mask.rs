//! Pseudonyms: what comes from a program or the provider is masked before anything but the provider sees it.
//!
//! A value always gets the same pseudonym of the same form in one run, so that answers can still be compared with requests,
//! lengths and alphabets stay, and phones keep their operator. The key is new in each run and kept nowhere.

use std::hash::{BuildHasher, RandomState};

use serde_json::{Map, Value};

use crate::simulate::random::Random;

/// Digits of a phone that stay: country and operator.
const OPERATOR: usize = 5;
/// Fields whose words stay, by their names in lower case.
const WORDS: &[&str] = &[
    "type",
    "status",
    "deliverystatus",
    "messagetype",
    "filetype",
    "format",
    "sending_method",
    "channel",
    "channels",
    "code",
    "response_code",
    "response_status",
    "templatelang",
    "lang",
    "currency",
    "errorcode",
];
/// Fields of an answer whose sentences stay, but for what the request said.
const SENTENCES: &[&str] = &["reason", "error", "description", "tech_message", "error_message", "detail", "title"];
/// Letters outside ASCII that an SMS can have without Unicode.
const GSM: &str = "èéùìòÇØøÅåÆæßÉÄÖÑÜäöñüà";

/// Fields with a credential, and the one that the sandbox accepts instead.
const CREDENTIALS: &[(&str, &str)] =
    &[("token", "test-key"), ("sign", "test-key"), ("password", "test-password"), ("user", "test"), ("login", "test")];

pub(super) struct Masks {
    keys: RandomState,
}

/// Where a value stands.
#[derive(Clone, Copy)]
pub(super) enum Side<'a> {
    Request,
    /// With the texts of the request, which sentences must not repeat, and whether the answer is an error.
    Answer {
        said: &'a [String],
        is_error: bool,
    },
}

impl Masks {
    pub(super) fn new() -> Self {
        Self { keys: RandomState::new() }
    }

    pub(super) fn json(&self, value: &Value, side: Side<'_>) -> Value {
        self.value("", value, side)
    }

    fn value(&self, key: &str, value: &Value, side: Side<'_>) -> Value {
        match value {
            Value::String(text) => self.field(key, text, side).into(),
            Value::Array(list) => list.iter().map(|item| self.value(key, item, side)).collect(),
            Value::Object(map) => {
                // The customer chooses the names of these, so none of them is a word of the API.
                let is_free = key == "templateParams";
                let masked = |(name, value): (&String, &Value)| {
                    (self.name(name), self.value(if is_free { "" } else { name }, value, side))
                };
                Value::Object(map.iter().map(masked).collect::<Map<_, _>>())
            }
            // A one-time password, as `code` or in a template.
            Value::Number(number) if matches!(side, Side::Request) && (key.is_empty() || key == "code") => {
                self.text(&number.to_string()).parse::<u64>().map_or(Value::Null, Value::from)
            }
            // A phone that is written as a number.
            Value::Number(number) if is_phone(&number.to_string()) => {
                self.phone(&number.to_string()).parse::<u64>().map_or(Value::Null, Value::from)
            }
            other => other.clone(),
        }
    }

    /// Names of fields stay, unless they are a phone.
    fn name(&self, name: &str) -> String {
        if is_phone(name) { self.phone(name) } else { name.to_owned() }
    }

    /// The pseudonym of a field of a body, a form or a query.
    pub(super) fn field(&self, name: &str, text: &str, side: Side<'_>) -> String {
        let name = name.to_lowercase();
        if let Some((_, accepted)) = CREDENTIALS.iter().find(|(field, _)| *field == name) {
            return (*accepted).to_owned();
        }
        let is_sentence = SENTENCES.contains(&name.as_str());
        match side {
            // Where a problem is: a path of names of fields.
            Side::Answer { .. } if matches!(name.as_str(), "field" | "path") => text.to_owned(),
            _ if is_word(&name, side) && text.len() <= 64 && !is_phone(text) => text.to_owned(),
            Side::Answer { said, is_error } if is_sentence || (is_error && name == "message") => {
                self.sentence(text, said)
            }
            _ => self.text(text),
        }
    }

    /// A sentence of the provider without what the request said, and without numbers that may be personal.
    fn sentence(&self, text: &str, said: &[String]) -> String {
        let cleaned = said.iter().fold(text.to_owned(), |text, said| text.replace(said, &self.text(said)));
        let mut masked = String::new();
        let mut digits = String::new();
        for c in cleaned.chars().map(Some).chain([None]) {
            match c {
                Some(c) if c.is_ascii_digit() => digits.push(c),
                other => {
                    let long = digits.len() >= 5;
                    masked.push_str(&if long { self.text(&digits) } else { std::mem::take(&mut digits) });
                    digits.clear();
                    masked.extend(other);
                }
            }
        }
        masked
    }

    /// The pseudonym of any text.
    pub(super) fn text(&self, text: &str) -> String {
        if is_phone(text) {
            return self.phone(text);
        }
        if is_time(text) {
            return text.to_owned();
        }
        let (scheme, rest) = ["https://", "http://"]
            .into_iter()
            .find_map(|scheme| Some((scheme, text.strip_prefix(scheme)?)))
            .unwrap_or(("", text));
        let mut random = Random::new(self.keys.hash_one(text));
        let parts: Vec<&str> = rest.split('%').collect();
        let masked = parts.iter().enumerate().map(|(index, part)| {
            // A variable of Cascade between two percent signs, such as %name=41%.
            let is_variable = index % 2 == 1 && index + 1 < parts.len() && is_variable(part);
            if is_variable { (*part).to_owned() } else { letters(part, !scheme.is_empty(), &mut random) }
        });
        format!("{scheme}{}", masked.collect::<Vec<_>>().join("%"))
    }

    /// The same for every spelling of a phone.
    fn phone(&self, text: &str) -> String {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let mut random = Random::new(self.keys.hash_one(&digits));
        let mut seen = 0;
        let masked = text.chars().map(|c| {
            if !c.is_ascii_digit() {
                return c;
            }
            seen += 1;
            match seen {
                seen if seen <= OPERATOR => c,
                // No magic number, which has a zero there.
                6 => char::from_u32(u32::from('1') + random.below(9)).unwrap_or('1'),
                _ => char::from_u32(u32::from('0') + random.below(10)).unwrap_or('0'),
            }
        });
        masked.collect()
    }
}

/// Returns true if the words of a field stay. `code` is the provider's in an answer, and a one-time password in a request.
pub(super) fn is_word(name: &str, side: Side<'_>) -> bool {
    WORDS.contains(&name) && (name != "code" || matches!(side, Side::Answer { .. }))
}

/// The texts of a request that an answer must not repeat.
pub(super) fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|item| texts(item, found)),
        Value::Object(map) => map
            .iter()
            .filter(|(name, _)| !is_word(&name.to_lowercase(), Side::Request))
            .for_each(|(_, item)| texts(item, found)),
        _ => {}
    }
}

/// Replaces each letter and digit by another of its class.
fn letters(text: &str, is_url: bool, random: &mut Random) -> String {
    let mut letter = |first: char, count: u32| char::from_u32(u32::from(first) + random.below(count)).unwrap_or(first);
    let masked = text.chars().map(|c| match c {
        // A port must stay one.
        '0'..='9' if is_url => '1',
        '0'..='9' => letter('0', 10),
        // Hexadecimal stays so.
        'a'..='f' => letter('a', 6),
        'g'..='z' => letter('g', 20),
        'A'..='F' => letter('A', 6),
        'G'..='Z' => letter('G', 20),
        c if GSM.contains(c) => 'é',
        // Cyrillic, which needs Unicode as any other letter does.
        c if c.is_alphabetic() => letter('а', 32),
        c => c,
    });
    masked.collect()
}

fn is_variable(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '=' || c == '_')
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (9..=15).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || "+ -().".contains(c)) && !is_time(text)
}

fn is_time(text: &str) -> bool {
    let form: String = text.chars().take(10).map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    form == "9999-99-99" && text.chars().all(|c| c.is_ascii_digit() || "-:TZ+. ".contains(c))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_personal_stays_and_forms_do() {
        let masks = Masks::new();
        let request = json!({"type": "sms", "from": "MyShop", "to": "+380 67 123-45-67", "text": "Pay 15000017 at bit.ly/ab, Олена!",
            "token": "secret", "startTime": "2026-11-27T10:00:00Z", "phone": 380671234567_u64,
            "url": "https://shop.example:8080/orders/77889900", "messageData": {"code": "04821357"}, "code": 55190017,
            "templateParams": {"code": 48210017, "status": "Petrenko"}});
        let masked = masks.json(&request, Side::Request);
        let text = masked.to_string();
        // Whole values, because a few digits may come again by chance.
        for personal in [
            "MyShop",
            "1234567",
            "123-45-67",
            "15000017",
            "Олена",
            "secret",
            "orders",
            "77889900",
            "04821357",
            "55190017",
            "48210017",
            "Petrenko",
        ] {
            assert!(!text.contains(personal), "{personal}: {text}");
        }
        assert_eq!((&masked["type"], &masked["startTime"]), (&json!("sms"), &json!("2026-11-27T10:00:00Z")));
        assert_eq!(masked["token"], "test-key");
        let length = |value: &Value| value.as_str().map(|text| text.chars().count());
        assert_eq!(length(&masked["text"]), length(&request["text"]));
        assert!(masked["url"].as_str().is_some_and(|url| url.starts_with("https://") && url.contains(":1111/")));
        // One phone, however it is written.
        let digits = |value: &Value| value.to_string().chars().filter(char::is_ascii_digit).collect::<String>();
        assert!(digits(&masked["to"]).starts_with("38067"));
        assert_eq!(digits(&masked["to"]), digits(&masked["phone"]));
        assert_eq!(masked, masks.json(&request, Side::Request));
        assert_ne!(masked, Masks::new().json(&request, Side::Request));
    }

    #[test]
    fn sentences_of_the_provider_stay_without_what_they_repeat() {
        let masks = Masks::new();
        let mut said = Vec::new();
        texts(&json!({"to": "+380671234567", "from": "MyShop"}), &mut said);
        let answer =
            json!({"error": "sender MyShop may not write to 380671234567", "message": "in 5 minutes", "code": 1001});
        let masked = masks.json(&answer, Side::Answer { said: &said, is_error: true });
        let text = masked["error"].as_str().unwrap_or_default();
        assert!(text.starts_with("sender ") && text.contains(" may not write to 38067"), "{text}");
        assert!(!text.contains("MyShop") && !text.contains("380671234567"), "{text}");
        assert_eq!((&masked["message"], &masked["code"]), (&json!("in 5 minutes"), &json!(1001)));
        // A chat's message is no sentence of the provider.
        let masked = masks.json(&json!({"message": "Hello there"}), Side::Answer { said: &[], is_error: false });
        assert_ne!(masked["message"], "Hello there");
    }
}
