//! Shared code of the test programs.
#![allow(dead_code, clippy::unwrap_used, clippy::panic)]

pub(crate) mod compare;
pub(crate) mod models;
#[cfg(feature = "bulk")]
pub(crate) mod plan;

use std::net::{SocketAddr, TcpListener};

use smsbat_core::Client;
use smsbat_sandbox::{Options, Sandbox};

/// A sandbox that takes any number of requests.
pub(crate) fn sandbox() -> Sandbox {
    Sandbox::start(Options { rate_limit: false, ..Options::default() }).unwrap()
}

pub(crate) fn sandbox_and_client() -> (Sandbox, Client) {
    let sandbox = sandbox();
    let client = client(sandbox.url());
    (sandbox, client)
}

#[cfg(feature = "bulk")]
pub(crate) fn bulk_options(pairs: &[(&str, &str)]) -> smsbat_core::bulk::BulkOptions {
    let mut options = smsbat_core::bulk::BulkOptions::default();
    pairs.iter().for_each(|(name, value)| options.set(name, value).unwrap());
    options
}

/// An address on this machine at which nobody listens.
pub(crate) fn nobody_there() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// A client of a sandbox that repeats nothing and takes nothing from the environment.
pub(crate) fn client(url: &str) -> Client {
    Client::builder().api_key("test-key").base_url(url).max_retries(0).ignore_environment().build().unwrap()
}

/// A client with a credential for every API.
pub(crate) fn client_of_all(url: &str) -> Client {
    let settings = [
        ("api_key", "test-key"),
        ("viber_bot_token", "test-viber"),
        ("telegram_bot_key", "test-telegram"),
        ("company_token", "test.company.token"),
        ("messagio_user", "test-user"),
        ("messagio_sign", "test-sign"),
        ("base_url", url),
        ("chathub_url", url),
    ];
    let builder = Client::builder().max_retries(0).ignore_environment();
    settings.iter().fold(builder, |builder, (name, value)| builder.set(name, *value).unwrap()).build().unwrap()
}
