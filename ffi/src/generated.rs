//! Setters, constructors and accessors. Written by `make gen` from the tables in core: do not edit.

use std::ffi::c_char;

use smsbat_core::{Class, Model, Value};

use crate::error::{smsbat_code, smsbat_outcome};
use crate::message::smsbat_message;
use crate::options::{self, smsbat_options};
use crate::part::{self, smsbat_part};
use crate::result::{smsbat_send_result, smsbat_sent_message};
use crate::status::{smsbat_fallback_status, smsbat_status};
use crate::{draft, reply};

/// Sets `api_key`: Key of the account, made in the dashboard: sent as `X-Authorization-Key`. Environment:
/// `SMSBAT_API_KEY`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the text is not UTF-8. The value is checked by
/// `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_api_key(options: *mut smsbat_options, value: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_text(options, "api_key", value) }
}

/// Sets `api_key_as_password`: Send the key as the password of HTTP Basic, with `@` as the user name. Default:
/// false. Environment: `SMSBAT_API_KEY_AS_PASSWORD`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is NULL. The value is checked by `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_api_key_as_password(
    options: *mut smsbat_options,
    value: bool,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_shown(options, "api_key_as_password", value) }
}

/// Sets `username`: Login of the dashboard, for HTTP Basic; needs `password`. Environment: `SMSBAT_USERNAME`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the text is not UTF-8. The value is checked by
/// `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_username(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_text(options, "username", value) }
}

/// Sets `password`: Password of the dashboard, for HTTP Basic; needs `username`. Environment: `SMSBAT_PASSWORD`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the text is not UTF-8. The value is checked by
/// `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_password(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_text(options, "password", value) }
}

/// Sets `company_token`: Company token of ChatHub. Environment: `SMSBAT_COMPANY_TOKEN`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the text is not UTF-8. The value is checked by
/// `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_company_token(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_text(options, "company_token", value) }
}

/// Sets `viber_bot_token`: Token of a Viber bot, for Cascade. Environment: `SMSBAT_VIBER_BOT_TOKEN`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the text is not UTF-8. The value is checked by
/// `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_viber_bot_token(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_text(options, "viber_bot_token", value) }
}

/// Sets `telegram_bot_key`: Key of a Telegram bot, for Cascade. Environment: `SMSBAT_TELEGRAM_BOT_KEY`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the text is not UTF-8. The value is checked by
/// `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_telegram_bot_key(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_text(options, "telegram_bot_key", value) }
}

/// Sets `messagio_user`: User of the Messagio layer. Environment: `SMSBAT_MESSAGIO_USER`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the text is not UTF-8. The value is checked by
/// `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_messagio_user(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_text(options, "messagio_user", value) }
}

/// Sets `messagio_sign`: Signature of the Messagio layer. Environment: `SMSBAT_MESSAGIO_SIGN`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the text is not UTF-8. The value is checked by
/// `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_messagio_sign(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_text(options, "messagio_sign", value) }
}

/// Sets `base_url`: Address of the SMSBAT, Cascade, TurboSMS and Messagio APIs. Default: https://restapi.smsbat.com.
/// Environment: `SMSBAT_BASE_URL`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the text is not UTF-8. The value is checked by
/// `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_base_url(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_text(options, "base_url", value) }
}

/// Sets `chathub_url`: Address of the ChatHub API. Default: https://chatapi.smsbat.com. Environment:
/// `SMSBAT_CHATHUB_URL`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the text is not UTF-8. The value is checked by
/// `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_chathub_url(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_text(options, "chathub_url", value) }
}

/// Sets `timeout`: Seconds for a whole call: all attempts and all waits between them. Default: 30. Environment:
/// `SMSBAT_TIMEOUT`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is NULL. The value is checked by `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_timeout(options: *mut smsbat_options, value: f64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_shown(options, "timeout", value) }
}

/// Sets `connect_timeout`: Seconds for making one connection: name, TCP, proxy, TLS. Default: 5. Environment:
/// `SMSBAT_CONNECT_TIMEOUT`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is NULL. The value is checked by `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_connect_timeout(options: *mut smsbat_options, value: f64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_shown(options, "connect_timeout", value) }
}

/// Sets `max_retries`: How often a call may be repeated after the first attempt. Default: 2. Environment:
/// `SMSBAT_MAX_RETRIES`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is NULL. The value is checked by `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_max_retries(options: *mut smsbat_options, value: u32) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_shown(options, "max_retries", value) }
}

/// Sets `proxy`: Address of an HTTP proxy. Default: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY. Environment:
/// `SMSBAT_PROXY`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the text is not UTF-8. The value is checked by
/// `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_proxy(options: *mut smsbat_options, value: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_text(options, "proxy", value) }
}

/// Sets `ca_bundle`: PEM file with certificates to trust beside the system's. Default: REQUESTS_CA_BUNDLE,
/// CURL_CA_BUNDLE. Environment: `SMSBAT_CA_BUNDLE`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the text is not UTF-8. The value is checked by
/// `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_ca_bundle(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_text(options, "ca_bundle", value) }
}

/// Sets `max_reply_size`: Bytes of the largest answer that is read, after decompression. Default: 67108864.
/// Environment: `SMSBAT_MAX_REPLY_SIZE`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is NULL. The value is checked by `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_max_reply_size(options: *mut smsbat_options, value: u64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_shown(options, "max_reply_size", value) }
}

/// Sets `profile`: Table of the file ~/.config/smsbat/config.toml to take settings from. Environment:
/// `SMSBAT_PROFILE`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL or the text is not UTF-8. The value is checked by
/// `smsbat_client_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_profile(options: *mut smsbat_options, value: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { options::set_text(options, "profile", value) }
}

/// What `smsbat_message_kind` may be. A value is never used for anything else later.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum smsbat_message_kinds {
    /// An SMS. `smsbat_text_segments` tells how many parts it is billed as.
    SMSBAT_MESSAGE_SMS = 1,
    /// A promotional Viber message: text, image, video, a button.
    SMSBAT_MESSAGE_VIBER_PROMO = 2,
    /// A transactional Viber message: text, a document, or both.
    SMSBAT_MESSAGE_VIBER_TRANSACTIONAL = 3,
    /// A Viber carousel of cards.
    SMSBAT_MESSAGE_VIBER_CAROUSEL = 4,
    /// A question with answers to choose from, in Viber. The question is `text`.
    SMSBAT_MESSAGE_VIBER_SURVEY = 5,
    /// A one-time password in Viber, by one of Viber's templates.
    SMSBAT_MESSAGE_VIBER_OTP = 6,
    /// An RCS message: text, media, buttons or a carousel of cards.
    SMSBAT_MESSAGE_RCS = 7,
    /// A flash call: the recipient's phone rings, and the caller's number is the code.
    SMSBAT_MESSAGE_FLASH_CALL = 8,
}

/// The class of a kind of message.
pub(crate) fn message_class(kind: i32) -> Option<&'static Class> {
    Some(match kind {
        1 => smsbat_core::Sms::CLASSES[0],
        2 => smsbat_core::ViberPromo::CLASSES[0],
        3 => smsbat_core::ViberTransactional::CLASSES[0],
        4 => smsbat_core::ViberCarousel::CLASSES[0],
        5 => smsbat_core::ViberSurvey::CLASSES[0],
        6 => smsbat_core::ViberOtp::CLASSES[0],
        7 => smsbat_core::Rcs::CLASSES[0],
        8 => smsbat_core::FlashCall::CLASSES[0],
        _ => return None,
    })
}

/// Sets `to`: Recipient in international form, such as `+380671234567`. Spaces, `-`, `(`, `)` are taken off.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_to(message: *mut smsbat_message, to: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "to", to) }
}

/// Sets `sender`: Sender that is registered for the account.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_sender(message: *mut smsbat_message, sender: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "sender", sender) }
}

/// Sets `text`: Text of the message.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` for
/// NULL or text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_text(message: *mut smsbat_message, text: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set_text(message, None, "text", text) }
}

/// Sets `ttl`: How long the message may wait for delivery, in seconds.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if this kind of message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if
/// the message is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_set_ttl(message: *mut smsbat_message, ttl: i64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { draft::set(message, None, "ttl", Value::Int(ttl)) }
}

/// Sets `customer_message_id`: Your own id, echoed in replies. One is made at send time if there is none. It is not
/// an idempotency key: the provider does not promise to drop a second message with the same id.
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
/// `SMSBAT_MESSAGE_SMS`.
///
/// Made by `smsbat_fallback_new` or `smsbat_part_from_json`. Returns `SMSBAT_ERROR_VALIDATION` if this kind of
/// message has no such field, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL.
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

/// Adds one to `cards`: The cards. It is copied. For `SMSBAT_MESSAGE_VIBER_CAROUSEL`, `SMSBAT_MESSAGE_RCS`.
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

/// The provider's id, for `smsbat_client_status` and `smsbat_client_wait`; none for a message that was refused or
/// has no row. Borrowed from the sent message; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_message_id(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(sent_message, "message_id") }
}

/// The provider's word, such as `accepted`, `rejected`, `failed` or `sent`. Borrowed from the sent message; NULL if
/// there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_status(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(sent_message, "status") }
}

/// What became of the message. One of `smsbat_outcomes`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_outcome(sent_message: *const smsbat_sent_message) -> smsbat_outcome {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::outcome(sent_message, "outcome") }
}

/// SMS parts. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_parts(sent_message: *const smsbat_sent_message) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::number(sent_message, "parts") }
}

/// Your id of the message, or the one that was made for it. Borrowed from the sent message; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_customer_message_id(
    sent_message: *const smsbat_sent_message,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(sent_message, "customer_message_id") }
}

/// The recipient. Borrowed from the sent message; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_to(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(sent_message, "to") }
}

/// Flash call: the number that rings. Borrowed from the sent message; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_caller_id(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(sent_message, "caller_id") }
}

/// Flash call: digits and `*`, for `smsbat_flash_call_matches`. Borrowed from the sent message; NULL if there is
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_pattern(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(sent_message, "pattern") }
}

/// Flash call: seconds in which the call is made. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_ttl(sent_message: *const smsbat_sent_message) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::number(sent_message, "ttl") }
}

/// All of it as a JSON object of the names of the functions above, with decimals as text.
///
/// Borrowed from the sent message. `length`, unless NULL, gets its length in bytes. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_json(
    sent_message: *const smsbat_sent_message,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::json(sent_message, length) }
}

/// The exact JSON that the provider sent for it, with what this library has no function for.
///
/// Borrowed from the sent message. `length`, unless NULL, gets its length in bytes. NULL if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_raw(
    sent_message: *const smsbat_sent_message,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::raw(sent_message, length) }
}

/// Id of the list. Borrowed from the send result; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_messagelist_id(send_result: *const smsbat_send_result) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(send_result, "messagelist_id") }
}

/// How many there are of `messages`: One entry for each message that was sent, in the same order. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_count(send_result: *const smsbat_send_result) -> usize {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::count(send_result, "messages") }
}

/// One of `messages`. Borrowed from the send result; NULL if `index` is not below `smsbat_send_result_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_at(
    send_result: *const smsbat_send_result,
    index: usize,
) -> *const smsbat_sent_message {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::row(send_result, "messages", index) }
}

/// Whether every message was accepted. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_ok(send_result: *const smsbat_send_result) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::flag(send_result, "ok") }
}

/// How many there are of `warnings`: What the provider advises against and the messages have, one line each. 0 for
/// NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_warning_count(send_result: *const smsbat_send_result) -> usize {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::count(send_result, "warnings") }
}

/// One of `warnings`. Borrowed from the send result; NULL if `index` is not below
/// `smsbat_send_result_warning_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_warning_at(
    send_result: *const smsbat_send_result,
    index: usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text_at(send_result, "warnings", index) }
}

/// All of it as a JSON object of the names of the functions above, with decimals as text.
///
/// Borrowed from the send result. `length`, unless NULL, gets its length in bytes. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_json(
    send_result: *const smsbat_send_result,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::json(send_result, length) }
}

/// The exact JSON that the provider sent for it, with what this library has no function for.
///
/// Borrowed from the send result. `length`, unless NULL, gets its length in bytes. NULL if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_raw(
    send_result: *const smsbat_send_result,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::raw(send_result, length) }
}

/// Channel, such as `sms`. Borrowed from the fallback status; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_fallback_status_type(fallback_status: *const smsbat_fallback_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(fallback_status, "type") }
}

/// Its status, such as `not_used` or `delivered`. Borrowed from the fallback status; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_fallback_status_status(
    fallback_status: *const smsbat_fallback_status,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(fallback_status, "status") }
}

/// All of it as a JSON object of the names of the functions above, with decimals as text.
///
/// Borrowed from the fallback status. `length`, unless NULL, gets its length in bytes. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_fallback_status_json(
    fallback_status: *const smsbat_fallback_status,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::json(fallback_status, length) }
}

/// The exact JSON that the provider sent for it, with what this library has no function for.
///
/// Borrowed from the fallback status. `length`, unless NULL, gets its length in bytes. NULL if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_fallback_status_raw(
    fallback_status: *const smsbat_fallback_status,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::raw(fallback_status, length) }
}

/// Id of the message. Borrowed from the status; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_message_id(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(status, "message_id") }
}

/// Id of the list it was sent in. Borrowed from the status; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_messagelist_id(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(status, "messagelist_id") }
}

/// The provider's word in lower case, such as `scheduled`, `processing`, `delivered`. Borrowed from the status; NULL
/// if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_delivery_status(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(status, "delivery_status") }
}

/// SMS parts. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_parts_count(status: *const smsbat_status) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::number(status, "parts_count") }
}

/// Price of the message; the currency is that of the account. An exact decimal, as text. Borrowed from the status;
/// NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_cost(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(status, "cost") }
}

/// How many there are of `fallbacks`: How each fallback channel did. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_fallback_count(status: *const smsbat_status) -> usize {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::count(status, "fallbacks") }
}

/// One of `fallbacks`. Borrowed from the status; NULL if `index` is not below `smsbat_status_fallback_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_fallback_at(
    status: *const smsbat_status,
    index: usize,
) -> *const smsbat_fallback_status {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::row(status, "fallbacks", index) }
}

/// How many there are of `extended_statuses`: Status of each channel. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_extended_status_count(status: *const smsbat_status) -> usize {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::count(status, "extended_statuses") }
}

/// The name of one of `extended_statuses`. Borrowed from the status; NULL if `index` is not below
/// `smsbat_status_extended_status_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_extended_status_name(
    status: *const smsbat_status,
    index: usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::name_at(status, "extended_statuses", index) }
}

/// The value of one of `extended_statuses`. Borrowed from the status; NULL if `index` is not below
/// `smsbat_status_extended_status_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_extended_status_value(
    status: *const smsbat_status,
    index: usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::value_at(status, "extended_statuses", index) }
}

/// Price of one part. An exact decimal, as text. Borrowed from the status; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_rate(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(status, "rate") }
}

/// Price of the message in the currency of the rate. An exact decimal, as text. Borrowed from the status; NULL if
/// there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_rate_amount(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(status, "rate_amount") }
}

/// Currency of the rate. Borrowed from the status; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_rate_currency(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(status, "rate_currency") }
}

/// Price in the currency of the bill. An exact decimal, as text. Borrowed from the status; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_bill_amount(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(status, "bill_amount") }
}

/// Currency of the bill. Borrowed from the status; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_bill_currency(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(status, "bill_currency") }
}

/// Whether the status can still change: delivered, read, undeliverable, permanenterror, failed and expired are
/// final, every other word is not (D29). False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_is_final(status: *const smsbat_status) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::flag(status, "is_final") }
}

/// Whether it reached the recipient: delivered or read. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_is_delivered(status: *const smsbat_status) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::flag(status, "is_delivered") }
}

/// All of it as a JSON object of the names of the functions above, with decimals as text.
///
/// Borrowed from the status. `length`, unless NULL, gets its length in bytes. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_json(status: *const smsbat_status, length: *mut usize) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::json(status, length) }
}

/// The exact JSON that the provider sent for it, with what this library has no function for.
///
/// Borrowed from the status. `length`, unless NULL, gets its length in bytes. NULL if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_raw(status: *const smsbat_status, length: *mut usize) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::raw(status, length) }
}
