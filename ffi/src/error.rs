//! Errors as owned objects that are handed out.

use std::ffi::c_char;
use std::ptr::null;

use smsbat_core::{Outcome, Problem, binding};

pub(crate) use crate::fault::{Fault, SMSBAT_OK, outcome_number};
pub use crate::fault::{
    smsbat_code, smsbat_code_name, smsbat_codes, smsbat_outcome, smsbat_outcome_name, smsbat_outcomes,
};
use crate::handle::{free, getters, handle, look};
use crate::string::{CText, pointer_of};

/// Error of a call, with the outcome of its messages.
///
/// Owned by the program; free it with `smsbat_error_free`. All texts are borrowed from it and valid until then. It never
/// changes, so any number of threads may read it.
pub struct smsbat_error {
    code: smsbat_code,
    error: smsbat_core::Error,
    text: CText,
    message: CText,
    operation: Option<CText>,
    provider_code: Option<CText>,
    field: Option<CText>,
    request_id: Option<CText>,
    body: Option<CText>,
    problems: Vec<(CText, CText, CText, CText)>,
    notes: Vec<CText>,
    customer_message_ids: Vec<CText>,
}

handle!(smsbat_error, "error", owned);

impl smsbat_error {
    pub(crate) fn new(fault: Fault) -> Self {
        let code = fault.code();
        let error = match fault {
            Fault::Core(error) => error,
            Fault::Argument(problem) => binding::validation(vec![problem]),
        };
        let problem = |p: &Problem| {
            (CText::new(p.path()), CText::new(p.rule()), CText::new(p.message()), CText::new(p.argument()))
        };
        Self {
            code,
            text: CText::new(error.to_string()),
            message: CText::new(error.message()),
            operation: error.operation().map(CText::new),
            provider_code: error.code().map(|c| CText::new(c.to_string())),
            field: error.field().map(CText::new),
            request_id: error.request_id().map(CText::new),
            body: error.body().map(CText::exact),
            problems: error.problems().iter().map(problem).collect(),
            notes: error.notes().into_iter().map(CText::new).collect(),
            customer_message_ids: error.customer_message_ids().iter().map(CText::new).collect(),
            error,
        }
    }

    pub(crate) fn code(&self) -> smsbat_code {
        self.code
    }
}

/// Frees an error. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_free(error: *mut smsbat_error) {
    // SAFETY: the caller's promise.
    unsafe { free(error) }
}

getters! { error: smsbat_error;
    /// Returns the code, one of `smsbat_codes`; the failed function returned the same value. `SMSBAT_OK` for `NULL`.
    smsbat_error_code -> smsbat_code = SMSBAT_OK, |e| e.code;

    /// Returns the outcome of the request and of every message in it: one of `smsbat_outcomes`. Unknown for `NULL`.
    smsbat_error_outcome -> smsbat_outcome =
        outcome_number(Outcome::Unknown), |e| outcome_number(e.error.outcome());

    /// Returns the whole error as one line for a log: operation, description, and a warning if the outcome is unknown.
    ///
    /// It contains neither credentials nor message texts. Borrowed from the error. "" for `NULL`, never `NULL`.
    smsbat_error_text -> *const c_char = c"".as_ptr(), |e| e.text.as_ptr();

    /// Returns a description in one line, without the operation. Borrowed from the error. "" for `NULL`, never `NULL`.
    smsbat_error_message -> *const c_char = c"".as_ptr(), |e| e.message.as_ptr();

    /// Returns the operation that failed, such as "messages.send"; `NULL` if none had started. Borrowed from the error.
    smsbat_error_operation -> *const c_char = null(), |e| pointer_of(e.operation.as_ref());

    /// Returns the HTTP status of the response; 0 if none arrived.
    smsbat_error_status_code -> i32 = 0, |e| e.error.status_code().map_or(0, i32::from);

    /// Returns the provider's error code as text, such as "INVALID_RECIPIENT" or "1003"; `NULL` if it gave none. Borrowed
    /// from the error.
    smsbat_error_provider_code -> *const c_char = null(), |e| pointer_of(e.provider_code.as_ref());

    /// Returns the path of the first invalid field, such as "messages[3].to"; for `SMSBAT_ERROR_INVALID_ARGUMENT` the name
    /// of the parameter. `NULL` if there is none. Borrowed from the error.
    smsbat_error_field -> *const c_char = null(), |e| pointer_of(e.field.as_ref());

    /// Returns the seconds that the provider asks to wait before the next request, at most a year; -1 if it does not ask.
    smsbat_error_retry_after -> f64 = -1.0, |e| e.error.retry_after().map_or(-1.0, |d| d.as_secs_f64());

    /// Returns the provider's id of the request, for support inquiries; `NULL` if it gave none. Borrowed from the error.
    smsbat_error_request_id -> *const c_char = null(), |e| pointer_of(e.request_id.as_ref());
}

/// Returns the response body, up to 64 KiB, with `***` for a credential of the client; `NULL` if there was none. Borrowed
/// from the error.
///
/// It may contain personal data. `length`, unless `NULL`, is set to its length in bytes, or 0 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_body(error: *const smsbat_error, length: *mut usize) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { crate::string::set_length(length, 0) };
    let read = |e: &smsbat_error| match &e.body {
        // SAFETY: the caller's promise.
        Some(body) => unsafe { body.hand_out(length) },
        None => std::ptr::null(),
    };
    // SAFETY: the caller's promise.
    unsafe { look(error, null(), read) }
}

getters! { error: smsbat_error;
    /// Returns true if the same call may succeed later and cannot send anything twice. False for `NULL`.
    smsbat_error_retryable -> bool = false, |e| e.error.retryable();

    /// Returns the number of lines for a person below the error's own. 0 for `NULL`.
    smsbat_error_note_count -> usize = 0, |e| e.notes.len();

    /// Returns a line for a person below the error's own: first each problem if there are several, and every one that the
    /// provider lists, then what to do next ("next: …"), then the page of the documentation ("help: …"). Print all of them
    /// below `smsbat_error_text`; this library puts neither credentials nor message texts into them.
    ///
    /// Borrowed from the error. `NULL` if `index` is not below `smsbat_error_note_count`.
    smsbat_error_note(index: usize) -> *const c_char = null(), |e| pointer_of(e.notes.get(index));

    /// Returns the number of rules that the input breaks; for an error of a response, of the problems that the provider
    /// lists. 0 for `NULL`.
    smsbat_error_problem_count -> usize = 0, |e| e.problems.len();

    /// Returns the path of the invalid value, in wire names, such as "messages[3].messageData.survey.options". It may be
    /// empty for a problem that the provider lists.
    ///
    /// Borrowed from the error. `NULL` if `index` is not below `smsbat_error_problem_count`.
    smsbat_error_problem_path(index: usize) -> *const c_char =
        null(), |e| pointer_of(e.problems.get(index).map(|p| &p.0));

    /// Returns the path of the invalid value in the names of setters and parameters, such as "messages[3].options" or
    /// "sender"; in a call with one message, the path within it. The error's text has this name.
    ///
    /// Borrowed from the error. `NULL` if `index` is not below `smsbat_error_problem_count`.
    smsbat_error_problem_argument(index: usize) -> *const c_char =
        null(), |e| pointer_of(e.problems.get(index).map(|p| &p.3));

    /// Returns the name of the broken rule, such as "required", "phone" or "count"; "provider" for a problem that the
    /// provider lists.
    ///
    /// Borrowed from the error. `NULL` if `index` is not below `smsbat_error_problem_count`.
    smsbat_error_problem_rule(index: usize) -> *const c_char =
        null(), |e| pointer_of(e.problems.get(index).map(|p| &p.1));

    /// Returns a description of the problem. It does not repeat the value, except where the rule is "provider": then it is
    /// the provider's own text.
    ///
    /// Borrowed from the error. `NULL` if `index` is not below `smsbat_error_problem_count`.
    smsbat_error_problem_message(index: usize) -> *const c_char =
        null(), |e| pointer_of(e.problems.get(index).map(|p| &p.2));

    /// Returns the number of customer message ids in the failed request. 0 for `NULL`.
    smsbat_error_customer_message_id_count -> usize = 0, |e| e.customer_message_ids.len();

    /// Returns a customer message id of the failed request, to look the message up later.
    ///
    /// Borrowed from the error. `NULL` if `index` is not below `smsbat_error_customer_message_id_count`.
    smsbat_error_customer_message_id_at(index: usize) -> *const c_char =
        null(), |e| pointer_of(e.customer_message_ids.get(index));
}
