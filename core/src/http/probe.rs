//! Single steps of a connection, for `doctor`: name look-up, TCP, proxy, and the certificates of a server.

use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme};
use ureq::Agent;
use ureq::http::Uri;
use ureq::tls::{TlsConfig, TlsProvider};

use super::connect::connect_any;
use super::resolver::Names;
use super::stream::{Open, Stream};
use super::{BaseUrl, Call, Http, connector, failed};
use crate::error::Error;

/// Certificates that a server sends in a TLS handshake, trusted or not.
#[derive(Debug)]
pub(crate) struct Shown {
    /// Certificate of the server, in DER.
    pub(crate) certificate: Option<Vec<u8>>,
    /// Version of the protocol, such as `TLS 1.3`.
    pub(crate) version: Option<&'static str>,
}

impl Http {
    /// Looks up a host.
    pub(crate) fn look_up(call: &Rc<Call>, uri: &Uri) -> Result<Vec<SocketAddr>, Error> {
        let _guard = call.begin();
        Names::default().resolve(uri).map_err(|e| failed(e, call))
    }

    /// Opens a TCP connection and closes it.
    pub(crate) fn reach(call: &Rc<Call>, addresses: &[SocketAddr]) -> Result<(), Error> {
        let _guard = call.begin();
        connect_any(&Names::default(), addresses).map(drop).map_err(|e| failed(e, call))
    }

    /// Opens a connection to a server, through the proxy if there is one, without TLS.
    pub(crate) fn open_bare(&self, call: &Rc<Call>, base: &BaseUrl, uri: &Uri) -> Result<Stream, Error> {
        let _guard = call.begin();
        let proxy = if base.direct { None } else { self.proxy.clone() };
        // ureq leaves out rustls if another provider is chosen.
        let tls = TlsConfig::builder().provider(TlsProvider::NativeTls).build();
        let config = Agent::config_builder().user_agent(&self.user_agent).proxy(proxy).tls_config(tls).build();
        Open::new(connector()).connect(&config, uri).map_err(|e| failed(e, call))
    }

    /// Makes a TLS handshake that accepts every certificate and sends nothing else.
    pub(crate) fn handshake(call: &Rc<Call>, stream: &mut Stream, host: &str) -> Result<Shown, Error> {
        let _guard = call.begin();
        let broken = |why: String| failed(ureq::Error::Io(std::io::Error::other(why)), call);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|e| broken(e.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Any(provider)))
            .with_no_client_auth();
        let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned());
        let name = name.map_err(|_| Error::configuration("the host is not a name for a certificate"))?;
        let mut connection = ClientConnection::new(Arc::new(config), name).map_err(|e| broken(e.to_string()))?;
        while connection.is_handshaking() {
            connection.complete_io(stream).map_err(|e| failed(ureq::Error::Io(e), call))?;
        }
        Ok(Shown {
            certificate: connection.peer_certificates().and_then(|all| all.first()).map(|first| first.to_vec()),
            version: match connection.protocol_version() {
                Some(rustls::ProtocolVersion::TLSv1_3) => Some("TLS 1.3"),
                Some(rustls::ProtocolVersion::TLSv1_2) => Some("TLS 1.2"),
                _ => None,
            },
        })
    }
}

/// Accepts every certificate, to look at it. No request is sent over such a connection.
#[derive(Debug)]
struct Any(Arc<CryptoProvider>);

impl ServerCertVerifier for Any {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
