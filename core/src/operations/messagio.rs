//! `messagio.send` with JSON arguments.

use std::collections::BTreeMap;

use super::{Common, arguments};
use crate::binding::view;
use crate::client::Client;
use crate::engine::CallOptions;
use crate::error::Error;
use crate::messagio::MessagioMessage;
use crate::model::{Record, Value, Wrap};

/// The fields of [`MessagioMessage`]; a test compares them.
pub(super) const ARGUMENTS: &[&str] = &["to", "sender", "text", "button_text", "button_url", "image", "sending_method"];

pub(super) fn send(client: &Client, request: &str, options: CallOptions) -> Result<String, Error> {
    let given: BTreeMap<String, serde_json::Value> = arguments(request)?;
    let mut message = Record::new(MessagioMessage::class());
    for (name, value) in given {
        match value {
            serde_json::Value::Null => {}
            serde_json::Value::String(text) if ARGUMENTS.contains(&name.as_str()) => {
                message.put(&name, Value::from(text));
            }
            _ if Common::NAMES.contains(&name.as_str()) => {}
            _ => return Err(Error::invalid(&name, "type", "must be text")),
        }
    }
    client.messagio().options(options).send(MessagioMessage::of(message)).map(|r| view(r.record()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_the_fields() {
        let fields: Vec<&str> = MessagioMessage::class().fields.iter().map(|f| f.name).collect();
        assert_eq!(fields, ARGUMENTS);
    }
}
