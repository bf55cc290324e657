//! The trait that all operations implement.

use super::{Endpoint, Request};
use crate::config::Config;
use crate::error::Error;
use crate::http::Answer;

/// One request to the provider. Its fields are the arguments.
///
/// `request` and `read` return errors without the operation's name and the caller's ids. The engine adds them, and for
/// `read` the outcome.
pub(crate) trait Operation {
    /// Result for the caller.
    type Reply;

    /// Returns method, path, host and effect.
    fn endpoint(&self) -> &Endpoint;

    /// Checks the arguments and writes the request.
    fn request(&mut self, config: &Config) -> Result<Request, Error>;

    /// Reads the response, whose status is 2xx, or 4xx if it lists messages that the provider has.
    fn read(&mut self, answer: &Answer, config: &Config) -> Result<Self::Reply, Error>;

    /// Returns true if the response contains a secret. It is wiped after `read`.
    fn secret_answer(&self) -> bool {
        false
    }

    /// Returns the customer message ids in the request, for an error.
    fn ids(&self) -> Vec<String> {
        Vec::new()
    }

    /// Takes the request body back after the send, for reuse.
    fn keep(&mut self, _body: Vec<u8>) {}
}
