//! Parsing of webhook requests: pure functions on bytes (`docs/provider/webhooks.md`).
//!
//! Store an event before you answer 200: any other answer makes the provider try again. The same event may come twice.
//!
//! ```
//! use smsbat_core::webhooks::{self, Webhook};
//!
//! let body = br#"{"messageId": "m-1", "deliverystatus": "delivered"}"#;
//! match webhooks::parse(body)? {
//!     Webhook::Delivery(report) => assert_eq!((report.message_id(), report.is_delivered()), (Some("m-1"), true)),
//!     Webhook::Incoming(message) => println!("a person wrote; event {:?}", message.id()),
//!     other => println!("an event of a new kind: {other:?}"),
//! }
//! # Ok::<(), smsbat_core::Error>(())
//! ```

use sha1::{Digest, Sha1};

use crate::error::{BODY_KEPT, Error, ErrorKind};
use crate::hex::hex;
use crate::model::{
    Decimal, Id, Json, JsonError, PhoneNumber, Record, Time, Value, Word, Wrap, read_record, reply, too_deep,
};
use crate::turbosms::TurboSmsEvent;

/// Largest body of a webhook request, in bytes.
pub const LARGEST_WEBHOOK: usize = 1024 * 1024;

reply! {
    /// A message from a person: a reply, or a message to a bot or a sender.
    IncomingMessage {
        /// Unique id. The same event may arrive twice.
        id: Word = "idUuid",
        /// Brand or bot that received the message.
        alpha_name: Word = "alphaName",
        /// The person's phone, as the provider writes it.
        phone: PhoneNumber = "phoneNumber",
        /// Text.
        text: crate::model::AnyText = "text",
        /// Time of receipt, ISO 8601.
        date: Time = "dt",
    }
}

reply! {
    /// A change of a message's delivery status.
    DeliveryReport {
        /// Message id from the send.
        message_id: Id = "messageId",
        /// Delivery status in the provider's words, in lower case.
        delivery_status: Word = "deliverystatus|deliveryStatus|status",
        /// Time of the change, ISO 8601.
        timestamp: Time = "timestamp",
        /// Price of the message.
        cost: Decimal = "cost",
        /// True if the status is final.
        is_final: crate::model::Flag = "",
        /// True if the message reached the recipient.
        is_delivered: crate::model::Flag = "",
    }
}

/// A webhook event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Webhook {
    /// A message from a person.
    Incoming(IncomingMessage),
    /// A change of a delivery status.
    Delivery(DeliveryReport),
    /// Any other JSON object, unchanged.
    Other(Json),
}

/// Parses the body of a webhook request.
///
/// # Errors
/// [`ErrorKind::Response`] if it is not a JSON object, nested more than 100 levels deep or larger than 1 MiB; the error
/// keeps the body.
pub fn parse(body: &[u8]) -> Result<Webhook, Error> {
    let text = text(body)?;
    let unreadable = |e: &dyn std::fmt::Display| refuse(not_an_object(e), body);
    let json = Json::object(text).map_err(|e| unreadable(&e))?;
    let read = |class| read_record(class, &json).map_err(|e| unreadable(&e));
    let incoming = read(IncomingMessage::class())?;
    if !incoming.get("id").is_null() {
        return Ok(Webhook::Incoming(IncomingMessage::of(incoming)));
    }
    let mut report = read(DeliveryReport::class())?;
    if report.get("delivery_status").is_null() || report.get("message_id").is_null() {
        return Ok(Webhook::Other(json));
    }
    crate::messages::judge(&mut report);
    Ok(Webhook::Delivery(DeliveryReport::of(report)))
}

fn not_an_object(why: &dyn std::fmt::Display) -> String {
    format!("the body is not a JSON object: {why}; pass the body of the request as it came")
}

/// Parses the body of a webhook request from native TurboSMS: JSON or a form.
///
/// # Errors
/// [`ErrorKind::Response`] if it is neither or larger than 1 MiB; the error keeps the body.
pub fn parse_turbosms(body: &[u8]) -> Result<TurboSmsEvent, Error> {
    let text = text(body)?;
    let record = if text.trim_start().starts_with('{') {
        read_record(TurboSmsEvent::class(), &Json::trusted(text)).map_err(|e| refuse(not_an_object(&e), body))?
    } else {
        from_form(text).map_err(|why| refuse(why, body))?
    };
    if record.get("id").is_null() {
        return Err(refuse("the body has no event id".to_owned(), body));
    }
    Ok(TurboSmsEvent::of(record))
}

/// Returns true if the signature of a TurboSMS event is valid: the SHA-1 of the secret and the event id, in either
/// order. Compares in constant time.
///
/// The signature covers neither the data nor the date. Anyone who has seen one event can send other data under its id.
/// Accept only the first data for an id, and query the status where it matters.
///
/// # Errors
/// Same as [`parse_turbosms`], and [`ErrorKind::Validation`] if the secret is empty.
pub fn verify_turbosms(body: &[u8], secret: impl AsRef<str>) -> Result<bool, Error> {
    let secret = secret.as_ref();
    if secret.is_empty() {
        return Err(Error::invalid("secret", "not_empty", "must not be empty"));
    }
    let event = parse_turbosms(body)?;
    let id = event.id().unwrap_or_default();
    let given = event.signature().unwrap_or_default().to_ascii_lowercase();
    // Both are always computed and compared, so that the time reveals nothing.
    let orders = [[secret, id], [id, secret]];
    let matches = orders.map(|parts| {
        let mut hash = Sha1::new();
        parts.iter().for_each(|p| hash.update(p.as_bytes()));
        same(hex(&hash.finalize()).as_bytes(), given.as_bytes())
    });
    Ok(matches[0] | matches[1])
}

/// Compares in a time that depends only on the lengths.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && std::hint::black_box(a.iter().zip(b).fold(0, |acc, (x, y)| acc | (x ^ y))) == 0
}

fn text(body: &[u8]) -> Result<&str, Error> {
    if body.len() > LARGEST_WEBHOOK {
        return Err(refuse(format!("the body is larger than {LARGEST_WEBHOOK} bytes"), body));
    }
    let text = std::str::from_utf8(body).map_err(|_| refuse("the body is not UTF-8".to_owned(), body))?;
    // Some programs write a byte order mark first.
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn refuse(message: String, body: &[u8]) -> Error {
    let kept = String::from_utf8_lossy(body.get(..BODY_KEPT).unwrap_or(body)).into_owned();
    Error::new(ErrorKind::Response, message).with(|d| d.body = Some(kept))
}

/// Parses a PHP-style form, in which `data[message_id]=…` is a member of `data`.
fn from_form(text: &str) -> Result<Record, String> {
    let mut record = Record::new(TurboSmsEvent::class());
    let mut all = serde_json::Map::new();
    let mut data = serde_json::Map::new();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        match name.strip_prefix("data[").and_then(|n| n.strip_suffix(']')) {
            Some(member) => {
                data.insert(member.to_owned(), value.into_owned().into());
            }
            None => {
                all.insert(name.into_owned(), value.into_owned().into());
            }
        }
    }
    for (field, wire) in [("id", "id"), ("signature", "signature"), ("type", "type"), ("date", "date")] {
        if let Some(value) = all.get(wire).and_then(|v| v.as_str()) {
            record.put(field, Value::from(value));
        }
    }
    if let Some(attempt) = all.get("try").and_then(|v| v.as_str()?.parse().ok()) {
        record.put("attempt", Value::Int(attempt));
    }
    if !data.is_empty() {
        let json = serde_json::Value::Object(data.clone());
        record.put("data", Value::from(Json::trusted(json.to_string())));
        all.insert("data".to_owned(), json);
    } else if let Some(text) = all.get("data").and_then(|v| v.as_str())
        && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
    {
        if too_deep(text) {
            return Err(format!("data {}", JsonError::TooDeep));
        }
        record.put("data", Value::from(Json::trusted(text)));
    }
    Ok(record.with_raw(Json::trusted(serde_json::Value::Object(all).to_string())))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart() {
        let incoming = br#"{"idUuid":"u-1","alphaName":"NovaShop","phoneNumber":"380670000101","text":"Yes","dt":"2026-05-04T10:02:19.500Z","new":1}"#;
        let Webhook::Incoming(message) = parse(incoming).unwrap() else { panic!("not incoming") };
        assert_eq!((message.id(), message.text(), message.phone()), (Some("u-1"), Some("Yes"), Some("380670000101")));
        let report =
            br#"{"messageId":"m-1","deliverystatus":"Delivered","timestamp":"2026-05-04T09:31:07Z","cost":0.0310}"#;
        let Webhook::Delivery(report) = parse(report).unwrap() else { panic!("not a report") };
        assert_eq!(
            (report.delivery_status(), report.cost(), report.is_delivered()),
            (Some("delivered"), Some("0.0310"), true)
        );
        assert!(matches!(parse(b"{\"x\":1}").unwrap(), Webhook::Other(_)));
        for bad in [&b"[]"[..], b"", b"\xff", b"{", b"null"] {
            let error = parse(bad).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Response);
        }
        assert!(parse(&vec![b' '; LARGEST_WEBHOOK + 1]).is_err());
    }

    #[test]
    fn turbosms_signatures_in_either_order() {
        // sha1("secret" + "42") and sha1("42" + "secret")
        let (key_id, id_key) = (hex(&Sha1::digest(b"secret42")), hex(&Sha1::digest(b"42secret")));
        for signature in [&key_id, &id_key, &key_id.to_uppercase()] {
            let json = format!(
                r#"{{"id":42,"signature":"{signature}","type":"DLR_SMS_API","try":1,"data":{{"message_id":"m"}}}}"#
            );
            assert!(verify_turbosms(json.as_bytes(), "secret").unwrap());
            assert!(!verify_turbosms(json.as_bytes(), "Secret").unwrap());
            let form = format!("id=42&signature={signature}&type=DLR_SMS_API&try=2&data%5Bmessage_id%5D=m%2B1");
            assert!(verify_turbosms(form.as_bytes(), "secret").unwrap());
            let event = parse_turbosms(form.as_bytes()).unwrap();
            assert_eq!((event.attempt(), event.data().map(Json::as_str)), (Some(2), Some(r#"{"message_id":"m+1"}"#)));
        }
        assert!(!verify_turbosms(br#"{"id":42}"#, "secret").unwrap());
        assert!(verify_turbosms(br#"{"id":42}"#, "").is_err());
        assert!(verify_turbosms(b"{}", "secret").is_err());
    }
}
