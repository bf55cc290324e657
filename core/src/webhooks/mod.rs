//! What the provider posts to a webhook: reading of it, and the delivery reports beside a journal.

mod parse;
#[cfg(feature = "bulk")]
mod record;

pub use parse::{DeliveryReport, IncomingMessage, Webhook, parse, parse_turbosms, verify_turbosms};
#[cfg(feature = "bulk")]
pub use record::{record, record_all};
