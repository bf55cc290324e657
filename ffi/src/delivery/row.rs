//! Delivery of one message.

use std::ffi::c_char;
use std::ptr::null;

use smsbat_core::delivery::{DeliveryRow, DeliverySource};

use crate::handle::{getters, handle};
use crate::string::{CText, pointer_of};

/// Delivery of one message.
pub struct smsbat_delivery_row {
    index: u64,
    is_final: bool,
    /// `to`, `message_id`, `customer_message_id`, `delivery_status`, `delivery`, `status_at`, `cost`, `channel`, `source`.
    texts: [Option<CText>; 9],
}

handle!(smsbat_delivery_row, "row");

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

getters! { row: smsbat_delivery_row;
    /// Returns the position in the source of the campaign, or among the ids, from 0. 0 for `NULL`.
    smsbat_delivery_row_index -> u64 = 0, |row| row.index;

    /// Returns true if the status no longer changes. False for `NULL`.
    smsbat_delivery_row_is_final -> bool = false, |row| row.is_final;

    /// Returns the recipient; `NULL` if it is not known. Borrowed from the row. `NULL` for `NULL`.
    smsbat_delivery_row_to -> *const c_char = null(), |row| pointer_of(row.texts[0].as_ref());

    /// Returns the provider's id; `NULL` for a message that may or may not have been sent. Borrowed from the row. `NULL` for
    /// `NULL`.
    smsbat_delivery_row_message_id -> *const c_char = null(), |row| pointer_of(row.texts[1].as_ref());

    /// Returns the customer message id with which the message was sent; `NULL` if it is not known. Borrowed from the row.
    /// `NULL` for `NULL`.
    smsbat_delivery_row_customer_message_id -> *const c_char = null(), |row| pointer_of(row.texts[2].as_ref());

    /// Returns the status in the provider's words, in lower case, such as `delivered`; `NULL` if nothing is known. Borrowed
    /// from the row. `NULL` for `NULL`.
    smsbat_delivery_row_delivery_status -> *const c_char = null(), |row| pointer_of(row.texts[3].as_ref());

    /// Returns the meaning of the status: `delivered`, `read`, `undeliverable`, `expired`, `pending` or `unknown`. Borrowed
    /// from the row. `NULL` for `NULL`.
    smsbat_delivery_row_delivery -> *const c_char = null(), |row| pointer_of(row.texts[4].as_ref());

    /// Returns the time of this status, in UTC; `NULL` if nothing is known. Borrowed from the row. `NULL` for `NULL`.
    smsbat_delivery_row_status_at -> *const c_char = null(), |row| pointer_of(row.texts[5].as_ref());

    /// Returns the price, as an exact decimal; `NULL` if it is not known. Borrowed from the row. `NULL` for `NULL`.
    smsbat_delivery_row_cost -> *const c_char = null(), |row| pointer_of(row.texts[6].as_ref());

    /// Returns the channel, such as `sms`; `NULL` if it is not known. Borrowed from the row. `NULL` for `NULL`.
    smsbat_delivery_row_channel -> *const c_char = null(), |row| pointer_of(row.texts[7].as_ref());

    /// Returns the source of the status: `track` or `webhook`; `NULL` if nothing is known. Borrowed from the row. `NULL` for
    /// `NULL`.
    smsbat_delivery_row_source -> *const c_char = null(), |row| pointer_of(row.texts[8].as_ref());
}
