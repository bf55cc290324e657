//! Makes a connection: negotiation, transport, handshake.

use std::time::Duration;

use super::link::Link;
use super::long_polling::LongPolling;
use super::negotiate::{Negotiated, negotiate};
use super::options::HubTransport;
use super::protocol::{self, HANDSHAKE, Splitter, shown};
use super::received::{Received, is_final};
use super::web_socket::WebSocketLink;
use crate::clock::{self, Instant};
use crate::engine::{Api, CallOptions, Engine};
use crate::error::{Error, ErrorKind};

/// Time for the answer to the handshake.
const HANDSHAKE_TIME: Duration = Duration::from_secs(15);

#[derive(Debug)]
pub(super) struct Connected {
    pub(super) link: Link,
    pub(super) splitter: Splitter,
    pub(super) since: Instant,
    pub(super) sent: Instant,
    /// When the hub is taken for gone unless it is heard before.
    pub(super) dead_at: Instant,
}

/// Makes connections to the hub.
pub(super) struct Connector<'a> {
    pub(super) engine: &'a Engine,
    /// The only transport that may be used, if there is one.
    pub(super) transport: Option<HubTransport>,
    /// A hub that is silent for so long is taken for gone.
    pub(super) dead_after: Duration,
}

impl Connector<'_> {
    /// Makes a connection: negotiation, transport, handshake.
    pub(super) fn connect(&self, options: &CallOptions) -> Result<Connected, Error> {
        let negotiated = negotiate(self.engine, options)?;
        let first = match self.transport {
            Some(HubTransport::LongPolling) => return self.by_long_polling(&negotiated, options),
            None if !negotiated.web_socket && negotiated.long_polling => {
                return self.by_long_polling(&negotiated, options);
            }
            None if !negotiated.web_socket => {
                let why = "the hub offers neither a WebSocket nor long polling as text";
                return Err(Error::new(ErrorKind::Response, why));
            }
            _ => match self.web_socket(&negotiated, options) {
                Ok(link) => return self.shake_hands(link, options),
                Err(error) => error,
            },
        };
        // A proxy in between may not let a WebSocket through.
        let refused = matches!(first.kind(), ErrorKind::Connection | ErrorKind::Timeout | ErrorKind::PermissionDenied);
        if self.transport.is_some() || !negotiated.long_polling || !refused {
            return Err(first);
        }
        // The hub may have ended the connection that it named for the WebSocket.
        let second = negotiate(self.engine, options).and_then(|negotiated| self.by_long_polling(&negotiated, options));
        second.map_err(|second| {
            let tells = is_final(&first) || is_final(&second) || second.kind() == ErrorKind::Cancelled;
            if tells { second } else { first }
        })
    }

    /// The same options with at most this time.
    fn within(&self, time: Duration, options: &CallOptions) -> CallOptions {
        let own = options.timeout.unwrap_or(self.engine.config().timeout);
        CallOptions { timeout: Some(own.min(time)), ..options.clone() }
    }

    fn web_socket(&self, negotiated: &Negotiated, options: &CallOptions) -> Result<Link, Error> {
        let options = self.within(self.engine.config().connect_timeout, options);
        let call = self.engine.call_to(&negotiated.target.base, &options);
        Ok(Link::WebSocket(Box::new(WebSocketLink::open(self.engine, negotiated, &call)?)))
    }

    fn by_long_polling(&self, negotiated: &Negotiated, options: &CallOptions) -> Result<Connected, Error> {
        self.shake_hands(Link::LongPolling(Box::new(LongPolling::new(negotiated))), options)
    }

    fn shake_hands(&self, mut link: Link, options: &CallOptions) -> Result<Connected, Error> {
        let options = self.within(HANDSHAKE_TIME, options);
        let call = self.engine.call(Api::ChatHub, &options);
        let broken = |why: &str| {
            let why = shown(&self.engine.without_secrets(Api::ChatHub, why));
            let message = format!("the hub did not answer the handshake: {why}");
            Error::new(ErrorKind::Connection, message)
        };
        if let Link::LongPolling(link) = &mut link {
            // The server answers the first poll at once; before that it may not know the connection.
            if let Received::End(why) = link.receive(self.engine, &call)? {
                return Err(broken(&why));
            }
        }
        link.send(self.engine, HANDSHAKE, &options)?;
        let mut splitter = Splitter::default();
        loop {
            if let Some(message) = splitter.next() {
                protocol::read_handshake(message).map_err(|why| {
                    let why = shown(&self.engine.without_secrets(Api::ChatHub, &why));
                    Error::new(ErrorKind::Provider, format!("the hub refused the connection: {why}"))
                })?;
                let now = Instant::now();
                return Ok(Connected {
                    link,
                    splitter,
                    since: now,
                    sent: now,
                    dead_at: clock::after(now, self.dead_after),
                });
            }
            match link.receive(self.engine, &call)? {
                Received::Data(bytes) if splitter.add(&bytes, self.engine.http().max_reply_size) => {}
                Received::Data(_) => return Err(broken("it is larger than max_reply_size")),
                Received::Nothing => return Err(broken("the time is up")),
                Received::End(why) => return Err(broken(&why)),
            }
        }
    }
}
