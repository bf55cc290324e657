//! What one send request says about a channel.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// Under a name of its own, or serde would borrow it from its input.
type Word = &'static str;

/// The content of one channel, kept for `details`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ChannelContent {
    /// `viber` or `sms`.
    #[serde(deserialize_with = "name")]
    pub(super) name: Word,
    pub(super) sender: String,
    pub(super) text: String,
    pub(super) ttl: Option<u64>,
    pub(super) caption: Option<String>,
    pub(super) action: Option<String>,
    pub(super) image_url: Option<String>,
    pub(super) file_id: Option<u64>,
    pub(super) is_transactional: bool,
}

fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    String::deserialize(deserializer).map(|text| crate::store::word(&text))
}

/// The channels of a message in the order in which they are tried; at least one.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Content {
    pub(super) channels: Vec<ChannelContent>,
}

impl Content {
    /// The word for the type of the message in lists.
    pub(super) fn kind(&self) -> &'static str {
        match &*self.channels {
            [only] => only.name,
            _ => "hybrid",
        }
    }
}

/// A send request that was found good.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) viber: Option<(ChannelContent, Vec<Value>)>,
    pub(super) sms: Option<(ChannelContent, Vec<Value>)>,
    pub(super) starts_at: Option<u64>,
}
