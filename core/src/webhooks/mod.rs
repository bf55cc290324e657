//! Webhooks: parsing of requests, and recording of delivery reports next to a journal.

mod parse;
#[cfg(feature = "bulk")]
mod record;

pub use parse::{DeliveryReport, IncomingMessage, LARGEST_WEBHOOK, Webhook, parse, parse_turbosms, verify_turbosms};
#[cfg(feature = "bulk")]
pub use record::{record, record_all};
#[doc(hidden)]
#[cfg(feature = "bulk")]
pub use record::{record_all_until, record_until};
