//! Errors of an exchange: what failed, at which place, and what to do.

use ureq::Proxy;

use super::base_url::BaseUrl;
use super::call::{Call, Stop};
use crate::error::{Error, ErrorKind, Outcome};
use crate::{descriptors, os_text};

/// The other end of a connection, for error texts.
#[derive(Clone, Copy)]
pub(super) enum Peer<'a> {
    Server(&'a BaseUrl),
    /// Its URL may hold a password, so only host and port are shown.
    Proxy(&'a Proxy),
    /// A step of a connection, whose caller names it.
    Unnamed,
}

/// Converts ureq's error. The outcome comes from our transport, not from the error.
pub(super) fn failed(error: ureq::Error, call: &Call) -> Error {
    failed_at(error, call, Peer::Unnamed)
}

/// The same, naming the server or the proxy.
pub(super) fn failed_at(error: ureq::Error, call: &Call, peer: Peer<'_>) -> Error {
    let outcome = if call.sent() { Outcome::Unknown } else { Outcome::NotSent };
    let (kind, message) = match call.stop() {
        Some(Stop::Cancelled) => (ErrorKind::Cancelled, "the call was cancelled".to_owned()),
        Some(Stop::Deadline) => (ErrorKind::Timeout, "the call timed out (timeout)".to_owned()),
        Some(Stop::ConnectDeadline) => {
            (ErrorKind::Timeout, "the connection was not opened in time (connect_timeout)".to_owned())
        }
        None => describe(&error, peer),
    };
    Error::new(kind, message).with(|d| {
        d.outcome = outcome;
        d.source = Some(Box::new(error));
    })
}

fn describe(error: &ureq::Error, peer: Peer<'_>) -> (ErrorKind, String) {
    use std::io::ErrorKind as Io;
    match error {
        ureq::Error::Protocol(e) => {
            let plain = matches!(peer, Peer::Server(base) if !base.secure());
            let advice = if plain { "; if the port expects TLS, the URL must begin with https://" } else { "" };
            (ErrorKind::Response, format!("the response is not valid HTTP: {e}{advice}"))
        }
        ureq::Error::LargeResponseHeader(..) => (ErrorKind::Response, "the response header is too large".to_owned()),
        ureq::Error::HostNotFound => (ErrorKind::Connection, "the host name was not found".to_owned()),
        ureq::Error::ConnectProxyFailed(why) => (ErrorKind::Connection, format!("the proxy refused: {why}")),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
            (ErrorKind::Configuration, "the URL or a header cannot be written in HTTP".to_owned())
        }
        ureq::Error::Io(e) if e.to_string().contains("CaUsedAsEndEntity") => {
            // `openssl req -x509` makes such certificates by default.
            let message = "the server's certificate is not trusted: it is a CA certificate, which a server cannot use even if \
                           ca_bundle contains it; create one with basicConstraints=CA:FALSE, or sign one with a CA \
                           in ca_bundle";
            (ErrorKind::Connection, message.to_owned())
        }
        ureq::Error::Io(e) if e.kind() == Io::InvalidData && e.to_string().contains("certificate") => {
            let message = format!(
                "the server's certificate is not trusted: {e}; add your CA with ca_bundle, SSL_CERT_FILE or \
                 REQUESTS_CA_BUNDLE"
            );
            (ErrorKind::Connection, message)
        }
        ureq::Error::Io(e) if e.kind() == Io::InvalidData && e.to_string().contains("InvalidContentType") => {
            let message =
                "the server does not speak TLS on this port: correct the port, or use http:// if it is on this machine";
            (ErrorKind::Connection, message.to_owned())
        }
        ureq::Error::Io(e) if descriptors::refused(e) => (ErrorKind::Connection, descriptors::TOO_MANY.to_owned()),
        ureq::Error::Io(e) => match e.kind() {
            Io::NotFound => (ErrorKind::Connection, format!("{}{}", unresolved(peer), os_text::look_up(e))),
            Io::ConnectionRefused => (ErrorKind::Connection, refused(peer)),
            Io::TimedOut => (ErrorKind::Timeout, "the connection was not opened in time (connect_timeout)".to_owned()),
            Io::UnexpectedEof => (ErrorKind::Connection, "the server closed the connection".to_owned()),
            _ => (ErrorKind::Connection, format!("the connection failed: {}", os_text::why(e))),
        },
        // Another crate may have enabled ureq's own decompression, whose error variant does not exist in this build.
        other if other.to_string().contains("decompression failed") => {
            (ErrorKind::Response, format!("the response cannot be decompressed: {other}"))
        }
        other => (ErrorKind::Connection, format!("the connection failed: {other}")),
    }
}

fn unresolved(peer: Peer<'_>) -> String {
    match peer {
        Peer::Server(base) => format!("the host name {} could not be resolved", base.authority.host()),
        Peer::Proxy(proxy) => format!("the host name of the proxy, {}, could not be resolved", proxy.host()),
        Peer::Unnamed => "the host name could not be resolved".to_owned(),
    }
}

fn refused(peer: Peer<'_>) -> String {
    match peer {
        Peer::Server(base) if base.loopback => {
            format!(
                "the connection to {} was refused: start the sandbox or server there, or correct the port",
                base.host()
            )
        }
        Peer::Server(base) => format!("the connection to {} was refused: check the URL", base.host()),
        Peer::Proxy(proxy) => format!(
            "the connection to the proxy {}:{} was refused: check proxy, or HTTPS_PROXY and ALL_PROXY",
            proxy.host(),
            proxy.port()
        ),
        Peer::Unnamed => "the connection was refused".to_owned(),
    }
}

/// Returns true if the request failed because no file descriptor was left for its connection.
#[cfg(feature = "bulk")]
pub(crate) fn lacks_descriptors(error: &Error) -> bool {
    let source = std::error::Error::source(error).and_then(|e| e.downcast_ref::<ureq::Error>());
    matches!(source, Some(ureq::Error::Io(e)) if descriptors::refused(e))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_connection_says_what_to_do() {
        use std::io::{Error as IoError, ErrorKind as Io};
        let io = |kind, text: &str| ureq::Error::Io(IoError::new(kind, text));
        let tls = |text: &str| io(Io::InvalidData, &format!("invalid peer certificate: {text}"));
        for (error, kind, said) in [
            (tls("CaUsedAsEndEntity"), ErrorKind::Connection, "create one with basicConstraints=CA:FALSE"),
            (tls("UnknownIssuer"), ErrorKind::Connection, "add your CA with ca_bundle, SSL_CERT_FILE or"),
            (io(Io::InvalidData, "corrupt message"), ErrorKind::Connection, "the connection failed: corrupt message"),
            (io(Io::Other, "a certificate"), ErrorKind::Connection, "the connection failed: a certificate"),
            (io(Io::NotFound, "Try again"), ErrorKind::Connection, "the host name could not be resolved: Try again"),
            (io(Io::ConnectionRefused, "no"), ErrorKind::Connection, "the connection was refused"),
            (io(Io::TimedOut, "no"), ErrorKind::Timeout, "the connection was not opened in time (connect_timeout)"),
            (io(Io::UnexpectedEof, "no"), ErrorKind::Connection, "the server closed the connection"),
            (ureq::Error::Io(descriptors::refusal()), ErrorKind::Connection, descriptors::TOO_MANY),
            (ureq::Error::HostNotFound, ErrorKind::Connection, "the host name was not found"),
            (ureq::Error::BadUri("x".into()), ErrorKind::Configuration, "cannot be written in HTTP"),
            (ureq::Error::RequireHttpsOnly("x".into()), ErrorKind::Connection, "the connection failed: "),
            (ureq::Error::Other("decompression failed: x".into()), ErrorKind::Response, "cannot be decompressed"),
        ] {
            let (found, text) = describe(&error, Peer::Unnamed);
            assert_eq!(found, kind, "{text}");
            assert!(text.contains(said), "{text}");
        }
    }

    #[test]
    #[cfg(feature = "bulk")]
    fn a_lack_of_descriptors_is_known_by_its_source() {
        let with =
            |source: ureq::Error| Error::new(ErrorKind::Connection, "no").with(|d| d.source = Some(source.into()));
        assert!(lacks_descriptors(&with(ureq::Error::Io(descriptors::refusal()))));
        assert!(!lacks_descriptors(&with(ureq::Error::Io(std::io::ErrorKind::ConnectionRefused.into()))));
        assert!(!lacks_descriptors(&with(ureq::Error::HostNotFound)));
        assert!(!lacks_descriptors(&Error::new(ErrorKind::Connection, "no")));
    }

    #[test]
    fn a_failed_connection_names_its_place() {
        use std::io::{Error as IoError, ErrorKind as Io};
        let base = |url: &str| BaseUrl::parse(url).unwrap();
        let proxy = Proxy::new("http://user:secret@proxy.example:3128").unwrap();
        let said = |kind, text: &str, peer| describe(&ureq::Error::Io(IoError::new(kind, text)), peer).1;
        let (sandbox, server) = (base("http://127.0.0.1:8025"), base("https://restapi.smsbat.example/v2"));
        assert_eq!(
            said(Io::ConnectionRefused, "", Peer::Server(&sandbox)),
            "the connection to 127.0.0.1:8025 was refused: start the sandbox or server there, or correct the port"
        );
        assert_eq!(
            said(Io::ConnectionRefused, "", Peer::Server(&server)),
            "the connection to restapi.smsbat.example was refused: check the URL"
        );
        assert_eq!(
            said(Io::ConnectionRefused, "", Peer::Proxy(&proxy)),
            "the connection to the proxy proxy.example:3128 was refused: check proxy, or HTTPS_PROXY and ALL_PROXY"
        );
        let resolved = said(Io::NotFound, "Name or service not known", Peer::Server(&server));
        assert!(resolved.starts_with("the host name restapi.smsbat.example could not be resolved: Name"), "{resolved}");
        let resolved = said(Io::NotFound, "", Peer::Proxy(&proxy));
        assert_eq!(resolved, "the host name of the proxy, proxy.example, could not be resolved");
        let tls = said(Io::InvalidData, "received corrupt message of type InvalidContentType", Peer::Server(&server));
        assert!(tls.starts_with("the server does not speak TLS on this port"), "{tls}");
    }
}
