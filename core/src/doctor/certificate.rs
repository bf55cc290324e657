//! Reads what a certificate says of itself.

use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::time::Time;

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
    let certificate = Certificate::from_der(der).ok()?;
    let says = certificate.tbs_certificate();
    Some(Facts {
        subject: line(says.subject().to_string()),
        issuer: line(says.issuer().to_string()),
        begins: timestamp(says.validity().not_before)?,
        expires: timestamp(says.validity().not_after)?,
    })
}

fn timestamp(time: Time) -> Option<jiff::Timestamp> {
    jiff::Timestamp::UNIX_EPOCH.checked_add(time.to_unix_duration()).ok()
}
