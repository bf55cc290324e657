//! Makes a connection: negotiation, transport, handshake.

use std::time::Duration;

use super::link::Link;
use super::long_polling::LongPolling;
use super::negotiate::negotiate;
use super::options::HubTransport;
use super::protocol::{self, HANDSHAKE, Splitter, shown};
use super::received::Received;
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

/// How connections are made.
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
        let first = self.link(self.transport, options);
        let link = match first {
            // A proxy in between may not let a WebSocket through.
            Err(error) if self.transport.is_none() && error.kind() == ErrorKind::Connection => {
                self.link(Some(HubTransport::LongPolling), options).map_err(|_| error)?
            }
            other => other?,
        };
        self.shake_hands(link, options)
    }

    fn link(&self, transport: Option<HubTransport>, options: &CallOptions) -> Result<Link, Error> {
        let negotiated = negotiate(self.engine, options)?;
        let lacks =
            || Err(Error::new(ErrorKind::Response, "the hub offers neither a WebSocket nor long polling as text"));
        let transport = match transport {
            Some(transport) => transport,
            None if negotiated.web_socket => HubTransport::WebSocket,
            None if negotiated.long_polling => HubTransport::LongPolling,
            None => return lacks(),
        };
        match transport {
            HubTransport::WebSocket => {
                let time = self.engine.config().connect_timeout;
                let options = CallOptions { timeout: Some(time), ..options.clone() };
                let call = self.engine.call_to(&negotiated.target.base, &options);
                Ok(Link::WebSocket(Box::new(WebSocketLink::open(self.engine, &negotiated, &call)?)))
            }
            HubTransport::LongPolling => Ok(Link::LongPolling(Box::new(LongPolling::new(&negotiated)))),
        }
    }

    fn shake_hands(&self, mut link: Link, options: &CallOptions) -> Result<Connected, Error> {
        let options = CallOptions { timeout: Some(HANDSHAKE_TIME), ..options.clone() };
        let call = self.engine.call(Api::ChatHub, &options);
        let broken = |why: &str| {
            let message = format!("the hub did not answer the handshake: {}", shown(why));
            Error::new(ErrorKind::Connection, message)
        };
        if matches!(link, Link::LongPolling(_)) {
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
                    Error::new(ErrorKind::Provider, format!("the hub refused the connection: {}", shown(&why)))
                })?;
                let now = Instant::now();
                return Ok(Connected { link, splitter, since: now, sent: now, dead_at: clock::after(now, self.dead_after) });
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
