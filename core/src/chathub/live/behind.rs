//! Chats whose history could not be read, and what was pushed to them meanwhile.

use super::super::replies::ChatMessage;
use super::history::CatchUp;
use crate::clock::Instant;

/// A chat whose history could not be read. The others go on.
#[derive(Debug)]
pub(super) struct Behind {
    pub(super) chat: i64,
    pub(super) step: CatchUp,
    /// When it is read again.
    pub(super) at: Instant,
    pub(super) failed: u32,
    /// Messages that the hub pushed meanwhile, each with true if it is media.
    pub(super) held: Vec<(ChatMessage, bool)>,
}
