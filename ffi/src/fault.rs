//! Codes and outcomes for C, and faults: the reasons why a function failed.

use std::ffi::{c_char, c_int};

use smsbat_core::{ErrorKind, Outcome, Problem, binding};

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
    /// sent, unless a campaign ended because of it: see the outcome.
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

/// Returns the name of a code, such as "rate_limit": that of the constant in lower case, without `SMSBAT_` and `ERROR_`.
///
/// A code that this version of the library does not know is "other". The text is a constant. Do not free it.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_code_name(code: smsbat_code) -> *const c_char {
    match code {
        0 => c"ok",
        2 => c"invalid_argument",
        3 => c"configuration",
        4 => c"validation",
        5 => c"authentication",
        6 => c"permission_denied",
        7 => c"not_found",
        8 => c"bad_request",
        9 => c"rate_limit",
        10 => c"server",
        11 => c"connection",
        12 => c"timeout",
        13 => c"response",
        14 => c"provider",
        15 => c"cancelled",
        16 => c"internal",
        _ => c"other",
    }
    .as_ptr()
}

/// Returns the code for a kind of error.
pub(crate) fn code_number(kind: ErrorKind) -> smsbat_code {
    code_of(kind) as smsbat_code
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
    Argument(Problem),
    /// An error of the core.
    Core(smsbat_core::Error),
}

impl Fault {
    fn argument(name: &str, rule: &str, message: &str) -> Self {
        Self::Argument(binding::problem(name, rule, message))
    }

    pub(crate) fn null(name: &str) -> Self {
        Self::argument(name, "null", "must not be NULL")
    }

    pub(crate) fn not_utf8(name: &str) -> Self {
        Self::argument(name, "utf8", "must be UTF-8")
    }

    pub(crate) fn not_json(name: &str) -> Self {
        Self::argument(name, "json", "must be JSON")
    }

    pub(crate) fn code(&self) -> smsbat_code {
        let code = match self {
            Self::Argument(_) => SMSBAT_ERROR_INVALID_ARGUMENT,
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
    fn every_kind_of_error_has_its_name() {
        for kind in ErrorKind::ALL {
            // SAFETY: the name is a constant.
            let name = unsafe { std::ffi::CStr::from_ptr(smsbat_code_name(code_of(kind) as smsbat_code)) };
            assert_eq!(name.to_str(), Ok(kind.as_str()));
        }
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
