//! `/_sandbox/fidelity`: what is imitated, from which fact, and what is not.

use axum::Json;
use serde_json::{Value, json};

use crate::magic::MAGIC_NUMBERS;

/// What is imitated, and the section of the reference that says so.
const IMITATED: &[(&str, &str)] = &[
    ("POST /bat/messagelist: all eight types, the overview form, the bare array", "smsbat-api §3, D11–D13"),
    ("GET /bat/message/{messageId}: basic form, extended form with a fallback", "smsbat-api §4"),
    ("credentials: key header, Basic login, Basic @:key", "smsbat-api §2"),
    ("request rules, both spellings of viber_promo, OTP and carousel buttons", "smsbat-api §3, D16–D28, D33"),
    (
        "error bodies: nested, flat, flat without code; codes 1001 to 1003 and the string codes",
        "errors-and-limits §2, §3",
    ),
    ("rates: sends 100/s burst 150, data 50/s burst 75, 5,000 messages a request", "errors-and-limits §4"),
    ("SMS parts", "errors-and-limits §5"),
    ("life cycle scheduled, processing, final; fallback when the first channel fails", "smsbat-api §3.12, §4"),
    ("flash call pattern: last nine digits of the caller id, three of them hidden", "smsbat-api §3.11, §3.13"),
];

/// What is not, or is our invention.
const NOT_IMITATED: &[&str] = &[
    "Cascade, ChatHub, TurboSMS and Messagio are not served yet",
    "no callbacks are sent",
    "balance, PATCH and other calls whose paths are not published are not served",
    "nothing was compared with the live service; the facts are those of its public documentation",
    "sender registration, balance, operators and opt-outs are not checked: use the magic numbers",
    "which of the documented error shapes comes for which cause is our reading, as the documentation does not say",
    "the extras field and problems in error bodies, and error in refused rows, are not documented",
    "prices and currencies are invented",
    "a status is final 3 seconds after the send, much earlier than in life; a ttl below that makes the channel fail",
    "Bearer is refused on /bat, though one page lists it (D8)",
    "a fallback of another type than sms is taken and never used (D10)",
    "media behind URLs is not fetched, so its size and format are not checked",
    "advice (button length, survey option length, ttl ranges) is not enforced",
];

pub(super) async fn fidelity() -> Json<Value> {
    let imitated: Vec<Value> =
        IMITATED.iter().map(|(what, reference)| json!({"what": what, "reference": reference})).collect();
    let magic: Vec<Value> =
        MAGIC_NUMBERS.iter().map(|magic| json!({"number": magic.number(), "effect": magic.effect})).collect();
    Json(json!({"imitated": imitated, "not_imitated": NOT_IMITATED, "magic_numbers": magic}))
}
