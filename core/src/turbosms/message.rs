//! Messages of the TurboSMS-compatible API, with the native field names (`docs/provider/turbosms.md`).

use crate::model::{
    Count, Flag, ListOf, PartOf, PhoneList, Problems, Record, Seconds, Text, Texts, Time, Url, Word, model,
};

model! {
    /// The SMS part of a TurboSMS message. Fields set here override those of the message.
    TurboSms {
        /// Sender.
        sender: Text = "sender",
        /// Text.
        text: Text = "text",
        /// Send a flash SMS, which is shown at once and not stored.
        is_flash: Flag = "is_flash",
    }
}

model! {
    /// A card of a TurboSMS carousel.
    TurboCard {
        /// Title.
        title required: Text = "title",
        /// URL of the image.
        image_url required: Url = "image_url",
        /// Label of the button.
        button_caption: Text = "button_caption",
        /// URL that the button opens.
        button_url: Url = "button_url",
        /// Label of the link.
        link_caption: Text = "link_caption",
        /// URL that the link opens.
        link_url: Url = "link_url",
    }
}

model! {
    /// The Viber part of a TurboSMS message. Fields set here override those of the message.
    TurboViber {
        /// Sender.
        sender: Text = "sender",
        /// Text.
        text: Text = "text",
        /// Seconds to wait for delivery before the message expires; native TurboSMS allows 60 to 86400.
        ttl: Seconds = "ttl",
        /// URL of an image.
        image_url: Url = "image_url",
        /// Label of the button, at most 30 characters; requires `action`.
        caption: Text = "caption",
        /// URL that the button opens; requires `caption`.
        action: Url = "action",
        /// Id of a file that was uploaded to native TurboSMS.
        file_id: Count = "file_id",
        /// Count clicks on the button.
        count_clicks: Flag = "count_clicks",
        /// True for a transactional message, false for a promotional one.
        is_transactional: Flag = "is_transactional",
        /// Carousel cards.
        carousel: ListOf<TurboCard, 1, { usize::MAX }> = "carousel",
        /// Survey answers.
        survey: Texts<1, { usize::MAX }> = "survey",
    }
    rules viber
}

model! {
    /// A message for many recipients: SMS, Viber, or Viber with SMS as a fallback.
    TurboSmsMessage {
        /// Recipients in international form, 1 to 5,000.
        recipients required: PhoneList<5000> = "recipients",
        /// Sender for parts without their own.
        sender: Text = "sender",
        /// Text for parts without their own.
        text: Text = "text",
        /// Time to send it, with a time zone.
        start_time: Time = "start_time",
        /// Your own id of the request. The provider does not say whether it drops a second request with the same id.
        sequence_id: Word = "sequence_id",
        /// Send by SMS; together with `viber`, only if Viber does not reach the recipient.
        sms: PartOf<TurboSms> = "sms",
        /// Send by Viber.
        viber: PartOf<TurboViber> = "viber",
    }
    rules message
}

fn viber(record: &Record, problems: &mut Problems<'_>) {
    let given = |name: &str| !record.get(name).is_null();
    if given("caption") != given("action") {
        let (missing, present) = if given("caption") { ("action", "caption") } else { ("caption", "action") };
        problems.refuse(missing, "required", format!("is required with {present}"));
    }
    if record.get("caption").as_str().is_some_and(|c| c.chars().count() > 30) {
        problems.refuse("caption", "max_length", "must have at most 30 characters (native code 408)");
    }
    if record.get("ttl").as_i64().is_some_and(|ttl| !(60..=86_400).contains(&ttl)) {
        problems.advise("ttl", "range", "should be 60 to 86400 seconds (native code 409)");
    }
}

fn message(record: &Record, problems: &mut Problems<'_>) {
    let parts = ["sms", "viber"].map(|name| record.get(name));
    if parts.iter().all(|p| p.is_null()) {
        problems.refuse("sms", "required", "is required if viber is missing, because the part selects the channel");
        return;
    }
    for (name, part) in ["sms", "viber"].into_iter().zip(parts) {
        let crate::model::ValueRef::Part(part) = part else { continue };
        let Some(part) = part.record() else { continue };
        // Carousels and surveys need a text, too; only a file may be sent without one.
        for field in ["sender", "text"] {
            let missing = record.get(field).is_null() && part.get(field).is_null();
            let alone = field == "text" && !part.get("file_id").is_null();
            if missing && !alone {
                problems.refuse(&format!("{name}.{field}"), "required", "is required here or in the message");
            }
        }
        if name == "sms" {
            match part.get("text") {
                crate::model::ValueRef::Null => problems.sms("text", record.get("text")),
                text => problems.sms("sms.text", text),
            }
        }
    }
}
