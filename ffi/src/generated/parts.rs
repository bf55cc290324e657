//! What makes parts, and their setters. Written by `make gen` from the tables in core: do not edit.

use crate::draft;
use crate::error::smsbat_code;
use crate::part::{self, smsbat_part};
use smsbat_core::{Model, Value};
use std::ffi::c_char;

/// What is sent when the first channel cannot reach the recipient.
///
/// `text`: Text of the fallback message.
///
/// Never NULL; end it with `smsbat_part_free`. What is wrong is kept, and a parameter that is NULL counts as left
/// out: sending the message fails with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_fallback_new(text: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe {
        part::new(smsbat_core::Fallback::CLASSES[0], |made| {
            draft::set_given_text(made, Some("Fallback"), "text", text);
        })
    }
}

/// A button that opens an address.
///
/// `text`: Label, 2 to 3 words advised. `url`: Address it opens.
///
/// Never NULL; end it with `smsbat_part_free`. What is wrong is kept, and a parameter that is NULL counts as left
/// out: sending the message fails with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_button_new(text: *const c_char, url: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe {
        part::new(smsbat_core::Button::CLASSES[0], |made| {
            draft::set_given_text(made, Some("Button"), "text", text);
            draft::set_given_text(made, Some("Button"), "url", url);
        })
    }
}

/// A video of a Viber promotional message.
///
/// `url`: Address of the video; MP4 under 10 MB advised.
///
/// Never NULL; end it with `smsbat_part_free`. What is wrong is kept, and a parameter that is NULL counts as left
/// out: sending the message fails with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_video_new(url: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe {
        part::new(smsbat_core::Video::CLASSES[0], |made| {
            draft::set_given_text(made, Some("Video"), "url", url);
        })
    }
}

/// A document of a Viber transactional message.
///
/// `url`: Address of the document.
///
/// Never NULL; end it with `smsbat_part_free`. What is wrong is kept, and a parameter that is NULL counts as left
/// out: sending the message fails with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_file_new(url: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe {
        part::new(smsbat_core::File::CLASSES[0], |made| {
            draft::set_given_text(made, Some("File"), "url", url);
        })
    }
}

/// A card of a Viber carousel.
///
/// `title`: Title. `image`: Address of the image. `primary`: The main button. It is copied; made by
/// `smsbat_button_new`.
///
/// Never NULL; end it with `smsbat_part_free`. What is wrong is kept, and a parameter that is NULL counts as left
/// out: sending the message fails with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_card_new(
    title: *const c_char,
    image: *const c_char,
    primary: *const smsbat_part,
) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe {
        part::new(smsbat_core::Card::CLASSES[0], |made| {
            draft::set_given_text(made, Some("Card"), "title", title);
            draft::set_given_text(made, Some("Card"), "image", image);
            draft::set_given_part(made, Some("Card"), "primary", primary);
        })
    }
}

/// An image, video or sound of an RCS message.
///
/// `url`: Address of the file. `kind`: MIME type, such as `image/jpeg`.
///
/// Never NULL; end it with `smsbat_part_free`. What is wrong is kept, and a parameter that is NULL counts as left
/// out: sending the message fails with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_media_new(url: *const c_char, kind: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe {
        part::new(smsbat_core::Media::CLASSES[0], |made| {
            draft::set_given_text(made, Some("Media"), "url", url);
            draft::set_given_text(made, Some("Media"), "type", kind);
        })
    }
}

/// A button under an RCS message.
///
/// `text`: Label, 2 to 3 words advised. `action`: What it does. It is copied; made by `smsbat_action_open_url`,
/// `smsbat_action_dial`, `smsbat_action_share_location`, `smsbat_action_create_calendar_event`.
///
/// Never NULL; end it with `smsbat_part_free`. What is wrong is kept, and a parameter that is NULL counts as left
/// out: sending the message fails with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_rcs_button_new(text: *const c_char, action: *const smsbat_part) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe {
        part::new(smsbat_core::RcsButton::CLASSES[0], |made| {
            draft::set_given_text(made, Some("RcsButton"), "text", text);
            draft::set_given_part(made, Some("RcsButton"), "action", action);
        })
    }
}

/// A card of an RCS carousel.
///
/// Never NULL; end it with `smsbat_part_free`. What is wrong is kept, and a parameter that is NULL counts as left
/// out: sending the message fails with it.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_rcs_card_new() -> *mut smsbat_part {
    part::new(smsbat_core::RcsCard::CLASSES[0], |_| {})
}

/// Opens an address.
///
/// `url`: Address to open.
///
/// Never NULL; end it with `smsbat_part_free`. What is wrong is kept, and a parameter that is NULL counts as left
/// out: sending the message fails with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_action_open_url(url: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
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
/// Never NULL; end it with `smsbat_part_free`. What is wrong is kept, and a parameter that is NULL counts as left
/// out: sending the message fails with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_action_dial(phone: *const c_char) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe {
        part::new(smsbat_core::Action::CLASSES[1], |made| {
            draft::set_given_text(made, Some("Action"), "phone", phone);
        })
    }
}

/// Asks for the recipient's location.
///
/// Never NULL; end it with `smsbat_part_free`. What is wrong is kept, and a parameter that is NULL counts as left
/// out: sending the message fails with it.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_action_share_location() -> *mut smsbat_part {
    part::new(smsbat_core::Action::CLASSES[2], |_| {})
}

/// Adds an event to the calendar.
///
/// `title`: Title of the event. `start`: Start, with a zone.
///
/// Never NULL; end it with `smsbat_part_free`. What is wrong is kept, and a parameter that is NULL counts as left
/// out: sending the message fails with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_action_create_calendar_event(
    title: *const c_char,
    start: *const c_char,
) -> *mut smsbat_part {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe {
        part::new(smsbat_core::Action::CLASSES[3], |made| {
            draft::set_given_text(made, Some("Action"), "title", title);
            draft::set_given_text(made, Some("Action"), "start", start);
        })
    }
}

/// Sets `type`: Channel of the fallback; only `sms` is documented. Default: `sms`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_fallback_set_type(part: *mut smsbat_part, kind: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(part, Some("Fallback"), "type", kind) }
}

/// Sets `thumbnail`: Address of the preview image.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_video_set_thumbnail(part: *mut smsbat_part, thumbnail: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(part, Some("Video"), "thumbnail", thumbnail) }
}

/// Sets `file_size`: Size in bytes.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if the
/// part is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_video_set_file_size(part: *mut smsbat_part, file_size: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set(part, Some("Video"), "file_size", Value::Int(file_size)) }
}

/// Sets `duration`: Length in seconds.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if the
/// part is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_video_set_duration(part: *mut smsbat_part, duration: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set(part, Some("Video"), "duration", Value::Int(duration)) }
}

/// Sets `name`: Name that the recipient sees.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_file_set_name(part: *mut smsbat_part, name: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(part, Some("File"), "name", name) }
}

/// Sets `type`: Kind of document. Default: `pdf`, the only one that is documented.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_file_set_type(part: *mut smsbat_part, kind: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(part, Some("File"), "type", kind) }
}

/// Sets `secondary`: A second button. It is copied.
///
/// Made by `smsbat_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of part
/// has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_card_set_secondary(
    part: *mut smsbat_part,
    secondary: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_part(part, Some("Card"), "secondary", secondary) }
}

/// Sets `width`: Width in pixels.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if the
/// part is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_media_set_width(part: *mut smsbat_part, width: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set(part, Some("Media"), "width", Value::Int(width)) }
}

/// Sets `height`: Height in pixels.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if the
/// part is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_media_set_height(part: *mut smsbat_part, height: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set(part, Some("Media"), "height", Value::Int(height)) }
}

/// Sets `thumbnail`: Address of the preview image of a video.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_media_set_thumbnail(part: *mut smsbat_part, thumbnail: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(part, Some("Media"), "thumbnail", thumbnail) }
}

/// Sets `title`: Title.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_rcs_card_set_title(part: *mut smsbat_part, title: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(part, Some("RcsCard"), "title", title) }
}

/// Sets `description`: Text under the title.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_rcs_card_set_description(
    part: *mut smsbat_part,
    description: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(part, Some("RcsCard"), "description", description) }
}

/// Sets `media`: Image or video. It is copied.
///
/// Made by `smsbat_media_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of part has
/// no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_rcs_card_set_media(part: *mut smsbat_part, media: *const smsbat_part) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_part(part, Some("RcsCard"), "media", media) }
}

/// Adds one to `buttons`: Buttons, at most 4 advised. It is copied.
///
/// Made by `smsbat_rcs_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
/// part has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_rcs_card_add_button(part: *mut smsbat_part, button: *const smsbat_part) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::add_part(part, Some("RcsCard"), "buttons", button) }
}

/// Sets `end`: End, with a zone. For parts made by `smsbat_action_create_calendar_event`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of part has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_action_set_end(part: *mut smsbat_part, end: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(part, Some("Action"), "end", end) }
}
