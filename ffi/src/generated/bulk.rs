//! Setter of a campaign's options. Written by `make gen` from the tables in core: do not edit.

use crate::bulk::options::{self, smsbat_bulk_options};
use crate::error::smsbat_code;
use std::ffi::c_char;

/// Sets an option by name, as text. Names and defaults:
///
/// - `sender`: Sender of rows that name none.
/// - `country`: Country code of national numbers, such as `380`. Default: that of the client.
/// - `template`: Text of rows that have none, with columns in braces: `Hi {name}`. `{{` is a brace.
/// - `columns`: Names of columns that differ from the argument's, as `to=phone, text=body`.
/// - `encoding`: Encoding of a file that is neither UTF-8 nor UTF-16 with a mark, such as `windows-1251`.
/// - `journal`: File that makes the campaign resumable; it is made if it is not there.
/// - `chunk_size` (1000): Messages of one request, 1 to 5000. A connection that breaks makes one chunk unknown.
/// - `chunk_bytes` (4194304): Bytes of the largest request body, 4096 to 67108864.
/// - `connections` (8): Requests under way at once, 1 to 64.
/// - `ordered` (false): Has no effect: a report always has the order of the source.
/// - `allow_duplicates` (false): Send to a recipient more than once.
/// - `max_messages`: Most messages of the campaign; rows beyond it are not sent.
/// - `max_parts`: Most SMS parts of the campaign, counted from the texts; rows beyond it are not sent.
/// - `max_parts_per_message`: Most parts of one SMS, `none` for 255. Default: that of the client.
/// - `allow_list`: Recipients that may be sent to, with commas between them; all other rows are not sent.
/// - `stop_list`: File of recipients that get no messages, one phone on each line.
/// - `quiet_hours`: Hours in which it waits: `21:00-08:00 Europe/Kyiv`; without a zone, those of each recipient.
/// - `resend_unknown` (false): Send again what may have been sent before, at the risk of sending it twice.
/// - `dry_run` (false): Send nothing, and return what would be sent. A journal is only read.
/// - `max_failures` (10): Requests that fail one after another before the run is stopped.
///
/// `columns` adds to earlier values. Returns `SMSBAT_ERROR_VALIDATION` if the option does not exist or the value is
/// invalid, `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_bulk_options_set(
    options: *mut smsbat_bulk_options,
    name: *const c_char,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller's promises about the pointers are those that the helper requires.
    unsafe { options::set(options, name, value) }
}
