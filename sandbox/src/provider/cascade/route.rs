//! The channels of a message, in order (`docs/provider/cascade-api.md`, introduction and §3.3, D47).

use axum::http::HeaderMap;

use super::check::ValidMessage;
use crate::provider::common::credentials::{TELEGRAM_BOT_HEADER, VIBER_BOT_HEADER};

/// The bots that a request has credentials for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bots {
    telegram: bool,
    viber: bool,
}

impl Bots {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self { telegram: headers.contains_key(TELEGRAM_BOT_HEADER), viber: headers.contains_key(VIBER_BOT_HEADER) }
    }
}

/// Returns the channels of a message in the order they are tried, with their texts. Never empty.
pub(super) fn route(message: &ValidMessage, bots: Bots) -> Vec<(&'static str, &str)> {
    let text = message.text.as_deref().unwrap_or_default();
    let mut channels = Vec::new();
    if message.kind == "flashcall" {
        channels.push(("flashcall", text));
    } else {
        if let Some(telegram) = message.telegram.as_ref().filter(|block| bots.telegram && block.has_chat) {
            channels.push(("telegram", telegram.text.as_deref().unwrap_or(text)));
        }
        let viber = message.viber.as_ref();
        let viber_text = viber.and_then(|block| block.text.as_deref()).unwrap_or(text);
        if viber.is_some_and(|block| bots.viber && block.receiver.is_some()) {
            channels.push(("viber_bot", viber_text));
        }
        channels.push(("viber", viber_text));
        let plain = if text.is_empty() { viber_text } else { text };
        if matches!(message.kind, "transaction" | "promo") && !plain.is_empty() {
            channels.push(("rcs", plain));
        }
        let sms = viber.and_then(|block| block.fallback_text.as_deref()).unwrap_or(plain);
        if message.kind != "viber_carousel" && message.fallback.is_none() && !sms.is_empty() {
            channels.push(("sms", sms));
        }
    }
    if let Some(fallback) = &message.fallback {
        channels.push(("sms", fallback));
    }
    channels
}
