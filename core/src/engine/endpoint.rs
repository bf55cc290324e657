//! Endpoint of an operation.

use crate::error::Error;
use crate::http::Method;
use crate::http::rate::RateClass;
use crate::http::retry::Effect;

/// An API: a group of paths that share a host and credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Api {
    /// The SMSBAT API: `/bat/…`.
    Messages,
    /// The Cascade API: `/api/CascadeMessage/…` and `/api/items`.
    Cascade,
    /// The ChatHub API, on its own host.
    ChatHub,
    /// The TurboSMS-compatible API: `/api/tsms/…`.
    TurboSms,
    /// The Messagio-compatible API: `/api/SendMessage`.
    Messagio,
}

impl Api {
    /// All APIs.
    pub const ALL: [Self; 5] = [Self::Messages, Self::Cascade, Self::ChatHub, Self::TurboSms, Self::Messagio];

    /// Names of all APIs, in the same order.
    pub const NAMES: &'static [&'static str] = &[
        Self::Messages.as_str(),
        Self::Cascade.as_str(),
        Self::ChatHub.as_str(),
        Self::TurboSms.as_str(),
        Self::Messagio.as_str(),
    ];

    /// Returns the name of the namespace: `messages`, `cascade`, `chathub`, `turbosms` or `messagio`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Cascade => "cascade",
            Self::ChatHub => "chathub",
            Self::TurboSms => "turbosms",
            Self::Messagio => "messagio",
        }
    }

    /// Returns true if calls carry the token of a previous login.
    pub(crate) fn has_login(self) -> bool {
        matches!(self, Self::ChatHub)
    }

    /// Returns the API with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|api| api.as_str() == name)
    }

    /// Returns the API with this name.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] for any other name.
    pub fn parse(name: &str) -> Result<Self, Error> {
        Self::from_name(name).ok_or_else(|| Error::invalid("api", "known", "is not the name of an API"))
    }
}

/// Description of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Endpoint {
    /// Name in errors, logs and `smsbat_call`, such as `messages.send`.
    pub(crate) name: &'static str,
    /// HTTP method.
    pub(crate) method: Method,
    /// Path below the API's base URL; `{}` stands for an id.
    pub(crate) path: &'static str,
    /// Host and credentials.
    pub(crate) api: Api,
    /// Rate limit that applies.
    pub(crate) rate: RateClass,
    /// Effect of the request, which decides whether it may be retried.
    pub(crate) effect: Effect,
}

impl Endpoint {
    /// Returns the path with the percent-encoded `id` in place of `{}`. `argument` is its name in an error.
    pub(crate) fn path_with(&self, argument: &str, id: &str) -> Result<String, Error> {
        use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
        const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
        if let Some((rule, message)) = wrong_segment(id) {
            return Err(Error::invalid(argument, rule, message));
        }
        Ok(self.path.replace("{}", &utf8_percent_encode(id, UNRESERVED).to_string()))
    }

    /// The same, for an id that is a number.
    pub(crate) fn path_of(&self, argument: &str, id: i64) -> Result<String, Error> {
        check_id(argument, id)?;
        self.path_with(argument, &id.to_string())
    }
}

/// Checks an id that the provider has given: C's functions return 0 or less for one that a response has not.
pub(crate) fn check_id(argument: &str, id: i64) -> Result<(), Error> {
    if id > 0 { Ok(()) } else { Err(Error::invalid(argument, "range", "must be an id, above 0")) }
}

/// Longest segment of a path, in bytes. A URL that HTTP can carry has room for it when each byte is percent-encoded.
const LONGEST_SEGMENT: usize = 8192;

/// Rule that a segment of a path breaks, with its message. Servers resolve `.` and `..`, percent-encoded or not: the
/// request would be for another path.
pub(crate) fn wrong_segment(id: &str) -> Option<(&'static str, &'static str)> {
    match id {
        "" => Some(("not_empty", "must not be empty")),
        id if id.len() > LONGEST_SEGMENT => Some(("length", "must be at most 8192 bytes")),
        "." | ".." => Some(("path", "must not be '.' or '..', which servers resolve to another path")),
        _ => None,
    }
}
