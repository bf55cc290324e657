//! A small HTTP client: one exchange on a new connection, over TLS if the URL says so. It follows no redirect.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io};

use axum::body::Bytes;
use axum::http::header::HOST;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use smsbat_core::binding;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::error::Error;

/// Largest response body.
const MAX_BODY: usize = 64 << 20;

/// Response, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Sends requests to the origin of a URL.
#[derive(Clone)]
pub(crate) struct Client {
    base: Uri,
    port: u16,
    tls: Option<TlsConnector>,
    timeout: Duration,
}

impl Client {
    /// Checks the URL; the path of requests is appended to its path.
    pub(crate) fn new(option: &str, url: &str, ca_bundle: Option<&Path>, timeout: Duration) -> Result<Self, Error> {
        let wrong = || Error::Option(format!("{option} must be a URL such as http://127.0.0.1:8026"));
        let base: Uri = url.trim_end_matches('/').parse().map_err(|_| wrong())?;
        let authority = base.authority().ok_or_else(wrong)?;
        if authority.as_str().contains('@') || base.query().is_some() {
            return Err(Error::Option(format!("{option} must have no user, password and query")));
        }
        let usual = match base.scheme_str() {
            Some("http") => 80,
            Some("https") => 443,
            _ => return Err(wrong()),
        };
        let port = binding::port(authority, usual);
        let port =
            port.ok_or_else(|| Error::Option(format!("{option} has a port that is not a number from 1 to 65535")))?;
        let tls = if usual == 443 { Some(connector(ca_bundle)?) } else { None };
        Ok(Self { base, port, tls, timeout })
    }

    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.base)
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.tls.is_none()
    }

    fn host(&self) -> &str {
        host(&self.base)
    }

    /// Makes one exchange. `path` begins with a slash, or is empty for that of the URL.
    pub(crate) async fn send(&self, method: Method, path: &str, headers: HeaderMap, body: Bytes) -> io::Result<Answer> {
        let exchange = async {
            let stream = TcpStream::connect((self.host(), self.port)).await?;
            stream.set_nodelay(true)?;
            let mut request = Request::new(Full::new(body));
            *request.method_mut() = method;
            let path = format!("{}{path}", self.base.path().trim_end_matches('/'));
            let path = if path.is_empty() { "/" } else { &path };
            *request.uri_mut() = path.parse().map_err(io::Error::other)?;
            *request.headers_mut() = headers;
            let host = self.base.authority().map_or("", |authority| authority.as_str());
            request.headers_mut().insert(HOST, HeaderValue::from_str(host).map_err(io::Error::other)?);
            match &self.tls {
                None => exchange(stream, request).await,
                Some(tls) => {
                    let name = ServerName::try_from(self.host().to_owned()).map_err(io::Error::other)?;
                    exchange(tls.connect(name, stream).await?, request).await
                }
            }
        };
        let late = || io::Error::new(io::ErrorKind::TimedOut, format!("no response within {:?}", self.timeout));
        tokio::time::timeout(self.timeout, exchange).await.map_err(|_| late())?
    }
}

/// Returns true if a URL leads to this machine.
pub(super) fn is_loopback(url: &Uri) -> bool {
    let host = host(url);
    host.eq_ignore_ascii_case("localhost") || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn host(url: &Uri) -> &str {
    url.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']')
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> io::Result<Answer>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    let answer = async {
        let (head, body) = sender.send_request(request).await.map_err(io::Error::other)?.into_parts();
        let body = Limited::new(body, MAX_BODY).collect().await.map_err(io::Error::other)?.to_bytes();
        Ok(Answer { status: head.status, headers: head.headers, body })
    };
    // The connection is driven until the answer is there.
    let driven = async {
        match connection.await {
            Ok(()) => std::future::pending().await,
            Err(problem) => problem,
        }
    };
    tokio::select! {
        answer = answer => answer,
        problem = driven => Err(io::Error::other(problem)),
    }
}

/// Trusts the system's certificates and those of a file.
fn connector(ca_bundle: Option<&Path>) -> Result<TlsConnector, Error> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = ca_bundle {
        let failed = |e: &dyn std::fmt::Display| Error::Tls(format!("cannot read {}: {e}", path.display()));
        let pem = fs::read(path).map_err(|e| failed(&e))?;
        for certificate in CertificateDer::pem_slice_iter(&pem) {
            let certificate = certificate.map_err(|e| failed(&e))?;
            roots.add(certificate).map_err(|e| failed(&e))?;
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| Error::Tls(e.to_string()))?;
    Ok(TlsConnector::from(Arc::new(config.with_root_certificates(roots).with_no_client_auth())))
}
