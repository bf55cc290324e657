//! Every operation by name, with its arguments and its reply as JSON: for C and for tools.

mod cascade;
mod chathub;
mod messages;
mod messagio;
mod turbosms;

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::binding::view;
use crate::client::Client;
use crate::engine::{Api, CallOptions, Method};
use crate::error::Error;
use crate::model::{Json, Object, Record};

/// An operation that can be called by name.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// Name, as of the Python method: `messages.send`.
    pub name: &'static str,
    /// Names of the arguments, as in Python.
    pub arguments: &'static [&'static str],
    run: Run,
}

/// All of them.
pub fn operations() -> &'static [Operation] {
    OPERATIONS
}

static OPERATIONS: &[Operation] = &[
    op("messages.send", &["messages"], messages::send),
    op("messages.status", &["message_id"], messages::status),
    op("messages.wait", &["message_id", "timeout", "interval"], messages::wait),
    op("messages.wait_all", &["messages", "timeout", "interval"], messages::wait_all),
    op("cascade.send", &["messages", "telegram_viber_first"], cascade::send),
    op("cascade.upload_variables", &["variables"], cascade::upload_variables),
    op("cascade.send_template", cascade::TEMPLATE_ARGUMENTS, cascade::send_template),
    op("chathub.login", &["login", "password"], chathub::login),
    op("chathub.organizations", &[], chathub::organizations),
    op("chathub.operators", &["organization_id"], chathub::operators),
    op("chathub.add_operators", &["operators"], chathub::add_operators),
    op("chathub.set_operator_status", &["id", "status"], chathub::set_operator_status),
    op("chathub.operator_token", &["id", "expires_at"], chathub::operator_token),
    op("chathub.validate_token", &["token"], chathub::validate_token),
    op("chathub.chats", chathub::FILTERS, chathub::chats),
    op("chathub.set_chat_status", &["id", "status"], chathub::set_chat_status),
    op("chathub.delete_chat", &["id"], chathub::delete_chat),
    op("chathub.chat_messages", &["id"], chathub::chat_messages),
    op("chathub.send_chat_message", &["id", "text", "media"], chathub::send_chat_message),
    op("chathub.widget_html", &["token"], chathub::widget_html),
    op("chathub.visitor_widget_html", &["guid"], chathub::visitor_widget_html),
    op("turbosms.send", &["message"], turbosms::send),
    op("turbosms.send_multi", &["messages"], turbosms::send_multi),
    op("turbosms.status", &["message_ids"], turbosms::status),
    op("turbosms.details", &["message_ids"], turbosms::details),
    op("messagio.send", messagio::ARGUMENTS, messagio::send),
    op("request", &["method", "path", "json", "api"], request),
];

type Run = fn(&Client, &str, CallOptions) -> Result<String, Error>;

const fn op(name: &'static str, arguments: &'static [&'static str], run: Run) -> Operation {
    Operation { name, arguments, run }
}

/// Options that every operation takes beside its arguments.
#[derive(Deserialize)]
struct Common {
    timeout: Option<f64>,
    max_retries: Option<u32>,
    #[serde(default)]
    resend_unknown: bool,
}

impl Common {
    const NAMES: &[&str] = &["timeout", "max_retries", "resend_unknown"];
}

impl Client {
    /// Calls an operation by name. `request` is a JSON object of the Python arguments, with messages in
    /// wire form, and may hold `timeout`, `max_retries` and `resend_unknown`. The reply is a JSON object of
    /// the Python attributes, with decimals as strings.
    ///
    /// # Errors
    /// As the operation; [`crate::ErrorKind::Validation`] for an unknown operation or argument.
    pub fn call_json(&self, operation: &str, request: &str, mut options: CallOptions) -> Result<String, Error> {
        let Some(found) = OPERATIONS.iter().find(|o| o.name == operation) else {
            let names: Vec<_> = OPERATIONS.iter().map(|o| o.name).collect();
            let message = format!("is not one of: {}", names.join(", "));
            return Err(Error::invalid("operation", "known", message));
        };
        let invalid = |e: serde_json::Error| Error::invalid("request", "json", e.to_string());
        let keys: std::collections::HashMap<String, &RawValue> = serde_json::from_str(request).map_err(invalid)?;
        let known = |key: &str| found.arguments.contains(&key) || Common::NAMES.contains(&key);
        if let Some(key) = keys.keys().find(|k| !known(k)) {
            let message = format!("is not an argument of {operation}, which takes: {}", found.arguments.join(", "));
            return Err(Error::invalid(key, "known", message));
        }
        let common: Common = serde_json::from_str(request).map_err(invalid)?;
        if let Some(timeout) = common.timeout.filter(|_| !found.arguments.contains(&"timeout")) {
            options.timeout = Some(seconds("timeout", timeout)?);
        }
        options.max_retries = common.max_retries.or(options.max_retries);
        options.resend_unknown |= common.resend_unknown;
        (found.run)(self, request, options)
    }
}

/// Time given as a number of seconds.
pub(crate) fn seconds(name: &str, value: f64) -> Result<Duration, Error> {
    crate::config::parse_seconds(&value.to_string()).ok_or_else(|| Error::invalid(name, "range", crate::time::SECONDS))
}

/// Objects in wire form: a list of them, or one alone.
fn objects(name: &str, list: &RawValue) -> Result<Vec<Object>, Error> {
    let rows: Vec<&RawValue> = match list.get().trim_start().starts_with('[') {
        true => arguments(list.get())?,
        false => vec![list],
    };
    rows.into_iter().enumerate().map(|(i, row)| object(&format!("{name}[{i}]"), row)).collect()
}

fn object(path: &str, json: &RawValue) -> Result<Object, Error> {
    Json::object(json.get()).map(Object::Plain).map_err(|e| Error::invalid(path, "object", e.to_string()))
}

/// A list of replies as JSON.
fn views<'r>(records: impl IntoIterator<Item = &'r Record>) -> String {
    let items: Vec<String> = records.into_iter().map(view).collect();
    format!("[{}]", items.join(","))
}

fn arguments<'a, T: Deserialize<'a>>(request: &'a str) -> Result<T, Error> {
    serde_json::from_str(request).map_err(|e| Error::invalid("request", "json", e.to_string()))
}

fn request(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments<'a> {
        method: String,
        path: String,
        #[serde(borrow)]
        json: Option<&'a RawValue>,
        api: Option<String>,
    }
    let arguments: Arguments<'_> = arguments(request)?;
    let method = Method::from_name(&arguments.method)
        .ok_or_else(|| Error::invalid("method", "known", "must be GET, POST, PUT, PATCH or DELETE"))?;
    let api = arguments.api.as_deref().unwrap_or("messages");
    let api = Api::from_name(api).ok_or_else(|| Error::invalid("api", "known", "is not the name of an API"))?;
    let json = arguments.json.map(RawValue::get).filter(|j| *j != "null");
    client.request(method, &arguments.path, json, api, &options).map(|r| view(r.record()))
}
