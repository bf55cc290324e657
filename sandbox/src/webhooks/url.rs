//! The URL of a receiver, which is on loopback or on a host that the options allow.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::http::Uri;
use smsbat_core::binding;

/// A webhook URL and its addresses.
#[derive(Debug, Clone)]
pub(super) struct WebhookUrl {
    pub(super) url: Uri,
    /// Tried in turn. Empty for an allowed host, which is looked up for each attempt.
    pub(super) addresses: Vec<SocketAddr>,
}

impl WebhookUrl {
    /// Accepts plain HTTP only, on loopback and the allowed hosts.
    pub(super) fn parse(text: &str, allowed: &[String]) -> Result<Self, String> {
        let refused = || {
            format!(
                "{text:?} is not a URL on loopback, such as http://127.0.0.1:8080/hook, or of a host that the option \
                 --allow-webhook-host allows"
            )
        };
        let url: Uri = text.parse().map_err(|_| refused())?;
        let authority = url.authority().filter(|authority| !authority.as_str().contains('@')).ok_or_else(refused)?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        let hosts = match host.parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) if host.eq_ignore_ascii_case("localhost") => {
                vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
            }
            Err(_) => Vec::new(),
        };
        let is_allowed = allowed.iter().any(|name| name.eq_ignore_ascii_case(host));
        let is_loopback = !hosts.is_empty() && hosts.iter().all(IpAddr::is_loopback);
        if url.scheme_str() != Some("http") || !(is_loopback || is_allowed) {
            return Err(refused());
        }
        let port = binding::port(authority, 80);
        let port = port.ok_or_else(|| format!("{text:?} has a port that is not a number from 1 to 65535"))?;
        let addresses = hosts.into_iter().map(|host| SocketAddr::new(host, port)).collect();
        Ok(Self { url, addresses })
    }
}

#[cfg(test)]
mod tests {
    use super::WebhookUrl;

    #[test]
    fn allowed_hosts_are_called() {
        let allowed = ["app".to_owned(), "10.0.0.1".to_owned()];
        for url in ["http://app:8080/hook", "http://APP/", "http://10.0.0.1/"] {
            assert!(WebhookUrl::parse(url, &allowed).is_ok(), "{url}");
        }
        for url in ["https://app/", "http://app.example.org/", "http://user@app/", "http://10.0.0.2/"] {
            assert!(WebhookUrl::parse(url, &allowed).is_err(), "{url}");
        }
    }

    #[test]
    fn only_loopback_is_called() {
        for url in ["http://127.0.0.1:8080/hook", "http://localhost/a?b=c", "http://[::1]:1/", "http://127.9.9.9"] {
            assert!(WebhookUrl::parse(url, &[]).is_ok(), "{url}");
        }
        for url in [
            "",
            "/hook",
            "127.0.0.1:80",
            "https://127.0.0.1/",
            "http://example.org/",
            "http://127.0.0.1.example.org/",
            "http://10.0.0.1/",
            "http://0.0.0.0:80/",
            "http://localhost@example.org/",
            "http://user@127.0.0.1/",
            "file:///etc/passwd",
            "http://127.0.0.1:99999/",
            "http://127.0.0.1:0/",
            "http://127.0.0.1:/",
            "http://127.0.0.1:8080;x/",
            "http://[::1]x:8080/",
        ] {
            assert!(WebhookUrl::parse(url, &[]).is_err(), "{url}");
        }
    }
}
