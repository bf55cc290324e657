//! The chat hub: events as they happen, and answers over the same connection.

pub(crate) mod event;
mod options;

use std::ffi::c_char;
use std::time::Duration;

use smsbat_core::{ChatEvents, ChatMedia, HubTransport, binding};

use crate::boundary;
use crate::client::smsbat_client;
use crate::error::{Fault, smsbat_code, smsbat_error};
use crate::handle::{Out, free, getters, handle, shared};
use crate::options::smsbat_call_options;
use crate::owned_string::smsbat_string;
use crate::string::{elements, read};

pub use event::*;
pub use options::*;

/// A connection to the chat hub, and the events that it brings.
///
/// Owned by the program; free it with `smsbat_chat_events_free`. Any number of threads may use it at once: each event
/// goes to one of those that wait, and a send may be made while another thread waits. It keeps what it needs of the
/// client, which may be freed before it.
pub struct smsbat_chat_events(ChatEvents);

handle!(smsbat_chat_events, "events", owned);

const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<smsbat_chat_events>();
};

/// Connects to the chat hub.
///
/// `options` may be NULL: all chats, until it is closed. `call` may be NULL; its timeout is that of the connection, of
/// each later connection and of each send, and its cancel token ends every function on these events with
/// `SMSBAT_ERROR_CANCELLED`. On success `*events` is an object that the program frees with
/// `smsbat_chat_events_free`, otherwise NULL.
///
/// Returns `SMSBAT_ERROR_VALIDATION` if an option breaks a rule; `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL;
/// else any code of a call. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_events_open(
    client: *const smsbat_client,
    options: *const smsbat_chat_events_options,
    call: *const smsbat_call_options,
    events: *mut *mut smsbat_chat_events,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or live objects, and NULL or places for the events and the error.
    unsafe {
        let out = Out::new(events, "events");
        boundary::call(error, || {
            let client = shared(client)?;
            out.check()?;
            let listen = smsbat_chat_events_options::of(options)?;
            let call = smsbat_call_options::of(call)?;
            out.set(smsbat_chat_events(client.core().chathub().options(call).listen(&listen)?))
        })
    }
}

/// Waits for the next event.
///
/// `timeout` is the longest wait in seconds: 0 takes only what is there, a negative number waits for as long as the
/// connection is open, which may be for ever. On success `*event` is an event that the program frees with
/// `smsbat_chat_event_free`, or NULL if the time is up or the events have ended; `smsbat_chat_events_is_closed` tells
/// which. Reads, pings and new connections happen in this function only, so call it again within 30 seconds; a program
/// that is later loses nothing, but connects again. After an interruption a call may take longer than `timeout`: it
/// finishes one attempt to connect or one history that it began to read, each request of which ends after the timeout
/// of the call options of `smsbat_chat_events_open`. The next call goes on from there.
///
/// Returns `SMSBAT_ERROR_CANCELLED` after `smsbat_cancel_request`, which leaves the events open, and if
/// `smsbat_client_close` stops it, which ends them; `SMSBAT_ERROR_AUTHENTICATION` or
/// `SMSBAT_ERROR_PERMISSION_DENIED` if the hub does not take the token any more, which ends the events;
/// `SMSBAT_ERROR_CONFIGURATION` in a child of the process that opened them; `SMSBAT_ERROR_VALIDATION` if `timeout` is
/// no number or above 86400; `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is NULL. A connection that breaks is no
/// error: it is an event. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_events_next(
    events: *const smsbat_chat_events,
    timeout: f64,
    event: *mut *mut smsbat_chat_event,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or live events, and NULL or places for the event and the error.
    unsafe {
        let out = Out::new(event, "event");
        boundary::call(error, || {
            let events = shared(events)?;
            out.check()?;
            let timeout = match timeout {
                seconds if seconds < 0.0 => None,
                0.0 => Some(Duration::ZERO),
                seconds => Some(binding::seconds("timeout", seconds)?),
            };
            match events.0.next_event(timeout)? {
                Some(event) => out.set(event.into()),
                None => Ok(()),
            }
        })
    }
}

/// Sends a text into a chat.
///
/// Blocks until the hub has responded or the time is up. `result` may be `NULL`. On success `*result` is the hub's result
/// as JSON, which the program frees with `smsbat_string_free`, or `NULL` if it has none.
///
/// The outcome of an error is that of the message: `rejected` if the hub refused it, `not_sent` if no byte of it was
/// sent, `unknown` if the connection broke or timed out after that. The library never sends it again. Only a message
/// that is `not_sent` can be sent again without risking a duplicate. A message that arrived also comes back as an event.
///
/// Returns `SMSBAT_ERROR_VALIDATION` for an empty text or a `chat_id` that is not above 0; `SMSBAT_ERROR_PROVIDER` if
/// the hub refused it; `SMSBAT_ERROR_INVALID_ARGUMENT` if another pointer is NULL; else any code of a call. Free the
/// error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_events_send_message(
    events: *const smsbat_chat_events,
    chat_id: i64,
    text: *const c_char,
    result: *mut *mut smsbat_string,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or live events and a text, and NULL or places for the result and the error.
    unsafe {
        let out = Out::new(result, "result");
        boundary::call(error, || {
            let events = shared(events)?;
            let text = read(text, "text")?;
            done(events.0.send_message(chat_id, text)?, out)
        })
    }
}

/// Sends a file into a chat: `size` bytes of `data`, at most 50 MiB.
///
/// `name` is the file's name. `format` is its MIME type; `NULL` derives it from the extension of the name. Everything else is as in
/// `smsbat_chat_events_send_message`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_events_send_media(
    events: *const smsbat_chat_events,
    chat_id: i64,
    name: *const c_char,
    format: *const c_char,
    data: *const u8,
    size: usize,
    result: *mut *mut smsbat_string,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller gives NULL or live events, texts and bytes, and NULL or places for the result and the error.
    unsafe {
        let out = Out::new(result, "result");
        boundary::call(error, || {
            let events = shared(events)?;
            let media = media(name, format, data, size)?;
            done(events.0.send_media(chat_id, &media)?, out)
        })
    }
}

/// Returns a file, or an error before its data is read: the size may be wrong.
///
/// # Safety
/// `name` and `format` as for [`read`], `data` and `size` as for [`elements`].
pub(crate) unsafe fn media(
    name: *const c_char,
    format: *const c_char,
    data: *const u8,
    size: usize,
) -> Result<ChatMedia, Fault> {
    // SAFETY: the caller's promise.
    unsafe {
        let name = read(name, "name")?;
        binding::check_media_size(size)?;
        let media = ChatMedia::new(name, elements(data, size, "data")?.to_vec());
        if format.is_null() { Ok(media) } else { Ok(media.format(read(format, "format")?)) }
    }
}

/// Hands a result out to a program that wants it.
fn done(result: Option<String>, out: Out<smsbat_string>) -> Result<(), Fault> {
    match result {
        Some(result) if out.check().is_ok() => out.set(result.into()),
        _ => Ok(()),
    }
}

/// Returns the state of the connection: "connecting", "connected", "reconnecting" or "closed". The text is not freed.
/// `NULL` for `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_events_state(events: *const smsbat_chat_events) -> *const c_char {
    boundary::value(std::ptr::null(), || {
        // SAFETY: the caller gives NULL or live events.
        let state = unsafe { events.as_ref() }.map(|events| events.0.state());
        let text = state.map(|state| match state {
            "connecting" => c"connecting",
            "connected" => c"connected",
            "reconnecting" => c"reconnecting",
            _ => c"closed",
        });
        text.map_or(std::ptr::null(), std::ffi::CStr::as_ptr)
    })
}

/// Returns the transport of the connection: "websocket" or "long_polling". The text is not freed. `NULL` while there is
/// no connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_events_transport(events: *const smsbat_chat_events) -> *const c_char {
    boundary::value(std::ptr::null(), || {
        // SAFETY: the caller gives NULL or live events.
        let transport = unsafe { events.as_ref() }.and_then(|events| events.0.transport());
        let text = transport.map(|transport| match transport {
            HubTransport::LongPolling => c"long_polling",
            _ => c"websocket",
        });
        text.map_or(std::ptr::null(), std::ffi::CStr::as_ptr)
    })
}

getters! { events: smsbat_chat_events;
    /// Returns true if no event will come any more: closed, ended, or of a parent process. True for `NULL`.
    smsbat_chat_events_is_closed -> bool = true, |events| events.0.is_closed();
}

/// Ends the events and tells the hub. Another thread that waits for an event gets none.
///
/// It does not wait for the hub. May be called more than once, and with `NULL`. The object must still be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_events_close(events: *const smsbat_chat_events) {
    // SAFETY: the caller gives NULL or live events.
    if let Some(events) = unsafe { events.as_ref() } {
        boundary::value((), || events.0.close());
    }
}

/// Closes events and frees them. `NULL` is allowed. No other thread may be using them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_events_free(events: *mut smsbat_chat_events) {
    // SAFETY: the caller gives NULL or events that nobody uses any more.
    unsafe {
        smsbat_chat_events_close(events);
        free(events);
    }
}
