//! One row of the send response.

use serde::Serialize;

use super::kind::Kind;
use crate::inbox::message::Message;
use crate::provider::common::check::values::phone_digits;
use crate::simulate::magic::Fate;

/// Default `ttl` of a flash call, in seconds.
const FLASH_CALL_TTL: u64 = 60;

/// A row of `messages[]`, in the documented order of keys.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Row {
    message_id: Option<String>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_message_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caller_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl: Option<u64>,
    /// Undocumented: the provider's pages show no field for the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<RowError>,
}

#[derive(Debug, Serialize)]
struct RowError {
    code: &'static str,
    message: &'static str,
}

impl Row {
    pub(super) fn is_refused(&self) -> bool {
        self.error.is_some()
    }

    /// The row of a message whose id is `id`.
    pub(crate) fn of(message: &Message, id: String) -> Self {
        let overview = message.kind == Kind::Viber.name();
        let (status, error) = match message.fate {
            Fate::Refused { status, code, reason } => (status, Some(RowError { code, message: reason })),
            Fate::Taken { row: Some(word), .. } => (word, None),
            Fate::Taken { row: None, .. } => (if overview { "sent" } else { "accepted" }, None),
            Fate::Http(_) => ("rejected", None),
        };
        let taken = message.plan().is_some();
        let caller_id = message.caller_id.as_deref().filter(|_| taken);
        let to = message.to.to_string();
        Self {
            message_id: taken.then_some(id),
            status,
            parts: (taken && !overview).then(|| message.parts(None)),
            customer_message_id: message.customer_message_id.as_deref().map(str::to_owned),
            caller_id: caller_id.map(str::to_owned),
            pattern: caller_id.map(pattern),
            to: (!overview).then(|| to.clone()),
            recipient: overview.then_some(to),
            ttl: caller_id.map(|_| message.ttl.unwrap_or(FLASH_CALL_TTL)),
            error,
        }
    }
}

/// The last nine digits of the caller id, with the first three hidden.
pub(crate) fn pattern(caller_id: &str) -> String {
    let digits = phone_digits(caller_id).unwrap_or_default();
    let tail = &digits[digits.len().saturating_sub(9)..];
    format!("***{}", &tail[tail.len().min(3)..])
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_documented_pattern() {
        assert_eq!(super::pattern("+380440000077"), "***000077");
        assert_eq!(super::pattern("+1 234-5678"), "***45678");
    }
}
