//! What is in replies. Written by `make gen` from the tables in core: do not edit.

use crate::error::smsbat_outcome;
use crate::reply;
use crate::result::{smsbat_send_result, smsbat_sent_message};
use crate::status::{smsbat_fallback_status, smsbat_status};
use crate::turbosms::{smsbat_turbosms_recipient, smsbat_turbosms_result};
use crate::webhook::{smsbat_delivery_report, smsbat_incoming_message};
use std::ffi::c_char;

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

/// What became of the message. One of `smsbat_outcomes`; unknown for NULL.
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

/// The provider's code for a message that was not accepted, such as `INVALID_RECIPIENT`, if it gives one. Borrowed
/// from the sent message; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_code(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(sent_message, "code") }
}

/// Why the message was not accepted: the provider's words, or ours if it gives none. Absent if it was accepted.
/// Borrowed from the sent message; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_reason(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(sent_message, "reason") }
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

/// Whether the status changes no more: delivered, read, undeliverable, permanenterror, failed and expired are final,
/// every other word is not. False for NULL.
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

/// Recipient, digits only. Borrowed from the turbosms recipient; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_phone(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(turbosms_recipient, "phone") }
}

/// Id for `status` and `details`; none when it was refused. Borrowed from the turbosms recipient; NULL if there is
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_message_id(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(turbosms_recipient, "message_id") }
}

/// Native code; 0 is fine. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_response_code(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::number(turbosms_recipient, "response_code") }
}

/// Its name. Borrowed from the turbosms recipient; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_response_status(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(turbosms_recipient, "response_status") }
}

/// What became of the message. `accepted` also when the provider already had it (407, 427, 507). One of
/// `smsbat_outcomes`; unknown for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_outcome(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> smsbat_outcome {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::outcome(turbosms_recipient, "outcome") }
}

/// `response_code` as text, for a message that was not accepted. Borrowed from the turbosms recipient; NULL if there
/// is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_code(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(turbosms_recipient, "code") }
}

/// Why the message was not accepted: the provider's words, or ours if it gives none. Absent if it was accepted.
/// Borrowed from the turbosms recipient; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_reason(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(turbosms_recipient, "reason") }
}

/// All of it as a JSON object of the names of the functions above, with decimals as text.
///
/// Borrowed from the turbosms recipient. `length`, unless NULL, gets its length in bytes. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_json(
    turbosms_recipient: *const smsbat_turbosms_recipient,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::json(turbosms_recipient, length) }
}

/// The exact JSON that the provider sent for it, with what this library has no function for.
///
/// Borrowed from the turbosms recipient. `length`, unless NULL, gets its length in bytes. NULL if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_raw(
    turbosms_recipient: *const smsbat_turbosms_recipient,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::raw(turbosms_recipient, length) }
}

/// Native code of the request. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_response_code(turbosms_result: *const smsbat_turbosms_result) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::number(turbosms_result, "response_code") }
}

/// Its name. Borrowed from the turbosms result; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_response_status(
    turbosms_result: *const smsbat_turbosms_result,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(turbosms_result, "response_status") }
}

/// How many there are of `recipients`: One entry for each recipient, in the order of the message. Rows of others
/// follow, with outcome unknown. 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_recipient_count(
    turbosms_result: *const smsbat_turbosms_result,
) -> usize {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::count(turbosms_result, "recipients") }
}

/// One of `recipients`. Borrowed from the turbosms result; NULL if `index` is not below
/// `smsbat_turbosms_result_recipient_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_recipient_at(
    turbosms_result: *const smsbat_turbosms_result,
    index: usize,
) -> *const smsbat_turbosms_recipient {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::row(turbosms_result, "recipients", index) }
}

/// Whether every recipient's message was accepted. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_ok(turbosms_result: *const smsbat_turbosms_result) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::flag(turbosms_result, "ok") }
}

/// How many there are of `warnings`: What the provider advises against and the message has, one line each. 0 for
/// NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_warning_count(turbosms_result: *const smsbat_turbosms_result) -> usize {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::count(turbosms_result, "warnings") }
}

/// One of `warnings`. Borrowed from the turbosms result; NULL if `index` is not below
/// `smsbat_turbosms_result_warning_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_warning_at(
    turbosms_result: *const smsbat_turbosms_result,
    index: usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text_at(turbosms_result, "warnings", index) }
}

/// All of it as a JSON object of the names of the functions above, with decimals as text.
///
/// Borrowed from the turbosms result. `length`, unless NULL, gets its length in bytes. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_json(
    turbosms_result: *const smsbat_turbosms_result,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::json(turbosms_result, length) }
}

/// The exact JSON that the provider sent for it, with what this library has no function for.
///
/// Borrowed from the turbosms result. `length`, unless NULL, gets its length in bytes. NULL if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_raw(
    turbosms_result: *const smsbat_turbosms_result,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::raw(turbosms_result, length) }
}

/// Unique id; the same event may come twice. Borrowed from the incoming message; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_id(incoming_message: *const smsbat_incoming_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(incoming_message, "id") }
}

/// Brand or bot that got the message. Borrowed from the incoming message; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_alpha_name(
    incoming_message: *const smsbat_incoming_message,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(incoming_message, "alpha_name") }
}

/// The person's phone, as the provider writes it. Borrowed from the incoming message; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_phone(
    incoming_message: *const smsbat_incoming_message,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(incoming_message, "phone") }
}

/// Text. Borrowed from the incoming message; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_text(
    incoming_message: *const smsbat_incoming_message,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(incoming_message, "text") }
}

/// When it came, ISO 8601. Borrowed from the incoming message; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_date(
    incoming_message: *const smsbat_incoming_message,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(incoming_message, "date") }
}

/// All of it as a JSON object of the names of the functions above, with decimals as text.
///
/// Borrowed from the incoming message. `length`, unless NULL, gets its length in bytes. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_json(
    incoming_message: *const smsbat_incoming_message,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::json(incoming_message, length) }
}

/// The exact JSON that the provider sent for it, with what this library has no function for.
///
/// Borrowed from the incoming message. `length`, unless NULL, gets its length in bytes. NULL if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_raw(
    incoming_message: *const smsbat_incoming_message,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::raw(incoming_message, length) }
}

/// Id from the send. Borrowed from the delivery report; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_message_id(
    delivery_report: *const smsbat_delivery_report,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(delivery_report, "message_id") }
}

/// The provider's word in lower case. Borrowed from the delivery report; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_delivery_status(
    delivery_report: *const smsbat_delivery_report,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(delivery_report, "delivery_status") }
}

/// When it changed, ISO 8601. Borrowed from the delivery report; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_timestamp(
    delivery_report: *const smsbat_delivery_report,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(delivery_report, "timestamp") }
}

/// Price of the message. An exact decimal, as text. Borrowed from the delivery report; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_cost(delivery_report: *const smsbat_delivery_report) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::text(delivery_report, "cost") }
}

/// Whether the status changes no more. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_is_final(delivery_report: *const smsbat_delivery_report) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::flag(delivery_report, "is_final") }
}

/// Whether it reached the recipient. False for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_is_delivered(delivery_report: *const smsbat_delivery_report) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::flag(delivery_report, "is_delivered") }
}

/// All of it as a JSON object of the names of the functions above, with decimals as text.
///
/// Borrowed from the delivery report. `length`, unless NULL, gets its length in bytes. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_json(
    delivery_report: *const smsbat_delivery_report,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::json(delivery_report, length) }
}

/// The exact JSON that the provider sent for it, with what this library has no function for.
///
/// Borrowed from the delivery report. `length`, unless NULL, gets its length in bytes. NULL if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_raw(
    delivery_report: *const smsbat_delivery_report,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper asks for.
    unsafe { reply::raw(delivery_report, length) }
}
