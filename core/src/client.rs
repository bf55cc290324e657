//! The client: a front door to the APIs.

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
/// A client can be shared: clones and threads use one pool of connections and one rate limit. A child
/// process made by `fork` gets connections of its own at its first call.
#[derive(Clone)]
pub struct Client(Engine);

/// The address only: what else there is could hold a secret.
impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}

impl Client {
    pub(crate) fn new(engine: Engine) -> Self {
        Self(engine)
    }

    /// Starts a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The SMSBAT API: send messages, ask for their status.
    pub fn messages(&self) -> Messages<'_> {
        Messages { engine: &self.0, options: CallOptions::default() }
    }

    /// The Cascade API: one message over several channels.
    pub fn cascade(&self) -> Cascade<'_> {
        Cascade { engine: &self.0, options: CallOptions::default() }
    }

    /// The ChatHub API: operators, chats and their messages.
    pub fn chathub(&self) -> ChatHub<'_> {
        ChatHub { engine: &self.0, options: CallOptions::default() }
    }

    /// The layer that speaks TurboSMS.
    pub fn turbosms(&self) -> TurboSmsApi<'_> {
        TurboSmsApi { engine: &self.0, options: CallOptions::default() }
    }

    /// The layer that speaks Messagio.
    pub fn messagio(&self) -> Messagio<'_> {
        Messagio { engine: &self.0, options: CallOptions::default() }
    }

    /// Sends a request that this library has no method for, with the credentials of `api`.
    ///
    /// `path` begins with `/`; `json` is the body. Only a `GET` is repeated after a failure that may have
    /// been carried out.
    ///
    /// # Errors
    /// As every call; also [`crate::ErrorKind::Validation`] if `path` does not begin with a single `/`.
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

    /// Address of the SMSBAT API, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.0.base_url()
    }

    /// Ends calls that are under way and refuses new ones. A send that is cut off has outcome `unknown`.
    pub fn close(&self) {
        self.0.close();
    }

    /// Whether the client was closed.
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    /// What runs the operations.
    pub(crate) fn engine(&self) -> &Engine {
        &self.0
    }
}
