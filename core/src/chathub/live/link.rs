//! A connection to the hub, whichever way it is made.

use std::rc::Rc;

use super::long_polling::LongPolling;
use super::options::HubTransport;
use super::received::Received;
use super::web_socket::WebSocketLink;
use crate::engine::{CallOptions, Engine};
use crate::error::{Error, ErrorKind};
use crate::http::call::Call;

#[derive(Debug)]
pub(super) enum Link {
    WebSocket(Box<WebSocketLink>),
    LongPolling(Box<LongPolling>),
}

impl Link {
    pub(super) fn transport(&self) -> HubTransport {
        match self {
            Self::WebSocket(_) => HubTransport::WebSocket,
            Self::LongPolling(_) => HubTransport::LongPolling,
        }
    }

    /// Sends one message. The outcome of an error says whether a byte of it left.
    pub(super) fn send(&mut self, engine: &Engine, bytes: &[u8], options: &CallOptions) -> Result<(), Error> {
        match self {
            Self::WebSocket(link) => link.send(bytes, &engine.call(crate::engine::Api::ChatHub, options)),
            Self::LongPolling(link) => link.send(engine, bytes, options),
        }
    }

    /// Waits until something comes or the call's time is up.
    ///
    /// # Errors
    /// [`ErrorKind::Cancelled`] only: everything else ends the connection.
    pub(super) fn receive(&mut self, engine: &Engine, call: &Rc<Call>) -> Result<Received, Error> {
        let received = match self {
            Self::WebSocket(link) => link.receive(call),
            Self::LongPolling(link) => link.receive(engine, call),
        };
        match received {
            Err(error) if error.kind() != ErrorKind::Cancelled => Ok(Received::End(error.to_string())),
            other => other,
        }
    }

    /// Ends the connection. Nobody waits for the server.
    pub(super) fn close(&mut self, engine: &Engine, call: &Rc<Call>) {
        match self {
            Self::WebSocket(link) => link.close(call),
            Self::LongPolling(link) => link.close(engine),
        }
    }
}
