//! The clients that are connected.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::connection::Connection;
use super::protocol;

/// Connections of one space; more are refused.
const MOST: usize = 10_000;

/// Everybody who is connected.
#[derive(Debug, Default)]
pub(in crate::provider::chathub) struct Hub {
    connections: BTreeMap<String, Arc<Connection>>,
}

impl Hub {
    pub(super) fn add(&mut self, connection: Connection) -> Option<Arc<Connection>> {
        self.connections.retain(|_, connection| !connection.is_ended());
        if self.connections.len() >= MOST {
            return None;
        }
        let connection = Arc::new(connection);
        self.connections.insert(connection.token().to_owned(), Arc::clone(&connection));
        Some(connection)
    }

    pub(super) fn find(&self, token: &str) -> Option<Arc<Connection>> {
        self.connections.get(token).filter(|connection| !connection.is_ended()).cloned()
    }

    pub(super) fn remove(&mut self, token: &str) {
        if let Some(connection) = self.connections.remove(token) {
            connection.end();
        }
    }

    /// Calls a method of every client.
    pub(in crate::provider::chathub) fn push(&self, target: &str, arguments: &Value) {
        if self.connections.is_empty() {
            return;
        }
        let message = protocol::message(&json!({"type": 1, "target": target, "arguments": arguments}));
        for connection in self.connections.values() {
            connection.push(&message);
        }
    }
}

/// Ends what clients wait for, with leave to come back.
impl Drop for Hub {
    fn drop(&mut self) {
        for connection in self.connections.values() {
            connection.push(&protocol::close(None, true));
            connection.end();
        }
    }
}
