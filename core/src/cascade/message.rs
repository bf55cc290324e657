//! Messages of the Cascade API (`docs/provider/cascade-api.md` §3).

use crate::messages::Card;
use crate::model::{
    AnyText, Count, Extra, Flag, ListOf, Number, OwnId, PartOf, PhoneNumber, Problems, Record, Seconds, Text, Texts,
    Time, Url, ValueRef, model,
};

model! {
    /// Message to send if the flash call does not reach the recipient.
    CascadeFallback {
        /// Text of the fallback message.
        text required: Text = "text",
        /// Type of the fallback message, such as `transaction`.
        message_type required: Text = "messageType",
    }
    rules fallback
}

fn fallback(part: &Record, problems: &mut Problems<'_>) {
    problems.sms("text", part.get("text"));
}

model! {
    /// A value for a placeholder `%type=id%` in the text of Cascade messages.
    Variable {
        /// Number of the variable; unique over all types.
        id required: Count = "id",
        /// `name` (any text), `url` (inserted as it is) or `short_url` (shortened on sending).
        r#type: Text = "type",
        /// The value.
        value required: Text = "value",
    }
    rules variable
}

model! {
    /// Content for a Viber bot or a Viber business message.
    ViberBot {
        /// Viber user id of the recipient, for a bot.
        receiver: Text = "receiver",
        /// Lowest version of Viber's API that the recipient's app must have.
        min_api_version: Count = "minApiVersion",
        /// Kind of message, such as `text`.
        r#type: Text = "type",
        /// Name that the bot shows.
        sender_name: Text = "sender.name",
        /// URL of the bot's picture.
        sender_avatar: Url = "sender.avatar",
        /// Text.
        text: Text = "text",
        /// Text for apps that cannot show the message.
        fallback_text: Text = "fallbackText",
        /// Seconds to wait for delivery before the message expires.
        ttl: Seconds = "ttl",
        /// Survey answers, 2 to 5.
        survey_options: Texts<2, 5> = "survey.options",
        /// Cards of a carousel.
        cards: ListOf<Card, 1, { usize::MAX }> = "carousel.items",
    }
}

model! {
    /// A button under a Telegram message.
    TelegramButton {
        /// Label.
        text required: Text = "text",
        /// Text that the bot receives when the button is pressed.
        action required: Text = "action",
    }
}

model! {
    /// Content for a Telegram bot.
    Telegram {
        /// Text.
        text: Text = "text",
        /// URL of a picture.
        photo_url: Url = "photoUrl",
        /// Id of the chat.
        chat_id: Number = "chatId",
        /// Buttons.
        buttons: ListOf<TelegramButton, 0, { usize::MAX }> = "buttons",
    }
}

/// Documented values of [`CascadeMessage::message_type`].
pub const CASCADE_TYPES: &[&str] = &["transaction", "promo", "viber_survey", "flashcall", "viber_carousel"];

model! {
    /// A message that tries channels in order until one works: Telegram, Viber, RCS, SMS.
    CascadeMessage {
        /// Your own message id, echoed in the reply. No other message of the call may have it; under 255 characters
        /// advised. Default: a new unique id.
        id: OwnId = "id",
        /// Recipient in international form.
        to required: PhoneNumber = "toPhone",
        /// Sender name registered for your account.
        sender required: Text = "fromName",
        /// `transaction`, `promo`, `viber_survey`, `flashcall` or `viber_carousel`. Other values are sent unchanged.
        message_type required: Text = "messageType",
        /// Text; at most 85 characters for a survey.
        text: AnyText = "text",
        /// Seconds to wait for delivery before the message expires.
        ttl: Seconds = "ttl",
        /// Time to send it, with a time zone; at most 30 days ahead advised. Written under both documented spellings.
        scheduled: Time = "scheduledSent+sheduledSent",
        /// Survey answers, 2 to 5, each under 30 characters advised.
        survey_options: Texts<2, 5> = "surveyOptions",
        /// Values for the placeholders in the text, sent with the message.
        variables: ListOf<Variable, 0, { usize::MAX }> = "variables",
        /// Content for Viber, if it differs from `text`.
        viber: PartOf<ViberBot> = "viberMessage",
        /// Content for Telegram, if it differs from `text`.
        telegram: PartOf<Telegram> = "tgMessage",
        /// Look for an open session first (wire key `wheterCheckSession`).
        check_session: Flag = "wheterCheckSession",
        /// Your own data.
        customer_data: Extra = "customerData",
        /// Message to send if a flash call does not reach the recipient.
        fallback: PartOf<CascadeFallback> = "fallback",
    }
    rules cascade_message
}

fn variable(record: &Record, problems: &mut Problems<'_>) {
    let kind = record.get("type").as_str().unwrap_or("name");
    let value = record.get("value").as_str().unwrap_or("https://");
    match kind {
        "name" => {
            if value.contains('<') && value.contains('>') {
                problems.refuse("value", "html", "must not contain HTML");
            }
        }
        "url" | "short_url" => {
            if !value.starts_with("https://") && !value.starts_with("http://") {
                problems.refuse("value", "url", "must start with http:// or https://");
            }
        }
        _ => problems.refuse("type", "known", "must be name, url or short_url"),
    }
}

fn cascade_message(record: &Record, problems: &mut Problems<'_>) {
    let given = |name: &str| !record.get(name).is_null();
    let text = record.get("text").as_str().unwrap_or_default();
    match record.get("message_type").as_str() {
        Some("transaction" | "promo") if text.is_empty() && !given("viber") && !given("telegram") => {
            problems.refuse("text", "content", "is required unless a channel has its own text");
        }
        Some("viber_survey") => {
            if text.chars().count() > 85 {
                problems.refuse("text", "max_length", "must have at most 85 characters in a survey");
            }
            if !given("viber") {
                if text.is_empty() {
                    problems.refuse("text", "content", "is required because it is the question");
                }
                if !given("survey_options") {
                    problems.refuse("surveyOptions", "required", "is required for a survey");
                }
            }
        }
        Some("viber_carousel") if !given("viber") => {
            problems.refuse("viberMessage", "required", "is required for a carousel because it holds the cards");
        }
        _ => {}
    }
    // Surveys and carousels do not fall back to SMS.
    if record.get("message_type").as_str().is_none_or(|kind| !kind.starts_with("viber_")) {
        problems.sms("text", record.get("text"));
    }
    if record.get("id").as_str().is_some_and(|id| id.chars().count() >= 255) {
        problems.advise("id", "max_length", "should have under 255 characters");
    }
    if let ValueRef::Texts(options) = record.get("survey_options") {
        for (i, _) in options.iter().enumerate().filter(|(_, o)| o.chars().count() >= 30) {
            problems.advise(&format!("surveyOptions[{i}]"), "max_length", "should have under 30 characters");
        }
    }
}
