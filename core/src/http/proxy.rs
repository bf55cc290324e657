//! The proxy from the environment, by the rules of curl (its manual page, "Environment").

use std::net::IpAddr;

use ureq::Proxy;
use ureq::http::Uri;

use crate::error::Error;

/// Variables in curl's order: for `https://` targets, then for all. `HTTP_PROXY` and `http_proxy` are for `http://`
/// targets, which are always on this machine and use no proxy.
const VARIABLES: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
/// Default port of a proxy, as in curl.
const USUAL_PORT: u16 = 1080;

/// Returns the proxy for `https://` targets that are not exempt by [`is_exempt`].
///
/// # Errors
/// [`crate::ErrorKind::Configuration`] with the name of the variable if its value cannot be used.
pub(crate) fn from_environment(environment: &dyn Fn(&str) -> Option<String>) -> Result<Option<Proxy>, Error> {
    let given = variable(environment).and_then(|name| Some((name, environment(name)?)));
    given.map(|(name, address)| parse(&address, name)).transpose()
}

/// Returns the variable that names the proxy.
pub(crate) fn variable(environment: &dyn Fn(&str) -> Option<String>) -> Option<&'static str> {
    VARIABLES.into_iter().find(|name| environment(name).is_some())
}

/// Parses the URL of a proxy. `from` names its source. The text may contain a password, so errors do not repeat it.
pub(crate) fn parse(address: &str, from: &str) -> Result<Proxy, Error> {
    let wrong = || {
        Error::configuration(format!(
            "{from} is not the URL of a proxy, such as http://proxy.example:3128 (special characters in a password \
             must be percent-encoded)"
        ))
    };
    let (scheme, rest) = address.split_once("://").unwrap_or(("http", address));
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") {
        let known = scheme.starts_with("socks");
        let kind = if known { "names a SOCKS proxy" } else { "does not begin with http:// or https://" };
        return Err(Error::configuration(format!("{from} {kind}; only http:// and https:// proxies are supported")));
    }
    let uri: Uri = format!("{scheme}://{rest}").parse().map_err(|_| wrong())?;
    // A path indicates a typing error, such as `http//proxy`, and parsers drop everything after '#'.
    if !matches!(uri.path(), "" | "/") || uri.query().is_some() || rest.contains('#') {
        return Err(wrong());
    }
    let authority = uri.authority().ok_or_else(wrong)?.as_str();
    let (user, place) = authority.rsplit_once('@').map_or((None, authority), |(user, place)| (Some(user), place));
    let (host, port) = place.rsplit_once(':').filter(|(_, port)| !port.contains(']')).unwrap_or((place, ""));
    let port = match (port, scheme.as_str()) {
        ("", "https") => 443,
        ("", _) => USUAL_PORT,
        (port, _) => port.parse().ok().filter(|port| *port != 0).ok_or_else(wrong)?,
    };
    let literal = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    if host.is_empty() || literal.is_some_and(|ip| ip.parse::<std::net::Ipv6Addr>().is_err()) {
        return Err(wrong());
    }
    let user = user.map(|user| format!("{user}@")).unwrap_or_default();
    Proxy::new(&format!("{scheme}://{user}{host}:{port}")).map_err(|_| wrong())
}

/// Returns true if `NO_PROXY` exempts a host. Entries are names, which include their subdomains, addresses, or blocks
/// of addresses, separated by commas or spaces. A single `*` exempts all hosts.
pub(crate) fn is_exempt(environment: &dyn Fn(&str) -> Option<String>, host: &str) -> bool {
    let Some(list) = environment("no_proxy").or_else(|| environment("NO_PROXY")) else { return false };
    if list.trim() == "*" {
        return true;
    }
    let mut entries = list.split(|c: char| c == ',' || c.is_whitespace()).filter(|entry| !entry.is_empty());
    match bare(host).parse() {
        Ok(ip) => entries.any(|entry| covers_address(entry, ip)),
        Err(_) => entries.any(|entry| covers_name(entry, host)),
    }
}

fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// Matches a name: `example.org` and `.example.org` cover `example.org` and `api.example.org`, not `badexample.org`.
fn covers_name(entry: &str, host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).as_bytes();
    let entry = entry.strip_suffix('.').unwrap_or(entry);
    let entry = entry.strip_prefix('.').unwrap_or(entry).as_bytes();
    let Some(start) = host.len().checked_sub(entry.len()).filter(|_| !entry.is_empty()) else { return false };
    let (before, end) = host.split_at(start);
    end.eq_ignore_ascii_case(entry) && before.last().is_none_or(|byte| *byte == b'.')
}

/// Matches an address or a block: `10.0.0.1`, `10.0.0.0/8`, `2001:db8::/32`.
fn covers_address(entry: &str, ip: IpAddr) -> bool {
    let (net, bits) = entry.split_once('/').map_or((entry, None), |(net, bits)| (net, Some(bits)));
    let (differing, size) = match (bare(net).parse(), ip) {
        (Ok(IpAddr::V4(net)), IpAddr::V4(ip)) => (u128::from(u32::from(net) ^ u32::from(ip)), 32_u32),
        (Ok(IpAddr::V6(net)), IpAddr::V6(ip)) => (u128::from(net) ^ u128::from(ip), 128),
        _ => return false,
    };
    let bits = bits.map_or(Some(size), |bits| bits.parse().ok());
    let rest = bits.and_then(|bits| size.checked_sub(bits));
    rest.is_some_and(|rest| differing.checked_shr(rest).unwrap_or(0) == 0)
}
