//! Delivery reports on their way to the file beside a journal.

use std::path::Path;

use super::parse::{DeliveryReport, Webhook, parse};
use crate::clock;
use crate::delivery::{DeliveryLog, DeliverySource, StatusEvent, read_time};
use crate::error::Error;

/// Reads the body of a request to a webhook and, if it is a delivery report, keeps it beside the journal, where
/// [`crate::Messages::track`] finds it. It is on disk when this returns: answer 200 only then.
///
/// The same report may come any number of times and in any order, and a message may be unknown to the journal so far. The
/// journal itself is not touched and need not be there yet, so a campaign may run meanwhile, and any number of receivers.
/// What is no delivery report comes back and is not kept.
///
/// Nothing signs these requests: give your receiver an address that nobody guesses.
///
/// # Errors
/// [`crate::ErrorKind::Response`] as [`parse`]; [`crate::ErrorKind::Configuration`] if it cannot be kept: answer 500, so
/// that the provider tries again.
pub fn record(journal: impl AsRef<Path>, body: &[u8]) -> Result<Webhook, Error> {
    let webhook = parse(body)?;
    keep(journal.as_ref(), std::slice::from_ref(&webhook))?;
    Ok(webhook)
}

/// The same for many bodies, with one write for all of them.
///
/// # Errors
/// As [`record`]. If one of them cannot be read or kept, none is kept; a retry may keep some a second time, which does no
/// harm.
pub fn record_all(
    journal: impl AsRef<Path>,
    bodies: impl IntoIterator<Item = impl AsRef<[u8]>>,
) -> Result<Vec<Webhook>, Error> {
    let webhooks = bodies.into_iter().map(|body| parse(body.as_ref())).collect::<Result<Vec<_>, _>>()?;
    keep(journal.as_ref(), &webhooks)?;
    Ok(webhooks)
}

fn keep(journal: &Path, webhooks: &[Webhook]) -> Result<(), Error> {
    let events: Vec<StatusEvent> = webhooks.iter().filter_map(event).collect();
    DeliveryLog::beside(journal).add(&events)
}

fn event(webhook: &Webhook) -> Option<StatusEvent> {
    let Webhook::Delivery(report) = webhook else { return None };
    let text = |get: fn(&DeliveryReport) -> Option<&str>| get(report).unwrap_or_default().trim().to_owned();
    Some(StatusEvent {
        message_id: text(DeliveryReport::message_id),
        status: text(DeliveryReport::delivery_status),
        at: report.timestamp().and_then(read_time).unwrap_or_else(clock::timestamp),
        cost: report.cost().map(str::to_owned),
        channel: None,
        source: DeliverySource::Webhook,
    })
}
