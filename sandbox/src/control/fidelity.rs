//! `/_sandbox/fidelity`: what is imitated, from which fact, and what is not.

use axum::Json;
use serde_json::{Value, json};

use crate::simulate::magic::MAGIC_NUMBERS;

/// What is imitated, and the page in `docs/provider/` that says so.
const IMITATED: &[(&str, &str)] = &[
    ("POST /bat/messagelist: all eight types, the overview form, the bare array", "docs/provider/smsbat-api.md"),
    ("GET /bat/message/{messageId}: basic form, extended form with a fallback", "docs/provider/smsbat-api.md"),
    ("credentials: key header, Basic login, Basic @:key", "docs/provider/smsbat-api.md"),
    ("request rules, both spellings of viber_promo, OTP and carousel buttons", "docs/provider/smsbat-api.md"),
    (
        "error bodies: nested, flat, flat without code; codes 1001 to 1003 and the string codes",
        "docs/provider/errors-and-limits.md",
    ),
    (
        "rates: sends 100/s burst 150, data 50/s burst 75, 5,000 messages a request",
        "docs/provider/errors-and-limits.md",
    ),
    ("SMS parts", "docs/provider/errors-and-limits.md"),
    ("life cycle scheduled, processing, final; fallback when the first channel fails", "docs/provider/smsbat-api.md"),
    ("flash call pattern: last nine digits of the caller id, three of them hidden", "docs/provider/smsbat-api.md"),
    ("Cascade: three send paths, array and overview form, all types, flat and nested", "docs/provider/cascade-api.md"),
    ("Cascade: the key and the two bot headers, alone and together", "docs/provider/cascade-api.md"),
    ("Cascade: schedule in three spellings, with a zone", "docs/provider/cascade-api.md"),
    ("Cascade variables: upload, inline form, placeholders", "docs/provider/cascade-api.md"),
    ("ChatHub: all REST calls, both message paths, three forms of a token", "docs/provider/chathub-api.md"),
    ("ChatHub: JWT with an expiry, 24 hours for operators, 401 and 403", "docs/provider/chathub-api.md"),
    (
        "TurboSMS: send, sendmulti, status, details, ping; codes of requests and of rows",
        "docs/provider/turbosms.md, docs/provider/turbosms-codes.md",
    ),
    (
        "TurboSMS, native forms: path suffix, four ways to give the token, form and GET data",
        "docs/provider/turbosms-codes.md",
    ),
    ("Messagio: form in, XML out, HTTP 200 for errors too", "docs/provider/messagio.md"),
    ("GMS: request rules", "docs/provider/other-endpoints.md"),
    ("delivery reports and incoming messages of the SMSBAT API", "docs/provider/webhooks.md"),
];

/// What is not, or is our invention.
const NOT_IMITATED: &[&str] = &[
    "nothing was compared with the live service; the facts are those of its public documentation",
    "balance, PATCH, Cascade status and other calls whose paths are not published are not served; nor are the hub of ChatHub, Counterbat and native TurboSMS's balance and files",
    "sender registration, balance, operators and opt-outs are not checked: use the magic numbers",
    "which of the documented error shapes comes for which cause is our reading, as the documentation does not say",
    "the extras field and problems in error bodies, and error in refused rows, are not documented",
    "prices and currencies are invented",
    "a status is final 3 seconds after the send, much earlier than in life; a ttl below that makes the channel fail",
    "Bearer is refused on /bat, though one page lists it",
    "a fallback of another type than sms is taken and never used",
    "media behind URLs is not fetched, so its size and format are not checked",
    "advice (button length, survey option length, ttl ranges, schedule horizon) is not enforced",
    "Cascade: that GET /bat/message/{messageId} knows a Cascade message is a guess",
    "Cascade: all error codes but INVALID_PHONE are invented; the 85 characters of a survey are counted as code points",
    "Cascade: the order Telegram bot, Viber bot, Viber, RCS, SMS is the same on all paths; the business channels need no key of their own",
    "Cascade: what the magic numbers refuse in a row elsewhere is taken and becomes undeliverable, as a receipt has no status",
    "Cascade: variables belong to the credential that uploaded them, live until the reset, and short links are invented",
    "ChatHub: one company for every login; the life of a company token (24 hours), the fields of chat messages beyond id, chatId, message, phone and media, and the answers without documented fields are invented",
    "ChatHub: a profile key is taken for chat calls too; unknown parameters and fields are refused",
    "TurboSMS: whether SMSBAT takes the native forms or remembers a sequence_id is not stated: the setting turbosms_native turns them off",
    "TurboSMS: 802 when every recipient is refused, 9001 for an unknown row code, and the seconds between statuses are invented; 427 (same message within 90 seconds) comes with the setting turbosms_refuse_repeats only",
    "TurboSMS: times are written as in SMSBAT's example, not in the native form; the limit of 14 days holds for native times only",
    "Messagio: all codes but 0 are invented",
    "GMS: the answer is the native one; callback_url is not called",
    "what recipients do (replies, answers of surveys, buttons that tell something, clients of ChatHub) comes as an incoming message; that answers and buttons come so is our reading",
    "callbacks: only messages of the SMSBAT API are reported; five attempts, 1, 2, 4 and 8 seconds apart on the clock, are invented",
];

pub(super) async fn fidelity() -> Json<Value> {
    let imitated: Vec<Value> =
        IMITATED.iter().map(|(what, reference)| json!({"what": what, "reference": reference})).collect();
    let magic: Vec<Value> =
        MAGIC_NUMBERS.iter().map(|magic| json!({"number": magic.number(), "effect": magic.effect})).collect();
    Json(json!({"imitated": imitated, "not_imitated": NOT_IMITATED, "magic_numbers": magic}))
}
