//! Options for listening to the hub.

use std::ffi::c_char;

use smsbat_core::{HubTransport, Listen, binding};

use crate::boundary;
use crate::error::{Fault, smsbat_code};
use crate::handle::{free, give, handle};
use crate::setting::{Set, Settings, setters};
use crate::string::read;

/// Options for listening to the hub. `NULL` means all chats, until the events are closed.
///
/// A setter copies what it is given. A setter's mistake is returned and also kept, so that `smsbat_chat_events_open`
/// fails with it.
pub struct smsbat_chat_events_options(Settings<Listen>);

handle!(smsbat_chat_events_options, "options", owned);

impl Set for smsbat_chat_events_options {
    type Value = Listen;

    fn settings(&mut self) -> &mut Settings<Listen> {
        &mut self.0
    }
}

impl smsbat_chat_events_options {
    /// The options of a connection, from a pointer that may be NULL.
    ///
    /// # Safety
    /// `options` is NULL or live options that nobody changes meanwhile.
    pub(super) unsafe fn of(options: *const smsbat_chat_events_options) -> Result<Listen, Fault> {
        // SAFETY: the caller's promise.
        unsafe { options.as_ref() }.map_or_else(|| Ok(Listen::new()), |own| own.0.get())
    }
}

/// Makes options with nothing set. Never NULL; free them with `smsbat_chat_events_options_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_chat_events_options_new() -> *mut smsbat_chat_events_options {
    boundary::value(std::ptr::null_mut(), || give(smsbat_chat_events_options(Settings::new(Listen::new()))))
}

/// Frees options. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chat_events_options_free(options: *mut smsbat_chat_events_options) {
    // SAFETY: the caller gives NULL or options that nobody uses any more.
    unsafe { free(options) }
}

setters! { options: smsbat_chat_events_options;
    /// Adds a chat of interest. Without one, all chats are.
    ///
    /// Returns `SMSBAT_ERROR_VALIDATION` for an id that is not above 0, `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is NULL.
    smsbat_chat_events_options_add_chat(chat_id: i64) += "chats", |listen| { listen.add_chat(chat_id)? };

    /// Ends the events after this time without one, in seconds: above 0, at most 86400. Default: never.
    ///
    /// Returns `SMSBAT_ERROR_VALIDATION` for any other number, `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is NULL.
    smsbat_chat_events_options_set_idle_timeout(seconds: f64) = "idle_timeout", |listen| {
        listen.idle_timeout = Some(binding::seconds("idle_timeout", seconds)?);
    };

    /// Sets how long the hub may be silent before the connection counts as broken, in seconds: above 0, at most 86400.
    /// Default: 30.
    ///
    /// A ping goes out after half of it. The hub's own pings come every 15 seconds, so less ends good connections. Returns
    /// `SMSBAT_ERROR_VALIDATION` for any other number, `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is NULL.
    smsbat_chat_events_options_set_server_timeout(seconds: f64) = "server_timeout", |listen| {
        listen.server_timeout = Some(binding::seconds("server_timeout", seconds)?);
    };

    /// Sets the only transport: "websocket" or "long_polling". Default: a WebSocket, and long polling where that is refused.
    ///
    /// Returns `SMSBAT_ERROR_VALIDATION` for any other word, `SMSBAT_ERROR_INVALID_ARGUMENT` for NULL or text that is not
    /// UTF-8.
    smsbat_chat_events_options_set_transport(transport: *const c_char) = "transport", |listen| {
        // SAFETY: the caller passes NULL or a text that ends with a NUL.
        let name = unsafe { read(transport, "transport") }?;
        listen.transport = Some(HubTransport::parse(name)?);
    };
}
