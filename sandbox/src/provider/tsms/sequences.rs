//! Requests that must not run twice, by their `sequence_id`.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use crate::provider::common::credentials::Account;

/// Most requests remembered; beyond that all are forgotten.
const MAX_SEQUENCES: usize = 100_000;

/// The results of requests that had a `sequence_id`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sequences(HashMap<(Account, String), Arc<RawValue>>);

impl Sequences {
    /// The result of the first request with this account and id.
    pub(super) fn find(&self, key: &(Account, String)) -> Option<&Arc<RawValue>> {
        self.0.get(key)
    }

    pub(super) fn remember(&mut self, key: (Account, String), result: Arc<RawValue>) {
        if self.0.len() >= MAX_SEQUENCES {
            self.0.clear();
        }
        self.0.insert(key, result);
    }
}
