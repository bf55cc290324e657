//! Why a sandbox did not start.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Why a sandbox did not start, or stopped by itself.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The sandbox has no real credentials and no protection against strangers.
    #[error("{0} is not a loopback address; the sandbox listens on loopback only, such as 127.0.0.1 or ::1")]
    NotLoopback(IpAddr),
    /// Another program, perhaps another sandbox, has the port.
    #[error("port {} is in use on {}; choose another one, or 0 for any that is free", .0.port(), .0.ip())]
    PortInUse(SocketAddr),
    /// The system refused the address for another reason.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The file of recorded requests cannot be written.
    #[error("cannot record requests in {}: {source}", path.display())]
    Record {
        /// File or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file of `store` cannot be used.
    #[error("cannot keep messages in {}: {reason}", path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The certificates for TLS could not be made or stored.
    #[error("cannot prepare TLS: {0}")]
    Tls(String),
    /// A planned reply that no HTTP server can send.
    #[error("{0}")]
    PlannedReply(String),
    /// The system gave no thread, no random numbers, no signals or no standard output.
    #[error("cannot run the sandbox: {0}")]
    System(#[from] io::Error),
}
