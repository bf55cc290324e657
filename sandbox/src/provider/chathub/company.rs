//! The contents of ChatHub: organizations, operators, chats and their messages.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use super::hub::registry::Hub;
use crate::simulate::clock::{Millis, rfc3339};

/// Most operators.
const MAX_OPERATORS: usize = 10_000;
/// Most messages of one chat; beyond that the oldest are dropped.
const MAX_MESSAGES: usize = 10_000;

/// Highest status of a chat.
pub(crate) const LAST_CHAT_STATUS: u8 = 4;

/// Status of a deleted operator.
pub(super) const DELETED: u8 = 2;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Organization {
    pub(super) id: u64,
    pub(super) name: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Operator {
    pub(super) id: u64,
    pub(super) name: String,
    /// 0 active, 1 inactive, 2 deleted.
    pub(super) status: u8,
    pub(super) organization_id: u64,
}

/// One chat with a client.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Chat {
    pub(super) id: u64,
    pub(super) theme: String,
    pub(super) organization_id: u64,
    pub(super) operator_id: Option<u64>,
    /// 0 new, 1 open, 2 waiting, 3 on pause, 4 closed.
    pub(super) chat_status: u8,
    pub(super) count_unread: usize,
    pub(super) client: String,
    pub(super) phone: String,
    /// 1 Viber bot, 2 Telegram; others are not published.
    pub(super) source: u64,
    pub(super) tg_user_id: Option<i64>,
    #[serde(serialize_with = "time", deserialize_with = "read_time")]
    pub(super) updated_at: Millis,
    pub(super) messages: VecDeque<ChatMessage>,
}

/// One message. The fields beyond `id, chatId, message, phone, media` are invented.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChatMessage {
    pub(super) id: u64,
    pub(super) chat_id: u64,
    pub(super) message: String,
    pub(super) phone: String,
    /// 0 for the operator, 1 for the client.
    pub(super) author: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) media: Option<Media>,
    #[serde(serialize_with = "time", deserialize_with = "read_time")]
    pub(super) created_at: Millis,
}

impl ChatMessage {
    pub(crate) fn phone(&self) -> &str {
        &self.phone
    }

    pub(crate) fn text(&self) -> &str {
        &self.message
    }
}

/// A file of a message. Its bytes are not stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Media {
    pub(super) uri: String,
    pub(super) name: String,
    pub(super) format: String,
    pub(super) r#type: i64,
    pub(super) size: usize,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the signature that serde asks for
fn time<S: Serializer>(at: &Millis, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&rfc3339(*at))
}

fn read_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Millis, D::Error> {
    let text = String::deserialize(deserializer)?;
    let time: jiff::Timestamp = text.parse().map_err(serde::de::Error::custom)?;
    Ok(u64::try_from(time.as_millisecond()).unwrap_or(0))
}

/// The sandbox's only company.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Company {
    pub(super) id: u64,
    pub(super) organizations: BTreeMap<u64, Organization>,
    pub(super) operators: BTreeMap<u64, Operator>,
    pub(super) chats: BTreeMap<u64, Chat>,
    pub(super) next_operator: u64,
    pub(super) next_message: u64,
    /// Subscribers to changes.
    #[serde(skip)]
    pub(super) hub: Hub,
}

impl Company {
    /// A copy without the clients that are connected.
    pub(crate) fn copy(&self) -> Self {
        Self {
            id: self.id,
            organizations: self.organizations.clone(),
            operators: self.operators.clone(),
            chats: self.chats.clone(),
            next_operator: self.next_operator,
            next_message: self.next_message,
            hub: Hub::default(),
        }
    }

    /// Takes over the contents of a copy. Clients stay connected.
    pub(crate) fn restore(&mut self, copy: &Self) {
        let hub = std::mem::take(&mut self.hub);
        *self = Self { hub, ..copy.copy() };
    }

    /// As the control API shows it.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "organizations": self.organizations.values().collect::<Vec<_>>(),
            "operators": self.operators.values().collect::<Vec<_>>(),
            "chats": self.chats.values().collect::<Vec<_>>(),
        })
    }

    /// A chat as the list of chats shows it.
    pub(super) fn listed(&self, chat: &Chat) -> Value {
        let operator = chat.operator_id.and_then(|id| self.operators.get(&id)).map(|operator| {
            let photo = format!("https://cdn.example.org/u/{}.png", operator.id);
            json!({"id": operator.id, "name": operator.name, "photo": photo})
        });
        json!({
            "id": chat.id,
            "theme": chat.theme,
            "operator": operator,
            "chatStatus": chat.chat_status,
            "countUnread": chat.count_unread,
        })
    }

    /// Adds an operator; none if there is no room.
    pub(super) fn add_operator(&mut self, organization_id: u64, name: String) -> Option<&Operator> {
        if self.operators.len() >= MAX_OPERATORS {
            return None;
        }
        let id = self.next_operator;
        self.next_operator += 1;
        Some(self.operators.entry(id).or_insert(Operator { id, name, status: 0, organization_id }))
    }

    /// Finds an operator that is not deleted.
    pub(super) fn operator(&self, id: u64) -> Option<&Operator> {
        self.operators.get(&id).filter(|operator| operator.status != DELETED)
    }

    /// Adds a message to a chat; none if there is no such chat.
    pub(super) fn add_message(
        &mut self,
        chat_id: u64,
        author: i64,
        message: String,
        media: Option<Media>,
        now: Millis,
    ) -> Option<&ChatMessage> {
        let chat = self.chats.get_mut(&chat_id)?;
        let id = self.next_message;
        self.next_message += 1;
        if chat.messages.len() >= MAX_MESSAGES {
            chat.messages.pop_front();
        }
        chat.updated_at = now;
        let phone = chat.phone.clone();
        chat.messages.push_back(ChatMessage { id, chat_id, message, phone, author, media, created_at: now });
        let message = chat.messages.back()?;
        let target = if message.media.is_some() { "ReceiveMediaMessage" } else { "ReceiveMessage" };
        self.hub.push(target, &json!([message]));
        Some(message)
    }

    /// A message of the operator's side, after which nothing is unread.
    pub(crate) fn answer(
        &mut self,
        chat_id: u64,
        author: i64,
        message: String,
        media: Option<Media>,
        now: Millis,
    ) -> Option<&ChatMessage> {
        self.chats.get_mut(&chat_id)?.count_unread = 0;
        self.add_message(chat_id, author, message, media, now)
    }

    /// Sets a chat's status; false if there is no such chat.
    pub(crate) fn set_chat_status(&mut self, chat_id: u64, status: u8) -> bool {
        let Some(chat) = self.chats.get_mut(&chat_id) else { return false };
        chat.chat_status = status;
        // The hub counts in another way: 0 new, 1 processing, 2 ended.
        let pushed = match status {
            0 => 0,
            4 => 2,
            _ => 1,
        };
        self.hub.push("ChatStatusChanged", &json!([chat_id, pushed]));
        true
    }

    /// Gives a chat to an operator, or to nobody; false if there is no such chat or operator.
    pub(crate) fn assign(&mut self, chat_id: u64, operator_id: Option<u64>) -> bool {
        if operator_id.is_some_and(|id| self.operator(id).is_none()) {
            return false;
        }
        self.chats.get_mut(&chat_id).map(|chat| chat.operator_id = operator_id).is_some()
    }

    /// Calls a method of every client of the hub.
    pub(crate) fn push(&self, target: &str, arguments: &Value) {
        self.hub.push(target, arguments);
    }

    /// Ends every connection to the hub.
    pub(crate) fn disconnect(&mut self) {
        self.hub = Hub::default();
    }

    /// Tells that a message was read, or has another status; false if there is no such message.
    pub(crate) fn message_status(&self, message_id: u64, status: u8) -> bool {
        // Ids grow within a chat.
        let holds = |chat: &Chat| chat.messages.binary_search_by_key(&message_id, |message| message.id).is_ok();
        let found = self.chats.values().any(holds);
        if found {
            self.hub.push("MessageStatusChanged", &json!([message_id, status]));
        }
        found
    }

    /// Opens a chat with a client.
    pub(crate) fn open_chat(&mut self, client: String, phone: String, theme: String, now: Millis) -> Option<&Chat> {
        let organization_id = *self.organizations.keys().next()?;
        let id = self.chats.keys().next_back().map_or(6601, |last| last + 1);
        let chat = Chat {
            id,
            theme,
            organization_id,
            operator_id: None,
            chat_status: 0,
            count_unread: 0,
            client,
            phone,
            source: 1,
            tg_user_id: None,
            updated_at: now,
            messages: VecDeque::new(),
        };
        let mut pushed = self.listed(&chat);
        pushed["messSource"] = json!(chat.source);
        pushed["client"] = json!(chat.client);
        self.hub.push("ChatCreated", &json!([pushed]));
        Some(self.chats.entry(id).or_insert(chat))
    }

    /// Name of the organization of a chat.
    pub(crate) fn organization_of(&self, chat_id: u64) -> Option<&str> {
        let id = self.chats.get(&chat_id)?.organization_id;
        self.organizations.get(&id).map(|organization| organization.name.as_str())
    }

    /// Adds a message from the client of a chat.
    pub(crate) fn incoming(&mut self, chat_id: u64, text: String, now: Millis) -> Option<&ChatMessage> {
        let chat = self.chats.get_mut(&chat_id)?;
        chat.count_unread += 1;
        self.add_message(chat_id, 1, text, None, now)
    }
}
