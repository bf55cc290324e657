//! Result of one row of a campaign.

use std::ffi::c_char;

use smsbat_core::bulk::ReportRow;

use crate::error::{outcome_number, smsbat_outcome};
use crate::handle::Handle;
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

impl Handle for smsbat_bulk_row {
    const NAME: &'static str = "row";
}

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

/// Returns the position of a row in the source, from 0. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_index(row: *const smsbat_bulk_row) -> u64 {
    // SAFETY: the caller passes NULL or a live row.
    unsafe { row.as_ref() }.map_or(0, |row| row.index)
}

/// Returns the line of the file in which a row begins, from 1; 0 if the source is not a file. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_line(row: *const smsbat_bulk_row) -> u64 {
    // SAFETY: the caller passes NULL or a live row.
    unsafe { row.as_ref() }.map_or(0, |row| row.line)
}

/// Returns the outcome of a row. Unknown for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_outcome(row: *const smsbat_bulk_row) -> smsbat_outcome {
    let unknown = outcome_number(smsbat_core::Outcome::Unknown);
    // SAFETY: the caller passes NULL or a live row.
    unsafe { row.as_ref() }.map_or(unknown, |row| row.outcome)
}

/// Returns the number of SMS parts of a row, as the provider counts them; -1 if it did not say, and for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_parts(row: *const smsbat_bulk_row) -> i64 {
    // SAFETY: the caller passes NULL or a live row.
    unsafe { row.as_ref() }.map_or(-1, |row| row.parts)
}

/// # Safety
/// `row` is `NULL` or live.
unsafe fn text(row: *const smsbat_bulk_row, place: usize) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { row.as_ref() }.map_or(std::ptr::null(), |row| pointer_of(row.texts[place].as_ref()))
}

/// Returns the customer message id with which a row was sent; `NULL` if it was not. Borrowed from the row. `NULL` for
/// `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_customer_message_id(row: *const smsbat_bulk_row) -> *const c_char {
    // SAFETY: the caller passes NULL or a live row.
    unsafe { text(row, 0) }
}

/// Returns the recipient as given in the source; `NULL` if there is none. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_to(row: *const smsbat_bulk_row) -> *const c_char {
    // SAFETY: the caller passes NULL or a live row.
    unsafe { text(row, 1) }
}

/// Returns the provider's message id; `NULL` for a row that it did not accept. Borrowed from the row. `NULL` for
/// `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_message_id(row: *const smsbat_bulk_row) -> *const c_char {
    // SAFETY: the caller passes NULL or a live row.
    unsafe { text(row, 2) }
}

/// Returns the status in the provider's words; `NULL` if it gave none. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_status(row: *const smsbat_bulk_row) -> *const c_char {
    // SAFETY: the caller passes NULL or a live row.
    unsafe { text(row, 3) }
}

/// Returns the rule that kept a row from being sent, such as `phone`, `duplicate` or `max_messages`; `NULL` if none
/// did. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_rule(row: *const smsbat_bulk_row) -> *const c_char {
    // SAFETY: the caller passes NULL or a live row.
    unsafe { text(row, 4) }
}

/// Returns the reason why a row was not accepted; `NULL` if it was. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_reason(row: *const smsbat_bulk_row) -> *const c_char {
    // SAFETY: the caller passes NULL or a live row.
    unsafe { text(row, 5) }
}

/// Returns the provider's code for its refusal; `NULL` if it gave none. Borrowed from the row. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_row_code(row: *const smsbat_bulk_row) -> *const c_char {
    // SAFETY: the caller passes NULL or a live row.
    unsafe { text(row, 6) }
}
