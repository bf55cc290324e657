//! Reads what a certificate says of itself.

use x509_parser::prelude::{FromDer, X509Certificate};

use crate::shown::line;

/// Summary of a certificate for people.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) subject: String,
    pub(super) issuer: String,
    pub(super) expires: jiff::Timestamp,
    pub(super) begins: jiff::Timestamp,
}

pub(super) fn facts(der: &[u8]) -> Option<Facts> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let validity = certificate.validity();
    let time = |at: i64| jiff::Timestamp::from_second(at).ok();
    Some(Facts {
        subject: line(certificate.subject().to_string()),
        issuer: line(certificate.issuer().to_string()),
        begins: time(validity.not_before.timestamp())?,
        expires: time(validity.not_after.timestamp())?,
    })
}
