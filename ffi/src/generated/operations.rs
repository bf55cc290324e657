//! Functions of operations. Written by `make gen` from the tables in core: do not edit.
// Some arguments are `String` in the core, others `Cow<str>`.
#![allow(clippy::useless_conversion)]

use std::borrow::Cow;
use std::ffi::c_char;

use smsbat_core::binding::{self, operations};

use crate::boundary;
use crate::chat_events::media;
use crate::client::{all_objects, objects, smsbat_client};
use crate::error::{Fault, smsbat_code, smsbat_error};
use crate::generated::reply_types::*;
use crate::handle::{Handle, Out, Owned, free, give, shared};
use crate::message::smsbat_message;
use crate::options::smsbat_call_options;
use crate::owned_string::smsbat_string;
use crate::part::smsbat_part;
use crate::result::smsbat_send_result;
use crate::setting::{Keep, Set, Settings, change};
use crate::string::{read, read_all};
use crate::template::smsbat_template_rows;

/// Optional arguments of `smsbat_client_wait_all`.
///
/// `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
/// it, so that the call fails with it.
pub struct smsbat_wait_all_arguments(Settings<WaitAll>);

#[derive(Clone, Default)]
pub(crate) struct WaitAll {
    timeout: Option<std::time::Duration>,
    interval: Option<std::time::Duration>,
}

impl Handle for smsbat_wait_all_arguments {
    const NAME: &'static str = "arguments";
}

impl Owned for smsbat_wait_all_arguments {}

impl Set for smsbat_wait_all_arguments {
    type Value = WaitAll;

    fn settings(&mut self) -> &mut Settings<WaitAll> {
        &mut self.0
    }
}

/// Creates arguments without any value set. Never NULL; free them with `smsbat_wait_all_arguments_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_wait_all_arguments_new() -> *mut smsbat_wait_all_arguments {
    boundary::value(std::ptr::null_mut(), || give(smsbat_wait_all_arguments(Settings::default())))
}

/// Frees arguments. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_wait_all_arguments_free(arguments: *mut smsbat_wait_all_arguments) {
    // SAFETY: the caller passes NULL or arguments that are no longer used.
    unsafe { free(arguments) }
}

/// Sets `timeout`: Seconds after which the last statuses are returned even if they are not final; check `is_final`.
///
/// Returns `SMSBAT_ERROR_VALIDATION` unless the number is above 0 and at most 86400, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if `arguments` is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_wait_all_arguments_set_timeout(
    arguments: *mut smsbat_wait_all_arguments,
    timeout: f64,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "timeout", Keep::None, |own| {
            own.timeout = Some(binding::seconds("timeout", timeout)?);
            Ok(())
        })
    }
}

/// Sets `interval`: Seconds between the first two rounds, at least 1. The interval grows to at most twice this
/// value.
///
/// Returns `SMSBAT_ERROR_VALIDATION` unless the number is above 0 and at most 86400, `SMSBAT_ERROR_INVALID_ARGUMENT`
/// if `arguments` is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_wait_all_arguments_set_interval(
    arguments: *mut smsbat_wait_all_arguments,
    interval: f64,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "interval", Keep::None, |own| {
            own.interval = Some(binding::seconds("interval", interval)?);
            Ok(())
        })
    }
}

/// Polls the statuses of many messages until all are final or the time is up, and returns the last of each.
///
/// Polls in rounds, at most once a second for each message, within the client's rate limit for reads. An unknown id
/// is tolerated for 30 seconds.
///
/// `messages` points to `count` texts. `messages`: Message ids from sends. `arguments` may be `NULL`; see
/// `smsbat_wait_all_arguments_new`. `options` may be `NULL`. On success `*list` is an object that the program must
/// free with `smsbat_status_list_free`; otherwise it is `NULL`. A `MessageStatus` for each message, in the same
/// order. If no status arrived in time, or the provider does not know the id, its `delivery_status` is `'unknown'`,
/// which is not final.
///
/// Returns `SMSBAT_ERROR_VALIDATION`: Some messages have no id because they were not accepted; `problems` names
/// each. No request was made. `SMSBAT_ERROR_NOT_FOUND`: The provider knows none of the ids after 30 seconds.
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_wait_all(
    client: *const smsbat_client,
    messages: *const *const c_char,
    count: usize,
    arguments: *const smsbat_wait_all_arguments,
    options: *const smsbat_call_options,
    list: *mut *mut smsbat_status_list,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(list, "list");
        boundary::call(error, || {
            let client = shared(client)?;
            let messages = read_all(messages, count, "messages")?;
            out.check()?;
            let own = arguments.as_ref().map_or_else(|| Ok(WaitAll::default()), |own| own.0.get())?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::WaitAll {
                messages: operations::MessageIds(messages.into_iter().map(Cow::Borrowed).collect()),
                timeout: own.timeout.unwrap_or(std::time::Duration::from_secs_f64(120.0)),
                interval: own.interval.unwrap_or(std::time::Duration::from_secs_f64(5.0)),
            };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Uploads values for placeholders `%type=id%` in the texts of later messages. Uploading an id again replaces its
/// value.
///
/// `variables` points to `count` parts, created by `smsbat_variable_new` or `smsbat_part_from_json`. `variables`:
/// Values, up to 5,000. `options` may be `NULL`. On success `*reply` is an object that the program must free with
/// `smsbat_raw_reply_free`; otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_cascade_upload_variables(
    client: *const smsbat_client,
    variables: *const *mut smsbat_part,
    count: usize,
    options: *const smsbat_call_options,
    reply: *mut *mut smsbat_raw_reply,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(reply, "reply");
        boundary::call(error, || {
            let client = shared(client)?;
            let variables = objects(variables, count, "variables")?;
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::UploadVariables { variables: Cow::Borrowed(&variables) };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Optional arguments of `smsbat_client_cascade_send_template`.
///
/// `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
/// it, so that the call fails with it.
pub struct smsbat_cascade_send_template_arguments(Settings<CascadeSendTemplate>);

#[derive(Clone, Default)]
pub(crate) struct CascadeSendTemplate {
    message_type: Option<String>,
    ttl: Option<u32>,
    scheduled: Option<String>,
    telegram_viber_first: Option<bool>,
    variable_ids: Option<(u32, u32)>,
}

impl Handle for smsbat_cascade_send_template_arguments {
    const NAME: &'static str = "arguments";
}

impl Owned for smsbat_cascade_send_template_arguments {}

impl Set for smsbat_cascade_send_template_arguments {
    type Value = CascadeSendTemplate;

    fn settings(&mut self) -> &mut Settings<CascadeSendTemplate> {
        &mut self.0
    }
}

/// Creates arguments without any value set. Never NULL; free them with `smsbat_cascade_send_template_arguments_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_cascade_send_template_arguments_new() -> *mut smsbat_cascade_send_template_arguments {
    boundary::value(std::ptr::null_mut(), || give(smsbat_cascade_send_template_arguments(Settings::default())))
}

/// Frees arguments. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_cascade_send_template_arguments_free(
    arguments: *mut smsbat_cascade_send_template_arguments,
) {
    // SAFETY: the caller passes NULL or arguments that are no longer used.
    unsafe { free(arguments) }
}

/// Sets `message_type`: Message type, such as `transaction` or `promo`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_cascade_send_template_arguments_set_message_type(
    arguments: *mut smsbat_cascade_send_template_arguments,
    message_type: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "message_type", Keep::None, |own| {
            own.message_type = Some(read(message_type, "message_type")?.to_owned());
            Ok(())
        })
    }
}

/// Sets `ttl`: Seconds to wait for delivery before a message expires.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_cascade_send_template_arguments_set_ttl(
    arguments: *mut smsbat_cascade_send_template_arguments,
    ttl: u32,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "ttl", Keep::None, |own| {
            own.ttl = Some(ttl);
            Ok(())
        })
    }
}

/// Sets `scheduled`: Time to send the messages. ISO 8601 with a time zone.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_cascade_send_template_arguments_set_scheduled(
    arguments: *mut smsbat_cascade_send_template_arguments,
    scheduled: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "scheduled", Keep::None, |own| {
            own.scheduled = Some(read(scheduled, "scheduled")?.to_owned());
            Ok(())
        })
    }
}

/// Sets `telegram_viber_first`: Try Telegram and Viber before the other channels.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_cascade_send_template_arguments_set_telegram_viber_first(
    arguments: *mut smsbat_cascade_send_template_arguments,
    telegram_viber_first: bool,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "telegram_viber_first", Keep::None, |own| {
            own.telegram_viber_first = Some(telegram_viber_first);
            Ok(())
        })
    }
}

/// Sets `variable_ids`: First and last id for uploaded variables. Default: a block at a random place.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_cascade_send_template_arguments_set_variable_ids(
    arguments: *mut smsbat_cascade_send_template_arguments,
    first: u32,
    last: u32,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "variable_ids", Keep::None, |own| {
            own.variable_ids = Some((first, last));
            Ok(())
        })
    }
}

/// Sends one text to many recipients, filled with the values of each row.
///
/// URLs to be shortened are uploaded as variables; all other values are inserted into the text. Rows are sent in
/// requests of 500. The result has one row for each, in the same order. If a later request fails, its rows have
/// that error's outcome, the rows after it are `not_sent`, and a warning names the error. Two processes that send
/// `short_url` values on one account may pick the same ids: give each its own range with `variable_ids`.
///
/// `template`: Text with `{name}` for any value, `{name:url}` for a URL that is inserted unchanged,
/// `{name:short_url}` for a URL that the provider shortens. `{{` and `}}` are literal braces. `rows`: One row for
/// each message: the recipient in `to`, optionally your own message id in `id`, and the values by name, each text or
/// a number. See `smsbat_template_rows_new`. `sender`: Sender name registered for your account. `arguments` may be
/// `NULL`; see `smsbat_cascade_send_template_arguments_new`. `options` may be `NULL`. On success `*result` is an
/// object that the program must free with `smsbat_send_result_free`; otherwise it is `NULL`. A `SendResult` with a
/// `SentMessage` for each row, in the same order.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_cascade_send_template(
    client: *const smsbat_client,
    template_text: *const c_char,
    rows: *const smsbat_template_rows,
    sender: *const c_char,
    arguments: *const smsbat_cascade_send_template_arguments,
    options: *const smsbat_call_options,
    result: *mut *mut smsbat_send_result,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(result, "result");
        boundary::call(error, || {
            let client = shared(client)?;
            let template = read(template_text, "template")?;
            let rows = shared(rows)?.rows()?;
            let sender = read(sender, "sender")?;
            out.check()?;
            let own = arguments.as_ref().map_or_else(|| Ok(CascadeSendTemplate::default()), |own| own.0.get())?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::SendTemplate {
                template: template.into(),
                rows,
                sender: sender.into(),
                message_type: own.message_type.unwrap_or_else(|| "transaction".to_owned()).into(),
                ttl: own.ttl,
                scheduled: own.scheduled.map(Into::into),
                telegram_viber_first: own.telegram_viber_first.unwrap_or(false),
                variable_ids: own.variable_ids,
            };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Gets a company token. The client keeps it in memory for its calls and renews it once when it is refused.
///
/// `login`: Login of the company. `password`: Its password. `options` may be `NULL`. On success `*token` is an
/// object that the program must free with `smsbat_string_free`; otherwise it is `NULL`. The token. It is a secret:
/// do not log it.
///
/// Returns `SMSBAT_ERROR_AUTHENTICATION`: Login or password are wrong. `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer
/// is `NULL`; otherwise any code of a call. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_chathub_login(
    client: *const smsbat_client,
    login: *const c_char,
    password: *const c_char,
    options: *const smsbat_call_options,
    token: *mut *mut smsbat_string,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(token, "token");
        boundary::call(error, || {
            let client = shared(client)?;
            let login = read(login, "login")?;
            let password = read(password, "password")?;
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::Login { login: login.into(), password: smsbat_core::Secret::new(password) };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Returns the organizations of the company.
///
/// `options` may be `NULL`. On success `*list` is an object that the program must free with
/// `smsbat_organization_list_free`; otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_chathub_organizations(
    client: *const smsbat_client,
    options: *const smsbat_call_options,
    list: *mut *mut smsbat_organization_list,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(list, "list");
        boundary::call(error, || {
            let client = shared(client)?;
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::Organizations {};
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Returns the operators of an organization.
///
/// `organization_id`: `id` of an organization. `options` may be `NULL`. On success `*list` is an object that the
/// program must free with `smsbat_operator_list_free`; otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_chathub_operators(
    client: *const smsbat_client,
    organization_id: i64,
    options: *const smsbat_call_options,
    list: *mut *mut smsbat_operator_list,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(list, "list");
        boundary::call(error, || {
            let client = shared(client)?;

            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::Operators { organization_id };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Adds operators. A second call with the same names may add them twice.
///
/// `operators` points to `count` parts, created by `smsbat_new_operator_new` or `smsbat_part_from_json`.
/// `operators`: Operators to add, up to 5,000. `options` may be `NULL`. On success `*list` is an object that the
/// program must free with `smsbat_operator_list_free`; otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_chathub_add_operators(
    client: *const smsbat_client,
    operators: *const *mut smsbat_part,
    count: usize,
    options: *const smsbat_call_options,
    list: *mut *mut smsbat_operator_list,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(list, "list");
        boundary::call(error, || {
            let client = shared(client)?;
            let operators = objects(operators, count, "operators")?;
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::AddOperators { operators: Cow::Borrowed(&operators) };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Sets the status of an operator.
///
/// `id`: `id` of an operator. `status`: The new status. A name or a number, as text. `options` may be `NULL`.
///
/// Returns `SMSBAT_ERROR_VALIDATION`: The name of the status is not known. `SMSBAT_ERROR_INVALID_ARGUMENT` if a
/// pointer is `NULL`; otherwise any code of a call. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_chathub_set_operator_status(
    client: *const smsbat_client,
    id: i64,
    status: *const c_char,
    options: *const smsbat_call_options,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        boundary::call(error, || {
            let client = shared(client)?;

            let status = read(status, "status")?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::SetOperatorStatus { id, status: status.into() };
            Ok(binding::call(client.core(), operation, &options)?)
        })
    }
}

/// Optional arguments of `smsbat_client_chathub_operator_token`.
///
/// `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
/// it, so that the call fails with it.
pub struct smsbat_chathub_operator_token_arguments(Settings<ChathubOperatorToken>);

#[derive(Clone, Default)]
pub(crate) struct ChathubOperatorToken {
    expires_at: Option<String>,
}

impl Handle for smsbat_chathub_operator_token_arguments {
    const NAME: &'static str = "arguments";
}

impl Owned for smsbat_chathub_operator_token_arguments {}

impl Set for smsbat_chathub_operator_token_arguments {
    type Value = ChathubOperatorToken;

    fn settings(&mut self) -> &mut Settings<ChathubOperatorToken> {
        &mut self.0
    }
}

/// Creates arguments without any value set. Never NULL; free them with `smsbat_chathub_operator_token_arguments_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_chathub_operator_token_arguments_new() -> *mut smsbat_chathub_operator_token_arguments {
    boundary::value(std::ptr::null_mut(), || give(smsbat_chathub_operator_token_arguments(Settings::default())))
}

/// Frees arguments. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_operator_token_arguments_free(
    arguments: *mut smsbat_chathub_operator_token_arguments,
) {
    // SAFETY: the caller passes NULL or arguments that are no longer used.
    unsafe { free(arguments) }
}

/// Sets `expires_at`: Time when the token expires, at most 24 hours ahead. Default: in 23 hours 59 minutes. ISO 8601
/// with a time zone.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_operator_token_arguments_set_expires_at(
    arguments: *mut smsbat_chathub_operator_token_arguments,
    expires_at: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "expires_at", Keep::None, |own| {
            own.expires_at = Some(read(expires_at, "expires_at")?.to_owned());
            Ok(())
        })
    }
}

/// Gets a token for one operator, for the widget and for work in chats.
///
/// `id`: `id` of an operator. `arguments` may be `NULL`; see `smsbat_chathub_operator_token_arguments_new`.
/// `options` may be `NULL`. On success `*token` is an object that the program must free with `smsbat_string_free`;
/// otherwise it is `NULL`. The token. It is a secret: give it to its operator only.
///
/// Returns `SMSBAT_ERROR_VALIDATION`: The provider does not allow the time. `SMSBAT_ERROR_INVALID_ARGUMENT` if a
/// pointer is `NULL`; otherwise any code of a call. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_chathub_operator_token(
    client: *const smsbat_client,
    id: i64,
    arguments: *const smsbat_chathub_operator_token_arguments,
    options: *const smsbat_call_options,
    token: *mut *mut smsbat_string,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(token, "token");
        boundary::call(error, || {
            let client = shared(client)?;

            out.check()?;
            let own = arguments.as_ref().map_or_else(|| Ok(ChathubOperatorToken::default()), |own| own.0.get())?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::OperatorToken { id, expires_at: own.expires_at.map(Into::into) };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Returns what is known of an operator's token. A bad token is no error: see `is_valid`.
///
/// `token`: The token. `options` may be `NULL`. On success `*reply` is an object that the program must free with
/// `smsbat_token_info_free`; otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_chathub_validate_token(
    client: *const smsbat_client,
    token: *const c_char,
    options: *const smsbat_call_options,
    reply: *mut *mut smsbat_token_info,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(reply, "reply");
        boundary::call(error, || {
            let client = shared(client)?;
            let token = read(token, "token")?;
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::ValidateToken { token: smsbat_core::Secret::new(token) };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Optional arguments of `smsbat_client_chathub_chats`.
///
/// `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
/// it, so that the call fails with it.
pub struct smsbat_chathub_chats_arguments(Settings<ChathubChats>);

#[derive(Clone, Default)]
pub(crate) struct ChathubChats {
    search: Option<String>,
    source: Option<i64>,
    date: Option<(String, String)>,
    tg_user_id: Option<i64>,
    phone: Option<String>,
    status: Option<i64>,
    organization_id: Option<i64>,
    operator_id: Option<i64>,
    page: Option<u32>,
    per_page: Option<u32>,
}

impl Handle for smsbat_chathub_chats_arguments {
    const NAME: &'static str = "arguments";
}

impl Owned for smsbat_chathub_chats_arguments {}

impl Set for smsbat_chathub_chats_arguments {
    type Value = ChathubChats;

    fn settings(&mut self) -> &mut Settings<ChathubChats> {
        &mut self.0
    }
}

/// Creates arguments without any value set. Never NULL; free them with `smsbat_chathub_chats_arguments_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_chathub_chats_arguments_new() -> *mut smsbat_chathub_chats_arguments {
    boundary::value(std::ptr::null_mut(), || give(smsbat_chathub_chats_arguments(Settings::default())))
}

/// Frees arguments. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_chats_arguments_free(arguments: *mut smsbat_chathub_chats_arguments) {
    // SAFETY: the caller passes NULL or arguments that are no longer used.
    unsafe { free(arguments) }
}

/// Sets `search`: Name or phone.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_chats_arguments_set_search(
    arguments: *mut smsbat_chathub_chats_arguments,
    search: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "search", Keep::None, |own| {
            own.search = Some(read(search, "search")?.to_owned());
            Ok(())
        })
    }
}

/// Sets `source`: Source: 1 Viber bot, 2 Telegram; others are not documented.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_chats_arguments_set_source(
    arguments: *mut smsbat_chathub_chats_arguments,
    source: i64,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "source", Keep::None, |own| {
            own.source = Some(source);
            Ok(())
        })
    }
}

/// Sets `date`: First and last day or time. Each is text, such as 2026-05-04.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_chats_arguments_set_date(
    arguments: *mut smsbat_chathub_chats_arguments,
    first: *const c_char,
    last: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "date", Keep::None, |own| {
            own.date = Some((read(first, "first")?.to_owned(), read(last, "last")?.to_owned()));
            Ok(())
        })
    }
}

/// Sets `tg_user_id`: Telegram user id.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_chats_arguments_set_tg_user_id(
    arguments: *mut smsbat_chathub_chats_arguments,
    tg_user_id: i64,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "tg_user_id", Keep::None, |own| {
            own.tg_user_id = Some(tg_user_id);
            Ok(())
        })
    }
}

/// Sets `phone`: Phone number in international form.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_chats_arguments_set_phone(
    arguments: *mut smsbat_chathub_chats_arguments,
    phone: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "phone", Keep::None, |own| {
            own.phone = Some(read(phone, "phone")?.to_owned());
            Ok(())
        })
    }
}

/// Sets `status`: Status: 0 new, 1 open, 2 waiting, 3 on pause, 4 closed. A name or a number, as text.
///
/// Returns `SMSBAT_ERROR_VALIDATION` for an unknown name, `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that
/// is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_chats_arguments_set_status(
    arguments: *mut smsbat_chathub_chats_arguments,
    status: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "status", Keep::None, |own| {
            own.status = Some(operations::status_number(
                &["new", "open", "waiting", "on_pause", "closed"],
                read(status, "status")?,
            )?);
            Ok(())
        })
    }
}

/// Sets `organization_id`: `id` of an organization.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_chats_arguments_set_organization_id(
    arguments: *mut smsbat_chathub_chats_arguments,
    organization_id: i64,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "organization_id", Keep::None, |own| {
            own.organization_id = Some(organization_id);
            Ok(())
        })
    }
}

/// Sets `operator_id`: `id` of an operator.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_chats_arguments_set_operator_id(
    arguments: *mut smsbat_chathub_chats_arguments,
    operator_id: i64,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "operator_id", Keep::None, |own| {
            own.operator_id = Some(operator_id);
            Ok(())
        })
    }
}

/// Sets `page`: First page, from 1. Default: 1.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_chats_arguments_set_page(
    arguments: *mut smsbat_chathub_chats_arguments,
    page: u32,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "page", Keep::None, |own| {
            own.page = Some(page);
            Ok(())
        })
    }
}

/// Sets `per_page`: Chats on a page. Default: the provider's 20.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if `arguments` is `NULL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_chats_arguments_set_per_page(
    arguments: *mut smsbat_chathub_chats_arguments,
    per_page: u32,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "per_page", Keep::None, |own| {
            own.per_page = Some(per_page);
            Ok(())
        })
    }
}

/// Returns the chats that fit all filters. Arguments that are not set do not filter.
///
/// `arguments` may be `NULL`; see `smsbat_chathub_chats_arguments_new`. `options` may be `NULL`. On success `*list`
/// is an object that the program must free with `smsbat_chat_list_free`; otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_VALIDATION`: A filter cannot be used. `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is
/// `NULL`; otherwise any code of a call. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_chathub_chats(
    client: *const smsbat_client,
    arguments: *const smsbat_chathub_chats_arguments,
    options: *const smsbat_call_options,
    list: *mut *mut smsbat_chat_list,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(list, "list");
        boundary::call(error, || {
            let client = shared(client)?;
            out.check()?;
            let own = arguments.as_ref().map_or_else(|| Ok(ChathubChats::default()), |own| own.0.get())?;
            let options = smsbat_call_options::of(options)?;
            // The filter may get more fields, so it is not a literal.
            let mut operation = operations::ChatFilter::new();
            operation.search = own.search.map(Into::into);
            operation.source = own.source;
            operation.date = own.date;
            operation.tg_user_id = own.tg_user_id;
            operation.phone = own.phone.map(Into::into);
            operation.status = own.status;
            operation.organization_id = own.organization_id;
            operation.operator_id = own.operator_id;
            operation.page = own.page;
            operation.per_page = own.per_page;
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Sets the status of a chat.
///
/// `id`: `id` of a chat. `status`: The new status. A name or a number, as text. `options` may be `NULL`.
///
/// Returns `SMSBAT_ERROR_VALIDATION`: The name of the status is not known. `SMSBAT_ERROR_INVALID_ARGUMENT` if a
/// pointer is `NULL`; otherwise any code of a call. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_chathub_set_chat_status(
    client: *const smsbat_client,
    id: i64,
    status: *const c_char,
    options: *const smsbat_call_options,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        boundary::call(error, || {
            let client = shared(client)?;

            let status = read(status, "status")?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::SetChatStatus { id, status: status.into() };
            Ok(binding::call(client.core(), operation, &options)?)
        })
    }
}

/// Deletes a chat. It cannot be restored.
///
/// `id`: `id` of a chat. `options` may be `NULL`.
///
/// Returns `SMSBAT_ERROR_NOT_FOUND`: There is no such chat. `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`;
/// otherwise any code of a call. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_chathub_delete_chat(
    client: *const smsbat_client,
    id: i64,
    options: *const smsbat_call_options,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        boundary::call(error, || {
            let client = shared(client)?;

            let options = smsbat_call_options::of(options)?;
            let operation = operations::DeleteChat { id };
            Ok(binding::call(client.core(), operation, &options)?)
        })
    }
}

/// Returns all messages of a chat.
///
/// `id`: `id` of a chat. `options` may be `NULL`. On success `*list` is an object that the program must free with
/// `smsbat_chat_message_list_free`; otherwise it is `NULL`. The messages, in the order of the provider.
///
/// Returns `SMSBAT_ERROR_NOT_FOUND`: There is no such chat. `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`;
/// otherwise any code of a call. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_chathub_chat_messages(
    client: *const smsbat_client,
    id: i64,
    options: *const smsbat_call_options,
    list: *mut *mut smsbat_chat_message_list,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(list, "list");
        boundary::call(error, || {
            let client = shared(client)?;

            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::ChatMessages { id };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Optional arguments of `smsbat_client_chathub_send_chat_message`.
///
/// `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
/// it, so that the call fails with it.
pub struct smsbat_chathub_send_chat_message_arguments(Settings<ChathubSendChatMessage>);

#[derive(Clone, Default)]
pub(crate) struct ChathubSendChatMessage {
    text: Option<String>,
    media: Option<smsbat_core::ChatMedia>,
}

impl Handle for smsbat_chathub_send_chat_message_arguments {
    const NAME: &'static str = "arguments";
}

impl Owned for smsbat_chathub_send_chat_message_arguments {}

impl Set for smsbat_chathub_send_chat_message_arguments {
    type Value = ChathubSendChatMessage;

    fn settings(&mut self) -> &mut Settings<ChathubSendChatMessage> {
        &mut self.0
    }
}

/// Creates arguments without any value set. Never NULL; free them with `smsbat_chathub_send_chat_message_arguments_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_chathub_send_chat_message_arguments_new() -> *mut smsbat_chathub_send_chat_message_arguments {
    boundary::value(std::ptr::null_mut(), || give(smsbat_chathub_send_chat_message_arguments(Settings::default())))
}

/// Frees arguments. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_send_chat_message_arguments_free(
    arguments: *mut smsbat_chathub_send_chat_message_arguments,
) {
    // SAFETY: the caller passes NULL or arguments that are no longer used.
    unsafe { free(arguments) }
}

/// Sets `text`: Text; required without `media`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_send_chat_message_arguments_set_text(
    arguments: *mut smsbat_chathub_send_chat_message_arguments,
    text: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "text", Keep::None, |own| {
            own.text = Some(read(text, "text")?.to_owned());
            Ok(())
        })
    }
}

/// Sets `media`: A file of at most 50 MiB. `format` is its MIME type; `NULL` means the type of the file name's
/// extension. The data is copied.
///
/// Returns `SMSBAT_ERROR_VALIDATION` unless there are 1 byte to 50 MiB, `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL`
/// or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_send_chat_message_arguments_set_media(
    arguments: *mut smsbat_chathub_send_chat_message_arguments,
    name: *const c_char,
    format: *const c_char,
    data: *const u8,
    size: usize,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "media", Keep::None, |own| {
            own.media = Some(media(name, format, data, size)?);
            Ok(())
        })
    }
}

/// Sends a text, a file, or both into a chat.
///
/// `id`: `id` of a chat. `arguments` may be `NULL`; see `smsbat_chathub_send_chat_message_arguments_new`. `options`
/// may be `NULL`. On success `*reply` is an object that the program must free with `smsbat_raw_reply_free`;
/// otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_VALIDATION`: There is nothing to send, or the file cannot be read or is too large.
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_chathub_send_chat_message(
    client: *const smsbat_client,
    id: i64,
    arguments: *const smsbat_chathub_send_chat_message_arguments,
    options: *const smsbat_call_options,
    reply: *mut *mut smsbat_raw_reply,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(reply, "reply");
        boundary::call(error, || {
            let client = shared(client)?;

            out.check()?;
            let own = arguments.as_ref().map_or_else(|| Ok(ChathubSendChatMessage::default()), |own| own.0.get())?;
            let options = smsbat_call_options::of(options)?;
            let operation =
                operations::SendChatMessage { id, text: own.text.map(Into::into), media: own.media.map(Cow::Owned) };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Returns HTML that shows the chat panel of an operator. It contains the token: give the page to its operator only.
///
/// `token`: A token of `operator_token`. On success `*html` is an object that the program must free with
/// `smsbat_string_free`; otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_widget_html(
    token: *const c_char,
    html: *mut *mut smsbat_string,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(html, "html");
        boundary::call(error, || {
            let token = read(token, "token")?;
            out.check()?;
            let html = smsbat_core::widget_html(token);
            out.set(html.into())
        })
    }
}

/// Returns HTML that shows the chat to the visitors of a site.
///
/// `guid`: Id of the widget. On success `*html` is an object that the program must free with `smsbat_string_free`;
/// otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`. Free the error with `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_chathub_visitor_widget_html(
    guid: *const c_char,
    html: *mut *mut smsbat_string,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(html, "html");
        boundary::call(error, || {
            let guid = read(guid, "guid")?;
            out.check()?;
            let html = smsbat_core::visitor_widget_html(guid);
            out.set(html.into())
        })
    }
}

/// Sends several messages in one request, each under a name that you choose. Returns the results by name.
///
/// `names` and `messages` point to `count` names and messages. `messages`: Messages by name. `options` may be
/// `NULL`. On success `*list` is an object that the program must free with `smsbat_turbosms_result_list_free`;
/// otherwise it is `NULL`. A `TurboSmsResult` for each name.
///
/// Returns `SMSBAT_ERROR_PROVIDER`: The whole request was refused; `code` is the native code.
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_turbosms_send_multi(
    client: *const smsbat_client,
    names: *const *const c_char,
    messages: *const *mut smsbat_message,
    count: usize,
    options: *const smsbat_call_options,
    list: *mut *mut smsbat_turbosms_result_list,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(list, "list");
        boundary::call(error, || {
            let client = shared(client)?;
            let names = read_all(names, count, "names")?;
            let place = |i: usize| format!("messages.{}", names.get(i).copied().unwrap_or_default());
            let messages = all_objects(messages, count, "messages", place)?;
            let messages = names.into_iter().map(str::to_owned).zip(messages.iter().cloned()).collect();
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::SendMulti { messages: Cow::Owned(messages) };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Returns the delivery statuses of messages, one for each id, in the same order. If the response has no clear row
/// for an id, its status has only the id.
///
/// `message_ids` points to `count` texts. `message_ids`: Message ids: the `message_id` of rows of a send. `options`
/// may be `NULL`. On success `*list` is an object that the program must free with
/// `smsbat_turbosms_status_list_free`; otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_PROVIDER`: The response has no rows; `code` is the native code.
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_turbosms_status(
    client: *const smsbat_client,
    message_ids: *const *const c_char,
    count: usize,
    options: *const smsbat_call_options,
    list: *mut *mut smsbat_turbosms_status_list,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(list, "list");
        boundary::call(error, || {
            let client = shared(client)?;
            let message_ids = read_all(message_ids, count, "message_ids")?;
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::RecipientStatus {
                message_ids: Cow::Owned(message_ids.into_iter().map(str::to_owned).collect()),
            };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Returns the details of messages, one entry for each id, in the same order, as in `status`.
///
/// `message_ids` points to `count` texts. `message_ids`: Message ids: the `message_id` of rows of a send. `options`
/// may be `NULL`. On success `*list` is an object that the program must free with
/// `smsbat_turbosms_details_list_free`; otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_PROVIDER`: The response has no rows; `code` is the native code.
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_turbosms_details(
    client: *const smsbat_client,
    message_ids: *const *const c_char,
    count: usize,
    options: *const smsbat_call_options,
    list: *mut *mut smsbat_turbosms_details_list,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(list, "list");
        boundary::call(error, || {
            let client = shared(client)?;
            let message_ids = read_all(message_ids, count, "message_ids")?;
            out.check()?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::RecipientDetails {
                message_ids: Cow::Owned(message_ids.into_iter().map(str::to_owned).collect()),
            };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Optional arguments of `smsbat_client_messagio_send`.
///
/// `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
/// it, so that the call fails with it.
pub struct smsbat_messagio_send_arguments(Settings<MessagioSend>);

#[derive(Clone, Default)]
pub(crate) struct MessagioSend {
    text: Option<String>,
    button_text: Option<String>,
    button_url: Option<String>,
    image: Option<String>,
    sending_method: Option<String>,
}

impl Handle for smsbat_messagio_send_arguments {
    const NAME: &'static str = "arguments";
}

impl Owned for smsbat_messagio_send_arguments {}

impl Set for smsbat_messagio_send_arguments {
    type Value = MessagioSend;

    fn settings(&mut self) -> &mut Settings<MessagioSend> {
        &mut self.0
    }
}

/// Creates arguments without any value set. Never NULL; free them with `smsbat_messagio_send_arguments_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_messagio_send_arguments_new() -> *mut smsbat_messagio_send_arguments {
    boundary::value(std::ptr::null_mut(), || give(smsbat_messagio_send_arguments(Settings::default())))
}

/// Frees arguments. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_send_arguments_free(arguments: *mut smsbat_messagio_send_arguments) {
    // SAFETY: the caller passes NULL or arguments that are no longer used.
    unsafe { free(arguments) }
}

/// Sets `text`: Text; optional with an image.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_send_arguments_set_text(
    arguments: *mut smsbat_messagio_send_arguments,
    text: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "text", Keep::None, |own| {
            own.text = Some(read(text, "text")?.to_owned());
            Ok(())
        })
    }
}

/// Sets `button_text`: Label of the button; requires `button_url`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_send_arguments_set_button_text(
    arguments: *mut smsbat_messagio_send_arguments,
    button_text: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "button_text", Keep::None, |own| {
            own.button_text = Some(read(button_text, "button_text")?.to_owned());
            Ok(())
        })
    }
}

/// Sets `button_url`: URL that the button opens; requires `button_text`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_send_arguments_set_button_url(
    arguments: *mut smsbat_messagio_send_arguments,
    button_url: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "button_url", Keep::None, |own| {
            own.button_url = Some(read(button_url, "button_url")?.to_owned());
            Ok(())
        })
    }
}

/// Sets `image`: URL of an image.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_send_arguments_set_image(
    arguments: *mut smsbat_messagio_send_arguments,
    image: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "image", Keep::None, |own| {
            own.image = Some(read(image, "image")?.to_owned());
            Ok(())
        })
    }
}

/// Sets `sending_method`: Channel: `viber` or `viber_otp`. Default: `viber`.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_messagio_send_arguments_set_sending_method(
    arguments: *mut smsbat_messagio_send_arguments,
    sending_method: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "sending_method", Keep::None, |own| {
            own.sending_method = Some(read(sending_method, "sending_method")?.to_owned());
            Ok(())
        })
    }
}

/// Sends one Viber message: a text, a text with a button, or an image.
///
/// `to`: Recipient in international form. `sender`: Sender name registered for your account. `arguments` may be
/// `NULL`; see `smsbat_messagio_send_arguments_new`. `options` may be `NULL`. On success `*result` is an object that
/// the program must free with `smsbat_messagio_result_free`; otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_PROVIDER`: The provider refused the message; `code` is the native code.
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_messagio_send(
    client: *const smsbat_client,
    to: *const c_char,
    sender: *const c_char,
    arguments: *const smsbat_messagio_send_arguments,
    options: *const smsbat_call_options,
    result: *mut *mut smsbat_messagio_result,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(result, "result");
        boundary::call(error, || {
            let client = shared(client)?;
            let to = read(to, "to")?;
            let sender = read(sender, "sender")?;
            out.check()?;
            let own = arguments.as_ref().map_or_else(|| Ok(MessagioSend::default()), |own| own.0.get())?;
            let options = smsbat_call_options::of(options)?;
            let mut record = smsbat_core::Record::new(smsbat_core::MessagioMessage::class());
            set_text(&mut record, "to", to)?;
            set_text(&mut record, "sender", sender)?;
            if let Some(text) = own.text {
                set_text(&mut record, "text", &text)?;
            }
            if let Some(text) = own.button_text {
                set_text(&mut record, "button_text", &text)?;
            }
            if let Some(text) = own.button_url {
                set_text(&mut record, "button_url", &text)?;
            }
            if let Some(text) = own.image {
                set_text(&mut record, "image", &text)?;
            }
            if let Some(text) = own.sending_method {
                set_text(&mut record, "sending_method", &text)?;
            }
            let operation = operations::MessagioSend { message: record };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

/// Optional arguments of `smsbat_client_request`.
///
/// `NULL` in their place means that none is set. Setters copy their arguments. A setter returns its error and also stores
/// it, so that the call fails with it.
pub struct smsbat_request_arguments(Settings<Request>);

#[derive(Clone, Default)]
pub(crate) struct Request {
    json: Option<String>,
    api: Option<String>,
}

impl Handle for smsbat_request_arguments {
    const NAME: &'static str = "arguments";
}

impl Owned for smsbat_request_arguments {}

impl Set for smsbat_request_arguments {
    type Value = Request;

    fn settings(&mut self) -> &mut Settings<Request> {
        &mut self.0
    }
}

/// Creates arguments without any value set. Never NULL; free them with `smsbat_request_arguments_free`.
#[unsafe(no_mangle)]
pub extern "C" fn smsbat_request_arguments_new() -> *mut smsbat_request_arguments {
    boundary::value(std::ptr::null_mut(), || give(smsbat_request_arguments(Settings::default())))
}

/// Frees arguments. `NULL` is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_request_arguments_free(arguments: *mut smsbat_request_arguments) {
    // SAFETY: the caller passes NULL or arguments that are no longer used.
    unsafe { free(arguments) }
}

/// Sets `json`: Request body. JSON text.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not JSON.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_request_arguments_set_json(
    arguments: *mut smsbat_request_arguments,
    json: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "json", Keep::None, |own| {
            own.json = Some({
                let text = read(json, "json")?;
                binding::json(text).ok_or_else(|| Fault::not_json("json"))?;
                text.to_owned()
            });
            Ok(())
        })
    }
}

/// Sets `api`: API whose URL and credentials are used.
///
/// Returns `SMSBAT_ERROR_INVALID_ARGUMENT` for `NULL` or a text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_request_arguments_set_api(
    arguments: *mut smsbat_request_arguments,
    api: *const c_char,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or its own arguments, and NULL or valid values of the parameters' types.
    unsafe {
        change(arguments, "api", Keep::None, |own| {
            own.api = Some(read(api, "api")?.to_owned());
            Ok(())
        })
    }
}

/// Sends a request for which this library has no operation, with the credentials of `api`.
///
/// `method`: HTTP method: `GET`, `POST`, `PUT`, `PATCH` or `DELETE`. After a failure that leaves the outcome
/// unknown, only a `GET` is retried. `path`: Path and query, beginning with `/`. `arguments` may be `NULL`; see
/// `smsbat_request_arguments_new`. `options` may be `NULL`. On success `*reply` is an object that the program must
/// free with `smsbat_raw_reply_free`; otherwise it is `NULL`.
///
/// Returns `SMSBAT_ERROR_VALIDATION`: The method, path or body cannot be sent. Nothing was sent.
/// `SMSBAT_ERROR_INVALID_ARGUMENT` if a pointer is `NULL`; otherwise any code of a call. Free the error with
/// `smsbat_error_free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smsbat_client_request(
    client: *const smsbat_client,
    method: *const c_char,
    path: *const c_char,
    arguments: *const smsbat_request_arguments,
    options: *const smsbat_call_options,
    reply: *mut *mut smsbat_raw_reply,
    error: *mut *mut smsbat_error,
) -> smsbat_code {
    // SAFETY: the caller passes NULL or live objects and texts, and NULL or output parameters.
    unsafe {
        let out = Out::new(reply, "reply");
        boundary::call(error, || {
            let client = shared(client)?;
            let method = read(method, "method")?;
            let path = read(path, "path")?;
            out.check()?;
            let own = arguments.as_ref().map_or_else(|| Ok(Request::default()), |own| own.0.get())?;
            let options = smsbat_call_options::of(options)?;
            let operation = operations::AnyRequest {
                method: method.into(),
                path: path.into(),
                json: own.json.map(Into::into),
                api: own.api.unwrap_or_else(|| "messages".to_owned()).into(),
            };
            out.set(binding::call(client.core(), operation, &options)?.into())
        })
    }
}

fn set_text(record: &mut smsbat_core::Record, name: &'static str, text: &str) -> Result<(), Fault> {
    let set = record.set(name, smsbat_core::Value::from(text));
    set.map_err(|e| binding::validation(vec![binding::problem(name, "type", e.to_string())]).into())
}
