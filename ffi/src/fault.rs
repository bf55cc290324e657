//! Codes and outcomes in C, and why a function could not do its work.

use std::borrow::Cow;
use std::ffi::{c_char, c_int};

use smsbat_core::{ErrorKind, Outcome};

/// Result of a function: 0 is success, anything else one of `smsbat_codes` or a code that a later version adds.
pub type smsbat_code = i32;

pub(crate) const SMSBAT_OK: smsbat_code = smsbat_codes::SMSBAT_OK as smsbat_code;

/// What `smsbat_code` may be. A value is never used for anything else later.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum smsbat_codes {
    /// It worked.
    SMSBAT_OK = 0,
    /// An error that this version of the library has no name for.
    SMSBAT_ERROR_OTHER = 1,
    /// A pointer is NULL that must not be, or a text is not UTF-8 or not the JSON that it must be: correct the program.
    SMSBAT_ERROR_INVALID_ARGUMENT = 2,
    /// The settings contradict each other or lack something; correct them.
    SMSBAT_ERROR_CONFIGURATION = 3,
    /// The input breaks a rule; `smsbat_error_problem_path` and its neighbours name each field. Nothing was sent.
    SMSBAT_ERROR_VALIDATION = 4,
    /// HTTP 401: bad or missing credentials.
    SMSBAT_ERROR_AUTHENTICATION = 5,
    /// HTTP 403: the credentials lack a right, or the account is suspended.
    SMSBAT_ERROR_PERMISSION_DENIED = 6,
    /// HTTP 404: no such message, chat or path.
    SMSBAT_ERROR_NOT_FOUND = 7,
    /// Any other HTTP 4xx: the provider refused the request as a whole.
    SMSBAT_ERROR_BAD_REQUEST = 8,
    /// HTTP 429: too many requests; wait for `smsbat_error_retry_after`.
    SMSBAT_ERROR_RATE_LIMIT = 9,
    /// HTTP 5xx.
    SMSBAT_ERROR_SERVER = 10,
    /// The connection could not be made, or broke.
    SMSBAT_ERROR_CONNECTION = 11,
    /// The time allowed for the call ran out.
    SMSBAT_ERROR_TIMEOUT = 12,
    /// The answer could not be read: not HTTP, not JSON, too large, or a redirect.
    SMSBAT_ERROR_RESPONSE = 13,
    /// HTTP 200, but the answer says no.
    SMSBAT_ERROR_PROVIDER = 14,
    /// The call was ended by `smsbat_cancel_request` or `smsbat_client_close`.
    SMSBAT_ERROR_CANCELLED = 15,
    /// A defect of this library; please report it.
    SMSBAT_ERROR_INTERNAL = 16,
}

use smsbat_codes::*;

/// The code of a kind of error. A kind that is newer than this list gets the general code.
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

/// What became of a message or of a whole request: one of `smsbat_outcomes`, or a value that a later version adds.
pub type smsbat_outcome = i32;

/// What `smsbat_outcome` may be. A value is never used for anything else later.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum smsbat_outcomes {
    /// The provider took it.
    SMSBAT_OUTCOME_ACCEPTED = 1,
    /// The provider said no to this message.
    SMSBAT_OUTCOME_REJECTED = 2,
    /// No byte of the request reached a socket, or the whole request was refused: sending again cannot send
    /// twice. Errors of reads and of settings are of this kind too.
    SMSBAT_OUTCOME_NOT_SENT = 3,
    /// Bytes may have left and no readable answer came: sending again may send twice.
    SMSBAT_OUTCOME_UNKNOWN = 4,
}

/// The number of an outcome; a newer one than this list knows counts as unknown.
pub(crate) fn outcome_number(outcome: Outcome) -> smsbat_outcome {
    let name = match outcome {
        Outcome::Accepted => smsbat_outcomes::SMSBAT_OUTCOME_ACCEPTED,
        Outcome::Rejected => smsbat_outcomes::SMSBAT_OUTCOME_REJECTED,
        Outcome::NotSent => smsbat_outcomes::SMSBAT_OUTCOME_NOT_SENT,
        _ => smsbat_outcomes::SMSBAT_OUTCOME_UNKNOWN,
    };
    name as smsbat_outcome
}

/// The word for an outcome: "accepted", "rejected", "not_sent" or "unknown", which also stands for any other number.
///
/// The text is a constant: never free it.
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

/// Why a function of this library could not do its work.
#[derive(Debug)]
pub(crate) enum Fault {
    /// What the program gave cannot be used at all.
    Argument { name: Cow<'static, str>, rule: &'static str, message: &'static str },
    /// What the core said.
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
