//! Constructors and setters of parts. Written by `make gen` from the tables in core: do not edit.

use crate::draft;
use crate::error::smsbat_code;
use crate::part::{self, smsbat_part};
use smsbat_core::{Model, Value};
use std::ffi::c_char;

/// Message to send if the first channel cannot reach the recipient.
///
/// `text`: Text of the fallback message.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_fallback_new(text: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::Fallback::CLASSES[0], |made| {
            draft::set_given_text(made, Some("Fallback"), "text", text);
        })
    }
}

/// A button that opens a URL.
///
/// `text`: Label, 2 to 3 words advised. `url`: URL that the button opens.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_button_new(text: *const c_char, url: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::Button::CLASSES[0], |made| {
            draft::set_given_text(made, Some("Button"), "text", text);
            draft::set_given_text(made, Some("Button"), "url", url);
        })
    }
}

/// A video of a Viber promotional message.
///
/// `url`: URL of the video; MP4 under 10 MB advised.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_video_new(url: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::Video::CLASSES[0], |made| {
            draft::set_given_text(made, Some("Video"), "url", url);
        })
    }
}

/// A document of a Viber transactional message.
///
/// `url`: URL of the document.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_file_new(url: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::File::CLASSES[0], |made| {
            draft::set_given_text(made, Some("File"), "url", url);
        })
    }
}

/// A card of a Viber carousel.
///
/// `title`: Title. `image`: URL of the image. `primary`: Main button. It is copied. Create it with
/// `smsbat_button_new`.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_card_new(
    title: *const c_char,
    image: *const c_char,
    primary: *const smsbat_part,
) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::Card::CLASSES[0], |made| {
            draft::set_given_text(made, Some("Card"), "title", title);
            draft::set_given_text(made, Some("Card"), "image", image);
            draft::set_given_part(made, Some("Card"), "primary", primary);
        })
    }
}

/// An image, video or audio file of an RCS message.
///
/// `url`: URL of the file. `kind`: MIME type, such as `image/jpeg`.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_media_new(url: *const c_char, kind: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::Media::CLASSES[0], |made| {
            draft::set_given_text(made, Some("Media"), "url", url);
            draft::set_given_text(made, Some("Media"), "type", kind);
        })
    }
}

/// A button under an RCS message.
///
/// `text`: Label, 2 to 3 words advised. `action`: Action of the button. It is copied. Create it with
/// `smsbat_action_open_url`, `smsbat_action_dial`, `smsbat_action_share_location`,
/// `smsbat_action_create_calendar_event`.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_rcs_button_new(text: *const c_char, action: *const smsbat_part) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::RcsButton::CLASSES[0], |made| {
            draft::set_given_text(made, Some("RcsButton"), "text", text);
            draft::set_given_part(made, Some("RcsButton"), "action", action);
        })
    }
}

/// A card of an RCS carousel. Set its fields with its setters.
///
/// Never `NULL`; free it with `smsbat_part_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_rcs_card_new() -> *mut smsbat_part {
    part::new(smsbat_core::RcsCard::CLASSES[0], |_| {})
}

/// Opens a URL.
///
/// `url`: URL to open.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_action_open_url(url: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::Action::CLASSES[0], |made| {
            draft::set_given_text(made, Some("Action"), "url", url);
        })
    }
}

/// Calls a number.
///
/// `phone`: Number to call, in international form.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_action_dial(phone: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::Action::CLASSES[1], |made| {
            draft::set_given_text(made, Some("Action"), "phone", phone);
        })
    }
}

/// Asks for the recipient's location.
///
/// Never `NULL`; free it with `smsbat_part_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_action_share_location() -> *mut smsbat_part {
    part::new(smsbat_core::Action::CLASSES[2], |_| {})
}

/// Adds an event to the calendar.
///
/// `title`: Title of the event. `start`: Start, with a time zone.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_action_create_calendar_event(
    title: *const c_char,
    start: *const c_char,
) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::Action::CLASSES[3], |made| {
            draft::set_given_text(made, Some("Action"), "title", title);
            draft::set_given_text(made, Some("Action"), "start", start);
        })
    }
}

/// Message to send if the flash call does not reach the recipient.
///
/// `text`: Text of the fallback message. `message_type`: Type of the fallback message, such as `transaction`.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_cascade_fallback_new(
    text: *const c_char,
    message_type: *const c_char,
) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::CascadeFallback::CLASSES[0], |made| {
            draft::set_given_text(made, Some("CascadeFallback"), "text", text);
            draft::set_given_text(made, Some("CascadeFallback"), "message_type", message_type);
        })
    }
}

/// A value for a placeholder `%type=id%` in the text of Cascade messages.
///
/// `id`: Number of the variable; unique over all types. `value`: The value.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_variable_new(id: i64, value: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::Variable::CLASSES[0], |made| {
            draft::set(made, Some("Variable"), "id", Value::Int(id));
            draft::set_given_text(made, Some("Variable"), "value", value);
        })
    }
}

/// Content for a Viber bot or a Viber business message. Set its fields with its setters.
///
/// Never `NULL`; free it with `smsbat_part_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_viber_bot_new() -> *mut smsbat_part {
    part::new(smsbat_core::ViberBot::CLASSES[0], |_| {})
}

/// Content for a Telegram bot. Set its fields with its setters.
///
/// Never `NULL`; free it with `smsbat_part_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_telegram_new() -> *mut smsbat_part {
    part::new(smsbat_core::Telegram::CLASSES[0], |_| {})
}

/// A button under a Telegram message.
///
/// `text`: Label. `action`: Text that the bot receives when the button is pressed.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_telegram_button_new(text: *const c_char, action: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::TelegramButton::CLASSES[0], |made| {
            draft::set_given_text(made, Some("TelegramButton"), "text", text);
            draft::set_given_text(made, Some("TelegramButton"), "action", action);
        })
    }
}

/// The SMS part of a TurboSMS message. Fields set here override those of the message. Set its fields with its
/// setters.
///
/// Never `NULL`; free it with `smsbat_part_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_turbo_sms_new() -> *mut smsbat_part {
    part::new(smsbat_core::TurboSms::CLASSES[0], |_| {})
}

/// The Viber part of a TurboSMS message. Fields set here override those of the message. Set its fields with its
/// setters.
///
/// Never `NULL`; free it with `smsbat_part_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_turbo_viber_new() -> *mut smsbat_part {
    part::new(smsbat_core::TurboViber::CLASSES[0], |_| {})
}

/// A card of a TurboSMS carousel.
///
/// `title`: Title. `image_url`: URL of the image.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_card_new(title: *const c_char, image_url: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::TurboCard::CLASSES[0], |made| {
            draft::set_given_text(made, Some("TurboCard"), "title", title);
            draft::set_given_text(made, Some("TurboCard"), "image_url", image_url);
        })
    }
}

/// An operator to add.
///
/// `organization_id`: Organization that the operator belongs to. `name`: Name, at most 100 characters.
///
/// Never `NULL`; free it with `smsbat_part_free`. Errors are stored, and a parameter that is `NULL` counts as
/// missing: sending the message then fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_new_operator_new(organization_id: i64, name: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe {
        part::new(smsbat_core::NewOperator::CLASSES[0], |made| {
            draft::set(made, Some("NewOperator"), "organization_id", Value::Int(organization_id));
            draft::set_given_text(made, Some("NewOperator"), "name", name);
        })
    }
}

/// Sets `type`: Channel of the fallback; only `sms` is documented. Default: `sms`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_fallback_set_type(part: *mut smsbat_part, kind: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("Fallback"), "type", kind) }
}

/// Sets `thumbnail`: URL of the preview image.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_video_set_thumbnail(part: *mut smsbat_part, thumbnail: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("Video"), "thumbnail", thumbnail) }
}

/// Sets `file_size`: Size in bytes.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if the part is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_video_set_file_size(part: *mut smsbat_part, file_size: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(part, Some("Video"), "file_size", Value::Int(file_size)) }
}

/// Sets `duration`: Duration in seconds.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if the part is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_video_set_duration(part: *mut smsbat_part, duration: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(part, Some("Video"), "duration", Value::Int(duration)) }
}

/// Sets `name`: Name that the recipient sees.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_file_set_name(part: *mut smsbat_part, name: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("File"), "name", name) }
}

/// Sets `type`: Type of the document. Default: `pdf`, the only documented type.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_file_set_type(part: *mut smsbat_part, kind: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("File"), "type", kind) }
}

/// Sets `secondary`: Second button. It is copied.
///
/// Create it with `smsbat_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
/// part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_card_set_secondary(
    part: *mut smsbat_part,
    secondary: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_part(part, Some("Card"), "secondary", secondary) }
}

/// Sets `width`: Width in pixels.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if the part is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_media_set_width(part: *mut smsbat_part, width: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(part, Some("Media"), "width", Value::Int(width)) }
}

/// Sets `height`: Height in pixels.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if the part is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_media_set_height(part: *mut smsbat_part, height: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(part, Some("Media"), "height", Value::Int(height)) }
}

/// Sets `thumbnail`: URL of a video's preview image.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_media_set_thumbnail(part: *mut smsbat_part, thumbnail: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("Media"), "thumbnail", thumbnail) }
}

/// Sets `title`: Title.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_rcs_card_set_title(part: *mut smsbat_part, title: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("RcsCard"), "title", title) }
}

/// Sets `description`: Text under the title.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_rcs_card_set_description(
    part: *mut smsbat_part,
    description: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("RcsCard"), "description", description) }
}

/// Sets `media`: Image or video. It is copied.
///
/// Create it with `smsbat_media_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
/// part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_rcs_card_set_media(part: *mut smsbat_part, media: *const smsbat_part) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_part(part, Some("RcsCard"), "media", media) }
}

/// Adds an entry to `buttons`: Buttons, at most 4 advised. It is copied.
///
/// Create it with `smsbat_rcs_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind
/// of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_rcs_card_add_button(part: *mut smsbat_part, button: *const smsbat_part) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::add_part(part, Some("RcsCard"), "buttons", button) }
}

/// Sets `end`: End, with a time zone. For parts made by `smsbat_action_create_calendar_event`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_action_set_end(part: *mut smsbat_part, end: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("Action"), "end", end) }
}

/// Sets `type`: `name` (any text), `url` (inserted as it is) or `short_url` (shortened on sending).
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_variable_set_type(part: *mut smsbat_part, kind: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("Variable"), "type", kind) }
}

/// Sets `receiver`: Viber user id of the recipient, for a bot.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_viber_bot_set_receiver(part: *mut smsbat_part, receiver: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("ViberBot"), "receiver", receiver) }
}

/// Sets `min_api_version`: Lowest version of Viber's API that the recipient's app must have.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if the part is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_viber_bot_set_min_api_version(
    part: *mut smsbat_part,
    min_api_version: i64,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(part, Some("ViberBot"), "min_api_version", Value::Int(min_api_version)) }
}

/// Sets `type`: Kind of message, such as `text`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_viber_bot_set_type(part: *mut smsbat_part, kind: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("ViberBot"), "type", kind) }
}

/// Sets `sender_name`: Name that the bot shows.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_viber_bot_set_sender_name(
    part: *mut smsbat_part,
    sender_name: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("ViberBot"), "sender_name", sender_name) }
}

/// Sets `sender_avatar`: URL of the bot's picture.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_viber_bot_set_sender_avatar(
    part: *mut smsbat_part,
    sender_avatar: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("ViberBot"), "sender_avatar", sender_avatar) }
}

/// Sets `text`: Text.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_viber_bot_set_text(part: *mut smsbat_part, text: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("ViberBot"), "text", text) }
}

/// Sets `fallback_text`: Text for apps that cannot show the message.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_viber_bot_set_fallback_text(
    part: *mut smsbat_part,
    fallback_text: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("ViberBot"), "fallback_text", fallback_text) }
}

/// Sets `ttl`: Seconds to wait for delivery before the message expires.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if the part is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_viber_bot_set_ttl(part: *mut smsbat_part, ttl: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(part, Some("ViberBot"), "ttl", Value::Int(ttl)) }
}

/// Adds an entry to `survey_options`: Survey answers, 2 to 5.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_viber_bot_add_survey_option(
    part: *mut smsbat_part,
    survey_option: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::add_text(part, Some("ViberBot"), "survey_options", survey_option) }
}

/// Adds an entry to `cards`: Cards of a carousel. It is copied.
///
/// Create it with `smsbat_card_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
/// part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_viber_bot_add_card(part: *mut smsbat_part, card: *const smsbat_part) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::add_part(part, Some("ViberBot"), "cards", card) }
}

/// Sets `text`: Text.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_telegram_set_text(part: *mut smsbat_part, text: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("Telegram"), "text", text) }
}

/// Sets `photo_url`: URL of a picture.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_telegram_set_photo_url(
    part: *mut smsbat_part,
    photo_url: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("Telegram"), "photo_url", photo_url) }
}

/// Sets `chat_id`: Id of the chat.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if the part is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_telegram_set_chat_id(part: *mut smsbat_part, chat_id: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(part, Some("Telegram"), "chat_id", Value::Int(chat_id)) }
}

/// Adds an entry to `buttons`: Buttons. It is copied.
///
/// Create it with `smsbat_telegram_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this
/// kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_telegram_add_button(part: *mut smsbat_part, button: *const smsbat_part) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::add_part(part, Some("Telegram"), "buttons", button) }
}

/// Sets `sender`: Sender.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_sms_set_sender(part: *mut smsbat_part, sender: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("TurboSms"), "sender", sender) }
}

/// Sets `text`: Text.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_sms_set_text(part: *mut smsbat_part, text: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("TurboSms"), "text", text) }
}

/// Sets `is_flash`: Send a flash SMS, which is shown at once and not stored.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if the part is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_sms_set_is_flash(part: *mut smsbat_part, is_flash: bool) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(part, Some("TurboSms"), "is_flash", Value::Bool(is_flash)) }
}

/// Sets `sender`: Sender.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_viber_set_sender(part: *mut smsbat_part, sender: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("TurboViber"), "sender", sender) }
}

/// Sets `text`: Text.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_viber_set_text(part: *mut smsbat_part, text: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("TurboViber"), "text", text) }
}

/// Sets `ttl`: Seconds to wait for delivery before the message expires; native TurboSMS allows 60 to 86400.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if the part is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_viber_set_ttl(part: *mut smsbat_part, ttl: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(part, Some("TurboViber"), "ttl", Value::Int(ttl)) }
}

/// Sets `image_url`: URL of an image.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_viber_set_image_url(
    part: *mut smsbat_part,
    image_url: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("TurboViber"), "image_url", image_url) }
}

/// Sets `caption`: Label of the button, at most 30 characters; requires `action`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_viber_set_caption(part: *mut smsbat_part, caption: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("TurboViber"), "caption", caption) }
}

/// Sets `action`: URL that the button opens; requires `caption`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_viber_set_action(part: *mut smsbat_part, action: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("TurboViber"), "action", action) }
}

/// Sets `file_id`: Id of a file that was uploaded to native TurboSMS.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if the part is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_viber_set_file_id(part: *mut smsbat_part, file_id: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(part, Some("TurboViber"), "file_id", Value::Int(file_id)) }
}

/// Sets `count_clicks`: Count clicks on the button.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if the part is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_viber_set_count_clicks(
    part: *mut smsbat_part,
    count_clicks: bool,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(part, Some("TurboViber"), "count_clicks", Value::Bool(count_clicks)) }
}

/// Sets `is_transactional`: True for a transactional message, false for a promotional one.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if the part is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_viber_set_is_transactional(
    part: *mut smsbat_part,
    is_transactional: bool,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(part, Some("TurboViber"), "is_transactional", Value::Bool(is_transactional)) }
}

/// Adds an entry to `carousel`: Carousel cards. It is copied.
///
/// Create it with `smsbat_turbo_card_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind
/// of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_viber_add_carousel_card(
    part: *mut smsbat_part,
    carousel_card: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::add_part(part, Some("TurboViber"), "carousel", carousel_card) }
}

/// Adds an entry to `survey`: Survey answers.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_viber_add_survey_option(
    part: *mut smsbat_part,
    survey_option: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::add_text(part, Some("TurboViber"), "survey", survey_option) }
}

/// Sets `button_caption`: Label of the button.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_card_set_button_caption(
    part: *mut smsbat_part,
    button_caption: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("TurboCard"), "button_caption", button_caption) }
}

/// Sets `button_url`: URL that the button opens.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_card_set_button_url(
    part: *mut smsbat_part,
    button_url: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("TurboCard"), "button_url", button_url) }
}

/// Sets `link_caption`: Label of the link.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_card_set_link_caption(
    part: *mut smsbat_part,
    link_caption: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("TurboCard"), "link_caption", link_caption) }
}

/// Sets `link_url`: URL that the link opens.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbo_card_set_link_url(
    part: *mut smsbat_part,
    link_url: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(part, Some("TurboCard"), "link_url", link_url) }
}
