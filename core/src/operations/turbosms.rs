//! `turbosms.*` with JSON arguments.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{arguments, object, views};
use crate::binding::view;
use crate::client::Client;
use crate::engine::CallOptions;
use crate::error::Error;
use crate::model::write_string;

pub(super) fn send(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments<'a> {
        #[serde(borrow)]
        message: &'a RawValue,
    }
    let message = object("message", arguments::<Arguments<'_>>(request)?.message)?;
    client.turbosms().options(options).send(message).map(|r| view(r.record()))
}

pub(super) fn send_multi(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Arguments<'a> {
        #[serde(borrow)]
        messages: BTreeMap<String, &'a RawValue>,
    }
    let given: Arguments<'_> = arguments(request)?;
    let mut messages = Vec::new();
    for (name, json) in given.messages {
        let message = object(&format!("messages.{name}"), json)?;
        messages.push((name, message));
    }
    let results = client.turbosms().options(options).send_multi(messages)?;
    let mut out = vec![b'{'];
    for (i, (name, result)) in results.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write_string(&mut out, name);
        out.push(b':');
        out.extend_from_slice(view(result.record()).as_bytes());
    }
    out.push(b'}');
    String::from_utf8(out).map_err(|e| Error::internal(e.to_string()))
}

#[derive(Deserialize)]
struct Ids {
    message_ids: Vec<String>,
}

pub(super) fn status(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    let given: Ids = arguments(request)?;
    let list = client.turbosms().options(options).status(&given.message_ids)?;
    Ok(views(list.iter().map(|s| s.record())))
}

pub(super) fn details(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    let given: Ids = arguments(request)?;
    let list = client.turbosms().options(options).details(&given.message_ids)?;
    Ok(views(list.iter().map(|d| d.record())))
}
