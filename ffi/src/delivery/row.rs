//! Delivery of one message.

use std::ffi::c_char;

use smsbat_core::delivery::{DeliveryRow, DeliverySource};

use crate::handle::Handle;
use crate::string::{CText, pointer_of};

/// Delivery of one message.
pub struct smsbat_delivery_row {
    index: u64,
    is_final: bool,
    /// `to`, `message_id`, `customer_message_id`, `delivery_status`, `delivery`, `status_at`, `cost`, `channel`, `source`.
    texts: [Option<CText>; 9],
}

impl Handle for smsbat_delivery_row {
    const NAME: &'static str = "row";
}

impl From<DeliveryRow> for smsbat_delivery_row {
    fn from(row: DeliveryRow) -> Self {
        let texts = [
            row.to,
            row.message_id,
            row.customer_message_id,
            row.delivery_status,
            Some(row.outcome.as_str().to_owned()),
            row.status_at,
            row.cost,
            row.channel,
            row.source.map(|source| DeliverySource::as_str(source).to_owned()),
        ];
        Self { index: row.index, is_final: row.is_final, texts: texts.map(|text| text.map(CText::new)) }
    }
}

/// Position in the source of the campaign, or among the ids, from 0. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_row_index(row: *const smsbat_delivery_row) -> u64 {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { row.as_ref() }.map_or(0, |row| row.index)
}

/// Returns true if the status no longer changes. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_row_is_final(row: *const smsbat_delivery_row) -> bool {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { row.as_ref() }.is_some_and(|row| row.is_final)
}

/// # Safety
/// `row` is NULL or live.
unsafe fn text(row: *const smsbat_delivery_row, place: usize) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { row.as_ref() }.map_or(std::ptr::null(), |row| pointer_of(row.texts[place].as_ref()))
}

/// Recipient; `NULL` if it is not known. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_row_to(row: *const smsbat_delivery_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 0) }
}

/// The provider's id; `NULL` for a message that may or may not have been sent. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_row_message_id(row: *const smsbat_delivery_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 1) }
}

/// The id the message went out with; `NULL` if it is not known. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_row_customer_message_id(row: *const smsbat_delivery_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 2) }
}

/// The provider's word in lower case, such as `delivered`; `NULL` if nothing is known. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_row_delivery_status(row: *const smsbat_delivery_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 3) }
}

/// Returns the meaning of the status: `delivered`, `read`, `undeliverable`, `expired`, `pending` or `unknown`. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_row_delivery(row: *const smsbat_delivery_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 4) }
}

/// When the message had this status, UTC; `NULL` if nothing is known. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_row_status_at(row: *const smsbat_delivery_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 5) }
}

/// Price, as an exact decimal; `NULL` if it is not known. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_row_cost(row: *const smsbat_delivery_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 6) }
}

/// Channel, such as `sms`; `NULL` if it is not known. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_row_channel(row: *const smsbat_delivery_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 7) }
}

/// Returns the source of the status: `track` or `webhook`; `NULL` if nothing is known. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_delivery_row_source(row: *const smsbat_delivery_row) -> *const c_char {
    // SAFETY: the caller gives NULL or a live row.
    unsafe { text(row, 8) }
}
