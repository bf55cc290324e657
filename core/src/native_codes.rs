//! Outcomes of the native codes of TurboSMS (`docs/provider/turbosms-codes.md` §1), which any API of the provider can return
//! (D5).

use crate::error::Outcome;

/// A native code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TurboSmsCode {
    /// Number, such as 800.
    pub code: i64,
    /// Name, such as `SUCCESS_MESSAGE_ACCEPTED`.
    pub status: &'static str,
    /// Outcome of a message with this code. The codes 407, 427 and 507 count as `Accepted`: the provider already has
    /// the message, and sending it again would duplicate it.
    pub outcome: Outcome,
}

const fn row(code: i64, status: &'static str, outcome: Outcome) -> TurboSmsCode {
    TurboSmsCode { code, status, outcome }
}

use Outcome::{Accepted, Rejected, Unknown};

/// All native codes.
pub const TURBOSMS_CODES: &[TurboSmsCode] = &[
    row(0, "OK", Accepted),
    row(1, "PONG", Unknown),
    row(800, "SUCCESS_MESSAGE_ACCEPTED", Accepted),
    row(801, "SUCCESS_MESSAGE_SENT", Accepted),
    row(802, "SUCCESS_MESSAGE_PARTIAL_ACCEPTED", Accepted),
    row(803, "SUCCESS_MESSAGE_PARTIAL_SENT", Accepted),
    row(103, "REQUIRED_TOKEN", Rejected),
    row(104, "REQUIRED_CONTENT", Rejected),
    row(105, "REQUIRED_AUTH", Rejected),
    row(106, "REQUIRED_ACTIVE_USER", Rejected),
    row(107, "REQUIRED_VIBER_SESSION", Rejected),
    row(200, "REQUIRED_MESSAGE_SENDER", Rejected),
    row(201, "REQUIRED_MESSAGE_TEXT", Rejected),
    row(202, "REQUIRED_MESSAGE_RECIPIENT", Rejected),
    row(203, "REQUIRED_BALANCE", Rejected),
    row(204, "REQUIRED_MESSAGE_BUTTON", Rejected),
    row(205, "REQUIRED_MESSAGE_BUTTON_CAPTION", Rejected),
    row(206, "REQUIRED_MESSAGE_BUTTON_ACTION", Rejected),
    row(300, "INVALID_REQUEST", Rejected),
    row(301, "INVALID_TOKEN", Rejected),
    row(302, "INVALID_MESSAGE_SENDER", Rejected),
    row(303, "INVALID_START_TIME", Rejected),
    row(304, "INVALID_MESSAGE_TEXT", Rejected),
    row(305, "INVALID_PHONE", Rejected),
    row(306, "INVALID_TTL", Rejected),
    row(307, "INVALID_MESSAGE_ID", Rejected),
    row(308, "INVALID_FILE_ID", Rejected),
    row(309, "INVALID_SENDER_ID", Rejected),
    row(310, "INVALID_CHAT_ID", Rejected),
    row(311, "INVALID_SESSION_ID", Rejected),
    row(312, "INVALID_PAGE", Rejected),
    row(313, "INVALID_ROWS", Rejected),
    row(400, "NOT_ALLOWED_MESSAGE_SENDER", Rejected),
    row(401, "NOT_ALLOWED_MESSAGE_SENDER_NOT_ACTIVE", Rejected),
    row(402, "NOT_ALLOWED_MESSAGE_IMAGE", Rejected),
    row(403, "NOT_ALLOWED_START_TIME", Rejected),
    row(404, "NOT_ALLOWED_NUMBER_STOPLIST", Rejected),
    row(405, "NOT_ALLOWED_RECIPIENTS_LIMIT", Rejected),
    row(406, "NOT_ALLOWED_RECIPIENT_COUNTRY", Rejected),
    row(407, "NOT_ALLOWED_RECIPIENT_DUPLICATE", Accepted),
    row(408, "NOT_ALLOWED_MESSAGE_BUTTON_TEXT_LENGTH", Rejected),
    row(409, "NOT_ALLOWED_MESSAGE_TTL", Rejected),
    row(410, "NOT_ALLOWED_MESSAGE_TRANSACTION_CONTENT", Rejected),
    row(411, "NOT_ALLOWED_MESSAGE_DATA", Rejected),
    row(412, "NOT_ALLOWED_MESSAGE_TEXT", Rejected),
    row(413, "NOT_ALLOWED_MESSAGE_TEXT_LENGTH", Rejected),
    row(414, "NOT_ALLOWED_MESSAGE_ID", Rejected),
    row(415, "NOT_ALLOWED_MESSAGE_TRANSACTION_SENDER", Rejected),
    row(416, "NOT_ALLOWED_MESSAGE_TRANSACTION_PATTERN", Rejected),
    row(417, "NOT_ALLOWED_FILE_ID", Rejected),
    row(418, "NOT_ALLOWED_FILE_EMPTY", Rejected),
    row(419, "NOT_ALLOWED_FILE_TYPE", Rejected),
    row(420, "NOT_ALLOWED_FILE_SIZE", Rejected),
    row(421, "NOT_ALLOWED_MESSAGE_TRAFFIC_TYPE", Rejected),
    row(422, "NOT_ALLOWED_SESSION_OUTBOX_LIMIT", Rejected),
    row(423, "NOT_ALLOWED_FILE_NAME_LENGTH", Rejected),
    row(424, "NOT_ALLOWED_PERMISSION", Rejected),
    row(425, "NOT_ALLOWED_TEST_NUMBER", Rejected),
    row(426, "NOT_ALLOWED_TEST_MESSAGES_LIMIT", Rejected),
    row(427, "NOT_ALLOWED_MESSAGE_DUPLICATE", Accepted),
    row(500, "FAILED_CONVERT_RESULT2JSON", Unknown),
    row(501, "FAILED_CONVERT_RESULT2XML", Unknown),
    row(502, "FAILED_PARSE_BODY", Rejected),
    row(503, "FAILED_SMS_SEND", Rejected),
    row(504, "FAILED_VIBER_SEND", Rejected),
    row(505, "FAILED_SAVE_IMAGE", Rejected),
    row(506, "FAILED_SAVE_FILE", Rejected),
    row(507, "FAILED_DUPLICATE_REQUEST", Accepted),
    row(999, "FATAL_ERROR", Unknown),
];

/// Returns the outcome of a message with this code; `Unknown` for a code outside the table.
pub(crate) fn outcome(code: i64) -> Outcome {
    TURBOSMS_CODES.iter().find(|c| c.code == code).map_or(Unknown, |c| c.outcome)
}

/// Returns the outcome of a message with this status, if it is the name of a code or begins like one.
pub(crate) fn outcome_of_status(status: &str) -> Option<Outcome> {
    if let Some(code) = code_named(status) {
        return Some(code.outcome);
    }
    let begins = |family: &str| status.get(..family.len()).is_some_and(|start| start.eq_ignore_ascii_case(family));
    let families = [
        ("SUCCESS", Accepted),
        ("REQUIRED", Rejected),
        ("INVALID", Rejected),
        ("NOT_ALLOWED", Rejected),
        ("FAILED", Unknown),
        ("FATAL", Unknown),
    ];
    families.into_iter().find_map(|(family, outcome)| begins(family).then_some(outcome))
}

/// Returns the code with this name.
pub(crate) fn code_named(status: &str) -> Option<&'static TurboSmsCode> {
    TURBOSMS_CODES.iter().find(|code| code.status.eq_ignore_ascii_case(status))
}

/// The code of a number that a message has a second time.
pub(crate) const REPEATED_RECIPIENT: i64 = 407;

/// Returns true for a code of a message that the provider already has.
pub(crate) fn is_duplicate(code: i64) -> bool {
    [REPEATED_RECIPIENT, 427, 507].contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_what_its_code_says() {
        for code in TURBOSMS_CODES {
            assert_eq!(outcome_of_status(code.status), Some(outcome(code.code)), "{}", code.status);
        }
        let words = ["ok", "SUCCESS_NEW", "Invalid_New", "NOT_ALLOWED", "REQUIRED_NEW", "FAILED_NEW", "FATAL"];
        let outcomes = [Accepted, Accepted, Rejected, Rejected, Rejected, Unknown, Unknown];
        for (word, outcome) in words.into_iter().zip(outcomes) {
            assert_eq!(outcome_of_status(word), Some(outcome), "{word}");
        }
        for word in ["", "QUEUED", "NOT", "OKAY", "\u{457}"] {
            assert_eq!(outcome_of_status(word), None, "{word}");
        }
        assert!(TURBOSMS_CODES.iter().all(|code| is_duplicate(code.code) == code.status.contains("DUPLICATE")));
    }
}
