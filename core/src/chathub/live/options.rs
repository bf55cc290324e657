//! Options for listening to the hub.

use std::time::Duration;

use super::history::MOST_KEPT;
use crate::error::Error;
use crate::time::LONGEST_TIME;

/// Name of the operation in errors and logs.
pub(in crate::chathub) const LISTEN: &str = "chathub.listen";

/// Transport of a connection to the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HubTransport {
    /// A WebSocket.
    WebSocket,
    /// Requests that the server answers when there is something. For networks that let no WebSocket through.
    LongPolling,
}

impl HubTransport {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::WebSocket, Self::LongPolling];

    /// `websocket` or `long_polling`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WebSocket => "websocket",
            Self::LongPolling => "long_polling",
        }
    }

    /// Returns the transport with this name.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`](crate::ErrorKind::Validation) for any other word.
    pub fn parse(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|transport| transport.as_str() == name);
        let names = || Self::ALL.map(Self::as_str).join(", ");
        found.ok_or_else(|| Error::invalid("transport", "known", format!("must be one of: {}", names())))
    }
}

/// Options for listening to the hub: chats, time limits, transport.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Listen {
    /// Chats of interest, at most 1,000. Default: all chats.
    pub chats: Option<Vec<i64>>,
    /// Ends after this time without an event. Default: never.
    pub idle_timeout: Option<Duration>,
    /// Default: a WebSocket, and long polling where that is refused.
    pub transport: Option<HubTransport>,
    /// A hub that was not heard for so long is taken for gone; a ping is sent after half of it. Default: 30 s.
    pub server_timeout: Option<Duration>,
    /// Waits before the attempts to connect again; the last is that of all later attempts. Each is changed by up to a
    /// fifth at random. Default: 0, 2, 10 and 30 s.
    pub reconnect_delays: Option<Vec<Duration>>,
}

impl Listen {
    /// Listens to all chats until it is closed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Listens to these chats only.
    #[must_use]
    pub fn chats(self, chats: impl IntoIterator<Item = i64>) -> Self {
        Self { chats: Some(chats.into_iter().collect()), ..self }
    }

    /// Adds one chat of interest.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`](crate::ErrorKind::Validation) for an id that is not above 0.
    pub fn add_chat(&mut self, chat_id: i64) -> Result<(), Error> {
        check_chat(chat_id)?;
        self.chats.get_or_insert_default().push(chat_id);
        Ok(())
    }

    /// Ends after this time without an event.
    #[must_use]
    pub fn idle_timeout(self, time: Duration) -> Self {
        Self { idle_timeout: Some(time), ..self }
    }

    /// Uses this transport and no other.
    #[must_use]
    pub fn transport(self, transport: HubTransport) -> Self {
        Self { transport: Some(transport), ..self }
    }

    /// Takes a hub that was not heard for so long for gone. Less than its own pings take, 15 s, ends good connections.
    #[must_use]
    pub fn server_timeout(self, time: Duration) -> Self {
        Self { server_timeout: Some(time), ..self }
    }

    /// Waits so long before the attempts to connect again; the last is that of all later attempts.
    #[must_use]
    pub fn reconnect_delays(self, delays: impl IntoIterator<Item = Duration>) -> Self {
        Self { reconnect_delays: Some(delays.into_iter().collect()), ..self }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let refuse = |name: &str, rule: &str, message: &str| Err(Error::invalid(name, rule, message).of(LISTEN));
        match &self.chats {
            Some(chats) if chats.is_empty() => {
                return refuse("chats", "not_empty", "must name a chat; leave it out for all");
            }
            Some(chats) if chats.len() > MOST_KEPT => {
                let message = format!("must be at most {MOST_KEPT} chats; leave it out for all");
                return refuse("chats", "range", &message);
            }
            Some(chats) => chats.iter().try_for_each(|chat| check_chat(*chat)).map_err(|error| error.of(LISTEN))?,
            None => {}
        }
        for (name, time) in [("idle_timeout", self.idle_timeout), ("server_timeout", self.server_timeout)] {
            if time.is_some_and(|time| time.is_zero() || time > LONGEST_TIME) {
                return refuse(name, "range", "must be above 0 seconds and at most a day");
            }
        }
        match &self.reconnect_delays {
            Some(delays) if delays.is_empty() => refuse("reconnect_delays", "not_empty", "must have a time"),
            Some(delays) if delays.iter().any(|delay| *delay > LONGEST_TIME) => {
                refuse("reconnect_delays", "range", "must be at most a day each")
            }
            _ => Ok(()),
        }
    }
}

fn check_chat(id: i64) -> Result<(), Error> {
    if id > 0 { Ok(()) } else { Err(Error::invalid("chats", "range", "must be ids of chats, above 0")) }
}
