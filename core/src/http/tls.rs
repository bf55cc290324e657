//! Trusted certificates: the platform's store, plus the caller's bundle.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use once_cell::sync::OnceCell;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, TlsProvider, parse_pem};

use crate::descriptors;
use crate::error::{Error, ErrorKind};
use crate::{os_text, whole_file};

type Certificates = Arc<[Certificate<'static>]>;

/// Certificates of a `ca_bundle`, read when the client is created.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trust {
    extra: Certificates,
}

impl Trust {
    pub(crate) fn new(bundle: Option<(&'static str, &Path)>) -> Result<Self, Error> {
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
        // On other systems, the platform verifier uses the same store.
        let mut roots = native()?.to_vec();
        if roots.is_empty() && self.extra.is_empty() {
            if cfg!(not(feature = "mozilla-roots")) {
                let why = "the system has no certificate store, and this build contains none: set ca_bundle";
                return Err(Error::configuration(why));
            }
            log::warn!(target: "smsbat", "the system has no certificate store; Mozilla's list is used");
            return Ok(RootCerts::WebPki);
        }
        roots.extend(self.extra.iter().cloned());
        Ok(RootCerts::Specific(Arc::new(roots)))
    }
}

/// Returns the system's store, or that of `SSL_CERT_FILE` and `SSL_CERT_DIR`. Read once per process.
fn native() -> Result<&'static [Certificate<'static>], Error> {
    static NATIVE: OnceCell<Vec<Certificate<'static>>> = OnceCell::new();
    NATIVE
        .get_or_try_init(|| {
            let loaded = rustls_native_certs::load_native_certs();
            // A partial or empty store would stay in use for the lifetime of the process.
            let refused = |e: &rustls_native_certs::Error| match &e.kind {
                rustls_native_certs::ErrorKind::Io { inner, .. } => descriptors::refused(inner),
                _ => false,
            };
            if loaded.errors.iter().any(refused) {
                let why = format!("the system's certificates cannot be read: {}", descriptors::TOO_MANY);
                return Err(Error::new(ErrorKind::Connection, why));
            }
            if loaded.certs.is_empty() && std::env::var_os("SSL_CERT_FILE").is_some() {
                let why =
                    loaded.errors.first().map_or_else(|| "it contains no certificate".to_owned(), ToString::to_string);
                return Err(Error::configuration(format!("SSL_CERT_FILE cannot be used: {why}")));
            }
            Ok(loaded.certs.iter().map(|c| Certificate::from_der(c).to_owned()).collect())
        })
        .map(Vec::as_slice)
}

/// Most bytes of a bundle, several times those of all roots that there are.
const LARGEST_BUNDLE: u64 = 16 << 20;

/// Returns the certificates of a bundle. The last one is cached, because parsing a system's bundle takes longer than
/// all other work of creating a client.
fn read_bundle(setting: &str, path: &Path) -> Result<Certificates, Error> {
    static LAST: Mutex<Option<(PathBuf, Stamp, Certificates)>> = Mutex::new(None);
    let refuse = |why: String| Error::configuration(format!("{setting}: {}: {why}", path.display()));
    let unread = |e: std::io::Error| refuse(format!("cannot be read: {}", os_text::why(&e)));
    let file = whole_file::open(path).map_err(unread)?;
    let stamp = file.metadata().map_err(unread).map(|m| Stamp::of(&m))?;
    // Never waits, because a forked child may have inherited a taken lock.
    let mut last = LAST.try_lock().ok();
    if let Some((_, _, certificates)) =
        last.as_deref().and_then(Option::as_ref).filter(|(of, then, _)| of == path && *then == stamp)
    {
        return Ok(Arc::clone(certificates));
    }
    let pem = whole_file::read(&file, LARGEST_BUNDLE).map_err(unread)?;
    let certificates: Certificates = parse(&pem).map_err(refuse)?.into();
    if let Some(last) = last.as_deref_mut().filter(|_| stamp.is_settled()) {
        *last = Some((path.to_owned(), stamp, Arc::clone(&certificates)));
    }
    Ok(certificates)
}

fn parse(pem: &[u8]) -> Result<Vec<Certificate<'static>>, String> {
    let mut certificates = Vec::new();
    for item in parse_pem(pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => certificates.push(certificate),
            Ok(_) => {}
            // Its own text has bytes of the file.
            Err(_) => return Err("is not PEM: a block is cut off or damaged".to_owned()),
        }
    }
    if certificates.is_empty() {
        return Err("contains no certificate in PEM format".to_owned());
    }
    Ok(certificates)
}

/// Identifies a version of a file.
#[derive(PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// Device, inode and change time, which programs cannot set.
    place: (u64, u64, i64, i64),
}

impl Stamp {
    fn of(file: &Metadata) -> Self {
        #[cfg(unix)]
        let place = {
            use std::os::unix::fs::MetadataExt;
            (file.dev(), file.ino(), file.ctime(), file.ctime_nsec())
        };
        #[cfg(not(unix))]
        let place = (0, 0, 0, 0);
        Self { modified: file.modified().ok(), length: file.len(), place }
    }

    /// Returns true if a later change will be visible. File system clocks tick as slowly as every two seconds.
    fn is_settled(&self) -> bool {
        let age = self.modified.and_then(|modified| modified.elapsed().ok());
        age.is_some_and(|age| age > Duration::from_secs(3))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs::File;

    use super::*;

    fn pem(content: &str) -> String {
        format!("-----BEGIN CERTIFICATE-----\n{content}\n-----END CERTIFICATE-----\n")
    }

    #[test]
    #[cfg(not(any(windows, target_vendor = "apple")))]
    fn the_systems_certificates_are_trusted_whole_and_a_bundle_beside_them() {
        let system = native().unwrap().len();
        let certificate = parse(pem("AAAA").as_bytes()).unwrap();
        let trusted = |extra: Certificates| match (Trust { extra }).roots().unwrap() {
            RootCerts::Specific(all) => Some(all.len()),
            _ => None,
        };
        assert_eq!(trusted(certificate.into()), Some(system + 1));
        assert_eq!(trusted(Certificates::default()), (system > 0).then_some(system));
    }

    #[test]
    fn a_bundle_is_read_again_when_it_changed() {
        let path = std::env::temp_dir().join(format!("smsbat-bundle-{}.pem", std::process::id()));
        let write = |content: &str, age: u64| {
            std::fs::write(&path, pem(content)).unwrap();
            let file = File::options().write(true).open(&path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        };
        let read = || read_bundle("ca_bundle", &path).unwrap();
        write("AAAA", 60);
        let first = read();
        assert!(Arc::ptr_eq(&first, &read()), "it is kept");
        write("BBBB", 30);
        assert_ne!(first[0].der(), read()[0].der());
        // Just written, so the next change may be invisible.
        write("CCCC", 0);
        assert!(!Arc::ptr_eq(&read(), &read()));
        std::fs::remove_file(&path).unwrap();
        assert!(read_bundle("ca_bundle", &path).unwrap_err().to_string().contains("cannot be read"));
    }
}
