//! Records delivery reports in the file next to a journal.

use std::path::Path;

use super::parse::{DeliveryReport, Webhook, parse};
use crate::clock;
use crate::delivery::{DeliveryLog, DeliverySource, StatusEvent, read_time};
use crate::error::Error;
use crate::http::call::Interrupt;

/// Parses the body of a webhook request. If it is a delivery report, stores it next to the journal for
/// [`crate::Messages::track`]. The report is on disk when the function returns; respond with 200 only then.
///
/// The same report may arrive any number of times and in any order, even before the journal knows the message. The
/// journal itself is not changed and need not exist yet, so a campaign and any number of receivers may run at the same
/// time. Other events are returned and not stored.
///
/// These requests are not signed. Give your receiver a URL that is hard to guess.
///
/// # Errors
/// [`crate::ErrorKind::Response`] as in [`parse`]; [`crate::ErrorKind::Validation`] if the path of the journal is empty and
/// [`crate::ErrorKind::Configuration`] if the report cannot be stored, such as next to a folder: respond with 500, so that
/// the provider sends it again.
pub fn record(journal: impl AsRef<Path>, body: &[u8]) -> Result<Webhook, Error> {
    record_until(journal, body, None)
}

/// Does the same. The function is called during a wait for another program that holds the file, and ends it with `true`.
#[doc(hidden)]
pub fn record_until(journal: impl AsRef<Path>, body: &[u8], stop: Option<Interrupt>) -> Result<Webhook, Error> {
    let webhook = parse(body)?;
    keep(journal.as_ref(), std::slice::from_ref(&webhook), stop)?;
    Ok(webhook)
}

/// Does the same for many bodies, with one write for all of them.
///
/// # Errors
/// Same as [`record`]; [`Error::field`] names a body that cannot be read, as `bodies[1]`. If one of them cannot be read or
/// stored, none is. A retry may store some of them twice, which
/// does no harm.
pub fn record_all(
    journal: impl AsRef<Path>,
    bodies: impl IntoIterator<Item = impl AsRef<[u8]>>,
) -> Result<Vec<Webhook>, Error> {
    record_all_until(journal, bodies, None)
}

#[doc(hidden)]
pub fn record_all_until(
    journal: impl AsRef<Path>,
    bodies: impl IntoIterator<Item = impl AsRef<[u8]>>,
    stop: Option<Interrupt>,
) -> Result<Vec<Webhook>, Error> {
    let each = bodies
        .into_iter()
        .enumerate()
        .map(|(i, body)| parse(body.as_ref()).map_err(|error| error.with(|d| d.field = Some(format!("bodies[{i}]")))));
    let webhooks = each.collect::<Result<Vec<_>, _>>()?;
    keep(journal.as_ref(), &webhooks, stop)?;
    Ok(webhooks)
}

fn keep(journal: &Path, webhooks: &[Webhook], stop: Option<Interrupt>) -> Result<(), Error> {
    let events: Vec<StatusEvent> = webhooks.iter().filter_map(event).collect();
    let mut log = DeliveryLog::beside(journal);
    log.stop_with(stop);
    log.add(&events)
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
