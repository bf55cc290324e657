//! The client: access to all APIs.

use crate::builder::ClientBuilder;
use crate::cascade::Cascade;
use crate::chathub::ChatHub;
use crate::engine::{Api, CallOptions, Engine, Method};
use crate::error::Error;
use crate::messages::{Messages, RawReply};
use crate::messagio::Messagio;
use crate::request::RawRequest;
use crate::turbosms::TurboSmsApi;

/// A client of the SMSBAT APIs.
///
/// # Threads and processes
/// A client can be shared between threads. Clones and threads share one connection pool and one rate limit. After a
/// `fork`, the child process opens its own connections at its first call.
#[derive(Clone)]
pub struct Client(Engine);

/// Shows only the URL; other settings may be secret.
impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}

impl Client {
    pub(crate) fn new(engine: Engine) -> Self {
        Self(engine)
    }

    /// Returns a builder for a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Returns the SMSBAT API: sends messages and gets their delivery statuses.
    pub fn messages(&self) -> Messages<'_> {
        Messages { engine: &self.0, options: CallOptions::default() }
    }

    /// Returns the Cascade API: one message that tries several channels.
    pub fn cascade(&self) -> Cascade<'_> {
        Cascade { engine: &self.0, options: CallOptions::default() }
    }

    /// Returns the ChatHub API: operators, chats and chat messages.
    pub fn chathub(&self) -> ChatHub<'_> {
        ChatHub { engine: &self.0, options: CallOptions::default() }
    }

    /// Returns the TurboSMS-compatible API.
    pub fn turbosms(&self) -> TurboSmsApi<'_> {
        TurboSmsApi { engine: &self.0, options: CallOptions::default() }
    }

    /// Returns the Messagio-compatible API.
    pub fn messagio(&self) -> Messagio<'_> {
        Messagio { engine: &self.0, options: CallOptions::default() }
    }

    /// Sends a request for which this library has no method, with the credentials of `api`.
    ///
    /// `path` begins with `/`, and `json` is the body. After a failure that leaves the outcome unknown, only a `GET` is
    /// retried.
    ///
    /// # Errors
    /// Same as every call, and [`crate::ErrorKind::Validation`] if `path` does not begin with a single `/`.
    pub fn request(
        &self,
        method: Method,
        path: &str,
        json: Option<&str>,
        api: Api,
        options: &CallOptions,
    ) -> Result<RawReply, Error> {
        self.0.run(RawRequest::new(method, path, json, api), options)
    }

    /// Returns the URL of the SMSBAT API, without a trailing slash.
    pub fn base_url(&self) -> &str {
        self.0.base_url()
    }

    /// Closes the client: stops running calls and refuses new ones. A send that is stopped may have the outcome
    /// `unknown`.
    pub fn close(&self) {
        self.0.close();
    }

    /// Returns true if the client was closed.
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    /// Returns the engine, which runs the operations.
    pub(crate) fn engine(&self) -> &Engine {
        &self.0
    }
}
