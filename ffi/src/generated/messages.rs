//! Setters of messages. Written by `make gen` from the tables in core: do not edit.

use crate::draft;
use crate::error::smsbat_code;
use crate::message::smsbat_message;
use crate::part::smsbat_part;
use smsbat_core::Value;
use std::ffi::c_char;

/// Sets `to`: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(` and `)` are removed. For
/// all kinds but `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_to(message: *mut smsbat_message, to: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(message, None, "to", to) }
}

/// Sets `sender`: Sender name registered for your account. For `SMSBAT_MESSAGE_TURBOSMS`: Sender for parts without
/// their own.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_sender(message: *mut smsbat_message, sender: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(message, None, "sender", sender) }
}

/// Sets `text`: Text of the message. For `SMSBAT_MESSAGE_CASCADE`: Text; at most 85 characters for a survey. For
/// `SMSBAT_MESSAGE_TURBOSMS`: Text for parts without their own.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_text(message: *mut smsbat_message, text: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(message, None, "text", text) }
}

/// Sets `ttl`: Seconds to wait for delivery before the message expires. For all kinds but `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if the message is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_ttl(message: *mut smsbat_message, ttl: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(message, None, "ttl", Value::Int(ttl)) }
}

/// Sets `customer_message_id`: Your own message id, echoed in replies. Default: a new unique id for each send. It is
/// not an idempotency key: the provider does not promise to drop a second message with the same id. For all kinds
/// but `SMSBAT_MESSAGE_CASCADE`, `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_customer_message_id(
    message: *mut smsbat_message,
    customer_message_id: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(message, None, "customer_message_id", customer_message_id) }
}

/// Sets `image`: URL of the image; JPG or PNG, 800x600, under 1 MB advised. For `SMSBAT_MESSAGE_VIBER_PROMO`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_image(message: *mut smsbat_message, image: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(message, None, "image", image) }
}

/// Sets `video`: Video; not together with an image. It is copied. For `SMSBAT_MESSAGE_VIBER_PROMO`.
///
/// Create it with `smsbat_video_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
/// message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_video(
    message: *mut smsbat_message,
    video: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_part(message, None, "video", video) }
}

/// Sets `button`: Button; requires `text`. It is copied. For `SMSBAT_MESSAGE_VIBER_PROMO`.
///
/// Create it with `smsbat_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
/// message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_button(
    message: *mut smsbat_message,
    button: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_part(message, None, "button", button) }
}

/// Sets `fallback`: Message to send if this channel cannot reach the recipient. It is copied. For all kinds but
/// `SMSBAT_MESSAGE_SMS`, `SMSBAT_MESSAGE_TURBOSMS`. For `SMSBAT_MESSAGE_CASCADE`: Message to send if a flash call
/// does not reach the recipient.
///
/// Create it with `smsbat_fallback_new`, `smsbat_cascade_fallback_new` or `smsbat_part_from_json`. Returns
/// `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a
/// pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_fallback(
    message: *mut smsbat_message,
    fallback: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_part(message, None, "fallback", fallback) }
}

/// Sets `file`: Document. It is copied. For `SMSBAT_MESSAGE_VIBER_TRANSACTIONAL`.
///
/// Create it with `smsbat_file_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
/// message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_file(
    message: *mut smsbat_message,
    file: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_part(message, None, "file", file) }
}

/// Adds an entry to `cards`: Cards, at least one. It is copied. For `SMSBAT_MESSAGE_VIBER_CAROUSEL`,
/// `SMSBAT_MESSAGE_RCS`. For `SMSBAT_MESSAGE_RCS`: Carousel cards.
///
/// Create it with `smsbat_card_new`, `smsbat_rcs_card_new` or `smsbat_part_from_json`. Returns
/// `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a
/// pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_add_card(
    message: *mut smsbat_message,
    card: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::add_part(message, None, "cards", card) }
}

/// Adds an entry to `options`: Answers: 1 to 5, each under 30 characters advised. For `SMSBAT_MESSAGE_VIBER_SURVEY`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_add_option(message: *mut smsbat_message, option: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::add_text(message, None, "options", option) }
}

/// Sets `template_id`: Id of the template (a UUID). For `SMSBAT_MESSAGE_VIBER_OTP`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_template_id(
    message: *mut smsbat_message,
    template_id: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(message, None, "template_id", template_id) }
}

/// Sets `template_lang`: Language of the template, such as `uk`. For `SMSBAT_MESSAGE_VIBER_OTP`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_template_lang(
    message: *mut smsbat_message,
    template_lang: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(message, None, "template_lang", template_lang) }
}

/// Sets one of `template_params` to a text: Values for the template, such as `pin`. Names are case-sensitive. Pass a
/// code as text to keep leading zeros. For `SMSBAT_MESSAGE_VIBER_OTP`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_template_param(
    message: *mut smsbat_message,
    name: *const c_char,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_param_text(message, None, "template_params", name, value) }
}

/// Sets one of `template_params` to an integer: Values for the template, such as `pin`. Names are case-sensitive.
/// Pass a code as text to keep leading zeros. For `SMSBAT_MESSAGE_VIBER_OTP`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_template_param_int(
    message: *mut smsbat_message,
    name: *const c_char,
    value: i64,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_param(message, None, "template_params", name, || Ok(Value::Int(value))) }
}

/// Sets `media`: Image, video or audio file. It is copied. For `SMSBAT_MESSAGE_RCS`.
///
/// Create it with `smsbat_media_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
/// message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_media(
    message: *mut smsbat_message,
    media: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_part(message, None, "media", media) }
}

/// Adds an entry to `buttons`: Buttons; at most 4 advised. It is copied. For `SMSBAT_MESSAGE_RCS`.
///
/// Create it with `smsbat_rcs_button_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind
/// of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_add_button(
    message: *mut smsbat_message,
    button: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::add_part(message, None, "buttons", button) }
}

/// Sets `caller_id`: Number that calls the recipient. For `SMSBAT_MESSAGE_FLASH_CALL`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_caller_id(
    message: *mut smsbat_message,
    caller_id: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(message, None, "caller_id", caller_id) }
}

/// Sets `id`: Your own message id, echoed in the reply. No other message of the call may have it; under 255
/// characters advised. Default: a new unique id. For `SMSBAT_MESSAGE_CASCADE`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_id(message: *mut smsbat_message, id: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(message, None, "id", id) }
}

/// Sets `message_type`: `transaction`, `promo`, `viber_survey`, `flashcall` or `viber_carousel`. Other values are
/// sent unchanged. For `SMSBAT_MESSAGE_CASCADE`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_message_type(
    message: *mut smsbat_message,
    message_type: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(message, None, "message_type", message_type) }
}

/// Sets `scheduled`: Time to send it, with a time zone; at most 30 days ahead advised. Written under both documented
/// spellings. For `SMSBAT_MESSAGE_CASCADE`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_scheduled(
    message: *mut smsbat_message,
    scheduled: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(message, None, "scheduled", scheduled) }
}

/// Adds an entry to `survey_options`: Survey answers, 2 to 5, each under 30 characters advised. For
/// `SMSBAT_MESSAGE_CASCADE`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_add_survey_option(
    message: *mut smsbat_message,
    survey_option: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::add_text(message, None, "survey_options", survey_option) }
}

/// Adds an entry to `variables`: Values for the placeholders in the text, sent with the message. It is copied. For
/// `SMSBAT_MESSAGE_CASCADE`.
///
/// Create it with `smsbat_variable_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind
/// of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_add_variable(
    message: *mut smsbat_message,
    variable: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::add_part(message, None, "variables", variable) }
}

/// Sets `viber`: Content for Viber, if it differs from `text`. It is copied. For `SMSBAT_MESSAGE_CASCADE`,
/// `SMSBAT_MESSAGE_TURBOSMS`. For `SMSBAT_MESSAGE_TURBOSMS`: Send by Viber.
///
/// Create it with `smsbat_viber_bot_new`, `smsbat_turbo_viber_new` or `smsbat_part_from_json`. Returns
/// `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a
/// pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_viber(
    message: *mut smsbat_message,
    viber: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_part(message, None, "viber", viber) }
}

/// Sets `telegram`: Content for Telegram, if it differs from `text`. It is copied. For `SMSBAT_MESSAGE_CASCADE`.
///
/// Create it with `smsbat_telegram_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind
/// of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_telegram(
    message: *mut smsbat_message,
    telegram: *const smsbat_part,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_part(message, None, "telegram", telegram) }
}

/// Sets `check_session`: Look for an open session first (wire key `wheterCheckSession`). For
/// `SMSBAT_MESSAGE_CASCADE`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if the message is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_check_session(
    message: *mut smsbat_message,
    check_session: bool,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set(message, None, "check_session", Value::Bool(check_session)) }
}

/// Sets `customer_data`, a JSON text: Your own data. For `SMSBAT_MESSAGE_CASCADE`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not JSON.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_customer_data(
    message: *mut smsbat_message,
    customer_data: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_json(message, None, "customer_data", customer_data) }
}

/// Adds an entry to `recipients`: Recipients in international form, 1 to 5,000. For `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_add_recipient(
    message: *mut smsbat_message,
    recipient: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::add_text(message, None, "recipients", recipient) }
}

/// Sets `start_time`: Time to send it, with a time zone. For `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_start_time(
    message: *mut smsbat_message,
    start_time: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(message, None, "start_time", start_time) }
}

/// Sets `sequence_id`: Your own id of the request. The provider does not say whether it drops a second request with
/// the same id. For `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message does not have the field,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_sequence_id(
    message: *mut smsbat_message,
    sequence_id: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_text(message, None, "sequence_id", sequence_id) }
}

/// Sets `sms`: Send by SMS; together with `viber`, only if Viber does not reach the recipient. It is copied. For
/// `SMSBAT_MESSAGE_TURBOSMS`.
///
/// Create it with `smsbat_turbo_sms_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind
/// of message does not have the field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_sms(message: *mut smsbat_message, sms: *const smsbat_part) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { draft::set_part(message, None, "sms", sms) }
}
