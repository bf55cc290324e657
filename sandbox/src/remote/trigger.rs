//! `smsbat trigger`: makes an event happen in a running sandbox, so that its webhook URL is called.

use std::path::PathBuf;

use axum::http::Method;
use serde_json::{Value, json};

use super::calls::Remote;
use crate::error::Error;

/// Events, each with what happens.
pub const EVENTS: &[(&str, &str)] = &[
    ("processing", "a message leaves the queue"),
    ("delivered", "a message is delivered"),
    ("read", "a message is read"),
    ("undeliverable", "a message cannot be delivered"),
    ("permanenterror", "the operator refuses a message permanently"),
    ("expired", "the time to live of a message is over"),
    ("failed", "a message fails"),
    ("fallback", "the channel of a message fails, and the next one delivers"),
    ("reply", "the recipient of a message writes back"),
    ("answer", "the recipient of a survey chooses an option, which is the text"),
    ("press", "the recipient of a message presses a button, whose label is the text"),
    ("incoming", "somebody writes to a sender"),
    ("chat", "the client of a chat writes"),
];

/// An event, and what it is about.
#[derive(Debug, Clone, Default)]
pub struct Trigger {
    /// URL of the sandbox.
    pub sandbox: String,
    /// PEM file to trust, if the sandbox serves HTTPS.
    pub ca_bundle: Option<PathBuf>,
    /// Name in [`EVENTS`].
    pub event: String,
    /// Message that it is about. Default: the newest; if there is none, one is sent first.
    pub message_id: Option<String>,
    /// Text, option or label. Default: a greeting.
    pub text: Option<String>,
    /// Phone of the person who writes, for `incoming`. Default: `+380671234567`.
    pub from: Option<String>,
    /// Sender that the person writes to, for `incoming`. Default: `MyShop`.
    pub sender: Option<String>,
    /// Id of the chat, for `chat`. Default: the first.
    pub chat_id: Option<u64>,
}

const TEXT: &str = "Hello";
const PHONE: &str = "+380671234567";
const SENDER: &str = "MyShop";

/// Makes an event happen, and returns what the sandbox answers.
///
/// # Errors
/// [`Error::Option`] for an unknown event or a wrong argument, [`Error::Refused`] if the sandbox refuses it,
/// [`Error::Unhealthy`] if no sandbox answers.
pub fn trigger(trigger: &Trigger) -> Result<Value, Error> {
    if !EVENTS.iter().any(|(name, _)| *name == trigger.event) {
        let names: Vec<&str> = EVENTS.iter().map(|(name, _)| *name).collect();
        return Err(Error::Option(format!("the event must be one of {}", names.join(", "))));
    }
    let remote = Remote::new(&trigger.sandbox, trigger.ca_bundle.as_deref())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(make(&remote, trigger))
}

async fn make(remote: &Remote, trigger: &Trigger) -> Result<Value, Error> {
    // Before anything is sent: a provider has no such call.
    remote.call(Method::GET, "/_sandbox/health", None).await?;
    let text = || trigger.text.clone().unwrap_or_else(|| TEXT.to_owned());
    let (path, body) = match trigger.event.as_str() {
        "incoming" => {
            let from = trigger.from.as_deref().unwrap_or(PHONE);
            let sender = trigger.sender.as_deref().unwrap_or(SENDER);
            ("incoming".to_owned(), json!({"from": from, "sender": sender, "text": text()}))
        }
        "chat" => {
            let chat_id = match trigger.chat_id {
                Some(id) => id,
                None => first_chat(remote).await?,
            };
            ("chathub/incoming".to_owned(), json!({"chat_id": chat_id, "text": text()}))
        }
        event => {
            let id = match &trigger.message_id {
                Some(id) => id.clone(),
                None => newest_message(remote).await?,
            };
            let (action, field) = match event {
                "reply" => ("reply", "text"),
                "answer" => ("answer", "option"),
                "press" => ("press", "button"),
                _ => ("status", "status"),
            };
            let value = if action == "status" { event.to_owned() } else { text() };
            let id: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
            (format!("messages/{id}/{action}"), json!({field: value}))
        }
    };
    remote.call(Method::POST, &format!("/_sandbox/{path}"), Some(body)).await
}

async fn first_chat(remote: &Remote) -> Result<u64, Error> {
    let hub = remote.call(Method::GET, "/_sandbox/chathub", None).await?;
    hub["chats"][0]["id"].as_u64().ok_or_else(|| Error::Refused("the sandbox has no chat".to_owned()))
}

/// The newest accepted message; one is sent if there is none.
async fn newest_message(remote: &Remote) -> Result<String, Error> {
    let listed = remote.call(Method::GET, "/_sandbox/messages?limit=100", None).await?;
    let newest = listed["messages"].as_array().into_iter().flatten().rev().find_map(|m| m["message_id"].as_str());
    if let Some(id) = newest {
        return Ok(id.to_owned());
    }
    let message = json!({"messages": [{"type": "sms", "from": SENDER, "to": PHONE, "text": TEXT}]});
    let sent = remote.call(Method::POST, "/bat/messagelist", Some(message)).await?;
    let id = sent["messages"][0]["messageId"].as_str().map(str::to_owned);
    id.ok_or_else(|| Error::Refused("the sandbox accepts no message at present".to_owned()))
}
