//! The sandbox's own certificate authority.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use crate::error::Error;

/// A certificate for loopback, and the file of the authority that signed it.
pub(crate) struct Tls {
    pub(crate) acceptor: TlsAcceptor,
    pub(crate) ca: CaFile,
}

/// The PEM file of the authority.
#[derive(Debug)]
pub(crate) struct CaFile {
    path: PathBuf,
    /// Private, and removed on drop. None if the options name the file.
    _directory: Option<TempDir>,
}

impl CaFile {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Tls {
    /// Makes an authority that signs one certificate, for loopback and these hosts; its key is not kept.
    pub(crate) fn new(hosts: &[String], file: Option<&Path>) -> Result<Self, Error> {
        let failed = |e: rcgen::Error| Error::Tls(e.to_string());
        let ca_key = KeyPair::generate().map_err(failed)?;
        let mut ca = CertificateParams::default();
        ca.distinguished_name.push(DnType::CommonName, "smsbat sandbox authority");
        ca.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        ca.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let ca_pem = ca.self_signed(&ca_key).map_err(failed)?.pem();

        let key = KeyPair::generate().map_err(failed)?;
        let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
        let mut leaf = CertificateParams::new([&names[..], hosts].concat()).map_err(failed)?;
        leaf.distinguished_name.push(DnType::CommonName, "smsbat sandbox");
        leaf.use_authority_key_identifier_extension = true;
        let leaf = leaf.signed_by(&key, &Issuer::new(ca, ca_key)).map_err(failed)?;

        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![leaf.der().clone()], key.into()))
            .map_err(|e| Error::Tls(e.to_string()))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), ca: store(&ca_pem, file)? })
    }
}

fn store(pem: &str, file: Option<&Path>) -> Result<CaFile, Error> {
    if let Some(path) = file {
        let failed = |e: io::Error| Error::Tls(format!("cannot write {}: {e}", path.display()));
        fs::write(path, pem).map_err(failed)?;
        return Ok(CaFile { path: path.to_owned(), _directory: None });
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix("smsbat-sandbox-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o700));
    }
    let directory = builder.tempdir()?;
    let path = directory.path().join("ca.pem");
    fs::write(&path, pem)?;
    Ok(CaFile { path, _directory: Some(directory) })
}
