//! TurboSMS's response codes (`docs/provider/turbosms-codes.md` §1).

use serde::Serialize;

/// A response code with its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) number: u16,
    pub(crate) name: &'static str,
}

impl Code {
    /// Returns true if the request was carried out, in whole, in part or earlier.
    pub(super) fn is_success(self) -> bool {
        matches!(self.number, 0 | 1 | 800..=803 | 507)
    }

    /// Returns true if some rows were refused.
    pub(super) fn is_partial(self) -> bool {
        matches!(self.number, 802 | 803)
    }
}

/// The envelope of every response, and of each result of `sendmulti`.
#[derive(Debug, Serialize)]
pub(super) struct Envelope<T> {
    response_code: u16,
    response_status: &'static str,
    response_result: T,
}

impl<T> Envelope<T> {
    pub(super) fn new(code: Code, result: T) -> Self {
        Self { response_code: code.number, response_status: code.name, response_result: result }
    }
}

macro_rules! codes {
    ($($number:literal $name:ident)*) => {
        $(pub(in crate::provider::tsms) const $name: Code = Code { number: $number, name: stringify!($name) };)*

        /// The whole table.
        #[cfg(test)]
        const ALL: &[Code] = &[$($name),*];
    };
}

/// An unknown code, for the magic number that asks for one.
pub(super) const PARKED: Code = Code { number: 9001, name: "PARKED" };

// The table is complete, including codes that the sandbox never returns.
#[allow(dead_code)]
mod table {
    use super::Code;

    codes! {
        0 OK
        1 PONG
        800 SUCCESS_MESSAGE_ACCEPTED
        801 SUCCESS_MESSAGE_SENT
        802 SUCCESS_MESSAGE_PARTIAL_ACCEPTED
        803 SUCCESS_MESSAGE_PARTIAL_SENT
        103 REQUIRED_TOKEN
        104 REQUIRED_CONTENT
        105 REQUIRED_AUTH
        106 REQUIRED_ACTIVE_USER
        107 REQUIRED_VIBER_SESSION
        200 REQUIRED_MESSAGE_SENDER
        201 REQUIRED_MESSAGE_TEXT
        202 REQUIRED_MESSAGE_RECIPIENT
        203 REQUIRED_BALANCE
        204 REQUIRED_MESSAGE_BUTTON
        205 REQUIRED_MESSAGE_BUTTON_CAPTION
        206 REQUIRED_MESSAGE_BUTTON_ACTION
        300 INVALID_REQUEST
        301 INVALID_TOKEN
        302 INVALID_MESSAGE_SENDER
        303 INVALID_START_TIME
        304 INVALID_MESSAGE_TEXT
        305 INVALID_PHONE
        306 INVALID_TTL
        307 INVALID_MESSAGE_ID
        308 INVALID_FILE_ID
        309 INVALID_SENDER_ID
        310 INVALID_CHAT_ID
        311 INVALID_SESSION_ID
        312 INVALID_PAGE
        313 INVALID_ROWS
        400 NOT_ALLOWED_MESSAGE_SENDER
        401 NOT_ALLOWED_MESSAGE_SENDER_NOT_ACTIVE
        402 NOT_ALLOWED_MESSAGE_IMAGE
        403 NOT_ALLOWED_START_TIME
        404 NOT_ALLOWED_NUMBER_STOPLIST
        405 NOT_ALLOWED_RECIPIENTS_LIMIT
        406 NOT_ALLOWED_RECIPIENT_COUNTRY
        407 NOT_ALLOWED_RECIPIENT_DUPLICATE
        408 NOT_ALLOWED_MESSAGE_BUTTON_TEXT_LENGTH
        409 NOT_ALLOWED_MESSAGE_TTL
        410 NOT_ALLOWED_MESSAGE_TRANSACTION_CONTENT
        411 NOT_ALLOWED_MESSAGE_DATA
        412 NOT_ALLOWED_MESSAGE_TEXT
        413 NOT_ALLOWED_MESSAGE_TEXT_LENGTH
        414 NOT_ALLOWED_MESSAGE_ID
        415 NOT_ALLOWED_MESSAGE_TRANSACTION_SENDER
        416 NOT_ALLOWED_MESSAGE_TRANSACTION_PATTERN
        417 NOT_ALLOWED_FILE_ID
        418 NOT_ALLOWED_FILE_EMPTY
        419 NOT_ALLOWED_FILE_TYPE
        420 NOT_ALLOWED_FILE_SIZE
        421 NOT_ALLOWED_MESSAGE_TRAFFIC_TYPE
        422 NOT_ALLOWED_SESSION_OUTBOX_LIMIT
        423 NOT_ALLOWED_FILE_NAME_LENGTH
        424 NOT_ALLOWED_PERMISSION
        425 NOT_ALLOWED_TEST_NUMBER
        426 NOT_ALLOWED_TEST_MESSAGES_LIMIT
        427 NOT_ALLOWED_MESSAGE_DUPLICATE
        500 FAILED_CONVERT_RESULT2JSON
        501 FAILED_CONVERT_RESULT2XML
        502 FAILED_PARSE_BODY
        503 FAILED_SMS_SEND
        504 FAILED_VIBER_SEND
        505 FAILED_SAVE_IMAGE
        506 FAILED_SAVE_FILE
        507 FAILED_DUPLICATE_REQUEST
        999 FATAL_ERROR
    }

    #[cfg(test)]
    mod tests {
        use super::ALL;

        #[test]
        fn numbers_rise_and_names_differ() {
            assert_eq!(ALL.len(), 69);
            assert!(ALL.windows(2).all(|pair| pair[0].number != pair[1].number && pair[0].name != pair[1].name));
            let mut numbers: Vec<u16> = ALL.iter().map(|code| code.number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            assert_eq!(numbers.len(), ALL.len());
        }
    }
}
pub(super) use self::table::*;
