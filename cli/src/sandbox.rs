//! `smsbat sandbox`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use smsbat_sandbox::{Options, RunOptions};

use crate::arguments::Sandbox;
use crate::exit::{DONE, REFUSED};
use crate::output::Output;

pub(crate) fn run(command: Sandbox, output: &Output) -> u8 {
    if command.health {
        return health(&command, output);
    }
    let defaults = Options::default();
    let options = Options {
        host: command.host,
        port: command.port,
        allow_hosts: command.allow_hosts,
        tls: command.tls,
        ca_file: command.ca_file,
        record: command.record.or_else(|| defaults.record.clone()),
        clock_frozen: command.freeze_clock,
        rate_limit: !command.no_rate_limit,
        seed: command.seed,
        store: command.store,
        webhook_url: command.webhook_url,
        allow_webhook_hosts: command.allow_webhook_hosts,
        max_messages: command.max_messages,
        frame_origins: command.frame_origin,
        ..defaults
    };
    let run = RunOptions { exit_with_stdin: command.exit_with_stdin, json: output.json, open: command.open };
    match smsbat_sandbox::run(options, run) {
        Ok(()) => DONE,
        Err(error) => {
            output.usage(&error.to_string());
            REFUSED
        }
    }
}

/// Asks the sandbox of the same options, on this machine.
fn health(command: &Sandbox, output: &Output) -> u8 {
    let host = match command.host {
        IpAddr::V4(host) if host.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(host) if host.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        host => host,
    };
    match smsbat_sandbox::health(SocketAddr::new(host, command.port), command.tls) {
        Ok(()) => DONE,
        Err(error) => {
            output.usage(&error.to_string());
            REFUSED
        }
    }
}
