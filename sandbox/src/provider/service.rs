//! The API of a request, its account, and its rate limit.

use axum::body::Bytes;
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::inbox::message::Api;
use crate::provider::bat;
use crate::provider::chathub;
use crate::provider::common::credentials::{Caller, identify, identify_basic, identify_cascade};
use crate::provider::common::rate::RateClass;
use crate::provider::common::refusal::Refusal;
use crate::provider::messagio;
use crate::provider::tsms;
use crate::provider::tsms::answer::refused;
use crate::provider::tsms::codes::Code;

/// Why a request does not reach its handler.
#[derive(Debug)]
pub(crate) enum Denied {
    Http(Refusal),
    TurboSms(Code),
    /// A page of another origin makes the request.
    Foreign(Refusal),
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Self {
        Self::Http(refusal)
    }
}

impl IntoResponse for Denied {
    fn into_response(self) -> Response {
        match self {
            Self::Http(refusal) | Self::Foreign(refusal) => refusal.into_response(),
            Self::TurboSms(code) => refused(code),
        }
    }
}

/// One API of the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    Messages,
    Cascade,
    ChatHub,
    TurboSms,
    Messagio,
    Gms,
}

impl Service {
    /// Every API.
    pub(crate) const ALL: [Self; 6] =
        [Self::Messages, Self::Cascade, Self::ChatHub, Self::TurboSms, Self::Messagio, Self::Gms];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Messages => Api::Messages.name(),
            Self::Cascade => Api::Cascade.name(),
            Self::ChatHub => "chathub",
            Self::TurboSms => Api::TurboSms.name(),
            Self::Messagio => Api::Messagio.name(),
            Self::Gms => Api::Gms.name(),
        }
    }

    /// The API of a path; unknown paths belong to the SMSBAT API.
    pub(crate) fn of(path: &str) -> Self {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').take(2).collect();
        match *parts {
            ["api", "CascadeMessage" | "items"] => Self::Cascade,
            ["api", "company" | "operator" | "chat"] | ["chathub", ..] => Self::ChatHub,
            ["api", "tsms"] => Self::TurboSms,
            ["api", "SendMessage"] => Self::Messagio,
            ["api", "GMSMessage"] => Self::Gms,
            _ => Self::Messages,
        }
    }

    /// Returns the caller, or this API's error for wrong credentials.
    pub(crate) fn identify(self, app: &App, parts: &Parts, body: &Bytes) -> Result<Caller, Denied> {
        let account = match self {
            Self::Messages => identify(&parts.headers)?,
            Self::Cascade => identify_cascade(&parts.headers)?,
            Self::Gms => identify_basic(&parts.headers)?,
            Self::ChatHub => chathub::access::identify(app, parts)?,
            Self::TurboSms => tsms::token::identify(app, parts, body).map_err(Denied::TurboSms)?,
            // The account is in the form, and wrong credentials are not an HTTP error.
            Self::Messagio => messagio::account(body),
        };
        Ok(Caller { account })
    }

    /// Sends count toward the messaging limit, everything else toward the data limit.
    pub(crate) fn rate_class(self, method: &Method, path: &str) -> RateClass {
        let sends = match self {
            Self::Messages => path == bat::SEND_PATH && method == Method::POST,
            Self::Cascade => path != "/api/items",
            Self::TurboSms => path.contains("/send"),
            Self::ChatHub => path.ends_with("/message"),
            Self::Messagio | Self::Gms => true,
        };
        if sends { RateClass::Messaging } else { RateClass::Data }
    }
}
