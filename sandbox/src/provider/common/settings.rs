//! Choices among documented forms.

use serde::{Deserialize, Serialize};

/// Form of a token (D50).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenForm {
    /// A bare JSON string.
    String,
    /// The token without quotes.
    Text,
    /// `{"token", "expiration"}`.
    Object,
}

/// Paths that serve the messages of a chat (D56).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MessagesPath {
    Both,
    /// `/api/chat/{chatId}/messages`; the other is 404.
    First,
    /// `/api/chat/chats/{id}/messages`; the first is 404.
    Second,
}

/// Treatment of a request that one page of the provider refuses and another one uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Strictness {
    /// Refused, so that a mistake is found before it costs money.
    Strict,
    /// Accepted: any sender of an SMS (D28), any message type (D43), times without a zone (D39), any chat status (D55).
    Lenient,
}

/// Settings of the control call `settings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) token_form: TokenForm,
    pub(crate) chat_messages_path: MessagesPath,
    /// Name the field of a token's validity `valid`, as before 2026-01-25 (D52).
    pub(crate) old_token_verdict: bool,
    /// Accept TurboSMS's own forms of token, path and data, and remember `sequence_id`.
    pub(crate) turbosms_native: bool,
    /// Refuse a row with 427 if the same message went to the same number within 90 seconds.
    pub(crate) turbosms_refuse_repeats: bool,
    pub(crate) strictness: Strictness,
}

impl Settings {
    pub(crate) fn is_lenient(&self) -> bool {
        self.strictness == Strictness::Lenient
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            token_form: TokenForm::String,
            chat_messages_path: MessagesPath::Both,
            old_token_verdict: false,
            turbosms_native: true,
            turbosms_refuse_repeats: false,
            strictness: Strictness::Strict,
        }
    }
}
