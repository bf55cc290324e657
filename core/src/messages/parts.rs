//! Parts of messages: buttons, media, cards and the fallback (`docs/provider/smsbat-api.md` §3.5–3.12).

use crate::model::{Count, ListOf, PartOf, PhoneNumber, Seconds, Text, Time, Url, model};

model! {
    /// Message to send if the first channel cannot reach the recipient.
    Fallback {
        /// Text of the fallback message.
        text required: Text = "text",
        /// Channel of the fallback; only `sms` is documented. Default: `sms`.
        r#type: Text = "type" (default "sms"),
    }
    rules fallback
}

fn fallback(part: &crate::model::Record, problems: &mut crate::model::Problems<'_>) {
    if part.get("type").as_str().is_none_or(|channel| channel == "sms") {
        problems.sms("text", part.get("text"));
    }
}

model! {
    /// A button that opens a URL.
    Button {
        /// Label, 2 to 3 words advised.
        text required: Text = "label",
        /// URL that the button opens.
        url required: Url = "actionUrl",
    }
}

model! {
    /// A video of a Viber promotional message.
    Video {
        /// URL of the video; MP4 under 10 MB advised.
        url required: Url = "video",
        /// URL of the preview image.
        thumbnail: Url = "thumbnail",
        /// Size in bytes.
        file_size: Count = "fileSize",
        /// Duration in seconds.
        duration: Seconds = "duration",
    }
}

model! {
    /// A document of a Viber transactional message.
    File {
        /// URL of the document.
        url required: Url = "fileUrl",
        /// Name that the recipient sees.
        name: Text = "fileName",
        /// Type of the document. Default: `pdf`, the only documented type.
        r#type: Text = "fileType" (default "pdf"),
    }
}

model! {
    /// A card of a Viber carousel.
    Card {
        /// Title.
        title required: Text = "title",
        /// URL of the image.
        image required: Url = "imageUrl",
        /// Main button.
        primary required: PartOf<Button> = "primaryButton",
        /// Second button.
        secondary: PartOf<Button> = "secondaryButton",
    }
}

model! {
    /// An image, video or audio file of an RCS message.
    Media {
        /// URL of the file.
        url required: Url = "url",
        /// MIME type, such as `image/jpeg`.
        r#type required: Text = "type",
        /// Width in pixels.
        width: Count = "width",
        /// Height in pixels.
        height: Count = "height",
        /// URL of a video's preview image.
        thumbnail: Url = "thumbnail",
    }
}

model! {
    /// A button under an RCS message.
    RcsButton {
        /// Label, 2 to 3 words advised.
        text required: Text = "text",
        /// Action of the button.
        action required: PartOf<Action> = "action",
    }
}

model! {
    /// A card of an RCS carousel.
    RcsCard {
        /// Title.
        title: Text = "title",
        /// Text under the title.
        description: Text = "description",
        /// Image or video.
        media: PartOf<Media> = "media",
        /// Buttons, at most 4 advised.
        buttons: ListOf<RcsButton, 0, 5> = "buttons",
    }
    rules rcs_card
}

fn rcs_card(card: &crate::model::Record, problems: &mut crate::model::Problems<'_>) {
    advise_four_buttons(card, "buttons", problems);
}

/// The action of an RCS button. Create it with one of its constructors.
#[must_use = "nothing is sent until it is passed to a method that sends"]
pub struct Action {
    record: crate::model::Record,
}

macro_rules! action {
    ($(
        $(#[doc = $class_doc:literal])*
        $name:ident $constructor:ident $variant:literal $tag:literal {
            $($(#[doc = $doc:literal])* $field:ident $($required:ident)? : $ty:ty = $wire:literal),* $(,)?
        }
    )*) => {
        $(
            static $name: crate::model::Class = {
                const FIELDS: &[crate::model::Field] = &[$(crate::model::Field {
                    name: stringify!($field),
                    wire: $wire,
                    key: crate::model::one_key($wire, concat!("\"", $wire, "\":")),
                    kind: <$ty as crate::model::FieldType>::KIND,
                    required: crate::model::given!([$($required)?]),
                    names: &[],
                    default: None,
                    doc: concat!($($doc, "\n"),*),
                }),*];
                crate::model::Class {
                    name: "Action",
                    variant: Some($variant),
                    doc: concat!($($class_doc, "\n"),*),
                    tag: Some(("type", $tag)),
                    tag_member: concat!("\"type\":\"", $tag, "\""),
                    fields: FIELDS,
                    own_id: crate::model::own_id(FIELDS),
                    recipient: crate::model::recipient(FIELDS),
                    flat: crate::model::is_flat(FIELDS),
                    rules: |_, _| {},
                }
            };
        )*

        impl Action {
            $(
                $(#[doc = $class_doc])*
                pub fn $constructor($($field: impl crate::model::IntoField<$ty>),*) -> Self {
                    #[allow(unused_mut)]
                    let mut record = crate::model::Record::new(&$name);
                    $(record.put(stringify!($field), crate::model::IntoField::<$ty>::into_value($field));)*
                    Self { record }
                }
            )*
        }

        impl crate::model::Model for Action {
            const CLASSES: &'static [&'static crate::model::Class] = &[$(&$name),*];
        }
    };
}

action! {
    /// Opens a URL.
    OPEN_URL open_url "open_url" "openUrl" {
        /// URL to open.
        url required: Url = "url",
    }
    /// Calls a number.
    DIAL dial "dial" "dial" {
        /// Number to call, in international form.
        phone required: PhoneNumber = "phoneNumber",
    }
    /// Asks for the recipient's location.
    SHARE_LOCATION share_location "share_location" "shareLocation" {}
    /// Adds an event to the calendar.
    CALENDAR create_calendar_event "create_calendar_event" "createCalendarEvent" {
        /// Title of the event.
        title required: Text = "title",
        /// Start, with a time zone.
        start required: Time = "startTime",
        /// End, with a time zone.
        end: Time = "endTime",
    }
}

impl Action {
    /// Returns the values, for code that works on any model.
    pub fn record(&self) -> &crate::model::Record {
        &self.record
    }
}

impl crate::model::Wrap for Action {
    fn of(record: crate::model::Record) -> Self {
        Self { record }
    }
}

crate::model::wrapper!(Action);
crate::model::serial!(Action);

/// Advises against five buttons.
pub(super) fn advise_four_buttons(
    record: &crate::model::Record,
    wire: &str,
    problems: &mut crate::model::Problems<'_>,
) {
    if let crate::model::ValueRef::Parts(buttons) = record.get("buttons")
        && buttons.len() == 5
    {
        problems.advise(wire, "count", "has 5 buttons; the documented maximum is 4");
    }
}
