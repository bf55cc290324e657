//! Errors: objects that the program owns, and their codes and outcomes.

use std::borrow::Cow;
use std::ffi::{c_char, c_int};

use smsbat_core::{ErrorKind, Outcome, Problem, binding};

use crate::boundary;
use crate::handle::{Handle, Owned, free};
use crate::string::{CText, pointer_of};

/// Result of a function: 0 for success, otherwise one of `smsbat_codes` or a code that a later version adds.
pub type smsbat_code = i32;

pub(crate) const SMSBAT_OK: smsbat_code = smsbat_codes::SMSBAT_OK as smsbat_code;

/// Values of `smsbat_code`. A value is never reused with another meaning.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum smsbat_codes {
    /// Success.
    SMSBAT_OK = 0,
    /// An error for which this version of the library has no code.
    SMSBAT_ERROR_OTHER = 1,
    /// An argument is invalid: `NULL` where it is not allowed, a text that is not UTF-8, or invalid JSON. Fix the
    /// program.
    SMSBAT_ERROR_INVALID_ARGUMENT = 2,
    /// The settings contradict each other or are incomplete.
    SMSBAT_ERROR_CONFIGURATION = 3,
    /// The input breaks a rule; `smsbat_error_problem_path` and the functions after it name each field. Nothing was
    /// sent.
    SMSBAT_ERROR_VALIDATION = 4,
    /// HTTP 401: wrong or missing credentials.
    SMSBAT_ERROR_AUTHENTICATION = 5,
    /// HTTP 403: the credentials lack a permission, or the account is suspended.
    SMSBAT_ERROR_PERMISSION_DENIED = 6,
    /// HTTP 404: no such message, chat or path.
    SMSBAT_ERROR_NOT_FOUND = 7,
    /// Any other HTTP 4xx: the provider refused the request as a whole.
    SMSBAT_ERROR_BAD_REQUEST = 8,
    /// HTTP 429: too many requests. Wait for `smsbat_error_retry_after`.
    SMSBAT_ERROR_RATE_LIMIT = 9,
    /// HTTP 5xx.
    SMSBAT_ERROR_SERVER = 10,
    /// The connection could not be opened, or it broke.
    SMSBAT_ERROR_CONNECTION = 11,
    /// The call timed out.
    SMSBAT_ERROR_TIMEOUT = 12,
    /// The response could not be read: not HTTP, not JSON, too large, or a redirect.
    SMSBAT_ERROR_RESPONSE = 13,
    /// HTTP 200, but the response body refuses the whole request.
    SMSBAT_ERROR_PROVIDER = 14,
    /// The call was cancelled by `smsbat_cancel_request` or `smsbat_client_close`.
    SMSBAT_ERROR_CANCELLED = 15,
    /// A bug in this library; please report it.
    SMSBAT_ERROR_INTERNAL = 16,
}

use smsbat_codes::*;

/// Returns the code for a kind of error, or the general code for a kind that is newer than this list.
fn code_of(kind: ErrorKind) -> smsbat_codes {
    match kind {
        ErrorKind::Configuration => SMSBAT_ERROR_CONFIGURATION,
        ErrorKind::Validation => SMSBAT_ERROR_VALIDATION,
        ErrorKind::Authentication => SMSBAT_ERROR_AUTHENTICATION,
        ErrorKind::PermissionDenied => SMSBAT_ERROR_PERMISSION_DENIED,
        ErrorKind::NotFound => SMSBAT_ERROR_NOT_FOUND,
        ErrorKind::BadRequest => SMSBAT_ERROR_BAD_REQUEST,
        ErrorKind::RateLimit => SMSBAT_ERROR_RATE_LIMIT,
        ErrorKind::Server => SMSBAT_ERROR_SERVER,
        ErrorKind::Connection => SMSBAT_ERROR_CONNECTION,
        ErrorKind::Timeout => SMSBAT_ERROR_TIMEOUT,
        ErrorKind::Response => SMSBAT_ERROR_RESPONSE,
        ErrorKind::Provider => SMSBAT_ERROR_PROVIDER,
        ErrorKind::Cancelled => SMSBAT_ERROR_CANCELLED,
        ErrorKind::Internal => SMSBAT_ERROR_INTERNAL,
        _ => SMSBAT_ERROR_OTHER,
    }
}

/// Outcome of a message or of a whole request: one of `smsbat_outcomes`, or a value that a later version adds.
pub type smsbat_outcome = i32;

/// Values of `smsbat_outcome`. A value is never reused with another meaning.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum smsbat_outcomes {
    /// The provider accepted the message.
    SMSBAT_OUTCOME_ACCEPTED = 1,
    /// The provider refused this message.
    SMSBAT_OUTCOME_REJECTED = 2,
    /// Nothing was sent: no byte of the request reached a socket, or the provider refused the whole request. Sending it
    /// again cannot cause a duplicate. Errors of reads and of settings have this outcome, too.
    SMSBAT_OUTCOME_NOT_SENT = 3,
    /// Bytes may have been sent, but no readable response arrived. Sending it again may cause a duplicate.
    SMSBAT_OUTCOME_UNKNOWN = 4,
}

/// Returns the number of an outcome. An outcome that is newer than this list counts as unknown.
pub(crate) fn outcome_number(outcome: Outcome) -> smsbat_outcome {
    let name = match outcome {
        Outcome::Accepted => smsbat_outcomes::SMSBAT_OUTCOME_ACCEPTED,
        Outcome::Rejected => smsbat_outcomes::SMSBAT_OUTCOME_REJECTED,
        Outcome::NotSent => smsbat_outcomes::SMSBAT_OUTCOME_NOT_SENT,
        _ => smsbat_outcomes::SMSBAT_OUTCOME_UNKNOWN,
    };
    name as smsbat_outcome
}

/// Returns the name of an outcome: "accepted", "rejected", "not_sent" or "unknown", which is also used for any other
/// number.
///
/// The text is a constant. Do not free it.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_outcome_name(outcome: smsbat_outcome) -> *const c_char {
    match outcome {
        1 => c"accepted",
        2 => c"rejected",
        3 => c"not_sent",
        _ => c"unknown",
    }
    .as_ptr()
}

/// Reason why a function failed.
#[derive(Debug)]
pub(crate) enum Fault {
    /// An argument of the function is invalid.
    Argument { name: Cow<'static, str>, rule: &'static str, message: &'static str },
    /// An error of the core.
    Core(smsbat_core::Error),
}

impl Fault {
    pub(crate) fn null(name: impl Into<Cow<'static, str>>) -> Self {
        Self::Argument { name: name.into(), rule: "null", message: "must not be NULL" }
    }

    pub(crate) fn not_utf8(name: impl Into<Cow<'static, str>>) -> Self {
        Self::Argument { name: name.into(), rule: "utf8", message: "must be UTF-8" }
    }

    pub(crate) fn not_json(name: impl Into<Cow<'static, str>>) -> Self {
        Self::Argument { name: name.into(), rule: "json", message: "must be JSON" }
    }

    pub(crate) fn code(&self) -> smsbat_code {
        let code = match self {
            Self::Argument { .. } => SMSBAT_ERROR_INVALID_ARGUMENT,
            Self::Core(error) => code_of(error.kind()),
        };
        code as smsbat_code
    }
}

impl From<smsbat_core::Error> for Fault {
    fn from(error: smsbat_core::Error) -> Self {
        Self::Core(error)
    }
}

/// Error of a call, with the outcome of its messages.
///
/// Owned by the program; free it with `smsbat_error_free`. All texts are borrowed from it and valid until then. It
/// never changes, so any number of threads may read it.
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
    problems: Vec<(CText, CText, CText)>,
    customer_message_ids: Vec<CText>,
}

impl Handle for smsbat_error {
    const NAME: &'static str = "error";
}

impl Owned for smsbat_error {}

impl smsbat_error {
    pub(crate) fn new(fault: Fault) -> Self {
        let code = fault.code();
        let error = match fault {
            Fault::Core(error) => error,
            Fault::Argument { name, rule, message } => {
                binding::validation(vec![binding::problem(&name, rule, message)])
            }
        };
        let problem = |p: &Problem| (CText::new(p.path()), CText::new(p.rule()), CText::new(p.message()));
        Self {
            code,
            text: CText::new(error.to_string()),
            message: CText::new(error.message()),
            operation: error.operation().map(CText::new),
            provider_code: error.code().map(|c| CText::new(c.to_string())),
            field: error.field().map(CText::new),
            request_id: error.request_id().map(CText::new),
            body: error.body().map(CText::new),
            problems: error.problems().iter().map(problem).collect(),
            customer_message_ids: error.customer_message_ids().iter().map(CText::new).collect(),
            error,
        }
    }

    pub(crate) fn code(&self) -> smsbat_code {
        self.code
    }
}

/// Reads from an error that may be `NULL`.
///
/// # Safety
/// `error` is `NULL` or a live error.
unsafe fn look<T>(error: *const smsbat_error, absent: T, look: impl FnOnce(&smsbat_error) -> T) -> T {
    // SAFETY: the caller's promise.
    let error = unsafe { error.as_ref() };
    match error {
        Some(error) => boundary::value(absent, || look(error)),
        None => absent,
    }
}

/// Frees an error. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_free(error: *mut smsbat_error) {
    // SAFETY: the caller's promise.
    unsafe { free(error) }
}

/// Returns the code, one of `smsbat_codes`; the failed function returned the same value. `SMSBAT_OK` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_code(error: *const smsbat_error) -> smsbat_code {
    // SAFETY: the caller's promise.
    unsafe { look(error, SMSBAT_OK, |e| e.code) }
}

/// Returns the outcome of the request and of every message in it: one of `smsbat_outcomes`. Unknown for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_outcome(error: *const smsbat_error) -> smsbat_outcome {
    let unknown = outcome_number(Outcome::Unknown);
    // SAFETY: the caller's promise.
    unsafe { look(error, unknown, |e| outcome_number(e.error.outcome())) }
}

/// Returns the whole error as one line for a log: operation, description, and a warning if the outcome is unknown.
///
/// It contains neither credentials nor message texts. Borrowed from the error. "" for `NULL`, never `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_text(error: *const smsbat_error) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { look(error, c"".as_ptr(), |e| e.text.as_ptr()) }
}

/// Returns a description in one line, without the operation. Borrowed from the error. "" for `NULL`, never `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_message(error: *const smsbat_error) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { look(error, c"".as_ptr(), |e| e.message.as_ptr()) }
}

/// Returns the operation that failed, such as "messages.send"; `NULL` if none had started. Borrowed from the error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_operation(error: *const smsbat_error) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { look(error, std::ptr::null(), |e| pointer_of(e.operation.as_ref())) }
}

/// Returns the HTTP status of the response; 0 if none arrived.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_status_code(error: *const smsbat_error) -> i32 {
    // SAFETY: the caller's promise.
    unsafe { look(error, 0, |e| e.error.status_code().map_or(0, i32::from)) }
}

/// Returns the provider's error code as text, such as "INVALID_RECIPIENT" or "1003"; `NULL` if it gave none. Borrowed
/// from the error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_provider_code(error: *const smsbat_error) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { look(error, std::ptr::null(), |e| pointer_of(e.provider_code.as_ref())) }
}

/// Returns the path of the first invalid field, such as "messages[3].to"; for `SMSBAT_ERROR_INVALID_ARGUMENT` the name
/// of the parameter. `NULL` if there is none. Borrowed from the error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_field(error: *const smsbat_error) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { look(error, std::ptr::null(), |e| pointer_of(e.field.as_ref())) }
}

/// Returns the seconds that the provider asks to wait before the next request; -1 if it does not ask.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_retry_after(error: *const smsbat_error) -> f64 {
    // SAFETY: the caller's promise.
    unsafe { look(error, -1.0, |e| e.error.retry_after().map_or(-1.0, |d| d.as_secs_f64())) }
}

/// Returns the provider's id of the request, for support inquiries; `NULL` if it gave none. Borrowed from the error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_request_id(error: *const smsbat_error) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { look(error, std::ptr::null(), |e| pointer_of(e.request_id.as_ref())) }
}

/// Returns the response body unchanged, up to 64 KiB; `NULL` if there was none. Borrowed from the error.
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
    unsafe { look(error, std::ptr::null(), read) }
}

/// Returns true if the same call may succeed later and cannot send anything twice. False for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_retryable(error: *const smsbat_error) -> bool {
    // SAFETY: the caller's promise.
    unsafe { look(error, false, |e| e.error.retryable()) }
}

/// Returns the number of rules that the input breaks; 0 unless the code is `SMSBAT_ERROR_VALIDATION` or
/// `SMSBAT_ERROR_INVALID_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_problem_count(error: *const smsbat_error) -> usize {
    // SAFETY: the caller's promise.
    unsafe { look(error, 0, |e| e.problems.len()) }
}

/// Returns the path of the invalid value, in wire names, such as "messages[3].messageData.survey.options".
///
/// Borrowed from the error. `NULL` if `index` is not below `smsbat_error_problem_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_problem_path(error: *const smsbat_error, index: usize) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { look(error, std::ptr::null(), |e| pointer_of(e.problems.get(index).map(|p| &p.0))) }
}

/// Returns the name of the broken rule, such as "required", "phone" or "count".
///
/// Borrowed from the error. `NULL` if `index` is not below `smsbat_error_problem_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_problem_rule(error: *const smsbat_error, index: usize) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { look(error, std::ptr::null(), |e| pointer_of(e.problems.get(index).map(|p| &p.1))) }
}

/// Returns a description of the problem. It does not repeat the value.
///
/// Borrowed from the error. `NULL` if `index` is not below `smsbat_error_problem_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_problem_message(error: *const smsbat_error, index: usize) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { look(error, std::ptr::null(), |e| pointer_of(e.problems.get(index).map(|p| &p.2))) }
}

/// Returns the number of customer message ids in the failed request. 0 for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_customer_message_id_count(error: *const smsbat_error) -> usize {
    // SAFETY: the caller's promise.
    unsafe { look(error, 0, |e| e.customer_message_ids.len()) }
}

/// Returns a customer message id of the failed request, to look the message up later.
///
/// Borrowed from the error. `NULL` if `index` is not below `smsbat_error_customer_message_id_count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_error_customer_message_id_at(
    error: *const smsbat_error,
    index: usize,
) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { look(error, std::ptr::null(), |e| pointer_of(e.customer_message_ids.get(index))) }
}

const _: () = assert!(size_of::<smsbat_codes>() == size_of::<c_int>());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_error_has_a_code_of_its_own() {
        let mut codes: Vec<smsbat_code> = ErrorKind::ALL.iter().map(|k| code_of(*k) as smsbat_code).collect();
        assert!(codes.iter().all(|c| *c > SMSBAT_ERROR_INVALID_ARGUMENT as smsbat_code), "{codes:?}");
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ErrorKind::ALL.len());
    }

    #[test]
    fn every_outcome_has_its_number_and_name() {
        for (i, outcome) in Outcome::ALL.into_iter().enumerate() {
            assert_eq!(outcome_number(outcome), i as smsbat_outcome + 1);
            // SAFETY: the name is a constant.
            let name = unsafe { std::ffi::CStr::from_ptr(smsbat_outcome_name(outcome_number(outcome))) };
            assert_eq!(name.to_str(), Ok(outcome.as_str()));
        }
    }
}
