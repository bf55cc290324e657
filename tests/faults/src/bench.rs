//! State of a worker: its own sandboxes, and the calls that it makes.

use std::cell::OnceCell;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use smsbat_core::{CallOptions, Client, ClientBuilder, Sms};
use smsbat_sandbox::{Options, Sandbox};

use crate::canary::{KEY, TEXT, TO, found_in};
use crate::certificates::Certificates;
use crate::connect::ConnectProxy;
use crate::verdict::Word;

/// How the client reaches the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Transport {
    Plain,
    Tls,
    /// TLS through a proxy with CONNECT; the fault is between client and proxy.
    Tunnel,
}

impl Transport {
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::Tls, Self::Tunnel];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Tls => "tls",
            Self::Tunnel => "tunnel",
        }
    }
}

/// Id of the message that makes a connection for the pool.
const WARM: &str = "warm-up";

/// Sandboxes of one worker; nobody else sends to them.
#[derive(Default)]
pub(crate) struct Bench {
    plain: OnceCell<Sandbox>,
    tls: OnceCell<Sandbox>,
    proxy: OnceCell<ConnectProxy>,
    certificates: OnceCell<Certificates>,
}

impl Bench {
    pub(crate) fn sandbox(&self, tls: bool) -> &Sandbox {
        let cell = if tls { &self.tls } else { &self.plain };
        cell.get_or_init(|| {
            Sandbox::start(Options { tls, rate_limit: false, record: None, ..Options::default() }).unwrap()
        })
    }

    /// Address to which the relay forwards.
    pub(crate) fn upstream(&self, transport: Transport) -> SocketAddr {
        match transport {
            Transport::Plain => address(self.sandbox(false)),
            Transport::Tls => address(self.sandbox(true)),
            Transport::Tunnel => self.proxy.get_or_init(ConnectProxy::start).address(),
        }
    }

    /// Certificates for servers of the worker's own.
    pub(crate) fn certificates(&self) -> &Certificates {
        self.certificates.get_or_init(Certificates::new)
    }
}

/// Address on which a sandbox listens.
pub(crate) fn address(sandbox: &Sandbox) -> SocketAddr {
    sandbox.url().rsplit('/').next().unwrap().parse().unwrap()
}

/// Messages of a sandbox beside the one that made the connection.
pub(crate) fn received(sandbox: &Sandbox) -> Vec<String> {
    let messages = sandbox.messages();
    let ids = messages.iter().map(|m| m["customer_message_id"].as_str().unwrap_or_default().to_owned());
    ids.filter(|id| id != WARM).collect()
}

/// A client with the canary key and nothing from the environment.
pub(crate) fn builder(url: &str) -> ClientBuilder {
    Client::builder().api_key(KEY).base_url(url).max_retries(0).rate_limit(None).ignore_environment()
}

/// The same with a bundle of certificates.
pub(crate) fn trusting(url: &str, bundle: &Path) -> ClientBuilder {
    builder(url).ca_bundle(bundle.to_str().unwrap())
}

/// The message that is sent.
pub(crate) fn sms(id: &str) -> Sms {
    Sms::new(TO, "NovaShop", TEXT).customer_message_id(id)
}

/// Opens a connection and leaves it in the pool.
pub(crate) fn warm_up(client: &Client) -> Result<(), String> {
    let options = CallOptions::new().timeout(Duration::from_secs(20));
    match client.messages().options(options).send(&[sms(WARM)]) {
        Ok(result) if result.ok() => Ok(()),
        other => Err(format!("the exchange before the fault failed: {:?}", Word::of(&other))),
    }
}

/// One call: what the client said (`None` if it panicked), the time it took, and a secret it printed.
pub(crate) fn send(client: &Client, id: &str, options: CallOptions) -> (Option<Word>, Duration, Option<String>) {
    let started = Instant::now();
    let result = catch_unwind(AssertUnwindSafe(|| client.messages().options(options).send(&[sms(id)])));
    let took = started.elapsed();
    let word = result.ok().map(|result| Word::of(&result));
    let leak = word.as_ref().filter(|w| w.kind != "ok").and_then(|w| found_in(&w.text));
    (word, took, leak.map(|secret| format!("the error shows '{secret}'")))
}
