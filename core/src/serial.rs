//! Outcomes, errors, webhooks and numbers in the formats of `serde`. Models have theirs from their tables.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::error::{Error, ErrorKind, Outcome, ProviderCode};
use crate::messages::MESSAGE_CLASSES;
use crate::model::{Object, serial};
use crate::phone::Phone;
use crate::problem::Problem;
use crate::text::{Encoding, Segments};
use crate::webhooks::Webhook;

/// Types that are written as a text and read from one.
macro_rules! as_text {
    ($($name:ident $text:expr, $doc:literal;)*) => {$(
        #[doc = concat!("Writes ", $doc, ".")]
        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let text: fn(&Self) -> &str = $text;
                serializer.serialize_str(text(self))
            }
        }

        #[doc = concat!("Reads ", $doc, ".")]
        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )*};
}

as_text! {
    Outcome |outcome| outcome.as_str(), "its name, such as `not_sent`";
    ErrorKind |kind| kind.as_str(), "its name, such as `rate_limit`";
    Phone |phone| phone.e164(), "the number in international form";
}

#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl Serialize for ProviderCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Problem", 4)?;
        out.serialize_field("path", self.path())?;
        out.serialize_field("argument", self.argument())?;
        out.serialize_field("rule", self.rule())?;
        out.serialize_field("message", self.message())?;
        out.end()
    }
}

/// Writes what an error tells a program: every method's value by its name, times in seconds. The provider's body is left
/// out, because it may be personal.
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Error", 12)?;
        out.serialize_field("kind", &self.kind())?;
        out.serialize_field("outcome", &self.outcome())?;
        out.serialize_field("message", self.message())?;
        out.serialize_field("operation", &self.operation())?;
        out.serialize_field("status_code", &self.status_code())?;
        out.serialize_field("code", &self.code())?;
        out.serialize_field("field", &self.field())?;
        out.serialize_field("retryable", &self.retryable())?;
        out.serialize_field("retry_after", &self.retry_after().map(|time| time.as_secs_f64()))?;
        out.serialize_field("request_id", &self.request_id())?;
        out.serialize_field("problems", self.problems())?;
        out.serialize_field("customer_message_ids", self.customer_message_ids())?;
        out.end()
    }
}

/// Writes one of `incoming`, `delivery` and `other`, with the event.
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl Serialize for Webhook {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Incoming(event) => serializer.serialize_newtype_variant("Webhook", 0, "incoming", event),
            Self::Delivery(event) => serializer.serialize_newtype_variant("Webhook", 1, "delivery", event),
            Self::Other(json) => serializer.serialize_newtype_variant("Webhook", 2, "other", json),
        }
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl Serialize for Segments {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Segments", 6)?;
        out.serialize_field("encoding", &self.encoding)?;
        out.serialize_field("units", &self.units)?;
        out.serialize_field("parts", &self.parts)?;
        out.serialize_field("per_part", &self.per_part)?;
        out.serialize_field("remaining", &self.remaining)?;
        out.serialize_field("unicode_characters", &self.unicode_characters)?;
        out.end()
    }
}

/// Reads a message of the SMSBAT API: its kind is `type`, as in `{"type": "sms", "to": …, "sender": …, "text": …}`. An
/// object that goes out as given is the one member `plain`.
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serial::read_object(&MESSAGE_CLASSES.concat(), deserializer)
    }
}
