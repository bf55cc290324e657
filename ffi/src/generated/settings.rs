//! Setters of the client's settings. Written by `make gen` from the tables in core: do not edit.

use crate::error::smsbat_code;
use crate::options::{self, smsbat_options};
use std::ffi::c_char;

/// Sets `api_key`: Key of the account, created in the dashboard. Sent as `X-Authorization-Key`. Environment:
/// `SMSBAT_API_KEY`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_api_key(options: *mut smsbat_options, value: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "api_key", value) }
}

/// Sets `username`: Login of the dashboard, for HTTP Basic authentication; requires `password`. Environment:
/// `SMSBAT_USERNAME`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_username(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "username", value) }
}

/// Sets `password`: Password of the dashboard, for HTTP Basic authentication; requires `username`. Environment:
/// `SMSBAT_PASSWORD`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_password(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "password", value) }
}

/// Sets `company_token`: Company token of ChatHub. Environment: `SMSBAT_COMPANY_TOKEN`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_company_token(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "company_token", value) }
}

/// Sets `viber_bot_token`: Token of a Viber bot, for Cascade. Environment: `SMSBAT_VIBER_BOT_TOKEN`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_viber_bot_token(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "viber_bot_token", value) }
}

/// Sets `telegram_bot_key`: Key of a Telegram bot, for Cascade. Environment: `SMSBAT_TELEGRAM_BOT_KEY`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_telegram_bot_key(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "telegram_bot_key", value) }
}

/// Sets `messagio_user`: User of the Messagio-compatible API. Environment: `SMSBAT_MESSAGIO_USER`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_messagio_user(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "messagio_user", value) }
}

/// Sets `messagio_sign`: Signature of the Messagio-compatible API. Environment: `SMSBAT_MESSAGIO_SIGN`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_messagio_sign(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "messagio_sign", value) }
}

/// Sets `base_url`: URL of the SMSBAT, Cascade, TurboSMS and Messagio APIs. Default: https://restapi.smsbat.com.
/// Environment: `SMSBAT_BASE_URL`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_base_url(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "base_url", value) }
}

/// Sets `chathub_url`: URL of the ChatHub API. If it is not set and `base_url` is a loopback address, `base_url`
/// applies. Default: https://chatapi.smsbat.com. Environment: `SMSBAT_CHATHUB_URL`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_chathub_url(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "chathub_url", value) }
}

/// Sets `timeout`: Time limit of a whole call in seconds, including all attempts and the waits between them.
/// Default: 30. Environment: `SMSBAT_TIMEOUT`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_timeout(options: *mut smsbat_options, value: f64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_shown(options, "timeout", value) }
}

/// Sets `connect_timeout`: Time limit for opening one connection, in seconds: DNS, TCP, proxy, TLS. Default: 5.
/// Environment: `SMSBAT_CONNECT_TIMEOUT`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_connect_timeout(options: *mut smsbat_options, value: f64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_shown(options, "connect_timeout", value) }
}

/// Sets `max_retries`: Maximum number of retries after the first attempt. Default: 2. Environment:
/// `SMSBAT_MAX_RETRIES`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_max_retries(options: *mut smsbat_options, value: u32) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_shown(options, "max_retries", value) }
}

/// Sets `proxy`: URL of an HTTP proxy. Default: HTTPS_PROXY or ALL_PROXY, unless NO_PROXY covers the host.
/// Environment: `SMSBAT_PROXY`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_proxy(options: *mut smsbat_options, value: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "proxy", value) }
}

/// Sets `ca_bundle`: PEM file with certificates to trust in addition to the system's. Default: REQUESTS_CA_BUNDLE or
/// CURL_CA_BUNDLE. Environment: `SMSBAT_CA_BUNDLE`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_ca_bundle(
    options: *mut smsbat_options,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "ca_bundle", value) }
}

/// Sets `profile`: Table of the file ~/.config/smsbat/config.toml, on Windows %APPDATA%\smsbat\config.toml, from
/// which settings are read. Environment: `SMSBAT_PROFILE`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_profile(options: *mut smsbat_options, value: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "profile", value) }
}

/// Sets `api_key_as_password`: Send the key as the password of HTTP Basic authentication, with `@` as the user name.
/// Default: false. Environment: `SMSBAT_API_KEY_AS_PASSWORD`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_api_key_as_password(
    options: *mut smsbat_options,
    value: bool,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_shown(options, "api_key_as_password", value) }
}

/// Sets `max_reply_size`: Largest response body in bytes, 1 or more, after decompression. A response of any size may
/// have at most 100,000 rows and values. Default: 67108864. Environment: `SMSBAT_MAX_REPLY_SIZE`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_max_reply_size(options: *mut smsbat_options, value: u64) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_shown(options, "max_reply_size", value) }
}

/// Sets `country`: Country code of national numbers. With `380`, `0671234567` means +380671234567. Without it, they
/// are refused. Environment: `SMSBAT_COUNTRY`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL` or the text is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_country(options: *mut smsbat_options, value: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_text(options, "country", value) }
}

/// Sets `check_phones`: Refuse numbers with an unknown country code or a wrong length. With `false`, only E.164's 7
/// to 15 digits are checked. Default: true. Environment: `SMSBAT_CHECK_PHONES`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_check_phones(options: *mut smsbat_options, value: bool) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_shown(options, "check_phones", value) }
}

/// Sets `max_parts_per_message`: Maximum number of parts of one SMS; a longer text is refused. `none` means 255, the
/// maximum of the standard. Default: 10. Environment: `SMSBAT_MAX_PARTS_PER_MESSAGE`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`. `smsbat_client_new` checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_max_parts_per_message(
    options: *mut smsbat_options,
    value: u32,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set_shown(options, "max_parts_per_message", value) }
}
