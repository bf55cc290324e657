//! The contents of ChatHub: organizations, operators, chats and their messages.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::simulate::clock::{Millis, rfc3339};

/// Most operators.
const MAX_OPERATORS: usize = 10_000;
/// Most messages of one chat; beyond that the oldest are dropped.
const MAX_MESSAGES: usize = 10_000;

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
}

impl Company {
    /// As the control API shows it.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "organizations": self.organizations.values().collect::<Vec<_>>(),
            "operators": self.operators.values().collect::<Vec<_>>(),
            "chats": self.chats.values().collect::<Vec<_>>(),
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
        chat.messages.back()
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
