//! Result of a wait for the hub.

use crate::error::{Error, ErrorKind};
use crate::http::call::{Call, Stop};

/// Result of a wait.
#[derive(Debug)]
pub(super) enum Received {
    /// Bytes, perhaps none: the server is there.
    Data(Vec<u8>),
    /// Nothing yet.
    Nothing,
    /// The connection is over, and why.
    End(String),
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

/// Returns true if another attempt cannot succeed.
pub(super) fn is_final(error: &Error) -> bool {
    // Not `NotFound`: a hub that has just been restarted does not know a connection that was negotiated before.
    use ErrorKind::{Authentication, Configuration, PermissionDenied, Validation};
    matches!(error.kind(), Authentication | Configuration | PermissionDenied | Validation)
}
