//! Setters of messages. Written by `make gen` from the tables in core: do not edit.

use crate::draft;
use crate::error::smsbat_code;
use crate::message::smsbat_message;
use crate::part::smsbat_part;
use smsbat_core::Value;
use std::ffi::c_char;

/// Sets `to`: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off. For all
/// kinds but `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_to(message: *mut smsbat_message, to: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "to", to) }
}

/// Sets `sender`: Sender that is registered for the account. For `SMSBAT_MESSAGE_TURBOSMS`: Sender, unless the parts
/// have their own.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_sender(message: *mut smsbat_message, sender: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "sender", sender) }
}

/// Sets `text`: Text of the message. For `SMSBAT_MESSAGE_CASCADE`: Text; at most 85 characters for a survey. For
/// `SMSBAT_MESSAGE_TURBOSMS`: Text, unless the parts have their own.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_text(message: *mut smsbat_message, text: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "text", text) }
}

/// Sets `ttl`: How long the message may wait for delivery, in seconds. For all kinds but `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if
/// the message is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_ttl(message: *mut smsbat_message, ttl: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set(message, None, "ttl", Value::Int(ttl)) }
}

/// Sets `customer_message_id`: Your own id, echoed in replies. One is made at send time if there is none. It is not
/// an idempotency key: the provider does not promise to drop a second message with the same id. For all kinds but
/// `SMSBAT_MESSAGE_CASCADE`, `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_customer_message_id(
    message: *mut smsbat_message,
    customer_message_id: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "customer_message_id", customer_message_id) }
}

/// Sets `image`: Address of the image; JPG or PNG, 800x600, under 1 MB advised. For `SMSBAT_MESSAGE_VIBER_PROMO`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_image(message: *mut smsbat_message, image: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "image", image) }
}

/// Sets `video`: The video. It is copied. For `SMSBAT_MESSAGE_VIBER_PROMO`.
///
/// Made by `smsbat_video_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of message
/// has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_video(
    message: *mut smsbat_message,
    video: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_part(message, None, "video", video) }
}

/// Sets `button`: The button. It is copied. For `SMSBAT_MESSAGE_VIBER_PROMO`.
///
/// Made by `smsbat_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of message
/// has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_button(
    message: *mut smsbat_message,
    button: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_part(message, None, "button", button) }
}

/// Sets `fallback`: What is sent when this channel cannot reach the recipient. It is copied. For all kinds but
/// `SMSBAT_MESSAGE_SMS`, `SMSBAT_MESSAGE_TURBOSMS`. For `SMSBAT_MESSAGE_CASCADE`: What is sent when a flash call
/// does not reach the recipient.
///
/// Made by `smsbat_fallback_new`, `smsbat_cascade_fallback_new` or `smsbat_part_from_json`. Returns
/// `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer
/// is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_fallback(
    message: *mut smsbat_message,
    fallback: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_part(message, None, "fallback", fallback) }
}

/// Sets `file`: The document. It is copied. For `SMSBAT_MESSAGE_VIBER_TRANSACTIONAL`.
///
/// Made by `smsbat_file_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of message
/// has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_file(
    message: *mut smsbat_message,
    file: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_part(message, None, "file", file) }
}

/// Adds one to `cards`: The cards. It is copied. For `SMSBAT_MESSAGE_VIBER_CAROUSEL`, `SMSBAT_MESSAGE_RCS`. For
/// `SMSBAT_MESSAGE_RCS`: Cards of a carousel.
///
/// Made by `smsbat_card_new`, `smsbat_rcs_card_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if
/// this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_add_card(
    message: *mut smsbat_message,
    card: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::add_part(message, None, "cards", card) }
}

/// Adds one to `options`: Answers: 1 to 5, each under 30 characters advised. For `SMSBAT_MESSAGE_VIBER_SURVEY`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_add_option(message: *mut smsbat_message, option: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::add_text(message, None, "options", option) }
}

/// Sets `template_id`: Id of the template (a UUID). For `SMSBAT_MESSAGE_VIBER_OTP`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_template_id(
    message: *mut smsbat_message,
    template_id: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "template_id", template_id) }
}

/// Sets `template_lang`: Language of the template, such as `uk`. For `SMSBAT_MESSAGE_VIBER_OTP`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_template_lang(
    message: *mut smsbat_message,
    template_lang: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "template_lang", template_lang) }
}

/// Sets one of `template_params` to a text: Values for the template, such as `pin`. Names are case-sensitive; text
/// keeps leading zeros. For `SMSBAT_MESSAGE_VIBER_OTP`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_template_param(
    message: *mut smsbat_message,
    name: *const c_char,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_param_text(message, None, "template_params", name, value) }
}

/// Sets one of `template_params` to an integer: Values for the template, such as `pin`. Names are case-sensitive;
/// text keeps leading zeros. For `SMSBAT_MESSAGE_VIBER_OTP`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_template_param_int(
    message: *mut smsbat_message,
    name: *const c_char,
    value: i64,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_param(message, None, "template_params", name, || Ok(Value::Int(value))) }
}

/// Sets `media`: Image, video or sound. It is copied. For `SMSBAT_MESSAGE_RCS`.
///
/// Made by `smsbat_media_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of message
/// has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_media(
    message: *mut smsbat_message,
    media: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_part(message, None, "media", media) }
}

/// Adds one to `buttons`: Buttons; at most 4 advised. It is copied. For `SMSBAT_MESSAGE_RCS`.
///
/// Made by `smsbat_rcs_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
/// message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_add_button(
    message: *mut smsbat_message,
    button: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::add_part(message, None, "buttons", button) }
}

/// Sets `caller_id`: Number that rings the recipient. For `SMSBAT_MESSAGE_FLASH_CALL`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_caller_id(
    message: *mut smsbat_message,
    caller_id: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "caller_id", caller_id) }
}

/// Sets `id`: Your id of the message, echoed in the reply; under 255 characters advised. One is made if there is
/// none. For `SMSBAT_MESSAGE_CASCADE`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_id(message: *mut smsbat_message, id: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "id", id) }
}

/// Sets `message_type`: `transaction`, `promo`, `viber_survey`, `flashcall` or `viber_carousel`; others are passed
/// on. For `SMSBAT_MESSAGE_CASCADE`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_message_type(
    message: *mut smsbat_message,
    message_type: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "message_type", message_type) }
}

/// Sets `scheduled`: When to send it, with a zone; at most 30 days ahead advised. Goes out under both documented
/// spellings. For `SMSBAT_MESSAGE_CASCADE`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_scheduled(
    message: *mut smsbat_message,
    scheduled: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "scheduled", scheduled) }
}

/// Adds one to `survey_options`: Answers of a survey, 2 to 5, each under 30 characters advised. For
/// `SMSBAT_MESSAGE_CASCADE`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_add_survey_option(
    message: *mut smsbat_message,
    survey_option: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::add_text(message, None, "survey_options", survey_option) }
}

/// Adds one to `variables`: Values for placeholders in the text, sent with the message. It is copied. For
/// `SMSBAT_MESSAGE_CASCADE`.
///
/// Made by `smsbat_variable_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
/// message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_add_variable(
    message: *mut smsbat_message,
    variable: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::add_part(message, None, "variables", variable) }
}

/// Sets `viber`: What Viber shows, where it differs from `text`. It is copied. For `SMSBAT_MESSAGE_CASCADE`,
/// `SMSBAT_MESSAGE_TURBOSMS`. For `SMSBAT_MESSAGE_TURBOSMS`: Send through Viber.
///
/// Made by `smsbat_viber_bot_new`, `smsbat_turbo_viber_new` or `smsbat_part_from_json`. Returns
/// `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer
/// is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_viber(
    message: *mut smsbat_message,
    viber: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_part(message, None, "viber", viber) }
}

/// Sets `telegram`: What Telegram shows, where it differs from `text`. It is copied. For `SMSBAT_MESSAGE_CASCADE`.
///
/// Made by `smsbat_telegram_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
/// message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_telegram(
    message: *mut smsbat_message,
    telegram: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_part(message, None, "telegram", telegram) }
}

/// Sets `check_session`: Whether to look for an open session first (wire key `wheterCheckSession`). For
/// `SMSBAT_MESSAGE_CASCADE`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if
/// the message is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_check_session(
    message: *mut smsbat_message,
    check_session: bool,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set(message, None, "check_session", Value::Bool(check_session)) }
}

/// Sets `customer_data`, a JSON text: Data of your own. For `SMSBAT_MESSAGE_CASCADE`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not JSON.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_customer_data(
    message: *mut smsbat_message,
    customer_data: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_json(message, None, "customer_data", customer_data) }
}

/// Adds one to `recipients`: Recipients in international form, 1 to 5,000. For `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_add_recipient(
    message: *mut smsbat_message,
    recipient: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::add_text(message, None, "recipients", recipient) }
}

/// Sets `start_time`: When to send it, with a zone. For `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_start_time(
    message: *mut smsbat_message,
    start_time: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "start_time", start_time) }
}

/// Sets `sequence_id`: Your own id of the request. Nobody knows whether this layer drops a second request with the
/// same id. For `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_sequence_id(
    message: *mut smsbat_message,
    sequence_id: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "sequence_id", sequence_id) }
}

/// Sets `sms`: Send as SMS, or as SMS when Viber does not reach the recipient. It is copied. For
/// `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Made by `smsbat_turbo_sms_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
/// message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_sms(message: *mut smsbat_message, sms: *const smsbat_part) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_part(message, None, "sms", sms) }
}
