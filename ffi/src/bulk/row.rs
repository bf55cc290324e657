//! Result of one row of a campaign.

use std::ffi::c_char;
use std::ptr::null;

use smsbat_core::Outcome;
use smsbat_core::bulk::ReportRow;

use crate::error::{outcome_number, smsbat_outcome};
use crate::handle::{getters, handle};
use crate::string::{CText, pointer_of};

/// Result of one row of the source.
pub struct smsbat_bulk_row {
    index: u64,
    line: u64,
    outcome: smsbat_outcome,
    parts: i64,
    /// `customer_message_id`, `to`, `message_id`, `status`, `rule`, `reason`, `code`.
    texts: [Option<CText>; 7],
}

handle!(smsbat_bulk_row, "row");

impl From<ReportRow> for smsbat_bulk_row {
    fn from(row: ReportRow) -> Self {
        let texts = [row.customer_message_id, row.to, row.message_id, row.status, row.rule, row.reason, row.code];
        Self {
            index: row.index,
            line: row.line.unwrap_or(0),
            outcome: outcome_number(row.outcome),
            parts: row.parts.map_or(-1, i64::from),
            texts: texts.map(|text| (!text.is_empty()).then(|| CText::new(text))),
        }
    }
}

getters! { row: smsbat_bulk_row;
    /// Returns the position of a row in the source, from 0. 0 for `NULL`.
    smsbat_bulk_row_index -> u64 = 0, |row| row.index;

    /// Returns the line of the file in which a row begins, from 1; 0 if the source is not a file. 0 for `NULL`.
    smsbat_bulk_row_line -> u64 = 0, |row| row.line;

    /// Returns the outcome of a row. Unknown for `NULL`.
    smsbat_bulk_row_outcome -> smsbat_outcome = outcome_number(Outcome::Unknown), |row| row.outcome;

    /// Returns the number of SMS parts of a row, as the provider counts them; -1 if it did not say, and for `NULL`.
    smsbat_bulk_row_parts -> i64 = -1, |row| row.parts;

    /// Returns the customer message id with which a row was sent, or would have been; `NULL` if a row that was not sent has
    /// none. Borrowed from the row. `NULL` for `NULL`.
    smsbat_bulk_row_customer_message_id -> *const c_char = null(), |row| pointer_of(row.texts[0].as_ref());

    /// Returns the recipient as given in the source; `NULL` if there is none. Borrowed from the row. `NULL` for `NULL`.
    smsbat_bulk_row_to -> *const c_char = null(), |row| pointer_of(row.texts[1].as_ref());

    /// Returns the provider's message id; `NULL` for a row that it did not accept. Borrowed from the row. `NULL` for
    /// `NULL`.
    smsbat_bulk_row_message_id -> *const c_char = null(), |row| pointer_of(row.texts[2].as_ref());

    /// Returns the status in the provider's words; `NULL` if it gave none. Borrowed from the row. `NULL` for `NULL`.
    smsbat_bulk_row_status -> *const c_char = null(), |row| pointer_of(row.texts[3].as_ref());

    /// Returns the rule that kept a row from being sent, such as `phone`, `duplicate` or `max_messages`; `NULL` if none
    /// did. Borrowed from the row. `NULL` for `NULL`.
    smsbat_bulk_row_rule -> *const c_char = null(), |row| pointer_of(row.texts[4].as_ref());

    /// Returns the reason why a row was not accepted; `NULL` if it was. Borrowed from the row. `NULL` for `NULL`.
    smsbat_bulk_row_reason -> *const c_char = null(), |row| pointer_of(row.texts[5].as_ref());

    /// Returns the provider's code for its refusal; `NULL` if it gave none. Borrowed from the row. `NULL` for `NULL`.
    smsbat_bulk_row_code -> *const c_char = null(), |row| pointer_of(row.texts[6].as_ref());
}
