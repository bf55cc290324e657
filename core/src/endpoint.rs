//! One description per operation; `Client::run` is the one function that runs them all.

/// A group of paths with its own host setting and credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Api {
    /// The SMSBAT API: `/bat/…`.
    Messages,
    /// The Cascade API: `/api/CascadeMessage/…` and `/api/items`.
    Cascade,
    /// The ChatHub API, on a host of its own.
    ChatHub,
    /// The layer that speaks TurboSMS: `/api/tsms/…`.
    TurboSms,
    /// The layer that speaks Messagio: `/api/SendMessage`.
    Messagio,
}

impl Api {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Messages, Self::Cascade, Self::ChatHub, Self::TurboSms, Self::Messagio];

    /// Name of the namespace: `messages`, `cascade`, `chathub`, `turbosms`, `messagio`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Cascade => "cascade",
            Self::ChatHub => "chathub",
            Self::TurboSms => "turbosms",
            Self::Messagio => "messagio",
        }
    }

    /// The API with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|api| api.as_str() == name)
    }
}

/// HTTP methods that the provider uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The method with this name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete]
            .into_iter()
            .find(|m| m.as_str().eq_ignore_ascii_case(name))
    }

    /// Such as `POST`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl From<Method> for ureq::http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
        }
    }
}

/// Which rate limit a request counts against (`docs/provider/errors-and-limits.md` §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum RateClass {
    /// Sends: 100 requests a second, bursts of 150.
    Messaging,
    /// Status and information: 50 requests a second, bursts of 75.
    Data,
}

/// What a request does at the provider, and so whether it may be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Effect {
    /// Changes nothing: may be repeated after any passing failure.
    Read,
    /// Changes something, and twice is the same as once: may be repeated like a read.
    Change,
    /// Sends or adds something: repeated only when it certainly was not carried out.
    Send,
}

/// Description of an operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Endpoint {
    /// Name in errors, logs and `smsbat_call`, such as `messages.send`.
    pub(crate) name: &'static str,
    /// HTTP method.
    pub(crate) method: Method,
    /// Path from the API's base address; `{}` stands for an id.
    pub(crate) path: &'static str,
    /// Host and credentials.
    pub(crate) api: Api,
    /// Rate limit it counts against.
    pub(crate) rate: RateClass,
    /// Whether it may be repeated.
    pub(crate) effect: Effect,
}

impl Endpoint {
    /// The path with `id`, percent-encoded, in place of `{}`.
    pub(crate) fn path_with(&self, id: &str) -> String {
        use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
        const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
        self.path.replace("{}", &utf8_percent_encode(id, UNRESERVED).to_string())
    }
}
