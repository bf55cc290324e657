//! Base URL of an API.

use std::borrow::Cow;

use bytes::Bytes;
use ureq::http::Uri;
use ureq::http::uri::{Authority, Parts, PathAndQuery, Scheme};

use crate::error::Error;

/// URL of an API, without a trailing slash.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    pub(crate) url: String,
    pub(crate) scheme: Scheme,
    pub(crate) authority: Authority,
    /// Prefix of every path; usually empty.
    pub(crate) prefix: String,
    /// True if the target is this machine.
    pub(crate) loopback: bool,
    /// True if the proxy is bypassed.
    pub(crate) direct: bool,
}

impl BaseUrl {
    pub(crate) fn secure(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// Returns host and port for the `Host` header, without the default port.
    pub(crate) fn host(&self) -> &str {
        let usual = if self.secure() { 443 } else { 80 };
        match self.authority.port_u16() {
            Some(port) if port != usual => self.authority.as_str(),
            _ => self.authority.host(),
        }
    }

    /// Returns the URL of a request. Only the path is parsed.
    pub(crate) fn join(&self, path: Cow<'static, str>) -> Result<Uri, Error> {
        let path = match path {
            path if !self.prefix.is_empty() => Bytes::from(format!("{}{path}", self.prefix)),
            Cow::Borrowed(path) => Bytes::from_static(path.as_bytes()),
            Cow::Owned(path) => Bytes::from(path),
        };
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = PathAndQuery::from_maybe_shared(path).ok();
        Uri::from_parts(parts).map_err(|_| Error::configuration("the URL cannot be written in HTTP"))
    }
}
