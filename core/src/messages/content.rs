//! The kinds of SMSBAT API messages (`docs/provider/smsbat-api.md` §3.3–3.11).

use super::parts::{Button, Card, Fallback, File, Media, RcsButton, RcsCard, Video, advise_four_buttons};
use crate::model::{
    AnyText, Class, ListOf, Model, OwnId, Params, PartOf, PhoneNumber, Problems, RcsText, Record, Seconds, Sender,
    Text, Texts, Url, ValueRef, model, place_of,
};

/// Defines a message class: the fields that all messages share, and its own.
macro_rules! message {
    (
        $(#[doc = $class_doc:literal])*
        $name:ident $tag:literal sender $sender:ty; text $text:ty $(, $text_required:ident)?;
        { $($own:tt)* }
        $(fallback $fallback:ident)? $(rules $rules:path)?
    ) => {
        model! {
            $(#[doc = $class_doc])*
            $name ["type" = $tag] {
                /// Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed.
                to required: PhoneNumber = "to",
                /// Sender name registered for your account.
                sender required: $sender = "from",
                /// Text of the message.
                text $($text_required)? : $text = "text",
                $($own)*
                /// Seconds to wait for delivery before the message expires.
                ttl: Seconds = "ttl",
                /// Your own message id, echoed in replies. Default: a new unique id for each send. It is not an
                /// idempotency key: the provider does not promise to drop a second message with the same id.
                customer_message_id: OwnId = "customerMessageId",
                $(
                    /// Message to send if this channel cannot reach the recipient.
                    $fallback: PartOf<Fallback> = "fallback",
                )?
            }
            $(rules $rules)?
        }
    };
}

/// Every class of message of the SMSBAT API. A new one stands last: its place is its number in C.
pub const MESSAGE_CLASSES: &[&[&Class]] = &[
    Sms::CLASSES,
    ViberPromo::CLASSES,
    ViberTransactional::CLASSES,
    ViberCarousel::CLASSES,
    ViberSurvey::CLASSES,
    ViberOtp::CLASSES,
    Rcs::CLASSES,
    FlashCall::CLASSES,
];

message! {
    /// An SMS. `segments(text)` returns the number of parts it is billed as.
    Sms "sms" sender Sender; text Text, required;
    {}
    rules sms
}

message! {
    /// A promotional Viber message: text, an image or a video, and a button.
    ViberPromo "viber_promo" sender Text; text AnyText;
    {
        /// URL of the image; JPG or PNG, 800x600, under 1 MB advised.
        image: Url = "messageData.img",
        /// Video; not together with an image.
        video: PartOf<Video> = "messageData",
        /// Button; requires `text`.
        button: PartOf<Button> = "messageData" ["buttonText", "buttonAction"],
    }
    fallback fallback rules viber_promo
}

message! {
    /// A transactional Viber message: text, a document, or both.
    ViberTransactional "viber_trans" sender Text; text AnyText;
    {
        /// Document.
        file: PartOf<File> = "messageData",
    }
    fallback fallback rules viber_transactional
}

message! {
    /// A Viber carousel of cards.
    ViberCarousel "viber_carousel" sender Text; text AnyText;
    {
        /// Cards, at least one.
        cards required: ListOf<Card, 1, { usize::MAX }> = "messageData.carousel.items",
    }
    fallback fallback
}

message! {
    /// A Viber survey: a question in `text` with answers to choose from.
    ViberSurvey "viber_survey" sender Text; text Text, required;
    {
        /// Answers: 1 to 5, each under 30 characters advised.
        options required: Texts<1, 5> = "messageData.survey.options",
    }
    fallback fallback rules viber_survey
}

message! {
    /// A one-time password in Viber, made from one of Viber's templates.
    ViberOtp "viber_otp" sender Text; text AnyText;
    {
        /// Id of the template (a UUID).
        template_id required: Text = "messageData.templateId",
        /// Language of the template, such as `uk`.
        template_lang required: Text = "messageData.templateLang",
        /// Values for the template, such as `pin`. Names are case-sensitive. Pass a code as text to keep leading zeros.
        template_params required: Params = "messageData.templateParams",
    }
    fallback fallback rules viber_otp
}

message! {
    /// An RCS message: text, media, buttons or a carousel of cards.
    Rcs "rcs" sender Text; text RcsText, required;
    {
        /// Image, video or audio file.
        media: PartOf<Media> = "messageData.media",
        /// Buttons; at most 4 advised.
        buttons: ListOf<RcsButton, 0, 5> = "messageData.buttons",
        /// Carousel cards.
        cards: ListOf<RcsCard, 1, { usize::MAX }> = "messageData.carousel.cards",
    }
    fallback fallback rules rcs
}

message! {
    /// A flash call: the recipient's phone rings, and the caller's number is the code.
    FlashCall "flashcall" sender Text; text AnyText;
    {
        /// Number that calls the recipient.
        caller_id required: PhoneNumber = "messageData.callerId",
    }
    fallback fallback rules flash_call
}

fn has_text(record: &Record) -> bool {
    record.get("text").as_str().is_some_and(|t| !t.is_empty())
}

fn sms(record: &Record, problems: &mut Problems<'_>) {
    // By position, because this runs for every message.
    problems.sms("text", record.at(const { place_of(Sms::FIELDS, "text") }));
}

fn viber_promo(record: &Record, problems: &mut Problems<'_>) {
    let given = |name: &str| !record.get(name).is_null();
    if !has_text(record) && !given("image") && !given("video") {
        problems.refuse("text", "content", "needs a text, an image or a video");
    }
    if given("image") && given("video") {
        problems.refuse("messageData.video", "content", "cannot be combined with an image");
    }
    if given("button") && !has_text(record) {
        problems.refuse("text", "content", "is required with a button");
    }
}

fn viber_transactional(record: &Record, problems: &mut Problems<'_>) {
    if !has_text(record) && record.get("file").is_null() {
        problems.refuse("text", "content", "needs a text or a file");
    }
}

fn viber_survey(record: &Record, problems: &mut Problems<'_>) {
    let ValueRef::Texts(options) = record.get("options") else { return };
    if options.len() == 1 {
        problems.advise("messageData.survey.options", "count", "has one answer; 2 to 5 are advised");
    }
    for (i, option) in options.iter().enumerate() {
        if option.chars().count() >= 30 {
            let path = format!("messageData.survey.options[{i}]");
            problems.advise(&path, "max_length", "should have under 30 characters");
        }
    }
}

fn viber_otp(record: &Record, problems: &mut Problems<'_>) {
    let id = record.get("template_id").as_str();
    if id.is_some_and(|id| !id.is_empty() && !is_uuid(id)) {
        problems.refuse("messageData.templateId", "uuid", "must be a UUID");
    }
}

fn is_uuid(text: &str) -> bool {
    let groups = [8, 4, 4, 4, 12];
    let mut parts = text.split('-');
    groups.iter().all(|n| parts.next().is_some_and(|p| p.len() == *n && p.bytes().all(|b| b.is_ascii_hexdigit())))
        && parts.next().is_none()
}

fn rcs(record: &Record, problems: &mut Problems<'_>) {
    advise_four_buttons(record, "messageData.buttons", problems);
}

fn flash_call(record: &Record, problems: &mut Problems<'_>) {
    if record.get("ttl").as_i64().is_some_and(|ttl| ttl > 120) {
        problems.advise("ttl", "max", "should be at most 120 seconds for a flash call");
    }
}
