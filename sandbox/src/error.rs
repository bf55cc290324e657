//! Errors of a sandbox.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Error that kept a sandbox from starting, or stopped it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address is not loopback, and no names are allowed. The sandbox has nothing to protect it against strangers.
    #[error(
        "{0} is not a loopback address, such as 127.0.0.1 or ::1; to open the sandbox to other machines, also allow the \
         names under which they reach it (allow_hosts, --allow-host)"
    )]
    NotLoopback(IpAddr),
    /// An entry of `frame_origins` is no origin.
    #[error("{0:?} is not an origin; write scheme, host and port, such as http://localhost:8888")]
    FrameOrigin(String),
    /// An option has a value that it cannot have, or lacks another option. The text names both.
    #[error("{0}")]
    Option(String),
    /// Another program, perhaps another sandbox, uses the port.
    #[error("port {} is in use on {}; choose another port, or 0 for a free one", .0.port(), .0.ip())]
    PortInUse(SocketAddr),
    /// The system refused to listen on the address.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address of the options.
        address: SocketAddr,
        /// The system's error.
        source: io::Error,
    },
    /// The file of recorded requests cannot be written.
    #[error("cannot record requests in {}: {source}", path.display())]
    Record {
        /// The file or directory.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The file of `store` cannot be used.
    #[error("cannot store messages in {}: {reason}", path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// The reason.
        reason: String,
    },
    /// The scenario file cannot be used. The text names file, line and key.
    #[error("{0}")]
    Scenario(String),
    /// The certificates for TLS could not be made or stored.
    #[error("cannot prepare TLS: {0}")]
    Tls(String),
    /// The planned reply cannot be sent over HTTP.
    #[error("{0}")]
    PlannedReply(String),
    /// A rule or a status cannot be, or no message has the id.
    #[error("{0}")]
    Refused(String),
    /// The sandbox that was asked does not answer, or cannot save.
    #[error("{0}")]
    Unhealthy(String),
    /// No message matched in time; the text says what arrived.
    #[error("{0}")]
    Timeout(String),
    /// An event cannot be written to standard output, and was not taken.
    #[error("standard output cannot be written ({0})")]
    Output(io::Error),
    /// The system provided no thread, random numbers, signals or standard output.
    #[error("cannot run the sandbox: {0}")]
    System(#[from] io::Error),
}
