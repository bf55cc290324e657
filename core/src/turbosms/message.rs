//! Messages of the TurboSMS layer, with the native field names (`docs/provider/turbosms.md`).

use crate::model::{
    Count, Flag, ListOf, PartOf, PhoneList, Problems, Record, Seconds, Text, Texts, Time, Url, Word, model,
};

model! {
    /// The SMS of a TurboSMS message; what is set here wins over the message's own.
    TurboSms {
        /// Sender.
        sender: Text = "sender",
        /// Text.
        text: Text = "text",
        /// Show it at once and do not keep it (flash SMS).
        is_flash: Flag = "is_flash",
    }
}

model! {
    /// A card of a TurboSMS carousel.
    TurboCard {
        /// Title.
        title required: Text = "title",
        /// Address of the image.
        image_url required: Url = "image_url",
        /// Label of the button.
        button_caption: Text = "button_caption",
        /// Address that the button opens.
        button_url: Url = "button_url",
        /// Label of the link.
        link_caption: Text = "link_caption",
        /// Address that the link opens.
        link_url: Url = "link_url",
    }
}

model! {
    /// The Viber part of a TurboSMS message; what is set here wins over the message's own.
    TurboViber {
        /// Sender.
        sender: Text = "sender",
        /// Text.
        text: Text = "text",
        /// How long the message may wait for delivery, in seconds; natively 60 to 86400.
        ttl: Seconds = "ttl",
        /// Address of an image.
        image_url: Url = "image_url",
        /// Label of the button, at most 30 characters; needs `action`.
        caption: Text = "caption",
        /// Address that the button opens; needs `caption`.
        action: Url = "action",
        /// Id of a file that was uploaded natively.
        file_id: Count = "file_id",
        /// Count clicks on the button.
        count_clicks: Flag = "count_clicks",
        /// True for a transactional message, false for a promotional one.
        is_transactional: Flag = "is_transactional",
        /// Cards of a carousel.
        carousel: ListOf<TurboCard, 1, { usize::MAX }> = "carousel",
        /// Answers of a survey.
        survey: Texts<1, { usize::MAX }> = "survey",
    }
    rules viber
}

model! {
    /// A message for many recipients: SMS, Viber, or Viber with SMS behind it.
    TurboSmsMessage {
        /// Recipients in international form, 1 to 5,000.
        recipients required: PhoneList<5000> = "recipients",
        /// Sender, unless the parts have their own.
        sender: Text = "sender",
        /// Text, unless the parts have their own.
        text: Text = "text",
        /// When to send it, with a zone.
        start_time: Time = "start_time",
        /// Your own id of the request. Nobody knows whether this layer drops a second request with the same id.
        sequence_id: Word = "sequence_id",
        /// Send as SMS, or as SMS when Viber does not reach the recipient.
        sms: PartOf<TurboSms> = "sms",
        /// Send through Viber.
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
        problems.refuse("sms", "required", "or viber is required: it names the channel");
        return;
    }
    for (name, part) in ["sms", "viber"].into_iter().zip(parts) {
        let crate::model::ValueRef::Part(part) = part else { continue };
        let Some(part) = part.record() else { continue };
        // A carousel or survey has its text too; only a file may stand alone.
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
