//! Types of replies and lists of them. Written by `make gen` from the tables in core: do not edit.

use std::ffi::c_char;

use crate::handle::{free, handle};
use crate::reply::{Reply, row_type};
use crate::reply_list::{self, list_type};
use crate::status::smsbat_status;
use crate::string::CText;
use crate::table::{View, Views};
use crate::turbosms::smsbat_turbosms_result;

/// Response to a request for which this library has no typed method.
///
/// Owned by the program; free it with `smsbat_raw_reply_free`. All texts and rows are borrowed from it and valid until then.
/// It never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_raw_reply(Views);

handle!(smsbat_raw_reply, "raw_reply", owned);

impl Reply for smsbat_raw_reply {
    fn view(&self) -> &View {
        self.0.first()
    }
}

impl From<smsbat_core::RawReply> for smsbat_raw_reply {
    fn from(reply: smsbat_core::RawReply) -> Self {
        Self(Views::one(reply.record().clone()))
    }
}

/// Frees a reply with all its rows and texts. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_raw_reply_free(raw_reply: *mut smsbat_raw_reply) {
    // SAFETY: the caller passes NULL or a reply that is no longer used.
    unsafe { free(raw_reply) }
}

/// Result of checking an operator's token.
///
/// Owned by the program; free it with `smsbat_token_info_free`. All texts and rows are borrowed from it and valid until then.
/// It never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_token_info(Views);

handle!(smsbat_token_info, "token_info", owned);

impl Reply for smsbat_token_info {
    fn view(&self) -> &View {
        self.0.first()
    }
}

impl From<smsbat_core::TokenInfo> for smsbat_token_info {
    fn from(reply: smsbat_core::TokenInfo) -> Self {
        Self(Views::one(reply.record().clone()))
    }
}

/// Frees a reply with all its rows and texts. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_token_info_free(token_info: *mut smsbat_token_info) {
    // SAFETY: the caller passes NULL or a reply that is no longer used.
    unsafe { free(token_info) }
}

/// Result of a send through the Messagio-compatible API.
///
/// Owned by the program; free it with `smsbat_messagio_result_free`. All texts and rows are borrowed from it and valid until then.
/// It never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_messagio_result(Views);

handle!(smsbat_messagio_result, "messagio_result", owned);

impl Reply for smsbat_messagio_result {
    fn view(&self) -> &View {
        self.0.first()
    }
}

impl From<smsbat_core::MessagioResult> for smsbat_messagio_result {
    fn from(reply: smsbat_core::MessagioResult) -> Self {
        Self(Views::one(reply.record().clone()))
    }
}

/// Frees a reply with all its rows and texts. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_result_free(messagio_result: *mut smsbat_messagio_result) {
    // SAFETY: the caller passes NULL or a reply that is no longer used.
    unsafe { free(messagio_result) }
}

/// An organization of the company. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_organization(View);

row_type!(smsbat_organization, "organization");

/// An operator. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_operator(View);

row_type!(smsbat_operator, "operator");

/// A chat. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_chat(View);

row_type!(smsbat_chat, "chat");

/// The operator who has a chat. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_chat_operator(View);

row_type!(smsbat_chat_operator, "chat_operator");

/// A message in a chat. The provider does not document these fields; `raw` has all of them. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_chat_message(View);

row_type!(smsbat_chat_message, "chat_message");

/// Delivery status of one message. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_turbosms_status(View);

row_type!(smsbat_turbosms_status, "turbosms_status");

/// Details of one message. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_turbosms_details(View);

row_type!(smsbat_turbosms_details, "turbosms_details");

/// Details of a message on one channel. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_turbosms_channel(View);

row_type!(smsbat_turbosms_channel, "turbosms_channel");

/// The provider's id for one recipient. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_messagio_sent(View);

row_type!(smsbat_messagio_sent, "messagio_sent");

/// A text message of a chat. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_chat_message_received(View);

row_type!(smsbat_chat_message_received, "chat_message_received");

/// A message of a chat that brings a file. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_chat_media_received(View);

row_type!(smsbat_chat_media_received, "chat_media_received");

/// A chat has another status. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_chat_status_changed(View);

row_type!(smsbat_chat_status_changed, "chat_status_changed");

/// A message has another status. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_message_status_changed(View);

row_type!(smsbat_message_status_changed, "message_status_changed");

/// A chat was opened. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_chat_created(View);

row_type!(smsbat_chat_created, "chat_created");

/// The connection to the hub has another state. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_connection_changed(View);

row_type!(smsbat_connection_changed, "connection_changed");

/// An event that this version does not know, or whose arguments it cannot read. Borrowed from the reply that it is part of.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_unknown_event(View);

row_type!(smsbat_unknown_event, "unknown_event");

/// List of `smsbat_status`.
///
/// Owned by the program; free it with `smsbat_status_list_free`. Its entries are borrowed from it and valid until then. It
/// never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_status_list(Vec<smsbat_status>);

list_type!(smsbat_status_list, smsbat_status, smsbat_core::MessageStatus, owned);

/// Returns the number of entries; 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_list_count(list: *const smsbat_status_list) -> usize {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::count(list) }
}

/// Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_status_list_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_list_at(list: *const smsbat_status_list, index: usize) -> *const smsbat_status {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::at(list, index) }
}

/// Frees a list with all its entries. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_status_list_free(list: *mut smsbat_status_list) {
    // SAFETY: the caller passes NULL or a list that is no longer used.
    unsafe { free(list) }
}

/// List of `smsbat_organization`.
///
/// Owned by the program; free it with `smsbat_organization_list_free`. Its entries are borrowed from it and valid until then. It
/// never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_organization_list(Vec<Views>);

list_type!(smsbat_organization_list, smsbat_organization, smsbat_core::Organization, rows);

/// Returns the number of entries; 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_organization_list_count(list: *const smsbat_organization_list) -> usize {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::count(list) }
}

/// Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_organization_list_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_organization_list_at(
    list: *const smsbat_organization_list,
    index: usize,
) -> *const smsbat_organization {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::at(list, index) }
}

/// Frees a list with all its entries. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_organization_list_free(list: *mut smsbat_organization_list) {
    // SAFETY: the caller passes NULL or a list that is no longer used.
    unsafe { free(list) }
}

/// List of `smsbat_operator`.
///
/// Owned by the program; free it with `smsbat_operator_list_free`. Its entries are borrowed from it and valid until then. It
/// never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_operator_list(Vec<Views>);

list_type!(smsbat_operator_list, smsbat_operator, smsbat_core::Operator, rows);

/// Returns the number of entries; 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_operator_list_count(list: *const smsbat_operator_list) -> usize {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::count(list) }
}

/// Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_operator_list_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_operator_list_at(
    list: *const smsbat_operator_list,
    index: usize,
) -> *const smsbat_operator {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::at(list, index) }
}

/// Frees a list with all its entries. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_operator_list_free(list: *mut smsbat_operator_list) {
    // SAFETY: the caller passes NULL or a list that is no longer used.
    unsafe { free(list) }
}

/// List of `smsbat_chat`.
///
/// Owned by the program; free it with `smsbat_chat_list_free`. Its entries are borrowed from it and valid until then. It
/// never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_chat_list(Vec<Views>);

list_type!(smsbat_chat_list, smsbat_chat, smsbat_core::Chat, rows);

/// Returns the number of entries; 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_list_count(list: *const smsbat_chat_list) -> usize {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::count(list) }
}

/// Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_chat_list_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_list_at(list: *const smsbat_chat_list, index: usize) -> *const smsbat_chat {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::at(list, index) }
}

/// Frees a list with all its entries. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_list_free(list: *mut smsbat_chat_list) {
    // SAFETY: the caller passes NULL or a list that is no longer used.
    unsafe { free(list) }
}

/// List of `smsbat_chat_message`.
///
/// Owned by the program; free it with `smsbat_chat_message_list_free`. Its entries are borrowed from it and valid until then. It
/// never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_chat_message_list(Vec<Views>);

list_type!(smsbat_chat_message_list, smsbat_chat_message, smsbat_core::ChatMessage, rows);

/// Returns the number of entries; 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_list_count(list: *const smsbat_chat_message_list) -> usize {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::count(list) }
}

/// Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_chat_message_list_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_list_at(
    list: *const smsbat_chat_message_list,
    index: usize,
) -> *const smsbat_chat_message {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::at(list, index) }
}

/// Frees a list with all its entries. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_message_list_free(list: *mut smsbat_chat_message_list) {
    // SAFETY: the caller passes NULL or a list that is no longer used.
    unsafe { free(list) }
}

/// List of `smsbat_turbosms_result`.
///
/// Owned by the program; free it with `smsbat_turbosms_result_list_free`. Its entries are borrowed from it and valid until then. It
/// never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_turbosms_result_list(Vec<(CText, smsbat_turbosms_result)>);

list_type!(smsbat_turbosms_result_list, smsbat_turbosms_result, smsbat_core::TurboSmsResult, named);

/// Returns the number of entries; 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_list_count(list: *const smsbat_turbosms_result_list) -> usize {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::count(list) }
}

/// Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_turbosms_result_list_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_list_at(
    list: *const smsbat_turbosms_result_list,
    index: usize,
) -> *const smsbat_turbosms_result {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::at(list, index) }
}

/// Returns the name of an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_turbosms_result_list_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_list_name(
    list: *const smsbat_turbosms_result_list,
    index: usize,
) -> *const c_char {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::name(list, index) }
}

/// Frees a list with all its entries. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_result_list_free(list: *mut smsbat_turbosms_result_list) {
    // SAFETY: the caller passes NULL or a list that is no longer used.
    unsafe { free(list) }
}

/// List of `smsbat_turbosms_status`.
///
/// Owned by the program; free it with `smsbat_turbosms_status_list_free`. Its entries are borrowed from it and valid until then. It
/// never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_turbosms_status_list(Vec<Views>);

list_type!(smsbat_turbosms_status_list, smsbat_turbosms_status, smsbat_core::TurboSmsStatus, rows);

/// Returns the number of entries; 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_list_count(list: *const smsbat_turbosms_status_list) -> usize {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::count(list) }
}

/// Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_turbosms_status_list_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_list_at(
    list: *const smsbat_turbosms_status_list,
    index: usize,
) -> *const smsbat_turbosms_status {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::at(list, index) }
}

/// Frees a list with all its entries. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_status_list_free(list: *mut smsbat_turbosms_status_list) {
    // SAFETY: the caller passes NULL or a list that is no longer used.
    unsafe { free(list) }
}

/// List of `smsbat_turbosms_details`.
///
/// Owned by the program; free it with `smsbat_turbosms_details_list_free`. Its entries are borrowed from it and valid until then. It
/// never changes, so any number of threads may read it.
#[derive(Debug)]
pub struct smsbat_turbosms_details_list(Vec<Views>);

list_type!(smsbat_turbosms_details_list, smsbat_turbosms_details, smsbat_core::TurboSmsDetails, rows);

/// Returns the number of entries; 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_details_list_count(list: *const smsbat_turbosms_details_list) -> usize {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::count(list) }
}

/// Returns an entry, borrowed from the list. `NULL` if `index` is not below `smsbat_turbosms_details_list_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_details_list_at(
    list: *const smsbat_turbosms_details_list,
    index: usize,
) -> *const smsbat_turbosms_details {
    // SAFETY: the caller passes NULL or a live list.
    unsafe { reply_list::at(list, index) }
}

/// Frees a list with all its entries. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_turbosms_details_list_free(list: *mut smsbat_turbosms_details_list) {
    // SAFETY: the caller passes NULL or a list that is no longer used.
    unsafe { free(list) }
}
