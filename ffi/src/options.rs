//! Settings of a client, and options of a single call.

use std::ffi::{c_char, c_void};
use std::sync::atomic::Ordering;

use smsbat_core::{CallOptions, Client, ClientBuilder, RateLimit, SETTINGS, binding};

use crate::attempt::{Listener, smsbat_attempt_callback};
use crate::boundary;
use crate::cancel::smsbat_cancel;
use crate::error::{Fault, smsbat_code};
use crate::handle::{free, give, handle, shared};
use crate::setting::{Keep, Set, Settings, change, setters};
use crate::string::read;

/// Settings of a client.
///
/// A setting that is not set here comes from the environment (`SMSBAT_API_KEY` and so on), then from the profile, then
/// from its default. Setters copy their arguments. A setter returns its error and also stores it, so that
/// `smsbat_client_new` fails with it. The return values of setters may be ignored.
pub struct smsbat_options(Settings<ClientBuilder>);

handle!(smsbat_options, "options", owned);

impl Set for smsbat_options {
    type Value = ClientBuilder;

    fn settings(&mut self) -> &mut Settings<ClientBuilder> {
        &mut self.0
    }
}

impl smsbat_options {
    /// Returns the settings, or the stored errors of setters.
    pub(crate) fn builder(&self) -> Result<ClientBuilder, Fault> {
        self.0.get()
    }
}

fn put(builder: &mut ClientBuilder, name: &str, value: &str) -> Result<(), Fault> {
    *builder = builder.clone().set(name, value)?;
    Ok(())
}

/// Creates settings without any value set. Never `NULL`; free them with `smsbat_options_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_options_new() -> *mut smsbat_options {
    boundary::value(std::ptr::null_mut(), || give(smsbat_options(Settings::new(Client::builder()))))
}

/// Frees settings. `NULL` is allowed. Clients created with them are not affected.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_free(options: *mut smsbat_options) {
    // SAFETY: the caller passes NULL or settings that are no longer used.
    unsafe { free(options) }
}

/// Sets any setting by name, as text.
///
/// The names are those of the setters below, without `smsbat_options_set_`. Returns `SMSBAT_ERROR_CONFIGURATION` if the
/// setting does not exist, `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8. `smsbat_client_new`
/// checks the value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set(
    options: *mut smsbat_options,
    name: *const c_char,
    value: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or texts that end with a NUL, and NULL or its own settings.
    unsafe {
        let known = read(name, "name").ok().and_then(|n| SETTINGS.iter().find(|s| s.name == n));
        change(options, known.map_or("name", |s| s.name), Keep::None, |o| {
            put(o, read(name, "name")?, read(value, "value")?)
        })
    }
}

/// Sets a setting as text.
///
/// # Safety
/// `options` as [`change`]; `value` is `NULL` or a text that ends with a NUL.
pub(crate) unsafe fn set_text(options: *mut smsbat_options, name: &'static str, value: *const c_char) -> smsbat_code {
    // SAFETY: the caller's promise.
    unsafe { change(options, name, Keep::None, |o| put(o, name, read(value, name)?)) }
}

/// Sets a setting to the text of a number or a flag.
///
/// # Safety
/// `options` as [`change`].
pub(crate) unsafe fn set_shown(options: *mut smsbat_options, name: &'static str, value: impl ToString) -> smsbat_code {
    // SAFETY: the caller's promise.
    unsafe { change(options, name, Keep::None, |o| put(o, name, &value.to_string())) }
}

/// Sets the client-side rate limit: requests per second and the largest burst, for sends and for data (status and
/// information). 0 counts as 1. Default: the provider's limits, 100 with bursts of 150 for sends and 50 with bursts of 75
/// for data.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_rate_limit(
    options: *mut smsbat_options,
    messaging_per_second: u32,
    messaging_burst: u32,
    data_per_second: u32,
    data_burst: u32,
) -> smsbat_code {
    let limit = RateLimit::new((messaging_per_second, messaging_burst), (data_per_second, data_burst));
    // SAFETY: the caller passes NULL or its own settings.
    unsafe { set_rate_limit(options, Some(limit)) }
}

/// Turns off the client-side rate limit.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_options_set_no_rate_limit(options: *mut smsbat_options) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own settings.
    unsafe { set_rate_limit(options, None) }
}

/// # Safety
/// As [`change`].
unsafe fn set_rate_limit(options: *mut smsbat_options, limit: Option<RateLimit>) -> smsbat_code {
    let set = |builder: &mut ClientBuilder| {
        *builder = builder.clone().rate_limit(limit);
        Ok(())
    };
    // SAFETY: the caller's promise.
    unsafe { change(options, "rate_limit", Keep::None, set) }
}

setters! { options: smsbat_options;
    /// Ignores the environment, including a profile that it names.
    ///
    /// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
    smsbat_options_ignore_environment() = "environment", |builder| { *builder = builder.clone().ignore_environment() };

    /// Sets a callback that is called after each attempt of a call, for metrics and traces; `NULL` removes it. Default: none.
    ///
    /// `userdata` is passed to it and must stay valid until all clients that were created with these options, and all chat
    /// events that they opened, are freed. The callback is not called for a call that is refused before its first attempt,
    /// such as one with bad input. For the chat hub it is called for the negotiation of a connection.
    ///
    /// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
    smsbat_client_options_set_on_attempt(on_attempt: smsbat_attempt_callback, userdata: *mut c_void) = "on_attempt", |builder| {
        *builder = builder.clone().on_attempt(Listener { tell: on_attempt, userdata }.function());
    };
}

/// Options of a single call. Wherever a function takes them, `NULL` means the client's settings.
///
/// A call copies its options when it starts. A setter returns its error and also stores it, so that the call fails with
/// it.
pub struct smsbat_call_options(Settings<CallOptions>);

handle!(smsbat_call_options, "options", owned);

impl Set for smsbat_call_options {
    type Value = CallOptions;

    fn settings(&mut self) -> &mut Settings<CallOptions> {
        &mut self.0
    }
}

impl smsbat_call_options {
    /// Returns the options of a call, from a pointer that may be `NULL`.
    ///
    /// # Safety
    /// `options` is `NULL` or live options that does not change meanwhile.
    pub(crate) unsafe fn of(options: *const smsbat_call_options) -> Result<CallOptions, Fault> {
        // SAFETY: the caller's promise.
        unsafe { options.as_ref() }.map_or_else(|| Ok(CallOptions::default()), |own| own.0.get())
    }
}

/// Creates options without any value set. Never `NULL`; free them with `smsbat_call_options_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_call_options_new() -> *mut smsbat_call_options {
    boundary::value(std::ptr::null_mut(), || give(smsbat_call_options(Settings::default())))
}

/// Frees options. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_call_options_free(options: *mut smsbat_call_options) {
    // SAFETY: the caller passes NULL or options that are no longer used.
    unsafe { free(options) }
}

setters! { options: smsbat_call_options;
    /// Sets the time limit of the whole call in seconds: above 0, at most 86400. Default: the client's.
    ///
    /// Returns `SMSBAT_ERROR_VALIDATION` for any other number, `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
    smsbat_call_options_set_timeout(seconds: f64) = "timeout", |own| {
        own.timeout = Some(binding::seconds("timeout", seconds)?);
    };

    /// Sets the maximum number of retries after the first attempt: at most 100. Default: the client's.
    ///
    /// A larger number is an error of the call. Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
    smsbat_call_options_set_max_retries(times: u32) = "max_retries", |own| { own.max_retries = Some(times) };

    /// Retries a send whose outcome is unknown, at the risk of sending it twice. Default: false.
    ///
    /// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `options` is `NULL`.
    smsbat_call_options_set_resend_unknown(on: bool) = "resend_unknown", |own| { own.resend_unknown = on };

    /// Sets the file that makes `smsbat_client_send` safe to run again; it is created if it does not exist.
    ///
    /// A message that it knows as accepted, or as under way, is not sent: its row has the old id and outcome, and
    /// `smsbat_sent_message_resumed` is true. A message that was rejected or not sent is sent again. A message is known by
    /// its customer message id; without one by its recipient and all that the recipient sees. Messages of one call that it
    /// cannot tell apart are refused. The file belongs to these sends alone, and a call waits while another one has it.
    /// Every other function refuses options with a journal, with `SMSBAT_ERROR_VALIDATION`.
    ///
    /// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`, or if the path is not UTF-8.
    smsbat_call_options_set_journal(path: *const c_char) = "journal", |own| {
        // SAFETY: the caller passes NULL or a text that ends with a NUL.
        own.journal = Some(unsafe { read(path, "journal") }?.into());
    };

    /// Sets the token that cancels the call from another thread. The token may be freed before the options.
    ///
    /// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`.
    smsbat_call_options_set_cancel(cancel: *const smsbat_cancel) = "cancel", |own| {
        // SAFETY: the caller passes NULL or a live token.
        let flag = unsafe { shared(cancel) }?.flag();
        own.interrupt = Some(std::sync::Arc::new(move || flag.load(Ordering::Acquire)));
    };
}
