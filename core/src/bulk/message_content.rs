//! Identity of a message in the journal of `messages.send`: its content, or an id.

use super::chunk::add_id;
use crate::model::{Json, Object, write_wire};
use crate::rules::Rules;

/// Form of [`content`]. A journal of another form is refused, because its messages would be sent a second time.
pub(super) const CONTENT_FORM: &str = "1";

/// Returns what makes a message the same as another one: its recipient and everything that the recipient sees, whichever
/// way it is written.
pub(super) fn content(message: &Object, digits: Option<&str>, rules: &Rules) -> Vec<u8> {
    let mut wire = Vec::new();
    write_wire(message, None, rules, &mut wire);
    let Ok(serde_json::Value::Object(mut fields)) = serde_json::from_slice(&wire) else { return wire };
    for hidden in ["ttl", "customerMessageId"] {
        fields.remove(hidden);
    }
    if let Some(digits) = digits {
        fields.remove("recipient");
        fields.insert("to".to_owned(), digits.into());
    }
    fields.retain(|_, value| !value.is_null());
    let mut whole = serde_json::Value::Object(fields);
    // A no-op, unless another crate of the program turns on the order of insertion.
    whole.sort_all_objects();
    serde_json::to_vec(&whole).unwrap_or(wire)
}

/// Returns the message as it goes out: with the id by which the journal knows it.
pub(super) fn with_id(message: &Object, has_id: bool, id: &str) -> Object {
    let mut message = message.clone();
    match &mut message {
        _ if has_id => {}
        Object::Typed(record) => record.put("customer_message_id", id.into()),
        Object::Plain(json) => {
            let fields: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(json.as_str()).ok();
            if fields.is_some_and(|fields| !fields.contains_key("customerMessageId")) {
                let mut body = json.as_str().as_bytes().to_vec();
                add_id(&mut body, 0, id);
                *json = Json::trusted(String::from_utf8_lossy(&body));
            }
        }
    }
    message
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::bulk::resume::row_id;
    use crate::messages::{Sms, ViberTransactional};

    fn content_of(message: impl Into<Object>) -> String {
        let message = message.into();
        String::from_utf8(content(&message, Some("380671234567"), &Rules::default())).unwrap()
    }

    /// If this fails, the ids of messages changed: raise [`CONTENT_FORM`], so that no journal of before is taken.
    #[test]
    fn a_message_is_the_same_however_it_is_written() {
        let sms = content_of(Sms::new("+38 (067) 123-45-67", "MyShop", "Привіт"));
        assert_eq!(sms, r#"{"from":"MyShop","text":"Привіт","to":"380671234567","type":"sms"}"#);
        assert_eq!(content_of(Sms::new("380671234567", "MyShop", "Привіт").ttl(300).customer_message_id("a")), sms);
        let plain =
            r#"{"text": "\u041fривіт", "recipient": 380671234567, "from": "MyShop", "ttl": null, "type": "sms"}"#;
        assert_eq!(content_of(Json::object(plain).unwrap()), sms);
        for other in [
            content_of(Sms::new("380671234567", "OurShop", "Привіт")),
            content_of(Sms::new("380671234567", "MyShop", "Привіт!")),
            content_of(ViberTransactional::new("380671234567", "MyShop").text("Привіт")),
        ] {
            assert_ne!(other, sms);
        }
        assert_eq!(row_id("salt", sms.as_bytes(), 0), "195b94342c22485b139a4c67e7b8cd03");
    }
}
