//! Options of a sandbox and of its process.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use axum::http::uri::Authority;
use smsbat_core::binding;

use crate::error::Error;

/// Environment variable that [`Options::default`] takes [`Options::record`] from: a hook for test suites.
pub const RECORD_VARIABLE: &str = "SMSBAT_SANDBOX_RECORD";

/// Options of a sandbox.
///
/// ```
/// let options = smsbat_sandbox::Options { tls: true, ..Default::default() };
/// assert_eq!(options.port, 0);
/// ```
#[derive(Debug, Clone)]
pub struct Options {
    /// Address to listen on: a loopback address, or any address together with `allow_hosts`. Default `127.0.0.1`.
    pub host: IpAddr,
    /// Names under which other machines and containers may reach the sandbox, such as `sandbox`. They, and a `host` that is
    /// not loopback, are needed to open it: then everybody who can reach it can read what it holds. Default: none.
    pub allow_hosts: Vec<String>,
    /// Port to listen on; 0 picks a free one. Default 0.
    pub port: u16,
    /// Serve HTTPS, with a certificate of the sandbox's own authority. Default false.
    pub tls: bool,
    /// With `tls`, the file to which the certificate of the authority is written, for other containers. Default: a
    /// file in a private directory, which is removed at the end.
    pub ca_file: Option<PathBuf>,
    /// Directory for one JSON line per request that passed the provider's checks. Default:
    /// `SMSBAT_SANDBOX_RECORD` if set, else none.
    pub record: Option<PathBuf>,
    /// Start with a frozen clock, so that statuses change only when a test advances it. Default false.
    pub clock_frozen: bool,
    /// Answer 429 above the provider's rates (sends 100/s, burst 150; data 50/s, burst 75). Default true.
    pub rate_limit: bool,
    /// SQLite file that keeps messages, rules, settings and ChatHub after the process ends. Default: memory only.
    pub store: Option<PathBuf>,
    /// Random seed of rules and message ids, so that a run can be repeated. Default: a random one.
    pub seed: Option<u64>,
    /// TOML file with rules, recipients, settings and the clock from the start, and after each reset. Default: none.
    pub scenario: Option<PathBuf>,
    /// URL of a provider to which calls are passed on, to compare its answers with the sandbox's. Secrets and personal data
    /// are masked for everything else; `record` then has each call as a masked vector. Default: none.
    pub compare: Option<String>,
    /// PEM file to trust beside the system's certificates, for `compare`. Default: none.
    pub compare_ca_bundle: Option<PathBuf>,
    /// Webhook URL of every space from the start, and after each reset. Default: none.
    pub webhook_url: Option<String>,
    /// Hosts beside loopback to which a webhook URL may point. Default: none.
    pub allow_webhook_hosts: Vec<String>,
    /// Messages kept in each space; beyond that the oldest are dropped. At least 1. Default 1,000,000.
    pub max_messages: usize,
    /// Origins whose pages may show the inbox in a frame, such as `http://localhost:8888` of a notebook. Every page that
    /// is served there may lead a person to click in the inbox. Default: none.
    pub frame_origins: Vec<String>,
    /// Timeout of each of these: the TLS handshake, the head of a request, its body, and a write that the client does
    /// not read. Default 30 seconds.
    pub read_timeout: Duration,
    /// Most open connections; further ones wait until one closes. Default 1,000.
    pub max_connections: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            allow_hosts: Vec::new(),
            tls: false,
            ca_file: None,
            record: std::env::var_os(RECORD_VARIABLE).filter(|v| !v.is_empty()).map(PathBuf::from),
            clock_frozen: false,
            rate_limit: true,
            seed: None,
            store: None,
            scenario: None,
            compare: None,
            compare_ca_bundle: None,
            webhook_url: None,
            allow_webhook_hosts: Vec::new(),
            max_messages: 1_000_000,
            frame_origins: Vec::new(),
            read_timeout: Duration::from_secs(30),
            max_connections: 1_000,
        }
    }
}

impl Options {
    /// Refuses room for no message, and what is no origin: it becomes a part of a header.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.max_messages == 0 {
            return Err(Error::Option("max_messages (--max-messages) must be at least 1".to_owned()));
        }
        match self.frame_origins.iter().find(|origin| !is_origin(origin)) {
            Some(origin) => Err(Error::FrameOrigin(origin.clone())),
            None => Ok(()),
        }
    }
}

fn is_origin(text: &str) -> bool {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let has_port = |place: Authority| binding::port(&place, 80).is_some();
    rest.is_some_and(|rest| rest.chars().all(allowed) && rest.parse().is_ok_and(has_port))
}

/// Options of the process that [`run`](crate::run) is.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunOptions {
    /// Stop when standard input ends or, on Unix, when the parent process does, so that the sandbox ends with the
    /// program that started it. Default false.
    pub exit_with_stdin: bool,
    /// Write the ready line as JSON. Default false.
    pub json: bool,
    /// Open the page in the browser. Default false.
    pub open: bool,
}
