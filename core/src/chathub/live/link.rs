//! A connection to the hub, whichever way it is made.

use std::rc::Rc;

use super::long_polling::LongPolling;
use super::web_socket::WebSocketLink;
use crate::engine::{CallOptions, Engine};
use crate::error::{Error, ErrorKind};
use crate::http::call::{Call, Stop};

/// What came of waiting.
#[derive(Debug)]
pub(super) enum Received {
    /// Bytes, perhaps none: the server is there.
    Data(Vec<u8>),
    /// Nothing yet.
    Nothing,
    /// The connection is over, and why.
    End(String),
}

#[derive(Debug)]
pub(super) enum Link {
    WebSocket(Box<WebSocketLink>),
    LongPolling(Box<LongPolling>),
}

impl Link {
    pub(super) fn transport(&self) -> &'static str {
        match self {
            Self::WebSocket(_) => "websocket",
            Self::LongPolling(_) => "long_polling",
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

/// A wait that ended without anything: the time was up, or the connection is over.
pub(super) fn ended(call: &Call, error: &std::io::Error) -> Result<Received, Error> {
    match call.stop().filter(|_| error.kind() == std::io::ErrorKind::TimedOut) {
        Some(Stop::Cancelled) => Err(Error::new(ErrorKind::Cancelled, "the wait for events was cancelled")),
        Some(_) => Ok(Received::Nothing),
        None => Ok(Received::End(error.to_string())),
    }
}

/// The error of a connection that broke.
pub(super) fn lost(call: &Call, why: &str) -> Error {
    match call.stop() {
        Some(Stop::Cancelled) => Error::new(ErrorKind::Cancelled, "the call was cancelled"),
        Some(_) => Error::new(ErrorKind::Timeout, "the time for the connection to the hub ran out"),
        None => Error::new(ErrorKind::Connection, format!("the connection to the hub broke: {why}")),
    }
}
