//! Reasons of a refused request: the field, the rule, and what would be right.

use serde::Serialize;
use serde_json::Value;

use super::routes;
use super::similar::nearest;
use crate::requests::{Decider, LoggedRequest};
use crate::simulate::magic::{Fate, MAGIC_NUMBERS, MAGIC_PREFIX};
use crate::simulate::rules::{FaultKind, RULE_REASON, STOPPED_REASON};

/// Most reasons of one request.
const MAX_REASONS: usize = 100;

const RULE_OFF: &str = "Turn the rule off on the Stage.";
const NOT_MAGIC: &str = "Use another number: this one is a magic number.";
/// After a stop of the recipient, which no rule on the Stage shows.
const AFTER_STOP: &str = "Use another number or sender: the recipient wrote a stop to this one. To allow it again, call \
                          DELETE /_sandbox/rules or reset the sandbox.";

/// One reason why a request was refused.
#[derive(Debug, Serialize)]
pub(super) struct Reason {
    /// Place in the request; empty for the whole of it.
    field: String,
    rule: String,
    /// Advice; none if nothing is known beyond the rule.
    right: Option<String>,
}

/// A right value for each field that is often wrong, as JSON.
const EXAMPLES: &[(&str, &str)] = &[
    ("action", r#"{"type": "dial", "phoneNumber": "+380671234567"}"#),
    ("actionUrl", r#""https://shop.example/1""#),
    ("buttonAction", r#""https://shop.example/1""#),
    ("buttonText", r#""Open""#),
    ("callerId", r#""+380440000077""#),
    (
        "carousel",
        r#"{"items": [{"title": "Shoes", "imageUrl": "https://shop.example/1.jpg", "primaryButton": {"label": "Buy", "actionUrl": "https://shop.example/1"}}]}"#,
    ),
    ("customerMessageId", r#""order-4711""#),
    ("fallback", r#"{"type": "sms", "text": "Hello"}"#),
    ("from", r#""MyShop""#),
    ("fromName", r#""MyShop""#),
    ("id", r#""order-4711""#),
    ("imageUrl", r#""https://shop.example/1.jpg""#),
    ("image_url", r#""https://shop.example/1.jpg""#),
    ("img", r#""https://shop.example/1.jpg""#),
    ("label", r#""Buy""#),
    ("messageType", r#""promo""#),
    ("messages", r#"[{"type": "sms", "from": "MyShop", "to": "+380671234567", "text": "Hello"}]"#),
    ("options", r#"["Good", "Bad"]"#),
    ("phone", r#""380671234567""#),
    ("phoneNumber", r#""+380671234567""#),
    ("primaryButton", r#"{"label": "Buy", "actionUrl": "https://shop.example/1"}"#),
    ("recipient", r#""+380671234567""#),
    ("recipients", r#"["380671234567"]"#),
    ("scheduledSent", r#""2030-05-04T15:05:00Z""#),
    ("sender", r#""MyShop""#),
    ("sending_method", r#""viber""#),
    ("sms", r#"{"sender": "MyShop", "text": "Hello"}"#),
    ("start_time", r#""2030-05-04T15:05:00Z""#),
    ("survey", r#"{"options": ["Good", "Bad"]}"#),
    ("templateId", r#""0aac888f-2ee2-4112-9659-1755a951966a""#),
    ("templateLang", r#""uk""#),
    ("templateParams", r#"{"pin": "004217"}"#),
    ("text", r#""Hello""#),
    ("title", r#""Shoes""#),
    ("to", r#""+380671234567""#),
    ("toPhone", r#""+380671234567""#),
    ("ttl", "3600"),
    ("txt", r#""Hello""#),
    ("type", r#""sms""#),
    ("viber", r#"{"sender": "MyShop", "text": "Hello"}"#),
];

/// Parts of TurboSMS's names of codes, and the field that each is about. The first that fits counts.
const TURBOSMS_FIELDS: &[(&str, &str)] = &[
    ("BUTTON_CAPTION", "viber.caption"),
    ("BUTTON_ACTION", "viber.action"),
    ("BUTTON", "viber.caption"),
    ("START_TIME", "start_time"),
    ("MESSAGE_ID", "messages"),
    ("IMAGE", "viber.image_url"),
    ("SENDER", "sender"),
    ("TEXT", "text"),
    ("RECIPIENT", "recipients"),
    ("PHONE", "recipients"),
    ("NUMBER", "recipients"),
    ("TTL", "ttl"),
    ("FILE", "file_id"),
];

/// Returns the reasons of a refused request; none for an accepted one.
pub(super) fn reasons(request: &LoggedRequest) -> Vec<Reason> {
    if !request.is_refused {
        return Vec::new();
    }
    if let Some(decider) = request.decided_by {
        return vec![decided(decider, request.fault)];
    }
    let answer: Value = serde_json::from_slice(&request.answer).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if let Some(problems) = answer["problems"].as_array() {
        let one = |problem: &Value| field_reason(text(&problem["path"]), text(&problem["message"]));
        return problems.iter().take(MAX_REASONS).map(one).collect();
    }
    let mut found = rows(&answer);
    if found.is_empty() {
        found.extend(turbosms(&answer, "", request));
    }
    if found.is_empty() {
        let error = if answer["error"].is_object() { &answer["error"] } else { &answer };
        let (field, rule) = (text(&error["field"]), text(&error["message"]));
        found.push(match (field.is_empty(), rule.is_empty()) {
            (false, _) => field_reason(field, rule),
            (true, false) if other_recipient(&rule).is_some() => {
                let right = other_recipient(&rule).map(str::to_owned);
                Reason { field: "phone_number".to_owned(), rule, right }
            }
            (true, false) => whole(rule, request),
            (true, true) => messagio(request).unwrap_or_else(|| whole(format!("HTTP {}", request.status), request)),
        });
    }
    found
}

fn decided(decider: Decider, fault: Option<FaultKind>) -> Reason {
    let broken = match fault {
        Some(FaultKind::Reset) => ", and reset the connection",
        Some(FaultKind::Stall) => ", and sent no response",
        Some(FaultKind::Half) => ", and sent half of it",
        Some(FaultKind::Malformed) => ", and cut its JSON",
        None => "",
    };
    let (rule, right) = match decider {
        Decider::Rule => ("A rule of the sandbox decided the response", RULE_OFF),
        Decider::PlannedReply => ("A reply that was planned for the next request", "Send the request again."),
    };
    Reason { field: String::new(), rule: format!("{rule}{broken}."), right: Some(right.to_owned()) }
}

fn field_reason(field: String, rule: String) -> Reason {
    let leaf = field.rsplit(['.', ']']).next().unwrap_or_default();
    let right = match rule.split_once("unknown field; the fields are ") {
        Some((_, known)) => match nearest(leaf, known.split(", "), (leaf.len() / 2).clamp(1, 3)) {
            Some(name) => format!("Did you mean {name}?"),
            None => format!("Remove it. The fields are {known}."),
        },
        None => return Reason { right: example(leaf), field, rule },
    };
    Reason { field, rule: "is not a field of this object".to_owned(), right: Some(right) }
}

fn example(leaf: &str) -> Option<String> {
    let (name, value) = EXAMPLES.iter().find(|(name, _)| *name == leaf)?;
    Some(format!("\"{name}\": {value}"))
}

/// A reason that names no field.
fn whole(rule: String, request: &LoggedRequest) -> Reason {
    let (method, path) = (request.method.as_str(), request.uri.path());
    let right = match request.status {
        400 => Some("A body of JSON, as the API page shows it.".to_owned()),
        401 => Some(credentials(request.api).to_owned()),
        403 if rule.contains("origins") => {
            Some("Call the API from your server: the provider is not for pages.".to_owned())
        }
        403 if rule.contains("suspended") => Some("A key that does not start with test-suspended.".to_owned()),
        403 => Some(credentials(request.api).to_owned()),
        404 if routes::is_known(path) => Some(
            "An id from this sandbox. Ids end with a reset, and with the process unless --store is given.".to_owned(),
        ),
        404 => Some(match routes::nearest(path) {
            Some(known) => format!("Did you mean {known}?"),
            None => "A path of the API page.".to_owned(),
        }),
        405 => routes::methods(path).map(|methods| format!("{} instead of {method}.", methods.join(" or "))),
        408 => Some("The whole body, within the time that --read-timeout allows.".to_owned()),
        413 => Some("A body of up to 64 MiB; split the list of messages.".to_owned()),
        415 => Some("Content-Type: application/json".to_owned()),
        429 => Some("Wait as long as Retry-After says, or start the sandbox with --no-rate-limit.".to_owned()),
        _ => None,
    };
    let field = match request.status {
        401 => "credentials",
        404 | 405 => "path",
        415 => "Content-Type",
        _ => "",
    };
    Reason { field: field.to_owned(), rule, right }
}

/// Credentials that each API accepts.
pub(super) fn credentials(api: &str) -> &'static str {
    match api {
        "chathub" => "Authorization: Bearer and the token that POST /api/company/get-token returns",
        "turbosms" => "Authorization: Bearer test-key",
        "messagio" => "user=test&sign=test-key",
        "gms" => "Authorization: Basic QDp0ZXN0LWtleQ==, which is @:test-key in base64",
        _ => "X-Authorization-Key: test-key",
    }
}

/// Advice for a recipient that is refused for this reason; none if something else is refused.
fn other_recipient(reason: &str) -> Option<&'static str> {
    let is_magic = |fate| matches!(fate, Fate::Refused { reason: known, .. } if known == reason);
    match reason {
        STOPPED_REASON => Some(AFTER_STOP),
        RULE_REASON => Some(RULE_OFF),
        _ => MAGIC_NUMBERS.iter().any(|magic| is_magic(magic.fate)).then_some(NOT_MAGIC),
    }
}

/// The refused rows of a send.
fn rows(answer: &Value) -> Vec<Reason> {
    let rows = answer["messages"].as_array().into_iter().flatten().enumerate();
    let refused = rows.filter_map(|(i, row)| {
        let rule = row["error"]["message"].as_str()?;
        let right = other_recipient(rule).map(str::to_owned);
        Some(Reason { field: format!("messages[{i}].to"), rule: rule.to_owned(), right })
    });
    refused.take(MAX_REASONS).collect()
}

/// The codes of TurboSMS's envelope: those of its rows, else its own.
fn turbosms(answer: &Value, place: &str, request: &LoggedRequest) -> Vec<Reason> {
    let Some(name) = answer["response_status"].as_str() else { return Vec::new() };
    let inner: Vec<Reason> = match &answer["response_result"] {
        Value::Array(rows) => {
            rows.iter().enumerate().flat_map(|(i, row)| turbosms(row, &format!("recipients[{i}]"), request)).collect()
        }
        Value::Object(parts) => parts.iter().flat_map(|(name, part)| turbosms(part, name, request)).collect(),
        _ => Vec::new(),
    };
    let is_good = matches!(answer["response_code"].as_u64(), Some(0 | 1 | 507 | 800..=803));
    if !inner.is_empty() || is_good {
        return inner.into_iter().take(MAX_REASONS).collect();
    }
    let field = TURBOSMS_FIELDS.iter().find(|(part, _)| name.contains(part)).map_or("", |(_, field)| *field);
    let rule = format!("{} {name}", answer["response_code"]);
    if name.contains("TOKEN") || name.contains("AUTH") || name.contains("ACTIVE_USER") {
        return vec![Reason { field: "token".to_owned(), rule, right: Some(credentials(request.api).to_owned()) }];
    }
    let leaf = field.rsplit('.').next().unwrap_or_default();
    let field = if place.is_empty() { field } else { place };
    // The codes of a refused recipient do not tell a rule from a stop.
    let right = match answer["phone"].as_str().filter(|_| name.starts_with("NOT_ALLOWED_")) {
        Some(phone) if phone.starts_with(MAGIC_PREFIX) => Some(NOT_MAGIC.to_owned()),
        Some(_) if name.ends_with("STOPLIST") => Some(format!("{RULE_OFF} If there is none: {AFTER_STOP}")),
        Some(_) => Some(RULE_OFF.to_owned()),
        None => example(leaf),
    };
    vec![Reason { field: field.to_owned(), rule, right }]
}

/// The XML of Messagio, whose message begins with the field.
fn messagio(request: &LoggedRequest) -> Option<Reason> {
    let answer = std::str::from_utf8(&request.answer).ok()?;
    let (_, rest) = answer.split_once("<tech_message>")?;
    let (rule, _) = rest.split_once("</tech_message>")?;
    if let Some(right) = other_recipient(rule) {
        return Some(Reason { field: "phone".to_owned(), rule: rule.to_owned(), right: Some(right.to_owned()) });
    }
    let field = rule.split(' ').next().filter(|word| *word != "unknown" && *word != "the").unwrap_or_default();
    let right = match example(field).as_deref().and_then(|example| example.split_once(": ")) {
        Some((_, value)) => Some(format!("{field}={}", value.trim_matches('"'))),
        None if rule.contains("login") || rule.contains("sign") || rule.contains("user") => {
            Some(credentials(request.api).to_owned())
        }
        None => None,
    };
    Some(Reason { field: field.to_owned(), rule: rule.to_owned(), right })
}
