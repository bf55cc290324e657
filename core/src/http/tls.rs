//! Which certificates are trusted: the platform's store, and a bundle of the caller's beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use once_cell::sync::OnceCell;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, TlsProvider, parse_pem};

use crate::error::Error;

/// Certificates of a `ca_bundle`, read when the client is made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trust {
    extra: Vec<Certificate<'static>>,
}

impl Trust {
    pub(crate) fn new(bundle: Option<(&'static str, &PathBuf)>) -> Result<Self, Error> {
        let Some((setting, path)) = bundle else { return Ok(Self::default()) };
        Ok(Self { extra: read_bundle(setting, path)? })
    }

    pub(crate) fn config(&self) -> Result<TlsConfig, Error> {
        Ok(TlsConfig::builder().provider(TlsProvider::Rustls).root_certs(self.roots()?).build())
    }

    fn roots(&self) -> Result<RootCerts, Error> {
        if self.extra.is_empty() && cfg!(all(feature = "platform-verifier", any(windows, target_vendor = "apple"))) {
            return Ok(RootCerts::PlatformVerifier);
        }
        // On other systems the platform's verifier is this same store.
        let mut roots = native()?.to_vec();
        if roots.is_empty() && self.extra.is_empty() {
            if cfg!(not(feature = "mozilla-roots")) {
                let why = "the system has no certificate store, and this build has no list of its own: set ca_bundle";
                return Err(Error::configuration(why));
            }
            log::warn!(target: "smsbat", "the system has no certificate store; Mozilla's list is used");
            return Ok(RootCerts::WebPki);
        }
        roots.extend(self.extra.iter().cloned());
        Ok(RootCerts::Specific(Arc::new(roots)))
    }
}

/// The system's store, honouring `SSL_CERT_FILE` and `SSL_CERT_DIR`; read once in a process.
fn native() -> Result<&'static [Certificate<'static>], Error> {
    static NATIVE: OnceCell<Vec<Certificate<'static>>> = OnceCell::new();
    NATIVE
        .get_or_try_init(|| {
            let loaded = rustls_native_certs::load_native_certs();
            if loaded.certs.is_empty() && std::env::var_os("SSL_CERT_FILE").is_some() {
                let why =
                    loaded.errors.first().map_or_else(|| "it holds no certificate".to_owned(), ToString::to_string);
                return Err(Error::configuration(format!("SSL_CERT_FILE cannot be used: {why}")));
            }
            Ok(loaded.certs.iter().map(|c| Certificate::from_der(c).to_owned()).collect())
        })
        .map(Vec::as_slice)
}

fn read_bundle(setting: &str, path: &Path) -> Result<Vec<Certificate<'static>>, Error> {
    let refuse = |why: String| Error::configuration(format!("{setting}: {}: {why}", path.display()));
    let pem = std::fs::read(path).map_err(|e| refuse(format!("cannot be read: {e}")))?;
    let mut certificates = Vec::new();
    for item in parse_pem(&pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => certificates.push(certificate),
            Ok(_) => {}
            Err(e) => return Err(refuse(format!("is not PEM: {e}"))),
        }
    }
    if certificates.is_empty() {
        return Err(refuse("holds no certificate in PEM form".to_owned()));
    }
    Ok(certificates)
}
