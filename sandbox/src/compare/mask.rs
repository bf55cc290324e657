//! Pseudonyms: what comes from a program or the provider is masked before anything but the provider sees it.
//!
//! A value always gets the same pseudonym of the same form in one run, so that answers can still be compared with requests,
//! lengths and alphabets stay, and phones keep their operator. The key is new in each run and kept nowhere.

use std::cell::RefCell;
use std::hash::{BuildHasher, RandomState};

use serde_json::{Number, Value};

use super::said::Said;
use crate::filled::filled;
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
const SENTENCES: &[&str] =
    &["reason", "error", "description", "tech_message", "error_message", "detail", "title", "field", "path"];
/// Fields of a request with a one-time password or a text, in which digits are no phone.
const FREE: &[&str] = &["code", "text", "txt", "value"];
/// Fields of a request whose times stay.
const TIMES: &[&str] =
    &["starttime", "endtime", "start_time", "scheduledsent", "sheduledsent", "scheduledtime", "expiresat"];
/// Fields of a request whose numbers stay.
const NUMBERS: &[&str] = &[
    "id",
    "ttl",
    "hybrid_ttl",
    "validity",
    "file_id",
    "is_flash",
    "is_transactional",
    "count_clicks",
    "width",
    "height",
];
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
    /// With the list of what is masked.
    Request(&'a RefCell<Said>),
    /// With what the request said, and whether the answer is an error.
    Answer { said: &'a Said, is_error: bool },
}

impl Masks {
    pub(super) fn new() -> Self {
        Self { keys: RandomState::new() }
    }

    pub(super) fn json(&self, value: &Value, side: Side<'_>) -> Value {
        self.value("", value, side, false)
    }

    /// `is_free` is true below an object whose names the customer chooses, so that none of them is a word of the API.
    fn value(&self, key: &str, value: &Value, side: Side<'_>, is_free: bool) -> Value {
        match value {
            Value::String(text) => self.text(key, text, side, is_free).into(),
            Value::Array(list) => list.iter().map(|item| self.value(key, item, side, is_free)).collect(),
            Value::Object(map) => {
                let is_free = is_free || key == "templateParams";
                let masked =
                    |(name, value): (&String, &Value)| (self.name(name, side), self.value(name, value, side, is_free));
                Value::Object(filled(map.iter().map(masked)))
            }
            Value::Number(number) => self.number(&key.to_lowercase(), number, side, is_free),
            other => other.clone(),
        }
    }

    /// Names stay if they look like names of an API.
    pub(super) fn name(&self, name: &str, side: Side<'_>) -> String {
        let is_plain = name.len() <= 64 && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.[]-".contains(c));
        match side {
            _ if is_plain && !is_phone(name) => name.to_owned(),
            Side::Request(said) => {
                remembered(said, name, if is_phone(name) { self.phone(name) } else { self.free(name) })
            }
            Side::Answer { said, .. } => self.repeated(name, said),
        }
    }

    /// The pseudonym of a field of a form or a query.
    pub(super) fn field(&self, name: &str, text: &str, side: Side<'_>) -> String {
        self.text(name, text, side, false)
    }

    /// The pseudonym of the body of a request that is neither JSON nor a form.
    pub(super) fn body(&self, body: &str, side: &RefCell<Said>) -> String {
        let mut pieces = body.split(['"', '\'', '\r', '\n', '=', '&']).peekable();
        while let Some(piece) = pieces.next() {
            // The name of a field says nothing.
            if !pieces.peek().is_some_and(|next| next.trim_start().starts_with(':')) {
                remembered(side, piece, self.free(piece));
                self.remember_digits(piece, side);
            }
        }
        self.free(body)
    }

    /// The pseudonym of a credential in a header.
    pub(super) fn secret(&self, secret: &str, said: &RefCell<Said>) {
        remembered(said, secret, self.free(secret));
    }

    /// The pseudonym of a part of a path.
    pub(super) fn segment(&self, part: &str, said: &RefCell<Said>) -> String {
        remembered(said, part, if is_phone(part) { self.phone(part) } else { self.free(part) })
    }

    fn text(&self, name: &str, text: &str, side: Side<'_>, is_free: bool) -> String {
        let name = name.to_lowercase();
        let credential = CREDENTIALS.iter().find(|(field, _)| *field == name).filter(|_| !is_free);
        match side {
            Side::Request(said) => {
                if let Some((_, accepted)) = credential {
                    return remembered(said, text, (*accepted).to_owned());
                }
                let is_free = is_free || FREE.contains(&name.as_str());
                if !is_free && (is_word(&name, text) || (TIMES.contains(&name.as_str()) && is_time(text))) {
                    return text.to_owned();
                }
                if !is_free && is_phone(text) {
                    let mask = self.phone(text);
                    // Answers may write it without the plus sign.
                    remembered(said, &digits(text), digits(&mask));
                    return remembered(said, text, mask);
                }
                self.remember_digits(text, said);
                remembered(said, text, self.free(text))
            }
            Side::Answer { said, is_error } => match credential {
                Some((_, accepted)) => (*accepted).to_owned(),
                None if is_word(&name, text) && text.chars().all(|c| !c.is_ascii_digit()) => {
                    said.mask(text).unwrap_or(text).to_owned()
                }
                None if WORDS.contains(&name.as_str())
                    || SENTENCES.contains(&name.as_str())
                    || (is_error && name == "message") =>
                {
                    self.sentence(text, said)
                }
                None => self.repeated(text, said),
            },
        }
    }

    fn number(&self, name: &str, number: &Number, side: Side<'_>, is_free: bool) -> Value {
        let text = number.to_string();
        let is_free = is_free || FREE.contains(&name);
        let mask = match side {
            Side::Request(said) => {
                if !is_free && NUMBERS.contains(&name) && !is_phone(&text) {
                    return number.clone().into();
                }
                remembered(said, &text, if !is_free && is_phone(&text) { self.phone(&text) } else { self.free(&text) })
            }
            Side::Answer { said, .. } => match said.mask(&text) {
                // A short code of the provider may have the digits of something else.
                Some(mask) if text.len() >= 4 || !WORDS.contains(&name) => mask.to_owned(),
                _ if is_phone(&text) => self.phone(&text),
                _ => return number.clone().into(),
            },
        };
        serde_json::from_str(&mask).unwrap_or_default()
    }

    /// Runs of digits of a text, which an answer may repeat alone, such as a one-time password.
    fn remember_digits(&self, text: &str, said: &RefCell<Said>) {
        for run in text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 4) {
            remembered(said, run, self.free(run));
        }
    }

    /// A sentence of the provider without what the request said, and without numbers that may be personal.
    fn sentence(&self, text: &str, said: &Said) -> String {
        let (mut masked, mut rest) = (String::new(), text);
        while let Some(first) = rest.chars().next() {
            let run = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let length = if let Some((said, mask)) = said.at_start(rest) {
                masked.push_str(mask);
                said.len()
            } else if run >= 5 {
                masked.push_str(&self.unsaid(&rest[..run]));
                run
            } else {
                let length = run.max(first.len_utf8());
                masked.push_str(&rest[..length]);
                length
            };
            rest = &rest[length..];
        }
        masked
    }

    /// The pseudonym of a text of an answer.
    fn repeated(&self, text: &str, said: &Said) -> String {
        said.mask(text).map_or_else(|| self.unsaid(text), str::to_owned)
    }

    /// The pseudonym of a text that the request did not say.
    fn unsaid(&self, text: &str) -> String {
        match text {
            text if is_phone(text) => self.phone(text),
            text if is_time(text) => text.to_owned(),
            text => self.free(text),
        }
    }

    /// The pseudonym of any text.
    fn free(&self, text: &str) -> String {
        let (scheme, rest) = ["https://", "http://"]
            .into_iter()
            .find_map(|scheme| Some((scheme, text.strip_prefix(scheme)?)))
            .unwrap_or(("", text));
        let mut random = Random::new(self.keys.hash_one(text));
        let parts: Vec<&str> = rest.split('%').collect();
        let masked = parts.iter().enumerate().map(|(index, part)| {
            // A variable of Cascade between two percent signs, such as %name=41%.
            let is_variable = index > 0 && index + 1 < parts.len() && is_variable(part);
            if is_variable { (*part).to_owned() } else { letters(part, !scheme.is_empty(), &mut random) }
        });
        let masked = format!("{scheme}{}", masked.collect::<Vec<_>>().join("%"));
        // A number has no leading zero.
        match masked.strip_prefix('0').filter(|_| !text.starts_with('0')) {
            Some(rest) => format!("1{rest}"),
            None => masked,
        }
    }

    /// The same for every spelling of a phone.
    fn phone(&self, text: &str) -> String {
        let mut random = Random::new(self.keys.hash_one(digits(text)));
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

/// Keeps what a request says and its mask, which is returned.
fn remembered(said: &RefCell<Said>, text: &str, mask: String) -> String {
    said.borrow_mut().add(text, &mask);
    mask
}

/// Returns true if this is a word of the API, which stays.
fn is_word(name: &str, text: &str) -> bool {
    WORDS.contains(&name)
        && text.len() <= 64
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c))
        && !is_phone(text)
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
        c if c.is_alphanumeric() => letter('а', 32),
        c => c,
    });
    masked.collect()
}

/// A placeholder of Cascade's texts (`docs/provider/cascade-api.md` §5).
fn is_variable(text: &str) -> bool {
    text.split_once('=').is_some_and(|(kind, id)| {
        matches!(kind, "name" | "url" | "short_url")
            && (1..=20).contains(&id.len())
            && id.chars().all(|c| c.is_ascii_digit())
    })
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn is_phone(text: &str) -> bool {
    let is_long = (9..=15).contains(&text.chars().filter(char::is_ascii_digit).count());
    is_long && text.chars().all(|c| c.is_ascii_digit() || "+ -().".contains(c)) && !is_time(text)
}

fn is_time(text: &str) -> bool {
    let form: String = text.chars().take(10).map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    // At most a fraction of a second is longer than a year.
    let short = |run: &str| run.chars().take_while(char::is_ascii_digit).count() <= 4;
    form == "9999-99-99"
        && text.len() <= 40
        && text.chars().all(|c| c.is_ascii_digit() || "-:TZ+. ".contains(c))
        && text.split(['-', ':', 'T', 'Z', '+', ' ']).all(|run| run.split('.').next().is_some_and(short))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request(masks: &Masks, value: &Value) -> (Value, Said) {
        let said = RefCell::default();
        (masks.json(value, Side::Request(&said)), said.into_inner())
    }

    #[test]
    fn nothing_personal_stays_and_forms_do() {
        let masks = Masks::new();
        let said = json!({"type": "sms", "from": "MyShop", "to": "+380 67 123-45-67", "text": "Pay 15000017 at bit.ly/ab, Олена!",
            "token": "secret", "startTime": "2026-11-27T10:00:00Z", "phone": 380671234567_u64,
            "url": "https://shop.example:8080/orders/77889900", "messageData": {"code": "04821357"}, "code": 55190017,
            "templateParams": {"code": 48210017, "status": "Petrenko", "born": "1990-05-04", "pins": [[61730492], "73920618452"],
                "order": {"number": 90817263, "type": "Zaporizhzhia"}},
            "chatId": 5512908877_u64, "Code": "918273645501", "variables": [{"id": 7, "value": 33445566}], "ttl": 3600,
            "customerMessageId": "1984-02-29", "button": "50%21650034% off"});
        let masked = request(&masks, &said).0;
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
            "1990-05-04",
            "61730492",
            "73920618452",
            "90817263",
            "Zaporizhzhia",
            "5512908877",
            "918273645501",
            "33445566",
            "1984-02-29",
            "21650034",
        ] {
            assert!(!text.contains(personal), "{personal}: {text}");
        }
        assert_eq!((&masked["type"], &masked["startTime"]), (&json!("sms"), &json!("2026-11-27T10:00:00Z")));
        assert_eq!((&masked["token"], &masked["ttl"]), (&json!("test-key"), &json!(3600)));
        assert_eq!(masked["variables"][0]["id"], 7);
        // A password of a phone's length is no phone, which would keep five digits.
        let five = |value: &Value| value.as_str().map(|text| text[..5].to_owned());
        let unlucky = (0..20).all(|_| five(&request(&Masks::new(), &said).0["Code"]) == Some("91827".to_owned()));
        assert!(!unlucky);
        let length = |value: &Value| value.as_str().map(|text| text.chars().count());
        assert_eq!(length(&masked["text"]), length(&said["text"]));
        assert!(masked["url"].as_str().is_some_and(|url| url.starts_with("https://") && url.contains(":1111/")));
        // One phone, however it is written.
        let digits = |value: &Value| value.to_string().chars().filter(char::is_ascii_digit).collect::<String>();
        assert!(digits(&masked["to"]).starts_with("38067"));
        assert_eq!(digits(&masked["to"]), digits(&masked["phone"]));
        assert_eq!(masked, request(&masks, &said).0);
        assert_ne!(masked, request(&Masks::new(), &said).0);
    }

    #[test]
    fn placeholders_of_the_documented_forms_stay() {
        let masks = Masks::new();
        let text =
            |text: &str| request(&masks, &json!({ "text": text })).0["text"].as_str().unwrap_or_default().to_owned();
        assert!(text("100% %name=41% and %short_url=7%").ends_with("%short_url=7%"));
        assert!(text("100% %name=41% and %short_url=7%").contains("%name=41%"));
        for other in ["50%48210017% off", "%Olena%", "%name=Olena%", "%code=4821%"] {
            assert_ne!(text(other), other);
        }
    }

    #[test]
    fn sentences_of_the_provider_stay_without_what_they_repeat() {
        let masks = Masks::new();
        let (_, said) = request(
            &masks,
            &json!({"to": "+380671234567", "from": "MyShop", "text": "Code 4821", "code": "380501234567",
                "templateParams": {"pin": 7391}}),
        );
        let answer = json!({"error": "sender MyShop may not write to 380671234567", "message": "in 5 minutes: 4821 is wrong",
            "code": 1001, "status": "rejected: 380671234567", "type": "rejected",
            "rows": [{"code": "4821"}, {"code": 7391}, {"code": "INVALID_RECIPIENT"}], "reason": "380501234567 is used"});
        let side = Side::Answer { said: &said, is_error: true };
        let masked = masks.json(&answer, side);
        let all = masked.to_string();
        for repeated in ["MyShop", "380671234567", "4821", "7391", "380501234567"] {
            assert!(!all.contains(repeated), "{repeated}: {all}");
        }
        let text = masked["error"].as_str().unwrap_or_default();
        assert!(text.starts_with("sender ") && text.contains(" may not write to 38067"), "{text}");
        assert!(masked["message"].as_str().is_some_and(|text| text.starts_with("in 5 minutes: ")), "{all}");
        assert!(masked["status"].as_str().is_some_and(|text| text.starts_with("rejected: 38067")), "{all}");
        assert_eq!((&masked["type"], &masked["code"]), (&json!("rejected"), &json!(1001)));
        assert_eq!(masked["rows"][2]["code"], "INVALID_RECIPIENT");
        // A chat's message is no sentence of the provider.
        let side = Side::Answer { said: &Said::default(), is_error: false };
        assert_ne!(masks.json(&json!({"message": "Hello there"}), side)["message"], "Hello there");
    }
}
