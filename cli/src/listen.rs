//! `smsbat chathub listen`: events of the chat hub, a line each.

use std::io;

use serde_json::{Value, json};
use smsbat_core::{CallOptions, ChatEvent, Error, HubTransport, Listen, Object, ValueRef};

use crate::apis::ListenOptions;
use crate::arguments::ClientArguments;
use crate::exit::{DONE, UNWRITTEN};
use crate::operation::Session;
use crate::output::{Output, clean};

pub(crate) fn listen(arguments: &ClientArguments, given: ListenOptions, output: &Output) -> u8 {
    lines(arguments, given, output).unwrap_or_else(|error| output.error(&error))
}

fn lines(arguments: &ClientArguments, given: ListenOptions, output: &Output) -> Result<u8, Error> {
    let mut listen = Listen::new();
    listen.chats = Some(given.chats).filter(|chats| !chats.is_empty());
    listen.idle_timeout = given.idle_timeout.map(|time| CallOptions::seconds("idle_timeout", time)).transpose()?;
    listen.transport = given.transport.as_deref().map(HubTransport::parse).transpose()?;
    let session = Session::new(arguments, None)?;
    let events = session.client.chathub().options(session.options()).listen(&listen)?;
    for event in &events {
        let event = event?;
        // People see the state of the connection beside the events; programs read it among them.
        if let (ChatEvent::ConnectionChanged(_), false) = (&event, output.json) {
            output.note(&text(&event));
            continue;
        }
        if let Err(why) = output.next(&text(&event), &value(&event)) {
            // Nobody reads on.
            events.close();
            return Ok(if why.kind() == io::ErrorKind::BrokenPipe { DONE } else { UNWRITTEN });
        }
    }
    Ok(DONE)
}

/// The event as JSON: its name, and its fields.
fn value(event: &ChatEvent) -> Value {
    let mut value = json!({"event": event.record().class().name});
    let fields = serde_json::from_str(&event.record().to_json()).unwrap_or_default();
    if let (Value::Object(value), Value::Object(fields)) = (&mut value, fields) {
        value.extend(fields);
    }
    value
}

/// The event in one line.
fn text(event: &ChatEvent) -> String {
    let id = |id: Option<i64>| id.map_or_else(|| "?".to_owned(), |id| id.to_string());
    let again = |replayed: bool| if replayed { " (from the history)" } else { "" };
    let line = match event {
        ChatEvent::MessageReceived(event) => {
            let text = field(event.message(), "text");
            format!("chat {}{}: {text}", id(event.chat_id()), again(event.replayed()))
        }
        ChatEvent::MediaReceived(event) => {
            let file = match event.media().and_then(Object::record).map(|message| message.get("media")) {
                Some(ValueRef::Json(json)) => serde_json::from_str(json.as_str()).unwrap_or_default(),
                _ => Value::Null,
            };
            let [name, uri] = ["name", "uri"].map(|name| file[name].as_str().unwrap_or_default());
            format!("chat {}{}: file {name} {uri}", id(event.chat_id()), again(event.replayed()))
        }
        ChatEvent::ChatStatusChanged(event) => {
            let status = event.status_name().map_or_else(|| id(event.status()), str::to_owned);
            format!("chat {}: status {status}", id(event.chat_id()))
        }
        ChatEvent::MessageStatusChanged(event) => {
            let status = event.status_name().map_or_else(|| id(event.status()), str::to_owned);
            format!("message {}: status {status}", event.message_id().unwrap_or("?"))
        }
        ChatEvent::ChatCreated(event) => {
            let chat = event.chat().and_then(Object::record);
            format!("chat {}: created", id(chat.and_then(|chat| chat.get("id").as_i64())))
        }
        ChatEvent::ConnectionChanged(event) => {
            let reason = event.reason().map(|reason| format!(": {reason}")).unwrap_or_default();
            format!("{}{reason}", event.state().unwrap_or("?"))
        }
        other => format!("{} {}", other.record().class().name, value(other)),
    };
    clean(&line, false)
}

fn field<'r>(object: Option<&'r Object>, name: &str) -> &'r str {
    object.and_then(Object::record).and_then(|record| record.get(name).as_str()).unwrap_or_default()
}
