//! The SMS that a message is or falls back to.

use std::borrow::Cow;

use crate::model::{Json, Key, Object, ValueRef};

/// Returns the text of an SMS, or of the SMS that a message falls back to; `None` if there is none.
pub(crate) fn sms_text(object: &Object) -> Option<Cow<'_, str>> {
    match object {
        Object::Typed(record) if record.class().name == "Sms" => record.get("text").as_str().map(Cow::Borrowed),
        Object::Typed(record) => match record.get("fallback") {
            ValueRef::Part(Object::Typed(fallback)) => fallback.get("text").as_str().map(Cow::Borrowed),
            ValueRef::Part(Object::Plain(json)) => text(json),
            _ => None,
        },
        Object::Plain(json) if json.text_member("type").as_deref() == Some("sms") => text(json),
        Object::Plain(json) => text(&json.object_member("fallback")?),
    }
}

fn text(json: &Json) -> Option<Cow<'static, str>> {
    let [text] = json.scalar_members([Key::new("text")]);
    Some(Cow::Owned(text?.into_owned()))
}
