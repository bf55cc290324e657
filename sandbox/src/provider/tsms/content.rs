//! The contents of the channels of a send request.

use serde::{Deserialize, Serialize};

use crate::words::{self, Word};

/// The content of one channel, stored for `details`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ChannelContent {
    /// `viber` or `sms`.
    #[serde(deserialize_with = "words::read")]
    pub(super) name: Word,
    pub(super) sender: String,
    pub(super) text: String,
    pub(super) ttl: Option<u64>,
    pub(super) caption: Option<String>,
    pub(super) action: Option<String>,
    pub(super) image_url: Option<String>,
    pub(super) file_id: Option<u64>,
    #[serde(default)]
    pub(super) count_clicks: bool,
    pub(super) is_transactional: bool,
}

/// The channels of a message in the order they are tried; at least one.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Content {
    pub(super) channels: Vec<ChannelContent>,
}

impl Content {
    /// Type of the message in lists.
    pub(super) fn kind(&self) -> &'static str {
        match &*self.channels {
            [only] => only.name,
            _ => "hybrid",
        }
    }
}
