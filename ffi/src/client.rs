//! The client.

use std::ffi::c_char;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::slice;

use smsbat_core::{Client, MAX_MESSAGES, Object, Problem, WAIT_INTERVAL, WAIT_TIMEOUT, binding};

use crate::boundary;
use crate::draft::Drafted;
use crate::error::{Fault, smsbat_code, smsbat_error};
use crate::handle::{Out, free, handle, shared};
use crate::message::smsbat_message;
use crate::options::{smsbat_call_options, smsbat_options};
use crate::result::smsbat_send_result;
use crate::status::smsbat_status;
use crate::string::{elements, read};

/// A client of the SMSBAT APIs.
///
/// Any number of threads may use one client at the same time. They share its connections and its rate limit. Create one
/// client and keep it.
#[derive(Debug)]
pub struct smsbat_client(Client);

handle!(smsbat_client, "client", owned);

impl smsbat_client {
    pub(crate) fn core(&self) -> &Client {
        &self.0
    }
}

/// Creates a client. Opens no connection.
///
/// `options` are copied. They may be `NULL`; then all settings come from the environment. On success `*client` is a
/// client that the program must free with `smsbat_client_free`; otherwise it is `NULL`. Returns
/// `SMSBAT_ERROR_CONFIGURATION` if settings contradict each other or cannot be used, `SMSBAT_ERROR_VALIDATION` for an
/// error that a setter stored, `SMSBAT_ERROR_INVALID_ARGUMENT` if `client` is `NULL`. Missing credentials are an error
/// of the first call, not of this function. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_new(
    options: *const smsbat_options,
    client: *mut *mut smsbat_client,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live options, and NULL or output parameters.
    unsafe {
        let out = Out::new(client, "client");
        boundary::call(error, || {
            out.check()?;
            let builder = options.as_ref().map_or_else(|| Ok(Client::builder()), smsbat_options::builder)?;
            out.set(smsbat_client(builder.user_agent_part("c").build()?))
        })
    }
}

/// Closes a client, from any thread: stops running calls and refuses new ones. Never blocks.
///
/// Running calls return `SMSBAT_ERROR_CANCELLED`, later ones `SMSBAT_ERROR_CONFIGURATION`. A send that is stopped has
/// the outcome unknown if any of its bytes were already sent. `NULL` is ignored. Async-signal-safe: a signal handler may
/// call it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_close(client: *const smsbat_client) {
    // SAFETY: the caller passes NULL or a live client.
    if let Some(client) = unsafe { client.as_ref() } {
        boundary::value((), || client.0.close());
    }
}

/// Frees a client and closes its idle connections. `NULL` is allowed.
///
/// No call may be running: first stop them with `smsbat_client_close` and join their threads.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_free(client: *mut smsbat_client) {
    // SAFETY: the caller passes NULL or a client that is no longer used.
    unsafe { free(client) }
}

/// Sends 1 to 5,000 messages of the SMSBAT API in one request.
///
/// `messages` points to `count` messages. The program keeps ownership and must not change or free them until the call
/// returns, not even in a callback. `options` may be `NULL`. On success `*result` is a result that the program must
/// free with `smsbat_send_result_free`; otherwise it is `NULL`.
///
/// The call succeeds if the provider answered, even if it refused some messages: check each row's outcome, or call
/// `smsbat_send_result_check`. Returns `SMSBAT_ERROR_VALIDATION` with all problems of all messages before anything is
/// sent; `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; `SMSBAT_ERROR_CONFIGURATION` if there are no
/// credentials or the client is closed; otherwise any code of a call. `smsbat_error_outcome` applies to all messages of
/// the request. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_send(
    client: *const smsbat_client,
    messages: *const *mut smsbat_message,
    count: usize,
    options: *const smsbat_call_options,
    result: *mut *mut smsbat_send_result,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects, `count` of them in `messages`, and NULL or output
    // parameters.
    unsafe {
        let out = Out::new(result, "result");
        boundary::call(error, || {
            let client = shared(client)?;
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let messages = objects(messages, count, "messages")?;
            out.set(client.0.messages().options(options).send(&messages[..])?.into())
        })
    }
}

/// The messages of a send as a slice for the core. They are bitwise copies of values that the program owns, because
/// cloning thousands of messages would be a large part of the work.
pub(crate) struct Objects<'a> {
    objects: Vec<ManuallyDrop<Object>>,
    lent: PhantomData<&'a Object>,
}

impl Deref for Objects<'_> {
    type Target = [Object];

    fn deref(&self) -> &[Object] {
        let objects: &[ManuallyDrop<Object>] = &self.objects;
        // SAFETY: `ManuallyDrop` is a transparent wrapper.
        unsafe { slice::from_raw_parts(objects.as_ptr().cast(), objects.len()) }
    }
}

/// Returns the messages or parts of a request, or the stored mistakes of all of them. No more are read than a request
/// takes: the count may be wrong.
///
/// # Safety
/// `drafts` is `NULL` or points to `count` pointers that are `NULL` or live objects, which nobody changes during `'a`.
pub(crate) unsafe fn objects<'a, D: Drafted>(
    drafts: *const *mut D,
    count: usize,
    name: &'static str,
) -> Result<Objects<'a>, Fault> {
    if count > MAX_MESSAGES {
        binding::check_count(name, count)?;
    }
    // SAFETY: the caller's promise.
    unsafe { all_objects(drafts, count, name, |i| format!("{name}[{i}]")) }
}

/// The same for a request that takes any number of them. `place` returns the path of one.
///
/// # Safety
/// As [`objects`].
pub(crate) unsafe fn all_objects<'a, D: Drafted>(
    drafts: *const *mut D,
    count: usize,
    name: &'static str,
    place: impl Fn(usize) -> String,
) -> Result<Objects<'a>, Fault> {
    // SAFETY: the caller's promise.
    let pointers = unsafe { elements(drafts, count, name) }?;
    let mut objects = Vec::with_capacity(count);
    let mut mistakes: Vec<Problem> = Vec::new();
    for (i, pointer) in pointers.iter().enumerate() {
        // SAFETY: the caller's promise.
        let Some(message) = (unsafe { pointer.as_ref() }) else {
            return Err(Fault::null(&place(i)));
        };
        match message.draft().object(|| place(i)) {
            // SAFETY: it is never dropped and only read, while its owner lives and does not change.
            Ok(object) => objects.push(ManuallyDrop::new(unsafe { std::ptr::read(object) })),
            Err(own) => mistakes.extend(own),
        }
    }
    let lent = PhantomData;
    binding::refuse_objects(count, mistakes)?;
    Ok(Objects { objects, lent })
}

/// Gets the delivery status of a message, by the id from its send.
///
/// `options` may be `NULL`. On success `*status` is a status that the program must free with `smsbat_status_free`;
/// otherwise it is `NULL`. Returns `SMSBAT_ERROR_NOT_FOUND` if the provider does not know the id,
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_status(
    client: *const smsbat_client,
    message_id: *const c_char,
    options: *const smsbat_call_options,
    status: *mut *mut smsbat_status,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(status, "status");
        boundary::call(error, || {
            let client = shared(client)?;
            let message_id = read(message_id, "message_id")?;
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            out.set(client.0.messages().options(options).status(message_id)?.into())
        })
    }
}

/// Polls the status of a message until it is final or the time is up, and returns the last one.
///
/// `timeout` limits the whole wait, and `interval` is the time between the first two requests, both in seconds; 0 or
/// less means their defaults, 120 and 5. The first request is made at once. An unknown id is tolerated for 30 s. If the
/// time is up, the call succeeds with the last status: check `smsbat_status_is_final`.
///
/// `options` may be `NULL`; its timeout limits each request. On success `*status` is a status that the program must
/// free with `smsbat_status_free`; otherwise it is `NULL`. Returns `SMSBAT_ERROR_VALIDATION` if `interval` is below 1
/// second, or an error of `smsbat_client_status` if no status arrived in time or a request failed with an error that is
/// not retryable. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_wait(
    client: *const smsbat_client,
    message_id: *const c_char,
    timeout: f64,
    interval: f64,
    options: *const smsbat_call_options,
    status: *mut *mut smsbat_status,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    let or = |value: f64, default: f64| if value <= 0.0 { default } else { value };
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(status, "status");
        boundary::call(error, || {
            let client = shared(client)?;
            let message_id = read(message_id, "message_id")?;
            out.check()?;
            let timeout = binding::seconds("timeout", or(timeout, WAIT_TIMEOUT))?;
            let interval = binding::seconds("interval", or(interval, WAIT_INTERVAL))?;
            let options = smsbat_call_options::of(options)?;
            out.set(client.0.messages().options(options).wait(message_id, timeout, interval)?.into())
        })
    }
}
