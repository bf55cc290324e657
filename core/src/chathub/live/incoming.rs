//! Messages of the hub: responses to our calls, and events.

use serde_json::value::RawValue;

use super::super::replies::{Chat, ChatMessage};
use super::events::{self, ChatEvent};
use super::protocol::{self, Incoming};
use super::session::{Session, State};
use crate::engine::Api;
use crate::error::{Error, ErrorKind, Outcome};
use crate::model::{Json, Wrap, read_record};

impl Session {
    /// Takes one message from what was read; true if there was one.
    pub(super) fn take_message(&mut self) -> bool {
        let State::Connected(connected) = &mut self.state else { return false };
        let Some(message) = connected.splitter.next() else { return false };
        match protocol::read(message) {
            Ok(Incoming::Invocation { target, arguments }) => self.happened(&target, &arguments),
            Ok(Incoming::Completion { id, result, error }) => {
                if let Some((reply, _)) = self.pending.remove(&id) {
                    self.attempts = 0;
                    let refused = |why: String| {
                        let why = protocol::shown(&self.engine.without_secrets(Api::ChatHub, &why));
                        let message = format!("the hub refused the call: {why}");
                        Error::new(ErrorKind::Provider, message).with(|d| d.outcome = Outcome::Rejected)
                    };
                    let _ = reply.send(error.map_or(Ok(result), |why| Err(refused(why))));
                }
            }
            Ok(Incoming::Close { error, reconnect }) => {
                let why = error.unwrap_or_else(|| "the hub closed the connection".to_owned());
                if reconnect {
                    self.lost(&why);
                } else {
                    self.end(Some(&why));
                }
            }
            Ok(Incoming::Other) => {}
            Err(why) => self.lost(&format!("a message of the hub cannot be read: {why}")),
        }
        true
    }

    /// Turns a call of the server into an event, if it is one and new.
    fn happened(&mut self, target: &str, arguments: &[Box<RawValue>]) {
        let event = self.event(target, arguments).unwrap_or_else(|| Some(events::unknown(target, arguments)));
        self.tell(event);
    }

    /// Hands an event on, if it is of a chat that is wanted.
    pub(super) fn tell(&mut self, event: Option<ChatEvent>) {
        let Some(event) = event else { return };
        if event.chat_id().is_none_or(|chat| self.wants(chat)) {
            // A connection that does its work is no reason to wait longer before the next.
            self.attempts = 0;
            self.ready.push_back(event);
        }
    }

    /// Returns true if events of this chat are wanted.
    fn wants(&self, chat: i64) -> bool {
        self.listen.chats.as_ref().is_none_or(|chats| chats.contains(&chat))
    }

    /// The event of a call; nothing inside if the caller had it, `None` if it cannot be read.
    fn event(&mut self, target: &str, arguments: &[Box<RawValue>]) -> Option<Option<ChatEvent>> {
        let number = |place: usize| {
            let text = arguments.get(place)?.get();
            text.trim_matches('"').parse::<i64>().ok()
        };
        let object = |class| {
            let json = Json::object(arguments.first()?.get()).ok()?;
            read_record(class, &json).ok()
        };
        match target {
            "ReceiveMessage" | "ReceiveMediaMessage" => {
                let message = ChatMessage::of(object(ChatMessage::class())?);
                let is_media = target == "ReceiveMediaMessage" || !message.record().get("media").is_null();
                let chat = message.chat_id();
                // Chats that are not wanted must not displace others in the history.
                Some(match chat {
                    None => {
                        let new = self.history.pushed_nowhere(message.id());
                        new.then(|| events::message(None, message, is_media, false))
                    }
                    Some(chat) if self.wants(chat) => self.came(chat, message, is_media),
                    Some(_) => None,
                })
            }
            "ChatStatusChanged" => {
                let (chat, status) = (number(0)?, number(1)?);
                Some((self.wants(chat) && self.history.status(chat, status)).then(|| events::chat_status(chat, status)))
            }
            "MessageStatusChanged" => {
                let id = arguments.first()?.get().trim_matches('"');
                Some(Some(events::message_status(id, number(1)?)))
            }
            "ChatCreated" => {
                let chat = Chat::of(object(Chat::class())?);
                let id = chat.id()?;
                Some((self.wants(id) && self.history.created(id)).then(|| events::chat_created(chat)))
            }
            _ => None,
        }
    }
}
