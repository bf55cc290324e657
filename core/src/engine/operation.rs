//! What an operation is to the engine.

use super::{Endpoint, Request};
use crate::config::Config;
use crate::error::Error;
use crate::http::Answer;

/// One call to the provider: its arguments are its fields.
///
/// Errors of `request` and `read` need neither the operation's name nor the caller's ids, and those of a read no
/// outcome: the engine puts them on.
pub(crate) trait Operation {
    /// What the caller gets.
    type Reply;

    /// Method, path, host and what may be repeated.
    fn endpoint(&self) -> &Endpoint;

    /// Checks the arguments and writes the request.
    fn request(&mut self, config: &Config) -> Result<Request, Error>;

    /// Reads the answer, whose status is 2xx.
    fn read(&mut self, answer: &Answer, config: &Config) -> Result<Self::Reply, Error>;

    /// Whether the answer holds a secret: it is wiped once it is read.
    fn secret_answer(&self) -> bool {
        false
    }

    /// Customer message ids in the request, for an error.
    fn ids(&self) -> Vec<String> {
        Vec::new()
    }

    /// Takes the body of the request back when it is sent.
    fn keep(&mut self, _body: Vec<u8>) {}
}
