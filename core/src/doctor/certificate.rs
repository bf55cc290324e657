//! Reads what a certificate says of itself.

use x509_cert::Certificate;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::der::Decode;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::name::Name;
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

/// Short names of attributes (RFC 4519). Those that the library knows come with its database of all object identifiers.
const SHORT_NAMES: [(ObjectIdentifier, &str); 6] = [
    (ObjectIdentifier::new_unwrap("2.5.4.3"), "CN"),
    (ObjectIdentifier::new_unwrap("2.5.4.6"), "C"),
    (ObjectIdentifier::new_unwrap("2.5.4.7"), "L"),
    (ObjectIdentifier::new_unwrap("2.5.4.8"), "ST"),
    (ObjectIdentifier::new_unwrap("2.5.4.10"), "O"),
    (ObjectIdentifier::new_unwrap("2.5.4.11"), "OU"),
];

pub(super) fn facts(der: &[u8]) -> Option<Facts> {
    let certificate = Certificate::from_der(der).ok()?;
    let says = certificate.tbs_certificate();
    Some(Facts {
        subject: shown(says.subject()),
        issuer: shown(says.issuer()),
        begins: timestamp(says.validity().not_before)?,
        expires: timestamp(says.validity().not_after)?,
    })
}

/// The attributes, the last one first (RFC 4514).
fn shown(name: &Name) -> String {
    let mut attributes: Vec<String> = name.iter().map(attribute).collect();
    attributes.reverse();
    line(attributes.join(","))
}

fn attribute(attribute: &AttributeTypeAndValue) -> String {
    let short = SHORT_NAMES.iter().find(|(oid, _)| *oid == attribute.oid);
    let name = short.map_or_else(|| attribute.oid.to_string(), |(_, name)| (*name).to_owned());
    format!("{name}={}", String::from_utf8_lossy(attribute.value.value()))
}

fn timestamp(time: Time) -> Option<jiff::Timestamp> {
    jiff::Timestamp::UNIX_EPOCH.checked_add(time.to_unix_duration()).ok()
}
