//! The port of a URL.

use axum::http::uri::Authority;

/// Returns the port that a URL names, or the usual one if it names none; `None` if that is not a number from 1 to 65535.
/// `Authority` itself says that there is no port then, so that another program would get what is sent.
pub(crate) fn port(authority: &Authority, usual: u16) -> Option<u16> {
    let (_, place) = authority.as_str().rsplit_once('@').unwrap_or(("", authority.as_str()));
    match place.strip_prefix(authority.host())? {
        "" => Some(usual),
        rest => {
            let digits = rest.strip_prefix(':').filter(|port| port.bytes().all(|b| b.is_ascii_digit()))?;
            digits.parse().ok().filter(|port| *port > 0)
        }
    }
}
