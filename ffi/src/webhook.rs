//! Parsing of webhook requests. These functions need no client.

use std::ffi::c_char;

use smsbat_core::Webhook;
use smsbat_core::webhooks;

use crate::boundary;
use crate::error::{Fault, smsbat_code, smsbat_error};
use crate::handle::{Out, free, getters, handle};
use crate::reply::{self, Row, row_type};
use crate::string::{CText, elements, read, set_length};
use crate::table::{View, Views};

/// A webhook event.
///
/// Owned by the program; free it with `smsbat_webhook_free`. Everything read from it is borrowed and valid until then.
#[derive(Debug)]
pub struct smsbat_webhook {
    kind: smsbat_webhook_kinds,
    views: Option<Views>,
    json: CText,
}

handle!(smsbat_webhook, "webhook", owned);

/// Kind of a webhook event: one of `smsbat_webhook_kinds`, or a value that a later version adds.
pub type smsbat_webhook_kind = i32;

/// Values of `smsbat_webhook_kind`. A value is never reused with another meaning.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum smsbat_webhook_kinds {
    /// Any other JSON object, see `smsbat_webhook_json`.
    SMSBAT_WEBHOOK_OTHER = 1,
    /// A message from a person, see `smsbat_webhook_incoming_message`.
    SMSBAT_WEBHOOK_INCOMING_MESSAGE = 2,
    /// A change of a message's delivery status, see `smsbat_webhook_delivery_report`.
    SMSBAT_WEBHOOK_DELIVERY_REPORT = 3,
}

use smsbat_webhook_kinds::*;

/// A message from a person. Part of a `smsbat_webhook`, borrowed from it.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_incoming_message(View);

row_type!(smsbat_incoming_message, "incoming_message");

/// A change of a message's delivery status. Part of a `smsbat_webhook`, borrowed from it.
#[derive(Debug)]
// Spelled so that the header shows an opaque struct.
#[cfg_attr(all(), repr(transparent))]
pub struct smsbat_delivery_report(View);

row_type!(smsbat_delivery_report, "delivery_report");

impl From<Webhook> for smsbat_webhook {
    fn from(webhook: Webhook) -> Self {
        let (kind, record) = match &webhook {
            Webhook::Incoming(message) => (SMSBAT_WEBHOOK_INCOMING_MESSAGE, Some(message.record())),
            Webhook::Delivery(report) => (SMSBAT_WEBHOOK_DELIVERY_REPORT, Some(report.record())),
            _ => (SMSBAT_WEBHOOK_OTHER, None),
        };
        let json = match &webhook {
            Webhook::Other(json) => Some(json.as_str()),
            _ => record.and_then(|r| r.raw()),
        };
        let json = json.map(|j| CText::new(j.trim())).unwrap_or_default();
        Self { kind, views: record.cloned().map(Views::one), json }
    }
}

/// Returns the bytes of a body.
///
/// # Safety
/// `body` is `NULL` or points to `length` bytes that do not change during `'a`.
unsafe fn bytes<'a>(body: *const c_char, length: usize, name: &str) -> Result<&'a [u8], Fault> {
    if body.is_null() {
        return Err(Fault::null(name));
    }
    // SAFETY: the caller's promise.
    unsafe { elements(body.cast(), length, name) }
}

/// Parses the body of a webhook request: `length` bytes, which need not end with a NUL.
///
/// On success `*webhook` is the event, which the program must free with `smsbat_webhook_free`; otherwise it is `NULL`.
/// Returns `SMSBAT_ERROR_RESPONSE` if the body is not a JSON object or larger than 1 MiB;
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_webhook_parse(
    body: *const c_char,
    length: usize,
    webhook: *mut *mut smsbat_webhook,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or the body, and NULL or output parameters.
    unsafe {
        let out = Out::new(webhook, "webhook");
        boundary::call(error, || out.set(webhooks::parse(bytes(body, length, "body")?)?.into()))
    }
}

/// Reads the body of a request to a webhook and, if it is a delivery report, keeps it beside the journal of a campaign, where
/// `smsbat_client_track` finds it.
///
/// It is on disk when this returns: answer 200 only then. The same report may come any number of times and in any order, and
/// a message may be unknown to the journal so far. The journal itself is not touched and need not be there yet, so a campaign
/// may run meanwhile, and any number of receivers. `*webhook` is as in `smsbat_webhook_parse`. Returns
/// `SMSBAT_ERROR_CONFIGURATION` if it cannot be kept: answer 500, so that the provider tries again; else as
/// `smsbat_webhook_parse`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_webhook_record(
    journal: *const c_char,
    body: *const c_char,
    length: usize,
    webhook: *mut *mut smsbat_webhook,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or a text and the body, and NULL or places for the webhook and the error.
    unsafe {
        let out = Out::new(webhook, "webhook");
        boundary::call(error, || {
            out.check()?;
            out.set(webhooks::record(read(journal, "journal")?, bytes(body, length, "body")?)?.into())
        })
    }
}

/// Keeps the delivery reports among `count` bodies with one write; `lengths` has the bytes of each.
///
/// On failure none is kept; keeping one a second time does no harm. Returns as `smsbat_webhook_record`; if a body cannot be
/// read, `smsbat_error_field` names it, as "bodies[1]".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_webhook_record_all(
    journal: *const c_char,
    bodies: *const *const c_char,
    lengths: *const usize,
    count: usize,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or a text, `count` bodies and lengths, and NULL or a place for the error.
    unsafe {
        boundary::call(error, || {
            let (bodies, lengths) = (elements(bodies, count, "bodies")?, elements(lengths, count, "lengths")?);
            let each = bodies.iter().zip(lengths).enumerate();
            let each = each.map(|(i, (body, length))| bytes(*body, *length, &format!("bodies[{i}]")));
            let each = each.collect::<Result<Vec<_>, _>>()?;
            webhooks::record_all(read(journal, "journal")?, each)?;
            Ok(())
        })
    }
}

getters! { webhook: smsbat_webhook;
    /// Returns the kind of the event: one of `smsbat_webhook_kinds`. 0 for `NULL`.
    smsbat_webhook_kind_of -> smsbat_webhook_kind = 0, |webhook| webhook.kind as smsbat_webhook_kind;
}

/// # Safety
/// `webhook` is `NULL` or live.
unsafe fn row<T: Row>(webhook: *const smsbat_webhook, kind: smsbat_webhook_kinds) -> *const T {
    // SAFETY: the caller's promise.
    unsafe { reply::part(webhook, |w| w.views.as_ref().filter(|_| w.kind == kind).map(Views::first)) }
}

/// Returns the message from a person. Borrowed from the webhook; `NULL` if the event is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_webhook_incoming_message(
    webhook: *const smsbat_webhook,
) -> *const smsbat_incoming_message {
    // SAFETY: the caller passes NULL or a live webhook.
    unsafe { row(webhook, SMSBAT_WEBHOOK_INCOMING_MESSAGE) }
}

/// Returns the change of a delivery status. Borrowed from the webhook; `NULL` if the event is of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_webhook_delivery_report(
    webhook: *const smsbat_webhook,
) -> *const smsbat_delivery_report {
    // SAFETY: the caller passes NULL or a live webhook.
    unsafe { row(webhook, SMSBAT_WEBHOOK_DELIVERY_REPORT) }
}

/// Returns the exact JSON of the body, without surrounding space.
///
/// Borrowed from the webhook. `length`, unless `NULL`, is set to its length in bytes. `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_webhook_json(webhook: *const smsbat_webhook, length: *mut usize) -> *const c_char {
    // SAFETY: the caller passes NULL or a live webhook, and NULL or an output parameter for the length.
    unsafe {
        set_length(length, 0);
        webhook.as_ref().map_or(std::ptr::null(), |w| w.json.hand_out(length))
    }
}

/// Frees a webhook event with everything borrowed from it. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_webhook_free(webhook: *mut smsbat_webhook) {
    // SAFETY: the caller passes NULL or a webhook that is no longer used.
    unsafe { free(webhook) }
}

/// Checks the signature of a TurboSMS event.
///
/// `*matches` is set to true if the signature is valid, and to false otherwise or on failure. The signature covers
/// neither the data nor the date of the event: query the status where it matters. Returns `SMSBAT_ERROR_RESPONSE` if
/// the body cannot be read, `SMSBAT_ERROR_VALIDATION` for an empty secret, `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer
/// is `NULL`. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_webhook_verify_turbosms(
    body: *const c_char,
    length: usize,
    secret: *const c_char,
    matches: *mut bool,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or the body and a text, and NULL or output parameters.
    unsafe {
        if !matches.is_null() {
            matches.write(false);
        }
        boundary::call(error, || {
            let good = webhooks::verify_turbosms(bytes(body, length, "body")?, read(secret, "secret")?)?;
            if matches.is_null() {
                return Err(Fault::null("matches"));
            }
            matches.write(good);
            Ok(())
        })
    }
}
