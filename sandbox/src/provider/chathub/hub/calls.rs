//! Messages of hub clients: the handshake, calls, pings.

use serde_json::{Value, json};

use super::connection::Connection;
use super::protocol::{self, END, Message};
use crate::app::App;
use crate::provider::chathub::messages::hub_media;

/// Handles what a client sent.
pub(super) fn receive(app: &App, connection: &Connection, text: &str) {
    connection.is_here();
    let Ok(messages) = connection.whole_messages(text) else {
        return refuse(connection, "a message is too large");
    };
    for message in messages {
        if connection.is_ended() {
            return;
        }
        handle(app, connection, &message);
    }
}

fn refuse(connection: &Connection, why: &str) {
    connection.send(protocol::close(Some(why), false));
    connection.end();
}

fn handle(app: &App, connection: &Connection, text: &str) {
    if !connection.is_ready() {
        match protocol::handshake(text) {
            Ok(()) => {
                // Under the lock of the state, so that nothing happens between the answer and the first push.
                let _state = app.state();
                connection.send(format!("{{}}{END}"));
                connection.set_ready();
            }
            Err(error) => {
                connection.send(protocol::message(&json!({"error": error})));
                connection.end();
            }
        }
        return;
    }
    let Ok(message) = serde_json::from_str::<Message>(text) else {
        return refuse(connection, "a message cannot be read");
    };
    match message.kind {
        Some(1) => {
            let target = message.target.unwrap_or_default();
            let result = call(app, &target, &message.arguments);
            if let Some(id) = message.invocation_id {
                connection.send(protocol::completion(&id, result));
            }
        }
        Some(4) => {
            let id = message.invocation_id.unwrap_or_default();
            connection.send(protocol::completion(&id, Err("The hub has no method that streams.".to_owned())));
        }
        Some(7) => connection.end(),
        _ => {}
    }
}

/// A method of the hub.
fn call(app: &App, target: &str, arguments: &[Value]) -> Result<Value, String> {
    let failed = |why: &str| Err(format!("Failed to invoke '{target}' due to an error on the server. {why}"));
    let (text, media) = match target {
        "SendMessage" => match arguments {
            [_, Value::String(text)] if !text.is_empty() => (text.clone(), None),
            _ => return failed("The arguments are chatId and a text."),
        },
        "SendMediaMessage" => match arguments {
            [_, media] => match hub_media(media) {
                Some(media) => (String::new(), Some(media)),
                None => return failed("The file needs Name, Format, DataBase64 and Type."),
            },
            _ => return failed("The arguments are chatId and { Name, Format, DataBase64, Type }."),
        },
        _ => return Err(format!("Unknown hub method '{target}'")),
    };
    let chat = arguments.first().and_then(Value::as_u64);
    let message = {
        let mut state = app.state();
        let now = state.clock.now();
        chat.and_then(|chat| state.company.answer(chat, 0, text, media, now)).map(|message| json!({"id": message.id}))
    };
    app.changed();
    message.ok_or(()).or_else(|()| failed("There is no such chat."))
}
