//! Magic numbers: recipients with a fixed fate, so that a test needs no rule.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::provider::common::refusal::Refusal;
use crate::simulate::clock::Millis;
use crate::words::{self, Word};

/// Digits that every magic number starts with; a code of three digits follows.
pub const MAGIC_PREFIX: &str = "380990000";

/// A recipient with a fixed fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct MagicNumber {
    /// Last three digits of the number.
    pub code: &'static str,
    /// Fate of a message to this number.
    pub effect: &'static str,
    pub(crate) fate: Fate,
}

impl MagicNumber {
    /// Returns the whole number, with its plus sign.
    pub fn number(&self) -> String {
        format!("+{MAGIC_PREFIX}{}", self.code)
    }
}

/// Fate of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fate {
    /// The row of the response has this status and no id; `code` and `reason` say why.
    Refused {
        #[serde(deserialize_with = "words::read")]
        status: Word,
        #[serde(deserialize_with = "words::read")]
        code: Word,
        #[serde(deserialize_with = "words::read")]
        reason: Word,
    },
    /// Accepted, with this status in the row if not the usual one.
    Taken {
        #[serde(default, deserialize_with = "words::read_optional", skip_serializing_if = "Option::is_none")]
        row: Option<Word>,
        #[serde(rename = "course")]
        plan: DeliveryPlan,
        /// Number of the rule's actions, which a file does not keep.
        #[serde(skip)]
        script: Option<usize>,
    },
    /// The whole request gets this HTTP status, so no message is stored.
    #[serde(skip)]
    Http(StatusCode),
}

/// Status history of an accepted message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DeliveryPlan {
    Delivered,
    Read,
    /// The first channel and the fallback fail; this is the final status.
    Fails(#[serde(deserialize_with = "words::read")] Word),
    /// The first channel fails; a fallback delivers.
    FirstFails,
    /// Stays `processing`, or until its `ttl` has passed.
    Stuck,
    /// Delivered, but the status is not found at first.
    LateStatus,
    /// Delivered at this age, and read so much later if at all.
    Timed {
        delivered: Millis,
        read: Option<Millis>,
    },
}

impl Fate {
    pub(crate) const DELIVERED: Self = Self::taken(DeliveryPlan::Delivered);

    pub(crate) const fn taken(plan: DeliveryPlan) -> Self {
        Self::Taken { row: None, plan, script: None }
    }

    /// The fate in an API whose response has no rows: a refused message is accepted and fails later.
    pub(crate) fn without_row(self) -> Self {
        match self {
            Self::Refused { .. } => Self::taken(DeliveryPlan::Fails("undeliverable")),
            other => other,
        }
    }

    /// Returns the fate of a message to these digits.
    pub(crate) fn of(digits: &str) -> Self {
        digits
            .strip_prefix(MAGIC_PREFIX)
            .and_then(|code| MAGIC_NUMBERS.iter().find(|magic| magic.code == code))
            .map_or(Self::DELIVERED, |magic| magic.fate)
    }
}

/// Returns the error for the whole request, if one of these recipients asks for it.
pub(crate) fn http_fate<'a>(mut digits: impl Iterator<Item = &'a str>) -> Option<Refusal> {
    digits.find_map(|digits| match Fate::of(digits) {
        Fate::Http(status) => Some(Refusal::of_status(status)),
        _ => None,
    })
}

const fn magic(code: &'static str, effect: &'static str, fate: Fate) -> MagicNumber {
    MagicNumber { code, effect, fate }
}

/// Every magic number. Messages to all other numbers are delivered.
pub const MAGIC_NUMBERS: &[MagicNumber] = &[
    magic("001", "delivered", Fate::DELIVERED),
    magic(
        "101",
        "row `rejected`: the number is in the stop list",
        Fate::Refused { status: "rejected", code: "INVALID_RECIPIENT", reason: "the number is in the stop list" },
    ),
    magic(
        "102",
        "row `failed`: no route to the operator",
        Fate::Refused {
            status: "failed",
            code: "INVALID_RECIPIENT",
            reason: "no route to the operator of this number",
        },
    ),
    magic(
        "103",
        "row with the unknown status word `parked`; delivered later",
        Fate::Taken { row: Some("parked"), plan: DeliveryPlan::Delivered, script: None },
    ),
    magic("201", "`undeliverable`, by the fallback too", Fate::taken(DeliveryPlan::Fails("undeliverable"))),
    magic("202", "`permanenterror`, by the fallback too", Fate::taken(DeliveryPlan::Fails("permanenterror"))),
    magic("203", "`expired`, by the fallback too", Fate::taken(DeliveryPlan::Fails("expired"))),
    magic("204", "`read`", Fate::taken(DeliveryPlan::Read)),
    magic(
        "211",
        "the first channel fails: the fallback delivers, without one `undeliverable`",
        Fate::taken(DeliveryPlan::FirstFails),
    ),
    magic(
        "301",
        "stays `processing`; `expired` once its `ttl` has passed, and a fallback delivers",
        Fate::taken(DeliveryPlan::Stuck),
    ),
    magic("302", "status answers 404 for 3 seconds; delivered", Fate::taken(DeliveryPlan::LateStatus)),
    magic("401", "the whole request is answered with HTTP 401", Fate::Http(StatusCode::UNAUTHORIZED)),
    magic("403", "the whole request is answered with HTTP 403", Fate::Http(StatusCode::FORBIDDEN)),
    magic("422", "the whole request is answered with HTTP 422", Fate::Http(StatusCode::UNPROCESSABLE_ENTITY)),
    magic("429", "the whole request is answered with HTTP 429", Fate::Http(StatusCode::TOO_MANY_REQUESTS)),
    magic("500", "the whole request is answered with HTTP 500", Fate::Http(StatusCode::INTERNAL_SERVER_ERROR)),
    magic("502", "the whole request is answered with HTTP 502", Fate::Http(StatusCode::BAD_GATEWAY)),
    magic("503", "the whole request is answered with HTTP 503", Fate::Http(StatusCode::SERVICE_UNAVAILABLE)),
    magic("504", "the whole request is answered with HTTP 504", Fate::Http(StatusCode::GATEWAY_TIMEOUT)),
];
