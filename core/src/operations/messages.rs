//! `messages.*` with JSON arguments.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{arguments, objects, seconds};
use crate::binding::view;
use crate::client::Client;
use crate::engine::CallOptions;
use crate::error::Error;
use crate::messages::MessageId;

pub(super) fn send(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments<'a> {
        #[serde(borrow)]
        messages: &'a RawValue,
    }
    let messages = objects("messages", arguments::<Arguments<'_>>(request)?.messages)?;
    client.messages().options(options).send(&messages).map(|r| view(r.record()))
}

pub(super) fn status(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments {
        message_id: String,
    }
    let arguments: Arguments = arguments(request)?;
    client.messages().options(options).status(&arguments.message_id).map(|r| view(r.record()))
}

pub(super) fn wait(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
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

pub(super) fn wait_all(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments {
        messages: Vec<Named>,
        timeout: Option<f64>,
        interval: Option<f64>,
    }
    let arguments: Arguments = arguments(request)?;
    let time = seconds("timeout", arguments.timeout.unwrap_or(crate::WAIT_TIMEOUT))?;
    let interval = seconds("interval", arguments.interval.unwrap_or(crate::WAIT_INTERVAL))?;
    let statuses = client.messages().options(options).wait_all(&arguments.messages, time, interval)?;
    let rows: Vec<String> = statuses.iter().map(|status| view(status.record())).collect();
    Ok(format!("[{}]", rows.join(",")))
}

/// An id, or a row of a send.
#[derive(Deserialize)]
#[serde(untagged)]
enum Named {
    Id(String),
    Row { message_id: Option<String> },
}

impl MessageId for Named {
    fn message_id(&self) -> Result<&str, Error> {
        match self {
            Self::Id(id) => id.message_id(),
            Self::Row { message_id } => message_id.message_id(),
        }
    }
}
