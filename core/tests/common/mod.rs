//! What several test programs need.
#![allow(dead_code, clippy::unwrap_used, clippy::panic)]

pub(crate) mod compare;
pub(crate) mod models;

use smsbat_core::Client;

/// A client of a sandbox that repeats nothing and takes nothing from the environment.
pub(crate) fn client(url: &str) -> Client {
    Client::builder().api_key("test-key").base_url(url).max_retries(0).ignore_environment().build().unwrap()
}
