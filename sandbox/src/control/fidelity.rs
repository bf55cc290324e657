//! `/_sandbox/fidelity`: what is imitated, with its source, and what is not.

use axum::Json;
use serde_json::{Value, json};

use crate::simulate::magic::MAGIC_NUMBERS;

/// Imitated behavior, and its source in `docs/provider/`.
const IMITATED: &[(&str, &str)] = &[
    ("POST /bat/messagelist: all eight types, the overview form, the bare array", "docs/provider/smsbat-api.md"),
    ("GET /bat/message/{messageId}: basic form, extended form with a fallback", "docs/provider/smsbat-api.md"),
    ("credentials: key header, Basic login, Basic @:key", "docs/provider/smsbat-api.md"),
    ("request rules, both spellings of viber_promo, OTP and carousel buttons", "docs/provider/smsbat-api.md"),
    (
        "error bodies: nested, flat, flat without code; codes 1001 to 1003 and codes that are words",
        "docs/provider/errors-and-limits.md",
    ),
    (
        "rates: sends 100/s burst 150, data 50/s burst 75, 5,000 messages a request",
        "docs/provider/errors-and-limits.md",
    ),
    ("SMS parts", "docs/provider/errors-and-limits.md"),
    ("statuses scheduled, processing, final; fallback if the first channel fails", "docs/provider/smsbat-api.md"),
    ("flash call pattern: the last nine digits of the caller id, three of them hidden", "docs/provider/smsbat-api.md"),
    ("Cascade: three send paths, array and overview form, all types, flat and nested", "docs/provider/cascade-api.md"),
    ("Cascade: the key and the two bot headers, alone and together", "docs/provider/cascade-api.md"),
    ("Cascade: schedule in three spellings, with a zone", "docs/provider/cascade-api.md"),
    ("Cascade variables: upload, inline form, placeholders", "docs/provider/cascade-api.md"),
    ("ChatHub: all REST calls, both message paths, three forms of a token", "docs/provider/chathub-api.md"),
    ("ChatHub: the hub over WebSocket, server-sent events and long polling", "docs/provider/chathub-hub.md"),
    ("ChatHub: JWT with an expiry, 24 hours for operators, 401 and 403", "docs/provider/chathub-api.md"),
    (
        "TurboSMS: send, sendmulti, status, details, ping; codes of requests and of rows",
        "docs/provider/turbosms.md, docs/provider/turbosms-codes.md",
    ),
    (
        "TurboSMS's own forms: path suffix, four ways to pass the token, form and GET data",
        "docs/provider/turbosms-codes.md",
    ),
    ("Messagio: form in, XML out, HTTP 200 for errors too", "docs/provider/messagio.md"),
    ("GMS: request rules", "docs/provider/other-endpoints.md"),
    ("delivery reports and incoming messages of the SMSBAT API", "docs/provider/webhooks.md"),
];

/// Behavior that is invented or not imitated.
const NOT_IMITATED: &[&str] = &[
    "nothing was compared with the live service; the sandbox follows its public documentation",
    "balance, PATCH, Cascade status and other calls without a published path are missing, and so are Counterbat, and TurboSMS's own balance and files",
    "sender registration, balance, operators and opt-outs are not checked: use the magic numbers",
    "the provider does not document which error shape belongs to which cause; the sandbox uses its best guess",
    "the extras field and problems in error bodies, and error in refused rows, are not documented",
    "prices and currencies are invented",
    "a status is final after 3 seconds, much earlier than in reality; a shorter ttl makes the channel fail",
    "/bat refuses Bearer, although one page lists it",
    "a fallback of a type other than sms is accepted and never used",
    "media URLs are not fetched, so size and format are not checked",
    "senders of SMS (11 letters and digits), message types, times without a zone and chat statuses are checked by the strictest page; the setting strictness \"lenient\" accepts what any page shows",
    "recommendations (button length, survey option length, ttl ranges, schedule horizon) are not enforced",
    "Cascade: it is a guess that GET /bat/message/{messageId} finds Cascade messages",
    "Cascade: all error codes but INVALID_PHONE are invented; the 85 characters of a survey are counted as code points",
    "Cascade: the order Telegram bot, Viber bot, Viber, RCS, SMS is the same on all paths; business channels need no extra key",
    "Cascade: numbers that are refused in a row elsewhere are accepted and become undeliverable, because a receipt has no status",
    "Cascade: variables belong to the credential that uploaded them and last until the reset; short links are invented",
    "ChatHub: every login has the same company; the lifetime of a company token (24 hours), chat message fields beyond id, chatId, message, phone and media, and undocumented responses are invented",
    "ChatHub hub: the fields of pushed messages and chats beyond those on the product site, and the results of calls, are invented; every client of a company gets the events of every chat",
    "ChatHub hub: MessagePack, streaming, stateful reconnect and client results of SignalR are missing",
    "ChatHub: a profile key is accepted for chat calls too; unknown parameters and fields are refused",
    "TurboSMS: SMSBAT does not say whether it accepts TurboSMS's own forms or remembers a sequence_id; the setting turbosms_native turns both off",
    "TurboSMS: 802 if every recipient is refused, 9001 for an unknown row code, and the seconds between statuses are invented; 427 (same message within 90 seconds) needs the setting turbosms_refuse_repeats",
    "TurboSMS: times are written as in SMSBAT's example; the limit of 14 days is only for times in TurboSMS's own form",
    "Messagio: all codes but 0 are invented",
    "GMS: the response is GMS's own; callback_url is not called",
    "replies, survey answers, buttons that send a text, and ChatHub's clients cause an incoming message; for answers and buttons this is a guess",
    "callbacks: only messages of the SMSBAT API are reported; the five attempts, 1, 2, 4 and 8 seconds apart, are invented",
];

pub(super) async fn fidelity() -> Json<Value> {
    let imitated: Vec<Value> =
        IMITATED.iter().map(|(what, reference)| json!({"what": what, "reference": reference})).collect();
    let magic: Vec<Value> =
        MAGIC_NUMBERS.iter().map(|magic| json!({"number": magic.number(), "effect": magic.effect})).collect();
    Json(json!({"imitated": imitated, "not_imitated": NOT_IMITATED, "magic_numbers": magic}))
}
