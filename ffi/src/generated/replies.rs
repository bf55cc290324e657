//! Getters of replies. Written by `make gen` from the tables in core: do not edit.

use crate::error::smsbat_outcome;
use crate::generated::reply_types::*;
use crate::reply;
use crate::result::{smsbat_send_result, smsbat_sent_message};
use crate::status::{smsbat_fallback_status, smsbat_status};
use crate::turbosms::{smsbat_turbosms_recipient, smsbat_turbosms_result};
use crate::webhook::{smsbat_delivery_report, smsbat_incoming_message};
use std::ffi::c_char;

/// Returns `message_id`: The provider's message id, for `smsbat_client_status` and `smsbat_client_wait`. Absent if
/// the message was refused or has no row. Borrowed from the sent message; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_message_id(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(sent_message, "message_id") }
}

/// Returns `status`: Status in the provider's words, such as `accepted`, `rejected`, `failed` or `sent`. Borrowed
/// from the sent message; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_status(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(sent_message, "status") }
}

/// Returns `outcome`: Outcome: `accepted`, `rejected`, `not_sent` or `unknown`. One of `smsbat_outcomes`; unknown
/// for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_outcome(sent_message: *const smsbat_sent_message) -> smsbat_outcome {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::outcome(sent_message, "outcome") }
}

/// Returns `parts`: Number of SMS parts. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_parts(sent_message: *const smsbat_sent_message) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(sent_message, "parts") }
}

/// Returns `customer_message_id`: Your own message id, or the one that was made for the message. Borrowed from the
/// sent message; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_customer_message_id(
    sent_message: *const smsbat_sent_message,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(sent_message, "customer_message_id") }
}

/// Returns `to`: Recipient. Borrowed from the sent message; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_to(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(sent_message, "to") }
}

/// Returns `caller_id`: Flash call: the number that calls the recipient. Borrowed from the sent message; `NULL` if
/// there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_caller_id(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(sent_message, "caller_id") }
}

/// Returns `pattern`: Flash call: pattern of digits and `*` for `smsbat_flash_call_matches`. Borrowed from the sent
/// message; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_pattern(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(sent_message, "pattern") }
}

/// Returns `ttl`: Flash call: seconds within which the call is made. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_ttl(sent_message: *const smsbat_sent_message) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(sent_message, "ttl") }
}

/// Returns `code`: The provider's error code for a message that was not accepted, such as `INVALID_RECIPIENT`, if it
/// gives one. Borrowed from the sent message; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_code(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(sent_message, "code") }
}

/// Returns `reason`: Reason why the message was not accepted, in the provider's words or, if it gives none, in this
/// library's. Absent if the message was accepted. Borrowed from the sent message; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_reason(sent_message: *const smsbat_sent_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(sent_message, "reason") }
}

/// Returns `resumed`: True if the journal of the send knew the message as accepted or under way, so that it was not
/// sent again. Then the other fields are what the journal has. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_resumed(sent_message: *const smsbat_sent_message) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(sent_message, "resumed") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the sent message. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_json(
    sent_message: *const smsbat_sent_message,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(sent_message, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the sent message. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_sent_message_raw(
    sent_message: *const smsbat_sent_message,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(sent_message, length) }
}

/// Returns `messagelist_id`: The provider's id of the list of messages. Borrowed from the send result; `NULL` if
/// there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_messagelist_id(send_result: *const smsbat_send_result) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(send_result, "messagelist_id") }
}

/// Returns the number of entries of `messages`: One entry for each message that was sent, in the same order. 0 for
/// `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_count(send_result: *const smsbat_send_result) -> usize {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::count(send_result, "messages") }
}

/// Returns an entry of `messages`. Borrowed from the send result; `NULL` if `index` is not below
/// `smsbat_send_result_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_at(
    send_result: *const smsbat_send_result,
    index: usize,
) -> *const smsbat_sent_message {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::row(send_result, "messages", index) }
}

/// Returns `ok`: True if every message was accepted. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_ok(send_result: *const smsbat_send_result) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(send_result, "ok") }
}

/// Returns the number of entries of `warnings`: Advice of the provider that the messages do not follow, one line
/// each. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_warning_count(send_result: *const smsbat_send_result) -> usize {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::count(send_result, "warnings") }
}

/// Returns an entry of `warnings`. Borrowed from the send result; `NULL` if `index` is not below
/// `smsbat_send_result_warning_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_warning_at(
    send_result: *const smsbat_send_result,
    index: usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text_at(send_result, "warnings", index) }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the send result. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_json(
    send_result: *const smsbat_send_result,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(send_result, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the send result. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_send_result_raw(
    send_result: *const smsbat_send_result,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(send_result, length) }
}

/// Returns `type`: Channel, such as `sms`. Borrowed from the fallback status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_fallback_status_type(fallback_status: *const smsbat_fallback_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(fallback_status, "type") }
}

/// Returns `status`: Status of the channel, such as `not_used` or `delivered`. Borrowed from the fallback status;
/// `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_fallback_status_status(
    fallback_status: *const smsbat_fallback_status,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(fallback_status, "status") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the fallback status. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_fallback_status_json(
    fallback_status: *const smsbat_fallback_status,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(fallback_status, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the fallback status. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_fallback_status_raw(
    fallback_status: *const smsbat_fallback_status,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(fallback_status, length) }
}

/// Returns `message_id`: Id of the message. Borrowed from the status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_message_id(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(status, "message_id") }
}

/// Returns `messagelist_id`: Id of the list in which it was sent. Borrowed from the status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_messagelist_id(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(status, "messagelist_id") }
}

/// Returns `delivery_status`: Delivery status in the provider's words, in lower case, such as `scheduled`,
/// `processing` or `delivered`. Borrowed from the status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_delivery_status(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(status, "delivery_status") }
}

/// Returns `parts_count`: Number of SMS parts. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_parts_count(status: *const smsbat_status) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(status, "parts_count") }
}

/// Returns `cost`: Price of the message, in the currency of the account. An exact decimal, as text. Borrowed from
/// the status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_cost(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(status, "cost") }
}

/// Returns the number of entries of `fallbacks`: Status of each fallback channel. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_fallback_count(status: *const smsbat_status) -> usize {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::count(status, "fallbacks") }
}

/// Returns an entry of `fallbacks`. Borrowed from the status; `NULL` if `index` is not below
/// `smsbat_status_fallback_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_fallback_at(
    status: *const smsbat_status,
    index: usize,
) -> *const smsbat_fallback_status {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::row(status, "fallbacks", index) }
}

/// Returns the number of entries of `extended_statuses`: Status of each channel. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_extended_status_count(status: *const smsbat_status) -> usize {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::count(status, "extended_statuses") }
}

/// Returns the name of an entry of `extended_statuses`. Borrowed from the status; `NULL` if `index` is not below
/// `smsbat_status_extended_status_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_extended_status_name(
    status: *const smsbat_status,
    index: usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::name_at(status, "extended_statuses", index) }
}

/// Returns the value of an entry of `extended_statuses`. Borrowed from the status; `NULL` if `index` is not below
/// `smsbat_status_extended_status_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_extended_status_value(
    status: *const smsbat_status,
    index: usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::value_at(status, "extended_statuses", index) }
}

/// Returns `rate`: Price of one part. An exact decimal, as text. Borrowed from the status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_rate(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(status, "rate") }
}

/// Returns `rate_amount`: Price of the message, in the currency of the rate. An exact decimal, as text. Borrowed
/// from the status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_rate_amount(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(status, "rate_amount") }
}

/// Returns `rate_currency`: Currency of the rate. Borrowed from the status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_rate_currency(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(status, "rate_currency") }
}

/// Returns `bill_amount`: Price of the message, in the currency of the bill. An exact decimal, as text. Borrowed
/// from the status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_bill_amount(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(status, "bill_amount") }
}

/// Returns `bill_currency`: Currency of the bill. Borrowed from the status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_bill_currency(status: *const smsbat_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(status, "bill_currency") }
}

/// Returns `is_final`: True if the status is final: `delivered`, `read`, `undeliverable`, `permanenterror`, `failed`
/// or `expired`. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_is_final(status: *const smsbat_status) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(status, "is_final") }
}

/// Returns `is_delivered`: True if the message reached the recipient: `delivered` or `read`. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_is_delivered(status: *const smsbat_status) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(status, "is_delivered") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the status. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_json(status: *const smsbat_status, length: *mut usize) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(status, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the status. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_raw(status: *const smsbat_status, length: *mut usize) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(status, length) }
}

/// Returns `status_code`: HTTP status, 200 to 299. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_raw_reply_status_code(raw_reply: *const smsbat_raw_reply) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(raw_reply, "status_code") }
}

/// Returns `json`: The body, if it is JSON. Borrowed from the raw reply; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_raw_reply_body_json(raw_reply: *const smsbat_raw_reply) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(raw_reply, "json") }
}

/// Returns `text`: The body as text. Borrowed from the raw reply; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_raw_reply_text(raw_reply: *const smsbat_raw_reply) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(raw_reply, "text") }
}

/// Returns `request_id`: The provider's id of the request. Borrowed from the raw reply; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_raw_reply_request_id(raw_reply: *const smsbat_raw_reply) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(raw_reply, "request_id") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the raw reply. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_raw_reply_json(
    raw_reply: *const smsbat_raw_reply,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(raw_reply, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the raw reply. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_raw_reply_raw(raw_reply: *const smsbat_raw_reply, length: *mut usize) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(raw_reply, length) }
}

/// Returns `phone`: Recipient, digits only. Borrowed from the turbosms recipient; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_phone(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_recipient, "phone") }
}

/// Returns `message_id`: Message id for `status` and `details`. Absent if the message was refused. Borrowed from the
/// turbosms recipient; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_message_id(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_recipient, "message_id") }
}

/// Returns `response_code`: Native code; 0 means success. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_response_code(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(turbosms_recipient, "response_code") }
}

/// Returns `response_status`: Name of the code. Borrowed from the turbosms recipient; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_response_status(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_recipient, "response_status") }
}

/// Returns `outcome`: Outcome: `accepted`, `rejected`, `not_sent` or `unknown`. It is `accepted`, too, if the
/// provider already had the message (codes 407, 427 and 507). One of `smsbat_outcomes`; unknown for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_outcome(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> smsbat_outcome {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::outcome(turbosms_recipient, "outcome") }
}

/// Returns `code`: `response_code` as text, for a message that was not accepted. Borrowed from the turbosms
/// recipient; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_code(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_recipient, "code") }
}

/// Returns `reason`: Reason why the message was not accepted, in the provider's words or, if it gives none, in this
/// library's. Absent if the message was accepted. Borrowed from the turbosms recipient; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_reason(
    turbosms_recipient: *const smsbat_turbosms_recipient,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_recipient, "reason") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the turbosms recipient. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_json(
    turbosms_recipient: *const smsbat_turbosms_recipient,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(turbosms_recipient, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the turbosms recipient. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_recipient_raw(
    turbosms_recipient: *const smsbat_turbosms_recipient,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(turbosms_recipient, length) }
}

/// Returns `response_code`: Native code of the request. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_response_code(turbosms_result: *const smsbat_turbosms_result) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(turbosms_result, "response_code") }
}

/// Returns `response_status`: Name of the code. Borrowed from the turbosms result; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_response_status(
    turbosms_result: *const smsbat_turbosms_result,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_result, "response_status") }
}

/// Returns the number of entries of `recipients`: One entry for each recipient, in the order of the message. Rows
/// for other recipients follow, with the outcome `unknown`. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_recipient_count(
    turbosms_result: *const smsbat_turbosms_result,
) -> usize {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::count(turbosms_result, "recipients") }
}

/// Returns an entry of `recipients`. Borrowed from the turbosms result; `NULL` if `index` is not below
/// `smsbat_turbosms_result_recipient_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_recipient_at(
    turbosms_result: *const smsbat_turbosms_result,
    index: usize,
) -> *const smsbat_turbosms_recipient {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::row(turbosms_result, "recipients", index) }
}

/// Returns `ok`: True if the message to every recipient was accepted. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_ok(turbosms_result: *const smsbat_turbosms_result) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(turbosms_result, "ok") }
}

/// Returns the number of entries of `warnings`: Advice of the provider that the message does not follow, one line
/// each. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_warning_count(turbosms_result: *const smsbat_turbosms_result) -> usize {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::count(turbosms_result, "warnings") }
}

/// Returns an entry of `warnings`. Borrowed from the turbosms result; `NULL` if `index` is not below
/// `smsbat_turbosms_result_warning_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_warning_at(
    turbosms_result: *const smsbat_turbosms_result,
    index: usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text_at(turbosms_result, "warnings", index) }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the turbosms result. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_json(
    turbosms_result: *const smsbat_turbosms_result,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(turbosms_result, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the turbosms result. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_raw(
    turbosms_result: *const smsbat_turbosms_result,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(turbosms_result, length) }
}

/// Returns `message_id`: Id of the message. Borrowed from the turbosms status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_message_id(
    turbosms_status: *const smsbat_turbosms_status,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_status, "message_id") }
}

/// Returns `recipient`: Recipient, digits only. Borrowed from the turbosms status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_recipient(
    turbosms_status: *const smsbat_turbosms_status,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_status, "recipient") }
}

/// Returns `sent`: Time of sending, as the provider writes it. Borrowed from the turbosms status; `NULL` if there is
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_sent(turbosms_status: *const smsbat_turbosms_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_status, "sent") }
}

/// Returns `updated`: Time of the last status change, as the provider writes it. Borrowed from the turbosms status;
/// `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_updated(
    turbosms_status: *const smsbat_turbosms_status,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_status, "updated") }
}

/// Returns `status`: Status, such as `Queued`, `Sent`, `Delivered`, `Read` or `Expired`. Borrowed from the turbosms
/// status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_status(
    turbosms_status: *const smsbat_turbosms_status,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_status, "status") }
}

/// Returns `type`: Channel: `sms` or `viber`. Borrowed from the turbosms status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_type(turbosms_status: *const smsbat_turbosms_status) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_status, "type") }
}

/// Returns `rejected_status`: Reason of the rejection. Borrowed from the turbosms status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_rejected_status(
    turbosms_status: *const smsbat_turbosms_status,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_status, "rejected_status") }
}

/// Returns `click_time`: Viber: time at which the button was pressed. Borrowed from the turbosms status; `NULL` if
/// there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_click_time(
    turbosms_status: *const smsbat_turbosms_status,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_status, "click_time") }
}

/// Returns `response_code`: Native code; 0 means success. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_response_code(turbosms_status: *const smsbat_turbosms_status) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(turbosms_status, "response_code") }
}

/// Returns `response_status`: Name of the code. Borrowed from the turbosms status; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_response_status(
    turbosms_status: *const smsbat_turbosms_status,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_status, "response_status") }
}

/// Returns `is_final`: True if the status is final. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_is_final(turbosms_status: *const smsbat_turbosms_status) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(turbosms_status, "is_final") }
}

/// Returns `is_delivered`: True if the message reached the recipient. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_is_delivered(turbosms_status: *const smsbat_turbosms_status) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(turbosms_status, "is_delivered") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the turbosms status. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_json(
    turbosms_status: *const smsbat_turbosms_status,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(turbosms_status, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the turbosms status. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_raw(
    turbosms_status: *const smsbat_turbosms_status,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(turbosms_status, length) }
}

/// Returns `added`: Time at which the provider accepted it, as the provider writes it. Borrowed from the turbosms
/// channel; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_added(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "added") }
}

/// Returns `start`: Scheduled time, as the provider writes it. Borrowed from the turbosms channel; `NULL` if there
/// is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_start(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "start") }
}

/// Returns `sent`: Time of sending, as the provider writes it. Borrowed from the turbosms channel; `NULL` if there
/// is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_sent(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "sent") }
}

/// Returns `updated`: Time of the last status change, as the provider writes it. Borrowed from the turbosms channel;
/// `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_updated(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "updated") }
}

/// Returns `sender`: Sender. Borrowed from the turbosms channel; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_sender(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "sender") }
}

/// Returns `text`: Text. Borrowed from the turbosms channel; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_text(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "text") }
}

/// Returns `recipient`: Recipient, digits only. Borrowed from the turbosms channel; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_recipient(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "recipient") }
}

/// Returns `message_type`: Message type: `promotional` or `transactional`. Borrowed from the turbosms channel;
/// `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_message_type(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "message_type") }
}

/// Returns `status`: Status, such as `Queued`, `Sent` or `Delivered`. Borrowed from the turbosms channel; `NULL` if
/// there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_status(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "status") }
}

/// Returns `rejected_status`: Reason of the rejection. Borrowed from the turbosms channel; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_rejected_status(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "rejected_status") }
}

/// Returns `price`: Price. An exact decimal, as text. Borrowed from the turbosms channel; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_price(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "price") }
}

/// Returns `segments`: Number of SMS parts. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_segments(turbosms_channel: *const smsbat_turbosms_channel) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(turbosms_channel, "segments") }
}

/// Returns `ttl`: Seconds to wait for delivery before the message expires. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_ttl(turbosms_channel: *const smsbat_turbosms_channel) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(turbosms_channel, "ttl") }
}

/// Returns `caption`: Label of the button. Borrowed from the turbosms channel; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_caption(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "caption") }
}

/// Returns `action`: URL that the button opens. Borrowed from the turbosms channel; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_action(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "action") }
}

/// Returns `image_url`: URL of the image. Borrowed from the turbosms channel; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_image_url(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "image_url") }
}

/// Returns `file_id`: Id of the file. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_file_id(turbosms_channel: *const smsbat_turbosms_channel) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(turbosms_channel, "file_id") }
}

/// Returns `click_time`: Time at which the button was pressed. Borrowed from the turbosms channel; `NULL` if there
/// is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_click_time(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_channel, "click_time") }
}

/// Returns `is_final`: True if the status is final. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_is_final(turbosms_channel: *const smsbat_turbosms_channel) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(turbosms_channel, "is_final") }
}

/// Returns `is_delivered`: True if the message reached the recipient. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_is_delivered(
    turbosms_channel: *const smsbat_turbosms_channel,
) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(turbosms_channel, "is_delivered") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the turbosms channel. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_json(
    turbosms_channel: *const smsbat_turbosms_channel,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(turbosms_channel, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the turbosms channel. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_channel_raw(
    turbosms_channel: *const smsbat_turbosms_channel,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(turbosms_channel, length) }
}

/// Returns `message_id`: Id of the message. Borrowed from the turbosms details; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_details_message_id(
    turbosms_details: *const smsbat_turbosms_details,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_details, "message_id") }
}

/// Returns `sms`: Details of the SMS. Absent if only Viber was tried. Borrowed from the turbosms details; `NULL` if
/// there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_details_sms(
    turbosms_details: *const smsbat_turbosms_details,
) -> *const smsbat_turbosms_channel {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::row(turbosms_details, "sms", 0) }
}

/// Returns `viber`: Details of the Viber message. Borrowed from the turbosms details; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_details_viber(
    turbosms_details: *const smsbat_turbosms_details,
) -> *const smsbat_turbosms_channel {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::row(turbosms_details, "viber", 0) }
}

/// Returns `response_code`: Native code; 0 means success. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_details_response_code(
    turbosms_details: *const smsbat_turbosms_details,
) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(turbosms_details, "response_code") }
}

/// Returns `response_status`: Name of the code. Borrowed from the turbosms details; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_details_response_status(
    turbosms_details: *const smsbat_turbosms_details,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(turbosms_details, "response_status") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the turbosms details. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_details_json(
    turbosms_details: *const smsbat_turbosms_details,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(turbosms_details, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the turbosms details. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_details_raw(
    turbosms_details: *const smsbat_turbosms_details,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(turbosms_details, length) }
}

/// Returns `phone`: Recipient, digits only. Borrowed from the messagio sent; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_sent_phone(messagio_sent: *const smsbat_messagio_sent) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(messagio_sent, "phone") }
}

/// Returns `message_id`: Id of the message. Borrowed from the messagio sent; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_sent_message_id(messagio_sent: *const smsbat_messagio_sent) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(messagio_sent, "message_id") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the messagio sent. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_sent_json(
    messagio_sent: *const smsbat_messagio_sent,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(messagio_sent, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the messagio sent. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_sent_raw(
    messagio_sent: *const smsbat_messagio_sent,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(messagio_sent, length) }
}

/// Returns `code`: Native code; 0 means success. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_result_code(messagio_result: *const smsbat_messagio_result) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(messagio_result, "code") }
}

/// Returns `tech_message`: Text of the code, such as `OK`. Borrowed from the messagio result; `NULL` if there is
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_result_tech_message(
    messagio_result: *const smsbat_messagio_result,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(messagio_result, "tech_message") }
}

/// Returns the number of entries of `messages`: Message id for each recipient. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_result_message_count(messagio_result: *const smsbat_messagio_result) -> usize {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::count(messagio_result, "messages") }
}

/// Returns an entry of `messages`. Borrowed from the messagio result; `NULL` if `index` is not below
/// `smsbat_messagio_result_message_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_result_message_at(
    messagio_result: *const smsbat_messagio_result,
    index: usize,
) -> *const smsbat_messagio_sent {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::row(messagio_result, "messages", index) }
}

/// Returns `outcome`: Outcome: `accepted`, or `unknown` if the ids belong to other recipients. One of
/// `smsbat_outcomes`; unknown for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_result_outcome(
    messagio_result: *const smsbat_messagio_result,
) -> smsbat_outcome {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::outcome(messagio_result, "outcome") }
}

/// Returns `xml`: The response body, as XML. Borrowed from the messagio result; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_result_xml(messagio_result: *const smsbat_messagio_result) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(messagio_result, "xml") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the messagio result. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_result_json(
    messagio_result: *const smsbat_messagio_result,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(messagio_result, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the messagio result. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_result_raw(
    messagio_result: *const smsbat_messagio_result,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(messagio_result, length) }
}

/// Returns `id`: Id. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_organization_id(organization: *const smsbat_organization) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(organization, "id") }
}

/// Returns `name`: Name. Borrowed from the organization; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_organization_name(organization: *const smsbat_organization) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(organization, "name") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the organization. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_organization_json(
    organization: *const smsbat_organization,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(organization, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the organization. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_organization_raw(
    organization: *const smsbat_organization,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(organization, length) }
}

/// Returns `id`: Id. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_operator_id(operator: *const smsbat_operator) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(operator, "id") }
}

/// Returns `name`: Name. Borrowed from the operator; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_operator_name(operator: *const smsbat_operator) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(operator, "name") }
}

/// Returns `status`: Status as a number: 0 active, 1 inactive, 2 deleted. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_operator_status(operator: *const smsbat_operator) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(operator, "status") }
}

/// Returns `status_name`: Status as a word; none for a number that is not known. Borrowed from the operator; `NULL`
/// if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_operator_status_name(operator: *const smsbat_operator) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(operator, "status_name") }
}

/// Returns `organization`: Organization. Borrowed from the operator; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_operator_organization(operator: *const smsbat_operator) -> *const smsbat_organization {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::row(operator, "organization", 0) }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the operator. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_operator_json(operator: *const smsbat_operator, length: *mut usize) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(operator, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the operator. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_operator_raw(operator: *const smsbat_operator, length: *mut usize) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(operator, length) }
}

/// Returns `is_valid`: True if the token is valid. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_token_info_is_valid(token_info: *const smsbat_token_info) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(token_info, "is_valid") }
}

/// Returns `operator_id`: Operator to whom it belongs. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_token_info_operator_id(token_info: *const smsbat_token_info) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(token_info, "operator_id") }
}

/// Returns `client_id`: Company that it belongs to. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_token_info_client_id(token_info: *const smsbat_token_info) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(token_info, "client_id") }
}

/// Returns `expires_at`: When it ends, ISO 8601. Borrowed from the token info; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_token_info_expires_at(token_info: *const smsbat_token_info) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(token_info, "expires_at") }
}

/// Returns `error`: Why it is not good. Borrowed from the token info; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_token_info_error(token_info: *const smsbat_token_info) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(token_info, "error") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the token info. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_token_info_json(
    token_info: *const smsbat_token_info,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(token_info, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the token info. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_token_info_raw(
    token_info: *const smsbat_token_info,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(token_info, length) }
}

/// Returns `id`: Id. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_operator_id(chat_operator: *const smsbat_chat_operator) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(chat_operator, "id") }
}

/// Returns `name`: Name. Borrowed from the chat operator; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_operator_name(chat_operator: *const smsbat_chat_operator) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(chat_operator, "name") }
}

/// Returns `photo`: Address of the picture. Borrowed from the chat operator; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_operator_photo(chat_operator: *const smsbat_chat_operator) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(chat_operator, "photo") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the chat operator. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_operator_json(
    chat_operator: *const smsbat_chat_operator,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(chat_operator, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the chat operator. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_operator_raw(
    chat_operator: *const smsbat_chat_operator,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(chat_operator, length) }
}

/// Returns `id`: Id. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_id(chat: *const smsbat_chat) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(chat, "id") }
}

/// Returns `theme`: Theme. Borrowed from the chat; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_theme(chat: *const smsbat_chat) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(chat, "theme") }
}

/// Returns `operator`: Operator who has it; none if nobody has. Borrowed from the chat; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_assigned_operator(chat: *const smsbat_chat) -> *const smsbat_chat_operator {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::row(chat, "operator", 0) }
}

/// Returns `status`: Status as a number: 0 new, 1 open, 2 waiting, 3 on pause, 4 closed. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_status(chat: *const smsbat_chat) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(chat, "status") }
}

/// Returns `status_name`: Status as a word; none for a number that is not known. Borrowed from the chat; `NULL` if
/// there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_status_name(chat: *const smsbat_chat) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(chat, "status_name") }
}

/// Returns `unread_count`: Messages that nobody has read. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_unread_count(chat: *const smsbat_chat) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(chat, "unread_count") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the chat. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_json(chat: *const smsbat_chat, length: *mut usize) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(chat, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the chat. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_raw(chat: *const smsbat_chat, length: *mut usize) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(chat, length) }
}

/// Returns `id`: Id. Borrowed from the chat message; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_id(chat_message: *const smsbat_chat_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(chat_message, "id") }
}

/// Returns `chat_id`: Chat. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_chat_id(chat_message: *const smsbat_chat_message) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(chat_message, "chat_id") }
}

/// Returns `text`: Text. Borrowed from the chat message; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_text(chat_message: *const smsbat_chat_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(chat_message, "text") }
}

/// Returns `phone`: The client's phone. Borrowed from the chat message; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_phone(chat_message: *const smsbat_chat_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(chat_message, "phone") }
}

/// Returns `author`: Author as a number. The provider does not document its meaning. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_author(chat_message: *const smsbat_chat_message) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(chat_message, "author") }
}

/// Returns `media`: A file that came with it, as JSON with `uri` and `name`. Borrowed from the chat message; `NULL`
/// if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_media(chat_message: *const smsbat_chat_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(chat_message, "media") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the chat message. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_json(
    chat_message: *const smsbat_chat_message,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(chat_message, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the chat message. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_raw(
    chat_message: *const smsbat_chat_message,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(chat_message, length) }
}

/// Returns `id`: Unique id. The same event may arrive twice. Borrowed from the incoming message; `NULL` if there is
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_id(incoming_message: *const smsbat_incoming_message) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(incoming_message, "id") }
}

/// Returns `alpha_name`: Brand or bot that received the message. Borrowed from the incoming message; `NULL` if there
/// is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_alpha_name(
    incoming_message: *const smsbat_incoming_message,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(incoming_message, "alpha_name") }
}

/// Returns `phone`: The person's phone, as the provider writes it. Borrowed from the incoming message; `NULL` if
/// there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_phone(
    incoming_message: *const smsbat_incoming_message,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(incoming_message, "phone") }
}

/// Returns `text`: Text. Borrowed from the incoming message; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_text(
    incoming_message: *const smsbat_incoming_message,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(incoming_message, "text") }
}

/// Returns `date`: Time of receipt, ISO 8601. Borrowed from the incoming message; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_date(
    incoming_message: *const smsbat_incoming_message,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(incoming_message, "date") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the incoming message. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_json(
    incoming_message: *const smsbat_incoming_message,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(incoming_message, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the incoming message. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_incoming_message_raw(
    incoming_message: *const smsbat_incoming_message,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(incoming_message, length) }
}

/// Returns `message_id`: Message id from the send. Borrowed from the delivery report; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_message_id(
    delivery_report: *const smsbat_delivery_report,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(delivery_report, "message_id") }
}

/// Returns `delivery_status`: Delivery status in the provider's words, in lower case. Borrowed from the delivery
/// report; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_delivery_status(
    delivery_report: *const smsbat_delivery_report,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(delivery_report, "delivery_status") }
}

/// Returns `timestamp`: Time of the change, ISO 8601. Borrowed from the delivery report; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_timestamp(
    delivery_report: *const smsbat_delivery_report,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(delivery_report, "timestamp") }
}

/// Returns `cost`: Price of the message. An exact decimal, as text. Borrowed from the delivery report; `NULL` if
/// there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_cost(delivery_report: *const smsbat_delivery_report) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(delivery_report, "cost") }
}

/// Returns `is_final`: True if the status is final. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_is_final(delivery_report: *const smsbat_delivery_report) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(delivery_report, "is_final") }
}

/// Returns `is_delivered`: True if the message reached the recipient. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_is_delivered(delivery_report: *const smsbat_delivery_report) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(delivery_report, "is_delivered") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the delivery report. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_json(
    delivery_report: *const smsbat_delivery_report,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(delivery_report, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the delivery report. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_report_raw(
    delivery_report: *const smsbat_delivery_report,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(delivery_report, length) }
}

/// Returns `chat_id`: Chat. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_received_chat_id(
    chat_message_received: *const smsbat_chat_message_received,
) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(chat_message_received, "chat_id") }
}

/// Returns `message`: The message. Borrowed from the chat message received; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_received_message(
    chat_message_received: *const smsbat_chat_message_received,
) -> *const smsbat_chat_message {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::row(chat_message_received, "message", 0) }
}

/// Returns `replayed`: True if it was read from the history after an interruption. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_received_replayed(
    chat_message_received: *const smsbat_chat_message_received,
) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(chat_message_received, "replayed") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the chat message received. `length`, unless `NULL`, is set to its length in bytes. `NULL` for
/// `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_received_json(
    chat_message_received: *const smsbat_chat_message_received,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(chat_message_received, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the chat message received. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it
/// sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_received_raw(
    chat_message_received: *const smsbat_chat_message_received,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(chat_message_received, length) }
}

/// Returns `chat_id`: Chat. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_media_received_chat_id(
    chat_media_received: *const smsbat_chat_media_received,
) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(chat_media_received, "chat_id") }
}

/// Returns `media`: The message; its `media` has the file's name and address. Borrowed from the chat media received;
/// `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_media_received_media(
    chat_media_received: *const smsbat_chat_media_received,
) -> *const smsbat_chat_message {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::row(chat_media_received, "media", 0) }
}

/// Returns `replayed`: True if it was read from the history after an interruption. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_media_received_replayed(
    chat_media_received: *const smsbat_chat_media_received,
) -> bool {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::flag(chat_media_received, "replayed") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the chat media received. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_media_received_json(
    chat_media_received: *const smsbat_chat_media_received,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(chat_media_received, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the chat media received. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_media_received_raw(
    chat_media_received: *const smsbat_chat_media_received,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(chat_media_received, length) }
}

/// Returns `chat_id`: Chat. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_status_changed_chat_id(
    chat_status_changed: *const smsbat_chat_status_changed,
) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(chat_status_changed, "chat_id") }
}

/// Returns `status`: Status as a number: 0 new, 1 processing, 2 ended. These are the hub's numbers, not those of
/// `Chat`. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_status_changed_status(
    chat_status_changed: *const smsbat_chat_status_changed,
) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(chat_status_changed, "status") }
}

/// Returns `status_name`: Status as a word; none for a number that is not known. Borrowed from the chat status
/// changed; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_status_changed_status_name(
    chat_status_changed: *const smsbat_chat_status_changed,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(chat_status_changed, "status_name") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the chat status changed. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_status_changed_json(
    chat_status_changed: *const smsbat_chat_status_changed,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(chat_status_changed, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the chat status changed. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_status_changed_raw(
    chat_status_changed: *const smsbat_chat_status_changed,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(chat_status_changed, length) }
}

/// Returns `message_id`: Id of the message. Borrowed from the message status changed; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_status_changed_message_id(
    message_status_changed: *const smsbat_message_status_changed,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(message_status_changed, "message_id") }
}

/// Returns `status`: Status as a number: 0 new, 1 success, 2 rejected, 3 read. -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_status_changed_status(
    message_status_changed: *const smsbat_message_status_changed,
) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(message_status_changed, "status") }
}

/// Returns `status_name`: Status as a word; none for a number that is not known. Borrowed from the message status
/// changed; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_status_changed_status_name(
    message_status_changed: *const smsbat_message_status_changed,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(message_status_changed, "status_name") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the message status changed. `length`, unless `NULL`, is set to its length in bytes. `NULL` for
/// `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_status_changed_json(
    message_status_changed: *const smsbat_message_status_changed,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(message_status_changed, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the message status changed. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it
/// sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_message_status_changed_raw(
    message_status_changed: *const smsbat_message_status_changed,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(message_status_changed, length) }
}

/// Returns `chat`: The chat. Borrowed from the chat created; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_created_chat(chat_created: *const smsbat_chat_created) -> *const smsbat_chat {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::row(chat_created, "chat", 0) }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the chat created. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_created_json(
    chat_created: *const smsbat_chat_created,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(chat_created, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the chat created. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_created_raw(
    chat_created: *const smsbat_chat_created,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(chat_created, length) }
}

/// Returns `state`: `connecting`, `connected`, `reconnecting` or `closed`. Borrowed from the connection changed;
/// `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_connection_changed_state(
    connection_changed: *const smsbat_connection_changed,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(connection_changed, "state") }
}

/// Returns `attempt`: Number of the attempt since the connection was lost, from 1; 0 while there is one. -1 if there
/// is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_connection_changed_attempt(
    connection_changed: *const smsbat_connection_changed,
) -> i64 {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::number(connection_changed, "attempt") }
}

/// Returns `reason`: Why. Borrowed from the connection changed; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_connection_changed_reason(
    connection_changed: *const smsbat_connection_changed,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(connection_changed, "reason") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the connection changed. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_connection_changed_json(
    connection_changed: *const smsbat_connection_changed,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(connection_changed, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the connection changed. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_connection_changed_raw(
    connection_changed: *const smsbat_connection_changed,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(connection_changed, length) }
}

/// Returns `name`: Name of the event. Borrowed from the unknown event; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_unknown_event_name(unknown_event: *const smsbat_unknown_event) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(unknown_event, "name") }
}

/// Returns `arguments`: Arguments, as a JSON array. Borrowed from the unknown event; `NULL` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_unknown_event_arguments(unknown_event: *const smsbat_unknown_event) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::text(unknown_event, "arguments") }
}

/// Returns everything as a JSON object by field name, with decimals as text.
///
/// Borrowed from the unknown event. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_unknown_event_json(
    unknown_event: *const smsbat_unknown_event,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::json(unknown_event, length) }
}

/// Returns the exact JSON that the provider sent, including fields for which this library has no function.
///
/// Borrowed from the unknown event. `length`, unless `NULL`, is set to its length in bytes. `NULL` if it sent none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_unknown_event_raw(
    unknown_event: *const smsbat_unknown_event,
    length: *mut usize,
) -> *const c_char {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { reply::raw(unknown_event, length) }
}
