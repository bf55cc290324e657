//! HTTP methods.

use ureq::http;

use crate::error::Error;

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
    /// All methods.
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// Names of all methods, in the same order.
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
    pub const NAMES: &'static [&'static str] = &{
        let mut names = [""; Self::ALL.len()];
        let mut i = 0;
        while i < names.len() {
            names[i] = Self::ALL[i].as_str();
            i += 1;
        }
        names
    };

    /// Returns the method with this name, in upper or lower case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.as_str().eq_ignore_ascii_case(name))
    }

    /// Returns the method with this name, in upper or lower case.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Validation`] for any other name.
    pub fn parse(name: &str) -> Result<Self, Error> {
        let unknown = || Error::invalid("method", "known", "must be GET, POST, PUT, PATCH or DELETE");
        Self::from_name(name).ok_or_else(unknown)
    }

    /// Returns the name, such as `POST`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Converts to the type of the HTTP library.
    pub(super) fn to_http(self) -> http::Method {
        match self {
            Self::Get => http::Method::GET,
            Self::Post => http::Method::POST,
            Self::Put => http::Method::PUT,
            Self::Patch => http::Method::PATCH,
            Self::Delete => http::Method::DELETE,
        }
    }
}
