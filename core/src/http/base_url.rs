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
    /// Reads an address; the error says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let refuse = |why: &str| Err(why.to_owned());
        let Ok(uri) = text.parse::<Uri>() else {
            return refuse("is not a URL such as https://restapi.smsbat.com");
        };
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return refuse("must begin with https:// and a host name");
        };
        if authority.as_str().contains('@') {
            return refuse("must not contain a user or password; use the settings for credentials");
        }
        if !names_host(authority.host()) {
            return refuse("must begin with https:// and a host name");
        }
        if port(authority, 80).is_none() {
            return refuse("has a port that is not a number from 1 to 65535");
        }
        if uri.query().is_some() || text.contains('#') {
            return refuse("must not contain '?' or '#'");
        }
        let loopback = is_loopback(authority.host());
        match scheme.as_str() {
            "https" => {}
            "http" if loopback => {}
            "http" => {
                return refuse("is http://, which would expose the credentials to the network; use https://");
            }
            _ => return refuse("must begin with https://"),
        }
        let url = text.trim_end_matches('/').to_owned();
        let prefix = uri.path().trim_end_matches('/').to_owned();
        Ok(Self { url, scheme: scheme.clone(), authority: authority.clone(), prefix, loopback, direct: false })
    }

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

/// Returns true for a name, or an address of IPv6 in brackets. `Uri` accepts any text in them, and none.
fn names_host(host: &str) -> bool {
    let literal = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    !host.is_empty() && literal.is_none_or(|ip| ip.parse::<std::net::Ipv6Addr>().is_ok())
}

/// Returns the port that a URL names, or the usual one if it names none; `None` if that is not a number from 1 to 65535.
/// `Authority` itself says that there is no port then, so that another program would get the request and its key.
pub fn port(authority: &Authority, usual: u16) -> Option<u16> {
    let (_, place) = authority.as_str().rsplit_once('@').unwrap_or(("", authority.as_str()));
    match place.strip_prefix(authority.host())? {
        "" => Some(usual),
        rest => {
            let digits = rest.strip_prefix(':').filter(|port| port.bytes().all(|b| b.is_ascii_digit()))?;
            digits.parse().ok().filter(|port| *port > 0)
        }
    }
}

fn is_loopback(host: &str) -> bool {
    let ip = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || ip.is_ok_and(|ip| ip.is_loopback())
}
