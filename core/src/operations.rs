//! Every operation by name, with its arguments and its reply as JSON: for C and for tools.

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::binding::view;
use crate::client::{CallOptions, Client};
use crate::endpoint::{Api, Method};
use crate::error::Error;
use crate::model::{Json, Object};

/// An operation that can be called by name.
#[derive(Debug)]
pub struct Operation {
    /// Name, as of the Python method: `messages.send`.
    pub name: &'static str,
    /// Names of the arguments, as in Python.
    pub arguments: &'static [&'static str],
    run: fn(&Client, &str, CallOptions) -> Result<String, Error>,
}

/// All of them.
pub fn operations() -> &'static [Operation] {
    OPERATIONS
}

static OPERATIONS: &[Operation] = &[
    Operation { name: "messages.send", arguments: &["messages"], run: send },
    Operation { name: "messages.status", arguments: &["message_id"], run: status },
    Operation { name: "messages.wait", arguments: &["message_id", "timeout", "interval"], run: wait },
    Operation { name: "request", arguments: &["method", "path", "json", "api"], run: request },
];

/// Options that every operation takes beside its arguments.
#[derive(Deserialize)]
struct Common {
    timeout: Option<f64>,
    max_retries: Option<u32>,
    #[serde(default)]
    resend_unknown: bool,
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
        let known =
            |key: &str| found.arguments.contains(&key) || ["timeout", "max_retries", "resend_unknown"].contains(&key);
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
    crate::config::parse_seconds(&value.to_string())
        .ok_or_else(|| Error::invalid(name, "range", "must be a number of seconds above 0 and at most 86400"))
}

fn arguments<'a, T: Deserialize<'a>>(request: &'a str) -> Result<T, Error> {
    serde_json::from_str(request).map_err(|e| Error::invalid("request", "json", e.to_string()))
}

fn send(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments<'a> {
        #[serde(borrow)]
        messages: &'a RawValue,
    }
    let messages = arguments::<Arguments<'_>>(request)?.messages.get();
    let rows: Vec<&RawValue> = match messages.trim_start().starts_with('[') {
        true => arguments(messages)?,
        false => vec![arguments(messages)?],
    };
    let mut list = Vec::with_capacity(rows.len());
    for (i, row) in rows.into_iter().enumerate() {
        let json =
            Json::object(row.get()).map_err(|e| Error::invalid(&format!("messages[{i}]"), "object", e.to_string()))?;
        list.push(Object::Plain(json));
    }
    client.messages().options(options).send(&list).map(|r| view(r.record()))
}

fn status(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments {
        message_id: String,
    }
    let arguments: Arguments = arguments(request)?;
    client.messages().options(options).status(&arguments.message_id).map(|r| view(r.record()))
}

fn wait(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments {
        message_id: String,
        timeout: Option<f64>,
        interval: Option<f64>,
    }
    let arguments: Arguments = arguments(request)?;
    let time = seconds("timeout", arguments.timeout.unwrap_or(crate::WAIT_TIMEOUT))?;
    let interval = seconds("interval", arguments.interval.unwrap_or(crate::WAIT_INTERVAL))?;
    client.messages().options(options).wait(&arguments.message_id, time, interval).map(|r| view(r.record()))
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
