//! Keeps web pages out. A page in a browser can reach loopback, but not under a loopback host name and our origin.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Error;
use crate::options::Options;
use crate::provider::common::refusal::Refusal;

pub(crate) const FOREIGN: &str = "calls from pages of other origins are refused";

/// Header that says which pages may load a response.
pub(crate) const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Names of the sandbox beside those of loopback.
pub(crate) type AllowedHosts = Arc<[String]>;

/// Returns the names that the options allow, or what is wrong with them.
pub(crate) fn allowed_hosts(options: &Options) -> Result<AllowedHosts, Error> {
    if !options.host.is_loopback() && options.allow_hosts.is_empty() {
        return Err(Error::NotLoopback(options.host));
    }
    if options.host.is_loopback() && !options.allow_hosts.is_empty() {
        let needs = "allow_hosts (--allow-host) needs a host that is not loopback, such as --host 0.0.0.0";
        return Err(Error::Option(needs.to_owned()));
    }
    check_names("allow_hosts (--allow-host)", &options.allow_hosts)?;
    check_names("allow_webhook_hosts (--allow-webhook-host)", &options.allow_webhook_hosts)?;
    let mut allowed = options.allow_hosts.clone();
    // No name server can point a page's name at an address.
    if !options.host.is_loopback() && !options.host.is_unspecified() {
        allowed.push(options.host.to_string());
    }
    Ok(allowed.into())
}

fn check_names(option: &str, names: &[String]) -> Result<(), Error> {
    let is_name = |name: &String| {
        let letters = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'));
        !name.is_empty() && (letters || name.parse::<IpAddr>().is_ok())
    };
    match names.iter().find(|name| !is_name(name)) {
        None => Ok(()),
        Some(name) => Err(Error::Option(format!(
            "{option} must be a host name or an address, without scheme, port and *, such as sandbox; not {name:?}"
        ))),
    }
}

/// Refuses a host name that is neither loopback nor allowed (DNS rebinding).
pub(crate) async fn known_host(State(allowed): State<AllowedHosts>, request: Request, next: Next) -> Response {
    let named = request.uri().authority().map(|authority| authority.as_str().to_owned());
    let hosts: Vec<&str> = request.headers().get_all(HOST).iter().map(|v| v.to_str().unwrap_or_default()).collect();
    if hosts.len() != 1
        || !hosts.into_iter().chain(named.as_deref()).all(|host| is_loopback(host) || is_allowed(host, &allowed))
    {
        let message = "the sandbox accepts the hosts 127.0.0.1, localhost, [::1] and those of --allow-host only";
        return Refusal::flat(StatusCode::FORBIDDEN, message, None).into_response();
    }
    next.run(request).await
}

/// Refuses requests to the provider's APIs from pages of another origin, and from links on them: a form, a plain text
/// or a link could send a message, and browsers send those without a preflight.
pub(crate) async fn no_page(request: Request, next: Next) -> Response {
    match page_refusal(request.headers()) {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    }
}

/// The response to a request with these headers if a page of another origin made it.
pub(crate) fn page_refusal(headers: &HeaderMap) -> Option<Refusal> {
    is_foreign(headers).then(|| Refusal::flat(StatusCode::FORBIDDEN, FOREIGN, None))
}

/// Returns true if a page of another origin makes this call, or a link on one: even a `GET` of the control API makes the
/// space that it names. Browsers set `Sec-Fetch-Site` also where they send no origin.
pub(crate) fn is_foreign(headers: &HeaderMap) -> bool {
    has_foreign_origin(headers) || comes_from_elsewhere(headers)
}

fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get_all("sec-fetch-site").iter().any(|site| site != "same-origin" && site != "none")
}

fn has_foreign_origin(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|v| v.to_str().ok()).unwrap_or_default();
    headers.get_all(ORIGIN).iter().any(|origin| {
        let origin = origin.to_str().unwrap_or_default();
        let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        authority.is_none_or(|authority| !authority.eq_ignore_ascii_case(host))
    })
}

fn is_allowed(host: &str, allowed: &[String]) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    !host.contains('@') && allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(name))
}

fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host();
    let address = name.trim_start_matches('[').trim_end_matches(']');
    !host.contains('@')
        && (name.eq_ignore_ascii_case("localhost")
            || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback()))
}

#[cfg(test)]
mod tests {
    use super::{is_allowed, is_loopback};

    #[test]
    fn allowed_names() {
        let allowed = ["sandbox".to_owned(), "10.0.0.7".to_owned(), "fd00::1".to_owned()];
        for host in ["sandbox", "SANDBOX:8026", "10.0.0.7:1", "[fd00::1]:8026"] {
            assert!(is_allowed(host, &allowed), "{host}");
        }
        for host in ["", "sandbox.evil", "evil-sandbox", "user@sandbox", "10.0.0.8", "*"] {
            assert!(!is_allowed(host, &allowed), "{host}");
        }
    }

    #[test]
    fn loopback_names() {
        for host in ["127.0.0.1", "127.0.0.1:8026", "localhost", "LOCALHOST:1", "[::1]", "[::1]:8026"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["", "example.org", "127.0.0.1.example.org", "localhost@example.org", "10.0.0.1", "localhost.evil"]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
