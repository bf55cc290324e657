//! Shared code of the test programs.
#![allow(dead_code, clippy::unwrap_used, clippy::panic)]

pub(crate) mod compare;
pub(crate) mod models;
#[cfg(feature = "bulk")]
pub(crate) mod plan;

use smsbat_core::Client;

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
