//! How a sandbox is started.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

/// Environment variable that [`Options::default`] takes [`Options::record`] from: a hook for test suites.
pub const RECORD_VARIABLE: &str = "SMSBAT_SANDBOX_RECORD";

/// How a sandbox is started.
///
/// ```
/// let options = smsbat_sandbox::Options { tls: true, ..Default::default() };
/// assert_eq!(options.port, 0);
/// ```
#[derive(Debug, Clone)]
pub struct Options {
    /// Loopback address to listen on. Default `127.0.0.1`.
    pub host: IpAddr,
    /// Port to listen on; 0 takes any that is free. Default 0.
    pub port: u16,
    /// Serve HTTPS with a certificate of the sandbox's own authority. Default no.
    pub tls: bool,
    /// Directory in which every request that passed the provider's checks is kept as a JSON line. Default:
    /// what `SMSBAT_SANDBOX_RECORD` names, else none.
    pub record: Option<PathBuf>,
    /// Start with the clock stopped, so that statuses move only when told to. Default no.
    pub clock_frozen: bool,
    /// Answer 429 above the provider's rates (sends 100/s, burst 150; data 50/s, burst 75). Default yes.
    pub rate_limit: bool,
    /// SQLite file that keeps messages, rules, settings and ChatHub beyond the process. Default: memory only.
    pub store: Option<PathBuf>,
    /// Seed of the rules' chances and of the message ids, so that a run can be repeated. Default: a random one.
    pub seed: Option<u64>,
    /// Messages kept in each space; beyond that the oldest are dropped. Default 1,000,000.
    pub max_messages: usize,
    /// Time that a client has for the TLS handshake, for the head and for the body of a request, and for taking in what
    /// is written to it. Default 30 seconds.
    pub read_timeout: Duration,
    /// Connections at a time; further ones wait until one ends. Default 1,000.
    pub max_connections: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            tls: false,
            record: std::env::var_os(RECORD_VARIABLE).filter(|v| !v.is_empty()).map(PathBuf::from),
            clock_frozen: false,
            rate_limit: true,
            seed: None,
            store: None,
            max_messages: 1_000_000,
            read_timeout: Duration::from_secs(30),
            max_connections: 1_000,
        }
    }
}

/// How [`run`](crate::run) behaves as a process.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunOptions {
    /// Stop when standard input or, on Unix, the parent process ends, so that the sandbox dies with the program that
    /// started it. Default no.
    pub exit_with_stdin: bool,
    /// Write the ready line as JSON. Default no.
    pub json: bool,
}
