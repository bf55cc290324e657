//! Attempts of calls, for metrics and traces.

use std::ffi::{c_char, c_void};
use std::ptr::null;

use smsbat_core::{Attempt, Outcome};

use crate::error::{smsbat_code, smsbat_outcome};
use crate::fault::{SMSBAT_OK, code_number, outcome_number};
use crate::handle::{getters, handle};
use crate::string::{CText, pointer_of};

/// One attempt of a call. Contains no key and no personal value.
///
/// Passed to a `smsbat_attempt_callback`. It and its texts are valid only during that call.
#[derive(Debug)]
pub struct smsbat_attempt {
    attempt: Attempt,
    operation: CText,
    result: CText,
    request_id: Option<CText>,
    api: CText,
}

handle!(smsbat_attempt, "attempt");

impl From<&Attempt> for smsbat_attempt {
    fn from(attempt: &Attempt) -> Self {
        Self {
            operation: CText::copy(attempt.operation),
            result: CText::copy(attempt.result_name()),
            request_id: attempt.request_id.as_deref().map(CText::copy),
            api: CText::copy(attempt.api.as_str()),
            attempt: attempt.clone(),
        }
    }
}

getters! { attempt: smsbat_attempt;
    /// Returns the operation, such as "messages.send". "" for `NULL`, never `NULL`.
    smsbat_attempt_operation -> *const c_char = c"".as_ptr(), |a| a.operation.as_ptr();

    /// Returns the number of the attempt: 1, then 2 for the first retry. A renewed token of ChatHub starts again at 1. 0 for
    /// `NULL`.
    smsbat_attempt_number -> u32 = 0, |a| a.attempt.attempt;

    /// Returns "ok", or the kind of the error, such as "timeout". "" for `NULL`, never `NULL`.
    smsbat_attempt_result -> *const c_char = c"".as_ptr(), |a| a.result.as_ptr();

    /// Returns the result as a code: `SMSBAT_OK`, or the code that the call would return. `SMSBAT_OK` for `NULL`.
    smsbat_attempt_code -> smsbat_code = SMSBAT_OK, |a| a.attempt.result.map_or_else(code_number, |()| SMSBAT_OK);

    /// Returns the HTTP status of the response; 0 if none arrived.
    smsbat_attempt_status_code -> i32 = 0, |a| a.attempt.status_code.map_or(0, i32::from);

    /// Returns the outcome of this attempt: one of `smsbat_outcomes`. It is accepted if the provider answered the request;
    /// each row of the reply has its own. Unknown for `NULL`.
    smsbat_attempt_outcome -> smsbat_outcome =
        outcome_number(Outcome::Unknown), |a| outcome_number(a.attempt.outcome);

    /// Returns the seconds from the start of the attempt to the end of its response, including a wait for the client's rate
    /// limit. 0 for `NULL`.
    smsbat_attempt_duration -> f64 = 0.0, |a| a.attempt.duration.as_secs_f64();

    /// Returns the provider's id of the request; `NULL` if there is none.
    smsbat_attempt_request_id -> *const c_char = null(), |a| pointer_of(a.request_id.as_ref());

    /// Returns the seconds before the next attempt; -1 if there is none.
    smsbat_attempt_retry_in -> f64 = -1.0, |a| a.attempt.retry_in.map_or(-1.0, |wait| wait.as_secs_f64());

    /// Returns the API that was called: "messages", "cascade", "chathub", "turbosms" or "messagio". "" for `NULL`, never
    /// `NULL`.
    smsbat_attempt_api -> *const c_char = c"".as_ptr(), |a| a.api.as_ptr();
}

/// Callback that is called after each attempt of a call. `attempt` is valid only during the call.
///
/// Called on the thread that makes the attempt, in a campaign on several threads at once, while the library holds no
/// lock. Its time counts toward the timeout of the call. It may call any function of the library, but must not free the
/// client. It must return, without an exception or `longjmp`.
pub type smsbat_attempt_callback = Option<unsafe extern "C" fn(attempt: *const smsbat_attempt, userdata: *mut c_void)>;

/// A program's callback and its userdata.
#[derive(Clone, Copy)]
pub(crate) struct Listener {
    pub(crate) tell: smsbat_attempt_callback,
    pub(crate) userdata: *mut c_void,
}

// SAFETY: the pointer is never dereferenced. The header says that the callback is called on any thread.
unsafe impl Send for Listener {}
// SAFETY: as above.
unsafe impl Sync for Listener {}

impl Listener {
    pub(crate) fn function(self) -> impl Fn(&Attempt) + Send + Sync + 'static {
        move |attempt| {
            // Captures the whole value instead of its fields.
            let listener = self;
            if let Some(tell) = listener.tell {
                // SAFETY: the program's own function, as it promised to give.
                unsafe { tell(&attempt.into(), listener.userdata) }
            }
        }
    }
}
