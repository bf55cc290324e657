//! Snapshots of a state, to which a test can go back.

use std::collections::VecDeque;
use std::sync::Arc;

use super::script::Script;
use crate::inbox::inbound::Inbound;
use crate::inbox::message::Message;
use crate::provider::cascade::variables::Variables;
use crate::provider::chathub::company::Company;
use crate::provider::common::rate::Rates;
use crate::provider::common::settings::Settings;
use crate::provider::tsms::sequences::Sequences;
use crate::requests::Requests;
use crate::simulate::clock::Clock;
use crate::simulate::planned::PlannedReplies;
use crate::simulate::rules::Rules;
use crate::webhooks::Webhooks;

/// Most snapshots of a space; beyond that the oldest is dropped.
pub(crate) const MAX_SNAPSHOTS: usize = 100;

/// A copy of a state. Messages are shared with it.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) messages: Vec<Arc<Message>>,
    pub(super) inbound: Vec<Inbound>,
    pub(super) requests: Requests,
    pub(super) planned: PlannedReplies,
    pub(super) rules: Rules,
    pub(super) rates: Rates,
    pub(super) settings: Settings,
    pub(super) variables: Variables,
    pub(super) company: Company,
    pub(super) sequences: Sequences,
    pub(super) webhooks: Webhooks,
    pub(super) script: Script,
    pub(super) clock: Clock,
}

/// The snapshots of a space, oldest first, by number.
#[derive(Debug, Default)]
pub(crate) struct Snapshots {
    pub(super) list: VecDeque<(u64, Arc<Snapshot>)>,
    pub(super) taken: u64,
}
